"""Places by name: city, state, country, alone or together. Choosing between places of one name happens here.

A well-known city stands for its name only when it dwarfs every other; a large US city is never passed over silently.
"""

import re
import unicodedata
from collections.abc import Iterator
from math import cos, hypot, radians
from typing import NamedTuple

from trialfinder.domain.errors import AmbiguousWords
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.site import GeoPoint
from trialfinder.vocab.countries import country_code, country_name
from trialfinder.vocab.places import City, State, cities_of_the_world_named, place_key, region_parts, state_of_city, states_named
from trialfinder.vocab.postal import TERRITORIES, towns_named

__all__ = ["Area", "areas_named", "city_place", "km_between", "read_name"]

DWARFS = 5
"""How many times more inhabitants than any namesake a city needs to stand for the name."""
LARGE = 100_000
RIVAL_OF_A_STATE = 250_000
"""A city as large as this keeps its own name from meaning only the state (New York, Washington, Quebec, Victoria)."""
ONE_TOWN_KM = 25.0
"""Namesakes this close are one place to a traveller: twin cities across a state line."""
MOST_CHOICES = 8
LONGEST_CODE = 3
MOST_WORDS = 8
"""More words than any place has with its state and country."""
NOISE_BEFORE = ("near ", "in ", "around ", "greater ", "downtown ", "metro ", "metropolitan ", "city of ", "town of ", "the ")
NOISE_AFTER = (" metropolitan area", " metro area", " area", " metro", " region", " downtown", " city")
DISTRICT = (" municipality", " district", " township", " shi", " ku")
"""What registries put after a town's name."""
POST_OFFICE = re.compile(r"(?: cedex)?(?: \d{1,2})?\Z")
"""The office of a large town: Lyon Cedex 03, Praha 5."""
STATE_ONLY = ((" state", ""), (" province", ""), ("", "state of "), ("", "province of "), ("", "commonwealth of "))
COUNTRY_ONLY = ((" country", ""), ("", "country of "), ("", "republic of "), ("", "kingdom of "))


class Area(NamedTuple):
    """A country, or a state in it, that narrows a city name."""

    country_code: str
    admin1: str = ""

    def holds(self, city: City) -> bool:
        """Whether the city lies there."""
        return city.country_code == self.country_code and self.admin1 in ("", city.admin1)


def read_name(text: str) -> Place | None:
    """The place of that name; None when nothing is called so; raises when several are."""
    head, *narrower = [part.strip() for part in text.split(",") if place_key(part)] or [""]
    if narrower and country_code(text):
        return _alone(text)
    if len(narrower) > 1 and country_code(", ".join(narrower[-2:])):
        narrower = [*narrower[:-2], ", ".join(narrower[-2:])]
    if narrower:
        return _city_in(head, narrower)
    for name in _readings(head):
        if place := _alone(name):
            return place
    return _without_commas(head.split()) if len(head.split()) <= MOST_WORDS else None


def _without_commas(words: list[str]) -> Place | None:
    """``Boston MA``, ``Paris France``, ``Houston Texas USA``."""
    for at in range(len(words) - 1, 0, -1):
        if place := _city_in(" ".join(words[:at]), [" ".join(words[at:])]):
            return place
    for at in range(len(words) - 2, 0, -1):
        for cut in range(at + 1, len(words)):
            state, country = " ".join(words[at:cut]), " ".join(words[cut:])
            if states_named(state) and country_code(country) and (place := _city_in(" ".join(words[:at]), [state, country])):
                return place
    return None


def areas_named(parts: list[str]) -> list[Area]:
    """What ``Ontario, Canada`` or ``Georgia`` can narrow a city to; parts unknown to the tables (counties) are passed over."""
    *inner, last = parts
    areas = [Area(state.country_code, state.admin1) for state in _plain_states(last)]
    if country := country_code(_without(last, COUNTRY_ONLY) or last):
        areas.append(Area(country))
    if not areas and len(last) == 2 and country_name(last):
        areas.append(Area(last.upper()))
    for part in reversed(inner):
        finer = areas_named([part]) if len(place_key(part)) > LONGEST_CODE or _is_code(part, areas) else []
        matching = [one for one in finer if any(one.country_code == area.country_code and one.admin1 for area in areas)]
        matching += [one for one in finer if one.country_code in TERRITORIES]
        if finer and areas:
            areas = matching or []
    return areas


def _is_code(part: str, areas: list[Area]) -> bool:
    """Whether letters like ``ON`` mean a state of one of these countries; ``D.C.`` in Bogotá does not contradict Colombia."""
    countries = {area.country_code for area in areas}
    return any(state.country_code in countries for state in states_named(part)) or country_code(part) in TERRITORIES


