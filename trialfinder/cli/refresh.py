"""``trialfinder refresh``: the cron job's command."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trialfinder.cli.console import narrate
from trialfinder.cli.options import cache_option, settings
from trialfinder.cli.progress import progress
from trialfinder.domain.errors import ExitCode

if TYPE_CHECKING:
    from trialfinder.ctgov.scope import Scope

__all__ = ["refresh"]


@click.command(
    epilog="\b\nExamples:\n  trialfinder refresh\n"
    "  trialfinder refresh --quiet          (for cron: silent unless something is wrong)\n"
    "  trialfinder refresh --from saved-pages/"
)
@click.option(
    "--from", "source", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Read saved records, not the registry."
)
@click.option(
    "--save-pages", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Keep the received pages here."
)
@click.option(
    "--scope",
    type=click.Choice(["open", "all"]),
    default="open",
    show_default=True,
    help="open: every open cancer trial; all: every status (with --from: every record).",
)
@click.option("--allow-shrink", is_flag=True, help="Publish even if more than a fifth of the trials is gone.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@cache_option
def refresh(
    source: Path | None, save_pages: Path | None, scope: "Scope", allow_shrink: bool, quiet: bool, cache: Path | None
) -> int:
    """Bring the local copy up to date from ClinicalTrials.gov.

    Searches keep answering from the old copy until the new one is complete; if anything goes wrong the old one stays.
    """
    from trialfinder.services.refresh import RefreshOptions
    from trialfinder.services.refresh import refresh as run

    reporter = progress(quiet)
    options = RefreshOptions(scope=scope, source=source, save_pages=save_pages, allow_shrink=allow_shrink)
    try:
        outcome = run(settings(cache), options, reporter)
    finally:
        reporter.close()
    stamp = outcome.stamp
    if not quiet:
        as_of = f", data of {stamp.registry_timestamp:%Y-%m-%d}" if stamp.registry_timestamp else ""
        narrate(
            f"trialfinder: {stamp.trials:,} trials at {stamp.sites:,} sites{as_of}; "
            f"{outcome.skipped:,} records left out, {outcome.duplicates:,} duplicates, {stamp.problems:,} unreadable; "
            f"{stamp.requests:,} requests, {stamp.bytes / 1e6:,.1f} MB, {stamp.duration_s:,.1f} s"
        )
    if stamp.problems:
        some = (
            "1 record could not be read and is"
            if stamp.problems == 1
            else f"{stamp.problems:,} records could not be read and are"
        )
        narrate(f"trialfinder: {some} kept aside (see `trialfinder status`):")
        for nct_id, reason in outcome.problems:
            narrate(f"  {nct_id}: {reason}")
        return ExitCode.PROBLEMS
    return ExitCode.ANSWERED
