"""Names of places as people write them: the key they are found by, states, cities and towns with their coordinates.

The tables are plain text searched as bytes and never parsed whole, so that the first look-up of a fresh process costs
a file read. Nothing is guessed here: a name is in a table or it is not; choosing between cities is the resolver's.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "City",
    "State",
    "cities_of_the_world",
    "cities_of_the_world_named",
    "place_key",
    "region_parts",
    "state_name",
    "state_of_city",
    "states",
    "states_named",
    "table_bytes",
]

SPELT_OUT = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e", "&": " and "}
    | dict.fromkeys("'’‘ʻʼ`´ʹ", "")
)
"""Letters that Unicode does not take apart into a base letter and an accent."""
SHORT_WORDS = {"st": "saint", "sankt": "saint", "sint": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "pt": "point"}
INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=\w|\s*\w\.|\W|$)")


class State(NamedTuple):
    """A state, province or nation inside a country: ``code`` as people write it, ``admin1`` as the city table does."""

    country_code: str
    code: str
    admin1: str
    name: str
    """The registry's spelling."""


class City(NamedTuple):
    """A city or town. ``population`` is 0 for a town known only from its postal codes."""

    name: str
    country_code: str
    admin1: str
    lat: float
    lon: float
    population: int = 0
    by_other_name: bool = False
    """Found under a name other than its own: a translation, an older name, a nickname."""


def place_key(name: str) -> str:
    """What two spellings of one place have in common: no case, accents, dots or apostrophes; St. and Saint alike."""
    if name.isascii() and name.isalpha():  # one plain word, as most of a thousand names of countries and states are
        return name.lower()
    lowered = name.lower().translate(SPELT_OUT)
    if "." in lowered:
        lowered = INITIAL.sub(r"\1", lowered)
    plain = lowered if lowered.isascii() else _without_marks(lowered)
    if not plain.replace(" ", "").isalnum():
        plain = "".join(ch if ch.isalnum() else " " for ch in plain)
    words = plain.split()
    return " ".join([*(SHORT_WORDS.get(word, word) for word in words[:-1]), *words[-1:]])


def _without_marks(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))


@cache
def table_bytes(file_name: str) -> bytes:
    """A table of this folder, a comment first; read through the loader, which may be a zip file."""
    path = str(Path(__file__).with_name(file_name))
    loader = __spec__.loader
    content: bytes = getattr(loader, "get_data")(path)  # noqa: B009 - loaders of files have it, the type of all does not
    return content


@cache
def _states_by_key() -> dict[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for line in table_bytes("places_states.tsv").decode().splitlines():
        if line and not line.startswith("#"):
            country, code, admin1, name, aliases = line.split("\t")
            state = State(country, code, admin1, name)
            for key in {place_key(word) for word in (name, code, *aliases.split(";")) if word}:
                found[key] = (*found.get(key, ()), state)
    return found


def states() -> tuple[State, ...]:
    """Every state and province the registry names in full, US first."""
    return tuple(dict.fromkeys(state for group in _states_by_key().values() for state in group))


def states_named(typed: str) -> tuple[State, ...]:
    """States called that, by name, code or usual abbreviation; the US one first (``WA`` is also Western Australia)."""
    found = _states_by_key().get(place_key(typed), ())
    return tuple(sorted(found, key=lambda state: state.country_code != "US"))


def state_name(code: str, country_code: str = "US") -> str:
    """The registry's name of a state: ``MA`` -> ``Massachusetts``; ``""`` for a code that is none."""
    return next((state.name for state in states_named(code) if state.country_code == country_code), "")


def region_parts(name: str) -> tuple[str, ...]:
    """Words that ask for parts of a wider region, ``New England``; empty when it is none."""
    return _regions().get(place_key(name).removeprefix("the "), ())


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in table_bytes("places_regions.tsv").decode().splitlines() if not line.startswith("#"))
    return {place_key(name): tuple(parts.split(";")) for name, parts in rows}


@cache
def _names_by_admin1() -> dict[tuple[str, str], str]:
    return {(state.country_code, state.admin1): state.name for state in states() if state.country_code != "GB"}


def state_of_city(city: City) -> str:
    """The registry's name of the state a city is in; ``""`` in countries where the registry hardly ever gives one."""
    return _names_by_admin1().get((city.country_code, city.admin1), "")


def cities_of_the_world_named(key: str) -> list[City]:
    """Cities with that key, the most populous first."""
    return [_city(line, key) for line in _lines_with(table_bytes("places_cities.tsv"), f"|{key}|".encode())] if key else []


def cities_of_the_world() -> Iterator[tuple[tuple[str, ...], City]]:
    """Every city with all its keys: for suggestions, slow."""
    for line in table_bytes("places_cities.tsv").splitlines():
        if line.startswith(b"|"):
            keys = tuple(line[1 : line.index(b"\t") - 1].decode().split("|"))
            yield keys, _city(line, keys[0])


def _lines_with(table: bytes, needle: bytes) -> Iterator[bytes]:
    at = table.find(needle)
    while at >= 0:
        end = table.index(b"\n", at)
        yield table[table.rindex(b"\n", 0, at) + 1 : end]
        at = table.find(needle, end)


def _city(line: bytes, key: str) -> City:
    keys, name, country, admin1, lat, lon, thousands = line.decode().split("\t")
    return City(name, country, admin1, float(lat), float(lon), int(thousands) * 1000, not keys.startswith(f"|{key}|"))
