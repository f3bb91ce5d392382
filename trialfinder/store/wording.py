"""When two texts say the same: the registry renews its markup (escapes, bullets, blanks) without anybody having edited a word."""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from trialfinder.domain.trial import Trial

__all__ = ["prose", "words_hash"]

#: Fields of a record no reader of prose goes by. Whatever is not named here counts as text: were a reading to change while its
#: text did not, the trial would not be blamed for it.
_NOT_READ = {
    *("nct_id", "aliases", "org_study_id", "sponsor", "sponsor_class", "collaborators", "enrollment", "has_results"),
    *("overall_status", "last_known_status", "why_stopped", "sites", "central_contacts", "officials", "version_holder"),
    *("start", "primary_completion", "completion", "first_posted", "last_update", "last_verified"),
}
_BULLETS = re.compile(r"\n[ \t]*(?:[*•·-]+|\d{1,2}[.)])(?=\s)")


def words_hash(*texts: str) -> int:
    """64 bits that stay the same as long as the words do: escapes, entities, bullets and blanks do not count."""
    words = _words("\n\0\n".join(texts))
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def prose(trial: Trial) -> Iterator[str]:
    """Everything a reader of prose may go by: when none of it changed, a reading changes only with the rules."""
    for field in fields(trial):
        if field.name not in _NOT_READ:
            yield from _leaves(getattr(trial, field.name))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _leaves(one)
    elif is_dataclass(value):
        for name in value.__dataclass_fields__:  # ``fields`` makes a new tuple of them each time
            yield from _leaves(getattr(value, name))
    else:
        yield str(value)


def _words(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "")
    if "&" in text:
        text = html.unescape(text)
    return " ".join(_BULLETS.sub(" ", f"\n{text}").split())
