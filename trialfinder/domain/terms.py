"""How a word for a cancer is understood, as values to show."""

from dataclasses import dataclass

__all__ = ["TermNode", "TermView"]


@dataclass(frozen=True, slots=True)
class TermView:
    """One concept as a person sees it. ``None`` counts: there is no cache to count in."""

    name: str
    """Plain name: ``stomach cancer``."""
    medical: str = ""
    """Medical name: ``gastric carcinoma``."""
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[tuple[str, int | None], ...] = ()
    """Kinds of it, each with its open trials."""
    umbrellas: tuple[str, ...] = ()
    """Wider groups of cancers whose trials would take it."""
    about_count: int | None = None
    umbrella_count: int | None = None
    notes: tuple[str, ...] = ()
    typed: str = ""
    """The person's words, when they differ from the name."""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class TermNode:
    """One line of the tree of all cancers."""

    name: str
    medical: str = ""
    open_trials: int | None = None
    children: tuple["TermNode", ...] = ()
