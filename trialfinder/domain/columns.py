"""The data dictionary: every column of an export, in order. The header, the cells and ``export --dictionary`` all come from here.

A name is never changed and never dropped; a new column is added at the end. Should a meaning ever have to change, the number in
``SCHEMA`` rises, and with it the column ``schema`` of every row: a comment above the header would break its readers.
"""

from trialfinder.domain.export import Column, ExportTrial, Kind, Level
from trialfinder.domain.query import NearestSite
from trialfinder.domain.stage import StageFinding

__all__ = ["COLUMNS", "HIT_COLUMNS", "SCHEMA", "SITE_COLUMNS", "SITE_FIELDS", "TRIAL_COLUMNS"]

SCHEMA = {Level.TRIAL: "trials-1", Level.SITE: "sites-1"}
_TEXT, _LIST, _INTEGER, _NUMBER, _FLAG, _DATE = Kind


def _near(trial: ExportTrial) -> NearestSite:
    return trial.hit.nearest_site or _NOWHERE


def _someone(trial: ExportTrial, part: str) -> str:
    contact = _near(trial).contact
    return getattr(contact, part) if contact else ""


def _central(trial: ExportTrial, part: str) -> str:
    return getattr(trial.hit.central_contact, part) if trial.hit.central_contact else ""


def _evidence(finding: StageFinding) -> str:
    return f"{finding.stage} {finding.polarity}: {finding.text} [{finding.section}, {finding.rule}]"


