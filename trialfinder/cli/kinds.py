"""``trialfinder options``: what else is there, by kind of treatment. (``cli/options.py`` holds the options verbs share.)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from trialfinder.cli.console import use_color, width, write, write_lines
from trialfinder.cli.options import grouped_options, request_of, settings

__all__ = ["options"]

#: Trials told of each kind: enough to see what the kind is like.
_FIRST = 3


@click.command(
    epilog='\b\nExamples:\n  trialfinder options "breast cancer" --stage 3 --near 60611\n'
    "  trialfinder options melanoma --format md > options.md"
)
@grouped_options(_FIRST, "kind")
def options(everything: bool, limit: int | None, style: str, cache: Path | None, **typed: Any) -> None:
    """Show the same trials as search for CANCER, grouped by kind of treatment: surgery, radiation, medicines and the rest.

    For each kind: what it is, how many trials, the first of them with what they test and compare. Kinds without a trial
    are named too. Every option may be left out.
    """
    from trialfinder.services.options import treatment_options
    from trialfinder.services.request import resolve_request

    spec = resolve_request(request_of(typed, None))
    examples = None if everything else limit or _FIRST
    today, command = datetime.now(UTC).date(), click.get_current_context().obj or ()
    result = treatment_options(settings(cache).cache, spec, today, command, examples)
    if style in ("json", "jsonl", "csv"):
        from trialfinder.render.options_data import csv_lines, document, jsonl

        write_lines([document(result)] if style == "json" else jsonl(result) if style == "jsonl" else csv_lines(result))
    elif style == "md":
        from trialfinder.render.options import render_markdown

        write(render_markdown(result))
    else:
        from trialfinder.render.options import render_options

        write(render_options(result, width(), use_color()))
