"""Bring the local copy up to date: harvest, read, build, verify, publish. The old copy stays in use until the last step."""

import contextlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from trialfinder import __version__
from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.harvest import harvest
from trialfinder.ctgov.replay import read_texts
from trialfinder.ctgov.scope import Scope, scope_queries
from trialfinder.ctgov.spool import save_pages, saved_timestamp
from trialfinder.domain.errors import CacheUnusable, RefreshRefused
from trialfinder.enrich.pipeline import rules_version
from trialfinder.services.reading import ReadRecord, read_records
from trialfinder.settings import Settings
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.snapshot import SnapshotBuilder, Stamp, duckdb_version

__all__ = ["RefreshOptions", "RefreshOutcome", "RefreshReporter", "refresh"]

#: A copy that lost more than this share of its trials is a fault somewhere, not news.
MAX_SHRINK = 0.20
#: Bytes that must be free before a refresh starts: an open-trials snapshot measured 0.25 GB, plus the pages it came from.
_LEAST_FREE = 300_000_000


class RefreshReporter(Protocol):
    """What a refresh tells while it runs. The CLI draws it; a test records it."""

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        """``done_trials`` of about ``expected`` trials received, in ``pages`` pages."""

    def read(self, trials: int) -> None:
        """``trials`` records read and written to the new copy so far."""

    def note(self, text: str) -> None:
        """Something worth a line: a retry, a restart."""


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """What to refresh from, and how careful to be."""

    scope: Scope = "open"
    """``open``: every open cancer trial; ``all``: every status (from a file: every record)."""
    source: Path | None = None
    """A file or folder of saved records instead of the registry."""
    save_pages: Path | None = None
    """Keep the registry's pages here as well."""
    allow_shrink: bool = False
    sample: bool = False
    """The records are made up, and every answer must say so."""
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class RefreshOutcome:
    """What was published."""

    stamp: Stamp
    snapshot: Path
    skipped: int
    """Records left out: not a cancer trial, or not open."""
    duplicates: int
    problems: tuple[tuple[str, str], ...]
    """(id, reason) of records that could not be read, at most ten."""


@dataclass(slots=True)
class _Tally:
    trials: int = 0
    sites: int = 0
    skipped: int = 0
    duplicates: int = 0
    problems: int = 0
    newest: str = ""
    examples: list[tuple[str, str]] = field(default_factory=list)


