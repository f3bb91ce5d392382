"""A long answer in sections, as lines of a given width or as Markdown: the same words in the same order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialfinder.render.layout import block, columns, heading, paint, wrap

__all__ = ["Entry", "Section", "markdown", "text"]

#: Longer lines are hard to follow with the eye.
_WIDEST = 110
_STYLES = {"FITS": "fits", "UNCLEAR": "unclear", "MAY NOT FIT": "unfit"}
_MARKDOWN = re.compile(r"([\\`*\[\]<>|]|(?<!\w)_|_(?!\w)|(?<![^\s])[#+-](?=\s))")
"""What Markdown would read as markup; an underscore inside a word (an e-mail address) it would not."""
_ADDRESS = re.compile(r"https://\S+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered thing with labelled facts."""

    number: int
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    """(label, text); an empty text is left out. A label that is an answer (``FITS``) is coloured."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; without a title it follows on from the part before."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


def text(sections: Sequence[Section], width: int, color: bool) -> str:
    """The page in lines of at most ``width`` columns."""
    width = min(width, _WIDEST)
    return "\n\n".join("\n\n".join(_text(section, width, color)) for section in sections)


def markdown(sections: Sequence[Section]) -> str:
    """The page as Markdown."""
    return "\n\n".join("\n\n".join(_markdown(section)) for section in sections)


def _text(section: Section, width: int, color: bool) -> Iterator[str]:
    lines = heading(section.title, width, color) if section.title else []
    for paragraph in section.paragraphs:
        lines += wrap(paragraph, width)
    for point in section.points:
        lines += block(point, width, "- ")
    if lines:
        yield "\n".join(lines)
    for entry in section.entries:
        yield "\n".join(_entry(entry, width, color))


def _entry(entry: Entry, width: int, color: bool) -> Iterator[str]:
    first, *others = block(entry.title, width, f"{entry.number:>2}. ")
    number, title = first[: first.index(".") + 2], first[first.index(".") + 2 :]
    yield number + paint(title, "bold", color)
    yield from (paint(line, "bold", color) for line in others)
    size = max((len(label) + 2 for label, told in entry.facts if label and told and label not in _STYLES), default=0)
    for label, told in entry.facts:
        if told and label in _STYLES:
            lines = block(f"{label}: {told}", width, " " * 4)
            yield lines[0].replace(label, paint(label, _STYLES[label], color), 1)
            yield from lines[1:]
        elif told:
            lead = f"    {label + ':' if label else '':<{size}}"
            yield from block(told, width, lead, " " * columns(lead))


def _markdown(section: Section) -> Iterator[str]:
    if section.title:
        yield f"## {_escaped(section.title)}"
    yield from map(_escaped, section.paragraphs)
    if section.points:
        yield "\n".join(f"- {_escaped(point)}" for point in section.points)
    for entry in section.entries:
        facts = "\n".join(f"   - {label + ': ' if label else ''}{_escaped(told)}" for label, told in entry.facts if told)
        yield f"{entry.number}. **{_escaped(entry.title)}**" + (f"\n{facts}" if facts else "")


def _escaped(plain: str) -> str:
    """Registry text must not become markup; an address becomes a link."""
    kept = _ADDRESS.findall(plain)
    parts = [_MARKDOWN.sub(r"\\\1", part) for part in _ADDRESS.split(plain)]
    return "".join(part + (f"<{kept[number]}>" if number < len(kept) else "") for number, part in enumerate(parts))
