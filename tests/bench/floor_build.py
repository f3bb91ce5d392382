"""The least a build can be: gunzip a file of records, decode each line, put it into DuckDB as it is.

python tests/bench/floor_build.py RECORDS DATABASE
"""

import gzip
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import orjson

BATCH = 250
"""Records in memory at once, so that the floor under the memory is low as well."""


def rows(records: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(records, "rb") if records.suffix == ".gz" else records.open("rb") as lines:
        for line in lines:
            study = orjson.loads(line)
            yield study["protocolSection"]["identificationModule"]["nctId"], line.decode()


def main() -> None:
    records, database = map(Path, sys.argv[1:])
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE records (nct_id VARCHAR, raw VARCHAR)")
        with connection.appender("records") as appender:
            pending = rows(records)
            while batch := list(islice(pending, BATCH)):
                appender.append_rows(batch)
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    main()
