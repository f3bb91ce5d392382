"""Where stage words stand in one item. Finds and claims text; what a mention means for the trial is decided later."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from trialfinder.domain.stage import Extent, Stage
from trialfinder.enrich.text import CONDITIONS, OFFICIAL_TITLE, TITLE, Item
from trialfinder.vocab.stage_numbers import ALL_STAGES, NUMBER_KEYS, NUMBERED, expression_stages
from trialfinder.vocab.stage_rules import WordRule, load_rules
from trialfinder.vocab.stage_systems import SYSTEM_KEYS, SYSTEMS, system_stages
from trialfinder.vocab.stage_tnm import NODE_STAGED, TNM, TNM_KEYS, group, tnm_stages

__all__ = ["NODE_WORDS", "NO_STAGES", "Mention", "scan", "spoken"]

NO_STAGES: frozenset[Stage] = frozenset()
_EVERY = frozenset(ALL_STAGES)
_FAR = frozenset({Stage.IV})
_IN_SITU = frozenset({Stage.ZERO})
#: Words on the regional nodes, and the N they stand for.
NODE_WORDS = {"node-positive": frozenset({1, 2}), "node-negative": frozenset({0})}
_SPREAD = frozenset({Stage.III, Stage.IV})
_NEAR = frozenset({Stage.ZERO, Stage.I})
#: A lone T or N is a stage only among words of staging.
_NEAR_TNM = re.compile(
    r"stag|tumou?r|cancer|carcinoma|disease|clinical|patholog|node|nodal|lesion|\bajcc|tnm|invasive|\bgrade [1-3g]|\btcc\b|papillary|resectable|ultraso|\beus\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that speak of stage, and what they would accept and rule out if the trial asks for them."""

    item: Item
    start: int
    end: int
    rule: str
    kind: str
    accepts: frozenset[Stage] = NO_STAGES
    rules_out: frozenset[Stage] = NO_STAGES
    excluded: frozenset[Stage] = NO_STAGES
    """Ruled out when the words are excluded or denied."""
    extent: Extent | None = None
    end_letter: bool = False
    """Only part of a stage was named (``IIIB``): excluding it does not exclude the stage."""

    @property
    def words(self) -> str:
        """The words themselves, in lower case."""
        return self.item.text[self.start : self.end].lower()

    def rules_out_when_denied(self) -> frozenset[Stage]:
        """What a denial rules out beyond ``excluded``: "no metastases" is itself a denial."""
        return self.rules_out if self.kind == "not-metastatic" else NO_STAGES


#: kind -> cancers in which these words do not rule out IV: AJCC's stage IV begins there before distant metastases (head and
#: neck T4a or N2, kidney T4, prostate N1), or surgery is done in stage IV too (liver, ovary).
_IV_LEFT_OPEN = {
    "not-metastatic": frozenset({"head_neck", "nasopharynx", "testis"}),
    "resectable": frozenset({"head_neck", "nasopharynx", "kidney", "liver"}),
    "surgery": frozenset({"head_neck", "nasopharynx", "kidney", "liver", "prostate", "ovary"}),
    "setting": frozenset({"head_neck", "nasopharynx", "kidney", "liver", "prostate", "ovary"}),
}
#: Cancers whose stage IV is, for most people, disease of the primary and the neck that radiotherapy may cure (AJCC's IVA, IVB).
_IRRADIATED_IN_IV = frozenset({"head_neck", "nasopharynx"})


def spoken(items: Sequence[Item]) -> list[tuple[Item, str]]:
    """The items that may speak of stage, each with its lower-case text; most say nothing of it.

    One search runs through all of them and leaps to the next item at each find.
    """
    lowered = [item.text.lower() for item in items]
    text = "\n".join(lowered)
    ends = list(accumulate(len(lower) + 1 for lower in lowered))
    search = load_rules().trigger.search
    speaking: list[tuple[Item, str]] = []
    found = search(text)
    while found is not None:
        place = bisect_right(ends, found.start())
        speaking.append((items[place], lowered[place]))
        found = search(text, ends[place])
    return speaking


