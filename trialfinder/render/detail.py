"""One trial in full, as a page to read aloud: why it may fit, what is tested, in whom, where, whom to call, what to ask.

Refuses to judge: what the record says is quoted, what it does not say is said to be missing.
"""

from collections.abc import Iterable, Iterator

from trialfinder.domain import age
from trialfinder.domain.detail import TrialDetail
from trialfinder.domain.query import Fit
from trialfinder.domain.stage import Stage, StageAnswer, StageFinding
from trialfinder.domain.trial import PartialDate
from trialfinder.render import words
from trialfinder.render.answer import caution, sample_banner
from trialfinder.render.card import stale
from trialfinder.render.criteria import render_criteria, unescaped
from trialfinder.render.layout import block, heading, paint, wrap
from trialfinder.render.visiting import sites

__all__ = ["render_trial"]

#: Prose is easier to read in lines no longer than this.
_WIDEST = 100
_LABEL = 15
_ANSWERS = {
    StageAnswer.ACCEPTED: "takes it",
    StageAnswer.RULED_OUT: "may not take it",
    StageAnswer.NOT_STATED: "does not say",
}
_SECTIONS = {
    "brief_title": "title",
    "official_title": "full title",
    "inclusion": "who may join",
    "exclusion": "who may not join",
    "mesh": "the registry's disease terms",
    "mesh_ancestors": "the registry's disease terms",
    "cohort": "one of its groups",
}
_QUESTIONS = (
    "Is the trial, and this site, still taking people?",
    "With my kind of cancer, stage and treatment so far, might I fit? What tests would tell?",
    "What is being compared, and is the choice made by chance? Could I get a placebo?",
    "How many people have had this treatment, and what happened to them?",
    "How often would I come, for how long, and would I stay overnight?",
    "Which costs are paid, and is there help with travel?",
    "If I start another treatment first, does that close this door?",
    "Can I leave at any time, and what treatment would I get then?",
)


def render_trial(detail: TrialDetail, width: int, color: bool, why: bool = False) -> str:
    """The page, in lines of at most ``width`` columns. ``why``: with every finding and the rule behind each reading."""
    width = min(width, _WIDEST)
    parts = [
        _top(detail, width, color),
        _part("Why it may not fit" if detail.fit is Fit.UNFIT else "Why it may fit", _why(detail, width, color), width, color),
        _part("What is being tested", _tested(detail, width), width, color),
        _part("Who it is for", _people(detail, width, why), width, color),
        _part("Stages", _stages(detail, width, why), width, color),
        _part("Where, and whom to call", sites(detail, width), width, color),
        _part("Who may and who may not join, in full", _criteria(detail, width, color), width, color),
        _part("What to ask the study team", _questions(width), width, color),
        _part("Dates", _dates(detail, width, color), width, color),
        "\n".join(wrap(caution(detail.facts), width)),
    ]
    banner = sample_banner(detail.facts, width, color)
    return "\n\n".join([*banner, *(part for part in parts if part), *banner]) + "\n"


def _part(title: str, lines: Iterable[str], width: int, color: bool) -> str:
    found = list(lines)
    return "\n".join([*heading(title, width, color), *found]) if found else ""


def _top(detail: TrialDetail, width: int, color: bool) -> str:
    trial = detail.trial
    lines = heading(words.clean(trial.brief_title) or "(no title)", width, color)
    lines += _pair("Trial", ", ".join(filter(None, (trial.nct_id, words.clean(trial.acronym)))), width)
    lines += _pair("Status", words.status(trial.overall_status), width)
    if trial.why_stopped:
        lines += _pair("Why stopped", words.clean(trial.why_stopped), width)
    lines += _pair("Run by", words.clean(trial.sponsor) or "not stated", width)
    lines += _pair("Link", f"https://clinicaltrials.gov/study/{trial.nct_id}", width)
    if trial.aliases:
        lines += _pair("Former ids", ", ".join(trial.aliases), width)
    if not detail.for_patients:
        lines += _pair("Note", "this trial is for healthy people, or for illness that is not cancer", width)
    return "\n".join(lines)


def _why(detail: TrialDetail, width: int, color: bool) -> Iterator[str]:
    if detail.fit is None:
        return
    label = words.FIT_LABELS[detail.fit]
    first, *others = block(f"{label}: {words.FIT_MEANINGS[detail.fit]}", width)
    yield first.replace(label, paint(label, detail.fit, color), 1)
    yield from others
    for reason in detail.reasons:
        yield from block(words.clean(reason), width, "- ")


