"""Concepts -> what is searched for them: everything below, what is wider, which groups take them, and what to say with it."""

from collections.abc import Sequence

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.vocab.cancers import CancerVocabulary, Concept, vocabulary

__all__ = ["asked_for"]


def asked_for(
    typed: str, concepts: Sequence[str], markers: tuple[Marker, ...] = (), notes: tuple[str, ...] = (), staged: bool | None = None
) -> CancerAsked:
    """What a search needs to know of these concepts; ``staged`` beats what they say themselves."""
    words = vocabulary()
    first = _where_it_began(concepts, words)
    secondary = [c for c in concepts if c not in first]
    known = [words.concepts[c] for c in first]
    direct = frozenset[str]().union(*(words.descendants(c) for c in first))
    above = frozenset[str]().union(*(words.ancestors(c) for c in first)) - direct | frozenset(first)
    return CancerAsked(
        typed=typed,
        concepts=tuple(concepts),
        name=" with ".join(_joined([words.concepts[c].name for c in part]) for part in (first, secondary) if part),
        direct=direct,
        broader=frozenset(c for c in above if words.concepts[c].kind != "umbrella"),
        umbrellas=_umbrellas(first, direct, words),
        covers=() if len(known) > 1 else _covers(known, words),
        markers=markers,
        notes=(*notes, *_notes(known, words)),
        staged=any(c.staged for c in known) if staged is None else staged,
        secondary=frozenset(secondary),
    )


def _where_it_began(concepts: Sequence[str], words: CancerVocabulary) -> tuple[str, ...]:
    """Without where it has spread to: a trial for lung cancer in the brain is none for breast cancer in the brain.

    Trials for the spread itself take the groups of cancers that spread there. All are kept where the first cancer is of no such group
    (lymphoma), so that none is hidden.
    """
    first = tuple(c for c in concepts if words.concepts[c].kind != "secondary" or len(words.descendants(c)) > 1)
    groups = frozenset[str]().union(*(words.umbrellas_for(c) for c in first))
    reached = all(words.umbrellas_for(c) <= groups for c in concepts if c not in first)
    return first if first and reached else tuple(concepts)


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
        others = [words.concepts[c].name for c in concept.confused_with if words.concepts[c] not in known]
        if others:
            notes.append(
                f"{concept.name[:1].upper()}{concept.name[1:]} is not {' or '.join(others)}: search for that by its own name."
            )
    return tuple(notes)


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
