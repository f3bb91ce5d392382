"""Postal codes, alone or with the town, state or country written beside them.

A US ZIP, a Canadian or a British code needs nothing beside it; any other is read only where a country or city says whose
it is. Words that contradict the code are asked about, not overruled.
"""

import re

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.site import GeoPoint
from trialfinder.resolve.place_names import km_between, read_name
from trialfinder.vocab.countries import country_code, country_name
from trialfinder.vocab.places import City, place_key, state_of_city
from trialfinder.vocab.postal import COUNTRIES_WITH_CODES, PostalArea, codes_beginning, postal_area

__all__ = ["read_postal_code"]

ZIP = r"(?a)(\d{5})(?:[- ]?\d{4})?"
DIGITS = r"(?a)\d+"
CANADIAN = r"(?a)(?<![A-Z\d])([A-Z]\d[A-Z])(?:[ -]?(\d[A-Z]\d))?(?![A-Z\d])"
BRITISH = r"(?a)(?<![A-Z\d])([A-Z]{1,2}\d[A-Z\d]?)(?:[ ]?(\d[A-Z]{2}))?(?![A-Z\d])"
IRISH = r"(?a)(?<![A-Z\d])([A-Z]\d[\dW])(?:[ ]?([A-Z\d]{4}))?(?![A-Z\d])"
LETTERED = (("CA", CANADIAN), ("GB", BRITISH), ("IE", IRISH))
FIGURES = r"(?a)(?<![\w.,-])(?:[A-Z]{1,2}-)?(\d{3,7}(?:[- ]\d{2,4})?)(?: ?[A-Z]{2}(?= |,|$))?(?![\w.])"
BARE_FIGURES = r"(?a)(?<![\w.,-])(?:[A-Z]{1,2}-)?(\d{3,7}(?:[- ]\d{2,4})?)(?![\w.])"
NEIGHBOURS_KM = 100.0
"""A code and a city named together farther apart than this contradict each other."""


def read_postal_code(text: str) -> Place | None:
    """The place of a postal code; None when there is none in the text; raises for a code that is none, or two readings."""
    if not any(map(str.isdigit, text)):  # so that most places are read without making seven patterns ready
        return None
    shouted = text.upper()
    if zip_code := re.fullmatch(ZIP, shouted):
        if area := postal_area("US", zip_code[1]):
            return _place(area)
        raise _unknown_zip(zip_code[1])
    if re.fullmatch(DIGITS, shouted):
        raise _unknown_zip(shouted)
    return _lettered(text, shouted) or _with_figures(text, shouted)


def _lettered(text: str, shouted: str) -> Place | None:
    """Canadian, British and Irish codes: letters and digits mixed, so that few other words look like them."""
    readings: list[tuple[PostalArea, str]] = []
    looks_like_one = False
    for country, pattern in LETTERED:
        for match in re.finditer(pattern, shouted):
            rest = _rest(text, match.span())
            looks_like_one = looks_like_one or (not rest and (country != "IE" or bool(match[2])))
            alone = country != "IE" or bool(match[2])
            if (area := postal_area(country, match[1])) and (alone if not rest else _agrees(rest, area)):
                readings.append((area, match[2] or ""))
    whole = [area for area, second_half in readings if second_half]
    areas = whole or [area for area, _ in readings]
    if len({area.country_code for area in areas}) > 1:
        choices = tuple((_place(area).name, f"{area.code}, {country_name(area.country_code)}") for area in areas)
        raise AmbiguousWords(f"{text} is a postal area in more than one country.", choices, f'Type "{choices[0][1]}".')
    if areas:
        return _place(areas[0])
    if looks_like_one:
        raise NothingUnderstood(
            f"No postal area {text} is known here.", "Type the first half of the code, or the city and country."
        )
    return None


def _with_figures(text: str, shouted: str) -> Place | None:
    for pattern in (BARE_FIGURES, FIGURES):
        for match in re.finditer(pattern, shouted):
            rest = _rest(text, match.span())
            if rest and (place := _beside(match[1], rest)):
                return place
    return None


