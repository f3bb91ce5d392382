"""Markers by themselves: as a report writes them, and what to do about the rest."""

import pytest

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood
from trialfinder.resolve.marker import resolve_markers


@pytest.mark.parametrize(
    ("typed", "ids"),
    [("EGFR exon 19", ["egfr"]), ("HER2-positive", ["her2-positive"]), ("HER2+", ["her2-positive"]), ("BRCA", ["brca"]),
     ("brca2 mutation", ["brca"]), ("MET", ["met"]), ("KRAS G12C", ["kras-g12c"]), ("PD-L1 negative", ["pd-l1-negative"]),
     ("EGFR wild-type", ["egfr-wild-type"]), ("triple negative", ["triple-negative"]), ("MSI-H", ["msi-h"]),
     ("MSI-H / dMMR", ["msi-h"]), ("ER-positive", ["hr-positive"]), ("HER2-negative, ER+", ["her2-negative", "hr-positive"])],
)  # fmt: skip
def test_markers_are_read_as_reports_write_them(typed: str, ids: list[str]) -> None:
    assert [marker.id for marker in resolve_markers(typed)] == ids


@pytest.mark.parametrize(
    ("typed", "told"), [("EGRF", "EGFR"), ("banana", "HER2-positive"), ("", "--marker"), ("ROS1 negative", "leave")]
)
def test_what_is_no_marker_is_answered_with_what_to_type(typed: str, told: str) -> None:
    with pytest.raises(NothingUnderstood) as caught:
        resolve_markers(typed)
    assert told in caught.value.hint


def test_a_receptor_without_a_sign_is_a_question() -> None:
    with pytest.raises(AmbiguousWords) as caught:
        resolve_markers("ER")
    assert [instead for _, instead in caught.value.choices] == ["ER-positive", "ER-negative"]
