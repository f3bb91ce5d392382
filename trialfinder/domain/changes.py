"""What changed between two refreshes, as values. Refuses to judge: whether a change is good news is for the person to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trialfinder.domain.query import CacheFacts, Fit, Group, Hit, SearchSpec, record_url

__all__ = ["Change", "ChangeKind", "ChangedSite", "ChangesResult", "RefreshSeen"]


class ChangeKind(StrEnum):
    """What happened to a trial, in the order of telling."""

    NEW = "new"
    """Not in the copy before, and first posted since."""
    OPENED = "opened"
    """More people may join than before."""
    SITE_OPENED = "site_opened"
    """A site takes people that did not, or was not listed."""
    CLOSED = "closed"
    """Fewer people may join than before, or it ended: paused, stopped, withdrawn, completed, or no longer confirmed."""
    SITE_CLOSED = "site_closed"
    """A site takes nobody any more, or is no longer listed."""
    GONE = "gone"
    """No longer in the copy: deleted, merged into another, or out of its scope for an unknown reason."""
    STAGE_CHANGED = "stage_changed"
    """The text changed, and another stage is read from it."""
    CANCERS_CHANGED = "cancers_changed"
    """The text changed, and other cancers are read from it."""
    CRITERIA_CHANGED = "criteria_changed"
    """Who may join was edited: criteria, ages, sex."""
    CONTACT_CHANGED = "contact_changed"
    """Whom to call changed, at an open trial or site."""
    RESULTS_POSTED = "results_posted"
    SITE_ADDED = "site_added"
    """A site is listed, or due to open, that takes nobody now."""
    SITE_REMOVED = "site_removed"
    """A site that took nobody is no longer listed."""
    REREAD = "reread"
    """The trial did not change; this version of the program reads or counts it differently."""


@dataclass(frozen=True, slots=True)
class ChangedSite:
    """The one site a change is about."""

    facility: str
    city: str
    state: str
    zip: str
    country: str
    miles: float | None
    """From the nearest place asked, city centre to city centre; None: unknown, or no place asked."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one trial."""

    kind: ChangeKind
    nct_id: str
    title: str
    seen_at: datetime
    """UTC; the refresh that found it."""
    registry_timestamp: datetime | None
    """UTC; the data it was found in."""
    status_before: str
    """``""``: not in the copy before."""
    status_after: str
    """``""``: not known, or gone."""
    before: str
    """Site status, contact, lines of criteria, stages or concept ids, as the kind has it; ``""``: nothing."""
    after: str
    merged_into: str = ""
    site: ChangedSite | None = None
    sites: int = 0
    """How many sites it is about; 0: the trial as a whole."""
    fit: Fit | None = None
    """The search's answer to the trial as it is now; None: none was asked, or it is no longer found."""
    group: Group | None = None
    hit: Hit | None = None
    """The trial as it is now, for trials that are new or opened."""

    @property
    def url(self) -> str:
        """The record at the registry."""
        return record_url(self.nct_id)


@dataclass(frozen=True, slots=True)
class RefreshSeen:
    """One refresh of the history."""

    seen_at: datetime
    compared_with: datetime | None
    """The refresh before; None: not compared."""
    reason: str
    """Why not: ``first``, ``format``, ``scope``, ``sample``, or ``unreadable: …``; ``""`` when compared."""


@dataclass(frozen=True, slots=True)
class ChangesResult:
    """One answer: all changes since a time, never cut."""

    spec: SearchSpec | None
    """None: everything."""
    facts: CacheFacts
    since: datetime
    """UTC; changes found from then on."""
    changes: tuple[Change, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Changes of trials the search finds that it does not show: ``status``, ``place``."""
    refreshes: tuple[RefreshSeen, ...] = ()
    """All the history covers, oldest first."""
    kinds: tuple[ChangeKind, ...] = ()
    """Kinds asked; empty: all."""
    today: date = date.min
    command: tuple[str, ...] = ()
    """The words typed, so that a next command can be offered."""
    name: str = ""
    """Of the saved search, if it is one."""
