"""Every filter at the command line: it is echoed, it narrows, it says why, and what is offered next really shows more."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trialfinder.cli import main
from trialfinder.domain.errors import ExitCode

Ask = Callable[..., str]


def found(ask: Ask, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ask(*words, "--format", "jsonl", "--all").splitlines()]


ECHOED = [
    (["--line", "untreated"], "Treated: not yet, for this cancer"),
    (["--phase", "2", "--phase", "III"], "Phase: phase 2 or phase 3"),
    (["--treatment", "chemo", "--treatment", "operation"], "Kind: chemotherapy or surgery"),
    (["--marker", "EGFR exon 19"], "Marker: EGFR-mutated"),
    (["--city", "Boston"], "City: Boston"),
    (["--facility", "clinic"], "Site: “clinic” in its name"),
    (["--center", "nci"], "Center: NCI-designated cancer centers that treat patients"),
    (["--center", "mayo"], "Center: Mayo Clinic Comprehensive Cancer Center (NCI-designated)"),
    (["--sort", "updated"], "Sorted: freshest first"),
    (["--age", "6", "weeks"], "Age: 6 weeks"),
    (["--age", "8m"], "Age: 8 months"),
    (["--state", "Texas", "--country", "United States"], "Place: Texas, United States"),
    (["--near", "Boston, MA", "--state", "Massachusetts"], "Place: Boston, Massachusetts, within 100 miles (about 160 km), the"),
]


@pytest.mark.parametrize(("words", "line"), ECHOED, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_what_was_asked_is_echoed(words: list[str], line: str, ask: Ask) -> None:
    document = json.loads(ask("search", "lung cancer", *words, "--format", "json"))
    assert any(one.startswith(line) for one in document["understood"]), document["understood"]


@pytest.mark.parametrize("words", [["--healthy", "lung", "cancer"], ["lung", "--healthy", "cancer"], ["lung", "cancer", "--healthy"],
                                   ["--healthy", "yes", "lung cancer"], ["--healthy=yes", "lung", "cancer"]], ids=" ".join)  # fmt: skip
def test_the_healthy_option_takes_yes_no_or_nothing_and_never_a_word_of_the_cancer(words: list[str], ask: Ask) -> None:
    document = json.loads(ask("search", *words, "--format", "json"))
    assert document["understood"][0].startswith("Cancer: lung cancer")
    assert any(line.startswith("Also: trials of healthy people") for line in document["understood"])


@pytest.mark.parametrize(
    "words", [["--healthy", "no", "lung cancer"], ["--healthy=no", "lung cancer"], ["lung cancer"]], ids=" ".join
)
def test_trials_of_healthy_people_are_left_out_unless_asked_for(words: list[str], ask: Ask) -> None:
    assert "Also:" not in ask("search", *words)


def test_a_phase_removes_other_phases_and_keeps_what_has_none(ask: Ask) -> None:
    every = found(ask, "search", "--phase", "3")
    assert {tuple(one["phases"]) for one in every} > {()}
    assert all("PHASE3" in one["phases"] or one["fit"] == "unclear" for one in every)
    blank = next(one for one in every if not one["phases"])
    assert any("no phase" in reason for reason in blank["reasons"])


def test_a_kind_of_treatment_removes_other_kinds(ask: Ask) -> None:
    every = found(ask, "search", "--treatment", "surgery")
    assert every
    assert all("surgery" in one["treatments"] or one["fit"] == "unclear" for one in every)


@pytest.mark.parametrize(("line", "other"), [("untreated", "treated"), ("treated", "untreated")])
def test_the_line_gives_three_answers(line: str, other: str, ask: Ask) -> None:
    every = found(ask, "search", "--line", line, "--include-unfit")
    for fit, lines in (("fits", {line, "either"}), ("unfit", {other})):
        assert {one["line"] for one in every if one["fit"] == fit} <= lines
    assert {one["line"] for one in every} > {line}


def test_a_row_says_at_a_glance_what_cannot_be_joined_today(ask: Ask) -> None:
    every = found(ask, "search")
    for one in every:
        if one["status"] == "ENROLLING_BY_INVITATION":
            assert one["standing"] == "invitation"
        if one["standing"] == "open":
            assert one["status"] == "RECRUITING"
    text = ask("search", "--status", "invitation", "--format", "list")
    assert "BY INVITATION ONLY" in text
    assert "None of these takes people now" in " ".join(text.split())
    assert "NOT OPEN YET" in ask("search", "--status", "upcoming", "--format", "list")


def test_what_a_narrowed_status_leaves_out_is_not_called_closed(ask: Ask) -> None:
    removed = {one["filter"]: one for one in json.loads(ask("search", "--status", "invitation", "--format", "json"))["removed"]}
    assert removed["status"]["label"] == "another status than the one asked for"
    assert removed["status"]["loosen"] == "--status open"


THIN = [
    ["breast cancer", "--near", "Anchorage, AK", "--within", "5mi"],
    ["breast cancer", "--state", "Montana"],
    ["lung cancer", "--city", "Nowhere", "--stage", "4"],
    ["lung cancer", "--facility", "no such clinic"],
    ["melanoma", "--phase", "4", "--treatment", "vaccine", "--near", "Boston, MA"],
    ["leukemia", "--near", "Anchorage, AK", "--within=5mi", "--sort", "distance", "--center", "nci", "--status", "recruiting"],
    ["breast cancer", "--country", "Chad", "--line", "treated", "--age", "9"],
]


@pytest.mark.parametrize("words", THIN, ids=" ".join)
def test_the_command_that_is_offered_shows_more(
    words: list[str], ask: Ask, sample_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = json.loads(ask("search", *words, "--format", "json"))
    lines = ask("search", *words).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Try next ("))
    command = shlex.split(lines[start + 1])
    assert command[:2] == ["trialfinder", "search"]
    assert main([*command[1:], "--format", "json"]) == ExitCode.ANSWERED
    after = json.loads(capsys.readouterr().out)
    assert after["total"] - before["total"] == before["suggestion"]["more"] > 0
    assert str(sample_cache) in command
