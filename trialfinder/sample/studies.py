"""Made-up trials in the registry's own record shape and markup, messy on purpose, the same for the same arguments.

Every record says SAMPLE in its title and summary, its ids start at NCT99000000, and nobody can be reached by what is in it.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from trialfinder.sample.wordings import DRUGS, EXCLUSIONS, FACILITIES, INCLUSIONS, PARAGRAPHS, STAGES

__all__ = ["FIRST_ID", "SAMPLE_DAY", "sample_studies"]

FIRST_ID = 99_000_000
SAMPLE_DAY = date(2026, 11, 20)
"""Dates are counted back from here unless told otherwise."""
_STATUSES = {"RECRUITING": 66, "NOT_YET_RECRUITING": 10, "ENROLLING_BY_INVITATION": 3, "ACTIVE_NOT_RECRUITING": 6,
             "COMPLETED": 7, "UNKNOWN": 5, "TERMINATED": 2, "SUSPENDED": 1}  # fmt: skip
_SITE_STATUSES = {"RECRUITING": 67, "NOT_YET_RECRUITING": 18, "COMPLETED": 5, "SUSPENDED": 5, "WITHDRAWN": 3, "": 2}
_PHASES = (["PHASE1"], ["PHASE1", "PHASE2"], ["PHASE2"], ["PHASE2"], ["PHASE3"], ["PHASE2", "PHASE3"], ["EARLY_PHASE1"], ["NA"])
_SEX = {"Prostate Cancer": "MALE", "Ovarian Cancer": "FEMALE", "Cervical Cancer": "FEMALE", "Endometrial Cancer": "FEMALE"}


def sample_studies(count: int = 300, seed: int = 0, today: date = SAMPLE_DAY) -> Iterator[dict[str, Any]]:
    """``count`` studies; ids stay below NCT99999999 up to almost a million of them."""
    rng = Random(seed)  # noqa: S311  made-up data, no secret
    cancers = _rows("cancers.csv")
    weights = [int(row["weight"]) for row in cancers]
    for index in range(count):
        # Each cancer once first, so that even a small sample has them all.
        row = cancers[index] if index < len(cancers) else rng.choices(cancers, weights)[0]
        yield _study(rng, FIRST_ID + index, row, today)


@cache
def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("trialfinder.sample") / name).read_text(encoding="utf-8").splitlines()))


def _pick(rng: Random, weighted: dict[str, int]) -> str:
    return rng.choices(list(weighted), list(weighted.values()))[0]


def _study(rng: Random, number: int, row: dict[str, str], today: date) -> dict[str, Any]:
    lead, first_line = rng.choice(STAGES[row["group"]])
    conditions = row["conditions"].split(";")
    named = rng.sample(conditions, min(len(conditions), rng.choice((1, 1, 2))))
    status = _pick(rng, _STATUSES)
    kind = "OBSERVATIONAL" if rng.random() < 0.08 else "INTERVENTIONAL"
    drugs = rng.sample(DRUGS, rng.choice((1, 2, 2, 3)))
    subject = " ".join(filter(None, (lead, row["name"])))
    protocol: dict[str, Any] = {
        "identificationModule": _identification(rng, number, subject, drugs[0][1]),
        "statusModule": _status(rng, status, today),
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "SAMPLE Research Group", "class": rng.choice(("OTHER", "INDUSTRY"))}
        },
        "descriptionModule": _description(rng, subject, drugs[0]),
        "conditionsModule": {"conditions": named, "keywords": [row["name"], lead or "SAMPLE", drugs[0][1]]},
        "designModule": _design(rng, kind, status),
        "armsInterventionsModule": _arms(drugs),
        "outcomesModule": _outcomes(rng),
        "eligibilityModule": _eligibility(rng, row, first_line.format(c=row["name"].lower())),
        "contactsLocationsModule": _places(rng, number, status),
    }
    for module, share in {"armsInterventionsModule": 0.04, "contactsLocationsModule": 0.02, "outcomesModule": 0.02}.items():
        if rng.random() < share:
            del protocol[module]
    if rng.random() < 0.2:
        protocol["conditionsModule"].pop("keywords")
    derived: dict[str, Any] = {"miscInfoModule": {"versionHolder": today.isoformat()}}
    if row["mesh_id"] and rng.random() < 0.8:
        above, _, term = row["ancestor"].partition("|")
        derived["conditionBrowseModule"] = {
            "meshes": [{"id": row["mesh_id"], "term": row["mesh_term"]}],
            "ancestors": [{"id": above, "term": term}, {"id": "D009369", "term": "Neoplasms"}],
        }
    return {"protocolSection": protocol, "derivedSection": derived, "hasResults": False}


def _identification(rng: Random, number: int, subject: str, drug: str) -> dict[str, Any]:
    module: dict[str, Any] = {
        "nctId": f"NCT{number}",
        "orgStudyIdInfo": {"id": f"SMP-{number % 1_000_000:06d}"},
        "organization": {"fullName": "SAMPLE Research Group", "class": "OTHER"},
        "briefTitle": f"SAMPLE: {drug} for People With {subject}",
    }
    if rng.random() < 0.9:
        module["officialTitle"] = f"SAMPLE: A Made-up Study of {drug} in Participants With {subject}"
    if rng.random() < 0.02:
        module["nctIdAliases"] = [f"NCT{number + 900_000}"]
    return module


def _status(rng: Random, status: str, today: date) -> dict[str, Any]:
    age = rng.randint(900, 2500) if status == "UNKNOWN" else int(rng.expovariate(1 / 90))
    updated = today - timedelta(days=min(age, 2500))
    posted = updated - timedelta(days=rng.randint(30, 1200))
    start, end = posted + timedelta(days=rng.randint(-60, 120)), today + timedelta(days=rng.randint(200, 2000))
    module: dict[str, Any] = {
        "statusVerifiedDate": updated.isoformat()[:7],
        "overallStatus": status,
        "expandedAccessInfo": {"hasExpandedAccess": False},
        "startDateStruct": {"date": start.isoformat()[: rng.choice((7, 10, 10))], "type": "ACTUAL"},
        "studyFirstSubmitDate": posted.isoformat(),
        "studyFirstPostDateStruct": {"date": posted.isoformat(), "type": "ACTUAL"},
        "lastUpdateSubmitDate": updated.isoformat(),
        "lastUpdatePostDateStruct": {"date": updated.isoformat(), "type": "ACTUAL"},
    }
    if status == "UNKNOWN":
        module["lastKnownStatus"] = "RECRUITING"
    if status == "TERMINATED":
        module["whyStopped"] = "SAMPLE: too few people joined"
    if rng.random() < 0.9:
        module["primaryCompletionDateStruct"] = {"date": end.isoformat()[: rng.choice((7, 10))], "type": "ESTIMATED"}
    return module


def _description(rng: Random, subject: str, drug: tuple[str, str, str]) -> dict[str, Any]:
    summary = f"SAMPLE, not a real trial. It asks whether {drug[1]} ({drug[2]}) helps people with {subject.lower()}."
    module = {"briefSummary": summary}
    if rng.random() < 0.8:
        module["detailedDescription"] = "\n\n".join(rng.sample(PARAGRAPHS, rng.randint(4, len(PARAGRAPHS))))
    return module


def _design(rng: Random, kind: str, status: str) -> dict[str, Any]:
    enrollment = {"count": rng.randint(12, 900), "type": "ACTUAL" if status == "COMPLETED" else "ESTIMATED"}
    if kind == "OBSERVATIONAL":
        return {"studyType": kind, "designInfo": {"observationalModel": "COHORT"}, "enrollmentInfo": enrollment}
    info = {
        "allocation": rng.choice(("RANDOMIZED", "NA")),
        "interventionModel": "PARALLEL",
        "primaryPurpose": "TREATMENT",
        "maskingInfo": {"masking": "NONE"},
    }
    return {"studyType": kind, "phases": list(rng.choice(_PHASES)), "designInfo": info, "enrollmentInfo": enrollment}


def _arms(drugs: list[tuple[str, str, str]]) -> dict[str, Any]:
    given = [{"type": t, "name": n, "description": f"{n}, {d}", "armGroupLabels": ["Arm A"]} for t, n, d in drugs]
    arm = {"label": "Arm A", "type": "EXPERIMENTAL", "interventionNames": [f"{t.capitalize()}: {n}" for t, n, _ in drugs]}
    return {"armGroups": [arm], "interventions": given}


def _outcomes(rng: Random) -> dict[str, Any]:
    measures = [
        {"measure": f"SAMPLE measure {n}", "description": rng.choice(PARAGRAPHS), "timeFrame": f"{6 * n} months"}
        for n in range(1, 46)
    ]
    return {"primaryOutcomes": measures[:1], "secondaryOutcomes": measures[1 : rng.randint(16, 45)]}


def _eligibility(rng: Random, row: dict[str, str], first_line: str) -> dict[str, Any]:
    wanted = [first_line, *rng.sample(INCLUSIONS, rng.randint(4, len(INCLUSIONS)))]
    unwanted = rng.sample(EXCLUSIONS, rng.randint(5, len(EXCLUSIONS)))
    bullets = "\n".join(f"* {line}" for line in wanted)
    module: dict[str, Any] = {
        "eligibilityCriteria": f"Inclusion Criteria:\n\n{bullets}\n\nExclusion Criteria:\n\n"
        + "\n".join(f"* {x}" for x in unwanted),
        "healthyVolunteers": row["group"] == "healthy",
        "sex": _SEX.get(row["name"], "ALL"),
    }
    if row["group"] == "child":
        return module | {"minimumAge": rng.choice(("6 Months", "12 Months", "1 Year")), "maximumAge": "21 Years"}
    if rng.random() < 0.95:
        module["minimumAge"] = "18 Years"
    if rng.random() < 0.4:
        module["maximumAge"] = rng.choice(("70 Years", "75 Years", "85 Years"))
    return module


def _places(rng: Random, number: int, status: str) -> dict[str, Any]:
    cities = _rows("cities.csv")
    many = rng.choice((1, 2, 4, 8, 12, 20, 30, 50))
    chosen = [cities[number % len(cities)], *rng.sample(cities, many - 1)]
    module: dict[str, Any] = {"locations": [_site(rng, city, status) for city in chosen]}
    if rng.random() < 0.8:
        module["centralContacts"] = [_contact(rng, "SAMPLE Study Office")]
    if rng.random() < 0.5:
        module["overallOfficials"] = [{"name": "SAMPLE Investigator, MD", "role": "PRINCIPAL_INVESTIGATOR"}]
    return module


def _contact(rng: Random, name: str) -> dict[str, str]:
    phone = f"555-01{rng.randint(0, 99):02d}"
    return {"name": name, "role": "CONTACT", "phone": phone, "email": f"trial{rng.randint(1, 999)}@example.org"}


def _site(rng: Random, city: dict[str, str], status: str) -> dict[str, Any]:
    site: dict[str, Any] = {"facility": rng.choice(FACILITIES)}
    own = _pick(rng, _SITE_STATUSES) if status == "RECRUITING" else ""
    if own:
        site["status"] = own
    site |= {key: city[key] for key in ("city", "state", "zip", "country") if city[key]}
    if own and rng.random() < 0.85:
        doctor = {"name": "SAMPLE Doctor, MD", "role": "PRINCIPAL_INVESTIGATOR"}
        site["contacts"] = [_contact(rng, "SAMPLE Trial Nurse"), *([doctor] if rng.random() < 0.5 else [])]
    if rng.random() > 0.03:
        site["geoPoint"] = {"lat": float(city["lat"]), "lon": float(city["lon"])}
    return site
