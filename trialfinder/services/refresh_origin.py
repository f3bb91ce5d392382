"""Where the records of the next copy come from, ready to be read: a file, the registry in full or in part, or the copy itself."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trialfinder.ctgov.replay import read_texts
from trialfinder.ctgov.scope import Scope, scope_queries
from trialfinder.ctgov.spool import save_pages, saved_timestamp
from trialfinder.ctgov.sweep import sweep_key
from trialfinder.services.refresh_plan import Current, RefreshOptions, RefreshReporter, why_full
from trialfinder.services.runs import Notes
from trialfinder.settings import Settings
from trialfinder.store.archive import Archive
from trialfinder.store.folder import CacheFolder

if TYPE_CHECKING:  # records of a file need no network
    from trialfinder.ctgov.client import RegistryClient
    from trialfinder.ctgov.harvest import Harvest, Update

__all__ = ["Origin", "from_file", "from_registry", "from_snapshot"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Records to read, and everything the stamp of the new copy has to say about them."""

    mode: str
    name: str
    texts: Iterator[str]
    keep: Scope
    """Which of them to keep. The registry was asked for the scope and is believed; a file may hold anything."""
    scope: str
    sample: bool
    query: str = "[]"
    registry_timestamp: datetime | None = None
    refreshed_at: datetime | None = None
    """None: now."""
    harvested_at: datetime | None = None
    requests: int = 0
    bytes: int = 0
    duplicates: int = 0
    departed: str = "{}"
    carry: Path | None = None
    """Snapshot whose rows are taken over as they are …"""
    without: frozenset[str] = frozenset()
    """… but for these ids."""
    only: frozenset[str] | None = None
    """Of the records, only those with these ids; None: all."""
    expected: int | None = None
    """Records the new copy must hold, readable or not; None: nobody said."""
    added: int = 0
    changed: int = 0
    gone: int = 0
    nothing_new: bool = field(default=False)
    """The copy in use is the registry's newest already."""


def from_file(source: Path, options: RefreshOptions) -> Origin:
    """Saved records."""
    stamp = saved_timestamp(source) if source.is_dir() else None
    texts = read_texts(source)
    return Origin("file", str(source), texts, options.scope, options.scope, options.sample, registry_timestamp=_naive(stamp))


def from_snapshot(current: Current, stack: ExitStack) -> Origin:
    """The records of the copy itself, to be read by the present rules; its age stays what it is."""
    archive, stamp = stack.enter_context(Archive(current.path)), current.stamp
    return Origin(
        "reread",
        stamp["source"],
        archive.texts(),
        "all",
        stamp["scope"],
        stamp["sample"],
        query=stamp["query"],
        registry_timestamp=stamp["registry_timestamp"],
        refreshed_at=stamp["refreshed_at"],
        harvested_at=None if stamp["query"] == "[]" else current.harvested_at,
        requests=stamp["requests"],
        bytes=stamp["bytes"],
    )


def from_registry(
    settings: Settings,
    options: RefreshOptions,
    folder: CacheFolder,
    current: Current | None,
    reporter: RefreshReporter,
    notes: Notes,
) -> Origin:
    """The registry: what changed, or everything when a sweep will not do. Pages are received into the cache folder."""
    from trialfinder.ctgov.harvest import NeedsFullHarvest, harvest, update

    queries = scope_queries(options.scope)
    query, now = json.dumps([query.params() for query in queries]), datetime.now(UTC)
    reason = why_full(current, options, settings, query, now)
    known, nameless = _known(current) if current else ({}, 0)
    client = _client(settings, reporter)
    notes.traffic = client.traffic
    with client:
        if current and not reason:
            notes.mode = "sweep"
            try:
                as_of = _aware(current.stamp["registry_timestamp"])
                found = update(client, queries, folder.pages, known, as_of=as_of, nameless=nameless, reporter=reporter)
                return _swept(found, current, query, options, settings)
            except NeedsFullHarvest as cause:
                reason = str(cause)
        notes.mode = "full"
        if current:
            reporter.note(f"fetching every record: {reason}")
        known = _comparable(current, options, known)
        whole = harvest(client, queries, folder.pages, reporter=reporter, known=known)
    if options.save_pages:
        save_pages(whole.spool, options.save_pages)
    return _harvested(whole, known, query, options, settings)


