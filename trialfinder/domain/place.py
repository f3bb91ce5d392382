"""Places a person names, resolved offline."""

import math
from enum import StrEnum
from typing import NamedTuple

from trialfinder.domain.site import GeoPoint

__all__ = ["KM_PER_MILE", "Distance", "Place", "PlaceKind", "miles_between"]


KM_PER_MILE = 1.609344


class PlaceKind(StrEnum):
    """How exact a place is: a point has a distance, an area is matched by name."""

    POINT = "point"
    STATE = "state"
    COUNTRY = "country"


class Distance(NamedTuple):
    """A radius as it was typed; ``unit`` is ``"mi"`` or ``"km"``."""

    value: float
    unit: str = "mi"

    @property
    def miles(self) -> float:
        """The radius in statute miles."""
        return self.value if self.unit == "mi" else self.value / KM_PER_MILE


class Place(NamedTuple):
    """Somewhere a person could be. City and state names are the registry's own spellings where it has one."""

    typed: str
    name: str
    """For the echo: ``Boston, Massachusetts``."""
    kind: PlaceKind
    point: GeoPoint | None
    """For a point; the centre, only for ranking, of a state or country may be absent."""
    country: str = ""
    """The registry's spelling: ``United States``, ``Turkey (Türkiye)``."""
    state: str = ""
    city: str = ""
    postal_code: str = ""
    corrected: bool = False


def miles_between(a: GeoPoint, b: GeoPoint) -> float:
    """Great-circle distance in statute miles (mean Earth radius 3958.8 miles), as ``sql/macros/haversine_miles.sql``."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * 3958.8 * math.asin(min(1.0, math.sqrt(half)))
