"""Words for a stage inside the words for a cancer: "metastatic breast cancer", "lung cancer that has spread to the brain".

They are split off, so that "spread to the liver" is not read as liver cancer, and handed on in the person's own words; what
they mean as a stage is for ``resolve/stage.py``. Grades, risk groups and "early onset" are no stages and stay where they are.
"""

import re
from functools import cache
from typing import NamedTuple

__all__ = ["STAGE_WORDS", "StageWords", "may_tell_a_stage", "split_stage"]

#: What misspelt words beside a cancer may have been meant to be.
STAGE_WORDS = frozenset(
    """
    stage stages spread metastatic metastasis metastases metastasized secondaries secondary advanced locally early recurrent
    recurrence relapsed refractory resistant castration extensive limited inoperable operable unresectable resectable terminal
    localized liver lungs brain bones bone lymph nodes spine peritoneum positive negative mutated
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


class StageWords(NamedTuple):
    """The words of a cancer without its stage, and the stage in the person's words (``""``: none)."""

    rest: str
    stage: str
    organs: tuple[str, ...] = ()
    """Where the cancer has spread to, in singular: ``brain``, ``liver``."""


_ORGAN = (
    r"(?:brain|bones?|liver|lungs?|spine|lymph ?nodes?|lymph glands?|nodes|skin|adrenals?(?: glands?)?|peritoneum|abdomen|pleura|ovar(?:y|ies)"
    r"|stomach|kidneys?|spleen|chest|belly|pelvis|hip|eyes?|bowel|bladder|leptomeninges|meninges|other (?:organs|parts of (?:the|my) body)|everywhere|elsewhere)"
)
_PLACES = ("to", "in", "at", "now", "skin", "second", "late")
_ADJECTIVE = r"hepatic|pulmonary|cerebral|osse?ous|skeletal|peritoneal|pleural|nodal|visceral|distant|cutaneous|adrenal|ovarian"
_THE = r"(?:(?:the|t[a-z]{2,3}|hte|my|her|his|their|both|your|local|nearby|distant|several|multiple|some) )*"
_ORGANS = rf"{_THE}{_ORGAN}(?:(?: ?,| and| &|/| or|, and) ?{_THE}{_ORGAN})*"
_FROM = r"(?:started|starting|began|originated|originating|came|coming)"
_SPREAD = (
    rf"(?:\b(?:that|which) )?(?:\b(?:has|have|had|is|was|it'?s) )*(?:now |already |since |also )?"
    rf"\b(?:spread|spreading|metasta[sz]i[sz]ed|metasta[sz]i[sz]ing|metastatic|metastas[ei]s|mets|gone|moved|travell?ed|secondaries) (?:in)?(?:to|in) (?P<to>{_ORGANS})\b"
    rf"|(?:\bwith )?\b(?P<in>{_ORGANS})[ -](?:metastas[ei]s|mets|metastatic disease|secondaries|involvement)\b"
    rf"|(?:\bwith )?\b(?:{_ADJECTIVE})[ -](?:metastas[ei]s|mets|metastatic disease|secondaries|involvement)\b"
    r"|\bsecondary (?P<second>brain|bone|liver|lung) (?:cancers?|tumou?rs?|disease)\b"
    rf"|\b(?:cancer |tumou?rs? |lesions? )?in {_THE}(?P<at>{_ORGAN})(?: (?:that|which))? {_FROM} (?:in|from|as)\b"
    rf"|(?<=\w cancer )(?<=\w\w cancer )in {_THE}(?P<now>{_ORGANS})$|(?<=melanoma )in {_THE}(?P<skin>{_ORGANS})$"
    rf"|\b(?P<first>metastatic|metasta[sz]i[sz]ed|spread)\b(?=(?P<middle>.{{3,40}}?)\bto (?P<late>{_ORGANS})$)"
)
#: Nothing of _SPREAD can match without one of these; most words have none, and it takes a while to make ready.
_MAY_SPREAD = re.compile(r"spread|metast|mets|gone|moved|travel|second|involv|\bin\b|disease")


@cache
def _spread() -> re.Pattern[str]:
    return re.compile(_SPREAD)


_NUMBER = r"(?:0|[1-4]|i{1,3}|iv|zero|one|two|three|four)(?:[ -]?[a-d])?(?:[1-3])?"
_WORDS = (
    rf"\bstages? ?{_NUMBER}(?:(?: ?(?:,|-|/|or|and|to) ?){_NUMBER})*\b"
    r"|\b[cpy]{0,2}t[0-4][a-d]?[ ,/]*n[0-3x][a-c]?(?:[ ,/]*m[01x][a-d]?)?\b"
    r"|\b(?:end|late|last|final)[- ]stage\b|\bterminal(?:ly ill)?\b|\bincurable\b"
    r"|\bnon-? ?metastatic\b|\b(?:oligo-?)?metasta(?:tic|sised|sized|ses|sis)\b|\bmets\b|\bdisseminated\b|\bsecondary\b"
    r"|\b(?:that |which )?(?:has |have |had )?(?:not )?spread(?: everywhere| elsewhere)?\b"
    r"|\blocal(?:ly)?[- ]advanced\b|\badvanced(?:[- ]stage)?\b|\b(?:very )?early[- ]stage\b|\b(?:very )?early\b(?![- ](?:onset|detection|diagnos|menopause))"
    r"|\b(?:un|non-?|borderline )?resectable\b|\bin-?operable\b|\boperable\b|\blocali[sz]ed\b|\bin[- ]situ\b"
    r"|\b(?:limited|extensive)[- ](?:stage|disease)\b"
    r"|\b(?:bio-?chemical(?:ly)? )?(?:recurrent|recurrence|relaps(?:ed|ing|e)|recurred)\b|\b(?:that |which |has |it )*(?:came|come|coming|is) back\b|\breturned\b|\br ?/ ?r\b"
    r"|\b(?:castrat\w+|hormone|endocrine|platinum|treatment|therapy|drug|chemo\w*|cisplatin|tki|imatinib)?[- ]?(?:resistant|refractory)\b"
    r"|\b(?:rising psa|psa (?:is )?rising)\b"
)
#: Nothing of _WORDS can match without one of these, or a digit.
_HINTS = (
    *(
        "stage",
        "terminal",
        "incurable",
        "metasta",
        "mets",
        "disseminated",
        "secondary",
        "spread",
        "advanced",
        "early",
        "resectable",
    ),
    *("operable", "locali", "situ", "disease", "recur", "relaps", "back", "returned", "/", "resistant", "refractory", "psa"),
)
#: A number alone counts at the end only, and not after words that count other things.
_LAST = re.compile(
    r"(?<!grade)(?<!type)(?<!phase)(?<!group)(?<!level)(?<!\bmen)(?<!cin)(?<!vin)(?<!ain)(?<!figo) (?P<number>i{2,3}[a-c]?|iv[a-c]?|i[abc]|[1-4][abc])$"
)
#: Abbreviations that hold a stage and the name of the cancer.
_ABBREVIATED = re.compile(
    r"\b(?:m-?crpc|m-?cspc|m-?hspc|nm-?crpc|mcrc|mbc|mtnbc|mrcc|mnsclc|mpdac|es[- ]?sclc|ed[- ]?sclc|ls[- ]?sclc|ld[- ]?sclc)\b"
)
_SINGULAR = {"bones": "bone", "lungs": "lung", "meninges": "leptomeninges", "spine": "bone"}


def split_stage(words: str) -> StageWords:
    """Take the words for a stage out of the words for a cancer; letters of the rest keep their case."""
    lowered = words.lower()
    taken: list[tuple[int, int]] = []
    organs: list[str] = []
    for found in _spread().finditer(lowered) if _MAY_SPREAD.search(lowered) else ():
        taken.append(found.span())
        if found["late"]:
            taken.append((found.end("middle"), len(lowered)))
        organs += re.findall(_ORGAN, next((found[name] for name in _PLACES if found[name]), ""))
    words_of_stage = re.finditer(_WORDS, lowered) if may_tell_a_stage(lowered) else ()
    for found in (*words_of_stage, *_LAST.finditer(lowered)):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            taken.append(found.span())
    taken.sort()
    said = [words[found.start() : found.end()] for found in _ABBREVIATED.finditer(lowered)]  # these stay: they name the cancer
    stage = ", ".join([*said, *(_said(lowered[start:end]) for start, end in taken)])
    return StageWords(_without(words, taken), stage, tuple(dict.fromkeys(_SINGULAR.get(organ, organ) for organ in organs)))


def may_tell_a_stage(lowered: str) -> bool:
    """Whether the long pattern of words for a stage is worth making ready; most names of cancers hold none of them."""
    return any(hint in lowered for hint in _HINTS) or any(map(str.isdigit, lowered))


def _said(words: str) -> str:
    """One phrase as a reader of stages knows it."""
    words = words.strip(" ,-")
    if re.search(rf"\b{_FROM} (?:in|from|as)\b", words) or re.match(r"in (?!situ|.*\b(?:node|gland))", words):
        return "metastatic"
    if "psa" in words:
        return "recurrent"
    if re.fullmatch(r"(?:castration|treatment|hormone|drug|chemo)[- ]resistant", words) is None:
        words = re.sub(r"^.*\b(resistant|refractory)$", r"\1", words)
    return re.sub(r"^(?:with|that|which) ", "", words)


def _without(words: str, taken: list[tuple[int, int]]) -> str:
    kept, done = [], 0
    for start, end in taken:
        kept.append(words[done:start])
        done = max(done, end)
    return " ".join(" ".join([*kept, words[done:]]).split()).strip(" ,;-")
