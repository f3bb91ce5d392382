"""The line of treatment, from titles and criteria."""

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.line import follows_surgery, read_line
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
    "Cohort A: no prior treatment for this cancer\nCohort B: received two prior lines": "either",
    "Sarcoma, treatment-naive or with any number of prior lines": "either",
    "Sarcoma with or without prior systemic therapy": "either",
    "Sarcoma with or without prior radiotherapy": "unstated",
    "New diagnosis of acute leukemia": "untreated",
    "Receiving induction therapy": "untreated",
    "Indication of a curative treatment by brachytherapy": "untreated",
    "Candidate for definitive radiotherapy": "untreated",
    "Not a candidate for curative surgery": "unstated",
    "Ineligible for curative treatment": "unstated",
    "Naive AML ineligible for standard chemotherapy": "untreated",
    "De novo metastatic disease": "untreated",
    "Lesions may be de novo or induced": "unstated",
    "If patients have not received prior immunotherapy, the doctor decides": "unstated",
    "Prior treatment with immunotherapy is required": "treated",
    "A pregnancy test within 7 days prior to registration is required": "unstated",
    "Has received cranial radiation for a brain tumor": "treated",
    "Completed chemoradiation without progression": "treated",
    "Received no chemotherapy": "unstated",
    "TKI-resistant disease": "treated",
    "Platinum-sensitive ovarian cancer": "treated",
    "Previous treatment with a platinum agent": "treated",
    "Previous treatment with a platinum agent is allowed": "unstated",
    "Untreated metastatic head and neck cancer": "untreated",
    "Untreated brain metastases": "unstated",
    "Refractory anemia with excess blasts": "unstated",
    "Leukemia carrying a TKI resistance mutation": "treated",
    "NSCLC 2L+": "treated",
    "Progressed on drug X in combination with drug Y as first-line systemic therapy": "treated",
    "White cells ≥ 2000/uL (≤ 15 days prior to registration)": "unstated",
    "Contraception at least 2 weeks prior to the study drug": "unstated",
    "Questionnaires completed within required timelines, prior to enrollment": "unstated",
    "A method with a failure rate of < 1% per year during the treatment": "unstated",
    "First-line therapy planned\nNote: adjuvant chemotherapy is allowed when 6 months have relapsed since": "untreated",
    "At least one measurable untreated lesion": "unstated",
    "Eligible if refractory to a transfusion drug": "unstated",
    "Pre- and post-transplantation records": "unstated",
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
        ("Drug X in untreated leukemia", "Cohort 2: previously untreated or relapsed/refractory disease", "either"),
        ("First-line drug X, induction or maintenance", "Received 4 cycles of first-line induction therapy", "either"),
        ("Drug X for relapsed/refractory leukemia", "Relapsed leukemia, or treatment-naive and unfit", "either"),
        ("Drug X for relapsed leukemia", "Newly diagnosed with residual disease", "treated"),
        ("Drug X as first-line treatment of recurrent or metastatic cancer", "Cancer", "untreated"),
        ("Maintenance after transplant in newly diagnosed myeloma", "Myeloma", "treated"),
        ("Drug X in patients without response after neoadjuvant therapy", "Lung cancer", "treated"),
        ("Rollover study of drug X", "Cancer", "treated"),
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


@pytest.mark.parametrize(
    ("exclusion", "line"),
    [
        ("Prior treatment for prostate cancer", "untreated"),
        ("Has received any prior anti-cancer therapy for bladder cancer", "untreated"),
        ("Prior systemic therapy received for advanced disease", "untreated"),
        ("Patients who have received prior treatment including surgery or chemotherapy for endometrial cancer", "untreated"),
        ("Prior pelvic radiation therapy or any antineoplastic treatment for bladder cancer", "untreated"),
        ("Prior radiation therapy for this cancer", "unstated"),
        ("Prior therapy with an anti-PD-1 antibody", "unstated"),
        ("Prior systemic therapy for another malignancy", "unstated"),
        ("Prior treatment for hypertension", "unstated"),
        ("Prior treatment in the present study", "unstated"),
        ("Prior chemotherapy for lung cancer within 4 weeks", "unstated"),
    ],
)
def test_shutting_out_the_treated_asks_for_the_untreated(exclusion: str, line: str) -> None:
    criteria = f"Inclusion Criteria:\n\n* Cancer\n\nExclusion Criteria:\n\n* {exclusion}"
    assert read_line(prepare(Trial("NCT99000001", criteria=criteria))) == line


def test_shutting_the_treated_out_of_one_cohort_leaves_room_for_both() -> None:
    criteria = (
        "Inclusion Criteria:\n\n* Progressed on prior targeted therapy (part B)\n\n"
        "Exclusion Criteria:\n\n* Receipt of prior systemic chemotherapy/immunotherapy for advanced disease for cohort 1"
    )
    assert read_line(prepare(Trial("NCT99000001", criteria=criteria))) == "either"


def test_a_recurrence_beside_a_bar_on_treatment_leaves_room_for_both() -> None:
    criteria = (
        "Inclusion Criteria:\n\n* Unresectable cancer, or recurrent disease following surgery without prior radiation therapy\n\n"
        "Exclusion Criteria:\n\n* Prior systemic therapy for lung cancer"
    )
    assert read_line(prepare(Trial("NCT99000001", criteria=criteria))) == "either"


@pytest.mark.parametrize(
    ("title", "follows"),
    [
        ("SAMPLE-1 after complete resection of the lung", True),
        ("Adjuvant SAMPLE-1", True),
        ("SAMPLE-1 in resected melanoma", True),
        ("Post-operative radiotherapy", True),
        ("Neoadjuvant SAMPLE-1", False),
        ("Non-adjuvant SAMPLE-1", False),
        ("SAMPLE-1 before an operation", False),
    ],
)
def test_titles_say_that_an_operation_came_before(title: str, follows: bool) -> None:
    assert follows_surgery(prepare(Trial("NCT99000001", brief_title=title))) is follows
