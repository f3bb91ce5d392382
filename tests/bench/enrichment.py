"""Milliseconds that one trial costs, step by step: parse, then every reader of prose. Prints one JSON object.

python -m tests.bench.enrichment RECORDS LIMIT
"""

import gzip
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trialfinder.domain.trial import Trial
from trialfinder.enrich import pipeline


def raw_studies(records: Path, limit: int) -> list[dict[str, Any]]:
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, limit)]


def parsed(studies: list[dict[str, Any]]) -> tuple[list[Trial], float]:
    from trialfinder.ctgov.parse import parse_study

    started = time.perf_counter()
    trials = [trial for trial in map(parse_study, studies) if isinstance(trial, Trial)]
    return trials, time.perf_counter() - started


def whole(trials: list[Trial]) -> float:
    started = time.perf_counter()
    for trial in trials:
        pipeline.enrich(trial)
    return time.perf_counter() - started


def by_step(trials: list[Trial]) -> Counter[str]:
    """The same work once more with a clock around each step; the clocks cost a little themselves."""
    spent: Counter[str] = Counter()

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*arguments: Any, **options: Any) -> Any:
            started = time.perf_counter()
            try:
                return step(*arguments, **options)
            finally:
                spent[name] += time.perf_counter() - started  # type: ignore[assignment]

        return clocked

    for name, step in list(vars(pipeline).items()):
        home = getattr(step, "__module__", "") or ""
        if callable(step) and home.startswith("trialfinder.enrich") and home != pipeline.__name__ and not isinstance(step, type):
            setattr(pipeline, name, timed(name, step))
    whole(trials)
    return spent


def main() -> None:
    studies = raw_studies(Path(sys.argv[1]), int(sys.argv[2]))
    trials, parsing = parsed(studies)
    whole(trials[:20])  # lexicons are read and compiled on first use
    total = whole(trials)
    steps = by_step(trials)
    spent = {"parse": parsing, "whole enrichment": total, **steps}
    print(json.dumps({"trials": len(trials), "ms": {name: 1000 * value / len(trials) for name, value in spent.items()}}))


if __name__ == "__main__":
    main()
