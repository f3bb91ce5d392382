"""Scope by words."""

import pytest

from trialfinder.ctgov.cancer_words import in_scope, names_cancer
from trialfinder.ctgov.scope import SCOPE_TERMS, scope_queries
from trialfinder.domain.statuses import OPEN_STATUSES
from trialfinder.domain.trial import MeshTerm, Trial

CANCERS = (
    "Leukaemia", "Acute Myeloid Leukemia", "AML", "ALL", "Ph+ ALL", "Hodgkin Disease", "Myelodysplastic Syndromes",
    "Polycythemia Vera", "Essential Thrombocythaemia", "Primary Myelofibrosis", "Systemic Mastocytosis",
    "Langerhans Cell Histiocytosis", "Glioblastoma", "GBM", "Vestibular Schwannoma", "Meningioma", "Ductal Carcinoma in Situ",
    "DCIS", "Cervical Intraepithelial Neoplasia", "Barrett Esophagus", "NSCLC", "mCRPC", "Advanced Solid Tumours",
    "Brain Metastases", "Mycosis Fungoides", "Kaposi's Sarcoma", "Waldenström Macroglobulinemia", "Smoldering Myeloma", "MGUS",
    "Astrocytoma", "Plasmacytoma", "Pituitary Adenoma", "Gestational Trophoblastic Disease", "Familial Adenomatous Polyposis",
    "Chemotherapy-induced Nausea", "BRCA1 Mutation", "Wilms' Tumor", "Mastocytosis", "Retinoblastoma", "Tumor Lysis Syndrome",
)  # fmt: skip
OTHERS = (
    "Asthma", "Tumor Necrosis Factor Inhibitors in Arthritis", "Malignant Hyperthermia", "Non-malignant Pain", "Nasal Polyps",
    "All Patients With Gout", "Medial Collateral Ligament Tear (MCL)", "Niemann-Pick Type C (NPC)", "Hip Dysplasia",
    "Kaposi Varicelliform Eruption", "Sickle Cell Disease", "Neutrophil Extracellular Traps (NETs)",
    "Hemophagocytic Lymphohistiocytosis", "Malignant Hypertension",
)  # fmt: skip


@pytest.mark.parametrize("condition", CANCERS)
def test_what_a_patient_would_call_cancer_is_in_scope(condition: str) -> None:
    assert names_cancer(Trial("NCT99000001", conditions=(condition,)))


@pytest.mark.parametrize("condition", OTHERS)
def test_other_meanings_of_the_same_words_are_not(condition: str) -> None:
    assert not names_cancer(Trial("NCT99000001", conditions=(condition,)))


def test_mesh_terms_speak_where_the_words_do_not() -> None:
    assert names_cancer(Trial("NCT99000001", mesh_ancestors=(MeshTerm("D009369", "Neoplasms"),)))
    assert names_cancer(Trial("NCT99000001", mesh=(MeshTerm("D009190", "Bone Marrow Diseases"),)))


def test_criteria_never_put_a_trial_in_scope() -> None:
    assert not names_cancer(Trial("NCT99000001", conditions=("Gout",), criteria="No cancer.", brief_summary="Not for cancer."))


@pytest.mark.parametrize("status", [*OPEN_STATUSES, "COMPLETED", "UNKNOWN", "WITHHELD", "NEW_ONE", ""])
def test_open_keeps_open_cancer_trials_and_all_keeps_every_record(status: str) -> None:
    cancer = Trial("NCT99000001", conditions=("Lymphoma",), overall_status=status)
    gout = Trial("NCT99000002", conditions=("Gout",), overall_status=status)
    assert in_scope(cancer, "open") == (status in OPEN_STATUSES)
    assert not in_scope(gout, "open")
    assert in_scope(cancer, "all")
    assert in_scope(gout, "all")


def test_every_query_stays_under_the_registrys_limit_and_is_sorted() -> None:
    for query in scope_queries("open"):
        params = query.params()
        assert len(query.terms) <= 10
        assert params["filter.overallStatus"] == "|".join(OPEN_STATUSES)
        assert params["sort"]
    assert all("filter.overallStatus" not in query.params() for query in scope_queries("all"))


def test_the_word_all_is_quoted_because_bare_it_means_every_study() -> None:
    terms = [term for terms in SCOPE_TERMS.values() for term in terms]
    assert '"ALL"' in terms
    assert "ALL" not in terms
    assert len(terms) == len(set(terms))
