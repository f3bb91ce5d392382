"""A packet for a second opinion: few trials, picked so that different kinds of treatment are seen, with places and centers.

Picking never hides: the packet says how many more there are, how these were picked, and what to type for all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from trialfinder.domain.detail import SiteView, TrialDetail
from trialfinder.domain.packet import MapSite, Packet, PacketTrial
from trialfinder.domain.query import Fit, Group, Hit, SearchResult, SearchSpec, Standing
from trialfinder.enrich.comparison import read_comparison
from trialfinder.services.brief_places import centers_near, landmarks_among
from trialfinder.services.search import answer, hits_of
from trialfinder.services.show import trial_detail
from trialfinder.store.reader import SnapshotReader

__all__ = ["LISTED", "build_packet", "pick"]

#: Trials with a page of their own: as many as a visit leaves time for, and as fit on the first page of the packet.
LISTED = 5
#: Trials one cannot ask to join come last.
_LATER = {Standing.INVITATION: 1, Standing.CLOSED: 2}
#: Sites to tell of a trial that has none in reach.
_FAR = 2
#: A radius, in miles or kilometres, that holds the whole earth.
_ANYWHERE = 21_000.0


def build_packet(
    cache: Path,
    spec: SearchSpec,
    today: date,
    *,
    trials: Sequence[str] = (),
    listed: int = LISTED,
    note: str = "",
    command: Sequence[str] = (),
) -> Packet:
    """The packet for a question, or for the trials named in ``trials`` judged by that question.

    Raises UsageProblem for an id that is none or is not in the local copy, CacheUnusable without a cache.
    """
    with SnapshotReader(cache) as reader:
        if trials:
            pages = [_chosen(reader, typed, spec, today) for typed in trials]
            pages = list({page.hit.nct_id: page for page in pages}.values())
            result = _result_of(reader, [page.hit for page in pages], spec, today, command)
        else:
            result = answer(reader, spec._replace(limit=None), today, command)
            picked = pick(result.hits, listed)
            pages = [_page(hit, trial_detail(reader, hit.nct_id, spec, today)) for hit in picked]
        centers = centers_near(reader, pages, spec, today)
    sites = tuple(_map_sites(pages))
    return Packet(
        result=result,
        trials=tuple(pages),
        chosen=bool(trials),
        sites=sites,
        landmarks=landmarks_among(sites, spec),
        centers=centers,
        note=note,
    )


def pick(hits: Iterable[Hit], listed: int) -> list[Hit]:
    """The ``listed`` trials of an answer to talk about, those with the same kinds of treatment side by side.

    Trials that test a treatment and can be joined come before the rest, those that fit before the unclear ones, those about
    this cancer before those for a wider group. Among equals the kind of treatment picked least so far is next, then the nearest.
    """
    left = sorted(hits, key=_tier)
    kinds: Counter[tuple[str, ...]] = Counter()
    picked: list[Hit] = []
    while left and len(picked) < listed:
        equals = [hit for hit in left if _tier(hit) == _tier(left[0])]
        best = min(equals, key=lambda hit: kinds[hit.treatments])
        kinds[best.treatments] += 1
        picked.append(best)
        left.remove(best)
    order = list(dict.fromkeys(hit.treatments for hit in picked))
    return sorted(picked, key=lambda hit: order.index(hit.treatments))


def _tier(hit: Hit) -> tuple[int, bool, int, bool]:
    treats = hit.primary_purpose == "TREATMENT" or hit.study_type == "EXPANDED_ACCESS"
    return _LATER.get(hit.standing, 0), not treats, list(Fit).index(hit.fit), hit.group is Group.UMBRELLA


def _chosen(reader: SnapshotReader, typed: str, spec: SearchSpec, today: date) -> PacketTrial:
    detail = trial_detail(reader, typed, spec, today)
    # The person chose it: no filter may hide it, and a cancer it is not about must not either.
    wide = spec._replace(statuses=None, include_unfit=True, not_for_patients=True, limit=None)
    far = wide._replace(within=spec.within._replace(value=_ANYWHERE))  # however far, its nearest site is told with its distance
    looser = (place._replace(phases=(), treatments=()) for place in (far, wide.unplaced()))
    about = [wide, *looser]
    for asked in (*about, *(each._replace(cancer=None) for each in about[1:])):
        hit = next(hits_of(reader, asked, only=detail.trial.nct_id), None)
        if hit:
            return _page(hit, detail)
    raise AssertionError(f"{detail.trial.nct_id} is in the copy and in no answer")  # pragma: no cover


def _result_of(
    reader: SnapshotReader, hits: Sequence[Hit], spec: SearchSpec, today: date, command: Sequence[str]
) -> SearchResult:
    counts = Counter((hit.group, hit.fit) for hit in hits)
    return SearchResult(
        spec=spec, facts=reader.facts, hits=tuple(hits), total=len(hits), counts=counts, today=today, command=tuple(command)
    )


def _page(hit: Hit, detail: TrialDetail) -> PacketTrial:
    """With no place asked every site that may take people is in reach; with none in reach the nearest ones are told."""
    taking = [view for view in detail.sites if view.may_take]
    near = [view for view in taking if view.in_reach]
    shown = near or sorted(taking, key=lambda view: (view.miles is None, view.miles or 0.0))[:_FAR]
    return PacketTrial(hit, detail, tuple(shown), len(taking) - len(shown), read_comparison(detail.trial))


def _map_sites(pages: Iterable[PacketTrial]) -> Iterator[MapSite]:
    """Towns of the sites to call."""
    towns: dict[tuple[str, str, str], list[tuple[SiteView, str]]] = {}
    for page in pages:
        for view in page.sites:
            if view.site.point:
                site = view.site
                towns.setdefault((site.city, site.state, site.country), []).append((view, page.hit.nct_id))
    for (city, state, country), found in towns.items():
        first = found[0][0]
        region = state if country == "United States" else ", ".join(part for part in (state, country) if part)
        assert first.site.point  # noqa: S101 - only such were kept
        yield MapSite(city, region, first.site.point, first.miles, tuple(dict.fromkeys(nct_id for _, nct_id in found)))
