"""Workbooks."""

import gc
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.render.conftest import FACTS
from trialfinder.domain.export import Column, ExportRun, Kind
from trialfinder.render.xlsx import write_xlsx

COLUMNS = (
    Column("nct_id", Kind.TEXT, "Id."),
    Column("phases", Kind.LIST, "Phases."),
    Column("start_date", Kind.DATE, "Start."),
    Column("miles", Kind.NUMBER, "Miles."),
    Column("sample", Kind.FLAG, "Made up."),
)
RUN = ExportRun(FACTS, "trialfinder export melanoma", "0.0.0")


def test_more_rows_than_a_sheet_takes_go_on_in_the_next(tmp_path: Path) -> None:
    rows = [(f"NCT{number:08d}", ("PHASE1", "PHASE2"), date(2026, 3, 1), 1.5, False) for number in range(7)]
    assert write_xlsx(tmp_path / "a.xlsx", COLUMNS, rows, RUN, sheet_rows=4) == 7
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["List", "List 2", "List 3", "About", "Columns"]
    lists = [list(book[name].iter_rows(min_row=2, max_col=1, values_only=True)) for name in book.sheetnames[:3]]
    assert [value for rows in lists for (value,) in rows] == [f"NCT{number:08d}" for number in range(7)]
    assert all(book[name]["A1"].value == "nct_id" for name in book.sheetnames[:3])
    assert [cell.value for cell in book["List"][2]][1:] == ["PHASE1; PHASE2", book["List"]["C2"].value, 1.5, False]


def test_a_list_of_nothing_is_a_workbook_with_a_header(tmp_path: Path) -> None:
    assert write_xlsx(tmp_path / "a.xlsx", COLUMNS, [], RUN) == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in book["List"][1]] == [column.name for column in COLUMNS]
    assert book["About"]["B2"].value == "trialfinder export melanoma"


def test_a_full_sheet_makes_no_empty_one(tmp_path: Path) -> None:
    rows = [("NCT00000001", (), None, None, None)] * 3
    assert write_xlsx(tmp_path / "a.xlsx", COLUMNS, rows, RUN, sheet_rows=4) == 3
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["List", "About", "Columns"]


def test_letters_beyond_the_basic_plane_do_not_burst_a_cell(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", COLUMNS, [("🎗" * 20_000, (), None, None, None)], RUN)
    value = str(openpyxl.load_workbook(tmp_path / "a.xlsx")["List"]["A2"].value)
    assert len(value.encode("utf-16-le")) // 2 <= 32_767
    assert "cut here" in value


def test_a_full_disk_is_the_systems_own_error_and_nothing_is_left_to_complain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda problem: pytest.fail(f"complains: {problem}"))
    rows = [(f"NCT{number:08d}", (), None, float(number), None) for number in range(2_000)]
    with pytest.raises(OSError, match="No space left on device"):
        write_xlsx(Path("/dev/full"), COLUMNS, rows, RUN)
    gc.collect()
