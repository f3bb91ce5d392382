"""Numbered stages as people write them: ``IIIB``, ``3b``, ``IB2–IIIA``, ``II, III and IV``, ``≥ III``, ``stage 3 or 4``.

Sub-letters fold into their stage. Only the expression itself is read here; what it is about is for the readers.
"""

import re

from trialfinder.domain.stage import Stage

__all__ = ["ALL_STAGES", "NUMBERED", "NUMBER_KEYS", "TOKEN", "between", "expression_stages", "token_stage"]

ALL_STAGES = (Stage.ZERO, Stage.I, Stage.II, Stage.III, Stage.IV)
_RANK = {"0": 0, "i": 1, "1": 1, "ii": 2, "2": 2, "iii": 3, "3": 3, "iv": 4, "4": 4}

#: Sub-letters; Ann Arbor adds E, S or X to A or B (``IIEA``, ``IIIBS``).
_LETTERS = r"(?:[ ]?-?[(]?(?:[a-e](?:-?[1-4]|i{1,3})?|[esx]{1,2}[ab]|[ab][esx]{1,2})[)]?(?![a-z0-9])|is\b)?"
_ROMAN = rf"(?:iv|i{{1,3}})(?:[1-3](?![a-z0-9]))?{_LETTERS}(?:n[0-3])?(?![a-z0-9])"
_ARABIC = rf"[0-4]{_LETTERS}(?:s\b)?(?![a-z0-9%]|\.\d)"
TOKEN = re.compile(r"(?<![a-z0-9])(iv|i{1,3}|[0-4])(?![ivx])")

#: A sub-letter list after a token: ``IIIB/C``, ``IIIA, B or C``. It changes nothing, and must not end the expression.
_SUBS = r"(?:[ ]?(?:/|-|, (?:or|and)|,|to|or|and|&)[ ]?(?:[b-e][1-4]?(?![a-z0-9'])|a[1-4]?(?![a-z0-9']| [a-z]))[)]?)*+"
_ASIDE = r"(?:[ ]?[<>≥≤][ ]?\d(?:\.\d)?[ ]?[cm]m\b|[ ]?\([^()]{0,120}\)|[ ]?\[[^\[\]]{0,80}\])?+"
_GAP = r"(?:\s{1,2}(?:with|without|disease|cancer|patients|nsclc|melanoma|m0)\b[^.;:\n]{0,60}?(?=\s(?:or|and|to)\s{1,2}(?:iv|ii|iii)))?"
_JOIN = r"\s{0,2}(?:,\s{0,2}(?:and/or|and|or|&)?|/|-{1,2}|&|\+|and/or|and|or|to|through|thru|until|till|up to|as well as|versus|vs\.?|(?<=[ivabc])(?= i))\s{0,2}"
_AGAIN = (
    r"(?:(?:clinical|pathologic(?:al)?|ajcc|figo|anatomic|prognostic|select(?:ed)?|resectable|unresectable|metastatic|advanced|early"
    r"|recurrent|high[ -]risk|low[ -]risk|inoperable|operable|certain|late|limited|substage|group)\s{1,2}){0,2}(?:stages?\s{1,2})?"
)
_NOT_COUNT = (
    r"(?!\s?(?:cycles?|weeks?|months?|years?|days?|cm|mm|mg|prior|times|courses?|lines?|of the|or more|fold|x|hours?|lesions?|sites?"
    r"|positive|nodes?|points?|previous|tumou?rs?\b(?! stage)|doses?|arms?|organs?|\.\d|%))"
)
_LIST = (
    rf"(?:{_ROMAN}{_SUBS}{_ASIDE}(?:{_GAP}{_JOIN}{_AGAIN}(?:{_ROMAN}|0(?![\w.])){_SUBS}{_ASIDE}){{0,8}}"
    rf"|{_ARABIC}{_SUBS}{_ASIDE}(?:{_JOIN}{_AGAIN}(?:{_ARABIC}{_NOT_COUNT}|{_ROMAN}){_SUBS}{_ASIDE}){{0,8}})"
)
_BEFORE = (
    r"(?P<before>(?:≥|≤|>|<|at least|(?:greater|higher|more|worse|later) than(?: or equal to)?|(?:less|lower|earlier) than(?: or equal to)?|up to|"
    r"below|above|beyond|minimum|maximum|exceeding|no more than|no greater than|not more than)\s{0,2})?"
)
_SYSTEM = (
    r"(?:figo|ajcc|uicc|tnm|ann[ -]arbor|lugano|inss|inrgss?|masaoka(?:-koga)?|cotswolds?|st\.? jude'?s?|murphy|nwts|cog|siewert|aast"
    r"|international federation of gynecology and obstetrics|american joint committee on cancer|international staging system|iaslc|clark)"
)
_FILLER = (
    r"(?:[\s:=,;\"'(\[]{1,3}(?:(?:of|is|as|group(?:ing)?s?|either|the|disease|clinical(?:ly)?|pathologic(?:al)?(?:ly)?|anatomic(?:al)?|prognostic|tumou?r"
    r"|classification|system|criteria|version|edition|defined|by|per|according|to|being|from|between|includes?|including|radiologic(?:al)?"
    rf"|{_SYSTEM}|v\.?[ ]?\d|\d(?:st|nd|rd|th)(?: ed(?:ition)?\.?)?|(?:19|20)\d\d|seventh|eighth|ninth|sixth)\b[)\]]?)){{0,7}}+[\s:=,\"'(\[]{{0,3}}"
)
_AFTER = (
    r"(?P<after>\s{0,2}(?:disease |cancer )?(?:(?:or|and|/)\s{0,2}(?:higher|greater|above|more|later|worse|beyond|upwards?|up\b|over)"
    r"|\+(?!\s?[a-z0-9])|(?:or|and|/)\s{0,2}(?:lower|less|below|earlier|under)))?"
)
NUMBERED = re.compile(
    rf"{_BEFORE}(?P<key>\bstag(?:es?|ed|ing)\b(?:\(s\))?{_FILLER}|\b{_SYSTEM}\b{_FILLER}(?=i))"
    rf"(?P<inner>(?:≥|≤|>|<|at least|up to|below|above|(?:greater|higher|less|lower) than)\s{{0,2}})?(?P<list>{_LIST}){_AFTER}"
)
"""A numbered stage expression in lower-case folded text."""