def refresh(settings: Settings, options: RefreshOptions, reporter: RefreshReporter) -> RefreshOutcome:
    """Build and publish a new snapshot.

    Raises RegistryUnreachable, RefreshRefused (nothing published), RefreshRunning, CacheUnusable, UsageProblem.
    """
    started = time.monotonic()
    folder = CacheFolder(settings.cache)
    with ExitStack() as stack:
        stack.enter_context(folder.refreshing())
        with contextlib.suppress(CacheUnusable):  # a damaged pointer is what this refresh is about to mend
            folder.tidy()
        _check_space(folder)
        origin = _open_source(settings, options, folder, reporter, stack)
        builder = stack.enter_context(SnapshotBuilder(folder))
        tally = _Tally(duplicates=origin.duplicates)
        _build(builder, read_records(origin.texts, origin.keep, options.workers), tally, reporter)
        stamp = Stamp(
            schema_version=SCHEMA_VERSION,
            program_version=__version__,
            duckdb_version=duckdb_version(),
            rules_version=rules_version(),
            registry_timestamp=origin.registry_timestamp or _day(tally.newest),
            refreshed_at=datetime.now(UTC).replace(tzinfo=None),
            scope=options.scope,
            source=origin.name,
            query=origin.query,
            sample=options.sample,
            trials=tally.trials,
            sites=tally.sites,
            problems=tally.problems,
            requests=origin.requests,
            bytes=origin.bytes,
            duration_s=round(time.monotonic() - started, 3),
        )
        _check_size(folder, stamp, options)
        snapshot = builder.publish(stamp)
        folder.tidy()
    return RefreshOutcome(stamp, snapshot, tally.skipped, tally.duplicates, tuple(tally.examples))


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the records come from, ready to be read."""

    name: str
    texts: Iterator[str]
    keep: Scope
    """Which of them to keep. The registry was asked for the scope and is believed; a file may hold anything."""
    query: str = "[]"
    registry_timestamp: datetime | None = None
    requests: int = 0
    bytes: int = 0
    duplicates: int = 0


def _open_source(
    settings: Settings, options: RefreshOptions, folder: CacheFolder, reporter: RefreshReporter, stack: ExitStack
) -> _Origin:
    if options.source is not None:
        stamp = saved_timestamp(options.source) if options.source.is_dir() else None
        texts = read_texts(options.source)
        return _Origin(str(options.source), texts, options.scope, registry_timestamp=_naive(stamp))
    spool = Path(stack.enter_context(TemporaryDirectory(prefix=".spool-", dir=folder.path)))
    queries = scope_queries(options.scope)
    client = RegistryClient(settings.api_url, user_agent=settings.user_agent, pause=settings.pause, on_event=reporter.note)
    with client:
        harvested = harvest(client, queries, spool, reporter=reporter)
    if options.save_pages:
        save_pages(harvested.spool, options.save_pages)
    report = harvested.report
    return _Origin(
        settings.api_url,
        harvested.texts(),
        "all",
        query=json.dumps([query.params() for query in queries]),
        registry_timestamp=_naive(report.data_timestamp),
        requests=report.requests,
        bytes=report.received,
        duplicates=report.duplicates,
    )


def _build(builder: SnapshotBuilder, records: Iterable[ReadRecord], tally: _Tally, reporter: RefreshReporter) -> None:
    seen: set[str] = set()
    for record in records:
        if record.nct_id and record.nct_id in seen:
            tally.duplicates += 1
            continue
        seen.add(record.nct_id)
        tally.newest = max(tally.newest, record.version_holder)
        if record.rows is None:
            tally.skipped += 1
            builder.history.departed(record.nct_id, record.status, record.why_stopped)
            continue
        builder.add(record.rows)
        if record.problem:
            tally.problems += 1
            if len(tally.examples) < 10:
                tally.examples.append((record.nct_id or "(no id)", record.problem))
            continue
        tally.trials += 1
        tally.sites += len(record.rows["sites"])
        if tally.trials % 250 == 0:
            reporter.read(tally.trials)
    reporter.read(tally.trials)


def _check_space(folder: CacheFolder) -> None:
    sizes = [path.stat().st_size for path in folder.snapshots()]
    needed = max(_LEAST_FREE, 2 * max(sizes, default=0))
    free = shutil.disk_usage(folder.path).free
    if free < needed:
        raise RefreshRefused(
            f"Only {free / 1e9:.1f} GB are free in {folder.path}; a refresh needs about {needed / 1e9:.1f} GB.",
            "free some space, or choose another folder with --cache FOLDER",
        )


def _check_size(folder: CacheFolder, stamp: Stamp, options: RefreshOptions) -> None:
    if not stamp.trials:
        raise RefreshRefused(
            "Not one trial was found, so nothing was published.", "check the source; --scope all takes every record"
        )
    try:
        with SnapshotReader(folder.path) as old:
            before, scope, sample = old.stamp["trials"], old.stamp["scope"], old.stamp["sample"]
    except CacheUnusable:
        return
    if (scope, sample) == (stamp.scope, stamp.sample) and stamp.trials < before * (1 - MAX_SHRINK) and not options.allow_shrink:
        raise RefreshRefused(
            f"The new copy would hold {stamp.trials:,} trials where the present one holds {before:,}; nothing was published.",
            "if that is right, run `trialfinder refresh --allow-shrink`",
        )


def _naive(when: datetime | None) -> datetime | None:
    """UTC without a zone, as the cache keeps it."""
    return when.astimezone(UTC).replace(tzinfo=None) if when else None


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d")  # noqa: DTZ007 - UTC by the registry's convention
    except ValueError:
        return None
