"""Changes for programs and spreadsheets: one row a change, complete, the same keys and columns every time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from trialfinder.domain.changes import Change, ChangedSite, ChangesResult
from trialfinder.render.answer import caution
from trialfinder.render.change_words import sentence
from trialfinder.render.changes import coverage, scope_lines, summary
from trialfinder.render.csv import line
from trialfinder.render.json import dumps, hit_to_dict

__all__ = ["COLUMNS", "changes_csv", "changes_document", "changes_jsonl"]

COLUMNS = (
    *("kind", "nct_id", "title", "seen", "what", "status_before", "status_after", "before", "after", "merged_into"),
    *("facility", "city", "state", "zip", "country", "miles", "sites"),
    *("group", "fit", "url", "data_as_of", "sample"),
)
"""Names of the columns. New ones are added at the end."""


def changes_jsonl(result: ChangesResult) -> Iterator[str]:
    """One line a change."""
    for change in result.changes:
        yield dumps(_as_dict(change, result)) + "\n"


def changes_document(result: ChangesResult) -> str:
    """The whole answer: what was asked, what it rests on, the counts, the changes."""
    facts = result.facts
    return (
        dumps(
            {
                "understood": scope_lines(result),
                "summary": summary(result),
                "notes": coverage(result),
                "caution": caution(facts),
                "sample": facts.sample,
                "data_as_of": _iso(facts.data_as_of),
                "refreshed_at": _iso(facts.refreshed_at.replace(tzinfo=None) if facts.refreshed_at else None),
                "since": _iso(result.since),
                "command": list(result.command),
                "counts": dict(Counter(str(change.kind) for change in result.changes)),
                "left_out": dict(result.left_out),
                "refreshes": [
                    {"seen": _iso(one.seen_at), "compared_with": _iso(one.compared_with), "reason": one.reason}
                    for one in result.refreshes
                ],
                "changes": [_as_dict(change, result) for change in result.changes],
            },
            indent=2,
        )
        + "\n"
    )


def changes_csv(result: ChangesResult) -> Iterator[str]:
    """The header, then one line a change, each with its line end; formulas are defused as in ``export``."""
    yield line(COLUMNS)
    for change in result.changes:
        site = change.site or ChangedSite("", "", "", "", "", None)
        yield line(
            (
                *(change.kind, change.nct_id, change.title, _iso(change.seen_at), sentence(change, _unit(result))),
                *(change.status_before, change.status_after, change.before, change.after, change.merged_into),
                *(site.facility, site.city, site.state, site.zip, site.country, site.miles, change.sites),
                *(change.group, change.fit, change.url, _iso(_day(change)), result.facts.sample),
            )
        )


def _as_dict(change: Change, result: ChangesResult) -> dict[str, object]:
    site = change.site
    return {
        "kind": str(change.kind),
        "nct_id": change.nct_id,
        "title": change.title,
        "seen": _iso(change.seen_at),
        "what": sentence(change, _unit(result)),
        "status_before": change.status_before or None,
        "status_after": change.status_after or None,
        "before": change.before or None,
        "after": change.after or None,
        "merged_into": change.merged_into or None,
        "site": site
        and {
            "facility": site.facility,
            "city": site.city,
            "state": site.state,
            "zip": site.zip,
            "country": site.country,
            "miles": site.miles,
        },
        "sites": change.sites,
        "group": change.group and change.group.value,
        "fit": change.fit and change.fit.value,
        "trial": hit_to_dict(change.hit) if change.hit else None,
        "url": change.url,
        "data_as_of": _iso(_day(change)),
        "sample": result.facts.sample,
        "watch": result.name or None,
    }


def _unit(result: ChangesResult) -> str:
    return result.spec.within.unit if result.spec else "mi"


def _day(change: Change) -> date | None:
    return change.registry_timestamp.date() if change.registry_timestamp else None


def _iso(when: date | None) -> str | None:
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat() if when else None
