"""Texts in the words of trials, and the stages a nurse would read in each."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.stage import Polarity
from trialfinder.domain.trial import Trial
from trialfinder.enrich.stage import read_stage

GROUPS = tomllib.loads((Path(__file__).parents[1] / "cases" / "stage_traps.toml").read_text("utf-8"))["group"]


def cases() -> list[Any]:
    listed = []
    for group in GROUPS:
        for case in group["cases"]:
            told = case.get("criteria") or case.get("title") or case.get("summary") or " ".join(case.get("conditions", ()))
            listed.append(pytest.param(case, group["why"], id=told[-70:] or "nothing"))
    return listed


def trial(case: dict[str, Any]) -> Trial:
    return Trial(
        nct_id="NCT99000001",
        brief_title=case.get("title", ""),
        official_title=case.get("official_title", ""),
        brief_summary=case.get("summary", ""),
        conditions=tuple(case.get("conditions", ())),
        criteria=case.get("criteria", ""),
    )


@pytest.mark.parametrize(("case", "why"), cases())
def test_a_trial_is_read_as_a_nurse_would_read_it(case: dict[str, Any], why: str) -> None:
    reading = read_stage(trial(case))
    assert [set(reading.accepted), set(reading.ruled_out)] == [set(case["accepted"].split()), set(case["ruled_out"].split())], why


@pytest.mark.parametrize(("case", "why"), cases())
def test_every_stage_answered_has_evidence_that_stands_in_the_trial(case: dict[str, Any], why: str) -> None:
    told = trial(case)
    reading = read_stage(told)
    fields = [told.brief_title, told.official_title, told.brief_summary, told.criteria, *told.conditions]
    assert {found.stage for found in reading.findings if found.polarity is Polarity.ACCEPTED} == reading.accepted
    assert {found.stage for found in reading.findings if found.polarity is Polarity.RULED_OUT} == reading.ruled_out, why
    for found in reading.findings:
        assert any(field[found.start : found.end] == found.text for field in fields)


def test_hundreds_of_cases_stand_in_the_table() -> None:
    assert sum(len(group["cases"]) for group in GROUPS) >= 150
