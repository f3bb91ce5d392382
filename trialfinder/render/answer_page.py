"""The answer of a search as a page, to print or to hand on: the same sentences as on a screen, as Markdown or HTML."""

from collections.abc import Iterator, Sequence

from trialfinder.domain.query import SearchResult
from trialfinder.render import html, page, words
from trialfinder.render.answer import caution, echo, sample_banner, summary
from trialfinder.render.card import Card, sections
from trialfinder.render.empty import explain
from trialfinder.render.page import Entry, Section

__all__ = ["as_html", "as_markdown"]


def as_markdown(result: SearchResult, more: Sequence[Section] = ()) -> str:
    """The answer as Markdown. ``more``: further parts, such as a glossary."""
    banner = _banner(result)
    parts = [f"# {page.escaped(_title(result))}", page.markdown([*_page(result), *more]), caution(result.facts)]
    return "\n\n".join([*banner, *parts, *banner]) + "\n"


def as_html(result: SearchResult, more: Sequence[Section] = ()) -> str:
    """The answer as one HTML file."""
    return html.page(_title(result), [*_page(result), *more], " ".join(_banner(result)), caution(result.facts))


def _title(result: SearchResult) -> str:
    return f"Trials for {words.clean(result.spec.cancer.name)}" if result.spec.cancer else "Cancer trials"


def _banner(result: SearchResult) -> list[str]:
    return [" ".join(part.split()) for part in sample_banner(result.facts, 200, False)]


def _page(result: SearchResult) -> Iterator[Section]:
    asked = [(label, told) for label, _, told in (line.partition(": ") for line in echo(result))]
    yield Section("What was asked", facts=tuple(asked))
    why = explain(result) if result.thin else ""
    yield Section("In short", (summary(result), *(" ".join(line.split()) for line in why.splitlines())))
    for group in sections(result):
        yield Section(f"{group.title} ({group.shown})", entries=tuple(map(_entry, group.cards)))


def _entry(card: Card) -> Entry:
    facts = (
        (card.verdict, "; ".join(card.reasons)),
        ("Trial", f"{card.nct_id}, {card.status}"),
        ("Kind", card.kind),
        ("Where", "; ".join(part for part in (card.site, card.distance, card.more_sites) if part)),
        ("Nearer", card.closed_nearer),
        ("Call", card.contact),
        ("Updated", card.updated),
        ("Warning", card.warning),
        ("Link", card.url),
    )
    return Entry(card.number, card.title, facts)
