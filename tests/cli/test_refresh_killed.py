"""A refresh that dies at any moment, or finds no room, or is told to stop: nothing is lost, and searches never notice."""

import contextlib
import itertools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.errors import ExitCode
from trialfinder.domain.query import SearchSpec
from trialfinder.sample.server import SampleRegistry
from trialfinder.services.search import search
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader

Program = Callable[..., "subprocess.CompletedProcess[str]"]
Studies = list[dict[str, Any]]
KILLS, FULL_DISKS = 60, 10
DAYS = [f"2026-11-{day:02d}T09:00:05" for day in range(2, 28)]
TODAY = date(2026, 11, 28)


def release(studies: Studies, stamp: str) -> Studies:
    """The studies with the release in every title, and a new date: all of them changed."""
    changed: Studies = json.loads(json.dumps(studies))
    for study in changed:
        study["protocolSection"]["identificationModule"]["briefTitle"] = f"SAMPLE of {stamp[:10]}"
        study["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"] = {"date": stamp[:10], "type": "ACTUAL"}
        study["derivedSection"]["miscInfoModule"]["versionHolder"] = stamp[:10]
    return changed


class Patient:
    """Searches in a loop, and remembers every answer that was not of one release."""

    def __init__(self, cache: Path) -> None:
        self.cache, self.wrong, self.answers = cache, list[str](), 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._loop)

    def __enter__(self) -> "Patient":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._thread.join()

    def ask(self) -> None:
        try:
            found = search(self.cache, SearchSpec(), TODAY)
            titles = {hit.title for hit in found.hits} | {f"SAMPLE of {found.facts.data_as_of}"}
            if len(titles) != 1 or not found.hits:
                self.wrong.append(f"mixed: {titles}")
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")
        self.answers += 1

    def _loop(self) -> None:
        while not self._over.wait(0.4):
            self.ask()


@pytest.fixture(scope="module")
def few(studies: Studies) -> Studies:
    return studies[:36]


@pytest.fixture(scope="module")
def served(few: Studies) -> Iterator[SampleRegistry]:
    with SampleRegistry(release(few, DAYS[0]), DAYS[0], page_limit=8) as registry:
        yield registry


@pytest.fixture(scope="module")
def environment(served: SampleRegistry) -> dict[str, str]:
    return {**os.environ, "TRIALFINDER_API_URL": served.base_url, "TRIALFINDER_PAUSE": "0", "TRIALFINDER_PATIENCE": "4"}


def begin(checkout: Path, environment: dict[str, str], *words: str, **how: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "trialfinder", "refresh", *words]
    return subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how
    )


def finish(process: "subprocess.Popen[str]") -> tuple[int, str]:
    out, err = process.communicate(timeout=60)
    assert out == ""
    return process.returncode, err


def whole(cache: Path) -> str:
    """The release of the copy in use, every table of which could be read."""
    with SnapshotReader(cache) as reader:
        assert reader.table_counts()["trials"] == reader.facts.trials > 0
        return str(reader.facts.data_as_of)


def test_killed_at_any_moment_nothing_is_lost_and_searches_never_notice(
    checkout: Path, environment: dict[str, str], served: SampleRegistry, few: Studies, tmp_path: Path
) -> None:
    """The seed makes the moments the same every time as far as the machine allows."""
    chance, cache, days = random.Random(6), tmp_path / "cache", itertools.cycle(DAYS)
    served.publish(release(few, DAYS[0]), DAYS[0])
    started = time.monotonic()
    assert finish(begin(checkout, environment, "--cache", str(cache)))[0] == 0
    longest = time.monotonic() - started
    killed = 0
    with Patient(cache) as patient:
        for number in range(KILLS):
            if number % 6 == 0:  # a full harvest or a sweep of a new release lies before the next runs
                day = next(days)
                served.publish(release(few, day), day)
            before, kept = whole(cache), CacheFolder(cache).history()
            process = begin(checkout, environment, "--cache", str(cache), *(["--full"] if number % 2 else []))
            time.sleep(chance.uniform(0.1, 1) * longest)
            process.kill()
            killed += finish(process)[0] == -signal.SIGKILL
            assert whole(cache) in (before, day[:10])
            assert CacheFolder(cache).history()[-1].is_file()
            assert set(kept[:2]) <= set(CacheFolder(cache).history())
        day = DAYS[-1]
        served.publish(release(few, day), day)
        code, err = finish(begin(checkout, environment, "--quiet", "--cache", str(cache)))
        assert (err, code) == ("", 0)
        patient.ask()
    assert whole(cache) == day[:10]
    assert patient.wrong == []
    assert patient.answers > 5
    assert killed >= KILLS // 3
    assert not list(cache.glob(".*"))
    assert len(CacheFolder(cache).snapshots()) <= 3


