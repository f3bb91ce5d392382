"""Which arms and interventions of a trial are what it tests, and which only compare."""

import re

from trialfinder.domain.trial import Arm, Intervention, Trial

__all__ = ["arms_on_trial", "interventions_on_trial"]

_COMPARES = frozenset({"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})
_CONTROL = re.compile(r"\b(?:control|standard(?: of)? care|usual care|soc)\b", re.IGNORECASE)
_LONGEST_TYPE = len("Combination product: ")


def arms_on_trial(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    """Arms that test something; all of them when their types do not tell (two active arms compared with each other)."""
    experimental = any(arm.type == "EXPERIMENTAL" for arm in arms)
    if not experimental:
        return tuple(arm for arm in arms if arm.type not in _COMPARES) or arms
    return tuple(arm for arm in arms if arm.type == "EXPERIMENTAL" or not (arm.type in _COMPARES or _CONTROL.search(arm.label)))


def interventions_on_trial(trial: Trial) -> tuple[Intervention, ...]:
    """What those arms are given. An intervention that names no arm of the trial stays: nothing says that it only compares."""
    tested = arms_on_trial(trial.arms)
    if len(tested) == len(trial.arms):
        return trial.interventions
    labels = {arm.label for arm in tested}
    named = {_bare(name) for arm in tested for name in arm.intervention_names}
    comparing = {arm.label for arm in trial.arms} - labels
    chosen = tuple(
        item
        for item in trial.interventions
        if labels.intersection(item.arm_labels) or _bare(item.name) in named or not comparing.intersection(item.arm_labels)
    )
    return chosen or trial.interventions


def _bare(name: str) -> str:
    """``Drug: Dasatinib`` and ``Dasatinib`` are one intervention."""
    kind, colon, rest = name.partition(": ")
    return rest.lower() if colon and len(kind) < _LONGEST_TYPE else name.lower()
