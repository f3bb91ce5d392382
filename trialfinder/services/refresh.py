"""Bring the local copy up to date: fetch, read, build, verify, publish. The old copy stays in use until the last step."""

import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from trialfinder import __version__
from trialfinder.domain.errors import CacheUnusable, DiskFull, ExitCode, UsageProblem
from trialfinder.services.reading import ReadRecord, read_records, reading_version
from trialfinder.services.refresh_guard import check_complete, check_size, check_space
from trialfinder.services.refresh_origin import Origin, from_file, from_registry, from_snapshot
from trialfinder.services.refresh_plan import Current, RefreshOptions, RefreshReporter, current_copy
from trialfinder.services.runs import Notes, logged
from trialfinder.services.stopping import stoppable
from trialfinder.settings import Settings
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.snapshot import SnapshotBuilder, Stamp, duckdb_version

__all__ = ["RefreshOptions", "RefreshOutcome", "RefreshReporter", "refresh"]


@dataclass(frozen=True, slots=True)
class RefreshOutcome:
    """The copy in use after a refresh, and what was done for it."""

    stamp: Stamp
    snapshot: Path
    skipped: int
    """Records left out: not a cancer trial, or not open."""
    duplicates: int
    problems: tuple[tuple[str, str], ...]
    """(id, reason) of records that could not be read, at most ten."""
    published: bool = True
    """False: the copy in use was the newest already."""
    added: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def exit_code(self) -> ExitCode:
        """What cron is told."""
        return ExitCode.PROBLEMS if self.stamp.problems else ExitCode.ANSWERED


@dataclass(slots=True)
class _Tally:
    sites: int = 0
    skipped: int = 0
    duplicates: int = 0
    newest: str = ""
    seen: set[str] = field(default_factory=set)


def refresh(settings: Settings, options: RefreshOptions, reporter: RefreshReporter) -> RefreshOutcome:
    """Build and publish a new snapshot; one line about it goes into the run log, however it ends.

    Raises RegistryUnreachable, RefreshRefused (nothing published), RefreshRunning, CacheUnusable, UsageProblem.
    """
    folder = CacheFolder(settings.cache)
    before = folder.newest_name()
    with logged(settings.cache) as notes, stoppable(lambda: folder.newest_name() != before), folder.refreshing():
        try:
            folder.tidy(settings.keep)
            check_space(folder)
            outcome = _Run(settings, options, folder, reporter, notes).whole()
        except DiskFull:
            folder.drop_pages()  # others need the disk too
            raise
        finally:
            folder.drop_empty_pages()
        folder.tidy(settings.keep)
        notes.exit_code, notes.sentence = outcome.exit_code, _sentence(outcome)
    return outcome


def _sentence(outcome: RefreshOutcome) -> str:
    if not outcome.published:
        return "Nothing new at the registry."
    return f"Published {outcome.stamp.trials:,} trials."


