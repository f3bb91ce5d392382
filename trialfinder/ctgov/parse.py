"""One raw study of the registry as a ``Trial``, or a ``ParseProblem`` that keeps what was there.

Total and pure: absent keys, values of the wrong type and unknown words of the registry are data, never an exception.
Only one thing is refused: a record without a valid NCT id, because nothing could ever refer to it.
"""

import re
from typing import Final

from trialfinder.ctgov.leaves import (
    age_years,
    at,
    clean,
    flag,
    items,
    number,
    partial_date,
    texts,
    value_text,
    whole_number,
)
from trialfinder.ctgov.mojibake import as_meant
from trialfinder.ctgov.wire import as_text
from trialfinder.domain.trial import Arm, Contact, GeoPoint, Intervention, MeshTerm, ParseProblem, Site, Trial

__all__ = ["is_nct_id", "nct_id_of", "parse_study"]

_NCT_ID: Final = re.compile(r"NCT[0-9]{8}")
_ID_IN_TEXT: Final = re.compile(r'"nctId"\s*:\s*"\s*(NCT[0-9]{8})\s*"', re.IGNORECASE)


def is_nct_id(text: str) -> bool:
    """Whether the registry would take it as an id."""
    return _NCT_ID.fullmatch(text) is not None


def nct_id_of(raw: object) -> str:
    """The valid NCT id of a raw study, or ``""``."""
    stated = _stated_id(raw)
    return stated if is_nct_id(stated) else ""


def parse_study(raw: object, *, raw_text: str = "") -> Trial | ParseProblem:
    """Read one study. ``raw_text`` is its JSON text, kept with a problem and searched for an id."""
    try:
        return _trial(as_meant(raw, raw_text or _text_of(raw))) if nct_id_of(raw) else _problem(raw, raw_text)
    except Exception as error:  # a defect here must cost one record, not the harvest
        return ParseProblem(nct_id_of(raw), f"could not be read: {type(error).__name__}: {error}", raw_text or _text_of(raw))


def _stated_id(raw: object) -> str:
    return value_text(at(at(raw, "protocolSection"), "identificationModule"), "nctId").upper()


def _problem(raw: object, raw_text: str) -> ParseProblem:
    text = raw_text or _text_of(raw)
    stated, found = clean(_stated_id(raw)), _ID_IN_TEXT.search(text)
    if raw is None:
        reason = "not JSON"
    elif not isinstance(raw, dict):
        reason = f"a JSON {_JSON_NAMES.get(type(raw), 'value')} where a study was expected"
    elif stated:
        reason = f"not a valid NCT id: {stated[:40]}"
    else:
        reason = "no NCT id"
    return ParseProblem(found[1].upper() if found else "", reason, text)


_JSON_NAMES: Final = {list: "list", str: "text", int: "number", float: "number", bool: "truth value"}


def _text_of(raw: object) -> str:
    try:
        return as_text(raw) if raw is not None else ""
    except (TypeError, ValueError, RecursionError):
        return ""