def scan(item: Item, lower: str, cancer: str, rules: Sequence[WordRule]) -> list[Mention]:
    """Mentions by these rules and by numbers, in the order of the text, none inside another."""
    claimed = bytearray(len(lower))
    # In a title brain metastases are the disease; in criteria they are mostly a condition on people who have another.
    named = item.section in (TITLE, OFFICIAL_TITLE, CONDITIONS)
    mentions: list[Mention] = []
    for rule in rules:
        if rule.kind == "pseudo" and rule.may_match(lower) and not (named and rule.id == "brain-metastases"):
            for found in rule.pattern.finditer(lower):
                _claim(claimed, *found.span())
    _scan_numbers(item, lower, cancer, claimed, mentions)
    for rule in rules:
        if rule.kind == "pseudo" or not rule.may_match(lower):
            continue
        for found in rule.pattern.finditer(lower):
            start, end = found.span()
            if rule.kind in NODE_WORDS:  # says nothing of distant metastases, so it claims no text
                staged = group(frozenset({1, 2, 3}), NODE_WORDS[rule.kind], cancer) if cancer in NODE_STAGED else NO_STAGES
                mentions.append(Mention(item, start, end, rule.id, rule.kind, staged))
            elif _free(claimed, start, end):
                _claim(claimed, start, end)
                if rule.kind == "metastatic" and cancer == "testis":  # AJCC knows no stage IV there: distant metastases are III
                    mentions.append(Mention(item, start, end, rule.id, rule.kind, _SPREAD, _NEAR, NO_STAGES, rule.extent))
                    continue
                out = rule.rules_out - _FAR if cancer in _IV_LEFT_OPEN.get(rule.kind, ()) else rule.rules_out
                accepts = rule.accepts | _FAR if rule.kind == "radical" and cancer in _IRRADIATED_IN_IV else rule.accepts
                mentions.append(Mention(item, start, end, rule.id, rule.kind, accepts, out, rule.excluded, rule.extent))
    return sorted(mentions, key=lambda mention: mention.start)


def _all(pattern: re.Pattern[str], keys: tuple[str, ...], text: str) -> Iterable[re.Match[str]]:
    for key in keys:
        if key in text:
            return pattern.finditer(text)
    return ()


def _scan_numbers(item: Item, lower: str, cancer: str, claimed: bytearray, mentions: list[Mention]) -> None:
    for found in _all(NUMBERED, NUMBER_KEYS, lower):
        stages = expression_stages(found)
        start, end = found.span()
        if not stages or not _free(claimed, start, end):
            continue
        _claim(claimed, start, end)
        partial = bool(re.search(r"(?:[iv]|\d)[ -]?\(?[a-e]", found["list"])) and not any(mark in found["list"] for mark in "-/")
        mentions.append(Mention(item, start, end, "stage-number", "number", stages, _EVERY - stages, stages, None, partial))
    for system in _all(SYSTEMS, SYSTEM_KEYS, lower):
        start, end = system.span()
        stages = system_stages(system)
        if stages and _free(claimed, start, end):
            _claim(claimed, start, end)
            mentions.append(
                Mention(
                    item,
                    start,
                    end,
                    "staging-system",
                    "bclc" if system["bclc"] or system["bclc2"] else "number",
                    stages,
                    _EVERY - stages,
                    stages,
                )
            )
    for found in _all(TNM, TNM_KEYS, lower):
        start, end = found.span()
        if not _free(claimed, start, end):
            continue
        if cancer not in {"bladder", ""} and lower.startswith(("ta", "pta"), start):  # a by-finding: only the bladder has Ta
            continue
        stages, metastatic = tnm_stages(found, cancer)
        if metastatic and stages == {Stage.IV} and found["m3"]:
            _claim(claimed, start, end)
            mentions.append(Mention(item, start, end, "m1", "metastatic", stages, _EVERY - stages, stages, Extent.METASTATIC))
        elif stages and (found["m"] or (found["t"] and found["n"]) or _NEAR_TNM.search(lower[max(0, start - 50) : end + 40])):
            _claim(claimed, start, end)
            kind = "tnm" if found["t"] else "nodes"
            out = _EVERY - stages
            if cancer == "oropharynx_hpv":  # staged anew in 2018: old and new numbers differ
                out = _IN_SITU
            elif cancer == "prostate" and not found["n"] and _one_risk_of_several(item, lower, start, end):
                out = NO_STAGES
            mentions.append(Mention(item, start, end, kind, kind, stages, out, _FAR if metastatic else NO_STAGES))


_ONE_OF = re.compile(r"\b(?:one|any|either|1)(?: or more| \(1\))? of\b|\bat least (?:one|1)\b|\beither\b")
_OR_ANOTHER_RISK = re.compile(
    r"\bor\b[^.;()]{0,30}(?:psa|gleason|prostate[- ]specific|grade group)|(?:psa|gleason|specific antigen|grade group)[^.;()]{0,40}\bor\b"
)


def _one_risk_of_several(item: Item, lower: str, start: int, end: int) -> bool:
    """Whether T is one of several risks ("T3a or PSA above 20"): people with another of them may have any T."""
    return (
        _ONE_OF.search(item.lead[-300:].lower()) is not None
        or _OR_ANOTHER_RISK.search(lower[max(0, start - 80) : end + 80]) is not None
    )


def _free(claimed: bytearray, start: int, end: int) -> bool:
    return claimed.find(1, start, end) < 0


def _claim(claimed: bytearray, start: int, end: int) -> None:
    claimed[start:end] = b"\1" * (end - start)
