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

from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.trial import Trial
from trialfinder.enrich import pipeline

WARM_UP = 50
"""Records read before the clocks count."""


def raw_studies(records: Path, limit: int) -> list[dict[str, Any]]:
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, limit)]


def clocked(name: str, step: Callable[..., Any], spent: Counter[str]) -> Callable[..., Any]:
    """The same step with a clock around it. Time of the processor, not of the wall: other programs do not count."""

    def timed(*arguments: Any, **options: Any) -> Any:
        started = time.process_time()
        try:
            return step(*arguments, **options)
        finally:
            spent[name] += time.process_time() - started  # type: ignore[assignment]

    return timed


def clock_every_reader(spent: Counter[str]) -> None:
    """Put a clock around each step of the pipeline: whatever it calls that is defined in another module of the readers."""
    for name, step in list(vars(pipeline).items()):
        home = getattr(step, "__module__", "") or ""
        if callable(step) and home.startswith("trialfinder.enrich") and home != pipeline.__name__ and not isinstance(step, type):
            setattr(pipeline, name, clocked(name, step, spent))


def main() -> None:
    spent: Counter[str] = Counter()
    parse = clocked("parse", parse_study, spent)
    enrich = clocked("whole enrichment", pipeline.enrich, spent)
    clock_every_reader(spent)
    trials = 0
    for number, study in enumerate(raw_studies(Path(sys.argv[1]), int(sys.argv[2]))):
        if number == WARM_UP:  # lexicons are read and compiled on first use
            spent.clear()
            trials = 0
        trial = parse(study)
        if isinstance(trial, Trial):
            enrich(trial)
            trials += 1
    print(json.dumps({"trials": trials, "ms": {name: 1000 * value / trials for name, value in spent.items()}}))


if __name__ == "__main__":
    main()
