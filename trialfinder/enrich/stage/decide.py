"""From what was heard to one reading.

The precedence, in order; the first level with anything asserted decides:
1. numbers in a title, when the criteria have only words; 2. what the inclusion criteria ask for; 3. the titles; 4. conditions
and keywords; 5. settings ("adjuvant"); 6. what earlier treatment was for; 7. the summary. Cohorts unite; numbers beat words
within a level; exclusions and denials rule out on every level.
"""

from collections.abc import Iterable, Sequence

from trialfinder.domain.stage import Extent, Polarity, Stage, StageFinding
from trialfinder.enrich.stage.neighbours import Neighbours
from trialfinder.enrich.stage.scan import NO_STAGES, Mention
from trialfinder.enrich.stage.unite import EVERY, WIDE_WORDS, Decision, cohort_of, numbered, union, unite
from trialfinder.enrich.text import CONDITIONS, INCLUSION, KEYWORDS
from trialfinder.vocab.stage_numbers import ALL_STAGES

__all__ = ["decide", "extents_of", "findings", "of_disease", "of_setting"]

#: A setting speaks only when no word about the disease itself does.
_SETTINGS = frozenset({"setting", "surgery", "radical", "incurable", "inoperable", "lesion", "node-positive", "node-negative"})


def decide(
    levels: Sequence[Sequence[Mention]],
    denied: Sequence[Mention],
    named: frozenset[Stage] = NO_STAGES,
    nodes: Sequence[Mention] = (),
    told: Sequence[Mention] = (),
) -> Decision:
    """The first level that asserts anything, less what is denied. ``named`` are stages the titles stand for.

    ``nodes`` are words on the regional nodes: they narrow what a word like "resectable" leaves open.
    """
    found = _listed_too(next((decision for level in levels if (decision := unite(level)).accepted), Decision()), levels)
    found = _with_the_title(found, told)
    found = _by_nodes(_as_wide_as_told(_with_what_was_only_allowed(found, levels), told), nodes)
    excluded = union(mention.excluded | mention.rules_out_when_denied() for mention in denied)
    firm = union(
        mention.accepts
        for mention in found.mentions
        if mention.kind in {"number", "tnm", "either"} or (mention.kind == "metastatic" and Stage.IV in named)
    )
    accepted = found.accepted - (excluded - firm - _of_other_cohorts(found.mentions, denied))
    if found.accepted and not accepted:
        if _of_two_groups(found, denied):
            return _with_the_other_group(found, levels)
        accepted = found.accepted  # a trial that asks for nobody is a misreading of the denial
    return Decision(accepted, (found.ruled_out | excluded) - accepted, found.mentions)


def _with_the_title(found: Decision, told: Sequence[Mention]) -> Decision:
    """A title that shares no stage with the criteria is not overruled: they speak of one group, of an exception or of the past.

    Its stages are accepted too, unless the criteria have numbers and the title only words ("predicting metastatic recurrence").
    Where the criteria have only metastases, a title on surgery or adjuvant treatment keeps the nearer stages open.
    Where they have only what single cohorts ask for, the title speaks for all the others.
    """
    titled = unite(of_disease(told))
    accepted = found.accepted | titled.accepted
    if found.mentions and titled.accepted and all(cohort_of(mention) for mention in found.mentions):
        return Decision(accepted, (found.ruled_out & titled.ruled_out) - accepted, titled.mentions + found.mentions)
    if not found.accepted or found.accepted & titled.accepted:
        return found
    if not titled.accepted:
        nearer = unite(of_setting(told)).accepted if found.accepted == {Stage.IV} and not _in_numbers(found) else NO_STAGES
        return Decision(found.accepted, found.ruled_out - nearer, found.mentions)
    if _in_numbers(found) and not _in_numbers(titled):
        return Decision(found.accepted, found.ruled_out - titled.accepted, found.mentions)
    return Decision(accepted, (found.ruled_out & titled.ruled_out) - accepted, found.mentions + titled.mentions)


def _in_numbers(decision: Decision) -> bool:
    return any(mention.kind in {"number", "tnm"} for mention in decision.mentions)


def _of_two_groups(found: Decision, denied: Sequence[Mention]) -> bool:
    """Whether one line of the inclusion criteria asks for metastases and another for none."""
    asked = {
        mention.item.start for mention in found.mentions if mention.item.section == INCLUSION and mention.kind == "metastatic"
    }
    return bool(asked) and any(
        mention.kind == "not-metastatic" and mention.item.section == INCLUSION and mention.item.start not in asked
        for mention in denied
    )


def _with_the_other_group(found: Decision, levels: Sequence[Sequence[Mention]]) -> Decision:
    """Two groups, one with metastases: the next level may speak of the other, and no door is closed."""
    heard = {id(mention) for mention in found.mentions}
    others = (unite([mention for mention in level if id(mention) not in heard]) for level in levels)
    more = next((decision for decision in others if decision.accepted), Decision())
    return Decision(found.accepted | more.accepted, NO_STAGES, found.mentions + more.mentions)


def _listed_too(found: Decision, levels: Sequence[Sequence[Mention]]) -> Decision:
    """Words widened by stage numbers that stand among the conditions: the registry's coders saw the protocol."""
    numbers = [m for level in levels for m in level if m.kind == "number" and m.item.section in (CONDITIONS, KEYWORDS)]
    if not numbers or not found.accepted or any(mention.kind in {"number", "any"} for mention in found.mentions):
        return found
    coded = numbered(numbers, numbers)
    accepted = found.accepted | coded.accepted
    return Decision(accepted, EVERY - accepted, found.mentions + coded.mentions)


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
    barred = {cohort_of(mention) for mention in denied}
    if "" in barred or not barred:
        return NO_STAGES
    return union(mention.accepts for mention in mentions if (cohort := cohort_of(mention)) and cohort not in barred)


def _as_wide_as_told(found: Decision, told: Sequence[Mention]) -> Decision:
    """A title that lists "locally advanced or metastatic" is not narrowed to metastases by a criterion on them."""
    if found.accepted != {Stage.IV} or any(mention.kind != "metastatic" for mention in found.mentions):
        return found
    also = [mention for mention in told if mention.kind in {"locally-advanced", "unresectable"}]
    if not also or not Neighbours(m for m in told if m.kind == "metastatic").join(also[0]):
        return found
    wider = union(mention.accepts for mention in also)
    return Decision(found.accepted | wider, found.ruled_out - wider, found.mentions + tuple(also))


_NEAR_WORDS = frozenset({"resectable", "surgery", "setting", "localized"})


def _by_nodes(found: Decision, nodes: Sequence[Mention]) -> Decision:
    """Resected and node-positive: what both leave. Where some are positive and some negative, nothing is narrowed."""
    kinds = {mention.kind for mention in nodes if mention.accepts}
    if len(kinds) != 1 or not all(mention.kind in _NEAR_WORDS or _only_t(mention) for mention in found.mentions):
        return found
    narrowed = found.accepted & union(mention.accepts for mention in nodes)
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
    back = Neighbours(mention for mention in mentions if mention.kind in WIDE_WORDS)
    return [mention for mention in settings if mention.kind != "surgery" or not back.lead_to(mention)]


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
