"""What the groups of a trial are given: on trial, to compare with, and to everybody.

Names are the record's own. Scans, blood samples and questionnaires, which every group has in every trial, are left out
unless they are all there is. Refuses to interpret: two groups differ only where their lists of interventions do.
"""

import re
from collections.abc import Iterable

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.enriched import Treatment
from trialfinder.domain.trial import Arm, Intervention, Trial
from trialfinder.enrich.treatment_arms import arms_on_trial
from trialfinder.enrich.treatment_words import mentions

__all__ = ["PLACEBO", "SHAM", "read_comparison"]

PLACEBO = "placebo"
SHAM = "a pretended (sham) procedure"
_PLACEBO = re.compile(r"\bplacebo", re.IGNORECASE)
_SHAM = re.compile(r"\bsham\b", re.IGNORECASE)
_CARE = re.compile(r"\b(?:standard|usual|best|conventional|routine|observation|surveillance|control|waitlist)\b", re.IGNORECASE)
"""Names nothing that is given, yet says what a comparing group has."""
_LONGEST_TYPE = len("Combination product: ")

Names = tuple[str, ...]


def read_comparison(trial: Trial) -> Comparison:
    """The groups of ``trial``; total, pure."""
    if trial.study_type.startswith("OBSERVATIONAL"):
        return Comparison(tested=_once([_named(trial.interventions)]), groups=len(trial.arms), observes=True)
    on_trial = arms_on_trial(trial.arms)
    given = {number: _given(arm, trial) for number, arm in enumerate(trial.arms)}
    tested = [given[number] for number, arm in enumerate(trial.arms) if arm in on_trial]
    compared = [given[number] for number, arm in enumerate(trial.arms) if arm not in on_trial]
    names = [name for group in (*tested, *compared) for name in group]
    shared = _shared([*tested, *compared]) if compared else ()
    # Two groups on trial that differ in dose only, and two that compare in the same way, are each one thing to say.
    more = _once(_beyond(group, shared, PLACEBO) for group in tested)
    if shared and not more:  # the same things, otherwise given: only the labels tell the groups apart
        tested, compared = (
            _labels(arm for arm in trial.arms if arm in on_trial),
            _labels(a for a in trial.arms if a not in on_trial),
        )
        more = _once(tested)
    return Comparison(
        tested=more or _once([_named(trial.interventions)]),
        compared=_once((_beyond(group, shared) for group in compared), keep_empty=True),
        shared=shared,
        groups=len(trial.arms),
        random=trial.allocation == "RANDOMIZED",
        placebo=PLACEBO in names,
        sham=SHAM in names,
    )


def _given(arm: Arm, trial: Trial) -> Names:
    """What one group is given: by its own list, else by what names the group, else by its label."""
    listed = [_bare(name) for name in arm.intervention_names]
    known = {item.name.lower(): item for item in trial.interventions}
    items = [known.get(name.lower(), Intervention("", name)) for name in listed]
    items = items or [item for item in trial.interventions if arm.label in item.arm_labels]
    return _named(items) or ((arm.label,) if arm.label else ())


def _named(items: Iterable[Intervention]) -> Names:
    """Names worth saying, each once; all of them when none is."""
    every = tuple(items)
    chosen = [item for item in every if not _goes_without_saying(item)] or every
    return tuple({name.lower(): name for name in map(_plain_name, chosen) if name}.values())


def _plain_name(item: Intervention) -> str:
    if _PLACEBO.search(item.name):
        return PLACEBO
    return SHAM if _SHAM.search(item.name) else " ".join(item.name.split())


def _goes_without_saying(item: Intervention) -> bool:
    if _PLACEBO.search(item.name) or _SHAM.search(item.name) or _CARE.search(item.name):
        return False
    found = mentions(item.name)
    return bool(found) and all(
        not one.kinds or (one.role == "incidental" and one.kinds == (Treatment.DIAGNOSIS,)) for one in found
    )


def _bare(name: str) -> str:
    """``Drug: Dasatinib`` -> ``Dasatinib``."""
    kind, colon, rest = name.partition(": ")
    return rest if colon and len(kind) < _LONGEST_TYPE else name


def _shared(groups: list[Names]) -> Names:
    """What every group is given."""
    common = set.intersection(*({name.lower() for name in group} for group in groups)) if groups else set()
    return tuple(name for name in groups[0] if name.lower() in common and name not in (PLACEBO, SHAM)) if groups else ()


def _beyond(group: Names, shared: Names, *without: str) -> Names:
    """What one group is given beyond what all are."""
    left = {name.lower() for name in (*shared, *without)}
    return tuple(name for name in group if name.lower() not in left)


def _labels(arms: Iterable[Arm]) -> list[Names]:
    return [(" ".join(arm.label.split()),) for arm in arms]


def _once(groups: Iterable[Names], keep_empty: bool = False) -> tuple[Names, ...]:
    found = {tuple(sorted(name.lower() for name in group)): group for group in reversed(list(groups)) if group or keep_empty}
    return tuple(reversed(found.values()))
