"""Misspelt names of cancers. Loaded only when no name is known as typed.

A correction must be a slip of the keyboard, word by word: a word that is itself part of a known name ("carcinoma", "breast")
is never taken for another one, and very short words are corrected only where the words beside them leave no doubt.
"""

from functools import cache

from trialfinder.vocab.cancers import vocabulary
from trialfinder.vocab.cancers_words import normalise

__all__ = ["corrected", "mended_words", "suggest"]

_LONGEST_ABBREVIATION = 4
_SPELLING_FLOOR = 88.0
#: Letters of a word -> slips that may be put right in it.
_SLIPS = {1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2}
_MOST_SLIPS = 3
_SHORT = 3
_LONG = 8
#: Words that many names share.
_GENERIC = frozenset({"cancer", "carcinoma", "tumor", "neoplasm", "disease", "syndrome"})


def corrected(key: str) -> str:
    """The name a slip of the keyboard away; ``""`` when there is none, or two of different concepts are equally near."""
    if len(key) <= _LONGEST_ABBREVIATION:
        return ""
    key = _growths_mended(key)
    if key in vocabulary().by_name:
        return key
    near = _nearest(key, 12)
    if not near:
        return ""
    _, best, slips = near[0]
    concepts = vocabulary().by_name[best]
    rivals = [name for _, name, other in near[1:] if other <= slips and set(vocabulary().by_name[name]) != set(concepts)]
    return "" if rivals else best


def mended_words(typed: str, more: frozenset[str]) -> str:
    """Each unknown word replaced by the one known word a slip away; ``more``: words known beside those of names."""
    known = _known_words() | more
    return " ".join(_mended(word, known) for word in typed.split())


def _mended(word: str, known: frozenset[str]) -> str:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    plain = word.strip(".,;:!?()").lower()
    if len(plain) < _SHORT + 1 or not plain.isalpha() or plain in known or set(normalise(plain).split()) <= known:
        return word
    most = 1 if len(plain) < _LONG else 2
    near = process.extract(plain, known, scorer=OSA.distance, score_cutoff=most, limit=2)
    return near[0][0] if len(near) == 1 or (near and near[0][1] < near[1][1]) else word


def _growths_mended(key: str) -> str:
    """Every "tumor" is a "cancer" in the one spelling of names, so a slip in it is put right before names are compared."""
    from rapidfuzz.distance import OSA

    known = _known_words()
    return " ".join(
        "cancer" if w not in known and min(OSA.distance(w, "tumor"), OSA.distance(w, "tumour")) <= 1 else w for w in key.split()
    )


def _nearest(key: str, limit: int) -> list[tuple[float, str, int]]:
    """Names near enough to be meant: (score, name, slips), nearest first. Names too short to misspell are left out."""
    from rapidfuzz import fuzz, process

    names = [name for name in vocabulary().by_name if len(name) > _LONGEST_ABBREVIATION]
    scored = {name: score for name, score, _ in process.extract(key, names, scorer=fuzz.ratio, limit=limit, score_cutoff=75)}
    for name, score, _ in process.extract(key, names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=_SPELLING_FLOOR):
        scored[name] = max(score, scored.get(name, 0.0))
    near = [(score, name, slips) for name, score in scored.items() if (slips := _slips(key, name)) is not None]
    enough = [n for n in near if n[0] >= _SPELLING_FLOOR or n[2] == 1]
    return sorted(enough, key=lambda n: (n[2], -n[0], n[1]))


def _slips(key: str, name: str) -> int | None:
    """Slips between what was typed and a name; None when it cannot be a slip of the keyboard."""
    from rapidfuzz.distance import OSA

    typed, known = key.split(), name.split()
    same = [word for word in typed if word in known]
    for word in same:
        if word in known:
            typed.remove(word)
            known.remove(word)
    # "Mantle cel lymphoma": enough stands beside the short word to know which name is meant.
    sure = len(set(same) - _GENERIC) >= 2 or (len(same) >= 2 and bool(set(same) - _GENERIC))
    if len(typed) != len(known):  # a space too many or too few
        slips = OSA.distance(key.replace(" ", ""), name.replace(" ", ""))
        return slips + 1 if slips <= 1 else None
    total = 0
    for word, meant in zip(typed, known, strict=True):
        slips = OSA.distance(word, meant)
        short = sure and len(word) <= _SHORT and slips == 1
        if not word.isalpha() or not meant.isalpha():  # a number is never a slip of another
            return None
        if not short and (word in _known_words() or slips > _SLIPS.get(len(word), _MOST_SLIPS)):
            return None
        total += slips
    return total


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for name in vocabulary().by_name for word in name.split())


def suggest(words: str, limit: int = 5) -> tuple[str, ...]:
    """Plain names of the nearest concepts, nearest first; empty when nothing is near."""
    from rapidfuzz import fuzz, process

    vocab = vocabulary()
    scored = process.extract(words, list(vocab.by_name), scorer=fuzz.ratio, limit=limit * 6, score_cutoff=60)
    scored += process.extract(words, list(vocab.by_name), scorer=fuzz.token_sort_ratio, limit=limit * 6, score_cutoff=65)
    scored.sort(key=lambda hit: -hit[1])
    names = dict.fromkeys(vocab.concepts[c].name for name, _, _ in scored for c in vocab.by_name[name])
    return tuple(names)[:limit]
