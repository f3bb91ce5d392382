"""How old the local copy is, what it holds and how the last refresh went."""

import json
from datetime import datetime
from pathlib import Path

from trialfinder.domain.status import CacheStatus
from trialfinder.store.reader import SnapshotReader

__all__ = ["read_status"]


def read_status(cache: Path, now: datetime) -> CacheStatus:
    """Facts about the current snapshot; every table is read in full. Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        stamp, facts = reader.stamp, reader.facts
        problems = [(row["nct_id"], row["reason"]) for row in reader.problems()]
        newest = facts.registry_timestamp or facts.refreshed_at
        return CacheStatus(
            facts=facts,
            folder=str(cache),
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
        )