@dataclass(slots=True)
class _Run:
    settings: Settings
    options: RefreshOptions
    folder: CacheFolder
    reporter: RefreshReporter
    notes: Notes
    started: float = field(default_factory=time.monotonic)

    def whole(self) -> RefreshOutcome:
        current = current_copy(self.folder)
        if self.options.source is not None:
            self.notes.mode = "file"
            return self._publish(from_file(self.options.source, self.options))
        if self.options.reread:
            return self._reread(current)
        if current and current.outdated:
            current = self._brought_up(current)
        origin = from_registry(self.settings, self.options, self.folder, current, self.reporter, self.notes)
        outcome = self._unchanged(current, origin) if current and origin.nothing_new else self._publish(origin)
        self.folder.drop_pages()
        return outcome

    def _reread(self, current: Current | None) -> RefreshOutcome:
        """The records that are here, by the rules and in the format of this version: no network is needed for that."""
        if current is None:
            self.folder.current()  # says why there is none
            raise UsageProblem("There is no local copy whose records could be read again.", "run `trialfinder refresh`")
        self.notes.mode = "reread"
        with ExitStack() as stack:
            return self._publish(from_snapshot(current, stack))

    def _brought_up(self, current: Current) -> Current | None:
        """A copy of another version, first brought to this one: searches need it even if the registry cannot be reached."""
        self.reporter.note("reading the records here again, by the rules of this version")
        try:
            self._reread(current)
        except CacheUnusable as damage:
            self.reporter.note(f"{damage.message} Starting from nothing.")
            return None
        return current_copy(self.folder)

    def _publish(self, origin: Origin) -> RefreshOutcome:
        with SnapshotBuilder(self.folder) as builder:
            tally = _Tally(duplicates=origin.duplicates)
            if origin.carry:
                builder.carry(origin.carry, origin.without)
            self._build(builder, read_records(origin.texts, origin.keep, self.options.workers), origin, tally)
            check_complete(builder.rows("trials") + builder.rows("problems"), origin.expected)
            stamp = _stamp(origin, builder, tally, time.monotonic() - self.started)
            check_size(self.folder, stamp, self.options)
            snapshot = builder.publish(stamp)
        self._note(origin, stamp, published=True)
        return self._outcome(origin, stamp, snapshot, tally, published=True)

    def _unchanged(self, current: Current, origin: Origin) -> RefreshOutcome:
        stamp = Stamp(**current.stamp)
        self._note(origin, stamp, published=False)
        return self._outcome(origin, stamp, current.path, _Tally(), published=False)

    def _build(self, builder: SnapshotBuilder, records: Iterable[ReadRecord], origin: Origin, tally: _Tally) -> None:
        done = 0
        for record in records:
            if record.nct_id and record.nct_id in tally.seen:
                tally.duplicates += 1
                continue
            tally.seen.add(record.nct_id)
            tally.newest = max(tally.newest, record.version_holder)
            if origin.only is not None and record.nct_id not in origin.only:
                continue
            if record.rows is None:
                tally.skipped += 1
                builder.history.departed(record.nct_id, record.status, record.why_stopped)
                continue
            builder.add(record.rows)
            done += 1
            if done % 250 == 0:
                self.reporter.read(done)
        self.reporter.read(builder.rows("trials"))

    def _note(self, origin: Origin, stamp: Stamp, *, published: bool) -> None:
        notes = self.notes
        notes.published, notes.trials, notes.problems = published or notes.published, stamp.trials, stamp.problems
        notes.added, notes.changed, notes.gone = origin.added, origin.changed, origin.gone
        notes.registry_timestamp = stamp.registry_timestamp.isoformat() if stamp.registry_timestamp else ""

    def _outcome(self, origin: Origin, stamp: Stamp, snapshot: Path, tally: _Tally, *, published: bool) -> RefreshOutcome:
        with SnapshotReader(self.folder.path) as reader:
            problems = tuple((row["nct_id"] or "(no id)", row["reason"]) for row in reader.problems()[:10])
        return RefreshOutcome(
            stamp, snapshot, tally.skipped, tally.duplicates, problems, published, origin.added, origin.changed, origin.gone
        )


def _stamp(origin: Origin, builder: SnapshotBuilder, tally: _Tally, seconds: float) -> Stamp:
    return Stamp(
        schema_version=SCHEMA_VERSION,
        program_version=__version__,
        duckdb_version=duckdb_version(),
        rules_version=reading_version(),
        registry_timestamp=origin.registry_timestamp or _day(tally.newest),
        refreshed_at=origin.refreshed_at or datetime.now(UTC).replace(tzinfo=None),
        scope=origin.scope,
        source=origin.name,
        query=origin.query,
        sample=origin.sample,
        trials=builder.rows("trials"),
        sites=builder.rows("sites"),
        problems=builder.rows("problems"),
        requests=origin.requests,
        bytes=origin.bytes,
        duration_s=round(seconds, 3),
        mode=origin.mode,
        harvested_at=origin.harvested_at,
        departed=origin.departed,
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d")  # noqa: DTZ007 - UTC by the registry's convention
    except ValueError:
        return None
