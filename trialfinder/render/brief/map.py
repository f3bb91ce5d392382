"""A small map of open sites, drawn without any map service: true bearings and distances around the person's place.

An azimuthal equidistant projection: seen from the centre every direction and every distance is right, anywhere on earth. With
no coastline to go by, the rings and the names of large towns tell how far and where.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trialfinder.domain.packet import Landmark, MapSite
from trialfinder.domain.place import KM_PER_MILE, Place, PlaceKind
from trialfinder.domain.site import GeoPoint
from trialfinder.render import words

__all__ = ["MapView", "Mark", "Ring", "map_view"]

SIZE = 280
"""Units of the square the map is drawn in."""
_MIDDLE = SIZE / 2
_RADIUS = 126.0
_MARK = 11.0
_ARM = 24.0
"""Reach of a cross from its middle, and a little air."""
_MILES_PER_RADIAN = 3958.8
_STEPS = (10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 8000, 13000, 21000)
#: Letters on the map; towns beyond are drawn as dots and counted.
_LETTERS = "ABCDE"
_LANDMARKS = 6
#: Width of a letter of a town's name, in units.
_LETTER = 6.4


@dataclass(frozen=True, slots=True)
class Mark:
    """A point to draw with its text."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle of equal distance."""

    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class MapView:
    """What to draw, in units of the square, and the same in words."""

    places: tuple[Mark, ...]
    """Where the person starts from, drawn as crosses."""
    rings: tuple[Ring, ...]
    """Around the only place; none otherwise."""
    scale: Ring | None
    """Length and text of a scale bar, when there are no rings."""
    marks: tuple[Mark, ...]
    """Lettered towns."""
    dots: tuple[Mark, ...]
    """Towns without a letter."""
    landmarks: tuple[Mark, ...]
    legend: tuple[tuple[str, str], ...]
    """Letter and what is there."""
    more: str
    """About the towns without a letter, or ``""``."""
    description: str
    """The whole map in words, for those who do not see it."""

    @property
    def drawn(self) -> bool:
        """Whether a picture says more than the words: one lone town, far from no place, needs none."""
        return bool(self.places) or len(self.marks) > 1


@dataclass(slots=True)
class _Cluster:
    x: float
    y: float
    sites: list[MapSite]


def map_view(
    sites: Sequence[MapSite], places: Sequence[Place], landmarks: Sequence[Landmark], numbers: dict[str, int], unit: str
) -> MapView | None:
    """The map of ``sites``, or None when there is nothing to draw. ``numbers``: a trial's number in the list by its id."""
    starts = [place for place in places if place.kind is PlaceKind.POINT and place.point]
    if not sites:
        return None
    centre = _centre(starts, sites)
    outer = _outer(centre, starts, sites, unit)
    to_units = _projection(centre, outer / (KM_PER_MILE if unit == "km" else 1))
    clusters = list(_clusters(sites, to_units))
    lettered, rest = clusters[: len(_LETTERS)], clusters[len(_LETTERS) :]
    rings = tuple(_rings(outer, unit)) if len(starts) == 1 else ()
    legend = tuple((letter, _told(found, numbers, unit)) for letter, found in zip(_LETTERS, lettered, strict=False))
    marks = tuple(Mark(found.x, found.y, letter) for letter, found in zip(_LETTERS, lettered, strict=False))
    dots = tuple(Mark(found.x, found.y) for found in rest)
    crosses = tuple(Mark(*to_units(place.point), words.clean(place.city or place.name)) for place in starts if place.point)
    half = outer / 2
    return MapView(
        places=crosses,
        rings=rings,
        scale=None if rings else Ring(_RADIUS / 2, _length(half, unit)),
        marks=marks,
        dots=dots,
        landmarks=tuple(_named(landmarks, to_units, [*marks, *dots], crosses, rings)),
        legend=legend,
        more=f"{words.count(len(rest), 'more place')} farther out, shown as {'a dot' if len(rest) == 1 else 'dots'}."
        if rest
        else "",
        description=_described(starts, [*lettered, *rest], numbers, unit),
    )


