"""What one row of an answer says, in plain words. The table and the list lay out the same sentences."""

from dataclasses import dataclass
from datetime import date, timedelta

from trialfinder.domain.query import Fit, Group, Hit, NearestSite, SearchResult, Sort, Standing
from trialfinder.domain.site import Contact
from trialfinder.render import words

__all__ = ["Card", "Section", "card", "contact", "person", "place_name", "sections", "stale"]

#: After a year without a word from the study team a record is more often wrong than right.
_STALE_AFTER = timedelta(days=365)
#: Nobody would call to join.
_OVER = frozenset({"COMPLETED", "TERMINATED", "WITHDRAWN", "NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING"})
_SOURCES = {"site": "contact of this site", "central": "contact for the whole trial"}


@dataclass(frozen=True, slots=True)
class Card:
    """One trial, ready to be laid out. Absent parts are empty."""

    number: int
    nct_id: str
    url: str
    title: str
    fit: Fit
    label: str
    """``FITS``, ``UNCLEAR``, ``MAY NOT FIT``."""
    today: str
    """What keeps one from joining by a call today: ``NOT OPEN YET``; ``""`` when nothing does."""
    reasons: tuple[str, ...]
    kind: str
    """``Phase 2; immunotherapy``."""
    status: str
    site: str
    distance: str
    contact: str
    more_sites: str
    closed_nearer: str
    updated: str
    warning: str

    @property
    def verdict(self) -> str:
        """``UNCLEAR, NOT OPEN YET``."""
        return f"{self.label}, {self.today}" if self.today else self.label


@dataclass(frozen=True, slots=True)
class Section:
    """One group of an answer."""

    title: str
    shown: str
    """``39 trials``, or ``showing 10 of 39``."""
    cards: tuple[Card, ...]


def sections(result: SearchResult) -> list[Section]:
    """The groups of an answer that have rows, about before wider groups, closed after open, fits before unclear before unfit."""
    found, number = [], 1
    for group in (Group.ABOUT, Group.UMBRELLA, None):
        hits = [hit for hit in result.hits if hit.group is group]
        if result.spec.sort is Sort.FIT:
            hits.sort(key=lambda hit: (hit.fit is Fit.UNFIT, hit.standing is Standing.CLOSED, list(Fit).index(hit.fit)))
        if not hits:
            continue
        cards = tuple(card(hit, number + place, result) for place, hit in enumerate(hits))
        number += len(cards)
        found.append(Section(_title(group, result), _shown(len(cards), group, result), cards))
    return found


def card(hit: Hit, number: int, result: SearchResult) -> Card:
    """The sentences of one row."""
    unit = result.spec.within.unit
    return Card(
        number=number,
        nct_id=words.clean(hit.nct_id),
        url=words.clean(hit.url),
        title=words.clean(hit.title) or "(no title)",
        fit=hit.fit,
        label=words.FIT_LABELS[hit.fit],
        today=_today(hit),
        reasons=tuple(map(words.clean, hit.reasons)) or _default_reason(hit, result),
        kind=_kind(hit),
        status=words.status(hit.status),
        site=_site(hit),
        distance=_distance(hit.nearest_site, result),
        contact=_contact(hit),
        more_sites=_more_sites(hit, result),
        closed_nearer=_closed(hit.nearer_closed, unit),
        updated=_updated(hit.last_update, result.today),
        warning=stale(hit.last_verified, result.today, hit.status),
    )


def place_name(facility: str, city: str, state: str, code: str, country: str) -> str:
    """``Example Clinic, Boston, Massachusetts 02115``; a withheld name is said to be withheld."""
    name = words.clean(facility)
    if not name:
        name = "Site without a name"
    elif words.withheld(name):
        name = "Site name withheld by the sponsor"
    region = " ".join(part for part in (words.clean(state), words.clean(code)) if part)
    abroad = "" if country == "United States" else words.clean(country)
    return ", ".join(part for part in (name, words.clean(city), region, abroad) if part)


def contact(someone: Contact | None, source: str) -> str:
    """``Jane Roe, 555-0100, jane@example.org (contact of this site)``."""
    if someone is None or source not in _SOURCES:
        return "no contact listed; use the link"
    return f"{person(someone)} ({_SOURCES[source]})"


