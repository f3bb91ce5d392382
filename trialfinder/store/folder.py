"""The cache folder: the pointer to the current snapshot and those before it, the lock of the one refresh, and leftovers.

A snapshot gets a fresh name and never changes; readers follow the first line of ``current`` to it. The lines below name the
snapshots that were current before, newest first, which a rollback goes through. Replacing a database file in place is
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

__all__ = ["KEEP", "CacheFolder"]

_SNAPSHOT = re.compile(r"snap-\d{8}T\d{12}-[0-9a-f]{6}\.duckdb")
_NOTE = "# "
"""Begins the pointer's last line when a rollback left it: when, and from which snapshot."""
KEEP = 3
"""Snapshots kept when nobody says otherwise."""
PAGES = ".pages"
"""Folder of pages that a refresh has received and not yet published; they outlive a crash."""
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
            name = self._lines()[0]
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

    def history(self) -> list[Path]:
        """The current snapshot and those that were current before it, newest first.

        All there are, when the pointer is lost or was written by a program that noted only the current one.
        """
        try:
            names = [line for line in self._lines() if _SNAPSHOT.fullmatch(line)]
        except OSError:
            names = []
        if len(names) > 1:
            return [path for name in names if (path := self.path / name).is_file()]
        newest = names[0] if names else "snap-~"
        return [path for path in reversed(self.snapshots()) if path.name <= newest]

    def newest_name(self) -> str:
        """File name of the current snapshot as the pointer has it, ``""`` when there is none."""
        try:
            return self._lines()[0]
        except OSError:
            return ""

    def rolled_back(self) -> str:
        """What the last rollback noted, ``""`` when the newest snapshot is in use."""
        try:
            return next((line.removeprefix(_NOTE) for line in self._lines() if line.startswith(_NOTE)), "")
        except OSError:
            return ""

    def _lines(self) -> list[str]:
        text = self.pointer.read_text(encoding="ascii", errors="replace")
        return [line.strip() for line in text.split("\n")]

    def fresh(self) -> Path:
        """A name no snapshot has had."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        return self.path / f"snap-{stamp}-{os.urandom(3).hex()}.duckdb"

    def publish(self, snapshot: Path) -> None:
        """Make ``snapshot`` the current one, all at once: readers see the old copy or the new one, nothing between."""
        _sync(snapshot)
        _sync(self.path)  # the name must be on the disk before anything points to it
        before = [path.name for path in self.history() if path != snapshot]
        self._point([snapshot.name, *before])

    def roll_back(self, when: datetime) -> Path:
        """Make the snapshot before the current one current again and return it; only the lock's holder may. Deletes nothing.

        Raises RefreshRefused when there is none.
        """
        current, *before = self.history() or [self.current()]
        if not before:
            raise RefreshRefused("There is no earlier copy to go back to.", "run `trialfinder refresh` for a new one")
        note = f"{_NOTE}{when:%Y-%m-%d %H:%M} UTC from {current.name}"
        self._point([*(path.name for path in before), note])
        return before[0]

    def _point(self, lines: list[str]) -> None:
        temporary = self.path / f".current-{os.urandom(3).hex()}"
        with temporary.open("w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.pointer)
        _sync(self.path)

    def snapshots(self) -> list[Path]:
        """All snapshots, oldest first."""
        return sorted(path for path in self.path.glob("snap-*.duckdb") if _SNAPSHOT.fullmatch(path.name))

    def tidy(self, keep: int = KEEP) -> None:
        """Remove all but the newest ``keep`` snapshots of the history (the current one always stays) and leftovers.

        Leftovers are what a killed refresh was building, a snapshot it had not yet published, and one rolled away from.
        Only the holder of the lock may call this. Open readers keep the file they have.
        """
        kept = {path.name for path in self.history()[: max(1, keep)]}
        for path in self.snapshots():
            if path.name not in kept:
                remove_database(path)
        for pattern in (".building-*", ".current-*", ".spool-*"):
            for path in self.path.glob(pattern):
                _remove(path)

    def drop_pages(self) -> None:
        """Remove the received pages: they are published, or of no use."""
        _remove(self.pages)

    def drop_empty_pages(self) -> None:
        """Remove their folder if nothing was received."""
        with contextlib.suppress(OSError):
            self.pages.rmdir()

    @property
    def pages(self) -> Path:
        """Where a refresh keeps what it has received."""
        return self.path / PAGES

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
