"""Stage readings against the labelled sets beside the checkout: accuracy, F1, wrongly hidden, wrongly fitting, and the line.

``python -m tests.evaluate.stages --errors SET`` lists the trials of one set that are read otherwise than labelled, each with
the evidence; ``--half 0`` or ``--half 1`` keeps to one half, so that a rule found in one can be tried on the other.
"""

import argparse
import csv
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


def wanted_stages(folder: str) -> dict[str, tuple[str, str]]:
    """Stages that the labels accept and rule out, parted by blanks; coded sets rule nothing out."""
    gold = next(gold for name, gold, _ in SETS if name == folder)
    text = (SHARED / "eval" / folder / gold).read_text("utf-8").splitlines()
    if gold.endswith(".jsonl"):
        labels = [label for label in map(json.loads, text) if label["stage_applicable"] and label["patient_trial"]]
        return {label["nct_id"]: (_only(label["stages"], "yes"), _only(label["stages"], "no")) for label in labels}
    rows = [
        row
        for row in csv.DictReader(text)
        if row.get("hematologic_only") != "1" and row.get("text_level", "criteria") == "criteria"
    ]
    kept = [row for row in rows if row.get("strict_scored", "1") == "1" or row.get("negative") == "1"]
    return {row["nct_id"]: (row.get("stages", row.get("strict_stages", "")).replace("|", " "), "") for row in kept}


def _only(stages: dict[str, str], answer: str) -> str:
    return " ".join(stage for stage, given in stages.items() if given == answer)


def list_errors(folder: str, half: int | None, at_length: bool) -> None:
    """Every trial of the set whose reading differs from its labels: what was wanted, what was read, and why."""
    wanted = wanted_stages(folder)
    for trial in map(trial_of, records(SHARED / "eval" / folder / "studies.ndjson.gz")):
        if trial.nct_id not in wanted or (half is not None and int(trial.nct_id[-2:]) % 2 != half):
            continue
        reading = read_stage(trial)
        accepted, refused = wanted[trial.nct_id]
        right = set(accepted.split()) == reading.accepted and (folder != "labelled" or set(refused.split()) == reading.ruled_out)
        if right:
            continue
        hidden = " HIDDEN" if set(accepted.split()) & reading.ruled_out else ""
        print(f"\n{trial.nct_id}{hidden}  wanted {accepted or '-'} / {refused or '-'}   read", end=" ")
        print(f"{' '.join(sorted(reading.accepted)) or '-'} / {' '.join(sorted(reading.ruled_out)) or '-'}")
        print(f"  {trial.brief_title} | {trial.official_title}")
        seen = dict.fromkeys((found.polarity, found.section, found.rule, found.text) for found in reading.findings)
        for polarity, section, rule, text in seen:
            print(f"    {polarity:10s} {section:14s} {rule}: {text}")
        if at_length:
            print(trial.criteria, "\n  SUMMARY", trial.brief_summary)


def main() -> None:
    """Score every set that is there, or list the errors of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=[name for name, _, _ in SETS])
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--full", action="store_true", help="with criteria and summary")
    asked = parser.parse_args()
    if asked.errors:
        list_errors(asked.errors, asked.half, asked.full)
        return
    for folder, gold, options in SETS:
        if (SHARED / "eval" / folder / gold).is_file():
            score(folder, gold, options)
        else:
            print(f"{folder}: skipped, no labelled trials beside this checkout")


if __name__ == "__main__":
    main()
