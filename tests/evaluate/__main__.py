"""`make eval`: how well the program reads and finds, against trials that people have labelled.

The labelled trials lie outside the project, in ../shared/eval; without them this says so and ends well. First the readers
are scored one by one, by the modules beside this one; then the whole trip: refresh, search and export, as a person
would run them.
"""

import importlib.util
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT.parent / "shared" / "eval"
READERS = ("stages", "lines", "cancers", "agreement", "treatments")
PROGRAM = (sys.executable, "-c", "from trialfinder.__main__ import run; run()")

STAGE_SETS = {
    "labelled": ("labels.jsonl",),
    "stage_coded": ("gold_stage.csv", "--solid-only"),
    "nci": ("gold_stage.csv",),
}
"""Folder of the set, its gold file and the scorer's options for it."""


def heading(text: str) -> None:
    print(f"\n== {text}", flush=True)


def ran(command: Sequence[str | Path], out: Path | None = None) -> bool:
    """Run a command from the checkout; its words go to the terminal, its answer to ``out`` when given."""
    if out is None:
        return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode == 0
    with out.open("wb") as file:
        return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file).returncode == 0


def score_reader(name: str) -> bool:
    """One reader of prose by itself, by its own module here; a reader that has none yet is passed over."""
    if importlib.util.find_spec(f"tests.evaluate.{name}") is None:
        return True
    heading(f"{name}: the reader by itself")
    return ran([sys.executable, "-c", f"import sys; from tests.evaluate.{name} import main; sys.exit(main())"])


def build(folder: Path, name: str) -> Path | None:
    """A cache of one labelled set."""
    cache = folder / name
    records = SETS / name / "studies.ndjson.gz"
    ran([*PROGRAM, "refresh", "--quiet", "--scope", "all", "--from", records, "--cache", cache])
    return cache if (cache / "current").exists() else None


def score_stages(cache: Path, name: str) -> bool:
    """Stages as `export` gives them, against the gold of the set."""
    gold, *options = STAGE_SETS[name]
    predictions = cache.with_suffix(".jsonl")
    heading(f"stages of {name}, through export")
    return ran([*PROGRAM, "export", "--cache", cache, "--status", "any", "--format", "jsonl"], predictions) and ran(
        [sys.executable, SETS / "score.py", "stages", "--gold", SETS / name / gold, "--predictions", predictions, *options]
    )


def score_queries(cache: Path) -> bool:
    """What a search finds, against the cancers each labelled trial takes."""
    heading("queries on labelled, through search")
    search = shlex.join([*PROGRAM, "search", "--cache", str(cache), "--all", "--status", "any", "--format", "jsonl"])
    scorer: list[str | Path] = [sys.executable, SETS / "score.py", "queries", "--search", search]
    return ran([*scorer, "--labels", SETS / "labelled" / "labels.jsonl", "--queries", SETS / "queries.csv"])


def main() -> int:
    if not (SETS / "score.py").exists():
        print(f"eval: skipped, there are no labelled trials at {SETS}")
        return 0
    good = [score_reader(name) for name in READERS]
    with tempfile.TemporaryDirectory(prefix="trialfinder-eval-") as name:
        for labelled in STAGE_SETS:
            cache = build(Path(name), labelled)
            good.append(cache is not None and score_stages(cache, labelled))
            if cache is not None and labelled == "labelled":
                good.append(score_queries(cache))
    if not all(good):
        print("\neval: not everything could be scored; see above", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
