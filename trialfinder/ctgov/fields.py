"""The fields asked of the registry, each with its reason. Results, outcomes and references stay there.

A whole record is two thirds results and outcome tables. Modules are asked rather than a hundred leaves, so that a
display may use a detail tomorrow that nobody reads today; the derived section is asked leaf by leaf.
"""

from typing import Final

__all__ = ["LISTING_FIELDS", "TRIAL_FIELDS", "field_list"]

TRIAL_FIELDS: Final = {
    "IdentificationModule": "NCT id, former ids (aliases), titles, acronym, the sponsor's own id",
    "StatusModule": "whether it is open, since when, last update and verification, why it stopped",
    "SponsorCollaboratorsModule": "who runs and pays for it",
    "DescriptionModule": "summary and description, for people to read",
    "ConditionsModule": "the cancers and keywords it names itself",
    "DesignModule": "type of study, phases, purpose, allocation, masking, number of people",
    "ArmsInterventionsModule": "what is given or done, and to which group",
    "EligibilityModule": "criteria, ages, sex, healthy volunteers: the text that stage is read from",
    "ContactsLocationsModule": "sites with their own status and coordinates, and somebody to call",
    "ConditionMeshId": "the registry's reading of the conditions, as MeSH",
    "ConditionMeshTerm": "its words",
    "ConditionAncestorId": "the wider diseases above those terms",
    "ConditionAncestorTerm": "their words",
    "InterventionMeshTerm": "the registry's reading of the treatments",
    "VersionHolder": "which release of the registry the record came from",
    "HasResults": "whether results were submitted",
}
"""Piece name and why it is asked. The names are those of the registry's ``/studies/metadata``."""

LISTING_FIELDS: Final = {
    "NCTId": "which trials are in scope",
    "OverallStatus": "what a nightly comparison needs besides",
    "LastUpdatePostDate": "the same",
}
"""For walks that only ask what is there: about 150 bytes a trial instead of 16,000."""


def field_list(fields: dict[str, str]) -> str:
    """The value of the ``fields`` parameter."""
    return "|".join(fields)
