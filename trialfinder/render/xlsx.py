"""Lists as an Excel workbook: real dates and numbers, links, a header that stays in sight, filters, and no formula whatever.

Rows go to disk as they come, so memory does not grow with their number.
"""

import errno
import gc
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trialfinder.domain.export import Column, ExportRun, Kind, Value
from trialfinder.render.answer import caution
from trialfinder.render.csv import plain
from trialfinder.render.words import clean

__all__ = ["write_xlsx"]

#: Excel's own limits: rows of a sheet, characters of a cell, links of a sheet.
_ROWS = 1_048_576
_CHARACTERS = 32_767
_LINKS = 65_530
_CUT = " … (cut here: a cell of Excel holds no more; the csv and jsonl formats have it all)"
_WIDTHS = {Kind.TEXT: 22, Kind.LIST: 28, Kind.DATE: 12, Kind.INTEGER: 10, Kind.NUMBER: 10, Kind.FLAG: 10}
_WIDE = {"title": 60, "official_title": 60, "reasons": 50, "stage_evidence": 50, "url": 44, "nct_id": 13}


def write_xlsx(
    path: Path, columns: Sequence[Column], values: Iterable[Sequence[Value]], run: ExportRun, sheet_rows: int = _ROWS
) -> int:
    """Write the workbook; returns the number of rows. More rows than a sheet takes go on in further sheets.

    Raises OSError when there is no room for it.
    """
    try:
        return _write_book(path, columns, values, run, sheet_rows)
    except FileCreateError as error:
        raise _plain_failure(error) from None


def _plain_failure(error: FileCreateError) -> OSError:
    """The system's own error. The half-written archive is let go here, since it would complain to the screen at its end."""
    cause = error.__context__ if isinstance(error.__context__, OSError) else OSError(errno.EIO, str(error))
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        each: BaseException | None = error
        while each:
            traceback.clear_frames(each.__traceback__)
            each = each.__context__
        gc.collect()
    finally:
        sys.unraisablehook = hook
    return OSError(cause.errno, cause.strerror)


def _write_book(path: Path, columns: Sequence[Column], values: Iterable[Sequence[Value]], run: ExportRun, sheet_rows: int) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    remaining, total, number = iter(values), 0, 0
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "trialfinder", "comments": run.query})
        formats = _Formats(book)
        while number == 0 or (first := next(remaining, None)) is not None:
            number += 1
            rows: Iterator[Sequence[Value]] = remaining if number == 1 else _again(first, remaining)
            sheet = book.add_worksheet("List" if number == 1 else f"List {number}")
            total += _write_sheet(sheet, columns, islice(rows, sheet_rows - 1), formats)
        _write_about(book.add_worksheet("About"), run, total, formats)
        _write_dictionary(book.add_worksheet("Columns"), columns, formats)
    return total


def _again(first: Sequence[Value] | None, rest: Iterator[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    if first is not None:
        yield first
    yield from rest


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head: Format = book.add_format({"bold": True, "bottom": 1})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})


def _write_sheet(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Value]], formats: _Formats) -> int:
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDE.get(column.name, _WIDTHS[column.kind]))
        sheet.write_string(0, place, column.name, formats.head)
    count = 0
    for count, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _write(sheet, count, place, value, columns[place], formats)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def _write(sheet: Worksheet, row: int, place: int, value: Value, column: Column, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats.day)
    elif column.name == "url" and row <= _LINKS:
        sheet.write_url(row, place, clean(str(value)))
    else:
        sheet.write_string(row, place, _text(plain(value)))


def _text(value: str) -> str:
    """At most what a cell holds; Excel counts letters outside the basic plane twice, as UTF-16 does."""
    text = clean(value)
    if len(text) <= _CHARACTERS // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _CHARACTERS:
        return text
    return units[: 2 * (_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _write_about(sheet: Worksheet, run: ExportRun, total: int, formats: _Formats) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    facts = run.facts
    pairs = [
        ("Rows", f"{total:,}"),
        ("Asked", run.query),
        ("Data of", f"{facts.data_as_of:%Y-%m-%d}" if facts.data_as_of else "unknown date"),
        ("Written by", f"trialfinder {run.tool_version}"),
        ("Please note", caution(facts)),
    ]
    if facts.sample:
        pairs.insert(0, ("SAMPLE DATA", "Every trial, site and contact here is made up. Do not call anyone."))
    for row, (label, text) in enumerate(pairs):
        sheet.write_string(row, 0, label, formats.head)
        sheet.write_string(row, 1, _text(text), formats.wrapped)


def _write_dictionary(sheet: Worksheet, columns: Sequence[Column], formats: _Formats) -> None:
    sheet.freeze_panes(1, 0)
    for place, (head, width) in enumerate((("column", 24), ("holds", 16), ("meaning", 110))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, formats.head)
    for row, column in enumerate(columns, 1):
        for place, text in enumerate((column.name, str(column.kind), column.meaning)):
            sheet.write_string(row, place, text)
