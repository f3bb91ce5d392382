"""How a word for a cancer is understood, with how many open trials each meaning has when there is a cache to count in."""

from collections.abc import Sequence
from pathlib import Path

from trialfinder.domain.errors import CacheUnusable
from trialfinder.domain.terms import TermNode, TermView
from trialfinder.resolve.terms import resolve_cancer
from trialfinder.store.reader import SnapshotReader
from trialfinder.vocab.cancers import CancerVocabulary, vocabulary

__all__ = ["describe_words", "tree_of_cancers"]

_Concepts = tuple[list[str], list[str], list[str]]


def describe_words(words: str, cache: Path) -> list[TermView]:
    """Every concept the words mean. Raises NothingUnderstood or AmbiguousWords."""
    asked = resolve_cancer(words)
    trials = _open_trials(cache)
    vocab = vocabulary()
    notes = asked.notes
    if asked.stage_words:
        notes = (*notes, f"A search reads “{asked.stage_words}” as the stage.")
    return [_view(concept, vocab, trials, words, asked.corrected, notes) for concept in asked.concepts]


def tree_of_cancers(cache: Path) -> list[TermNode]:
    """Every cancer known, kinds below; a cancer with two parents stands below both."""
    vocab, trials = vocabulary(), _open_trials(cache)
    counts = {concept: _counts(concept, vocab, trials)[0] for concept in vocab.concepts} if trials is not None else {}

    def node(concept_id: str) -> TermNode:
        concept = vocab.concept(concept_id)
        return TermNode(concept.name, concept.medical, counts.get(concept_id), tuple(map(node, vocab.children(concept_id))))

    return [node(concept.id) for concept in vocab.concepts.values() if not concept.parents]


def _view(
    concept_id: str,
    vocab: CancerVocabulary,
    trials: Sequence[_Concepts] | None,
    typed: str,
    corrected: bool,
    notes: tuple[str, ...],
) -> TermView:
    concept = vocab.concept(concept_id)
    about, umbrella = _counts(concept_id, vocab, trials) if trials is not None else (None, None)
    children = [
        (vocab.concept(child).name, _counts(child, vocab, trials)[0] if trials is not None else None)
        for child in vocab.children(concept_id)
    ]
    return TermView(
        name=concept.name,
        medical=concept.medical,
        synonyms=concept.synonyms,
        parents=tuple(vocab.concept(parent).name for parent in concept.parents),
        children=tuple(children),
        umbrellas=tuple(sorted(vocab.concept(group).name for group in vocab.umbrellas_for(concept_id) - {concept_id})),
        about_count=about,
        umbrella_count=umbrella,
        notes=notes,
        typed=typed,
        corrected=corrected,
    )


def _counts(concept_id: str, vocab: CancerVocabulary, trials: Sequence[_Concepts]) -> tuple[int, int]:
    direct, umbrellas = vocab.descendants(concept_id), vocab.umbrellas_for(concept_id)
    broader = (vocab.ancestors(concept_id) | {concept_id}) - umbrellas
    about = umbrella = 0
    for named, broad, taken in trials:
        if not direct.isdisjoint(named) or not broader.isdisjoint(broad):
            about += 1
        elif not umbrellas.isdisjoint(taken):
            umbrella += 1
    return about, umbrella


def _open_trials(cache: Path) -> list[_Concepts] | None:
    try:
        with SnapshotReader(cache) as reader:
            return reader.open_trials_by_concept()
    except CacheUnusable:
        return None  # words can be explained without a cache; there is just nothing to count
