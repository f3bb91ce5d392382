"""Where the packet looks around: NCI-designated centers in reach, and large towns that help to read a map."""

from collections.abc import Iterable, Sequence
from datetime import date

from trialfinder.domain.detail import TrialDetail
from trialfinder.domain.packet import CenterNear, Landmark, MapSite, PacketTrial
from trialfinder.domain.place import PlaceKind
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.site import GeoPoint
from trialfinder.services.centers import centers_of
from trialfinder.store.reader import SnapshotReader
from trialfinder.vocab.places import cities_of_the_world, place_key

__all__ = ["centers_near", "landmarks_among"]

_TAKING = ("open", "unstated", "upcoming", "invitation")
#: More towns than a small map has room for; the map drops those that would stand on each other.
_LANDMARKS = 25
#: Miles beyond which a center is no help to somebody who asked for a place: it may be on another continent.
_TOO_FAR = 600


def centers_near(reader: SnapshotReader, pages: Sequence[PacketTrial], spec: SearchSpec, today: date) -> tuple[CenterNear, ...]:
    """Centers in reach, nearest first; with none, the nearest ones unless they are far away.

    A whole country holds too many to help: there, and with no place, the centers where a listed trial is open.
    """
    listed = _trials_at(page.detail for page in pages)
    found = centers_of(reader, spec, today)
    named = [place for place in (*spec.places, *spec.states) if place.kind is not PlaceKind.COUNTRY]
    near = [
        CenterNear(
            view.name, view.type, view.near_city, view.near_state, view.miles,
            listed.get(view.name, ()), len(view.trials) if spec.cancer else 0,
        )
        for view in found.centers
        if not found.beyond_from or (view.miles or 0.0) <= _TOO_FAR
    ]  # fmt: skip
    return tuple(near if named else [center for center in near if center.nct_ids])


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


def _trials_at(details: Iterable[TrialDetail]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for detail in details:
        for view in detail.sites:
            if view.center and view.access in _TAKING:
                found.setdefault(view.center, {})[detail.trial.nct_id] = None
    return {center: tuple(ids) for center, ids in found.items()}
