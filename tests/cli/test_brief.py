"""``brief`` as a person runs it: one file, whole, named aloud, never over another."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from trialfinder.cli import main
from trialfinder.domain.errors import ExitCode

Program = Callable[..., "subprocess.CompletedProcess[str]"]
QUESTION = ["brest cancer", "--stage", "4", "--near", "Boston, MA"]


@pytest.fixture
def brief(sample_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run ``brief`` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: main(["brief", *words, "--cache", str(sample_cache)])


def test_the_file_is_named_by_cancer_and_day_and_said_aloud(
    brief: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brief(*QUESTION, "--note", "<b>Mine</b>") == ExitCode.ANSWERED
    out, err = capsys.readouterr()
    assert out == ""
    (written,) = tmp_path.iterdir()
    assert re.fullmatch(r"second-opinion-breast-cancer-\d{4}-\d\d-\d\d\.html", written.name)
    assert str(written) in err
    html = written.read_text(encoding="utf-8")
    assert "SAMPLE DATA" in html
    assert "&lt;b&gt;Mine&lt;/b&gt;" in html
    assert html.count('class="trial"') == 5


def test_nothing_is_replaced_without_being_told(
    brief: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine.html"
    target.write_text("precious", encoding="utf-8")
    assert brief(*QUESTION, "--output", "mine.html") == ExitCode.USAGE
    assert "--force" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "precious"
    assert brief(*QUESTION, "--output", "mine.html", "--force") == ExitCode.ANSWERED
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert os.listdir(tmp_path) == ["mine.html"]  # noqa: PTH208  names are what is asked
    os.mkfifo(tmp_path / "pipe")
    assert brief(*QUESTION, "--output", "pipe", "--force") == ExitCode.USAGE
    assert brief(*QUESTION, "--output", "no/such/folder.html") == ExitCode.USAGE
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        (["--output", "a.md"], "**SAMPLE"),
        (["--format", "md", "--output", "a.txt"], "**SAMPLE"),
        (["--output", "a.txt"], "<!DOCTYPE"),
    ],
)
def test_the_form_follows_the_name_unless_told(
    options: list[str], beginning: str, brief: Callable[..., int], tmp_path: Path
) -> None:
    assert brief(*QUESTION, *options) == ExitCode.ANSWERED
    (written,) = tmp_path.iterdir()
    assert written.read_text(encoding="utf-8").startswith(beginning)


def test_the_search_that_shows_the_rest_is_the_one_that_was_asked(
    brief: Callable[..., int], tmp_path: Path, sample_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*QUESTION, "--age", "62", "--sex", "female", "--line", "treated", "--within", "60mi", "--km", "--include-unfit"]
    assert brief(*words, "--note", "private", "--limit", "2", "--output", "a.md") == ExitCode.ANSWERED
    expected = (
        "trialfinder search 'brest cancer' --stage 4 --near 'Boston, MA' --within 60mi --age 62 --sex female --line treated"
        f" --include-unfit --km --cache {sample_cache} --all"
    )
    assert expected in re.sub(r"\\(.)", r"\1", (tmp_path / "a.md").read_text(encoding="utf-8"))


def test_named_trials_make_a_packet_without_a_cancer(brief: Callable[..., int], tmp_path: Path) -> None:
    named = ["--trial", "NCT99000113", "--trial", "99000245,nct99000284"]
    assert brief(*named, "--near", "02115", "--output", "a.md") == ExitCode.ANSWERED
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "These are the trials you asked for" in text
    assert text.index("NCT99000113") < text.index("NCT99000245") < text.index("NCT99000284")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], 'trialfinder brief "breast cancer"'),
        (["--near", "02115"], "needs a cancer"),
        (["--trial", " , "], "needs a cancer"),
        ([" "], "needs a cancer"),
        (["--trial", "NCT00000009"], "not in the local copy"),
        (["zzzqqq"], "terms"),
        ([*QUESTION, "--limit", "0"], "--limit"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_file(
    words: list[str], said: str, brief: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brief(*words) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_found_is_said_aloud(brief: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert brief("mesothelioma", "--stage", "2", "--near", "Boise, ID", "--output", "a.html") == ExitCode.ANSWERED
    assert "No trial was found" in capsys.readouterr().err


def test_it_can_be_printed_for_another_program(
    brief: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brief(*QUESTION, "--output", "-") == ExitCode.ANSWERED
    out, err = capsys.readouterr()
    assert out.startswith("<!DOCTYPE html>")
    assert err == ""
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_packet(program: Program, sample_cache: Path, tmp_path: Path) -> None:
    done = program("brief", *QUESTION, "--output", "/dev/full", "--force", "--cache", str(sample_cache))
    assert done.returncode == ExitCode.USAGE
    assert "not an ordinary file" in done.stderr
