"""Places where a trial runs and people to call there, in the registry's own words.

Apart from ``trial.py`` because every search needs these and none needs the whole record: what a search imports, a patient waits for.
"""

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["MAY_TAKE", "WITHHELD", "Contact", "GeoPoint", "Site", "first_reachable"]

MAY_TAKE = ("open", "unstated", "upcoming", "invitation")
"""What ``access`` says of a site that may take people, now or later; the other is ``closed``."""

WITHHELD = (
    # "Research Site", "Site 12", "Local Institution - 0012", and a sponsor's own "Example Pharma Investigational Site 7".
    r"(?i)(?:(?:(?:clinical |study |trial |research ){0,2}|(?:[\w&.-]+ ){0,3}investigati(?:onal|ve) (?:study |trial )?"
    r"|(?:[\w&.-]+ ){0,3}investigator (?:study )?)(?:site|facility)s?|local institution)[\s:#,.()-]*"
    r"(?:(?:no|number|nr|id)\b[.:]?\s*)?[\s#()-]*(?:[a-z]{1,3}[-\s]?)?[\d-]*\)?"
)
"""Pattern of the whole name when a sponsor gives a placeholder instead of the name of a place; read by Python and by DuckDB."""


class GeoPoint(NamedTuple):
    """Degrees, WGS84. In the registry this is the centre of the city, not the facility."""

    lat: float
    lon: float


class Contact(NamedTuple):
    """Somebody to call. ``role`` is the registry's (``CONTACT``, ``PRINCIPAL_INVESTIGATOR`` …)."""

    name: str = ""
    role: str = ""
    phone: str = ""
    """With the extension, if any: ``555-0100 ext. 12``."""
    email: str = ""

    @property
    def reachable(self) -> bool:
        """There is a number to call or an address to write to."""
        return bool(self.phone or self.email)


def first_reachable(people: Iterable[Contact]) -> Contact | None:
    """Whom to call out of several: the first who can be reached."""
    return next((someone for someone in people if someone.reachable), None)


class Site(NamedTuple):
    """One place where the trial runs. ``status`` is the site's own and often absent."""

    facility: str = ""
    status: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    point: GeoPoint | None = None
    contacts: tuple[Contact, ...] = ()
