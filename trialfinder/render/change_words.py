"""One change as one sentence, in the words a patient uses. The text, the list and the spreadsheet say the same."""

from trialfinder.domain.changes import Change, ChangedSite, ChangeKind
from trialfinder.render import words
from trialfinder.render.card import place_name
from trialfinder.vocab.cancers import vocabulary

__all__ = ["HEADINGS", "counted", "sentence", "site_words"]

HEADINGS = {
    ChangeKind.NEW: "New trials",
    ChangeKind.OPENED: "Opened",
    ChangeKind.SITE_OPENED: "New and reopened sites",
    ChangeKind.CLOSED: "Closed, paused or ended",
    ChangeKind.SITE_CLOSED: "Sites that closed",
    ChangeKind.GONE: "Gone",
    ChangeKind.STAGE_CHANGED: "Other stages",
    ChangeKind.CANCERS_CHANGED: "Other cancers",
    ChangeKind.CRITERIA_CHANGED: "Criteria edited",
    ChangeKind.CONTACT_CHANGED: "Contacts",
    ChangeKind.RESULTS_POSTED: "Results posted",
    ChangeKind.SITE_ADDED: "Sites listed that are not open now",
    ChangeKind.SITE_REMOVED: "Sites no longer listed that were not open",
    ChangeKind.REREAD: "Read differently by this version of trialfinder (the trials themselves did not change)",
}
_COUNTED = {
    ChangeKind.NEW: ("new trial", ""),
    ChangeKind.OPENED: ("opened", "opened"),
    ChangeKind.SITE_OPENED: ("site opened", "sites opened"),
    ChangeKind.CLOSED: ("closed or ended", "closed or ended"),
    ChangeKind.SITE_CLOSED: ("site closed", "sites closed"),
    ChangeKind.GONE: ("gone", "gone"),
    ChangeKind.STAGE_CHANGED: ("with other stages", "with other stages"),
    ChangeKind.CANCERS_CHANGED: ("with other cancers", "with other cancers"),
    ChangeKind.CRITERIA_CHANGED: ("edit of the criteria", "edits of the criteria"),
    ChangeKind.CONTACT_CHANGED: ("contact changed", "contacts changed"),
    ChangeKind.RESULTS_POSTED: ("with new results", "with new results"),
    ChangeKind.SITE_ADDED: ("site listed, not open", "sites listed, not open"),
    ChangeKind.SITE_REMOVED: ("site removed, was not open", "sites removed, were not open"),
    ChangeKind.REREAD: ("read differently by this version", "read differently by this version"),
}
_ENDINGS = {
    "ACTIVE_NOT_RECRUITING": "Closed to new people",
    "COMPLETED": "Completed",
    "ENROLLING_BY_INVITATION": "Now by invitation only",
    "NOT_YET_RECRUITING": "Not recruiting yet",
    "SUSPENDED": "Paused",
    "TERMINATED": "Stopped early for good",
    "UNKNOWN": "No longer confirmed by the study team",
    "WITHDRAWN": "Withdrawn before it began",
}
_NOT_LISTED = "not listed"


def counted(kind: ChangeKind, number: int) -> str:
    """``3 sites opened``."""
    one, many = _COUNTED[kind]
    return words.count(number, one, many)


def sentence(change: Change, unit: str = "mi") -> str:
    """What happened, without the trial's name: ``New site: Example Clinic, Boston, Massachusetts, about 12 miles``."""
    before, after = words.clean(change.before), words.clean(change.after)
    where = site_words(change.site, unit) if change.site else ""
    match change.kind:
        case ChangeKind.NEW:
            return _listed("New", words.status(change.status_after), after)
        case ChangeKind.OPENED:
            was = f"was: {words.status(change.status_before)}" if change.status_before else "was not among the open trials before"
            return _listed("Opened", f"{words.status(change.status_after)} ({was})", after)
        case ChangeKind.CLOSED:
            return _closed(change, after)
        case ChangeKind.GONE:
            return f"Gone: {after or 'no longer in the local copy'} (was: {words.status(change.status_before)})"
        case ChangeKind.SITE_OPENED:
            return f"{'New site' if before == _NOT_LISTED else 'Site opened'}: {where}"
        case ChangeKind.SITE_CLOSED:
            return f"Site no longer listed: {where}" if after == _NOT_LISTED else f"Site closed: {where}{_site_status(after)}"
        case ChangeKind.SITE_ADDED:
            return f"{'Site added' if before == _NOT_LISTED else 'Site to open'}: {where}{_site_status(after)}"
        case ChangeKind.SITE_REMOVED:
            return f"Site no longer listed: {where}"
        case ChangeKind.STAGE_CHANGED:
            return f"Stage reading: {after} (before: {before})"
        case ChangeKind.CANCERS_CHANGED:
            return f"Cancers: {_came_and_went(_names(before), _names(after))}"
        case ChangeKind.CRITERIA_CHANGED:
            return f"Criteria: {_came_and_went(before, after, quote=True) or 'the lines stand in another order'}"
        case ChangeKind.CONTACT_CHANGED:
            return _contact(change, before, after, where)
        case ChangeKind.RESULTS_POSTED:
            return "Results posted: they stand in the record"
        case ChangeKind.REREAD:
            return f"Read differently: {_names(after) or 'nothing'} (before: {_names(before) or 'nothing'})"


def site_words(site: ChangedSite, unit: str) -> str:
    """``Example Clinic, Boston, Massachusetts 02115, about 12 miles``."""
    name = place_name(site.facility, site.city, site.state, site.zip, site.country)
    return name if site.miles is None else f"{name}, {words.distance(site.miles, unit)}"


def _listed(lead: str, *parts: str) -> str:
    return f"{lead}: {', '.join(part for part in parts if part)}"


def _closed(change: Change, why: str) -> str:
    lead = _ENDINGS.get(change.status_after) or f"Closed: {words.status(change.status_after)}"
    was = f" (was: {words.status(change.status_before)})" if change.status_before else ""
    return f"{lead}{was}{f'; reason given: “{why}”' if why else ''}"


def _site_status(status: str) -> str:
    return f" ({words.status(status)})" if status else ""


def _came_and_went(before: str, after: str, *, quote: bool = False) -> str:
    left, right = ("“", "”") if quote else ("", "")
    came = f"now also {left}{after}{right}" if after else ""
    went = f"no longer {left}{before}{right}" if before else ""
    return "; ".join(part for part in (came, went) if part)


def _contact(change: Change, before: str, after: str, where: str) -> str:
    whose = (
        f" at {words.count(change.sites, 'site')}" if change.sites > 1 else f" at {where}" if where else " for the whole trial"
    )
    return f"Contact{whose}: {after or 'nobody named now'} (before: {before or 'nobody'})"


def _names(concepts: str) -> str:
    """Concept ids under their plain names; other texts as they are."""
    known = vocabulary().concepts
    return ", ".join(known[one].name if one in known else one for one in concepts.split(", ")) if concepts else ""