def city_place(city: City) -> Place:
    """A city or town as a place, with the registry's names of state and country."""
    country = country_name(city.country_code)
    state = state_of_city(city)
    name = ", ".join(part for part in (city.name, state, "" if city.country_code == "US" else country) if part)
    registry_city = REGISTRY_CITY_NAMES.get((city.name, city.country_code), city.name)
    return Place("", name, PlaceKind.POINT, GeoPoint(city.lat, city.lon), country, state, registry_city)


REGISTRY_CITY_NAMES = {("New York City", "US"): "New York"}


def km_between(one: GeoPoint | City, other: GeoPoint | City) -> float:
    """Distance on a flat map: good enough to tell neighbours from namesakes."""
    across = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * hypot(one.lat - other.lat, across * cos(radians(one.lat)))


def _alone(text: str) -> Place | None:
    """A name without anything that narrows it."""
    if parts := region_parts(text):
        raise AmbiguousWords(
            f"{text} is a wide region.",
            tuple((part, part) for part in parts),
            f'Name a city or state in it, for example "{parts[0]}".',
        )
    if (state_words := _without(text, STATE_ONLY)) and (found := _plain_states(state_words)):
        return _state_place(found[0])
    if (country_words := _without(text, COUNTRY_ONLY)) and (code := country_code(country_words)):
        return _country_place(code)
    key = place_key(text)
    code = country_code(text)
    states = _plain_states(text)
    if code and states:
        raise _ambiguous(text, [*map(_state_choice, states), _country_choice(code)])
    if code:
        return _country_place(code)
    cities = cities_of_the_world_named(key)
    if states:
        return _state_or_city(text, states, cities)
    if not cities or not _stands_for_the_name(cities):
        cities = _with_towns(cities, key)
    return _chosen(text, cities, floor=LARGE) if cities else None


def _state_or_city(text: str, states: list[State], cities: list[City]) -> Place:
    if states[0].country_code == "GB":
        return _country_place("GB")
    if states[0].code == "DC" and place_key(text) != place_key(states[0].name):
        return city_place(cities[0])
    nickname = text.replace(".", "").replace(" ", "") != text and len(place_key(text)) == 2
    rivals = [city for city in _namesakes(cities) if _weight(city) >= RIVAL_OF_A_STATE]
    if nickname and rivals:
        return city_place(rivals[0])
    if rivals:
        raise _ambiguous(text, [*map(_city_choice, rivals), *map(_state_choice, states)])
    return _state_place(states[0])


def _plain_states(text: str) -> list[State]:
    """The states of that name; a code means the US one, when there is one."""
    found = list(states_named(text))
    in_us = [state for state in found if state.country_code == "US"]
    return in_us or found


def _city_in(head: str, narrower: list[str]) -> Place | None:
    areas = areas_named(narrower)
    if not areas or not head:
        return None
    last = narrower[-1]
    less_likely = [Area(state.country_code, state.admin1) for state in states_named(last)]
    if len(last) == 2 and country_name(last):
        less_likely.append(Area(last.upper()))
    return _city_within(head, narrower, areas) or _city_within(head, narrower, less_likely)


def _city_within(head: str, narrower: list[str], areas: list[Area]) -> Place | None:
    for name in _readings(head):
        if (country := next((area for area in areas if not area.admin1), None)) and len(narrower) == 1:
            inside = [one for one in states_named(name) if one.country_code == country.country_code]
            rivals = [one for one in cities_of_the_world_named(place_key(name)) if country.holds(one)]
            if inside and not any(_weight(one) >= RIVAL_OF_A_STATE for one in rivals):
                return _state_or_city(name, inside, rivals)
            if inside:
                raise _ambiguous(f"{name}, {narrower[0]}", [*map(_city_choice, rivals[:1]), *map(_state_choice, inside)])
        key = place_key(name)
        cities = [city for city in cities_of_the_world_named(key) if any(area.holds(city) for area in areas)]
        if not cities or not _stands_for_the_name(cities):
            cities = [city for city in _with_towns(cities, key) if any(area.holds(city) for area in areas)]
        if cities:
            return _chosen(f"{name}, {', '.join(narrower)}", cities, floor=0 if all(area.admin1 for area in areas) else LARGE)
    return None


def _readings(text: str) -> Iterator[str]:
    """The name as typed, then without the words people put around it."""
    yield text
    if "'" in text or "’" in text:
        yield text.replace("'", " ").replace("’", " ")
    key = place_key(text)
    for before in NOISE_BEFORE:
        if key.startswith(before):
            yield from _readings(key.removeprefix(before))
    if (town := POST_OFFICE.sub("", key)) != key:
        yield town
    for after in (*NOISE_AFTER, *DISTRICT):
        if key.endswith(after) and len(key) > len(after):
            yield key.removesuffix(after)
    if key and not key.endswith(" city"):
        yield f"{key} city"


