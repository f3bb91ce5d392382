"""``trialfinder search``: the patient's command."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trialfinder.cli.console import narrate, use_color, width, write, write_lines
from trialfinder.cli.options import cache_option, filter_options, limit_option, request_of, settings, sort_option, unit_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from trialfinder.domain.query import SearchResult
    from trialfinder.render.page import Section

__all__ = ["search"]

#: Rows of each group on a first screen; people read the first few closely, and --all is always offered.
_FIRST_ROWS = 10


@click.command(
    epilog='\b\nExamples:\n  trialfinder search "stomach cancer" --stage 4 --near 60611 --within 100mi\n'
    "  trialfinder search melanoma --stage IIIB --country Germany\n"
    "  trialfinder search NSCLC --near 02115 --format jsonl --all"
)
@filter_options
@sort_option
@click.option("--all", "everything", is_flag=True, help="Every match instead of the first ones.")
@limit_option("Rows of each group. [default: 10]")
@unit_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["auto", "table", "list", "md", "html", "json", "jsonl", "csv"]),
    default="auto",
    help="table or list for reading (list has no lines drawn: for screen readers), md or html to print or hand on, the others "
    "for programs.",
)
@click.option("--explain", is_flag=True, help="Explain the words used in the answer.")
@cache_option
def search(everything: bool, limit: int | None, style: str, explain: bool, cache: Path | None, **options: Any) -> None:
    """Find trials for CANCER that may fit, nearest open site first.

    Every option may be left out: skip what you do not know. Answers are "fits", "unclear" or "may not fit", with the
    reason; only the study team can say who may join.
    """
    from trialfinder.services.ahead import OpeningReader, import_ahead

    with OpeningReader(settings(cache).cache) as opening:
        from trialfinder.services.request import resolve_request
        from trialfinder.services.search import answer

        spec = resolve_request(request_of(options, None if everything else limit or _FIRST_ROWS), opening.ask_place)
        if spec.stage and not options["stage"] and style in ("json", "jsonl", "csv"):  # people see it in the echo
            narrate(f"trialfinder: read as {spec.stage.understood}")
        if style in ("auto", "table"):
            from trialfinder.render.layout import room_for_table

            import_ahead("trialfinder.render.answer", *(("tabulate",) if room_for_table(style, width()) else ()))
        result = answer(opening.reader(), spec, datetime.now(UTC).date(), click.get_current_context().obj or ())
    if style == "json":
        from trialfinder.render.json import document

        write(document(result))
    elif style == "jsonl":
        from trialfinder.render.json import jsonl

        write_lines(jsonl(result.hits))
    elif style == "csv":
        from trialfinder.render.csv import rows

        write_lines(rows(result.hits))
    else:
        _write_for_people(result, style, explain)


def _write_for_people(result: "SearchResult", style: str, explain: bool) -> None:
    more: Callable[[SearchResult], Section] | None = None
    if explain:
        from trialfinder.render.glossary import of_answer

        more = of_answer
    if style in ("md", "html"):
        from trialfinder.render.answer_page import as_html, as_markdown

        write((as_html if style == "html" else as_markdown)(result, [more(result)] if more else []))
    else:
        from trialfinder.render.answer import render_human

        write(render_human(result, width(), use_color(), style, more))
