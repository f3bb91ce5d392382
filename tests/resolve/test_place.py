import contextlib
import csv
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, TrialfinderError, UsageProblem
from trialfinder.domain.place import Distance, Place, PlaceKind
from trialfinder.resolve.place import parse_distance, resolve_place
from trialfinder.vocab.countries import countries
from trialfinder.vocab.places import State, states
from trialfinder.vocab.postal import us_postal_codes

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "places.csv").read_text(encoding="utf-8").splitlines()))
NEAR_ENOUGH_KM = 25.0


def km(place: Place, lat: float, lon: float) -> float:
    assert place.point is not None
    across = (place.point.lon - lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(place.point.lat - lat, across)


def choices_of(typed: str) -> tuple[tuple[str, str], ...]:
    with pytest.raises(AmbiguousWords) as raised:
        resolve_place(typed)
    assert raised.value.hint
    return raised.value.choices


def not_understood(typed: str) -> NothingUnderstood:
    with pytest.raises(NothingUnderstood) as raised:
        resolve_place(typed)
    return raised.value


@pytest.mark.parametrize("case", CASES, ids=[case["typed"] for case in CASES])
def test_a_place_lies_where_people_know_it_to_be(case: dict[str, str]) -> None:
    place = resolve_place(case["typed"])
    assert place.kind is PlaceKind.POINT
    assert km(place, float(case["lat"]), float(case["lon"])) <= NEAR_ENOUGH_KM, place
    assert place.typed == case["typed"]
    assert not place.corrected


def test_the_table_of_places_is_wide_enough() -> None:
    assert len(CASES) >= 300
    assert len({resolve_place(case["typed"]).country for case in CASES}) >= 30


def test_every_us_zip_code_resolves() -> None:
    codes = us_postal_codes()
    assert len(codes) > 41_000
    assert [code for code in codes if resolve_place(code).postal_code != code] == []


@pytest.mark.parametrize(
    ("typed", "state", "country"),
    [
        ("MA", "Massachusetts", "United States"),
        ("massachusetts", "Massachusetts", "United States"),
        ("Mass.", "Massachusetts", "United States"),
        ("Georgia, USA", "Georgia", "United States"),
        ("Georgia state", "Georgia", "United States"),
        ("Washington state", "Washington", "United States"),
        ("state of Washington", "Washington", "United States"),
        ("New York State", "New York", "United States"),
        ("WA", "Washington", "United States"),
        ("N. Carolina", "North Carolina", "United States"),
        ("District of Columbia", "District of Columbia", "United States"),
        ("Ontario", "Ontario", "Canada"),
        ("BC", "British Columbia", "Canada"),
        ("Ontario, Canada", "Ontario", "Canada"),
        ("Quebec province", "Quebec", "Canada"),
        ("NSW", "New South Wales", "Australia"),
    ],
)
def test_a_state_is_an_area_without_a_point(typed: str, state: str, country: str) -> None:
    place = resolve_place(typed)
    assert (place.kind, place.point, place.state, place.country) == (PlaceKind.STATE, None, state, country)


@pytest.mark.parametrize("state", [state for state in states() if state.country_code == "US"], ids=lambda state: state.code)
def test_every_us_state_is_known_by_its_code_in_front_of_the_country(state: State) -> None:
    assert resolve_place(f"{state.name} state").state == state.name
    if state.code not in {"DC", "LA"}:  # these two are cities first, and asked about
        assert resolve_place(state.code).state == state.name


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("UK", "United Kingdom"),
        ("U.K.", "United Kingdom"),
        ("Great Britain", "United Kingdom"),
        ("England", "United Kingdom"),
        ("Scotland", "United Kingdom"),
        ("Wales", "United Kingdom"),
        ("Northern Ireland", "United Kingdom"),
        ("USA", "United States"),
        ("u.s.a.", "United States"),
        ("United States of America", "United States"),
        ("the Netherlands", "Netherlands"),
        ("Holland", "Netherlands"),
        ("South Korea", "South Korea"),
        ("Korea, Republic of", "South Korea"),
        ("Turkey", "Turkey (Türkiye)"),
        ("Türkiye", "Turkey (Türkiye)"),
        ("Turkey (Türkiye)", "Turkey (Türkiye)"),
        ("Czech Republic", "Czechia"),
        ("Russia", "Russia"),
        ("Russian Federation", "Russia"),
        ("Ivory Coast", "Côte d’Ivoire"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        ("Deutschland", "Germany"),
        ("España", "Spain"),
        ("Viet Nam", "Vietnam"),
        ("UAE", "United Arab Emirates"),
        ("Georgia country", "Georgia"),
        ("Republic of Georgia", "Georgia"),
        ("Singapore", "Singapore"),
        ("Puerto Rico", "Puerto Rico"),
        ("PR", "Puerto Rico"),
    ],
)
def test_a_country_is_given_in_the_registry_s_spelling(typed: str, country: str) -> None:
    place = resolve_place(typed)
    assert (place.kind, place.point, place.country, place.name) == (PlaceKind.COUNTRY, None, country, country)


