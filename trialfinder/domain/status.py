"""What the cache says about itself, for people and for monitors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trialfinder.domain.query import CacheFacts

__all__ = ["CacheStatus", "RunRecord"]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of ``refresh``, as it stands in the run log: one JSON line, keys only ever added."""

    started: str
    """UTC, ISO 8601, as ``finished``."""
    finished: str
    mode: str
    """``full``, ``sweep``, ``reread``, ``file``, ``rollback``; ``""`` when it ended before that was clear."""
    exit_code: int
    sentence: str
    """What happened, in one sentence."""
    published: bool = False
    snapshot: str = ""
    """File name of the snapshot in use afterwards."""
    registry_timestamp: str = ""
    """The registry's release, UTC."""
    trials: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    problems: int = 0
    requests: int = 0
    bytes: int = 0
    duration_s: float = 0.0
    program_version: str = ""


@dataclass(frozen=True, slots=True)
class CacheStatus:
    """Age, contents and origin of the current snapshot."""

    facts: CacheFacts
    folder: str
    """Where the cache is."""
    snapshot: str
    """File name of the snapshot in use."""
    snapshot_bytes: int = 0
    program_version: str = ""
    schema_version: int = 0
    duckdb_version: str = ""
    rules_version: str = ""
    source: str = ""
    """Where the records came from: a base address, or a file."""
    queries: tuple[Mapping[str, str], ...] = ()
    """The parameters of each question asked of the registry; empty when a file was read."""
    tables: Mapping[str, int] = field(default_factory=dict)
    """Rows per table."""
    statuses: Mapping[str, int] = field(default_factory=dict)
    """Trials per overall status."""
    problems: tuple[tuple[str, str], ...] = ()
    """(id, reason) of records that could not be read; the count is that of the table."""
    requests: int = 0
    bytes: int = 0
    """Received from the registry by the last refresh."""
    duration_s: float = 0.0
    age_hours: float | None = None
    """Hours since the registry's data timestamp, or since the refresh; None: unknown."""
    mode: str = ""
    """How this snapshot was made, see RunRecord."""
    harvested_at: datetime | None = None
    """When every record was last fetched, UTC."""
    next_full: datetime | None = None
    """From when on a refresh fetches every record again; None: not known, or the next one does."""
    checked_at: datetime | None = None
    """When it was last made sure that this is the registry's newest, UTC."""
    rolled_back: str = ""
    """When and from which snapshot, if an earlier one was taken back into use."""
    kept: tuple[str, ...] = ()
    """Snapshots a rollback could go back to, newest first."""
    last_run: RunRecord | None = None
