"""What the cache says about itself, for people and for monitors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trialfinder.domain.query import CacheFacts

__all__ = ["CacheStatus"]


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
