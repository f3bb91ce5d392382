"""Which way a refresh goes: from a file, by a sweep, in full, or by reading again what is here. Asks nobody; decides by facts."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from trialfinder.ctgov.scope import Scope
from trialfinder.domain.errors import CacheUnusable
from trialfinder.services.reading import reading_version
from trialfinder.services.runs import next_full
from trialfinder.settings import Settings
from trialfinder.store.archive import Archive
from trialfinder.store.folder import CacheFolder
from trialfinder.store.schema import SCHEMA_VERSION

__all__ = ["Current", "RefreshOptions", "RefreshReporter", "current_copy", "why_full"]


class RefreshReporter(Protocol):
    """What a refresh tells while it runs. The CLI draws it; a test records it."""

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        """``done_trials`` of about ``expected`` trials received, in ``pages`` pages."""

    def read(self, trials: int) -> None:
        """``trials`` records read and written to the new copy so far."""

    def note(self, text: str) -> None:
        """Something worth a line: a retry, a restart."""


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """What to refresh from, and how careful to be."""

    scope: Scope = "open"
    """``open``: every open cancer trial; ``all``: every status (from a file: every record)."""
    source: Path | None = None
    """A file or folder of saved records instead of the registry."""
    save_pages: Path | None = None
    """Keep the registry's pages here as well; asks for every record."""
    allow_shrink: bool = False
    sample: bool = False
    """The records are made up, and every answer must say so."""
    workers: int | None = None
    full: bool = False
    """Fetch every record, changed or not."""
    reread: bool = False
    """Only read again the records that are here; no network."""


@dataclass(frozen=True, slots=True)
class Current:
    """The copy in use, as far as a refresh cares."""

    path: Path
    stamp: dict[str, Any] = field(repr=False)

    @property
    def outdated(self) -> bool:
        """Whether this program would read its records into other rows."""
        return (self.stamp["schema_version"], self.stamp["rules_version"]) != (SCHEMA_VERSION, reading_version())

    @property
    def harvested_at(self) -> datetime | None:
        """When every record was last fetched, UTC; a copy of a program that knew no sweeps was fetched whole."""
        harvested: datetime | None = self.stamp.get("harvested_at", self.stamp["refreshed_at"])
        return harvested


def current_copy(folder: CacheFolder) -> Current | None:
    """The copy in use if its records can be read, whatever version wrote it."""
    try:
        path = folder.current()
        with Archive(path) as archive:
            return Current(path, archive.stamp)
    except CacheUnusable:
        return None


def why_full(current: Current | None, options: RefreshOptions, settings: Settings, query: str, now: datetime) -> str:
    """Why every record has to be fetched, ``""`` when a sweep will do. ``query``: the questions to be asked, as JSON."""
    if current is None:
        return "there is no local copy that a sweep could go on from"
    stamp = current.stamp
    if options.full or options.save_pages:
        return "every record was asked for"
    if stamp["sample"] != options.sample or stamp["source"] != settings.api_url:
        return "the local copy is from another source"
    if stamp["scope"] != options.scope or stamp["query"] != query:
        return "the questions to the registry have changed"
    due = next_full(current.harvested_at, settings.full_days)
    if due is None or due <= now:
        return f"the last full harvest is {settings.full_days} days old"
    return ""
