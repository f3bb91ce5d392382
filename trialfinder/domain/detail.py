"""One trial with everything a page about it shows."""

from dataclasses import dataclass
from datetime import date

from trialfinder.domain.cancer import CancerFinding
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import CacheFacts, Fit
from trialfinder.domain.site import MAY_TAKE
from trialfinder.domain.stage import StageAsked, StageReading
from trialfinder.domain.trial import Site, Trial

__all__ = ["NamedFinding", "SiteView", "TrialDetail"]


@dataclass(frozen=True, slots=True)
class NamedFinding:
    """A cancer read from the trial, under its plain name."""

    name: str
    finding: CancerFinding


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site as seen from the person's place. Contacts are the site's own; the page falls back to the trial's."""

    site: Site
    access: str
    """``open``, ``unstated``, ``upcoming``, ``invitation`` or ``closed``, as in ``NearestSite``."""
    miles: float | None = None
    center: str = ""
    """Name of the NCI-designated cancer center, or ``""``."""
    in_reach: bool = True
    """It meets what was asked of the place."""

    @property
    def may_take(self) -> bool:
        """It may take people, now or later."""
        return self.access in MAY_TAKE


@dataclass(frozen=True, slots=True)
class TrialDetail:
    """What ``show`` prints."""

    trial: Trial
    cancers: tuple[NamedFinding, ...]
    stage: StageReading
    treatments: tuple[str, ...]
    sites: tuple[SiteView, ...]
    """Every site in the order to show: nearest first when a place was asked."""
    facts: CacheFacts
    today: date
    less_treatment: bool = False
    for_patients: bool = True
    places: tuple[Place, ...] = ()
    """Where distances are counted from."""
    unit: str = "mi"
    """``"mi"`` or ``"km"``."""
    asked: StageAsked | None = None
    fit: Fit | None = None
    """None when nothing was asked about the person."""
    reasons: tuple[str, ...] = ()
    all_sites: bool = False
    """List every open site instead of the first ones."""

    @property
    def measured(self) -> bool:
        """There is a point that distances are counted from."""
        return any(place.kind is PlaceKind.POINT for place in self.places)
