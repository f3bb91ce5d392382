"""How well the line of treatment is read: accuracy and a table of confusions on labelled trials. Prints, never fails."""

import json
import sys
from collections import Counter
from pathlib import Path

from tests.evaluate.cancers import trials
from trialfinder.domain.stage import Line
from trialfinder.enrich.pipeline import enrich

LABELLED = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "labelled"


def main(arguments: list[str] | None = None) -> None:
    """Print the figures; ``--wrong`` lists every difference."""
    wrong = "--wrong" in (sys.argv[1:] if arguments is None else arguments)
    if not LABELLED.is_dir():
        print("no labelled trials here: nothing measured")
        return
    lines = (LABELLED / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {label["nct_id"]: label["line"] for label in map(json.loads, lines)}
    pairs: Counter[tuple[str, str]] = Counter()
    for trial in trials(LABELLED / "studies.ndjson.gz"):
        want, got = labels[trial.nct_id], str(enrich(trial).stage.line)
        pairs[want, got] += 1
        if wrong and want != got:
            print(f"{trial.nct_id} is {want}, read as {got} | {trial.brief_title[:100]}")
    right = sum(count for (want, got), count in pairs.items() if want == got)
    print(f"accuracy {right / pairs.total():.3f}   (right {right} of {pairs.total()})")
    print(f"{'is / read as':14s}" + "".join(f"{got:>12s}" for got in Line))
    for want in Line:
        print(f"{want:14s}" + "".join(f"{pairs[want, got]:12d}" for got in Line))


if __name__ == "__main__":
    main()
