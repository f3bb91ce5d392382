"""Records out of the ordinary that every registry holds: withheld, expanded access, and words nobody knows yet."""

from typing import Any

__all__ = ["odd"]


def odd(study: dict[str, Any], index: int) -> dict[str, Any]:
    """The study, or at set places among them what becomes of it."""
    if index % 151 == 50:
        return _withheld(study)
    if index % 67 == 41:
        return _expanded_access(study)
    if index % 151 == 60:
        study["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED_FOR_REVIEW"
    if index % 73 == 45 and "phases" in study["protocolSection"]["designModule"]:
        study["protocolSection"]["designModule"]["phases"] = ["PHASE5"]
    if index % 89 == 37:
        for given in study["protocolSection"].get("armsInterventionsModule", {}).get("interventions", [])[:1]:
            given["type"] = "DIGITAL_THERAPY"
    return study


def _withheld(study: dict[str, Any]) -> dict[str, Any]:
    protocol = study["protocolSection"]
    names = protocol["identificationModule"]
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": names["nctId"],
                "orgStudyIdInfo": {},
                "organization": {"fullName": "[Redacted]"},
                "briefTitle": "SAMPLE: [Trial that is withheld]",
            },
            "statusModule": protocol["statusModule"] | {"overallStatus": "WITHHELD"},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "[Redacted]"}},
        },
        "derivedSection": {"miscInfoModule": study["derivedSection"]["miscInfoModule"]},
        "hasResults": False,
    }


def _expanded_access(study: dict[str, Any]) -> dict[str, Any]:
    """A medicine outside a trial: no arms, no phases, no number of people."""
    protocol = study["protocolSection"]
    names, status = protocol["identificationModule"], protocol["statusModule"]
    for key in ("briefTitle", "officialTitle"):
        if key in names:
            names[key] = names[key].replace("SAMPLE: ", "SAMPLE: Expanded Access to ", 1)
    protocol["designModule"] = {"studyType": "EXPANDED_ACCESS", "expandedAccessTypes": {"individual": True}}
    status["overallStatus"] = "AVAILABLE"
    for key in ("startDateStruct", "primaryCompletionDateStruct", "whyStopped", "lastKnownStatus"):
        status.pop(key, None)
    given = protocol.get("armsInterventionsModule", {})
    given.pop("armGroups", None)
    for one in given.get("interventions", []):
        one.pop("armGroupLabels", None)
    protocol.pop("outcomesModule", None)
    for site in protocol.get("contactsLocationsModule", {}).get("locations", []):
        site["status"] = "AVAILABLE"
    return study
