"""One trial in full, read afresh from its stored record."""

import json
import re
from datetime import date
from pathlib import Path

from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.detail import NamedFinding, SiteView, TrialDetail
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import Fit, SearchSpec, record_url
from trialfinder.domain.trial import ParseProblem
from trialfinder.enrich.pipeline import enrich
from trialfinder.services.search import hits_of
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.rows import site_access
from trialfinder.vocab.cancers import vocabulary

__all__ = ["show_trial", "trial_detail"]

_ID = re.compile(r"\s*(?:NCT)?\s*0*([1-9]\d{0,7})\s*", re.IGNORECASE)
_ACCESS_ORDER = ("open", "unstated", "upcoming", "invitation", "closed")


def show_trial(cache: Path, typed_id: str, spec: SearchSpec, today: date, *, all_sites: bool = False) -> TrialDetail:
    """The trial with id ``typed_id`` (``NCT01234567``, or just its digits), judged by ``spec``.

    Raises UsageProblem for an id that is none or is not in the local copy, CacheUnusable without a cache.
    """
    nct_id = _read_id(typed_id)
    with SnapshotReader(cache) as reader:
        return trial_detail(reader, nct_id, spec, today, all_sites=all_sites)


def trial_detail(reader: SnapshotReader, typed_id: str, spec: SearchSpec, today: date, *, all_sites: bool = False) -> TrialDetail:
    """The same from a cache that is open."""
    nct_id = _read_id(typed_id)
    record = reader.record(nct_id)
    if record is None:
        raise _absent(reader, nct_id)
    trial = parse_study(json.loads(record[1]), raw_text=record[1])
    if isinstance(trial, ParseProblem):
        raise UsageProblem(f"The record of {nct_id} could not be read: {trial.reason}.", f"see {record_url(nct_id)}")
    wide = spec._replace(statuses=None, include_unfit=True, not_for_patients=True, limit=None)
    # A place out of reach takes a trial out of a list; here it is asked for by name, and the page lists its sites by distance.
    asked = (wide, wide.unplaced()) if wide.placed else (wide,)
    hit = next((hit for each in asked for hit in hits_of(reader, each, only=trial.nct_id)), None)
    return _detail(enrich(trial), spec, reader, today, hit.fit if hit else None, hit.reasons if hit else (), all_sites)


def _read_id(typed: str) -> str:
    match = _ID.fullmatch(typed)
    if not match:
        raise UsageProblem(f"{typed!r} is not a trial id.", "an id is NCT and eight digits, such as NCT01234567")
    return f"NCT{int(match[1]):08d}"


def _absent(reader: SnapshotReader, nct_id: str) -> UsageProblem:
    reason = reader.problem(nct_id)
    if reason:
        return UsageProblem(f"The record of {nct_id} could not be read: {reason}.", f"see {record_url(nct_id)}")
    return UsageProblem(
        f"{nct_id} is not in the local copy, which holds {reader.facts.trials:,} trials.",
        f"it may be closed, not about cancer, or newer than the copy: see {record_url(nct_id)}",
    )


def _detail(
    enriched: EnrichedTrial,
    spec: SearchSpec,
    reader: SnapshotReader,
    today: date,
    fit: Fit | None,
    reasons: tuple[str, ...],
    all_sites: bool,
) -> TrialDetail:
    trial = enriched.trial
    vocab = vocabulary()
    seen = reader.sites_seen(trial.nct_id, spec)
    sites = [
        SiteView(
            site, site_access(trial.overall_status, site.status), None if miles is None else round(miles, 1), center, in_reach
        )
        for number, (site, center) in enumerate(zip(trial.sites, enriched.centers or ("",) * len(trial.sites), strict=True))
        for miles, in_reach in [seen.get(number, (None, True))]
    ]
    sites.sort(key=lambda view: (_ACCESS_ORDER.index(view.access), not view.in_reach, view.miles is None, view.miles or 0.0))
    return TrialDetail(
        trial=trial,
        cancers=tuple(NamedFinding(vocab.concept(finding.concept).name, finding) for finding in enriched.cancers),
        stage=enriched.stage,
        treatments=tuple(str(kind) for kind in enriched.treatments),
        sites=tuple(sites),
        facts=reader.facts,
        today=today,
        less_treatment=enriched.less_treatment,
        for_patients=enriched.for_patients,
        places=spec.places,
        unit=spec.within.unit,
        asked=spec.stage,
        fit=fit if spec.judged else None,
        reasons=reasons,
        all_sites=all_sites,
    )
