"""The lines for cron and systemd in the README do what it says, as written but for the path of the program."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WRITTEN = "/usr/local/bin/trialfinder"


def block(checkout: Path, language: str) -> str:
    found = re.search(
        rf"^```{language}\n(.*?)^```$", (checkout / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    return found[1]


@pytest.fixture
def installed() -> str:
    """The command beside the interpreter of these tests."""
    command = Path(sys.executable).with_name("trialfinder")
    if not command.exists():
        pytest.skip("the command is not installed here")
    return str(command)


def test_cron_runs_the_lines_in_its_bare_environment(checkout: Path, installed: str, cache: Path, saved: Path) -> None:
    lines = block(checkout, "cron").splitlines()
    assert len(lines) == 3
    for line in lines:
        schedule, command = line[: line.index("/")], line[line.index("/") :]
        assert re.fullmatch(r"(\d+|\*) (\d+|\*) \* \* (\*|\d-\d)\s+", schedule)
        env = {
            "HOME": str(cache),
            "PATH": "/usr/bin:/bin",
            "SHELL": "/bin/sh",
            "TRIALFINDER_CACHE": str(cache),
            "TRIALFINDER_CONFIG": str(cache),
        }
        if "watch" in command:  # for whoever has saved searches
            subprocess.run(
                [installed, "watch", "add", "mine", "breast cancer"], env=env, check=True, capture_output=True, timeout=60
            )
        if "refresh" in command:
            command += f" --from {saved} --allow-shrink"  # the registry is not for tests
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace(WRITTEN, installed)],
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_systemd_accepts_the_units(checkout: Path, installed: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd here")
    written = block(checkout, "ini").replace(WRITTEN, installed)
    names = re.findall(r"^# (trialfinder\.\w+)$", written, re.MULTILINE)
    texts = re.split(r"^# trialfinder\.\w+$", written, flags=re.MULTILINE)[1:]
    assert names == ["trialfinder.service", "trialfinder.timer"]
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command in (["verify", *(str(tmp_path / name) for name in names)], ["calendar", "Tue..Sat 03:15"]):
        done = subprocess.run([analyze, *command], capture_output=True, text=True, timeout=60, check=False)
        about_us = [line for line in done.stderr.splitlines() if "trialfinder" in line]
        assert (done.returncode, about_us) == (0, []), done.stderr
