"""Trials only for people of an earlier trial, and words that sound like them."""

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.rollover import read_rollover
from trialfinder.enrich.text import prepare


def words(title: str = "", criteria: str = "") -> str:
    found = read_rollover(prepare(Trial("NCT99000001", brief_title=title, criteria=criteria)))
    return found.text if found else ""


@pytest.mark.parametrize(
    "title",
    [
        "A Rollover Study of Drug X in Solid Tumors",
        "Roll-over Trial for Patients From Sponsored Drug X Trials",
        "An Open-Label Extension Study of Drug X",
        "Drug X Continuation Study in Lung Cancer",
        "Long-term Follow-up of Participants Previously Treated With Gene-Modified Cells",
        "Long-Term Follow-up Study for Participants of Sponsored Trials",
        "Long-term Safety Follow-up of Subjects Treated With Drug X in Study 12345",
        "Continued Access to Drug X for People in Earlier Studies",
    ],
)
def test_a_title_names_a_trial_that_follows_another(title: str) -> None:
    assert words(title) == title


@pytest.mark.parametrize(
    "title",
    [
        "Drug X Versus Placebo With an Open-label Extension in Bladder Cancer",
        "Phase 1b/Rollover Phase 2 Study of Drug X in Breast Cancer",
        "Long-term Follow-up of Childhood Cancer Survivors at One Clinic",
        "Life Extension in Cancer Care",
        "",
    ],
)
def test_other_titles_are_open_to_all(title: str) -> None:
    assert words(title) == ""


@pytest.mark.parametrize(
    "item",
    [
        "Must have participated in the parent study and still benefit from Drug X",
        "Completed treatment in a qualifying trial",
        "Patients who were previously enrolled on a protocol of this branch",
        "Currently participating in a sponsored study of Drug X",
        "Must have been enrolled on protocol ABC-0123",
        "Has received an infusion of cells in an earlier sponsored study",
    ],
)
def test_a_criterion_asks_everybody_for_an_earlier_trial(item: str) -> None:
    assert words(criteria=f"Inclusion Criteria:\n\n* {item}\n* Age 18 or more") == item


@pytest.mark.parametrize(
    "criteria",
    [
        "Inclusion Criteria:\n\n* Willing to participate in the study and to be followed",
        "Inclusion Criteria:\n\n* No previous enrollment in a study of Drug X",
        "Inclusion Criteria:\n\n* Patients previously enrolled in a study of Drug Y are eligible",
        "Inclusion Criteria:\n\n* Cohort C: previously treated in the parent study",
        "Inclusion Criteria for Cohort C:\n\n* Participants previously treated in a parent study",
        "Inclusion Criteria:\n\n* The first three patients treated on the study must be adults",
        "Inclusion Criteria:\n\n* Patients may have participated in other trials; recovered from prior study drugs",
        "Inclusion Criteria:\n\n* Biopsy completed prior to study entry",
        "Exclusion Criteria:\n\n* Previously enrolled in study ABC-123",
        "",
    ],
)
def test_what_is_allowed_forbidden_or_asked_of_some_is_passed_over(criteria: str) -> None:
    assert words(criteria=criteria) == ""
