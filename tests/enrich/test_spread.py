"""Titles that take only cancer that has spread to a part of the body, in titles written for these tests."""

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.spread import read_spread
from trialfinder.enrich.text import prepare


def places(title: str, **parts: object) -> tuple[str, ...]:
    found = read_spread(prepare(Trial("NCT99000001", brief_title=title, **parts)))  # type: ignore[arg-type]
    return found.places if found else ()


@pytest.mark.parametrize(
    ("title", "where"),
    [
        ("SAMPLE-1 in Breast Cancer With Brain Metastases", ("brain",)),
        ("Radiation With or Without SAMPLE-1 in Patients With Brain Metastases", ("brain",)),
        ("SAMPLE-1 for Central Nervous System (CNS) Metastases", ("brain",)),
        ("Cells for Brain, Meninges, and Spinal Cord Metastatic Solid Tumors", ("brain", "lining of the brain")),
        ("SAMPLE-1 for Leptomeningeal Disease", ("lining of the brain",)),
        ("Melanoma Metastatic to Liver", ("liver",)),
        ("SAMPLE-1 in Metastatic Melanoma Involving the Central Nervous System", ("brain",)),
        ("Resectable Colorectal Liver Metastases and High-Risk Features", ("liver",)),
        ("Cancer That Has Spread to the Bone", ("bone",)),
        ("Liver and Lung Metastases of Bowel Cancer", ("liver", "lung")),
        ("Peritoneal Carcinomatosis of Stomach Cancer", ("lining of the belly",)),
        ("Metastatic Brain Tumors", ("brain",)),
    ],
)
def test_a_title_that_names_where_it_has_spread_asks_for_it(title: str, where: tuple[str, ...]) -> None:
    assert places(title) == where


@pytest.mark.parametrize(
    "title",
    [
        "SAMPLE-1 to Prevent Bone Metastases in Prostate Cancer",
        "Lung Cancer With or Without Brain Metastases",
        "Primary or Metastatic Brain Tumors",
        "Liver Cancer or Liver Metastases",
        "Glioblastoma or Brain Metastases",
        "Liver Metastases, Lung Metastases, or Other Advanced Solid Tumors",
        "Metastatic Lung Cancer",
        "Metastatic Squamous Cell Carcinoma of the Lung",
        "Metastatic Liver Cancer",
        "Bone Metastasis-Free Survival With SAMPLE-1",
        "Lymph Node Metastases in Early Breast Cancer",
        "Advanced Solid Tumors",
    ],
)
def test_other_titles_ask_for_no_part_of_the_body(title: str) -> None:
    assert places(title) == ()


def test_what_only_the_criteria_name_is_passed_over() -> None:
    assert places("SAMPLE-1 in Lung Cancer", criteria="Inclusion Criteria:\n\n* Treated brain metastases are allowed") == ()


def test_the_words_of_the_title_are_kept() -> None:
    found = read_spread(
        prepare(Trial("NCT99000001", brief_title="SAMPLE", official_title="A Study of SAMPLE in Bone Metastases"))
    )
    assert found
    assert (found.text, found.section) == ("Bone Metastases", "official_title")
