"""`make bench`: what the program costs beside the least it could cost, measured in one run on this machine.

Ratios, not seconds, carry the verdict: the same machine runs both sides in turn.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.exporting import exporting
from tests.bench.measure import ROOT, FailedError, Row, alternate, peak_mb, program, run, seconds, table

SHARED = ROOT.parent / "shared" / "ctgov"
RECORDS = SHARED / "studies.ndjson.gz"
"""Real records, where they are at hand; else the project's own sample, as many."""
SCALER = SHARED / "scale_studies.py"
"""Makes many out of the real records, as long as those; sample records are short, so that storing them raw costs little beside reading."""
SAMPLE_RECORDS = 2_400
SIZES = (2_400, 25_000)
"""Trials in the caches that are searched; `make bench SIZES="2400 25000 125000"` shows how things grow (20 minutes)."""
BUILD_TARGET = 5.0
IMPORTS_TARGET = 2.5
FLOOR_TARGETS = {25_000: 2.0, 125_000: 3.0}
ENRICHMENT_TARGET_MS = 2.0
QUESTION = ("breast cancer", "--stage", "IV", "--near", "Boston, MA")
PYTHON = sys.executable
HERE = Path(__file__).parent


def sample(count: int, out: Path) -> Path:
    run([PYTHON, "-m", "trialfinder.sample", "--count", str(count), "--out", str(out)])
    return out


def scaled(count: int, out: Path) -> Path:
    run([PYTHON, str(SCALER), "--count", str(count), "--out", str(out)])
    return out


def refresh(records: Path, cache: Path) -> list[str]:
    return program("refresh", "--quiet", "--scope", "all", "--from", records, "--cache", cache)


def building(records: Path, folder: Path, times: int) -> Iterator[Row]:
    """A cache from a file of records, beside decoding the file and storing it raw."""
    floor = [PYTHON, str(HERE / "floor_build.py"), str(records), str(folder / "floor.duckdb")]
    found = alternate({"build": refresh(records, folder / "built"), "floor": floor}, times, warm_up=times > 1)
    build, least = seconds(found["build"]), seconds(found["floor"])
    yield Row("build a cache from a file / decode and insert", f"{build:.2f} s", f"{least:.2f} s", build / least, BUILD_TARGET)
    workers = run(refresh(records, folder / "built"), watch_workers=True)
    yield Row("  peak memory, workers included", f"{workers.peak_mb:.0f} MB", f"{peak_mb(found['floor']):.0f} MB")


def searching(cache: Path, records: Path, folder: Path, size: int, times: int) -> Iterator[Row]:
    """A cold search process beside its floors, and beside two ways a script writer would choose."""
    statements, database = folder / "statements.json", folder / "rival.sqlite"
    run([PYTHON, "-m", "tests.bench.bare_sql", "record", str(cache), str(statements), *QUESTION])
    rivals = [PYTHON, str(HERE / "rivals.py")]
    run([*rivals, "index", str(records), str(database)])
    found = alternate(
        {
            "search": program("search", *QUESTION, "--cache", cache),
            "imports": [PYTHON, "-c", "import click, duckdb"],
            "bare": [PYTHON, str(HERE / "bare_sql.py"), "replay", str(statements)],
            "sqlite": [*rivals, "sqlite", str(database)],
        },
        times,
    )
    search, imports, bare, sqlite = (seconds(found[name]) for name in ("search", "imports", "bare", "sqlite"))
    scan = seconds([run([*rivals, "scan", str(records)])])
    yield _versus("cold search / import click, duckdb", search, imports, IMPORTS_TARGET if size == SIZES[-1] else None)
    yield _versus("cold search / those imports and the bare SQL", search, bare, FLOOR_TARGETS.get(size))
    yield _versus("cold search / a script over SQLite with FTS5", search, sqlite, 1.0 if size >= SIZES[-1] else None)
    yield _versus("cold search / a script that reads every record", search, scan, 1.0 if size >= SIZES[-1] else None)
    warm = float(run([PYTHON, "-m", "tests.bench.warm", str(cache)]).output) / 1000
    yield _versus("warm search / warm query over SQLite", warm, float(run([*rivals, "warm", str(database)]).output) / 1000)
    yield Row("  peak memory", f"{peak_mb(found['search']):.0f} MB", f"{peak_mb(found['bare']):.0f} MB")


def _versus(measure: str, ours: float, theirs: float, target: float | None = None) -> Row:
    return Row(measure, f"{1000 * ours:.0f} ms", f"{1000 * theirs:.0f} ms", ours / theirs, target)


def enriching(records: Path, limit: int) -> Iterator[Row]:
    """What reading one trial costs on one core."""
    told = json.loads(run([PYTHON, "-m", "tests.bench.enrichment", str(records), str(limit)]).output.splitlines()[-1])
    for name, cost in told["ms"].items():
        if name == "whole enrichment":
            floor, ratio = f"{ENRICHMENT_TARGET_MS:g} ms (budget)", cost / ENRICHMENT_TARGET_MS
            yield Row(f"{name} of a trial", f"{cost:.2f} ms", floor, ratio, 1.0)
        else:
            yield Row(f"  {name}", f"{cost:.2f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=Path, help="records to build from (default: real ones if at hand, else the sample)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="trials in the caches that are searched")
    parser.add_argument("--builds", type=int, default=3, help="rounds of the build")
    parser.add_argument("--searches", type=int, default=15, help="rounds of the search")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trialfinder-bench-") as name:
        folder = Path(name)
        records = options.records or (RECORDS if RECORDS.exists() else sample(SAMPLE_RECORDS, folder / "records.ndjson.gz"))
        try:
            print(f"{records.name} of {records.parent.name}, {options.builds} rounds")
            print(table([*building(records, folder, options.builds), *enriching(records, SAMPLE_RECORDS)]), flush=True)
            for size in options.sizes:
                if SCALER.exists():
                    print(f"\n{size:,} trials scaled from real ones: one build")
                    print(table([*building(scaled(size, folder / "scaled.ndjson.gz"), folder, 1)]), flush=True)
                    (folder / "scaled.ndjson.gz").unlink()
                made = sample(size, folder / "sample.ndjson.gz")
                print(f"\n{size:,} sample trials: one build, {options.searches} rounds of searches")
                rows = [*building(made, folder, 1), *searching(folder / "built", made, folder, size, options.searches)]
                print(table([*rows, *exporting(folder / "built", folder, options.builds)]), flush=True)
        except FailedError as failure:
            print(f"bench: {failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
