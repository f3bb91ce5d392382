"""Every match of a question, read in pieces, for lists that must be complete."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from trialfinder.domain.query import Hit, SearchSpec
from trialfinder.services.search import hits_of
from trialfinder.store.reader import SnapshotReader

__all__ = ["export_hits"]


@contextlib.contextmanager
def export_hits(cache: Path, spec: SearchSpec) -> Iterator[Iterator[Hit]]:
    """All hits of ``spec``, ranked; the snapshot stays open until the block ends. Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        yield hits_of(reader, spec)
