"""A place or a distance as a person types it -> ``Place``, ``Distance``; offline.

Refuses to guess: a name of several places lists them, an unknown one gets suggestions. Only a long name that is one slip
away from one single place is put right, and says so.
"""

import re
import unicodedata

from trialfinder.domain.errors import NothingUnderstood, UsageProblem
from trialfinder.domain.place import KM_PER_MILE, Distance, Place, PlaceKind
from trialfinder.domain.site import GeoPoint
from trialfinder.resolve.place_codes import read_postal_code
from trialfinder.resolve.place_names import read_name

__all__ = ["parse_distance", "resolve_place"]

LONGEST_PLACE = 120
"""Characters. No place needs more; a page pasted by mistake is not searched for towns."""
LONGEST_MILES = 12_500
"""Half the way around the earth: nothing is farther."""
WAYS_TO_SAY_IT = 'Type a ZIP code, "City, ST", a state, a country, "City, Country" or "lat,lon".'
#: Patterns are plain text until a place with figures, or a distance, needs them made ready.
DEGREES = r"([-+−]?)(\d{1,3}(?:\.\d*)?|\.\d+)\s*°?\s*"
COORDINATES = rf"(?ia)\(?\s*{DEGREES}([NS]?)(?:\s*[,;/]\s*|\s+){DEGREES}([EW]?)\s*\)?"
DISTANCE = r"(?ia)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?\s*([a-z]*)\.?"
ZIP_LABEL = r"(?i)\A(?:zip|postal|post)(?: ?code)?:? (?=.*\d)"
UNITS = {
    **dict.fromkeys(("mi", "mile", "miles", "mls", "m"), "mi"),
    **dict.fromkeys(("km", "kms", "k", "kilometer", "kilometers", "kilometre", "kilometres"), "km"),
}


def resolve_place(typed: str) -> Place:
    """The one place those words mean, or an error that lists what they could mean."""
    text = " ".join(unicodedata.normalize("NFKC", typed).split()).strip(" ,;").rstrip(" -")
    if any(map(str.isdigit, text)):
        text = re.sub(ZIP_LABEL, "", text)
    if not any(ch.isalnum() for ch in text):
        raise NothingUnderstood("No place was given.", WAYS_TO_SAY_IT)
    if len(text) > LONGEST_PLACE:
        raise NothingUnderstood(f"That is too long for a place: {text[:40]} …", WAYS_TO_SAY_IT)
    place = _read_coordinates(text) or read_postal_code(text) or read_name(text) or _one_slip_away(text)
    if place is None:
        raise _unknown(text)
    return _as_typed(place, typed)


def parse_distance(typed: str, default_unit: str = "mi") -> Distance:
    """``100mi``, ``50 km``, ``25`` (in ``default_unit``)."""
    match = re.fullmatch(DISTANCE, typed.strip())
    unit = UNITS.get(match[3].lower() or default_unit) if match else None
    if match is None or unit is None or not (match[1] or match[2]):
        raise UsageProblem(f"Not a distance: {typed.strip()[:40]}", "Type for example 100mi, 50km or 25.")
    digits = (match[1] or "0").replace(",", "") + (match[2] or "")
    value = float(digits) if len(digits) < 12 else float("inf")
    distance = Distance(value, unit)
    if not 0.1 <= distance.miles <= LONGEST_MILES:
        most = LONGEST_MILES if unit == "mi" else int(LONGEST_MILES * KM_PER_MILE)
        raise UsageProblem(
            f"No such distance on earth: {typed.strip()[:40]}",
            f"Type more than 0 and at most {most:,} {unit}, for example 100mi.",
        )
    return distance


def _read_coordinates(text: str) -> Place | None:
    match = re.fullmatch(COORDINATES, text) if any(map(str.isdigit, text)) else None
    if match is None:
        return None
    lat_sign, lat, north, lon_sign, lon, east = match.groups()
    point = GeoPoint(_degrees(lat_sign, lat, north), _degrees(lon_sign, lon, east))
    if "," not in text and not (north or east or ("." in lat and "." in lon)):
        return None
    if abs(point.lat) > 90 or abs(point.lon) > 180:
        raise NothingUnderstood(
            f"No such point on earth: {text}", "Latitude comes first, from -90 to 90, then longitude: 42.36,-71.06 is Boston."
        )
    return Place(text, f"{point.lat:.3f}, {point.lon:.3f}", PlaceKind.POINT, point)


def _degrees(sign: str, digits: str, side: str) -> float:
    value = float(digits)
    return -value if sign in ("-", "−") or side.upper() in ("S", "W") else value


def _as_typed(place: Place, typed: str) -> Place:
    return place._replace(typed=typed)


def _one_slip_away(text: str) -> Place | None:
    from trialfinder.resolve.place_suggest import one_slip_away

    return one_slip_away(text)


def _unknown(text: str) -> NothingUnderstood:
    from trialfinder.resolve.place_suggest import suggestions

    return NothingUnderstood(f"No place called {text} is known here.", WAYS_TO_SAY_IT, suggestions(text))
