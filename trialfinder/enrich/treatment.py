"""Which kinds of treatment a trial tests, read from what its experimental arms are given.

What everybody gets in every trial (scans, blood samples, leucovorin, conditioning before cells) is not what is tested, and an
arm that only compares does not count. A kind is a statement about words of the record, never about how well anything works.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.trial import Intervention, Trial
from trialfinder.enrich.treatment_arms import arms_on_trial, interventions_on_trial
from trialfinder.enrich.treatment_design import gives_less
from trialfinder.enrich.treatment_words import Mention, mentions

__all__ = ["TreatmentEvidence", "TreatmentReading", "read_treatments"]

TreatmentEvidence = tuple[Treatment, str, str]
"""The kind, the words of the intervention (arm, title) it was read from, and the rule."""

_GRAFTS = frozenset({Treatment.CELL_GENE, Treatment.TRANSPLANT})
_IMMUNE = frozenset({Treatment.CELL_GENE, Treatment.VACCINE})
"""Kinds that titles also call immunotherapy: the word alone adds nothing."""
_CONDITIONS = frozenset({"drug:fludarabine", "drug:treosulfan", "drug:clofarabine", "phrase:chemotherapy"})
"""Given before cells beside the drugs whose role in the table is conditioning."""
_SYSTEMIC = frozenset(
    {
        Treatment.CHEMOTHERAPY,
        Treatment.IMMUNOTHERAPY,
        Treatment.TARGETED,
        Treatment.HORMONE,
        Treatment.CELL_GENE,
        Treatment.VACCINE,
    }
)
_OF_CODES = _SYSTEMIC - {Treatment.CHEMOTHERAPY}
"""Kinds that a sentence about an unnamed drug can tell; chemotherapy there is mostly what people had before."""
_TITLE_KINDS = _SYSTEMIC | {Treatment.RADIATION, Treatment.LOCAL}
_LIGHT = frozenset({Treatment.SUPPORTIVE, Treatment.BEHAVIOUR, Treatment.DIAGNOSIS})
"""Kinds that a title tells when nothing given has a name we know."""
_TRACER = re.compile(
    r"\b(?:68[- ]?ga|ga(?:llium)?[- ](?:ga[- ])?68|18[- ]?f|f(?:luorine)?[- ](?:f[- ])?18|89[- ]?zr|zr[- ]89|64[- ]?cu|cu[- ]64|99m?[- ]?tc"
    r"|tc[- ]99m?|technetium|11[- ]?c|c[- ]11|123[- ]?i|124[- ]?i|i[- ]12[34])\b",
    re.IGNORECASE,
)
"""Isotopes that are seen and do not treat: what carries them is a tracer, not a medicine."""
_SETTING = re.compile(
    r"\b(?:after|following|(?:in|of) (?:\S+ ){0,4}?(?:patients|adults|participants|subjects|people|children|women|men"
    r"|persons|survivors)"
    r"|for (?:\S+ ){0,4}?(?:patients|adults|participants|subjects|people|children|women|men)|among|receiving|treated|undergoing"
    r"|who|previously|pre-?treated|fail\w*|progress\w*|refractory|resistan\w*|intolerant|ineligible|versus|vs|compared|induced"
    r"|prior to|not|toxicit\w*|related|side effects?|dysfunction|quality of life|omission"
    r"|omit\w*|avoid\w*|stop\w*|instead|(?<!or )(?<!and )without)\b",
    re.IGNORECASE,
)
"""From here on a title speaks of the people, of what they had before, or of the comparison."""
_LAST_HALF_WORD = re.compile(r"\S+-$")
"""``chemotherapy-`` of "chemotherapy-refractory"."""
_FOLLOWS = re.compile(r"long[- ]term follow|\bregistry\b|natural history", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:\b(?:after|before|following|undergoing|during|prior to|with|for|at|in|of)\s+(?:[\w-]+\s+){0,4}|(?:pre|post|peri)-?)$"
)
_OPTIONAL = re.compile(r"with(?: or |/)without (?:[\w-]+ ){0,3}$")
"""What may be left out is what is tested."""
_CODE = re.compile(r"\b[A-Z]{1,6}[a-z]?[- ]?[A-Z]?\d{2,}(?!\d|\s*(?:mg|g|%|ml)\b)")
_MEDICINES = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT"})
_TREATS = _MEDICINES | {"RADIATION", "PROCEDURE", "DEVICE"}
_OF_TYPE = {
    "RADIATION": Treatment.RADIATION,
    "BEHAVIORAL": Treatment.BEHAVIOUR,
    "DIETARY_SUPPLEMENT": Treatment.SUPPORTIVE,
    "DIAGNOSTIC_TEST": Treatment.DIAGNOSIS,
    "GENETIC": Treatment.CELL_GENE,
    "PROCEDURE": Treatment.SURGERY,
    "BIOLOGICAL": Treatment.IMMUNOTHERAPY,
}
_OF_PURPOSE = {
    "SUPPORTIVE_CARE": Treatment.SUPPORTIVE,
    "DIAGNOSTIC": Treatment.DIAGNOSIS,
    "SCREENING": Treatment.DIAGNOSIS,
    "PREVENTION": Treatment.SUPPORTIVE,
}


@dataclass(frozen=True, slots=True)
class TreatmentReading:
    """Kinds in the order of the enum, whether the design gives less, and from which words each was read."""

    kinds: tuple[Treatment, ...] = ()
    less_treatment: bool = False
    evidence: tuple[TreatmentEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """One mention with the words it stands in."""

    mention: Mention
    source: str


def read_treatments(trial: Trial) -> TreatmentReading:
    """The kinds of treatment tested; total, pure, deterministic."""
    found = tuple(dict.fromkeys(_observed(trial) if trial.study_type.startswith("OBSERVATIONAL") else _tested(trial)))
    kinds = {kind for kind, _, _ in found}
    return TreatmentReading(tuple(kind for kind in Treatment if kind in kinds), bool(gives_less(trial)), found)


def _observed(trial: Trial) -> Iterator[TreatmentEvidence]:
    """A registry observes; a treatment its title is about is worth knowing too."""
    yield Treatment.OBSERVATION, "OBSERVATIONAL", "type:observational"
    title = _aim(trial.brief_title)
    treats = not trial.interventions or any(item.type in _TREATS for item in trial.interventions)
    for mention in mentions(title):
        named = mention.rule.startswith(("drug:", "stem:"))
        if mention.kinds and (named or (treats and mention.role == "")):
            for kind in mention.kinds:
                yield kind, title, mention.rule
    if any(item.type == "DIAGNOSTIC_TEST" for item in trial.interventions):
        for mention in mentions(title):
            if mention.kinds == (Treatment.DIAGNOSIS,):
                yield Treatment.DIAGNOSIS, title, mention.rule


def _tested(trial: Trial) -> Iterator[TreatmentEvidence]:
    named = [one for item in interventions_on_trial(trial) for one in _of_intervention(trial, item)]
    named += _of_arms_and_title(trial)
    kinds = {kind for one in named if not one.mention.role for kind in one.mention.kinds}
    chosen = [one for one in named if _counts(one, kinds, trial)]
    if not chosen and trial.primary_purpose not in _OF_PURPOSE:
        chosen = [one for one in named if one.mention.kinds]
    if all(one.mention.kinds == (Treatment.OTHER,) for one in chosen):
        chosen = [
            _Named(m, trial.brief_title) for m in mentions(trial.brief_title) if _LIGHT.issuperset(m.kinds) and m.kinds
        ] or chosen
    if len({one.mention.kinds for one in chosen}) > 1:
        chosen = [one for one in chosen if one.mention.kinds != (Treatment.OTHER,) or one.mention.text in trial.brief_title]
    for one in chosen:
        for kind in one.mention.kinds:
            yield kind, one.source, one.mention.rule
    if _FOLLOWS.search(trial.brief_title):
        yield Treatment.OBSERVATION, trial.brief_title, "title:follow-up"
    if not chosen or trial.primary_purpose == "SUPPORTIVE_CARE":
        yield _OF_PURPOSE.get(trial.primary_purpose, Treatment.OTHER), trial.primary_purpose, "purpose"


def _of_intervention(trial: Trial, item: Intervention) -> Iterator[_Named]:
    """What its names say; else what is said about its code; else its type."""
    found = mentions(item.name)
    if _TRACER.search(item.name) and not any(Treatment.RADIATION in mention.kinds for mention in found):
        yield _Named(Mention((Treatment.DIAGNOSIS,), "incidental", item.name, "tracer"), item.name)
        return
    for other in item.other_names:
        if not found:
            found = tuple(mention for mention in mentions(other) if mention.kinds)
    if not found and item.type in _MEDICINES:
        found = _of_code(trial, item)
    nothing = any(not mention.kinds for mention in found)
    for mention in found:
        if mention.role != "incidental" or not nothing:
            yield _Named(mention, item.name)
    if not found or item.type in ("RADIATION", "BEHAVIORAL"):
        by_type = _of_type(trial, item)
        if by_type:
            yield _Named(by_type, item.name)


def _of_code(trial: Trial, item: Intervention) -> tuple[Mention, ...]:
    """A medicine known only by a code: what its description, the titles or the sentences that name it call it."""
    sentences = (sentence for sentence in trial.brief_summary[:1200].split(". ") if item.name in sentence)
    for text in (item.description[:400], trial.brief_title, trial.official_title, *sentences):
        found = tuple(m for m in mentions(text) if not m.role and _OF_CODES.issuperset(m.kinds) and m.kinds and _is_class(m))
        if found:
            return found
    return ()


def _is_class(mention: Mention) -> bool:
    """Another drug's name says nothing about this one."""
    return mention.rule.startswith("phrase:")


