"""Run whole processes side by side and say how long they took and how much memory they held at their peak.

The parent stays small on purpose: Linux counts the memory a process had before ``exec`` towards its peak.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "FailedError", "Row", "Run", "alternate", "peak_mb", "program", "run", "seconds", "table"]

ROOT = Path(__file__).resolve().parents[2]
DONE = (0, 5)
"""Exit codes of work that was done; 5 is a refresh that put unreadable records aside."""

SAMPLE_EVERY = 0.2
"""Seconds between two looks at the memory of a process and its workers."""


class FailedError(Exception):
    """A measured process did not do its work; its words are the message."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process."""

    seconds: float
    peak_mb: float
    output: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    measure: str
    program: str
    floor: str = ""
    ratio: float | None = None
    target: float | None = None


def program(*arguments: str | Path) -> list[str]:
    """The program as its console script starts it, installed or not."""
    return [sys.executable, "-c", "from trialfinder.__main__ import run; run()", *map(str, arguments)]


def run(command: Sequence[str], *, watch_workers: bool = False) -> Run:
    """Run a command from the checkout, without network and without anybody's settings. Raises FailedError."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TRIALFINDER_")}
    settings |= {"TRIALFINDER_API_URL": "http://127.0.0.1:9/api/v2", "NO_COLOR": "1"}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, not at every start
    started = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=settings,
    )
    watcher = _Watcher(process.pid)
    if watch_workers:
        watcher.start()
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in DONE:
        raise FailedError(f"{' '.join(command)[:200]}\nended with {process.returncode}:\n{output[-2000:]}")
    return Run(elapsed, max(usage.ru_maxrss / 1024, watcher.stop()), output)


def alternate(commands: Mapping[str, Sequence[str]], times: int, *, warm_up: bool = True) -> dict[str, list[Run]]:
    """Run all commands in turn, ``times`` rounds: noise of the machine then falls on all of them alike."""
    if warm_up:
        for command in commands.values():
            run(command)
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            found[name].append(run(command))
    return found


def seconds(runs: Sequence[Run]) -> float:
    """The median time."""
    return statistics.median(each.seconds for each in runs)


def peak_mb(runs: Sequence[Run]) -> float:
    """The largest peak."""
    return max(each.peak_mb for each in runs)


def table(rows: Sequence[Row]) -> str:
    """The report as aligned text."""
    lines = [("measure", "trialfinder", "floor", "ratio", "target", "")]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        target = f"<= {row.target:g}" if row.target is not None else ""
        lines.append((row.measure, row.program, row.floor, ratio, target, _verdict(row)))
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _verdict(row: Row) -> str:
    if row.ratio is None or row.target is None:
        return ""
    return "met" if row.ratio <= row.target else "MISSED"


class _Watcher(threading.Thread):
    """Looks at the memory of a process and its workers together; shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self._peak = 0.0

    def run(self) -> None:
        while not self._done.wait(SAMPLE_EVERY):
            self._peak = max(self._peak, sum(map(_proportional_mb, _family(self._pid))))

    def stop(self) -> float:
        self._done.set()
        if self.is_alive():
            self.join()
        return self._peak


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in _family(int(child)))]


def _proportional_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it has just ended
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
