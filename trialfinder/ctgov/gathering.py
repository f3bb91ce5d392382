"""Walks through the registry's lists that must add up, and studies by id, for a harvest or a sweep.

A walk is believed when its unique count equals the registry's own total, or when it may end early (see ``newest``); a release
when it is still out at the end and every study names the same. A walk that does not add up is repeated.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, TypeVar

from trialfinder.ctgov.client import (
    PageTokenRefused,
    QueryTooComplicated,
    RegistryClient,
    RegistryVersion,
    WalkBroken,
)
from trialfinder.ctgov.newest import NewestFirst
from trialfinder.ctgov.parse import nct_id_of
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.spool import PageSpool
from trialfinder.ctgov.sweep import digest, former_ids, release_of, sweep_key
from trialfinder.ctgov.wire import RawStudy
from trialfinder.domain.errors import RefreshRefused

__all__ = ["AGAIN", "Gathering", "HarvestReport", "Nowhere", "Overtaken", "Reporter", "Silent", "Sink"]

_WALKS: Final = 3
"""How often one query is walked through at most."""
AGAIN: Final = "The local copy is unchanged. Run it again later."
_T = TypeVar("_T")


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


class Overtaken(Exception):
    """A new release came out while the old one was being read, or the answers were of different ones."""


class Sink(Protocol):
    """Where the studies of a walk go."""

    def write(self, studies: Sequence[RawStudy]) -> None:
        """Take one page."""


class Nowhere:
    """For studies of which only the key matters."""

    def write(self, studies: Sequence[RawStudy]) -> None:
        """Forget them."""


@dataclass(slots=True)
class Gathering:
    """One harvest or sweep in progress: what it has received, and whether that adds up."""

    client: RegistryClient
    spool: PageSpool
    reporter: Reporter
    release: RegistryVersion | None = None
    held: set[str] = field(default_factory=set)
    """Ids received, former ids of merged records included."""
    kept: dict[str, str] = field(default_factory=dict)
    """Sweep keys of what was received, by id."""
    listed: set[str] = field(default_factory=set)
    """Every id any walk named."""
    unfinished: list[StudyQuery] = field(default_factory=list)
    """What was walked only as far as ``since``."""
    trials: int = 0
    pages: int = 0
    duplicates: int = 0
    nameless: int = 0
    events: list[str] = field(default_factory=list)
    releases: set[str] = field(default_factory=set)
    """Days of release that the studies themselves name."""
    believes_mixed: bool = False

    def note(self, text: str) -> None:
        """Tell it, and keep it for the report."""
        self.events.append(text)
        self.reporter.note(text)

    def twice(self, attempt: Callable[[], _T]) -> _T:
        """One more attempt when a new release overtook the first."""
        try:
            return attempt()
        except Overtaken:
            self.note("the registry published a new release meanwhile; starting again")
            self.believes_mixed = True
            self.spool.clear()
        try:
            return attempt()
        except Overtaken:
            twice = "The registry published new data twice while it was being read; nothing was published."
            raise RefreshRefused(twice, AGAIN) from None

    def start(self, queries: Sequence[StudyQuery]) -> None:
        """From nothing, or from the pages that an interrupted run has left of this release and these queries."""
        self.release = self.client.version()
        self.listed, self.held, self.kept = set(), set(), {}
        self.releases, self.unfinished = set(), []
        self.trials = self.duplicates = self.nameless = 0
        asked = digest("\n".join(f"{sorted(query.params().items())}" for query in queries))
        if self.spool.begin(self.release.data_timestamp, asked):
            self._note_kept(self.spool)
            self.note(f"going on with {self.trials:,} trials that an interrupted refresh of this release has received")

    def walk_all(self, queries: Sequence[StudyQuery], sink: Sink, *, full: bool, since: str = "") -> None:
        """List what every query finds; with ``full`` the first one's studies go to ``sink`` on the way.

        With ``since`` (a day, ``2026-11-06``) every query brings all it has that were updated on that day or later, and what
        else stands on those pages; what is not yet held goes to ``sink``.
        """
        waiting = list(queries)
        while waiting:
            query = waiting.pop(0)
            try:
                self._walk_fully(query, sink if full or since else None, since)
            except QueryTooComplicated:
                if len(query.terms) < 2:
                    raise
                waiting[:0] = query.halves()
                continue
            full = False

    def _walk_fully(self, query: StudyQuery, sink: Sink | None, since: str) -> None:
        """Walk until what was found is as much as the registry counts.

        Ties in the registry's order may fall differently on every request, so that one page repeats what another loses:
        each walk adds to what the walks before it found. An empty answer is asked for again: an outage may look like it.
        """
        found: set[str] = set()
        for walk in range(1, _WALKS + 1):
            try:
                if self._walk(query, found, sink, since) or walk > 1:
                    return
                self.note(f"no studies for {query.name}; asking once more")
            except WalkBroken as broken:
                if isinstance(broken, PageTokenRefused):
                    self.same_release()
                if walk == _WALKS:
                    raise
                self.note(f"{broken.message} Walking through {query.name} once more.")

    def _walk(self, query: StudyQuery, found: set[str], sink: Sink | None, since: str) -> int:
        """All pages of one query, added to ``found``; returns the registry's total, with which their number agrees.

        With ``since`` it may end there. Without a ``sink`` only ids are asked for.
        """
        total, newest = None, NewestFirst(since, query.page_size)
        for page in self.client.pages(query if sink else query.listing()):
            if page.number == 1:
                total = page.total_count
            fresh = []
            for row, study in enumerate(page.studies):
                key = nct_id_of(study.raw) or f"row {row} of page {page.number}"
                if key in found:
                    self.duplicates += 1
                    continue
                found.add(key)
                fresh.append(study)
            if sink:
                self._keep(self._unheld(fresh) if since else fresh, sink)
            self.listed |= {nct_id for study in fresh if (nct_id := nct_id_of(study.raw))}
            self._seen(max(total or 0, len(self.listed)))
            if newest.passed(page.studies) and total and total >= len(found):
                self.unfinished.append(query)
                return total
        if len(found) != total:
            said = "no total" if total is None else f"{total:,}"
            raise WalkBroken(f"The registry's pages for {query.name} held {len(found):,} studies, but it counts {said}.", AGAIN)
        return total

    def _unheld(self, studies: Iterable[RawStudy]) -> list[RawStudy]:
        """Those that no other query has brought. One without an id counts for the first query alone."""
        return [study for study in studies if nct_id_of(study.raw) not in self.held and nct_id_of(study.raw)]

    def _keep(self, studies: list[RawStudy], sink: Sink) -> None:
        sink.write(studies)
        self._note_kept(studies)
        if len(self.releases) > 1 and not self.believes_mixed:
            raise Overtaken

    def _note_kept(self, studies: Iterable[RawStudy]) -> None:
        for study in studies:
            self.trials += 1
            nct_id = nct_id_of(study.raw)
            self.nameless += not nct_id
            if nct_id:
                self.kept[nct_id] = sweep_key(study.raw)
                self.held |= {nct_id, *former_ids(study.raw)}
            if release := release_of(study.raw):
                self.releases.add(release)

    def _seen(self, expected: int) -> None:
        self.pages += 1
        self.reporter.page(self.trials, max(expected, self.trials), self.pages)

    def fetch_missing(self, wanted: set[str], sink: Sink, fields: str) -> None:
        """Studies by id. Asked twice: a cut list of ids looks like withdrawn records."""
        for attempt in (1, 2):
            missing = wanted - self.held
            if not missing:
                return
            if attempt == 2:
                self.note(f"{len(missing):,} listed studies did not arrive; asking once more")
            for page in self.client.by_ids(missing, fields=fields):
                self._keep([study for study in page.studies if self._is_new(study)], sink)
                self._seen(len(self.listed))
        missing = wanted - self.held
        if missing:
            self.same_release()
            raise RefreshRefused(
                f"The registry lists {len(missing):,} studies that it does not deliver ({min(missing)} is one).", AGAIN
            )

    def _is_new(self, study: RawStudy) -> bool:
        nct_id = nct_id_of(study.raw)
        if nct_id in self.held or not nct_id:
            self.duplicates += 1
            return False
        return True

    def same_release(self) -> None:
        """Raises Overtaken when another release is out than at the start."""
        if self.release is not None and self.client.version().data_timestamp != self.release.data_timestamp:
            raise Overtaken

    def report(self) -> HarvestReport:
        """What it took."""
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
