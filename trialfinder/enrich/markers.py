"""What a trial says about biomarkers: asked for, shut out, or not a word, read from titles, conditions and criteria.

A gene named beside a drug ("EGFR inhibitor"), a test ("HER2 status") or a condition ("if ALK-positive, …") says nothing about
who may enter and is passed over; so is a marker asked for in one sentence and shut out in another of the same section.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from trialfinder.domain.cancer import MarkerAnswer
from trialfinder.domain.enriched import MarkerFinding
from trialfinder.domain.trial import Trial
from trialfinder.enrich.marker_words import (
    BETWEEN,
    EITHER,
    NAME_ENDS,
    NEXT_OF_FAMILY,
    NONE_BEFORE,
    PASSED_OVER,
    PLUS,
    TAIL_NO,
    TAIL_YES,
    TESTED,
    WHOLE,
    YES_BEFORE,
)
from trialfinder.enrich.text import EXCLUSION, INCLUSION, Item, TrialText, prepare
from trialfinder.vocab.markers import MarkerEntry, markers

__all__ = ["read_markers"]

_REST_OF_WORD = re.compile(r"[^\s;.]*")
#: A bracket that was only begun, as in "mutation (e" of "mutation (e.g. exon 19)".
_BEGUN = re.compile(r"\s*\\?[(\[]\w{0,3}$")
_CLAUSE = re.compile(r"[;\n]|\.(?:\s|$)")
#: Clear enough from a person, not in the text of a trial.
_ONLY_FROM_A_PERSON = frozenset(
    {"hormone", "ph", "luminal", "ras", "er pr", "estrogen", "oestrogen", "her2 zero", "her2 null", "her2 0"}
)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, MarkerEntry]]:
    by_gene = {gene: entry for entry in markers() for gene in (*entry.genes, *entry.opposites) if gene not in _ONLY_FROM_A_PERSON}
    by_gene["ph+"] = next(e for e in markers() if e.positive.id == "ph-positive")
    # Longest first among those of one initial; one branch per initial, as most words of a text begin no name.
    ordered = sorted(by_gene, key=lambda gene: (gene[0], -len(gene)))
    genes = "|".join(
        re.escape(initial) + "(?:" + "|".join(re.escape(g[1:]).replace(r"\ ", r"[ -]?") for g in group) + ")"
        for initial, group in groupby(ordered, key=lambda gene: gene[0])
    )
    squeezed = {re.sub(r"[ -]", "", gene): entry for gene, entry in by_gene.items()}
    one = rf"(?:{genes})(?:{NAME_ENDS})"
    several = rf"{one}(?:{BETWEEN}(?:(?:and|or|and/or)\W)?{one}){{0,6}}"
    whole = rf"(?<![a-z0-9])(?P<genes>{several})(?=(?P<tail>[^;.\n]{{0,28}}))"
    return re.compile(whole), squeezed


@cache
def _one() -> re.Pattern[str]:
    _, by_gene = _pattern()
    return re.compile("|".join(re.escape(g) for g in sorted(by_gene, key=len, reverse=True)))


@cache
def _opposites() -> frozenset[str]:
    return frozenset(re.sub(r"[ -]", "", name) for entry in markers() for name in entry.opposites)


def read_markers(trial: Trial, text: TrialText | None = None) -> tuple[MarkerFinding, ...]:
    """One finding per marker the trial speaks of, opposites included; inclusion outweighs exclusion."""
    text = text or prepare(trial)
    entering: dict[str, list[MarkerFinding]] = {}
    for item in (*text.titles, *text.conditions, *text.keywords, *text.criteria.of(INCLUSION)):
        for finding in _item(item, turned=False):
            entering.setdefault(finding.marker, []).append(finding)
    shut: dict[str, list[MarkerFinding]] = {}
    for item in text.criteria.of(EXCLUSION):
        for finding in _item(item, turned=True):
            shut.setdefault(finding.marker, []).append(finding)
    decided: list[MarkerFinding] = []
    for marker in dict.fromkeys((*entering, *shut)):
        said = entering.get(marker) or shut[marker]
        if len({finding.answer for finding in said}) == 1:
            decided.append(said[0])
    return tuple(decided)


def _item(item: Item, *, turned: bool) -> Iterator[MarkerFinding]:
    lowered = item.text.lower()
    pattern, by_gene = _pattern()
    for match in pattern.finditer(lowered):
        before = _CLAUSE.split(lowered[max(0, match.start() - 60) : match.start()])[-1]
        positive = _polarity(before, match["tail"], match["genes"])
        if positive is None or PASSED_OVER.search(before) or PASSED_OVER.search(match["tail"]):
            continue
        if TESTED.search(match["tail"]):
            continue
        if match["genes"].endswith("growth factor receptor") and NEXT_OF_FAMILY.match(match["tail"]):
            continue
        quote = _quoted(item, match.start(), match.end("tail"))
        for gene in _one().findall(re.sub(r"[ -]", "", match["genes"])):
            stated = NONE_BEFORE.search(before) is None if gene in WHOLE else positive
            yield from _answers(by_gene[gene], stated != (gene in _opposites()), turned, quote, item.section)


def _quoted(item: Item, start: int, end: int) -> str:
    """The words from the name on, up to the end of a word; a cut is shown."""
    tail = _REST_OF_WORD.match(item.text, end)
    end = tail.end() if tail else end
    words = _BEGUN.sub("", item.quote(start, end).strip())
    return f"{words} …" if item.text[end : end + 1].isspace() else words


def _polarity(before: str, tail: str, genes: str) -> bool | None:
    """True: the positive form is meant, False: its opposite, None: neither is said."""
    if EITHER.search(tail):
        return None
    if PLUS.search(tail):
        return NONE_BEFORE.search(before) is None
    if TAIL_NO.search(tail):
        return before.rstrip().endswith((" not", " non"))
    spoken = TAIL_YES.search(tail) is not None or YES_BEFORE.search(before) is not None
    says_itself = (
        re.search(
            r"triple|dmmr|msi[ -]?h|fusion|g12|v600|h3 ?k27|t\(11|del\(|17p|deficien|low|-h\b|metex|itd|\+|\bmss|pmmr|stab|proficient"
            r"|positive",
            genes,
        )
        is not None
    )
    if not spoken and not says_itself:
        return None
    return NONE_BEFORE.search(before) is None


def _answers(entry: MarkerEntry, positive: bool, turned: bool, quote: str, section: str) -> Iterator[MarkerFinding]:
    wanted = positive != turned
    yes, no = (MarkerAnswer.REQUIRED, MarkerAnswer.EXCLUDED) if wanted else (MarkerAnswer.EXCLUDED, MarkerAnswer.REQUIRED)
    if turned and not positive and entry.negative is None:
        return
    yield MarkerFinding(entry.positive.id, yes, quote, section)
    if entry.negative is not None:
        yield MarkerFinding(entry.negative.id, no, quote, section)
    if wanted and not turned:
        yield from (MarkerFinding(other, MarkerAnswer.EXCLUDED, quote, section) for other in entry.rules_out)
