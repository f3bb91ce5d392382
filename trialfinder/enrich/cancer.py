"""Which cancers a trial is about, and which groups of cancers it takes as a whole, each with the words that say so.

It refuses to make a match of an exclusion, of an earlier cancer, or of a single shared word; the registry's own MeSH terms
are believed only where the record's words name no cancer that is known here.
"""

import re
from collections.abc import Sequence

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.trial import Trial
from trialfinder.enrich.cancer_mentions import Named, excluded_concepts, named_in_criteria, named_in_fields
from trialfinder.enrich.text import (
    CONDITIONS,
    INCLUSION,
    KEYWORDS,
    OFFICIAL_TITLE,
    TITLE,
    Item,
    TrialText,
    inclusion_items,
    prepare,
)
from trialfinder.vocab.cancers import CancerVocabulary, vocabulary

__all__ = ["is_for_patients", "read_cancers", "staged"]

_TITLES = frozenset({TITLE, OFFICIAL_TITLE})
_HEADLINE = _TITLES | {CONDITIONS}
_BENIGN = re.compile(
    r"(?i)leiomyoma|fibroid|hemangioma|nevus|lipoma|cyst\b|cysts|papilloma|keloid|fibroadenoma|hyperplasia|polyp|endometrios|"
    r"fibroma|hamartoma|tuberous|wart|keratos|synovitis|mole\b|exostos|adenoma|\bbph\b"
)
_NAMED_AS_ILLNESS = _HEADLINE | {KEYWORDS, "mesh", "mesh_ancestors"}
#: A habit or virus that causes cancer is not yet one.
_RISK = re.compile(r"(?i)[- ](?:related|induced|associated) (?:carcinoma|cancer|tumou?r)s?$")
#: Purposes of trials that healthy people join.
_OF_THE_HEALTHY = frozenset({"PREVENTION", "SCREENING", "HEALTH_SERVICES_RESEARCH", "BASIC_SCIENCE"})
_HEALTHY_PEOPLE = re.compile(
    r"(?i)\bhealthy (?:(?!and|or|but)[\w-]+,? ){0,3}(?:volunteers?|subjects?|participants?|adults?|men|women|males?|females?|people|persons)\b"
    r"(?!,? (?:and|or|as well as|&) )"
)
#: The title takes some of a group; which ones, the conditions say.
_CHOSEN = re.compile(r"(?i)\b(?:select(?:ed)?|certain|specific|specified)(?: [\w/-]+){0,4} (?:cancers?|tumou?rs?|malignanc)")
#: Looks for cancer in people not known to have it.
_FINDS_CANCER = re.compile(r"(?i)\b(?:cancer|melanoma) screening\b|\bscreening for (?:\w+ ){0,2}(?:cancer|melanoma)\b")
_SPEAKS_OF_CANCER = re.compile(r"(?i)cancer|carcin|malignan|metasta|oncolog|neoplas|sarcoma|myelom|lymphom|chemotherap|radiother")
_ANY_TUMOR = re.compile(rf"{_SPEAKS_OF_CANCER.pattern}|tumou?r|[a-z]{{2}}omas?\b|leuk[a]?emi|radiation")
_GROWTH = frozenset({"tumor", "tumors", "tumour", "tumours"})


def read_cancers(trial: Trial, text: TrialText | None = None) -> tuple[CancerFinding, ...]:
    """Everything the record says about which cancers may enter, most specific evidence first."""
    text = text or prepare(trial)
    words = vocabulary()
    named = _without_passing([*named_in_fields(text), *named_in_criteria(text)], text)
    specific = _specific(named, words)
    if not specific and not any(_is_umbrella(n, words) for n in named):
        return _from_mesh(trial, words)
    findings = [*_about(specific, text, words), *_umbrellas(_whole_groups(named, text), specific, words)]
    return tuple(findings)


def _without_passing(named: list[Named], text: TrialText) -> list[Named]:
    """Without a cancer that only the criteria name, on the way: an immune disease with "abscesses, malignancy", "history of cancer"."""
    if (
        not named
        or any(n.field != INCLUSION for n in named)
        or _spoken(_ANY_TUMOR, *text.titles, *text.conditions, *text.keywords)
    ):
        return named
    if not _spoken(_ANY_TUMOR, text.summary):
        return [n for n in named if not n.weak and n.concept != "any-cancer"]
    criteria = [item.text for item in text.criteria.of(INCLUSION)]
    return [n for n in named if n.concept != "any-cancer" or not any(f",{n.text}" in c or f", {n.text}" in c for c in criteria)]


def _spoken(words: re.Pattern[str], *items: Item) -> bool:
    return any(words.search(item.text) for item in items)


def _is_umbrella(named: Named, words: CancerVocabulary) -> bool:
    return words.concepts[named.concept].kind == "umbrella"


