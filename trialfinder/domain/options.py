"""An answer by kind of treatment: the same trials as a search, grouped so that a person sees the whole space."""

from collections.abc import Mapping
from dataclasses import dataclass

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.query import Fit, Group, Hit, SearchResult

__all__ = ["Example", "KindGroup", "OptionsResult"]


@dataclass(frozen=True, slots=True)
class Example:
    """One trial shown for a kind, with what it tests against what."""

    hit: Hit
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class KindGroup:
    """All trials that test one kind of treatment."""

    kind: str
    """Value of ``Treatment``; ``""`` for the trials that test giving less, of whatever kind."""
    counts: Mapping[tuple[Group | None, Fit], int]
    """Trials shown, by group and fit."""
    in_reach: int
    """Those with a site that takes people now, within reach of the places asked; anywhere when none was."""
    nct_ids: tuple[str, ...]
    """All of them: fits first, then trials about the cancer, then as a search ranks them."""
    examples: tuple[Example, ...]
    """The first of ``nct_ids`` in detail."""

    @property
    def total(self) -> int:
        """Trials of this kind."""
        return len(self.nct_ids)

    def of_group(self, group: Group | None) -> int:
        """Trials of this kind in one group."""
        return sum(trials for (one, _), trials in self.counts.items() if one is group)

    def of_fit(self, fit: Fit) -> int:
        """Trials of this kind with one answer."""
        return sum(trials for (_, one), trials in self.counts.items() if one is fit)


@dataclass(frozen=True, slots=True)
class OptionsResult:
    """What ``options`` shows."""

    answer: SearchResult
    """The search behind it, without rows: what was understood, the totals, what was left out."""
    kinds: tuple[KindGroup, ...]
    """Kinds with at least one trial, in a fixed order."""
    less: KindGroup | None
    """Trials that test giving less than today's usual treatment; they stand in their kinds as well."""
    absent: tuple[str, ...]
    """Kinds without a trial, same order."""
    several: int
    """Trials that stand in more than one kind."""
