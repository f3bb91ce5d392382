"""Registry codes, dates and distances in the words a patient uses. Refuses to interpret: an unknown code is shown as it is."""

import re
import shlex
from collections.abc import Iterable, Sequence
from datetime import date

from trialfinder.domain.place import KM_PER_MILE, Distance
from trialfinder.domain.site import WITHHELD

__all__ = [
    "FIT_LABELS",
    "FIT_MEANINGS",
    "STANDINGS",
    "access",
    "clean",
    "clean_lines",
    "command",
    "count",
    "distance",
    "joined",
    "line_of_treatment",
    "phase_in_full",
    "phases",
    "purpose",
    "radius",
    "relative",
    "status",
    "study_type",
    "treatments",
    "withheld",
]

FIT_LABELS = {"fits": "FITS", "unclear": "UNCLEAR", "unfit": "MAY NOT FIT"}
FIT_MEANINGS = {
    "fits": "nothing you told us speaks against it",
    "unclear": "the record does not say enough to tell; ask the study team",
    "unfit": "something in the record seems to speak against it; ask your doctor before ruling it out",
}

STANDINGS = {
    "open": "open now",
    "expanded_access": "expanded access, asked for by a doctor",
    "upcoming": "not open yet",
    "invitation": "by invitation only",
    "closed": "not open now",
}
"""What a trial means to somebody who would call today."""

_STATUSES = {
    "RECRUITING": "recruiting now",
    "NOT_YET_RECRUITING": "not yet recruiting",
    "ENROLLING_BY_INVITATION": "by invitation only",
    "ACTIVE_NOT_RECRUITING": "running, closed to new people",
    "COMPLETED": "completed",
    "SUSPENDED": "paused",
    "TERMINATED": "stopped early for good",
    "WITHDRAWN": "withdrawn before it began",
    "UNKNOWN": "unknown (long past its date and not confirmed)",
    "AVAILABLE": "expanded access (treatment outside a trial)",
    "NO_LONGER_AVAILABLE": "expanded access, no longer available",
    "TEMPORARILY_NOT_AVAILABLE": "expanded access, paused",
    "APPROVED_FOR_MARKETING": "approved for general use",
    "WITHHELD": "withheld",
}
_ACCESS = {
    "open": "open now",
    "unstated": "the site does not say whether it is open",
    "upcoming": "not open yet",
    "invitation": "by invitation only",
    "closed": "not open now",
}
_PHASES = {"EARLY_PHASE1": "early phase 1", "PHASE1": "phase 1", "PHASE2": "phase 2", "PHASE3": "phase 3", "PHASE4": "phase 4"}
_PHASE_MEANINGS = {
    "EARLY_PHASE1": "a first, very small look at how the body handles it",
    "PHASE1": "finds a safe dose and the side effects",
    "PHASE2": "finds whether it acts on this cancer",
    "PHASE3": "compares it with today's usual treatment",
    "PHASE4": "follows it after approval",
}
_TYPES = {
    "INTERVENTIONAL": "a study that tests a treatment or test",
    "OBSERVATIONAL": "a study that follows people without changing their treatment",
    "EXPANDED_ACCESS": "expanded access: a treatment offered outside a trial",
}
_PURPOSES = {
    "TREATMENT": "to treat the illness",
    "PREVENTION": "to prevent illness",
    "DIAGNOSTIC": "to find or describe illness better",
    "SUPPORTIVE_CARE": "to ease symptoms or side effects",
    "SCREENING": "to find illness early",
    "HEALTH_SERVICES_RESEARCH": "to improve how care is given",
    "BASIC_SCIENCE": "to understand how the body or the illness works",
    "DEVICE_FEASIBILITY": "to see whether a new device works",
    "ECT": "to gather facts about a treatment already in use",
    "OTHER": "another purpose",
}
_LINES = {
    "untreated": "people not yet treated for this cancer",
    "treated": "people already treated for this cancer",
    "either": "people treated before or not",
}

#: Controls (C0, DEL, C1), line separators, marks that turn the reading order around, and invisible fillers: an escape sequence
#: without its first character is plain text.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BLANKS = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\xa0\u2028\u2029\u3000]+")


