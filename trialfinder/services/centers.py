"""Cancer centers designated by the US National Cancer Institute: those near a place, and the matching trials open there.

Centers that do research only are not offered. Designation is a fact about research, never a ranking of care.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trialfinder.domain.centers import CentersResult, CenterTrial, CenterView
from trialfinder.domain.place import Place, PlaceKind, miles_between
from trialfinder.domain.query import Fit, Group, SearchSpec
from trialfinder.domain.site import GeoPoint
from trialfinder.services.search import answer, contact_of
from trialfinder.store.reader import SnapshotReader
from trialfinder.vocab.centers import Center, center_sites, centers
from trialfinder.vocab.countries import country_name
from trialfinder.vocab.places import City, cities_of_the_world, state_of_city

__all__ = ["cancer_centers", "centers_of"]

Row = Mapping[str, Any]

_US = "United States"
_NEAREST = 3
"""Shown when none is within reach."""
_ONE_TOWN = 30.0
"""Miles. Sites this much farther than the center itself still belong to a visit there."""
_SAME = 15.0
"""Miles. A place of the center nearer by less than this, or by less than a fifth, is not worth leaving the main place out for."""
_FITS = tuple(Fit)


@dataclass(frozen=True, slots=True)
class _Spot:
    """One place of a center."""

    city: str
    state: str
    point: GeoPoint


def cancer_centers(cache: Path, spec: SearchSpec, today: date, command: Sequence[str] = ()) -> CentersResult:
    """Centers within reach of the places of ``spec``, with its trials wherever they run. Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        return centers_of(reader, spec, today, command)


def centers_of(reader: SnapshotReader, spec: SearchSpec, today: date, command: Sequence[str] = ()) -> CentersResult:
    """The same from a cache that is open."""
    result = answer(reader, spec.unplaced()._replace(limit=1), today, command)
    trials: dict[str, list[Row]] = {}
    for row in reader.center_trials(include_unfit=spec.include_unfit):
        trials.setdefault(row["center"], []).append(row)
    offered = [center for center in centers() if center.type.treats_patients]
    points = list(spec.points)
    views = [_view(center, points, spec, trials.get(center.name, [])) for center in offered]
    chosen, start = _inside(views, spec), ""
    if not chosen:
        start, points = _start(spec.all_places, points)
        chosen = sorted((_view(center, points, spec, trials.get(center.name, [])) for center in offered), key=_order)[:_NEAREST]
    return CentersResult(
        answer=result._replace(spec=spec, hits=()),
        centers=tuple(chosen),
        beyond_from=start,
        abroad=tuple(place.name for place in spec.all_places if place.country not in ("", _US)),
        laboratories=len(centers()) - len(offered),
    )


def _inside(views: list[CenterView], spec: SearchSpec) -> list[CenterView]:
    """The centers in the places asked; all of them when none, or the whole country, was."""
    if all(place.kind is PlaceKind.COUNTRY and place.country == _US for place in spec.all_places):
        return views
    return sorted((view for view in views if _in_area(view.name, spec.all_places) or _reached(view, spec)), key=_order)


def _order(view: CenterView) -> tuple[float, str]:
    return (view.miles or 0.0, view.name)


def _start(places: tuple[Place, ...], points: list[GeoPoint]) -> tuple[str, list[GeoPoint]]:
    """Where to measure from when no center is within reach: the places typed, else the largest city of the areas typed."""
    if points:
        return " or ".join(place.name for place in places if place.point in points), points
    largest = [city for place in places if (city := _largest_city(place))]
    names = [f"{city.name}, the largest city of {place.name}" for city, place in zip(largest, places, strict=False)]
    return " or ".join(names), [GeoPoint(city.lat, city.lon) for city in largest]


def _largest_city(place: Place) -> City | None:
    inside = (
        city
        for _, city in cities_of_the_world()
        if country_name(city.country_code) == place.country and place.state in ("", state_of_city(city))
    )
    return max(inside, key=lambda city: city.population, default=None)


def _reached(view: CenterView, spec: SearchSpec) -> bool:
    return view.miles is not None and view.miles <= spec.within.miles


def _in_area(name: str, places: tuple[Place, ...]) -> bool:
    states = _states(places)
    return any(spot.state in states for spot in _spots(name))


def _states(places: tuple[Place, ...]) -> set[str]:
    return {place.state for place in places if place.kind is PlaceKind.STATE and place.country == _US}


def _spots(name: str) -> list[_Spot]:
    """All places of a center, the main one first."""
    found = [_Spot(center.city, center.state, center.point) for center in centers() if center.name == name]
    return found + [_Spot(site.city, site.state, site.point) for site in center_sites() if site.center == name and site.point]


def _view(center: Center, points: list[GeoPoint], spec: SearchSpec, rows: list[Row]) -> CenterView:
    """One center as seen from ``points``, else from the states asked."""
    miles, nearest = _nearest(points, _spots(center.name), spec)
    reach = None if miles is None else max(spec.within.miles, miles + _ONE_TOWN)
    here: dict[str, Row] = {}
    for row in rows:
        if _is_here(row, points, reach, _states(spec.all_places)):
            here.setdefault(row["nct_id"], row)
    return CenterView(
        name=center.name,
        type=str(center.type),
        city=center.city,
        state=center.state,
        near_city=nearest.city,
        near_state=nearest.state,
        miles=None if miles is None else round(miles, 1),
        trials=tuple(_trial(row) for row in here.values()),
        farther=len({row["nct_id"] for row in rows}) - len(here),
    )


def _is_here(row: Row, points: list[GeoPoint], reach: float | None, states: set[str]) -> bool:
    if reach is None:
        return not states or row["state"] in states
    return row["lat"] is None or _miles(points, GeoPoint(row["lat"], row["lon"])) <= reach


def _nearest(points: list[GeoPoint], spots: list[_Spot], spec: SearchSpec) -> tuple[float | None, _Spot]:
    """The main place, unless another is worth the difference, or is alone within reach or in the states asked."""
    if not points:
        states = _states(spec.all_places)
        return None, next((spot for spot in spots if spot.state in states), spots[0])
    main = _miles(points, spots[0].point)
    miles, best = min(((_miles(points, spot.point), spot) for spot in spots), key=lambda pair: pair[0])
    if miles <= spec.within.miles < main or main - miles > max(_SAME, main / 5):
        return miles, best
    return main, spots[0]


def _miles(points: list[GeoPoint], there: GeoPoint) -> float:
    return min(miles_between(point, there) for point in points)


def _trial(row: Row) -> CenterTrial:
    contact, source = contact_of(row, row)
    return CenterTrial(
        nct_id=row["nct_id"],
        title=row["title"],
        status=row["status"],
        study_type=row["study_type"],
        phases=tuple(row["phases"]),
        treatments=tuple(row["treatments"]),
        group=Group(row["match_group"]) if row["match_group"] else None,
        fit=_FITS[row["fit"]],
        facility=row["facility"],
        city=row["city"],
        state=row["state"],
        access=row["access"],
        contact=contact,
        contact_source=source,
    )
