"""The page by kind of treatment."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.enriched import Treatment
from trialfinder.domain.options import Example, KindGroup, OptionsResult
from trialfinder.domain.query import Fit, Group, SearchResult, Suggestion
from trialfinder.render.kinds import LESS, MEANINGS, design
from trialfinder.render.layout import columns
from trialfinder.render.options import render_markdown, render_options
from trialfinder.render.options_data import HEADER, csv_lines, document, jsonl

ADDED = Comparison(
    (("Examplumab",),), (("placebo",),), ("Docetaxel", "Trastuzumab"), groups=2, random=True, placebo=True
)  # fmt: skip
ALONE = Comparison((("XY-12345",), ("XY-12345", "Docetaxel")), groups=2)


@pytest.fixture
def options(result: SearchResult) -> OptionsResult:
    first, second, third = result.hits
    answer = result._replace(hits=())
    chemo = KindGroup(
        "chemotherapy",
        {(Group.ABOUT, Fit.FITS): 4},
        2,
        ("NCT99000001", *(f"NCT9900001{n}" for n in range(3))),
        (Example(first, ADDED),),
    )
    immune = KindGroup("immunotherapy", {(Group.ABOUT, Fit.FITS): 1}, 1, ("NCT99000001",), (Example(first, ADDED),))
    targeted = KindGroup("targeted therapy", {(Group.UMBRELLA, Fit.FITS): 1}, 0, ("NCT99000003",), (Example(third, ALONE),))
    watching = KindGroup(
        "observation and registry",
        {(Group.ABOUT, Fit.UNCLEAR): 1},
        1,
        ("NCT99000002",),
        (Example(second, Comparison(observes=True)),),
    )
    kinds = (chemo, immune, targeted, watching)
    absent = tuple(kind for kind in Treatment if kind not in {*(group.kind for group in kinds), Treatment.OTHER})
    return OptionsResult(answer, kinds, replace(watching, kind=""), absent, several=1)


@pytest.mark.parametrize("width", [80, 200])
def test_the_page_looks_as_it_did(options: OptionsResult, golden: Callable[[str, str], None], width: int) -> None:
    golden(f"options_{width}.txt", render_options(options, width, color=False))


def test_the_page_as_markdown_looks_as_it_did(options: OptionsResult, golden: Callable[[str, str], None]) -> None:
    golden("options.md", render_markdown(options))


@pytest.mark.parametrize("width", [40, 72, 80, 120])
def test_no_line_is_wider_than_asked(options: OptionsResult, width: int) -> None:
    lines = render_options(options, width, color=False).splitlines()
    commands = [line for line in lines if line.startswith("  trialfinder ")]
    assert len(commands) == 3, "each in one piece, to be copied"
    assert max(columns(line) for line in lines if line not in commands) <= width


def test_a_trial_of_two_kinds_is_told_once_and_pointed_to_after(options: OptionsResult) -> None:
    text = " ".join(render_options(options, 110, color=False).split())
    assert "1 of them tests more than one kind and stands under each" in text
    assert "NCT99000001: see number 1 above, under chemotherapy" in text


def test_a_cut_is_said_and_missing_kinds_are_named(options: OptionsResult) -> None:
    text = " ".join(render_options(options, 110, color=False).split())
    assert "Showing 1 of 4, those that fit first, then the nearest; --all for the rest." in text
    assert "No trial found of: surgery, radiation" in text


def test_colour_adds_no_words(options: OptionsResult) -> None:
    import re

    plain, painted = render_options(options, 80, color=False), render_options(options, 80, color=True)
    assert painted != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain


def test_registry_text_cannot_become_markup(options: OptionsResult) -> None:
    example = options.kinds[0].examples[0]
    evil = replace(example, hit=example.hit._replace(title="<script> *bold* [link](https://evil.example/a_b_c)\x1b[31m"))
    kinds = (replace(options.kinds[0], examples=(evil,)), *options.kinds[1:])
    text = render_markdown(replace(options, kinds=kinds))
    assert r"\<script\> \*bold\* \[link\]" in text
    assert "\x1b" not in text


def test_an_empty_answer_says_why_and_still_tells_what_to_do(options: OptionsResult) -> None:
    answer = options.answer._replace(total=0, counts={}, suggestion=Suggestion(("--within 300mi",), 12))
    empty = replace(options, answer=answer, kinds=(), less=None, several=0)
    text = render_options(empty, 80, color=False)
    assert "No trial was found" in text
    assert "Try next (12 more trials):" in text
    assert "second opinion" in text


def test_every_kind_has_one_plain_sentence() -> None:
    assert set(MEANINGS) == {*Treatment, LESS}
    assert all(meaning.endswith(".") and meaning[:-1].count(". ") == 0 for meaning in MEANINGS.values())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (ADDED, ("Examplumab, added to Docetaxel, Trastuzumab", "with placebo plus Docetaxel, Trastuzumab", "chance decides")),
        (replace(ADDED, compared=((),), placebo=False), ("Examplumab, added to", "with Docetaxel, Trastuzumab alone", "chance")),
        (replace(ADDED, shared=(), compared=((),)), ("Examplumab", "with nothing added", "some get a placebo")),
        (ALONE, ("(a) XY-12345; (b) XY-12345, Docetaxel", "2 groups, not chosen by chance")),
        (Comparison((("A",),), groups=1), ("A", "everyone gets the same")),
        (Comparison((("A",),), groups=3, random=True), ("A", "3 groups given the same, in other doses or ways; chance decides")),
        (Comparison((("A",),), ((),), groups=2, sham=True), ("A", "with nothing added", "pretended procedure")),
        (Comparison(), ("does not name it",)),
        (Comparison((tuple("ABCDEFG"),), groups=1), ("A, B, C, D, E and 2 more", "one;")),
        (Comparison(tuple((name,) for name in "ABCDEF"), groups=6), ("(d) D; and 2 more groups", "6 groups")),
    ],
)
def test_what_is_compared_is_said_in_plain_words(found: Comparison, expected: tuple[str, ...]) -> None:
    told = [text for _, text in design(found) if text]
    assert len(told) == len(expected)
    assert all(part in text for part, text in zip(expected, told, strict=True))


def test_programs_get_every_kind_with_its_trials(options: OptionsResult) -> None:
    whole = json.loads(document(options))
    assert whole["total"] == 47
    assert [kind["kind"] for kind in whole["kinds"]] == [group.kind for group in options.kinds]
    assert whole["kinds"][0]["examples"][0]["comparison"]["shared"] == ["Docetaxel", "Trastuzumab"]
    assert whole["less_treatment"]["kind"] == LESS
    assert [json.loads(line) for line in jsonl(options)] == [*whole["kinds"], whole["less_treatment"]]


def test_a_spreadsheet_has_a_line_for_every_kind_missing_ones_too(options: OptionsResult) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(options)))))
    assert tuple(rows[0]) == HEADER
    assert {row["kind"] for row in rows} == {*Treatment, LESS} - {Treatment.OTHER}
    assert rows[0]["nct_ids"].split("; ") == list(options.kinds[0].nct_ids)
    assert rows[-1]["trials"] == "0"


def test_somebody_abroad_is_not_sent_to_centers_in_the_us(options: OptionsResult) -> None:
    place = options.answer.spec.places[0]._replace(country="Germany", typed="Berlin")
    abroad = replace(options, answer=options.answer._replace(spec=options.answer.spec._replace(places=(place,))))
    assert "trialfinder centers" in render_options(options, 80, color=False)
    assert "trialfinder centers" not in render_options(abroad, 80, color=False)
    nothing = replace(abroad, kinds=(), less=None)
    assert "What to type next" not in render_options(nothing, 80, color=False)
