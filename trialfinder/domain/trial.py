"""One trial as the registry tells it, typed. Values keep the registry's own words; nothing here is interpreted.

Strings are never None: an absent text is ``""``. Enum fields stay plain strings (``"RECRUITING"``), because the
registry may add values at any time and an unknown one is data, not an error.
"""

from dataclasses import dataclass, field
from datetime import date

from trialfinder.domain.site import Contact, GeoPoint, Site

__all__ = [
    "Arm",
    "Contact",
    "GeoPoint",
    "Intervention",
    "MeshTerm",
    "ParseProblem",
    "PartialDate",
    "Site",
    "Trial",
]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as the registry gave it (``2026-03-14``, ``2026-03`` or ``2026``) and its first day."""

    text: str
    first_day: date

    @property
    def precision(self) -> str:
        """``"day"``, ``"month"`` or ``"year"``."""
        return {0: "year", 1: "month"}.get(self.text.count("-"), "day")


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something given or done. ``type`` is the registry's (``DRUG``, ``PROCEDURE`` …)."""

    type: str
    name: str
    description: str = ""
    other_names: tuple[str, ...] = ()
    arm_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arm:
    """One group of participants. ``type`` is the registry's (``EXPERIMENTAL``, ``ACTIVE_COMPARATOR`` …)."""

    label: str
    type: str = ""
    description: str = ""
    intervention_names: tuple[str, ...] = ()
    """As the registry writes them: ``"Drug: Dasatinib"``."""


@dataclass(frozen=True, slots=True)
class MeshTerm:
    """A MeSH descriptor the registry derived: ``id`` such as ``D008175``."""

    id: str
    term: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One study record."""

    nct_id: str
    aliases: tuple[str, ...] = ()
    """Former ids of records merged into this one."""
    brief_title: str = ""
    official_title: str = ""
    acronym: str = ""
    org_study_id: str = ""
    sponsor: str = ""
    sponsor_class: str = ""
    collaborators: tuple[str, ...] = ()
    overall_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    study_type: str = ""
    phases: tuple[str, ...] = ()
    """Empty when the registry has no phase field (observational, expanded access); ``("NA",)`` is a different fact."""
    primary_purpose: str = ""
    allocation: str = ""
    masking: str = ""
    intervention_model: str = ""
    observational_model: str = ""
    enrollment: int | None = None
    expanded_access: bool = False
    brief_summary: str = ""
    detailed_description: str = ""
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    mesh: tuple[MeshTerm, ...] = ()
    """Condition MeSH terms."""
    mesh_ancestors: tuple[MeshTerm, ...] = ()
    criteria: str = ""
    """Eligibility criteria as delivered: light Markdown with backslash escapes."""
    sex: str = ""
    min_age_years: float | None = None
    """None: no lower limit stated. Months, weeks and days become fractions of a year."""
    max_age_years: float | None = None
    healthy_volunteers: bool | None = None
    study_population: str = ""
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    sites: tuple[Site, ...] = ()
    central_contacts: tuple[Contact, ...] = ()
    officials: tuple[Contact, ...] = ()
    start: PartialDate | None = None
    primary_completion: PartialDate | None = None
    completion: PartialDate | None = None
    first_posted: PartialDate | None = None
    last_update: PartialDate | None = None
    """Day the last update was posted."""
    last_verified: PartialDate | None = None
    has_results: bool = False
    version_holder: str = ""
    """Date of the registry release the record came from; the same on every record of one release."""


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """A record that could not be read: kept and counted, never fatal and never lost."""

    nct_id: str
    """The id if one could be found, else ``""``."""
    reason: str
    raw: str = field(default="", repr=False)
    """The record as JSON text."""
