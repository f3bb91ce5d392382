"""What words say about the kind of treatment: phrases, endings of generic drug names, and designs that give less.

Read at refresh only, so the lexicon is TOML. A malformed entry fails with its id. Drug names are another lexicon (``drugs``).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from trialfinder.domain.enriched import Treatment

__all__ = ["LessRule", "PhraseRule", "StemRule", "less_rules", "phrase_rules", "stem_rules"]

_ROLES = frozenset({"", "incidental", "conditioning"})
_WHERE = frozenset({"title", "text"})


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Words that name a kind of treatment; ``kinds`` empty: words that name none (placebo)."""

    id: str
    kinds: tuple[Treatment, ...]
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    """One of these stands in every text the pattern can match; empty: always try."""
    role: str
    over: frozenset[Treatment]
    """Kinds whose words these explain away."""
    example: str
    counter: str

    def found(self, lowered: str) -> str:
        """The words in a lower-case text, or ``""``."""
        if self.needs and not any(need in lowered for need in self.needs):
            return ""
        match = self.pattern.search(lowered)
        return match[0] if match else ""


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
    example: str
    counter: str

    def found(self, lowered: str) -> str:
        """The words in a lower-case text, or ``""``."""
        match = self.pattern.search(lowered)
        if not match or (self.unless and self.unless.search(lowered)):
            return ""
        return match[0]


@cache
def _lexicon() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files("trialfinder.vocab") / "treatments.toml").read_text(encoding="utf-8"))


@cache
def phrase_rules() -> tuple[PhraseRule, ...]:
    """All phrases, in the order of the lexicon."""
    return tuple(_phrase(entry) for entry in _lexicon()["phrase"])


@cache
def stem_rules() -> tuple[StemRule, ...]:
    """All endings, longest first."""
    stems = [StemRule(e["ending"], Treatment(e["kind"]), e["example"], e["counter"]) for e in _lexicon()["stem"]]
    return tuple(sorted(stems, key=lambda stem: (-len(stem.ending), stem.ending)))


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
        return LessRule(entry["id"], entry["where"], re.compile(entry["pattern"]), unless, entry["example"], entry["counter"])
    except (KeyError, ValueError, re.error) as error:
        raise ValueError(f"treatments.toml, less {entry.get('id', '?')}: {error!r}") from error
