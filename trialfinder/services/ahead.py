"""Work that a patient need not wait for twice: the cache is opened and the page prepared while words are being resolved.

A cold search spends its time on starting up; two threads overlap what Python imports with what DuckDB does outside of it.
"""

import importlib
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from trialfinder.store.reader import SnapshotReader

__all__ = ["OpeningReader", "import_ahead"]


def import_ahead(*modules: str) -> None:
    """Import ``modules`` in the background. One that cannot be imported fails where it is used, not here."""

    def run() -> None:
        for name in modules:
            try:
                importlib.import_module(name)
            except ImportError:
                return

    threading.Thread(target=run, daemon=True).start()


class OpeningReader:
    """A cache being opened in the background. Use as a context manager; ``reader()`` waits for it."""

    def __init__(self, cache: Path) -> None:
        self._reader: SnapshotReader | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._open, args=(cache,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.join()
        if self._reader is not None:
            self._reader.__exit__(kind, error, trace)

    def reader(self) -> "SnapshotReader":
        """The open cache. Raises what opening it raised (CacheUnusable)."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._reader is not None  # noqa: S101 - one of the two is always set
        return self._reader

    def _open(self, cache: Path) -> None:
        try:
            from trialfinder.store.reader import SnapshotReader

            self._reader = SnapshotReader(cache)
        except Exception as error:
            self._error = error
