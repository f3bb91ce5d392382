"""One trial in full, as a page to read aloud: why it may fit, what is tested, in whom, where, whom to call, what to ask.

Refuses to judge: what the record says is quoted, what it does not say is said to be missing.
"""

from collections.abc import Iterable, Iterator, Sequence

from trialfinder.domain import age
from trialfinder.domain.cancer import Relation
from trialfinder.domain.detail import TrialDetail
from trialfinder.domain.query import Fit, record_url
from trialfinder.domain.sections import section_name
from trialfinder.domain.stage import Polarity, Stage, StageAnswer, StageFinding
from trialfinder.domain.trial import PartialDate
from trialfinder.render import words
from trialfinder.render.answer import caution, sample_banner
from trialfinder.render.card import stale
from trialfinder.render.criteria import criteria_items, unescaped
from trialfinder.render.layout import wrap
from trialfinder.render.page import Section, text
from trialfinder.render.second_opinion import study_team
from trialfinder.render.visiting import sites

__all__ = ["page", "render_trial"]

#: Prose is easier to read in lines no longer than this.
_WIDEST = 100
_ANSWERS = {
    StageAnswer.ACCEPTED: "takes it",
    StageAnswer.RULED_OUT: "may not take it",
    StageAnswer.NOT_STATED: "does not say",
}


def render_trial(detail: TrialDetail, width: int, color: bool, why: bool = False, more: Sequence[Section] = ()) -> str:
    """The page, in lines of at most ``width`` columns. ``why``: with every finding and the rule behind each reading."""
    width = min(width, _WIDEST)
    banner = sample_banner(detail.facts, width, color)
    parts = [*banner, text([*page(detail, why), *more], width, color), "\n".join(wrap(caution(detail.facts), width)), *banner]
    return "\n\n".join(parts) + "\n"


def page(detail: TrialDetail, why: bool = False) -> list[Section]:
    """The parts of the page; the title of the first is that of the trial."""
    parts = [_top(detail), *_why(detail), *_tested(detail), _people(detail, why), *_stages(detail, why), sites(detail)]
    return [*parts, _criteria(detail), study_team(), _dates(detail)]


def _top(detail: TrialDetail) -> Section:
    trial = detail.trial
    facts = (
        ("Trial", ", ".join(filter(None, (trial.nct_id, words.clean(trial.acronym))))),
        ("Status", words.status(trial.overall_status)),
        ("Why stopped", words.clean(trial.why_stopped)),
        ("Run by", words.clean(trial.sponsor) or "not stated"),
        ("Link", record_url(trial.nct_id)),
        ("Former ids", ", ".join(trial.aliases)),
        ("Note", "" if detail.for_patients else "this trial is for healthy people, or for illness that is not cancer"),
        ("Warning", stale(trial.last_verified.first_day if trial.last_verified else None, detail.today, trial.overall_status)),
    )
    return Section(words.clean(trial.brief_title) or "(no title)", facts=facts)


def _why(detail: TrialDetail) -> Iterator[Section]:
    if detail.fit is not None:
        title = "Why it may not fit" if detail.fit is Fit.UNFIT else "Why it may fit"
        told = ((words.FIT_LABELS[detail.fit], words.FIT_MEANINGS[detail.fit]),)
        yield Section(title, facts=told, points=tuple(map(words.clean, detail.reasons)))


def _tested(detail: TrialDetail) -> Iterator[Section]:
    trial = detail.trial
    observes = trial.study_type == "OBSERVATIONAL"
    facts = (
        ("Sort of study", words.study_type(trial.study_type)),
        ("Aim", "" if observes else words.purpose(trial.primary_purpose)),
        ("Phase", "" if observes else words.phase_in_full(trial.phases)),
        ("Kind", words.treatments(detail.treatments)),
        ("Note", "it tests giving less than today's usual treatment" if detail.less_treatment else ""),
        ("Groups", "who gets what is chosen by chance" if trial.allocation == "RANDOMIZED" else ""),
        ("Blinding", "" if trial.masking in ("", "NONE") else "some of those involved do not know who gets what"),
    )
    yield Section("What is being tested", facts=facts)
    if trial.interventions:
        given = (f"{_quote(one.name)} ({words.clean(one.type).replace('_', ' ').lower()})" for one in trial.interventions)
        yield Section(paragraphs=("What is given or done:",), points=tuple(given))
    if trial.brief_summary:
        yield Section(items=criteria_items(trial.brief_summary))


