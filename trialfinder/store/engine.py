"""DuckDB for the rooms of the store, without the Python layer over it.

``import duckdb`` spends four fifths of its time on relations, expressions and data frames, none of which is used here: 60 of
the 250 ms of a cold search. The extension underneath has the same ``connect``, connection and errors (``duckdb`` re-exports
them), so it is taken as it is. A build of DuckDB that names it otherwise costs those milliseconds and nothing else.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
else:
    try:
        import _duckdb as duckdb
    except ImportError:
        import duckdb

__all__ = ["duckdb"]
