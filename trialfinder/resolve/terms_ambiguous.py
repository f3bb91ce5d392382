"""Abbreviations and words with unrelated meanings: the choices, each in words that ask for just that one."""

import csv
from functools import cache
from pathlib import Path

from trialfinder.domain.errors import AmbiguousWords
from trialfinder.vocab import cancers as _cancers

__all__ = ["ambiguous", "ask_if_ambiguous"]

_AMBIGUOUS = Path(_cancers.__file__).with_name("cancers_ambiguous.csv")


def ask_if_ambiguous(words: str, typed: str) -> None:
    """``words`` stand in ``typed``; the choices say the rest again."""
    word = words.strip(" .,'\"")
    choices = tuple((label, typed.replace(word, ask)) for label, ask in ambiguous().get(word.lower(), ()))
    if choices:
        question = AmbiguousWords(f"'{word}' can mean different things.", choices, "Type the one you mean in full.")
        question.typed = typed
        raise question


@cache
def ambiguous() -> dict[str, tuple[tuple[str, str], ...]]:
    """Words with unrelated meanings -> (label, words that ask for just that one)."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    with _AMBIGUOUS.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.reader(handle) if row and not row[0].startswith("#")]
    for words, label, ask in rows[1:]:
        for word in words.split(";"):
            found[word] = (*found.get(word, ()), (label, ask))
    return found
