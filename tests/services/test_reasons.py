"""Every question asked gets one plain sentence, and the trial's words are quoted."""

from typing import Any

import pytest

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.stage import Extent, Line, Polarity, Stage, StageAsked, StageFinding
from trialfinder.services.reasons import reasons, stages_of_bits

NAMES = {
    "nsclc": "non-small cell lung cancer", "lung": "lung cancer", "solid-tumor": "any solid tumor",
    "brain-mets": "cancer spread to the brain",
}  # fmt: skip
NSCLC = CancerAsked("NSCLC", ("nsclc",), NAMES["nsclc"], frozenset({"nsclc"}), frozenset({"lung"}), frozenset({"solid-tumor"}))
FOUR = StageAsked(frozenset({Stage.IV}), "stage IV")
SAID = StageFinding(Stage.IV, Polarity.ACCEPTED, "has  spread to\nother organs", "inclusion", "metastatic")
TITLE = StageFinding(Stage.IV, Polarity.ACCEPTED, "Metastatic", "brief_title", "metastatic")
REFUSED = StageFinding(Stage.IV, Polarity.RULED_OUT, "no distant spread", "exclusion", "metastatic-excluded")


def row(**changes: Any) -> dict[str, Any]:
    base = {
        "match_group": "about", "about": ["nsclc"], "broad": [], "umbrella": [], "stage_fit": 0, "stage_applies": True,
        "stage_accepted": 16, "stage_ruled_out": 0, "age_fit": 0, "sex_fit": 0, "sex": "ALL", "min_age_years": None,
        "max_age_years": None, "place_fit": 0, "doubt": None, "sites": 1, "markers_excluded": [], "markers_required": [],
        "rollover": False, "rollover_words": "", "title": "SAMPLE trial", "spread_fit": 0, "spread_to": [], "spread_words": "", "line_fit": 0, "line": "unstated", "phase_fit": 0, "treatment_fit": 0, "study_type": "INTERVENTIONAL",
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
    ("fit", "words"), [(0, "mentions disease that came back"), (1, "says nothing clear about disease that came back")]
)
def test_an_extent_without_a_number_is_answered_too(fit: int, words: str) -> None:
    asked = StageAsked(frozenset(), "relapsed", frozenset({Extent.RECURRENT}))
    assert told(SearchSpec(stage=asked), stage_fit=fit) == (words,)
    assert told(SearchSpec(stage=asked), stage_fit=fit, stage_applies=False) == (words,)


def test_of_a_trial_for_many_cancers_the_words_on_the_one_asked_are_quoted() -> None:
    said = [
        StageFinding(Stage.IV, Polarity.ACCEPTED, f"metastatic {kind}", "inclusion", "metastatic")
        for kind in ("melanoma", "non-small cell lung carcinoma")
    ]
    asked = SearchSpec(cancer=NSCLC, stage=StageAsked(frozenset({Stage.IV}), "stage IV"))
    assert told(asked, *said) == ("takes stage IV: “metastatic non-small cell lung carcinoma” (who may join)",)


def test_a_wider_group_and_a_broader_disease_are_named() -> None:
    spec = SearchSpec(cancer=NSCLC)
    assert told(spec) == ()
    assert told(spec, match_group="umbrella", about=[], umbrella=["solid-tumor", "heme-any"]) == (
        "takes a wider group: any solid tumor",
    )
    assert told(spec, about=["lung"], broad=["lung"]) == ("names the broader disease, lung cancer, which includes yours",)
    spread = SearchSpec(cancer=NSCLC._replace(secondary=frozenset({"brain-mets"})))
    assert told(spread, about=["brain-mets"], umbrella=["solid-tumor"]) == (
        "is about cancer spread to the brain, and takes a wider group: any solid tumor",
    )
    assert told(spread, about=["nsclc", "brain-mets"]) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"markers_required": ["egfr"]}, "asks for EGFR-mutated disease"),
        ({"markers_excluded": ["egfr"]}, "may not take EGFR-mutated disease"),
        ({}, "says nothing clear about EGFR-mutated disease"),
    ],
)
def test_a_marker_is_answered_wherever_it_was_typed(changes: dict[str, Any], words: str) -> None:
    marker = Marker("egfr", "EGFR-mutated")
    assert told(SearchSpec(cancer=NSCLC._replace(markers=(marker,)), markers=(marker,)), **changes) == (words,)
    assert told(SearchSpec(markers=(marker,)), **changes) == (words,)


