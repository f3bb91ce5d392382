"""What a person's words for a cancer mean: exact name, then marker and filler words set aside, then a corrected spelling.

It never guesses in silence: a correction is marked, words it could not use are named, abbreviations with unrelated meanings
raise a question, and anything further away raises with suggestions.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood
from trialfinder.resolve.terms_markers import split_markers
from trialfinder.resolve.terms_stage import StageWords, split_stage
from trialfinder.vocab import cancers as _cancers
from trialfinder.vocab.cancers import CancerVocabulary, Concept, vocabulary
from trialfinder.vocab.cancers_words import CASED, Words, normalise, read_words

if TYPE_CHECKING:
    from trialfinder.vocab.cancers_phrases import Mention

__all__ = ["resolve_cancer"]

_AMBIGUOUS = Path(_cancers.__file__).with_name("cancers_ambiguous.csv")
#: Words that say how a cancer is, whose it is, or that it is asked about; never which one it is.
_FILLER = frozenset(
    """
    stage 0 1 2 3 4 i v iia iib iiia iiib iiic iva ivb 1a 1b 2a 2b 3a 3b 3c 4a 4b four three two one grade my mum
    mom dad wife husband have has having with for in on me patient person people trial study treatment therapy
    clinical new newly diagnosed advanced early late metastatic metastasized recurrent relapsed refractory resistant
    terminal inoperable unresectable locally local spread returned again type kind of aggressive invasive
    adult elderly childhood pediatric child kid metastasis untreated treated progressive extensive limited is it
    cure help what about onset young childrens children kids teenage teenager infant baby i'm suffering from germline somatic dx was mother father sister brother son daughter teen adolescent positive negative mutated mutation primary high low risk and or to
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
#: What a cancer without numbered stages can still do.
_BEHAVIOUR = frozenset(
    {"relapsed", "relapsing", "relapse", "recurrent", "recurrence", "refractory", "resistant", "came back", "returned"}
)
#: Markers of one kind of cancer.
_HOME = {
    "triple-negative": "breast", "her2-low": "breast", "esr1": "breast", "ph-positive": "leukemia", "flt3": "aml", "npm1": "aml",
    "bcma": "myeloma", "gprc5d": "myeloma", "t1114": "myeloma", "h3k27m": "glioma", "codel": "glioma", "mgmt": "glioma",
    "psma": "prostate", "mycn": "neuroblastoma", "jak2": "mpn",
}  # fmt: skip
_CANCER = re.compile(r"cancer|tumor|carcinom|malign|metasta")
_CHILD = re.compile(r"\b(?:child\w*|kids?'?s?|p[a]?ediatric|infants?|bab(?:y|ies)|teen\w*)\b")


def resolve_cancer(words: str) -> CancerAsked:
    """The concepts the words name. Raises AmbiguousWords or NothingUnderstood, each with what to type instead."""
    typed = " ".join(words.split())
    key = normalise(typed)
    if not key:
        raise NothingUnderstood("No cancer was named.", "Name one, for example: trialfinder search 'breast cancer'", ())
    _ask_if_ambiguous(typed, typed)
    said = split_stage(typed)
    asked = _with_stage(typed, key, said) if said.stage else None
    return _for_children(asked or _understood(typed, typed))


def _with_stage(typed: str, key: str, said: StageWords) -> CancerAsked | None:
    """The cancer without its stage, and the stage beside it; None where the words for a stage are part of the name."""
    whole = _exact(key)
    if not _without_filler(normalise(said.rest)):
        return _spread_only(typed, said) if not whole else None
    if not whole and said.rest.lower() not in CASED:
        _ask_if_ambiguous(said.rest, typed)
    try:
        asked = _understood(typed, said.rest)
    except NothingUnderstood:
        return None
    if whole and set(whole) != set(asked.concepts):
        return None
    if "brain" in said.organs and "brain-mets" not in asked.concepts:  # taken by trials for it whatever the first cancer is
        asked = _asked(typed, (*asked.concepts, "brain-mets"), asked.markers, staged=asked.staged)
    stage = said.stage if asked.staged else ", ".join(w for w in said.stage.split(", ") if w in _BEHAVIOUR)
    return replace(asked, stage_words=stage)


def _spread_only(typed: str, said: StageWords) -> CancerAsked | None:
    """Words that say where the cancer is now, but not where it began ("secondaries in the liver")."""
    concepts = tuple(f"{organ}-mets" for organ in said.organs if f"{organ}-mets" in vocabulary().concepts)
    return _asked(typed, concepts) if concepts else None


