"""Connections to DuckDB files, and what their errors mean for a person. Nothing goes out: no extension is ever fetched."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trialfinder.domain.errors import CacheUnusable, DiskFull
from trialfinder.store.engine import duckdb, engine
from trialfinder.store.sqlfiles import read_sql

__all__ = ["Rows", "fetch", "open_builder", "open_reader", "translate"]

Rows = list[dict[str, Any]]

#: DuckDB keeps what it has read or written for as long as it may, so this is what a refresh holds of it however many trials
#: there are; the rest goes through the disk. Building takes no more processor time than with 1 GB.
_BUILDING_MEMORY = "192MB"
_MACROS = tuple(f"macros/{name}" for name in ("haversine_miles", "miles_from", "in_area", "in_town", "stage_fit"))
REBUILD = "run `trialfinder refresh` to build it again"
UPGRADE = "run `trialfinder refresh --reread` to bring it to this version without the network"


def open_reader(path: Path, writes_to: Path | None = None, *, building: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for reading. Raises CacheUnusable when it cannot be.

    ``writes_to``: the one folder it may write to. ``building``: a refresh reads it, in the little memory it has.
    """
    with translate(path):
        con = engine(_BUILDING_MEMORY) if building else engine()
        con.execute(read_sql("connection/attach"), {"path": str(path)})
        con.execute("USE kept")
        con.execute("SET temp_directory = $folder", {"folder": f"{path}.tmp"})
        if writes_to is not None:
            con.execute("SET allowed_directories = $folders", {"folders": [str(writes_to.resolve())]})
        con.execute("SET enable_external_access = false")
        for macro in _MACROS:
            con.execute(read_sql(macro))
        return con


def open_builder(path: Path) -> duckdb.DuckDBPyConnection:
    """Create a new database file for writing. DuckDB writes out every few thousand trials; what came last needs a CHECKPOINT.

    What is written stays as it is: left to its habit, DuckDB merges groups of rows each time it writes, and packs many again and again.
    """
    with translate(path):
        con = engine(_BUILDING_MEMORY)
        con.execute(read_sql("connection/create"), {"path": str(path)})
        con.execute("USE building")
        con.execute("SET temp_directory = $folder", {"folder": f"{path}.tmp"})
        con.execute("SET max_vacuum_tasks = 0")
        return con


def fetch(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None) -> Rows:
    """Run ``sql/<name>.sql`` and return all rows as dictionaries."""
    cursor = con.execute(read_sql(name), dict(parameters or {}))
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@contextlib.contextmanager
def translate(path: Path) -> Iterator[None]:
    """Turn DuckDB's and the system's errors about ``path`` into a sentence and a next step.

    A machine out of memory says nothing about the copy: MemoryError.
    """
    try:
        yield
    except duckdb.Error as error:
        if "Out of Memory" in str(error):
            raise MemoryError(str(error)) from error
        raise _explained(str(error), path) from error
    except OSError as error:
        raise _explained(str(error), path) from error


def _explained(text: str, path: Path) -> CacheUnusable | DiskFull:
    first = text.splitlines()[0] if text else "no reason given"
    if any(words in text for words in ("No space left", "File too large", "Disk quota exceeded")):
        return DiskFull(
            f"The disk that holds {path.parent} is full; nothing was published.", "free some space, then run the refresh again"
        )
    if "newer version of DuckDB" in text or "version number" in text:
        return CacheUnusable(
            "The local copy was written by another version of DuckDB, which this one cannot read.",
            f"upgrade with `pip install -U duckdb`, or {REBUILD}",
        )
    if "lock on file" in text:
        return CacheUnusable(
            f"Another program has the local copy open for writing ({path.name}).", "close that program, then try again"
        )
    if "Permission denied" in text or "Read-only file system" in text:
        return CacheUnusable(f"No permission to use {path}.", "check who owns the folder, or choose another with --cache FOLDER")
    if "does not exist" in text or "No such file" in text:
        return CacheUnusable(f"The local copy {path.name} is missing.", REBUILD)
    return CacheUnusable(f"The local copy {path.name} is damaged ({first[:160]}).", REBUILD)
