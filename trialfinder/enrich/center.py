"""Which NCI-designated cancer center a site is, if any.

A facility is a center when an alias of the center stands in it as a whole phrase and city and state agree; the longest alias
decides, and a known look-alike always wins. Refuses to match on the name alone: most look-alikes differ only in the city; and
a university's clinic for another illness, which no cancer patient is sent to.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from trialfinder.domain.trial import Site
from trialfinder.vocab.centers import SiteRelation, center_sites, centers

__all__ = ["center_of", "nci_centers"]

_LONG = 7
"""A word of at least this many letters may hold one typing error: shorter ones are other words ("Duke", "Luke")."""
_LONG_CITY = 5
_CODES = re.compile(
    r"\(\s*(?:site|center|investigator)\b[^)]*\)|\bsite\s*(?:id|no\.?|number|#)?\s*[:#-]?\s*\d[\w-]*|/id\s*#?\s*\d+",
    re.IGNORECASE,
)
_APOSTROPHES = re.compile(r"['’‘ʻ`´]")
_WORD = re.compile(r"[a-z0-9]+")
_INITIALS = re.compile(r"\b([a-z])\.?\s+([a-z])\.?\s+(?=anderson\b)")
_SAME = {
    "saint": "st", "univ": "university", "ctr": "center", "centre": "center", "comp": "comprehensive", "med": "medical",
    "hosp": "hospital", "inst": "institute", "uni": "university", "can": "cancer",
}  # fmt: skip
_SILENT = frozenset({"the", "of", "at", "and", "in", "for"})
"""Left out on both sides: records differ in them and no two centers do."""
_OTHER_CLINICS = frozenset(
    {
        *("asthma", "allergy", "diabetes", "headache", "psychiatry", "psychiatric", "cardiology", "cardiovascular", "infectious"),
        *("virology", "emergency", "rheumatology", "dentistry", "dental", "addiction", "alzheimer", "alzheimers", "sleep"),
        *("microbiology", "parasitology", "vaccine", "nursing", "sane"),
    }
)
"""Words of clinics where nobody is treated for cancer. Dermatology, urology, surgery and the like do treat it."""
_CANCER = frozenset({"cancer", "oncology", "hematology", "tumor", "leukemia", "lymphoma", "transplant"})
_WHOLE = frozenset({"university", "hospital", "college", "school", "clinic", "medical", "hopkins", "mount", "uc", "ucsd", "ucsf"})
"""Words of institutions that treat everything: only there can a clinic be one for another illness."""
_CITIES = {
    "new york city": "new york",
    "manhattan": "new york",
    "bronx ny": "bronx",
    "washington dc": "washington",
    "washington d c": "washington",
}
_STATES = {"dc": "district columbia", "washington dc": "district columbia", "washington d c": "district columbia"}


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    center: str
    """``""`` for a look-alike or partner."""
    wins: bool
    """A false friend beats any longer alias."""


def nci_centers(sites: tuple[Site, ...]) -> tuple[str, ...]:
    """The name of the center that treats patients at each site, ``""`` where none: a laboratory is no place to be treated."""
    found = (center_of(site.facility, site.city, site.state) for site in sites)
    return tuple("" if name in _laboratories() else name for name in found)


@cache
def _laboratories() -> frozenset[str]:
    return frozenset(center.name for center in centers() if not center.type.treats_patients)


@lru_cache(maxsize=65536)
def center_of(facility: str, city: str, state: str) -> str:
    """The center at this address, or ``""``."""
    phrases = _gazetteer().get((_city(city), _state(state))) or _misspelt(_city(city), _state(state))
    if not phrases:
        return ""
    words = _words(facility)
    for stands_in in (_exactly_in, _almost_in):
        for phrase in phrases:
            if stands_in(phrase.words, words):
                return "" if _is_another_clinic(phrase.words, words) else phrase.center
    return ""


def _is_another_clinic(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """A clinic of a university that treats another illness, and says nothing of cancer."""
    return bool(_WHOLE.intersection(phrase) and _OTHER_CLINICS.intersection(words) and not _CANCER.intersection(words))


@cache
def _gazetteer() -> dict[tuple[str, str], tuple[_Phrase, ...]]:
    """Phrases to look for in each city: false friends first, then the longest."""
    found: dict[tuple[str, str], list[_Phrase]] = {}
    for where, phrase in _phrases():
        found.setdefault(where, []).append(phrase)
    return {where: tuple(sorted(set(phrases), key=_precedence)) for where, phrases in found.items()}


@cache
def _cities_of() -> dict[str, tuple[str, ...]]:
    """Cities with a phrase, by state."""
    found: dict[str, list[str]] = {}
    for city, state in _gazetteer():
        found.setdefault(state, []).append(city)
    return {state: tuple(sorted(names)) for state, names in found.items()}


@lru_cache(maxsize=16384)
def _misspelt(city: str, state: str) -> tuple[_Phrase, ...]:
    """Phrases of the one city of that state spelt almost so ("Altanta"); a match still needs the facility's own words."""
    alike = [name for name in _cities_of().get(state, ()) if _alike(name, city)]
    return _gazetteer()[alike[0], state] if len(alike) == 1 else ()


