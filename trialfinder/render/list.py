"""An answer as a list of labelled lines: no lines drawn, nothing side by side, made to be read aloud by a screen reader."""

from collections.abc import Iterator

from trialfinder.domain.query import SearchResult
from trialfinder.render.card import Card, Section, sections
from trialfinder.render.layout import block, paint, wrap

__all__ = ["render_list"]

#: Longer lines are hard to follow with the eye.
_WIDEST = 110
_LABEL = 9


def render_list(result: SearchResult, width: int, color: bool) -> str:
    """The rows of ``result``, one paragraph each, grouped, at most ``width`` columns wide."""
    width = min(width, _WIDEST)
    return "\n\n".join("\n\n".join(_group(section, width, color)) for section in sections(result))


def _group(section: Section, width: int, color: bool) -> Iterator[str]:
    title = f"{section.title} ({section.shown})"
    yield "\n".join(paint(line, "bold", color) for line in wrap(title, width))
    for card in section.cards:
        yield "\n".join(_lines(card, width, color))


def _lines(card: Card, width: int, color: bool) -> Iterator[str]:
    first, *others = block(card.title, width, f"{card.number:>2}. ")
    number, title = first[: first.index(".") + 2], first[first.index(".") + 2 :]
    yield number + paint(title, "bold", color)
    yield from (paint(line, "bold", color) for line in others)
    why = block(f"{card.verdict}: {'; '.join(card.reasons)}", width, " " * 4)
    why[0] = why[0].replace(card.label, paint(card.label, card.fit, color), 1)
    yield from why
    for label, text, style in (
        ("Trial", f"{card.nct_id}, {card.status}", ""),
        ("Kind", card.kind, ""),
        ("Where", "; ".join(part for part in (card.site, card.distance, card.more_sites) if part), ""),
        ("", card.closed_nearer, ""),
        ("Call", card.contact, ""),
        ("Updated", card.updated, ""),
        ("Warning", card.warning, "warning"),
        ("Link", card.url, "link"),
    ):
        if text:
            lead = f"    {label + ':' if label else '':<{_LABEL}}"
            for line in block(text, width, lead):
                yield line[: len(lead)] + (paint(line[len(lead) :], style, color) if style else line[len(lead) :])
