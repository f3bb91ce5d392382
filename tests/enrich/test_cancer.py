"""Which cancers a trial is about, on records written for these tests."""

from dataclasses import replace

import pytest

from trialfinder.domain.cancer import Relation
from trialfinder.domain.trial import MeshTerm, Trial
from trialfinder.enrich.cancer import is_for_patients, read_cancers, staged
from trialfinder.enrich.markers import read_markers


def made(**parts: object) -> Trial:
    return Trial("NCT99000001", **parts)  # type: ignore[arg-type]


def read(**parts: object) -> dict[str, str]:
    return {f.concept: f.relation.value for f in read_cancers(made(**parts))}


def test_the_broader_disease_alone_is_broad() -> None:
    assert read(conditions=("Lung Cancer",)) == {"lung": "broad"}


def test_a_narrower_kind_narrows_the_broader_name() -> None:
    assert read(conditions=("Lung Cancer", "NSCLC")) == {"lung": "about", "nsclc": "broad"}


def test_an_excluded_kind_leaves_its_siblings() -> None:
    got = read(conditions=("Lung Cancer",), criteria="Exclusion Criteria:\n\n* Small cell lung cancer")
    assert got["lung"] == "about"
    assert got["nsclc"] == "rest"
    assert "sclc" not in got


def test_exclusions_make_no_match() -> None:
    assert "melanoma" not in read(conditions=("Breast Cancer",), criteria="Exclusion Criteria:\n\n* Melanoma in the last 5 years")


def test_a_previous_cancer_makes_no_match() -> None:
    criteria = (
        "Inclusion Criteria:\n\n* Women with breast cancer\n* No prior melanoma or other malignancy within the past 5 years"
    )
    assert set(read(conditions=("Breast Cancer",), criteria=criteria)) == {"breast"}


def test_inclusion_criteria_name_a_disease_that_may_enter() -> None:
    got = read(conditions=("Leukemia",), criteria="Inclusion Criteria:\n\n* Diagnosis of chronic lymphocytic leukemia (CLL)")
    assert got["cll"] == "broad"
    assert got["leukemia"] == "about"


@pytest.mark.parametrize(
    ("condition", "umbrella"),
    [("Advanced Solid Tumors", "solid-tumor"), ("B-cell Malignancies", "b-cell-any"), ("Hematologic Malignancies", "heme-any")],
)
def test_whole_groups_are_umbrellas(condition: str, umbrella: str) -> None:
    assert read(conditions=(condition,)) == {umbrella: "umbrella"}


def test_the_name_of_the_response_criteria_is_no_disease() -> None:
    criteria = "Inclusion Criteria:\n\n* Measurable disease by Response Evaluation Criteria in Solid Tumors"
    assert set(read(conditions=("Prostate Cancer",), criteria=criteria)) == {"prostate"}


def test_metastases_of_no_named_cancer_are_taken_from_any_solid_tumor() -> None:
    assert read(conditions=("Brain Metastases",)) == {"brain-mets": "about", "solid-tumor": "umbrella"}
    assert read(conditions=("Brain Tumors", "Brain Metastases"))["solid-tumor"] == "umbrella"
    assert "solid-tumor" not in read(conditions=("Melanoma", "Brain Metastases"))
    assert "solid-tumor" not in read(conditions=("Ovarian Cancer", "Peritoneal Cancer"))
    assert "solid-tumor" not in read(conditions=("Liver Cancer",), brief_title="A Study in Metastatic Liver Cancer")
    assert "solid-tumor" not in read(conditions=("Glioma", "Leptomeningeal Metastasis"))


def test_the_registrys_coding_counts_only_where_words_say_nothing() -> None:
    mesh = (MeshTerm("D008175", "Lung Neoplasms"),)
    assert read(conditions=("Something unheard of",), mesh=mesh) == {"lung": "broad"}
    assert read(conditions=("Breast Cancer",), mesh=mesh) == {"breast": "broad"}
    assert read(conditions=("Fibroids",), mesh=(MeshTerm("D007889", "Leiomyoma"),)) == {}
    assert read(conditions=("?",), mesh_ancestors=(MeshTerm("D009369", "Neoplasms"),)) == {"any-cancer": "umbrella"}


