"""Changes as Markdown, for a newsletter or a page: the same sentences, complete, registry text escaped."""

import re
from collections.abc import Iterator
from itertools import groupby

from trialfinder.domain.changes import ChangesResult
from trialfinder.render import words
from trialfinder.render.answer import caution, sample_banner
from trialfinder.render.change_words import HEADINGS, sentence
from trialfinder.render.changes import coverage, scope_lines, summary, title

__all__ = ["changes_markdown"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_NO_LIMIT = 1_000_000


def changes_markdown(result: ChangesResult) -> str:
    """The whole answer as Markdown."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: ChangesResult) -> Iterator[str]:
    banner = [f"**{_text(line)}**" for line in sample_banner(result.facts, _NO_LIMIT, False)]
    yield f"# {_text(title(result))}"
    for line in banner:
        yield from ("", line)
    yield from ("", *(f"- {_text(line)}" for line in scope_lines(result)))
    for text in (summary(result), *coverage(result)):
        yield from ("", _text(text))
    unit = result.spec.within.unit if result.spec else "mi"
    for kind, changes in groupby(result.changes, key=lambda change: change.kind):
        found = list(changes)
        yield from ("", f"## {_text(HEADINGS[kind])} ({len(found):,})", "")
        for change in found:
            name = _text(change.title) or "(no title)"
            yield f"- {change.seen_at:%Y-%m-%d} [{change.nct_id}]({change.url}) {name}: {_text(sentence(change, unit))}"
    yield from ("", f"*{_text(caution(result.facts))}*")


def _text(text: str) -> str:
    return _MARKS.sub(r"\\\1", words.clean(text))
