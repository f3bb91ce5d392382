"""What a person's words for a cancer mean."""

import csv
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, UsageProblem
from trialfinder.resolve import terms_stage
from trialfinder.resolve.stage import resolve_stage
from trialfinder.resolve.terms import resolve_cancer
from trialfinder.resolve.terms_ambiguous import ambiguous
from trialfinder.resolve.terms_spelling import corrected, suggest
from trialfinder.vocab.cancers_words import normalise

with (Path(__file__).with_name("cases") / "cancers.csv").open(encoding="utf-8", newline="") as _handle:
    CASES = list(csv.DictReader(_handle))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"])
def test_the_ways_people_name_a_cancer_resolve_or_ask(case: dict[str, str]) -> None:
    refusal = {"?": AmbiguousWords, "-": NothingUnderstood}.get(case["concepts"])
    if refusal is not None:
        with pytest.raises(refusal):
            resolve_cancer(case["words"])
        return
    asked = resolve_cancer(case["words"])
    assert ";".join(asked.concepts) == case["concepts"]
    assert ";".join(marker.id for marker in asked.markers) == case["markers"]
    assert asked.stage_words == case["stage"]
    assert not any("not used" in note for note in asked.notes)


@pytest.mark.parametrize("words", sorted({case["stage"] for case in CASES} - {""}))
def test_the_words_split_off_are_words_for_a_stage(words: str) -> None:
    assert resolve_stage(words).understood


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("early onset colorectal cancer", ""),
        ("grade 3a follicular lymphoma", ""),
        ("type 2 papillary kidney cancer", ""),
        ("DCIS", ""),
        ("brain metastases", ""),
        ("advanced systemic mastocytosis", ""),
        ("stage 4 glioblastoma", ""),
        ("relapsed AML", "relapsed"),
        ("lung cancer IIIB", "iiib"),
    ],
)
def test_a_stage_is_split_off_only_where_it_is_one(words: str, stage: str) -> None:
    assert resolve_cancer(words).stage_words == stage


def test_where_a_cancer_has_spread_to_is_not_the_cancer() -> None:
    assert resolve_cancer("breast cancer spread to the liver").concepts == ("breast",)
    assert resolve_cancer("cancer in the brain that started in the lung").concepts == ("lung", "brain-mets")
    assert resolve_cancer("secondaries in the liver").concepts == ("liver-mets",)


@pytest.mark.parametrize(
    ("words", "name", "direct", "secondary"),
    [
        ("breast cancer with brain metastases", "breast cancer with cancer spread to the brain", "breast", {"brain-mets"}),
        ("leptomeningeal disease, melanoma", "melanoma with cancer in the lining of the brain", "melanoma", {"leptomeningeal"}),
        ("brain metastases", "cancer spread to the brain", "brain-mets", set()),
        ("lymphoma with brain metastases", "lymphoma and cancer spread to the brain", "brain-mets", set()),
        ("ovarian and peritoneal cancer", "ovarian cancer and peritoneal cancer", "primary-peritoneal", set()),
    ],
    ids=["first and spread", "lining", "spread alone", "not taken as a solid tumor", "a name for several cancers"],
)
def test_where_it_has_spread_to_is_kept_apart_from_where_it_began(
    words: str, name: str, direct: str, secondary: set[str]
) -> None:
    asked = resolve_cancer(words)
    assert asked.name == name
    assert asked.secondary == secondary
    assert direct in asked.direct
    assert not asked.direct & asked.secondary


def test_the_bare_word_for_an_organ_beside_a_cancer_only_says_where_it_is() -> None:
    asked = resolve_cancer("stomach lymphoma")
    assert asked.concepts == ("lymphoma",)
    assert any("stomach" in note for note in asked.notes)


