"""Back to the copy before the present one. Nothing is deleted; the next refresh goes on from the copy then in use."""

from datetime import UTC, datetime

from trialfinder.domain.errors import ExitCode
from trialfinder.domain.query import CacheFacts
from trialfinder.services.runs import logged
from trialfinder.settings import Settings
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader

__all__ = ["roll_back"]


def roll_back(settings: Settings) -> CacheFacts:
    """Take the snapshot before the current one into use; facts about it.

    Raises RefreshRefused when there is none, CacheUnusable when it cannot be read (the pointer then stays), RefreshRunning.
    """
    folder = CacheFolder(settings.cache)
    with logged(settings.cache) as notes, folder.refreshing():
        notes.mode = "rollback"
        for earlier in folder.history()[1:2]:
            SnapshotReader(folder.path, snapshot=earlier).__exit__()
        folder.roll_back(datetime.now(UTC))
        with SnapshotReader(folder.path) as reader:
            facts = reader.facts
        notes.published, notes.trials, notes.sentence = True, facts.trials, "Went back to the copy before."
        notes.registry_timestamp = facts.registry_timestamp.isoformat() if facts.registry_timestamp else ""
        notes.exit_code = ExitCode.ANSWERED
    return facts
