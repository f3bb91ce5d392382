"""Which failures of the registry pass by themselves, how long to wait for them, and when to stop.

No connection at all is given up quickly, because a person is waiting for a sentence; a registry that is there but busy
gets minutes. Nothing that the registry refused for a reason (400, 403, 404) is ever retried.
"""

import email.utils
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import tenacity

__all__ = ["RETRY_AFTER_CAP", "RETRY_STATUSES", "Passing", "Patience", "Trouble", "retry_after_seconds", "retrying"]

RETRY_STATUSES: Final = frozenset({429, 500, 502, 503, 504})
RETRY_AFTER_CAP: Final = 60.0
"""Seconds. A registry that asks for more is not waited for that long at once."""
LONGEST_WAIT: Final = 30.0
"""Seconds between two attempts when the registry names no time."""


class Trouble(StrEnum):
    """Kinds of failure with different patience."""

    UNCONNECTED = "unconnected"
    """No connection: no network, no such host, refused."""
    BROKEN = "broken"
    """An answer that was late, cut, or not what was asked for."""
    BUSY = "busy"
    """429 and the server errors."""


class Passing(Exception):
    """A failure worth another attempt. ``sentence`` says what happened, without a full stop."""

    def __init__(self, trouble: Trouble, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.trouble = trouble
        self.sentence = sentence
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Patience:
    """When to stop trying, counted from the first attempt of one request."""

    unconnected_attempts: int = 4
    unconnected_seconds: float = 15.0
    """With a connect timeout of 8 s and two addresses to try, the last attempt still ends within half a minute."""
    broken_attempts: int = 6
    give_up_after: float = 240.0

    def spent(self, trouble: Trouble, attempts: int, seconds: float) -> bool:
        """Whether another attempt is not worth it."""
        if seconds >= self.give_up_after:
            return True
        if trouble is Trouble.UNCONNECTED:
            return attempts >= self.unconnected_attempts or seconds >= self.unconnected_seconds
        return trouble is Trouble.BROKEN and attempts >= self.broken_attempts


def retrying(
    patience: Patience,
    *,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    on_event: Callable[[str], None],
) -> tenacity.Retrying:
    """One request's attempts. The last failure is raised as it is."""
    started = clock()

    def stop(state: tenacity.RetryCallState) -> bool:
        return patience.spent(_failure(state).trouble, state.attempt_number, clock() - started)

    def wait(state: tenacity.RetryCallState) -> float:
        asked = _failure(state).retry_after
        if asked is not None:
            return min(asked, RETRY_AFTER_CAP) + random.uniform(0, 0.5)  # noqa: S311 - jitter, no secret
        return min(2.0 ** min(state.attempt_number - 1, 10), LONGEST_WAIT) + random.uniform(0, 1)  # noqa: S311

    def tell(state: tenacity.RetryCallState) -> None:
        pause = state.next_action.sleep if state.next_action else 0.0
        on_event(f"{_failure(state).sentence}; trying again in {pause:.0f} s")

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(Passing), stop=stop, wait=wait, sleep=sleep, before_sleep=tell, reraise=True
    )


def _failure(state: tenacity.RetryCallState) -> Passing:
    failure = state.outcome.exception() if state.outcome else None
    return failure if isinstance(failure, Passing) else Passing(Trouble.BROKEN, "no answer")


def retry_after_seconds(header: str | None, now: datetime | None = None) -> float | None:
    """The ``Retry-After`` header (seconds or a date) as seconds from now; None when absent or unreadable."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
