"""Plain words."""

import shlex
from datetime import date, timedelta

import pytest

from trialfinder.domain.place import Distance
from trialfinder.render import words
from trialfinder.render.layout import columns, wrap


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "today"), (1, "yesterday"), (-1, "tomorrow"), (5, "5 days ago"), (21, "3 weeks ago"), (250, "8 months ago"),
     (365, "12 months ago"), (731, "2 years ago"), (1460, "4 years ago"), (-60, "in 2 months")],
)  # fmt: skip
def test_dates_are_told_as_people_tell_them(days: int, expected: str) -> None:
    today = date(2026, 11, 24)
    assert words.relative(today - timedelta(days), today) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Research Site", True), ("Site # 12", True), ("Investigational Site Number 840001", True),
     ("Local Institution - 0012", True),
     ("Clinical Trial Site", True), ("Harbor Example Research Center", False), ("Site One Hospital", False),
        ("Example Pharma Investigational Site 12", True), ("Clinical Research Center", False),
        ("Research facility ID ORG-001", True), ("", False)],
)  # fmt: skip
def test_placeholders_for_withheld_names(name: str, expected: bool) -> None:
    assert words.withheld(name) is expected


def test_codes_in_plain_words_and_unknown_codes_as_they_are() -> None:
    assert words.status("RECRUITING") == "recruiting now"
    assert words.status("BRAND_NEW\x1b") == "brand new"
    assert words.phases(("PHASE1", "PHASE2")) == "phase 1 and 2"
    assert words.phases(("NA",)) == words.phases(()) == "no phase"
    assert [words.status(""), words.access(""), words.study_type(""), words.purpose("")] == [
        "status not stated", "status not stated", "sort of study not stated", "purpose not stated",
    ]  # fmt: skip


def test_distances_are_about() -> None:
    assert words.distance(12.4) == "about 12 miles"
    assert words.distance(12.4, "km") == "about 20 km"
    assert words.distance(1.2) == "about 1 mile"
    assert words.distance(0.3) == "in the same city"
    assert words.distance(None) == "distance unknown"
    assert words.radius(Distance(160, "km")) == "160 km (about 99 miles)"
    assert words.radius(Distance(1)) == "1 mile (about 2 km)"


def test_lines_are_wrapped_by_columns_and_lose_nothing() -> None:
    text = "乳腺癌患者的示例研究" * 4 + " and https://example.org/a/very/long/path?with=things plus " + "x" * 50
    for width in (2, 7, 20, 33):
        lines = wrap(text, width)
        assert max(map(columns, lines)) <= width
        assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("typed", ["Ewing's sarcoma", "breast cancer", "it's $HOME", 'a "b" it\'s', "it's !1", "", "a\\'b"])
def test_a_command_is_read_by_a_shell_as_it_was_typed(typed: str) -> None:
    assert shlex.split(words.command(["trialfinder", "search", typed])) == ["trialfinder", "search", typed]


def test_a_command_with_an_apostrophe_stays_readable() -> None:
    assert words.command(["search", "Ewing's sarcoma"]) == 'search "Ewing\'s sarcoma"'
