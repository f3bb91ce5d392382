"""Lists for spreadsheets."""

import csv
import io
from collections.abc import Callable

import pytest

from trialfinder.domain.columns import HIT_COLUMNS
from trialfinder.domain.export import Value
from trialfinder.domain.query import Hit, SearchResult
from trialfinder.render.csv import cell, lines, rows

HEADER = [column.name for column in HIT_COLUMNS]


def test_lines_read_as_they_did(result: SearchResult, golden: Callable[[str, str], None]) -> None:
    golden("hits.csv", "".join(rows(result.hits)))


def test_every_line_has_every_column(result: SearchResult, hit: Hit) -> None:
    text = "".join(rows([*result.hits, hit._replace(nearest_site=None, group=None)]))
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(line) for line in lines} == {len(HEADER)}
    found = dict(zip(HEADER, lines[4], strict=True))
    assert (found["group"], found["contact_source"], found["nearest_miles"], found["sample"]) == ("", "none", "", "false")
    assert found["open_sites"] == "42"


def test_an_empty_list_still_has_its_header() -> None:
    assert list(rows([])) == [",".join(HEADER) + "\r\n"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+2", "'=1+2"),
        ("  @SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("＝1+2", "'＝1+2"),
        ("+1 800 555 0199", "'+1 800 555 0199"),
        ("-3.5", "-3.5"),
        (-3.5, "-3.5"),
        ('say "hi", now', '"say ""hi"", now"'),
        ("a\r\nb\x00\x1b[0m", "a b[0m"),
        (None, ""),
        (True, "true"),
        (18.0, "18"),
        ("", ""),
    ],
)
def test_cells_are_clean_and_run_nothing(value: Value, expected: str) -> None:
    assert cell(value) == expected


def test_a_row_of_one_empty_cell_is_still_a_row() -> None:
    assert list(lines(HIT_COLUMNS[:1], [("",), ("a",)])) == ["nct_id\r\n", '""\r\n', "a\r\n"]
