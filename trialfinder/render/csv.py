"""Answers for spreadsheets: one line a trial, the same columns every month, and no cell that a spreadsheet would run.

RFC 4180 with CRLF. Lists inside a cell are joined by "; " (the JSON lines keep them apart).
"""

import re
from collections.abc import Iterable, Iterator

from trialfinder.domain.query import Hit, NearestSite
from trialfinder.domain.stage import StageFinding
from trialfinder.render.words import clean

__all__ = ["HEADER", "cell", "rows"]

HEADER = (
    *("nct_id", "title", "status", "group", "fit", "reasons"),
    *("stage_accepted", "stage_ruled_out", "stage_evidence"),
    *("cancers", "phases", "treatments", "conditions", "min_age_years", "max_age_years", "sex"),
    *("nearest_facility", "nearest_city", "nearest_state", "nearest_zip", "nearest_country", "nearest_status", "nearest_miles"),
    *("contact_name", "contact_phone", "contact_email", "contact_source"),
    *("open_sites", "last_update", "last_verified", "url", "data_as_of"),
    *("cancer_names", "names_broader_disease", "stage_applies", "line", "study_type", "primary_purpose", "sponsor"),
    *("nearest_access", "nearest_nci_center", "open_sites_near", "sites", "sample"),
    *("standing", "less_treatment", "central_name", "central_phone", "central_email"),
)
"""Names of the columns. New ones are added at the end."""

_STARTS_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')


def rows(hits: Iterable[Hit]) -> Iterator[str]:
    """The header, then one line a trial, each with its line end."""
    yield _line(HEADER)
    for hit in hits:
        yield _line(_cells(hit))


def cell(value: object) -> str:
    """One value as a cell: cleaned, defused where a spreadsheet would take it for a formula, quoted where needed."""
    text = _plain(value)
    if _STARTS_FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _line(values: Iterable[object]) -> str:
    return ",".join(map(cell, values)) + "\r\n"


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple):
        return "; ".join(map(_plain, value))
    return clean(str(value))


def _cells(hit: Hit) -> tuple[object, ...]:
    return (
        *(hit.nct_id, hit.title, hit.status, hit.group, hit.fit, hit.reasons),
        *(hit.stage_accepted, hit.stage_ruled_out, tuple(map(_evidence, hit.stage_evidence))),
        *(hit.cancers, hit.phases, hit.treatments, hit.conditions, hit.min_age_years, hit.max_age_years, hit.sex),
        *_site(hit.nearest_site),
        *(hit.open_sites, hit.last_update, hit.last_verified, hit.url, hit.data_as_of),
        *(hit.cancer_names, hit.broad, hit.stage_applies, hit.line, hit.study_type, hit.primary_purpose, hit.sponsor),
        *(hit.nearest_site.access if hit.nearest_site else "", hit.nearest_site.center if hit.nearest_site else ""),
        *(hit.open_sites_near, hit.sites, hit.sample),
        *(hit.standing, hit.less_treatment),
        *((who.name, who.phone, who.email) if (who := hit.central_contact) else ("", "", "")),
    )


def _site(site: NearestSite | None) -> tuple[object, ...]:
    if site is None:
        return ("",) * 10 + ("none",)
    someone = (site.contact.name, site.contact.phone, site.contact.email) if site.contact else ("", "", "")
    place = (site.facility, site.city, site.state, site.zip, site.country, site.status, site.miles)
    return (*place, *someone, site.contact_source)


def _evidence(finding: StageFinding) -> str:
    return f"{finding.stage} {finding.polarity}: {finding.text} [{finding.section}, {finding.rule}]"
