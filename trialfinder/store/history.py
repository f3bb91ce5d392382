"""What changed since the snapshot before, written into the new one while it is built.

The old snapshot is attached read-only and compared in SQL (``sql/history``), so the history is consistent with the data by
construction, needs no state of its own, and a rollback takes it back as well. Nothing is compared, and nothing claimed, when the
two snapshots differ in format, scope, or in being made up.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from trialfinder.domain.errors import CacheUnusable
from trialfinder.store.connection import fetch, open_reader, translate
from trialfinder.store.folder import CacheFolder
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.sqlfiles import read_sql

__all__ = ["History"]

#: Changes older than this are forgotten: a yearly look back, and a month to spare.
_DAYS = 400
#: And no more than so many are carried over, whole refreshes at a time; what is forgotten is said (``refreshes`` begins later).
_MOST = 300_000
_KEPT = ("kept_refreshes", "kept_changes", "kept_past_trials", "kept_past_sites")
_KINDS = (
    "new", "gone", "status", "sites", "contacts", "site_contacts", "criteria", "ages", "stages", "cancers", "results",
)  # fmt: skip
#: What a system says when a disk, a file or a quota is full.
_FULL = ("No space left", "File too large", "Disk quota exceeded")
_MACROS = ("status_rank", "stage_words", "age_words", "contact_words", "site_key", "criteria_lines", "shortened")


class History:
    """The comparison of a snapshot that is being built with the current one of its folder."""

    def __init__(self, folder: CacheFolder) -> None:
        try:
            self._previous: Path | None = folder.current()
        except CacheUnusable:
            self._previous = None
        self._known: frozenset[str] | None = None
        self._departed: dict[str, tuple[str, str, str, str]] = {}

    def departed(self, nct_id: str, status: str, why_stopped: str = "", merged_into: str = "") -> None:
        """What became of a trial that is not in the new snapshot.

        ``status``: its overall status now; ``""``: the registry has no such record any more. Ids that the previous snapshot
        did not hold are nobody's news and forgotten at once.
        """
        if self._known is None:
            self._known = _ids(self._previous)
        if nct_id in self._known:
            self._departed[nct_id] = (nct_id, status, why_stopped, merged_into)

    def told(self, stamp: Mapping[str, object]) -> None:
        """The same from the ``departed`` of a stamp, JSON: ``{"NCT…": {"status": …} | {"merged_into": …} | {}}``."""
        for nct_id, fate in json.loads(str(stamp.get("departed", "{}"))).items():
            said = (fate.get("status", ""), fate.get("why_stopped", ""), fate.get("merged_into", ""))
            self._departed[nct_id] = (nct_id, *said)

    def fates(self) -> list[tuple[str, str, str, str]]:
        """Id, status, reason and new id of every trial whose fate is known."""
        return list(self._departed.values())

    def record(self, con: duckdb.DuckDBPyConnection) -> dict[str, int]:
        """Compare, and write the history into the snapshot open at ``con``, whose other tables are complete.

        Returns the rows of each table of the history. An old snapshot that cannot be read costs its history, not the refresh.
        """
        reason = self._attach(con)
        attached = not reason
        reason = reason or self._step(con, self._keep)
        con.execute(read_sql("history/tonight"))
        reason = reason or self._step(con, self._find)  # when this fails, what was known stays known
        con.execute(read_sql("history/refresh"), {"reason": reason})
        if attached:
            con.execute("DETACH previous")
        return fetch(con, "history/counts")[0]

    def _attach(self, con: duckdb.DuckDBPyConnection) -> str:
        """Why there is nothing to compare with, or ``""``."""
        if self._previous is None:
            return "first"
        try:
            con.execute(read_sql("history/attach"), {"path": str(self._previous)})
        except duckdb.Error as error:
            return _unreadable(error)
        return ""

    def _step(self, con: duckdb.DuckDBPyConnection, step: Callable[[duckdb.DuckDBPyConnection], str]) -> str:
        """Do all of ``step`` or nothing of it. Returns why the comparison ends here, or ``""``."""
        con.execute("BEGIN")
        try:
            reason = step(con)
            con.execute("COMMIT")
        except duckdb.Error as error:
            con.execute("ROLLBACK")
            return _unreadable(error)
        return reason

    def _keep(self, con: duckdb.DuckDBPyConnection) -> str:
        """Carry the history over. Returns why the two snapshots must not be compared, or ``""``."""
        old, new = fetch(con, "history/previous")[0], fetch(con, "report/snapshot")[0]
        if old["schema_version"] != SCHEMA_VERSION:
            return "format"
        if old["sample"] != new["sample"]:
            return "sample"
        for name in _KEPT:
            con.execute(read_sql(f"history/{name}"), {"days": _DAYS, "most": _MOST} if name == "kept_refreshes" else {})
        return "" if old["scope"] == new["scope"] else "scope"

    def _find(self, con: duckdb.DuckDBPyConnection) -> str:
        for name in _MACROS:
            con.execute(read_sql(f"macros/{name}"))
        con.execute(read_sql("history/departed"))
        self.told(fetch(con, "report/snapshot")[0])
        with con.appender("departed") as appender:
            appender.append_rows(self.fates())
        for name in ("pairs", "moved", *_KINDS, "past_trials", "past_sites"):
            con.execute(read_sql(f"history/{name}"))
        return ""


def _ids(previous: Path | None) -> frozenset[str]:
    if previous is None:
        return frozenset()
    try:
        with translate(previous):
            con = open_reader(previous, building=True)
            try:
                return frozenset(row["nct_id"] for row in fetch(con, "history/ids"))
            finally:
                con.close()
    except CacheUnusable:
        return frozenset()


def _unreadable(error: duckdb.Error) -> str:
    """A full disk stops the refresh as everywhere else; anything else stops the comparison only."""
    if any(words in str(error) for words in _FULL):
        raise error
    return f"unreadable: {str(error).splitlines()[0][:200]}"
