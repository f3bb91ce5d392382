"""Oncology drugs by generic, code and brand name, with the kind of treatment each is.

Facts about drugs, not about trials: a name that is not in ``drugs.csv`` is unknown here, never guessed.
A name of three characters or fewer is only found exactly as written, capitals included: ``EV`` is a drug, ``ev`` is not.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trialfinder.domain.enriched import Treatment

__all__ = ["SHORT", "Drug", "DrugIndex", "Role", "drug_index", "drugs", "squeezed"]

SHORT = 3
"""Longest name that must be written exactly as in the table."""

Role = str
"""``""`` treats the cancer; ``"conditioning"`` prepares for or protects a transplant or cell therapy when one is given."""

_ROLES = frozenset({"", "conditioning"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Drug:
    """One drug, or one regimen known by its own name."""

    name: str
    kinds: tuple[Treatment, ...]
    role: Role
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrugIndex:
    """Look-up by squeezed name (``mk3475``) and, for short names, by the name as written."""

    squeezed: dict[str, Drug]
    exact: dict[str, Drug]
    words: int
    """Words of the longest name."""
    first_words: frozenset[str]
    """Lower-case first words of all names: no other word can begin a drug name."""


def squeezed(name: str) -> str:
    """Lower case without spaces and punctuation: ``MK-3475``, ``MK 3475`` and ``mk3475`` are one name."""
    return "".join(_WORD.findall(name.lower()))


@cache
def drugs() -> tuple[Drug, ...]:
    """All drugs of the table, in its order."""
    text = (files("trialfinder.vocab") / "drugs.csv").read_text(encoding="utf-8")
    return tuple(_drug(number, row) for number, row in enumerate(csv.DictReader(text.splitlines()), start=2))


def _drug(number: int, row: dict[str, str]) -> Drug:
    try:
        kinds = tuple(Treatment(kind) for kind in row["kinds"].split(";"))
    except ValueError as error:
        raise ValueError(f"drugs.csv line {number} ({row['name']}): {error}") from error
    if row["role"] not in _ROLES:
        raise ValueError(f"drugs.csv line {number} ({row['name']}): no such role: {row['role']}")
    return Drug(row["name"], kinds, row["role"], tuple(alias for alias in row["aliases"].split(";") if alias))


@cache
def drug_index() -> DrugIndex:
    """The table as a look-up. The first drug to claim a name keeps it; the tests see to it that none claims another's."""
    by_squeezed: dict[str, Drug] = {}
    by_exact: dict[str, Drug] = {}
    first_words: set[str] = set()
    longest = 0
    for drug in drugs():
        for name in (drug.name, *drug.aliases):
            key = squeezed(name)
            if len(key) <= SHORT:
                by_exact.setdefault(name, drug)
            else:
                by_squeezed.setdefault(key, drug)
            words = _WORD.findall(name.lower())
            longest = max(longest, len(words) + 1)
            first_words.update(_beginnings(words, key))
    return DrugIndex(by_squeezed, by_exact, longest, frozenset(first_words))


def _beginnings(words: list[str], key: str) -> set[str]:
    """Words a text may begin the name with: ``MK3475`` may be written ``MK 3475``, and ``MK-3475`` ``MK3475``."""
    split = re.findall(r"[^\W\d_]+|\d+", words[0])
    return {words[0], key, split[0]}
