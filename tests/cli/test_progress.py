"""Progress moves on a terminal and is silent in a log."""

import io
import time
from pathlib import Path

import pytest

from trialfinder.cli import main, progress
from trialfinder.cli.progress import TerminalProgress, no_progress
from trialfinder.domain.errors import ExitCode


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """From within the test: between a fixture and its test pytest puts its own stream back."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    return stream


def test_a_terminal_shows_pages_trials_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    times = iter([0.0, 10.0, 20.0, 20.01, 400.0, 410.0, 420.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(times, 500.0))
    reporter = progress.progress(quiet=False)
    assert isinstance(reporter, TerminalProgress)
    reporter.page(1000, 5000, 1)
    assert "page 1" in terminal.getvalue()
    assert "1,000 of about 5,000 trials, 100 a second, 40 s left" in terminal.getvalue()
    reporter.page(1, 0, 2)
    reporter.read(2000)
    reporter.note("asked again")
    reporter.close()
    assert "trialfinder: asked again\n" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_quiet_is_silent_even_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    for reporter in (progress.progress(quiet=True), no_progress()):
        reporter.page(1, 2, 3)
        reporter.read(1)
        reporter.note("something")
        reporter.close()
    assert terminal.getvalue() == ""


def test_a_refresh_from_a_file_is_one_line(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "--from", str(saved), "--cache", str(tmp_path)]) == ExitCode.ANSWERED
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert " trials at " in err


def test_unreadable_records_are_listed(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "records.ndjson"
    source.write_text(saved.read_text(encoding="utf-8") + "12\n", encoding="utf-8")
    assert main(["refresh", "--from", str(source), "--cache", str(tmp_path / "cache")]) == ExitCode.PROBLEMS
    assert "1 record could not be read and is kept aside" in capsys.readouterr().err


def test_the_demo_talks_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--cache", str(tmp_path)]) == ExitCode.ANSWERED
    out, err = capsys.readouterr()
    assert "made-up trials" in err
    assert "SAMPLE DATA" in out
