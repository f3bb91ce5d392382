"""``trialfinder centers``: specialist cancer centers, and what is open there."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from trialfinder.cli.console import use_color, width, write, write_lines
from trialfinder.cli.options import grouped_options, request_of, settings

__all__ = ["centers"]

#: Trials told of each center.
_FIRST = 3


@click.command(
    epilog='\b\nExamples:\n  trialfinder centers --near 60611\n  trialfinder centers "stomach cancer" --stage 4 --near 60611 --within 300mi'
)
@grouped_options(_FIRST, "center")
def centers(everything: bool, limit: int | None, style: str, cache: Path | None, **typed: Any) -> None:
    """Find cancer centers designated by the US National Cancer Institute near a place, with the trials for CANCER open there.

    Says what the types mean and how to ask for a second opinion. Without --near: all of them, by state.
    """
    from trialfinder.services.centers import cancer_centers
    from trialfinder.services.request import resolve_request

    spec = resolve_request(request_of(typed, None))
    result = cancer_centers(settings(cache).cache, spec, datetime.now(UTC).date(), click.get_current_context().obj or ())
    first = None if everything else limit or _FIRST
    if style in ("json", "jsonl", "csv"):
        from trialfinder.render.centers_data import csv_lines, document, jsonl

        write_lines([document(result)] if style == "json" else jsonl(result) if style == "jsonl" else csv_lines(result))
    elif style == "md":
        from trialfinder.render.centers import render_markdown

        write(render_markdown(result, first))
    else:
        from trialfinder.render.centers import render_centers

        write(render_centers(result, width(), use_color(), first))
