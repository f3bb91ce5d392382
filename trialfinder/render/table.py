"""An answer as a table: three columns a person reads across - which trial, why, where and whom to call. Wraps, never cuts."""

from trialfinder.domain.query import SearchResult
from trialfinder.render.card import Card, Section, sections
from trialfinder.render.layout import paint, wrap

__all__ = ["NARROWEST", "render_table"]

#: Below this, three columns are too thin to read and the list serves better.
NARROWEST = 100
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
    from tabulate import DataRow, Line, TableFormat, tabulate

    # Rules between rows only: fewer strokes than a full box, and text can be selected without picking up bars.
    across = Line("", "─", "──", "")
    cells = DataRow("", "  ", "")
    ruled = TableFormat(across, across, across, across, cells, cells, 0, None)
    free = width - _NUMBER - _GAPS
    widths = [int(free * share) for share in _SHARES]
    widths[0] += free - sum(widths)
    rows = [_row(card, widths, color) for card in section.cards]
    head = ["#", *(title.ljust(size) for title, size in zip(_HEAD, widths, strict=True))]
    table = tabulate(rows, headers=head, tablefmt=ruled, disable_numparse=True, colalign=("right", "left", "left", "left"))
    title = f"{section.title} ({section.shown})"
    lines = [line.rstrip() for line in table.splitlines()]
    return "\n".join([*(paint(line, "bold", color) for line in wrap(title, width)), *lines])


_HEAD = ("Trial", "Why it is here", "Nearest open site and whom to call")


def _row(card: Card, widths: list[int], color: bool) -> list[str]:
    trial, why, where = widths
    link = card.url if len(card.url) <= trial else card.url.removeprefix("https://")
    return [
        f"{card.number:>{_NUMBER}}",
        "\n".join(
            [
                *_painted(card.title, trial, "bold", color),
                *_painted(link, trial, "link", color),
                *wrap(card.kind, trial),
                *wrap(f"{card.status[:1].upper()}{card.status[1:]}; updated {card.updated}", trial),
                *(_painted(f"! {card.warning}", trial, "warning", color) if card.warning else ()),
            ]
        ),
        "\n".join([paint(card.label, card.fit, color), *(line for reason in card.reasons for line in wrap(reason, why))]),
        "\n".join(_where(card, where)),
    ]


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
