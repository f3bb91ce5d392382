"""Whether the design of a trial gives less than today's usual treatment: leaves something out, stops, shortens, watches."""

from trialfinder.domain.trial import Trial
from trialfinder.enrich.treatment_arms import arms_on_trial
from trialfinder.vocab.treatments import less_rules

__all__ = ["gives_less"]

_SUMMARY = 1500
"""The aim of a design stands at the beginning; later sentences describe doses and visits."""
_ARM = 300


def gives_less(trial: Trial) -> str:
    """Id of the first rule that says so, or ``""``."""
    if trial.study_type == "EXPANDED_ACCESS":
        return ""
    # "Observation only" is less where it is tested, and nothing where it only compares.
    labels = (arm.label for arm in arms_on_trial(trial.arms))
    titles = " . ".join((trial.brief_title, trial.official_title, *labels)).lower()
    text = ""
    for rule in less_rules():
        if rule.where == "text" and not text:
            text = " . ".join((titles, trial.brief_summary[:_SUMMARY], *(arm.description[:_ARM] for arm in trial.arms))).lower()
        if rule.found(text if rule.where == "text" else titles):
            return rule.id
    return ""
