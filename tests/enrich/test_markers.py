"""What trials ask of biomarkers, in sentences written for these tests: required, excluded, or not stated."""

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.markers import read_markers


def said(criteria: str = "", **parts: object) -> dict[str, str]:
    trial = Trial("NCT99000001", criteria=criteria, **parts)  # type: ignore[arg-type]
    return {f.marker: f.answer.value for f in read_markers(trial)}


def entering(sentence: str) -> dict[str, str]:
    return said(f"Inclusion Criteria:\n\n* {sentence}")


def shut_out(sentence: str) -> dict[str, str]:
    return said(f"Exclusion Criteria:\n\n* {sentence}")


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("HER2-positive breast cancer (IHC 3+)", "her2-positive"),
        ("Tumor that overexpresses HER2", "her2-positive"),
        ("Amplification of ERBB2 shown in tissue", "her2-positive"),
        ("HER2-negative tumor", "her2-negative"),
        ("No HER2 amplification in the tumor", "her2-negative"),
        ("Breast cancer that is not HER2-negative", "her2-positive"),
        ("ER-positive disease", "hr-positive"),
        ("Hormone receptor-positive disease", "hr-positive"),
        ("Triple-negative breast cancer", "triple-negative"),
        ("Sensitizing EGFR mutation (exon 19 deletion or L858R)", "egfr"),
        ("Presence of an EGFR mutation", "egfr"),
        ("ALK-rearranged lung cancer", "alk"),
        ("ROS1 fusion found by sequencing", "ros1"),
        ("KRAS G12C mutated adenocarcinoma", "kras-g12c"),
        ("Melanoma with a BRAF V600E mutation", "braf"),
        ("Metastatic colorectal cancer, BRAF mutant", "braf"),
        ("MSI-H or dMMR tumor", "msi-h"),
        ("Deleterious germline BRCA1 or BRCA2 mutation", "brca"),
        ("IDH1-mutated glioma", "idh1"),
        ("FLT3-ITD positive leukemia", "flt3"),
        ("CD19-positive disease by flow cytometry", "cd19"),
        ("CD20 expression on tumor cells", "cd20"),
        ("PIK3CA mutation in tumor or plasma", "pik3ca"),
        ("Philadelphia chromosome-positive leukemia", "ph-positive"),
        ("Microsatellite stable (MSS) colorectal cancer", "mss"),
        ("MSS/pMMR tumor", "mss"),
    ],
)
def test_what_must_be_there_is_required(sentence: str, marker: str) -> None:
    assert entering(sentence).get(marker) == "required"


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("HER2-negative tumor", "her2-positive"),
        ("HER2-positive tumor", "her2-negative"),
        ("ER-negative tumor", "hr-positive"),
        ("Triple-negative breast cancer", "her2-positive"),
        ("Triple-negative breast cancer", "hr-positive"),
        ("Lung cancer without EGFR mutation", "egfr"),
        ("No known EGFR mutation or ALK rearrangement", "alk"),
        ("EGFR wild-type disease", "egfr"),
        ("Proficient mismatch repair", "msi-h"),
        ("Philadelphia chromosome-negative leukemia", "ph-positive"),
    ],
)
def test_what_must_be_absent_is_excluded(sentence: str, marker: str) -> None:
    assert entering(sentence).get(marker) == "excluded"


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Known EGFR mutation", "egfr"),
        ("ALK-positive lung cancer", "alk"),
        ("Tumor harboring a BRAF V600E mutation", "braf"),
        ("HER2-positive disease", "her2-positive"),
        ("MSI-high tumors", "msi-h"),
    ],
)
def test_what_the_exclusions_name_is_excluded(sentence: str, marker: str) -> None:
    assert shut_out(sentence).get(marker) == "excluded"


def test_shutting_out_one_form_asks_for_the_other() -> None:
    assert shut_out("HER2-positive disease").get("her2-negative") == "required"
    assert shut_out("HER2-negative disease").get("her2-positive") == "required"


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Progression on an EGFR inhibitor", "egfr"),
        ("Known HER2 status", "her2-positive"),
        ("Any HER2 status is allowed", "her2-positive"),
        ("Regardless of PD-L1 expression", "pd-l1"),
        ("HER2-zero tumors may enter", "her2-positive"),
        ("MSI-H or MSS tumor", "msi-h"),
        ("If ALK-positive, must have received an ALK inhibitor", "alk"),
        ("Tumor tissue for KRAS testing is available", "kras"),
        ("Prior BRAF inhibitor is permitted", "braf"),
        ("Patients in whom the tumor has returned", "ret"),
        ("Metastatic disease that can be measured", "met"),
        ("All patients walk without help", "alk"),
    ],
)
def test_a_marker_only_spoken_of_is_not_stated(sentence: str, marker: str) -> None:
    assert marker not in entering(sentence)


def test_asked_for_and_shut_out_in_one_section_says_nothing() -> None:
    both = said("Inclusion Criteria:\n\n* Cohort A: HER2-positive tumors\n* Cohort B: HER2-negative tumors")
    assert "her2-positive" not in both


def test_who_is_her2_negative_is_not_yet_triple_negative() -> None:
    asked = entering("Triple-negative breast cancer")
    assert "her2-negative" not in asked
    assert asked["triple-negative"] == "required"


def test_an_inclusion_outweighs_an_exclusion() -> None:
    both = said("Inclusion Criteria:\n\n* EGFR mutation\n\nExclusion Criteria:\n\n* EGFR exon 20 insertion")
    assert both["egfr"] == "required"


