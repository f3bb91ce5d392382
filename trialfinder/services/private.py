"""Files that tell about somebody's health: readable by their owner only, replaced all at once, written by one at a time."""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

from trialfinder.domain.errors import UsageProblem

__all__ = ["damaged", "locked", "read_private", "write_private"]


def read_private(path: Path) -> str:
    """The text of ``path``; ``""`` when there is none. Raises UsageProblem when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UsageProblem(
            f"{path} cannot be read ({error.strerror}).", "check who owns it, or set TRIALFINDER_CONFIG"
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise damaged(path, line, "it is not UTF-8 text") from error


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` (mode 0600; its folder is made with 0700): a reader sees the old text or the new, never half of one."""
    path = path.resolve()  # a link stays, what it leads to is replaced
    temporary = path.with_name(f".{path.name}-{os.urandom(3).hex()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UsageProblem(
            f"{path} cannot be written ({error.strerror}).", "check the folder, or set TRIALFINDER_CONFIG"
        ) from error


@contextlib.contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Wait until nobody else holds the lock ``name`` of ``folder``, and hold it; it dies with the process."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = open(os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600), "r+")  # noqa: PTH123, SIM115
    except OSError as error:
        hint = "check the folder, or set TRIALFINDER_CONFIG"
        raise UsageProblem(f"The folder {folder} cannot be written ({error.strerror}).", hint) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def damaged(path: Path, line: int | None, why: str) -> UsageProblem:
    """The one sentence about a file that cannot be understood."""
    where = f" at line {line}" if line else ""
    why = re.sub(r"\s*\(at (?:line|end of document).*", "", why).rstrip(".")
    return UsageProblem(f"{path} is damaged{where}: {why}.", "correct that line with a text editor, or move the file away")
