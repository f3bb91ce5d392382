"""NCI-designated cancer centers as an answer: where each is from here, and which matching trials are open there."""

from dataclasses import dataclass

from trialfinder.domain.query import Fit, Group, SearchResult
from trialfinder.domain.site import Contact

__all__ = ["CenterTrial", "CenterView", "CentersResult"]


@dataclass(frozen=True, slots=True)
class CenterTrial:
    """A trial that takes people at a center now."""

    nct_id: str
    title: str
    status: str
    study_type: str
    phases: tuple[str, ...]
    treatments: tuple[str, ...]
    group: Group | None
    fit: Fit
    facility: str
    city: str
    state: str
    access: str
    """``open`` or ``unstated``."""
    contact: Contact | None
    contact_source: str
    """``site``, ``central`` or ``none``."""


@dataclass(frozen=True, slots=True)
class CenterView:
    """One center that treats patients."""

    name: str
    type: str
    """``Comprehensive`` or ``Clinical``."""
    city: str
    state: str
    """Of its main place."""
    near_city: str
    near_state: str
    """Of its place nearest to the person, or in the state asked; else of the main place."""
    miles: float | None
    """To that place, city centre to city centre; None: no point asked."""
    trials: tuple[CenterTrial, ...]
    """Matching trials open at its places within reach or in the states asked; else at all of its places. Best first."""
    farther: int
    """Matching trials open only at other places of it."""

    def of_group(self, group: Group | None) -> int:
        """Trials in one group."""
        return sum(trial.group is group for trial in self.trials)

    def of_fit(self, fit: Fit) -> int:
        """Trials with one answer."""
        return sum(trial.fit is fit for trial in self.trials)


@dataclass(frozen=True, slots=True)
class CentersResult:
    """What ``centers`` shows."""

    answer: SearchResult
    """The search behind it, without rows; its counts are of trials wherever they run."""
    centers: tuple[CenterView, ...]
    """Nearest first; by state and city when no point was asked."""
    beyond_from: str
    """None is within reach: these are the nearest all the same, measured from here; ``""`` when they are within reach."""
    abroad: tuple[str, ...]
    """Places asked that are not in the United States."""
    laboratories: int
    """Centers left out because they treat nobody."""
