"""Find trials: a resolved question and a cache -> an answer with reasons, counts, and what each filter took out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from trialfinder.domain.place import PlaceKind
from trialfinder.domain.query import CacheFacts, Fit, Group, Hit, NearestSite, Removed, SearchResult, SearchSpec
from trialfinder.domain.site import Contact
from trialfinder.domain.stage import Polarity, Stage, StageFinding
from trialfinder.services.reasons import reasons, stages_of_bits
from trialfinder.store.reader import CHUNK, SnapshotReader
from trialfinder.vocab.cancers import vocabulary

__all__ = ["answer", "hits_of", "read_hits", "search"]

_FITS = tuple(Fit)
_FILTERS = {
    "patients": ("only healthy people or illness that is not cancer", "--healthy"),
    "status": ("not open to new people now", "--status any"),
    "place": ("no open site within reach", ""),
    "stage": ("your stage seems ruled out", "--include-unfit"),
    "marker": ("your tumour marker seems ruled out", "--include-unfit"),
    "age": ("outside its age limits", "--include-unfit"),
    "sex": ("only for the other sex", "--include-unfit"),
}


def search(cache: Path, spec: SearchSpec, today: date, command: Sequence[str] = ()) -> SearchResult:
    """Answer a search from the cache. Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        return answer(reader, spec, today, command)


def answer(reader: SnapshotReader, spec: SearchSpec, today: date, command: Sequence[str] = ()) -> SearchResult:
    """Answer a search from a cache that is open. ``command``: the words typed, so that a next one can be offered."""
    counts = reader.find(spec)
    rows = reader.hits(include_unfit=spec.include_unfit, per_group=spec.limit)
    by_group = {(Group(group) if group else None, _FITS[fit]): trials for (group, fit), trials in counts.by_group_and_fit.items()}
    shown = [fit for fit in Fit if spec.include_unfit or fit is not Fit.UNFIT]
    return SearchResult(
        spec=spec,
        facts=reader.facts,
        hits=tuple(read_hits(reader, rows, spec)),
        total=sum(trials for (_, fit), trials in by_group.items() if fit in shown),
        counts=by_group,
        removed=tuple(_removed(counts.removed, {} if spec.include_unfit else counts.unfit, spec)),
        today=today,
        command=tuple(command),
    )


def hits_of(reader: SnapshotReader, spec: SearchSpec, only: str | None = None) -> Iterator[Hit]:
    """Every match, ranked, never cut; details are read in pieces. ``only`` asks for one trial."""
    reader.find(spec, only)
    yield from read_hits(reader, reader.hits(include_unfit=spec.include_unfit, per_group=None), spec)


def read_hits(reader: SnapshotReader, rows: list[dict[str, Any]], spec: SearchSpec) -> Iterator[Hit]:
    """Rows of ``search/hits.sql`` with their sites, evidence and reasons."""
    names = {concept.id: concept.name for concept in vocabulary().concepts.values()}
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        ids = [row["nct_id"] for row in chunk]
        sites = reader.nearest_sites(ids, spec)
        evidence = reader.stage_evidence(ids)
        for row in chunk:
            nct = row["nct_id"]
            yield _hit(row, sites.get(nct, {}), [_finding(found) for found in evidence.get(nct, ())], spec, names, reader.facts)


def _hit(
    row: Mapping[str, Any],
    sites: Mapping[str, Mapping[str, Any]],
    evidence: list[StageFinding],
    spec: SearchSpec,
    names: Mapping[str, str],
    facts: CacheFacts,
) -> Hit:
    cancers = tuple(dict.fromkeys([*row["about"], *row["umbrella"]]))
    nearest = _site(sites.get("best"), row)
    closed = _site(sites.get("closed"), row)
    return Hit(
        nct_id=row["nct_id"],
        title=row["title"],
        status=row["status"],
        group=Group(row["match_group"]) if row["match_group"] else None,
        fit=_FITS[row["fit"]],
        reasons=reasons(row, evidence, spec, names),
        stage_accepted=stages_of_bits(row["stage_accepted"]),
        stage_ruled_out=stages_of_bits(row["stage_ruled_out"]),
        stage_applies=row["stage_applies"],
        stage_evidence=tuple(evidence),
        cancers=cancers,
        cancer_names=tuple(names.get(concept, concept) for concept in cancers),
        broad=bool(spec.cancer and not spec.cancer.direct.intersection(row["about"])),
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
    )


def _nearer(closed: NearestSite | None, nearest: NearestSite | None) -> bool:
    if closed is None or closed.miles is None or nearest is None or nearest.miles is None:
        return False
    return closed.miles < nearest.miles - 1  # a mile of difference between city centres means nothing


def _site(row: Mapping[str, Any] | None, trial: Mapping[str, Any]) -> NearestSite | None:
    if row is None:
        return None
    contact, source = Contact(row["contact_name"], "", row["contact_phone"], row["contact_email"]), "site"
    if not (contact.phone or contact.email):
        contact, source = Contact(trial["central_name"], "", trial["central_phone"], trial["central_email"]), "central"
    if not (contact.phone or contact.email):
        source = "none"
    return NearestSite(
        facility=row["facility"],
        city=row["city"],
        state=row["state"],
        zip=row["zip"],
        country=row["country"],
        status=row["status"],
        miles=round(row["miles"], 1) if row["miles"] is not None else None,
        contact=contact if source != "none" else None,
        contact_source=source,
        access=row["access"],
        center=row["center"],
    )


def _finding(row: Mapping[str, Any]) -> StageFinding:
    return StageFinding(
        Stage(row["stage"]), Polarity(row["polarity"]), row["text"], row["section"], row["rule"], quote=row["quote"]
    )


def _removed(removed: Mapping[str, int], unfit: Mapping[str, int], spec: SearchSpec) -> Iterator[Removed]:
    for name, (label, loosen) in _FILTERS.items():
        count = removed.get(name, 0) or unfit.get(name, 0)
        if count:
            yield Removed(name, count, label, loosen or _wider_place(spec))


def _wider_place(spec: SearchSpec) -> str:
    """The option that reaches farther: a larger radius, or no area at all."""
    if any(place.kind is PlaceKind.POINT for place in spec.places):
        return f"--within {max(spec.within.value * 3, 300):g}{spec.within.unit}"
    return f"without --{'state' if all(place.kind is PlaceKind.STATE for place in spec.places) else 'country'}"
