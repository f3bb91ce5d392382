"""Find trials: a resolved question and a cache -> an answer with reasons, counts, and what each filter took out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from trialfinder.domain.query import (
    CacheFacts,
    Fit,
    Group,
    Hit,
    NearestSite,
    Removed,
    SearchResult,
    SearchSpec,
    Standing,
)
from trialfinder.domain.site import Contact
from trialfinder.domain.stage import Polarity, Stage, StageFinding
from trialfinder.services.loosen import LABELS, label_of, loosening, suggest
from trialfinder.services.reasons import reasons, stages_of_bits
from trialfinder.store.reader import CHUNK, CandidateCounts, SnapshotReader
from trialfinder.vocab.cancers import vocabulary

__all__ = ["answer", "contact_of", "hits_of", "hits_of_rows", "search"]

_FITS = tuple(Fit)
_STANDINGS = tuple(Standing)


def search(cache: Path, spec: SearchSpec, today: date, command: Sequence[str] = ()) -> SearchResult:
    """Answer a search from the cache. Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        return answer(reader, spec, today, command)


def answer(reader: SnapshotReader, spec: SearchSpec, today: date, command: Sequence[str] = ()) -> SearchResult:
    """Answer a search from a cache that is open. ``command``: the words typed, so that a next one can be offered."""
    counts = reader.find(spec)
    by_group = {(Group(group) if group else None, _FITS[fit]): trials for (group, fit), trials in counts.by_group_and_fit.items()}
    total = _shown(counts, spec)
    rows = reader.hits(include_unfit=spec.include_unfit, per_group=spec.limit, sort=spec.sort)
    hits = tuple(hits_of_rows(reader, rows, spec))
    result = SearchResult(
        spec=spec,
        facts=reader.facts,
        hits=hits,
        total=total,
        counts=by_group,
        removed=tuple(_removed(counts, spec)),
        today=today,
        command=tuple(command),
        standings={_STANDINGS[number]: trials for number, trials in sorted(counts.standings.items())},
        place_unknown=sum(trials for fit, trials in counts.place_unknown.items() if _is_shown(fit, spec)),
    )
    taken_out = {*counts.removed, *(("unfit",) if counts.unfit else ())}
    if result.thin and taken_out:
        return result._replace(suggestion=suggest(spec, total, taken_out, lambda looser: _shown(reader.find(looser), looser)))
    return result


def _shown(counts: CandidateCounts, spec: SearchSpec) -> int:
    """Trials to show, were there no limit."""
    return sum(trials for (_, fit), trials in counts.by_group_and_fit.items() if _is_shown(fit, spec))


def _is_shown(fit: int, spec: SearchSpec) -> bool:
    return _FITS[fit] is not Fit.UNFIT or spec.include_unfit


def hits_of(reader: SnapshotReader, spec: SearchSpec, only: str | None = None) -> Iterator[Hit]:
    """Every match, ranked, never cut; details are read in pieces. ``only`` asks for one trial."""
    reader.find(spec, only)
    yield from hits_of_rows(reader, reader.hits(include_unfit=spec.include_unfit, per_group=None, sort=spec.sort), spec)


def hits_of_rows(reader: SnapshotReader, rows: list[dict[str, Any]], spec: SearchSpec) -> Iterator[Hit]:
    """Rows of ``reader.hits`` with their sites, evidence and reasons."""
    names = {concept.id: concept.name for concept in vocabulary().concepts.values()}
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        ids = [row["nct_id"] for row in chunk]
        sites = reader.nearest_sites(ids, spec)
        evidence = reader.stage_evidence(ids)
        markers = reader.marker_evidence(ids, spec)
        for row in chunk:
            nct = row["nct_id"]
            findings = [_finding(found) for found in evidence.get(nct, ())]
            why = reasons(row, findings, spec, names, markers.get(nct, ()))
            yield _hit(row, sites.get(nct, {}), findings, why, spec, names, reader.facts)


