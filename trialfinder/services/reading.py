"""Raw records -> table rows, on as many cores as help. The part of a refresh that costs time."""

import contextlib
import gc
import hashlib
import itertools
import json
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import resource_tracker
from pathlib import Path

from trialfinder.ctgov import leaves, mojibake, parse
from trialfinder.ctgov.cancer_words import in_scope
from trialfinder.ctgov.parse import parse_study
from trialfinder.ctgov.scope import Scope
from trialfinder.ctgov.sweep import digest, sweep_key, without_release
from trialfinder.domain.errors import RefreshRefused
from trialfinder.domain.trial import ParseProblem
from trialfinder.enrich.version import rules_version
from trialfinder.store.rows import RowsByTable, problem_rows, trial_rows
from trialfinder.store.schema import layout_version

__all__ = ["ReadRecord", "read_records", "reading_version"]

#: Records per piece of work: large enough that handing it over costs little, small enough to keep memory flat.
_PIECE = 50
#: Below this many records a second process costs more than it saves.
_WORTH_A_PROCESS = 400


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """What became of one raw record."""

    nct_id: str
    """``""`` when no id could be found."""
    rows: RowsByTable | None
    """None: out of scope."""
    problem: str = ""
    version_holder: str = ""
    status: str = ""
    """Overall status of a record out of scope."""
    why_stopped: str = ""


def read_records(texts: Iterable[str], scope: Scope, workers: int | None = None) -> Iterator[ReadRecord]:
    """Parse, enrich and flatten every record, in order. A record that defeats a reader becomes a problem row.

    ``workers``: processes; None: one per core, and none for few records.
    """
    pieces = _pieces(iter(texts))
    first = list(itertools.islice(pieces, _WORTH_A_PROCESS // _PIECE))
    count = workers if workers is not None else _cores()
    if count < 2 or sum(map(len, first)) < _WORTH_A_PROCESS:
        for piece in itertools.chain(first, pieces):
            yield from _read_piece(piece, scope)
        return
    yield from _in_processes(itertools.chain(first, pieces), scope, count)


@cache
def reading_version() -> str:
    """Changes whenever the same record could give other rows: other rules, another parser, another layout of the tables."""
    parser = hashlib.sha256()
    for module in (parse, leaves, mojibake):
        parser.update(Path(str(module.__file__)).read_bytes())
    return f"{rules_version()}-{parser.hexdigest()[:4]}-{layout_version()}"


def _in_processes(pieces: Iterator[list[str]], scope: Scope, count: int) -> Iterator[ReadRecord]:
    # spawn, not fork: the parent has DuckDB's threads, and a forked child could inherit a held lock.
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_follow_parent)
    waiting: deque[tuple[list[str], Future[list[ReadRecord]]]] = deque()
    try:
        for piece in pieces:
            with _deaf():
                waiting.append((piece, pool.submit(_read_for_parent, piece, scope)))
            if len(waiting) > 3 * count:  # a bounded queue keeps memory flat however fast records arrive
                yield from _with_raw(*waiting.popleft())
        while waiting:
            yield from _with_raw(*waiting.popleft())
    except BrokenProcessPool as error:
        raise RefreshRefused(
            "A process that reads records was ended from outside, perhaps for want of memory; nothing was published.",
            "close other programs and run it again",
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)  # cancelling them one by one can hang a pool that just lost a process


def _read_for_parent(texts: list[str], scope: Scope) -> list[ReadRecord]:
    """In a worker: the records without their text, which is most of them and which the parent has."""
    records = _read_piece(texts, scope)
    for record in records:
        if record.rows and (stored := record.rows.get("records")):
            stored[0] = (stored[0][0], "", *stored[0][2:])
    return records


def _with_raw(texts: list[str], reading: Future[list[ReadRecord]]) -> Iterator[ReadRecord]:
    for text, record in zip(texts, reading.result(), strict=True):
        if record.rows and (stored := record.rows.get("records")):
            stored[0] = (stored[0][0], without_release(text), *stored[0][2:])
        yield record


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Processes started inside never hear Ctrl-C or SIGTERM: whoever waits for them does, and ends them in good order."""
    resource_tracker.ensure_running()  # it would open the ears again while it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """In a worker: end when the parent ends, even when that was killed; and look for cyclic garbage rarely, there is hardly any."""
    gc.set_threshold(50_000)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _pieces(texts: Iterator[str]) -> Iterator[list[str]]:
    while piece := list(itertools.islice(texts, _PIECE)):
        yield piece


def _read_piece(texts: list[str], scope: Scope) -> list[ReadRecord]:
    return [_read(text, scope) for text in texts]


def _read(text: str, scope: Scope) -> ReadRecord:
    from trialfinder.enrich.pipeline import enrich  # where workers read, the parent never loads the readers

    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = ParseProblem("", f"not JSON: {error}", text)
        return ReadRecord("", problem_rows(problem), problem.reason)
    stored = without_release(text)
    trial = parse_study(raw, raw_text=stored)
    if isinstance(trial, ParseProblem):
        return ReadRecord(trial.nct_id, problem_rows(trial), trial.reason)
    if not in_scope(trial, scope):
        return ReadRecord(
            trial.nct_id,
            None,
            version_holder=trial.version_holder,
            status=trial.overall_status,
            why_stopped=trial.why_stopped,
        )
    try:
        rows = trial_rows(enrich(trial), stored, digest(stored), sweep_key(raw))
    except Exception as error:  # one record must never stop a night's refresh; it is reported by name
        problem = ParseProblem(trial.nct_id, f"could not be read: {type(error).__name__}: {error}", stored)
        return ReadRecord(trial.nct_id, problem_rows(problem), problem.reason)
    return ReadRecord(trial.nct_id, rows, version_holder=trial.version_holder)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
