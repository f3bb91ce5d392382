"""Which studies are asked for: a union of short queries that loses nothing a patient would call cancer.

The registry refuses long queries (twelve terms pass, fourteen do not), so the words are spread over several; it knows
synonyms, but an abbreviation, a rare tumour or a pre-malignant disease may reach it only under its own name. Too much
is harmless here, too little is not. ``ALL`` without quotes would be the operator that means "every study".
"""

from typing import Final, Literal

from trialfinder.ctgov.query import StudyQuery
from trialfinder.domain.statuses import OPEN_STATUSES

__all__ = ["SCOPE_TERMS", "Scope", "scope_queries"]

Scope = Literal["open", "all"]

SCOPE_TERMS: Final = {
    "cancer in general": (
        "cancer", "neoplasm", "carcinoma", "tumor", "tumour", "malignancy", "malignant", "metastasis", "metastatic", "oncology",
    ),
    "leukaemias, lymphomas, myeloma": (
        "leukemia", "leukaemia", "lymphoma", "myeloma", "hodgkin", "lymphoproliferative", "plasmacytoma", "macroglobulinemia",
        "myelodysplastic", "myeloproliferative",
    ),
    "chronic and rare blood diseases": (
        '"polycythemia vera"', '"polycythaemia vera"', "thrombocythemia", "thrombocythaemia", "myelofibrosis", "mastocytosis",
        "histiocytosis", "gammopathy", "castleman", "myelodysplasia",
    ),
    "sarcoma and skin": (
        "sarcoma", "osteosarcoma", "liposarcoma", "leiomyosarcoma", "rhabdomyosarcoma", "melanoma", "angiosarcoma", "desmoid",
        '"mycosis fungoides"', "sezary",
    ),
    "brain and nerves": (
        "glioma", "glioblastoma", "astrocytoma", "medulloblastoma", "ependymoma", "meningioma", "neuroblastoma",
        "retinoblastoma", "schwannoma", "craniopharyngioma",
    ),
    "glands and organs": (
        "adenocarcinoma", "mesothelioma", "thymoma", "cholangiocarcinoma", "seminoma", "carcinoid", "neuroendocrine",
        "pheochromocytoma", "paraganglioma", "insulinoma",
    ),
    "further tumours": (
        "adenoma", "blastoma", "hepatoblastoma", "teratoma", "chordoma", "neurofibroma", "neurofibromatosis", "germinoma",
        "oligodendroglioma", "trophoblastic",
    ),
    "in situ and pre-malignant": (
        '"in situ"', "precancerous", "premalignant", "intraepithelial", "polyposis", "leukoplakia", '"actinic keratosis"',
        "barrett", '"intraductal papillary mucinous"', "smoldering",
    ),
    "abbreviations, blood": ("AML", '"ALL"', "CLL", "CML", "MDS", "DLBCL", "CTCL", "PTLD", "MPN", "NHL"),
    "abbreviations, organs": ("NSCLC", "SCLC", "GBM", "HCC", "RCC", "TNBC", "HNSCC", "PDAC", "GIST", "DIPG"),
    "abbreviations, more": ("mCRPC", "CRPC", "mCRC", "CRC", "DCIS", "NMIBC", "ESCC", "MGUS", "ccRCC", "MIBC"),
    "inherited risk": (
        '"Lynch syndrome"', '"Li-Fraumeni"', "BRCA", "BRCA1", "BRCA2", '"hereditary breast"',
        '"adenomatous polyp"', '"colorectal polyp"',
    ),
    "cancer treatment": (
        "chemotherapy", "radiotherapy", "chemoradiotherapy", "mastectomy", "antineoplastic", "oncologic", "mucositis",
        "oncolytic", '"radiation therapy"',
    ),
}  # fmt: skip
"""Words for the condition search, at most ten a query; the first query brings most studies and is fetched in full."""

_MESH: Final = "AREA[ConditionMeshTerm]Neoplasms OR AREA[ConditionAncestorTerm]Neoplasms"
"""Both: a record whose own term is Neoplasms does not have it among its ancestors."""


def scope_queries(scope: Scope) -> tuple[StudyQuery, ...]:
    """The queries of a scope; ``"open"`` asks for open statuses only, ``"all"`` for every one."""
    statuses = OPEN_STATUSES if scope == "open" else ()
    by_words = [StudyQuery(name, terms, statuses=statuses) for name, terms in SCOPE_TERMS.items()]
    return (*by_words, StudyQuery("MeSH neoplasms", advanced=_MESH, statuses=statuses))
