"""Whatever is typed becomes a question, or a sentence about why not; nothing else."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, TrialfinderError, UsageProblem
from trialfinder.domain.place import PlaceKind
from trialfinder.domain.query import DEFAULT_RADIUS, DEFAULT_RADIUS_KM, SearchSpec
from trialfinder.domain.trial import OPEN_STATUSES
from trialfinder.services.request import SearchRequest, resolve_request

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


def test_nothing_typed_asks_for_everything_open() -> None:
    assert resolve_request(SearchRequest()) == SearchSpec(statuses=OPEN_STATUSES)


@pytest.mark.parametrize(("unit", "radius"), [("mi", DEFAULT_RADIUS), ("km", DEFAULT_RADIUS_KM)])
def test_the_usual_radius_follows_the_unit(unit: str, radius: object) -> None:
    assert resolve_request(SearchRequest(near=("Boston, MA",), default_unit=unit)).within == radius


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
