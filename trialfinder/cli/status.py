"""``trialfinder status``: the monitor's command."""

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from trialfinder.cli.console import narrate, width, write
from trialfinder.cli.options import cache_option, settings
from trialfinder.domain.errors import CacheUnusable, ExitCode, UsageProblem

__all__ = ["status"]

_AGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(h|hours?|d|days?)?\s*", re.IGNORECASE)


@click.command(epilog="\b\nExample:\n  trialfinder status --max-age 48h || mail -s 'old trial data' me@example.org")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--max-age", metavar="AGE", help="Exit with 7 when the last refresh that worked is older: 48h, 3d.")
@cache_option
def status(style: str, max_age: str | None, cache: Path | None) -> int:
    """Show how old the local copy is, what it holds and how the last refresh went."""
    from trialfinder.services.status import last_run, read_status

    limit = _hours(max_age) if max_age else None
    now, where = datetime.now(UTC), settings(cache)
    try:
        found = read_status(where, now)
    except CacheUnusable:
        run = last_run(where)
        if run and run.exit_code:
            narrate(
                f"trialfinder: last refresh {run.finished[:16].replace('T', ' ')} UTC, exit code {run.exit_code}: {run.sentence}"
            )
        raise
    if style == "json":
        from trialfinder.render.status import status_json

        write(status_json(found))
    else:
        from trialfinder.render.status import render_status

        write(render_status(found, width()))
    if limit is not None and (found.checked_at is None or (now - found.checked_at).total_seconds() > limit * 3600):
        narrate(f"trialfinder: the last refresh that worked is older than {max_age}; run `trialfinder refresh`")
        return ExitCode.STALE
    return ExitCode.ANSWERED


def _hours(typed: str) -> float:
    match = _AGE.fullmatch(typed)
    if not match:
        raise UsageProblem(f"--max-age {typed!r} is not an age.", "use hours or days, such as 48h or 3d")
    return float(match[1]) * (24 if (match[2] or "h").lower().startswith("d") else 1)
