"""A trial with everything the readers of prose found in it."""

from dataclasses import dataclass
from enum import StrEnum

from trialfinder.domain.cancer import CancerFinding, MarkerAnswer
from trialfinder.domain.stage import StageReading
from trialfinder.domain.trial import Trial

__all__ = ["EnrichedTrial", "MarkerFinding", "RolloverFinding", "Treatment"]


class Treatment(StrEnum):
    """Kinds of treatment, as the second-opinion views group them."""

    SURGERY = "surgery"
    RADIATION = "radiation"
    CHEMOTHERAPY = "chemotherapy"
    IMMUNOTHERAPY = "immunotherapy"
    TARGETED = "targeted therapy"
    HORMONE = "hormone therapy"
    CELL_GENE = "cell and gene therapy"
    VACCINE = "vaccine"
    TRANSPLANT = "transplant"
    LOCAL = "ablation and other local treatment"
    SUPPORTIVE = "supportive and symptom care"
    DIAGNOSIS = "diagnosis and imaging"
    BEHAVIOUR = "behaviour and lifestyle"
    OBSERVATION = "observation and registry"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MarkerFinding:
    """What the text says about one biomarker, with the words."""

    marker: str
    answer: MarkerAnswer
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class RolloverFinding:
    """The words by which a trial takes only people of an earlier trial."""

    text: str
    section: str


@dataclass(frozen=True, slots=True)
class SpreadFinding:
    """The words by which a title takes only cancer that has spread to a part of the body."""

    places: tuple[str, ...]
    """Plain names: ``brain``, ``bone``, ``liver`` …; any of them will do."""
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class EnrichedTrial:
    """What ``enrich`` returns and the store keeps."""

    trial: Trial
    cancers: tuple[CancerFinding, ...]
    stage: StageReading
    treatments: tuple[Treatment, ...] = ()
    less_treatment: bool = False
    """The design gives less than today's usual treatment (de-escalation, omission, active surveillance)."""
    markers: tuple[MarkerFinding, ...] = ()
    for_patients: bool = True
    """False for trials of healthy people or benign illness only: kept, out of patient answers, reachable by option."""
    centers: tuple[str, ...] = ()
    """NCI center name per site, in the order of ``trial.sites``; ``""`` where none. Empty until centers are read."""
    rollover: RolloverFinding | None = None
    """Set when entry needs an earlier trial (roll-over, extension, follow-up of its participants)."""
    spread: SpreadFinding | None = None
    """Set when only cancer that has spread to a part of the body is taken."""
    after_surgery: bool = False
    """Its titles say that an operation came before."""
