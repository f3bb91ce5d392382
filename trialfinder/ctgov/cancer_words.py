"""Whether a record is about cancer, by the words of its conditions, titles, keywords and MeSH terms alone.

The local counterpart of the scope's queries, for records that come from files. Generous: pre-malignant and borderline
disease and treatment given only for cancer count; a word inside another meaning ("tumor necrosis factor") does not.
Criteria and summaries are not read: nearly every trial there excludes people with cancer.
"""

import re
from functools import lru_cache
from typing import Final

from trialfinder.ctgov.scope import Scope
from trialfinder.domain.statuses import OPEN_STATUSES
from trialfinder.domain.trial import Trial

__all__ = ["in_scope", "names_cancer"]

_STEMS: Final = (
    # cancer in general
    r"cancer", r"carcino(?!embryonic)", r"neoplas", r"tumou?r(?!\w*[ -]*(?:necrosis|alpha))", r"onco(?:log|gen|lyt)",
    r"malignan(?!t (?:hyperthermia|hypertension|hyperpyrexia|otitis))", r"metasta(?:s[ei]s|ti[cz])",
    # organs and tissues: endings that only tumours have
    r"leuka?emi", r"lymphom", r"myelom", r"sarcom", r"melanom", r"blastom", r"gliom", r"cytom(?=as?\b|atosis)",
    r"ependymom", r"meningiom", r"pharyngiom", r"schwannom", r"neurofibrom", r"thymom", r"mesotheliom", r"seminom",
    r"germinom", r"teratom", r"chordom", r"insulinom", r"gastrinom", r"gangliom", r"gangliogliom", r"carcinoid",
    r"adenomas?\b", r"adenomatous", r"dysgerminom", r"desmoid", r"ameloblastom", r"neuroendocrine (?:tum|neopl|canc|car)",
    # blood
    r"\bhodgkin", r"waldenstr", r"macroglobulina?emia", r"gammopath", r"plasma cell dyscrasia", r"lymphoproliferative",
    r"myelodysplas", r"myeloproliferat", r"polycytha?emia (?:rubra )?vera", r"thrombocytha?emia", r"myelofibrosis",
    r"mastocytosis", r"\b(?:reticulo)?histiocytosis", r"erdheim", r"rosai[- ]dorfman", r"castleman", r"mycosis fungoides",
    r"s[eé]zary", r"bone marrow fibrosis",
    # skin, breast, germ cells, placenta
    r"\bkaposi(?!.{0,4}varicell)", r"bowen'?s? disease", r"paget'?s? disease of (?:the )?(?:breast|nipple|vulva)",
    r"extramammary paget",
    r"hydatid(?:iform)? mole", r"trophoblastic", r"krukenberg", r"pseudomyxoma",
    # in situ and pre-malignant
    r"\b(?:ductal|lobular|intraductal)\b.{0,20}\bin[ -]situ", r"pre-?cancer", r"pre-?malignan", r"intraepithelial",
    r"\b(?:cervical|oral|epithelial|esophageal|oesophageal|vulvar|anal|colonic) dysplasia", r"leukoplakia",
    r"erythroplakia", r"actinic keratos", r"barrett", r"polyposis", r"(?:colorectal|colonic|colon|rectal|adenomatous) polyp",
    r"intraductal papillary mucinous", r"smou?ldering", r"atypical (?:ductal |lobular )?hyperplasia",
    # inherited risk, and treatment that is given for cancer
    r"lynch syndrome", r"li-fraumeni", r"\bbrca ?[12]?\b", r"hereditary breast", r"chemo-?therap", r"chemo-?radi",
    r"radio-?therap", r"radiochemo", r"radiation therapy", r"mastectom", r"lumpectom", r"brachytherap", r"lymphadenectom",
    r"antineoplas", r"mucositis", r"hemato-?onco",
)  # fmt: skip

_ABBREVIATIONS: Final = (
    r"NSCLC|SCLC|GBM|DIPG|AML|CLL|CML|CMML|JMML|DLBCL|PCNSL|PTCL|CTCL|PTLD|NHL|PMBCL|HCC|iCCA|RCC|ccRCC|mRCC|UTUC|NMIBC|MIBC"
    r"|CRC|mCRC|CRPC|mCRPC|nmCRPC|mHSPC|HSPC|TNBC|mTNBC|HNSCC|SCCHN|OSCC|ESCC|cSCC|PDAC|GIST|MPNST|DCIS|LCIS|HGSOC|MGUS|MPNs?"
    r"|IPMN|HSIL|LSIL|GEP-NETs?|[BT]-ALL"
)
"""Read as written, as whole words. Left out is what means other things as often: MCL is a ligament, NETs are of neutrophils."""
_WORDS: Final = "|".join(_STEMS)
_ALL_LEUKAEMIA: Final = r"^ALL$|\bALL[,;] |\b(?:childhood|pediatric|adult|Ph\+?|relapsed|refractory|R/R|B-cell|T-cell) ALL\b"
_MESH_OUTSIDE: Final = frozenset({"D009190", "D009196", "D008232"})
"""Myelodysplastic, myeloproliferative and lymphoproliferative disorders: MeSH files them under blood, not neoplasms."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = re.compile(rf"(?<!non-)(?<!non)(?<!non )(?:{_WORDS})", re.IGNORECASE)
    return words, re.compile(rf"\b(?:{_ABBREVIATIONS})\b|{_ALL_LEUKAEMIA}", re.MULTILINE)


def names_cancer(trial: Trial) -> bool:
    """Whether conditions, titles, keywords or MeSH terms name a cancer or what a patient would call one."""
    if any(term.id in _MESH_OUTSIDE or "neoplasm" in term.term.lower() for term in (*trial.mesh, *trial.mesh_ancestors)):
        return True
    words, short = _patterns()
    text = "\n".join((*trial.conditions, trial.brief_title, trial.official_title, *trial.keywords))
    return bool(words.search(text) or short.search(text))


def in_scope(trial: Trial, scope: Scope) -> bool:
    """``"all"`` keeps every record of a file; ``"open"`` those with an open status that name a cancer."""
    return scope == "all" or (trial.overall_status in OPEN_STATUSES and names_cancer(trial))
