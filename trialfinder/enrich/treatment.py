"""Which kinds of treatment a trial tests, read from what its experimental arms are given.

What everybody gets in every trial (scans, blood samples, leucovorin, conditioning before cells) is not what is tested, and an
arm that only compares does not count. A kind is a statement about words of the record, never about how well anything works.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.trial import Arm, Intervention, Trial
from trialfinder.enrich.treatment_words import Mention, drug_mentions, mentions
from trialfinder.vocab.treatments import less_rules

__all__ = ["TreatmentEvidence", "TreatmentReading", "read_treatments", "tested_interventions"]

TreatmentEvidence = tuple[Treatment, str, str]
"""The kind, the intervention (or title) it was read from, and the rule."""

_COMPARES = frozenset({"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})
_CONTROL = re.compile(r"\b(?:control|standard(?: of)? care|usual care|soc)\b", re.IGNORECASE)
_GRAFTS = frozenset({Treatment.CELL_GENE, Treatment.TRANSPLANT})
_CONDITIONS = frozenset({"fludarabine", "busulfan", "bendamustine", "cyclophosphamide", "melphalan", "thiotepa", "treosulfan"})
_AROUND_SURGERY = re.compile(
    r"(?:after|before|following|undergoing|during|prior to|with|for|at|in)\s+(?:[\w-]+\s+){0,4}$|(?:pre|post|peri|neo)-?$|adjuvant",
    re.IGNORECASE,
)
_OF_TYPE = {
    "RADIATION": Treatment.RADIATION,
    "BEHAVIORAL": Treatment.BEHAVIOUR,
    "DIETARY_SUPPLEMENT": Treatment.SUPPORTIVE,
    "DIAGNOSTIC_TEST": Treatment.DIAGNOSIS,
    "GENETIC": Treatment.CELL_GENE,
    "BIOLOGICAL": Treatment.IMMUNOTHERAPY,
    "DRUG": Treatment.TARGETED,
    "COMBINATION_PRODUCT": Treatment.TARGETED,
}
_OF_PURPOSE = {
    "SUPPORTIVE_CARE": Treatment.SUPPORTIVE,
    "DIAGNOSTIC": Treatment.DIAGNOSIS,
    "SCREENING": Treatment.DIAGNOSIS,
    "PREVENTION": Treatment.SUPPORTIVE,
}
_MEDICINES = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "GENETIC"})


@dataclass(frozen=True, slots=True)
class TreatmentReading:
    """Kinds in the order of the enum, whether the design gives less, and from which words each was read."""

    kinds: tuple[Treatment, ...] = ()
    less_treatment: bool = False
    evidence: tuple[TreatmentEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """One mention with the intervention it stands in."""

    mention: Mention
    source: str
    type: str


def read_treatments(trial: Trial) -> TreatmentReading:
    """The kinds of treatment tested; total, pure, deterministic."""
    found = list(_observational(trial) if trial.study_type == "OBSERVATIONAL" else _interventional(trial))
    kinds = {kind for kind, _, _ in found}
    ordered = tuple(kind for kind in Treatment if kind in kinds)
    return TreatmentReading(ordered, _gives_less(trial), tuple(dict.fromkeys(found)))


def tested_interventions(trial: Trial) -> tuple[Intervention, ...]:
    """Interventions of the arms that test something; all of them when the arms do not tell."""
    tested = _tested_arms(trial.arms)
    if len(tested) == len(trial.arms):
        return trial.interventions
    labels = {arm.label for arm in tested}
    named = {_bare(name) for arm in tested for name in arm.intervention_names}
    known = {label for arm in trial.arms for label in (arm.label,)}
    chosen = tuple(
        item
        for item in trial.interventions
        if labels.intersection(item.arm_labels) or _bare(item.name) in named or not known.intersection(item.arm_labels)
    )
    return chosen or trial.interventions


def _tested_arms(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    experimental = [arm for arm in arms if arm.type == "EXPERIMENTAL"]
    if not experimental:
        return tuple(arm for arm in arms if arm.type not in _COMPARES) or arms
    return tuple(arm for arm in arms if arm in experimental or (arm.type not in _COMPARES and not _CONTROL.search(arm.label)))


def _bare(name: str) -> str:
    """``Drug: Dasatinib`` and ``Dasatinib`` are one intervention."""
    return name.partition(": ")[2].lower() if ": " in name[:24] else name.lower()


def _observational(trial: Trial) -> Iterator[TreatmentEvidence]:
    """A registry observes; what its title names as given to everybody is worth knowing too."""
    yield Treatment.OBSERVATION, trial.study_type, "type:observational"
    named = {mention.kinds for mention in mentions(trial.brief_title) if mention.kinds and not mention.role}
    for item in trial.interventions:
        for mention in mentions(item.name):
            if mention.kinds in named and not mention.role:
                for kind in mention.kinds:
                    yield kind, item.name, mention.rule


def _interventional(trial: Trial) -> Iterator[TreatmentEvidence]:
    named = [one for item in tested_interventions(trial) for one in _of_intervention(trial, item)]
    named += _of_titles(trial)
    kinds = {kind for one in named if not one.mention.role for kind in one.mention.kinds}
    chosen = [one for one in named if _counts(one, kinds, trial)]
    if not chosen:
        chosen = [one for one in named if one.mention.kinds]
    yielded = False
    for one in chosen:
        for kind in one.mention.kinds:
            yielded = True
            yield kind, one.source, one.mention.rule
    purpose = _OF_PURPOSE.get(trial.primary_purpose)
    if trial.primary_purpose == "SUPPORTIVE_CARE" and yielded:
        yield Treatment.SUPPORTIVE, trial.primary_purpose, "purpose"
    if not yielded:
        yield purpose or Treatment.OTHER, trial.primary_purpose, "purpose"


def _of_intervention(trial: Trial, item: Intervention) -> Iterator[_Named]:
    """What its names say; else its description; else its type."""
    found = mentions(item.name)
    for other in item.other_names:
        if not any(mention.kinds for mention in found):
            found = mentions(other)
    if not any(mention.kinds for mention in found) and item.type in _MEDICINES and not found:
        found = _of_code(trial, item)
    if found:
        for mention in found:
            yield _Named(mention, item.name, item.type)
    if item.type == "RADIATION" or not found:
        kind = _of_type(trial, item)
        if kind:
            yield _Named(Mention((kind,), _role_of_type(trial, item), item.name, f"type:{item.type.lower()}"), item.name, item.type)


def _of_code(trial: Trial, item: Intervention) -> tuple[Mention, ...]:
    """A medicine known only by a code: what its description, the title or the first sentences call it."""
    for text in (item.description[:400], trial.brief_title, trial.official_title, trial.brief_summary[:400]):
        found = tuple(mention for mention in mentions(text) if mention.kinds and mention.role == "" and _is_medicine(mention))
        if found:
            return found
    return ()


def _is_medicine(mention: Mention) -> bool:
    return not {Treatment.SURGERY, Treatment.RADIATION, Treatment.LOCAL, Treatment.BEHAVIOUR}.intersection(mention.kinds)


def _of_type(trial: Trial, item: Intervention) -> Treatment | None:
    purpose = _OF_PURPOSE.get(trial.primary_purpose)
    if item.type in _MEDICINES and purpose:
        return purpose
    return _OF_TYPE.get(item.type)


def _role_of_type(trial: Trial, item: Intervention) -> str:
    return "incidental" if item.type == "DIAGNOSTIC_TEST" else ""


def _of_titles(trial: Trial) -> Iterator[_Named]:
    """Drugs, cells and grafts the title names, when no intervention says anything."""
    if trial.interventions:
        return
    for mention in mentions(trial.brief_title):
        yield _Named(mention, trial.brief_title, "TITLE")


def _counts(one: _Named, kinds: set[Treatment], trial: Trial) -> bool:
    """Whether one mention is of what is tested, beside all the others."""
    mention = one.mention
    if not mention.kinds:
        return False
    if mention.role == "conditioning":
        return not kinds & _GRAFTS and Treatment.SUPPORTIVE not in mention.kinds
    if mention.role == "incidental":
        return _OF_PURPOSE.get(trial.primary_purpose) in mention.kinds
    if kinds & _GRAFTS and mention.rule.startswith("drug:") and mention.rule[5:] in _CONDITIONS:
        return False
    if mention.kinds == (Treatment.SURGERY,):
        return _surgery_is_tested(kinds, trial)
    return True


def _surgery_is_tested(kinds: set[Treatment], trial: Trial) -> bool:
    if not kinds - {Treatment.SURGERY}:
        return True
    return any(m.kinds == (Treatment.SURGERY,) and not _AROUND_SURGERY.search(_before(m.text, trial)) for m in mentions(trial.brief_title))


def _before(words: str, trial: Trial) -> str:
    return trial.brief_title.lower().partition(words)[0]


def _gives_less(trial: Trial) -> bool:
    titles = " . ".join((trial.brief_title, trial.official_title, *(arm.label for arm in trial.arms))).lower()
    text = " . ".join((titles, trial.brief_summary[:1500], *(arm.description[:300] for arm in trial.arms))).lower()
    return any(rule.found(text if rule.where == "text" else titles) for rule in less_rules())


def _drugs_in(texts: Iterable[str]) -> set[str]:
    return {mention.rule for text in texts for mention in drug_mentions(text)}
