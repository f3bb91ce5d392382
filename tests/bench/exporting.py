"""The complete list of sites, beside DuckDB's bare COPY of the same cells: time and memory."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Row, alternate, peak_mb, program, run, seconds

__all__ = ["exporting"]

TIME_TARGET = 4.0
MEMORY_TARGET_MB = 600
EVERYTHING = ("--status", "any", "--healthy", "--include-unfit")
BARE = str(Path(__file__).parent / "bare_copy.py")


def exporting(cache: Path, folder: Path, times: int) -> Iterator[Row]:
    lines, database = folder / "sites.csv", folder / "listed.duckdb"
    export = program("export", *EVERYTHING, "--rows", "sites", "--output", lines, "--force", "--cache", cache)
    run(export)
    run([sys.executable, BARE, "load", str(lines), str(database)])
    bare = [sys.executable, BARE, "copy", str(database), str(folder / "bare.csv")]
    found = alternate({"export": export, "bare": bare}, times, warm_up=False)
    took, least = seconds(found["export"]), seconds(found["bare"])
    peak = peak_mb(found["export"])
    with lines.open("rb") as written:
        rows = sum(1 for _ in written) - 1
    yield Row(f"export of {rows:,} sites / bare COPY", f"{took:.1f} s", f"{least:.1f} s", took / least, TIME_TARGET)
    yield Row("  peak memory / budget", f"{peak:.0f} MB", f"{MEMORY_TARGET_MB} MB", peak / MEMORY_TARGET_MB, 1.0)
