"""A long answer in sections, as lines of a given width or as Markdown: the same words in the same order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialfinder.render.layout import block, columns, heading, paint, wrap

__all__ = ["Entry", "Item", "Section", "escaped", "markdown", "text"]

#: Longer lines are hard to follow with the eye.
_WIDEST = 110
_STYLES = {"FITS": "fits", "UNCLEAR": "unclear", "MAY NOT FIT": "unfit"}
_WARNING = "Warning"
_MARKDOWN = re.compile(r"([\\`*\[\]<>|]|(?<!\w)_|_(?!\w)|(?<![^\s])[#+-](?=\s))")
"""What Markdown would read as markup; an underscore inside a word (an e-mail address) it would not."""
_ADDRESS = re.compile(r"https://\S+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered thing with labelled facts."""

    number: int
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    """(label, text); an empty text is left out. A label that is an answer (``FITS, NOT OPEN YET``) is coloured."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a nested list, as a record lays it out."""

    text: str
    mark: str = "-"
    """``-``, a number or letter with its full stop or bracket, or ``""``: a plain line."""
    depth: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; without a title it follows on from the part before. Its fields are shown in this order."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """(label, text) as in ``Entry``; an empty label goes on with the one before. Shown after the title."""
    items: tuple[Item, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    """(what for, the command to type), shown last; on a screen a command is never broken, so that it can be copied."""


def text(sections: Sequence[Section], width: int, color: bool) -> str:
    """The page in lines of at most ``width`` columns."""
    width = min(width, _WIDEST)
    return "\n\n".join("\n\n".join(_text(section, width, color)) for section in sections)


def markdown(sections: Sequence[Section]) -> str:
    """The page as Markdown."""
    return "\n\n".join("\n\n".join(_markdown(section)) for section in sections)


def _text(section: Section, width: int, color: bool) -> Iterator[str]:
    lines = heading(section.title, width, color) if section.title else []
    lines += _facts(section.facts, width, color)
    for paragraph in section.paragraphs:
        lines += wrap(paragraph, width)
    for point in section.points:
        lines += block(point, width, "- ")
    lines += _items(section.items, width, color)
    for what, command in section.steps:
        lines += [*block(f"{what}:", width, "- "), f"  {command}"]
    if lines:
        yield "\n".join(lines)
    for entry in section.entries:
        yield "\n".join(_entry(entry, width, color))


def _entry(entry: Entry, width: int, color: bool) -> Iterator[str]:
    first, *others = block(entry.title, width, f"{entry.number:>2}. ")
    number, title = first[: first.index(".") + 2], first[first.index(".") + 2 :]
    yield number + paint(title, "bold", color)
    yield from (paint(line, "bold", color) for line in others)
    yield from _facts(entry.facts, width, color, "    ")


def _facts(facts: Sequence[tuple[str, str]], width: int, color: bool, indent: str = "") -> Iterator[str]:
    size = max((len(label) + 2 for label, told in facts if label and told and _answer(label) not in _STYLES), default=0)
    for label, told in facts:
        if told and (answer := _answer(label)) in _STYLES:
            lines = block(f"{label}: {told}", width, indent)
            yield lines[0].replace(answer, paint(answer, _STYLES[answer], color), 1)
            yield from lines[1:]
        elif told:
            lead = f"{indent}{label + ':' if label else '':<{size}}"
            for line in block(told, width, lead, " " * columns(lead)):
                yield paint(line, "warning", color) if label == _WARNING else line


def _answer(label: str) -> str:
    """``FITS`` of ``FITS, NOT OPEN YET``."""
    return label.partition(",")[0]


def _items(items: Sequence[Item], width: int, color: bool) -> Iterator[str]:
    for number, item in enumerate(items):
        if item.heading:
            yield from [""] if number else []
            yield from (paint(line, "bold", color) for line in block(item.text, width))
        else:
            yield from block(item.text, width, "  " * (item.depth + 1) + f"{item.mark} " if item.mark else "  " * item.depth)


def _markdown(section: Section) -> Iterator[str]:
    if section.title:
        yield f"## {escaped(section.title)}"
    if section.facts:
        yield "\n".join(f"- {f'**{escaped(label)}:** ' if label else ''}{escaped(told)}" for label, told in section.facts if told)
    yield from map(escaped, section.paragraphs)
    if section.points:
        yield "\n".join(f"- {escaped(point)}" for point in section.points)
    if section.items:
        yield "\n".join(_markdown_items(section.items))
    if section.steps:
        yield "\n".join(f"- {escaped(what)}: `{command}`" for what, command in section.steps)
    for entry in section.entries:
        facts = "\n".join(f"   - {label + ': ' if label else ''}{escaped(told)}" for label, told in entry.facts if told)
        yield f"{entry.number}. **{escaped(entry.title)}**" + (f"\n{facts}" if facts else "")


def _markdown_items(items: Sequence[Item]) -> Iterator[str]:
    between = False
    for item in items:
        plain = item.heading or not item.mark
        if plain or between:  # a paragraph stands apart from a list
            yield ""
        between = plain
        if plain:
            yield f"**{escaped(item.text)}**" if item.heading else escaped(item.text)
        else:
            # A number of the record's own may be no list of Markdown ("a.", "iv)"), so it is kept as a word.
            yield "    " * item.depth + "- " + ("" if item.mark == "-" else f"{escaped(item.mark)} ") + escaped(item.text)


def escaped(plain: str) -> str:
    """Registry text must not become markup; an address becomes a link."""
    kept = _ADDRESS.findall(plain)
    parts = [_MARKDOWN.sub(r"\\\1", part) for part in _ADDRESS.split(plain)]
    return "".join(part + (f"<{kept[number]}>" if number < len(kept) else "") for number, part in enumerate(parts))
