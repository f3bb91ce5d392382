"""Where a trial names cancers, and in which sense: entering, shut out, or only spoken of.

Conditions, titles and keywords are taken at their word. Inclusion criteria count only where a sentence defines the disease
("histologically confirmed …", "patients with …"), never where it speaks of an earlier or another cancer, of relatives, of
spread to the brain, or of what must be absent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trialfinder.enrich.text import EXCLUSION, INCLUSION, Item, TrialText
from trialfinder.vocab.cancers_phrases import Mention, text_finder
from trialfinder.vocab.cancers_words import Words, read_words

__all__ = ["Named", "excluded_concepts", "named_in_criteria", "named_in_fields"]


@dataclass(frozen=True, slots=True)
class Named:
    """One concept named in one place. ``weak`` where the sentence speaks of a past or additional cancer."""

    concept: str
    field: str
    text: str
    bare: bool = False
    """Only a word such as "cancer", "carcinoma" or "squamous cell carcinoma"."""
    weak: bool = False
    listed: bool = False
    """A group that its sentence goes on to list or to select from: "solid tumors of the following types"."""
    aside: bool = False
    """Named on the way to something else: "solid tumors must be measurable"."""
    other: bool = False
    """What a list ends with: "gastric cancer and other solid tumors"."""


# These patterns read lower-cased text: a case-blind pattern is several times slower.
_DEFINES = re.compile(
    r"diagnos|histolog|cytolog|patholog|biops|confirm|proven|documented|verified|evidence of|suspect"
    r"|\b(?:patients?|subjects?|participants?|individuals|people|persons|men|women|males|females|child(?:ren)?"
    r"|adults?|adolescents"
    r"|survivors|those|cases?)\b[^.]{0,40}\b(?:with|who have|has|have|having|suffering|of|affected|treated for|undergoing)\b"
    r"|relapsed|refractory|recurren|metastatic|advanced|unresectable|inoperable|resectable|newly|untreated|progressi"
    r"|\bcohorts?\b|\barms?\b|\bpart [a-d0-9]|\bgroups?\b|\bstages?\b|following|must have|undergo|scheduled|planned"
    r"|indicat|disease|known|in (?:\w+ ){0,2}remission|\b(?:treatment|therapy|surgery|chemotherapy|radiation) (?:of|for)\b"
)
_ANOTHER = re.compile(
    r"family history|relatives|\bin[- ]situ\b|adequately|curatively|non-?melanoma"
    r"|\b(?:second|concurrent|concomitant|synchronous|another|additional|previous|prior|past"
    r"|different) (?:\w+ ){0,3}?(?:malignan|cancer|primar|neoplas|tumou?r)|\bsecondary (?:malignan|cancer|primar|neoplas|tumou?r)"
    r"|prior or concurrent|disease[- ]free for|in remission for|more than \d+ years|≥ ?\d+ years (?:ago|prior)"
    r"|within (?:the )?(?:last|past|previous) "
    r"|life expectancy|\b(?:must|may|should|can|do|does|will) not\b|\bnot (?:have|be|allowed|eligible|permitted)\b"
    r"|\bineligible\b(?! (?:for|to))|\bbenign\b|healthy|control (?:group|arm|subj)"
    r"|adverse event|toxicit|\bhiv\b.{0,40}\bkaposi|antibod(?:y|ies) (?:to|against)|\bwill be excluded\b"
    r"|\bconsidered\b.{0,20}low risk|\bnegative (?:histological )?biops(?:y|ies) (?:of|for) (?:carcin|cancer|malign)"
)
#: What follows must be absent; what stands before it may still define the disease.
_ABSENT = re.compile(
    r"^\W*no (?:(?!therap|treat|chemo|option|regimen|surg|standard|curative|effective|measur|limit)[\w()/-]+ ){0,6}?"
    r"(?:tumou?rs?|cancers?|malignan\w+|\w*(?:omas?|emias?|metastas[ei]s))\b(?! (?:therap|treat))|"
    r"\bno (?:history|evidence|prior|known|active|other|clinical|current|sign)|\bfree of\b|\bwithout (?:evidence|any|a history)"
    r"|\bother (?:active |invasive |primary )?(?:malignan|cancer|tumou?r)|\bguidelines? (?:for|on)\b"
)
#: Prior therapy is for the disease at hand; a prior cancer is another. A high risk is a kind of it; at risk is nobody ill.
_PAST = re.compile(
    r"\bhistory of\b|\bpreviously (?:treated|diagnosed) (?:for|with)\b|\btreated for\b|\bat (?:\w+ )?risk\b|\brisk (?:of|for|factors?)\b"
    r"|\bprior\b(?! to\b)(?! (?:[\w/-]+ ){0,2}?(?:\w*therap|treatment|line|regimen|chemo|radi|surg|systemic|platin|inhibitor|anti-|transplant|receipt|use\b|exposure|resection|\w+ectomy|bcg|hormon|endocrine|androgen|immun|\(?neo))"
)
_SHUT_OUT = re.compile(
    r"\b(?:excluding|exclud\w+|except(?:ion|ing)?(?: for| of)?|other than|but not|apart from|not including"
    r"|with the exception)\b"
)
_LISTED = re.compile(
    r"\b(?:following|select(?:ed)?|specific|specified|certain|one of|below|types?:|limited to"
    r"|namely|i\.e)\b|:\s*$|:\s*\("
)
_MEASURED = re.compile(r"measur|recist|lesion|biops|scan")
_CLAUSE = re.compile(r"[.;](?:\s|$)|\n")
_STEMS = (
    *("cancer", "carcin", "tumo", "neopl", "malignan", "oma", "leuk", "lymph", "myelo", "metast", "oncolog", "histiocyt"),
    *("polycyth", "thrombocyth", "amyloid", "hodgkin", "waldens", "castleman", "paget", "sezary", "sézary", "fungoid", "desmoid"),
    *("mds", "sclc", "cll", "gist", "gbm", "dipg", "net", "aml", " all", "(all", "cml", "dlbcl", "mcl", "hcc", "rcc", "crc"),
    *("crpc", "mpn", "nhl", "dcis", "cup", "gej", "mpal", "b-all", "t-all", "richter", "mastocyt", "lch", "hepatobl", "rhabdoid"),
)
_BARE = frozenset(
    {"cancer", "carcinoma", "adenocarcinoma", "squamous cell carcinoma", "squamou cell carcinoma", "squamou cell cancer"}
    | {"advanced cancer", "metastatic cancer", "disease", "squamou carcinoma", "rare cancer", "adult cancer", "squamou cancer"}
    | {"childhood cancer", "pediatric cancer", "cancer metastasis", "small cell carcinoma", "small cell cancer"}
)
#: "Anaplastic lymphoma kinase" is a gene, "carcinoembryonic antigen" a blood test.
_OTHER_AFTER = frozenset(
    {"kinase", "antigen", "necrosi", "lysi", "marker", "suppressor", "infiltrating"} | {"microenvironment", "predisposition"}
)
_ONLY_A_RISK = frozenset({"related", "induced", "associated"})
_AFTER_EVERY = frozenset(
    "of the these those following inclusion exclusion criteria criterion prior previous other four three two five must subject participant".split()  # noqa: SIM905 - a list of words reads best as words
)
_GROWTHS = frozenset({"tumor", "tumour", "tumors", "tumours"})
#: What is taken or counted of a growth: "a block of stored tumor tissue" says nothing about which disease may enter.
_OF_A_GROWTH = frozenset({"tissue", "sample", "block", "biopsy", "specimen", "material", "slide", "burden", "board"})
_BENIGN_BEFORE = frozenset({"benign", "non", "pseudo"})


def named_in_fields(text: TrialText) -> Iterator[Named]:
    """Concepts named in conditions, titles and keywords."""
    for items in (text.conditions, text.titles, text.keywords):
        for item in items:
            words = read_words(item.text)
            yield from _named(item, words, text_finder().find(words))
            if item.section in ("conditions", "keywords") and "," in item.text and len(item.text) < 90:
                yield from _inverted(item)


def _inverted(item: Item) -> Iterator[Named]:
    """Catalogue order: "Neoplasms, Breast"; only where it names more than the plain reading does."""
    turned = read_words(" ".join(reversed(item.text.split(","))))
    for mention in text_finder().find(turned):
        if mention.last - mention.first == len(turned.words) and mention.last > 1:
            yield from (Named(concept, item.section, item.text) for concept in mention.concepts)


def named_in_criteria(text: TrialText) -> Iterator[Named]:
    """Concepts that the inclusion criteria let in."""
    for item in text.criteria.of(INCLUSION):
        if not _may_name_a_cancer(item.text):
            continue
        if not item.lead and len(item.text) > 60 and _DEFINES.search(_lowered(item.text)) is None:
            continue
        if item.lead and (_ANOTHER.search(_lowered(item.lead)) or _ABSENT.search(_lowered(item.lead))):
            continue
        words = read_words(item.text)
        mentions = text_finder().find(words)
        if mentions:
            yield from _defining(item, words, mentions)


def _defining(item: Item, words: Words, mentions: list[Mention]) -> Iterator[Named]:
    lowered = _lowered(item.text)
    for begin, end in _clauses(item.text):
        inside = [m for m in mentions if begin <= words.spans[m.first][0] < end]
        if not inside:
            continue
        clause = lowered[begin:end]
        if _ANOTHER.search(clause):
            continue
        if not item.lead and _DEFINES.search(clause) is None and words.spans[inside[0].first][0] - begin > 25:
            continue
        cuts = [found.start() for found in (_SHUT_OUT.search(clause), _ABSENT.search(clause)) if found]
        limit = begin + min(cuts) if cuts else end
        past = _PAST.search(clause) is not None
        kept = [m for m in inside if words.spans[m.first][0] < limit]
        listed = _LISTED.search(clause) is not None
        aside = _MEASURED.search(clause) is not None
        for named in _named(item, words, kept):
            yield Named(named.concept, INCLUSION, named.text, named.bare, past, listed, aside)


def _clauses(text: str) -> list[tuple[int, int]]:
    edges = [0, *(found.end() for found in _CLAUSE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _named(item: Item, words: Words, mentions: Sequence[Mention]) -> Iterator[Named]:
    shut = _SHUT_OUT.search(_lowered(item.text)) if mentions and item.section != INCLUSION else None
    for mention in mentions:
        start, end = words.spans[mention.first][0], words.spans[mention.last - 1][1]
        if shut is not None and start > shut.start():
            continue
        before = words.words[mention.first - 1] if mention.first and words.gaps[mention.first - 1] == "" else ""
        after = words.words[mention.last] if mention.last < len(words.words) and words.gaps[mention.last - 1] == "" else ""
        if after in _OTHER_AFTER:
            continue
        if mention.concepts == ("all",) and _shouted(words, mention):
            continue
        if before in _BENIGN_BEFORE or words.words[max(0, mention.first - 2) : mention.first] == ["criteria", "in"]:
            continue
        bare = " ".join(words.words[mention.first : mention.last]) in _BARE
        if bare and before in _ONLY_A_RISK:
            continue
        quoted = item.quote(start, end)
        for concept in mention.concepts:
            # "Tumor" alone is a growth: it may be any, but not a leukemia.
            solid = concept == "any-cancer" and quoted.lower() in _GROWTHS
            if solid and item.section == INCLUSION and after in _OF_A_GROWTH:
                continue
            yield Named("solid-tumor" if solid else concept, item.section, quoted, bare, other=before == "other")


def _shouted(words: Words, mention: Mention) -> bool:
    """Capitals that mean every one ("ALL of the following"), not the leukemia."""
    after = words.words[mention.last] if mention.last < len(words.words) and words.gaps[mention.last - 1] == "" else ""
    return words.words[mention.first : mention.last] == ["ALL"] and after in _AFTER_EVERY


def excluded_concepts(text: TrialText) -> frozenset[str]:
    """Kinds of the disease that may not enter: named at the head of an exclusion, or after "excluding" elsewhere."""
    found: set[str] = set()
    for item in text.criteria.of(EXCLUSION):
        if len(item.text) < 200 and _may_name_a_cancer(item.text) and not _speaks_otherwise(item.text):
            words = read_words(item.text)
            found.update(c for m in text_finder().find(words) if m.first <= 4 for c in m.concepts)
    for item in (*text.titles, *text.conditions, *text.criteria.of(INCLUSION)):
        shut = _SHUT_OUT.search(_lowered(item.text))
        if shut is None:
            continue
        tail = read_words(_first_clause(item.text[shut.end() :]))
        found.update(c for m in text_finder().find(tail) if m.first <= 6 for c in m.concepts)
    return frozenset(found)


def _may_name_a_cancer(text: str) -> bool:
    """Quick no for the many items about blood counts and birth control."""
    lowered = " " + text.lower()
    for stem in _STEMS:  # noqa: SIM110 - a plain loop is twice as fast as any() here
        if stem in lowered:
            return True
    return False


def _speaks_otherwise(text: str) -> bool:
    lowered = _lowered(text)
    return any(pattern.search(lowered) for pattern in (_ANOTHER, _ABSENT, _PAST, _SHUT_OUT))


def _lowered(text: str) -> str:
    """Lower case of the same length, so that places in it are places in the text."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def _first_clause(text: str) -> str:
    cut = _CLAUSE.search(text)
    return text[: cut.start()] if cut else text
