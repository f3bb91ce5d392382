"""How a word for a cancer is understood: its names, what it is a kind of, its kinds, and how many trials each has."""

from collections.abc import Iterator, Sequence

from trialfinder.domain.terms import TermNode, TermView
from trialfinder.render import words
from trialfinder.render.layout import block, heading

__all__ = ["render_terms", "render_tree"]

_LABEL = 15


def render_terms(view: TermView, width: int, color: bool = False) -> str:
    """One concept, in lines of at most ``width`` columns."""
    width = min(width, 110)
    lines = heading(words.clean(view.name), width, color)
    for label, text in _facts(view):
        lines += block(words.clean(text), width, f"{label + ':':<{_LABEL}}")
    if view.children:
        lines += ["", "Kinds of it:"]
        for name, trials in view.children:
            lines += block(f"{words.clean(name)}{_trials(trials)}", width, "  ")
    return "\n".join(lines) + "\n"


def render_tree(nodes: Sequence[TermNode], width: int) -> str:
    """Every cancer known, kinds indented below."""
    return "\n".join(line for node in nodes for line in _branch(node, width, 0)) + "\n"


def _facts(view: TermView) -> Iterator[tuple[str, str]]:
    if view.typed and view.typed.casefold() != view.name.casefold():
        yield ("Spelling", f"Read “{view.typed}” as {view.name}") if view.corrected else ("You typed", view.typed)
    if view.medical and view.medical.casefold() != view.name.casefold():
        yield "Medical name", view.medical
    if view.synonyms:
        yield "Also called", "; ".join(view.synonyms)
    if view.parents:
        yield "Is a kind of", "; ".join(view.parents)
    if view.umbrellas:
        yield "Wider groups", f"{'; '.join(view.umbrellas)} (their trials may take it too)"
    if view.about_count is not None:
        wider = "" if view.umbrella_count is None else f"; {view.umbrella_count:,} more take a wider group of cancers"
        yield "Open trials", f"{view.about_count:,} about it{wider}"
    for note in view.notes:
        yield "Note", note


def _branch(node: TermNode, width: int, depth: int) -> Iterator[str]:
    medical = f" ({words.clean(node.medical)})" if node.medical and node.medical.casefold() != node.name.casefold() else ""
    indent = "  " * min(depth, 10)
    yield from block(f"{words.clean(node.name)}{medical}{_trials(node.open_trials)}", width, indent, indent + "    ")
    for child in node.children:
        yield from _branch(child, width, depth + 1)


def _trials(number: int | None) -> str:
    return "" if number is None else f": {words.count(number, 'open trial')}"
