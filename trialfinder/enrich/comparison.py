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
_TOGETHER = re.compile(r"[/+&,]|\b(?:and|plus|with|combined)\b", re.IGNORECASE)
"""``Placebo/FOLFOX``: more than a placebo, so its name must stand."""
_CONTROL = re.compile(r"\bcontrols?\b", re.IGNORECASE)
_CARE = re.compile(r"\b(?:standard|usual|best|conventional|routine|observation|surveillance|control|waitlist)\b", re.IGNORECASE)
"""Names nothing that is given, yet says what a comparing group has."""
_INACTIVE = frozenset({"PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})
_LONGEST_TYPE = len("Combination product: ")

Names = tuple[str, ...]


def read_comparison(trial: Trial) -> Comparison:
    """The groups of ``trial``; total, pure."""
    if trial.study_type.startswith("OBSERVATIONAL"):
        return Comparison(tested=_once([_named(trial.interventions)]), groups=len(trial.arms), observes=True)
    on_trial, comparing = _split(trial.arms)
    tested, compared = [_given(arm, trial) for arm in on_trial], [_given(arm, trial) for arm in comparing]
    shared = _shared([*tested, *compared]) if compared else ()
    # Groups on trial that differ in dose only, and groups that compare in the same way, are each one thing to say.
    more = _once(_beyond(group, shared, PLACEBO, SHAM) for group in tested)
    less = _once((_beyond(group, shared) for group in compared), keep_empty=True)
    if compared and not more:  # the same things, otherwise given: only the labels tell the groups apart
        more, less, shared = _once(map(_label, on_trial)), _once(map(_label, comparing)), ()
    return Comparison(
        tested=more or _once([_named(trial.interventions)]),
        compared=less,
        shared=shared,
        groups=len(trial.arms),
        random=trial.allocation == "RANDOMIZED",
        placebo=any(arm.type == "PLACEBO_COMPARATOR" or _says(arm, _PLACEBO) for arm in trial.arms),
        sham=any(_says(arm, _SHAM) for arm in comparing),
    )


def _split(arms: tuple[Arm, ...]) -> tuple[list[Arm], list[Arm]]:
    """Groups on trial, and groups to compare with. Where no type says which is on trial, those given nothing active compare."""
    on_trial = list(arms_on_trial(arms))
    if not any(arm.type == "EXPERIMENTAL" for arm in arms):
        active = [arm for arm in arms if arm.type not in _INACTIVE]
        on_trial = [arm for arm in active if not _CONTROL.search(arm.label)] or active or on_trial
    return on_trial, [arm for arm in arms if arm not in on_trial]


def _says(arm: Arm, word: re.Pattern[str]) -> bool:
    return any(word.search(name) for name in (arm.label, *arm.intervention_names))


def _given(arm: Arm, trial: Trial) -> Names:
    """What one group is given: by its own list, else by what names the group, else by its label."""
    listed = [_bare(name) for name in arm.intervention_names]
    known = {item.name.lower(): item for item in trial.interventions}
    items = [known.get(name.lower(), Intervention("", name)) for name in listed]
    items = items or [item for item in trial.interventions if arm.label in item.arm_labels]
    return _named(items) or _label(arm)


def _label(arm: Arm) -> Names:
    return (" ".join(arm.label.split()),) if arm.label.strip() else ()


def _named(items: Iterable[Intervention]) -> Names:
    """Names worth saying, each once; all of them when none is."""
    every = tuple(items)
    chosen = [item for item in every if not _goes_without_saying(item)] or every
    return tuple({name.lower(): name for name in map(_plain_name, chosen) if name}.values())


def _plain_name(item: Intervention) -> str:
    if not _TOGETHER.search(item.name):
        if _PLACEBO.search(item.name):
            return PLACEBO
        if _SHAM.search(item.name):
            return SHAM
    return " ".join(item.name.split())


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


def _once(groups: Iterable[Names], keep_empty: bool = False) -> tuple[Names, ...]:
    found = {tuple(sorted(name.lower() for name in group)): group for group in reversed(list(groups)) if group or keep_empty}
    return tuple(reversed(found.values()))
