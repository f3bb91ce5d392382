"""What was asked, and what came back. The renderers read nothing else.

Every value a search meets, here and elsewhere, is a named tuple: a frozen dataclass takes six times as long to define, and a
search defines thirty of them before it reads a word.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.place import Distance, Place, PlaceKind
from trialfinder.domain.site import Contact, GeoPoint
from trialfinder.domain.stage import Line, StageAsked, StageFinding
from trialfinder.domain.statuses import OPEN_STATUSES

__all__ = [
    "DEFAULT_RADIUS",
    "DEFAULT_RADIUS_KM",
    "THIN",
    "CacheFacts",
    "Fit",
    "Group",
    "Hit",
    "NearestSite",
    "Removed",
    "SearchResult",
    "SearchSpec",
    "Sort",
    "Standing",
    "Suggestion",
    "record_url",
]


#: Far enough for a day trip; always said aloud when it was not typed.
DEFAULT_RADIUS = Distance(100.0)
DEFAULT_RADIUS_KM = Distance(160.0, "km")
#: At this many trials or fewer an answer is thin.
THIN = 3


def record_url(nct_id: str) -> str:
    """Where anybody can read the record at the registry."""
    return f"https://clinicaltrials.gov/study/{nct_id}"


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


class Standing(StrEnum):
    """What a trial means to somebody who would call today, best first."""

    OPEN = "open"
    """It takes people now, and so does a site where one was asked for (or it names no site yet)."""
    EXPANDED = "expanded_access"
    """The treatment outside of a trial, through one's own doctor."""
    UPCOMING = "upcoming"
    """Not open yet: the trial, or every site in reach."""
    INVITATION = "invitation"
    """Only for people the study team asks."""
    CLOSED = "closed"
    """It takes nobody new, or nobody knows (status UNKNOWN)."""


class Sort(StrEnum):
    """What rows are sorted by, before everything else that ranks them."""

    FIT = "fit"
    DISTANCE = "distance"
    UPDATED = "updated"
    PHASE = "phase"
    """The latest phase first."""


class SearchSpec(NamedTuple):
    """Everything that narrows an answer, resolved. None or empty means: not asked.

    Within one field any value will do; all fields asked must hold. What is asked of a place must hold at one and the same open site.
    """

    cancer: CancerAsked | None = None
    stage: StageAsked | None = None
    spread: tuple[str, ...] = ()
    """Parts of the body the cancer has spread to, as far as told: ``brain``, ``liver``."""
    places: tuple[Place, ...] = ()
    """Where to be near: points, and areas in which to be."""
    within: Distance = DEFAULT_RADIUS
    """Radius around each point; areas (states, countries) are matched by name."""
    within_given: bool = False
    """The radius was typed, not assumed."""
    statuses: tuple[str, ...] | None = OPEN_STATUSES
    """Overall statuses to show; None: any."""
    age_years: float | None = None
    age_to: float | None = None
    """Younger than this, where only a range is known; the person may then be of any age from ``age_years`` on."""
    sex: str = ""
    """``"FEMALE"`` or ``"MALE"``."""
    include_unfit: bool = False
    not_for_patients: bool = False
    """Also show trials of healthy people and of benign illness."""
    limit: int | None = None
    """Rows to return; None: all."""
    states: tuple[Place, ...] = ()
    countries: tuple[Place, ...] = ()
    cities: tuple[str, ...] = ()
    """Names, in every spelling that will do; a site's city begins with one of them, word by word."""
    city_points: tuple[GeoPoint, ...] = ()
    """Centres of those cities that are known, for sites that spell the city otherwise."""
    facilities: tuple[str, ...] = ()
    """Words that stand in the name of the site."""
    center: str = ""
    """``"nci"``, or what was typed of a center's name."""
    centers: tuple[str, ...] = ()
    """Names of the NCI-designated centers that will do; all that treat patients for ``"nci"``."""
    line: Line | None = None
    """``UNTREATED`` or ``TREATED``."""
    phases: tuple[str, ...] = ()
    """In the registry's codes; ``"NA"`` asks for trials without a phase."""
    treatments: tuple[str, ...] = ()
    """Kinds of treatment, values of ``Treatment``."""
    markers: tuple[Marker, ...] = ()
    """Asked for by themselves; ``asked_markers`` joins them with those typed with the cancer."""
    sort: Sort = Sort.FIT
    notes: tuple[str, ...] = ()
    """Sentences to show with the echo."""

    @property
    def asked_markers(self) -> tuple[Marker, ...]:
        """Every marker the person has, each once."""
        return tuple(dict.fromkeys((*(self.cancer.markers if self.cancer else ()), *self.markers)))

    @property
    def all_places(self) -> tuple[Place, ...]:
        """Every place named: those to be near to, states and countries."""
        return (*self.places, *self.states, *self.countries)

    def unplaced(self) -> "SearchSpec":
        """The same question, wherever the trial runs."""
        sort = Sort.FIT if self.sort is Sort.DISTANCE else self.sort
        nowhere: dict[str, Any] = dict.fromkeys(
            ("places", "states", "countries", "cities", "city_points", "facilities", "centers"), ()
        )
        return self._replace(**nowhere, center="", within_given=False, notes=(), sort=sort)

    @property
    def points(self) -> tuple[GeoPoint, ...]:
        """Where distances are measured from."""
        return tuple(place.point for place in self.places if place.kind is PlaceKind.POINT and place.point)

    @property
    def measured(self) -> bool:
        """There is a point to measure a distance from."""
        return any(place.kind is PlaceKind.POINT for place in self.places)

    @property
    def judged(self) -> bool:
        """Something was told that a trial can fit or not, its place, phase and kind of treatment aside."""
        about_them = self.stage or self.age_years is not None or self.sex or self.line or self.markers
        return bool(self.cancer or about_them)

    @property
    def placed(self) -> bool:
        """Something was asked of the place."""
        return bool(self.places or self.states or self.countries or self.cities or self.facilities or self.centers)


