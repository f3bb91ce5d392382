"""What a person carries to a second opinion: a short list of trials, places and centers in reach. The packet's renderers read this."""

from dataclasses import dataclass

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.detail import SiteView, TrialDetail
from trialfinder.domain.query import Hit, SearchResult
from trialfinder.domain.site import GeoPoint

__all__ = ["CenterNear", "Landmark", "MapSite", "Packet", "PacketTrial"]


@dataclass(frozen=True, slots=True)
class PacketTrial:
    """One trial of the short list: its line in the answer, and everything for its page."""

    hit: Hit
    detail: TrialDetail
    sites: tuple[SiteView, ...]
    """Sites that may take people, in the order to call them: in reach, else the nearest ones."""
    farther: int
    """Other sites that may take people."""
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class MapSite:
    """A town with open sites of listed trials."""

    city: str
    region: str
    """State in the United States, else state and country."""
    point: GeoPoint
    miles: float | None
    nct_ids: tuple[str, ...]
    """Listed trials that may take people there, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A large town that helps to read the map."""

    name: str
    point: GeoPoint


@dataclass(frozen=True, slots=True)
class CenterNear:
    """An NCI-designated center that treats patients."""

    name: str
    type: str
    city: str
    """Of its place nearest to the person."""
    state: str
    miles: float | None
    nct_ids: tuple[str, ...] = ()
    """Listed trials that may take people at this center."""
    matching: int = 0
    """Trials of the whole answer that take people there; 0 too when no cancer was asked."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything the packet says that is not one of our own fixed sentences."""

    result: SearchResult
    """The whole answer; its counts tell how many trials are not in the short list."""
    trials: tuple[PacketTrial, ...]
    chosen: bool
    """The trials were named by the person, not picked from the answer."""
    sites: tuple[MapSite, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    centers: tuple[CenterNear, ...] = ()
    """Nearest first."""
    note: str = ""
    """What the person wrote, in their words."""
