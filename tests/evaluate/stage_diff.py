"""Stage readings gained and lost on a frozen corpus: the rules of a git revision (default HEAD) against the working tree."""

import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["main"]

CHECKOUT = Path(__file__).resolve().parents[2]
CORPUS = CHECKOUT.parent / "shared" / "corpus"
READ = """
import gzip, json, sys
from pathlib import Path
from trialfinder.domain.trial import Trial
from trialfinder.enrich.stage import read_stage
for name in sorted(Path(sys.argv[1]).glob("*.ndjson.gz")):
    for line in gzip.open(name, "rt", encoding="utf-8"):
        study = json.loads(line)["protocolSection"]
        names, listed = study["identificationModule"], study.get("conditionsModule", {})
        reading = read_stage(Trial(
            nct_id=names["nctId"], brief_title=names.get("briefTitle", ""), official_title=names.get("officialTitle", ""),
            brief_summary=study.get("descriptionModule", {}).get("briefSummary", ""),
            conditions=tuple(listed.get("conditions", ())), keywords=tuple(listed.get("keywords", ())),
            criteria=study.get("eligibilityModule", {}).get("eligibilityCriteria", "")))
        marks = "".join("Y" if s in reading.accepted else "n" if s in reading.ruled_out else "-" for s in ("0", "I", "II", "III", "IV"))
        print(names["nctId"], marks if reading.applies else "not staged")
"""


def readings(tree: Path) -> dict[str, str]:
    """Readings of the whole corpus by the package in one source tree."""
    run = subprocess.run([sys.executable, "-c", READ, str(CORPUS)], cwd=tree, capture_output=True, text=True, check=True)
    return dict(line.split(" ", 1) for line in run.stdout.splitlines())


def main(revision: str = "HEAD") -> None:
    """Print every trial whose reading changed."""
    if not CORPUS.is_dir():
        print("skipped, no corpus beside this checkout")
        return
    with tempfile.TemporaryDirectory() as scratch:
        archive = subprocess.run(
            ["git", "archive", revision, "trialfinder"], cwd=CHECKOUT, capture_output=True, check=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", scratch], input=archive, check=True)
        before = readings(Path(scratch))
    after = readings(CHECKOUT)
    changed = sorted(nct_id for nct_id in after if after[nct_id] != before.get(nct_id))
    for nct_id in changed:
        print(f"{nct_id}  {before.get(nct_id, '(none)')}  ->  {after[nct_id]}")
    gained = sum(after[nct_id].count("Y") > before.get(nct_id, "").count("Y") for nct_id in changed)
    lost = sum(after[nct_id].count("Y") < before.get(nct_id, "").count("Y") for nct_id in changed)
    print(
        f"{len(after)} trials, {len(changed)} readings changed: {gained} accept more, {lost} accept less ({revision} -> working tree)"
    )


if __name__ == "__main__":
    main(*sys.argv[1:2])
