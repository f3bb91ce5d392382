"""Ctrl-C and SIGTERM while something is written: it cleans up behind itself and ends with the code the system expects."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from trialfinder.domain.errors import Terminated

__all__ = ["stoppable"]


@contextmanager
def stoppable(published: Callable[[], bool]) -> Iterator[None]:
    """Raises KeyboardInterrupt or Terminated once, wherever the program is; more signals while it cleans up are ignored.

    A database that is interrupted at work reports an error of its own instead, which is turned back into what it was.
    ``published``: whether it is too late to say that nothing was changed.
    """
    received: list[int] = []

    def arrived(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the system's signature
        if not received:
            received.append(number)
            raise _interruption(number)

    before = _install(arrived)
    try:
        yield
    except BaseException as error:
        if not received:
            raise
        said = ("the new copy had just been published.",) if published() else ()
        raise _interruption(received[0], *said) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _install(arrived: Callable[[int, FrameType | None], None]) -> dict[int, Any]:
    """What was installed before. A signal that whoever started us has switched off stays so (nohup, a job in the background)."""
    before: dict[int, Any] = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, arrived)
    except ValueError:  # not the main thread: who runs us there stops us
        return before
    return before


def _interruption(number: int, *said: str) -> KeyboardInterrupt:
    return Terminated(*said) if number == signal.SIGTERM else KeyboardInterrupt(*said)
