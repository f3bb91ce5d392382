"""Changes as people and programs read them."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from trialfinder.domain.changes import Change, ChangedSite, ChangeKind, ChangesResult, RefreshSeen
from trialfinder.domain.query import Fit, Group, Hit, SearchResult
from trialfinder.render.change_words import HEADINGS, counted, sentence
from trialfinder.render.changes import FIRST_TRIALS, render_changes
from trialfinder.render.changes_md import changes_markdown
from trialfinder.render.changes_rows import COLUMNS, changes_csv, changes_document, changes_jsonl

SEEN = datetime(2026, 11, 21, 2, 30)  # noqa: DTZ001
CLINIC = ChangedSite("Harbor Example Cancer Center", "Boston", "Massachusetts", "02199", "United States", 12.4)


def change(kind: ChangeKind, before: str = "", after: str = "", number: int = 1, **values: object) -> Change:
    base = Change(kind, f"NCT990000{number:02d}", f"SAMPLE trial {number}", SEEN, SEEN, "RECRUITING", "RECRUITING", before, after)
    return replace(base, **values)  # type: ignore[arg-type]


@pytest.fixture
def told(result: SearchResult, hit: Hit) -> ChangesResult:
    changes = (
        change(ChangeKind.NEW, after="first posted 2026-11-20", status_before="", fit=Fit.FITS, group=Group.ABOUT, hit=hit),
        change(ChangeKind.OPENED, status_before="NOT_YET_RECRUITING", number=2, fit=Fit.UNCLEAR),
        change(ChangeKind.SITE_OPENED, "not listed", "RECRUITING", number=3, site=CLINIC, sites=1),
        change(
            ChangeKind.SITE_OPENED, "not listed", "RECRUITING", number=3, site=replace(CLINIC, facility="B", miles=None), sites=1
        ),
        change(ChangeKind.CLOSED, after="too few people", status_after="TERMINATED", number=4),
        change(ChangeKind.GONE, after="merged into NCT99000077", status_after="", number=5, merged_into="NCT99000077"),
        change(ChangeKind.STAGE_CHANGED, "not stated", "takes III, IV; rules out 0, I", number=6, fit=Fit.FITS),
        change(ChangeKind.CANCERS_CHANGED, "breast", "lung, somethingnew", number=6),
        change(ChangeKind.CRITERIA_CHANGED, "Age >= 18", "Age >= 21", number=7),
        change(ChangeKind.CONTACT_CHANGED, "Jane Roe, 555-0100", "", number=8, sites=4),
        change(ChangeKind.REREAD, "not stated", "takes IV", number=9),
    )
    return ChangesResult(
        spec=result.spec,
        facts=result.facts,
        since=datetime(2026, 11, 14),  # noqa: DTZ001
        changes=changes,
        left_out={"status": 3, "place": 1},
        refreshes=(
            RefreshSeen(SEEN - timedelta(days=3), None, "first"),
            RefreshSeen(SEEN - timedelta(days=1), None, "unreadable: odd"),
            RefreshSeen(SEEN, SEEN - timedelta(days=1), ""),
        ),
        today=result.today,
        name="mum",
    )


def test_changes_look_as_they_did(told: ChangesResult, golden: Callable[[str, str], None]) -> None:
    golden("changes_80.txt", render_changes(told, 80, False, everything=True))
    golden("changes.md", changes_markdown(told))
    golden("changes.csv", "".join(changes_csv(told)))
    golden("changes.jsonl", "".join(changes_jsonl(told)))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_screen(told: ChangesResult, width: int) -> None:
    assert max(map(len, render_changes(told, width, False, everything=True).splitlines())) <= width


def test_every_kind_has_its_words() -> None:
    for kind in ChangeKind:
        assert HEADINGS[kind]
        assert counted(kind, 1) != counted(kind, 2)
        assert sentence(change(kind, "a", "b", site=CLINIC, sites=1))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (change(ChangeKind.OPENED, after="first posted 2021-03-04", status_before=""), "was not among the open trials before"),
        (change(ChangeKind.CLOSED, status_after="A_NEW_CODE"), "Closed: a new code (was: recruiting now)"),
        (change(ChangeKind.SITE_CLOSED, "RECRUITING", "COMPLETED", site=CLINIC, sites=1), "about 12 miles (completed)"),
        (change(ChangeKind.SITE_CLOSED, "RECRUITING", "not listed", site=CLINIC, sites=1), "Site no longer listed: Harbor"),
        (change(ChangeKind.SITE_OPENED, "WITHDRAWN", "RECRUITING", site=CLINIC, sites=1), "Site opened: Harbor"),
        (change(ChangeKind.SITE_ADDED, "WITHDRAWN", "NOT_YET_RECRUITING", site=CLINIC, sites=1), "Site to open: Harbor"),
        (change(ChangeKind.CRITERIA_CHANGED), "the lines stand in another order"),
        (change(ChangeKind.CONTACT_CHANGED, "", "Jane", site=CLINIC, sites=1), "Contact at Harbor"),
        (change(ChangeKind.CONTACT_CHANGED, "", "Jane"), "Contact for the whole trial: Jane (before: nobody)"),
    ],
)
def test_sentences(one: Change, words: str) -> None:
    assert words in sentence(one)


def test_registry_text_is_harmless_everywhere(told: ChangesResult) -> None:
    evil = change(ChangeKind.CLOSED, after="\x1b[31m=cmd()", title="=HYPERLINK(1)\x1b[2J <script> *bold* [x](y)")
    result = replace(told, changes=(evil,))
    for text in (render_changes(result, 80, False, everything=True), changes_markdown(result), changes_document(result)):
        assert "\x1b" not in text
    (row,) = csv.DictReader(io.StringIO("".join(changes_csv(result))))
    assert row["title"].startswith("'=HYPERLINK")
    assert "\\<script\\> \\*bold\\* \\[x\\](y)" in changes_markdown(result)


def test_a_first_screen_says_what_it_leaves_for_all(told: ChangesResult) -> None:
    many = replace(told, changes=tuple(change(ChangeKind.RESULTS_POSTED, number=number) for number in range(FIRST_TRIALS + 5)))
    assert f"Results posted (showing {FIRST_TRIALS} of {FIRST_TRIALS + 5} trials; --all for the rest)" in " ".join(
        render_changes(many, 100, False, everything=False).split()
    )
    assert render_changes(many, 100, False, everything=True).count("Results posted: they") == FIRST_TRIALS + 5
    at_once = replace(told, changes=tuple(change(ChangeKind.SITE_OPENED, site=CLINIC, sites=1) for _ in range(12)))
    assert "and 4 more (--all)" in render_changes(at_once, 100, False, everything=False)


def test_what_only_reads_differently_never_drowns_a_saved_search(told: ChangesResult) -> None:
    many = replace(told, changes=tuple(change(ChangeKind.REREAD, number=number) for number in range(FIRST_TRIALS + 5)))
    text = " ".join(render_changes(many, 100, False, everything=True).split())
    assert f"showing {FIRST_TRIALS} of {FIRST_TRIALS + 5} trials; trialfinder changes --watch mum --kind reread --all" in text


def test_without_a_comparison_nothing_is_claimed(told: ChangesResult) -> None:
    nothing = replace(told, changes=(), left_out={})
    assert "No change was found." in render_changes(nothing, 200, False, everything=False)
    none = render_changes(replace(nothing, since=SEEN + timedelta(days=1)), 200, False, everything=False)
    assert "was made before then, on 2026-11-21 02:30 UTC, and has not changed since" in " ".join(none.split())
    first = replace(nothing, refreshes=told.refreshes[:1])
    assert "changes are known from the next refresh on" in " ".join(render_changes(first, 200, False, everything=False).split())


def test_the_rows_have_every_column_and_the_document_says_what_it_rests_on(told: ChangesResult) -> None:
    rows = list(csv.reader(io.StringIO("".join(changes_csv(told)))))
    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    document = json.loads(changes_document(told))
    assert document["counts"]["site_opened"] == 2
    assert document["left_out"] == {"status": 3, "place": 1}
    assert [one["reason"] for one in document["refreshes"]] == ["first", "unreadable: odd", ""]
    assert document["changes"][0]["trial"]["nct_id"] == "NCT99000001"
