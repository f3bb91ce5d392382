"""What the words of one intervention name: drugs of the table, endings of generic names, phrases. Knows no trial and no arm.

Refuses to guess: a text without known words gives no mention, and the reader of the trial decides what that means.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from trialfinder.domain.enriched import Treatment
from trialfinder.vocab.drugs import SHORT, Drug, drug_index
from trialfinder.vocab.treatments import phrases_in, stem_of

__all__ = ["Mention", "mentions"]

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[®™©]|\((?:r|tm)\)|â®", re.IGNORECASE)
_SHORTEST_GENERIC = 7
"""A word with fewer letters is no generic name, whatever its ending ("kin", "mab")."""
_INCIDENTAL = frozenset({Treatment.SUPPORTIVE, Treatment.DIAGNOSIS})


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing named. ``role`` is ``""``, ``"incidental"`` or ``"conditioning"``; no kinds: named as no treatment."""

    kinds: tuple[Treatment, ...]
    role: str
    text: str
    rule: str


@lru_cache(maxsize=65536)
def mentions(text: str) -> tuple[Mention, ...]:
    """Everything the text names, drugs first. Words of a drug's own name are not read again as a phrase."""
    plain = _MARKS.sub("", text)
    drugs, rest = _drugs(plain)
    return (*drugs, *_phrases(rest.lower()))


def _drugs(text: str) -> tuple[tuple[Mention, ...], str]:
    """Drugs named, and the text without their names."""
    found: list[Mention] = []
    rest: list[str] = []
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    kept = at = 0
    while at < len(words):
        mention, used = _drug_at(text, words, at)
        if mention is None:
            at += 1
            continue
        found.append(mention)
        rest.append(text[kept : words[at][1]])
        kept = words[at + used - 1][2]
        at += used
    return tuple(found), " ".join((*rest, text[kept:]))


def _drug_at(text: str, words: list[tuple[str, int, int]], at: int) -> tuple[Mention | None, int]:
    index = drug_index()
    word = words[at][0].lower()
    if word in index.first_words:
        for count in range(min(index.words, len(words) - at), 0, -1):
            written = text[words[at][1] : words[at + count - 1][2]]
            key = "".join(part[0] for part in words[at : at + count]).lower()
            drug = index.squeezed.get(key) if len(key) > SHORT else index.exact.get(written)
            if drug:
                return _of_drug(drug, written), count
    if len(word) >= _SHORTEST_GENERIC:
        stem = stem_of(word)
        if stem:
            role = "incidental" if stem.kind in _INCIDENTAL else ""
            return Mention((stem.kind,), role, words[at][0], f"stem:{stem.ending}"), 1
    return None, 1


def _of_drug(drug: Drug, written: str) -> Mention:
    incidental = drug.kinds[0] in _INCIDENTAL
    role = drug.role or ("incidental" if incidental else "")
    return Mention(drug.kinds, role, written, f"drug:{drug.name}")


def _phrases(lowered: str) -> list[Mention]:
    found = []
    explained: set[Treatment] = set()
    for rule, words in phrases_in(lowered):
        found.append(Mention(rule.kinds, rule.role, words, f"phrase:{rule.id}"))
        explained |= rule.over
    return [mention for mention in found if not (mention.kinds and explained.issuperset(mention.kinds))]
