"""The second-opinion verbs as people run them, on the made-up sample."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[..., "subprocess.CompletedProcess[str]"]
WORDS = ("breast cancer", "--stage", "3", "--near", "Chicago, IL", "--within", "500mi")


def test_options_finds_what_search_finds(program: Program, sample_cache: Path) -> None:
    found = program("options", *WORDS, "--cache", str(sample_cache), "--format", "json")
    searched = program("search", *WORDS, "--cache", str(sample_cache), "--format", "json", "--all")
    options, search = json.loads(found.stdout), json.loads(searched.stdout)
    assert options["total"] == search["total"] > 0
    assert {nct for kind in options["kinds"] for nct in kind["nct_ids"]} == {trial["nct_id"] for trial in search["trials"]}
    for kind in options["kinds"]:
        assert kind["trials"] == sum(kind["kind"] in trial["treatments"] for trial in search["trials"])


@pytest.mark.parametrize("verb", ["options", "centers"])
@pytest.mark.parametrize("style", ["auto", "list", "md", "json", "jsonl", "csv"])
def test_every_format_prints_an_answer_and_nothing_else(program: Program, sample_cache: Path, verb: str, style: str) -> None:
    done = program(verb, *WORDS, "--cache", str(sample_cache), "--format", style)
    assert done.returncode == 0
    assert done.stderr == ""
    if style == "csv":
        assert len(list(csv.DictReader(io.StringIO(done.stdout)))) > 1
    elif style == "jsonl":
        assert all(json.loads(line) for line in done.stdout.splitlines())
    elif style == "json":
        assert json.loads(done.stdout)["sample"] is True
    else:
        assert "SAMPLE DATA" in done.stdout
        assert "second opinion" in done.stdout


def test_all_and_limit_change_how_many_are_told(program: Program, sample_cache: Path) -> None:
    def told(*more: str) -> list[int]:
        done = program("options", "breast cancer", "--cache", str(sample_cache), "--format", "jsonl", *more)
        return [len(json.loads(line)["examples"]) for line in done.stdout.splitlines()]

    assert max(told()) == 3
    assert max(told("--limit", "1")) == 1
    assert max(told("--all")) > 3


def test_centers_without_a_place_lists_those_that_treat_patients_by_state(program: Program, sample_cache: Path) -> None:
    done = program("centers", "--cache", str(sample_cache), "--format", "jsonl")
    states = [json.loads(line)["state"] for line in done.stdout.splitlines()]
    assert len(states) == 66
    assert states == sorted(states)


def test_kilometres_are_spoken_when_asked(program: Program, sample_cache: Path) -> None:
    done = program("centers", "--near", "Toronto", "--km", "--cache", str(sample_cache))
    assert re.search(r"Buffalo, New York, about \d+ km", done.stdout)


@pytest.mark.parametrize("verb", ["options", "centers"])
def test_words_that_mean_nothing_are_refused_as_in_a_search(program: Program, sample_cache: Path, verb: str) -> None:
    done = program(verb, "xyzzy plugh", "--cache", str(sample_cache))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Next:" in done.stderr


def test_the_old_name_of_the_shared_options_is_no_verb_of_its_own(program: Program) -> None:
    assert "by kind of treatment" in program("options", "--help").stdout
    assert program("kinds").returncode == 2