def _texts(values: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(map(str, values))


_NOWHERE = NearestSite("", "", "", "", "", "", None, None, "none")
_NCT = Column(
    "nct_id", _TEXT, "Id of the trial at ClinicalTrials.gov. The key that joins trials and sites.", lambda t: t.hit.nct_id
)
_TITLE = Column("title", _TEXT, "Short title, in the registry's words.", lambda t: t.hit.title)
_STATUS = Column(
    "status", _TEXT, "Overall status of the trial, the registry's code: RECRUITING, NOT_YET_RECRUITING …", lambda t: t.hit.status
)
_MATCH = (
    Column(
        "group",
        _TEXT,
        "about: the trial is about the cancer asked; umbrella: it takes a wider group of cancers. Empty: no cancer asked.",
        lambda t: t.hit.group and t.hit.group.value,
    ),
    Column(
        "fit",
        _TEXT,
        "fits, unclear or unfit: whether all that was asked agrees with the record. Only the study team decides who may join.",
        lambda t: t.hit.fit.value,
    ),
    Column("reasons", _LIST, "Sentences behind fit.", lambda t: t.hit.reasons),
)
_ABOUT = (
    Column(
        "stage_accepted",
        _LIST,
        "Stages out of 0, I, II, III, IV that the trial's words accept (IIIB counts as III).",
        lambda t: _texts(t.hit.stage_accepted),
    ),
    Column(
        "stage_ruled_out",
        _LIST,
        "Stages the trial's words rule out. A stage in neither list is not stated.",
        lambda t: _texts(t.hit.stage_ruled_out),
    ),
    Column(
        "stage_evidence",
        _LIST,
        "Behind each stage: the stage, accepted or ruled_out, the record's words, [where they stand, rule].",
        lambda t: tuple(map(_evidence, t.hit.stage_evidence)),
    ),
    Column(
        "cancers",
        _LIST,
        "Ids of the cancers the trial is read as being about or taking; `trialfinder terms` explains them.",
        lambda t: t.hit.cancers,
    ),
    Column(
        "phases",
        _LIST,
        "Phases, the registry's codes. NA: the study has no phase; empty: the registry gives none.",
        lambda t: t.hit.phases,
    ),
    Column("treatments", _LIST, "Kinds of treatment tested, in plain words.", lambda t: _texts(t.hit.treatments)),
    Column("conditions", _LIST, "Conditions in the registry's own words.", lambda t: t.hit.conditions),
    Column(
        "min_age_years",
        _NUMBER,
        "Youngest age in years; months are fractions. Empty: no limit stated.",
        lambda t: t.hit.min_age_years,
    ),
    Column("max_age_years", _NUMBER, "Oldest age in years. Empty: no limit stated.", lambda t: t.hit.max_age_years),
    Column("sex", _TEXT, "ALL, FEMALE or MALE. Empty: not stated.", lambda t: t.hit.sex),
)
_NEAREST = (
    Column(
        "nearest_facility",
        _TEXT,
        "The open site nearest to the place asked; without a place the first open one.",
        lambda t: _near(t).facility,
    ),
    Column("nearest_city", _TEXT, "Its city.", lambda t: _near(t).city),
    Column("nearest_state", _TEXT, "Its state or province.", lambda t: _near(t).state),
    Column("nearest_zip", _TEXT, "Its postal code.", lambda t: _near(t).zip),
    Column("nearest_country", _TEXT, "Its country, in the registry's spelling.", lambda t: _near(t).country),
    Column("nearest_status", _TEXT, "The site's own status, the registry's code; often absent.", lambda t: _near(t).status),
    Column(
        "nearest_miles",
        _NUMBER,
        "Miles from the place asked, city centre to city centre. Empty: unknown, or no place with a point asked.",
        lambda t: _near(t).miles,
    ),
    Column(
        "contact_name",
        _TEXT,
        "Whom to call: the site's contact, else the one for the whole trial.",
        lambda t: _someone(t, "name"),
    ),
    Column("contact_phone", _TEXT, "Telephone, with the extension.", lambda t: _someone(t, "phone")),
    Column("contact_email", _TEXT, "E-mail.", lambda t: _someone(t, "email")),
    Column(
        "contact_source",
        _TEXT,
        "site: the site's own contact; central: the contact for the whole trial; none: none is listed.",
        lambda t: _near(t).contact_source,
    ),
)
_OPEN_SITES = Column("open_sites", _INTEGER, "Sites anywhere that take people now.", lambda t: t.hit.open_sites)
_LAST = (
    Column("last_update", _DATE, "Day the record was last updated.", lambda t: t.hit.last_update),
    Column(
        "last_verified",
        _DATE,
        "First day of the month in which the study team last confirmed the record.",
        lambda t: t.hit.last_verified,
    ),
    Column("url", _TEXT, "The record at the registry.", lambda t: t.hit.url),
    Column("data_as_of", _DATE, "Day of the registry's data behind this list.", lambda t: t.hit.data_as_of),
)
_MORE = (
    Column("cancer_names", _LIST, "Plain names of cancers, in the same order.", lambda t: t.hit.cancer_names),
    Column(
        "names_broader_disease",
        _FLAG,
        "The trial names only a broader disease that includes the cancer asked.",
        lambda t: t.hit.broad,
    ),
    Column("stage_applies", _FLAG, "false: this cancer is not staged by numbers.", lambda t: t.hit.stage_applies),
    Column(
        "line", _TEXT, "untreated, treated, either or unstated: treatment so far of the people wanted.", lambda t: str(t.hit.line)
    ),
    Column("study_type", _TEXT, "INTERVENTIONAL, OBSERVATIONAL or EXPANDED_ACCESS.", lambda t: t.hit.study_type),
    Column("primary_purpose", _TEXT, "What the study is for, the registry's code.", lambda t: t.hit.primary_purpose),
    Column("sponsor", _TEXT, "Who runs the trial.", lambda t: t.hit.sponsor),
)
_NEAREST_MORE = (
    Column(
        "nearest_access",
        _TEXT,
        "Whether the nearest site takes people: open, unstated, upcoming, invitation or closed.",
        lambda t: _near(t).access,
    ),
    Column("nearest_nci_center", _TEXT, "NCI-designated cancer center the nearest site is part of.", lambda t: _near(t).center),
    Column(
        "open_sites_near",
        _INTEGER,
        "Open sites within reach of the places asked; as open_sites when none was asked.",
        lambda t: t.hit.open_sites_near,
    ),
)
_SITES = Column("sites", _INTEGER, "Sites listed in the record, open or not.", lambda t: t.hit.sites)
_SAMPLE = Column("sample", _FLAG, "true: made-up sample data, not a real trial.", lambda t: t.hit.sample)
_CALL = (
    Column(
        "standing",
        _TEXT,
        "What it means to somebody who would call today: open, expanded_access, upcoming, invitation or closed.",
        lambda t: str(t.hit.standing),
    ),
    Column("less_treatment", _FLAG, "It tests giving less than today's usual treatment.", lambda t: t.hit.less_treatment),
    Column("central_name", _TEXT, "Contact for the whole trial.", lambda t: _central(t, "name")),
    Column("central_phone", _TEXT, "Telephone, with the extension.", lambda t: _central(t, "phone")),
    Column("central_email", _TEXT, "E-mail.", lambda t: _central(t, "email")),
)
_RECORD = (
    Column("official_title", _TEXT, "Full title.", lambda t: t.official_title),
    Column("acronym", _TEXT, "Short name of the trial.", lambda t: t.acronym),
    Column("enrollment", _INTEGER, "People the trial wants, or had.", lambda t: t.enrollment),
    Column("first_posted", _DATE, "Day the record first appeared.", lambda t: t.first_posted),
    Column(
        "start_date",
        _DATE,
        "Day the trial began or is to begin; the first of the month where only the month is given.",
        lambda t: t.start_date,
    ),
    Column(
        "disease_extents",
        _LIST,
        "Extents the record speaks of: in_situ, localized, locally_advanced, metastatic, recurrent, refractory.",
        lambda t: t.extents,
    ),
    Column("rollover", _FLAG, "Only for people of an earlier trial.", lambda t: t.hit.rollover),
    Column(
        "central_contacts",
        _LIST,
        "Everybody listed for the whole trial: name, role, telephone, e-mail.",
        lambda t: t.central_contacts,
    ),
)
_RUN = (
    Column("query", _TEXT, "The command that asks the same question again.", lambda t: t.run.query if t.run else ""),
    Column("tool_version", _TEXT, "Version of trialfinder that wrote the row.", lambda t: t.run.tool_version if t.run else ""),
)
_TRIALS_SCHEMA = Column(
    "schema",
    _TEXT,
    "Name and number of this dictionary; the number rises only if a meaning changes.",
    lambda _: SCHEMA[Level.TRIAL],
)
_SITES_SCHEMA = Column("schema", _TEXT, _TRIALS_SCHEMA.meaning)

SITE_FIELDS = (
    Column("facility", _TEXT, "Name of the site. Some sponsors withhold it and write Research Site."),
    Column("city", _TEXT, "City."),
    Column("state", _TEXT, "State or province."),
    Column("zip", _TEXT, "Postal code."),
    Column("country", _TEXT, "Country, in the registry's spelling."),
    Column("latitude", _NUMBER, "Degrees north of the city centre, WGS 84. Empty: the registry gives none."),
    Column("longitude", _NUMBER, "Degrees east of the city centre."),
    Column("site_status", _TEXT, "The site's own status, the registry's code; often absent."),
    Column("access", _TEXT, "open, unstated (the trial recruits, the site does not say), upcoming, invitation, or closed."),
    Column(
        "miles",
        _NUMBER,
        "Miles from the place asked, city centre to city centre. Empty: unknown, or no place with a point asked.",
    ),
    Column("is_nci_center", _FLAG, "The site is part of an NCI-designated cancer center."),
    Column("nci_center", _TEXT, "Name of that center."),
    Column("contact_name", _TEXT, "Whom to call: the site's contact, else the one for the whole trial."),
    Column("contact_phone", _TEXT, "Telephone, with the extension."),
    Column("contact_email", _TEXT, "E-mail."),
    Column(
        "contact_source", _TEXT, "site: the site's own contact; central: the contact for the whole trial; none: none is listed."
    ),
    Column("site_contacts", _LIST, "Everybody listed for this site: name, role, telephone, e-mail."),
)
"""What is told of one site."""

HIT_COLUMNS = (
    _NCT,
    _TITLE,
    _STATUS,
    *_MATCH,
    *_ABOUT,
    *_NEAREST,
    _OPEN_SITES,
    *_LAST,
    *_MORE,
    *_NEAREST_MORE,
    _SITES,
    _SAMPLE,
    *_CALL,
)
"""What a search knows of a trial."""
TRIAL_COLUMNS = (*HIT_COLUMNS, *_RECORD, *_RUN, _TRIALS_SCHEMA)
#: The values come from ``sql/export/trial_part.sql`` and ``site_part.sql``; a test holds all together.
SITE_COLUMNS = (
    *(_NCT, _TITLE, _STATUS, *_MATCH, *SITE_FIELDS, *_ABOUT, _OPEN_SITES, *_LAST),
    *(*_MORE, _SITES, _SAMPLE, *_CALL, *_RECORD, *_RUN, _SITES_SCHEMA),
)
COLUMNS = {Level.TRIAL: TRIAL_COLUMNS, Level.SITE: SITE_COLUMNS}
