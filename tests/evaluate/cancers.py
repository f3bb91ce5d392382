"""How well cancers are understood: queries, coded types, misspellings, unmapped conditions. Prints, never fails."""

import csv
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.cancer import CancerAsked, CancerFinding, Relation
from trialfinder.domain.errors import TrialfinderError
from trialfinder.domain.trial import Trial
from trialfinder.enrich.cancer import is_for_patients, read_cancers
from trialfinder.resolve.terms import resolve_cancer
from trialfinder.vocab.cancers_phrases import text_finder
from trialfinder.vocab.cancers_words import read_words

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
COMMON = """breast cancer;lung cancer;prostate cancer;colon cancer;colorectal cancer;rectal cancer;melanoma;bladder cancer;kidney cancer;
non-hodgkin lymphoma;endometrial cancer;leukemia;pancreatic cancer;thyroid cancer;liver cancer;stomach cancer;ovarian cancer;cervical cancer;
multiple myeloma;brain tumor;esophageal cancer;glioblastoma;hodgkin lymphoma;head and neck cancer;non-small cell lung cancer;
small cell lung cancer;acute myeloid leukemia;acute lymphoblastic leukemia;chronic lymphocytic leukemia;chronic myeloid leukemia;mesothelioma;
neuroblastoma;sarcoma;soft tissue sarcoma;osteosarcoma;ewing sarcoma;testicular cancer;gallbladder cancer;bile duct cancer;cholangiocarcinoma;
hepatocellular carcinoma;renal cell carcinoma;follicular lymphoma;mantle cell lymphoma;diffuse large b-cell lymphoma;
myelodysplastic syndrome;skin cancer;basal cell carcinoma;merkel cell carcinoma;nasopharyngeal cancer;mouth cancer;throat cancer;
laryngeal cancer;anal cancer;vulvar cancer;vaginal cancer;penile cancer;womb cancer;bowel cancer;glioma""".replace(
    "\n", ""
).split(";")
NEIGHBOURS = {
    a: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for i, a in enumerate(row)
}

Read = dict[str, tuple[Trial, tuple[CancerFinding, ...]]]


def main() -> None:
    """Print all figures; ``-v`` lists every difference."""
    if not SHARED.is_dir():
        print("no labelled trials here: nothing measured")
        return
    verbose = "-v" in sys.argv
    queries(verbose)
    nci_types(verbose)
    misspellings(verbose)
    unmapped()


def trials(path: Path) -> Iterator[Trial]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parsed = parse_study(json.loads(line))
            if isinstance(parsed, Trial):
                yield parsed


def read_all(path: Path) -> Read:
    return {trial.nct_id: (trial, read_cancers(trial)) for trial in trials(path)}


def group(asked: CancerAsked, findings: Sequence[CancerFinding]) -> str:
    named = {f.concept for f in findings if f.relation in (Relation.ABOUT, Relation.BROAD)}
    broad = {f.concept for f in findings if f.relation in (Relation.BROAD, Relation.REST)}
    if named & asked.direct or broad & asked.broader:
        return "about"
    return "umbrella" if any(f.relation is Relation.UMBRELLA and f.concept in asked.umbrellas for f in findings) else ""


