"""Whatever is typed for an option: exit code 2, a sentence that names it, what to do, no traceback; or an answer."""

import subprocess
from pathlib import Path

import pytest

from trialfinder.cli import main
from trialfinder.domain.errors import ExitCode

SEARCH = ["search", "breast cancer"]
NONSENSE = [
    ([*SEARCH, "--stage", "banana"], "banana"),
    ([*SEARCH, "--stage", "9"], "9"),
    ([*SEARCH, "--stage", "=cmd|' /C calc'!A0"], "cmd"),
    ([*SEARCH, "--near", "xyzzyq"], "xyzzyq"),
    ([*SEARCH, "--near", ""], "place"),
    ([*SEARCH, "--near", "91,200"], "91,200"),
    ([*SEARCH, "--near", "00000"], "00000"),
    ([*SEARCH, "--near"], "--near"),
    ([*SEARCH, "--near", "Boston, MA", "--within", "far"], "far"),
    ([*SEARCH, "--near", "Boston, MA", "--within", "-5mi"], "-5mi"),
    ([*SEARCH, "--near", "Boston, MA", "--within", "0"], "0"),
    ([*SEARCH, "--near", "Boston, MA", "--within", "nan"], "nan"),
    ([*SEARCH, "--near", "Boston, MA", "--within", "1e400mi"], "1e400"),
    ([*SEARCH, "--within", "50mi"], "--near"),
    ([*SEARCH, "--age", "old"], "old"),
    ([*SEARCH, "--age", "nan"], "nan"),
    ([*SEARCH, "--age", "-1"], "-1"),
    ([*SEARCH, "--age", "131"], "131"),
    ([*SEARCH, "--sex", "other"], "other"),
    ([*SEARCH, "--status", "closed"], "closed"),
    ([*SEARCH, "--format", "pdf"], "pdf"),
    ([*SEARCH, "--limit", "0"], "0"),
    ([*SEARCH, "--limit", "many"], "many"),
    ([*SEARCH, "--state", "Narnia"], "Narnia"),
    ([*SEARCH, "--state", "Germany"], "Germany"),
    ([*SEARCH, "--country", "Atlantis"], "Atlantis"),
    ([*SEARCH, "--country", ""], "country"),
    ([*SEARCH, "--treatment", "banana"], "banana"),
    ([*SEARCH, "--treatment", "pembrolizumab"], "immunotherapy"),
    ([*SEARCH, "--treatment", ""], "surgery"),
    ([*SEARCH, "--marker", "banana"], "banana"),
    ([*SEARCH, "--marker", "ER"], "ER-negative"),
    ([*SEARCH, "--marker", "ROS1 negative"], "leave this --marker out"),
    ([*SEARCH, "--center", "Narnia"], "Narnia"),
    ([*SEARCH, "--phase", "9"], "9"),
    ([*SEARCH, "--line", "maybe"], "maybe"),
    ([*SEARCH, "--sort", "nearest"], "nearest"),
    ([*SEARCH, "--sort", "distance"], "--near"),
    ([*SEARCH, "--city", "123"], "123"),
    ([*SEARCH, "--facility", "!!"], "!!"),
    ([*SEARCH, "--age", "8x"], "8x"),
    ([*SEARCH, "--bogus"], "--bogus"),
    (["search", "qqqqq"], "qqqqq"),
    (["export", "breast cancer", "--format", "pdf"], "pdf"),
    (["export", "breast cancer", "--output", "/"], "/ is a folder"),
    (["export", "breast cancer", "--output", "/nonexistent/x.csv"], "/nonexistent/x.csv"),
    (["show", "banana"], "banana"),
    (["show", "NCT00000000"], "NCT00000000"),
    (["show", "NCT98000000"], "NCT98000000"),
    (["show", "NCT99000001", "--near", "nowhereville"], "nowhereville"),
    (["show", "NCT99000001", "--stage", "banana"], "banana"),
    (["show"], "NCT"),
    (["status", "--max-age", "soon"], "soon"),
    (["status", "--format", "xml"], "xml"),
    (["terms"], "words"),
    (["terms", "qqqqzz"], "qqqqzz"),
    (["refresh", "--scope", "some"], "some"),
    (["refresh", "--from", "/nonexistent/file"], "/nonexistent/file"),
]


@pytest.mark.parametrize(("typed", "named"), NONSENSE, ids=lambda value: " ".join(value[-2:]) if isinstance(value, list) else "")
def test_nonsense_is_named_with_what_to_do(
    typed: list[str], named: str, sample_cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "cache" if typed[0] == "refresh" else sample_cache
    assert main([*typed, "--cache", str(cache)] if typed[-1] != "--near" else typed) == ExitCode.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err
    assert "Next:" in err or "--help" in err or "requires an argument" in err
    assert "unexpected" not in err
    assert "Traceback" not in err


ODD = [
    [*SEARCH, "--near", "42.36,-71.06", "--within", "12500mi"],
    [*SEARCH, "--limit", "99999999999999999999"],
    [*SEARCH, "--stage", "  IV  ", "--sex", " F ", "--age", "0"],
    ["search", "breast\x1b[31m cancer"],
    ["search", "BREAST", "CANCER", "--near", "boston ma", "--near", "Texas", "--state", "ohio", "--country", "germany"],
    ["search"],
    ["search", "breast cancer", "--status", "ANY", "--healthy", "--include-unfit", "--all"],
]


@pytest.mark.parametrize("typed", ODD, ids=" ".join)
def test_what_is_odd_but_clear_is_answered(typed: list[str], sample_cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*typed, "--cache", str(sample_cache)]) == ExitCode.ANSWERED, capsys.readouterr().err
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    ["search 'breast cancer' --all --status any --include-unfit", "export --status any --format jsonl", "export", "terms --list"],
)
def test_a_reader_that_stops_early_is_no_error(words: str, sample_cache: Path, checkout: Path, python: str) -> None:
    command = f"{python} -m trialfinder {words} --cache {sample_cache} | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False, cwd=checkout)
    assert done.returncode == 0
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
