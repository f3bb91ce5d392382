"""Pages on disk: gzip files of one study per line, as delivered, that ``read_source`` reads back.

A harvest first fills a spool and hands nothing on before every page has arrived and been counted. Each file appears
whole or not at all, so that after a crash the next run may go on with the pages of the same release and the same questions.
Page tokens are not kept: a token of yesterday is worth nothing.
"""

import errno
import gzip
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from trialfinder.ctgov.wire import RawStudy, load_json
from trialfinder.domain.errors import DiskFull, RefreshRefused

__all__ = ["RELEASE_FILE", "PageSpool", "save_pages", "saved_timestamp"]

RELEASE_FILE: Final = "release.json"
"""Beside the pages: which release of the registry they are from."""
_PATTERN: Final = "page-*.ndjson.gz"
_FAST: Final = 1
"""Gzip level: five times faster than the default for a third more bytes, and the pages do not stay."""


class PageSpool:
    """The page files of one folder, in the order they were written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: list[Path] = []
        self._label: tuple[datetime | None, str] | None = None

    def clear(self) -> None:
        """Remove every page, also those a killed run left behind. Other files in the folder are not touched."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in (*self.folder.glob(_PATTERN), *self.folder.glob("*.part"), self.folder / RELEASE_FILE):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        self._written = []

    def begin(self, data_timestamp: datetime | None, asked: str) -> bool:
        """Start a harvest of one release, with the pages an earlier run left of it; False when there are none to use.

        ``asked`` stands for the questions; pages of other questions, of another release or of none are removed.
        """
        if data_timestamp is not None and _noted(self.folder) == {"dataTimestamp": data_timestamp.isoformat(), "asked": asked}:
            for part in self.folder.glob("*.part"):
                part.unlink(missing_ok=True)
            self._written = sorted(self.folder.glob(_PATTERN))
            if self._written and all(map(_is_whole, self._written)):
                return True
        self.clear()
        self._label = (data_timestamp, asked)
        return False

    def write(self, studies: Sequence[RawStudy]) -> None:
        """Add one page; one without studies needs no file."""
        if not studies:
            return
        if not self._written and self._label:
            self.stamp(*self._label)
        last = int(self._written[-1].name[5:10]) if self._written else 0
        path = self.folder / f"page-{last + 1:05d}.ndjson.gz"
        lines = "\n".join(study.text for study in studies) + "\n"
        _write(path, gzip.compress(lines.encode("utf-8", "replace"), _FAST, mtime=0))
        self._written.append(path)

    def stamp(self, data_timestamp: datetime | None, asked: str = "") -> None:
        """Note the release the pages are from, and the questions they answer."""
        text = data_timestamp.isoformat() if data_timestamp else None
        _write(self.folder / RELEASE_FILE, json.dumps({"dataTimestamp": text, "asked": asked}).encode())

    def texts(self) -> Iterator[str]:
        """The JSON text of every study written, for a reader that decodes it elsewhere."""
        for path in self._written:
            with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    yield line.rstrip("\n")

    def __iter__(self) -> Iterator[RawStudy]:
        """Every study written."""
        return (RawStudy(load_json(text), text) for text in self.texts())

    @property
    def paths(self) -> tuple[Path, ...]:
        """The page files, in order."""
        return tuple(self._written)


def save_pages(spool: PageSpool, folder: Path) -> int:
    """Keep a verified harvest's pages in ``folder``, in place of those saved there before; returns how many files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (*spool.paths, spool.folder / RELEASE_FILE):
            if path.exists():
                part = folder / f"{path.name}.part"
                shutil.copyfile(path, part)
                part.replace(folder / path.name)
        kept = {path.name for path in spool.paths}
        for path in folder.glob(_PATTERN):
            if path.name not in kept:
                path.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error
    return len(spool.paths)


def saved_timestamp(folder: Path) -> datetime | None:
    """The release that saved pages are from, if it was noted."""
    try:
        stamp = _noted(folder).get("dataTimestamp")
        return datetime.fromisoformat(stamp) if isinstance(stamp, str) else None
    except ValueError:
        return None


def _noted(folder: Path) -> dict[str, object]:
    try:
        noted = load_json((folder / RELEASE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _is_whole(path: Path) -> bool:
    try:
        with gzip.open(path) as lines:
            while lines.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error):
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unwritable(path.parent, error) from error


def _unwritable(folder: Path, error: OSError) -> RefreshRefused:
    hint = "Free some space or choose another folder, then run it again; the local copy is unchanged."
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return DiskFull(f"The disk that holds {folder} is full; nothing was published.", hint)
    return RefreshRefused(f"Pages cannot be written to {folder}: {error.strerror or error}.", hint)
