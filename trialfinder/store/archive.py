"""The records inside a snapshot of any version of this program: what a refresh compares with, and what it reads again.

Rests only on the tables ``snapshot``, ``records`` and ``problems`` and on the columns they had from the first version on, so
that a change of rules or of the cache format never needs the network. Refuses a snapshot of a newer version.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from trialfinder.domain.errors import CacheUnusable
from trialfinder.store.connection import REBUILD, fetch, open_reader, translate
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.sqlfiles import read_sql

__all__ = ["Archive"]

#: Records fetched from the file at once.
_CHUNK = 200


class Archive:
    """One snapshot, open for reading its records. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._con = open_reader(path, building=True)
        try:
            with translate(path):
                rows = fetch(self._con, "archive/snapshot")
            if not rows:
                raise CacheUnusable(f"The local copy {path.name} is incomplete.", REBUILD)
            if rows[0]["schema_version"] > SCHEMA_VERSION:
                raise CacheUnusable(f"The local copy {path.name} was written by a newer version.", "upgrade trialfinder")
        except BaseException:
            self._con.close()
            raise
        self.stamp: dict[str, Any] = rows[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._con.close()

    def sweep_keys(self) -> dict[str, str]:
        """What the listing said of every record, by id. Only for a snapshot of this very format."""
        with translate(self.path):
            return {row["nct_id"]: row["sweep_key"] for row in fetch(self._con, "archive/keys")}

    def problems(self) -> list[tuple[str, str]]:
        """(id, text) of the records that could not be read; ``""`` for an id that could not be found."""
        with translate(self.path):
            return [(row["nct_id"], row["raw"]) for row in fetch(self._con, "archive/problems")]

    def texts(self) -> Iterator[str]:
        """Every record as text, unreadable ones too, a few at a time."""
        with translate(self.path):
            cursor = self._con.execute(read_sql("archive/texts"))
            while rows := cursor.fetchmany(_CHUNK):
                yield from (row[0] for row in rows)
