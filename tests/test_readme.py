"""README is run, not believed: every ```console block prints what it shows, every ```sh block is at least shell."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FENCE = re.compile(r"^```(?P<kind>console|sh)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of README."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One command as typed, and the lines shown below it."""

    command: str
    shown: tuple[str, ...]


def blocks(kind: str) -> list[Block]:
    if not README.exists():
        return []
    text = README.read_text(encoding="utf-8")
    return [
        Block(text[: match.start()].count("\n") + 1, match["text"]) for match in FENCE.finditer(text) if match["kind"] == kind
    ]


def steps(text: str) -> list[Step]:
    """A command starts with ``$ ``, goes on after a trailing backslash with ``> ``, and its output follows."""
    found: list[tuple[list[str], list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and found and found[-1][0][-1].endswith("\\"):
            found[-1][0].append(line[2:])
        elif found:
            found[-1][1].append(line.rstrip())
    return [Step("\n".join(command), tuple(shown)) for command, shown in found]


def pattern(shown: tuple[str, ...]) -> re.Pattern[str]:
    """A line of three dots stands for any lines, three dots within a line for any text of that line."""
    while shown and not shown[-1]:
        shown = shown[:-1]  # the blank line that parts two commands
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"[ ]*\n" for line in shown]
    return re.compile("".join(parts))


def label(block: Block) -> str:
    return f"line {block.line}"


@pytest.fixture
def shell_folder(tmp_path: Path, sample_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder where ``trialfinder`` is this checkout's and the cache holds the sample trials."""
    program = tmp_path / "bin" / "trialfinder"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m trialfinder "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    cache = tmp_path / "cache"
    shutil.copytree(sample_cache, cache, symlinks=True)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("TRIALFINDER_CACHE", str(cache))
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def test_the_readme_shows_a_session() -> None:
    assert blocks("console")


@pytest.mark.parametrize("block", blocks("console"), ids=label)
def test_console_blocks_print_what_they_show(block: Block, shell_folder: Path) -> None:
    assert steps(block.text), "a console block needs a line that starts with '$ '"
    for step in steps(block.text):
        run = subprocess.run(
            ["/bin/bash", "-c", step.command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            cwd=shell_folder,
            timeout=120,
        )
        assert "Traceback" not in run.stdout
        refusal = any(line.startswith("trialfinder: error:") for line in step.shown)
        assert (run.returncode != 0) == refusal, run.stdout
        if any(step.shown):
            assert pattern(step.shown).fullmatch(run.stdout.rstrip() + "\n"), f"$ {step.command}\n{run.stdout}"


@pytest.mark.parametrize("block", blocks("sh"), ids=label)
def test_shell_blocks_are_shell(block: Block) -> None:
    run = subprocess.run(["/bin/bash", "-n"], input=block.text, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("one", "...", "four"), "one\ntwo\nthree\nfour\n", True),
        (("one", "...", "four"), "one\ntwo\n", False),
        (("as of ... (today)",), "as of 2026-11-24 (today)\n", True),
        (("one", ""), "one\n", True),
        (("one",), "one\ntwo\n", False),
        (("...",), "anything\nat all\n", True),
    ],
)
def test_the_comparison_is_strict_outside_the_dots(shown: tuple[str, ...], printed: str, same: bool) -> None:
    assert bool(pattern(shown).fullmatch(printed)) is same


def test_commands_may_go_on_over_several_lines() -> None:
    assert steps("$ echo a \\\n> b\na b\n\n$ true\n") == [Step("echo a \\\nb", ("a b", "")), Step("true", ())]