NUMBER_KEYS = (
    "stag", "figo", "ajcc", "uicc", "tnm", "arbor", "lugano", "inss", "inrg", "masaoka", "cotswold", "jude", "murphy", "nwts", "cog",
    "siewert", "aast", "international", "american", "iaslc", "clark",
)  # fmt: skip
"""One of these stands in every such expression: a cheap look before the pattern."""

_RANGE = re.compile(r"^[\s)\]]*(?:-{1,2}|to|through|thru|until|till|up to)\s")
_UP = re.compile(r"≥|at least|minimum|higher|greater|above|more|later|worse|beyond|up\b(?! to)|over|\+")
_DOWN = re.compile(r"≤|up to|maximum|lower|less|below|earlier|under|no more|not more|no greater")
_PAREN = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,80}\]")


def token_stage(token: str) -> Stage:
    """``"iii"`` or ``"3"`` as a stage."""
    return ALL_STAGES[_RANK[token]]


def between(first: Stage, last: Stage) -> frozenset[Stage]:
    """All stages from one to another, in either order."""
    low, high = sorted((ALL_STAGES.index(first), ALL_STAGES.index(last)))
    return frozenset(ALL_STAGES[low : high + 1])


def expression_stages(found: re.Match[str]) -> frozenset[Stage]:
    """The stages of a ``NUMBERED`` match: lists united, ranges filled, comparisons followed."""
    stages = _listed(_PAREN.sub(lambda aside: " " * len(aside[0]), found["list"]))
    before = (found["before"] or "") + (found["inner"] or "")
    after = found["after"] or ""
    return _compared(stages, before.strip(), after.strip())


def _listed(text: str) -> frozenset[Stage]:
    stages: set[Stage] = set()
    last: Stage | None = None
    end = 0
    for token in TOKEN.finditer(text):
        if text[max(0, token.start() - 1) : token.start()].isalnum():
            continue
        stage = token_stage(token[1])
        joint = text[end : token.start()]
        if last is not None and _is_range(joint):
            stages |= between(last, stage)
        stages.add(stage)
        last, end = stage, token.end()
    return frozenset(stages)


_LETTER_TAIL = re.compile(r"^[ ]?-?\(?[a-e](?:-?[1-4]|i{1,3})?\)?(?=[\s,/&-]|$)")


def _is_range(joint: str) -> bool:
    joint = _LETTER_TAIL.sub("", joint).replace("stages", " ").replace("stage", " ").strip(" )")
    words = joint.split()
    return bool(words) and (words[0] in {"-", "--", "to", "through", "thru", "until", "till", "up"} or joint.startswith("-"))


def _compared(stages: frozenset[Stage], before: str, after: str) -> frozenset[Stage]:
    if not stages:
        return stages
    low, high = min(map(ALL_STAGES.index, stages)), max(map(ALL_STAGES.index, stages))
    if before.startswith(("no ", "not ")):
        return frozenset(ALL_STAGES[: high + 1])
    if before in {">", "beyond", "above", "exceeding"} or (before.endswith("than") and _UP.search(before)):
        return frozenset(ALL_STAGES[low + 1 :])
    if before in {"<", "below"} or (before.endswith("than") and _DOWN.search(before)):
        return frozenset(ALL_STAGES[:high])
    if _UP.search(before) or _UP.search(after):
        return stages | frozenset(ALL_STAGES[low:])
    if _DOWN.search(before) or _DOWN.search(after):
        return stages | frozenset(ALL_STAGES[: high + 1]) - ({Stage.ZERO} if Stage.ZERO not in stages else set())
    return stages
