"""What a person's words for a tumour marker mean when they stand alone: ``EGFR exon 19``, ``HER2-positive``, ``BRCA``.

The same names as beside a cancer (``terms_markers``), and one thing more: alone, a gene means that it is altered. A receptor
that is as often absent as present ("ER") raises a question instead.
"""

import re

from trialfinder.domain.cancer import Marker
from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood
from trialfinder.resolve.terms_markers import split_markers
from trialfinder.vocab.markers import MarkerEntry, marker_names, markers

__all__ = ["resolve_markers"]

#: Said of one of two groups of patients as often as of the other, so that the bare word tells nothing.
_EITHER = frozenset({"hr", "er", "pr", "hormone", "hormone receptor", "estrogen receptor", "oestrogen receptor"})
_HINT = "write it as the report does, such as --marker 'EGFR exon 19', --marker HER2-positive or --marker BRCA"


def resolve_markers(words: str) -> tuple[Marker, ...]:
    """The markers the words name. Raises NothingUnderstood or AmbiguousWords."""
    typed = " ".join(words.split())
    bare = " ".join(re.sub(r"[\W_]+", " ", typed.lower()).split())
    if not bare:
        raise NothingUnderstood("--marker needs the name of a tumour marker.", _HINT)
    if bare in _EITHER:
        choices = tuple((f"{typed} {sign}", f"{typed}-{sign}") for sign in ("positive", "negative"))
        raise AmbiguousWords(f"{typed!r} says neither positive nor negative.", choices, "Type the one in your report.")
    by_name = {name.lower(): Marker(key, name) for key, name in marker_names().items()}
    if typed.lower() in by_name:
        return (by_name[typed.lower()],)
    for text in (typed, f"{typed} positive"):
        _, found = split_markers(text)
        if found:
            return found
    entry = _entry(bare)
    if entry and re.search(r"\b(?:neg|negative|wild|unmutated|no|not)\b", bare):
        message = f"{typed!r}: trials seldom ask for people without it, so it is known here only as {entry.positive.name}."
        raise NothingUnderstood(message, "leave this --marker out; a trial that needs it will say so")
    near = _near(bare)
    hint = f"Did you mean: {'; '.join(near)}?" if near else _HINT
    raise NothingUnderstood(f"{typed!r} is not a tumour marker I know.", hint)


def _entry(bare: str) -> MarkerEntry | None:
    return next((entry for entry in markers() if set(entry.genes) & {bare, *bare.split()}), None)


def _near(bare: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    names = {gene: entry.positive.name for entry in markers() for gene in (*entry.genes, entry.positive.name.lower())}
    found = process.extract(bare, list(names), scorer=fuzz.ratio, limit=8, score_cutoff=60)
    return tuple(dict.fromkeys(names[gene] for gene, _, _ in found))[:3]