def _alike(name: str, written: str) -> bool:
    return len(name) >= _LONG_CITY and len(written) >= _LONG_CITY - 1 and name[0] == written[0] and _one_edit(name, written)


def _precedence(phrase: _Phrase) -> tuple[bool, int, int, tuple[str, ...]]:
    return (not phrase.wins, -len(phrase.words), -sum(map(len, phrase.words)), phrase.words)


def _phrases() -> Iterator[tuple[tuple[str, str], _Phrase]]:
    cities: dict[str, set[tuple[str, str]]] = {center.name: {(_city(center.city), _state(center.state))} for center in centers()}
    for site in center_sites():
        where = (_city(site.city), _state(site.state))
        if site.relation in (SiteRelation.MAIN, SiteRelation.CAMPUS):
            cities[site.center].add(where)
            yield where, _Phrase(_words(site.phrase), site.center, wins=False)
        elif site.relation is SiteRelation.NETWORK:
            yield where, _Phrase(_words(site.phrase), site.center, wins=False)
        else:
            yield where, _Phrase(_words(site.phrase), "", wins=site.relation is SiteRelation.FALSE_FRIEND)
    for center in centers():
        for alias in (center.name, *center.aliases):
            for where in cities[center.name]:
                yield where, _Phrase(_words(alias), center.name, wins=False)


def _exactly_in(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    length = len(phrase)
    return any(words[start : start + length] == phrase for start in range(len(words) - length + 1))


def _almost_in(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tried after every exact phrase: a right name beats a misspelt one ("Sammons" is not "Simmons")."""
    for start in range(len(words) - len(phrase) + 1):
        if all(_same_word(wanted, words[start + offset]) for offset, wanted in enumerate(phrase)):
            return True
    return False


def _same_word(wanted: str, written: str) -> bool:
    if wanted == written:
        return True
    return len(wanted) >= _LONG and len(written) >= _LONG - 1 and wanted[0] == written[0] and _one_edit(wanted, written)


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped turn one word into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[1::-1])


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode()
    return plain.lower()


@lru_cache(maxsize=4096)
def _words(facility: str) -> tuple[str, ...]:
    text = _INITIALS.sub(r"\1\2 ", " ".join(_WORD.findall(_folded(_CODES.sub(" ", facility)))) + " ")
    return tuple(_SAME.get(word, word) for word in text.split() if word not in _SILENT)


@lru_cache(maxsize=16384)
def _city(city: str) -> str:
    name = " ".join(_SAME.get(word, word) for word in _WORD.findall(_folded(city.partition(",")[0])) if word != "the")
    return _CITIES.get(name, name)


@lru_cache(maxsize=1024)
def _state(state: str) -> str:
    name = " ".join(word for word in _WORD.findall(_folded(state)) if word not in _SILENT)
    return _STATES.get(name, name)
