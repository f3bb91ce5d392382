"""What only a process of its own shows: the way it ends, and how it lives with little memory."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from trialfinder.domain.errors import ExitCode

GIGABYTE = 1 << 30


def run(words: list[str], cwd: Path, address_space: int | None = None) -> "subprocess.CompletedProcess[str]":
    def limit() -> None:
        if address_space:
            resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))

    command = [sys.executable, "-m", "trialfinder", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, preexec_fn=limit, timeout=120, check=False)


def test_all_of_a_long_answer_arrives_in_a_pipe_before_the_process_ends(sample_cache: Path, checkout: Path) -> None:
    done = run(["export", "--status", "any", "--healthy", "--format", "jsonl", "--cache", str(sample_cache)], checkout)
    assert done.returncode == ExitCode.ANSWERED, done.stderr
    assert done.stdout.endswith("}\n")
    status = run(["status", "--format", "json", "--cache", str(sample_cache)], checkout)
    assert len(done.stdout.splitlines()) == json.loads(status.stdout)["trials"] > 100


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["search", "melanoma", "--stage", "banana"], ExitCode.USAGE),
        (["search", "melanoma", "--cache", "/nonexistent"], ExitCode.NO_CACHE),
    ],
)
def test_the_exit_code_and_the_sentence_survive_the_quick_end(words: list[str], code: ExitCode, checkout: Path) -> None:
    done = run(words, checkout)
    assert done.returncode == code
    assert done.stderr.startswith("trialfinder: error: ")


@pytest.mark.parametrize("verb", ["search", "refresh"])
def test_two_gigabytes_are_enough(verb: str, sample_cache: Path, saved: Path, checkout: Path, tmp_path: Path) -> None:
    search = ["search", "breast cancer", "--near", "Boston, MA", "--cache", str(sample_cache)]
    refresh = ["refresh", "--from", str(saved), "--scope", "all", "--cache", str(tmp_path)]
    done = run(search if verb == "search" else refresh, checkout, address_space=2 * GIGABYTE)
    assert done.returncode == ExitCode.ANSWERED, done.stderr
