"""Staging systems that speak in letters or in their own numbers, folded into stages 0 to IV."""

import re

from trialfinder.domain.stage import Stage

__all__ = ["SYSTEMS", "SYSTEM_KEYS", "system_stages"]

_BCLC: dict[str, tuple[Stage, ...]] = {
    "0": (Stage.I,),
    "a": (Stage.I, Stage.II),
    "b": (Stage.II, Stage.III),
    "c": (Stage.III, Stage.IV),
    "d": (Stage.IV,),
}
_DUKES: dict[str, tuple[Stage, ...]] = {"a": (Stage.I,), "b": (Stage.II,), "c": (Stage.III,), "d": (Stage.IV,)}
_INRG: dict[str, tuple[Stage, ...]] = {
    "l1": (Stage.I, Stage.II),
    "l2": (Stage.II, Stage.III),
    "m": (Stage.IV,),
    "ms": (Stage.IV,),
}
_WHITMORE: dict[str, tuple[Stage, ...]] = {"a": (Stage.I,), "b": (Stage.II,), "c": (Stage.III,), "d": (Stage.IV,)}

_SEP = r"\s?(?:-|/|,|or|and|to|&)\s?(?:stages?\s)?"
SYSTEMS = re.compile(
    rf"\b(?P<bclc>bclc|barcelona clinic liver cancer)\b[)\s:(-]{{0,4}}(?:(?:staging|stages?|system|classification|class|grade|category)[\s:(]{{1,2}}){{0,3}}"
    rf"(?P<bclc_list>[0a-d]\d?(?:{_SEP}[0a-d]\d?(?![a-z])){{0,3}})(?![a-z])"
    rf"|\bstages?\s(?P<bclc2>(?:b{_SEP}c|a{_SEP}b|c)\b(?=[^.;\n]{{0,80}}\b(?:bclc|barcelona)))"
    rf"|\b(?P<dukes>(?:modified )?duke'?s?'?)\s(?:stages?\s)?(?P<dukes_list>[a-d]\d?(?:{_SEP}(?:duke'?s? )?[a-d]\d?(?![a-z])){{0,3}})(?![a-z])"
    rf"|\b(?P<inrg>inrg(?:ss)?)\b\s?(?:stages?\s)?(?P<inrg_list>(?:l1|l2|ms?)(?:{_SEP}(?:l1|l2|ms?)){{0,3}})(?![a-z])"
    rf"|\bstages?\s(?P<letter_list>[a-d][0-3](?:{_SEP}[a-d][0-3]?(?![a-z])){{0,3}})(?![a-z0-9])"
)
"""One expression of such a system in lower-case folded text."""

SYSTEM_KEYS = ("bclc", "barcelona", "duke", "inrg", "stage")
"""One of these stands in every such expression: a cheap look before the pattern."""


def system_stages(found: re.Match[str]) -> frozenset[Stage]:
    """The stages it names."""
    for table, group in (
        (_BCLC, "bclc_list"),
        (_BCLC, "bclc2"),
        (_DUKES, "dukes_list"),
        (_INRG, "inrg_list"),
        (_WHITMORE, "letter_list"),
    ):
        text = found[group]
        if text:
            return _read(text, table)
    return frozenset()


def _read(text: str, table: dict[str, tuple[Stage, ...]]) -> frozenset[Stage]:
    keys = list(table)
    names = [
        found[0]
        for found in re.finditer(
            "|".join(sorted(keys, key=len, reverse=True)), re.sub(r"\b(?:or|and|to|stages?|duke'?s?)\b", " ", text)
        )
    ]
    if re.search(r"-|\bto\b", text) and len(names) == 2:
        low, high = sorted(map(keys.index, names))
        names = keys[low : high + 1]
    return frozenset(stage for name in names for stage in table[name])
