"""Whatever is typed becomes a question, or a sentence about why not; nothing else."""

import contextlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, TrialfinderError, UsageProblem
from trialfinder.domain.place import PlaceKind
from trialfinder.domain.query import DEFAULT_RADIUS, DEFAULT_RADIUS_KM, SearchSpec
from trialfinder.domain.stage import Line, Stage
from trialfinder.domain.statuses import OPEN_STATUSES
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.services.request_person import age_years

WORDS = st.sampled_from(
    ["breast", "cancer", "lung", "stage", "IV", "4", "3b", "T2", "N1", "M0", "metastatic", "or", "not", "Boston", "MA", ",",
     "02115", "42.3", "-71", "100", "mi", "km", "Georgia", "New", "York", "é", "ß", "中国", "\x00", "\x1b[0m", "'", '"', "%",
     "=", "-", "the", "of", "HER2", "+", "(", ")", "NET", "ALL", "\u202e", "Ⅳ", "½", "٣"]
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=6).map(" ".join), st.lists(WORDS, max_size=6).map("".join))


def answered(request: SearchRequest) -> SearchSpec | None:
    """The question, or None when it was refused in a sentence."""
    try:
        return resolve_request(request)
    except TrialfinderError as refusal:
        if not refusal.message.strip():
            raise
        return None


@given(TYPED)
@settings(max_examples=100)
def test_any_words_for_a_cancer_are_answered_or_refused_in_a_sentence(text: str) -> None:
    spec = answered(SearchRequest(cancer=text))
    assert spec is None or (spec.cancer is None) == (not text.strip())


@given(TYPED)
@settings(max_examples=120)
def test_any_stage_is_answered_or_refused_in_a_sentence(text: str) -> None:
    for cancer in ("", "small cell lung cancer"):
        answered(SearchRequest(cancer=cancer, stage=text))


@given(TYPED)
@settings(max_examples=60)
def test_any_place_is_answered_or_refused_in_a_sentence(text: str) -> None:
    spec = answered(SearchRequest(near=(text,)))
    assert spec is None or len(spec.places) == 1


@given(TYPED)
@settings(max_examples=120)
def test_any_distance_is_positive_or_refused_in_a_sentence(text: str) -> None:
    spec = answered(SearchRequest(near=("02115",), within=text))
    assert spec is None or 0 < spec.within.miles < math.inf


@given(TYPED)
@settings(max_examples=25)
def test_any_state_or_country_is_that_or_refused_in_a_sentence(text: str) -> None:
    spec = answered(SearchRequest(states=(text,)))
    assert spec is None or spec.states[0].kind is PlaceKind.STATE
    spec = answered(SearchRequest(countries=(text,)))
    assert spec is None or spec.countries[0].kind is PlaceKind.COUNTRY


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=8), st.text(max_size=8))
def test_any_age_sex_and_status_is_sane_or_refused_in_a_sentence(age: float, sex: str, status: str) -> None:
    spec = answered(SearchRequest(age=age))
    assert spec is None or 0 <= (spec.age_years or 0) <= 130
    spec = answered(SearchRequest(sex=sex))
    assert spec is None or spec.sex in ("", "FEMALE", "MALE")
    answered(SearchRequest(status=status))


@given(TYPED)
@settings(max_examples=60)
def test_any_text_for_any_other_option_is_answered_or_refused_in_a_sentence(text: str) -> None:
    for typed in (
        SearchRequest(cities=(text,)),
        SearchRequest(facilities=(text,)),
        SearchRequest(center=text),
        SearchRequest(line=text),
        SearchRequest(phases=(text,)),
        SearchRequest(treatments=(text,)),
        SearchRequest(markers=(text,)),
        SearchRequest(sort=text),
    ):
        answered(typed)
    with contextlib.suppress(UsageProblem):
        assert age_years(text) >= 0


