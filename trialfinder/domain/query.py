"""What was asked, and what came back. The renderers read nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trialfinder.domain.cancer import CancerAsked
from trialfinder.domain.place import Distance, Place
from trialfinder.domain.site import OPEN_STATUSES, Contact
from trialfinder.domain.stage import StageAsked, StageFinding

__all__ = [
    "DEFAULT_RADIUS",
    "DEFAULT_RADIUS_KM",
    "CacheFacts",
    "Fit",
    "Group",
    "Hit",
    "NearestSite",
    "Removed",
    "SearchResult",
    "SearchSpec",
]


#: Far enough for a day trip; always said aloud when it was not typed.
DEFAULT_RADIUS = Distance(100.0)
DEFAULT_RADIUS_KM = Distance(160.0, "km")


class Fit(StrEnum):
    """The three answers. Never a score, never "eligible"."""

    FITS = "fits"
    UNCLEAR = "unclear"
    UNFIT = "unfit"
    """Shown to people as "may not fit"."""


class Group(StrEnum):
    """Named in the trial, or taken by a whole group of cancers."""

    ABOUT = "about"
    UMBRELLA = "umbrella"


@dataclass(frozen=True, slots=True)
class SearchSpec:
    """Everything that narrows an answer, resolved. None or empty means: not asked."""

    cancer: CancerAsked | None = None
    stage: StageAsked | None = None
    places: tuple[Place, ...] = ()
    """Any of them will do."""
    within: Distance = DEFAULT_RADIUS
    """Radius around each point; areas (states, countries) are matched by name."""
    within_given: bool = False
    """The radius was typed, not assumed."""
    statuses: tuple[str, ...] | None = OPEN_STATUSES
    """Overall statuses to show; None: any."""
    age_years: float | None = None
    sex: str = ""
    """``"FEMALE"`` or ``"MALE"``."""
    include_unfit: bool = False
    not_for_patients: bool = False
    """Also show trials of healthy people and of benign illness."""
    limit: int | None = None
    """Rows to return; None: all."""


@dataclass(frozen=True, slots=True)
class NearestSite:
    """The open site nearest to the places asked, or the first open one when no place was asked."""

    facility: str
    city: str
    state: str
    zip: str
    country: str
    status: str
    miles: float | None
    """From city centre to city centre; None: distance unknown or no point asked."""
    contact: Contact | None
    contact_source: str
    """``"site"``, ``"central"`` or ``"none"``."""
    access: str = ""
    """``open``, ``unstated`` (the trial recruits, the site says nothing), ``upcoming``, ``invitation`` or ``closed``."""
    center: str = ""
    """Name of the NCI-designated cancer center, or ``""``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One trial in an answer."""

    nct_id: str
    title: str
    status: str
    group: Group | None
    fit: Fit
    reasons: tuple[str, ...]
    """Plain sentences behind ``fit``, one per question asked."""
    stage_accepted: tuple[str, ...]
    stage_ruled_out: tuple[str, ...]
    stage_applies: bool
    stage_evidence: tuple[StageFinding, ...]
    cancers: tuple[str, ...]
    """Concept ids."""
    cancer_names: tuple[str, ...]
    """Their plain names, same order."""
    broad: bool
    """The trial names only the broader disease."""
    phases: tuple[str, ...]
    treatments: tuple[str, ...]
    line: str
    conditions: tuple[str, ...]
    min_age_years: float | None
    max_age_years: float | None
    sex: str
    study_type: str
    primary_purpose: str
    sponsor: str
    nearest_site: NearestSite | None
    nearer_closed: NearestSite | None
    """A site nearer than ``nearest_site`` that is not open, worth a mention."""
    open_sites: int
    """Open sites anywhere."""
    open_sites_near: int
    """Open sites within reach of the places asked; equal to ``open_sites`` when none was."""
    sites: int
    last_update: date | None
    last_verified: date | None
    data_as_of: date | None
    sample: bool = False
    """Made-up data, not a real trial."""

    @property
    def url(self) -> str:
        """The record at the registry."""
        return f"https://clinicaltrials.gov/study/{self.nct_id}"


@dataclass(frozen=True, slots=True)
class Removed:
    """How many trials one filter took out, after the filters named before it."""

    filter: str
    """``"status"``, ``"place"``, ``"stage"``, ``"age"``, ``"sex"``, ``"patients"``."""
    count: int
    label: str
    """For people: ``"not open now"``."""
    loosen: str
    """The option that brings them back: ``--status any``."""


@dataclass(frozen=True, slots=True)
class CacheFacts:
    """What the answer rests on."""

    registry_timestamp: datetime | None
    """Data timestamp of the registry release, UTC."""
    refreshed_at: datetime | None
    trials: int
    sample: bool = False
    """Made-up sample data: every output must say so."""
    scope: str = "open"

    @property
    def data_as_of(self) -> date | None:
        """The day of the registry's data."""
        return self.registry_timestamp.date() if self.registry_timestamp else None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One answer: ``hits`` are the rows to show, the counts cover all of them."""

    spec: SearchSpec
    facts: CacheFacts
    hits: tuple[Hit, ...]
    total: int
    """Trials shown were there no limit (fits and unclear, and unfit if asked for)."""
    counts: Mapping[tuple[Group | None, Fit], int] = field(default_factory=dict)
    """Trials by group and fit, unfit included even when not shown."""
    removed: tuple[Removed, ...] = ()
    today: date = date.min
    command: tuple[str, ...] = ()
    """The words of the command as typed, so that a next command can be offered."""