def _hit(
    row: Mapping[str, Any],
    sites: Mapping[str, Mapping[str, Any]],
    evidence: list[StageFinding],
    why: tuple[str, ...],
    spec: SearchSpec,
    names: Mapping[str, str],
    facts: CacheFacts,
) -> Hit:
    cancers = tuple(dict.fromkeys([*row["about"], *row["umbrella"]]))
    closed = _site(sites.get("closed"), row)
    nearest = _site(sites.get("best"), row) or closed
    return Hit(
        nct_id=row["nct_id"],
        title=row["title"],
        status=row["status"],
        group=Group(row["match_group"]) if row["match_group"] else None,
        fit=_FITS[row["fit"]],
        reasons=why,
        stage_accepted=stages_of_bits(row["stage_accepted"]),
        stage_ruled_out=stages_of_bits(row["stage_ruled_out"]),
        stage_applies=row["stage_applies"],
        stage_evidence=tuple(evidence),
        cancers=cancers,
        cancer_names=tuple(names.get(concept, concept) for concept in cancers),
        broad=bool(spec.cancer and not spec.cancer.own.intersection(row["about"])),
        phases=tuple(row["phases"]),
        treatments=tuple(row["treatments"]),
        line=row["line"],
        conditions=tuple(row["conditions"]),
        min_age_years=row["min_age_years"],
        max_age_years=row["max_age_years"],
        sex=row["sex"],
        study_type=row["study_type"],
        primary_purpose=row["primary_purpose"],
        sponsor=row["sponsor"],
        nearest_site=nearest,
        nearer_closed=closed if _nearer(closed, nearest) else None,
        open_sites=row["open_sites"],
        open_sites_near=row["open_sites_near"],
        sites=row["sites"],
        last_update=row["last_update"],
        last_verified=row["last_verified"],
        data_as_of=facts.data_as_of,
        sample=facts.sample,
        standing=_STANDINGS[row["standing"]],
        less_treatment=row["less_treatment"],
        central_contact=_central(row),
        rollover=row["rollover"],
    )


def _nearer(closed: NearestSite | None, nearest: NearestSite | None) -> bool:
    if closed is None or closed.miles is None or nearest is None or nearest.miles is None:
        return False
    return closed.miles < nearest.miles - 1  # a mile of difference between city centres means nothing


def _site(row: Mapping[str, Any] | None, trial: Mapping[str, Any]) -> NearestSite | None:
    if row is None:
        return None
    contact, source = contact_of(row, trial)
    return NearestSite(
        facility=row["facility"],
        city=row["city"],
        state=row["state"],
        zip=row["zip"],
        country=row["country"],
        status=row["status"],
        miles=round(row["miles"], 1) if row["miles"] is not None else None,
        contact=contact,
        contact_source=source,
        access=row["access"],
        center=row["center"],
    )


def contact_of(site: Mapping[str, Any], trial: Mapping[str, Any]) -> tuple[Contact | None, str]:
    """Whom to call and whose contact it is: the site's (``site``), else the trial's (``central``), else nobody (``none``)."""
    contact = Contact(site["contact_name"], "", site["contact_phone"], site["contact_email"])
    if contact.reachable:
        return contact, "site"
    central = _central(trial)
    return (central, "central") if central else (None, "none")


def _central(trial: Mapping[str, Any]) -> Contact | None:
    contact = Contact(trial["central_name"], "", trial["central_phone"], trial["central_email"])
    return contact if contact.reachable else None


def _finding(row: Mapping[str, Any]) -> StageFinding:
    return StageFinding(
        Stage(row["stage"]), Polarity(row["polarity"]), row["text"], row["section"], row["rule"], quote=row["quote"]
    )


def _removed(counts: CandidateCounts, spec: SearchSpec) -> Iterator[Removed]:
    found = {**({} if spec.include_unfit else counts.unfit), **counts.removed}
    for name in LABELS:
        if found.get(name):
            yield Removed(name, found[name], label_of(name, spec), loosening(name, spec))