def _trial(raw: object) -> Trial:
    protocol, derived = at(raw, "protocolSection"), at(raw, "derivedSection")
    identification, status = at(protocol, "identificationModule"), at(protocol, "statusModule")
    sponsors, description = at(protocol, "sponsorCollaboratorsModule"), at(protocol, "descriptionModule")
    design, conditions = at(protocol, "designModule"), at(protocol, "conditionsModule")
    info, eligibility = at(design, "designInfo"), at(protocol, "eligibilityModule")
    treatment, people = at(protocol, "armsInterventionsModule"), at(protocol, "contactsLocationsModule")
    lead, browse = at(sponsors, "leadSponsor"), at(derived, "conditionBrowseModule")
    return Trial(
        nct_id=nct_id_of(raw),
        aliases=tuple([alias for alias in map(str.upper, texts(identification, "nctIdAliases")) if is_nct_id(alias)]),
        brief_title=value_text(identification, "briefTitle"),
        official_title=value_text(identification, "officialTitle"),
        acronym=value_text(identification, "acronym"),
        org_study_id=value_text(at(identification, "orgStudyIdInfo"), "id"),
        sponsor=value_text(lead, "name"),
        sponsor_class=value_text(lead, "class"),
        collaborators=tuple([name for item in items(sponsors, "collaborators") if (name := value_text(item, "name"))]),
        overall_status=value_text(status, "overallStatus"),
        last_known_status=value_text(status, "lastKnownStatus"),
        why_stopped=value_text(status, "whyStopped"),
        study_type=value_text(design, "studyType"),
        phases=texts(design, "phases"),
        primary_purpose=value_text(info, "primaryPurpose"),
        allocation=value_text(info, "allocation"),
        masking=value_text(at(info, "maskingInfo"), "masking"),
        intervention_model=value_text(info, "interventionModel"),
        observational_model=value_text(info, "observationalModel"),
        enrollment=whole_number(at(design, "enrollmentInfo"), "count"),
        expanded_access=flag(at(status, "expandedAccessInfo"), "hasExpandedAccess") is True,
        brief_summary=value_text(description, "briefSummary"),
        detailed_description=value_text(description, "detailedDescription"),
        conditions=texts(conditions, "conditions"),
        keywords=texts(conditions, "keywords"),
        mesh=_mesh(browse, "meshes"),
        mesh_ancestors=_mesh(browse, "ancestors"),
        criteria=value_text(eligibility, "eligibilityCriteria"),
        sex=value_text(eligibility, "sex"),
        min_age_years=age_years(eligibility, "minimumAge"),
        max_age_years=age_years(eligibility, "maximumAge"),
        healthy_volunteers=flag(eligibility, "healthyVolunteers"),
        study_population=value_text(eligibility, "studyPopulation"),
        arms=tuple([_arm(item) for item in items(treatment, "armGroups")]),
        interventions=tuple([_intervention(item) for item in items(treatment, "interventions")]),
        sites=tuple([_site(item) for item in items(people, "locations")]),
        central_contacts=_contacts(people, "centralContacts"),
        officials=_contacts(people, "overallOfficials"),
        start=partial_date(status, "startDateStruct"),
        primary_completion=partial_date(status, "primaryCompletionDateStruct"),
        completion=partial_date(status, "completionDateStruct"),
        first_posted=partial_date(status, "studyFirstPostDateStruct"),
        last_update=partial_date(status, "lastUpdatePostDateStruct"),
        last_verified=partial_date(status, "statusVerifiedDate"),
        has_results=isinstance(raw, dict) and raw.get("hasResults") is True,
        version_holder=value_text(at(derived, "miscInfoModule"), "versionHolder"),
    )


def _mesh(browse: dict[str, object], key: str) -> tuple[MeshTerm, ...]:
    terms = [MeshTerm(value_text(item, "id"), value_text(item, "term")) for item in items(browse, key)]
    return tuple([term for term in terms if term.id or term.term])


def _arm(item: dict[str, object]) -> Arm:
    label, kind, description = value_text(item, "label"), value_text(item, "type"), value_text(item, "description")
    return Arm(label, kind, description, texts(item, "interventionNames"))


def _intervention(item: dict[str, object]) -> Intervention:
    return Intervention(
        value_text(item, "type"),
        value_text(item, "name"),
        value_text(item, "description"),
        texts(item, "otherNames"),
        texts(item, "armGroupLabels"),
    )


def _site(item: dict[str, object]) -> Site:
    return Site(
        facility=value_text(item, "facility"),
        status=value_text(item, "status"),
        city=value_text(item, "city"),
        state=value_text(item, "state"),
        zip=value_text(item, "zip"),
        country=value_text(item, "country"),
        point=_point(at(item, "geoPoint")),
        contacts=_contacts(item, "contacts"),
    )


def _point(geo: dict[str, object]) -> GeoPoint | None:
    lat, lon = number(geo, "lat"), number(geo, "lon")
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return GeoPoint(lat, lon)


def _contacts(value: dict[str, object], key: str) -> tuple[Contact, ...]:
    contacts = [
        Contact(value_text(item, "name"), value_text(item, "role"), _phone(item), value_text(item, "email"))
        for item in items(value, key)
    ]
    return tuple([contact for contact in contacts if contact.name or contact.phone or contact.email])


def _phone(item: dict[str, object]) -> str:
    phone, extension = value_text(item, "phone"), value_text(item, "phoneExt")
    return f"{phone} ext. {extension}" if phone and extension else phone
