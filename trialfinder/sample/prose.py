"""Sentences without end, for records as long and as varied as real ones: patterns with slots, filled by a generator.

They say nothing about any disease or stage, so that no reader of criteria finds in them what the record does not say.
"""

import re
from random import Random

from trialfinder.sample.wordings import PATTERNS, SLOTS

__all__ = ["fill", "paragraph", "sentence"]

_SLOT = re.compile(r"\{(\w+)\}")


def _parts(pattern: str) -> tuple[tuple[str, str], ...]:
    """Fixed text and the name of the slot after it, in turn."""
    pieces = [*_SLOT.split(pattern), ""]
    return tuple(zip(pieces[::2], pieces[1::2], strict=True))


_PATTERNS = tuple(map(_parts, PATTERNS))
_FILLINGS = {name: tuple(map(_parts, words)) for name, words in SLOTS.items()}


def fill(rng: Random, pattern: str) -> str:
    """``pattern`` with every slot filled; ``{n}`` is a small number."""
    return _filled(rng, _parts(pattern))


def sentence(rng: Random) -> str:
    """One sentence."""
    text = _filled(rng, _PATTERNS[int(rng.random() * len(_PATTERNS))])
    return text[0].upper() + text[1:]


def paragraph(rng: Random, sentences: int) -> str:
    """Several sentences."""
    return " ".join([sentence(rng) for _ in range(sentences)])


def _filled(rng: Random, parts: tuple[tuple[str, str], ...]) -> str:
    done = []
    for fixed, slot in parts:
        done.append(fixed)
        if slot == "n":
            done.append(str(1 + int(rng.random() ** 2 * 48)))
        elif slot:
            fillings = _FILLINGS[slot]
            done.append(_filled(rng, fillings[int(rng.random() * len(fillings))]))
    return "".join(done)
