"""Stage readings against the labelled sets beside the checkout: accuracy, F1, wrongly hidden, wrongly fitting, and the line."""

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trialfinder.domain.stage import StageReading
from trialfinder.domain.trial import Trial
from trialfinder.enrich.stage import read_stage

__all__ = ["main", "records", "trial_of"]

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SETS = (("labelled", "labels.jsonl", ()), ("stage_coded", "gold_stage.csv", ("--solid-only",)), ("nci", "gold_stage.csv", ()))


def records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def trial_of(record: dict[str, Any]) -> Trial:
    """The fields that speak of stage."""
    study = record["protocolSection"]
    names, criteria = study["identificationModule"], study.get("eligibilityModule", {})
    about, conditions = study.get("descriptionModule", {}), study.get("conditionsModule", {})
    return Trial(
        nct_id=names["nctId"],
        brief_title=names.get("briefTitle", ""),
        official_title=names.get("officialTitle", ""),
        brief_summary=about.get("briefSummary", ""),
        conditions=tuple(conditions.get("conditions", ())),
        keywords=tuple(conditions.get("keywords", ())),
        criteria=criteria.get("eligibilityCriteria", ""),
    )


def answer(nct_id: str, reading: StageReading) -> dict[str, object]:
    return {"nct_id": nct_id, "stage_accepted": sorted(reading.accepted), "stage_ruled_out": sorted(reading.ruled_out)}


def score(folder: str, gold: str, options: tuple[str, ...]) -> None:
    readings = {
        trial.nct_id: read_stage(trial) for trial in map(trial_of, records(SHARED / "eval" / folder / "studies.ndjson.gz"))
    }
    with tempfile.TemporaryDirectory() as scratch:
        predictions = Path(scratch) / "predictions.jsonl"
        predictions.write_text(
            "".join(json.dumps(answer(nct_id, reading)) + "\n" for nct_id, reading in readings.items()), "utf-8"
        )
        command = [sys.executable, str(SHARED / "eval" / "score.py"), "stages", "--gold", str(SHARED / "eval" / folder / gold)]
        subprocess.run([*command, "--predictions", str(predictions), *options], check=True)
    if gold.endswith(".jsonl"):
        score_lines(SHARED / "eval" / folder / gold, readings)


def score_lines(gold: Path, readings: dict[str, StageReading]) -> None:
    wanted = {
        label["nct_id"]: label["line"]
        for label in map(json.loads, gold.read_text("utf-8").splitlines())
        if label["patient_trial"]
    }
    right = sum(readings[nct_id].line == line for nct_id, line in wanted.items())
    print(f"line of treatment: accuracy {right / len(wanted):.3f} of {len(wanted)}")


def main() -> None:
    """Score every set that is there."""
    for folder, gold, options in SETS:
        if (SHARED / "eval" / folder / gold).is_file():
            score(folder, gold, options)
        else:
            print(f"{folder}: skipped, no labelled trials beside this checkout")


if __name__ == "__main__":
    main()
