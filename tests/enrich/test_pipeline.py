"""A stage is read where a cancer is spoken of, and nowhere else."""

import pytest

from trialfinder.domain.stage import Extent, Stage
from trialfinder.domain.trial import Trial
from trialfinder.enrich.pipeline import enrich
from trialfinder.enrich.version import rules_version


@pytest.mark.parametrize(
    ("condition", "accepted"),
    [
        ("Breast Cancer", {Stage.III}),
        ("An oncology service", {Stage.III}),  # no cancer is named, but cancer is spoken of
        ("Chronic Kidney Disease", set()),
    ],
)
def test_a_stage_is_the_stage_of_a_cancer(condition: str, accepted: set[Stage]) -> None:
    trial = Trial("NCT99000001", conditions=(condition,), criteria="Inclusion Criteria:\n\n* Stage III disease")
    assert enrich(trial).stage.accepted == accepted


def test_the_rules_have_a_version() -> None:
    assert len(rules_version()) == 12


@pytest.mark.parametrize(
    ("criterion", "extents"),
    [
        ("Relapsed or refractory acute myeloid leukemia", {Extent.RECURRENT, Extent.REFRACTORY}),
        ("Newly diagnosed acute myeloid leukemia", set()),
    ],
)
def test_a_leukemia_without_stages_still_says_whether_it_came_back(criterion: str, extents: set[Extent]) -> None:
    trial = Trial("NCT99000001", conditions=("Acute Myeloid Leukemia",), criteria=f"Inclusion Criteria:\n\n* {criterion}")
    reading = enrich(trial).stage
    assert (reading.applies, set(reading.extents)) == (False, extents)
