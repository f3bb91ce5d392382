"""What a complete list is made of: typed columns, the trials they are read from, and the run that wrote them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trialfinder.domain.query import CacheFacts, Hit

__all__ = ["Column", "ExportRun", "ExportTrial", "Kind", "Level", "Value"]

Value = str | int | float | bool | date | tuple[str, ...] | list[str] | None
"""A cell. None and ``""``: the registry does not say."""


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    LIST = "list of texts"
    INTEGER = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    DATE = "date"


class Level(StrEnum):
    """What one row stands for."""

    TRIAL = "trials"
    SITE = "sites"


@dataclass(frozen=True, slots=True)
class ExportRun:
    """What is the same in every row of one export."""

    facts: CacheFacts
    query: str
    """The command that asks the same question again."""
    tool_version: str


@dataclass(frozen=True, slots=True)
class ExportTrial:
    """One trial of a list. The parts after ``hit`` are kept out of every search, which does not need them."""

    hit: Hit
    run: ExportRun | None = None
    official_title: str = ""
    acronym: str = ""
    enrollment: int | None = None
    first_posted: date | None = None
    start_date: date | None = None
    extents: tuple[str, ...] = ()
    central_contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the dictionary."""

    name: str
    kind: Kind
    meaning: str
    read: Callable[[ExportTrial], Value] = lambda _: None
    """The value in a list of trials. Lists of sites are too long for Python to build: SQL gives their rows whole."""
