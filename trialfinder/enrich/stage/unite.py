"""All mentions of one level made one decision: cohort by cohort, numbers before words, closer words before wider ones."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trialfinder.domain.stage import Stage
from trialfinder.enrich.stage.neighbours import Neighbours
from trialfinder.enrich.stage.scan import NO_STAGES, Mention
from trialfinder.enrich.text import INCLUSION
from trialfinder.vocab.stage_numbers import ALL_STAGES

__all__ = ["EVERY", "WIDE_WORDS", "Decision", "cohort_of", "numbered", "union", "unite"]

EVERY = frozenset(ALL_STAGES)
WIDE_WORDS = frozenset({"recurrent", "refractory"})
"""Words that say the disease came back, and nothing of how far it has gone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Stages in and out, and the mentions that decided."""

    accepted: frozenset[Stage] = NO_STAGES
    ruled_out: frozenset[Stage] = NO_STAGES
    mentions: tuple[Mention, ...] = ()


def unite(mentions: Sequence[Mention]) -> Decision:
    """All mentions of one level: each cohort by itself, then their union; only what every cohort rules out is ruled out."""
    if not mentions:
        return Decision()
    cohorts: dict[str, list[Mention]] = {}
    for mention in mentions:
        cohorts.setdefault(cohort_of(mention), []).append(mention)
    parts = [part for part in map(_united, cohorts.values()) if part.accepted]
    if any(mention.kind == "number" for part in parts for mention in part.mentions):
        parts = [part for part in parts if any(mention.kind not in {"tnm", "nodes"} for mention in part.mentions)]
    if len(parts) < 2:
        return parts[0] if parts else Decision()
    accepted = union(part.accepted for part in parts)
    out = frozenset.intersection(*(part.ruled_out for part in parts))
    return Decision(accepted, out - accepted, tuple(mention for part in parts for mention in part.mentions))


def _united(mentions: Sequence[Mention]) -> Decision:
    speaking = [mention for mention in mentions if mention.accepts]
    if every := [mention for mention in speaking if mention.kind == "any"]:
        return Decision(EVERY, NO_STAGES, tuple(every))
    numbers = [mention for mention in speaking if mention.kind == "number"]
    if any(mention.rules_out for mention in numbers):
        return numbered(numbers, speaking)
    terms = [mention for mention in speaking if mention.kind == "tnm"]
    nodes = [mention for mention in speaking if mention.kind == "nodes"]
    words = _opened([mention for mention in speaking if mention.kind not in {"tnm", "nodes"}], terms)
    chosen = _narrowed(_without_in_situ(terms + words)) or nodes
    return _worded(chosen, mentions)


def _opened(words: list[Mention], terms: Sequence[Mention]) -> list[Mention]:
    """Beside other words "with or without metastases" says only that distant ones are no bar."""
    others = [mention for mention in (*words, *terms) if mention.kind != "either"]
    if not others:
        return words
    if any(mention.kind == "metastatic" for mention in others):
        return [mention for mention in words if mention.kind != "either"]
    return [replace(m, accepts=_FAR, rules_out=_NEARER) if m.kind == "either" else m for m in words]


_FAR = frozenset({Stage.IV})
_NEARER = EVERY - _FAR


def numbered(numbers: Sequence[Mention], speaking: Sequence[Mention]) -> Decision:
    """Numbers decide; a word beside them counts when "or" joins it to them."""
    near = Neighbours(numbers)
    joined = [mention for mention in speaking if mention.kind in _JOINABLE and near.join(mention)]
    chosen = [*numbers, *joined]
    accepted = union(mention.accepts for mention in chosen)
    return Decision(accepted, EVERY - accepted, tuple(chosen))


_JOINABLE = frozenset({"metastatic", "in-situ", "unresectable", "locally-advanced"})


def _without_in_situ(mentions: list[Mention]) -> list[Mention]:
    """In situ beside other extents is mostly a by-finding ("margins free of DCIS"): it counts where "or" joins it."""
    others = [mention for mention in mentions if mention.kind not in {"in-situ", "nmibc"}]
    if not others:
        return mentions
    near = Neighbours(others)
    return [m for m in mentions if m.kind != "in-situ" or near.join(m)]


#: kind -> kinds that describe the same disease more closely; beside one of them it adds nothing unless "or" joins them.
_NARROWER = {
    "resectable": frozenset({"tnm", "locally-advanced", "metastatic", "early", "localized", "mibc", "nmibc"}),
    "localized": frozenset({"tnm", "early", "mibc", "nmibc"}),
    "early": frozenset({"tnm"}),
    "locoregional": frozenset({"tnm", "metastatic", "advanced", "unresectable", "locally-advanced"}),
    "locally-advanced": frozenset({"tnm"}),
    "limited": frozenset({"tnm"}),
    "unresectable": frozenset({"metastatic", "locally-advanced", "nmibc"}),
    "advanced": frozenset({"metastatic", "locally-advanced", "tnm"}),
    "bclc": frozenset({"advanced", "unresectable", "metastatic", "locally-advanced"}),
}


def _narrowed(mentions: list[Mention]) -> list[Mention]:
    """Without the wider words of a narrower disease: "operable T3 disease" is not every operable disease."""
    closer: dict[str, list[Mention]] = {
        kind: [other for other in mentions if other.kind in _NARROWER.get(kind, ())] for kind in {m.kind for m in mentions}
    }
    far = [m for m in mentions if m.kind == "unresectable"]
    near = {kind: Neighbours([*others, *far] if kind == "resectable" else others) for kind, others in closer.items()}
    superficial = any(mention.kind == "nmibc" for mention in mentions)
    return [
        m
        for m in mentions
        if not closer[m.kind]
        or (near[m.kind].join(m) and not near[m.kind].define(m) and not (superficial and m.kind == "unresectable"))
    ]


def _worded(words: Sequence[Mention], mentions: Sequence[Mention]) -> Decision:
    if not words:
        return Decision()
    accepted = union(mention.accepts for mention in words)
    out = frozenset.intersection(*(mention.rules_out for mention in words))
    spoken = {mention.kind for mention in words}
    wide = [mention for mention in mentions if mention.kind in WIDE_WORDS]
    if spoken == {"metastatic"} and words[0].rule != "oligometastatic" and any(map(Neighbours(wide).join, words)):
        out = NO_STAGES
    if spoken == {"locally-advanced"}:
        out = NO_STAGES
    if spoken >= {"unresectable"} and spoken & {"advanced", "locally-advanced"} and spoken <= _FAR_WORDS:
        out |= {Stage.II} & union(mention.rules_out for mention in words)
    return Decision(accepted, out - accepted, tuple(words))


_FAR_WORDS = frozenset({"unresectable", "advanced", "locally-advanced", "metastatic", "incurable"})


_COHORT = re.compile(r"(?i)\b(?:cohort|arm|part|module|group|phase|strat(?:um|a)|sub-?stud\w+|expansion|escalation|basket)\b")


_LABEL = re.compile(
    r"(?i)\b(?:cohort|arm|part|module|group|phase|strat(?:um|a)|sub-?study)s?[ -]{1,2}(?:\d{1,2}[a-z]?|[ivx]{1,4}|[a-h])\b[^.;:\n]{0,40}(?::| -)\s"
)


def cohort_of(mention: Mention) -> str:
    """The cohort a mention speaks of: by the label before it in its own item, the item above or the heading."""
    item = mention.item
    if item.section != INCLUSION:
        return ""
    labels = [found[0] for found in _LABEL.finditer(item.text, max(0, mention.start - 400), mention.start)]
    if labels:
        return labels[-1]
    above = _LABEL.match(item.lead[:80] + " ")
    if above is not None:
        return above[0]
    return item.heading if _COHORT.search(item.heading) else ""


def union(sets: Iterable[frozenset[Stage]]) -> frozenset[Stage]:
    """The stages of all."""
    return frozenset(stage for one in sets for stage in one)
