"""Build the next snapshot under a fresh name, read every table back, then switch the pointer to it."""

import os
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

import duckdb

from trialfinder.domain.errors import RefreshRefused
from trialfinder.domain.query import SearchSpec
from trialfinder.store.connection import fetch, open_builder, open_reader, translate
from trialfinder.store.folder import CacheFolder, remove_database
from trialfinder.store.history import History
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.rows import Row, RowsByTable
from trialfinder.store.schema import SCHEMA_VERSION, TABLES
from trialfinder.store.sqlfiles import read_sql, schema_files

__all__ = ["SCHEMA_VERSION", "SnapshotBuilder", "Stamp", "duckdb_version"]

#: Rows held back per table before they go to the appender; bounds memory, not speed.
_BATCH = 2_000


def duckdb_version() -> str:
    """Version of the DuckDB library in use."""
    return duckdb.__version__


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a snapshot says about itself; the columns of the table ``snapshot`` in order."""

    schema_version: int
    program_version: str
    duckdb_version: str
    rules_version: str
    registry_timestamp: datetime | None
    refreshed_at: datetime
    scope: str
    source: str
    query: str
    sample: bool
    trials: int
    sites: int
    problems: int
    requests: int
    bytes: int
    duration_s: float
    mode: str = "full"
    """How it was made: ``full``, ``sweep``, ``reread`` or ``file``."""
    harvested_at: datetime | None = None
    """When every record was last fetched from the registry, UTC."""
    departed: str = "{}"
    """What became of the trials that the copy before had and this one has not, as JSON."""


class SnapshotBuilder:
    """A snapshot being built. Use as a context manager; leaving it without ``publish`` removes the file."""

    def __init__(self, folder: CacheFolder) -> None:
        self.folder = folder
        self.final = folder.fresh()
        self.path = self.final.with_name(f".building-{self.final.name}")
        self.counts = dict.fromkeys(TABLES, 0)
        self.history = History(folder)
        self._pending: RowsByTable = {table: [] for table in TABLES}
        self._con: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> "SnapshotBuilder":
        with translate(self.path):
            self._con = open_builder(self.path)
            for name in (*schema_files(), "derived/aside"):
                self._con.execute(read_sql(name)).fetchall()
        return self

    def __exit__(self, *exception: object) -> None:
        self._close()
        remove_database(self.path)

    def add(self, rows: RowsByTable) -> None:
        """Add the rows of some trials."""
        for table, new in rows.items():
            pending = self._pending[table]
            pending.extend(new)
            if len(pending) >= _BATCH or (table == "records" and len(pending) >= _BATCH // 10):
                self._flush(table)

    def carry(self, old: Path, without: Collection[str]) -> None:
        """Take over the rows of every trial of ``old`` except those of the ids ``without``; ``old`` must be of this format."""
        con = self._connection()
        with translate(old):
            con.execute(read_sql("carry/attach"), {"path": str(old)})
            for table in TABLES:
                wanted = {"table_name": table, "without": sorted(without)}
                con.sql(read_sql("carry/rows"), params=wanted).insert_into(table)
                self.counts[table] += fetch(con, "report/checksum", {"table_name": table})[0]["row_count"]
            con.execute(read_sql("carry/detach"))

    def rows(self, table: str) -> int:
        """Rows of ``table`` so far."""
        return self.counts[table] + len(self._pending[table])

    def publish(self, stamp: Stamp) -> Path:
        """Stamp, write out, read everything back, and make this the current snapshot."""
        with translate(self.path):
            for table in TABLES:
                self._flush(table)
            self._connection().execute(read_sql("derived/trials")).fetchall()
            self._append("snapshot", [tuple(asdict(stamp)[field.name] for field in fields(stamp))])
            self.counts |= self.history.record(self._connection())
            self.counts["localities"] = fetch(self._connection(), "derived/localities")[0]["Count"]
            self._connection().execute("CHECKPOINT").fetchall()
            self._close()
            self._verify(stamp)
            os.rename(self.path, self.final)  # noqa: PTH104 - same folder, fresh name: atomic
            self.folder.publish(self.final)
        return self.final

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._con is None:
            raise RuntimeError("the builder is closed")
        return self._con

    def _flush(self, table: str) -> None:
        pending = self._pending[table]
        if pending:
            with translate(self.path):
                self._append(table, pending)
            self.counts[table] += len(pending)
            pending.clear()

    def _append(self, table: str, rows: Iterable[Row]) -> None:
        with self._connection().appender("trials_aside" if table == "trials" else table) as appender:
            appender.append_rows(rows)

    def _close(self) -> None:
        if self._con is not None:
            self._con.close()
            self._con = None

    def _verify(self, stamp: Stamp) -> None:
        """Read every table back in full: a block that cannot be read must show now, not in a patient's search."""
        con = open_reader(self.path, building=True)
        try:
            for table, expected in {**self.counts, "snapshot": 1}.items():
                found = fetch(con, "report/checksum", {"table_name": table})[0]["row_count"]
                if found != expected:
                    raise RefreshRefused(f"The new copy is incomplete: {found} of {expected} rows in {table}.")
            for stray in fetch(con, "report/dangling"):
                raise RefreshRefused(f"The new copy is inconsistent: rows of {stray['table_name']} belong to no trial.")
            for twice in fetch(con, "report/duplicated"):
                raise RefreshRefused(f"The new copy is inconsistent: {twice['nct_id']} stands in it {twice['copies']} times.")
            for town in fetch(con, "report/unplaced"):
                raise RefreshRefused(f"The new copy is inconsistent: sites in {town['city']} cannot be found by place.")
            for bare in fetch(con, "report/recordless"):
                raise RefreshRefused(f"The new copy is inconsistent: {bare['nct_id']} is in it without its record.")
        finally:
            con.close()
        self._search_it()
        if self.counts["trials"] != stamp.trials:
            raise RefreshRefused(f"The new copy is incomplete: {self.counts['trials']} of {stamp.trials} trials.")

    def _search_it(self) -> None:
        """A search without any condition must account for every trial, and its first rows must come."""
        with SnapshotReader(self.folder.path, snapshot=self.path, building=True) as reader:
            counts = reader.find(SearchSpec())
            found = sum(counts.by_group_and_fit.values()) + sum(counts.removed.values())
            reader.hits(include_unfit=True, per_group=5)
        if found != self.counts["trials"]:
            raise RefreshRefused(f"A search of the new copy accounts for {found} of {self.counts['trials']} trials.")