@pytest.mark.parametrize(
    ("typed", "years"),
    [("62", 62), ("8m", 8 / 12), ("6 weeks", 42 / 365.25), ("10 days", 10 / 365.25), ("2.5", 2.5), ("18y", 18),
     (" 3 Months old", 0.25), ("6w", 42 / 365.25)],
)  # fmt: skip
def test_ages_of_children_are_counted_in_months_and_weeks(typed: str, years: float) -> None:
    assert age_years(typed) == pytest.approx(years)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("2", ("PHASE2",)), ("II", ("PHASE2",)), ("Phase 2b", ("PHASE2",)), ("I/II", ("PHASE1", "PHASE2")), ("PHASE3", ("PHASE3",)),
     ("1,2 and 3", ("PHASE1", "PHASE2", "PHASE3")), ("early", ("EARLY_PHASE1",)), ("early phase 1", ("EARLY_PHASE1",)),
     ("EARLY_PHASE1", ("EARLY_PHASE1",)), ("0", ("EARLY_PHASE1",)), ("iv", ("PHASE4",)), ("none", ("NA",)), ("n/a", ("NA",)),
     ("phases 2-3", ("PHASE2", "PHASE3"))],
)  # fmt: skip
def test_phases_are_understood_as_people_write_them(typed: str, codes: tuple[str, ...]) -> None:
    assert resolve_request(SearchRequest(phases=(typed,))).phases == codes


@pytest.mark.parametrize("typed", ["5", "banana", "", "2 banana", "12"])
def test_a_phase_there_is_not_is_refused(typed: str) -> None:
    with pytest.raises(UsageProblem, match="--phase"):
        resolve_request(SearchRequest(phases=(typed,)))


@pytest.mark.parametrize(
    ("typed", "line"),
    [("untreated", Line.UNTREATED), ("Newly diagnosed", Line.UNTREATED), ("first-line", Line.UNTREATED), ("none", Line.UNTREATED),
     ("treated", Line.TREATED), ("second line", Line.TREATED), ("previously treated", Line.TREATED)],
)  # fmt: skip
def test_treatment_so_far_is_understood(typed: str, line: Line) -> None:
    assert resolve_request(SearchRequest(line=typed)).line is line


def test_a_center_is_any_that_treats_patients_or_the_one_named() -> None:
    everyone = resolve_request(SearchRequest(center="NCI")).centers
    assert len(everyone) > 50
    assert not [name for name in everyone if "Salk" in name or "Jackson Laboratory" in name]
    (mayo,) = resolve_request(SearchRequest(center="mayo")).centers
    assert "Mayo" in mayo
    with pytest.raises(NothingUnderstood, match="Narnia"):
        resolve_request(SearchRequest(center="Narnia"))


def test_a_city_is_searched_in_the_spelling_of_the_registry_too() -> None:
    munich = resolve_request(SearchRequest(cities=("München",)))
    assert munich.cities == ("München", "Munich")
    assert len(munich.city_points) == 1
    assert resolve_request(SearchRequest(cities=("Springfield",))).cities == ("Springfield",)


def test_a_city_that_no_list_knows_is_searched_and_said_to_be_unknown() -> None:
    spec = resolve_request(SearchRequest(cities=("Bostn",)))
    assert spec.cities == ("Bostn",)
    assert "“Bostn”" in spec.notes[0]


def test_sorting_by_distance_needs_somewhere_to_measure_from() -> None:
    with pytest.raises(UsageProblem, match="place to measure"):
        resolve_request(SearchRequest(sort="distance", states=("Texas",)))


def test_nothing_typed_asks_for_everything_open() -> None:
    assert resolve_request(SearchRequest()) == SearchSpec(statuses=OPEN_STATUSES)


@pytest.mark.parametrize(("unit", "radius"), [("mi", DEFAULT_RADIUS), ("km", DEFAULT_RADIUS_KM)])
def test_the_usual_radius_follows_the_unit(unit: str, radius: object) -> None:
    assert resolve_request(SearchRequest(near=("Boston, MA",), default_unit=unit)).within == radius


