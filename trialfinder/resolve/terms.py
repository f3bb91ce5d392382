"""What a person's words for a cancer mean: exact name, then marker and filler words set aside, then a corrected spelling.

It never guesses in silence: a correction is marked, words it could not use are named, abbreviations with unrelated meanings
raise a question, and anything further away raises with suggestions.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood
from trialfinder.resolve.terms_markers import split_markers
from trialfinder.vocab import cancers as _cancers
from trialfinder.vocab.cancers import CancerVocabulary, Concept, vocabulary
from trialfinder.vocab.cancers_words import CASED, normalise, read_words

__all__ = ["TermEntry", "describe_terms", "resolve_cancer", "suggest", "term_tree"]

_AMBIGUOUS = Path(_cancers.__file__).with_name("cancers_ambiguous.csv")
_LONGEST_ABBREVIATION = 4
_SPELLING_FLOOR = 88.0
#: Words that say how a cancer is, whose it is, or that it is asked about; never which one it is.
_FILLER = frozenset(
    """
    stage 0 1 2 3 4 i v iia iib iiia iiib iiic iva ivb 1a 1b 2a 2b 3a 3b 3c 4a 4b four three two one grade my mum
    mom dad wife husband have has having with for in on me patient person people trial study treatment therapy
    clinical new newly diagnosed advanced early late metastatic metastasized recurrent relapsed refractory resistant
    terminal inoperable unresectable locally local spread returned again type kind of disease aggressive invasive
    adult elderly childhood pediatric child kid metastasis untreated treated progressive extensive limited is it
    cure help what about i'm suffering from positive negative mutated mutation primary high low risk and or to
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One concept with its place in the vocabulary, for the ``terms`` command."""

    concept: Concept
    parents: tuple[Concept, ...]
    children: tuple[Concept, ...]
    synonyms: tuple[str, ...]
    umbrellas: tuple[Concept, ...]
    asked: CancerAsked
    """The same words as a search understands them."""


def resolve_cancer(words: str) -> CancerAsked:
    """The concepts the words name. Raises AmbiguousWords or NothingUnderstood, each with what to type instead."""
    typed = " ".join(words.split())
    key = normalise(typed)
    if not key:
        raise NothingUnderstood("No cancer was named.", "Name one, for example: trialfinder search 'breast cancer'", ())
    _ask_if_ambiguous(typed)
    rest, markers = split_markers(typed)
    if not (markers and _names_a_cancer(rest)):
        concepts = _exact(key)
        if concepts:
            return _asked(typed, concepts, tuple(m for m in markers if m.id == "triple-negative"))
    return _less_exact(typed, rest, markers)


def _names_a_cancer(rest: str) -> bool:
    """The words left beside a marker name a cancer by themselves."""
    concepts = _exact(_without_filler(normalise(rest)))
    return bool(concepts) and concepts != ("any-cancer",)


def _less_exact(typed: str, rest: str, markers: tuple[Marker, ...]) -> CancerAsked:
    key = normalise(rest)
    if not key:
        return _marker_alone(typed, markers)
    plain = _without_filler(key)
    concepts = _exact(key) or _exact(plain)
    if concepts:
        return _asked(typed, concepts, markers)
    if markers and plain in ("cancer", ""):
        return _marker_alone(typed, markers)
    found, unused = _inside(rest)
    if found and not unused:
        return _asked(typed, found, markers)
    corrected = _corrected(key) or _corrected(plain)
    if corrected:
        return replace(_asked(typed, corrected, markers), corrected=True)
    if found and set(found) != {"any-cancer"}:
        left = " ".join(unused)
        return _asked(typed, found, markers, (f"These words were not used: {left}.",))
    raise _nothing(typed, rest)


def _exact(key: str) -> tuple[str, ...]:
    names = vocabulary().by_name
    return names.get(key) or (names.get(key.upper(), ()) if key.upper() in CASED else ())


def _without_filler(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _FILLER and not word.isdigit())


def _inside(rest: str) -> tuple[tuple[str, ...], list[str]]:
    """Names inside the words, the narrower where one includes the other, and the words left over."""
    from trialfinder.vocab.cancers_phrases import typed_finder

    text = read_words(rest)
    mentions = typed_finder().find(text)
    used = {i for m in mentions for i in range(m.first, m.last)}
    concepts = dict.fromkeys(c for m in mentions for c in m.concepts)
    words = vocabulary()
    wider = {wide for c in concepts for wide in (*words.ancestors(c), *words.umbrellas_for(c)) if wide != c}
    kept = tuple(c for c in concepts if c not in wider)
    return kept, [w for i, w in enumerate(text.words) if i not in used and w not in _FILLER and not w.isdigit()]


def _marker_alone(typed: str, markers: tuple[Marker, ...]) -> CancerAsked:
    """A marker without a cancer: only a few belong to one cancer."""
    home = {"triple-negative": "breast", "ph-positive": "leukemia", "bcma": "myeloma", "t1114": "myeloma", "h3k27m": "glioma"}
    concepts = tuple(dict.fromkeys(home[m.id] for m in markers if m.id in home))
    if concepts:
        return _asked(typed, concepts, markers)
    return _asked(typed, ("any-cancer",), markers, ("No cancer was named with the marker, so every cancer was searched.",))


def _asked(typed: str, concepts: Sequence[str], markers: tuple[Marker, ...] = (), notes: tuple[str, ...] = ()) -> CancerAsked:
    words = vocabulary()
    known = [words.concepts[c] for c in concepts]
    direct = frozenset[str]().union(*(words.descendants(c) for c in concepts))
    above = frozenset[str]().union(*(words.ancestors(c) for c in concepts)) - direct
    return CancerAsked(
        typed=typed,
        concepts=tuple(concepts),
        name=_joined([c.name for c in known]),
        direct=direct,
        broader=frozenset(c for c in above if words.concepts[c].kind != "umbrella"),
        umbrellas=_umbrellas(concepts, direct, words),
        covers=_covers(known, words),
        markers=markers,
        notes=(*notes, *_notes(known, words)),
        staged=any(c.staged for c in known),
    )


def _umbrellas(concepts: Sequence[str], direct: frozenset[str], words: CancerVocabulary) -> frozenset[str]:
    """Groups that take the concepts, or a kind of them as such; not those that take a kind for its other parent."""
    above = frozenset[str]().union(*(words.umbrellas_for(c) for c in concepts))
    own = {u for c in direct for u in words.concepts[c].umbrellas}
    asked = {c for c in concepts if words.concepts[c].kind == "umbrella"}
    return above | own | asked | frozenset[str]().union(*(words.ancestors(u) for u in own))


def _covers(known: Sequence[Concept], words: CancerVocabulary) -> tuple[str, ...]:
    if len(known) > 1:
        return tuple(c.name for c in known)
    kinds = words.children(known[0].id)
    if known[0].kind == "umbrella":
        top = [c for c in words.descendants(known[0].id) if not words.ancestors(c) & words.descendants(known[0].id)]
        kinds = (*kinds, *sorted(c for c in top if c != known[0].id and c not in kinds))
    return tuple(words.concepts[c].name for c in kinds if words.concepts[c].kind != "precursor")


def _notes(known: Sequence[Concept], words: CancerVocabulary) -> tuple[str, ...]:
    notes: list[str] = []
    covers = _covers(known, words)
    if len(known) > 1 or (known[0].kind == "group" and covers):
        notes.append(f"This covers several cancers; to narrow it, name one: {', '.join(covers[:4])}.")
    for concept in known:
        others = [words.concepts[c].name for c in concept.confused_with]
        if others:
            notes.append(
                f"{concept.name[:1].upper()}{concept.name[1:]} is not {' or '.join(others)}: search for that by its own name."
            )
    return tuple(notes)


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _ask_if_ambiguous(typed: str) -> None:
    word = typed.strip(" .,'\"").lower()
    if len(word) > _LONGEST_ABBREVIATION:
        return
    choices = tuple((label, ask) for known, label, ask in _ambiguous() if known == word)
    if choices:
        raise AmbiguousWords(f"'{typed}' can mean different things.", choices, "Type the one you mean in full.")


@cache
def _ambiguous() -> tuple[tuple[str, str, str], ...]:
    with _AMBIGUOUS.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.reader(handle) if row and not row[0].startswith("#")]
    return tuple((word, label, ask) for word, label, ask in rows[1:])


def _nothing(typed: str, rest: str) -> NothingUnderstood:
    near = suggest(rest, 5)
    hint = f"Did you mean: {'; '.join(near)}?" if near else "See the known names: trialfinder terms --list"
    return NothingUnderstood(f"No cancer is known by the words '{typed}'.", hint, near)


def _corrected(key: str) -> tuple[str, ...]:
    """The one concept whose name is a slip of the keyboard away; nothing when two are equally near."""
    if len(key) <= _LONGEST_ABBREVIATION:
        return ()
    near = _nearest(key, 12)
    if not near:
        return ()
    _, best, slips = near[0]
    concepts = vocabulary().by_name[best]
    rivals = [name for _, name, other in near[1:] if other <= slips and set(vocabulary().by_name[name]) != set(concepts)]
    return () if rivals else concepts


def _nearest(key: str, limit: int) -> list[tuple[float, str, int]]:
    """Names near enough to be meant: (score, name, slips), nearest first. Names too short to misspell are left out."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    names = [name for name in vocabulary().by_name if len(name) > _LONGEST_ABBREVIATION]
    scored = {name: score for name, score, _ in process.extract(key, names, scorer=fuzz.ratio, limit=limit, score_cutoff=75)}
    for name, score, _ in process.extract(key, names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=_SPELLING_FLOOR):
        scored[name] = max(score, scored.get(name, 0.0))
    near = [(score, name, OSA.distance(key, name)) for name, score in scored.items()]
    enough = [n for n in near if n[0] >= _SPELLING_FLOOR or n[2] == 1]
    return sorted(enough, key=lambda n: (n[2], -n[0], n[1]))


