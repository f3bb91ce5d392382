"""Answers and trials as pages to print or to hand on: escaped, self-contained, and with every sentence of the screen."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from trialfinder.domain.detail import TrialDetail
from trialfinder.domain.query import SearchResult
from trialfinder.render import answer_page, detail_page
from trialfinder.render.glossary import of_answer, of_trial
from trialfinder.render.layout import columns
from trialfinder.render.page import Item, Section, text

HOSTILE = '<script>alert(1)</script> & "q" \'=1+2 *bold* [a](javascript:b) \x1b[31m\x00\u202e'


class _Reader(HTMLParser):
    """Tags, addresses and words of a page; fails on what is not closed."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    assert not reader.open
    return reader


def test_the_pages_look_as_they_did(result: SearchResult, detail: TrialDetail, golden: Callable[[str, str], None]) -> None:
    golden("answer.md", answer_page.as_markdown(result, [of_answer(result)]))
    golden("answer.html", answer_page.as_html(result))
    golden("trial.md", detail_page.as_markdown(detail, more=[of_trial(detail)]))
    golden("trial.html", detail_page.as_html(detail))
    golden("trial.json", detail_page.as_json(detail))


def test_a_page_loads_nothing_and_runs_nothing(result: SearchResult, detail: TrialDetail) -> None:
    hostile = result._replace(hits=(result.hits[0]._replace(title=HOSTILE, sponsor=HOSTILE),))
    trial = replace(detail, trial=replace(detail.trial, brief_title=HOSTILE, brief_summary=HOSTILE, criteria=f"* {HOSTILE}"))
    for page in (answer_page.as_html(hostile), detail_page.as_html(trial, why=True)):
        reader = read(page)
        assert not reader.seen & {"script", "img", "link", "iframe", "object", "form", "base"}
        assert all(address.startswith("https://clinicaltrials.gov/study/") for address in reader.addresses)
        assert "<script>alert(1)</script> &" in "".join(reader.words), "the words themselves are kept"
        assert not {"\x1b", "\x00", "\u202e"} & set(page)
        assert "default-src 'none'" in page.replace("&#x27;", "'")


def test_markdown_takes_no_markup_from_a_record(detail: TrialDetail) -> None:
    page = detail_page.as_markdown(replace(detail, trial=replace(detail.trial, brief_title=HOSTILE, criteria=f"* {HOSTILE}")))
    assert "<script>" not in page
    assert r"\*bold\* \[a\](javascript:b)" in page
    assert not {"\x1b", "\x00"} & set(page)


def test_every_number_of_the_screen_is_on_the_page(result: SearchResult, detail: TrialDetail) -> None:
    words = "".join(read(answer_page.as_html(result)).words)
    for hit in result.hits:
        assert hit.nct_id in words
    shown = " ".join("".join(read(detail_page.as_html(detail)).words).split())
    for wanted in ("617-555-0100", "platelets >= 100,000", "Is the trial, and this site, still taking people?", "2029"):
        assert wanted in shown


def test_the_page_of_a_trial_is_data_too(detail: TrialDetail) -> None:
    told = json.loads(detail_page.as_json(detail))
    assert told["nct_id"] == "NCT99000001"
    assert told["stages"] == {"0": "ruled_out", "I": "ruled_out", "II": "ruled_out", "III": "ruled_out", "IV": "accepted"}
    assert told["sites"][1]["contacts"] == [{"name": "Ana", "role": "", "phone": "617-555-0100", "email": ""}]
    assert told["dates"]["last_verified"] == "2026-03"


def test_only_the_words_used_are_explained(result: SearchResult, detail: TrialDetail) -> None:
    words = dict(of_answer(result).facts)
    assert {"Fits", "Unclear", "Recruiting now", "Phase 2", "Wider group", "Immunotherapy", "NCI-designated"} <= set(words)
    assert not {"Phase 3", "Surgery", "Withdrawn"} & set(words)
    assert {"Blinded", "By chance", "Metastatic"} <= set(dict(of_trial(detail).facts))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_nested_lists_keep_their_depth_and_the_width(width: int) -> None:
    items = (Item("Heading:", "", heading=True), Item("first " * 30), Item("乳腺癌 " * 30, "a)", 1), Item("plain", ""))
    lines = text([Section("Title", items=items)], width, False).splitlines()
    assert max(map(columns, lines)) <= width
    assert any(re.match(r"    a\) 乳", line) for line in lines)
