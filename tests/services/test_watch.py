"""A saved search must not fall silent because the nightly refresh did."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from trialfinder.domain.errors import UsageProblem
from trialfinder.services.changes import parse_since
from trialfinder.services.marks import Marks, asked_key
from trialfinder.services.request import SearchRequest
from trialfinder.services.watch import run_watches

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)


@pytest.mark.parametrize(("days", "stale"), [(1, False), (5, True)])
def test_old_data_are_said_to_be_old(sample_cache: Path, tmp_path: Path, days: int, stale: bool) -> None:
    now = datetime.now(UTC) + timedelta(days=days)
    (report,) = run_watches(sample_cache, {"a": SearchRequest("melanoma")}, tmp_path, now)
    assert report.stale is stale
    assert report.baseline is not None


def test_a_mark_from_a_clock_that_ran_ahead_is_set_back(sample_cache: Path, tmp_path: Path) -> None:
    searches = {"a": SearchRequest("melanoma")}
    list(run_watches(sample_cache, searches, tmp_path, NOW))
    marks = Marks(tmp_path)
    (key,) = marks._read()
    before = marks.get(key)
    marks.set(key, datetime(2999, 1, 1))  # noqa: DTZ001
    list(run_watches(sample_cache, searches, tmp_path, NOW))
    assert marks.get(key) == before


def test_a_question_keeps_its_memory_when_it_is_asked_in_the_same_words(tmp_path: Path) -> None:
    key: Callable[..., str] = asked_key
    assert key(tmp_path, SearchRequest("melanoma"), ["new", "gone"]) == key(tmp_path, SearchRequest("melanoma"), ["gone", "new"])
    assert key(tmp_path, SearchRequest("melanoma"), []) != key(tmp_path, None, [])
    assert "melanoma" not in key(tmp_path, SearchRequest("melanoma"), [])


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2026-11-20", "2026-11-20"),
        (" 7D ", "2026-11-18"),
        ("2 weeks", "2026-11-11"),
        ("1m", "2026-10-25"),
        ("0d", "2026-11-25"),
        ("2026-11-25", "2026-11-25"),
    ],
)
def test_a_time_is_read_as_the_start_of_its_day(typed: str, start: str) -> None:
    assert parse_since(typed, NOW).isoformat() == f"{start}T00:00:00"


@pytest.mark.parametrize("typed", ["", "yesterday", "7", "-7d", "2026-11-26", "2026-02-30", "99999d"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(UsageProblem, match="--since"):
        parse_since(typed, NOW)
