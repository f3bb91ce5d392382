"""From mentions in context to one reading.

The precedence, in order; the first level with anything asserted decides:
1. what the inclusion criteria ask for; 2. the titles; 3. conditions and keywords; 4. earlier treatment "for metastatic
disease" and the summary. Cohorts unite; numbers beat words within a level; exclusions and denials rule out on every level.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialfinder.domain.stage import Extent, Polarity, Stage, StageFinding
from trialfinder.enrich.stage.scan import NO_STAGES, Mention
from trialfinder.enrich.text import CONDITIONS, INCLUSION, KEYWORDS
from trialfinder.vocab.stage_numbers import ALL_STAGES

__all__ = ["Decision", "decide", "findings", "unite"]

_EVERY = frozenset(ALL_STAGES)
_LOW = frozenset({Stage.ZERO, Stage.I})
_WIDE_WORDS = frozenset({"recurrent", "refractory"})
#: A setting speaks only when no word about the disease itself does.
_SETTINGS = frozenset({"setting", "surgery", "incurable", "inoperable", "lesion", "node-positive", "node-negative"})


@dataclass(frozen=True, slots=True)
class Decision:
    """Stages in and out, and the mentions that decided."""

    accepted: frozenset[Stage] = NO_STAGES
    ruled_out: frozenset[Stage] = NO_STAGES
    mentions: tuple[Mention, ...] = ()


def decide(
    levels: Sequence[Sequence[Mention]],
    denied: Sequence[Mention],
    named: frozenset[Stage] = NO_STAGES,
    nodes: Sequence[Mention] = (),
) -> Decision:
    """The first level that asserts anything, less what is denied. ``named`` are stages the titles stand for.

    ``nodes`` are words on the regional nodes: they narrow what a word like "resectable" leaves open.
    """
    found = _listed_too(next((decision for level in levels if (decision := unite(level)).accepted), Decision()), levels)
    found = _by_nodes(_with_what_was_only_allowed(found, levels), nodes)
    excluded = _union(mention.excluded | mention.rules_out_when_denied() for mention in denied)
    firm = _union(
        mention.accepts
        for mention in found.mentions
        if mention.kind in {"number", "tnm"} or (mention.kind == "metastatic" and Stage.IV in named)
    )
    accepted = found.accepted - (excluded - firm - _of_other_cohorts(found.mentions, denied))
    if found.accepted and not accepted:  # a trial that asks for nobody is a misreading of the denial
        accepted = found.accepted
    return Decision(accepted, (found.ruled_out | excluded) - accepted, found.mentions)


def _listed_too(found: Decision, levels: Sequence[Sequence[Mention]]) -> Decision:
    """Words widened by stage numbers that stand among the conditions: the registry's coders saw the protocol."""
    numbers = [m for level in levels for m in level if m.kind == "number" and m.item.section in (CONDITIONS, KEYWORDS)]
    if not numbers or not found.accepted or any(mention.kind in {"number", "any"} for mention in found.mentions):
        return found
    coded = _numbered(numbers, numbers)
    accepted = found.accepted | coded.accepted
    return Decision(accepted, _EVERY - accepted, found.mentions + coded.mentions)


def _with_what_was_only_allowed(found: Decision, levels: Sequence[Sequence[Mention]]) -> Decision:
    """What is only allowed ("metastases to the liver allowed") is not all that is asked for: the next level adds its own."""
    if not found.mentions or not all(m.kind == "metastatic" and not m.rules_out for m in found.mentions):
        return found
    heard = {id(mention) for mention in found.mentions}
    others = (unite([mention for mention in level if id(mention) not in heard]) for level in levels)
    more = next((decision for decision in others if decision.accepted - found.accepted), None)
    if more is None:
        return found
    return Decision(found.accepted | more.accepted, NO_STAGES, found.mentions + more.mentions)


def _of_other_cohorts(mentions: Sequence[Mention], denied: Sequence[Mention]) -> frozenset[Stage]:
    """What one cohort asks for while another denies it: the denial is not about the first."""
    barred = {_cohort(mention) for mention in denied}
    if "" in barred or not barred:
        return NO_STAGES
    return _union(mention.accepts for mention in mentions if (cohort := _cohort(mention)) and cohort not in barred)


_NEAR_WORDS = frozenset({"resectable", "surgery", "setting", "localized"})


def _by_nodes(found: Decision, nodes: Sequence[Mention]) -> Decision:
    """Resected and node-positive: what both leave. Where some are positive and some negative, nothing is narrowed."""
    kinds = {mention.kind for mention in nodes if mention.accepts}
    if len(kinds) != 1 or not all(mention.kind in _NEAR_WORDS or _only_t(mention) for mention in found.mentions):
        return found
    narrowed = found.accepted & _union(mention.accepts for mention in nodes)
    return Decision(narrowed, found.ruled_out, found.mentions + tuple(nodes)) if narrowed else found


