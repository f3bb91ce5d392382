"""Postal codes and the towns they belong to, from plain-text tables searched as bytes.

US codes stand whole, Canadian and British ones by their area, other countries' by the shortest beginning whose codes
lie close together. A code that is not in the table is not found: no neighbour is put in its place.
"""

from collections.abc import Iterator
from typing import NamedTuple

from trialfinder.vocab.places import City, table_bytes

__all__ = ["COUNTRIES_WITH_CODES", "PostalArea", "codes_beginning", "postal_area", "towns_named", "us_postal_codes", "us_towns"]

TABLE = "postal_codes.tsv"
TERRITORIES = frozenset({"AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI"})
"""Countries of their own in the registry, though the US post delivers there."""
MILITARY = frozenset({"AA", "AE", "AP"})
COUNTRIES_WITH_CODES = (
    *("US", "CA", "GB", "AT", "AU", "BE", "BR", "CH", "CZ", "DE", "DK", "ES", "FI", "FR"),
    *("HU", "IE", "IT", "JP", "KR", "NL", "NO", "NZ", "PL", "PT", "SE", "SG", "TR", "ZA"),
)


class PostalArea(NamedTuple):
    """Where a postal code is. ``city`` is the town it names, or the nearest large one; it may be empty."""

    code: str
    country_code: str
    admin1: str
    city: str
    lat: float
    lon: float


def postal_area(country_code: str, code: str) -> PostalArea | None:
    """The area of a code, written without spaces; abroad by its longest known beginning."""
    code = code.upper()
    shortest = len(code) if country_code in {"US", "CA", "GB"} else 2
    for length in range(len(code), shortest - 1, -1):
        if found := next(_rows(f"{country_code}{code[:length]}\t"), None):
            return _area(found, code)
    return None


def codes_beginning(country_code: str, start: str, most: int = 5) -> list[str]:
    """Known codes of a country that begin so."""
    found: list[str] = []
    for row in _rows(f"{country_code}{start}"):
        found.append(row[2 : row.index("\t")])
        if len(found) >= most:
            break
    return found


def us_postal_codes() -> list[str]:
    """Every ZIP code of the table."""
    return [row[2:7] for row in _rows("US")]


def towns_named(key: str) -> list[City]:
    """US towns of that name by their postal codes, one per state: the middle of its codes."""
    if not key or not key.isascii():
        return []
    by_state: dict[str, list[PostalArea]] = {}
    for row in _us_rows_of_town(key):
        area = _area(row, row[2:7])
        by_state.setdefault(area.admin1 or area.country_code, []).append(area)
    return [_town(areas) for areas in by_state.values()]


def us_towns() -> Iterator[tuple[str, str]]:
    """Every US town and its state's code: for suggestions, slow."""
    for row in _rows("US"):
        _, _, _, city, admin1 = row.split("\t")
        yield city, admin1


def _us_rows_of_town(key: str) -> Iterator[str]:
    """Rows whose town is spelt so in any case; the copy in lower case keeps every offset, for the towns are plain ASCII."""
    table = table_bytes(TABLE)
    offset = table.index(b"\nUS")
    lowered = table[offset : table.rindex(b"\nUS") + 100].lower()
    needle = f"\t{key}\t".encode()
    at = lowered.find(needle)
    while at >= 0:
        row = table[table.rindex(b"\n", 0, offset + at) + 1 : table.index(b"\n", offset + at)]
        if row.startswith(b"US"):
            yield row.decode()
        at = lowered.find(needle, at + 1)


def _town(areas: list[PostalArea]) -> City:
    middle = sorted(areas, key=lambda area: area.lat)[len(areas) // 2]
    return City(middle.city, middle.country_code, middle.admin1, middle.lat, middle.lon)


def _rows(start: str) -> Iterator[str]:
    """Rows that begin so: found by halving the sorted table, then read on."""
    table = table_bytes(TABLE)
    wanted = start.encode()
    low, high = 0, len(table) - 1
    while low < high:
        middle = table.rfind(b"\n", 0, (low + high) // 2 + 1)
        line_end = table.find(b"\n", middle + 1)
        if table[middle + 1 : middle + 1 + len(wanted)] < wanted:
            low = line_end
        else:
            high = middle
    while table.startswith(wanted, low + 1):
        end = table.index(b"\n", low + 1)
        yield table[low + 1 : end].decode()
        low = end


def _area(row: str, code: str) -> PostalArea:
    key, lat, lon, city, admin1 = row.split("\t")
    country = key[:2]
    if admin1 in TERRITORIES:
        country, admin1 = admin1, ""
    return PostalArea(code, country, "" if admin1 in MILITARY else admin1, city, float(lat), float(lon))
