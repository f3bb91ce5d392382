"""Every study of a scope, complete and of one release, or a refusal; or only what changed since the last time.

The first query is fetched in full; the others only list ids, and what the first did not bring is fetched by id, so that
overlapping queries cost little. A sweep walks the same way for a slim piece of every study, and fetches whole only those
that say something new. Nothing is handed on before everything adds up (see ``gathering``). A harvest that a new release
overtook starts again, once; after that it is refused, because an incomplete copy looks just like closed trials.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.fields import SWEEP_FIELDS, TRIAL_FIELDS, field_list
from trialfinder.ctgov.gathering import AGAIN, Gathering, HarvestReport, Nowhere, Reporter, Silent
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.spool import PageSpool
from trialfinder.ctgov.sweep import Departures, Difference, find_departed
from trialfinder.ctgov.wire import RawStudy
from trialfinder.domain.errors import RefreshRefused

__all__ = ["Harvest", "HarvestReport", "NeedsFullHarvest", "Reporter", "Silent", "Update", "harvest", "update"]


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
    nameless: int = 0,
    reporter: Reporter | None = None,
) -> Update:
    """Fetch what is new or changed against ``known``, the sweep keys of the local copy by id.

    ``nameless``: records without an id that the copy holds; a listing with another number of them raises NeedsFullHarvest,
    because nothing can be fetched by the id it has not. Otherwise as ``harvest``.
    """
    run = Gathering(client, PageSpool(folder), reporter or Silent())
    return run.twice(lambda: _changes(run, queries, known, nameless))


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


def _changes(run: Gathering, queries: Sequence[StudyQuery], known: Mapping[str, str], nameless: int) -> Update:
    """Only the studies that say something else than what is known."""
    run.start(queries)
    saved, slim = dict(run.kept), field_list(SWEEP_FIELDS)
    run.held, run.kept, run.trials, run.nameless = set(), {}, 0, 0
    run.walk_all([replace(query, fields=slim) for query in queries], Nowhere(), full=True)
    run.fetch_missing(run.listed - run.held, Nowhere(), slim)
    if not run.trials:
        raise RefreshRefused("The registry answered with no trials at all; kept the old copy.", AGAIN)
    if run.nameless != nameless:
        raise NeedsFullHarvest("the registry lists records without an id")
    listed = dict(run.kept)
    difference = Difference.between(listed, known)
    departures = find_departed(run.client, difference.gone, known) if difference.gone else Departures()
    wanted = {nct_id for nct_id in difference.wanted if saved.get(nct_id) != listed[nct_id]}
    run.held = set(difference.wanted - wanted)
    run.trials = len(run.held)
    run.fetch_missing(wanted, run.spool, field_list(TRIAL_FIELDS))
    run.same_release()
    return Update(Harvest(run.report(), run.spool, departures), len(listed), difference, departures, nameless)