def person(someone: Contact) -> str:
    """``Jane Roe, 555-0100, jane@example.org``."""
    parts = (words.clean(part) for part in (someone.name, someone.phone, someone.email))
    return ", ".join(part for part in parts if part)


def stale(last_verified: date | None, today: date, status: str) -> str:
    """A warning when the study team has not confirmed the record for a year, else ``""``; none where the trial is over."""
    if status in _OVER:
        return ""
    if last_verified is None:
        return "Not known when the study team last confirmed this record: call before you count on it"
    if today - last_verified <= _STALE_AFTER:
        return ""
    since = words.relative(last_verified, today)
    return f"Last confirmed by the study team {last_verified:%Y-%m} ({since}): call before you count on it"


def _title(group: Group | None, result: SearchResult) -> str:
    name = words.clean(result.spec.cancer.name) if result.spec.cancer else "this cancer"
    if group is Group.ABOUT:
        return f"Trials about {name}"
    return "Trials for a wider group of cancers that would take it" if group else "Trials"


def _shown(rows: int, group: Group | None, result: SearchResult) -> str:
    listed = [fit for fit in Fit if result.spec.include_unfit or fit is not Fit.UNFIT]
    total = sum(result.counts.get((group, fit), 0) for fit in listed)
    return f"showing {rows:,} of {total:,}" if total > rows else words.count(rows, "trial")


def _today(hit: Hit) -> str:
    if hit.standing is Standing.OPEN:
        return ""
    at_site = " at this site" if hit.status == "RECRUITING" and hit.nearest_site else ""
    return f"{words.STANDINGS[hit.standing]}{at_site}".upper()


def _default_reason(hit: Hit, result: SearchResult) -> tuple[str, ...]:
    asked = result.spec.cancer.own if result.spec.cancer else frozenset()
    named = sorted(zip(hit.cancers, hit.cancer_names, strict=False), key=lambda pair: pair[0] not in asked)  # stable
    shown = [pair for pair in named if pair[0] in asked] or named
    names = words.joined([words.clean(name) for _, name in shown[:3]])
    if hit.group is Group.ABOUT and names:
        return (f"is about {names}",)
    return (words.FIT_MEANINGS[hit.fit],)


def _kind(hit: Hit) -> str:
    parts = [
        words.phases(hit.phases) if hit.phases or hit.study_type == "INTERVENTIONAL" else "",
        words.treatments(hit.treatments),
    ]
    if hit.study_type == "OBSERVATIONAL":
        parts.insert(0, "observes, tests no treatment")
    if hit.less_treatment:
        parts.append("tests giving less than the usual treatment")
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _site(hit: Hit) -> str:
    site = hit.nearest_site
    if site is None:
        if hit.sites:
            return "No open site listed"
        return "No site listed" if hit.standing is Standing.CLOSED else "No site listed yet"
    name = place_name(site.facility, site.city, site.state, site.zip, site.country)
    if not site.center:
        return name
    part = "" if site.center == site.facility else f"part of {words.clean(site.center)}, "
    return f"{name} [{part}NCI-designated cancer center]"


def _distance(site: NearestSite | None, result: SearchResult) -> str:
    if site is None:
        return ""
    parts = []
    if result.spec.measured:
        parts.append(words.distance(site.miles, result.spec.within.unit))
    if site.access and site.access != "open":
        parts.append(words.access(site.access))
    return "; ".join(parts)


def _contact(hit: Hit) -> str:
    site = hit.nearest_site
    if site:
        return contact(site.contact, site.contact_source)
    return contact(hit.central_contact, "central" if hit.central_contact else "none")


def _more_sites(hit: Hit, result: SearchResult) -> str:
    if result.spec.placed and 1 < hit.open_sites_near < hit.open_sites:
        return f"{words.count(hit.open_sites_near, 'open site')} within reach, {hit.open_sites:,} in all"
    if hit.open_sites > 1:
        return f"{words.count(hit.open_sites, 'open site')} in all"
    return ""


def _closed(site: NearestSite | None, unit: str) -> str:
    if site is None:
        return ""
    name = place_name(site.facility, site.city, "", "", "United States")
    return f"A nearer site, {name} ({words.distance(site.miles, unit)}), is not open now"


def _updated(day: date | None, today: date) -> str:
    return f"{day:%Y-%m-%d}, {words.relative(day, today)}" if day else "date not given"