def test_a_marker_is_answered_in_the_words_of_the_trial() -> None:
    spec = SearchSpec(markers=(Marker("egfr", "EGFR-mutated"),))
    said = [{"marker": "egfr", "text": "an  EGFR exon 19 deletion", "section": "inclusion"}]
    assert reasons(row(markers_required=["egfr"]), (), spec, NAMES, said) == (
        "asks for EGFR-mutated disease: “an EGFR exon 19 deletion” (who may join)",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"min_age_years": 18.0}, "age: 18 years and older"),
        ({}, "age: any age"),
        ({"age_fit": 1, "min_age_years": 0.5}, "it depends on the exact age: 6 months and older"),
        ({"age_fit": 2, "min_age_years": 18.0}, "its age limits are 18 years and older"),
        ({"age_fit": 2, "min_age_years": 0.5, "max_age_years": 21.0}, "its age limits are 6 months to 21 years"),
    ],
)
def test_the_age_is_answered(changes: dict[str, Any], words: str) -> None:
    assert told(SearchSpec(age_years=10), **changes) == (words,)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sex": "ALL"}, "takes women and men"),
        ({"sex": "MALE"}, "takes men"),
        ({"sex": "ALL", "max_age_years": 17.0}, "takes girls and boys"),
        ({"sex_fit": 2, "sex": "FEMALE"}, "it takes women only"),
        ({"sex_fit": 1, "sex": ""}, "does not say whether it takes women, men or both"),
    ],
)
def test_the_sex_is_answered(changes: dict[str, Any], words: str) -> None:
    assert told(SearchSpec(sex="MALE"), **changes) == (words,)


@pytest.mark.parametrize(
    ("fit", "words"), [(0, "takes people not yet"), (1, "does not say"), (2, "seems to be for people already")]
)
def test_the_treatment_so_far_is_answered(fit: int, words: str) -> None:
    (sentence,) = told(SearchSpec(line=Line.UNTREATED), line_fit=fit)
    assert sentence.startswith(words)


def test_a_trial_that_follows_an_operation_is_not_closed_to_who_had_one() -> None:
    (sentence,) = told(SearchSpec(line=Line.TREATED), line_fit=1, line="untreated")
    assert sentence == "follows an operation; ask whether other treatment you had matters"


def test_what_the_registry_leaves_blank_about_the_kind_of_trial_is_said() -> None:
    spec = SearchSpec(phases=("PHASE2",), treatments=("surgery",))
    assert told(spec) == ()
    watching, unknown = told(spec, phase_fit=1, treatment_fit=1, study_type="OBSERVATIONAL")
    assert watching == "the registry gives no phase for it: it observes and tests no treatment"
    assert "could not be told" in unknown
    assert "ask which it is" in told(spec, phase_fit=1)[0]


@pytest.mark.parametrize(
    ("doubt", "words"),
    [("sites", "lists no sites"), ("distance", "exact place the registry does not give"), ("state", "names no state"),
     ("name", "name is withheld")],
)  # fmt: skip
def test_an_unknown_place_is_explained(doubt: str, words: str) -> None:
    (sentence,) = told(SearchSpec(facilities=("mercy",)), place_fit=1, doubt=doubt)
    assert words in sentence


