"""What DuckDB says, in words a person can act on."""

from pathlib import Path

import duckdb
import pytest

from trialfinder.domain.errors import CacheUnusable
from trialfinder.store.connection import translate


def test_a_machine_out_of_memory_is_not_blamed_on_the_copy() -> None:
    with pytest.raises(MemoryError), translate(Path("snap.duckdb")):
        raise duckdb.OutOfMemoryException("Out of Memory Error: Allocation failure")


def test_other_trouble_is_blamed_on_the_copy_by_name() -> None:
    with pytest.raises(CacheUnusable, match="is damaged"), translate(Path("snap.duckdb")):
        raise duckdb.IOException("IO Error: Could not read enough bytes from file")
