"""``trialfinder watch``: saved searches, and what changed in them; made for a nightly mail."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trialfinder.cli.changes import print_changes
from trialfinder.cli.console import narrate, width, write
from trialfinder.cli.options import cache_option, filter_options, request_of, settings
from trialfinder.domain.errors import ExitCode, UsageProblem
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.settings import config_folder

if TYPE_CHECKING:
    from trialfinder.services.watch import WatchReport

__all__ = ["watch"]

_EXAMPLE = 'trialfinder watch add mum "breast cancer" --stage 4 --near "Boston, MA"'


@click.group(
    epilog='\b\nExample:\n  trialfinder watch add mum "breast cancer" --stage 4 --near "Boston, MA"\n'
    "  trialfinder watch run --quiet        (nightly: silent when nothing is new)"
)
def watch() -> None:
    """Save searches, and tell what changed in them since the last run.

    They are kept in one readable file in your configuration folder (also TRIALFINDER_CONFIG). It tells about somebody's
    health, so only you may read it (mode 0600). Nothing of it leaves this machine.
    """


@watch.command()
@click.argument("name")
@filter_options
def add(name: str, **options: Any) -> None:
    """Save a search under NAME. Takes the words and options of `search` that narrow an answer."""
    from trialfinder.services.saved import SavedSearches

    request = request_of(options, None)
    understood = _understood(request)
    saved = SavedSearches(config_folder())
    saved.add(name, request)
    write("\n".join([f"Saved as {name}:", *(f"  {line}" for line in understood)]))
    narrate(f"trialfinder: kept in {saved.path}, which only you may read; the first `trialfinder watch run` is the baseline")


@watch.command(name="list")
def show_list() -> None:
    """List the saved searches."""
    from trialfinder.services.saved import SavedSearches

    saved = SavedSearches(config_folder())
    found = saved.all()
    if not found:
        write(f"No search is saved in {saved.path}.\nTry: {_EXAMPLE}")
        return
    for name, request in found.items():
        try:
            lines = _understood(request)
        except UsageProblem as problem:
            lines = [f"Not understood: {problem.message}"]
        write("\n".join([name, *(f"  {line}" for line in lines)]))


@watch.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a saved search."""
    from trialfinder.services.marks import Marks
    from trialfinder.services.saved import SavedSearches

    SavedSearches(config_folder()).remove(name)
    Marks(config_folder()).forget(name)
    narrate(f"trialfinder: removed {name}")


@watch.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--quiet", is_flag=True, help="Say nothing unless something changed or is wrong.")
@click.option("--format", "style", type=click.Choice(["text", "jsonl", "md"]), default="text", show_default=True)
@cache_option
def run(names: Sequence[str], quiet: bool, style: str, cache: Path | None) -> int:
    """Tell what changed since the last run, in all saved searches or the ones named. The first run is the baseline."""
    from trialfinder.services.saved import SavedSearches
    from trialfinder.services.watch import run_watches

    saved = SavedSearches(config_folder())
    searches = {name: saved.get(name) for name in names} if names else saved.all()
    if not searches:
        narrate(f"trialfinder: no search is saved; try: {_EXAMPLE}")
    code = ExitCode.ANSWERED
    stale = False
    for report in run_watches(settings(cache).cache, searches, config_folder(), datetime.now(UTC)):
        stale = stale or report.stale
        if report.problem:
            code = ExitCode.USAGE
            narrate(f"trialfinder: error: {report.name}: {report.problem.message}\n  Next: {report.problem.hint}")
        elif report.result and report.worth_telling:
            print_changes(report.result, style, everything=True)
        elif not quiet:
            _tell_little(report, style)
    if stale:
        narrate("trialfinder: the local copy is more than four days old; is the nightly `trialfinder refresh` running?")
    return code


def _tell_little(report: "WatchReport", style: str) -> None:
    """A first run, or nothing new: part of the answer for people, narration beside an answer for programs."""
    tell = write if style == "text" else narrate
    if report.result is None:
        tell(
            f"{report.name}: first run, the baseline: {report.baseline:,} trials may fit, data of {report.data_as_of}. "
            "From the next run on you are told what changed."
        )
    else:
        tell(f"{report.name}: nothing new since {report.result.since:%Y-%m-%d %H:%M} UTC; data of {report.data_as_of}.")


def _understood(request: SearchRequest) -> list[str]:
    """How the words are understood, without a copy of the data at hand. Raises UsageProblem when they are not."""
    from trialfinder.domain.query import CacheFacts, SearchResult
    from trialfinder.render.answer import echo
    from trialfinder.render.layout import wrap

    lines = echo(SearchResult(resolve_request(request), CacheFacts(None, None, 0), (), 0))
    return [piece for line in lines if not line.startswith("Data:") for piece in wrap(line, width() - 2)]
