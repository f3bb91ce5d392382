"""A nightly refresh fetches only what changed, and its copy is the one that fetching everything would have given."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trialfinder.domain.errors import ExitCode
from trialfinder.sample.faults import Fault
from trialfinder.sample.server import SampleRegistry

Program = Callable[..., "subprocess.CompletedProcess[str]"]
Studies = list[dict[str, Any]]
NIGHTS = ("2026-11-20", "2026-11-23", "2026-11-24")


@pytest.fixture(scope="module")
def harvested(checkout: Path, studies: Studies, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A registry and a copy harvested from it, made once; ``fresh`` gives a test a copy of the copy."""
    with SampleRegistry(studies, f"{NIGHTS[0]}T09:00:05", page_limit=20) as registry:
        yield registry, tmp_path_factory.mktemp("harvested") / "cache"


@pytest.fixture
def night(harvested: Any, studies: Studies, program: Program, tmp_path: Path) -> Any:
    """(registry, cache, run): a copy of the first release, and the program pointed at the registry."""
    registry, first = harvested
    registry.faults.clear()
    registry.publish(studies, f"{NIGHTS[0]}T09:00:05")
    env = {"TRIALFINDER_API_URL": registry.base_url, "TRIALFINDER_PATIENCE": "1"}
    if not first.exists():
        assert program("refresh", "--cache", str(first), env=env).returncode == 0
    cache = Path(shutil.copytree(first, tmp_path / "cache"))
    registry.requests.clear()

    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return program("refresh", "--cache", str(cache), *words, env=env | more)

    return registry, cache, run


def fetched_whole(registry: SampleRegistry) -> list[str]:
    return [asked for asked in registry.requests if "ContactsLocationsModule" in asked]