def test_evidence_is_kept() -> None:
    (finding,) = read_cancers(made(conditions=("Cancer of the Stomach",)))
    assert (finding.concept, finding.relation, finding.field, finding.text) == (
        "stomach",
        Relation.BROAD,
        "conditions",
        "Cancer of the Stomach",
    )


def test_benign_illness_and_healthy_people_are_not_for_patients() -> None:
    assert not is_for_patients(made(conditions=("Low back pain",)), ())
    screening = made(conditions=("Colorectal Cancer",), healthy_volunteers=True, primary_purpose="SCREENING")
    assert not is_for_patients(screening, read_cancers(screening))
    treated = made(conditions=("Colorectal Cancer",), primary_purpose="TREATMENT")
    assert is_for_patients(treated, read_cancers(treated))


def test_a_drug_level_study_in_healthy_volunteers_is_not_for_patients() -> None:
    criteria = "Inclusion Criteria:\n\n* Biopsy of the prostate showed no sign of disease or was not needed\n* Known cancer: none"
    study = made(
        brief_title="Blood Levels of a Chewable Tablet in Healthy Adult Volunteers",
        conditions=("Heartburn",),
        criteria=criteria,
        healthy_volunteers=True,
    )
    assert not is_for_patients(study, read_cancers(study))


def test_healthy_people_beside_patients_keep_the_trial_open_to_patients() -> None:
    both = made(
        brief_title="Walking in Healthy Volunteers and Patients",
        conditions=("Fatigue",),
        criteria="Inclusion Criteria:\n\n* Patients with breast cancer",
        healthy_volunteers=True,
    )
    assert is_for_patients(both, read_cancers(both))
    ill = made(brief_title="A Drug in Healthy Subjects", conditions=("Melanoma",), healthy_volunteers=True)
    assert is_for_patients(ill, read_cancers(ill))


def test_looking_for_cancer_is_for_patients_only_where_they_may_enter() -> None:
    parts = {"brief_title": "Letters for Colorectal Cancer Screening", "conditions": ("Colorectal Cancer",)}
    public = made(primary_purpose="SCREENING", criteria="Inclusion Criteria:\n\n* Age 45 to 75", **parts)
    assert not is_for_patients(public, read_cancers(public))
    asked = "Inclusion Criteria:\n\n* Patients with newly diagnosed colorectal cancer"
    families = made(primary_purpose="SCREENING", criteria=asked, **parts)
    assert is_for_patients(families, read_cancers(families))


def test_tumor_among_other_illnesses_is_an_umbrella_only_where_the_text_speaks_of_cancer() -> None:
    conditions = ("Fracture", "Scoliosis", "Tumor")
    assert read(brief_title="A Plate for the Spine", conditions=conditions) == {}
    asked = "Inclusion Criteria:\n\n* Surgery of the spine is indicated for fracture, scoliosis or tumor"
    assert read(brief_title="A Plate for the Spine", conditions=conditions, criteria=asked) == {}
    spoken = read(brief_title="A Plate for the Spine", conditions=conditions, brief_summary="Includes people with metastases.")
    assert spoken == {"solid-tumor": "umbrella"}
    assert read(conditions=("Tumor",)) == {"solid-tumor": "umbrella"}


def test_some_cancers_of_a_title_are_those_of_the_conditions() -> None:
    conditions = ("Melanoma", "Gastric Cancer")
    official = "A Drug for People with Cancer"
    chosen = read(brief_title="A Drug for Selected Advanced Cancers", official_title=official, conditions=conditions)
    assert "any-cancer" not in chosen
    assert read(brief_title="A Drug", official_title=official, conditions=conditions)["any-cancer"] == "umbrella"


def test_staging_applies_where_the_cancer_has_numbered_stages() -> None:
    assert staged(read_cancers(made(conditions=("Acute Myeloid Leukemia",)))) is False
    assert staged(read_cancers(made(conditions=("Leukemia", "Lymphoma")))) is True
    assert staged(()) is None