def _of_type(trial: Trial, item: Intervention) -> Mention | None:
    kind = _OF_TYPE.get(item.type)
    purpose = _OF_PURPOSE.get(trial.primary_purpose)
    if item.type in _MEDICINES and purpose:
        kind = purpose
    elif kind is None and item.type in _MEDICINES:
        kind = Treatment.TARGETED if _CODE.search(item.name) else Treatment.OTHER
    role = "incidental" if item.type in ("DIAGNOSTIC_TEST", "PROCEDURE") or kind is Treatment.OTHER else ""
    return Mention((kind,), role, item.name, f"type:{item.type.lower()}") if kind else None


def _of_arms_and_title(trial: Trial) -> Iterator[_Named]:
    """Partners of a combination are often named only in an arm's label or in the title."""
    for text in (*(arm.label for arm in arms_on_trial(trial.arms)), trial.brief_title):
        aim = _aim(text)
        for mention in mentions(aim):
            if mention.kinds and not mention.role and _TITLE_KINDS.issuperset(mention.kinds):
                yield _Named(replace(mention, rule=f"title {mention.rule}"), aim)
            elif mention.kinds and not trial.interventions:
                yield _Named(mention, aim)


def _aim(title: str) -> str:
    """The part of a title that says what is given."""
    setting = _SETTING.search(title)
    return _LAST_HALF_WORD.sub("", title[: setting.start()]) if setting else title


