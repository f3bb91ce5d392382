"""What goes where: the answer on stdout, narration on stderr, colour only on a terminal that wants it."""

import os
import shutil
import sys
from collections.abc import Iterable

__all__ = ["narrate", "use_color", "width", "write", "write_lines"]

#: Columns when nobody says: a pipe, a cron mail.
_PIPE_WIDTH = 100


def write(text: str) -> None:
    """Print an answer."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def write_lines(lines: Iterable[str]) -> None:
    """Print an answer line by line as it comes."""
    for line in lines:
        sys.stdout.write(line if line.endswith("\n") else line + "\n")
    sys.stdout.flush()


def narrate(text: str) -> None:
    """Tell the person something that is not part of the answer."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def width() -> int:
    """Columns to use: ``COLUMNS``, the terminal's, or 100 in a pipe; never fewer than 40."""
    return max(40, shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns)


def use_color() -> bool:
    """Colour is decoration: only on a terminal, never with ``NO_COLOR`` or a dumb one."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
