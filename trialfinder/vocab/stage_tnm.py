"""T, N and M terms as stage groups, coarsely, for the cancers where the AJCC tables differ.

A group table has one row per N and one column per T1–T4; a cell names the stage groups a person with these two may be in.
Sub-letters decide inside a cell only where a whole stage hangs on them, so a cell may name two. It refuses to stage what
the tables stage by age, grade or markers alone: there the cell is wide.
"""

import re
from functools import cache

from trialfinder.domain.stage import Stage

__all__ = ["NODE_STAGED", "TNM", "TNM_KEYS", "group", "tnm_stages"]

_SYMBOL = {"0": Stage.ZERO, "1": Stage.I, "2": Stage.II, "3": Stage.III, "4": Stage.IV}

#: cancer -> rows for N0, N1, N2, N3; columns T1 T2 T3 T4. "12" reads "I or II".
_TABLES = {
    "": ("1 12 2 3", "2 2 23 3", "3 3 3 3", "3 3 3 3"),
    "breast": ("1 2 2 3", "2 2 3 3", "3 3 3 3", "3 3 3 3"),
    "nsclc": ("1 12 2 3", "2 2 3 3", "3 3 3 3", "3 3 3 3"),
    "colorectal": ("1 1 2 2", "3 3 3 3", "3 3 3 3", "3 3 3 3"),
    "stomach": ("1 12 2 23", "12 2 23 3", "2 23 3 3", "23 3 3 3"),
    "esophagus": ("1 2 2 3", "12 23 3 3", "3 3 3 34", "4 4 4 4"),
    "prostate": ("12 12 3 3", "4 4 4 4", "4 4 4 4", "4 4 4 4"),
    "bladder": ("1 2 3 34", "3 3 3 34", "3 3 3 34", "3 3 3 34"),
    "kidney": ("1 2 3 4", "3 3 3 4", "3 3 3 4", "3 3 3 4"),
    "head_neck": ("1 2 3 4", "3 3 3 4", "4 4 4 4", "4 4 4 4"),
    "oropharynx_hpv": ("1 1 2 3", "1 1 2 3", "2 2 2 3", "3 3 3 3"),
    "nasopharynx": ("1 2 3 4", "2 2 3 4", "3 3 3 4", "4 4 4 4"),
    "melanoma": ("1 12 2 2", "3 3 3 3", "3 3 3 3", "3 3 3 3"),
    "gynecologic": ("1 2 3 4", "3 3 3 4", "3 3 3 4", "3 3 3 4"),
    "liver": ("1 2 3 3", "4 4 4 4", "4 4 4 4", "4 4 4 4"),
    "pancreas": ("1 1 2 3", "2 2 2 3", "3 3 3 3", "3 3 3 3"),
    "testis": ("1 1 1 1", "2 2 2 2", "2 2 2 2", "2 2 2 2"),
}
#: Cancers in which the state of the regional nodes alone narrows the stage.
NODE_STAGED = frozenset({"breast", "colorectal", "melanoma"})
_ALIASES = {
    "colon": "colorectal",
    "rectal": "colorectal",
    "rectum": "colorectal",
    "gej": "esophagus",
    "gastric": "stomach",
    "oesophagus": "esophagus",
    "bladder_urothelial": "bladder",
    "urothelial": "bladder",
    "cervix": "gynecologic",
    "endometrium": "gynecologic",
    "ovary": "gynecologic",
    "vulva_vagina": "gynecologic",
    "liver_hcc": "liver",
    "hcc": "liver",
    "lung": "nsclc",
    "sclc": "nsclc",
    "lung_unspecified": "nsclc",
    "testis_germ_cell": "testis",
    "salivary": "head_neck",
}

_T = r"(?:(?:[cpyr]{0,2}|u)t(?:is|any|x|[0-4][a-d]?)|p?ta(?=[ ,/]{1,2}(?:tis|t1|or|high|low|and|-|[(]?(?:g[1-3]|grade|any grade)|bladder|papillary|tcc|transitional|urothelial)))"
_N = r"[cpy]{0,2}n(?:any|x|\+|[0-3][a-c]?)"
_M = r"[cp]{0,2}m(?:x|any|[01][a-d]?)"
_OR = r"\s?(?:-|/|,|to|or|and|through|, or|and/or)\s?"
_TS = rf"(?:any[ -]?t\b|all[ -]?t\b|t[ -]any\b|{_T}(?:{_OR}(?:{_T}|ta(?![a-z])|[0-4][a-d]?(?![a-mo-z0-9.%]|\s?(?:cm|mm))|[a-d](?![a-z0-9.]| [a-z]))){{0,5}})"
_NS = rf"(?:any[ -]?n\b|all[ -]?n\b|n[ -]any\b|{_N}(?:{_OR}(?:{_N}|[0-3][a-c]?(?![a-ln-z0-9.%]|\s?(?:cm|mm))|[a-c](?![a-z0-9.]| [a-z]))){{0,5}})"
_MS = rf"(?:any[ -]?m\b|{_M}(?:{_OR}{_M}){{0,3}})"
_GAP = r"(?:\s?\([^()]{0,60}\))?[ ,;/:()+-]{0,3}(?:(?:and|with|or|tumou?rs?|disease|nodes?|clinical|clinically|stage|cancer)\s){0,3}\(?"
TNM = re.compile(
    rf"(?<![a-z0-9-])(?:(?P<ge>[≥>]|at least )\s?|(?P<le>[≤<]|up to |(?:not|no) (?:more|greater|higher) than )\s?)?(?P<t>{_TS})(?:{_GAP}(?P<n>{_NS}))?(?:{_GAP}(?P<m>{_MS}))?(?:(?P<up> or (?:higher|greater|above|more))|(?P<down> or (?:less|lower|below|smaller)))?(?![a-z0-9])"
    rf"|(?<![a-z0-9-])(?P<n2>{_NS})(?:{_GAP}(?P<m2>{_MS}))?(?![a-z0-9])"
    rf"|(?<![a-z0-9-])(?P<m3>{_MS})(?![a-z0-9])"
)
"""One T/N/M expression in lower-case folded text: ``t1-3, n0-1, m0``, ``ct2n1``, ``any t, n+``, ``m1``."""


