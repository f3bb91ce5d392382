"""Write an answer into a file: whole or not at all, and never over something without being told to."""

from collections.abc import Iterable
from pathlib import Path

from trialfinder.domain.errors import UsageProblem

__all__ = ["writable", "write_file"]


def writable(output: Path, force: bool) -> Path:
    """Where ``output`` really is. Raises UsageProblem when it must not be written.

    A device or a pipe would be replaced by a file, even with --force: refused.
    """
    output = output.resolve()  # a link stays, what it leads to is replaced
    if output.exists() and not output.is_file():
        raise UsageProblem(f"{output} is not an ordinary file.", "choose another name with --output")
    if output.exists() and not force:
        raise UsageProblem(f"{output} exists already.", "choose another name with --output, or add --force to replace it")
    return output


def write_file(output: Path, texts: Iterable[str], force: bool) -> Path:
    """Write beside the target and move it into place, so that nobody ever sees half of it; returns where it is."""
    output = writable(output, force)
    temporary = output.with_name(f".{output.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.writelines(texts)
        temporary.replace(output)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageProblem(f"{output} cannot be written ({error.strerror}).", "choose another folder with --output") from error
    return output