@pytest.mark.parametrize("words", ["clear cell carcinoma", "secondary breast cancer", "arm cancer", "hip cancer"])
def test_a_known_word_is_never_corrected_into_another(words: str) -> None:
    assert corrected(words) == ""


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("clear cell sarkoma", "clear-cell-sarcoma"),
        ("melanomaa", "melanoma"),
        ("mantle cel lymphoma", "mcl"),
        ("nno hodgkin lymphoma", "nhl"),
        ("renal cll carcinoma", "rcc"),
    ],
)
def test_an_unknown_word_is_corrected(words: str, concept: str) -> None:
    assert resolve_cancer(words).concepts == (concept,)
    assert corrected(normalise(words))


@pytest.mark.parametrize(
    ("words", "concepts", "stage", "markers"),
    [
        ("stage 4 brest cancer", {"breast"}, "stage 4", set()),
        ("lung cancer stge 4", {"lung"}, "stage 4", set()),
        ("metastic lung cancer", {"lung"}, "metastatic", set()),
        ("brest cancer spread to livr", {"breast"}, "spread to liver", set()),
        ("triple negitive breast cancer", {"breast"}, "", {"triple-negative"}),
        ("her2 positve brest cancer", {"breast"}, "", {"her2-positive"}),
        ("brain tumir", {"brain"}, "", set()),
    ],
)
def test_slips_in_any_of_the_words_are_put_right_and_marked(
    words: str, concepts: set[str], stage: str, markers: set[str]
) -> None:
    asked = resolve_cancer(words)
    assert (set(asked.concepts), asked.stage_words, {m.id for m in asked.markers}) == (concepts, stage, markers)
    assert asked.corrected


def test_every_choice_of_every_question_is_an_answer() -> None:
    for words, choices in ambiguous().items():
        assert len(choices) >= 2, words
        for label, ask in choices:
            assert resolve_cancer(ask).concepts, (words, label)


def test_the_choices_keep_the_rest_of_the_words() -> None:
    with pytest.raises(AmbiguousWords) as raised:
        resolve_cancer("metastatic SCC")
    assert ("head and neck squamous cell cancer", "metastatic head and neck squamous cell cancer") in raised.value.choices


def test_words_for_a_child_tell_how_old_it_is_at_most() -> None:
    assert resolve_cancer("childhood leukemia").younger_than == 18
    assert resolve_cancer("leukemia in a teenager").younger_than == 20
    assert resolve_cancer("adult survivor of childhood leukemia").younger_than is None
    assert resolve_cancer("leukemia").younger_than is None


@pytest.mark.parametrize(
    ("words", "concepts"),
    [
        ("stomach cancer", {"stomach"}),
        ("GBM", {"glioblastoma"}),
        ("cancer of the food pipe", {"esophagus"}),
        ("blood cancer", {"heme-any"}),
        ("womb cancer", {"uterus"}),
        ("throat cancer", {"pharynx", "larynx"}),
        ("brain cancer", {"brain"}),
        ("MDS", {"mds"}),
        ("kidney", {"kidney"}),
        ("my mum has bowel cancer", {"crc"}),
        ("stage 4 breast cancer", {"breast"}),
        ("bladder and kidney cancer", {"bladder", "kidney"}),
    ],
)
def test_plain_words_name_their_cancer(words: str, concepts: set[str]) -> None:
    asked = resolve_cancer(words)
    assert set(asked.concepts) == concepts
    assert not asked.corrected


@pytest.mark.parametrize(
    ("words", "concept"), [("brest cancer", "breast"), ("lukemia", "leukemia"), ("multiple mieloma", "myeloma")]
)
def test_a_slip_of_the_keyboard_is_corrected_and_marked(words: str, concept: str) -> None:
    asked = resolve_cancer(words)
    assert asked.concepts == (concept,)
    assert asked.corrected


