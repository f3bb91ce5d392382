"""What a person's words for a cancer mean: exact name, then marker and filler words set aside, then a corrected spelling.

It never guesses in silence: a correction is marked, words it could not use are named, abbreviations with unrelated meanings
raise a question, and anything further away raises with suggestions.
"""

import re
from contextlib import suppress

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood
from trialfinder.resolve.terms_ambiguous import ask_if_ambiguous
from trialfinder.resolve.terms_asked import asked_for
from trialfinder.resolve.terms_markers import split_markers
from trialfinder.resolve.terms_names import FILLER, bare, exact, inside, with_a_head, without_filler
from trialfinder.resolve.terms_stage import STAGE_WORDS, StageWords, split_stage
from trialfinder.vocab.cancers import vocabulary
from trialfinder.vocab.cancers_words import CASED, normalise

__all__ = ["resolve_cancer"]

_NOT_USED = "These words were not used:"
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
_CHILDHOOD, _TEENS = 18.0, 20.0
_GROWN_UP = re.compile(r"\bsurvivors?\b|\badults?\b|\bgrown\b")
_CHILD = re.compile(r"\b(?:child\w*|kids?'?s?|p[a]?ediatric|infants?|bab(?:y|ies)|teen\w*)\b")


def resolve_cancer(words: str) -> CancerAsked:
    """The concepts the words name. Raises AmbiguousWords or NothingUnderstood, each with what to type instead."""
    typed = " ".join(words.split())
    key = normalise(typed)
    if not key:
        raise NothingUnderstood("No cancer was named.", "Name one, for example: trialfinder search 'breast cancer'", ())
    ask_if_ambiguous(typed, typed)
    try:
        asked = _read(typed, typed)
    except NothingUnderstood:
        mended = _mended(typed)
        if mended is None:
            raise
        return _for_children(mended)
    return _for_children(_mended(typed) or asked if _left_over(asked) else asked)


def _read(typed: str, words: str) -> CancerAsked:
    said = split_stage(words)
    asked = _with_stage(typed, normalise(words), said) if said.stage else None
    return asked or _understood(typed, words)


def _left_over(asked: CancerAsked) -> bool:
    return any(note.startswith(_NOT_USED) for note in asked.notes)


def _mended(typed: str) -> CancerAsked | None:
    """The same words, each unknown one replaced by the known one a slip away; None unless all of them are then understood."""
    from trialfinder.resolve.terms_spelling import mended_words

    words = mended_words(typed, FILLER | STAGE_WORDS)
    if words == typed or " " not in typed:  # one word alone is compared with whole names, or is another illness
        return None
    with suppress(NothingUnderstood, AmbiguousWords):
        asked = _read(typed, words)
        return None if _left_over(asked) else asked._replace(corrected=True)
    return None


def _with_stage(typed: str, key: str, said: StageWords) -> CancerAsked | None:
    """The cancer without its stage, and the stage beside it; None where the words for a stage are part of the name."""
    whole = exact(key)
    if not without_filler(normalise(said.rest)):
        return _spread_only(typed, said) if not whole else None
    if not whole and said.rest.lower() not in CASED:
        ask_if_ambiguous(said.rest, typed)
    try:
        asked = _understood(typed, said.rest)
    except NothingUnderstood:
        return None
    if not whole and (asked.corrected or _left_over(asked)):
        from trialfinder.resolve.terms_spelling import corrected

        whole = exact(corrected(key))
    if whole and set(whole) != set(asked.concepts):
        return None
    if asked.concepts == ("any-cancer",) and said.organs:
        return _spread_only(typed, said)
    if "brain" in said.organs and "brain-mets" not in asked.concepts:  # taken by trials for it whatever the first cancer is
        asked = asked_for(typed, (*asked.concepts, "brain-mets"), asked.markers, staged=asked.staged)
    stage = said.stage if asked.staged else ", ".join(w for w in said.stage.split(", ") if w in _BEHAVIOUR)
    return asked._replace(stage_words=stage)


def _spread_only(typed: str, said: StageWords) -> CancerAsked | None:
    """Words that say where the cancer is now, but not where it began ("secondaries in the liver")."""
    concepts = tuple(f"{organ}-mets" for organ in said.organs if f"{organ}-mets" in vocabulary().concepts)
    return asked_for(typed, concepts) if concepts else None


def _understood(typed: str, words: str) -> CancerAsked:
    key = normalise(words)
    rest, markers = split_markers(words)
    if not (markers and _names_a_cancer(rest)):
        concepts = exact(key)
        if concepts:
            return asked_for(typed, concepts, tuple(m for m in markers if m.id == "triple-negative"))
    return _less_exact(typed, rest, markers)


def _names_a_cancer(rest: str) -> bool:
    """The words left beside a marker name a cancer by themselves."""
    concepts = exact(without_filler(normalise(rest)))
    return bool(concepts) and concepts != ("any-cancer",)


def _less_exact(typed: str, rest: str, markers: tuple[Marker, ...]) -> CancerAsked:
    key = normalise(rest)
    if not key:
        return _marker_alone(typed, markers)
    plain = without_filler(key)
    concepts = exact(key) or _of_children(key, plain) or exact(plain) or with_a_head(plain)
    if concepts:
        return asked_for(typed, concepts, markers)
    if markers and plain in ("cancer", ""):
        return _marker_alone(typed, markers)
    if markers:
        ask_if_ambiguous(rest, typed)
    found, unused = inside(rest)
    if found and not unused:
        return asked_for(typed, found, markers)
    from trialfinder.resolve.terms_spelling import corrected, suggest

    mended = corrected(key) or corrected(plain)
    if mended:
        found_in_name = split_markers(mended)[1]
        return asked_for(typed, exact(mended), markers or found_in_name)._replace(corrected=True)
    if not _CANCER.search(key) and all(c in bare(key) for c in found):
        found = ()  # "kidney stones" is no cancer of the kidney
    if any(vocabulary().concepts[c].kind != "umbrella" for c in found):
        left = " ".join(unused)
        return asked_for(typed, found, markers, (f"{_NOT_USED} {left}.",))
    near = suggest(plain or key, 5)
    hint = "See the known names: trialfinder terms --list"
    if near:
        hint = "Type one of the names below, or see all: trialfinder terms --list"
    raise NothingUnderstood(f"No cancer is known by the words '{typed}'.", hint, near)


def _of_children(key: str, plain: str) -> tuple[str, ...]:
    """What goes by a name in childhood, and what goes by it at any age: "kidney cancer in a child"."""
    young, any_age = exact(f"childhood {plain}") if _CHILD.search(key) else (), exact(plain)
    known = {below for concept in any_age for below in vocabulary().descendants(concept)}
    return (*young, *any_age) if young and not known.issuperset(young) else ()


def _marker_alone(typed: str, markers: tuple[Marker, ...]) -> CancerAsked:
    """A marker without a cancer: only a few belong to one cancer."""
    concepts = tuple(dict.fromkeys(_HOME[m.id] for m in markers if m.id in _HOME))
    if concepts:
        return asked_for(typed, concepts, markers)
    return asked_for(typed, ("any-cancer",), markers, ("No cancer was named with the marker, so every cancer was searched.",))


def _for_children(asked: CancerAsked) -> CancerAsked:
    """The age that the words tell; who has grown up since ("survivor") is asked for nothing."""
    said = _CHILD.search(asked.typed.lower())
    if said is None or _GROWN_UP.search(asked.typed.lower()):
        return asked
    return asked._replace(younger_than=_TEENS if said[0].startswith("teen") else _CHILDHOOD)
