"""The cache folder: the pointer to the current snapshot, the lock of the one refresh, and leftovers.

A snapshot gets a fresh name and never changes; readers follow ``current`` to it. Replacing a database file in place is
refused by design: a killed writer's log beside a replaced file can be replayed into the new one.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from trialfinder.domain.errors import CacheUnusable, RefreshRefused, RefreshRunning

__all__ = ["CacheFolder"]

_SNAPSHOT = re.compile(r"snap-\d{8}T\d{12}-[0-9a-f]{6}\.duckdb")
_FIRST = "run `trialfinder refresh` to download it, or `trialfinder demo` to try made-up data"


class CacheFolder:
    """One cache folder. Creating the object touches nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def pointer(self) -> Path:
        """The small file that names the current snapshot."""
        return self.path / "current"

    def current(self) -> Path:
        """The snapshot readers use. Raises CacheUnusable when there is none."""
        try:
            name = self.pointer.read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            raise CacheUnusable(f"There is no local copy of the registry yet in {self.path}.", _FIRST) from None
        except OSError as error:
            hint = "check the folder, or choose another with --cache FOLDER"
            raise CacheUnusable(f"The cache folder {self.path} cannot be read ({error.strerror}).", hint) from error
        if not _SNAPSHOT.fullmatch(name):
            raise CacheUnusable(f"The pointer {self.pointer} is damaged.", "run `trialfinder refresh` to build the copy again")
        snapshot = self.path / name
        if not snapshot.is_file():
            raise CacheUnusable(f"The local copy {name} is missing.", "run `trialfinder refresh` to build it again")
        return snapshot

    def fresh(self) -> Path:
        """A name no snapshot has had."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        return self.path / f"snap-{stamp}-{os.urandom(3).hex()}.duckdb"

    def publish(self, snapshot: Path) -> None:
        """Make ``snapshot`` the current one, all at once: readers see the old copy or the new one, nothing between."""
        _sync(snapshot)
        temporary = self.path / f".current-{os.urandom(3).hex()}"
        with temporary.open("w", encoding="ascii") as file:
            file.write(snapshot.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.pointer)
        _sync(self.path)

    def snapshots(self) -> list[Path]:
        """All snapshots, oldest first."""
        return sorted(path for path in self.path.glob("snap-*.duckdb") if _SNAPSHOT.fullmatch(path.name))

    def tidy(self, keep: int = 3) -> None:
        """Remove all but the newest ``keep`` snapshots (the current one always stays) and leftovers of killed refreshes.

        Only the holder of the lock may call this. Open readers keep the file they have.
        """
        current = self.current().name if self.pointer.exists() else ""
        kept = {path.name for path in self.snapshots()[-keep:]} | {current}
        for path in self.snapshots():
            if path.name not in kept:
                remove_database(path)
        for pattern in (".building-*", ".current-*", ".spool-*"):
            for path in self.path.glob(pattern):
                _remove(path)

    @contextlib.contextmanager
    def refreshing(self) -> Iterator[None]:
        """Hold the one refresh lock; it dies with the process. Raises RefreshRunning at once when another holds it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "refresh.lock").open("a+")
        except OSError as error:
            raise CacheUnusable(
                f"The cache folder {self.path} cannot be written ({error.strerror}).",
                "check who owns it, or choose another with --cache FOLDER",
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RefreshRunning(
                    f"Another refresh is already working on {self.path}.",
                    "wait for it to finish; searches keep working meanwhile",
                ) from None
            except OSError as error:
                raise RefreshRefused(f"The cache folder {self.path} cannot be locked ({error.strerror}).") from error
            yield


def remove_database(path: Path) -> None:
    """Remove a database file with what may lie beside it."""
    for victim in (path, path.with_name(path.name + ".wal"), path.with_name(path.name + ".tmp")):
        _remove(victim)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            import shutil

            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
