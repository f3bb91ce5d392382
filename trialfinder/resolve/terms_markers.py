"""Splits biomarkers and subtypes off the words of a cancer: "HER2-positive breast cancer" is breast cancer, and HER2-positive."""

import re
from collections.abc import Iterable
from functools import cache

from trialfinder.domain.cancer import Marker
from trialfinder.vocab.markers import MarkerEntry, markers

__all__ = ["split_markers"]

_POSITIVE = (
    r"positive|pos|\+|mutation[- ]positive|mutations?|mutated|mutant|fusions?|fusion[- ]positive|rearranged"
    r"|rearrangements?|altered|"
    r"alterations?|amplified|amplification|overexpressing|high|translocation|translocated|deleted|deletion"
    r"|deficient|low|expressing|"
    r"exon \d+(?: skipping| insertions?| deletions?)?|skipping|insertions?|v600[ek]?|g12[cdv]|methylated|codeleted"
    r"|driven|related|associated"
)
_NEGATIVE = r"negative|neg|wild[- ]?type|unmethylated|-(?![\w-])"


_TOKEN = re.compile(r"[a-z0-9]+")
#: Alone these mean too many other things: high risk, emergency room, phase.
_NEED_A_TAIL = frozenset({"hr", "er", "ph", "hormone", "estrogen", "oestrogen", "deficient", "low"})


@cache
def _by_beginning() -> tuple[tuple[str, str, str, MarkerEntry], ...]:
    """What each name of a marker begins with, its letters, the name, and its marker."""
    names = ((name, entry) for entry in markers() for name in (*entry.genes, *entry.opposites))
    return tuple((_TOKEN.findall(name.lower())[0], _letters(name), name, entry) for name, entry in names)


def _letters(words: str) -> str:
    return words.lower().replace(" ", "").replace("-", "")


def _named_in(words: str) -> dict[str, MarkerEntry]:
    """The names of markers that may stand in the words; a pattern of all of them would be slow to make."""
    tokens, letters = _TOKEN.findall(words.lower()), _letters(words)
    return {
        name: entry
        for first, whole, name, entry in _by_beginning()
        if whole in letters and any(token.startswith(first) for token in tokens)
    }


def _pattern(genes: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(gene).replace(r"\ ", "[ -]*") for gene in sorted(genes, key=len, reverse=True))
    return re.compile(
        rf"(?i)(?<![\w])(?P<gene>{either})(?P<tail>(?:[\s/-]*(?:{_POSITIVE})(?![\w])|\+|[\s-]*(?:{_NEGATIVE})(?![\w]))*)(?![\w])"
    )


def split_markers(words: str) -> tuple[str, tuple[Marker, ...]]:
    """The words without the markers, and the markers."""
    found: dict[str, Marker] = {}
    if names := _named_in(words):
        words = _taken_out(words, names, found)
    return " ".join(words.split()).strip(" ,/&+;-"), tuple(found.values())


def _taken_out(words: str, names: dict[str, MarkerEntry], found: dict[str, Marker]) -> str:
    """The words without the markers called by one of ``names``, which are added to ``found``."""
    by_gene = {re.sub(r"[ -]", "", name): entry for name, entry in names.items()}

    def note(match: re.Match[str]) -> str:
        gene = re.sub(r"[ -]", "", match["gene"].lower())
        entry, tail = by_gene[gene], match["tail"]
        negative = (
            any(re.sub(r"[ -]", "", name) == gene for name in entry.opposites)
            or re.search(rf"(?i)(?:^|[\s-])(?:{_NEGATIVE})", tail) is not None
        )
        if negative and entry.negative is None:
            return match[0]
        if not tail and (match["gene"].lower() in _NEED_A_TAIL or match["gene"] == "met"):
            return match[0]
        marker = entry.negative if negative and entry.negative else entry.positive
        found.setdefault(marker.id, marker)
        return " "

    return _pattern(names).sub(note, words)