def _centre(starts: Sequence[Place], sites: Sequence[MapSite]) -> GeoPoint:
    points = [place.point for place in starts if place.point] or [site.point for site in sites]
    if len(points) == 1:
        return points[0]
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    return GeoPoint((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)


def _outer(centre: GeoPoint, starts: Sequence[Place], sites: Sequence[MapSite], unit: str) -> float:
    """A round distance, in ``unit``, within which everything lies."""
    points = [site.point for site in sites] + [place.point for place in starts if place.point]
    farthest = max(_polar(centre, point)[0] for point in points) * (KM_PER_MILE if unit == "km" else 1)
    return next((step for step in _STEPS if step >= farthest), _STEPS[-1])


def _projection(centre: GeoPoint, miles: float) -> Callable[[GeoPoint], tuple[float, float]]:
    def to_units(point: GeoPoint) -> tuple[float, float]:
        distance, bearing = _polar(centre, point)
        length = distance / miles * _RADIUS
        return round(_MIDDLE + length * math.sin(bearing), 1), round(_MIDDLE - length * math.cos(bearing), 1)

    return to_units


def _polar(a: GeoPoint, b: GeoPoint) -> tuple[float, float]:
    """Miles and bearing (radians clockwise from north) from ``a`` to ``b`` on a sphere."""
    lat1, lat2, east = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(east / 2) ** 2
    angle = 2 * math.asin(min(1.0, math.sqrt(half)))
    x = math.sin(east) * math.cos(lat2)
    y = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(east)
    return angle * _MILES_PER_RADIAN, math.atan2(x, y)


def _clusters(sites: Sequence[MapSite], to_units: Callable[[GeoPoint], tuple[float, float]]) -> Iterator[_Cluster]:
    """Towns that would cover each other share a mark; nearest first, then those with most trials."""
    found: list[_Cluster] = []
    for site in sorted(sites, key=lambda one: (one.miles if one.miles is not None else math.inf, -len(one.nct_ids), one.city)):
        x, y = to_units(site.point)
        near = next((one for one in found if math.hypot(one.x - x, one.y - y) < 2.4 * _MARK), None)
        if near:
            near.sites.append(site)
        else:
            found.append(_Cluster(x, y, [site]))
    yield from found


def _rings(outer: float, unit: str) -> Iterator[Ring]:
    for part in (1.0, 0.5):
        yield Ring(round(_RADIUS * part, 1), _length(outer * part, unit))


def _length(value: float, unit: str) -> str:
    return f"{value:,g} {'km' if unit == 'km' else 'mile' if value == 1 else 'miles'}"


def _told(cluster: _Cluster, numbers: dict[str, int], unit: str) -> str:
    towns = [words.clean(site.city) or "a place without a name" for site in cluster.sites]
    first = cluster.sites[0]
    more = f" and {words.count(len(towns) - 3, 'more town')}" if len(towns) > 3 else ""
    region = f", {words.clean(first.region)}" if first.region else ""
    name = (
        f"{towns[0]}{region}" if len(towns) == 1 else words.joined(towns[:3]) + more if not more else ", ".join(towns[:3]) + more
    )
    return f"{name}{_far(cluster, unit)}: {_trials(cluster, numbers)}"


def _far(cluster: _Cluster, unit: str) -> str:
    """How far the town is; of several, how far the farthest."""
    known = [site.miles for site in cluster.sites if site.miles is not None]
    if not known:
        return ""
    nearest, farthest = (words.distance(miles, unit) for miles in (min(known), max(known)))
    return f", {nearest}" if nearest == farthest else f", up to {farthest}"


def _trials(cluster: _Cluster, numbers: dict[str, int]) -> str:
    found = sorted({numbers[nct_id] for site in cluster.sites for nct_id in site.nct_ids if nct_id in numbers})
    return f"{'trial' if len(found) == 1 else 'trials'} {words.joined(map(str, found))}"


def _described(starts: Sequence[Place], clusters: Iterable[_Cluster], numbers: dict[str, int], unit: str) -> str:
    where = (
        f"Map of open sites around {words.joined(words.clean(place.name) for place in starts)}."
        if starts
        else "Map of open sites."
    )
    return " ".join([where, *(f"{_told(cluster, numbers, unit)}." for cluster in clusters)])


def _named(
    landmarks: Sequence[Landmark],
    to_units: Callable[[GeoPoint], tuple[float, float]],
    marks: Sequence[Mark],
    crosses: Sequence[Mark],
    rings: Sequence[Ring],
) -> Iterator[Mark]:
    """Names of large towns where there is room for them."""
    taken = [(mark.x - _MARK - 2, mark.y - _MARK - 2, mark.x + _MARK + 2, mark.y + _MARK + 2) for mark in marks]
    taken += [(_MIDDLE - 32, _MIDDLE - ring.radius - 9, _MIDDLE + 32, _MIDDLE - ring.radius + 9) for ring in rings]
    for cross in crosses:
        taken.append((cross.x - _ARM, cross.y - 3, cross.x + _ARM, cross.y + 3))
        taken.append((cross.x - 3, cross.y - _ARM, cross.x + 3, cross.y + _ARM))
    taken += [(SIZE - 30, 0, SIZE, 54), (0, SIZE - 42, 16 + _RADIUS / 2, SIZE)]  # the arrow to the north, the scale
    named = 0
    for landmark in landmarks:
        x, y = to_units(landmark.point)
        name = words.clean(landmark.name)
        box = (x - 4, y - 8, x + 8 + _LETTER * len(name), y + 8)
        inside = box[0] > 2 and box[1] > 2 and box[2] < SIZE - 2 and box[3] < SIZE - 2
        if inside and named < _LANDMARKS and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            named += 1
            yield Mark(x, y, name)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
