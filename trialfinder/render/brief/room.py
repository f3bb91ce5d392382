"""How much fits on the page of one trial: what the fixed parts and the record's own lists leave for the rest.

A browser lays the page out, not we; so this counts letters against the narrowest paper (US Letter, 10 pt and less) and errs on
the small side. A test prints the worst record there is.
"""

from collections.abc import Iterable, Sequence
from math import ceil

__all__ = ["letters_left", "lines"]

_SHEET = 59.0
"""Lines of text on a sheet."""
_FIXED = 26.0
"""Headings, the questions to ask, blanks to fill in, a warning, and the banner of sample data."""
_LINE = 115
"""Letters of a whole line; the facts and the words stand in two columns."""
_COLUMN = 50
_SMALL_COLUMN = 66
_TITLE = 72
_CELLS = (40, 15, 37)


def letters_left(
    title: str,
    paragraphs: Iterable[str],
    facts: Iterable[tuple[str, str]],
    rows: Iterable[Sequence[str]],
    words: Iterable[tuple[str, str]],
) -> int:
    """Letters of running text that still fit; negative when even the rest does not."""
    used = _FIXED + 1.35 * ceil(len(title) / _TITLE) + sum(ceil(len(text) / _LINE) for text in paragraphs)
    used += lines(facts, _COLUMN) / 2 + 0.9 * lines(words, _SMALL_COLUMN) / 2
    used += sum(max(ceil(len(cell) / width) for cell, width in zip(row, _CELLS, strict=True)) for row in rows)
    return int((_SHEET - used) * _LINE)


def lines(pairs: Iterable[tuple[str, str]], width: int) -> int:
    """Lines of labelled texts in a column."""
    return sum(ceil((len(label) + 2 + len(text)) / width) for label, text in pairs)
