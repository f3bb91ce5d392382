"""Reading single values of a study whatever their type: text, lists, numbers, ages, dates. Total: never raises.

Text loses control characters (a terminal must survive any record) and lone surrogates (UTF-8 cannot hold them), and HTML's
way of writing a character (``l&#39;Hôpital``) becomes the character; it is otherwise left as the registry wrote it.
"""

import html
import re
from datetime import date
from functools import lru_cache
from typing import Final

from trialfinder.domain.trial import PartialDate

__all__ = ["age_years", "at", "clean", "flag", "items", "number", "partial_date", "texts", "value_text", "whole_number"]

_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
#: Closed by a semicolon: "R&D" and "&copy=2" in an address are no entities.
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AGE: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(year|month|week|day|hour|minute)s?", re.IGNORECASE)
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PER_YEAR: Final = {"year": 1.0, "month": 12.0, "week": 365.25 / 7, "day": 365.25, "hour": 8766.0, "minute": 525960.0}
_NOTHING: Final[dict[str, object]] = {}


def at(value: object, key: str) -> dict[str, object]:
    """The object under ``key``, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else _NOTHING


def items(value: dict[str, object], key: str) -> list[dict[str, object]]:
    """The objects in the list under ``key``; anything else in it is left out."""
    found = value.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def clean(text: str) -> str:
    """The text without entities, and without what a terminal or an UTF-8 file could not take."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if text.isprintable():  # nearly every short value: ten times faster than the expression
        return text
    return _UNSAFE.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    return "\ufffd" if match[0] >= "\ud800" else ""


def value_text(value: dict[str, object], key: str) -> str:
    """The text under ``key``, trimmed; ``""`` for anything but text or a number."""
    found = value.get(key)
    if isinstance(found, str):
        return found.strip() if found.isprintable() and "&" not in found else clean(found).strip()
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""


def texts(value: dict[str, object], key: str) -> tuple[str, ...]:
    """The texts in the list under ``key``, without empty ones; a lone text counts as a list of one."""
    found = value.get(key)
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list):
        return ()
    return tuple([text for item in found if isinstance(item, str) and (text := clean(item).strip())])


def flag(value: dict[str, object], key: str) -> bool | None:
    """True or False as stated, else None."""
    found = value.get(key)
    return found if isinstance(found, bool) else None


def number(value: dict[str, object], key: str) -> float | None:
    """A finite number under ``key``."""
    found = value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found) if abs(found) < 1e15 else None  # NaN and infinity fail the comparison


def whole_number(value: dict[str, object], key: str) -> int | None:
    """A count that a 32-bit column can hold; larger ones are typing errors of the sponsor."""
    found = number(value, key)
    return int(found) if found is not None and 0 <= found < 2**31 else None


@lru_cache(maxsize=4096)
def _age(text: str) -> float | None:
    match = _AGE.fullmatch(text)
    return float(match[1]) / _PER_YEAR[match[2].lower()] if match else None


def age_years(value: dict[str, object], key: str) -> float | None:
    """``"18 Years"``, ``"6 Months"`` … in years; None when absent, ``"N/A"`` or not an age."""
    return _age(value_text(value, key))


@lru_cache(maxsize=16384)
def _date(text: str) -> PartialDate | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        return PartialDate(text, date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return None


def partial_date(value: dict[str, object], key: str) -> PartialDate | None:
    """The date under ``key``, or in the ``date`` of an object there; None for garbage."""
    found = value.get(key)
    if isinstance(found, dict):
        found = found.get("date")
    return _date(found.strip()) if isinstance(found, str) else None
