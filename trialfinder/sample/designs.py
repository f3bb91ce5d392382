"""What made-up trials do: treat, help, look for, or only watch; with arms, treatments and outcomes that go together."""

from random import Random
from typing import Any

from trialfinder.sample.prose import fill, paragraph, sentence
from trialfinder.sample.tables import Row, rows_for

__all__ = ["PURPOSES", "arms", "design", "outcomes", "treatments"]

PURPOSES = {"treat": "TREATMENT", "support": "SUPPORTIVE_CARE", "diagnose": "DIAGNOSTIC", "screen": "SCREENING"}
_PHASES = (
    ["PHASE1"],
    ["PHASE1", "PHASE2"],
    ["PHASE2"],
    ["PHASE2"],
    ["PHASE2", "PHASE3"],
    ["PHASE3"],
    ["PHASE4"],
    ["EARLY_PHASE1"],
)


def treatments(rng: Random, groups: str, use: str) -> list[Row]:
    """What is given: the first is what the trial is about."""
    among = rows_for("treatments", groups, use) or rows_for("treatments", groups, "treat") or rows_for("treatments", "umbrella")
    count = rng.choice((1, 2, 2, 3)) if use == "treat" else 1
    return rng.sample(among, min(count, len(among)))


def design(rng: Random, use: str, status: str) -> dict[str, Any]:
    """Type, phases, purpose and size."""
    enrollment = {"count": rng.randint(12, 900), "type": "ACTUAL" if status == "COMPLETED" else "ESTIMATED"}
    if use == "watch":
        watched = {"observationalModel": rng.choice(("COHORT", "CASE_CONTROL")), "timePerspective": "PROSPECTIVE"}
        return {
            "studyType": "OBSERVATIONAL",
            "patientRegistry": rng.random() < 0.3,
            "designInfo": watched,
            "enrollmentInfo": enrollment,
        }
    randomized = rng.random() < 0.5
    info: dict[str, Any] = {
        "allocation": "RANDOMIZED" if randomized else "NA",
        "interventionModel": "PARALLEL" if randomized else "SINGLE_GROUP",
        "interventionModelDescription": sentence(rng),
        "primaryPurpose": PURPOSES[use],
        "maskingInfo": {"masking": rng.choice(("NONE", "NONE", "DOUBLE", "QUADRUPLE")) if randomized else "NONE"},
    }
    phases = list(rng.choice(_PHASES)) if use == "treat" else ["NA"]
    return {"studyType": "INTERVENTIONAL", "phases": phases, "designInfo": info, "enrollmentInfo": enrollment}


def arms(rng: Random, given: list[Row], shape: dict[str, Any]) -> dict[str, Any]:
    """One arm, or two where people are put into groups by chance."""
    if shape["studyType"] == "OBSERVATIONAL":
        groups = [{"label": "Cohort 1", "description": paragraph(rng, 2)}]
        return {"armGroups": groups, "interventions": [_intervention(rng, row, ["Cohort 1"]) for row in given]}
    masked = shape["designInfo"]["maskingInfo"]["masking"] != "NONE"
    two = shape["designInfo"]["allocation"] == "RANDOMIZED"
    groups = [_arm(rng, "Arm A", "EXPERIMENTAL", given)]
    everything = [_intervention(rng, row, ["Arm A", "Arm B"] if two and row is not given[0] else ["Arm A"]) for row in given]
    if two:
        other = {"type": "DRUG", "name": "Placebo", "description": "looks the same, without effect", "others": ""}
        if not masked:
            other = {"type": "OTHER", "name": "Standard Care", "description": "what the doctor would do anyway", "others": ""}
        kind = "PLACEBO_COMPARATOR" if masked else "ACTIVE_COMPARATOR"
        groups.append(_arm(rng, "Arm B", kind, [other, *given[1:]]))
        everything.append(_intervention(rng, other, ["Arm B"]))
    return {"armGroups": groups, "interventions": everything}


def _arm(rng: Random, label: str, kind: str, given: list[Row]) -> dict[str, Any]:
    names = [f"{_spoken(row['type'])}: {row['name']}" for row in given]
    return {"label": label, "type": kind, "description": paragraph(rng, 3), "interventionNames": names}


def _spoken(kind: str) -> str:
    return kind.replace("_", " ").title()


def _intervention(rng: Random, row: Row, labels: list[str]) -> dict[str, Any]:
    told = f"{row['name']}, {row['description']}. {paragraph(rng, 2)}"
    names = [name.strip() for name in row["others"].split(";") if name]
    found: dict[str, Any] = {"type": row["type"], "name": row["name"], "description": told, "armGroupLabels": labels}
    return found | {"otherNames": names} if names else found


def outcomes(rng: Random) -> dict[str, Any]:
    """Few main outcomes and many others: most of what a real record holds."""
    measures = [
        {"measure": fill(rng, "SAMPLE: change in {what}"), "description": paragraph(rng, 2), "timeFrame": fill(rng, "{n} months")}
        for _ in range(rng.randint(10, 44))
    ]
    return {"primaryOutcomes": measures[:2], "secondaryOutcomes": measures[2:]}