def _people(detail: TrialDetail, why: bool) -> Section:
    trial = detail.trial
    facts = [("Conditions", "; ".join(map(_quote, trial.conditions)) or "not stated")]
    label = "Read as"
    seen: set[str] = set()
    for named in detail.cancers:
        if why or named.name not in seen:
            seen.add(named.name)
            rest = " (a kind that it does not rule out)" if named.finding.relation is Relation.REST else ""
            facts.append((label, f"{named.name}{rest}: “{_quote(named.finding.text)}” ({section_name(named.finding.field)})"))
            label = ""
    facts += [
        ("Age", age.limits(trial.min_age_years, trial.max_age_years)),
        ("Sex", age.people(trial.sex, trial.min_age_years, trial.max_age_years)),
        ("Treatment", words.line_of_treatment(detail.stage.line)),
        ("Also", "healthy volunteers" if trial.healthy_volunteers else ""),
    ]
    return Section("Who it is for", facts=tuple(facts))


def _stages(detail: TrialDetail, why: bool) -> Iterator[Section]:
    reading = detail.stage
    facts = tuple((f"Stage {stage}", _ANSWERS[reading.answer(stage)]) for stage in Stage) if reading.applies else ()
    extents = words.joined(sorted(extent.replace("_", " ") for extent in reading.extents))
    unstaged = () if reading.applies else ("This cancer is not staged by numbers, so the stage rules nobody out here.",)
    yield Section("Stages", unstaged, facts=(*facts, ("In words", extents)))
    if quotes := tuple(_evidence(reading.findings, why)):
        yield Section(paragraphs=("Read from these words of the record:",), points=quotes)


def _evidence(findings: Iterable[StageFinding], why: bool) -> Iterator[str]:
    """One line for each quotation: the stages it speaks for and against, and with ``why`` the rules."""
    quotations: dict[tuple[str, str], list[StageFinding]] = {}
    for finding in findings:
        quotations.setdefault((_quote(finding.quote or finding.text), finding.section), []).append(finding)
    for (quoted, section), found in quotations.items():
        spoken = []
        for verb, polarity in (("for", Polarity.ACCEPTED), ("against", Polarity.RULED_OUT)):
            stages = list(dict.fromkeys(finding.stage for finding in found if finding.polarity is polarity))
            spoken += [f"{verb} stage{'s' if len(stages) > 1 else ''} {words.joined(stages)}"] if stages else []
        rules = f" [rule {words.joined(dict.fromkeys(finding.rule for finding in found))}]" if why else ""
        yield f"“{quoted}” ({section_name(section)}): speaks {words.joined(spoken)}{rules}"


def _criteria(detail: TrialDetail) -> Section:
    missing = () if detail.trial.criteria.strip() else ("The record lists none. Ask the study team.",)
    return Section("Who may and who may not join, in full", missing, items=criteria_items(detail.trial.criteria))


def _dates(detail: TrialDetail) -> Section:
    trial = detail.trial
    days = (
        ("Start", trial.start),
        ("Main results", trial.primary_completion),
        ("End", trial.completion),
        ("First posted", trial.first_posted),
        ("Last update", trial.last_update),
        ("Confirmed", trial.last_verified),
    )
    return Section("Dates", facts=tuple((label, _day(day, detail)) for label, day in days if day))


def _day(day: PartialDate, detail: TrialDetail) -> str:
    if day.precision == "year":
        return words.clean(day.text)
    return f"{words.clean(day.text)} ({words.relative(day.first_day, detail.today)})"


def _quote(text: str) -> str:
    return words.clean(unescaped(text))
