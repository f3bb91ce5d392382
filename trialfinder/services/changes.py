"""What changed since a time, for everything or for a search; from the local copy alone."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from trialfinder.domain.changes import Change, ChangedSite, ChangeKind, ChangesResult, RefreshSeen
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import Fit, Group, Hit, SearchSpec
from trialfinder.services.search import hits_of_rows
from trialfinder.store.changes import ChangesReader

__all__ = ["changes", "changes_in", "parse_since"]

_FITS = tuple(Fit)
_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}
_SHOWN_WITH_SITE = (ChangeKind.NEW, ChangeKind.OPENED)
_SPAN = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?)", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 31}


def parse_since(typed: str, now: datetime) -> datetime:
    """``2026-11-20``, ``7d``, ``2w``, ``1m`` -> the start of that day, UTC without a zone. Raises UsageProblem."""
    word = typed.strip().lower()
    try:
        if span := _SPAN.fullmatch(word):
            day = now.date() - timedelta(days=int(span[1]) * _DAYS[span[2][0]])
        else:
            day = date.fromisoformat(word)
    except OverflowError:
        day = date.min
    except ValueError:
        hint = "use a date such as 2026-11-20, a span such as 7d, 2w or 1m, or last"
        raise UsageProblem(f"--since {typed!r} is not a date or a span of time.", hint) from None
    if day > now.date():
        raise UsageProblem(f"--since {typed} is in the future.", "use a date that has been")
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - UTC, as the cache keeps it


def changes(
    cache: Path,
    spec: SearchSpec | None,
    since: datetime,
    kinds: Sequence[ChangeKind],
    today: date,
    command: Sequence[str] = (),
) -> ChangesResult:
    """All changes found from ``since`` on. Raises CacheUnusable."""
    with ChangesReader(cache) as reader:
        return replace(changes_in(reader, spec, since, kinds, today), command=tuple(command))


def changes_in(
    reader: ChangesReader, spec: SearchSpec | None, since: datetime, kinds: Sequence[ChangeKind], today: date
) -> ChangesResult:
    """The same, from a copy that is open."""
    rows = reader.changes(spec, since, kinds)
    shown = [row for row in rows if row["left_out"] is None]
    hits = _hits(reader, spec, shown)
    found = [_change(row, hits) for row in shown]
    return ChangesResult(
        spec=spec,
        facts=reader.facts,
        since=since,
        changes=tuple(sorted(found, key=_order)),
        left_out=dict(Counter(row["left_out"] for row in rows if row["left_out"])),
        refreshes=tuple(RefreshSeen(row["seen_at"], row["compared_with"], row["reason"]) for row in reader.refreshes()),
        kinds=tuple(kinds),
        today=today,
    )


def _hits(reader: ChangesReader, spec: SearchSpec | None, rows: Iterable[Mapping[str, Any]]) -> dict[str, Hit]:
    """The trials as they are now, of kinds that are told with their nearest site."""
    ids = {row["nct_id"] for row in rows if row["kind"] in _SHOWN_WITH_SITE}
    if not ids:
        return {}
    wide = (spec or SearchSpec())._replace(statuses=None, include_unfit=True, not_for_patients=True)
    reader.find(wide)
    reader.keep(sorted(ids))
    return {hit.nct_id: hit for hit in hits_of_rows(reader, reader.hits(include_unfit=True, per_group=None), wide)}


def _change(row: Mapping[str, Any], hits: Mapping[str, Hit]) -> Change:
    kind = ChangeKind(row["kind"])
    return Change(
        kind=kind,
        nct_id=row["nct_id"],
        title=row["title"],
        seen_at=row["seen_at"],
        registry_timestamp=row["registry_timestamp"],
        status_before=row["status_before"],
        status_after=row["status_after"],
        before=row["before"],
        after=row["after"],
        merged_into=row["merged_into"],
        site=_site(row) if row["sites"] == 1 else None,
        sites=row["sites"],
        fit=None if row["fit"] is None else _FITS[row["fit"]],
        group=Group(row["match_group"]) if row["match_group"] else None,
        hit=hits.get(row["nct_id"]) if kind in _SHOWN_WITH_SITE else None,
    )


def _site(row: Mapping[str, Any]) -> ChangedSite:
    miles = round(row["miles"], 1) if row["miles"] is not None else None
    return ChangedSite(row["facility"], row["city"], row["state"], row["zip"], row["country"], miles)


def _order(change: Change) -> tuple[object, ...]:
    """By kind; then what fits before what is unclear, the newest first, and the nearest site first."""
    miles = (
        change.site.miles if change.site else change.hit.nearest_site.miles if change.hit and change.hit.nearest_site else None
    )
    unsure = 3 if change.fit is None else _FITS.index(change.fit)
    far = (miles is None, miles or 0.0)
    return (_ORDER[change.kind], change.group is Group.UMBRELLA, unsure, -change.seen_at.timestamp(), far, change.nct_id)
