"""A quotation shows the words around a finding, on one line."""

import pytest

from trialfinder.domain.stage import Polarity, Stage, StageFinding, StageReading
from trialfinder.domain.trial import Trial
from trialfinder.enrich.quote import with_quotes

CRITERIA = (
    "Inclusion:\n\n* Women and men with a breast cancer that is \\>= T2 and has spread to distant organs, "
    "proven by imaging no older than four weeks before entry\n* Adults\n  b. *Metastatic disease*\n* e.g. scars"
)


def quote(text: str, section: str = "inclusion", **fields: str) -> str:
    trial = Trial("NCT99000001", criteria=CRITERIA, **fields)  # type: ignore[arg-type]
    start = CRITERIA.find(text)
    finding = StageFinding(Stage.IV, Polarity.ACCEPTED, text, section, "r", start, start + len(text))
    (found,) = with_quotes(StageReading(findings=(finding,)), trial).findings
    return found.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "spread to distant organs",
            "… with a breast cancer that is >= T2 and has spread to distant organs, proven by imaging no older than four weeks …",
        ),
        ("Adults", "Adults"),
        ("Metastatic", "Metastatic disease*"),
        ("scars", "e.g. scars"),
        ("not there", ""),
    ],
)
def test_the_line_is_quoted_and_shortened_at_words(text: str, expected: str) -> None:
    assert quote(text) == expected


def test_a_condition_is_its_own_quotation() -> None:
    assert quote("Adults", section="conditions") == ""


def test_without_findings_nothing_changes() -> None:
    reading = StageReading()
    assert with_quotes(reading, Trial("NCT99000001")) is reading
