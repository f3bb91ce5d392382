r"""Eligibility criteria as a person can read them: escapes undone, one bullet a criterion, headings kept, nothing left out.

The registry delivers light Markdown (``\>=``, ``* item``, ``1. item``). This only lays the text out; it interprets nothing.
"""

import html
import re
from collections.abc import Iterator

from trialfinder.render.page import Item
from trialfinder.render.words import clean, clean_lines

__all__ = ["criteria_items", "unescaped"]

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&=^\"'/:])")
_BULLET = re.compile(
    r"(?P<indent>\s*)(?P<mark>[*•●▪◦‣∙·○–—]|-(?=\s)|o(?=\s+[^\W\da-z])|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)](?=\s))\s*(?P<text>\S.*)"
)
_HEADING = re.compile(
    r"(?i)[^.;]{0,80}\b(?:criteria|inclusions?|exclusions?|cohort\b[^.;]*|part\b[^.;]*|arm\b[^.;]*|phase\b[^.;]*)\s*:?|.{1,70}:"
)
#: Columns of indent that make one level; the registry uses two to four.
_STEP = 2
_DEEPEST = 4


def criteria_items(text: str) -> tuple[Item, ...]:
    """The criteria line by line. Also good for any other long text of a record."""
    return tuple(
        Item(words, "" if kind in ("text", "heading") else kind, depth, kind == "heading")
        for kind, depth, words in _pieces(text)
        if words
    )


def unescaped(text: str) -> str:
    """Markdown escapes and HTML entities undone."""
    return html.unescape(_ESCAPED.sub(r"\1", text))


def _pieces(text: str) -> Iterator[tuple[str, int, str]]:
    """(bullet mark, ``text``, ``heading`` or ``blank``; depth; words); a wrapped source line joins its bullet."""
    held: tuple[str, int, str] | None = None
    indents: list[int] = []
    for line in clean_lines(text):
        if not line.strip():
            if held:
                yield held
            held = None
            yield "blank", 0, ""
            continue
        found = _BULLET.match(line)
        if found is None and held and line[:1] == " ":
            held = (held[0], held[1], f"{held[2]} {_words(line)}")
            continue
        if held:
            yield held
        if found is None:
            words = _words(line)
            indents.clear()
            held = ("heading" if _HEADING.fullmatch(words) and len(words) < 90 else "text", 0, words)
            continue
        held = (_mark(found["mark"]), _depth(len(found["indent"]), indents), _words(found["text"]))
    if held:
        yield held


def _words(line: str) -> str:
    return clean(unescaped(line))


def _mark(mark: str) -> str:
    return mark if mark != "o" and (mark[0].isalnum() or mark[0] == "(") else "-"


def _depth(indent: int, indents: list[int]) -> int:
    """Level of a bullet: how many shallower bullets it stands under."""
    while indents and indents[-1] > indent - _STEP + 1:
        indents.pop()
    indents.append(indent)
    return min(len(indents) - 1, _DEEPEST)