def _client(settings: Settings, reporter: RefreshReporter) -> "RegistryClient":
    """Who has little patience does not wait a minute for one answer either."""
    from trialfinder.ctgov.client import RegistryClient
    from trialfinder.ctgov.retry import Patience
    from trialfinder.ctgov.transport import Transport

    transport = Transport(
        settings.api_url,
        user_agent=settings.user_agent,
        pause=settings.pause,
        timeout=(8.0, max(0.2, min(60.0, settings.patience / 4))),
        deadline=max(0.4, min(120.0, settings.patience / 2)),
        patience=Patience(give_up_after=settings.patience),
        on_event=reporter.note,
    )
    return RegistryClient(transport)


def _known(current: Current) -> tuple[dict[str, str], int]:
    """Sweep keys of the copy by id, and how many of its records have no id."""
    with Archive(current.path) as archive:
        keys = archive.sweep_keys()
        problems = archive.problems()
    for nct_id, text in problems:
        if nct_id:
            keys[nct_id] = _key_of(text)
    return keys, sum(not nct_id for nct_id, _ in problems)


def _key_of(text: str) -> str:
    try:
        return sweep_key(json.loads(text))
    except (ValueError, RecursionError):
        return ""


def _comparable(current: Current | None, options: RefreshOptions, known: dict[str, str]) -> dict[str, str]:
    """What a new harvest may be compared with: a copy of real records is no successor of one of made-up ones."""
    same = current and (current.stamp["scope"], current.stamp["sample"]) == (options.scope, options.sample)
    return known if same else {}


def _harvested(found: "Harvest", known: dict[str, str], query: str, options: RefreshOptions, settings: Settings) -> Origin:
    report, now = found.report, _naive(datetime.now(UTC))
    return Origin(
        "full",
        settings.api_url,
        found.texts(),
        "all",
        options.scope,
        options.sample,
        query=query,
        registry_timestamp=_naive(report.data_timestamp),
        harvested_at=now,
        requests=report.requests,
        bytes=report.received,
        duplicates=report.duplicates,
        departed=found.departures.as_json(),
        expected=report.trials,
        gone=len(found.departures.fates),
        added=max(0, report.trials - (len(known) - len(found.departures.fates))),
    )


def _swept(found: "Update", current: Current, query: str, options: RefreshOptions, settings: Settings) -> Origin:
    difference, report, departures = found.difference, found.changed.report, found.departures
    gone = difference.gone - departures.unchanged
    timestamp = _naive(report.data_timestamp)
    return Origin(
        "sweep",
        settings.api_url,
        found.changed.texts(),
        "all",
        options.scope,
        options.sample,
        query=query,
        registry_timestamp=timestamp,
        harvested_at=current.harvested_at,
        requests=report.requests,
        bytes=report.received,
        duplicates=report.duplicates,
        departed=departures.as_json(),
        carry=current.path,
        without=difference.wanted | gone,
        only=difference.wanted,
        expected=found.listed + len(departures.unchanged) + found.nameless,
        added=len(difference.new),
        changed=len(difference.changed),
        gone=len(gone),
        nothing_new=not (difference.wanted or gone) and timestamp in (None, current.stamp["registry_timestamp"]),
    )


def _naive(when: datetime | None) -> datetime | None:
    """UTC without a zone, as the cache keeps it."""
    return when.astimezone(UTC).replace(tzinfo=None) if when else None


def _aware(when: datetime | None) -> datetime | None:
    """As the registry says it."""
    return when.replace(tzinfo=UTC) if when else None
