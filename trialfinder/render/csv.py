"""Lists for spreadsheets: one line a row, the same columns every month, and no cell that a spreadsheet would run.

RFC 4180 with CRLF. Lists inside a cell are joined by "; " (the JSON lines keep them apart).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from trialfinder.domain.columns import HIT_COLUMNS
from trialfinder.domain.export import Column, ExportTrial, Value
from trialfinder.domain.query import Hit
from trialfinder.render.words import clean

__all__ = ["BOM", "cell", "header", "line", "lines", "plain", "rows"]

BOM = "\ufeff"
"""Tells Excel that a file is UTF-8. Off by default: other programs take it for a part of the first column's name."""

_STARTS_FORMULA = re.compile("[=+@＝＋－＠-]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NEEDS_QUOTES = re.compile(r'[",]')
#: Most cells: words of plain letters with single blanks, nothing to clean, to quote or to defuse.
_HARMLESS = re.compile(r"[0-9A-Za-z][!#-+\--~]*(?: [!#-+\--~]+)*")


def rows(hits: Iterable[Hit]) -> Iterator[str]:
    """The answer of a search: the header, then one line a trial, each with its line end."""
    return lines(HIT_COLUMNS, (tuple(column.read(ExportTrial(hit)) for column in HIT_COLUMNS) for hit in hits))


def lines(columns: Sequence[Column], values: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The header, then one line a row, each with its line end."""
    yield header(columns)
    for row in values:
        yield line(row)


def line(values: Iterable[Value]) -> str:
    """One row, with the line end; a blank line would be no row at all."""
    return (",".join(map(_cell, values)) or '""') + "\r\n"


def header(columns: Sequence[Column]) -> str:
    """The names of the columns, with the line end."""
    return ",".join(column.name for column in columns) + "\r\n"


def cell(value: object) -> str:
    """One value as a cell: cleaned, defused where a spreadsheet would take it for a formula, quoted where needed.

    The macros ``as_text``, ``tidy``, ``defused`` and ``quoted`` are the same rule for lists too long for Python.
    """
    text = value if isinstance(value, str) else plain(value)
    if _HARMLESS.fullmatch(text):
        return text
    text = clean(text)
    if _STARTS_FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def plain(value: object) -> str:
    """One value as text; lists joined by "; "."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


#: Names of hospitals, cities and people come again and again.
_remembered = lru_cache(1 << 14)(cell)


def _cell(value: Value) -> str:
    return _remembered(value) if isinstance(value, str) and len(value) < 80 else cell(value)
