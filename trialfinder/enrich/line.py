"""The line of treatment: whether a trial wants people who have had treatment for this cancer."""

from trialfinder.domain.stage import Line
from trialfinder.enrich.text import TrialText

__all__ = ["read_line"]


def read_line(text: TrialText) -> Line:
    """Untreated, treated, either or unstated."""
    del text
    return Line.UNSTATED