@pytest.mark.parametrize("name", sorted(set(countries().values()) - {"Georgia"}))
def test_every_country_resolves_by_the_registry_s_own_name(name: str) -> None:
    assert resolve_place(name).country == name


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("Georgia", ("Georgia (US state)", "Georgia (country)")),
        ("Washington", ("Washington, District of Columbia", "Washington (US state)")),
        ("New York", ("New York City, New York", "New York (US state)")),
        ("LA", ("Los Angeles, California", "Louisiana (US state)")),
        ("Springfield", ("Springfield, Missouri", "Springfield, Massachusetts", "Springfield, Illinois")),
        ("Birmingham", ("Birmingham, United Kingdom", "Birmingham, Alabama")),
        ("St. Petersburg", ("Saint Petersburg, Russia", "St. Petersburg, Florida")),
        ("Columbus", ("Columbus, Ohio", "Columbus, Georgia")),
        ("Rochester", ("Rochester, New York", "Rochester, Minnesota")),
        ("Quebec", ("Québec, Quebec, Canada", "Quebec (in Canada)")),
        ("Quebec, Canada", ("Québec, Quebec, Canada", "Quebec (in Canada)")),
        ("N1C", ("Guelph, Ontario, Canada (N1C)", "London, United Kingdom (N1C)")),
    ],
)
def test_a_name_of_several_places_lists_them(typed: str, labels: tuple[str, ...]) -> None:
    shown = [label for label, _ in choices_of(typed)]
    assert [label for label in labels if label not in shown] == []


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Georgia",
            "Washington",
            "New York",
            "LA",
            "Springfield",
            "Birmingham",
            "St. Petersburg",
            "Columbus",
            "Quebec",
            "Victoria",
        ),
        *("Newcastle", "Cambridge", "Suzhou", "Halle, Germany", "N1C", "Boston, MA 90210", "Aurora", "San Jose"),
        *("Mount Pleasant, PA", "Valence, France", "Saint Louis", "Richmond"),
    ],
)
def test_the_words_of_each_choice_ask_for_just_that_one(typed: str) -> None:
    places = [resolve_place(words) for _, words in choices_of(typed)]
    assert len(places) == len({(place.kind, place.point, place.name) for place in places})


@pytest.mark.parametrize("typed", ["New England", "the Midwest", "Bay Area", "Long Island", "Europe"])
def test_a_wide_region_is_not_taken_for_a_town_of_its_name(typed: str) -> None:
    assert {resolve_place(words).kind for _, words in choices_of(typed)}


def test_a_state_of_another_country_is_a_contradiction() -> None:
    not_understood("Paris, Texas, France")