def _without(text: str, frames: tuple[tuple[str, str], ...]) -> str:
    """What is left of ``Washington state`` without ``state``; empty when the text is framed by none of these."""
    key = place_key(text)
    for after, before in frames:
        if len(key) > len(after) + len(before) and key.endswith(after) and key.startswith(before):
            return key.removesuffix(after).removeprefix(before)
    return ""


def _with_towns(cities: list[City], key: str) -> list[City]:
    """The cities, and the US towns of that name that are not one of them."""
    towns = [town for town in towns_named(key) if not any(_same_town(town, city) for city in cities)]
    return [*cities, *towns]


def _same_town(town: City, city: City) -> bool:
    return (town.country_code, town.admin1) == (city.country_code, city.admin1) and km_between(town, city) <= 2 * ONE_TOWN_KM


def _weight(city: City) -> float:
    """Inhabitants, as a claim to the name: a quarter for a city called otherwise at home; US nicknames count whole."""
    return max(city.population, 1000) / (4 if city.by_other_name and city.country_code != "US" else 1)


def _namesakes(cities: list[City]) -> list[City]:
    """Heaviest first, without the smaller of two that lie together."""
    kept: list[City] = []
    if not all(city.by_other_name for city in cities):
        cities = [city for city in cities if not city.by_other_name or city.population >= LARGE]
    for city in sorted(cities, key=lambda one: (-_weight(one), one.country_code != "US", one.country_code, one.admin1, one.lat)):
        if all(km_between(city, other) > ONE_TOWN_KM for other in kept):
            kept.append(city)
    return kept


def _stands_for_the_name(cities: list[City], floor: int = LARGE) -> bool:
    first, *others = _namesakes(cities)
    if not others:
        return first.population >= floor
    passed_over = first.country_code != "US" and any(one.country_code == "US" and one.population >= LARGE for one in others)
    return first.population >= floor and _weight(first) >= DWARFS * _weight(others[0]) and not passed_over


def _chosen(text: str, cities: list[City], floor: int) -> Place:
    namesakes = _namesakes(cities)
    spelt_so = [city for city in namesakes if _light(city.name) == _light(text.partition(",")[0])]
    if spelt_so and spelt_so[0] == namesakes[0] and _stands_for_the_name(spelt_so, floor):
        return city_place(namesakes[0])
    if len(namesakes) == 1 or _stands_for_the_name(namesakes, floor):
        return city_place(namesakes[0])
    raise _ambiguous(text, [_city_choice(city, _is_only(city, namesakes)) for city in namesakes])


def _light(name: str) -> str:
    """A spelling without case and marks, but with St. and Saint apart: St. Louis is not Saint-Louis."""
    plain = (ch for ch in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(ch))
    return " ".join("".join(ch if ch.isalnum() else " " for ch in plain).split())


def _is_only(city: City, namesakes: list[City]) -> bool:
    """Whether country, and state in the US, tell it from the others."""
    area = Area(city.country_code, city.admin1 if state_of_city(city) else "")
    return [one for one in namesakes if area.holds(one)] == [city]


def _ambiguous(text: str, choices: list[tuple[str, str]]) -> AmbiguousWords:
    shown = tuple(choices[:MOST_CHOICES])
    more = (
        f" The first {len(shown)} of {len(choices)} are listed; a ZIP code or a state names any other."
        if choices[len(shown) :]
        else ""
    )
    return AmbiguousWords(f"{text} is the name of more than one place.{more}", shown, f'Type for example "{shown[0][1]}".')


def _city_choice(city: City, told_apart: bool = True) -> tuple[str, str]:
    place = city_place(city)
    if not told_apart:
        return f"{place.name} ({city.lat:.1f}, {city.lon:.1f})", f"{city.lat:.3f},{city.lon:.3f}"
    if city.country_code == "US":
        return place.name, f"{city.name}, {city.admin1}"
    if place.state:
        return place.name, place.name
    return place.name, f"{city.name}, {place.country}"


def _state_choice(state: State) -> tuple[str, str]:
    if state.country_code == "US":
        return f"{state.name} (US state)", f"{state.name} state"
    return f"{state.name} (in {country_name(state.country_code)})", f"{state.name} province"


def _country_choice(code: str) -> tuple[str, str]:
    return f"{country_name(code)} (country)", f"{country_name(code)} country"


def _state_place(state: State) -> Place:
    country = country_name(state.country_code)
    name = state.name if state.country_code == "US" else f"{state.name}, {country}"
    return Place("", name, PlaceKind.STATE, None, country, state.name)


def _country_place(code: str) -> Place:
    return Place("", country_name(code), PlaceKind.COUNTRY, None, country_name(code))