def _counts(one: _Named, kinds: set[Treatment], trial: Trial) -> bool:
    """Whether one mention is of what is tested, beside all the others."""
    mention = one.mention
    if not mention.kinds:
        return False
    if mention.role == "conditioning":
        return not kinds & _GRAFTS and Treatment.SUPPORTIVE not in mention.kinds
    if mention.role == "incidental":
        return _incidental_is_tested(mention, kinds, trial)
    if kinds & _GRAFTS and mention.rule in _CONDITIONS:
        return False
    if mention.rule.endswith("phrase:immunotherapy") and kinds & _IMMUNE:
        return False
    if Treatment.TRANSPLANT in kinds and mention.kinds == (Treatment.CHEMOTHERAPY,):
        return mention.rule.startswith("title ")
    return mention.kinds != (Treatment.SURGERY,) or _surgery_is_tested(kinds, trial)


def _incidental_is_tested(mention: Mention, kinds: set[Treatment], trial: Trial) -> bool:
    if _OF_PURPOSE.get(trial.primary_purpose) in mention.kinds:
        return True
    if kinds & _SYSTEMIC or mention.kinds != (Treatment.SUPPORTIVE,):
        return False
    return any(named.kinds == mention.kinds for named in mentions(trial.brief_title))


def _surgery_is_tested(kinds: set[Treatment], trial: Trial) -> bool:
    """An operation is tested when nothing else is, or when the title names it other than as the occasion."""
    title = trial.brief_title.lower()
    named = [m for m in mentions(trial.brief_title) if m.kinds == (Treatment.SURGERY,)]
    before = [title.partition(m.text)[0] for m in named]
    if any(_OPTIONAL.search(words) or not _AROUND.search(words) for words in before):
        return True
    supportive = any(m.kinds == (Treatment.SUPPORTIVE,) for m in mentions(trial.brief_title))
    return not kinds - {Treatment.SURGERY} and not supportive and trial.primary_purpose not in _OF_PURPOSE
