"""Made-up trials in the registry's own record shape and markup, messy on purpose, the same for the same arguments.

Every record says SAMPLE in its title, its ids start at NCT99000000, and nobody can be reached by what is in it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from trialfinder.sample.designs import arms, design, outcomes, treatments
from trialfinder.sample.oddities import odd
from trialfinder.sample.prose import fill, paragraph
from trialfinder.sample.sites import places
from trialfinder.sample.tables import Row, draw, pick, rows, rows_for
from trialfinder.sample.wordings import EXCLUSIONS, INCLUSIONS

__all__ = ["FIRST_ID", "SAMPLE_DAY", "sample_studies"]

FIRST_ID = 99_000_000
SAMPLE_DAY = date(2026, 11, 20)
"""Dates are counted back from here unless told otherwise."""
_STATUSES = {"RECRUITING": 66, "NOT_YET_RECRUITING": 10, "ENROLLING_BY_INVITATION": 3, "ACTIVE_NOT_RECRUITING": 6,
             "COMPLETED": 7, "UNKNOWN": 5, "TERMINATED": 2, "SUSPENDED": 1}  # fmt: skip
_SEX = {"Prostate Cancer": "MALE", "Ovarian Cancer": "FEMALE", "Cervical Cancer": "FEMALE", "Endometrial Cancer": "FEMALE"}
_TITLES = {
    "watch": "SAMPLE: Registry of People With {subject}",
    "screen": "SAMPLE: {drug} for {subject}",
    "diagnose": "SAMPLE: {drug} to Plan Treatment of People With {subject}",
    "of": "SAMPLE: {drug} as {subject}",
    "": "SAMPLE: {drug} for People With {subject}",
}


def sample_studies(count: int = 300, seed: int = 0, today: date = SAMPLE_DAY) -> Iterator[dict[str, Any]]:
    """``count`` studies; ids stay below NCT99999999 up to almost a million of them."""
    cancers = rows("cancers")
    for index in range(count):
        # A generator for each, so that a change to one record leaves all others as they were.
        rng = Random(seed * 1_000_003 + index)  # noqa: S311  made-up data, no secret
        # Each cancer once first, so that even a small sample has them all.
        row = cancers[index] if index < len(cancers) else draw(rng, cancers)
        yield odd(_study(rng, FIRST_ID + index, row, today), index)


def _study(rng: Random, number: int, row: Row, today: date) -> dict[str, Any]:
    setting = draw(rng, rows_for("settings", row["groups"]))
    use = _use(rng, row, setting)
    given = treatments(rng, row["groups"], use)
    status = pick(rng, _STATUSES)
    subject = " ".join(filter(None, (setting["lead"], row["name"])))
    shape = design(rng, use, status)
    protocol: dict[str, Any] = {
        "identificationModule": _identification(rng, number, _title(use, setting["lead"]), subject, given[0]["name"]),
        "statusModule": _status(rng, status, today),
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "SAMPLE Research Group", "class": rng.choice(("OTHER", "INDUSTRY"))}
        },
        "descriptionModule": _description(rng, subject, given[0]),
        "conditionsModule": _conditions(rng, row, setting, given),
        "designModule": shape,
        "armsInterventionsModule": arms(rng, given, shape),
        "outcomesModule": outcomes(rng),
        "eligibilityModule": _eligibility(rng, row, setting, shape),
        "contactsLocationsModule": places(rng, number, status),
    }
    for module, share in {"armsInterventionsModule": 0.04, "contactsLocationsModule": 0.02, "outcomesModule": 0.02}.items():
        if rng.random() < share:
            del protocol[module]
    return {"protocolSection": protocol, "derivedSection": _derived(rng, row, today), "hasResults": False}


def _use(rng: Random, row: Row, setting: Row) -> str:
    """A key of the treatments' table: what the trial is for."""
    if row["groups"] == "healthy":
        return "screen"
    if setting["lead"].startswith("Supportive"):
        return "support"
    return pick(rng, {"treat": 84, "watch": 8, "support": 4, "diagnose": 4})


