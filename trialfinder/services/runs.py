"""The run log: one JSON line for every refresh, failures too, in the cache folder; and when the next full one is due.

A log that cannot be written stops nothing.
"""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from trialfinder import __version__
from trialfinder.domain.errors import ExitCode, Terminated, TrialfinderError
from trialfinder.domain.status import RunRecord
from trialfinder.store.folder import CacheFolder

__all__ = ["RUN_LOG", "Notes", "last_runs", "logged", "next_full"]

RUN_LOG = "runs.jsonl"
#: Bytes; about 1,500 runs, four years of nights. The log before that is kept beside it.
_ROTATE = 500_000


class _Traffic(Protocol):
    requests: int
    received: int


@dataclass(slots=True)
class Notes:
    """What a run has to say about itself so far."""

    mode: str = ""
    exit_code: int = ExitCode.ANSWERED
    sentence: str = ""
    published: bool = False
    registry_timestamp: str = ""
    trials: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    problems: int = 0
    traffic: _Traffic | None = None
    """What has gone over the line, counted on while the run lasts."""


@contextlib.contextmanager
def logged(cache: Path) -> Iterator[Notes]:
    """Write a line about what happens inside, however it ends."""
    notes, started, clock = Notes(), datetime.now(UTC), time.monotonic()
    try:
        yield notes
    except BaseException as error:
        notes.exit_code, notes.sentence = _ending(error)
        raise
    finally:
        _append(cache, _record(cache, notes, started, time.monotonic() - clock))


def last_runs(cache: Path) -> list[RunRecord]:
    """Runs of the log in use, oldest first; lines that cannot be read are left out."""
    names = {field.name for field in fields(RunRecord)}
    found = []
    for log in (_rotated(cache), cache / RUN_LOG):
        try:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            with contextlib.suppress(ValueError, TypeError, AttributeError):
                found.append(RunRecord(**{name: value for name, value in json.loads(line).items() if name in names}))
    return found


def _ending(error: BaseException) -> tuple[int, str]:
    if isinstance(error, TrialfinderError):
        return error.exit_code, error.message
    if isinstance(error, Terminated):
        return ExitCode.TERMINATED, "Ended by the system."
    if isinstance(error, KeyboardInterrupt):
        return ExitCode.INTERRUPTED, "Interrupted."
    return ExitCode.FAILED, f"{type(error).__name__}: {error}".splitlines()[0][:300]


def _record(cache: Path, notes: Notes, started: datetime, seconds: float) -> RunRecord:
    try:
        snapshot = CacheFolder(cache).current().name
    except TrialfinderError:
        snapshot = ""
    return RunRecord(
        started=_stamp(started),
        finished=_stamp(datetime.now(UTC)),
        mode=notes.mode,
        exit_code=int(notes.exit_code),
        sentence=notes.sentence,
        published=notes.published,
        snapshot=snapshot,
        registry_timestamp=notes.registry_timestamp,
        trials=notes.trials,
        added=notes.added,
        changed=notes.changed,
        gone=notes.gone,
        problems=notes.problems,
        requests=notes.traffic.requests if notes.traffic else 0,
        bytes=notes.traffic.received if notes.traffic else 0,
        duration_s=round(seconds, 3),
        program_version=__version__,
    )


def _append(cache: Path, record: RunRecord) -> None:
    log = cache / RUN_LOG
    line = json.dumps(asdict(record), ensure_ascii=False) + "\n"
    with contextlib.suppress(OSError):
        if log.exists() and log.stat().st_size > _ROTATE:
            log.replace(_rotated(cache))
        with log.open("ab", buffering=0) as file:  # one write: two processes never mix their lines
            file.write(line.encode("utf-8", "replace"))


def _rotated(cache: Path) -> Path:
    return cache / f"{RUN_LOG}.1"


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="seconds")


def next_full(harvested_at: datetime | None, days: int) -> datetime | None:
    """From when on a refresh fetches every record again; None: the next one does."""
    return harvested_at.replace(tzinfo=UTC) + timedelta(days=days) if harvested_at else None
