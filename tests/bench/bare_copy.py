"""The least an export can cost: DuckDB's own COPY of the same cells from a table to a file.

load CSV DATABASE   keep the rows of an export as a table
copy DATABASE OUT   write them; the floor
"""

import sys
from pathlib import Path
from typing import Any

import duckdb

SETTINGS: dict[str, Any] = {"memory_limit": "1GB", "threads": 2}


def load(lines: Path, database: Path) -> None:
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database), config={**SETTINGS}) as connection:
        rows = "CREATE TABLE listed AS FROM read_csv($path, all_varchar = true, header = true, max_line_size = 8000000)"
        connection.execute(rows, {"path": str(lines)}).fetchall()


def copy(database: Path, out: Path) -> None:
    with duckdb.connect(str(database), config={**SETTINGS, "access_mode": "READ_ONLY"}) as connection:
        connection.execute("COPY listed TO $path (FORMAT csv, HEADER)", {"path": str(out)}).fetchall()


if __name__ == "__main__":
    {"load": load, "copy": copy}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
