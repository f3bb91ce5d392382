"""Milliseconds of one search once the program runs and the cache is open: the fastest of some runs.

python -m tests.bench.warm CACHE
"""

import sys
import time
from datetime import date
from pathlib import Path

from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.services.search import answer
from trialfinder.store.reader import SnapshotReader


def main() -> None:
    spec = resolve_request(SearchRequest(cancer="breast cancer", stage="IV", near=("Boston, MA",), limit=10))
    spent = []
    with SnapshotReader(Path(sys.argv[1])) as reader:
        for _ in range(9):
            started = time.perf_counter()
            answer(reader, spec, date(2026, 11, 20))
            spent.append(time.perf_counter() - started)
    print(1000 * min(spent))


if __name__ == "__main__":
    main()
