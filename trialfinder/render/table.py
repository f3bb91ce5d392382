"""An answer as a table: three columns a person reads across - which trial, why, where and whom to call. Wraps, never cuts."""

from itertools import zip_longest

from trialfinder.domain.query import SearchResult
from trialfinder.render.card import Card, Section, sections
from trialfinder.render.layout import block, paint, wrap

__all__ = ["render_table"]

#: Longer lines are hard to follow with the eye.
_WIDEST = 180
_GAPS = 3 * 2
_NUMBER = 3
#: Shares of the width: trial, why, where. A link without its scheme fits the first at the narrowest.
_SHARES = (0.42, 0.27, 0.31)


def render_table(result: SearchResult, width: int, color: bool) -> str:
    """The rows of ``result``, one table for each group, at most ``width`` columns wide."""
    return "\n\n".join(_group(section, min(width, _WIDEST), color) for section in sections(result))


def _group(section: Section, width: int, color: bool) -> str:
    from tabulate import SEPARATING_LINE, DataRow, Line, TableFormat, tabulate

    # Rules between trials only: fewer strokes than a full box, and text can be selected without picking up bars.
    across, cells = Line("", "─", "──", ""), DataRow("", "  ", "")
    ruled = TableFormat(across, across, None, across, cells, cells, 0, None)
    free = width - _NUMBER - _GAPS
    widths = [int(free * share) for share in _SHARES]
    widths[0] += free - sum(widths)
    rows: list[list[str] | str] = []
    for card in section.cards:
        rows += [SEPARATING_LINE] if rows else []
        rows += _lines(card, widths, color)
    # tabulate gives every heading two columns more than its text.
    head = ["#", *(_head(titles, size - 2) for titles, size in zip(_HEAD, widths, strict=True))]
    table = tabulate(rows, headers=head, tablefmt=ruled, disable_numparse=True, colalign=("right", "left", "left", "left"))
    title = f"{section.title} ({section.shown})"
    lines = [line.rstrip() for line in table.splitlines()]
    return "\n".join([*(paint(line, "bold", color) for line in wrap(title, width)), *lines])


def _lines(card: Card, widths: list[int], color: bool) -> list[list[str]]:
    """One trial as lines of cells: a table cell cannot hold several lines in a format of our own."""
    return [list(line) for line in zip_longest([str(card.number)], *_cells(card, widths, color), fillvalue="")]


#: Headings, each with a shorter one for a narrow column.
_HEAD = (("Trial", "Trial"), ("Why it is here", "Why"), ("Nearest open site and whom to call", "Where and contact"))


def _head(titles: tuple[str, str], size: int) -> str:
    return next((title for title in titles if len(title) <= size), titles[-1]).ljust(size)


def _cells(card: Card, widths: list[int], color: bool) -> tuple[list[str], list[str], list[str]]:
    trial, why, where = widths
    link = card.url if len(card.url) <= trial else card.url.removeprefix("https://")
    about = [
        *_painted(card.title, trial, "bold", color),
        *_painted(link, trial, "link", color),
        *wrap(card.kind, trial),
        *wrap(f"{card.status[:1].upper()}{card.status[1:]}; updated {card.updated}", trial),
        *(_painted(f"! {card.warning}", trial, "warning", color) if card.warning else ()),
    ]
    label = [*_painted(card.label, why, card.fit, color), *(_painted(card.today, why, "warning", color) if card.today else ())]
    reasons = [*label, *(line for reason in card.reasons for line in block(reason, why, "- "))]
    return about, reasons, _where(card, where)


def _where(card: Card, width: int) -> list[str]:
    lines = wrap(card.site, width)
    if card.distance:
        lines += wrap(f"{card.distance[:1].upper()}{card.distance[1:]}", width)
    lines += wrap(f"Call: {card.contact}", width)
    for more in (card.more_sites, card.closed_nearer):
        lines += wrap(more, width) if more else []
    return lines


def _painted(text: str, width: int, style: str, color: bool) -> list[str]:
    return [paint(line, style, color) for line in wrap(text, width)]
