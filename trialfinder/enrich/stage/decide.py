"""From mentions in context to one reading. The precedence, in order; the first level with anything asserted decides:

1. what the inclusion criteria ask for; 2. the titles; 3. conditions and keywords; 4. earlier treatment "for metastatic
disease" and the summary. Cohorts unite; numbers beat words within a level; exclusions and denials rule out on every level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialfinder.domain.stage import Extent, Polarity, Stage, StageFinding
from trialfinder.enrich.stage.scan import NO_STAGES, Mention
from trialfinder.vocab.stage_numbers import ALL_STAGES

__all__ = ["Decision", "decide", "findings", "unite"]

_EVERY = frozenset(ALL_STAGES)
_LOW = frozenset({Stage.ZERO, Stage.I})
_WIDE_WORDS = frozenset({"recurrent", "refractory"})
#: A setting speaks only when no word about the disease itself does.
_SETTINGS = frozenset({"setting", "surgery"})


@dataclass(frozen=True, slots=True)
class Decision:
    """Stages in and out, and the mentions that decided."""

    accepted: frozenset[Stage] = NO_STAGES
    ruled_out: frozenset[Stage] = NO_STAGES
    mentions: tuple[Mention, ...] = ()


def decide(levels: Sequence[Sequence[Mention]], denied: Sequence[Mention]) -> Decision:
    """The first level that asserts anything, less what is denied."""
    found = next((decision for level in levels if (decision := unite(level)).accepted), Decision())
    excluded = frozenset(stage for mention in denied for stage in mention.excluded | mention.rules_out_when_denied())
    explicit = frozenset(stage for mention in found.mentions if mention.kind == "number" for stage in mention.accepts)
    accepted = found.accepted - (excluded - explicit)
    return Decision(accepted, (found.ruled_out | excluded) - accepted, found.mentions)


def unite(mentions: Sequence[Mention]) -> Decision:
    """All mentions of one level as a union of cohorts."""
    asserted = [mention for mention in mentions if mention.accepts or mention.kind in _WIDE_WORDS]
    speaking = [mention for mention in asserted if mention.accepts]
    if any(mention.kind == "any" for mention in speaking):
        chosen = tuple(mention for mention in speaking if mention.kind == "any")
        return Decision(_EVERY, NO_STAGES, chosen)
    numbers = [mention for mention in speaking if mention.kind == "number"]
    if numbers:
        return _numbered(numbers)
    terms = [mention for mention in speaking if mention.kind == "tnm"]
    words = [mention for mention in speaking if mention.kind != "tnm"]
    plain = [mention for mention in words if mention.kind not in _SETTINGS]
    return _worded(terms + (plain or words), asserted)


def _numbered(numbers: Sequence[Mention]) -> Decision:
    accepted = _union(mention.accepts for mention in numbers)
    return Decision(accepted, _EVERY - accepted, tuple(numbers))


def _worded(words: Sequence[Mention], asserted: Sequence[Mention]) -> Decision:
    if not words:
        return Decision()
    accepted = _union(mention.accepts for mention in words)
    out = frozenset.intersection(*(mention.rules_out for mention in words))
    kinds = {mention.kind for mention in asserted}
    if kinds & _WIDE_WORDS and not kinds - _WIDE_WORDS - {"metastatic"}:
        out = NO_STAGES
    if kinds >= {"unresectable"} and kinds & {"advanced", "locally-advanced"}:
        out |= {Stage.II}
    return Decision(accepted, out - accepted, tuple(words))


def _union(sets: Iterable[frozenset[Stage]]) -> frozenset[Stage]:
    return frozenset(stage for one in sets for stage in one)


def findings(decision: Decision, denied: Sequence[Mention]) -> tuple[StageFinding, ...]:
    """Evidence, in the order the stages were decided: each mention once per stage it speaks for or against."""
    return tuple(
        [
            *(_finding(mention, stage, Polarity.ACCEPTED) for mention in decision.mentions for stage in ALL_STAGES if stage in mention.accepts & decision.accepted),
            *(_finding(mention, stage, Polarity.RULED_OUT) for mention in denied for stage in ALL_STAGES if stage in (mention.excluded | mention.rules_out_when_denied()) & decision.ruled_out),
            *(_finding(mention, stage, Polarity.RULED_OUT) for mention in decision.mentions for stage in ALL_STAGES if stage in mention.rules_out & decision.ruled_out),
        ]
    )


def _finding(mention: Mention, stage: Stage, polarity: Polarity) -> StageFinding:
    start, end = mention.item.raw_span(mention.start, mention.end)
    return StageFinding(stage, polarity, mention.item.quote(mention.start, mention.end), mention.item.section, mention.rule, start, end)


def extents_of(mentions: Iterable[Mention]) -> frozenset[Extent]:
    """The extents the asserted mentions name."""
    return frozenset(mention.extent for mention in mentions if mention.extent)
