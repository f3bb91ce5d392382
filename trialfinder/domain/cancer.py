"""What a trial is about, and what a person asked for, in concepts of the cancer vocabulary (``vocab/``)."""

from enum import StrEnum
from typing import NamedTuple

__all__ = ["CancerAsked", "CancerFinding", "Marker", "MarkerAnswer", "Relation"]


class Relation(StrEnum):
    """How a trial stands to a concept."""

    ABOUT = "about"
    """It is about this cancer."""
    BROAD = "broad"
    """It is about this cancer, names no narrower kind of it and excludes none: every kind below it may enter."""
    REST = "rest"
    """It is about a wider disease and excludes other kinds of it, not this one."""
    UMBRELLA = "umbrella"
    """It takes a whole group (solid tumours, B-cell malignancies, any cancer) without naming the cancer."""


class CancerFinding(NamedTuple):
    """One concept read from a trial, with where and in which words."""

    concept: str
    """Id in the vocabulary: ``nsclc``, ``solid-tumor``."""
    relation: Relation
    field: str
    """``conditions``, ``keywords``, ``brief_title``, ``official_title``, ``mesh``, ``mesh_ancestors``, ``inclusion`` …"""
    text: str
    """The words, as they stand in the record."""


class Marker(NamedTuple):
    """A biomarker or subtype typed with the cancer ("HER2-positive breast cancer")."""

    id: str
    name: str
    """As shown: ``HER2-positive``."""


class MarkerAnswer(StrEnum):
    """What a trial says about a marker."""

    REQUIRED = "required"
    EXCLUDED = "excluded"
    NOT_STATED = "not_stated"


class CancerAsked(NamedTuple):
    """What the person's words mean: concepts to match and how each relation is searched.

    A trial matches *about* when it is ABOUT any concept of ``direct``, or BROAD or REST on any of ``broader``;
    it matches *umbrella* when it is UMBRELLA on any of ``umbrellas``, and then *about* if it is ABOUT any of ``secondary``.
    """

    typed: str
    concepts: tuple[str, ...]
    """The concept the words name; several when the words cover a union ("skin cancer")."""
    name: str
    """Plain name for the echo: ``breast cancer``."""
    direct: frozenset[str]
    """The concepts and everything below them."""
    broader: frozenset[str]
    """The concepts, and wider diseases that include them ("lung cancer" for NSCLC); no umbrella groups."""
    umbrellas: frozenset[str]
    covers: tuple[str, ...] = ()
    """Plain names of the main kinds included, for the echo."""
    corrected: bool = False
    """True when the spelling was corrected: always shown."""
    markers: tuple[Marker, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences to show with the echo: what a union covers, how to narrow it, what it is not."""
    staged: bool = True
    """False when numbered staging does not apply to what was asked."""
    younger_than: float | None = None
    """In years, where the words say that it is a child's cancer ("childhood", "in my baby"); None: they do not."""
    stage_words: str = ""
    """Words for a stage that stood among the words for the cancer ("metastatic"), as typed."""
    secondary: frozenset[str] = frozenset()
    """Concepts of where it has spread to, when where it began is named too; these are not in ``direct`` then."""

    @property
    def own(self) -> frozenset[str]:
        """Concepts that count as the cancer itself; a trial about none of them names a broader disease or a group at most."""
        return self.direct | self.secondary
