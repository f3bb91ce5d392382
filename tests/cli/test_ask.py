"""``ask``: five questions, kindly, from a keyboard or a pipe, and a command that gives the same answer."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from trialfinder.domain.age import age
from trialfinder.domain.errors import ExitCode
from trialfinder.services.ask import QUESTIONS, search_words
from trialfinder.services.request import SearchRequest, resolve_request

Told = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def told(sample_cache: Path, checkout: Path) -> Told:
    """A conversation through a pipe, one answer a line."""

    def run(*answers: str, end: str = "\n") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "trialfinder", "ask", "--cache", str(sample_cache)]
        typed = "\n".join(answers) + end if answers else ""
        done = subprocess.run(command, input=typed, capture_output=True, text=True, cwd=checkout, timeout=60, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def commands(stderr: str) -> list[str]:
    """The commands offered at the end."""
    return re.findall(r"^  (trialfinder .+)$", stderr, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "answers",
    [
        ("breast cancer", "4", "Boston, MA", "50", "62", "female", "yes"),
        ("brest cancer", "", "", "", "", ""),
        ("NET", "2", "spread to the liver", "New York, NY", "80 km", "8 months", "m", "not yet"),
        ("lung cancer", "IIIB", "Texas", "70", "", "no"),
        ("O'Hara's cancer", "skin cancer", "", "-33.9,151.2", "", "", "", ""),
        ("", "", "", "", "", ""),
        ("melanoma",),
        (),
    ],
    ids=lambda answers: ",".join(answers) or "nothing",
)
def test_the_command_shown_gives_the_same_answer(answers: tuple[str, ...], told: Told, checkout: Path, tmp_path: Path) -> None:
    asked = told(*answers)
    assert asked.returncode == ExitCode.ANSWERED
    same = commands(asked.stderr)[0]
    program = tmp_path / "trialfinder"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{checkout}" exec "{sys.executable}" -m trialfinder "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    searched = subprocess.run(
        ["/bin/sh", "-c", same], capture_output=True, text=True, env=environment, cwd=checkout, timeout=60, check=False
    )
    assert searched.returncode == ExitCode.ANSWERED
    assert searched.stdout == asked.stdout != ""


def test_the_questions_stand_on_stderr_and_are_five(told: Told) -> None:
    done = told("breast cancer", "4", "02115", "", "62", "female", "yes")
    assert [int(number) for number in re.findall(r"^(\d) of 5\.", done.stderr, flags=re.MULTILINE)] == [1, 2, 3, 3, 4, 4, 5]
    assert "of 5." not in done.stdout
    assert "Understood: stage IV" in done.stderr
    assert "--line treated" in commands(done.stderr)[0]
    assert "  trialfinder brief 'breast cancer' --stage 4" in done.stdout, "the answer offers it"


def test_what_is_not_understood_is_asked_again_with_a_list_to_choose_from(told: Told) -> None:
    done = told("NET", "9", "1", "grade 3", "4", "Springfeld", "1", "1", "far", "30", "old", "62", "x", "f", "perhaps", "no")
    said = " ".join(done.stderr.split())
    for words in (
        "'NET' can mean different things",
        "The list goes from 1 to 2.",
        "Understood: neuroendocrine",
        "I did not understand “grade 3”. Try a number from 0 to 4",
        "I did not understand “Springfeld”",
        "Understood: Springfield",
        "I did not understand “far”",
        "Understood: 30 miles",
        "I did not understand “old”",
        "Understood: 62 years",
        "I did not understand “x”",
        "I did not understand “perhaps”",
        "Understood: no treatment for this cancer yet",
    ):
        assert words in said, words
    assert not re.search(r"--\w", said.split("The same, as one command")[0]), "options are what these people do not like"


@pytest.mark.parametrize("word", ["q", "Quit"])
def test_q_stops_at_any_question_and_searches_nothing(word: str, told: Told) -> None:
    done = told("breast cancer", word)
    assert (done.returncode, done.stdout) == (ExitCode.ANSWERED, "")
    assert "trialfinder ask" in done.stderr


def test_the_end_of_the_input_skips_the_rest(told: Told) -> None:
    done = told("breast cancer", "4", end="")
    assert "Trials about breast cancer" in done.stdout
    assert "--stage 4" in commands(done.stderr)[0]


def test_a_stage_among_the_words_for_the_cancer_is_not_asked_for_again(told: Told) -> None:
    done = told("metastatic breast cancer", "02115")
    assert "stage IV" in done.stderr
    assert "2 of 5" not in done.stderr
    assert "--near 02115" in commands(done.stderr)[0]


def test_a_place_that_is_no_point_has_no_distance_to_ask_for(told: Told) -> None:
    assert "How far" not in told("melanoma", "", "Texas").stderr
    assert "How far" in told("melanoma", "", "Houston, TX").stderr


def test_odd_bytes_are_words_that_are_not_understood(sample_cache: Path, checkout: Path) -> None:
    command = [sys.executable, "-m", "trialfinder", "ask", "--cache", str(sample_cache)]
    typed = b"\xff\xfe\x00\x1b[31m\nbreast cancer\n"
    done = subprocess.run(command, input=typed, capture_output=True, cwd=checkout, timeout=60, check=False)
    assert done.returncode == ExitCode.ANSWERED
    assert b"\x1b" not in done.stderr
    assert b"Understood: breast cancer" in done.stderr


def test_nobody_answers_five_questions_without_a_copy_to_search(
    program: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    done = program("ask", "--cache", str(tmp_path / "none"))
    assert done.returncode == ExitCode.NO_CACHE
    assert "of 5." not in done.stderr


@pytest.mark.parametrize("years", [0.0, 8 / 12, 6 * 7 / 365.25, 1.5, 2.0, 62.0, 62.5, 130.0])
def test_an_age_is_typed_back_as_the_same_age(years: float) -> None:
    words = search_words(SearchRequest(age=years))
    typed = words[words.index("--age") + 1]
    heard = QUESTIONS[4].hear(SearchRequest(), typed).request.age
    assert heard is not None
    assert age(heard) == age(years)
    assert resolve_request(SearchRequest(age=heard)).age_years == pytest.approx(years, abs=0.01)


def test_a_keyboard_works_even_on_a_dumb_terminal(sample_cache: Path, checkout: Path) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "trialfinder", "ask", "--cache", str(sample_cache)]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "80"}
    process = subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=slave, env=environment, cwd=checkout)
    os.close(slave)
    try:
        said = ""
        for waited, answer in (
            ("1 of 5", "brest cancer"),
            ("2 of 5", "stage four"),
            ("3 of 5", ""),
            ("4 of 5", "62"),
            ("male?", ""),
            ("5 of 5", ""),
        ):
            said += until(master, waited)
            os.write(master, f"{answer}\n".encode())
        assert process.stdout
        with process.stdout as answer_:
            out = answer_.read().decode()
        said += until(master, "brief")
        assert process.wait(timeout=60) == ExitCode.ANSWERED
    finally:
        process.kill()
        process.wait()
        os.close(master)
    assert "Understood: breast cancer" in said
    assert "\x1b" not in said + out
    assert "Trials about breast cancer" in out
    assert max(map(len, said.replace("\r", "").splitlines()[:20])) <= 80


def until(master: int, words: str) -> str:
    """What the terminal shows up to the prompt that follows ``words``, or to its end."""
    said, give_up = "", time.monotonic() + 60
    while time.monotonic() < give_up:
        if not select.select([master], [], [], 1)[0]:
            continue
        try:
            said += os.read(master, 4096).decode(errors="replace")
        except OSError:  # the other end is closed
            break
        if words in said and said.endswith("> "):
            break
    return said