def test_three_releases_give_the_copy_that_a_full_harvest_gives(
    night: Any, studies: Studies, program: Program, contents: Any, runs: Any, mutate: Any, tmp_path: Path
) -> None:
    registry, cache, run = night
    for day in NIGHTS[1:]:
        studies = mutate(studies, day)
        registry.publish(studies, f"{day}T09:00:05")
        done = run("--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        fresh = tmp_path / day
        assert run("--quiet", "--cache", str(fresh)).returncode == 0
        assert runs(cache)[-1]["mode"] == "sweep"
        assert runs(fresh)[-1]["mode"] == "full"
        assert contents(cache) == contents(fresh)
        last = runs(cache)[-1]
        assert last["changed"] >= 6
        assert last["gone"] >= 3
        assert last["added"] >= 1


def test_a_night_without_changes_asks_for_the_list_and_for_no_record(night: Any, studies: Studies, runs: Any) -> None:
    registry, cache, run = night
    pointer = (cache / "current").read_bytes()
    done = run()
    assert done.returncode == 0
    assert "nothing new at the registry" in done.stderr
    assert fetched_whole(registry) == []
    assert (cache / "current").read_bytes() == pointer
    assert (runs(cache)[-1]["published"], runs(cache)[-1]["trials"]) == (False, runs(cache)[0]["trials"])
    # The same records in a new release: published with its date, and still no record is fetched.
    registry.publish(studies, f"{NIGHTS[1]}T09:00:05")
    registry.requests.clear()
    assert "data of 2026-11-23; 0 new, 0 changed, 0 gone" in run().stderr
    assert fetched_whole(registry) == []
    assert (cache / "current").read_bytes() != pointer


def test_what_became_of_trials_that_left_is_noted(night: Any, studies: Studies, mutate: Any) -> None:
    registry, cache, run = night
    registry.publish(mutate(studies, NIGHTS[1]), f"{NIGHTS[1]}T09:00:05")
    assert run().returncode == 0
    name = (cache / "current").read_text().split()[0]
    with duckdb.connect(str(cache / name), read_only=True) as con:
        fates = json.loads(con.execute("SELECT departed FROM snapshot").fetchall()[0][0])
    assert {} in fates.values()
    assert {"status": "UNKNOWN"} in fates.values()
    assert {"status": "TERMINATED", "why_stopped": "SAMPLE: too few people"} in fates.values()
    assert [list(fate) for fate in fates.values()].count(["merged_into"]) == 1
    assert len(fates) == 4


def test_a_trial_that_the_list_leaves_out_without_a_reason_is_kept(night: Any, studies: Studies, contents: Any) -> None:
    registry, cache, run = night
    before = contents(cache)

    class Forgetful(type(registry.shelf)):  # type: ignore[misc]
        def page(self, asked: Any, *rest: Any) -> str:
            if asked.ids:
                return str(super().page(asked, *rest))
            return str(type(registry.shelf).__mro__[1](studies[:-1]).page(asked, *rest))

    registry.publish(studies, f"{NIGHTS[1]}T09:00:05")
    registry.shelf.__class__ = Forgetful
    assert run().returncode == 0
    assert contents(cache) == before


@pytest.mark.parametrize(
    ("words", "env", "mode"),
    [
        ([], {}, "sweep"),
        (["--full"], {}, "full"),
        (["--scope", "all"], {}, "full"),
        ([], {"TRIALFINDER_FULL_DAYS": "0"}, "full"),
    ],
)
def test_a_full_harvest_is_made_when_it_is_asked_for_or_due(
    night: Any, runs: Any, words: list[str], env: dict[str, str], mode: str
) -> None:
    _, cache, run = night
    assert run(*words, **env).returncode == 0
    assert runs(cache)[-1]["mode"] == mode


def sql(cache: Path, *statements: str) -> None:
    name = (cache / "current").read_text().split()[0]
    with duckdb.connect(str(cache / name)) as con:
        for statement in statements:
            con.execute(statement)


OLDER = (
    "ALTER TABLE snapshot DROP COLUMN departed",
    "ALTER TABLE snapshot DROP COLUMN harvested_at",
    "ALTER TABLE snapshot DROP COLUMN mode",
    "ALTER TABLE records DROP COLUMN digest",
    "ALTER TABLE records DROP COLUMN sweep_key",
    "ALTER TABLE trials DROP COLUMN central_email",
    "UPDATE snapshot SET schema_version = 1, rules_version = 'older'",
)
"""What makes a copy of the first cache format out of a present one."""


def test_a_copy_of_the_previous_version_is_brought_to_this_one_without_the_network(
    night: Any, program: Program, contents: Any, runs: Any
) -> None:
    registry, cache, run = night
    before = contents(cache)
    sql(cache, *OLDER)
    told = program("search", "melanoma", "--cache", str(cache))
    assert told.returncode == ExitCode.NO_CACHE
    assert "refresh --reread" in told.stderr
    closed = {"TRIALFINDER_API_URL": "http://127.0.0.1:9/api/v2"}
    assert run("--reread", **closed).returncode == 0
    assert contents(cache) == before
    assert registry.requests == []
    # The next night goes on from it with a sweep.
    assert run().returncode == 0
    assert runs(cache)[-1]["mode"] == "sweep"
    assert fetched_whole(registry) == []


def test_new_rules_are_applied_to_the_records_here_even_when_the_registry_cannot_be_reached(
    night: Any, contents: Any, runs: Any, program: Program
) -> None:
    registry, cache, run = night
    before = contents(cache)
    sql(cache, "UPDATE snapshot SET rules_version = 'older'", "UPDATE trials SET title = 'read by older rules'")
    registry.faults.append(Fault("status", 503, lasting=True))
    done = run("--quiet")
    assert done.returncode == ExitCode.REGISTRY
    assert len(done.stderr.splitlines()) == 2
    assert contents(cache) == before
    status = json.loads(program("status", "--format", "json", "--cache", str(cache)).stdout)
    assert (status["mode"], status["last_run"]["exit_code"]) == ("reread", 4)


def test_rolling_back_takes_the_copy_before_and_the_next_night_goes_on_from_it(
    night: Any, studies: Studies, contents: Any, program: Program, mutate: Any
) -> None:
    registry, cache, run = night
    first = contents(cache)
    registry.publish(mutate(studies, NIGHTS[1]), f"{NIGHTS[1]}T09:00:05")
    assert run().returncode == 0
    second = contents(cache)
    done = run("--rollback")
    assert done.returncode == 0
    assert "back to the copy before" in done.stderr
    assert contents(cache) == first
    shown = program("status", "--cache", str(cache)).stdout
    assert "Rolled back:" in shown
    assert "Went back to the copy before." in shown
    done = run("--rollback")
    assert done.returncode == ExitCode.PROBLEMS
    assert "no earlier copy" in done.stderr
    assert run().returncode == 0
    assert contents(cache) == second
    assert "Rolled back:" not in program("status", "--cache", str(cache)).stdout


def test_a_second_refresh_is_told_at_once_and_the_log_knows(night: Any, runs: Any) -> None:
    import fcntl

    _, cache, run = night
    with (cache / "refresh.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run("--quiet")
    assert done.returncode == ExitCode.RUNNING
    assert runs(cache)[-1]["exit_code"] == 6
    assert "Another refresh" in runs(cache)[-1]["sentence"]


def test_ways_that_exclude_each_other_are_told(night: Any) -> None:
    _, _, run = night
    done = run("--full", "--reread")
    assert done.returncode == ExitCode.USAGE
    assert "--full and --reread" in done.stderr


def test_a_monitor_learns_that_the_newest_is_here_and_when_it_is_not(night: Any, program: Program) -> None:
    _, cache, run = night
    sql(cache, "UPDATE snapshot SET refreshed_at = TIMESTAMP '2026-01-01 00:00:00'")
    (cache / "runs.jsonl").unlink()
    stale = program("status", "--max-age", "48h", "--cache", str(cache))
    assert stale.returncode == ExitCode.STALE
    assert "older than 48h" in stale.stderr
    assert run().returncode == 0  # nothing new: that makes it fresh
    fresh = program("status", "--max-age", "48h", "--cache", str(cache))
    assert (fresh.returncode, fresh.stderr) == (0, "")
    assert "Still the newest:" in fresh.stdout


def test_the_log_is_rotated_and_survives_noise(night: Any, program: Program, runs: Any) -> None:
    _, cache, run = night
    (cache / "runs.jsonl").write_bytes(b"\xffnot json\n" * 60_000)
    assert run().returncode == 0
    assert len(runs(cache)) == 1
    assert (cache / "runs.jsonl.1").exists()
    assert program("status", "--cache", str(cache)).returncode == 0


def test_without_any_copy_the_last_run_is_told(program: Program, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    done = program("refresh", "--quiet", "--cache", cache, env={"TRIALFINDER_API_URL": "not an address"})
    assert done.returncode == ExitCode.REGISTRY
    told = program("status", "--cache", cache)
    assert told.returncode == ExitCode.NO_CACHE
    assert "exit code 4: Not an address" in told.stderr
