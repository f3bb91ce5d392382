"""Answers for programs: the keys are a contract, added to but never renamed. One object a trial."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from trialfinder.domain.columns import SCHEMA
from trialfinder.domain.export import Column, ExportRun, Level, Value
from trialfinder.domain.query import Hit, NearestSite, SearchResult
from trialfinder.domain.site import Contact
from trialfinder.domain.stage import StageFinding
from trialfinder.render.words import withheld

__all__ = [
    "about",
    "contact_to_dict",
    "document",
    "dumps",
    "finding_to_dict",
    "flat_objects",
    "hit_to_dict",
    "iso",
    "jsonl",
    "whole",
    "written",
]

#: Letters of any script stay readable; what could drive a terminal, or is not text at all, is written as an escape.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def hit_to_dict(hit: Hit) -> dict[str, object]:
    """One trial as plain values, keys in the order of the contract."""
    return {
        "nct_id": hit.nct_id,
        "title": hit.title,
        "status": hit.status,
        "group": hit.group.value if hit.group else None,
        "fit": hit.fit.value,
        "reasons": list(hit.reasons),
        "stage_accepted": [str(stage) for stage in hit.stage_accepted],
        "stage_ruled_out": [str(stage) for stage in hit.stage_ruled_out],
        "stage_evidence": [finding_to_dict(finding) for finding in hit.stage_evidence],
        "cancers": list(hit.cancers),
        "phases": list(hit.phases),
        "treatments": [str(kind) for kind in hit.treatments],
        "conditions": list(hit.conditions),
        "min_age_years": hit.min_age_years,
        "max_age_years": hit.max_age_years,
        "sex": hit.sex,
        "nearest_site": _site(hit.nearest_site),
        "open_sites": hit.open_sites,
        "last_update": iso(hit.last_update),
        "last_verified": iso(hit.last_verified),
        "url": hit.url,
        "data_as_of": iso(hit.data_as_of),
        "cancer_names": list(hit.cancer_names),
        "names_broader_disease": hit.broad,
        "stage_applies": hit.stage_applies,
        "line": str(hit.line),
        "study_type": hit.study_type,
        "primary_purpose": hit.primary_purpose,
        "sponsor": hit.sponsor,
        "nearer_closed_site": _site(hit.nearer_closed),
        "open_sites_near": hit.open_sites_near,
        "sites": hit.sites,
        "sample": hit.sample,
        "standing": str(hit.standing),
        "less_treatment": hit.less_treatment,
        "rollover": hit.rollover,
        "central_contact": contact_to_dict(hit.central_contact, "central") if hit.central_contact else None,
    }


def jsonl(hits: Iterable[Hit]) -> Iterator[str]:
    """One line a trial, as they come."""
    return written(map(hit_to_dict, hits))


def written(objects: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """One object a line, as they come."""
    for one in objects:
        yield dumps(one) + "\n"


def flat_objects(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[dict[str, object]]:
    """Rows of a list as objects whose keys are the names of the columns."""
    names = [column.name for column in columns]
    for row in rows:
        yield {name: value.isoformat() if isinstance(value, date) else value for name, value in zip(names, row, strict=True)}


def whole(objects: Iterable[Mapping[str, object]], run: ExportRun, level: Level) -> Iterator[str]:
    """One document about a whole list, written as its rows come."""
    head = dumps({"schema": SCHEMA[level], **_run(run)}, indent=2)
    yield f'{head.removesuffix("}").rstrip()},\n  "rows": ['
    between = "\n"
    for one in objects:
        yield f"{between}    {dumps(one)}"
        between = ",\n"
    yield "\n  ]\n}\n"


def about(run: ExportRun) -> str:
    """What a data set is: the note that lies beside its files."""
    return dumps({"schema": list(SCHEMA.values()), **_run(run)}, indent=2) + "\n"


def _run(run: ExportRun) -> dict[str, object]:
    from trialfinder.render.answer import caution

    return {
        "query": run.query,
        "tool_version": run.tool_version,
        "data_as_of": iso(run.facts.data_as_of),
        "sample": run.facts.sample,
        "caution": caution(run.facts),
    }


def document(result: SearchResult) -> str:
    """The whole answer: what was understood, the counts, the trials."""
    from trialfinder.render.answer import caution, echo, summary

    return (
        dumps(
            {
                "understood": echo(result),
                "summary": summary(result),
                "caution": caution(result.facts),
                "sample": result.facts.sample,
                "data_as_of": iso(result.facts.data_as_of),
                "today": iso(result.today),
                "command": list(result.command),
                "total": result.total,
                "shown": len(result.hits),
                "counts": [
                    {"group": group.value if group else None, "fit": fit.value, "trials": trials}
                    for (group, fit), trials in result.counts.items()
                ],
                "removed": [
                    {"filter": one.filter, "trials": one.trials, "label": one.label, "loosen": one.loosen}
                    for one in result.removed
                ],
                "standings": {str(standing): trials for standing, trials in result.standings.items()},
                "suggestion": {"loosen": list(result.suggestion.loosen), "more": result.suggestion.more}
                if result.suggestion
                else None,
                "trials": [hit_to_dict(hit) for hit in result.hits],
            },
            indent=2,
        )
        + "\n"
    )


def dumps(value: object, indent: int | None = None) -> str:
    """JSON text that is valid UTF-8 and harmless on a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def finding_to_dict(finding: StageFinding) -> dict[str, object]:
    """Evidence of a stage: the record's words, where they stand, and by which rule they count."""
    return {
        "stage": str(finding.stage),
        "polarity": str(finding.polarity),
        "text": finding.text,
        "section": finding.section,
        "rule": finding.rule,
    }


def _site(site: NearestSite | None) -> dict[str, object] | None:
    if site is None:
        return None
    return {
        "facility": site.facility,
        "city": site.city,
        "state": site.state,
        "zip": site.zip,
        "country": site.country,
        "status": site.status,
        "miles": site.miles,
        "contact": contact_to_dict(site.contact, site.contact_source),
        "access": site.access,
        "nci_center": site.center,
        "name_withheld": not site.facility or withheld(site.facility),
    }


def contact_to_dict(contact: Contact | None, source: str) -> dict[str, object]:
    """Whom to call, with empty texts when there is nobody."""
    someone = contact or Contact()
    return {"name": someone.name, "phone": someone.phone, "email": someone.email, "source": source}


def iso(when: date | None) -> str | None:
    """A day or a time as ISO 8601; None: not known."""
    return when.isoformat() if when else None
