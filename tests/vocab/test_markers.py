"""The lexicon of biomarkers holds together."""

from pathlib import Path

import pytest

from trialfinder.vocab.markers import MalformedMarkers, load, marker_names, markers

HEADER = "id,name,genes,negative_id,negative_name,rules_out\n"


def test_every_marker_has_a_name_of_its_own() -> None:
    names = marker_names()
    assert len(set(names.values())) == len(names)
    assert names["mss"] == "MSS / pMMR"


def test_no_writing_stands_for_two_markers() -> None:
    written = [name for entry in markers() for name in (*entry.genes, *entry.opposites)]
    assert len(set(written)) == len(written)


def test_words_for_the_opposite_are_told_apart() -> None:
    entry = next(entry for entry in markers() if entry.positive.id == "msi-h")
    assert "mss" in entry.opposites
    assert "mss" not in entry.genes


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("a,A,,,,\n", "markers.csv:2: a: id, name and genes"),
        ("a,A,x,b,,\n", "an opposite with id and name"),
        ("a,A,x;!y,,,\n", "an opposite with id and name"),
        ("a,A,x,,,\na,A,y,,,\n", "used twice"),
        ("a,A,x,,,nobody\n", "unknown marker nobody"),
    ],
)
def test_malformed_data_name_file_and_line(tmp_path: Path, rows: str, complaint: str) -> None:
    path = tmp_path / "markers.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(MalformedMarkers, match=complaint):
        load(path)


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "markers.csv"
    path.write_text("id\n", encoding="utf-8")
    with pytest.raises(MalformedMarkers, match="header"):
        load(path)
