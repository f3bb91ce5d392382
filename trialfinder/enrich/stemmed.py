"""Patterns that are costly to run and rarely found, behind a cheap look for the stems they need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Stemmed"]


@dataclass(frozen=True, slots=True)
class Stemmed:
    """A pattern for lower-case text, and its stems: one of them stands in whatever it matches (a test proves it)."""

    pattern: re.Pattern[str]
    stems: tuple[str, ...]

    def may_match(self, text: str) -> bool:
        """A cheap look before the pattern runs."""
        for stem in self.stems:  # noqa: SIM110 - a plain loop is twice as fast, and this is asked of every item
            if stem in text:
                return True
        return False

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.pattern.search(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())
