from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.trial import Arm, Intervention, Trial
from trialfinder.enrich.comparison import PLACEBO, SHAM, read_comparison


@dataclass(frozen=True)
class Case:
    why: str
    arms: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Type, label, interventions."""
    tested: tuple[tuple[str, ...], ...]
    compared: tuple[tuple[str, ...], ...] = ()
    shared: tuple[str, ...] = ()
    placebo: bool = False
    sham: bool = False
    interventions: tuple[Intervention, ...] = field(default=())


CHEMO = ("Drug: Cisplatin", "Drug: Gemcitabine")
CASES = (
    Case(
        "a drug added to what everybody gets",
        (("EXPERIMENTAL", "A", ("Drug: Examplumab", *CHEMO)), ("ACTIVE_COMPARATOR", "B", CHEMO)),
        (("Examplumab",),),
        ((),),
        ("Cisplatin", "Gemcitabine"),
    ),
    Case(
        "a placebo in the place of the drug",
        (("EXPERIMENTAL", "A", ("Drug: Examplumab", *CHEMO)), ("PLACEBO_COMPARATOR", "B", ("Drug: Placebo for examplumab", *CHEMO))),
        (("Examplumab",),),
        ((PLACEBO,),),
        ("Cisplatin", "Gemcitabine"),
        placebo=True,
    ),
    Case(
        "a placebo given together with medicine is more than a placebo",
        (("EXPERIMENTAL", "A", ("Drug: Examplinib/FOLFOX",)), ("ACTIVE_COMPARATOR", "B", ("Drug: Placebo/FOLFOX",))),
        (("Examplinib/FOLFOX",),),
        (("Placebo/FOLFOX",),),
        placebo=True,
    ),
    Case(
        "a placebo against another drug's look is nothing that is tested",
        (("EXPERIMENTAL", "A", ("Drug: Examplinib", "Drug: Placebo")), ("ACTIVE_COMPARATOR", "B", ("Drug: Oldinib", "Drug: Placebo"))),
        (("Examplinib",),),
        (("Oldinib", PLACEBO),),
        placebo=True,
    ),
    Case(
        "doses of one drug are one thing to say",
        (("EXPERIMENTAL", "Dose 1", ("Drug: Examplinib",)), ("EXPERIMENTAL", "Dose 2", ("Drug: Examplinib",))),
        (("Examplinib",),),
    ),
    Case(
        "a group that gets nothing is told by its label",
        (("EXPERIMENTAL", "Exercise", ("Behavioral: Exercise",)), ("NO_INTERVENTION", "Waiting list", ())),
        (("Exercise",),),
        (("Waiting list",),),
    ),
    Case(
        "the same things given in another way: only the labels differ",
        (("EXPERIMENTAL", "Five sessions", ("Radiation: Rays",)), ("ACTIVE_COMPARATOR", "Thirty sessions", ("Radiation: Rays",))),
        (("Five sessions",),),
        (("Thirty sessions",),),
    ),
    Case(
        "a pretended procedure beside a real one, neither called experimental",
        (("SHAM_COMPARATOR", "Sham waves", ("Device: Sham waves",)), ("ACTIVE_COMPARATOR", "Waves", ("Device: Waves",))),
        (("Waves",),),
        ((SHAM,),),
        sham=True,
    ),
    Case(
        "two usual treatments against each other",
        (("ACTIVE_COMPARATOR", "A", ("Procedure: Operation",)), ("ACTIVE_COMPARATOR", "B", ("Radiation: Rays",))),
        (("Operation",), ("Rays",)),
    ),
    Case(
        "scans and blood samples go without saying",
        (("EXPERIMENTAL", "A", ("Drug: Examplinib", "Procedure: Computed Tomography", "Procedure: Biospecimen Collection")),),
        (("Examplinib",),),
    ),
    Case(
        "a scan that is all there is does not",
        (("EXPERIMENTAL", "A", ("Diagnostic Test: PET scan",)),),
        (("PET scan",),),
    ),
    Case(
        "without groups, what the record lists",
        (),
        (("Examplinib",),),
        interventions=(Intervention("DRUG", "Examplinib"),),
    ),
)  # fmt: skip


def trial(case: Case) -> Trial:
    arms = tuple(Arm(label, kind, "", given) for kind, label, given in case.arms)
    return Trial("NCT99000001", study_type="INTERVENTIONAL", arms=arms, interventions=case.interventions, allocation="RANDOMIZED")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_what_is_tested_and_what_it_is_compared_with(case: Case) -> None:
    found = read_comparison(trial(case))
    assert (found.tested, found.compared, found.shared) == (case.tested, case.compared, case.shared)
    assert (found.placebo, found.sham) == (case.placebo, case.sham)
    assert found.random
    assert found.groups == len(case.arms)


def test_an_arm_without_a_list_is_given_what_names_the_arm() -> None:
    given = (Intervention("DRUG", "Examplinib", arm_labels=("A",)), Intervention("DRUG", "Oldinib", arm_labels=("B",)))
    arms = (Arm("A", "EXPERIMENTAL"), Arm("B", "ACTIVE_COMPARATOR"))
    found = read_comparison(Trial("NCT99000001", study_type="INTERVENTIONAL", arms=arms, interventions=given))
    assert (found.tested, found.compared) == ((("Examplinib",),), (("Oldinib",),))
    assert not found.random


def test_a_registry_tests_nothing() -> None:
    found = read_comparison(Trial("NCT99000001", study_type="OBSERVATIONAL", interventions=(Intervention("DRUG", "Examplinib"),)))
    assert found == Comparison(tested=(("Examplinib",),), observes=True)


NAMES = st.sampled_from(["Drug: A", "Drug: B", "Placebo", "Sham", "Drug: A + B", "", "Procedure: Biopsy", "Standard care"])
TYPES = st.sampled_from(
    ["EXPERIMENTAL", "ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION", "OTHER", ""]
)
ARMS = st.lists(st.builds(Arm, st.text(max_size=8), TYPES, st.just(""), st.lists(NAMES, max_size=3).map(tuple)), max_size=4)


@given(ARMS)
def test_any_record_is_read_and_nothing_is_both_shared_and_told_apart(arms: list[Arm]) -> None:
    found = read_comparison(Trial("NCT99000001", study_type="INTERVENTIONAL", arms=tuple(arms)))
    shared = {name.lower() for name in found.shared}
    assert not any(name.lower() in shared for group in (*found.tested, *found.compared) for name in group)
    assert found.compared or not found.shared
