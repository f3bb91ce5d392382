"""``trialfinder show``: one trial in full."""

from datetime import UTC, datetime
from pathlib import Path

import click

from trialfinder.cli.console import use_color, width, write
from trialfinder.cli.options import UNITS, age_option, cache_option, settings, unit_option
from trialfinder.services.request import SearchRequest, resolve_request

__all__ = ["show"]


@click.command(epilog='\b\nExample:\n  trialfinder show NCT01234567 --near "Boston, MA" --stage 3 --why')
@click.argument("nct_id", metavar="NCT…")
@click.option("--near", multiple=True, metavar="PLACE", help="Sort the sites by distance from here.")
@click.option("--country", "countries", multiple=True, metavar="COUNTRY", help="Sites in this country first.")
@click.option("--state", "states", multiple=True, metavar="STATE", help="Sites in this state first.")
@click.option("--stage", metavar="STAGE", help="Say whether it fits this stage.")
@age_option
@click.option("--sex", metavar="SEX", help="Say whether it fits: female or male.")
@click.option("--line", metavar="LINE", help="Say whether it fits: untreated or treated.")
@click.option("--marker", "markers", multiple=True, metavar="MARKER", help="Say whether it fits: HER2-positive, BRCA …")
@click.option("--why", is_flag=True, help="Show the words and rules behind every reading.")
@click.option("--all", "all_sites", is_flag=True, help="Every site instead of the first ones.")
@unit_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "md", "html", "json"]),
    default="text",
    show_default=True,
    help="md or html to print or hand on, json for programs.",
)
@click.option("--explain", is_flag=True, help="Explain the words used on the page.")
@cache_option
def show(
    nct_id: str,
    near: tuple[str, ...],
    countries: tuple[str, ...],
    states: tuple[str, ...],
    stage: str | None,
    age: float | None,
    sex: str | None,
    line: str | None,
    markers: tuple[str, ...],
    why: bool,
    all_sites: bool,
    km: bool | None,
    style: str,
    explain: bool,
    cache: Path | None,
) -> None:
    """Show one trial in full: what is tested, in whom, open sites with contacts, criteria, dates."""
    from trialfinder.services.show import show_trial

    request = SearchRequest(
        near=near,
        countries=countries,
        states=states,
        stage=stage or "",
        age=age,
        sex=sex or "",
        line=line or "",
        markers=markers,
        default_unit=UNITS[km],
    )
    detail = show_trial(settings(cache).cache, nct_id, resolve_request(request), datetime.now(UTC).date(), all_sites=all_sites)
    if style == "json":
        from trialfinder.render.detail_page import as_json

        write(as_json(detail))
        return
    more = []
    if explain:
        from trialfinder.render.glossary import of_trial

        more.append(of_trial(detail))
    if style == "text":
        from trialfinder.render.detail import render_trial

        write(render_trial(detail, width(), use_color(), why, more))
        return
    from trialfinder.render.detail_page import as_html, as_markdown

    write((as_html if style == "html" else as_markdown)(detail, why, more))
