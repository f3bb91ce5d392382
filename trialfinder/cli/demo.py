"""``trialfinder demo``: everything works, offline, on made-up trials."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from trialfinder.cli.console import narrate, use_color, width, write
from trialfinder.cli.options import cache_option, settings
from trialfinder.cli.progress import progress

__all__ = ["demo"]


@click.command()
@cache_option
def demo(cache: Path | None) -> None:
    """Try it out offline on made-up sample trials.

    Harvests about 300 fictional trials from a server on this machine into a separate local copy, then searches it.
    """
    from trialfinder.render.answer import render_human
    from trialfinder.services.demo import build_demo
    from trialfinder.services.request import SearchRequest, resolve_request
    from trialfinder.services.search import search

    today = datetime.now(UTC).date()
    reporter = progress(quiet=not sys.stderr.isatty())
    try:
        folder, outcome = build_demo(settings(cache), reporter, today)
    finally:
        reporter.close()
    narrate(f"trialfinder: {outcome.stamp.trials} made-up trials are now in {folder}")
    request = SearchRequest(cancer="breast cancer", stage="4", near=("Boston, MA",), limit=3)
    words = ["search", "breast cancer", "--stage", "4", "--near", "Boston, MA", "--cache", str(folder)]
    command = ("trialfinder", *words)
    narrate('trialfinder: this is what you get for: trialfinder search "breast cancer" --stage 4 --near "Boston, MA" --limit 3\n')
    result = search(folder, resolve_request(request), today, command)
    write(render_human(result, width(), use_color(), "auto"))
    narrate(f'\nTry your own on the sample: trialfinder search "lung cancer" --near 60611 --cache {folder}')
    narrate("For real trials: trialfinder refresh (downloads every open cancer trial, a few minutes), then trialfinder search.")