def queries(verbose: bool) -> None:
    labels = [json.loads(line) for line in (SHARED / "eval/labelled/labels.jsonl").read_text(encoding="utf-8").splitlines()]
    known = {g["nct_id"]: {key.replace(" ", "_") for key in g["cancer_types"]} for g in labels}
    patients = {g["nct_id"] for g in labels if g["patient_trial"]}
    read = read_all(SHARED / "eval/labelled/studies.ndjson.gz")
    shown = {n: f for n, (t, f) in read.items() if n in known and is_for_patients(t, f)}
    about, reach = Counter[str](), Counter[str]()
    with (SHARED / "eval/queries.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            keys, umbrella = set(row["keys"].split()), set(row["umbrella"].split())
            asked = resolve_cancer(row["query"])
            groups = {n: group(asked, f) for n, f in shown.items()}
            want = {n for n in patients if keys & known[n]}
            wide = want | {n for n in patients if umbrella & known[n]}
            got = {n for n, g in groups.items() if g == "about"}
            got_wide = {n for n, g in groups.items() if g}
            tally(about, want, got)
            tally(reach, wide, got_wide)
            if verbose:
                print(f"  {row['query']}: missed {sorted(want - got)} extra {sorted(got - want)}")
                print(f"     reach: missed {sorted(wide - got_wide)} extra {sorted(got_wide - wide)}")
    show("labelled: about", about)
    show("labelled: about or umbrella", reach)
    lost = sorted(patients - set(shown))
    print(f"labelled: patient trials kept out: {lost}; others let in: {sorted(set(shown) - patients)}")


def tally(counts: Counter[str], want: set[str], got: set[str]) -> None:
    counts["tp"] += len(want & got)
    counts["fp"] += len(got - want)
    counts["fn"] += len(want - got)


def show(name: str, c: Counter[str]) -> None:
    precision, recall = c["tp"] / max(1, c["tp"] + c["fp"]), c["tp"] / max(1, c["tp"] + c["fn"])
    print(f"{name:34s} P {precision:.3f}  R {recall:.3f}   (tp {c['tp']} fp {c['fp']} fn {c['fn']})")


TYPES = {
    "all": "acute lymphoblastic leukemia",
    "aml": "AML",
    "anal": "anal cancer",
    "biliary": "biliary tract cancer",
    "bladder_urothelial": "urothelial cancer",
    "brain_cns": "brain and spinal cord tumors",
    "breast": "breast cancer",
    "cervix": "cervical cancer",
    "cml": "CML",
    "cll_sll": "CLL",
    "colorectal": "colorectal cancer",
    "dlbcl": "aggressive B-cell lymphoma",
    "endometrium": "uterine cancer",
    "follicular_lymphoma": "follicular lymphoma",
    "germ_cell": "germ cell tumor",
    "gist": "GIST",
    "head_neck": "head and neck cancer",
    "histiocytosis": "histiocytosis",
    "hodgkin_lymphoma": "hodgkin lymphoma",
    "kaposi_sarcoma": "kaposi sarcoma",
    "kidney": "kidney cancer",
    "liver": "liver cancer",
    "lung_nsclc": "NSCLC",
    "lung_sclc": "small cell lung cancer",
    "mantle_cell_lymphoma": "mantle cell lymphoma",
    "melanoma": "melanoma",
    "mesothelioma": "mesothelioma",
    "myeloma": "multiple myeloma",
    "neuroblastoma": "neuroblastoma",
    "ovary": "ovarian cancer",
    "pancreas": "pancreatic cancer",
    "penis": "penile cancer",
    "prostate": "prostate cancer",
    "skin_nonmelanoma": "non-melanoma skin cancer",
    "soft_tissue_sarcoma": "soft tissue sarcoma",
    "stomach": "stomach cancer",
    "thymus": "thymus cancer",
    "thyroid": "thyroid cancer",
    "wilms": "wilms tumor",
    "esophagus": "esophageal cancer",
}


def nci_types(verbose: bool) -> None:
    """Types that abstractors coded and the text supports, on records without conditions."""
    gold: dict[str, set[str]] = {}
    with (SHARED / "eval/nci/gold_types.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["text_supported"] == "yes" and row["text_level"] == "criteria":
                gold.setdefault(row["type"], set()).add(row["nct_id"])
    read = read_all(SHARED / "eval/nci/studies_blind.ndjson.gz")
    about, reach = Counter[str](), Counter[str]()
    for kind, query in TYPES.items():
        asked = resolve_cancer(query)
        want = gold.get(kind, set())
        got = {n for n, (_, f) in read.items() if group(asked, f) == "about"}
        reached = {n for n, (_, f) in read.items() if group(asked, f)}
        about.update(tp=len(want & got), fn=len(want - got))
        reach.update(tp=len(want & reached), fn=len(want - reached))
        if verbose and want - got:
            print(f"  {kind}: missed {sorted(want - got)}")
    show("nci blind, supported types: about", about)
    show("nci blind: about or umbrella", reach)


def misspelt(name: str, dice: random.Random) -> str:
    at = dice.choice([i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()])
    how = dice.randrange(4)
    if how == 0:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if how == 1:
        return name[:at] + name[at + 1 :]
    if how == 2:
        return name[: at + 1] + name[at:]
    return name[:at] + dice.choice(NEIGHBOURS[name[at]]) + name[at + 1 :]


def misspellings(verbose: bool) -> None:
    dice = random.Random(20261124)
    right = asked = wrong = 0
    for i in range(200):
        name = COMMON[i % len(COMMON)]
        typed = misspelt(name, dice)
        want = set(resolve_cancer(name).concepts)
        try:
            got = resolve_cancer(typed)
        except TrialfinderError as error:
            asked += 1
            first = (getattr(error, "suggestions", ()) or ("",))[0]
            right += first == resolve_cancer(name).name
            if verbose:
                print(f"  {typed!r}: asked, {getattr(error, 'suggestions', ())}")
            continue
        right += set(got.concepts) == want
        wrong += set(got.concepts) != want
        if set(got.concepts) != want:
            print(f"  WRONG {typed!r} -> {got.name}")
    print(f"misspellings: {right} of 200 right first, {asked} asked, {wrong} wrong without asking")


SAYS_CANCER = (
    "cancer",
    "carcin",
    "tumor",
    "tumour",
    "neoplas",
    "malignan",
    "leuk",
    "lymphom",
    "myelom",
    "sarcom",
    "melanom",
    "gliom",
    "blastom",
    "metasta",
)


def unmapped() -> None:
    missing: Counter[str] = Counter()
    total = 0
    for trial in trials(SHARED / "ctgov/studies.ndjson.gz"):
        for condition in trial.conditions:
            if any(stem in condition.lower() for stem in SAYS_CANCER):
                total += 1
                if not text_finder().find(read_words(condition)) and not read_cancers(
                    Trial("NCT99000000", conditions=(condition,))
                ):
                    missing[condition] += 1
    print(f"conditions naming a cancer: {total}, unmapped {sum(missing.values())} ({sum(missing.values()) / max(1, total):.1%})")
    for condition, count in missing.most_common():
        print(f"  {count} {condition}")


if __name__ == "__main__":
    main()