TNM_KEYS = (
    "t0", "t1", "t2", "t3", "t4", "tx", "tis", "n0", "n1", "n2", "n3", "nx", "n+", "m0", "m1", "mx", "tany", "nany", "many",
    "ta ", "ta,", "ta/", "anyt", "any t", "any-t", "allt", "all t", "all-t", "t any", "t-any", "anyn", "any n", "any-n", "alln",
    "all n", "all-n", "n any", "n-any", "anym", "any m", "any-m",
)  # fmt: skip
"""One of these stands in every such expression: a cheap look before the pattern."""


def tnm_stages(found: re.Match[str], cancer: str = "") -> tuple[frozenset[Stage], bool | None]:
    """Stages of a ``TNM`` match and what it says of M: True (M1 only), False (M0) or None (nothing)."""
    t, n, m = found["t"], found["n"] or found["n2"], found["m"] or found["m2"] or found["m3"]
    ts = _values(t, "t") if t else None
    if ts and (found["ge"] or found["up"]):
        ts = frozenset(range(min(ts) + (found["ge"] == ">"), 5))
    if ts and (found["le"] or found["down"]):
        lowest = -1 if cancer == "bladder" else 1  # Ta is below T1 there
        ts = frozenset(range(lowest, max(ts) + (found["le"] != "<"))) - {0} | ts - {max(ts)}
    if ts and cancer == "bladder" and "4a" in t and _BEYOND_4A.search(t) is None:  # T4a is III there, T4b IV
        ts = ts - {4} | {3}
    ns = _values(n, "n") if n else None
    if n and ns is None and cancer == "melanoma":  # before the sentinel node is taken out, Nx leaves III open
        ns = frozenset({0, 1})
    metastatic = _m_value(m)
    if metastatic:
        return frozenset({Stage.IV}), True
    if ts is None and ns is None:
        return frozenset(), metastatic
    if ts and ns and _EITHER.search(found.string, found.end("t"), found.start("n")):  # "T3 or N+" asks for one of the two
        stages = set(group(ts, frozenset({0}), cancer) | group(None, ns, cancer))
    else:
        stages = set(group(ts, ns, cancer))
    if m and "1" in m:
        stages.add(Stage.IV)
    return frozenset(stages), metastatic


def group(ts: frozenset[int] | None, ns: frozenset[int] | None, cancer: str = "") -> frozenset[Stage]:
    """Stage groups without distant metastases. T -1 is in situ or Ta; an unstated T or N is any but the far end."""
    rows = _table(cancer)
    stages: set[Stage] = set()
    tumours = ts if ts is not None else frozenset({2, 3, 4} if ns and 0 not in ns else {1, 2, 3, 4})
    nodes = (
        ns
        if ns is not None
        else (frozenset({0}) if cancer in {"prostate", "bladder", "kidney", "melanoma"} else frozenset({0, 1}))
    )
    for t in tumours:
        for n in nodes:
            if t < 0 and (n == 0 or ns is None):
                stages.add(Stage.ZERO)
            else:
                stages |= rows[n][max(t, 1) - 1]
    return frozenset(stages)


_EITHER = re.compile(r"\bor\b")
_BEYOND_4A = re.compile(r"4(?!a)")


@cache
def _table(cancer: str) -> tuple[tuple[frozenset[Stage], ...], ...]:
    name = _ALIASES.get(cancer, cancer)
    rows = _TABLES.get(name, _TABLES[""])
    return tuple(tuple(frozenset(_SYMBOL[digit] for digit in cell) for cell in row.split()) for row in rows)


def _values(text: str, letter: str) -> frozenset[int] | None:
    top = 4 if letter == "t" else 3
    if "any" in text or "all" in text:
        return frozenset(range(1 if letter == "t" else 0, top + 1))
    if "+" in text:
        return frozenset(range(0 if f"{letter}0" in text else 1, top + 1))
    values: list[int] = []
    end = 0
    out: set[int] = set()
    unknown = False
    for found in re.finditer(rf"(?<![0-9])(?:[cpyru]*{letter})?(is|x|a(?![a-z])|[0-4])[a-d]?", text):
        if found[1] in ("is", "a"):
            value = -1
        elif found[1] == "x":  # not assessed is not stated
            unknown = True
            values.append(0)
            end = found.end()
            continue
        else:
            value = int(found[1])
        joint = text[end : found.start()].strip()
        if values and (joint in {"-", "to", "through"}):
            out.update(range(min(values[-1], value), max(values[-1], value) + 1))
        values.append(value)
        out.add(value)
        end = found.end()
    if unknown:
        return frozenset(min(value, top) for value in out) or None
    return frozenset(min(value, top) for value in out) or frozenset(range(top + 1))


def _m_value(text: str | None) -> bool | None:
    if not text or "any" in text or "x" in text:
        return None
    if "1" in text:
        return None if "0" in text else True
    return False
