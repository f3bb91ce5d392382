"""Saved searches run on the local copy: what changed since each was last run. The first run is the baseline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trialfinder.domain.changes import ChangesResult
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import Fit
from trialfinder.services.changes import changes_in
from trialfinder.services.marks import Marks, just_after, watch_key
from trialfinder.services.private import locked
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.store.changes import ChangesReader

__all__ = ["WatchReport", "run_watches"]

#: Older data than this, and "nothing new" may only mean that the nightly refresh has stopped; four days bridge a weekend.
_STALE = timedelta(hours=96)


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one saved search has to tell."""

    name: str
    result: ChangesResult | None = None
    """Changes since the last run; None on a first run, or when it could not be run."""
    baseline: int | None = None
    """On a first run: trials that may fit now."""
    data_as_of: str = ""
    problem: UsageProblem | None = None
    """The words of the search are not understood any more."""
    stale: bool = False
    """The copy was not refreshed for days."""

    @property
    def worth_telling(self) -> bool:
        """Whether there is anything a person must hear: changes, or a night that could not be compared."""
        if self.result is None:
            return False
        missed = any(one.compared_with is None and one.seen_at >= self.result.since for one in self.result.refreshes)
        return bool(self.result.changes) or missed


def run_watches(cache: Path, searches: Mapping[str, SearchRequest], config: Path, now: datetime) -> Iterator[WatchReport]:
    """One report a search. A search counts as told when the next report is asked for: what could not be printed comes again.

    Two runs at once wait for each other, so that nothing is told twice. Raises CacheUnusable, and UsageProblem for damaged marks.
    """
    marks = Marks(config)
    with locked(config, ".run.lock"), ChangesReader(cache) as reader:
        latest, refreshed = reader.latest(), reader.facts.refreshed_at
        for name, request in searches.items():
            key = watch_key(cache, name)
            report = _report(reader, name, request, marks.get(key), now)
            yield replace(report, stale=refreshed is None or now - refreshed > _STALE)
            if report.problem is None:
                marks.set(key, latest)


def _report(reader: ChangesReader, name: str, request: SearchRequest, seen: datetime | None, now: datetime) -> WatchReport:
    day = reader.facts.data_as_of
    as_of = day.isoformat() if day else "an unknown date"
    try:
        spec = resolve_request(request)
    except UsageProblem as problem:
        return WatchReport(name, data_as_of=as_of, problem=problem)
    if seen is None:
        counts = reader.find(spec).by_group_and_fit
        worst = len(Fit) if spec.include_unfit else len(Fit) - 1
        return WatchReport(name, data_as_of=as_of, baseline=sum(many for (_, fit), many in counts.items() if fit < worst))
    result = changes_in(reader, spec, just_after(seen), (), now.astimezone(UTC).date())
    return WatchReport(name, data_as_of=as_of, result=replace(result, name=name))