def _specific(named: Sequence[Named], words: CancerVocabulary) -> list[Named]:
    """Cancers by name. What is only read from criteria about the past counts when nothing else does."""
    found = [n for n in named if not _is_umbrella(n, words)]
    strong = [
        n
        for n in found
        if not n.weak and not (n.field == INCLUSION and words.concepts[n.concept].kind in ("secondary", "precursor"))
    ]
    if not any(not n.bare for n in strong):
        grouped = any(_is_umbrella(n, words) and n.field in _HEADLINE for n in named)
        return [n for n in found if not (grouped and n.field == INCLUSION and words.concepts[n.concept].kind == "secondary")]
    return [n for n in strong if not n.bare or n.field in _HEADLINE] or found


def _about(specific: Sequence[Named], text: TrialText, words: CancerVocabulary) -> list[CancerFinding]:
    first: dict[str, Named] = {}
    fields: dict[str, set[str]] = {}
    for named in specific:
        first.setdefault(named.concept, named)
        fields.setdefault(named.concept, set()).add(named.field)
    findings: list[CancerFinding] = []
    excluded: frozenset[str] | None = None
    for concept, named in first.items():
        below = words.descendants(concept)
        if len(below) == 1 or _narrowed(concept, fields, words):
            findings.append(CancerFinding(concept, Relation.ABOUT, named.field, named.text))
            continue
        if excluded is None:
            excluded = excluded_concepts(text)
        out = excluded & (below - {concept})
        if not out:
            findings.append(CancerFinding(concept, Relation.BROAD, named.field, named.text))
            continue
        findings.append(CancerFinding(concept, Relation.ABOUT, named.field, named.text))
        findings += [
            CancerFinding(kind, Relation.REST, named.field, named.text)
            for kind in _rest(concept, out, words)
            if kind not in first
        ]
    return findings


def _narrowed(concept: str, fields: dict[str, set[str]], words: CancerVocabulary) -> bool:
    """A narrower kind is named too: the broad name then only introduces it. Keywords alone do not narrow a title."""
    below = words.descendants(concept)
    for other, where in fields.items():
        if other == concept or other not in below or words.concepts[other].kind in ("precursor", "secondary"):
            continue
        if where == {KEYWORDS} and fields[concept] & (_TITLES | {INCLUSION}):
            continue
        return True
    return False


def _rest(concept: str, out: frozenset[str], words: CancerVocabulary) -> list[str]:
    """The kinds below that remain when some are excluded."""
    rest: list[str] = []
    for child in words.children(concept):
        if child in out:
            continue
        if out & words.descendants(child):
            rest += _rest(child, out, words)
        else:
            rest.append(child)
    return rest


def _whole_groups(named: Sequence[Named], text: TrialText) -> list[Named]:
    """Without "cancer" where a title takes only some of it, and without "tumor" listed among illnesses that are none."""
    chosen = any(_CHOSEN.search(title.text) for title in text.titles) and any(
        n.field == CONDITIONS and n.concept not in ("any-cancer", "solid-tumor") for n in named
    )
    passing = _only_a_growth(named, text)
    return [n for n in named if not (chosen and n.concept == "any-cancer") and not (passing and n.concept == "solid-tumor")]


def _only_a_growth(named: Sequence[Named], text: TrialText) -> bool:
    """A spine implant's "trauma, degeneration, tumor": the word alone, no word of cancer anywhere else."""
    if len(text.conditions) < 2 or any(n.field in _TITLES or n.text.lower() not in _GROWTH for n in named):
        return False
    return not _spoken(_SPEAKS_OF_CANCER, *text.titles, *text.keywords, text.summary, *text.criteria.of(INCLUSION))


def _umbrellas(named: Sequence[Named], specific: Sequence[Named], words: CancerVocabulary) -> list[CancerFinding]:
    found: dict[str, list[Named]] = {}
    for n in named:
        if _is_umbrella(n, words):
            found.setdefault(n.concept, []).append(n)
    kept = {concept: told for concept, places in found.items() if (told := _umbrella_stands(concept, places, specific, words))}
    if len(kept) > 1:
        kept.pop("any-cancer", None)
    findings = [CancerFinding(concept, Relation.UMBRELLA, n.field, n.text) for concept, n in kept.items()]
    headline = [n for n in specific if n.field in _HEADLINE]
    spread = next((n for n in headline if words.concepts[n.concept].kind == "secondary"), None)
    # "Brain tumors" beside "brain metastases" are both taken; beside "metastatic liver cancer", liver cancer may be the only one.
    beside = words.descendants("brain") if any(n.concept == "brain-mets" for n in headline) else ()
    if not findings and spread and all(words.concepts[n.concept].kind == "secondary" or n.concept in beside for n in headline):
        findings.append(CancerFinding("solid-tumor", Relation.UMBRELLA, spread.field, spread.text))
    return findings


