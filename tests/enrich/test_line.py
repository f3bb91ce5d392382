"""The line of treatment, from titles and criteria."""

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.line import read_line
from trialfinder.enrich.text import prepare

CRITERIA = {
    "Previously untreated lung cancer": "untreated",
    "Newly diagnosed lymphoma": "untreated",
    "No prior systemic therapy for this cancer": "untreated",
    "Never received systemic treatment": "untreated",
    "Relapsed or refractory lymphoma": "treated",
    "Progression after at least one platinum regimen": "treated",
    "Failure of first-line therapy": "treated",
    "Completed four cycles of first-line chemotherapy": "treated",
    "First-line therapy is planned": "untreated",
    "At least two prior lines": "treated",
    "BTKi treatment-naive after two prior lines of treatment": "treated",
    "Cohort A: previously untreated disease\nCohort B: relapsed disease": "either",
    "Breast cancer and a working phone": "unstated",
    "No second malignancy progressing on treatment": "unstated",
    "": "unstated",
}


@pytest.mark.parametrize(("criteria", "line"), CRITERIA.items())
def test_criteria_say_who_has_had_treatment(criteria: str, line: str) -> None:
    assert read_line(prepare(Trial("NCT99000001", criteria=criteria))) == line


@pytest.mark.parametrize(
    ("title", "criteria", "line"),
    [
        ("Drug X for recurrent sarcoma", "Sarcoma", "treated"),
        ("Drug X in people who failed the previous standard", "Lung cancer", "treated"),
        ("Neoadjuvant drug X", "Breast cancer", "untreated"),
        ("Drug X after resection of lung cancer", "Lung cancer", "untreated"),
        ("Drug X in newly diagnosed and relapsed myeloma", "Myeloma", "either"),
        ("Drug X in newly diagnosed myeloma", "Progression after prior therapy", "untreated"),
        (
            "Drug X",
            "Inclusion Criteria:\n\n* Cancer\n\nExclusion Criteria:\n\n* Prior systemic therapy for metastatic disease",
            "untreated",
        ),
        ("Drug X", "Inclusion Criteria:\n\n* Cancer\n\nExclusion Criteria:\n\n* Pregnancy", "unstated"),
    ],
)
def test_a_title_that_speaks_decides(title: str, criteria: str, line: str) -> None:
    assert read_line(prepare(Trial("NCT99000001", brief_title=title, criteria=criteria))) == line