def test_titles_and_conditions_are_read_and_silence_is_silence() -> None:
    assert said(brief_title="A new drug in ALK-positive lung cancer")["alk"] == "required"
    assert said(conditions=("HER2-positive Breast Cancer",))["her2-positive"] == "required"
    assert said("Inclusion Criteria:\n\n* Age 18 or more") == {}


def test_the_words_are_kept_as_they_stand() -> None:
    trial = Trial("NCT99000001", criteria="Inclusion Criteria:\n\n* Tumor with ALK rearrangement; age 18")
    finding = read_markers(trial)[0]
    assert "ALK rearrangement" in finding.text
    assert finding.section == "inclusion"


def test_receptor_two_is_her2_and_not_egfr() -> None:
    assert entering("Human epidermal growth factor receptor 2 (HER2) overexpression")["her2-positive"] == "required"
    for sentence in (
        "Epidermal growth factor receptor 2 (HER2) overexpression",
        "Epidermal growth factor receptor 3 overexpression",
    ):
        assert "egfr" not in entering(sentence)
    assert entering("Epidermal growth factor receptor mutation")["egfr"] == "required"


def test_a_quotation_ends_with_a_whole_word() -> None:
    trial = Trial("NCT99000001", brief_title="SAMPLE-1 for EGFR L858R-Mutant, Third-Generation Inhibitor-Resistant Lung Cancer")
    (found,) = [one for one in read_markers(trial) if one.marker == "egfr"]
    assert found.text == "EGFR L858R-Mutant, Third-Generation …"


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Metastatic disease - confirmed by imaging", "met"),
        ("Metastatic HER2-positive breast cancer", "met"),
        ("Erectile dysfunction - at least moderate", "hr-positive"),
        ("Retained kinase domain after fusion", "ret"),
        ("Methacholine challenge positive", "met"),
        ("NRAS or HRAS mutant tumor", "hr-positive"),
        ("CD70-positive lymphoma", "cd7"),
        ("CD203c expression", "cd20"),
    ],
)
def test_the_beginning_of_another_word_is_no_marker(sentence: str, marker: str) -> None:
    assert marker not in entering(sentence)


@pytest.mark.parametrize(
    ("sentence", "required"),
    [
        ("ER+/HER2- breast cancer", ("hr-positive", "her2-negative")),
        ("HR+, HER2- advanced disease", ("hr-positive", "her2-negative")),
        ("Hormone receptor (HR)+ HER2- breast cancer", ("hr-positive", "her2-negative")),
        ("Hormone receptor-positive, HER2-negative breast cancer", ("hr-positive", "her2-negative")),
        ("TNBC (ER-, PR-, HER2-negative)", ("triple-negative", "hr-negative", "her2-negative")),
        ("CD19- or CD22-positive leukemia", ("cd19", "cd22")),
        ("IDH1- and/or IDH2-mutant glioma", ("idh1", "idh2")),
        ("EGFR or ALK mutation-negative lung cancer", ("egfr-wild-type", "alk-negative")),
        ("HLA-A*02:01 or HLA-A*0201 positive", ("hla-a2",)),
        ("ERalpha positive tumor", ("hr-positive",)),
        ("EGFRm lung cancer with an EGFR mutation", ("egfr",)),
    ],
)
def test_each_name_has_the_answer_that_stands_with_it(sentence: str, required: tuple[str, ...]) -> None:
    found = entering(sentence)
    assert {marker: found.get(marker) for marker in required} == dict.fromkeys(required, "required")


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("HPV positive or negative", "hpv"),
        ("HER2 positive, negative or unknown", "her2-positive"),
        ("HPV+/- disease", "hpv"),
        ("PD-L1 expression result from the screening sample", "pd-l1"),
        ("EGFR mutation status must be known", "egfr"),
        ("HER2-positive participants must have had trastuzumab", "her2-positive"),
        ("Transplant with CD19+ B-cell depletion", "cd19"),
        ("T cells expressing a CD19-specific receptor", "cd19"),
    ],
)
def test_both_forms_a_test_and_a_duty_of_some_say_nothing(sentence: str, marker: str) -> None:
    assert marker not in entering(sentence)


@pytest.mark.parametrize(
    ("title", "required"),
    [
        ("SAMPLE-1 With or Without Chemotherapy in EGFR-Mutated Lung Cancer", "egfr"),
        ("SAMPLE-1 With/Without SAMPLE-2 in Patients With HER2-Positive Cancer", "her2-positive"),
        ("SAMPLE-1 in Non-Small Cell Lung Cancer (ALK+ NSCLC)", "alk"),
        ("SAMPLE-1 Without Chemotherapy in Triple Negative Breast Cancer", "triple-negative"),
    ],
)
def test_what_a_treatment_goes_without_is_not_said_of_the_disease(title: str, required: str) -> None:
    assert said(brief_title=title).get(required) == "required"


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("Tumor with no pathologic variants in KRAS or NRAS", "kras"),
        ("Lung cancer negative for actionable mutations in EGFR or ALK", "egfr"),
        ("Wild-type status in KRAS exons 2, 3 and 4", "kras"),
        ("Excluding patients with EGFR mutations", "egfr"),
        ("No patients with known actionable EGFR mutations", "egfr"),
        ("Non-HER2-positive disease", "her2-positive"),
    ],
)
def test_a_no_reaches_the_marker_over_the_words_between(sentence: str, marker: str) -> None:
    assert entering(sentence).get(marker) == "excluded"


def test_a_bracket_that_is_only_begun_is_left_out_of_the_quotation() -> None:
    trial = Trial("NCT99000001", criteria="Inclusion Criteria:\n\n* EGFR mutation (e.g. exon 19)")
    assert read_markers(trial)[0].text == "EGFR mutation"
