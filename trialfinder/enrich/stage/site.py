"""Which cancer's tables apply, from the words of conditions and titles alone: a small stand-in for the cancer reader."""

import re
from collections.abc import Iterator

__all__ = ["cancer_site", "disease", "is_staged", "named_sites", "other_site"]

_UNSTAGED = re.compile(
    r"leuk[ae]+mi|\bmyeloma|myelodysplas|myeloproliferat|\bmds\b|\baml\b|\bcml\b|\bcll\b|myelofibros|polycythemia|\bglio|astrocytom|ependymom|medulloblastom"
    r"|brain (?:tumou?r|neoplasm|cancer)|\bdipg\b|central nervous system (?:tumou?r|neoplasm)|meningiom|craniopharyng|hairy cell|amyloidosis|plasma cell|mastocytosis"
)
_STAGED = re.compile(
    r"lymphom|hodgkin|solid|sarcom|melanom|neuroblastom|wilms|carcinom(?!atous)|adenocarcinom|nsclc|sclc|\bhcc\b|metasta|germ cell|mesotheliom|cancer|neoplasms?\b|tumou?r"
)
_NEUTRAL = re.compile(
    r"(?:brain|central nervous system|cns|hematolog\w+|haematolog\w+|myeloid|plasma cell|spinal cord|blood|glial) (?:and \w+ )?(?:cancers?|neoplasms?|tumou?rs?|malignan\w+)"
    r"|neoplasms?, (?:plasma|nerve|neuroepi\w+|glandular)|cancer (?:surviv|patients|center|pain)|tumou?r (?:lysis|cells?|treating|burden)|anti-?tumou?r"
)
#: site, stems of which one stands in every such name (a cheap look), and how it is named.
_SITES = (
    (
        "oropharynx_hpv",
        ("orophary",),
        re.compile(
            r"(?:hpv|p16|papillomavirus)[ -]?(?:\w+[ -])?(?:positive|associated|mediated|related|\+).{0,60}orophary|orophary.{0,60}(?:hpv|p16)[ -]?(?:positive|associated|\+)"
        ),
    ),
    ("prostate", ("prostat",), re.compile(r"prostat")),
    ("breast", ("breast", "mammary"), re.compile(r"breast|mammary")),
    ("nasopharynx", ("nasophary",), re.compile(r"nasophary")),
    (
        "head_neck",
        ("neck", "laryn", "oropharyn", "oral ", "hypophar", "hnscc", "scchn", "tongue", "salivary"),
        re.compile(
            r"head (?:and|&) neck|larynx|laryngeal|oropharyn|oral (?:cavity|cancer|squam)|hypophar|hnscc|scchn|tongue|salivary"
        ),
    ),
    ("nsclc", ("lung", "nsclc"), re.compile(r"lung|nsclc")),
    ("esophagus", ("esophag",), re.compile(r"o?esophag|gastro-?o?esophageal")),
    ("stomach", ("gastric", "stomach"), re.compile(r"gastric|stomach")),
    ("colorectal", ("colo", "rectal", "rectum"), re.compile(r"colorectal|\bcolon|rectal|rectum")),
    ("bladder", ("bladder", "urothel"), re.compile(r"bladder|urothel")),
    ("kidney", ("renal", "kidney"), re.compile(r"renal|kidney")),
    ("melanoma", ("melanom",), re.compile(r"melanom")),
    ("testis", ("testi", "germ", "seminom"), re.compile(r"\btesti(?:s\b|c)|germ[ -]cell|seminom")),
    (
        "ovary",
        ("ovar", "fallopian", "peritoneal"),
        re.compile(r"ovar(?!ian (?:function|stimul|suppress|reserve|ablat|simul))|fallopian|peritoneal c(?:anc|arc)"),
    ),
    ("gynecologic", ("cervi", "endometri", "uterine", "vulva"), re.compile(r"cervi|endometri|uterine|vulva")),
    ("liver", ("hepatocell", "liver", "hcc"), re.compile(r"hepatocell|liver|\bhcc\b")),
    ("pancreas", ("pancrea",), re.compile(r"pancrea")),
    (
        "skin",
        ("skin", "cutaneous", "basal cell", "cscc", "merkel"),
        re.compile(
            r"(?:cutaneous|skin) (?:squamous|basal)|basal[ -]cell|squamous[ -]cell (?:skin|carcinoma of the skin)|skin cancer|\bcscc\b|merkel"
        ),
    ),
)


_PATTERNS = {site: pattern for site, _, pattern in _SITES}


def cancer_site(names: str) -> str:
    """The first site the lower-case names speak of, or ``""``."""
    return next(_named(names), "")


def _named(names: str) -> Iterator[str]:
    for site, stems, pattern in _SITES:
        for stem in stems:
            if stem in names:
                if pattern.search(names):
                    yield site
                break


_UMBRELLA = re.compile(r"solid|\bcancers\b|tumou?rs\b|malignan|neoplasms\b|metasta")
_THIS_SITE = re.compile(r" (?:[\w-]+ ){0,2}(?:cancer|carcinoma|adenocarcinoma|melanoma)\b")


def named_sites(names: str) -> frozenset[str]:
    """All sites the lower-case names speak of; none when they speak of many cancers at once."""
    if _UMBRELLA.search(names):
        return frozenset()
    return frozenset(_named(names))


def other_site(after: str, sites: frozenset[str]) -> bool:
    """Whether the words right after a mention name the cancer of another site."""
    found = _THIS_SITE.match(after)
    return found is not None and cancer_site(found[0]) != "" and not any(_PATTERNS[site].search(after) for site in sites)


_OF_BLOOD = re.compile(r"leuk[ae]+mi|lymphom|hodgkin|myelom|myelodysplas|\b(?:aml|cml|cll|nhl|mds)\b")
_NO_ENTRY = re.compile(r"^\W*(?:no|not|other|prior|must|able|history)\b|\b(?:except|unless|prior to|years)\b")
_BARE_DISEASE = re.compile(r"cancer|carcinom|sarcom|melanom|tumou?r|malignan|blastom|leuk[ae]+mi|lymphom|hodgkin|myelom")


def disease(words: str) -> str:
    """The one disease that a short lower-case entry of a list names, or ``""``."""
    if len(words) > 120 or _BARE_DISEASE.search(words) is None or _NO_ENTRY.search(words):
        return ""
    return cancer_site(words) or ("blood" if _OF_BLOOD.search(words) else "other")


def is_staged(names: str) -> bool:
    """False when the lower-case names speak only of cancers without numbered stages."""
    if _UNSTAGED.search(names) is None:
        return True
    return _STAGED.search(_UNSTAGED.sub(" ", _NEUTRAL.sub(" ", names))) is not None
