"""``trialfinder brief``: something to print and hand to a doctor."""

import re
import shlex
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from trialfinder.cli.console import narrate, write
from trialfinder.cli.options import cache_option, filter_options, limit_option, request_of, settings, unit_option
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import SearchSpec

if TYPE_CHECKING:
    from trialfinder.domain.packet import Packet

__all__ = ["brief"]

_ENDINGS = {"html": ".html", "md": ".md"}
_STDOUT = Path("-")


@click.command(
    epilog='\b\nExamples:\n  trialfinder brief "stomach cancer" --stage 4 --near 60611 --age 62\n'
    "  trialfinder brief --trial NCT01234567 --trial NCT07654321 --near 60611\n"
    '  trialfinder brief melanoma --note "Two operations." --output visit.html'
)
@filter_options
@click.option(
    "--trial", "trials", multiple=True, metavar="NCT…", help="Exactly this trial; several by repeating it, or with commas."
)
@limit_option("Trials to list, each with a page, at most 50. [default: 5]", most=50)
@click.option("--note", metavar="TEXT", default="", help="Something in your own words, to stand on the first page.")
@unit_option
@click.option("--format", "style", type=click.Choice(list(_ENDINGS)), help="A page to print, or Markdown. [default: html]")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it; - prints it. [default: a name by date]",
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@cache_option
def brief(
    trials: tuple[str, ...],
    limit: int | None,
    note: str,
    style: str | None,
    output: Path | None,
    force: bool,
    cache: Path | None,
    **options: Any,
) -> None:
    """Write a packet to print for a second opinion: a short list, why, whom to call, what to ask, what to bring.

    From a search for CANCER, or for the trials named with --trial. It holds what you type here and no more: no name is
    asked for. Open the file in a browser and print it from there.
    """
    from trialfinder.services.brief import LISTED, build_packet
    from trialfinder.services.delivery import deliver_file
    from trialfinder.services.request import resolve_request

    named = [word for typed in trials for word in typed.replace(",", " ").split()]
    if not (named or "".join(options["cancer"]).strip()):
        raise UsageProblem(
            "A packet needs a cancer, or trials.", 'type: trialfinder brief "breast cancer", or: trialfinder brief --trial NCT…'
        )
    spec = resolve_request(request_of(options, None))
    today = datetime.now(UTC).date()
    style = style or next((name for name, ending in _ENDINGS.items() if output and output.suffix == ending), "html")
    command = _search_command(click.get_current_context())

    def packet() -> str:
        built = build_packet(settings(cache).cache, spec, today, trials=named, listed=limit or LISTED, note=note, command=command)
        if not built.trials:
            narrate(f"No trial was found; it holds questions and centers only. To see why: {shlex.join(command[:-1])}")
        return _renderer(style)(built)

    if output == _STDOUT:
        write(packet())
        return
    target = (output or Path(_file_name(spec, today) + _ENDINGS[style])).resolve()
    with deliver_file(target, force=force) as beside:  # refuses before the work, not after
        beside.write_text(packet(), encoding="utf-8")
    narrate(f"trialfinder: wrote {target}")
    if style == "html":
        narrate("Open it in a browser to read or print it. It stays on this machine until you give it to someone.")


def _renderer(style: str) -> "Callable[[Packet], str]":
    if style == "md":
        from trialfinder.render.brief.markdown import render_markdown

        return render_markdown
    from trialfinder.render.brief.page import render_page

    return render_page


def _search_command(context: click.Context) -> tuple[str, ...]:
    """The search that lists every trial the packet was picked from: the filters as typed."""
    from trialfinder.cli.search import search

    shared = {parameter.name for parameter in search.params} - {"limit", "style"}
    words = ["trialfinder", "search"]
    for parameter in context.command.params:
        name = parameter.name or ""
        typed = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if name in shared and typed:
            words += _retyped(parameter, context.params[name])
    return (*words, "--all")


def _retyped(parameter: click.Parameter, value: object) -> list[str]:
    values = list(value) if isinstance(value, tuple) else [value]
    if isinstance(parameter, click.Argument):
        return [" ".join(map(str, values))] if values else []
    if isinstance(value, bool):
        return [(parameter.opts if value else parameter.secondary_opts)[0]]
    return [word for one in values for word in (parameter.opts[0], f"{one:g}" if isinstance(one, float) else str(one))]


def _file_name(spec: SearchSpec, today: date) -> str:
    cancer = re.sub(r"[^a-z0-9]+", "-", spec.cancer.name.lower()).strip("-")[:40].strip("-") if spec.cancer else "trials"
    return f"second-opinion-{cancer}-{today:%Y-%m-%d}"