def clean(text: str) -> str:
    """One line of registry text, harmless on a terminal."""
    return _UNSAFE.sub("", _BLANKS.sub(" ", text)).strip()


def clean_lines(text: str) -> list[str]:
    """Registry text line by line, leading blanks kept, each line harmless on a terminal."""
    return [_UNSAFE.sub("", line.expandtabs(4)).rstrip() for line in re.split(r"\r\n|[\n\r\f\v\x85\u2028\u2029]", text)]


def count(number: int, one: str, many: str = "") -> str:
    """``1 trial``, ``1,234 trials``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def command(parts: Iterable[str]) -> str:
    """A command to copy, whole: ``trialfinder search "Ewing's sarcoma"``. A shell reads it as ``shlex.join`` would have it."""
    return " ".join(f'"{part}"' if "'" in part and not _LIVE.search(part) else shlex.quote(part) for part in map(clean, parts))


#: What a shell would still act on between double quotes.
_LIVE = re.compile(r'[$`"\\!]')


def joined(words: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    items = list(words)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def status(code: str) -> str:
    """Overall or site status."""
    return _STATUSES.get(code, _spaced(code)) if code else "status not stated"


def access(code: str) -> str:
    """Whether a site takes people."""
    return _ACCESS.get(code, _spaced(code)) if code else "status not stated"


def phases(codes: Sequence[str]) -> str:
    """``phase 1 and 2``; no phase is a fact too, not a gap."""
    known = [_PHASES.get(code, _spaced(code)) for code in codes if code != "NA"]
    if not known:
        return "no phase"
    return known[0] + "".join(f" and {word.removeprefix('phase ')}" for word in known[1:])


def phase_in_full(codes: Sequence[str]) -> str:
    """``phase 2 (finds whether it acts on this cancer)``."""
    known = [_PHASE_MEANINGS[code] for code in codes if code in _PHASE_MEANINGS]
    return f"{phases(codes)} ({joined(known)})" if known else phases(codes)


def treatments(kinds: Sequence[str]) -> str:
    """``chemotherapy, immunotherapy``."""
    return ", ".join(clean(kind) for kind in kinds) or "kind of treatment not stated"


def study_type(code: str) -> str:
    """What sort of study it is."""
    return _TYPES.get(code, _spaced(code)) if code else "sort of study not stated"


def purpose(code: str) -> str:
    """What the study is for."""
    return _PURPOSES.get(code, _spaced(code)) if code else "purpose not stated"


def line_of_treatment(code: str) -> str:
    """Who may come by treatment so far, or ``""`` when the trial does not say."""
    return _LINES.get(code, "")


def relative(day: date, today: date) -> str:
    """``today``, ``5 days ago``, ``3 weeks ago``, ``8 months ago``, ``in 2 months``."""
    days = (today - day).days
    if abs(days) < 2:
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    size = abs(days)
    if size < 14:
        span = count(size, "day")
    elif size < 60:
        span = count(size // 7, "week")
    elif size < 730:
        span = count(min(round(size / 30.44), 23), "month")
    else:
        span = count(int(size / 365.25 + 0.1), "year")
    return f"{span} ago" if days > 0 else f"in {span}"


def distance(miles: float | None, unit: str = "mi") -> str:
    """City centre to city centre, so never more exact than "about"."""
    if miles is None:
        return "distance unknown"
    if miles < 1:
        return "in the same city"
    if unit == "km":
        return f"about {round(miles * KM_PER_MILE):,} km"
    return f"about {count(round(miles), 'mile')}"


def radius(within: Distance) -> str:
    """``100 miles (about 160 km)``."""
    miles, kilometres = within.miles, within.miles * KM_PER_MILE
    if within.unit == "km":
        return f"{within.value:g} km (about {_rounded(miles)} miles)"
    return f"{within.value:g} {'mile' if within.value == 1 else 'miles'} (about {_rounded(kilometres)} km)"


def withheld(facility: str) -> bool:
    """The sponsor gives a placeholder ("Research Site") instead of the name."""
    return re.fullmatch(WITHHELD, clean(facility)) is not None


def _rounded(length: float) -> int:
    return int(round(length, -1)) if length >= 100 else round(length)


def _spaced(code: str) -> str:
    return clean(code).replace("_", " ").lower()
