"""Every study of a scope, complete and of one release, or a refusal.

The first query is fetched in full; the others only list ids, and what the first did not bring is fetched by id, so that
overlapping queries cost little. Nothing is handed on before each walk's unique count equals the registry's own total and
the release at the end is the release of the beginning. A walk that does not add up is repeated, and so, once, is a harvest
that a new release overtook; after that it is refused, because an incomplete copy looks just like closed trials.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from trialfinder.ctgov.client import (
    PageTokenRefused,
    QueryTooComplicated,
    RegistryClient,
    RegistryVersion,
    WalkBroken,
)
from trialfinder.ctgov.leaves import at, texts
from trialfinder.ctgov.parse import nct_id_of
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.spool import PageSpool
from trialfinder.ctgov.wire import RawStudy
from trialfinder.domain.errors import RefreshRefused

__all__ = ["Harvest", "HarvestReport", "Reporter", "Silent", "former_ids", "harvest"]


class Reporter(Protocol):
    """Where progress goes."""

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        """Another page arrived: trials held so far, trials expected as far as is known, pages so far."""

    def note(self, text: str) -> None:
        """Something worth a line: a repeated walk, a new release."""


class Silent:
    """A reporter that says nothing."""

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        """Ignore."""

    def note(self, text: str) -> None:
        """Ignore."""


@dataclass(frozen=True, slots=True)
class HarvestReport:
    """What a harvest took and brought."""

    trials: int
    expected: int
    """Different ids that the registry listed."""
    requests: int
    received: int
    """Bytes over the line."""
    pages: int
    duplicates: int
    """Records that came more than once and were kept once."""
    data_timestamp: datetime | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Harvest:
    """A complete harvest: iterate for the studies, each id once."""

    report: HarvestReport
    spool: PageSpool

    def __iter__(self) -> Iterator[RawStudy]:
        return iter(self.spool)

    def texts(self) -> Iterator[str]:
        """The same as JSON text, not decoded."""
        return self.spool.texts()


class _Overtaken(Exception):
    """A new release came out while the old one was being read."""


def harvest(client: RegistryClient, queries: Sequence[StudyQuery], folder: Path, *, reporter: Reporter | None = None) -> Harvest:
    """Harvest ``queries`` into page files in ``folder``. Raises RefreshRefused or RegistryUnreachable, never half a result."""
    run = _Run(client, PageSpool(folder), reporter or Silent())
    for _ in range(2):
        try:
            return run.whole(queries)
        except _Overtaken:
            run.note("the registry published a new release meanwhile; starting again")
    raise RefreshRefused("The registry published new data twice while it was being read; nothing was published.", _AGAIN)


_WALKS: Final = 3
"""How often one query is walked through at most."""
_AGAIN: Final = "The local copy is unchanged. Run it again later."


@dataclass(slots=True)
class _Run:
    """One harvest in progress."""

    client: RegistryClient
    spool: PageSpool
    reporter: Reporter
    release: RegistryVersion | None = None
    held: set[str] = field(default_factory=set)
    """Ids in the spool, former ids of merged records included."""
    listed: set[str] = field(default_factory=set)
    """Every id any walk named."""
    trials: int = 0
    pages: int = 0
    duplicates: int = 0
    events: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.events.append(text)
        self.reporter.note(text)

    def whole(self, queries: Sequence[StudyQuery]) -> Harvest:
        """Every query, from nothing."""
        self.release = self.client.version()
        self._forget()
        self.listed = set()
        first = True
        waiting = list(queries)
        while waiting:
            query = waiting.pop(0)
            try:
                self._walk_fully(query, full=first)
            except QueryTooComplicated:
                if len(query.terms) < 2:
                    raise
                waiting[:0] = query.halves()
                continue
            first = False
        self._fetch_missing()
        if not self.trials:
            raise RefreshRefused("The registry answered with no trials at all; kept the old copy.", _AGAIN)
        self._same_release()
        self.spool.stamp(self.release.data_timestamp)
        return Harvest(self._report(), self.spool)

    def _forget(self) -> None:
        self.spool.clear()
        self.held, self.trials, self.duplicates = set(), 0, 0

    def _walk_fully(self, query: StudyQuery, *, full: bool) -> None:
        """Walk until what was found is as much as the registry counts.

        Ties in the registry's order may fall differently on every request, so that one page repeats what another loses:
        each walk adds to what the walks before it found. An empty answer is asked for again: an outage may look like it.
        """
        found: set[str] = set()
        for walk in range(1, _WALKS + 1):
            try:
                if self._walk(query, found, full=full) or walk > 1:
                    return
                self.note(f"no studies for {query.name}; asking once more")
            except WalkBroken as broken:
                if isinstance(broken, PageTokenRefused):
                    self._same_release()
                if walk == _WALKS:
                    raise
                self.note(f"{broken.message} Walking through {query.name} once more.")

    def _walk(self, query: StudyQuery, found: set[str], *, full: bool) -> int:
        """All pages of one query, added to ``found``; returns the registry's total, with which their number agrees."""
        total = None
        for page in self.client.pages(query if full else query.listing()):
            if page.number == 1:
                total = page.total_count
            fresh = []
            for study in page.studies:
                key = nct_id_of(study.raw) or study.text
                if key in found:
                    self.duplicates += 1
                    continue
                found.add(key)
                fresh.append(study)
            if full:
                self._keep(fresh)
            self.listed |= {nct_id for study in fresh if (nct_id := nct_id_of(study.raw))}
            self._seen(max(total or 0, len(self.listed)))
        if len(found) != total:
            said = "no total" if total is None else f"{total:,}"
            raise WalkBroken(f"The registry's pages for {query.name} held {len(found):,} studies, but it counts {said}.", _AGAIN)
        return total

    def _keep(self, studies: list[RawStudy]) -> None:
        self.spool.write(studies)
        self.trials += len(studies)
        for study in studies:
            self.held |= {nct_id_of(study.raw), *former_ids(study.raw)}

    def _seen(self, expected: int) -> None:
        self.pages += 1
        self.reporter.page(self.trials, max(expected, self.trials), self.pages)

    def _fetch_missing(self) -> None:
        """What only the other queries named, in full. Asked twice: a cut list of ids looks like withdrawn records."""
        for attempt in (1, 2):
            missing = self.listed - self.held
            if not missing:
                return
            if attempt == 2:
                self.note(f"{len(missing):,} listed studies did not arrive; asking once more")
            for page in self.client.by_ids(missing):
                self._keep([study for study in page.studies if self._is_new(study)])
                self._seen(len(self.listed))
        missing = self.listed - self.held
        if missing:
            self._same_release()
            raise RefreshRefused(
                f"The registry lists {len(missing):,} studies that it does not deliver ({min(missing)} is one).", _AGAIN
            )

    def _is_new(self, study: RawStudy) -> bool:
        nct_id = nct_id_of(study.raw)
        if nct_id in self.held or not nct_id:
            self.duplicates += 1
            return False
        return True

    def _same_release(self) -> None:
        if self.release is not None and self.client.version().data_timestamp != self.release.data_timestamp:
            raise _Overtaken

    def _report(self) -> HarvestReport:
        traffic = self.client.traffic
        return HarvestReport(
            trials=self.trials,
            expected=len(self.listed),
            requests=traffic.requests,
            received=traffic.received,
            pages=self.pages,
            duplicates=self.duplicates,
            data_timestamp=self.release.data_timestamp if self.release else None,
            events=tuple(self.events),
        )


def former_ids(raw: object) -> tuple[str, ...]:
    """Ids of records that were merged into this one."""
    return texts(at(at(raw, "protocolSection"), "identificationModule"), "nctIdAliases")
