"""What changed, as people ask for it: two nights of the sample, and real records where they are at hand."""

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.changes import ChangeKind
from trialfinder.domain.errors import ExitCode
from trialfinder.sample.server import SampleRegistry

Program = Callable[..., "subprocess.CompletedProcess[str]"]
RELEASES = Path(__file__).parents[3] / "shared" / "ctgov" / "make_releases.py"


def told(program: Program, cache: Path, *words: str) -> list[dict[str, Any]]:
    done = program("changes", *words, "--format", "jsonl", "--cache", str(cache))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_kind(rows: list[dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["kind"], set()).add(row["nct_id"])
    return found


def test_the_changes_of_a_night_equal_the_truth_kind_by_kind(program: Program, two_nights: Path, next_night: Any) -> None:
    assert by_kind(told(program, two_nights)) == next_night.truth


def test_in_a_copy_of_the_open_trials_closed_ones_are_told_with_their_word(
    program: Program, saved: Path, next_night: Any, tmp_path: Path
) -> None:
    cache = tmp_path / "open"
    for source in (saved, next_night.saved):
        assert program("refresh", "--quiet", "--from", str(source), "--cache", str(cache)).returncode == 0
    rows = told(program, cache)
    closed = {row["nct_id"]: row["status_after"] for row in rows if row["kind"] == "closed"}
    assert set(closed) == next_night.truth["closed"]
    assert set(closed.values()) == {"COMPLETED", "SUSPENDED", "UNKNOWN", "WITHDRAWN"}
    for kind in ("new", "gone", "site_opened", "site_closed", "contact_changed"):
        assert by_kind(rows)[kind] == next_night.truth[kind], kind


def test_from_a_registry_asked_for_open_trials_every_trial_that_left_is_told(
    program: Program, registry: SampleRegistry, next_night: Any, tmp_path: Path
) -> None:
    cache = str(tmp_path / "open")
    assert program("refresh", "--quiet", "--cache", cache, env={"TRIALFINDER_API_URL": registry.base_url}).returncode == 0
    later = [json.loads(line) for line in next_night.saved.read_text(encoding="utf-8").splitlines()]
    with SampleRegistry(later, "2026-11-21T09:00:05") as served:
        assert program("refresh", "--quiet", "--cache", cache, env={"TRIALFINDER_API_URL": served.base_url}).returncode == 0
    found = by_kind(told(program, Path(cache)))
    assert found["new"] == next_night.truth["new"]
    assert found["gone"] | found.get("closed", set()) == next_night.truth["gone"] | next_night.truth["closed"]


def test_the_text_says_what_happened_in_plain_words(program: Program, two_nights: Path) -> None:
    done = program("changes", "--cache", str(two_nights))
    assert done.returncode == 0, done.stderr
    for words in (
        "New trials (1)",
        "New: recruiting now, first posted 2026-11-21",
        "Opened: recruiting now (was: not yet recruiting)",
        "New site: SAMPLE Newly Opened Clinic, Boston, Massachusetts 02115",
        "Site closed: SAMPLE",
        "Completed (was: recruiting now)",
        "Paused (was: recruiting now); reason given: “SAMPLE: the medicine ran out”",
        "No longer confirmed by the study team (was: recruiting now)",
        "Gone: merged into NCT",
        "Gone: no longer in the registry (was: recruiting now)",
        "Criteria: now also “Unable to keep a diary”",
        "“ages and sex: 18 to 80 years",
        "Stage reading: takes",
        "555-0199",
        "Results posted",
        "As of 2026-11-21 from ClinicalTrials.gov",
        "not medical advice",
    ):
        assert words in " ".join(done.stdout.split()), words
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_nothing_is_claimed_of_a_first_copy(program: Program, saved: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert program("refresh", "--quiet", "--from", str(saved), "--cache", str(cache)).returncode == 0
    done = program("changes", "--cache", str(cache))
    assert "Nothing could be compared yet" in done.stdout
    assert "No change was found." in done.stdout
    done = program("changes", "--since", "2999-01-01", "--cache", str(cache))
    assert done.returncode == ExitCode.USAGE


def test_another_scope_is_a_new_baseline_that_keeps_the_history(
    program: Program, two_nights: Path, saved: Path, tmp_path: Path
) -> None:
    cache = shutil.copytree(two_nights, tmp_path / "cache")
    done = program("refresh", "--quiet", "--allow-shrink", "--from", str(saved), "--cache", str(cache))
    assert done.returncode == 0, done.stderr
    assert by_kind(told(program, cache)) == by_kind(told(program, two_nights))
    text = program("changes", "--cache", str(cache)).stdout
    assert "could not be compared with the one before: the copy before held trials of another scope" in " ".join(text.split())


def test_a_search_is_told_only_of_its_trials_and_still_of_those_that_are_gone(
    program: Program, two_nights: Path, next_night: Any
) -> None:
    everything = by_kind(told(program, two_nights))
    gone = next(row for row in told(program, two_nights, "--kind", "gone") if not row["merged_into"])
    old = program("search", "--status", "any", "--cache", str(two_nights), "--all", "--format", "jsonl").stdout
    assert gone["nct_id"] not in old
    # Asked through every cancer of the vocabulary's top, the gone trial is found by what it was.
    found = by_kind(told(program, two_nights, "cancer", "--status", "any", "--healthy", "--include-unfit"))
    assert gone["nct_id"] in found["gone"]
    assert all(ids <= everything[kind] for kind, ids in found.items())


def test_closed_trials_are_told_to_a_search_for_open_ones(program: Program, two_nights: Path, next_night: Any) -> None:
    found = by_kind(told(program, two_nights, "cancer", "--include-unfit"))
    assert found["closed"] & next_night.truth["closed"]
    assert "results_posted" not in found  # that trial was closed all along
    done = program("changes", "cancer", "--include-unfit", "--cache", str(two_nights))
    assert "in trials open neither before nor after (--status any shows them)" in " ".join(done.stdout.split())


def test_sites_are_told_only_within_reach_with_their_distance(program: Program, two_nights: Path) -> None:
    near = told(program, two_nights, "--near", "Boston, MA", "--within", "30mi", "--kind", "site_opened")
    assert [row["site"]["facility"] for row in near] == ["SAMPLE Newly Opened Clinic"]
    assert near[0]["site"]["miles"] < 5
    assert "New site: SAMPLE Newly Opened Clinic, Boston, Massachusetts 02115, in the same city" in near[0]["what"]
    assert told(program, two_nights, "--country", "Iceland", "--kind", "site_opened") == []


def test_kinds_can_be_picked_and_are_complete_in_every_format(program: Program, two_nights: Path, next_night: Any) -> None:
    words = ("changes", "--kind", "closed", "--kind", "GONE", "--cache", str(two_nights), "--format")
    ids = next_night.truth["closed"] | next_night.truth["gone"]
    table = list(csv.DictReader(io.StringIO(program(*words, "csv").stdout)))
    assert {row["nct_id"] for row in table} == ids
    document = json.loads(program(*words, "json").stdout)
    assert {row["nct_id"] for row in document["changes"]} == ids
    assert document["counts"] == {"closed": 4, "gone": 2}
    markdown = program(*words, "md").stdout
    assert all(f"[{nct_id}](https://clinicaltrials.gov/study/{nct_id})" in markdown for nct_id in ids)


def test_made_up_trials_are_said_to_be_made_up(program: Program, sample_cache: Path) -> None:
    for style in ("text", "md"):
        done = program("changes", "--format", style, "--cache", str(sample_cache))
        assert "SAMPLE DATA" in done.stdout
        assert "made-up sample data" in done.stdout
    assert json.loads(program("changes", "--format", "json", "--cache", str(sample_cache)).stdout)["sample"] is True


def test_since_last_tells_once(program: Program, two_nights: Path) -> None:
    first = program("changes", "--since", "last", "--format", "jsonl", "--cache", str(two_nights))
    assert first.stdout
    assert "asked for the first time" in first.stderr
    again = program("changes", "--since", "last", "--format", "jsonl", "--cache", str(two_nights))
    assert (again.stdout, again.stderr) == ("", "")
    other = program("changes", "--since", "last", "--kind", "new", "--format", "jsonl", "--cache", str(two_nights))
    assert other.stdout  # another question has a memory of its own
    marks = Path(os.environ["TRIALFINDER_CONFIG"]) / "seen.json"
    assert marks.stat().st_mode & 0o777 == 0o600


def test_every_kind_can_be_asked_for(program: Program) -> None:
    shown = program("changes", "--help").stdout
    assert all(str(kind) in "".join(shown.split()) for kind in ChangeKind)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["--since", "soon"], "soon"),
        (["--since", "2026-13-01"], "2026-13-01"),
        (["--kind", "nonsense"], "nonsense"),
        (["--format", "xlsx"], "xlsx"),
        (["--watch", "nobody"], "nobody"),
        (["qqqqq"], "qqqqq"),
        (["--within", "5mi"], "--near"),
    ],
    ids=" ".join,
)
def test_nonsense_is_named(program: Program, two_nights: Path, typed: list[str], named: str) -> None:
    done = program("changes", *typed, "--cache", str(two_nights))
    assert done.returncode == ExitCode.USAGE
    assert named in done.stderr
    assert done.stdout == ""


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three successive releases of some real records with the list of what was changed."""
    if not RELEASES.exists():
        pytest.skip("the real records are not at hand")
    out = tmp_path_factory.mktemp("releases")
    some = out / "some.ndjson"
    with gzip.open(RELEASES.with_name("studies.ndjson.gz"), "rb") as records:
        some.write_bytes(b"".join(line for number, line in enumerate(records) if number % 4 == 0))
    command = [sys.executable, str(RELEASES), "--data", str(some), "--out", str(out), "--number", "3", "--seed", "7"]
    subprocess.run(
        command, check=True, capture_output=True, cwd=RELEASES.parent, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    )
    return out


KINDS = {
    "status_changed": {"opened", "closed"},
    "flipped_to_unknown": {"closed"},
    "sites_changed": {"site_opened", "site_closed", "site_added", "site_removed"},
    "criteria_changed": {"criteria_changed"},
    "added": {"new"},
    "merged": {"gone"},
    "deleted": {"gone"},
}


def test_the_changes_of_real_releases_equal_the_truth_kind_by_kind(program: Program, releases: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    truth = json.loads((releases / "changes.json").read_text(encoding="utf-8"))
    refreshed = []
    for number in (1, 2, 3):
        source = releases / f"release-{number}.ndjson.gz"
        done = program("refresh", "--quiet", "--scope", "all", "--from", str(source), "--cache", str(cache), timeout=300)
        assert done.returncode == 0, done.stderr
        refreshed.append(json.loads(program("changes", "--format", "json", "--cache", str(cache)).stdout)["refreshed_at"])
    rows = told(program, cache)
    for step, seen in zip(truth["steps"], refreshed[1:], strict=True):
        night = [row for row in rows if row["seen"] == seen]
        expected: set[tuple[str, str]] = set()
        for kind, changes in step["changes"].items():
            found = {(row["nct_id"], row["kind"]) for row in night if row["kind"] in KINDS.get(kind, set())}
            ids = {change["nctId"] for change in changes}
            assert not {nct_id for nct_id in ids if kind in KINDS} - {nct_id for nct_id, _ in found}, kind
            expected |= {(nct_id, name) for nct_id, name in found if nct_id in ids}
        assert {(row["nct_id"], row["kind"]) for row in night} - expected <= readings_of(step, night)
        for change in step["changes"]["status_changed"]:
            (row,) = [row for row in night if row["nct_id"] == change["nctId"] and row["kind"] in ("opened", "closed")]
            assert (row["status_before"], row["status_after"]) == (change["from"], change["to"])
        assert {(row["nct_id"], row["merged_into"]) for row in night if row["merged_into"]} == {
            (change["nctId"], change["into"]) for change in step["changes"]["merged"]
        }


def readings_of(step: dict[str, Any], night: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """What an edit of the record may bring about beside itself: another reading of stage or cancer."""
    edited = {one["nctId"] for kind in ("criteria_changed", "mesh_rederived") for one in step["changes"][kind]}
    readings = ("stage_changed", "cancers_changed")
    return {(row["nct_id"], row["kind"]) for row in night if row["kind"] in readings and row["nct_id"] in edited}
