"""The lexicon of stage words, typed. A malformed entry fails naming the file and the entry."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trialfinder.domain.stage import Extent, Stage

__all__ = ["ContextRule", "Lexicon", "WordRule", "contexts_for", "load_rules"]

_FILE = "stage.toml"


@dataclass(frozen=True, slots=True)
class WordRule:
    """One way of saying stage, or of only seeming to (``kind`` is ``"pseudo"``)."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    stems: tuple[str, ...]
    example: str
    counter: str
    accepts: frozenset[Stage] = frozenset()
    rules_out: frozenset[Stage] = frozenset()
    excluded: frozenset[Stage] = frozenset()
    """Ruled out where these words are excluded or denied."""
    extent: Extent | None = None

    def may_match(self, text: str) -> bool:
        """A cheap look before the pattern runs."""
        for stem in self.stems:  # noqa: SIM110 - a plain loop is twice as fast, and this is asked of every rule and item
            if stem in text:
                return True
        return False


@dataclass(frozen=True, slots=True)
class ContextRule:
    """Words around a mention that turn its sense."""

    id: str
    where: str
    """``"left"`` (the text that ends at the mention; ``"lead"``: with the line above), ``"right"`` (that begins there) or ``"item"``."""
    effect: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    example: str
    counter: str
    unless: frozenset[str] = frozenset()
    """Sites of cancer whose trials it leaves alone: "of the cervix" is beside the point only where the cervix is not the point."""

    def concerns(self, kind: str, cancer: str) -> bool:
        """Whether mentions of this kind are turned by it in a trial of this cancer."""
        return (kind in self.kinds or "*" in self.kinds) and cancer not in self.unless


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules, pseudo-matches first: they claim their text before a word can."""

    rules: tuple[WordRule, ...]
    contexts: tuple[ContextRule, ...]
    trigger: re.Pattern[str]
    """Any stem of any word, or a way to begin a numbered or TNM stage: nothing can match in a text without one."""

    def rules_for(self, text: str) -> tuple[WordRule, ...]:
        """The rules that may match in a text or in a part of it."""
        return tuple([rule for rule in self.rules if rule.may_match(text)])


@cache
def load_rules() -> Lexicon:
    """The lexicon, read once."""
    text = (files("trialfinder.vocab") / _FILE).read_text("utf-8")
    tables = tomllib.loads(text)
    pseudo = tuple(_rule(entry, "pseudo") for entry in tables["pseudo"])
    words = tuple(_rule(entry, str(entry.get("kind", ""))) for entry in tables["word"])
    stems = {stem for rule in words for stem in rule.stems}
    trigger = re.compile(_branches({*stems, *_NUMBERED, *_TNM}))
    return Lexicon(pseudo + words, tuple(map(_context, tables["context"])), trigger)


@cache
def contexts_for(kind: str, cancer: str) -> tuple[ContextRule, ...]:
    """The rules that may turn a mention of this kind in a trial of this cancer, in their order."""
    return tuple([rule for rule in load_rules().contexts if rule.concerns(kind, cancer)])


#: How numbered stages and T, N and M terms begin.
_NUMBERED = ("stag", "figo", "ajcc", "uicc", "ann arbor", "bclc", "duke", "masaoka", "inss", "inrg")
_TNM = tuple(letter + digit for letter in "tnm" for digit in "01234x")


def _branches(words: set[str]) -> str:
    """A pattern for any of these words, branching letter by letter: several times faster than one long alternation."""
    if "" in words:
        return ""
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(letter) + _branches(rest) for letter, rest in sorted(tails.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _rule(entry: dict[str, object], kind: str) -> WordRule:
    name = str(entry.get("id", "?"))
    try:
        stems = entry["stems"]
        if not isinstance(stems, list) or not stems or not kind:
            raise ValueError("stems must be a list and kind must be given")
        return WordRule(
            id=name,
            kind=kind,
            pattern=re.compile(str(entry["pattern"])),
            stems=tuple(str(stem) for stem in stems),
            example=str(entry["example"]),
            counter=str(entry["counter"]),
            accepts=_stages(entry.get("accepts")),
            rules_out=_stages(entry.get("rules_out")),
            excluded=_stages(entry.get("excluded")),
            extent=Extent(str(entry["extent"])) if "extent" in entry else None,
        )
    except (KeyError, ValueError, re.error) as problem:
        raise ValueError(f"{_FILE}: entry {name!r}: {problem}") from problem


def _context(entry: dict[str, object]) -> ContextRule:
    name = str(entry.get("id", "?"))
    try:
        where, effect = str(entry["where"]), str(entry["effect"])
        if where not in {"left", "lead", "right", "item"} or effect not in {
            "asserted",
            "ignored",
            "denied",
            "therapy",
            "history",
            "allowed",
        }:
            raise ValueError(f"where is {where!r} and effect is {effect!r}")
        return ContextRule(
            id=name,
            where=where,
            effect=effect,
            kinds=frozenset(str(entry["kinds"]).split()),
            pattern=re.compile(str(entry["pattern"])),
            example=str(entry["example"]),
            counter=str(entry["counter"]),
            unless=frozenset(str(entry.get("unless", "")).split()),
        )
    except (KeyError, ValueError, re.error) as problem:
        raise ValueError(f"{_FILE}: entry {name!r}: {problem}") from problem


def _stages(text: object) -> frozenset[Stage]:
    return frozenset(Stage(word) for word in str(text or "").split())
