"""How the registry writes studies on the wire: one page is one JSON object, with one study per line.

Keeps each study's own text beside its value, so that nothing has to be encoded again to be stored.
Refuses a body that is not such a page with ``ValueError``.
"""

import json
from dataclasses import dataclass, field

__all__ = ["PageBody", "RawStudy", "as_text", "load_json", "read_page", "studies_of"]


@dataclass(frozen=True, slots=True)
class RawStudy:
    """One record as delivered: the decoded value (None when it is not JSON) and its text."""

    raw: object
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PageBody:
    """What one page says. ``token`` leads to the next page and is forgotten when the walk ends."""

    studies: tuple[RawStudy, ...]
    total_count: int | None
    token: str


def read_page(text: str) -> PageBody:
    """Read the body of ``/studies``."""
    body = load_json(text)
    if not isinstance(body, dict) or not isinstance(body.get("studies"), list):
        raise ValueError("no list of studies in it")
    total, token = body.get("totalCount"), body.get("nextPageToken")
    if not isinstance(total, int) or isinstance(total, bool):
        total = None
    return PageBody(studies_of(body["studies"], text), total, token if isinstance(token, str) else "")


def studies_of(values: list[object], text: str) -> tuple[RawStudy, ...]:
    """Pair each study with its own line of ``text``; with a text of its own making where lines and studies do not agree."""
    lines = [line.rstrip("\r").removesuffix(",") for line in text.split("\n")[1:-1]]
    lines = [line for line in lines if line]
    if len(lines) == len(values) and all(line.startswith("{") and line.endswith("}") for line in lines):
        return tuple(RawStudy(value, line) for value, line in zip(values, lines, strict=True))
    return tuple(RawStudy(value, as_text(value)) for value in values)


def load_json(text: str) -> object:
    """Decode JSON; nesting too deep for the decoder is a ValueError like any other damage."""
    try:
        value: object = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def as_text(value: object) -> str:
    """JSON text on one line that any UTF-8 file can hold: a lone surrogate stays an escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text
