"""Words with several meanings: asked about on a terminal, listed elsewhere."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trialfinder.cli.question import chosen_words, ready_commands
from trialfinder.domain.errors import AmbiguousWords, ExitCode

_PATIENCE = 60.0


def at_a_terminal(checkout: Path, words: list[str], answers: list[str]) -> tuple[int, str, str]:
    """Run the program with stdin and stderr on a terminal: exit code, what was said there, and the answer on stdout."""
    mine, its = pty.openpty()
    command = [sys.executable, "-m", "trialfinder", *words]
    process = subprocess.Popen(command, cwd=checkout, stdin=its, stderr=its, stdout=subprocess.PIPE)
    os.close(its)
    said = b""
    waiting = list(answers)
    until = time.monotonic() + _PATIENCE
    try:
        while time.monotonic() < until:
            ready, _, _ = select.select([mine], [], [], 0.2)
            if ready:
                try:
                    piece = os.read(mine, 4096)
                except OSError:  # the other end is closed
                    break
                said += piece
                if piece and said.rstrip().endswith(b"to stop:") and waiting:
                    os.write(mine, waiting.pop(0).encode() + b"\n")
            elif process.poll() is not None:
                break
        answer, _ = process.communicate(timeout=_PATIENCE)
    finally:
        process.kill()
        os.close(mine)
    return process.returncode, said.decode(), answer.decode()


def test_a_terminal_is_asked_and_the_search_goes_on(checkout: Path, sample_cache: Path) -> None:
    words = ["search", "ALL", "--cache", str(sample_cache), "--format", "list"]
    code, said, answer = at_a_terminal(checkout, words, ["1"])
    assert code == ExitCode.ANSWERED
    assert "1  acute lymphoblastic leukemia" in said
    assert "trialfinder search 'acute lymphoblastic leukemia' --cache" in said
    assert "acute lymphoblastic leukemia (ALL)" in answer


def test_a_wrong_number_is_asked_again(checkout: Path) -> None:
    code, said, answer = at_a_terminal(checkout, ["terms", "NET"], ["7", "2"])
    assert code == ExitCode.ANSWERED
    assert said.count("to stop:") == 2
    assert answer.lower().startswith("pancreatic neuroendocrine tumor")


def test_stopping_leaves_the_ready_commands(checkout: Path) -> None:
    code, said, answer = at_a_terminal(checkout, ["terms", "MM"], ["q"])
    assert code == ExitCode.USAGE
    assert "trialfinder terms melanoma" in said
    assert answer == ""


def test_a_second_question_follows_the_first(checkout: Path, sample_cache: Path) -> None:
    words = ["search", "ALL", "--near", "Springfield", "--cache", str(sample_cache)]
    code, said, answer = at_a_terminal(checkout, words, ["1", "1"])
    assert code == ExitCode.ANSWERED, said
    assert said.count("Which one?") == 2
    assert "Springfield" in answer


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    error = AmbiguousWords("It means two things.", (("a tumor", "neuroendocrine tumor"),))
    error.typed = "NET"
    monkeypatch.setattr("sys.stdin", None)
    assert chosen_words(error, ["search", "NET"]) is None


@pytest.mark.parametrize(
    ("words", "typed", "command"),
    [
        (["search", "NET", "--stage", "4"], "NET", "trialfinder search new --stage 4"),
        (["search", "big", "NET", "--all"], "big NET", "trialfinder search new --all"),
        (["search", "melanoma", "--near=Springfield"], "Springfield", "trialfinder search melanoma --near=new"),
        (["search", "NET", "--near", "NET"], "NET", "trialfinder search new --near NET"),
        (["search", "elsewhere"], "NET", "trialfinder search elsewhere"),
        (["search", "NET"], "", "trialfinder search NET"),
    ],
)
def test_the_choice_stands_where_the_words_stood(words: list[str], typed: str, command: str) -> None:
    error = AmbiguousWords("It means two things.", (("a tumor", "new"),))
    error.typed = typed
    assert ready_commands(error, words) == ["  a tumor:", f"      {command}"]
