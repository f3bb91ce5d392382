"""Up to which refresh somebody was told the changes, so that nothing is told twice and nothing is missed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from trialfinder.services.private import damaged, locked, read_private, write_private
from trialfinder.services.request import SearchRequest

__all__ = ["Marks", "asked_key", "just_after", "watch_key"]


def asked_key(cache: Path, request: SearchRequest | None, kinds: Sequence[str]) -> str:
    """Name of one question to one copy. A digest: the file need not tell what was asked."""
    given = request._asdict() if request else None
    asked = {key: value for key, value in given.items() if value != getattr(SearchRequest(), key)} if given else given
    text = repr((str(cache.resolve()), asked, sorted(kinds)))
    return "asked " + hashlib.sha256(text.encode()).hexdigest()[:16]


def watch_key(cache: Path, name: str) -> str:
    """Name of a saved search run on one copy."""
    return f"watch {name} {cache.resolve()}"


def just_after(seen: datetime) -> datetime:
    """Where to go on: the first moment that has not been told."""
    return seen + timedelta(microseconds=1)


class Marks:
    """The file ``seen.json`` in the configuration folder: question -> refresh last told (UTC)."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "seen.json"

    def get(self, key: str) -> datetime | None:
        """The mark, or None. Raises UsageProblem when the file is damaged: taken for empty, news would be lost."""
        return self._read().get(key)

    def set(self, key: str, seen: datetime) -> None:
        """Move a mark; back as well, after a rollback or a clock that ran ahead: told twice is better than never."""
        with locked(self.path.parent, ".lock"):
            self._write({**self._read(), key: seen})

    def forget(self, name: str) -> None:
        """Drop the marks of a saved search, on whatever copy."""
        with locked(self.path.parent, ".lock"):
            marks = self._read()
            kept = {key: seen for key, seen in marks.items() if not key.startswith(f"watch {name} ")}
            if kept != marks:
                self._write(kept)

    def _read(self) -> dict[str, datetime]:
        text = read_private(self.path)
        try:
            return {str(key): datetime.fromisoformat(seen) for key, seen in json.loads(text).items()} if text.strip() else {}
        except json.JSONDecodeError as error:
            raise damaged(self.path, error.lineno, error.msg) from error
        except (AttributeError, TypeError, ValueError) as error:
            raise damaged(self.path, None, "it should hold a time for each search") from error

    def _write(self, marks: dict[str, datetime]) -> None:
        write_private(self.path, json.dumps({key: seen.isoformat() for key, seen in sorted(marks.items())}, indent=1) + "\n")
