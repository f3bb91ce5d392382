"""Whatever state the local copy is in: one sentence, a next step, exit code 3, and never a traceback."""

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from trialfinder.domain.errors import ExitCode

Program = Callable[..., "subprocess.CompletedProcess[str]"]
ASKING = (["search", "melanoma"], ["export", "melanoma"], ["show", "NCT99000001"], ["status"])


def snapshot(cache: Path) -> Path:
    return cache / (cache / "current").read_text(encoding="ascii").strip()


def absent(cache: Path) -> None:
    shutil.rmtree(cache)


def empty(cache: Path) -> None:
    absent(cache)
    cache.mkdir()


def garbage(cache: Path) -> None:
    snapshot(cache).write_bytes(b"this is no database " * 5000)


def zero_bytes(cache: Path) -> None:
    snapshot(cache).write_bytes(b"")


def truncated(cache: Path) -> None:
    whole = snapshot(cache).read_bytes()
    snapshot(cache).write_bytes(whole[: len(whole) // 2])


def another_database(cache: Path) -> None:
    run_sql(snapshot(cache), "DROP TABLE trials; DROP TABLE snapshot")


def newer_version(cache: Path) -> None:
    run_sql(snapshot(cache), "UPDATE snapshot SET schema_version = 99")


def older_version(cache: Path) -> None:
    run_sql(snapshot(cache), "UPDATE snapshot SET schema_version = 0")


def pointer_to_nowhere(cache: Path) -> None:
    snapshot(cache).unlink()


def pointer_out_of_the_folder(cache: Path) -> None:
    (cache / "current").write_text("../../etc/passwd\n", encoding="ascii")


def pointer_of_noise(cache: Path) -> None:
    (cache / "current").write_bytes(os.urandom(64))


def pointer_is_a_folder(cache: Path) -> None:
    (cache / "current").unlink()
    (cache / "current").mkdir()


def run_sql(path: Path, sql: str) -> None:
    """In a process of its own: DuckDB keeps what it once opened."""
    program = (
        "import duckdb, sys\ncon = duckdb.connect(sys.argv[1])\nfor one in sys.argv[2].split(';'): con.execute(one)\ncon.close()"
    )
    subprocess.run([sys.executable, "-c", program, str(path), sql], check=True)


STATES: list[tuple[Callable[[Path], None], str]] = [
    (absent, "no local copy"),
    (empty, "no local copy"),
    (garbage, "damaged"),
    (zero_bytes, ""),
    (truncated, "damaged"),
    (another_database, ""),
    (newer_version, "a newer version of trialfinder"),
    (older_version, "an older version of trialfinder"),
    (pointer_to_nowhere, "missing"),
    (pointer_out_of_the_folder, "pointer"),
    (pointer_of_noise, "pointer"),
    (pointer_is_a_folder, ""),
]


@pytest.mark.parametrize(("break_it", "words"), STATES, ids=lambda value: getattr(value, "__name__", ""))
def test_an_unusable_copy_is_one_sentence_and_a_next_step(
    program: Program, cache: Path, break_it: Callable[[Path], None], words: str
) -> None:
    break_it(cache)
    for asking in ASKING if break_it is truncated else ASKING[:1]:
        done = program(*asking, "--cache", str(cache))
        assert done.returncode == ExitCode.NO_CACHE, done.stderr
        assert done.stdout == ""
        lines = done.stderr.splitlines()
        assert lines[0].startswith("trialfinder: error: ")
        assert words in lines[0]
        assert lines[1].startswith("  Next: ")
        assert len(lines) == 2


@pytest.mark.parametrize("break_it", [garbage, newer_version, pointer_of_noise, pointer_to_nowhere, pointer_is_a_folder])
def test_a_refresh_mends_an_unusable_copy(program: Program, cache: Path, saved: Path, break_it: Callable[[Path], None]) -> None:
    break_it(cache)
    done = program("refresh", "--quiet", "--from", str(saved), "--cache", str(cache))
    if break_it is pointer_is_a_folder:
        assert done.returncode in (ExitCode.NO_CACHE, ExitCode.PROBLEMS)
        assert "error:" in done.stderr
    else:
        assert (done.returncode, done.stderr) == (0, "")
        assert program("search", "melanoma", "--cache", str(cache)).returncode == 0


def test_a_copy_that_another_program_writes_to_is_told(program: Program, cache: Path) -> None:
    holding = textwrap.dedent(
        """
        import duckdb, sys
        con = duckdb.connect(sys.argv[1])
        print("open", flush=True)
        sys.stdin.read()
        """
    )
    command = [sys.executable, "-c", holding, str(snapshot(cache))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        done = program("search", "melanoma", "--cache", str(cache))
        writer.communicate("")
    assert done.returncode == ExitCode.NO_CACHE
    assert "open for writing" in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_file_where_the_folder_should_be_is_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for words, option in ((["search", "melanoma"], True), (["search", "melanoma"], False), (["refresh"], False)):
        place = ["--cache", str(tmp_path / "file")] if option else []
        done = program(*words, *place, env={"TRIALFINDER_CACHE": str(tmp_path / "file")})
        assert done.returncode in (ExitCode.NO_CACHE, ExitCode.USAGE)
        assert "file" in done.stderr


def test_a_search_needs_no_right_to_write(program: Program, cache: Path) -> None:
    for path in cache.iterdir():
        path.chmod(0o444)
    cache.chmod(0o555)
    try:
        done = program("search", "melanoma", "--cache", str(cache))
        assert done.returncode == 0, done.stderr
        if os.access(cache, os.W_OK):
            pytest.skip("this user may write anywhere; only reading was tried")
        refused = program("refresh", "--cache", str(cache))
        assert refused.returncode == ExitCode.NO_CACHE
        assert "cannot be written" in refused.stderr
    finally:
        cache.chmod(0o755)