def _beside(code: str, rest: str) -> Place | None:
    """A code in figures and the words beside it."""
    zip_code = re.fullmatch(ZIP, code)
    area = postal_area("US", zip_code[1]) if zip_code else None
    if area and _names_only(rest, area):
        return _place(area)
    context = _context(rest)
    if context is None:
        return None
    country = country_code(context.country)
    if area and (country == "US" or country == area.country_code):
        if _together(context, area):
            return _place(area)
        raise _contradiction(f"{code} {rest}", (_place(area).name, area.code), (context.name, rest))
    digits = code.replace("-", "").replace(" ", "")
    abroad = postal_area(country, digits) if country in COUNTRIES_WITH_CODES and country != "US" else None
    if abroad and not _together(context, abroad):
        raise _contradiction(f"{code} {rest}", (_place(abroad).name, f"{code}, {context.country}"), (context.name, rest))
    if abroad:
        return _place(abroad)
    if context.kind is PlaceKind.POINT and country != "US":
        return context
    raise NothingUnderstood(
        f"No postal code {code} in {context.name} is known here.", f'Type a city instead: "City, {context.country}".'
    )


def _context(rest: str) -> Place | None:
    try:
        return read_name(rest)
    except AmbiguousWords:
        return None


def _rest(text: str, span: tuple[int, int]) -> str:
    parts = (text[: span[0]].strip(" ,;"), text[span[1] :].strip(" ,;"))
    return ", ".join(part for part in parts if place_key(part))


def _agrees(rest: str, area: PostalArea) -> bool:
    """Whether the words beside a code are about where it is."""
    if _names_only(rest, area):
        return True
    context = _context(rest)
    return context is not None and country_code(context.country) == area.country_code and _together(context, area)


def _names_only(rest: str, area: PostalArea) -> bool:
    """Whether the words beside a code only repeat its town, state and country, or are an address that ends so."""
    state = state_of_city(_city(area))
    repeated = set(f"{place_key(area.city)} {place_key(state)} {area.admin1.lower()}".split())
    country = country_code(rest)
    if country:
        return country == area.country_code
    words = place_key(rest).split()
    if area.country_code == "US":
        repeated |= {"us", "usa", "united", "states", "of", "america"}
    ends_in_state = (
        bool(area.admin1)
        and len(words) > 2
        and f" {place_key(rest)}".endswith((f" {area.admin1.lower()}", f" {place_key(state)}"))
    )
    return bool(words) and (set(words) <= repeated or (area.country_code in {"US", "CA"} and ends_in_state))


def _together(context: Place, area: PostalArea) -> bool:
    if context.kind is PlaceKind.STATE:
        return context.state == state_of_city(_city(area))
    return context.point is None or km_between(context.point, GeoPoint(area.lat, area.lon)) <= NEIGHBOURS_KM


def _contradiction(text: str, *choices: tuple[str, str]) -> AmbiguousWords:
    return AmbiguousWords(f"{text}: the code and the name are far apart.", choices, f'Type only "{choices[0][1]}".')


def _unknown_zip(digits: str) -> NothingUnderstood:
    padded = digits.zfill(5)
    known = (padded,) if len(digits) < 5 and postal_area("US", padded) else ()
    near = known or tuple(codes_beginning("US", digits[:3])) if len(digits) <= 5 else ()
    if len(digits) == 5:
        return NothingUnderstood(f"No ZIP code {digits} is known here.", 'Check it, or type "City, ST".', near)
    hint = f"Did you mean {near[0]}?" if known else 'For a code of another country add its name: "75013, France".'
    return NothingUnderstood(f"{digits[:12]} is not a ZIP code: those have five digits.", hint, near)


def _city(area: PostalArea) -> City:
    return City(area.city, area.country_code, area.admin1, area.lat, area.lon)


def _place(area: PostalArea) -> Place:
    country = country_name(area.country_code)
    state = state_of_city(_city(area))
    where = ", ".join(part for part in (area.city, state, "" if area.country_code == "US" else country) if part)
    name = f"{where} ({area.code})" if where else area.code
    return Place("", name, PlaceKind.POINT, GeoPoint(area.lat, area.lon), country, state, area.city, area.code)
