"""Splits biomarkers and subtypes off the words of a cancer: "HER2-positive breast cancer" is breast cancer, and HER2-positive."""

import re
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
def _pattern() -> tuple[re.Pattern[str], dict[str, MarkerEntry]]:
    by_gene = {gene: entry for entry in markers() for gene in (*entry.genes, *entry.opposites)}
    genes = "|".join(re.escape(gene).replace(r"\ ", "[ -]*") for gene in sorted(by_gene, key=len, reverse=True))
    pattern = re.compile(
        rf"(?i)(?<![\w])(?P<gene>{genes})(?P<tail>(?:[\s/-]*(?:{_POSITIVE})(?![\w])|\+|[\s-]*(?:{_NEGATIVE})(?![\w]))*)(?![\w])"
    )
    squeezed = {re.sub(r"[ -]", "", gene): entry for gene, entry in by_gene.items()}
    return pattern, squeezed


@cache
def _beginnings() -> tuple[str, ...]:
    """What a name of a marker begins with; most words for a cancer hold none, and the pattern of all names is slow to make."""
    names = {gene for entry in markers() for gene in (*entry.genes, *entry.opposites)}
    return tuple({_TOKEN.findall(name.lower())[0] for name in names})


def split_markers(words: str) -> tuple[str, tuple[Marker, ...]]:
    """The words without the markers, and the markers."""
    found: dict[str, Marker] = {}
    if any(token.startswith(_beginnings()) for token in _TOKEN.findall(words.lower())):
        words = _taken_out(words, found)
    rest = re.sub(r"^[\s,/&+;-]+|[\s,/&+;-]+$", "", re.sub(r"\s{2,}", " ", words))
    return rest, tuple(found.values())


def _taken_out(words: str, found: dict[str, Marker]) -> str:
    """The words without the markers, which are added to ``found``."""
    pattern, by_gene = _pattern()

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

    return pattern.sub(note, words)