def _tested(detail: TrialDetail, width: int) -> Iterator[str]:
    trial = detail.trial
    yield from _pair("Sort of study", words.study_type(trial.study_type), width)
    if trial.study_type != "OBSERVATIONAL":
        yield from _pair("Aim", words.purpose(trial.primary_purpose), width)
        yield from _pair("Phase", words.phase_in_full(trial.phases), width)
    yield from _pair("Kind", words.treatments(detail.treatments), width)
    if detail.less_treatment:
        yield from _pair("Note", "it tests giving less than today's usual treatment", width)
    if trial.allocation == "RANDOMIZED":
        yield from _pair("Groups", "who gets what is chosen by chance", width)
    if trial.masking not in ("", "NONE"):
        yield from _pair("Blinding", "some of those involved do not know who gets what", width)
    if trial.interventions:
        yield "What is given or done:"
        for given in trial.interventions:
            yield from block(f"{words.clean(given.name)} ({words.clean(given.type).replace('_', ' ').lower()})", width, "- ")
    if trial.brief_summary:
        yield ""
        yield from _prose(trial.brief_summary, width)


def _people(detail: TrialDetail, width: int, why: bool) -> Iterator[str]:
    trial = detail.trial
    yield from _pair("Conditions", "; ".join(map(words.clean, trial.conditions)) or "not stated", width)
    label = "Read as"
    seen: set[str] = set()
    for named in detail.cancers:
        if why or named.name not in seen:
            seen.add(named.name)
            quoted = f"{named.name}: “{_quote(named.finding.text)}” ({_section(named.finding.field)})"
            yield from _pair(label, quoted, width)
            label = ""
    yield from _pair("Age", age.limits(trial.min_age_years, trial.max_age_years), width)
    yield from _pair("Sex", words.sex(trial.sex), width)
    if line := words.line_of_treatment(detail.stage.line):
        yield from _pair("Treatment", line, width)
    if trial.healthy_volunteers:
        yield from _pair("Also", "healthy volunteers", width)


def _stages(detail: TrialDetail, width: int, why: bool) -> Iterator[str]:
    reading = detail.stage
    if not reading.applies:
        yield from block("This cancer is not staged by numbers, so the stage rules nobody out here.", width)
    else:
        for stage in Stage:
            yield from _pair(f"Stage {stage}", _ANSWERS[reading.answer(stage)], width)
    if reading.extents:
        extents = words.joined(sorted(extent.replace("_", " ") for extent in reading.extents))
        yield from _pair("In words", extents, width)
    quotes = list(_evidence(reading.findings, why))
    if quotes:
        yield "Read from these words of the record:"
        for quote in quotes:
            yield from block(quote, width, "- ")


def _evidence(findings: Iterable[StageFinding], why: bool) -> Iterator[str]:
    """One line for each quotation: the stages it speaks for and against."""
    stages: dict[tuple[str, str, str, str], list[str]] = {}
    for finding in findings:
        stages.setdefault(
            (_quote(finding.quote or finding.text), finding.section, finding.polarity, finding.rule if why else ""), []
        ).append(finding.stage)
    for (text, section, polarity, rule), found in stages.items():
        which = f"stage{'s' if len(set(found)) > 1 else ''} {words.joined(dict.fromkeys(found))}"
        verb = "for" if polarity == "accepted" else "against"
        yield f"“{text}” ({_section(section)}): speaks {verb} {which}{f' [rule {rule}]' if rule else ''}"


def _criteria(detail: TrialDetail, width: int, color: bool) -> Iterator[str]:
    if detail.trial.criteria.strip():
        yield from render_criteria(detail.trial.criteria, width, color)
    else:
        yield from block("The record lists none. Ask the study team.", width)


def _questions(width: int) -> Iterator[str]:
    for question in _QUESTIONS:
        yield from block(question, width, "- ")


def _dates(detail: TrialDetail, width: int, color: bool) -> Iterator[str]:
    trial = detail.trial
    for label, day in (
        ("Start", trial.start),
        ("Main results", trial.primary_completion),
        ("End", trial.completion),
        ("First posted", trial.first_posted),
        ("Last update", trial.last_update),
        ("Confirmed", trial.last_verified),
    ):
        yield from _pair(label, _day(day, detail), width) if day else ()
    if warning := stale(trial.last_verified.first_day if trial.last_verified else None, detail.today):
        yield from (paint(line, "warning", color) for line in block(f"Warning: {warning}", width))


def _day(day: PartialDate, detail: TrialDetail) -> str:
    if day.precision == "year":
        return words.clean(day.text)
    return f"{words.clean(day.text)} ({words.relative(day.first_day, detail.today)})"


def _prose(text: str, width: int) -> Iterator[str]:
    for paragraph in "\n".join(words.clean_lines(unescaped(text))).split("\n\n"):
        if paragraph.strip():
            yield from wrap(words.clean(paragraph), width)


def _pair(label: str, text: str, width: int) -> list[str]:
    return block(text, width, f"{label + ':' if label else '':<{_LABEL}}")


def _quote(text: str) -> str:
    return words.clean(unescaped(text))


def _section(code: str) -> str:
    return _SECTIONS.get(code, code.replace("_", " "))