@pytest.mark.parametrize(
    ("request_", "unit"),
    [
        (SearchRequest(near=("Lyon, France",)), "km"),
        (SearchRequest(countries=("Germany",)), "km"),
        (SearchRequest(near=("London, UK",)), "mi"),
        (SearchRequest(near=("45.76,4.84",)), "mi"),
        (SearchRequest(near=("Boston, MA", "Toronto, Canada")), "mi"),
        (SearchRequest(near=("Lyon, France",), default_unit="mi"), "mi"),
        (SearchRequest(near=("Lyon, France",), within="50"), "km"),
    ],
)
def test_distances_are_told_as_is_usual_where_the_person_is(request_: SearchRequest, unit: str) -> None:
    assert resolve_request(request_).within.unit == unit


def test_a_name_of_several_places_is_what_the_option_asks_for() -> None:
    assert resolve_request(SearchRequest(states=("Georgia",))).states[0].country == "United States"
    assert resolve_request(SearchRequest(countries=("Georgia",))).countries[0].country == "Georgia"


def test_words_of_several_meanings_are_remembered_as_typed() -> None:
    with pytest.raises(AmbiguousWords) as caught:
        resolve_request(SearchRequest(near=("Springfield",)))
    assert caught.value.typed == "Springfield"
    assert caught.value.choices


def test_a_radius_needs_a_place() -> None:
    with pytest.raises(UsageProblem, match="needs a place"):
        resolve_request(SearchRequest(within="50mi"))
    with pytest.raises(NothingUnderstood):
        resolve_request(SearchRequest(countries=("Texas",)))


def test_a_stage_among_the_words_for_the_cancer_is_the_stage() -> None:
    spec = resolve_request(SearchRequest(cancer="metastatic breast cancer to the bone"))
    assert spec.stage is not None
    assert spec.stage.stages == {Stage.IV}
    assert "from “metastatic, to the bone”" in spec.stage.understood
    assert "--stage any" in spec.stage.understood


def test_the_option_for_the_stage_decides_and_says_so() -> None:
    spec = resolve_request(SearchRequest(cancer="stage 2 breast cancer", stage="4"))
    assert spec.stage is not None
    assert spec.stage.stages == {Stage.IV}
    assert spec.cancer is not None
    assert any("“stage 2” was not used" in note for note in spec.cancer.notes)


def test_dcis_is_stage_zero_unless_a_stage_is_told() -> None:
    spec = resolve_request(SearchRequest(cancer="ductal carcinoma in situ"))
    assert spec.stage is not None
    assert spec.stage.stages == {Stage.ZERO}
    assert "(from “DCIS”; --stage any looks at every stage)" in spec.stage.understood
    told = resolve_request(SearchRequest(cancer="DCIS", stage="1"))
    assert told.stage is not None
    assert told.stage.stages == {Stage.I}
    assert told.cancer is not None
    assert not any("not used" in note for note in told.cancer.notes)


@pytest.mark.parametrize(
    ("cancer", "stage", "places"),
    [
        ("breast cancer spread to bones", "", ("bone",)),
        ("lung cancer", "spread to the brain and liver", ("brain", "liver")),
        ("secondaries in the liver", "", ("liver",)),
        ("stomach cancer spread to the peritoneum", "", ("lining of the belly",)),
        ("breast cancer", "4", ()),
        ("breast cancer", "", ()),
    ],
)
def test_where_the_cancer_has_spread_to_is_understood(cancer: str, stage: str, places: tuple[str, ...]) -> None:
    assert resolve_request(SearchRequest(cancer=cancer, stage=stage)).spread == places


@pytest.mark.parametrize(
    ("cancer", "told", "ages"),
    [
        ("childhood leukemia", None, (0.0, 18.0)),
        ("kidney cancer in my baby", None, (0.0, 18.0)),
        ("bone cancer in a teenager", None, (0.0, 20.0)),
        ("childhood leukemia", 4.0, (4.0, None)),
        ("childhood leukemia survivor", None, (None, None)),
        ("leukemia", None, (None, None)),
    ],
)
def test_words_for_a_child_tell_an_age_until_it_is_told_exactly(
    cancer: str, told: float | None, ages: tuple[float | None, float | None]
) -> None:
    spec = resolve_request(SearchRequest(cancer=cancer, age=told))
    assert (spec.age_years, spec.age_to) == ages