@pytest.mark.parametrize(
    ("criteria", "marker", "answer"),
    [
        ("Inclusion Criteria:\n\n* HER2-positive disease", "her2-positive", "required"),
        ("Inclusion Criteria:\n\n* HER2-positive disease", "her2-negative", "excluded"),
        ("Inclusion Criteria:\n\n* HER2-negative tumors", "her2-positive", "excluded"),
        ("Inclusion Criteria:\n\n* Tumor with EGFR mutation", "egfr", "required"),
        ("Exclusion Criteria:\n\n* Known EGFR mutation or ALK rearrangement", "alk", "excluded"),
        ("Inclusion Criteria:\n\n* Prior EGFR inhibitor is allowed", "egfr", ""),
        ("Inclusion Criteria:\n\n* Triple negative breast cancer", "hr-positive", "excluded"),
    ],
)
def test_markers_are_asked_for_shut_out_or_not_mentioned(criteria: str, marker: str, answer: str) -> None:
    said = {f.marker: f.answer.value for f in read_markers(made(criteria=criteria))}
    assert said.get(marker, "") == answer


@pytest.mark.parametrize(
    ("keyword", "concept"),
    [
        ("ASP", "asps"),
        ("ball", "b-all"),
        ("CRc", "crc"),
        ("30-s STS test", "sarcoma-soft"),
        ("LAM", "lam"),
        ("MUC-1", "urothelial"),
    ],
)
def test_abbreviations_of_other_things_name_no_cancer(keyword: str, concept: str) -> None:
    assert concept not in read(conditions=("Breast Cancer",), keywords=(keyword,))


def test_the_kinds_left_by_an_exclusion_are_taken_but_not_what_the_trial_is_about() -> None:
    criteria = "Inclusion Criteria:\n\n* Breast cancer\n\nExclusion Criteria:\n\n* Inflammatory breast cancer"
    found = read(conditions=("Breast Cancer",), criteria=criteria)
    assert found["breast"] == "about"
    assert found["phyllodes"] == "rest"
    assert "breast-inflammatory" not in found


@pytest.mark.parametrize(
    ("sentence", "concepts"),
    [
        ("High-risk AML in first remission", {"aml"}),
        ("ALL in remission", {"all"}),
        ("Relapsed follicular lymphoma after at least two prior lines of therapy", {"follicular"}),
        ("Melanoma: prior receipt of a BRAF inhibitor", {"melanoma"}),
        ("Diagnosis of breast cancer within 10 years prior to randomization", {"breast"}),
        ("Taking a tablet for adjuvant treatment of breast cancer for at least three weeks, as the doctor advised", {"breast"}),
        ("Kaposi sarcoma with no active Castleman disease in the past year", {"kaposi"}),
        (
            "Secondary peritoneal tumors confirmed by cytology, for example from carcinoma of the ovary",
            {"ovary"},
        ),
        (
            "Confirmed locally advanced (esophageal, gastroesophageal junction, and gastric) adenocarcinoma",
            {"esophagus", "gej", "stomach"},
        ),
        ("Confirmed epithelial tumors of the penis", {"penile"}),
        ("B-ALL was diagnosed according to guidelines for acute lymphocytic leukemia and B-cell lymphoma", {"b-all"}),
    ],
)
def test_a_criterion_defines_the_disease(sentence: str, concepts: set[str]) -> None:
    found = read(brief_title="Drug X", criteria=f"Inclusion Criteria:\n\n* {sentence}")
    assert {concept for concept, relation in found.items() if relation in ("about", "broad")} == concepts


@pytest.mark.parametrize(
    "sentence",
    [
        "Must have met ALL the following criteria",
        "No history of breast cancer",
        "At risk of breast cancer",
        "A prior breast cancer was cured",
        "Secondary malignancy of the breast after another cancer",
    ],
)
def test_a_criterion_about_something_else_names_no_disease(sentence: str) -> None:
    found = read(conditions=("Chronic Myeloid Leukemia",), criteria=f"Inclusion Criteria:\n\n* {sentence}")
    assert set(found) == {"cml"}


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("A block of stored tumor tissue, or agreement to a new biopsy", {"heme-any"}),
        ("Willing to give tumour samples", {"heme-any"}),
        ("Diagnosis of a tumor that has spread", {"heme-any", "solid-tumor"}),
    ],
)
def test_tissue_of_a_tumor_takes_nobody_in(sentence: str, groups: set[str]) -> None:
    found = read(conditions=("Hematologic Malignancy",), criteria=f"Inclusion Criteria:\n\n* {sentence}")
    assert set(found) == groups


