"""Options defined once and used by several verbs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from trialfinder.services.request import STATUS_WORDS, SearchRequest
from trialfinder.settings import Settings

__all__ = ["cache_option", "filter_options", "request_of", "settings", "years"]

F = TypeVar("F", bound=Callable[..., Any])


def years(_: click.Context, __: click.Parameter, typed: str | None) -> float | None:
    """The number after ``--age``; click's own refusal would speak of floats."""
    try:
        return None if typed is None else float(typed)
    except ValueError:
        raise click.BadParameter(f"{typed!r} is not an age in years; use a number from 0 to 130, such as 62.") from None


def settings(cache: Path | None) -> Settings:
    """Settings of this run; ``--cache`` beats the environment."""
    from dataclasses import replace

    from trialfinder.domain.errors import UsageProblem

    try:
        found = Settings.from_environment()
    except ValueError as error:
        raise UsageProblem(f"The environment variable {error}.", "correct it or unset it") from error
    return replace(found, cache=cache) if cache else found


def cache_option(command: F) -> F:
    """``--cache FOLDER``."""
    return click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        help="Folder of the local copy (also TRIALFINDER_CACHE).",
    )(command)


def filter_options(command: F) -> F:
    """The words and options that narrow an answer; every one may be left out."""
    for option in reversed(
        (
            click.argument("cancer", nargs=-1),
            click.option("--stage", metavar="STAGE", help="3, IIIB, metastatic, early, T2N1M0, extensive, relapsed …"),
            click.option(
                "--near", multiple=True, metavar="PLACE", help='ZIP, "City, ST", city, country or lat,lon. May be repeated.'
            ),
            click.option("--within", metavar="DISTANCE", help="How far from --near: 100mi, 50km. [default: 100mi]"),
            click.option("--state", "states", multiple=True, metavar="STATE", help="Only this US state. May be repeated."),
            click.option("--country", "countries", multiple=True, metavar="COUNTRY", help="Only this country. May be repeated."),
            click.option("--age", callback=years, metavar="YEARS", help="Age in years."),
            click.option("--sex", metavar="SEX", help="female or male."),
            click.option(
                "--status",
                type=click.Choice(list(STATUS_WORDS), case_sensitive=False),
                default="open",
                show_default=True,
                help="Which trials: open means recruiting, soon to open, by invitation, or expanded access.",
            ),
            click.option("--healthy", is_flag=True, help="Also trials for healthy people or illness that is not cancer."),
            click.option("--include-unfit", is_flag=True, help="Also list trials that may not fit, with the reason."),
        )
    ):
        command = option(command)
    return command


def request_of(options: dict[str, Any], limit: int | None) -> SearchRequest:
    """The typed options as one value."""
    return SearchRequest(
        cancer=" ".join(options["cancer"]),
        stage=options["stage"] or "",
        near=options["near"],
        within=options["within"] or "",
        states=options["states"],
        countries=options["countries"],
        status=options["status"],
        age=options["age"],
        sex=options["sex"] or "",
        include_unfit=options["include_unfit"],
        not_for_patients=options["healthy"],
        limit=limit,
        default_unit="km" if options.get("km") else "mi",
    )