def _only_t(mention: Mention) -> bool:
    return mention.kind == "tnm" and "n" not in mention.item.text[mention.start : mention.end].lower()


def of_disease(mentions: Iterable[Mention]) -> list[Mention]:
    """Without the words that only name a setting."""
    return [mention for mention in mentions if mention.kind not in _SETTINGS]


def of_setting(mentions: Iterable[Mention]) -> list[Mention]:
    """Only the words that name a setting ("adjuvant", "completely resected"); "recurrence after surgery" names none."""
    mentions = list(mentions)
    settings = [mention for mention in mentions if mention.kind in _SETTINGS and not mention.kind.startswith("node-")]
    back = _Neighbours(mention for mention in mentions if mention.kind in _WIDE_WORDS)
    return [mention for mention in settings if mention.kind != "surgery" or not back.lead_to(mention)]


_COHORT = re.compile(r"(?i)\b(?:cohort|arm|part|module|group|phase|strat(?:um|a)|sub-?stud\w+|expansion|escalation|basket)\b")


_LABEL = re.compile(
    r"(?i)\b(?:cohort|arm|part|module|group|phase|strat(?:um|a)|sub-?study)s?[ -]{1,2}(?:\d{1,2}[a-z]?|[ivx]{1,4}|[a-h])\b[^.;:\n]{0,40}[:-]\s"
)


def _cohort(mention: Mention) -> str:
    """The cohort a mention speaks of: by the label before it in its own item, the item above or the heading."""
    item = mention.item
    if item.section != INCLUSION:
        return ""
    labels = [found[0] for found in _LABEL.finditer(item.text, max(0, mention.start - 400), mention.start)]
    if labels:
        return labels[-1]
    above = _LABEL.match(item.lead + " ")
    if above is not None:
        return above[0]
    return item.heading if _COHORT.search(item.heading) else ""


def unite(mentions: Sequence[Mention]) -> Decision:
    """All mentions of one level: each cohort by itself, then their union; only what every cohort rules out is ruled out."""
    if not mentions:
        return Decision()
    cohorts: dict[str, list[Mention]] = {}
    for mention in mentions:
        cohorts.setdefault(_cohort(mention), []).append(mention)
    parts = [part for part in map(_united, cohorts.values()) if part.accepted]
    if any(mention.kind == "number" for part in parts for mention in part.mentions):
        parts = [part for part in parts if any(mention.kind not in {"tnm", "nodes"} for mention in part.mentions)]
    if len(parts) < 2:
        return parts[0] if parts else Decision()
    accepted = _union(part.accepted for part in parts)
    out = frozenset.intersection(*(part.ruled_out for part in parts))
    return Decision(accepted, out - accepted, tuple(mention for part in parts for mention in part.mentions))


def _united(mentions: Sequence[Mention]) -> Decision:
    speaking = [mention for mention in mentions if mention.accepts]
    if every := [mention for mention in speaking if mention.kind == "any"]:
        return Decision(_EVERY, NO_STAGES, tuple(every))
    numbers = [mention for mention in speaking if mention.kind == "number"]
    if any(mention.rules_out for mention in numbers):
        return _numbered(numbers, speaking)
    terms = [mention for mention in speaking if mention.kind == "tnm"]
    nodes = [mention for mention in speaking if mention.kind == "nodes"]
    words = [mention for mention in speaking if mention.kind not in {"tnm", "nodes"}]
    chosen = _narrowed(_without_in_situ(terms + words)) or nodes
    return _worded(chosen, mentions)


def _numbered(numbers: Sequence[Mention], speaking: Sequence[Mention]) -> Decision:
    """Numbers decide; a word beside them counts when "or" joins it to them."""
    near = _Neighbours(numbers)
    joined = [mention for mention in speaking if mention.kind in _JOINABLE and near.join(mention)]
    chosen = [*numbers, *joined]
    accepted = _union(mention.accepts for mention in chosen)
    return Decision(accepted, _EVERY - accepted, tuple(chosen))


_JOINABLE = frozenset({"metastatic", "in-situ", "unresectable", "locally-advanced"})
_NEAR = 90
_DEFINED = re.compile(r"[^.;()]{0,25}\([^()]{0,25}$")
_AFTER = re.compile(r"^[^.;\n]*\b(?:after|following|post|since)\b")


