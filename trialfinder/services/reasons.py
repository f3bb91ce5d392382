"""Why a trial is shown: one plain sentence per question asked. The words of the trial are quoted, never paraphrased."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from trialfinder.domain import age
from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.sections import section_name
from trialfinder.domain.stage import Extent, Line, Polarity, Stage, StageAsked, StageFinding

__all__ = ["reasons", "stages_of_bits"]

_EXTENTS = {
    Extent.IN_SITU: "disease in situ",
    Extent.LOCALIZED: "localized disease",
    Extent.LOCALLY_ADVANCED: "locally advanced disease",
    Extent.METASTATIC: "metastatic disease",
    Extent.RECURRENT: "disease that came back",
    Extent.REFRACTORY: "disease that no longer responds to treatment",
}
_LINES = {
    Line.UNTREATED: (
        "takes people not yet treated for this cancer",
        "does not say whether it takes people not yet treated for this cancer",
        "seems to be for people already treated for this cancer",
    ),
    Line.TREATED: (
        "takes people already treated for this cancer",
        "does not say whether it takes people already treated for this cancer",
        "seems to be for people not yet treated for this cancer",
    ),
}
"""By the line asked: what fits, what is unclear, what speaks against it."""
_AFTER_SURGERY = "follows an operation; ask whether other treatment you had matters"
_UNKNOWN_PLACES = {
    "sites": "lists no sites, so where it runs is unknown",
    "distance": "has a site in your region whose exact place the registry does not give",
    "state": "has a site in that country that names no state",
    "name": "has a site in that city whose name is withheld: it could be the one you asked for",
}
_CRITERIA = ("inclusion", "exclusion", "cohort")
_SILENT, _TO_TEST = 0.9, 0.5
"""Where what a trial does not say about a marker, and what it asks for that was not spoken of, stand among the answers."""
_WORDS = re.compile(r"\w+")
#: Words for cancers of every kind.
_ANY_SITE = frozenset({"solid", "malignancy", "malignancies", "cancers"})
#: Words that tell no cancer from another.
_ANY_CANCER = frozenset({"cancer", "cancers", "tumor", "tumors", "carcinoma", "disease", "cell", "with", "spread"})
#: A quotation longer than this tells less, not more.
_QUOTE = 120


def stages_of_bits(bits: int) -> tuple[Stage, ...]:
    """The stages a bit set of the cache stands for, in order."""
    return tuple(stage for position, stage in enumerate(Stage) if bits >> position & 1)


def reasons(
    row: Mapping[str, Any],
    evidence: Sequence[StageFinding],
    spec: SearchSpec,
    names: Mapping[str, str],
    marker_evidence: Sequence[Mapping[str, Any]] = (),
) -> tuple[str, ...]:
    """Sentences about cancer, stage, markers, the person, the kind of trial and place, for one row of ``search/hits.sql``."""
    found: list[tuple[float, str]] = [*_person(row, evidence, spec, names, marker_evidence), *_kind(row, spec)]
    found += _untold(spec, marker_evidence)
    if row["rollover"]:
        only = "seems to be only for people of an earlier trial"
        said = _shortened(row["rollover_words"])
        found.append((1, f"{only}, as its title says" if said in row["title"] else f"{only}: “{said}”"))
    if row["spread_fit"]:
        organs = " or ".join(f"the {place}" for place in row["spread_to"])
        found.append((1, f"seems to be only for cancer that has spread to {organs}: “{_shortened(row['spread_words'])}” (title)"))
    if spec.placed and row["place_fit"] == 1:
        found.append((1, _UNKNOWN_PLACES[row["doubt"]]))
    # What keeps a trial from fitting is read first; silence about a marker after what else is unclear.
    found.sort(key=lambda answer: -answer[0])
    return (*(_cancer(row, spec.cancer, names) if spec.cancer else ()), *(sentence for _, sentence in found))


def _cancer(row: Mapping[str, Any], cancer: CancerAsked, names: Mapping[str, str]) -> Iterator[str]:
    def spoken(concepts: Iterable[str]) -> str:
        return ", ".join(names.get(concept, concept) for concept in concepts)

    groups = f"takes a wider group: {spoken(c for c in row['umbrella'] if c in cancer.umbrellas)}"
    if row["match_group"] == "umbrella":
        yield groups
    elif not cancer.direct.intersection(row["about"]):
        broader = dict.fromkeys(c for c in (*row["about"], *row["broad"]) if c in cancer.broader and c not in cancer.concepts)
        if broader:
            yield f"names the broader disease, {spoken(broader)}, which includes yours"
        else:
            yield f"is about {spoken(c for c in row['about'] if c in cancer.secondary)}, and {groups}"


def _person(
    row: Mapping[str, Any],
    evidence: Sequence[StageFinding],
    spec: SearchSpec,
    names: Mapping[str, str],
    marker_evidence: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[float, str]]:
    """Answers (0 fits, 1 unclear, 2 may not fit), each with its sentence."""
    if spec.stage:
        yield row["stage_fit"], _stage(row, _own_first(evidence, spec.cancer, _others(row, spec.cancer, names)), spec.stage)
    for marker in spec.asked_markers:
        yield _marker(row, marker, marker_evidence)
    if spec.age_years is not None:
        limits = age.limits(row["min_age_years"], row["max_age_years"])
        said = (f"age: {limits}", f"it depends on the exact age: {limits}", f"its age limits are {limits}")
        yield row["age_fit"], said[row["age_fit"]]
    if spec.sex:
        taken = age.people(row["sex"], row["min_age_years"], row["max_age_years"])
        said = (f"takes {taken}", "does not say whether it takes women, men or both", f"it takes {taken} only")
        yield row["sex_fit"], said[row["sex_fit"]]
    if spec.line:
        after_surgery = row["line_fit"] == 1 and row["line"] != Line.UNSTATED
        yield row["line_fit"], _AFTER_SURGERY if after_surgery else _LINES[spec.line][row["line_fit"]]


def _marker(row: Mapping[str, Any], marker: Marker, evidence: Sequence[Mapping[str, Any]]) -> tuple[float, str]:
    said = next((found for found in evidence if found["marker"] == marker.id), None)
    quoted = _quotation(said["text"], said["section"]) if said else ""
    if marker.id in row["markers_excluded"]:
        return 2, f"may not take {marker.name} disease{quoted}"
    if marker.id in row["markers_required"]:
        return 0, f"asks for {marker.name} disease{quoted}"
    return _SILENT, f"says nothing clear about {marker.name} disease"


def _untold(spec: SearchSpec, evidence: Sequence[Mapping[str, Any]]) -> Iterator[tuple[float, str]]:
    """Markers that a title asks for and the person did not speak of: the trial may fit, but a test has to show it."""
    asked = {marker.id for marker in spec.asked_markers}
    spoken_of = {said["text"] for said in evidence if said["marker"] in asked}
    by_words: dict[str, list[Mapping[str, Any]]] = {}
    for said in evidence:
        if said["marker"] not in asked and said["text"] not in spoken_of:
            by_words.setdefault(said["text"], []).append(said)
    if by_words:
        from trialfinder.vocab.markers import marker_names, markers

        whole = {entry.positive.id for entry in markers()}
        for found in by_words.values():
            ids = [said["marker"] for said in found if said["marker"] in whole] or [said["marker"] for said in found]
            wanted = " / ".join(marker_names()[marker] for marker in dict.fromkeys(ids))
            yield (
                _TO_TEST,
                f"also asks for {wanted} disease, which a test shows{_quotation(found[0]['text'], found[0]['section'])}",
            )


def _kind(row: Mapping[str, Any], spec: SearchSpec) -> Iterator[tuple[float, str]]:
    if spec.phases and row["phase_fit"] == 1:
        watches = row["study_type"] == "OBSERVATIONAL"
        yield 1, f"the registry gives no phase for it: {'it observes and tests no treatment' if watches else 'ask which it is'}"
    if spec.treatments and row["treatment_fit"] == 1:
        yield 1, "its kind of treatment could not be told from the record"


def _stage(row: Mapping[str, Any], evidence: Sequence[tuple[int, StageFinding]], asked: StageAsked) -> str:
    fit = row["stage_fit"]
    if not asked.stages:
        disease = " or ".join(_EXTENTS[extent] for extent in sorted(asked.extents))
        return f"mentions {disease}" if fit == 0 else f"says nothing clear about {disease}"
    if not row["stage_applies"]:
        return "this cancer is not staged by numbers"
    wanted = _spoken(sorted(asked.stages, key=list(Stage).index))
    if fit == 0:
        return f"takes {wanted}{_quoted(evidence, asked.stages, Polarity.ACCEPTED)}"
    if fit == 2:
        return f"may not take {wanted}{_quoted(evidence, asked.stages, Polarity.RULED_OUT)}"
    accepted = asked.stages.intersection(stages_of_bits(row["stage_accepted"]))
    refused = asked.stages.intersection(stages_of_bits(row["stage_ruled_out"]))
    if accepted:
        order = sorted(accepted, key=list(Stage).index)
        return f"takes {_spoken(order)}, less clear for the rest{_quoted(evidence, accepted, Polarity.ACCEPTED)}"
    if refused:
        return f"rules out part of {wanted}{_quoted(evidence, refused, Polarity.RULED_OUT)}"
    return f"does not say whether it takes {wanted}"


def _own_first(
    evidence: Sequence[StageFinding], cancer: CancerAsked | None, others: Collection[str]
) -> Sequence[tuple[int, StageFinding]]:
    """Of a trial for many cancers, the words that name the one asked for are the best witness (0), those that name another the worst (2)."""
    named = {*_telling(cancer.name), *cancer.concepts} if cancer else set()

    def rank(said: StageFinding) -> int:
        words = set(_WORDS.findall((said.quote or said.text).lower()))
        return 0 if words & named else 1 if words & _ANY_SITE or not words & set(others) else 2

    return sorted(((rank(said), said) for said in evidence), key=lambda ranked: ranked[0])


def _others(row: Mapping[str, Any], cancer: CancerAsked | None, names: Mapping[str, str]) -> set[str]:
    """Words that name cancers of the trial other than the one asked for."""
    if cancer is None:
        return set()
    own = {*cancer.direct, *cancer.broader, *cancer.concepts}
    words = {word for concept in row["about"] if concept not in own for word in (concept, *_telling(names.get(concept, concept)))}
    return words - {word for concept in own for word in _telling(names.get(concept, concept))}


def _telling(name: str) -> set[str]:
    """The words of a name that tell one cancer from another."""
    return {word for word in _WORDS.findall(name.lower()) if len(word) > 3 and word not in _ANY_CANCER}


def _spoken(stages: Sequence[Stage]) -> str:
    if len(stages) == 1:
        return f"stage {stages[0]}"
    return f"stages {', '.join(stages[:-1])} and {stages[-1]}"


def _quoted(evidence: Sequence[tuple[int, StageFinding]], stages: frozenset[Stage], polarity: Polarity) -> str:
    fitting = [(rank, finding) for rank, finding in evidence if finding.stage in stages and finding.polarity is polarity]
    if not fitting:
        return ""
    # The criteria decide who may join, so they are the better witness than a title, but not where they speak of another cancer.
    rank, best = min(fitting, key=lambda ranked: (not ranked[1].text, ranked[0] == 2, ranked[1].section not in _CRITERIA))
    quotation = _quotation(best.quote or best.text, best.section)
    return f", by words about another of its cancers{quotation}" if rank == 2 and quotation else quotation


def _quotation(words: str, section: str) -> str:
    text = _shortened(words)
    return f": “{text}” ({section_name(section)})" if text else ""


def _shortened(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= _QUOTE else text[:_QUOTE].rsplit(" ", 1)[0] + " …"
