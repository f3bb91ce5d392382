"""Search, show, status, terms, demo and export over the sample: what goes where, what is promised to programs, nothing cut."""

import csv
import io
import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trialfinder.cli import main
from trialfinder.domain.errors import ExitCode

Program = Callable[..., "subprocess.CompletedProcess[str]"]
QUESTION = ["breast cancer", "--stage", "4", "--near", "Boston, MA"]
PROMISED = {
    *("nct_id", "title", "status", "group", "fit", "reasons", "stage_accepted", "stage_ruled_out", "stage_evidence", "cancers"),
    *("phases", "treatments", "conditions", "min_age_years", "max_age_years", "sex", "nearest_site", "open_sites"),
    *("last_update", "last_verified", "url", "data_as_of"),
}
PROMISED_OF_SITES = {"facility", "city", "state", "zip", "country", "status", "miles", "contact"}


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_sample_answers_the_first_question_of_a_newcomer(ask: Callable[..., str]) -> None:
    found = objects(ask("search", *QUESTION, "--all", "--include-unfit", "--format", "jsonl"))
    about = [one["fit"] for one in found if one["group"] == "about"]
    assert about.count("fits") >= 3
    assert about.count("unclear") >= 1
    assert about.count("unfit") >= 2
    assert any(one["group"] == "umbrella" for one in found)
    sites = [one["nearest_site"] for one in found if one["nearest_site"]]
    assert len(sites) > len(found) / 2
    assert any(site["contact"] for site in sites)
    assert all(site["miles"] is None or site["miles"] <= 100 for site in sites)


def test_a_human_answer_echoes_counts_and_cautions(ask: Callable[..., str]) -> None:
    text = ask("search", *QUESTION)
    for words in (
        "SAMPLE DATA",
        "breast cancer",
        "stage IV",
        "Boston, Massachusetts",
        "100 miles",
        "may fit",
        "not medical advice",
    ):
        assert words in text
    assert ask("search", *QUESTION, "--format", "list").count("─") == 0


@pytest.mark.parametrize("verb", ["search", "export"])
def test_promised_keys_are_there(verb: str, ask: Callable[..., str]) -> None:
    extra = ["--all"] if verb == "search" else []
    found = objects(ask(verb, *QUESTION, *extra, "--format", "jsonl"))
    assert found
    for one in found:
        assert one.keys() >= PROMISED
        assert one["group"] in ("about", "umbrella")
        assert one["fit"] in ("fits", "unclear")
        assert one["url"] == f"https://clinicaltrials.gov/study/{one['nct_id']}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one["data_as_of"])
        for evidence in one["stage_evidence"]:
            assert evidence.keys() >= {"stage", "polarity", "text", "section", "rule"}
        site = one["nearest_site"] or dict.fromkeys(PROMISED_OF_SITES)  # null: the record lists no site
        assert site.keys() >= PROMISED_OF_SITES
        contact = site["contact"]
        assert contact is None or contact.keys() >= {"name", "phone", "email", "source"}


def test_readme_names_the_promised_keys(checkout: Path) -> None:
    readme = (checkout / "README.md").read_text(encoding="utf-8")
    assert not {key for key in PROMISED | PROMISED_OF_SITES if f"`{key}`" not in readme and f"`{key}[]`" not in readme}


def test_export_is_search_without_a_cut(ask: Callable[..., str]) -> None:
    searched = objects(ask("search", *QUESTION, "--all", "--format", "jsonl"))
    exported = objects(ask("export", *QUESTION, "--format", "jsonl"))
    assert {one["nct_id"] for one in exported} == {one["nct_id"] for one in searched}
    assert sorted(map(json.dumps, exported)) == sorted(map(json.dumps, searched))
    rows = list(csv.DictReader(io.StringIO(ask("export", *QUESTION))))
    assert [row["nct_id"] for row in rows] == [one["nct_id"] for one in exported]


def test_export_without_words_gives_every_trial(ask: Callable[..., str]) -> None:
    found = objects(ask("export", "--status", "any", "--format", "jsonl"))
    status = json.loads(ask("status", "--format", "json"))
    assert len(found) == status["trials"] if "trials" in status else len(found) > 200
    assert {one["group"] for one in found} == {None}
    assert len({one["nct_id"] for one in found}) == len(found)


def test_export_to_a_file_is_whole_or_not_at_all(program: Program, sample_cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    command = ["export", "breast cancer", "--output", str(out), "--cache", str(sample_cache)]
    done = program(*command)
    assert (done.returncode, done.stdout) == (0, "")
    assert str(out) in done.stderr
    whole = out.read_bytes()
    out.write_bytes(b"precious")
    refused = program(*command)
    assert refused.returncode == ExitCode.USAGE
    assert "--force" in refused.stderr
    assert out.read_bytes() == b"precious"
    assert program(*command, "--force").returncode == 0
    assert out.read_bytes() == whole
    assert os.listdir(tmp_path) == ["list.csv"]  # noqa: PTH208  names are what is asked


def test_an_export_never_replaces_what_is_no_file(program: Program, sample_cache: Path, tmp_path: Path) -> None:
    pipe, real, link = tmp_path / "pipe", tmp_path / "real.csv", tmp_path / "link.csv"
    os.mkfifo(pipe)
    done = program("export", "melanoma", "--output", str(pipe), "--force", "--cache", str(sample_cache))
    assert done.returncode == ExitCode.USAGE
    assert "not an ordinary file" in done.stderr
    assert pipe.is_fifo()
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    assert program("export", "melanoma", "--output", str(link), "--force", "--cache", str(sample_cache)).returncode == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("nct_id")


@pytest.mark.parametrize("words", ["search melanoma", "export melanoma", "status", "terms --list"])
def test_an_answer_that_finds_no_room_is_one_sentence(words: str, sample_cache: Path, checkout: Path, python: str) -> None:
    command = [python, "-m", "trialfinder", *words.split(), "--cache", str(sample_cache)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=checkout)
    assert done.returncode == ExitCode.FAILED
    assert done.stderr.startswith("trialfinder: error: the disk is full")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_closed_streams_are_no_accident(closed: str, code: int, sample_cache: Path, checkout: Path, python: str) -> None:
    command = f"{python} -m trialfinder search melanoma --cache {sample_cache} {closed}"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False, cwd=checkout)
    assert (done.returncode, done.stderr) == (code, "")


