"""NCI-designated cancer centers (January 2026): what each is, where it is, how the registry's facility strings write it.

Designation is not a ranking of care. Basic Laboratory centers do research only and do not treat patients. Look-alikes (licensed
partners, hospitals of the same name in another city) are data too: ``false_friend`` and ``partner`` sites are never a center.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from trialfinder.domain.site import GeoPoint

__all__ = ["Center", "CenterSite", "CenterType", "SiteRelation", "center_sites", "centers"]


class CenterType(StrEnum):
    """NCI's three designations."""

    COMPREHENSIVE = "Comprehensive"
    CLINICAL = "Clinical"
    BASIC_LABORATORY = "Basic Laboratory"

    @property
    def treats_patients(self) -> bool:
        """Whether a person can be treated there at all."""
        return self is not CenterType.BASIC_LABORATORY


class SiteRelation(StrEnum):
    """How a facility stands to a center whose name it resembles."""

    MAIN = "main"
    CAMPUS = "campus"
    NETWORK = "network"
    """A place of the center's own cancer service, known there only by this phrase."""
    PARTNER = "partner"
    """Linked, but another institution: no center."""
    FALSE_FRIEND = "false_friend"
    """Looks like the center and is not."""


@dataclass(frozen=True, slots=True)
class Center:
    """One designated center with the spellings of its name."""

    name: str
    type: CenterType
    city: str
    state: str
    aliases: tuple[str, ...]
    point: GeoPoint
    """Centre of the city."""


@dataclass(frozen=True, slots=True)
class CenterSite:
    """A facility in another city, or a look-alike."""

    center: str
    phrase: str
    city: str
    state: str
    relation: SiteRelation
    point: GeoPoint | None = None
    """Centre of the city; None for look-alikes and partners."""


@cache
def centers() -> tuple[Center, ...]:
    """All centers, by state and city as NCI lists them."""
    found = []
    for number, row in enumerate(_rows("centers.csv"), start=2):
        try:
            kind = CenterType(row["type"])
        except ValueError as error:
            raise ValueError(f"centers.csv line {number} ({row['name']}): {error}") from error
        aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
        point = GeoPoint(float(row["lat"]), float(row["lon"]))
        found.append(Center(row["name"], kind, row["city"], row["state"], aliases, point))
    return tuple(found)


@cache
def center_sites() -> tuple[CenterSite, ...]:
    """Campuses, partners and look-alikes."""
    found = []
    for number, row in enumerate(_rows("centers_sites.csv"), start=2):
        try:
            relation = SiteRelation(row["relation"])
        except ValueError as error:
            raise ValueError(f"centers_sites.csv line {number} ({row['phrase']}): {error}") from error
        point = GeoPoint(float(row["lat"]), float(row["lon"])) if row["lat"] else None
        found.append(CenterSite(row["center"], row["phrase"], row["city"], row["state"], relation, point))
    return tuple(found)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("trialfinder.vocab") / name).read_text(encoding="utf-8").splitlines()))
