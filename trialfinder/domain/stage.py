"""Cancer stage as three answers. What each word means is the table of the README ("What the stage reading can tell")."""

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Extent", "Line", "Polarity", "Stage", "StageAnswer", "StageAsked", "StageFinding", "StageReading"]


class Stage(StrEnum):
    """Numbered stages; sub-letters are folded in (IIIB is III)."""

    ZERO = "0"
    I = "I"  # noqa: E741 - the roman numeral is the name
    II = "II"
    III = "III"
    IV = "IV"


class Polarity(StrEnum):
    """Which way one finding points."""

    ACCEPTED = "accepted"
    RULED_OUT = "ruled_out"


class StageAnswer(StrEnum):
    """What a trial says about one stage."""

    ACCEPTED = "accepted"
    RULED_OUT = "ruled_out"
    NOT_STATED = "not_stated"


class Extent(StrEnum):
    """How far a disease has gone, in the words trials use beside or instead of numbers."""

    IN_SITU = "in_situ"
    LOCALIZED = "localized"
    LOCALLY_ADVANCED = "locally_advanced"
    METASTATIC = "metastatic"
    RECURRENT = "recurrent"
    REFRACTORY = "refractory"


class Line(StrEnum):
    """Whether a trial wants people who have had treatment for this cancer."""

    UNTREATED = "untreated"
    TREATED = "treated"
    EITHER = "either"
    UNSTATED = "unstated"


class StageFinding(NamedTuple):
    """One piece of evidence: these words, here, by this rule, speak for or against this stage."""

    stage: Stage
    polarity: Polarity
    text: str
    """The words as they stand in the record."""
    section: str
    """Where: ``brief_title``, ``official_title``, ``conditions``, ``keywords``, ``summary``, ``inclusion``, ``exclusion`` …"""
    rule: str
    """Id of the rule in the lexicon."""
    start: int = -1
    """Offset of ``text`` in the raw field, or -1 when it does not stand there literally."""
    end: int = -1
    quote: str = ""
    """``text`` with the words around it, on one line; "…" where the sentence goes on."""


class StageReading(NamedTuple):
    """What a trial says about stage. A stage in neither set is *not stated*."""

    accepted: frozenset[Stage] = frozenset()
    ruled_out: frozenset[Stage] = frozenset()
    applies: bool = True
    """False where numbered staging is not used (leukaemia, myeloma, most brain tumours): "not staged this way"."""
    extents: frozenset[Extent] = frozenset()
    line: Line = Line.UNSTATED
    findings: tuple[StageFinding, ...] = ()

    def answer(self, stage: Stage) -> StageAnswer:
        """The trial's answer for one stage."""
        if stage in self.accepted:
            return StageAnswer.ACCEPTED
        return StageAnswer.RULED_OUT if stage in self.ruled_out else StageAnswer.NOT_STATED


class StageAsked(NamedTuple):
    """The person's own stage. More than one stage: the words leave open which ("early" is I or II)."""

    stages: frozenset[Stage]
    """Empty when the words say how the disease behaves but not its number ("relapsed")."""
    understood: str
    """A sentence fragment for the echo: ``stage III (you typed '3b')``."""
    extents: frozenset[Extent] = frozenset()
