"""Put a finished file or folder where it was asked for: whole or not at all, and nothing of anybody's overwritten unasked."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from trialfinder.domain.errors import UsageProblem
from trialfinder.services.stopping import stoppable

__all__ = ["MARK", "deliver_file", "deliver_folder"]

MARK = "about.json"
"""Lies in every exported folder; ``--force`` replaces no folder without it."""


@contextlib.contextmanager
def deliver_file(output: Path, *, force: bool) -> Iterator[Path]:
    """A path beside ``output`` to write to; moved into place when the block ends well, removed when it does not.

    Raises UsageProblem. A device or a pipe would be replaced by a file, even with ``force``: refused.
    """
    output = output.resolve()  # a link stays, what it leads to is replaced
    if output.is_dir():
        raise UsageProblem(f"{output} is a folder.", "name a file in it, such as --output list.csv")
    if output.exists() and not output.is_file():
        raise UsageProblem(
            f"{output} is not an ordinary file.", "name an ordinary file, or let the command print and redirect that with >"
        )
    _check_free(output, force)
    temporary = _beside(output)
    with stoppable(lambda: False), _explained(output):
        try:
            temporary.touch()  # a folder that cannot be written to says so before the work begins
            yield temporary
            temporary.replace(output)
        finally:
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def deliver_folder(output: Path, *, force: bool) -> Iterator[Path]:
    """A new folder beside ``output`` to fill; it takes its place when the block ends well. Raises UsageProblem."""
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise UsageProblem(f"{output} is a file, and this format writes a folder.", "name a folder that does not exist yet")
    empty = output.is_dir() and not any(output.iterdir())
    if not empty:
        _check_free(output, force)
    if output.is_dir() and not empty and not (output / MARK).is_file():
        raise UsageProblem(f"{output} holds something else than an export; it stays.", "name a folder that does not exist yet")
    temporary, former = _beside(output), _beside(output, "old")
    with stoppable(lambda: False), _explained(output):
        try:
            temporary.mkdir()
            yield temporary
            if output.exists():
                output.rename(former)
            temporary.rename(output)
        finally:
            for left in (temporary, former):
                shutil.rmtree(left, ignore_errors=True)


def _beside(output: Path, kind: str = "part") -> Path:
    return output.with_name(f".{output.name}.{os.getpid()}.{kind}")


def _check_free(output: Path, force: bool) -> None:
    if output.exists() and not force:
        raise UsageProblem(f"{output} exists already.", "choose another name, or add --force to replace it")


@contextlib.contextmanager
def _explained(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageProblem(f"{output} cannot be written ({error.strerror}).", "choose another folder with --output") from error
