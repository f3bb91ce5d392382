"""The cron job's command, as a process: what is published, what is refused, and that the old copy outlives every failure."""

import fcntl
import gzip
import hashlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from trialfinder.ctgov.cancer_words import in_scope
from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.errors import ExitCode
from trialfinder.domain.trial import Trial
from trialfinder.sample.server import SampleRegistry

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def exported(program: Program, cache: Path) -> set[str]:
    done = program("export", "--status", "any", "--healthy", "--include-unfit", "--format", "jsonl", "--cache", str(cache))
    assert done.returncode == 0, done.stderr
    return {json.loads(line)["nct_id"] for line in done.stdout.splitlines()}


def open_cancer_ids(studies: list[dict[str, Any]]) -> set[str]:
    trials = [trial for trial in map(parse_study, studies) if isinstance(trial, Trial)]
    return {trial.nct_id for trial in trials if in_scope(trial, "open")}


def print_of(folder: Path) -> dict[str, str]:
    """Every file of a cache but the lock, which is empty, and the log, in which every run leaves a line."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("refresh.lock", "runs.jsonl")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_harvest_holds_exactly_the_open_cancer_trials(
    program: Program, registry: SampleRegistry, studies: list[dict[str, Any]], tmp_path: Path
) -> None:
    pages, cache = tmp_path / "pages", tmp_path / "cache"
    done = program("refresh", "--save-pages", str(pages), "--cache", str(cache), env={"TRIALFINDER_API_URL": registry.base_url})
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "0 unreadable" in done.stderr
    ids = exported(program, cache)
    assert ids == open_cancer_ids(studies)
    # The saved pages give the same copy again, without a registry.
    again = tmp_path / "again"
    done = program("refresh", "--quiet", "--from", str(pages), "--cache", str(again))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert exported(program, again) == ids


@pytest.mark.parametrize("kind", ["file", "gzip", "folder"])
def test_saved_records_are_read(program: Program, saved: Path, studies: list[dict[str, Any]], tmp_path: Path, kind: str) -> None:
    source = saved
    if kind == "gzip":
        source = tmp_path / "studies.ndjson.gz"
        source.write_bytes(gzip.compress(saved.read_bytes(), 1))
    elif kind == "folder":
        source = tmp_path / "folder"
        source.mkdir()
        lines = saved.read_bytes().splitlines(keepends=True)
        (source / "a.ndjson").write_bytes(b"".join(lines[:30]))
        (source / "b.ndjson.gz").write_bytes(gzip.compress(b"".join(lines[30:]), 1))
    done = program("refresh", "--from", str(source), "--cache", str(tmp_path / "cache"))
    assert done.returncode == 0, done.stderr
    assert exported(program, tmp_path / "cache") == open_cancer_ids(studies)


def test_every_record_of_a_file_is_kept_when_all_are_asked_for(
    program: Program, saved: Path, studies: list[dict[str, Any]], tmp_path: Path
) -> None:
    done = program("refresh", "--scope", "all", "--from", str(saved), "--cache", str(tmp_path / "cache"))
    assert done.returncode == 0, done.stderr
    assert exported(program, tmp_path / "cache") == {
        study["protocolSection"]["identificationModule"]["nctId"] for study in studies
    }


def test_a_record_that_cannot_be_read_is_put_aside_and_reported(
    program: Program, studies: list[dict[str, Any]], saved: Path, tmp_path: Path
) -> None:
    source = tmp_path / "studies.ndjson"
    nameless = {"protocolSection": {"identificationModule": {"briefTitle": "SAMPLE nobody"}}}
    source.write_text(saved.read_text(encoding="utf-8") + json.dumps(nameless) + "\n12\n", encoding="utf-8")
    cache = str(tmp_path / "cache")
    done = program("refresh", "--quiet", "--from", str(source), "--cache", cache)
    assert done.returncode == ExitCode.PROBLEMS
    assert "2 records could not be read" in done.stderr
    assert "(no id): no NCT id" in done.stderr
    status = json.loads(program("status", "--format", "json", "--cache", cache).stdout)
    assert "no NCT id" in json.dumps(status)
    assert exported(program, Path(cache)) == open_cancer_ids(studies)


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/api/v2"


def test_without_a_network_the_old_copy_stays_and_is_searchable(program: Program, cache: Path, tmp_path: Path) -> None:
    """Three ways to be offline at once, each with a copy of its own: the patience of the retries is spent only once."""
    ways = [closed_port(), "http://registry.invalid/api/v2", "not a web address"]
    caches = [cache, *(Path(shutil.copytree(cache, tmp_path / name)) for name in ("second", "third"))]
    before = print_of(cache)

    def try_to(way: str, folder: Path) -> tuple["subprocess.CompletedProcess[str]", float]:
        start = time.monotonic()
        done = program("refresh", "--quiet", "--cache", str(folder), env={"TRIALFINDER_API_URL": way})
        return done, time.monotonic() - start

    with ThreadPoolExecutor(len(ways)) as pool:
        for done, seconds in pool.map(try_to, ways, caches):
            assert done.returncode == ExitCode.REGISTRY
            assert seconds < 30
            assert done.stdout == ""
            assert done.stderr.count("trialfinder: error:") == 1
            assert "Next:" in done.stderr
            assert len(done.stderr.splitlines()) <= 3
    assert all(print_of(folder) == before for folder in caches)
    assert program("search", "breast cancer", "--cache", str(cache)).returncode == 0


def test_two_refreshes_do_not_meet(program: Program, cache: Path, saved: Path) -> None:
    with (cache / "refresh.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = program("refresh", "--from", str(saved), "--cache", str(cache))
    assert done.returncode == ExitCode.RUNNING
    assert "Another refresh" in done.stderr


def test_a_copy_that_shrank_much_is_refused_unless_allowed(program: Program, saved: Path, tmp_path: Path) -> None:
    cache, few = str(tmp_path / "cache"), tmp_path / "few.ndjson"
    few.write_text("\n".join(saved.read_text(encoding="utf-8").splitlines()[:30]), encoding="utf-8")
    assert program("refresh", "--from", str(saved), "--cache", cache).returncode == 0
    before = print_of(Path(cache))
    done = program("refresh", "--from", str(few), "--cache", cache)
    assert done.returncode == ExitCode.PROBLEMS
    assert "--allow-shrink" in done.stderr
    assert print_of(Path(cache)) == before
    assert program("refresh", "--allow-shrink", "--from", str(few), "--cache", cache).returncode == 0


@pytest.mark.parametrize("text", ["", "\n\n", "{}\n", "not json at all\n"])
def test_a_source_without_trials_is_refused(program: Program, cache: Path, tmp_path: Path, text: str) -> None:
    before, source = print_of(cache), tmp_path / "empty.ndjson"
    source.write_text(text, encoding="utf-8")
    done = program("refresh", "--from", str(source), "--cache", str(cache))
    assert done.returncode in (ExitCode.PROBLEMS, ExitCode.USAGE)
    assert "trialfinder: error:" in done.stderr
    assert print_of(cache) == before


def test_a_source_that_is_not_there_is_told(program: Program, cache: Path, tmp_path: Path) -> None:
    before = print_of(cache)
    done = program("refresh", "--from", str(tmp_path / "nowhere"), "--cache", str(cache))
    assert done.returncode in (ExitCode.PROBLEMS, ExitCode.USAGE)
    assert "nowhere" in done.stderr
    assert print_of(cache) == before


def test_a_registry_with_nothing_in_it_is_an_outage_not_an_answer(program: Program, cache: Path) -> None:
    before = print_of(cache)
    with SampleRegistry([]) as empty:
        done = program("refresh", "--quiet", "--cache", str(cache), env={"TRIALFINDER_API_URL": empty.base_url})
    assert done.returncode == ExitCode.PROBLEMS
    assert "no trials at all" in done.stderr
    assert print_of(cache) == before


def test_a_bad_setting_is_named(program: Program) -> None:
    done = program("refresh", env={"TRIALFINDER_PAUSE": "soon"})
    assert done.returncode == ExitCode.USAGE
    assert "TRIALFINDER_PAUSE" in done.stderr


def test_old_copies_and_leftovers_are_tidied(program: Program, saved: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    old = [cache / f"snap-20200101T00000000000{n}-abcdef.duckdb" for n in range(5)]
    for path in (*old, cache / ".building-snap-left.duckdb", cache / ".current-123abc"):
        path.write_text("left by an earlier refresh", encoding="utf-8")
    assert program("refresh", "--quiet", "--from", str(saved), "--cache", str(cache)).returncode == 0
    assert len(list(cache.glob("snap-*.duckdb"))) == 3
    assert [path.exists() for path in old] == [False, False, False, True, True]
    assert not list(cache.glob(".*"))


def test_a_small_disk_is_told_before_anything_is_done(program: Program, sample_cache: Path, saved: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") or "mount"
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=30m", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        cache = Path(shutil.copytree(sample_cache, disk / "cache"))
        before = print_of(cache)
        done = program("refresh", "--from", str(saved), "--cache", str(cache))
        assert done.returncode == ExitCode.PROBLEMS
        assert "free" in done.stderr
        assert print_of(cache) == before
        assert program("search", "melanoma", "--cache", str(cache)).returncode == 0
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(disk)], check=False)