@pytest.mark.parametrize("words", ["ALL", "all", "NET", "MM"])
def test_abbreviations_with_unrelated_meanings_are_asked_about(words: str) -> None:
    with pytest.raises(AmbiguousWords) as raised:
        resolve_cancer(words)
    assert len(raised.value.choices) >= 2
    for _, ask in raised.value.choices:
        assert resolve_cancer(ask).concepts


@pytest.mark.parametrize("words", ["", "zzzzz", "GMB"])
def test_words_that_mean_nothing_here_are_refused(words: str) -> None:
    with pytest.raises(NothingUnderstood):
        resolve_cancer(words)


def test_a_refusal_suggests_what_is_near() -> None:
    assert "pancreatic cancer" in suggest("pancratik canser")
    assert suggest("qqqqqqq") == ()


@pytest.mark.parametrize(
    ("words", "concept", "marker"),
    [
        ("HER2-positive breast cancer", "breast", "her2-positive"),
        ("her2 negative breast cancer", "breast", "her2-negative"),
        ("triple negative", "breast", "triple-negative"),
        ("TNBC", "breast", "triple-negative"),
        ("EGFR lung cancer", "lung", "egfr"),
        ("KRAS G12C colon cancer", "colon", "kras-g12c"),
        ("FLT3 AML", "aml", "flt3"),
        ("Ph+ ALL", "all", "ph-positive"),
        ("t(11;14) myeloma", "myeloma", "t1114"),
        ("MSI-H colorectal cancer", "crc", "msi-h"),
        ("BRAF V600E melanoma", "melanoma", "braf"),
    ],
)
def test_markers_are_split_off(words: str, concept: str, marker: str) -> None:
    asked = resolve_cancer(words)
    assert asked.concepts == (concept,)
    assert marker in {m.id for m in asked.markers}


def test_children_are_included_and_cousins_are_not() -> None:
    asked = resolve_cancer("NSCLC")
    assert "nsclc-adeno" in asked.direct
    assert "sclc" not in asked.direct | asked.broader
    assert "lung" in asked.broader
    assert {"solid-tumor", "any-cancer"} <= asked.umbrellas


def test_a_kind_with_two_parents_does_not_bring_the_umbrellas_of_the_other() -> None:
    assert "solid-tumor" not in resolve_cancer("lymphoma").umbrellas


def test_staging_is_said_not_to_apply() -> None:
    assert not resolve_cancer("AML").staged
    assert resolve_cancer("lung cancer").staged


def test_a_union_says_what_it_covers() -> None:
    asked = resolve_cancer("skin cancer")
    assert "melanoma" in asked.covers


def test_words_that_could_not_be_used_are_named() -> None:
    assert any("xylophone" in note for note in resolve_cancer("xylophone breast cancer").notes)


def test_known_words_do_not_load_the_spelling_corrector() -> None:
    code = "import sys; from trialfinder.resolve.terms import resolve_cancer as r; r('HER2 breast cancer'); r('stage 4 GBM'); sys.exit('rapidfuzz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_anything_typed_is_answered_or_refused_politely(words: str) -> None:
    with suppress(UsageProblem):
        assert resolve_cancer(words).concepts


@pytest.mark.parametrize("words", ["kidney cancer in a child", "my kid's kidney cancer"])
def test_a_cancer_of_a_child_is_also_what_goes_by_that_name_in_childhood(words: str) -> None:
    asked = resolve_cancer(words)
    assert set(asked.concepts) == {"wilms", "kidney"}
    assert not any("is not" in note for note in asked.notes), "what is searched too need not be searched for by its own name"
    assert resolve_cancer("eye cancer in a baby").concepts == ("eye",), "which holds its kind in childhood"
    assert resolve_cancer("kidney cancer").concepts == ("kidney",)


def test_several_cancers_are_named_once() -> None:
    assert resolve_cancer("throat cancer").covers == ()


@given(st.from_regex(terms_stage._WORDS))
def test_every_word_for_a_stage_is_looked_for(words: str) -> None:
    assert terms_stage.may_tell_a_stage(words)
