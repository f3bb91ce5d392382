"""The cancer vocabulary holds together, and every entry can be told from its neighbours."""

import csv
from pathlib import Path

import pytest

from trialfinder.vocab.build_names import names_table
from trialfinder.vocab.cancers import NAMES_FILE, MalformedVocabulary, checked, load, vocabulary
from trialfinder.vocab.cancers_phrases import text_finder
from trialfinder.vocab.cancers_words import normalise, read_words

WORDS = vocabulary()
with Path(__file__).with_name("cancers_examples.csv").open(encoding="utf-8", newline="") as _handle:
    EXAMPLES = list(csv.DictReader(_handle))
HEADER = "id,name,medical,kind,staged,parents,umbrellas,mesh,sites,synonyms,typed,confused_with\n"


def found(text: str) -> set[str]:
    return {concept for mention in text_finder().find(read_words(text)) for concept in mention.concepts}


def test_all_of_oncology_is_covered() -> None:
    assert len([c for c in WORDS.concepts.values() if c.kind != "umbrella"]) >= 220


def test_what_a_search_trusts_is_what_the_checks_would_read() -> None:
    anew = checked()
    assert names_table(anew) == NAMES_FILE.read_text(encoding="utf-8"), "run: make names"
    assert (WORDS.concepts, WORDS.text_names, WORDS.typed_names) == (anew.concepts, anew.text_names, anew.typed_names)


def test_every_entry_has_an_example() -> None:
    assert {row["concept"] for row in EXAMPLES} == set(WORDS.concepts)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["concept"])
def test_an_entry_matches_its_example_and_not_its_counter_example(row: dict[str, str]) -> None:
    assert row["concept"] in found(row["matches"])
    assert row["concept"] not in found(row["must_not"])


def test_every_concept_is_reachable_from_a_top_and_taken_by_any_cancer() -> None:
    tops = [c.id for c in WORDS.concepts.values() if not c.parents]
    assert frozenset().union(*(WORDS.descendants(top) for top in tops)) >= set(WORDS.concepts)
    assert all("any-cancer" in WORDS.umbrellas_for(c) for c in WORDS.concepts)


def test_no_name_stands_under_two_unrelated_concepts() -> None:
    for name, ids in WORDS.typed_names.items():
        if name in WORDS.text_names:
            shared = set(ids) & set(WORDS.text_names[name])
            assert shared or WORDS.ancestors(ids[0]) & set(WORDS.text_names[name]), name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Leukaemia", "leukemia"),
        ("oesophageal tumours", "esophageal neoplasm"),
        ("Hodgkin's lymphoma", "Hodgkin lymphoma"),
        ("nonsmall-cell", "non-small cell"),
        ("malignant glioma", "glioma"),
        ("gastro-oesophageal", "gastro esophageal"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("breast, ovarian and lung cancer", {"breast", "ovary", "lung"}),
        ("carcinoma of the stomach or oesophagus", {"stomach", "esophagus"}),
        ("Hodgkin or non-Hodgkin lymphoma", {"hodgkin", "nhl"}),
        ("gastric/gastroesophageal junction (GEJ) adenocarcinoma", {"stomach", "gej"}),
        ("all patients with a net benefit", set()),
        ("relapsed ALL", {"all"}),
        ("spread to lung and liver", set()),
        ("malignant pleural effusion", {"malignant-effusion"}),
        ("pleural effusion", set()),
    ],
)
def test_names_are_found_in_running_text(text: str, concepts: set[str]) -> None:
    assert found(text) == concepts


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("a,a,a,cancer,,,,\n", "cancers.csv:2: 8 cells"),
        ("A b,a,a,cancer,,,,,,,,\n", "lower-case"),
        ("a,a,a,plant,,,,,,,,\n", "kind"),
        ("a,a,a,cancer,,,,X1,,,,\n", "X1 is not a MeSH"),
        ("a,a,a,cancer,,b,,,,,,\n", "unknown concept b"),
        ("a,a,a,cancer,,b,,,,,,\nb,b,b,cancer,,a,,,,,,\n", "cycle"),
        ("a,a,a,cancer,,,,,,,,\na,c,c,cancer,,,,,,,,\n", "cancers.csv:3: a: the id is used twice"),
        ("a,x,x,cancer,,,,,,,,\nb,x,x,cancer,,,,,,,,\n", "already names a"),
        ("a,x,x,cancer,,,,,,y>q,,\n", "unknown concept q"),
        ("a,x,x,cancer,,,,,,y;,,\n", "empty entry"),
        ("a,x,x,cancer,,,b,,,,,\nb,z,z,cancer,,,,,,,,\n", "not an umbrella"),
        ("a,x,x,cancer,,,,D000001,,,,\nb,z,z,cancer,,,,D000001,,,,\n", "already in a"),
    ],
)
def test_malformed_data_name_file_and_line(tmp_path: Path, rows: str, complaint: str) -> None:
    path = tmp_path / "cancers.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(MalformedVocabulary, match=complaint):
        load(path)


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cancers.csv"
    path.write_text("id,name\n", encoding="utf-8")
    with pytest.raises(MalformedVocabulary, match="header"):
        load(path)
