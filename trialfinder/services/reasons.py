"""Why a trial is shown: one plain sentence per question asked. The words of the trial are quoted, never paraphrased."""

from collections.abc import Mapping, Sequence
from typing import Any

from trialfinder.domain.cancer import CancerAsked
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.stage import Extent, Polarity, Stage, StageAsked, StageFinding

__all__ = ["reasons", "stages_of_bits"]

_SECTIONS = {
    "brief_title": "title",
    "official_title": "title",
    "conditions": "conditions",
    "keywords": "keywords",
    "summary": "summary",
    "inclusion": "who may join",
    "exclusion": "who may not join",
    "cohort": "one of its groups",
    "criteria": "criteria",
}
_EXTENTS = {
    Extent.IN_SITU: "disease in situ",
    Extent.LOCALIZED: "localized disease",
    Extent.LOCALLY_ADVANCED: "locally advanced disease",
    Extent.METASTATIC: "metastatic disease",
    Extent.RECURRENT: "disease that came back",
    Extent.REFRACTORY: "disease that no longer responds to treatment",
}
#: A quotation longer than this tells less, not more.
_QUOTE = 120


def stages_of_bits(bits: int) -> tuple[Stage, ...]:
    """The stages a bit set of the cache stands for, in order."""
    return tuple(stage for position, stage in enumerate(Stage) if bits >> position & 1)


def reasons(
    row: Mapping[str, Any], evidence: Sequence[StageFinding], spec: SearchSpec, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Sentences about cancer, stage, markers, age, sex and place, for one row of ``search/hits.sql``."""
    found: list[str] = []
    if spec.cancer:
        found += _cancer(row, spec.cancer, names)
    if spec.stage:
        found.append(_stage(row, evidence, spec.stage))
    if row["age_fit"] == 2:
        found.append(f"its age limits are {_ages(row['min_age_years'], row['max_age_years'])}")
    if row["sex_fit"] == 2:
        found.append("it takes women only" if row["sex"] == "FEMALE" else "it takes men only")
    if row["sex_fit"] == 1:
        found.append("it does not say whether it takes women, men or both")
    if spec.places and row["place_fit"] == 1:
        found.append(_unknown_place(row))
    return tuple(found)


def _cancer(row: Mapping[str, Any], cancer: CancerAsked, names: Mapping[str, str]) -> list[str]:
    found = []
    if row["match_group"] == "umbrella":
        groups = [names.get(concept, concept) for concept in row["umbrella"] if concept in cancer.umbrellas]
        found.append(f"takes a wider group: {', '.join(groups)}")
    elif not cancer.direct.intersection(row["about"]):
        named = dict.fromkeys(c for c in (*row["about"], *row["broad"]) if c in cancer.broader and c not in cancer.concepts)
        wider = ", ".join(names.get(concept, concept) for concept in named)
        found.append(f"names the broader disease, {wider}, which includes yours")
    for marker in cancer.markers:
        if marker.id in row["markers_excluded"]:
            found.append(f"excludes {marker.name}")
        elif marker.id in row["markers_required"]:
            found.append(f"asks for {marker.name}")
        else:
            found.append(f"does not mention {marker.name}")
    return found


def _stage(row: Mapping[str, Any], evidence: Sequence[StageFinding], asked: StageAsked) -> str:
    fit = row["stage_fit"]
    if not row["stage_applies"]:
        return "this cancer is not staged by numbers"
    if not asked.stages:
        disease = " or ".join(_EXTENTS[extent] for extent in sorted(asked.extents))
        return f"mentions {disease}" if fit == 0 else f"does not say whether it takes {disease}"
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


def _spoken(stages: Sequence[Stage]) -> str:
    if len(stages) == 1:
        return f"stage {stages[0]}"
    return f"stages {', '.join(stages[:-1])} and {stages[-1]}"


def _quoted(evidence: Sequence[StageFinding], stages: frozenset[Stage], polarity: Polarity) -> str:
    fitting = [finding for finding in evidence if finding.stage in stages and finding.polarity is polarity]
    if not fitting:
        return ""
    # The criteria decide who may join, so they are the better witness than a title.
    best = min(fitting, key=lambda finding: (not finding.text, finding.section not in ("inclusion", "exclusion", "cohort")))
    text = " ".join((best.quote or best.text).split())
    if not text:
        return ""
    if len(text) > _QUOTE:
        text = text[:_QUOTE].rsplit(" ", 1)[0] + " …"
    return f": “{text}” ({_SECTIONS.get(best.section, best.section)})"


def _ages(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g} years"
    return f"{low:g} years and older" if low is not None else f"up to {high:g} years"


def _unknown_place(row: Mapping[str, Any]) -> str:
    if not row["sites"]:
        return "lists no sites, so the distance is unknown"
    return "has a site in your region whose exact place the registry does not give"
