"""DuckDB itself, without a snapshot. Apart from ``connection.py`` because a search starts it before anything else is loaded."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
else:
    # `import duckdb` spends four fifths of its time on relations, expressions and data frames, which a search has no use for:
    # 60 ms of its start. The extension underneath has the same connections and errors (`duckdb` re-exports them).
    try:
        import _duckdb as duckdb
    except ImportError:  # a build of DuckDB that names it otherwise
        import duckdb

__all__ = ["duckdb", "engine", "start_engine"]

#: Nothing goes out: no extension is ever fetched.
_QUIET = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
#: Enough for any search and for exporting every site of 125,000 trials.
_MEMORY = "1GB"

_STARTED: list[duckdb.DuckDBPyConnection] = []


def start_engine() -> None:
    """Start DuckDB for the next who asks for it in this process."""
    _STARTED.append(engine())


def engine(memory: str = _MEMORY) -> duckdb.DuckDBPyConnection:
    """DuckDB on an empty database in memory: the one started ahead, or a new one."""
    if memory == _MEMORY and _STARTED:
        return _STARTED.pop()
    return duckdb.connect(":memory:", config={**_QUIET, "memory_limit": memory, "threads": 2})
