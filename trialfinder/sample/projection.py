"""The ``fields`` parameter: a record cut down to the pieces asked for, in its nested shape. Refuses names it does not know."""

import json
from functools import cache
from typing import Any

__all__ = ["project", "read_fields"]

_SECTIONS = frozenset({"protocolSection", "derivedSection", "hasResults"})
_PIECES = {
    "NCTId": "protocolSection.identificationModule.nctId",
    "NCTIdAlias": "protocolSection.identificationModule.nctIdAliases",
    "BriefTitle": "protocolSection.identificationModule.briefTitle",
    "OverallStatus": "protocolSection.statusModule.overallStatus",
    "WhyStopped": "protocolSection.statusModule.whyStopped",
    "LastUpdatePostDate": "protocolSection.statusModule.lastUpdatePostDateStruct.date",
    "StudyFirstPostDate": "protocolSection.statusModule.studyFirstPostDateStruct.date",
    "ConditionMeshId": "derivedSection.conditionBrowseModule.meshes.id",
    "ConditionMeshTerm": "derivedSection.conditionBrowseModule.meshes.term",
    "ConditionAncestorId": "derivedSection.conditionBrowseModule.ancestors.id",
    "ConditionAncestorTerm": "derivedSection.conditionBrowseModule.ancestors.term",
    "InterventionMeshTerm": "derivedSection.interventionBrowseModule.meshes.term",
    "EligibilityCriteria": "protocolSection.eligibilityModule.eligibilityCriteria",
    "VersionHolder": "derivedSection.miscInfoModule.versionHolder",
    "HasResults": "hasResults",
    "ProtocolSection": "protocolSection",
    "DerivedSection": "derivedSection",
} | {
    f"{name}Module": f"protocolSection.{name[0].lower()}{name[1:]}Module"
    for name in ("Identification", "Status", "SponsorCollaborators", "Oversight", "Description", "Conditions", "Design",
                 "ArmsInterventions", "Outcomes", "Eligibility", "ContactsLocations", "References")
}  # fmt: skip
"""The pieces this registry knows, and where they stand in a record."""


@cache
def read_fields(text: str) -> tuple[tuple[str, ...], ...]:
    """The paths of a list of fields; none: everything. Raises ValueError with the registry's words for a strange name."""
    paths = []
    for name in filter(None, text.replace(",", "|").split("|")):
        path = _PIECES.get(name, name).split(".")
        if path[0] not in _SECTIONS:
            raise ValueError(f"Parameter 'fields' contains invalid field name: '{name}'")
        paths.append(tuple(path))
    return tuple(paths)


def project(line: str, paths: tuple[tuple[str, ...], ...]) -> str:
    """The record of one line with only ``paths``; what it does not have is left out."""
    found: dict[str, Any] = {}
    study = json.loads(line)
    for path in paths:
        _copy(study, found, path)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _copy(source: dict[str, Any], target: dict[str, Any], path: tuple[str, ...]) -> None:
    name, rest = path[0], path[1:]
    if name not in source:
        return
    value = source[name]
    if not rest:
        target[name] = value
    elif isinstance(value, dict):
        _copy(value, target.setdefault(name, {}), rest)
    elif isinstance(value, list):
        for one, kept in zip(value, target.setdefault(name, [{} for _ in value]), strict=True):
            _copy(one, kept, rest)