def _title(use: str, lead: str) -> str:
    """A pattern in which the subject reads naturally: "Adjuvant Treatment of" is no people."""
    return _TITLES["of"] if lead.endswith((" of", " in")) and use != "watch" else _TITLES.get(use, _TITLES[""])


def _identification(rng: Random, number: int, title: str, subject: str, drug: str) -> dict[str, Any]:
    module: dict[str, Any] = {
        "nctId": f"NCT{number}",
        "orgStudyIdInfo": {"id": f"SMP-{number % 1_000_000:06d}"},
        "organization": {"fullName": "SAMPLE Research Group", "class": "OTHER"},
        "briefTitle": title.format(drug=drug, subject=subject),
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


def _description(rng: Random, subject: str, given: Row) -> dict[str, Any]:
    asks = f"It asks whether {given['name']} ({given['description']}) helps. Its subject: {subject.lower()}."
    module = {"briefSummary": f"SAMPLE, not a real trial. {asks} {paragraph(rng, 3)}"}
    if rng.random() < 0.8:
        module["detailedDescription"] = "\n\n".join(paragraph(rng, rng.randint(2, 5)) for _ in range(rng.randint(2, 9)))
    return module


def _conditions(rng: Random, row: Row, setting: Row, given: list[Row]) -> dict[str, Any]:
    named = row["conditions"].split(";")
    module = {"conditions": rng.sample(named, min(len(named), rng.choice((1, 1, 2))))}
    if rng.random() < 0.8:
        module["keywords"] = [row["name"], setting["lead"] or "SAMPLE", given[0]["name"]]
    return module


def _eligibility(rng: Random, row: Row, setting: Row, shape: dict[str, Any]) -> dict[str, Any]:
    healthy = row["groups"] == "healthy"
    first = fill(rng, setting["inclusion"].replace("{c}", row["name"].lower()))
    wanted = [first, *rng.sample(INCLUSIONS[8:] if healthy else INCLUSIONS, rng.randint(3, 4 if healthy else len(INCLUSIONS)))]
    unwanted = [*filter(None, [setting["exclusion"]]), *rng.sample(EXCLUSIONS, rng.randint(5, len(EXCLUSIONS)))]
    included, excluded = _bullets(rng, wanted), _bullets(rng, unwanted)
    module: dict[str, Any] = {
        "eligibilityCriteria": f"Inclusion Criteria:\n\n{included}\n\nExclusion Criteria:\n\n{excluded}",
        "healthyVolunteers": healthy,
        "sex": _SEX.get(row["name"], "ALL"),
    }
    if shape["studyType"] == "OBSERVATIONAL":
        module["studyPopulation"] = f"People seen at a SAMPLE clinic. {paragraph(rng, 2)}"
        module["samplingMethod"] = "NON_PROBABILITY_SAMPLE"
    if row["groups"] == "child":
        return module | {"minimumAge": rng.choice(("6 Months", "12 Months", "1 Year")), "maximumAge": "21 Years"}
    if rng.random() < 0.95:
        module["minimumAge"] = "18 Years"
    if rng.random() < 0.4:
        module["maximumAge"] = rng.choice(("70 Years", "75 Years", "85 Years"))
    return module


def _bullets(rng: Random, lines: list[str]) -> str:
    return "\n".join(f"* {fill(rng, line)}" for line in lines)


def _derived(rng: Random, row: Row, today: date) -> dict[str, Any]:
    derived: dict[str, Any] = {"miscInfoModule": {"versionHolder": today.isoformat()}}
    if row["mesh_id"] and rng.random() < 0.8:
        above, _, term = row["ancestor"].partition("|")
        derived["conditionBrowseModule"] = {
            "meshes": [{"id": row["mesh_id"], "term": row["mesh_term"]}],
            "ancestors": [{"id": above, "term": term}, {"id": "D009369", "term": "Neoplasms"}],
        }
    return derived
