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

RECORDS = ROOT.parent / "shared" / "ctgov" / "studies.ndjson.gz"
"""Real records, where they are at hand; else the project's own sample, as many."""
SAMPLE_RECORDS = 2_400
BUILD_TARGET = 6.0
SEARCH_TARGET = 2.5
ENRICHMENT_TARGET_MS = 2.0
QUESTION = ("breast cancer", "--stage", "IV", "--near", "Boston, MA")
PYTHON = sys.executable
HERE = Path(__file__).parent


def sample(count: int, out: Path) -> Path:
    run([PYTHON, "-m", "trialfinder.sample", "--count", str(count), "--out", str(out)])
    return out


def refresh(records: Path, cache: Path) -> list[str]:
    return program("refresh", "--quiet", "--scope", "all", "--from", records, "--cache", cache)


def building(records: Path, folder: Path, times: int) -> Iterator[Row]:
    """A cache from a file of records, beside decoding the file and storing it raw."""
    floor = [PYTHON, str(HERE / "floor_build.py"), str(records), str(folder / "floor.duckdb")]
    found = alternate({"build": refresh(records, folder / "built"), "floor": floor}, times)
    build, least = seconds(found["build"]), seconds(found["floor"])
    yield Row("build a cache from a file", f"{build:.2f} s", f"{least:.2f} s", build / least, BUILD_TARGET)
    workers = run(refresh(records, folder / "watched"), watch_workers=True)
    yield Row("  peak memory, workers included", f"{workers.peak_mb:.0f} MB", f"{peak_mb(found['floor']):.0f} MB")


def searching(cache: Path, folder: Path, times: int) -> Iterator[Row]:
    """A cold search process, beside its two libraries, and beside the same statements without the program."""
    statements = folder / "statements.json"
    run([PYTHON, "-m", "tests.bench.bare_sql", "record", str(cache), str(statements), *QUESTION])
    found = alternate(
        {
            "search": program("search", *QUESTION, "--cache", cache),
            "imports": [PYTHON, "-c", "import click, duckdb"],
            "bare": [PYTHON, str(HERE / "bare_sql.py"), "replay", str(statements)],
        },
        times,
    )
    search, imports, bare = (seconds(found[name]) for name in ("search", "imports", "bare"))
    yield Row(
        "cold search / import click, duckdb",
        f"{1000 * search:.0f} ms",
        f"{1000 * imports:.0f} ms",
        search / imports,
        SEARCH_TARGET,
    )
    yield Row("cold search / imports and bare SQL", f"{1000 * search:.0f} ms", f"{1000 * bare:.0f} ms", search / bare)
    yield Row("  peak memory", f"{peak_mb(found['search']):.0f} MB", f"{peak_mb(found['imports']):.0f} MB")
    yield Row("  peak memory / bare SQL", f"{peak_mb(found['search']):.0f} MB", f"{peak_mb(found['bare']):.0f} MB")


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
    parser.add_argument("--trials", type=int, default=25_000, help="trials in the cache that is searched")
    parser.add_argument("--builds", type=int, default=3, help="rounds of the build")
    parser.add_argument("--searches", type=int, default=15, help="rounds of the search")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trialfinder-bench-") as name:
        folder = Path(name)
        records = options.records or (RECORDS if RECORDS.exists() else sample(SAMPLE_RECORDS, folder / "records.ndjson.gz"))
        print(
            f"build: {records.name} of {records.parent.name}, {options.builds} rounds; search: {options.trials} sample trials",
            flush=True,
        )
        cache = folder / "searched"
        try:
            rows = [*building(records, folder, options.builds), *enriching(records, SAMPLE_RECORDS)]
            run(refresh(sample(options.trials, folder / "scaled.ndjson.gz"), cache))
            rows += searching(cache, folder, options.searches)
            rows += exporting(cache, folder, options.builds)
        except FailedError as failure:
            print(f"bench: {failure}", file=sys.stderr)
            return 1
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