def suggest(words: str, limit: int = 5) -> tuple[str, ...]:
    """Plain names of the nearest concepts, nearest first; empty when nothing is near."""
    from rapidfuzz import fuzz, process

    key = _without_filler(normalise(words)) or normalise(words)
    vocab = vocabulary()
    scored = process.extract(key, list(vocab.by_name), scorer=fuzz.ratio, limit=limit * 6, score_cutoff=55)
    scored += process.extract(key, list(vocab.by_name), scorer=fuzz.token_sort_ratio, limit=limit * 6, score_cutoff=60)
    scored.sort(key=lambda hit: -hit[1])
    names = dict.fromkeys(vocab.concepts[c].name for name, _, _ in scored for c in vocab.by_name[name])
    return tuple(names)[:limit]


def describe_terms(words: str) -> TermEntry:
    """How the words are understood, with everything around the (first) concept."""
    asked = resolve_cancer(words)
    vocab = vocabulary()
    concept = vocab.concepts[asked.concepts[0]]
    named = (concept.medical, *(re.sub(">.*", "", name) for name in concept.synonyms), *concept.typed)
    return TermEntry(
        concept=concept,
        parents=tuple(vocab.concepts[c] for c in concept.parents),
        children=tuple(vocab.concepts[c] for c in vocab.children(concept.id)),
        synonyms=tuple(dict.fromkeys(name for name in named if name.lower() != concept.name.lower())),
        umbrellas=tuple(vocab.concepts[c] for c in sorted(vocab.umbrellas_for(concept.id))),
        asked=asked,
    )


def term_tree() -> tuple[tuple[int, Concept], ...]:
    """Every concept with its depth, parents before children; one with several parents stands under each."""
    return tuple(_below(vocabulary(), [c.id for c in vocabulary().concepts.values() if not c.parents], 0))


def _below(words: CancerVocabulary, ids: Sequence[str], depth: int) -> Iterator[tuple[int, Concept]]:
    for concept in ids:
        yield depth, words.concepts[concept]
        yield from _below(words, words.children(concept), depth + 1)
