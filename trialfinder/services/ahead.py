"""Work that a patient need not wait for twice: the cache is opened and the page prepared while words are being resolved.

A cold search spends its time on starting up; threads overlap what Python imports with what DuckDB does outside of it. This module
is the first to be loaded, so it loads next to nothing itself.
"""

import contextlib
import importlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from trialfinder.domain.query import SearchSpec
    from trialfinder.store.reader import SnapshotReader

__all__ = ["OpeningReader", "import_ahead", "start_engine"]

_STARTING: list[threading.Thread] = []


def import_ahead(*modules: str) -> None:
    """Import ``modules`` in the background. One that cannot be imported fails where it is used, not here."""

    def run() -> None:
        for name in modules:
            try:
                importlib.import_module(name)
            except ImportError:
                return

    threading.Thread(target=run, daemon=True).start()


def start_engine() -> None:
    """Start DuckDB in the background for the next ``OpeningReader``, before it is known which cache that will open."""

    def run() -> None:
        with contextlib.suppress(Exception):  # opening the cache fails for the same reason, and says so
            from trialfinder.store.engine import start_engine

            start_engine()
            importlib.import_module("trialfinder.store.reader")

    thread = threading.Thread(target=run, daemon=True)
    _STARTING.append(thread)
    thread.start()


class OpeningReader:
    """A cache being opened in the background. Use as a context manager; ``reader()`` waits for it."""

    def __init__(self, cache: "Path") -> None:
        self._reader: SnapshotReader | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._open, args=(cache,), daemon=True)

    def __enter__(self) -> "Self":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None") -> None:
        self._thread.join()
        if self._reader is not None:
            self._reader.__exit__(kind, error, trace)

    def ask_place(self, spec: "SearchSpec") -> None:
        """Have what is in reach of its places worked out as soon as the cache is open, and go on meanwhile."""
        opening = self._thread

        def ask() -> None:
            opening.join()
            try:
                if self._reader is not None:
                    self._reader.ask_place(spec)
            except Exception as error:
                self._error = error

        self._thread = threading.Thread(target=ask, daemon=True)
        self._thread.start()

    def reader(self) -> "SnapshotReader":
        """The open cache. Raises what opening it raised (CacheUnusable)."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._reader is not None  # noqa: S101 - one of the two is always set
        return self._reader

    def _open(self, cache: "Path") -> None:
        try:
            from trialfinder.store.reader import SnapshotReader

            for thread in _STARTING:
                thread.join()

            self._reader = SnapshotReader(cache)
        except Exception as error:
            self._error = error