def _understood(typed: str, words: str) -> CancerAsked:
    key = normalise(words)
    rest, markers = split_markers(words)
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
    concepts = _exact(key) or _exact(plain) or _with_a_head(plain)
    if concepts:
        return _asked(typed, concepts, markers)
    if markers and plain in ("cancer", ""):
        return _marker_alone(typed, markers)
    if markers:
        _ask_if_ambiguous(rest, typed)
    found, unused = _inside(rest)
    if "disease" in unused and not _CANCER.search(key) and all(c in _bare(key) for c in found):
        raise NothingUnderstood(
            f"'{typed}' is not a cancer as far as is known here.", "Name the cancer itself, or see: trialfinder terms --list"
        )
    if found and not unused:
        return _asked(typed, found, markers)
    from trialfinder.resolve.terms_spelling import corrected, suggest

    mended = corrected(key) or corrected(plain)
    if mended:
        return replace(_asked(typed, mended, markers), corrected=True)
    if any(vocabulary().concepts[c].kind != "umbrella" for c in found):
        left = " ".join(unused)
        return _asked(typed, found, markers, (f"These words were not used: {left}.",))
    near = suggest(plain or key, 5)
    hint = f"Did you mean: {'; '.join(near)}?" if near else "See the known names: trialfinder terms --list"
    raise NothingUnderstood(f"No cancer is known by the words '{typed}'.", hint, near)


def _with_a_head(plain: str) -> tuple[str, ...]:
    """The name of an organ or a person alone: "ovarian", "hepatic", "Castleman's"."""
    if not plain or plain.count(" ") > 1:
        return ()
    for head in ("cancer", "tumor", "disease", "syndrome"):
        concepts = _exact(normalise(f"{plain} {head}"))
        if concepts:
            return concepts
    found, unused = _inside(f"{plain} cancer")
    return found if not unused and "any-cancer" not in found and len(found) == 1 else ()


def _exact(key: str) -> tuple[str, ...]:
    names = vocabulary().by_name
    return names.get(key) or (names.get(key.upper(), ()) if key.upper() in CASED else ())


def _without_filler(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _FILLER and not word.isdigit())


def _bare(key: str) -> frozenset[str]:
    """Concepts named only by the bare word for an organ ("kidney"), which a person may type and which proves nothing."""
    vocab = vocabulary()
    return frozenset(c for w in key.split() if w not in vocab.text_names for c in vocab.typed_names.get(w, ()))


def _inside(rest: str) -> tuple[tuple[str, ...], list[str]]:
    """Names inside the words, the narrower where one includes the other, and the words left over."""
    from trialfinder.vocab.cancers_phrases import typed_finder

    text = read_words(rest)
    mentions = _without_sites(text, typed_finder().find(text))
    used = {i for m in mentions for i in range(m.first, m.last)}
    concepts = dict.fromkeys(c for m in mentions for c in m.concepts)
    words = vocabulary()
    wider = {wide for c in concepts for wide in (*words.ancestors(c), *words.umbrellas_for(c)) if wide != c}
    kept = tuple(c for c in concepts if c not in wider)
    return kept, [w for i, w in enumerate(text.words) if i not in used and w not in _FILLER and not w.isdigit()]


def _without_sites(text: Words, mentions: "list[Mention]") -> "list[Mention]":
    """The bare word for an organ beside a name only says where it is: "stomach lymphoma" is a lymphoma."""
    names = vocabulary().text_names
    bare = [m for m in mentions if " ".join(text.words[m.first : m.last]) not in names and m.last - m.first == 1]
    if not bare or len(bare) == len(mentions):
        return mentions
    joined = {"and", "or", "plus", "with"}.intersection(text.words) or "," in text.gaps
    return mentions if joined else [m for m in mentions if m not in bare]


def _marker_alone(typed: str, markers: tuple[Marker, ...]) -> CancerAsked:
    """A marker without a cancer: only a few belong to one cancer."""
    concepts = tuple(dict.fromkeys(_HOME[m.id] for m in markers if m.id in _HOME))
    if concepts:
        return _asked(typed, concepts, markers)
    return _asked(typed, ("any-cancer",), markers, ("No cancer was named with the marker, so every cancer was searched.",))


def _for_children(asked: CancerAsked) -> CancerAsked:
    if not _CHILD.search(asked.typed.lower()):
        return asked
    return replace(asked, notes=(*asked.notes, "To see only trials that a child can join, add the child's --age."))


def _asked(
    typed: str, concepts: Sequence[str], markers: tuple[Marker, ...] = (), notes: tuple[str, ...] = (), staged: bool | None = None
) -> CancerAsked:
    words = vocabulary()
    known = [words.concepts[c] for c in concepts]
    direct = frozenset[str]().union(*(words.descendants(c) for c in concepts))
    above = frozenset[str]().union(*(words.ancestors(c) for c in concepts)) - direct | frozenset(concepts)
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
        staged=any(c.staged for c in known) if staged is None else staged,
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


def _ask_if_ambiguous(words: str, typed: str) -> None:
    """``words`` stand in ``typed``; the choices say the rest again."""
    word = words.strip(" .,'\"")
    choices = tuple((label, typed.replace(word, ask)) for label, ask in _ambiguous().get(word.lower(), ()))
    if choices:
        question = AmbiguousWords(f"'{word}' can mean different things.", choices, "Type the one you mean in full.")
        question.typed = typed
        raise question


@cache
def _ambiguous() -> dict[str, tuple[tuple[str, str], ...]]:
    """Words with unrelated meanings -> (label, words that ask for just that one)."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    with _AMBIGUOUS.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.reader(handle) if row and not row[0].startswith("#")]
    for words, label, ask in rows[1:]:
        for word in words.split(";"):
            found[word] = (*found.get(word, ()), (label, ask))
    return found
