"""A walk in the registry's order, newest update first, that may end when it has passed a day without a gap.

The order is believed only as far as the answers show it. Refuses to end a walk whose pages are short, repeat a study, are out
of order, or do not reach from the day itself to before it: that one goes on to its last page, where its total is checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from trialfinder.ctgov.parse import nct_id_of
from trialfinder.ctgov.sweep import updated_on
from trialfinder.ctgov.wire import RawStudy

__all__ = ["NewestFirst"]


@dataclass(slots=True)
class NewestFirst:
    """One walk. Ties that fall differently on every page lose a study only by repeating another, so that it does not go unseen."""

    since: str
    """The day, ``2026-11-06``; ``""``: to the end."""
    page_size: int
    days: list[str] = field(default_factory=list)
    """Of the last update of every study so far."""
    ids: set[str] = field(default_factory=set)
    due: int = 0
    """How many studies full pages would have held."""

    def passed(self, page: Iterable[RawStudy]) -> bool:
        """Take the next page. Whether every study that was updated on the day or later has been on one."""
        if not self.since:
            return False
        rows = [study.raw for study in page]
        self.days += map(updated_on, rows)
        self.ids |= set(map(nct_id_of, rows))
        self.due += self.page_size
        gapless = len(self.ids) == len(self.days) == self.due
        return gapless and self.days[0] >= self.since > self.days[-1] and all(a >= b for a, b in pairwise(self.days))
