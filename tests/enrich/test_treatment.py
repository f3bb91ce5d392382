import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.trial import Arm, Intervention, Trial
from trialfinder.enrich.treatment import read_treatments
from trialfinder.enrich.treatment_arms import arms_on_trial, interventions_on_trial

CASES = tomllib.loads((Path(__file__).with_name("cases") / "treatment.toml").read_text(encoding="utf-8"))["case"]


def trial_of(case: dict[str, Any]) -> Trial:
    arms = tuple(Arm(label, role) for role, label in case.get("arms", ()))
    return Trial(
        nct_id="NCT99000001",
        brief_title=case["brief_title"],
        brief_summary=case.get("summary", ""),
        study_type=case.get("study_type", "INTERVENTIONAL"),
        primary_purpose=case.get("purpose", "TREATMENT"),
        arms=arms,
        interventions=tuple(
            Intervention(sort, name, description, tuple(*others), tuple(arms[number].label for number in given_in))
            for sort, name, given_in, description, *others in case.get("interventions", ())
        ),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_kinds_of_treatment_are_those_of_the_case(case: dict[str, Any]) -> None:
    reading = read_treatments(trial_of(case))
    assert [kind.value for kind in reading.kinds] == case["kinds"]
    assert reading.less_treatment is case.get("less", False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_every_kind_has_its_evidence_and_none_is_told_twice(case: dict[str, Any]) -> None:
    reading = read_treatments(trial_of(case))
    assert {kind for kind, _, _ in reading.evidence} == set(reading.kinds)
    assert len(reading.evidence) == len(set(reading.evidence))
    assert all(rule for _, _, rule in reading.evidence)


def test_interventions_are_tied_to_arms_by_the_arms_own_list_too() -> None:
    trial = Trial(
        "NCT99000002",
        arms=(Arm("A", "EXPERIMENTAL", "", ("Drug: Examplinib",)), Arm("B", "ACTIVE_COMPARATOR", "", ("Drug: Cisplatin",))),
        interventions=(
            Intervention("DRUG", "Examplinib", arm_labels=("B",)),
            Intervention("DRUG", "Cisplatin", arm_labels=("B",)),
        ),
    )
    assert [item.name for item in interventions_on_trial(trial)] == ["Examplinib"]


def test_arms_given_nothing_of_their_own_leave_all_interventions() -> None:
    arms = (Arm("A", "EXPERIMENTAL"), Arm("B", "ACTIVE_COMPARATOR"))
    trial = Trial("NCT99000003", arms=arms, interventions=(Intervention("DRUG", "Cisplatin", arm_labels=("B",)),))
    assert interventions_on_trial(trial) == trial.interventions


def test_without_arms_there_is_nothing_to_leave_out() -> None:
    assert arms_on_trial(()) == ()


words = st.text(max_size=60)
interventions = st.builds(
    Intervention, type=st.sampled_from(["DRUG", "BIOLOGICAL", "OTHER", "", "NEW_TYPE"]), name=words, description=words
)


@given(
    title=words,
    summary=words,
    given_items=st.lists(interventions, max_size=4).map(tuple),
    kind=st.sampled_from(["OBSERVATIONAL", "X"]),
)
def test_any_text_gives_an_ordered_answer(title: str, summary: str, given_items: tuple[Intervention, ...], kind: str) -> None:
    trial = Trial("NCT99000004", brief_title=title, brief_summary=summary, study_type=kind, interventions=given_items)
    reading = read_treatments(trial)
    assert reading.kinds
    assert list(reading.kinds) == [kind for kind in Treatment if kind in reading.kinds]
    assert reading == read_treatments(trial)


def test_reading_a_trial_takes_a_fraction_of_a_millisecond() -> None:
    trials = [
        Trial(
            f"NCT99{number:06}",
            brief_title=f"Example {number} with carboplatin in lung cancer",
            arms=(Arm(f"Arm {number}", "EXPERIMENTAL"),),
            interventions=(Intervention("DRUG", f"EX-{number}", "an antibody"), Intervention("DRUG", "Carboplatin")),
        )
        for number in range(300)
    ]
    read_treatments(trials[0])
    started = time.process_time()
    for trial in trials:
        read_treatments(trial)
    assert (time.process_time() - started) / len(trials) < 0.002