def _umbrella_stands(concept: str, places: Sequence[Named], specific: Sequence[Named], words: CancerVocabulary) -> Named | None:
    """Whether the trial takes the whole group, or only names it on the way to particular cancers; and where it says so."""
    cancers = [n for n in specific if words.concepts[n.concept].kind not in ("secondary", "precursor")]
    if not cancers:
        return next((n for n in places if n.field in _HEADLINE), places[0])
    rest = next((n for n in places if n.other and n.field in _TITLES), None)
    if rest is not None:
        return rest
    full = [n for n in places if not n.bare and n.concept != "any-cancer" and not n.weak and not n.listed]
    in_title = [n for n in places if n.field in _TITLES and not n.weak]
    if concept == "any-cancer":
        apart = not any(n.field in _TITLES for n in cancers) if in_title else _said_in_criteria(places, cancers)
        return (in_title or list(places))[0] if apart or (in_title and _said_in_criteria(places, cancers)) else None
    if any(n.listed for n in places):
        full = [n for n in full if not n.aside]
    in_criteria = next((n for n in full if n.field == INCLUSION), None)
    if in_criteria is not None:
        return in_criteria
    if len({n.concept for n in cancers if n.field == INCLUSION}) >= 1:
        return None
    listed = any(n.field == CONDITIONS for n in cancers)
    return next((n for n in full if n.field == CONDITIONS or (n.field in _TITLES and not listed)), None)


def _said_in_criteria(places: Sequence[Named], cancers: Sequence[Named]) -> bool:
    """Conditions and criteria both say just "cancer", and no criterion names one."""
    fields = {n.field for n in places if not n.weak}
    return {CONDITIONS, INCLUSION} <= fields and not any(n.field == INCLUSION for n in cancers)


def _from_mesh(trial: Trial, words: CancerVocabulary) -> tuple[CancerFinding, ...]:
    """The registry's coding, where its words say nothing: exact terms first, then the nearest wider ones."""
    if any(_BENIGN.search(term.term) for term in trial.mesh) or any(map(_RISK.search, trial.conditions)):
        return ()
    for terms, field in ((trial.mesh, "mesh"), (trial.mesh_ancestors, "mesh_ancestors")):
        known = [(words.by_mesh[term.id], term) for term in terms if term.id in words.by_mesh]
        if field == "mesh_ancestors":
            wide = {a for concept, _ in known for a in (*words.ancestors(concept), *words.umbrellas_for(concept)) if a != concept}
            known = [(concept, term) for concept, term in known if concept not in wide]
        if known:
            return tuple(_coded(concept, field, term.term, words) for concept, term in known)
    return ()


def _coded(concept: str, field: str, term: str, words: CancerVocabulary) -> CancerFinding:
    if words.concepts[concept].kind == "umbrella":
        return CancerFinding(concept, Relation.UMBRELLA, field, term)
    broad = len(words.descendants(concept)) > 1
    return CancerFinding(concept, Relation.BROAD if broad else Relation.ABOUT, field, term)


def is_for_patients(trial: Trial, findings: Sequence[CancerFinding]) -> bool:
    """False where only healthy people, or people with benign illness only, may enter."""
    if not findings:
        return False
    if not any(finding.field in _NAMED_AS_ILLNESS for finding in findings) and _asks_for_the_healthy(trial, findings):
        return False
    if _benign_only(trial, findings):
        return False
    if trial.primary_purpose in _OF_THE_HEALTHY and (trial.healthy_volunteers or _FINDS_CANCER.search(trial.brief_title)):
        return any(finding.field == INCLUSION for finding in findings) or _lets_patients_in(trial)
    return True


def _benign_only(trial: Trial, findings: Sequence[CancerFinding]) -> bool:
    """The cancer stands only among conditions that name a benign illness, and the criteria shut out that very cancer."""
    if any(finding.field in _TITLES or finding.field == INCLUSION for finding in findings):
        return False
    return any(map(_BENIGN.search, trial.conditions)) and {f.concept for f in findings} <= excluded_concepts(prepare(trial))


def _lets_patients_in(trial: Trial) -> bool:
    """A criterion names a cancer that people have, not one they may get or had."""
    return any(not named.weak for named in named_in_criteria(prepare(trial)))


def _asks_for_the_healthy(trial: Trial, findings: Sequence[CancerFinding]) -> bool:
    """No cancer is the illness studied, and the title, or criteria that name no particular cancer, want healthy people."""
    if _HEALTHY_PEOPLE.search(f"{trial.brief_title}. {trial.official_title}."):
        return trial.healthy_volunteers is not False
    if not trial.healthy_volunteers or any(finding.relation is not Relation.UMBRELLA for finding in findings):
        return False
    return any(_HEALTHY_PEOPLE.search(item.text) for item in inclusion_items(trial.criteria))


def staged(findings: Sequence[CancerFinding]) -> bool | None:
    """False when nothing the trial names is staged with numbers; None when it names nothing."""
    words = vocabulary()
    if not findings:
        return None
    return any(_is_staged(finding.concept, words) for finding in findings)


def _is_staged(concept: str, words: CancerVocabulary) -> bool:
    return words.concepts[concept].staged
