"""The words around a finding, so that a person can judge it: one line, cut at word boundaries."""

import re

from trialfinder.domain.stage import StageFinding, StageReading
from trialfinder.domain.trial import Trial

__all__ = ["with_quotes"]

#: Characters kept on each side of the words found: about one line on an 80-column screen in all.
_AROUND = 45
#: What a list puts before its items: bullets, ``2.``, ``b)``, and a bullet or a star for bold print after it.
_MARKS = re.compile(r"^[\s*•-]*(?:(?:\d{1,2}|[a-z])[.)](?=[\s*])[\s*•-]*)?")
_FIELDS = {"brief_title": "brief_title", "official_title": "official_title", "summary": "brief_summary"}


def with_quotes(reading: StageReading, trial: Trial) -> StageReading:
    """The same reading, each finding quoted with its surroundings where its place in the record is known."""
    if not reading.findings:
        return reading
    return reading._replace(findings=tuple(_quoted(finding, trial) for finding in reading.findings))


def _quoted(finding: StageFinding, trial: Trial) -> StageFinding:
    if finding.section in ("conditions", "keywords"):
        return finding
    field: str = getattr(trial, _FIELDS.get(finding.section, "criteria"))
    if finding.start < 0 or field[finding.start : finding.end] != finding.text:
        return finding
    return finding._replace(quote=_around(field, finding.start, finding.end))


def _around(field: str, start: int, end: int) -> str:
    """The line ``start:end`` stands on, shortened to the words near it."""
    begins = field.rfind("\n", 0, start) + 1
    stops = field.find("\n", end)
    stops = len(field) if stops < 0 else stops
    before, after = field[begins:start], field[end:stops]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    line = f"{before}{field[start:end]}{after}".replace("\\", "")
    return " ".join(_MARKS.sub("", line, count=1).split())