def test_a_trial_of_an_earlier_one_says_so_whatever_was_asked() -> None:
    (sentence,) = told(SearchSpec(), rollover=True, rollover_words="participants  of the parent study")
    assert sentence == "seems to be only for people of an earlier trial: “participants of the parent study”"
    (sentence,) = told(SearchSpec(), rollover=True, rollover_words="SAMPLE trial")
    assert sentence == "seems to be only for people of an earlier trial, as its title says", "a long title is not read twice"


def test_what_keeps_a_trial_from_fitting_is_read_first() -> None:
    spec = SearchSpec(cancer=NSCLC, stage=FOUR, age_years=10, line=Line.TREATED)
    changes = {"match_group": "umbrella", "umbrella": ["solid-tumor"], "line_fit": 1, "age_fit": 2, "min_age_years": 18.0}
    group, against, open_question, fitting = told(spec, SAID, **changes)
    assert group.startswith("takes a wider group")
    assert against.startswith("its age limits")
    assert open_question.startswith("does not say")
    assert fitting.startswith("takes stage IV")


def test_bits_become_stages_in_order() -> None:
    assert stages_of_bits(17) == (Stage.ZERO, Stage.IV)
    assert stages_of_bits(0) == ()


def test_a_trial_for_one_place_of_spread_says_which() -> None:
    (sentence,) = told(SearchSpec(), spread_fit=1, spread_to=["brain", "lining of the brain"], spread_words="Brain  Metastases")
    assert sentence == (
        "seems to be only for cancer that has spread to the brain or the lining of the brain: “Brain Metastases” (title)"
    )


def test_a_marker_that_a_title_asks_for_is_told_to_who_did_not_name_it() -> None:
    def asked(marker: str, text: str) -> dict[str, str]:
        return {"marker": marker, "text": text, "section": "brief_title"}

    triple = [asked("her2-negative", "TNBC"), asked("hr-negative", "TNBC"), asked("triple-negative", "TNBC")]
    (sentence,) = reasons(row(), (), SearchSpec(), NAMES, triple)
    assert sentence == "also asks for triple negative disease, which a test shows: “TNBC” (title)"
    both = [asked("egfr-wild-type", "no EGFR or ALK change"), asked("alk-negative", "no EGFR or ALK change")]
    (sentence,) = reasons(row(), (), SearchSpec(), NAMES, both)
    assert sentence.startswith("also asks for EGFR wild-type / ALK-negative disease, which a test shows")
    told_it = SearchSpec(markers=(Marker("her2-negative", "HER2-negative"),))
    assert reasons(row(markers_required=["her2-negative"]), (), told_it, NAMES, triple) == (
        "asks for HER2-negative disease: “TNBC” (title)",
    )


def test_silence_about_a_marker_is_read_after_what_else_is_unclear() -> None:
    spec = SearchSpec(cancer=NSCLC, stage=FOUR, line=Line.TREATED, markers=(Marker("egfr", "EGFR-mutated"),))
    said = told(spec, SAID, line_fit=1)
    assert [sentence.split()[0] for sentence in said] == ["does", "says", "takes"]


def test_words_about_another_cancer_are_no_witness_while_there_are_better_ones() -> None:
    names = {**NAMES, "melanoma": "melanoma", "sclc": "small cell lung cancer"}
    other = StageFinding(Stage.IV, Polarity.ACCEPTED, "metastatic melanoma", "inclusion", "metastatic")
    short = StageFinding(Stage.IV, Polarity.ACCEPTED, "Stage IV SCLC cohort", "cohort", "stage-number")
    wide = StageFinding(Stage.IV, Polarity.ACCEPTED, "metastatic solid tumors such as melanoma", "brief_title", "metastatic")
    spec, about = SearchSpec(cancer=NSCLC, stage=FOUR), ["nsclc", "melanoma", "sclc"]
    assert "solid tumors" in reasons(row(about=about), (other, short, wide), spec, names)[0]
    assert reasons(row(about=about), (other,), spec, names)[0].startswith(
        "takes stage IV, by words about another of its cancers: “metastatic melanoma”"
    )