def test_other_solid_tumors_of_a_title_are_the_whole_group() -> None:
    title = "Drug X in Stomach Cancer and Other Solid Tumors"
    criteria = "Inclusion Criteria:\n\n* Confirmed stomach cancer and all of the following"
    assert read(brief_title=title, criteria=criteria) == {"stomach": "broad", "solid-tumor": "umbrella"}


def test_metastases_in_laboratory_limits_are_no_subject_of_a_trial_for_solid_tumors() -> None:
    criteria = "Inclusion Criteria:\n\n* Bilirubin below 3 times normal in patients with liver metastases"
    assert read(brief_title="Drug X in Advanced Solid Tumors", criteria=criteria) == {"solid-tumor": "umbrella"}


@pytest.mark.parametrize(
    "criterion",
    [
        "Patients must be confirmed with clinical manifestations, namely: pneumonias, eczema, skin abscesses, malignancy",
        "No serious illnesses in progress as cancer, autoimmune disease, liver disease",
        "Patients with asthma and no history of cancer of the colon",
    ],
)
def test_another_illness_whose_criteria_name_cancer_in_passing_is_no_cancer_trial(criterion: str) -> None:
    """Neither title, conditions nor keywords speak of cancer: what the criteria say on the way takes nobody for a cancer."""
    criteria = f"Inclusion Criteria:\n\n* {criterion}"
    assert read(conditions=("Hyper-IgE Syndrome",), brief_title="IgE in Job Syndrome", criteria=criteria) == {}


@pytest.mark.parametrize(
    ("parts", "umbrella"),
    [
        ({"brief_title": "Massage for pain in people with cancer", "conditions": ("Pain",)}, "any-cancer"),
        ({"conditions": ("Pain",), "brief_summary": "Pain is common in people with cancer."}, "any-cancer"),
        ({"conditions": ("Hemoglobin",), "keywords": ("Oncology",)}, "any-cancer"),
    ],
)
def test_criteria_that_ask_for_cancer_count_where_the_record_speaks_of_it(parts: dict[str, object], umbrella: str) -> None:
    criteria = "Inclusion Criteria:\n\n* Adult patients diagnosed with cancer, in pain"
    assert read(criteria=criteria, **parts) == {umbrella: "umbrella"}


@pytest.mark.parametrize(
    "sentence",
    ["No central nervous system (CNS) tumor involvement", "No leukemia or lymphoma", "No primary brain tumor"],
)
def test_a_criterion_that_begins_with_no_names_what_must_be_absent(sentence: str) -> None:
    trial = made(
        conditions=("Colorectal Cancer",), criteria=f"Inclusion Criteria:\n\n* Stage IV colorectal carcinoma\n* {sentence}"
    )
    assert {found.concept for found in read_cancers(trial)} == {"crc"}


def test_no_treatment_left_for_a_cancer_still_names_it() -> None:
    trial = made(conditions=("Tumors",), criteria="Inclusion Criteria:\n\n* No standard therapy left for advanced melanoma")
    assert "melanoma" in {found.concept for found in read_cancers(trial)}


def test_a_cancer_among_conditions_of_a_benign_illness_that_shuts_it_out_is_not_for_patients() -> None:
    benign = made(
        brief_title="SAMPLE-1 for the bladder in BPH",
        conditions=("BPH", "Prostatic Neoplasms"),
        criteria="Inclusion Criteria:\n\n* Symptoms of BPH\n\nExclusion Criteria:\n\n* Men with prostatic adenocarcinoma",
    )
    assert not is_for_patients(benign, read_cancers(benign))
    open_to_both = replace(benign, criteria="Inclusion Criteria:\n\n* Symptoms of BPH")
    assert is_for_patients(open_to_both, read_cancers(open_to_both))