def test_an_export_that_fails_half_way_leaves_nothing(
    sample_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from trialfinder.render import csv as rendered

    def full(*_: object) -> Any:
        yield "nct_id\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rendered, "lines", full)
    out = tmp_path / "list.csv"
    assert main(["export", "--output", str(out), "--cache", str(sample_cache)]) == ExitCode.USAGE
    assert "No space left" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_show_tells_the_first_hit_in_full(ask: Callable[..., str]) -> None:
    first = objects(ask("search", *QUESTION, "--limit", "1", "--format", "jsonl"))[0]
    text = ask("show", first["nct_id"], "--near", "Boston, MA", "--stage", "4", "--why")
    assert first["nct_id"] in text
    assert "SAMPLE" in text
    assert "stage IV" in text
    digits = ask("show", first["nct_id"][3:], "--age", "60", "--sex", "female", "--all", "--km")
    assert first["nct_id"] in digits


def test_the_page_that_an_answer_offers_is_about_the_same_person(ask: Callable[..., str]) -> None:
    typed = ["--country", "United States", "--line", "treated", "--marker", "BRCA"]
    offered = next(line for line in ask("search", "HER2-positive breast cancer", *typed).splitlines() if "in full:" in line)
    words = shlex.split(offered.partition("trialfinder ")[2])
    asked = words[2 : words.index("--cache")]
    assert asked == ["--marker", "HER2-positive", *typed]
    page = ask("show", words[1], *asked)
    assert "BRCA-mutated" in page
    assert "HER2-positive disease" in page


def test_sites_in_the_country_asked_come_first(ask: Callable[..., str]) -> None:
    ids = [json.loads(line)["nct_id"] for line in ask("search", "--country", "Canada", "--all", "--format", "jsonl").splitlines()]
    for nct_id in ids[:5]:
        sites = json.loads(ask("show", nct_id, "--country", "Canada", "--all", "--format", "json"))["sites"]
        taking = [site["country"] == "Canada" for site in sites if site["access"] == "open"]
        assert taking == sorted(taking, reverse=True)


def test_every_trial_of_the_sample_can_be_shown(ask: Callable[..., str]) -> None:
    found = objects(ask("export", "--status", "any", "--format", "jsonl"))
    for one in found[::15]:
        assert one["nct_id"] in ask("show", one["nct_id"])


@pytest.mark.parametrize("style", ["table", "list", "json", "jsonl", "csv"])
def test_every_format_answers_and_says_sample(style: str, ask: Callable[..., str]) -> None:
    assert "SAMPLE" in ask("search", "lung cancer", "--format", style)


def test_status_is_for_people_and_for_monitors(
    ask: Callable[..., str], sample_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "SAMPLE" in ask("status").upper()
    assert isinstance(json.loads(ask("status", "--format", "json", "--max-age", "2d")), dict)
    assert main(["status", "--max-age", "0h", "--cache", str(sample_cache)]) == ExitCode.STALE
    assert "refresh" in capsys.readouterr().err


def test_terms_explains_with_and_without_a_copy(
    ask: Callable[..., str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "lung" in ask("terms", "NSCLC").lower()
    assert "leukemia" in ask("terms", "--list").lower()
    assert main(["terms", "stomach cancer", "--cache", str(tmp_path)]) == ExitCode.ANSWERED
    assert "stomach" in capsys.readouterr().out


def test_the_demo_goes_from_nothing_to_an_answer(program: Program, tmp_path: Path) -> None:
    done = program("demo", "--cache", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "SAMPLE DATA" in done.stdout
    assert "Boston" in done.stdout
    assert "trialfinder refresh" in done.stderr
    assert "(today)" in done.stdout
    assert not (tmp_path / "current").exists(), "sample trials must stay apart from real ones"


@pytest.mark.parametrize("words", [["export", "--format", "jsonl"], ["search", "--format", "jsonl", "--all"]])
def test_a_stage_read_among_the_words_is_told_where_no_echo_is(program: Program, sample_cache: Path, words: list[str]) -> None:
    cache = ["--cache", str(sample_cache)]
    told = program(*words, "metastatic breast cancer", *cache)
    assert "read as stage IV, metastatic (from “metastatic”" in told.stderr
    asked = program(*words, "breast cancer", "--stage", "metastatic", *cache)
    assert asked.stdout == told.stdout
    assert asked.stderr == ""
    everything = program(*words, "metastatic breast cancer", "--stage", "any", *cache)
    assert everything.stdout.count("\n") >= told.stdout.count("\n")


def test_any_status_near_a_place_means_sites_there_that_are_closed_too(ask: Callable[..., str]) -> None:
    near = ["search", "--near", "Boston, MA", "--all", "--format", "jsonl"]
    open_ones = {one["nct_id"] for one in objects(ask(*near))}
    more = [one for one in objects(ask(*near, "--status", "any")) if one["nct_id"] not in open_ones]
    assert more
    for one in more:
        assert one["standing"] == "closed"
        sites = [site for site in (one["nearest_site"], one["nearer_closed_site"]) if site]
        assert min(site["miles"] for site in sites) <= 100
