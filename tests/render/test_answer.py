"""Whole answers, as a person sees them."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from trialfinder.domain.place import Distance
from trialfinder.domain.query import Fit, Hit, SearchResult
from trialfinder.render.answer import echo, render_human, summary
from trialfinder.render.layout import columns


@pytest.mark.parametrize(("style", "width"), [("table", 80), ("table", 100), ("table", 200), ("list", 80), ("auto", 120)])
def test_answers_look_as_they_did(style: str, width: int, result: SearchResult, golden: Callable[[str, str], None]) -> None:
    text = render_human(result, width, False, style)
    golden(f"answer_{style}_{width}.txt", text)
    assert max(map(columns, text.splitlines())) <= width


@pytest.mark.parametrize("width", [40, 60, 80, 99, 100, 137])
@pytest.mark.parametrize("style", ["auto", "table", "list"])
def test_nothing_is_wider_than_the_screen_and_nothing_is_cut(style: str, width: int, result: SearchResult) -> None:
    text = render_human(result, width, False, style)
    assert max(map(columns, text.splitlines())) <= width
    assert "NCT99000002" in "".join(text.split())


def test_colour_adds_nothing_but_colour(result: SearchResult) -> None:
    for style in ("table", "list"):
        assert re.sub(r"\x1b\[[\d;]*m", "", render_human(result, 120, True, style)) == render_human(result, 120, False, style)


def test_the_list_draws_no_lines(result: SearchResult) -> None:
    assert not set("─│┌|+") & set(render_human(result, 80, False, "list").replace("+1 800", ""))


def test_never_says_eligible(result: SearchResult) -> None:
    assert "eligib" not in render_human(result, 100, False).lower()


def test_control_characters_of_the_registry_never_reach_the_terminal(result: SearchResult, hit: Hit) -> None:
    hostile = replace(hit, title="\x1b]0;evil\x07A\x9b31m \u202etitle\r\nB", reasons=("\x1b[2J",))
    text = render_human(replace(result, hits=(hostile,)), 100, False)
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(text)


def test_counts_are_told_without_a_silent_cut(result: SearchResult) -> None:
    assert summary(result) == (
        "47 trials may fit: 31 fit what you told us, 16 are unclear. 12 more may not fit (--include-unfit lists them)."
        " Showing 3 of 47; --all for the rest."
    )
    assert summary(replace(result, counts={}, hits=(), total=0)) == "No trial was found that fits what you told us."


def test_the_usual_radius_is_said_aloud(result: SearchResult) -> None:
    assert "Place: Boston, Massachusetts, within 100 miles (about 160 km), the usual radius; --within changes it" in echo(result)
    typed = replace(result, spec=replace(result.spec, within=Distance(30, "km"), within_given=True))
    assert "Place: Boston, Massachusetts, within 30 km (about 19 miles)" in echo(typed)


def test_sample_data_say_so_at_both_ends(result: SearchResult) -> None:
    text = render_human(replace(result, facts=replace(result.facts, sample=True)), 80, False)
    assert text.startswith("*** SAMPLE DATA")
    assert text.rstrip().endswith("***")


def test_unfit_comes_last_in_its_group(result: SearchResult, hit: Hit) -> None:
    text = render_human(replace(result, hits=(replace(hit, fit=Fit.UNFIT, nct_id="NCT99000009"), hit)), 80, False)
    assert text.index("NCT99000001") < text.index("NCT99000009")
    assert "MAY NOT FIT" in text
