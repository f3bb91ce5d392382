"""How old the local copy is, what it holds and how the last refresh went."""

import json
from datetime import UTC, datetime

from trialfinder.domain.status import CacheStatus, RunRecord
from trialfinder.services.runs import last_runs, next_full
from trialfinder.settings import Settings
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader

__all__ = ["last_run", "read_status"]


def last_run(settings: Settings) -> RunRecord | None:
    """How the last refresh went, even when there is no local copy."""
    runs = last_runs(settings.cache)
    return runs[-1] if runs else None


def read_status(settings: Settings, now: datetime) -> CacheStatus:
    """Facts about the current snapshot; every table is read in full. Raises CacheUnusable."""
    folder, runs = CacheFolder(settings.cache), last_runs(settings.cache)
    with SnapshotReader(folder.path) as reader:
        stamp, facts = reader.stamp, reader.facts
        problems = [(row["nct_id"], row["reason"]) for row in reader.problems()]
        newest = facts.registry_timestamp or facts.refreshed_at
        harvested = stamp["harvested_at"].replace(tzinfo=UTC) if stamp["harvested_at"] else None
        return CacheStatus(
            facts=facts,
            folder=str(folder.path),
            snapshot=reader.path.name,
            snapshot_bytes=reader.path.stat().st_size,
            program_version=stamp["program_version"],
            schema_version=stamp["schema_version"],
            duckdb_version=stamp["duckdb_version"],
            rules_version=stamp["rules_version"],
            source=stamp["source"],
            queries=tuple(json.loads(stamp["query"])),
            tables=reader.table_counts(),
            statuses={row["status"]: row["trials"] for row in reader.statuses()},
            problems=tuple(problems),
            requests=stamp["requests"],
            bytes=stamp["bytes"],
            duration_s=stamp["duration_s"],
            age_hours=(now - newest).total_seconds() / 3600 if newest else None,
            mode=stamp["mode"],
            harvested_at=harvested,
            next_full=next_full(harvested, settings.full_days),
            checked_at=_checked_at(facts.refreshed_at, reader.path.name, runs),
            rolled_back=folder.rolled_back(),
            kept=tuple(path.name for path in folder.history()[1:]),
            last_run=runs[-1] if runs else None,
        )


def _checked_at(refreshed_at: datetime | None, snapshot: str, runs: list[RunRecord]) -> datetime | None:
    """A sweep that found nothing new makes the copy as fresh as a published one, as long as that copy is in use."""
    for run in reversed(runs):
        if run.snapshot == snapshot and run.mode == "sweep" and run.sentence and run.exit_code in (0, 5) and run.trials:
            try:
                checked = datetime.fromisoformat(run.finished)
            except ValueError:
                continue
            return max(checked, refreshed_at) if refreshed_at else checked
    return refreshed_at
