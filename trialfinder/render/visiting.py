"""The sites of one trial as places to go and people to call: open ones first, the rest counted."""

from collections.abc import Iterator

from trialfinder.domain.detail import SiteView, TrialDetail
from trialfinder.domain.site import Contact, first_reachable
from trialfinder.render import words
from trialfinder.render.card import contact, person, place_name
from trialfinder.render.page import Entry, Section

__all__ = ["sites"]

#: Open sites on a first page; the rest are counted and one option away.
_FIRST = 8


def sites(detail: TrialDetail) -> Section:
    """Where the trial runs, in the order of ``detail.sites``."""
    taking = [view for view in detail.sites if view.may_take]
    shown = taking if detail.all_sites else taking[:_FIRST]
    return Section(
        "Where, and whom to call",
        (_counted(detail, len(taking), len(shown)), *_closed_nearer(detail, taking), *_central(detail)),
        entries=tuple(_site(number, view, detail) for number, view in enumerate(shown, 1)),
    )


def _counted(detail: TrialDetail, taking: int, shown: int) -> str:
    total = len(detail.sites)
    if not total:
        return "The record lists no sites yet."
    if not taking:
        return f"None of its {words.count(total, 'site')} is open now."
    text = f"{taking:,} of {words.count(total, 'site')} may take people."
    return text if shown == taking else f"{text} Showing {shown:,} of {taking:,}; --all for the rest."


def _site(number: int, view: SiteView, detail: TrialDetail) -> Entry:
    site = view.site
    facts = [words.distance(view.miles, detail.unit)] if detail.measured else []
    facts.append(words.access(view.access))
    if view.center:
        facts.append(f"part of {words.clean(view.center)}, an NCI-designated cancer center")
    name = place_name(site.facility, site.city, site.state, site.zip, site.country)
    someone, source = _whom(view, detail)
    call = contact(someone, source) if source != "central" else "the contact for the whole trial, named above"
    return Entry(number, name, (("Site", "; ".join(facts)), ("Call", call)))


def _whom(view: SiteView, detail: TrialDetail) -> tuple[Contact | None, str]:
    for source, people in (("site", view.site.contacts), ("central", detail.trial.central_contacts)):
        if someone := first_reachable(people):
            return someone, source
    return None, "none"


def _closed_nearer(detail: TrialDetail, taking: list[SiteView]) -> Iterator[str]:
    closed = [view for view in detail.sites if not view.may_take]
    nearest = min((view.miles for view in taking if view.miles is not None), default=None)
    nearer = [view for view in closed if nearest is not None and view.miles is not None and view.miles < nearest - 1]
    if nearer:
        names = "; ".join(
            f"{place_name(view.site.facility, view.site.city, view.site.state, '', view.site.country)}"
            f" ({words.distance(view.miles, detail.unit)})"
            for view in nearer[:3]
        )
        more = f" and {len(nearer) - 3} more" if len(nearer) > 3 else ""
        yield f"Nearer, but not open now: {names}{more}."


def _central(detail: TrialDetail) -> Iterator[str]:
    people = [someone for someone in detail.trial.central_contacts if someone.reachable]
    for someone in people:
        yield f"For the whole trial call {person(someone)}."
    if not people and not any(view.site.contacts for view in detail.sites):
        yield "No contact is listed anywhere in the record; ask through the link above."
