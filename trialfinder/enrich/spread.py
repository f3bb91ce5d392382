"""Trials whose title takes only people whose cancer has spread to a certain part of the body: "brain metastases of lung cancer".

Stage IV alone does not make somebody fit there. Only titles are read: conditions and criteria also name such places in passing.
"""

import re

from trialfinder.domain.enriched import SpreadFinding
from trialfinder.enrich.text import TrialText

__all__ = ["read_spread"]

#: How titles name a part of the body, by its plain name, which is what readers of people's words use as well.
_PLACES = {
    "brain": r"brain|cerebral|intracranial|cns|central nervous system",
    "lining of the brain": r"(?:lepto)?mening(?:eal|es)",
    "bone": r"bones?|osse?ous|skeletal|spinal(?! cord)|spine|vertebral",
    "liver": r"liver|hepatic",
    "lung": r"lungs?|pulmonary",
    "lining of the belly": r"peritoneal|peritoneum",
}
_ANY = "|".join(_PLACES.values())
_LIST = rf"(?:{_ANY})(?:(?:,? and|,? or|,|/) ?(?:(?:the|spinal cord|lymph node|{_ANY}),? ?){{1,2}})*"
_SPREAD = re.compile(
    rf"\b(?P<first>{_LIST}) (?:\(\w+\) )?(?:metasta[sz][ei]s|metastatic (?:disease|lesions?|(?:solid )?tumou?rs|cancers?)|mets|oligometasta\w+)\b"
    rf"|\b(?:metastas[ei]s (?:to|in|of|involving)|metastatic (?:[\w-]+ ){{0,4}}?(?:to|involving)) (?:the )?(?P<to>{_LIST})\b(?! (?:cancer|carcinoma))"
    rf"|\bmetastatic (?P<tumor>brain) (?:tumou?rs?|cancers?|neoplasms?|disease)"
    rf"|\bspread to (?:the )?(?P<spread>{_LIST})\b"
    r"|\b(?P<lining>leptomeningeal|peritoneal) (?:disease|carcinomatosis|carcinosis)\b"
)
#: Without one of these in it no title matches.
_WORDS = ("metasta", "mets", "spread", "leptomening", "peritoneal carcino", "peritoneal disease")
#: What widens the title again, or looks for people who have none yet.
_WIDER = re.compile(
    r"\bprevent|\bprophyla|\brisk (?:of|for)\b|\bat risk\b|\bdevelop|\bincidence\b|\bpredict|\bor without (?:\w+ )?$|\bwithout (?:\w+ ){0,2}$|\bno (?:\w+ )?$"
    r"|\bprimary (?:[\w-]+ ){0,3}(?:and|or|and/or)\b|(?:cancer|tumou?r|neoplasm|oma)s?\b(?:,? [^\s,]+)?,? (?:and/or|or) (?:\w+ )?$"
)
_WIDER_AFTER = re.compile(r"^[^.]{0,40}\b(?:or|and) other\b|^[- ]free\b|^,? or (?:primary|advanced|recurrent|glio)")


def read_spread(text: TrialText) -> SpreadFinding | None:
    """Where the cancer must have spread to, with the words of the title; None where no title restricts the trial to that."""
    for item in text.titles:
        lowered = item.text.lower()
        if not any(word in lowered for word in _WORDS):
            continue
        found = next((match for match in _SPREAD.finditer(lowered)), None)
        if found is None or _WIDER.search(lowered[: found.start()]) or _WIDER_AFTER.search(lowered[found.end() :]):
            continue
        said = next(part for part in found.groups() if part)
        places = tuple(place for place, names in _PLACES.items() if re.search(rf"\b(?:{names})\b", said))
        return SpreadFinding(places, " ".join(item.quote(found.start(), found.end()).split()), item.section)
    return None
