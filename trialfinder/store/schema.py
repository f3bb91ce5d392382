"""What reader and writer of a snapshot agree on: its format, its tables, and how a set of stages is written down."""

from functools import cache
from pathlib import Path

from trialfinder.domain.stage import Stage
from trialfinder.store.sqlfiles import read_sql, schema_files

__all__ = ["SCHEMA_VERSION", "TABLES", "layout_version", "stage_bits"]

#: Raised whenever a file under ``sql/schema`` changes what older or newer programs would read.
SCHEMA_VERSION = 4

TABLES = ("trials", "sites", "contacts", "stage_evidence", "markers", "records", "problems")

_BITS = {stage: 1 << position for position, stage in enumerate(Stage)}


def stage_bits(stages: frozenset[Stage]) -> int:
    """A set of stages as bits: 0 is 1, I is 2 … IV is 16."""
    return sum(_BITS[stage] for stage in stages)


@cache
def layout_version() -> str:
    """Changes whenever rows are laid out in another way, even between two releases of this program."""
    import hashlib  # loads OpenSSL, which a search has no use for

    rows = Path(__file__).with_name("rows.py").read_text(encoding="utf-8")
    return hashlib.sha256("".join([rows, *map(read_sql, schema_files())]).encode()).hexdigest()[:4]