@pytest.fixture
def copy(checkout: Path, environment: dict[str, str], served: SampleRegistry, few: Studies, tmp_path: Path) -> Path:
    """A copy of an earlier release than the one served."""
    cache = tmp_path / "cache"
    served.publish(release(few, DAYS[0]), DAYS[0])
    assert finish(begin(checkout, environment, "--cache", str(cache)))[0] == 0
    served.publish(release(few, DAYS[1]), DAYS[1])
    return cache


def files_of(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (cache / "current", *cache.glob("snap-*"))}


@pytest.mark.parametrize("room", [1_000, 20_000, 200_000, 1_000_000])
def test_a_file_that_may_not_grow_publishes_nothing(checkout: Path, environment: dict[str, str], copy: Path, room: int) -> None:
    before = files_of(copy)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    code, err = finish(begin(checkout, environment, "--quiet", "--full", "--cache", str(copy), preexec_fn=limited))
    assert code == ExitCode.PROBLEMS, err
    assert "full" in err
    assert len(err.splitlines()) == 2
    assert files_of(copy) == before
    assert not list(copy.glob(".*"))
    assert finish(begin(checkout, environment, "--quiet", "--cache", str(copy))) == (0, "")
    assert whole(copy) == DAYS[1][:10]


@contextlib.contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if not (mount and umount) or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a disk here")
    try:
        yield folder
    finally:
        subprocess.run([umount, "--lazy", str(folder)], check=False)


def test_a_disk_that_fills_up_at_any_moment_publishes_nothing_or_everything(
    checkout: Path, environment: dict[str, str], copy: Path, served: SampleRegistry, few: Studies, tmp_path: Path
) -> None:
    chance, refused = random.Random(6), 0
    with mounted(tmp_path / "disk", "340m") as disk:
        cache = Path(shutil.copytree(copy, disk / "cache"))
        started = time.monotonic()
        assert finish(begin(checkout, environment, "--full", "--cache", str(cache)))[0] == 0
        longest = time.monotonic() - started
        for number in range(FULL_DISKS):
            day = DAYS[2 + number]
            served.publish(release(few, day), day)
            before = whole(cache)
            process = begin(checkout, environment, "--quiet", "--full", "--cache", str(cache))
            time.sleep(chance.uniform(0.3, 1) * longest)
            with (disk / "filler").open("wb") as filler:
                left = shutil.disk_usage(disk).free
                with contextlib.suppress(OSError):
                    os.posix_fallocate(filler.fileno(), 0, max(1, left - chance.choice([0, 100_000])))
                code, err = finish(process)
            (disk / "filler").unlink()
            if code:
                assert code == ExitCode.PROBLEMS, err
                assert len(err.splitlines()) == 2
                assert whole(cache) == before
                refused += 1
            else:
                assert whole(cache) == day[:10]
        assert refused
        assert finish(begin(checkout, environment, "--quiet", "--cache", str(cache))) == (0, "")
        assert whole(cache) == day[:10]


