"""The statements of one search without the program around them.

record CACHE OUT WORDS…   run the search in this process and write down its statements and their parameters
replay FILE               open the same snapshot and run them; loads nothing but click and duckdb
"""

import json
import sys
from pathlib import Path
from typing import Any

import click  # noqa: F401 - part of the floor
import duckdb

SETTINGS: dict[str, Any] = {"access_mode": "READ_ONLY", "memory_limit": "1GB", "threads": 2}


def record(cache: Path, out: Path, words: list[str]) -> None:
    from trialfinder.cli import main
    from trialfinder.store import connection, reader
    from trialfinder.store.folder import CacheFolder
    from trialfinder.store.sqlfiles import read_sql

    original = vars(reader)["fetch"]
    statements: list[tuple[str, Any]] = [(read_sql(name), {}) for name in vars(connection)["_MACROS"]]

    def remember(con: Any, name: str, parameters: Any = None) -> Any:
        statements.append((read_sql(name), dict(parameters or {})))
        return original(con, name, parameters)

    vars(reader)["fetch"] = remember
    if main(["search", *words, "--cache", str(cache)]):
        raise SystemExit("the search failed")
    snapshot = CacheFolder(cache).current()
    out.write_text(json.dumps({"snapshot": str(snapshot), "statements": statements}, default=list), encoding="utf-8")


def replay(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    with duckdb.connect(recorded["snapshot"], config=SETTINGS) as connection:
        for statement, parameters in recorded["statements"]:
            connection.execute(statement, parameters).fetchall()


if __name__ == "__main__":
    if sys.argv[1] == "record":
        record(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
    else:
        replay(Path(sys.argv[2]))
