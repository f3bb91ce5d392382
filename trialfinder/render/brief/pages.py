"""One page for one trial: why it may fit, what is tested, whom to call. Long lists of the record are shortened, and say so.

A page must stay a page on A4 and on Letter, whatever a record holds: every part has its limit here, and the summary gets what
is left.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialfinder.domain import age
from trialfinder.domain.cancer import Relation
from trialfinder.domain.detail import SiteView, TrialDetail
from trialfinder.domain.packet import PacketTrial
from trialfinder.domain.query import Fit, SearchResult, SearchSpec
from trialfinder.domain.sections import section_name
from trialfinder.domain.site import first_reachable
from trialfinder.domain.stage import Stage, StageAnswer
from trialfinder.render import words
from trialfinder.render.brief.room import letters_left
from trialfinder.render.brief.wordlist import words_used
from trialfinder.render.card import Card, contact, person, place_name
from trialfinder.render.criteria import unescaped
from trialfinder.render.kinds import design

__all__ = ["SiteRow", "TrialPage", "reasons_of", "shortened", "trial_page"]

_SITES = 3
_SUMMARY = 600
_NAME = 50
_NAMES = 4
_DESIGN = 180
#: A summary shorter than this tells nothing.
_LEAST = 150
_PLACE = 90
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(])")


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One place to call."""

    place: str
    how_far: str
    call: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    """One trial in sentences."""

    card: Card
    why_title: str
    meaning: str
    reasons: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    sites: tuple[SiteRow, ...]
    sites_notes: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    """Words of the page that need explaining, each with its meaning."""


def trial_page(page: PacketTrial, card: Card, result: SearchResult) -> TrialPage:
    """The page of one trial: as many sites to call as fit, then as much of its summary."""
    reasons, facts, words_ = _reasons(page, card, result.spec), tuple(_facts(page)), tuple(words_used(page))
    for shown in range(min(_SITES, len(page.sites)), -1, -1):
        rows = tuple(_site(view, page.detail) for view in page.sites[:shown])
        notes = tuple(_sites_notes(page, shown))
        cells = [(row.place, row.how_far, row.call) for row in rows]
        left = letters_left(card.title, (*reasons, *notes), facts, cells, words_)
        if left >= _LEAST or shown < 2:
            break
    return TrialPage(
        card=card,
        why_title="Why it may not fit" if page.hit.fit is Fit.UNFIT else "Why it may fit",
        meaning=words.FIT_MEANINGS[page.hit.fit],
        reasons=reasons,
        facts=facts,
        summary=tuple(_summary(page.detail, min(_SUMMARY, left))),
        sites=rows,
        sites_notes=notes,
        words=words_,
    )


def shortened(text: str, limit: int) -> str:
    """``text`` in at most about ``limit`` letters: whole sentences where one ends in time, else whole words and "…"."""
    if len(text) <= limit:
        return text
    kept = ""
    for sentence in _SENTENCE.split(text):
        if len(kept) + len(sentence) + 1 > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) > limit // 3 else text[:limit].rsplit(" ", 1)[0] + " …"


def reasons_of(page: PacketTrial, card: Card, spec: SearchSpec) -> tuple[str, ...]:
    """Why it is shown; where the person's cancer is named, in the words of the record."""
    named = _named_cancer(page, spec)
    if named and not spec.stage:  # the words about a stage mostly name the cancer, too
        return (named, *(card.reasons if page.hit.reasons else ()))
    return card.reasons


def _reasons(page: PacketTrial, card: Card, spec: SearchSpec) -> tuple[str, ...]:
    named = _named_cancer(page, spec)
    return tuple(dict.fromkeys([*([named] if named else []), *reasons_of(page, card, spec)]))


def _named_cancer(page: PacketTrial, spec: SearchSpec) -> str:
    for named in page.detail.cancers:
        is_named = named.finding.relation in {Relation.ABOUT, Relation.BROAD}
        if spec.cancer and named.finding.concept in spec.cancer.direct and is_named:
            text = shortened(words.clean(unescaped(named.finding.text)), _NAME)
            return f"names {named.name}: “{text}” ({section_name(named.finding.field)})"
    return ""


