"""Where the packet looks around: NCI-designated centers in reach, and large towns that help to read a map."""

import math
from collections.abc import Iterable, Sequence
from functools import cache

from trialfinder.domain.detail import TrialDetail
from trialfinder.domain.packet import CenterNear, Landmark, MapSite
from trialfinder.domain.place import Place, PlaceKind, miles_between
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.site import GeoPoint
from trialfinder.vocab.centers import SiteRelation, center_sites, centers
from trialfinder.vocab.places import cities_of_the_world, place_key

__all__ = ["center_points", "centers_near", "landmarks_among"]

_UNITED_STATES = "United States"
_TAKING = ("open", "unstated", "upcoming", "invitation")
#: More towns than a small map has room for; the map drops those that would stand on each other.
_LANDMARKS = 25
#: Miles beyond which a center is no help to somebody who asked for a place: it may be on another continent.
_TOO_FAR = 600


def centers_near(details: Iterable[TrialDetail], spec: SearchSpec) -> tuple[CenterNear, ...]:
    """Centers that treat patients within the radius of a point or in a state asked, nearest first; with none, the nearest two.

    A whole country holds too many to help: there, and with no place, the centers where a listed trial is open.
    """
    trials = _trials_at(details)
    near: list[CenterNear] = []
    far: list[CenterNear] = []
    for center in centers():
        if center.type.treats_patients:
            miles, city, state = min(_seen(center.name, spec.places), key=lambda one: one[0])
            known = round(miles, 1) if miles < math.inf else None
            found = CenterNear(center.name, center.type, city, state, known, trials.get(center.name, ()))
            reached = miles <= spec.within.miles or any(_has(center.name, place) for place in spec.places)
            (near if reached or (_is_wide(spec) and found.nct_ids) else far).append(found)
    nearest = sorted((one for one in far if one.miles is not None and one.miles <= _TOO_FAR), key=lambda one: one.miles or 0.0)[
        :2
    ]
    return tuple(sorted(near or nearest, key=lambda one: (one.miles is None, one.miles or 0.0, not one.nct_ids, one.name)))


def landmarks_among(sites: Sequence[MapSite], spec: SearchSpec) -> tuple[Landmark, ...]:
    """The largest towns around the places and sites of a map, largest first; none that is on the map already."""
    points = [site.point for site in sites] + [place.point for place in spec.places if place.point]
    if not sites:
        return ()
    south, north = min(point.lat for point in points), max(point.lat for point in points)
    west, east = min(point.lon for point in points), max(point.lon for point in points)
    edge = max((north - south) * 0.2, (east - west) * 0.15, 0.4)
    taken = {place_key(site.city) for site in sites} | {place_key(place.city) for place in spec.places}
    found = []
    for keys, city in cities_of_the_world():  # the table lists the largest first
        inside = south - edge <= city.lat <= north + edge and west - edge <= city.lon <= east + edge
        if inside and not any(key == one or key.startswith(f"{one} ") for key in keys for one in taken):
            found.append(Landmark(city.name, GeoPoint(city.lat, city.lon)))
            if len(found) == _LANDMARKS:
                break
    return tuple(found)


@cache
def center_points(name: str) -> tuple[tuple[str, str, GeoPoint], ...]:
    """City, state and point of a center and of its own campuses."""
    own = [(center.city, center.state, center.point) for center in centers() if center.name == name]
    campuses = (SiteRelation.MAIN, SiteRelation.CAMPUS)
    return tuple(own) + tuple(
        (site.city, site.state, site.point)
        for site in center_sites()
        if site.center == name and site.relation in campuses and site.point
    )


def _seen(name: str, places: Iterable[Place]) -> list[tuple[float, str, str]]:
    """Miles (infinite when no point was asked), city and state of each place of a center."""
    points = [place.point for place in places if place.kind is PlaceKind.POINT and place.point]
    return [
        (min((miles_between(point, own) for point in points), default=math.inf), city, state)
        for city, state, own in center_points(name)
    ]


def _is_wide(spec: SearchSpec) -> bool:
    return all(place.kind is PlaceKind.COUNTRY for place in spec.places)


def _has(name: str, place: Place) -> bool:
    """In a state that was asked."""
    if place.kind is not PlaceKind.STATE:
        return False
    return place.country == _UNITED_STATES and any(state == place.state for _, state, _ in center_points(name))


def _trials_at(details: Iterable[TrialDetail]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for detail in details:
        for view in detail.sites:
            if view.center and view.access in _TAKING:
                found.setdefault(view.center, {})[detail.trial.nct_id] = None
    return {center: tuple(ids) for center, ids in found.items()}
