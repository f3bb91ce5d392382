"""What speaks against starting a refresh, or against publishing what it built."""

import shutil

from trialfinder.domain.errors import CacheUnusable, RefreshRefused
from trialfinder.services.refresh_plan import RefreshOptions
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.snapshot import Stamp

__all__ = ["check_complete", "check_size", "check_space"]

#: A copy that lost more than this share of its trials is a fault somewhere, not news.
MAX_SHRINK = 0.20
#: Bytes that must be free before a refresh starts: an open-trials snapshot measured 0.25 GB, plus the pages it came from.
_LEAST_FREE = 300_000_000


def check_space(folder: CacheFolder) -> None:
    """Raises RefreshRefused when there is no room for another copy and the pages it comes from."""
    sizes = [path.stat().st_size for path in folder.snapshots()]
    needed = max(_LEAST_FREE, 2 * max(sizes, default=0))
    free = shutil.disk_usage(folder.path).free
    if free < needed:
        raise RefreshRefused(
            f"Only {free / 1e9:.1f} GB are free in {folder.path}; a refresh needs about {needed / 1e9:.1f} GB.",
            "free some space, or choose another folder with --cache FOLDER",
        )


def check_complete(held: int, expected: int | None) -> None:
    """Raises RefreshRefused when the new copy does not hold every record that the registry lists."""
    if expected is not None and held != expected:
        raise RefreshRefused(
            f"The new copy would hold {held:,} records, but the registry lists {expected:,}; nothing was published.",
            "run `trialfinder refresh --full`",
        )


def check_size(folder: CacheFolder, stamp: Stamp, options: RefreshOptions) -> None:
    """Raises RefreshRefused for an empty copy, and for one that lost a fifth of its trials unless that is allowed."""
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
