"""``trialfinder refresh``: the cron job's command."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trialfinder.cli.console import narrate
from trialfinder.cli.options import cache_option, settings
from trialfinder.cli.progress import progress
from trialfinder.domain.errors import ExitCode, UsageProblem

if TYPE_CHECKING:
    from trialfinder.ctgov.scope import Scope
    from trialfinder.services.refresh import RefreshOutcome

__all__ = ["refresh"]


@click.command(
    epilog="\b\nExamples:\n  trialfinder refresh\n"
    "  trialfinder refresh --quiet          (for cron: silent when all went well)\n"
    "  trialfinder refresh --rollback       (the copy before this one, at once)\n"
    "  trialfinder refresh --from saved-pages/"
)
@click.option(
    "--from", "source", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Read saved records, not the registry."
)
@click.option(
    "--save-pages",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Keep the received pages here; fetches every record.",
)
@click.option(
    "--scope",
    type=click.Choice(["open", "all"]),
    default="open",
    show_default=True,
    help="open: every open cancer trial; all: every status (with --from: every record).",
)
@click.option("--full", is_flag=True, help="Fetch every record again, not only what changed.")
@click.option("--reread", is_flag=True, help="Read the records that are here again by the present rules; no network.")
@click.option("--rollback", is_flag=True, help="Go back to the copy before this one; no network.")
@click.option("--allow-shrink", is_flag=True, help="Publish even if more than a fifth of the trials is gone.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@cache_option
def refresh(
    source: Path | None,
    save_pages: Path | None,
    scope: "Scope",
    full: bool,
    reread: bool,
    rollback: bool,
    allow_shrink: bool,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Bring the local copy up to date from ClinicalTrials.gov.

    Fetches what is new or changed; every record the first time, every 14 days (TRIALFINDER_FULL_DAYS), and with --full.
    Searches keep answering from the old copy until the new one is complete; if anything goes wrong the old one stays.
    """
    ways = {"--from": source is not None, "--full": full, "--reread": reread, "--rollback": rollback}
    chosen = [name for name, given in ways.items() if given]
    if len(chosen) > 1:
        raise UsageProblem(f"{chosen[0]} and {chosen[1]} exclude each other.", "use one of them")
    if rollback:
        return _roll_back(quiet, cache)
    from trialfinder.services.refresh import RefreshOptions
    from trialfinder.services.refresh import refresh as run

    reporter = progress(quiet)
    options = RefreshOptions(scope, source, save_pages, allow_shrink, full=full, reread=reread)
    try:
        outcome = run(settings(cache), options, reporter)
    finally:
        reporter.close()
    if not quiet:
        narrate(_summary(outcome))
    _tell_problems(outcome)
    return outcome.exit_code


def _summary(outcome: "RefreshOutcome") -> str:
    stamp = outcome.stamp
    as_of = f", data of {stamp.registry_timestamp:%Y-%m-%d}" if stamp.registry_timestamp else ""
    held = f"trialfinder: {stamp.trials:,} trials at {stamp.sites:,} sites{as_of}"
    if not outcome.published:
        return f"{held}; nothing new at the registry"
    took = f"{stamp.requests:,} requests, {stamp.bytes / 1e6:,.1f} MB, {stamp.duration_s:,.1f} s"
    if stamp.mode == "sweep":
        return f"{held}; {outcome.added:,} new, {outcome.changed:,} changed, {outcome.gone:,} gone; {took}"
    kept = f"{outcome.skipped:,} records left out, {outcome.duplicates:,} duplicates, {stamp.problems:,} unreadable"
    return f"{held}; {kept}; {took}"


def _tell_problems(outcome: "RefreshOutcome") -> None:
    count = outcome.stamp.problems
    if not count:
        return
    some = "1 record could not be read and is" if count == 1 else f"{count:,} records could not be read and are"
    narrate(f"trialfinder: {some} kept aside (see `trialfinder status`):")
    for nct_id, reason in outcome.problems:
        narrate(f"  {nct_id}: {reason}")


def _roll_back(quiet: bool, cache: Path | None) -> int:
    from trialfinder.services.rollback import roll_back

    facts = roll_back(settings(cache))
    if not quiet:
        day = f"data of {facts.data_as_of:%Y-%m-%d}" if facts.data_as_of else "no data date"
        narrate(f"trialfinder: back to the copy before: {facts.trials:,} trials, {day}; the next refresh goes on from it")
    return ExitCode.ANSWERED
