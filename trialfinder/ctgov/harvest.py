"""Every study of a scope, complete and of one release, or a refusal; or only what changed since the last time.

The first query is fetched in full; the others only list ids, and what the first did not bring is fetched by id, so that
overlapping queries cost little. A sweep asks for a slim piece of every study, and fetches whole only those that say something
new: it lists the first query in full, follows the others, newest first, to MARGIN before the release that the copy is of,
and asks by id for what it knows and did not meet. What it cannot tell that way makes it list the others in full as well.
Nothing is handed on before everything adds up (see ``gathering``). A harvest that a new release overtook starts again, once;
after that it is refused, because an incomplete copy looks just like closed trials.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.fields import SWEEP_FIELDS, TRIAL_FIELDS, field_list
from trialfinder.ctgov.gathering import AGAIN, Gathering, HarvestReport, Nowhere, Reporter, Silent
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.spool import PageSpool
from trialfinder.ctgov.sweep import Departures, Difference, find_departed
from trialfinder.ctgov.wire import RawStudy
from trialfinder.domain.errors import RefreshRefused

__all__ = ["MARGIN", "Harvest", "HarvestReport", "NeedsFullHarvest", "Reporter", "Silent", "Update", "harvest", "update"]

MARGIN: Final = timedelta(days=14)
"""How far a sweep looks back behind the release of the copy. A day of update is the day of posting, which comes out with the
next release; this leaves room for a release whose data went live later than its date, and costs nothing while the updates of
that time fill one page."""
_ANY_DAY: Final = "9999-12-31"
"""Later than every update: no question but the first was followed at all."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """A complete harvest: iterate for the studies, each id once."""

    report: HarvestReport
    spool: PageSpool
    departures: Departures = field(default_factory=Departures)

    def __iter__(self) -> Iterator[RawStudy]:
        return iter(self.spool)

    def texts(self) -> Iterator[str]:
        """The same as JSON text, not decoded."""
        return self.spool.texts()


@dataclass(frozen=True, slots=True)
class Update:
    """What a sweep found: ``changed`` holds the new and changed studies in full."""

    changed: Harvest
    listed: int
    """Different ids in scope."""
    difference: Difference
    departures: Departures
    nameless: int = 0
    """Records without an id, which a sweep cannot compare."""


class NeedsFullHarvest(Exception):
    """A sweep cannot tell what changed: the message says why."""


def harvest(
    client: RegistryClient,
    queries: Sequence[StudyQuery],
    folder: Path,
    *,
    reporter: Reporter | None = None,
    known: Mapping[str, str] | None = None,
) -> Harvest:
    """Harvest ``queries`` into page files in ``folder``, going on with pages of the same release that lie there.

    Raises RefreshRefused or RegistryUnreachable, never half a result. ``known``: see ``update``; here only for the fates of
    those that are gone.
    """
    run = Gathering(client, PageSpool(folder), reporter or Silent())
    return run.twice(lambda: _whole(run, queries, known or {}))


def update(
    client: RegistryClient,
    queries: Sequence[StudyQuery],
    folder: Path,
    known: Mapping[str, str],
    *,
    as_of: datetime | None = None,
    nameless: int = 0,
    reporter: Reporter | None = None,
) -> Update:
    """Fetch what is new or changed against ``known``, the sweep keys of the local copy by id.

    ``as_of``: the release of the registry that the copy is of, complete for it; None lists every query in full. ``nameless``:
    records without an id that the copy holds; a listing with another number of them raises NeedsFullHarvest, because nothing
    can be fetched by the id it has not. Otherwise as ``harvest``.

    Not seen before the next full harvest: a record that belongs to the scope by another query than the first, and came to it
    without an update of its own, because the registry derived its MeSH terms or read a word of the query in another way.
    """
    run = Gathering(client, PageSpool(folder), reporter or Silent())
    return run.twice(lambda: _changes(run, queries, known, as_of, nameless))


def _whole(run: Gathering, queries: Sequence[StudyQuery], known: Mapping[str, str]) -> Harvest:
    """Every study of every query, from nothing or from what an earlier run has left of this release."""
    run.start(queries)
    run.walk_all(queries, run.spool, full=not run.held)
    run.fetch_missing(run.listed - run.held, run.spool, field_list(TRIAL_FIELDS))
    if not run.trials:
        raise RefreshRefused("The registry answered with no trials at all; kept the old copy.", AGAIN)
    gone = known.keys() - run.kept.keys()
    departures = find_departed(run.client, gone, {}) if gone else Departures()
    run.same_release()
    return Harvest(run.report(), run.spool, departures)


def _changes(
    run: Gathering, queries: Sequence[StudyQuery], known: Mapping[str, str], as_of: datetime | None, nameless: int
) -> Update:
    """Only the studies that say something else than what is known."""
    run.start(queries)
    saved, slim = dict(run.kept), field_list(SWEEP_FIELDS)
    run.held, run.kept, run.trials, run.nameless = set(), {}, 0, 0
    departures = _look(run, [replace(query, fields=slim) for query in queries], known, as_of)
    if run.nameless != nameless:
        raise NeedsFullHarvest("the registry lists records without an id")
    listed = dict(run.kept)
    difference = Difference.between(listed, known)
    wanted = {nct_id for nct_id in difference.wanted if saved.get(nct_id) != listed[nct_id]}
    run.held = set(difference.wanted - wanted)
    run.trials = len(run.held)
    run.fetch_missing(wanted, run.spool, field_list(TRIAL_FIELDS))
    run.same_release()
    return Update(Harvest(run.report(), run.spool, departures), len(listed), difference, departures, nameless)


def _look(run: Gathering, queries: Sequence[StudyQuery], known: Mapping[str, str], as_of: datetime | None) -> Departures:
    """Bring the keys of everything in scope; returns what became of known studies that no query named."""
    first, others = queries[:1], queries[1:]
    run.walk_all(first, Nowhere(), full=True)
    since = _since(run, as_of)
    if since < _ANY_DAY:
        run.walk_all(others, Nowhere(), full=False, since=since)
        others = run.unfinished
    departures = _absent(run, known, queries[0].fields)
    if others and departures.leave_open(run.kept, queries[0].statuses, since):
        run.note("trials gone or changed without a new date; listing every question in full")
        run.walk_all(others, Nowhere(), full=False)
        departures = _absent(run, known, queries[0].fields)
    return departures


def _absent(run: Gathering, known: Mapping[str, str], fields: str) -> Departures:
    """What became of the known studies that no query has named, once everything named is here."""
    run.fetch_missing(run.listed - run.held, Nowhere(), fields)
    if not run.trials:
        raise RefreshRefused("The registry answered with no trials at all; kept the old copy.", AGAIN)
    return find_departed(run.client, known.keys() - run.kept.keys(), known)


def _since(run: Gathering, as_of: datetime | None) -> str:
    """How far back to follow the other queries: ``""`` to their ends, _ANY_DAY not at all.

    Counted from the registry's own times, never from the clock of this machine. When the release is the very one of the copy
    and every study just listed names its day, no study can be new.
    """
    release = run.release.data_timestamp if run.release else None
    if as_of is None or release is None or not run.trials:
        return ""
    if as_of == release and run.releases == {f"{release:%Y-%m-%d}"}:
        return _ANY_DAY
    return f"{min(as_of, release) - MARGIN:%Y-%m-%d}"
