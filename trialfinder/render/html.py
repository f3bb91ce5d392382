"""A page as one HTML file: opens with no network, runs nothing, loads nothing, prints well. Every word is escaped."""

import html
import re
from collections.abc import Iterator, Sequence

from trialfinder.render.page import Entry, Item, Section

__all__ = ["page"]

_ADDRESS = re.compile(r"https://[^\s<>\"“”]+[^\s<>\"“”.,;)]")
_STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h1, h2, h3, dt { font-family: Helvetica, Arial, sans-serif; line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; border-bottom: 1px solid #555; margin-top: 2rem; } h3 { font-size: 1rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { font-weight: bold; font-size: .9rem; } dd { margin: 0; overflow-wrap: anywhere; } p, li { overflow-wrap: anywhere; }
article { break-inside: avoid; margin: 1rem 0; } .mark { list-style: none; } .note { border: 2px solid #111; padding: .5rem; font-weight: bold; }
@media (max-width: 34rem) { dl { display: block; } dt { margin-top: .3rem; } }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } a { color: inherit; } }
""".strip()
#: No script, no picture, no font and no address can be loaded, whatever a record holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(title: str, sections: Sequence[Section], banner: str = "", caution: str = "") -> str:
    """The page under its title. ``banner``: said at the top and at the bottom; ``caution``: at the bottom."""
    note = [f'<p class="note">{_text(banner)}</p>'] if banner else []
    body = [*note, f"<h1>{_text(title)}</h1>", *(line for section in sections for line in _section(section))]
    foot = ["<footer>", *([f"<p>{_text(caution)}</p>"] if caution else []), *note, "</footer>"]
    head = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body><main>",
    ]
    return "\n".join([*head, *body, "</main>", *foot, "</body></html>"]) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield f"<h2>{_text(section.title)}</h2>"
    yield from _facts(section.facts)
    for paragraph in section.paragraphs:
        yield f"<p>{_linked(paragraph)}</p>"
    if section.points:
        yield "<ul>"
        yield from (f"<li>{_linked(point)}</li>" for point in section.points)
        yield "</ul>"
    yield from _items(section.items)
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"<article><h3>{entry.number}. {_text(entry.title)}</h3>"
    yield from _facts(entry.facts)
    yield "</article>"


def _facts(facts: Sequence[tuple[str, str]]) -> Iterator[str]:
    told = [(label, words) for label, words in facts if words]
    if told:
        yield "<dl>"
        yield from (f"<dt>{_text(label)}</dt><dd>{_linked(words)}</dd>" for label, words in told)
        yield "</dl>"


def _items(items: Sequence[Item]) -> Iterator[str]:
    depth = -1
    for item in items:
        wanted = item.depth if item.mark and not item.heading else -1
        yield from ["</ul>"] * (depth - wanted) + ["<ul>"] * (wanted - depth)
        depth = wanted
        if item.heading:
            yield f"<h3>{_text(item.text)}</h3>"
        elif not item.mark:
            yield f"<p>{_linked(item.text)}</p>"
        else:
            start = "<li>" if item.mark == "-" else f'<li class="mark">{_text(item.mark)} '
            yield f"{start}{_linked(item.text)}</li>"
    yield from ["</ul>"] * (depth + 1)


def _text(plain: str) -> str:
    return html.escape(plain)


def _linked(plain: str) -> str:
    """Escaped, addresses as links: they open only when somebody follows them."""
    parts, last = [], 0
    for match in _ADDRESS.finditer(plain):
        address = html.escape(match[0])
        parts += [_text(plain[last : match.start()]), f'<a href="{address}" rel="noreferrer noopener">{address}</a>']
        last = match.end()
    return "".join([*parts, _text(plain[last:])])
