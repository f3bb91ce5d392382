"""One place turns errors into a sentence, a next step and an exit code; stdout stays clean."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest

from trialfinder import __version__
from trialfinder.cli import main
from trialfinder.cli.main import VERBS, root
from trialfinder.domain.errors import AmbiguousWords, CacheUnusable, ExitCode, NothingUnderstood, RefreshRunning


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    def install(error: BaseException) -> None:
        def fail(arguments: Sequence[str], **_: object) -> int:
            raise error

        monkeypatch.setattr(root, "main", fail)

    return install


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (CacheUnusable("It is gone.", "build it"), ExitCode.NO_CACHE, ["trialfinder: error: It is gone.", "Next: build it"]),
        (RefreshRunning("Busy."), ExitCode.RUNNING, ["error: Busy."]),
        (
            NothingUnderstood("No such word.", suggestions=("breast cancer",)),
            ExitCode.USAGE,
            ["Perhaps you meant", "breast cancer"],
        ),
        (click.UsageError("Odd option."), ExitCode.USAGE, ["Odd option."]),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, ["interrupted"]),
        (MemoryError(), ExitCode.FAILED, ["out of memory"]),
        (RuntimeError("a bug"), ExitCode.FAILED, ["unexpected error: RuntimeError: a bug", "--debug"]),
    ],
)
def test_an_error_is_told_on_stderr_with_its_exit_code(
    failing: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: ExitCode,
    words: list[str],
) -> None:
    failing(error)
    assert main(["search"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    for word in words:
        assert word in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("typed", "ready"),
    [
        (["search", "NET", "--stage", "4"], "trialfinder search 'neuroendocrine tumor' --stage 4"),
        (["search", "big", "NET", "--all"], None),
    ],
)
def test_an_ambiguous_word_lists_a_ready_command_for_each_meaning(
    failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str], typed: list[str], ready: str | None
) -> None:
    error = AmbiguousWords("It means two things.", (("a tumor", "neuroendocrine tumor"),))
    error.typed = "NET" if ready else "big NET"
    failing(error)
    assert main(typed) == ExitCode.USAGE
    assert (ready or "trialfinder search 'neuroendocrine tumor' --all") in capsys.readouterr().err


def test_debug_shows_the_traceback(failing: Callable[[BaseException], None]) -> None:
    failing(RuntimeError("a bug"))
    with pytest.raises(RuntimeError):
        main(["--debug", "search"])


def test_help_names_every_verb_and_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == ExitCode.ANSWERED
    shown = capsys.readouterr().out
    for verb in VERBS:
        assert f"  {verb} " in shown
    for code in ExitCode:
        assert f" {code.value} " in shown


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == ExitCode.ANSWERED
    assert f"trialfinder {verb}" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == ExitCode.ANSWERED
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "words"), [("serch", "trialfinder search"), ("melanoma", 'trialfinder search "melanoma"')])
def test_a_word_that_is_no_command_offers_one(typed: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([typed]) == ExitCode.USAGE
    assert words in capsys.readouterr().err


def test_a_broken_pipe_is_silent(tmp_path: Path) -> None:
    command = f"{sys.executable} -m trialfinder --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
