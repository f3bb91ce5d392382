"""Lines of a given width: wrapped by what a terminal shows, never cut; and the few colours, which never carry meaning alone."""

import re
from collections.abc import Iterator

__all__ = ["PROSE", "block", "columns", "heading", "paint", "room_for_table", "rule", "wrap"]

#: Prose is easier to read in lines no longer than this.
PROSE = 110
#: Below this the list reads better, so nobody gets a table without asking for it.
_COMFORTABLE = 100
#: Below this the three columns of a table do not fit at all.
_NARROWEST = 72
_STYLES = {"bold": "1", "dim": "2", "fits": "1;32", "unclear": "1;33", "unfit": "1;31", "warning": "1;33", "link": "36"}
#: Where a long address may be broken if it must be.
_JOINTS = re.compile(r"(?<=[/@?&=,;:|])(?=.)|(?=@)|(?<=[^\W\d_]-)(?=\w)")


def columns(text: str) -> int:
    """Columns a terminal uses for ``text``: wide characters count two, combining ones none."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    width: int = wcswidth(text)
    return width if width >= 0 else len(text)


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns. A word longer than a line is broken at a joint, else anywhere."""
    width = max(width, 2)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        for piece in _fitting(word, width):
            size = columns(piece)
            if line and used + 1 + size > width:
                lines.append(line)
                line, used = "", 0
            line, used = (f"{line} {piece}", used + 1 + size) if line else (piece, size)
    return [*lines, line] if line or not lines else lines


def room_for_table(style: str, width: int) -> bool:
    """Whether an answer in this style (``table``, ``list``, or ``auto``) is drawn as a table on lines of that width."""
    return width >= {"table": _NARROWEST, "auto": _COMFORTABLE}.get(style, width + 1)


def block(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A paragraph with a hanging indent: ``first`` before its first line, ``rest`` (blanks by default) before the others."""
    rest = " " * columns(first) if rest is None else rest
    lines = wrap(text, max(width - max(columns(first), columns(rest)), 16))
    return [(rest if number else first) + line for number, line in enumerate(lines)]


def heading(text: str, width: int, color: bool) -> list[str]:
    """A heading, underlined in characters so that it is one without colour too."""
    lines = wrap(text, width)
    return [*(paint(line, "bold", color) for line in lines), "-" * min(width, max(map(columns, lines)))]


def rule(width: int) -> str:
    """A line across."""
    return "-" * width


def paint(text: str, style: str, color: bool) -> str:
    """``text`` in a style, when colour is wanted."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text


def _fitting(word: str, width: int) -> Iterator[str]:
    if columns(word) <= width:
        yield word
        return
    piece = ""
    for part in _JOINTS.split(word):
        if piece and columns(piece + part) > width:
            yield piece
            piece = ""
        for letter in part:
            if piece and columns(piece + letter) > width:
                yield piece
                piece = ""
            piece += letter
    yield piece
