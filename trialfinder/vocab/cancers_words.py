"""One way of writing for the names of cancers, used on the vocabulary, on trials and on what a person types.

British and American spelling, plurals, hyphens and possessives become one; "tumour", "neoplasm" and "malignancy" all become
"cancer" (but "carcinoma" stays: neuroendocrine tumours and carcinomas are different diseases). A few abbreviations that are
also everyday words (ALL, NET) keep their capitals, so that "all patients" is not a leukaemia.
It refuses to correct spelling: a misspelt word stays unknown here.
"""

import re
import unicodedata
from typing import NamedTuple

__all__ = ["CASED", "Words", "normalise", "read_words"]

CASED = frozenset(
    {
        "ALL",
        "NET",
        "NEC",
        "CUP",
        "ET",
        "PV",
        "SM",
        "LAM",
        "CIN",
        "PIN",
        "AIN",
        "VIN",
        "EIN",
        "HL",
        "WM",
        "MCL",
        "CRC",
        "BALL",
        "mUC",
        "PROC",
        "ASPS",
    }
)
"""Abbreviations that only count in capitals."""

_WORD = re.compile(r"[^\W_]+(?:['’`´](?:s\b)?)?")
_ONE_SPELLING = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("oesophag", "esophag"),
    ("gastresophag", "gastroesophag"),
    ("paed", "ped"),
    ("gynae", "gyne"),
    ("tumour", "tumor"),
    ("cythaem", "cythem"),
    ("phaeo", "pheo"),
    ("caec", "cec"),
    ("smoulder", "smolder"),
)
_SAME_WORD = {
    "tumor": "cancer",
    "neoplasm": "cancer",
    "neoplasia": "neoplasia",
    "malignancy": "cancer",
    "malignacy": "cancer",
    "malignancie": "cancer",
    "metastase": "metastasis",
    "metastases": "metastasis",
    "metastasi": "metastasis",
    "met": "metastasis",
    "carcinomata": "carcinoma",
    "hodgkin": "hodgkin",
    "lymphomatous": "lymphoma",
    "leukemic": "leukemia",
    "waldenstroem": "waldenstrom",
    "keratose": "keratosis",
    "dysplasias": "dysplasia",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "ovarie": "ovary",
    "colo": "colo",
    "childrens": "childhood",
    "hematologic": "hematologic",
    "haematologic": "hematologic",
    "hematological": "hematologic",
    "gynecological": "gynecologic",
    "oncological": "oncologic",
    "urological": "urologic",
    "lymphoblast": "lymphoblastic",
    "pulmonic": "pulmonary",
    "gastro": "gastro",
}
_DROPPED = frozenset({"the", "a", "an", "both", "s"})
#: "Malignant" says nothing new before a cancer, but everything before these.
_MALIGNANT_MATTERS = frozenset(
    {"pleural", "effusion", "ascite", "pericardial", "disease", "hematology", "hematologic", "hemopathy", "spinal", "wound"}
    | {"hypertension", "hyperthermia", "obstruction", "bowel", "biliary", "condition", "cell", "peripheral", "otiti"}
)
_HARD = re.compile(r"[;:.()\[\]{}!?•\n\"|]")
_cache: dict[str, tuple[str, ...]] = {}


class Words(NamedTuple):
    """Words of a text in one spelling, where each stood, and what separated it from the next ("", ",", or ".")."""

    words: list[str]
    spans: list[tuple[int, int]]
    gaps: list[str]
    """After each word: ``""`` joined, ``","`` a list separator, ``"."`` the end of a phrase."""


def normalise(text: str) -> str:
    """A name in its one spelling."""
    # Thousands of names are read at every start; most are plain words, and to split them takes a tenth of finding them.
    raws = text.split() if text.replace(" ", "").isalnum() else _WORD.findall(text)
    words = [word for raw in raws for word in (_cache.get(raw) or canonical(raw))]
    return " ".join(_drop_malignant(words) if "malignant" in words else words)


def canonical(raw: str) -> tuple[str, ...]:
    """One raw word as zero, one or two words."""
    found = _cache.get(raw)
    if found is None:
        if len(_cache) > 60_000:
            _cache.clear()
        found = _cache[raw] = _canonical(raw)
    return found


def _canonical(raw: str) -> tuple[str, ...]:
    word = raw.rstrip("'’`´")
    if word[-2:-1] in ("'", "’", "`", "´"):
        word = word[:-2]
    if word in CASED or (word[-1:] == "s" and word[:-1] in CASED):
        return (word.rstrip("s"),)
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    for british, american in _ONE_SPELLING:
        if british in word:
            word = word.replace(british, american)
    if word in _DROPPED or not word:
        return ()
    if word.startswith("non") and len(word) > 6 and word[3:] not in ("e",):
        return ("non", *_canonical(word[3:]))
    if word.endswith("ies") and len(word) > 5:
        word = word[:-3] + "y"
    elif word.endswith("s") and len(word) > 3 and not word.endswith("ss"):
        word = word[:-1]
    return (_SAME_WORD.get(word, word),)


def _drop_malignant(words: list[str]) -> list[str]:
    last = len(words) - 1
    return [w for i, w in enumerate(words) if w != "malignant" or i == last or words[i + 1] in _MALIGNANT_MATTERS]


def read_words(text: str) -> Words:
    """Words of a running text with their places. A text all in capitals cannot tell ALL from "all": it then means "all"."""
    if text.isupper() and len(text) > 24:
        text = text.lower()
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    gaps: list[str] = []
    end = 0
    last = ""
    known = _cache.get
    for found in _WORD.finditer(text):  # every word of every record: locals, and no call that can be spared
        span = start, stop = found.span()
        if words and (start - end != 1 or text[end] != " "):
            gaps[-1] = _stronger(gaps[-1], _gap(text[end:start]))
        end = stop
        raw = found[0]
        for word in known(raw) or canonical(raw):
            if last == "malignant" and gaps[-1] == "" and word not in _MALIGNANT_MATTERS:
                words.pop()
                spans.pop()
                gaps.pop()
            words.append(word)
            spans.append(span)
            gaps.append("")
            last = word
    return Words(words, spans, gaps)


def _gap(between: str) -> str:
    if _HARD.search(between):
        return "."
    return "," if "," in between or "/" in between or "&" in between or "+" in between else ""


def _stronger(one: str, other: str) -> str:
    return max(one, other)
