"""Complete lists for advocates: every format, every reader, the same cells; and nothing of anybody's overwritten."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from tests.cli.conftest import Program
from trialfinder.cli import main
from trialfinder.domain.columns import SITE_COLUMNS, TRIAL_COLUMNS
from trialfinder.domain.errors import ExitCode
from trialfinder.services.export import Export
from trialfinder.services.request import SearchRequest, resolve_request

EVERYTHING = ("--status", "any", "--healthy", "--include-unfit")
SITES = ("--rows", "sites")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def ask(sample_cache: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        assert main(["export", *words, "--cache", str(sample_cache)]) == ExitCode.ANSWERED, capsys.readouterr().err
        return capsys.readouterr().out

    return run


@pytest.fixture
def refused(sample_cache: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        assert main(["export", *words, "--cache", str(sample_cache)]) == ExitCode.USAGE
        return capsys.readouterr().err

    return run


@pytest.mark.parametrize(("rows", "columns"), [("trials", TRIAL_COLUMNS), ("sites", SITE_COLUMNS)])
def test_the_header_is_the_dictionary(rows: str, columns: tuple[object, ...], ask: Callable[..., str]) -> None:
    header = table(ask("melanoma", "--rows", rows))[0]
    told = json.loads(ask("--dictionary", "--rows", rows, "--format", "json"))
    assert header == [column["column"] for column in told["columns"]]
    assert len(header) == len(columns) == len(set(header))
    assert told["schema"] == f"{rows}-1"
    assert all(column["meaning"].endswith((".", "…")) for column in told["columns"])
    for style in ("text", "md", "csv"):
        words = ask("--dictionary", "--rows", rows, "--format", style)
        assert all(name in words for name in header)


def test_a_list_of_sites_tells_of_each_trial_what_a_list_of_trials_tells(ask: Callable[..., str]) -> None:
    question = ("breast cancer", "--stage", "IV", "--near", "Boston, MA", *EVERYTHING)
    trials = {row["nct_id"]: row for row in csv.DictReader(io.StringIO(ask(*question)))}
    sites = list(csv.DictReader(io.StringIO(ask(*question, *SITES))))
    assert {row["nct_id"] for row in sites} == trials.keys()
    shared = trials[sites[0]["nct_id"]].keys() & sites[0].keys() - {
        "schema", "query", "contact_name", "contact_phone", "contact_email", "contact_source",
    }  # fmt: skip
    assert len(shared) > 40
    for row in sites:
        assert {name: row[name] for name in shared} == {name: trials[row["nct_id"]][name] for name in shared}
    assert any(row["reasons"] for row in sites)


def test_rows_built_in_sql_and_in_python_are_the_same_bytes(ask: Callable[..., str]) -> None:
    every = ",".join(column.name for column in SITE_COLUMNS)
    assert ask(*EVERYTHING, *SITES) == ask(*EVERYTHING, *SITES, "--columns", every)


def test_sites_are_those_of_the_place_asked_and_none_is_lost(ask: Callable[..., str]) -> None:
    question = ("breast cancer", "--near", "Boston, MA", "--within", "60mi")
    rows = list(csv.DictReader(io.StringIO(ask(*question, *SITES))))
    measured = [float(row["miles"]) for row in rows if row["miles"]]
    assert measured
    assert max(measured) <= 60
    wide = list(csv.DictReader(io.StringIO(ask(*question, *SITES, "--all-sites"))))
    assert len(wide) > len(rows)
    assert {row["nct_id"] for row in wide} == {row["nct_id"] for row in rows}, "a trial without a site there keeps a row"
    german = csv.DictReader(io.StringIO(ask("breast cancer", "--country", "Germany", *SITES)))
    assert {row["country"] for row in german} <= {"Germany", ""}


def test_the_order_is_that_of_the_ids_unless_asked_otherwise(ask: Callable[..., str]) -> None:
    ids = [row["nct_id"] for row in csv.DictReader(io.StringIO(ask("lung cancer")))]
    assert ids == sorted(ids)
    places = [
        (row["nct_id"], row["country"], row["state"], row["city"], row["facility"])
        for row in csv.DictReader(io.StringIO(ask("lung cancer", *SITES)))
    ]
    assert places == sorted(places)
    fresh = [row["last_update"] for row in csv.DictReader(io.StringIO(ask("lung cancer", "--sort", "updated")))]
    assert [day for day in fresh if day] == sorted((day for day in fresh if day), reverse=True)
    first = [row["nct_id"] for row in csv.DictReader(io.StringIO(ask("lung cancer", "--sort", "updated", *SITES)))]
    assert list(dict.fromkeys(first)) == [
        row["nct_id"] for row in csv.DictReader(io.StringIO(ask("lung cancer", "--sort", "updated")))
    ]


def test_columns_come_as_asked_and_a_wrong_one_is_told_by_its_neighbours(
    ask: Callable[..., str], refused: Callable[..., str]
) -> None:
    rows = table(ask("melanoma", *SITES, "--columns", "miles, nct_id,facility,nct_id", "--near", "Boston, MA"))
    assert rows[0] == ["miles", "nct_id", "facility"]
    assert all(re.fullmatch(r"NCT\d{8}", row[1]) for row in rows[1:])
    objects = [json.loads(line) for line in ask("melanoma", "--columns", "nct_id,phases", "--format", "jsonl").splitlines()]
    assert objects
    assert all(list(one) == ["nct_id", "phases"] and isinstance(one["phases"], list) for one in objects)
    assert "did you mean nearest_facility" in refused("--columns", "nearest_facilty")
    assert "--rows sites" in refused("--columns", "facility")
    assert "--dictionary" in refused("--columns", "xyzzy")


def test_every_row_repeats_the_question_but_not_where_it_went(ask: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    ask("lung cancer", "--age", "60", "--output", str(out), f"--format={'csv'}", "--force", "--columns", "query")
    assert set(out.read_text(encoding="utf-8").split("\n")) == {"query", "trialfinder export 'lung cancer' --age 60", ""}


def test_a_mark_for_excel_only_when_asked(ask: Callable[..., str], refused: Callable[..., str]) -> None:
    assert ask("melanoma", "--bom").startswith("\ufeffnct_id,")
    assert ask("melanoma").startswith("nct_id,")
    assert "--bom" in refused("melanoma", "--bom", "--format", "jsonl")


@pytest.mark.parametrize("style", ["csv", "json", "jsonl", "xlsx"])
@pytest.mark.parametrize(
    "words", [["breast cancer"], ["mesothelioma", "--phase", "4", "--city", "Nowhere"]], ids=["some", "none"]
)
def test_how_many_rows_were_written_counts_no_header(
    words: list[str], style: str, sample_cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *words, "--format", "jsonl", "--cache", str(sample_cache)]) == ExitCode.ANSWERED
    rows = len(capsys.readouterr().out.splitlines())
    out = tmp_path / "list"
    assert main(["export", *words, "--format", style, "--output", str(out), "--cache", str(sample_cache)]) == ExitCode.ANSWERED
    assert f"wrote {rows:,} rows to" in capsys.readouterr().err


def test_one_document_holds_the_rows_and_what_they_rest_on(ask: Callable[..., str]) -> None:
    for words in ((), SITES):
        told = json.loads(ask("lung cancer", *words, "--format", "json"))
        lines = [json.loads(line) for line in ask("lung cancer", *words, "--format", "jsonl").splitlines()]
        assert len(told["rows"]) == len(lines) > 0
        assert told["sample"] is True
        assert told["query"].startswith("trialfinder export 'lung cancer'")
        assert {row["nct_id"] for row in told["rows"]} == {row["nct_id"] for row in lines}
    empty = json.loads(ask("lung cancer", "--near", "Suva, Fiji", "--within", "1mi", "--status", "upcoming", "--format", "json"))
    assert empty["rows"] == []


def test_a_workbook_has_real_types_filters_and_links(ask: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "list.xlsx"
    question = ("lung cancer", "--near", "Boston, MA", *SITES)
    ask(*question, "--output", str(out))
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["List", "About", "Columns"]
    sheet = book["List"]
    plain = table(ask(*question))
    names = plain[0]
    assert [cell.value for cell in sheet[1]] == names
    assert sheet.max_row == len(plain)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    kinds: dict[str, Any] = {
        "miles": (int, float),
        "data_as_of": (date, datetime),
        "is_nci_center": bool,
        "nct_id": str,
        "zip": str,
    }
    for name, kind in kinds.items():
        found = [sheet.cell(row, names.index(name) + 1).value for row in range(2, sheet.max_row + 1)]
        assert all(isinstance(value, kind) for value in found if value is not None), name
        assert any(value is not None for value in found), name
    link = sheet.cell(2, names.index("url") + 1).hyperlink
    assert link is not None
    assert str(link.target).startswith("https://clinicaltrials.gov/study/NCT")
    about = " ".join(str(cell.value) for row in book["About"] for cell in row)
    assert "SAMPLE DATA" in about
    assert "not medical advice" in about
    assert book["Columns"].max_row == len(names) + 1


def test_a_format_that_needs_a_place_says_so(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "--output" in refused("melanoma", "--format", "xlsx")
    assert "--output" in refused("melanoma", "--format", "parquet")
    assert "every column" in refused("melanoma", "--format", "parquet", "--columns", "nct_id", "--output", str(tmp_path / "x"))
    assert "--rows sites" in refused("melanoma", "--all-sites")
    assert "is a folder" in refused("melanoma", "--output", str(tmp_path))
    assert "cannot be written as md" in refused("melanoma", "--format", "md")
    assert "cannot be written as xlsx" in refused("--dictionary", "--format", "xlsx")


def test_a_data_set_joins_trials_and_sites_and_keeps_its_types(ask: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "set"
    ask(*EVERYTHING, "--format", "parquet", "--output", str(out))
    con = duckdb.connect()
    trials = con.read_parquet(str(out / "trials/**/*.parquet"), hive_partitioning=True)
    sites = con.read_parquet(str(out / "sites/**/*.parquet"), hive_partitioning=True)
    wanted = {"text": "VARCHAR", "list of texts": "VARCHAR[]", "number": "DOUBLE", "true or false": "BOOLEAN", "date": "DATE"}
    for found, columns in ((trials, TRIAL_COLUMNS), (sites, SITE_COLUMNS)):
        types = dict(zip(found.columns, map(str, found.types), strict=True))
        assert types.keys() == {column.name for column in columns}
        for column in columns:
            if column.kind in wanted:
                assert types[column.name] == wanted[column.kind], column.name
            else:
                assert types[column.name] in ("INTEGER", "BIGINT"), column.name
    plain = table(ask(*EVERYTHING))
    assert trials.shape[0] == len(plain) - 1
    assert sites.shape[0] == len(table(ask(*EVERYTHING, *SITES))) - 1
    orphans = sites.join(trials.set_alias("t"), "nct_id", how="anti")
    assert orphans.shape[0] == 0
    assert json.loads((out / "about.json").read_text(encoding="utf-8"))["schema"] == ["trials-1", "sites-1"]
    assert "| `site_contacts` |" in (out / "sites.md").read_text(encoding="utf-8")


def test_a_folder_is_replaced_only_when_it_is_an_export(
    ask: Callable[..., str], refused: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "set"
    words = ("melanoma", "--format", "parquet", "--output", str(out))
    ask(*words)
    assert "exists already" in refused(*words)
    ask(*words, "--force")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "precious").write_text("mine", encoding="utf-8")
    assert "it stays" in refused("melanoma", "--format", "parquet", "--output", str(mine), "--force")
    assert (mine / "precious").read_text(encoding="utf-8") == "mine"
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    assert "is a file" in refused("melanoma", "--format", "parquet", "--output", str(file), "--force")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine", "set"]


def test_spark_reads_the_data_set_unchanged(ask: Callable[..., str], tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql")
    out = tmp_path / "set"
    ask(*EVERYTHING, "--format", "parquet", "--output", str(out))
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        trials = spark.read.parquet(str(out / "trials")).where("status = 'RECRUITING'").select("nct_id")
        sites = spark.read.parquet(str(out / "sites")).where("country = 'United States' AND access = 'open'")
        joined = sites.join(trials, "nct_id")
        found = (joined.count(), joined.select("nct_id").distinct().count())
    finally:
        spark.stop()
    con = duckdb.connect()
    rows = con.read_parquet(str(out / "sites/**/*.parquet")).filter(
        "status = 'RECRUITING' AND country = 'United States' AND access = 'open'"
    )
    assert found == (rows.shape[0], rows.unique("nct_id").shape[0])


def test_other_readers_find_the_same_cells(ask: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    ask(*EVERYTHING, *SITES, "--output", str(out))
    plain = table(out.read_text(encoding="utf-8"))
    con = duckdb.connect()
    found = con.read_csv(str(out), all_varchar=True)
    assert found.columns == plain[0]
    assert [[value or "" for value in row] for row in found.fetchall()] == plain[1:]


def test_pandas_finds_the_same_cells(ask: Callable[..., str], tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    out = tmp_path / "list.csv"
    ask(*EVERYTHING, "--output", str(out))
    frame = pandas.read_csv(out, dtype=str, keep_default_na=False)
    assert [list(frame.columns), *frame.values.tolist()] == table(out.read_text(encoding="utf-8"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_the_same_cells(ask: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    ask(*EVERYTHING, "--output", str(out), "--bom")
    # 44,34,76: comma, quotation mark, UTF-8; every column as text, as a careful person opens a list.
    columns = "/".join(f"{number}/2" for number in range(1, len(TRIAL_COLUMNS) + 1))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        f"--infilter=CSV:44,34,76,1,{columns}",
    ]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "converted"), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    sheet = openpyxl.load_workbook(tmp_path / "converted" / "list.xlsx").worksheets[0]
    found = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    assert found == table(out.read_text(encoding="utf-8"))
    with zipfile.ZipFile(tmp_path / "converted" / "list.xlsx") as inside:
        assert not [name for name in inside.namelist() if "<f>" in inside.read(name).decode("utf-8", "replace")]


def test_a_list_grows_without_the_program_around_it(program: Program, sample_cache: Path) -> None:
    done = program("export", "melanoma", *SITES, "--cache", str(sample_cache))
    assert done.returncode == 0
    assert done.stdout.startswith("nct_id,")
    assert done.stderr == ""


def test_a_screen_that_knows_only_ascii_still_gets_the_answer(program: Program, sample_cache: Path) -> None:
    for words in (("search", "melanoma", "--limit", "1"), ("export", "melanoma")):
        done = program(*words, "--cache", str(sample_cache), env={"PYTHONIOENCODING": "ascii"})
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii()


def test_a_trial_asked_for_by_name_is_judged_however_far_away(sample_cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def shown(*words: str) -> dict[str, Any]:
        assert main(["show", *words, "--format", "json", "--cache", str(sample_cache)]) == ExitCode.ANSWERED
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    assert main(["export", "breast cancer", "--country", "Germany", "--columns", "nct_id", "--cache", str(sample_cache)]) == 0
    german = capsys.readouterr().out.split()[1]
    near, far = shown(german, "--stage", "4"), shown(german, "--stage", "4", "--near", "Honolulu, HI")
    assert near["fit"] == far["fit"] is not None
    assert near["reasons"] == far["reasons"]


def test_a_list_never_mixes_two_copies(cache: Path, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = resolve_request(SearchRequest(status="any", not_for_patients=True, include_unfit=True))
    with Export(cache, spec) as before:
        assert main(["refresh", "--quiet", "--scope", "all", "--from", str(saved), "--cache", str(cache)]) in (0, 5)
        kept = list(before.site_lines())
    with Export(cache, spec) as after:
        assert len(list(after.site_lines())) < len(kept)
    assert len(kept) == len(set(kept))
