"""Criteria cut into sections and items, with the way back to the raw words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.trial import Trial
from trialfinder.enrich.text import (
    EXCEPTION,
    EXCLUSION,
    INCLUSION,
    PATIENT,
    PRIOR,
    exclusion_items,
    inclusion_items,
    prepare,
    split_sections,
)


def told(criteria: str) -> list[tuple[str, str]]:
    return [(item.section, item.text) for item in split_sections(criteria).items]


def test_headings_open_sections() -> None:
    criteria = "Inclusion Criteria:\n\n* Adults\n* Breast cancer\n\nExclusion Criteria:\n\n* Pregnancy"
    assert told(criteria) == [(INCLUSION, "Adults"), (INCLUSION, "Breast cancer"), (EXCLUSION, "Pregnancy")]
    assert [item.text for item in inclusion_items(criteria)] == ["Adults", "Breast cancer"]
    assert [item.text for item in exclusion_items(criteria)] == ["Pregnancy"]


@pytest.mark.parametrize(
    "heading",
    ["Exclusion Criteria:", "EXCLUSION CRITERIA", "**Exclusion criteria**", "Key Exclusion Criteria:", "Non-inclusion criteria:",
     "Ineligibility criteria:", "Exclusions:", "Criteria for exclusion:", "2. Exclusion criteria:"],
)  # fmt: skip
def test_exclusion_is_known_by_any_of_its_names(heading: str) -> None:
    assert told(f"Inclusion Criteria:\n\n* Adults\n\n{heading}\n\n* Pregnancy")[-1] == (EXCLUSION, "Pregnancy")


@pytest.mark.parametrize(
    "sentence",
    ["Stage IV disease is excluded", "Meets all the inclusion criteria of the parent study", "Other criteria may apply",
     "Inclusion of women and minorities", "Adults with inclusion body myositis are not excluded, nor are those who take part in another study of the same kind"],
)  # fmt: skip
def test_a_sentence_is_no_heading(sentence: str) -> None:
    assert told(f"Inclusion Criteria:\n\n* Adults\n* {sentence}") == [(INCLUSION, "Adults"), (INCLUSION, sentence)]


def test_text_without_headings_says_who_may_enter() -> None:
    sections = split_sections("Adults\nBreast cancer")
    assert {item.section for item in sections.items} == {INCLUSION}


def test_headings_inside_a_line_open_sections_too() -> None:
    criteria = "DISEASE CHARACTERISTICS: Sarcoma PATIENT CHARACTERISTICS: Age: 18 PRIOR CONCURRENT THERAPY: None"
    assert [section for section, _text in told(criteria)] == [INCLUSION, PATIENT, PRIOR]


def test_a_lead_that_shuts_out_turns_its_list() -> None:
    criteria = "Participants must not have any of the following:\n\n* Metastases\n* Pregnancy"
    assert told(criteria)[1:] == [(EXCLUSION, "Metastases"), (EXCLUSION, "Pregnancy")]


def test_what_is_excepted_from_an_exclusion_is_neither_in_nor_out() -> None:
    criteria = "Exclusion Criteria:\n\n* Other cancers, except:\n  * DCIS\n* Pregnancy"
    assert told(criteria)[1:] == [(EXCEPTION, "DCIS"), (EXCLUSION, "Pregnancy")]


def test_items_know_their_heading_lead_and_depth() -> None:
    criteria = "Inclusion Criteria:\n\nCohort B:\n\n* One of these:\n  1. Stage II\n  2. Stage III"
    items = {item.text: item for item in split_sections(criteria).items}
    assert items["Stage II"].heading == "Cohort B"
    assert items["Stage III"].lead == "One of these:"
    assert items["Stage III"].depth == items["Stage II"].depth > items["One of these:"].depth


def test_a_line_that_goes_on_in_lower_case_belongs_to_the_one_before() -> None:
    assert told("* Breast cancer that\nhas spread\n* Adults") == [
        (INCLUSION, "Breast cancer that\nhas spread"),
        (INCLUSION, "Adults"),
    ]


@pytest.mark.parametrize("mark", ["* ", "- ", "• ", "•", "1. ", "(a) ", "b) ", "1.2.3 ", "iii. ", "o "])
def test_marks_of_lists_are_not_part_of_the_words(mark: str) -> None:
    assert told(f"{mark}Adults") == [(INCLUSION, "Adults")]


def test_escapes_are_folded_and_the_raw_words_quoted() -> None:
    raw = "* Platelets \\>= 100 and stage Ⅲ disease"
    item = split_sections(raw).items[0]
    start = item.text.index("III")
    assert "\\" not in item.text
    assert item.quote(start, start + 3) == "Ⅲ"
    assert raw[slice(*item.raw_span(start, start + 3))] == "Ⅲ"


def test_empty_criteria_have_no_items() -> None:
    assert split_sections(" \n ").items == ()
    assert split_sections("*\n* \nInclusion Criteria:").items == ()


def test_a_trial_is_prepared_once_for_all_readers() -> None:
    text = prepare(
        Trial("NCT99000001", brief_title="A", brief_summary="B &amp; C", conditions=("D",), keywords=("E",), criteria="F")
    )
    assert [item.text for item in (*text.titles, *text.conditions, *text.keywords, text.summary)] == ["A", "D", "E", "B & C"]
    assert text.criteria.items[0].quote(0, 1) == "F"


@given(st.text(max_size=300))
def test_whatever_is_delivered_every_item_stands_in_it(criteria: str) -> None:
    for item in split_sections(criteria).items:
        start, end = item.raw_span(0, len(item.text))
        assert 0 <= start <= end <= len(criteria)
        assert item.quote(0, len(item.text)) == criteria[start:end]