class NearestSite(NamedTuple):
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


class Hit(NamedTuple):
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
    standing: Standing = Standing.OPEN
    less_treatment: bool = False
    """Gives less than today's usual treatment."""
    central_contact: Contact | None = None
    """Somebody to call about the trial as a whole; None: nobody with a phone or an e-mail address."""
    rollover: bool = False
    """Only for people of an earlier trial."""

    @property
    def url(self) -> str:
        """The record at the registry."""
        return record_url(self.nct_id)


class Removed(NamedTuple):
    """How many trials one filter took out, after the filters named before it: every trial is counted once."""

    filter: str
    """``"patients"``, ``"status"``, ``"place"``, ``"state"``, ``"country"``, ``"city"``, ``"facility"``, ``"center"``,
    ``"phase"``, ``"treatment"``; and of those that may not fit ``"stage"``, ``"age"``, ``"sex"``, ``"line"``, ``"marker"``."""
    trials: int
    label: str
    """For people: ``"not open now"``."""
    loosen: str
    """The option that brings them back: ``--status any``, ``without --state``."""


class Suggestion(NamedTuple):
    """What to loosen in a thin answer. It was tried."""

    loosen: tuple[str, ...]
    """Options to add, change or take out, as in ``Removed``."""
    more: int
    """Trials it shows beyond those shown already."""


class CacheFacts(NamedTuple):
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


class SearchResult(NamedTuple):
    """One answer: ``hits`` are the rows to show, the counts cover all of them."""

    spec: SearchSpec
    facts: CacheFacts
    hits: tuple[Hit, ...]
    total: int
    """Trials shown were there no limit (fits and unclear, and unfit if asked for)."""
    counts: Mapping[tuple[Group | None, Fit], int] = MappingProxyType({})
    """Trials by group and fit, unfit included even when not shown."""
    removed: tuple[Removed, ...] = ()
    today: date = date.min
    command: tuple[str, ...] = ()
    """The words of the command as typed, so that a next command can be offered."""
    standings: Mapping[Standing, int] = MappingProxyType({})
    """Trials that fit or are unclear, by what they mean today."""
    suggestion: Suggestion | None = None
    """None: the answer is not thin, or nothing that was asked stands in the way."""
    place_unknown: int = 0
    """Of the trials shown were there no limit, those that may run anywhere."""

    @property
    def thin(self) -> bool:
        """There is so little, trials that may run anywhere aside, that a person should hear what was left out."""
        return self.total - self.place_unknown <= THIN
