"""Saved searches: private, readable, told once, and never a reason for a nightly job to fall silent by accident."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.errors import ExitCode

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def config() -> Path:
    return Path(os.environ["TRIALFINDER_CONFIG"])


@pytest.fixture
def first_night(two_nights: Path, tmp_path: Path) -> Path:
    """The cache as it was after the first night; ``second`` brings the other."""
    cache = Path(shutil.copytree(two_nights, tmp_path / "watched"))
    first = min(path.name for path in cache.glob("snap-*.duckdb"))
    (cache / "current").write_text(first + "\n", encoding="ascii")
    return cache


def second(cache: Path) -> None:
    """The next night has come."""
    (cache / "current").write_text(max(path.name for path in cache.glob("snap-*.duckdb")) + "\n", encoding="ascii")


def test_the_first_run_is_the_baseline_and_nothing_is_told_twice(
    program: Program, config: Path, first_night: Path, next_night: Any
) -> None:
    cache = ("--cache", str(first_night))
    assert program("watch", "add", "all", "cancer", "--include-unfit").returncode == 0
    first = program("watch", "run", *cache)
    assert "all: first run, the baseline: " in first.stdout
    assert "nothing new since" in program("watch", "run", *cache).stdout
    quiet = program("watch", "run", "--quiet", *cache)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    second(first_night)
    told = program("watch", "run", "--quiet", *cache)
    assert told.returncode == 0
    assert told.stdout.startswith("all: changes since ")
    assert all(nct_id in told.stdout for nct_id in next_night.truth["site_opened"])
    again = program("watch", "run", "--quiet", *cache)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_what_could_not_be_printed_is_told_again(program: Program, first_night: Path, checkout: Path) -> None:
    program("watch", "add", "all", "cancer")
    program("watch", "run", "--cache", str(first_night))
    second(first_night)
    command = [sys.executable, "-m", "trialfinder", "watch", "run", "--cache", str(first_night)]
    with Path("/dev/full").open("w") as nowhere:
        full = subprocess.run(command, stdout=nowhere, stderr=subprocess.PIPE, cwd=checkout, check=False)
    assert full.returncode != 0
    assert "changes since" in program("watch", "run", "--quiet", "--cache", str(first_night)).stdout


def test_two_runs_at_once_tell_everything_once(program: Program, first_night: Path) -> None:
    program("watch", "add", "all", "cancer")
    program("watch", "run", "--cache", str(first_night))
    second(first_night)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: program("watch", "run", "--quiet", "--cache", str(first_night)), range(2)))
    assert sorted(bool(run.stdout) for run in runs) == [False, True]
    assert [run.returncode for run in runs] == [0, 0]


def test_the_file_is_private_readable_and_kept_as_its_owner_wrote_it(program: Program, config: Path) -> None:
    done = program("watch", "add", "mum", "brest cancer", "--stage", "4", "--near", "Boston, MA", "--age", "62.5", "--healthy")
    assert done.returncode == 0, done.stderr
    assert "Read “brest cancer” as breast cancer" in done.stdout
    path = config / "searches.toml"
    assert str(path) in done.stderr
    assert path.stat().st_mode & 0o777 == 0o600
    assert config.stat().st_mode & 0o777 == 0o700
    path.write_text(path.read_text(encoding="utf-8") + "# ask Dr. Example about this one\n", encoding="utf-8")
    assert program("watch", "add", "Großtante", "melanoma", "--status", "any").returncode == 0
    text = path.read_text(encoding="utf-8")
    assert 'cancer = "brest cancer"\nstage = "4"\nnear = ["Boston, MA"]\nage = 62.5\n' in text
    assert "# ask Dr. Example" in text
    listed = program("watch", "list").stdout
    assert listed.index("mum\n") < listed.index("Großtante\n")
    assert program("watch", "remove", "Großtante").returncode == 0
    assert "# ask Dr. Example" in path.read_text(encoding="utf-8")
    assert "Großtante" not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_mark_of_a_removed_search_is_forgotten(program: Program, config: Path, first_night: Path) -> None:
    program("watch", "add", "mum", "melanoma")
    program("watch", "run", "--cache", str(first_night))
    assert len(json.loads((config / "seen.json").read_text(encoding="utf-8"))) == 1
    program("watch", "remove", "mum")
    assert json.loads((config / "seen.json").read_text(encoding="utf-8")) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[mum]\ncancer = "melanoma\n', "at line 2"),
        ('[mum]\ncancer = "melanoma"\nstagee = "4"\n', "at line 3: 'stagee' is not an option"),
        ('[mum]\ncancer = "melanoma"\n[b]\nnear = "Boston"\n', "at line 4: the value of 'near'"),
        ("[mum]\nage = true\n", "at line 2"),
        ('mum = "melanoma"\n', "is not a section"),
        ("[mum]\n[mum]\n", "at line 2"),
        ('["a b"]\ncancer = "melanoma"\n', "at line 1"),
    ],
    ids=lambda value: value.replace("\n", " "),
)
def test_a_damaged_file_is_one_sentence_that_names_the_line(program: Program, config: Path, text: str, words: str) -> None:
    config.mkdir(parents=True, exist_ok=True)
    (config / "searches.toml").write_text(text, encoding="utf-8")
    for command in (["list"], ["run"], ["add", "x", "melanoma"], ["remove", "mum"]):
        done = program("watch", *command)
        assert done.returncode == ExitCode.USAGE
        assert words in done.stderr
        assert "text editor" in done.stderr
    assert (config / "searches.toml").read_text(encoding="utf-8") == text


def test_damaged_marks_are_told_and_not_taken_for_a_first_run(program: Program, config: Path, first_night: Path) -> None:
    program("watch", "add", "mum", "melanoma")
    for text, words in (("{\n oops", "line 2"), ("[]", "a time for each search"), ('{"x": "soon"}', "a time for each search")):
        (config / "seen.json").write_text(text, encoding="utf-8")
        done = program("watch", "run", "--quiet", "--cache", str(first_night))
        assert done.returncode == ExitCode.USAGE
        assert words in done.stderr


def test_a_search_that_is_not_understood_any_more_does_not_stop_the_others(
    program: Program, config: Path, first_night: Path
) -> None:
    config.mkdir(parents=True, exist_ok=True)
    (config / "searches.toml").write_text('[a]\ncancer = "qqqqq"\n[b]\ncancer = "melanoma"\n', encoding="utf-8")
    done = program("watch", "run", "--cache", str(first_night))
    assert done.returncode == ExitCode.USAGE
    assert "error: a: " in done.stderr
    assert "b: first run" in done.stdout
    listed = program("watch", "list")
    assert listed.returncode == 0
    assert "Not understood" in listed.stdout


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["add", "a b", "melanoma"], "a b"),
        (["add", "../x", "melanoma"], "../x"),
        (["add", "", "melanoma"], "name"),
        (["add", "x" * 41, "melanoma"], "name"),
        (["add", "mum", "qqqqq"], "qqqqq"),
        (["add", "mum", "melanoma", "--near", "xyzzyq"], "xyzzyq"),
        (["add"], "NAME"),
        (["remove", "nobody"], "nobody"),
        (["run", "nobody"], "nobody"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_nonsense_is_named_and_saves_nothing(program: Program, config: Path, typed: list[str], named: str) -> None:
    done = program("watch", *typed)
    assert done.returncode == ExitCode.USAGE
    assert named in done.stderr
    assert not (config / "searches.toml").exists()


def test_a_name_is_given_once(program: Program, config: Path) -> None:
    program("watch", "add", "mum", "melanoma")
    before = (config / "searches.toml").read_bytes()
    done = program("watch", "add", "mum", "sarcoma")
    assert done.returncode == ExitCode.USAGE
    assert "watch remove mum" in done.stderr
    assert (config / "searches.toml").read_bytes() == before


def test_without_a_copy_a_run_says_so_and_without_searches_it_is_quiet_about_nothing(program: Program, first_night: Path) -> None:
    assert program("watch", "run", "--cache", str(first_night)).stderr.startswith("trialfinder: no search is saved")
    program("watch", "add", "mum", "melanoma")
    done = program("watch", "run", "--quiet")
    assert done.returncode == ExitCode.NO_CACHE
    assert "trialfinder refresh" in done.stderr


def test_a_saved_search_can_be_asked_about_any_time(program: Program, two_nights: Path) -> None:
    program("watch", "add", "all", "cancer", "--include-unfit")
    done = program("changes", "--watch", "all", "--format", "jsonl", "--cache", str(two_nights))
    typed = program("changes", "cancer", "--include-unfit", "--format", "jsonl", "--cache", str(two_nights))
    assert done.stdout == typed.stdout != ""
    done = program("changes", "melanoma", "--watch", "all", "--cache", str(two_nights))
    assert done.returncode == ExitCode.USAGE
