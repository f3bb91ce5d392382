"""What words say about the kind of treatment: phrases, endings of generic drug names, and designs that give less.

Read at refresh only, so the lexicon is TOML. A malformed entry fails with its id. Drug names are another lexicon (``drugs``).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from trialfinder.domain.enriched import Treatment

__all__ = ["LessRule", "PhraseRule", "StemRule", "less_rules", "phrase_rules", "phrases_in", "stem_of", "stem_rules"]

_WORD = re.compile(r"[^\W_]+")
_ROLES = frozenset({"", "incidental", "conditioning"})
_NEAR = 80
"""Letters before and after a word that are read with it."""
_WHERE = frozenset({"title", "text"})


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Words that name a kind of treatment; ``kinds`` empty: words that name none (placebo)."""

    id: str
    kinds: tuple[Treatment, ...]
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    """One of these stands in every text the pattern can match."""
    role: str
    over: frozenset[Treatment]
    """Kinds whose words these explain away."""
    example: str
    counter: str

    def found(self, lowered: str) -> str:
        """The words in a lower-case text, or ``""``."""
        # A plain loop: any() over a generator takes twice as long, and this runs for every text and rule.
        for need in self.needs:
            if need in lowered:
                match = self.pattern.search(lowered)
                return match[0] if match else ""
        return ""


@dataclass(frozen=True, slots=True)
class StemRule:
    """An ending of generic drug names."""

    ending: str
    kind: Treatment
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class LessRule:
    """Words of a design that gives less than the usual treatment."""

    id: str
    where: str
    """``"title"``: titles and arm names; ``"text"``: the summary and arm descriptions too."""
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: tuple[str, ...]
    example: str
    counter: str

    def found(self, lowered: str) -> str:
        """The words in a lower-case text, or ``""``. Only what is near a needed word is read: its excuse stands there too."""
        for need in self.needs:
            at = lowered.find(need)
            while at >= 0:
                near = lowered[max(0, at - _NEAR) : at + _NEAR]
                match = self.pattern.search(near)
                if match and not (self.unless and self.unless.search(near)):
                    return match[0]
                at = lowered.find(need, at + _NEAR // 2)
        return ""


@cache
def _lexicon() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files("trialfinder.vocab") / "treatments.toml").read_text(encoding="utf-8"))


@cache
def phrase_rules() -> tuple[PhraseRule, ...]:
    """All phrases, in the order of the lexicon."""
    return tuple(_phrase(entry) for entry in _lexicon()["phrase"])


def phrases_in(lowered: str) -> Iterator[tuple[PhraseRule, str]]:
    """Phrases found in a lower-case text, with their words, in the order of the lexicon."""
    possible = 0
    for word in _WORD.findall(lowered):
        possible |= _possible(word)
    for number, rule in enumerate(phrase_rules()):
        if possible >> number & 1:
            words = rule.found(lowered)
            if words:
                yield rule, words


@lru_cache(maxsize=32768)
def _possible(word: str) -> int:
    """Bits of the rules that a text with this word may match. Words repeat: this spares most of the work."""
    by_letters = _beginnings()
    possible = 0
    for letter, mask in by_letters.get("", ()):
        if letter in word:
            possible |= mask
    for start in range(len(word) - 1):
        for begin, mask in by_letters.get(word[start : start + 2], ()):
            if word.startswith(begin, start):
                possible |= mask
    return possible


@cache
def _beginnings() -> dict[str, list[tuple[str, int]]]:
    """First words of the needs with the bits of their rules, by their first two letters; single letters under ``""``."""
    masks: dict[str, int] = {}
    for number, rule in enumerate(phrase_rules()):
        for need in rule.needs:
            begin = _WORD.findall(need)[0]
            masks[begin] = masks.get(begin, 0) | 1 << number
    by_letters: dict[str, list[tuple[str, int]]] = {}
    for begin, mask in masks.items():
        by_letters.setdefault(begin[:2] if len(begin) > 1 else "", []).append((begin, mask))
    return by_letters


@cache
def stem_rules() -> tuple[StemRule, ...]:
    """All endings, longest first."""
    stems = [StemRule(e["ending"], Treatment(e["kind"]), e["example"], e["counter"]) for e in _lexicon()["stem"]]
    return tuple(sorted(stems, key=lambda stem: (-len(stem.ending), stem.ending)))


@cache
def _stems() -> tuple[tuple[int, ...], dict[str, StemRule]]:
    """Lengths of the endings, longest first, and the endings."""
    stems = stem_rules()
    return tuple(sorted({len(stem.ending) for stem in stems}, reverse=True)), {stem.ending: stem for stem in stems}


def stem_of(word: str) -> StemRule | None:
    """The rule of the longest known ending of a lower-case word."""
    lengths, stems = _stems()
    for length in lengths:
        stem = stems.get(word[-length:])
        if stem:
            return stem
    return None


@cache
def less_rules() -> tuple[LessRule, ...]:
    """All designs that give less."""
    return tuple(_less(entry) for entry in _lexicon()["less"])


def _phrase(entry: dict[str, Any]) -> PhraseRule:
    try:
        role = entry.get("role", "")
        if role not in _ROLES:
            raise ValueError(f"no such role: {role}")
        kinds = tuple(Treatment(kind) for kind in entry["kinds"])
        over = frozenset(Treatment(kind) for kind in entry.get("over", ()))
        pattern = re.compile(entry["pattern"])
        return PhraseRule(entry["id"], kinds, pattern, tuple(entry["needs"]), role, over, entry["example"], entry["counter"])
    except (KeyError, ValueError, re.error) as error:
        raise ValueError(f"treatments.toml, phrase {entry.get('id', '?')}: {error!r}") from error


def _less(entry: dict[str, Any]) -> LessRule:
    try:
        if entry["where"] not in _WHERE:
            raise ValueError(f"no such place: {entry['where']}")
        unless = re.compile(entry["unless"]) if "unless" in entry else None
        return LessRule(
            entry["id"],
            entry["where"],
            re.compile(entry["pattern"]),
            unless,
            tuple(entry["needs"]),
            entry["example"],
            entry["counter"],
        )
    except (KeyError, ValueError, re.error) as error:
        raise ValueError(f"treatments.toml, less {entry.get('id', '?')}: {error!r}") from error