def test_a_copy_on_a_disk_that_cannot_be_written_is_read_but_not_refreshed(
    checkout: Path, environment: dict[str, str], copy: Path, program: Program, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "100m") as disk:
        cache = Path(shutil.copytree(copy, disk / "cache"))
        subprocess.run([shutil.which("mount") or "mount", "-o", "remount,ro", str(disk)], check=True)
        assert program("search", "breast cancer", "--cache", str(cache)).returncode == 0
        assert program("status", "--cache", str(cache)).returncode == 0
        code, err = finish(begin(checkout, environment, "--quiet", "--cache", str(cache)))
    assert code == ExitCode.NO_CACHE
    assert "cannot be written" in err
    assert len(err.splitlines()) == 2


@pytest.fixture
def many(studies: Studies, tmp_path: Path) -> Path:
    """Enough records that a refresh reads them in processes of its own."""
    path = tmp_path / "many.ndjson"
    lines = [json.dumps(study) for study in studies]
    with path.open("w", encoding="utf-8") as file:
        for number in range(3000):
            file.write(lines[number % len(lines)].replace("NCT990", f"NCT{number // len(lines) + 10}0", 1) + "\n")
    return path


def heed_signals() -> None:
    """Whoever runs the tests in the background may have switched Ctrl-C off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def children(process: "subprocess.Popen[str]") -> list[str]:
    """Living processes of the session that ``process`` began."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == process.pid and fields[0] != "Z":
                found.append(stat.parent.name)
    return found


def reading(checkout: Path, environment: dict[str, str], cache: Path, many: Path) -> "subprocess.Popen[str]":
    """A refresh in the midst of reading, with its workers at work."""
    if not Path("/proc/self/stat").exists() or len(os.sched_getaffinity(0)) < 2:
        pytest.skip("workers can be seen only on Linux with two cores")
    words = ["--scope", "all", "--allow-shrink", "--from", str(many), "--cache", str(cache)]
    process = begin(checkout, environment, *words, start_new_session=True, preexec_fn=heed_signals)
    deadline = time.monotonic() + 60
    while len(children(process)) < 3:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.5)
    return process


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [(signal.SIGINT, ExitCode.INTERRUPTED, "interrupted"), (signal.SIGTERM, ExitCode.TERMINATED, "ended by the system")],
)
def test_told_to_stop_it_cleans_up_and_says_that_nothing_was_changed(
    checkout: Path, environment: dict[str, str], copy: Path, many: Path, number: int, code: ExitCode, words: str
) -> None:
    before = files_of(copy)
    process = reading(checkout, environment, copy, many)
    os.killpg(process.pid, number)  # as a terminal and a service manager do it: everybody hears it
    found, err = finish(process)
    assert found == code
    assert err.strip() == f"trialfinder: {words}; nothing was changed."
    assert files_of(copy) == before
    assert not list(copy.glob(".*"))
    wait_for_the_end_of_all(process)
    last = json.loads((copy / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert last["exit_code"] == code


def wait_for_the_end_of_all(process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 30
    while children(process):
        assert time.monotonic() < deadline, "workers outlive the refresh they belong to"
        time.sleep(0.05)


def test_killed_it_leaves_no_worker_behind(checkout: Path, environment: dict[str, str], copy: Path, many: Path) -> None:
    process = reading(checkout, environment, copy, many)
    process.kill()
    finish(process)
    wait_for_the_end_of_all(process)


def test_a_worker_that_is_killed_ends_the_refresh_with_a_sentence(
    checkout: Path, environment: dict[str, str], copy: Path, many: Path
) -> None:
    before = files_of(copy)
    process = reading(checkout, environment, copy, many)
    for worker in children(process):
        command = Path(f"/proc/{worker}/cmdline").read_bytes()
        if b"spawn_main" in command:
            os.kill(int(worker), signal.SIGKILL)
    code, err = finish(process)
    assert code == ExitCode.PROBLEMS
    assert "ended from outside" in err
    assert len(err.splitlines()) == 2
    assert files_of(copy) == before
