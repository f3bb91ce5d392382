"""Who modifies whom: whether a mention is asked for, denied, about earlier treatment, about the past, or beside the point."""

import re
from enum import StrEnum

from trialfinder.enrich.stage.scan import Mention
from trialfinder.enrich.text import CONDITIONS, KEYWORDS, OFFICIAL_TITLE, TITLE
from trialfinder.vocab.stage_rules import contexts_for

__all__ = ["Sense", "clause", "sense"]

_REACH = 420
"""Characters looked back; a clause of trial prose is rarely longer, and the work per mention stays bounded."""
_CLAUSE_END = re.compile(r"[;\n]|(?<!i\.e)(?<!e\.g)(?<!\bvs)[.!?](?=\s)|(?<!i\.e\.)(?<!e\.g\.):\s")
_EXCLUDES = re.compile(r"\b(?:exclud\w+|ineligible|not (?:eligible|allowed|included))(?: \w+){0,2}:\s$")
_AFTER_TREATMENT = re.compile(
    r"\b(?:after|following|previous\w*|prior|post|failed|failing|refractory to|progress\w+ on|pretreated)\b"
)
_PHRASE_START = re.compile(
    r"\s(?=(?:No|Not|Must|Histologically|Cytologically|Measurable|Bidimensionally|OR|AND|Patients|At least|Prior|Stage)\b\s)"
)


class Sense(StrEnum):
    """What a mention says about who may enter."""

    ASSERTED = "asserted"
    DENIED = "denied"
    THERAPY = "therapy"
    HISTORY = "history"
    ALLOWED = "allowed"
    IGNORED = "ignored"


def clause(mention: Mention, lower: str) -> tuple[int, int]:
    """The span of the clause around a mention."""
    start = max(0, mention.start - _REACH)
    for found in _CLAUSE_END.finditer(lower, start, mention.start):
        start = found.end()
    if mention.start - start > 100:  # abstracts without punctuation: a capital cue begins a phrase
        for found in _PHRASE_START.finditer(mention.item.text, start, mention.start):
            start = found.end()
    if (
        led := _EXCLUDES.search(lower, max(0, start - 60), start)
    ) is not None:  # "The following exclude: …" goes on past its colon
        start = led.start()
    limit = min(len(lower), mention.end + 200)
    after = _CLAUSE_END.search(lower, mention.end, limit)
    return start, after.start() if after else limit


def sense(mention: Mention, lower: str, cancer: str = "") -> tuple[Sense, str]:
    """The sense of one mention, and the id of the rule that turned it (empty when nothing did)."""
    start, end = clause(mention, lower)
    left, right = lower[start : mention.start], lower[mention.end : end]
    around = lower[max(0, mention.start - _REACH) : mention.end + _REACH]
    # "Chemotherapy for metastatic disease" in a title says who is treated, unless it says "after".
    titled = mention.item.section in (TITLE, OFFICIAL_TITLE, CONDITIONS, KEYWORDS) and _AFTER_TREATMENT.search(left) is None
    for rule in contexts_for(mention.kind, cancer):
        if titled and (rule.effect == Sense.THERAPY or rule.id == "organ-metastases"):
            continue
        text = left if rule.where in {"left", "lead"} else right if rule.where == "right" else around
        if rule.where == "lead":
            text = mention.item.lead[-200:].lower() + " " + text
        if rule.pattern.search(text):
            return Sense(rule.effect), rule.id
    return Sense.ASSERTED, ""
