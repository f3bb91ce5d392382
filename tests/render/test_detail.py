"""One trial in full."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.detail import NamedFinding, TrialDetail
from trialfinder.domain.query import Fit
from trialfinder.domain.stage import StageReading
from trialfinder.domain.trial import Trial
from trialfinder.render.criteria import criteria_items, unescaped
from trialfinder.render.detail import render_trial
from trialfinder.render.layout import columns
from trialfinder.render.page import Item


def test_the_page_looks_as_it_did(detail: TrialDetail, golden: Callable[[str, str], None]) -> None:
    golden("trial_80.txt", render_trial(detail, 80, False))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_screen(width: int, detail: TrialDetail) -> None:
    text = render_trial(detail, width, False)
    assert max(map(columns, text.splitlines())) <= width
    assert "\x1b" not in text


def test_an_almost_empty_record_still_makes_a_page(detail: TrialDetail) -> None:
    bare = replace(detail, trial=Trial("NCT99000077"), cancers=(), stage=StageReading(applies=False), sites=(), fit=None)
    text = render_trial(bare, 80, False)
    assert "The record lists no sites yet." in text
    assert "No contact is listed anywhere" in text
    assert "not staged by numbers" in text
    assert "Ask the study team" in text


def test_more_open_sites_than_shown_are_counted(detail: TrialDetail) -> None:
    many = replace(detail, sites=detail.sites[1:2] * 30)
    assert "30 of 30 sites may take people. Showing 8 of 30; --all for the rest." in render_trial(many, 100, False)
    assert "Showing" not in render_trial(replace(many, all_sites=True), 100, False)


def test_closed_sites_only_are_said_to_be_closed(detail: TrialDetail) -> None:
    assert "None of its 1 site is open now." in render_trial(replace(detail, sites=detail.sites[:1]), 80, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inclusion Criteria:\n\n* ANC \\>= 1,500", [Item("Inclusion Criteria:", "", heading=True), Item("ANC >= 1,500")]),
        ("* Any of:\n\n  1. ER \\<1 %\n  2. PR &lt;1 %", [Item("Any of:"), Item("ER <1 %", "1.", 1), Item("PR <1 %", "2.", 1)]),
        ("* wrapped\n  line\n* next", [Item("wrapped line"), Item("next")]),
        ("o One\no Two\nopen words", [Item("One"), Item("Two"), Item("open words", "")]),
        ("Loose words \x1b[31mof a record.", [Item("Loose words [31mof a record.", "")]),
        ("", []),
    ],
)
def test_criteria_keep_every_word_and_lose_the_escapes(text: str, expected: list[Item]) -> None:
    assert list(criteria_items(text)) == expected


def test_escapes_and_entities_are_undone() -> None:
    assert unescaped("a \\< b &lt; c") == "a < b < c"


def test_why_names_the_rules_and_every_finding(detail: TrialDetail) -> None:
    text = render_trial(detail, 80, False, why=True)
    assert "[rule metastatic]" in text
    assert "[rule" not in render_trial(detail, 80, False)


def test_a_trial_that_may_not_fit_is_not_headed_as_if_it_did(detail: TrialDetail) -> None:
    text = render_trial(replace(detail, fit=Fit.UNFIT), 80, True)
    assert "Why it may not fit" in text
    assert "Why it may fit" not in text


def test_a_kind_that_the_record_does_not_name_is_not_told_as_named(detail: TrialDetail) -> None:
    rest = NamedFinding("skin melanoma", CancerFinding("melanoma-cutaneous", Relation.REST, "conditions", "Melanoma"))
    text = render_trial(replace(detail, cancers=(rest,)), 120, False)
    assert "skin melanoma (a kind that it does not rule out): “Melanoma” (conditions)" in text
