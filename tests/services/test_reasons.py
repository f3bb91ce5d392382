"""Every question asked gets one plain sentence, and the trial's words are quoted."""

from typing import Any

import pytest

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.stage import Extent, Polarity, Stage, StageAsked, StageFinding
from trialfinder.services.reasons import reasons, stages_of_bits

NAMES = {"nsclc": "non-small cell lung cancer", "lung": "lung cancer", "solid-tumor": "any solid tumor"}
NSCLC = CancerAsked("NSCLC", ("nsclc",), NAMES["nsclc"], frozenset({"nsclc"}), frozenset({"lung"}), frozenset({"solid-tumor"}))
FOUR = StageAsked(frozenset({Stage.IV}), "stage IV")
SAID = StageFinding(Stage.IV, Polarity.ACCEPTED, "has  spread to\nother organs", "inclusion", "metastatic")
TITLE = StageFinding(Stage.IV, Polarity.ACCEPTED, "Metastatic", "brief_title", "metastatic")
REFUSED = StageFinding(Stage.IV, Polarity.RULED_OUT, "no distant spread", "exclusion", "metastatic-excluded")


def row(**changes: Any) -> dict[str, Any]:
    base = {
        "match_group": "about", "about": ["nsclc"], "broad": [], "umbrella": [], "stage_fit": 0, "stage_applies": True,
        "stage_accepted": 16, "stage_ruled_out": 0, "age_fit": 0, "sex_fit": 0, "sex": "ALL", "min_age_years": None,
        "max_age_years": None, "place_fit": 0, "sites": 1, "markers_excluded": [], "markers_required": [],
    }  # fmt: skip
    return {**base, **changes}


def told(spec: SearchSpec, *evidence: StageFinding, **changes: Any) -> tuple[str, ...]:
    return reasons(row(**changes), evidence, spec, NAMES)


@pytest.mark.parametrize(
    ("changes", "evidence", "sentence"),
    [
        ({}, (TITLE, SAID), "takes stage IV: “has spread to other organs” (who may join)"),
        ({}, (), "takes stage IV"),
        ({"stage_fit": 2, "stage_ruled_out": 16}, (REFUSED,), "may not take stage IV: “no distant spread” (who may not join)"),
        ({"stage_fit": 1, "stage_accepted": 0}, (), "does not say whether it takes stage IV"),
        ({"stage_applies": False, "stage_fit": 1}, (), "this cancer is not staged by numbers"),
    ],
)
def test_a_stage_is_answered_in_the_words_of_the_trial(
    changes: dict[str, Any], evidence: tuple[StageFinding, ...], sentence: str
) -> None:
    assert told(SearchSpec(stage=FOUR), *evidence, **changes) == (sentence,)


def test_a_long_quotation_is_shortened_at_a_word() -> None:
    long = StageFinding(Stage.IV, Polarity.ACCEPTED, "word " * 60, "inclusion", "r")
    (sentence,) = told(SearchSpec(stage=FOUR), long)
    assert sentence.endswith("word …” (who may join)")
    assert len(sentence) < 170


@pytest.mark.parametrize(
    ("accepted", "ruled_out", "sentence"),
    [
        (8, 0, "takes stage III, less clear for the rest"),
        (0, 16, "rules out part of stages III and IV"),
        (0, 0, "does not say whether it takes stages III and IV"),
    ],
)
def test_words_that_leave_the_stage_open_are_answered_in_part(accepted: int, ruled_out: int, sentence: str) -> None:
    asked = StageAsked(frozenset({Stage.III, Stage.IV}), "advanced")
    assert told(SearchSpec(stage=asked), stage_fit=1, stage_accepted=accepted, stage_ruled_out=ruled_out) == (sentence,)


@pytest.mark.parametrize(
    ("fit", "words"), [(0, "mentions disease that came back"), (1, "does not say whether it takes disease that came back")]
)
def test_an_extent_without_a_number_is_answered_too(fit: int, words: str) -> None:
    asked = StageAsked(frozenset(), "relapsed", frozenset({Extent.RECURRENT}))
    assert told(SearchSpec(stage=asked), stage_fit=fit) == (words,)


def test_a_wider_group_and_a_broader_disease_are_named() -> None:
    spec = SearchSpec(cancer=NSCLC)
    assert told(spec) == ()
    assert told(spec, match_group="umbrella", about=[], umbrella=["solid-tumor", "heme-any"]) == (
        "takes a wider group: any solid tumor",
    )
    assert told(spec, about=["lung"], broad=["lung"]) == ("names the broader disease, lung cancer, which includes yours",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"markers_required": ["egfr"]}, "asks for EGFR mutation"),
        ({"markers_excluded": ["egfr"]}, "excludes EGFR mutation"),
        ({}, "does not mention EGFR mutation"),
    ],
)
def test_a_marker_is_answered(changes: dict[str, Any], words: str) -> None:
    from dataclasses import replace

    spec = SearchSpec(cancer=replace(NSCLC, markers=(Marker("egfr", "EGFR mutation"),)))
    assert told(spec, **changes) == (words,)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age_fit": 2, "min_age_years": 18.0}, "its age limits are 18 years and older"),
        ({"age_fit": 2, "max_age_years": 21.0}, "its age limits are up to 21 years"),
        ({"age_fit": 2, "min_age_years": 0.5, "max_age_years": 21.0}, "its age limits are 0.5 to 21 years"),
        ({"sex_fit": 2, "sex": "FEMALE"}, "it takes women only"),
        ({"sex_fit": 2, "sex": "MALE"}, "it takes men only"),
        ({"sex_fit": 1, "sex": ""}, "it does not say whether it takes women, men or both"),
    ],
)
def test_age_and_sex_are_answered_when_they_matter(changes: dict[str, Any], words: str) -> None:
    assert told(SearchSpec(age_years=10, sex="MALE"), **changes) == (words,)


@pytest.mark.parametrize(("sites", "words"), [(0, "lists no sites"), (2, "exact place the registry does not give")])
def test_an_unknown_distance_is_explained(sites: int, words: str) -> None:
    place = Place("02115", "Boston", PlaceKind.POINT, None)
    (sentence,) = told(SearchSpec(places=(place,)), place_fit=1, sites=sites)
    assert words in sentence


def test_bits_become_stages_in_order() -> None:
    assert stages_of_bits(17) == (Stage.ZERO, Stage.IV)
    assert stages_of_bits(0) == ()
