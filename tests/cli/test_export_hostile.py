"""Records whose words attack the reader: formulas, quotes, control and reading-order marks, and fields of a megabyte.

They survive in every format - nothing is lost, no row is torn - and harm none.
"""

import csv
import html
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfinder.cli import main
from trialfinder.domain.errors import ExitCode
from trialfinder.render.csv import cell
from trialfinder.render.words import clean
from trialfinder.store.sqlfiles import read_sql

HOSTILE = (
    '=HYPERLINK("http://evil.example","click")',
    "+cmd|' /C calc'!A0",
    "&#61;2+3+cmd|' /C calc'!A0 &#27;[31m &#x202e;marks",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+2",
    "\r=1+2",
    " \u00a0=1+2",
    "\u200b=1+2",
    "＝1+2",
    'a "quoted", comma; semicolon',
    "line\nbreak\r\nand\u2028more",
    "NUL \x00 inside",
    "\x1b]0;title\x07 \x1b[31mred\x9b0m",
    "bidi \u202e\u2066 marks",
    "<script>alert(1)</script> &amp; {{7*7}} ${7*7} %0A",
    "乳腺癌 🎗️ e\u0301",
    "'; DROP TABLE trials; --",
    "x" * 1_000_000,
)
HARMFUL = set("\x00\x1b\x9b\x07\u202e\u2066\u200b\u2028")
FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def _words(text: str) -> str:
    """What is left when blanks and what nobody can see are set aside; a refresh drops NUL, reads HTML entities and joins blanks already."""
    return " ".join(clean(html.unescape(text)).split())


@pytest.fixture(scope="module")
def hostile_cache(studies: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with hostile words in every field that a list shows."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "studies.ndjson").open("w", encoding="utf-8") as out:
        for number, study in enumerate(json.loads(json.dumps(studies))):
            words = HOSTILE[number % len(HOSTILE)]
            protocol = study["protocolSection"]
            short = words[:500]
            protocol["identificationModule"] |= {"briefTitle": words, "officialTitle": short, "acronym": short}
            protocol["sponsorCollaboratorsModule"] = {"leadSponsor": {"name": short, "class": "OTHER"}}
            protocol.setdefault("conditionsModule", {})["conditions"] = ["Breast Cancer", short, short]
            for site in protocol.get("contactsLocationsModule", {}).get("locations", [])[:3]:
                site |= {"facility": short, "city": short, "contacts": [{"name": short, "role": "CONTACT", "phone": short[:60]}]}
            out.write(json.dumps(study) + "\n")
    words_typed = [
        "refresh",
        "--quiet",
        "--scope",
        "all",
        "--from",
        str(folder / "studies.ndjson"),
        "--cache",
        str(folder / "cache"),
    ]
    assert main(words_typed) in (ExitCode.ANSWERED, ExitCode.PROBLEMS)
    return folder / "cache"


@pytest.fixture
def export(hostile_cache: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        command = ["export", "--status", "any", "--healthy", "--include-unfit", *words, "--cache", str(hostile_cache)]
        assert main(command) == ExitCode.ANSWERED, capsys.readouterr().err
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("rows", ["trials", "sites"])
def test_csv_keeps_every_row_and_runs_nothing(rows: str, export: Callable[..., str], tmp_path: Path) -> None:
    text = export("--rows", rows)
    csv.field_size_limit(10_000_000)
    found = list(csv.reader(io.StringIO(text, newline="")))
    objects = [json.loads(line) for line in export("--rows", rows, "--format", "jsonl").splitlines()]
    assert len(found) - 1 == len(objects)
    assert {len(row) for row in found} == {len(found[0])}
    assert not HARMFUL & set(text)
    for row in found[1:]:
        for value in row:
            assert not value.startswith(FORMULA) or value.replace(".", "").removeprefix("-").isdigit(), value[:80]
    assert max(len(value) for row in found for value in row) == 1_000_000, "a long field is not cut"
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    read = duckdb.connect().execute(
        "FROM read_csv($path, all_varchar = true, header = true, max_line_size = 4000000)", {"path": str(path)}
    )
    same = [[value or "" for value in row] for row in read.fetchall()] == found[1:]
    assert same, "DuckDB finds other cells"  # a difference of megabytes is better not shown


@pytest.mark.parametrize("rows", ["trials", "sites"])
def test_json_lines_keep_the_words_themselves(rows: str, export: Callable[..., str]) -> None:
    text = export("--rows", rows, "--format", "jsonl")
    titles = {_words(json.loads(line)["title"]) for line in text.split("\n") if line}
    lost = {words[:80] for words in map(_words, HOSTILE) if words not in titles}
    assert not lost
    assert not (HARMFUL - {"\u200b"}) & set(text), "what drives a screen is written as an escape; a blank of no width does not"


@pytest.mark.parametrize("rows", ["trials", "sites"])
def test_a_workbook_opens_and_holds_no_formula(rows: str, export: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "list.xlsx"
    export("--rows", rows, "--output", str(out))
    sheet = openpyxl.load_workbook(out)["List"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}, "f would be a formula"
    longest = max((str(cell.value) for cell in cells), key=len)
    assert len(longest) <= 32_767
    assert "cut here" in longest, "a cut is said"
    assert sheet.max_row == len(export("--rows", rows, "--columns", "nct_id").splitlines())


def test_a_data_set_keeps_the_words_themselves(export: Callable[..., str], tmp_path: Path) -> None:
    export("--format", "parquet", "--output", str(tmp_path / "set"))
    rows = duckdb.connect().read_parquet(str(tmp_path / "set/trials/**/*.parquet"), hive_partitioning=True)
    titles = {_words(title) for (title,) in rows.project("title").fetchall()}
    lost = {words[:80] for words in map(_words, HOSTILE) if words not in titles}
    assert not lost


@pytest.mark.parametrize("style", ["table", "list", "md", "html", "json", "csv"])
def test_a_search_shows_them_harmlessly(style: str, hostile_cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["search", "breast cancer", "--status", "any", "--limit", "15", "--format", style]
    assert main([*words, "--cache", str(hostile_cache)]) == ExitCode.ANSWERED
    text = capsys.readouterr().out
    assert not HARMFUL & set(text)
    if style in ("html", "md"):
        assert "<script>" not in text


_EDGE = st.sampled_from("=+-@＝'\",;\t\r\n \u00a0\u2003\u3000\x00\x1b\x9b\u202e\u200b\ufeffA1.e乳é")


@settings(max_examples=25)
@given(st.lists(st.text(st.one_of(_EDGE, st.characters(exclude_categories=["Cs"])), max_size=12), min_size=1, max_size=40))
def test_the_rule_for_cells_is_the_same_in_sql(texts: list[str]) -> None:
    with duckdb.connect() as con:
        for macro in ("tidy", "defused", "quoted"):
            con.execute(read_sql(f"macros/{macro}"))
        # Step by step, as sql/export/site_cells.sql does.
        found = con.execute(
            "SELECT quoted(d) FROM (SELECT n, defused(t) AS d FROM (SELECT n, tidy(x) AS t FROM"
            " (SELECT unnest($texts::VARCHAR[]) AS x, generate_subscripts($texts::VARCHAR[], 1) AS n))) ORDER BY n",
            {"texts": texts},
        ).fetchall()
    assert [value for (value,) in found] == list(map(cell, texts))
