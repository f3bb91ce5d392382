"""How well kinds of treatment are read: micro precision, recall and F1 against labelled trials. Prints, never fails."""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.trial import Arm, Intervention, Trial
from trialfinder.enrich.treatment import TreatmentReading, read_treatments

LABELLED = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "labelled"

KINDS = {
    "surgery": Treatment.SURGERY,
    "radiation": Treatment.RADIATION,
    "chemotherapy": Treatment.CHEMOTHERAPY,
    "immunotherapy": Treatment.IMMUNOTHERAPY,
    "targeted": Treatment.TARGETED,
    "hormone": Treatment.HORMONE,
    "cell_therapy": Treatment.CELL_GENE,
    "gene_therapy": Treatment.CELL_GENE,
    "vaccine": Treatment.VACCINE,
    "transplant": Treatment.TRANSPLANT,
    "ablation_local": Treatment.LOCAL,
    "supportive": Treatment.SUPPORTIVE,
    "diagnostic_imaging": Treatment.DIAGNOSIS,
    "behavioral": Treatment.BEHAVIOUR,
    "observational": Treatment.OBSERVATION,
    "other": Treatment.OTHER,
}
"""The labellers' words and ours."""


def main(arguments: list[str] | None = None) -> None:
    """Print the figures; ``--wrong`` lists every difference."""
    wrong = "--wrong" in (sys.argv[1:] if arguments is None else arguments)
    if not LABELLED.is_dir():
        print("no labelled trials here: nothing measured")
        return
    trials = {trial.nct_id: trial for trial in _trials(LABELLED / "studies.ndjson.gz")}
    hit: Counter[Treatment] = Counter()
    invented: Counter[Treatment] = Counter()
    missed: Counter[Treatment] = Counter()
    exact = total = 0
    for line in (LABELLED / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        trial = trials[label["nct_id"]]
        want = {KINDS[word] for word in label["modalities"]}
        reading = read_treatments(trial)
        got = set(reading.kinds)
        hit.update(want & got)
        invented.update(got - want)
        missed.update(want - got)
        exact += want == got
        total += 1
        if wrong and want != got:
            _explain(trial, want, reading)
    for kind in Treatment:
        _show(kind.value, hit[kind], invented[kind], missed[kind])
    _show("micro", hit.total(), invented.total(), missed.total())
    print(f"exact set {exact / total:.3f} of {total}")


def _explain(trial: Trial, want: set[Treatment], reading: TreatmentReading) -> None:
    got = set(reading.kinds)
    print(f"{trial.nct_id} missed {sorted(want - got)} invented {sorted(got - want)} | {trial.brief_title[:100]}")
    for kind, text, rule in reading.evidence:
        print(f"      {kind.value:24s} {rule:28s} {text[:70]}")


def _show(name: str, hit: int, invented: int, missed: int) -> None:
    precision = hit / (hit + invented) if hit + invented else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * hit / (2 * hit + invented + missed) if hit + invented + missed else 0.0
    print(f"{name:36s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   (right {hit}, invented {invented}, missed {missed})")


def _trials(path: Path) -> Iterator[Trial]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield _trial(json.loads(line)["protocolSection"])


def _trial(record: dict[str, Any]) -> Trial:
    """Just what the reader of treatments looks at, so that this measure stands on its own."""
    identification, design = record["identificationModule"], record.get("designModule", {})
    given = record.get("armsInterventionsModule", {})
    return Trial(
        nct_id=identification["nctId"],
        brief_title=identification.get("briefTitle", ""),
        official_title=identification.get("officialTitle", ""),
        study_type=design.get("studyType", ""),
        primary_purpose=design.get("designInfo", {}).get("primaryPurpose", ""),
        brief_summary=record.get("descriptionModule", {}).get("briefSummary", ""),
        conditions=tuple(record.get("conditionsModule", {}).get("conditions", ())),
        arms=tuple(
            Arm(a.get("label", ""), a.get("type", ""), a.get("description", ""), tuple(a.get("interventionNames", ())))
            for a in given.get("armGroups", ())
        ),
        interventions=tuple(
            Intervention(
                i.get("type", ""),
                i.get("name", ""),
                i.get("description", ""),
                tuple(i.get("otherNames", ())),
                tuple(i.get("armGroupLabels", ())),
            )
            for i in given.get("interventions", ())
        ),
    )


if __name__ == "__main__":
    main()