class _Neighbours:
    """Mentions by where they stand, so that asking which one "or" joins to a word costs the same in a text of any length."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._places: dict[tuple[int, int], list[Mention]] = {}
        for mention in mentions:
            for place in {mention.start // _NEAR, mention.end // _NEAR}:
                self._places.setdefault((id(mention.item), place), []).append(mention)

    def lead_to(self, word: Mention) -> bool:
        """Whether one of them stands shortly before the word and "after" or "following" between the two."""
        before = {word.start // _NEAR - 1, word.start // _NEAR}
        others = [other for place in before for other in self._places.get((id(word.item), place), ())]
        return any(
            _AFTER.search(word.item.text[other.end : word.start + 12].lower()) for other in others if other.end <= word.start
        )

    def define(self, word: Mention) -> bool:
        """Whether one of them stands in brackets right after the word: "operable disease (T2 or T3)"."""
        after = {word.end // _NEAR, word.end // _NEAR + 1}
        others = [other for place in after for other in self._places.get((id(word.item), place), ())]
        return any(_DEFINED.match(word.item.text[word.end : other.start]) for other in others if word.end <= other.start)

    def join(self, word: Mention) -> bool:
        """Whether "or" joins the word to one of them."""
        around = {word.start // _NEAR - 1, word.start // _NEAR, word.end // _NEAR, word.end // _NEAR + 1}
        return any(_joined(word, other) for place in around for other in self._places.get((id(word.item), place), ()))


def _joined(word: Mention, number: Mention) -> bool:
    """Whether "or" stands between a word and a number of the same item, near both."""
    if word.item is not number.item:
        return False
    first, second = sorted((word, number), key=lambda mention: mention.start)
    between = word.item.text[first.end : second.start].lower().replace("with or without", "")
    if second.item.section == INCLUSION and second.item.text[second.start].isupper() and _OPEN.search(between) is None:
        return False  # a capital letter in running prose begins another statement
    if word is first and word.kind == "unresectable" and number.kind == "number" and not between.rstrip().endswith(("or", "/")):
        return False  # "inoperable or unresectable stage III" is one disease
    return len(between) < _NEAR and "(" not in between.replace("()", "") and re.search(r"\bor\b|and/or|/", between) is not None


_OPEN = re.compile(r"(?:\b(?:or|and/or)|/|^|[\n:;,(])\s*$")


def _without_in_situ(mentions: list[Mention]) -> list[Mention]:
    """In situ beside other extents is mostly a by-finding ("margins free of DCIS"): it counts where "or" joins it."""
    others = [mention for mention in mentions if mention.kind not in {"in-situ", "nmibc"}]
    if not others:
        return mentions
    near = _Neighbours(others)
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
    near = {kind: _Neighbours([*others, *far] if kind == "resectable" else others) for kind, others in closer.items()}
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
    accepted = _union(mention.accepts for mention in words)
    out = frozenset.intersection(*(mention.rules_out for mention in words))
    spoken = {mention.kind for mention in words}
    wide = [mention for mention in mentions if mention.kind in _WIDE_WORDS]
    if spoken == {"metastatic"} and words[0].rule != "oligometastatic" and any(map(_Neighbours(wide).join, words)):
        out = NO_STAGES
    if spoken == {"locally-advanced"}:
        out = NO_STAGES
    if spoken >= {"unresectable"} and spoken & {"advanced", "locally-advanced"} and spoken <= _FAR_WORDS:
        out |= {Stage.II}
    return Decision(accepted, out - accepted, tuple(words))


_FAR_WORDS = frozenset({"unresectable", "advanced", "locally-advanced", "metastatic", "incurable"})


def _union(sets: Iterable[frozenset[Stage]]) -> frozenset[Stage]:
    return frozenset(stage for one in sets for stage in one)


def findings(decision: Decision, denied: Sequence[Mention]) -> tuple[StageFinding, ...]:
    """Evidence, in the order the stages were decided: each mention once per stage it speaks for or against."""
    accepted = [(mention, mention.accepts & decision.accepted, Polarity.ACCEPTED) for mention in decision.mentions]
    excluded = [
        (mention, (mention.excluded | mention.rules_out_when_denied()) & decision.ruled_out, Polarity.RULED_OUT)
        for mention in denied
    ]
    narrowed = [(mention, mention.rules_out & decision.ruled_out, Polarity.RULED_OUT) for mention in decision.mentions]
    return tuple(
        _finding(mention, stage, polarity)
        for mention, stages, polarity in (*accepted, *excluded, *narrowed)
        for stage in ALL_STAGES
        if stage in stages
    )


def _finding(mention: Mention, stage: Stage, polarity: Polarity) -> StageFinding:
    start, end = mention.item.raw_span(mention.start, mention.end)
    return StageFinding(
        stage, polarity, mention.item.quote(mention.start, mention.end), mention.item.section, mention.rule, start, end
    )


def extents_of(mentions: Iterable[Mention]) -> frozenset[Extent]:
    """The extents the asserted mentions name."""
    return frozenset(mention.extent for mention in mentions if mention.extent)