def _facts(page: PacketTrial) -> Iterator[tuple[str, str]]:
    detail, hit = page.detail, page.hit
    trial = detail.trial
    yield "Kind of treatment", words.treatments(hit.treatments)
    for label, text in design(page.comparison):
        yield label, shortened(text, _DESIGN)
    yield "Sort", _sort(page)
    if detail.less_treatment:
        yield "Note", "it tests giving less than the usual treatment"
    yield "For", _people(detail)
    yield "Stages", _stages(detail)
    yield "Conditions", _named([words.clean(condition) for condition in trial.conditions]) or "not stated"
    yield "Run by", shortened(words.clean(trial.sponsor), 2 * _NAME) or "not stated"
    yield "Dates", _dates(detail)


def _sort(page: PacketTrial) -> str:
    trial = page.detail.trial
    if trial.study_type != "INTERVENTIONAL":
        return words.study_type(trial.study_type)
    blinded = ", blinded" if trial.masking not in ("", "NONE") else ""
    return f"{words.phases(trial.phases)}, {words.purpose(trial.primary_purpose)}{blinded}"


def _people(detail: TrialDetail) -> str:
    trial = detail.trial
    low, high = trial.min_age_years, trial.max_age_years
    parts = [f"{age.people(trial.sex, low, high)}, {age.limits(low, high)}"]
    if line := words.line_of_treatment(detail.stage.line):
        parts.append(line)
    if not detail.for_patients:
        parts.append("healthy people, or illness that is not cancer")
    return "; ".join(parts)


def _stages(detail: TrialDetail) -> str:
    reading = detail.stage
    if not reading.applies:
        return "this cancer is not staged by numbers"
    said = {answer: [str(stage) for stage in Stage if reading.answer(stage) is answer] for answer in StageAnswer}
    parts = []
    if said[StageAnswer.ACCEPTED]:
        parts.append(f"takes {words.joined(said[StageAnswer.ACCEPTED])}")
    if said[StageAnswer.RULED_OUT]:
        parts.append(f"may not take {words.joined(said[StageAnswer.RULED_OUT])}")
    if said[StageAnswer.NOT_STATED]:
        some = f"about {words.joined(said[StageAnswer.NOT_STATED])}" if parts else "which stages it takes"
        parts.append(f"does not say {some}")
    return "; ".join(parts)


def _dates(detail: TrialDetail) -> str:
    trial = detail.trial
    days = (
        ("start", trial.start),
        ("end", trial.completion),
        ("last update", trial.last_update),
        ("confirmed", trial.last_verified),
    )
    return "; ".join(f"{label} {words.clean(day.text)}" for label, day in days if day) or "not given"


def _named(names: Sequence[str]) -> str:
    """A list of the record, its first entries and how many more there are."""
    kept = [shortened(name, _NAME) for name in dict.fromkeys(names) if name]
    more = f"; and {len(kept) - _NAMES} more in the record" if len(kept) > _NAMES else ""
    return "; ".join(kept[:_NAMES]) + more


def _summary(detail: TrialDetail, limit: int) -> Iterator[str]:
    text = words.clean(unescaped(detail.trial.brief_summary))
    if text and limit >= _LEAST:
        short = shortened(text, limit)
        yield short if short == text else f"{short} (The record says more.)"


def _site(view: SiteView, detail: TrialDetail) -> SiteRow:
    site = view.site
    place = place_name(shortened(words.clean(site.facility), _PLACE), site.city, site.state, site.zip, site.country)
    if view.center:
        place += " (an NCI cancer center)"
    far = [words.distance(view.miles, detail.unit)] if detail.measured else []
    someone = first_reachable(site.contacts)
    call = contact(someone, "site") if someone else "see the contact below" if _central(detail) else contact(None, "none")
    return SiteRow(place, "; ".join([*far, words.access(view.access)]), call)


def _sites_notes(page: PacketTrial, shown: int) -> Iterator[str]:
    detail = page.detail
    if not detail.sites:
        yield "The record lists no sites yet."
    elif not shown:
        yield f"None of its {words.count(len(detail.sites), 'site')} is open now."
    central = _central(detail)
    if central and not (shown and all(first_reachable(view.site.contacts) for view in page.sites[:shown])):
        yield f"For the whole trial: {central}"
    elif not (central or shown):
        yield "No contact is listed; follow the link."
    left = len(page.sites) - shown + page.farther
    if left:
        yield f"{words.count(left, 'more site')} may take people. See all with: trialfinder show {detail.trial.nct_id} --all"


def _central(detail: TrialDetail) -> str:
    """Name, phone and email for the whole trial, or ``""``."""
    someone = first_reachable(detail.trial.central_contacts)
    return person(someone) if someone else ""
