"""``trialfinder changes``: what is new, opened, closed or changed since a time."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trialfinder.cli.console import narrate, use_color, width, write, write_lines
from trialfinder.cli.options import cache_option, filter_options, request_of, settings
from trialfinder.domain.changes import ChangeKind
from trialfinder.domain.errors import UsageProblem

if TYPE_CHECKING:
    from trialfinder.domain.changes import ChangesResult
    from trialfinder.services.request import SearchRequest

__all__ = ["STYLES", "changes", "print_changes"]

STYLES = ("text", "csv", "jsonl", "json", "md")
_DEFAULT_SINCE = "7d"


@click.command(
    epilog="\b\nExamples:\n  trialfinder changes --since 2026-11-01 --format csv > november.csv\n"
    '  trialfinder changes melanoma --stage 4 --near "Boston, MA" --since last\n'
    "  trialfinder changes --kind new --kind opened"
)
@filter_options
@click.option(
    "--since",
    metavar="WHEN",
    default=_DEFAULT_SINCE,
    show_default=True,
    help="2026-11-20, 7d, 2w, 1m, or last: since last asked.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([str(kind) for kind in ChangeKind], case_sensitive=False),
    metavar="KIND",
    help=f"Only this: {', '.join(ChangeKind)}. May be repeated.",
)
@click.option("--watch", "name", metavar="NAME", help="Through a saved search (see `trialfinder watch`).")
@click.option("--all", "everything", is_flag=True, help="Every change instead of the first ones of each kind.")
@click.option("--format", "style", type=click.Choice(STYLES), default="text", show_default=True)
@cache_option
def changes(
    since: str, kinds: tuple[str, ...], name: str | None, everything: bool, style: str, cache: Path | None, **options: Any
) -> None:
    """Show what is new, opened, closed or changed, for everything or for the trials a search finds or used to find.

    With no CANCER and no option that narrows: every change. Else only changes in trials that are open, or were before.
    """
    from trialfinder.services.changes import changes as find
    from trialfinder.services.changes import parse_since
    from trialfinder.services.marks import Marks, asked_key, just_after
    from trialfinder.services.request import resolve_request
    from trialfinder.settings import config_folder

    request = _request(options, name)
    spec = resolve_request(request) if request else None
    asked = [ChangeKind(kind) for kind in kinds]
    folder, now = settings(cache).cache, datetime.now(UTC)
    marks, key = Marks(config_folder()), asked_key(folder, request, asked)
    last = since.strip().lower() == "last"
    seen = marks.get(key) if last else None
    if last and seen is None:
        narrate(f"trialfinder: asked for the first time, so here are those of {_DEFAULT_SINCE}; next time, what came after")
    start = just_after(seen) if seen else parse_since(_DEFAULT_SINCE if last else since, now)
    command = click.get_current_context().obj or ()
    result = find(folder, spec, start, asked, now.date(), command)
    print_changes(result, style, everything or last)
    if last and result.refreshes:
        marks.set(key, result.refreshes[-1].seen_at)


def print_changes(result: "ChangesResult", style: str, everything: bool) -> None:
    """Print an answer in the style asked."""
    if style == "text":
        from trialfinder.render.changes import render_changes

        write(render_changes(result, width(), use_color(), everything))
    elif style == "md":
        from trialfinder.render.changes_md import changes_markdown

        write(changes_markdown(result))
    else:
        from trialfinder.render.changes_rows import changes_csv, changes_document, changes_jsonl

        if style == "json":
            write(changes_document(result))
        else:
            write_lines((changes_csv if style == "csv" else changes_jsonl)(result))


def _request(options: dict[str, Any], name: str | None) -> "SearchRequest | None":
    """The search asked; None: everything."""
    from trialfinder.services.request import SearchRequest
    from trialfinder.services.saved import SavedSearches
    from trialfinder.settings import config_folder

    typed = request_of(options, None)
    source = click.get_current_context().get_parameter_source("status")
    narrowed = typed != SearchRequest() or source is not click.core.ParameterSource.DEFAULT
    if name is None:
        return typed if narrowed else None
    if narrowed:
        raise UsageProblem("--watch NAME brings a search of its own.", "leave the other search options out")
    return SavedSearches(config_folder()).get(name)
