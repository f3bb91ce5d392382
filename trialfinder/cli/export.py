"""``trialfinder export``: the advocate's command. Never cut off."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from trialfinder.cli.console import narrate, write_lines
from trialfinder.cli.options import cache_option, filter_options, request_of, settings
from trialfinder.domain.errors import UsageProblem

__all__ = ["export"]


@click.command(
    epilog='\b\nExamples:\n  trialfinder export "ovarian cancer" --country "United States" --output ovarian.csv\n'
    "  trialfinder export --status any --format jsonl > everything.jsonl"
)
@filter_options
@click.option("--format", "style", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write here instead of to the screen."
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@cache_option
def export(style: str, output: Path | None, force: bool, cache: Path | None, **options: Any) -> None:
    """Write every match, one row a trial, the same columns every time. With no CANCER: every trial in the local copy."""
    from trialfinder.services.export import export_hits
    from trialfinder.services.request import resolve_request

    spec = resolve_request(request_of(options, None))
    if spec.stage and not options["stage"]:  # read among the words for the cancer: nobody may be surprised by a shorter list
        narrate(f"trialfinder: read as {spec.stage.understood}")
    with export_hits(settings(cache).cache, spec) as hits:
        if style == "jsonl":
            from trialfinder.render.json import jsonl as lines
        else:
            from trialfinder.render.csv import rows as lines
        if output is None:
            write_lines(lines(hits))
        else:
            _write_file(output, lines(hits), force)


def _write_file(output: Path, lines: Iterable[str], force: bool) -> None:
    """Write beside the target and move it into place, so that nobody ever sees half a list.

    A device or a pipe would be replaced by a file, even with --force: refused.
    """
    output = output.resolve()  # a link stays, what it leads to is replaced
    if output.exists() and not output.is_file():
        raise UsageProblem(f"{output} is not an ordinary file.", "leave --output out and redirect with > instead")
    if output.exists() and not force:
        raise UsageProblem(f"{output} exists already.", "choose another name, or add --force to replace it")
    temporary = output.with_name(f".{output.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            count = sum(1 for _ in _written(lines, file.write))
        temporary.replace(output)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageProblem(f"{output} cannot be written ({error.strerror}).", "choose another folder with --output") from error
    narrate(f"trialfinder: wrote {count:,} lines to {output}")


def _written(lines: Iterable[str], write: Any) -> Iterator[None]:
    for line in lines:
        write(line if line.endswith("\n") else line + "\n")
        yield
