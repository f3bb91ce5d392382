"""What was asked, as the parameters of the statements under ``sql/search``. Pure: names are matched there, not here."""

import re
import unicodedata
from collections.abc import Sequence

from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.stage import Extent
from trialfinder.store.schema import stage_bits

__all__ = ["candidate_parameters", "place_parameters", "reach_parameters", "site_parameters"]

#: Words of names that are written out as often as not.
_SAME = {
    word: f"(?:{short}|{long})" for short, long in (("st", "saint"), ("ft", "fort"), ("mt", "mount")) for word in (short, long)
}


def candidate_parameters(spec: SearchSpec, only: str | None = None) -> dict[str, object]:
    """Parameters of ``search/candidates.sql``."""
    cancer, stage = spec.cancer, spec.stage
    return {
        "direct": sorted(cancer.direct) if cancer else None,
        "broader": sorted(cancer.broader) if cancer else [],
        "umbrellas": sorted(cancer.umbrellas) if cancer else [],
        "secondary": sorted(cancer.secondary) if cancer else [],
        "only": only,
        "placed": spec.placed,
        "stages": stage_bits(stage.stages) if stage else None,
        "extents": _extents(stage.extents) if stage and stage.extents else None,
        "spread": list(spec.spread),
        "age": spec.age_years,
        "age_to": _age_to(spec.age_years) if spec.age_to is None else spec.age_to,
        "sex": spec.sex or None,
        "line": str(spec.line) if spec.line else None,
        "markers": [marker.id for marker in spec.asked_markers] or None,
        "phases": list(spec.phases) or None,
        "treatments": list(spec.treatments) or None,
        "statuses": list(spec.statuses) if spec.statuses is not None else None,
        "not_for_patients": spec.not_for_patients,
    }


def place_parameters(spec: SearchSpec) -> dict[str, object]:
    """Parameters of ``search/asked_localities.sql``."""
    areas = [place for place in spec.places if place.kind is not PlaceKind.POINT]
    near = [f"{place.country}|{state}" for place in spec.places if place.point for state in {place.state, "?"}]
    return {
        "points": [[point.lat, point.lon] for point in spec.points] or None,
        "miles": spec.within.miles,
        "areas": _named(areas) or None,
        "near": sorted(near) or None,
        "near_cities": _cities(spec) or None,
        "nearby": bool(spec.places),
    }


def reach_parameters(spec: SearchSpec, only: str | None = None) -> dict[str, object]:
    """Parameters of ``search/reach.sql``."""
    return {"miles": spec.within.miles, "placed": spec.placed, "closed_too": spec.statuses is None, "only": only}


def _cities(spec: SearchSpec) -> list[str]:
    """The cities of the points as ``country|state|city``, under the registry's name and the one typed; ``*``: any state."""
    found = set()
    for place in spec.places:
        if place.kind is PlaceKind.POINT and place.city:
            states = (place.state, "") if place.state else ("*",)
            names = (place.city, place.typed.partition(",")[0].strip())
            found |= {f"{place.country}|{state}|{name}" for state in states for name in names}
    return sorted(found)


def site_parameters(spec: SearchSpec) -> dict[str, object]:
    """Parameters of ``search/asked_sites.sql`` without the pattern of withheld names; None where nothing was asked."""
    return {
        "states": _named(spec.states) or None,
        "countries": [place.country for place in spec.countries] or None,
        "city_points": [[point.lat, point.lon] for point in spec.city_points] or None,
        "city_like": _like(spec.cities, "^(?:{})(?: |$)"),
        "facility_like": _like(spec.facilities, "(?:{})"),
        "centers": list(spec.centers) or None,
    }


def _named(areas: Sequence[Place]) -> list[str]:
    """Areas as ``country|state``, with ``country|?`` beside a state, or ``country|``."""
    states = [(place.country, state) for place in areas if place.kind is PlaceKind.STATE for state in (place.state, "?")]
    countries = [(place.country, "") for place in areas if place.kind is PlaceKind.COUNTRY]
    return sorted({f"{country}|{state}" for country, state in (*states, *countries)})


def _age_to(years: float | None) -> float | None:
    """Who says 8 is not yet 9; who counts in months or weeks is not yet a month older."""
    if years is None:
        return None
    return years + (1.0 if years == int(years) else 1 / 12)


def _like(names: Sequence[str], pattern: str) -> str | None:
    """A pattern for folded names, which are letters, digits and blanks; None when nothing was asked."""
    words = [" ".join(_SAME.get(word, word) for word in _folded(name).split()) for name in names]
    return pattern.format("|".join(words)) if words else None


def _folded(words: str) -> str:
    """As the macro ``folded``."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", re.sub(r"[.'’`´]", "", bare.lower())).strip()


def _extents(extents: frozenset[Extent]) -> list[str]:
    return sorted(str(extent) for extent in extents)