def test_a_code_that_contradicts_the_city_is_asked_about() -> None:
    assert [words for _, words in choices_of("Boston, MA 90210")] == ["90210", "Boston, MA"]
    assert [words for _, words in choices_of("75013 Lyon, France")] == ["75013, France", "Lyon, France"]


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Bostin", "Boston"),
        ("Bostin, MA", "Boston, MA"),
        ("Bostin MA", "Boston, MA"),
        ("Cincinatti, OH", "Cincinnati, OH"),
        ("2114", "02114"),
        ("501", "00501"),
        ("Germny", "Germany"),
        ("02100", "0210"),
    ],
)
def test_an_unknown_place_is_never_guessed_but_suggested(typed: str, suggested: str) -> None:
    problem = not_understood(typed)
    assert problem.hint
    assert any(suggested in one for one in problem.suggestions)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", ",", "?!", "xyzzy", "1234567", "X1X 1X1", "ZZ99 9ZZ", "95,10", "10,190", "x" * 500, "98765, Chad", "Perth, MA 1"],
)
def test_what_is_no_place_says_how_to_type_one(typed: str) -> None:
    assert not_understood(typed).hint


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Philadephia", "Philadelphia, Pennsylvania"),
        ("Pittsburg, PA", "Pittsburgh, Pennsylvania"),
        ("Minneapols, MN", "Minneapolis, Minnesota"),
        ("Massachusets", "Massachusetts"),
        ("Switzerlnd", "Switzerland"),
    ],
)
def test_one_slip_in_a_long_name_is_put_right_and_said(typed: str, name: str) -> None:
    place = resolve_place(typed)
    assert (place.name, place.corrected, place.typed) == (name, True, typed)


def test_a_province_abroad_does_not_become_a_city_of_another() -> None:
    not_understood("Henan, China")


def test_a_postal_code_names_its_town_in_the_registry_s_words() -> None:
    place = resolve_place("02115")
    assert (place.city, place.state, place.country, place.postal_code) == ("Boston", "Massachusetts", "United States", "02115")
    assert resolve_place("M5G 2M9").name == "Toronto, Ontario, Canada (M5G)"
    assert resolve_place("00901").country == "Puerto Rico"
    assert resolve_place("N1C 4AG").country == "United Kingdom"
    assert resolve_place("N1C, Canada").country == "Canada"


def test_the_registry_calls_new_york_city_new_york() -> None:
    assert resolve_place("NYC").city == "New York"


def test_a_city_with_an_unknown_code_abroad_still_is_the_city() -> None:
    assert resolve_place("6423906 Tel Aviv").city == "Tel Aviv"
    assert resolve_place("110001 New Delhi, India").country == "India"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_place_or_a_said_problem(typed: str) -> None:
    with contextlib.suppress(TrialfinderError):
        assert resolve_place(typed).typed == typed


PIECES = "Boston MA , 02115 75013 France M5G SW1A 2M9 42.3 -71 Georgia Paris St. state ° N1C '"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=6))
def test_pieces_of_places_in_any_order_give_a_place_or_a_said_problem(pieces: list[str]) -> None:
    with contextlib.suppress(TrialfinderError):
        resolve_place(" ".join(pieces))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("100mi", Distance(100)),
        ("100 miles", Distance(100)),
        ("50 km", Distance(50, "km")),
        ("50KM", Distance(50, "km")),
        ("30 kilometres", Distance(30, "km")),
        ("25", Distance(25)),
        (" 12.5 mi. ", Distance(12.5)),
        (".5 mi", Distance(0.5)),
        ("1,000 mi", Distance(1000)),
    ],
)
def test_a_distance_is_read_in_miles_or_kilometres(typed: str, expected: Distance) -> None:
    assert parse_distance(typed) == expected


def test_a_bare_number_is_in_the_unit_asked_for() -> None:
    assert parse_distance("25", default_unit="km") == Distance(25, "km")


@pytest.mark.parametrize(
    "typed",
    ["", "mi", "-5", "-5mi", "0", "0.0 km", "20000", "25000 km", "nan", "inf", "1e3", "ten miles", "5 ft", "9" * 400, "1,00"],
)
def test_an_impossible_distance_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        parse_distance(typed)
    assert "100mi" in raised.value.hint


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=20))
def test_whatever_is_typed_as_a_distance_is_read_or_refused(typed: str) -> None:
    with contextlib.suppress(UsageProblem):
        assert 0 < parse_distance(typed).miles <= 12_500


def test_the_first_look_up_is_quick_and_loads_no_fuzzy_matcher() -> None:
    program = (
        "import sys, time\nfrom trialfinder.resolve.place import resolve_place\nstart = time.perf_counter()\n"
        "resolve_place('Boston, MA')\nprint(time.perf_counter() - start, 'rapidfuzz' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    seconds, fuzzy = run.stdout.split()
    assert fuzzy == "False"
    assert float(seconds) < 0.2
