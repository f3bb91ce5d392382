"""Options defined once and used by several verbs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from trialfinder.domain.statuses import STATUS_WORDS
from trialfinder.settings import Settings

if TYPE_CHECKING:
    from trialfinder.services.request import SearchRequest

__all__ = [
    "UNITS",
    "age_option",
    "cache_option",
    "filter_options",
    "grouped_options",
    "limit_option",
    "request_of",
    "settings",
    "sort_option",
    "unit_option",
]

F = TypeVar("F", bound=Callable[..., Any])


class _Reaching(click.Option):
    """An option that may take the next word as well, or give back one that is not its value.

    ``--age 6 weeks`` takes "weeks"; ``--healthy lung cancer`` gives "lung" back to the cancer.
    """

    def __init__(self, *names: Any, adjust: Callable[[str, list[str]], str], **settings: Any) -> None:
        super().__init__(*names, **settings)
        self._adjust = adjust

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """As click does, but ``adjust(value, words left)`` sees each value first and may change the words that are left."""
        super().add_to_parser(parser, ctx)
        for name in self.opts:
            known = parser._long_opt[name]  # click offers no other place where the words are still in order
            plain = known.process
            known.process = lambda value, state, plain=plain: plain(
                self._adjust(value, state.rargs) if isinstance(value, str) else value, state
            )


def _with_unit(typed: str, left: list[str]) -> str:
    units = ("day", "days", "week", "weeks", "month", "months", "year", "years")
    return f"{typed} {left.pop(0)}" if left and left[0].lower() in units and typed.strip().isdigit() else typed


def _yes_or_no(typed: str, left: list[str]) -> str:
    if typed.lower() in ("yes", "no"):
        return typed.lower()
    left.insert(0, typed)
    return "yes"


def years(_: click.Context, __: click.Parameter, typed: str | None) -> float | None:
    """What stands after ``--age``, in years."""
    from trialfinder.services.request_person import age_years

    return None if typed is None else age_years(typed)


def settings(cache: Path | None) -> Settings:
    """Settings of this run; ``--cache`` beats the environment."""
    from trialfinder.domain.errors import UsageProblem

    try:
        found = Settings.from_environment()
    except ValueError as error:
        raise UsageProblem(f"The environment variable {error}.", "correct it or unset it") from error
    return found._replace(cache=cache) if cache else found


def cache_option(command: F) -> F:
    """``--cache FOLDER``."""
    return click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        help="Folder of the local copy (also TRIALFINDER_CACHE).",
    )(command)


def age_option(command: F) -> F:
    """``--age``."""
    return click.option(
        "--age",
        cls=_Reaching,
        adjust=_with_unit,
        callback=years,
        metavar="AGE",
        help="Age in years; for a baby 8m (months) or 6w (weeks).",
    )(command)


def sort_option(command: F) -> F:
    """``--sort``."""
    return click.option(
        "--sort",
        type=click.Choice(["fit", "distance", "updated", "phase"], case_sensitive=False),
        default="fit",
        show_default=True,
        help="What comes first in each group: what fits, the nearest, the freshest, or the latest phase.",
    )(command)


#: What ``--km/--mi`` says: kilometres, miles, or nothing.
UNITS = {True: "km", False: "mi", None: ""}


def unit_option(command: F) -> F:
    """``--km``, ``--mi``."""
    return click.option("--km/--mi", default=None, help="Distances in kilometres or miles; else as usual there.")(command)


def limit_option(told: str, most: int | None = None) -> Callable[[F], F]:
    """``--limit N``: at least one row, and no more than ``most``."""

    def in_range(_: click.Context, __: click.Parameter, rows: int | None) -> int | None:
        if rows is not None and not 1 <= rows <= (most or rows):
            raise click.BadParameter(
                f"{rows} is not a number of rows to show. Use a number from 1 {f'to {most}' if most else 'on'}."
            )
        return rows

    return click.option("--limit", type=int, callback=in_range, metavar="N", help=told)


def grouped_options(first: int, group: str) -> Callable[[F], F]:
    """What the verbs share that list trials in groups: how many of each ``group`` (``first`` when nothing is said), how written."""

    def add(command: F) -> F:
        for option in reversed(
            (
                filter_options,
                click.option("--all", "everything", is_flag=True, help=f"Every trial of each {group} instead of the first ones."),
                limit_option(f"Trials told of each {group}. [default: {first}]"),
                unit_option,
                click.option(
                    "--format",
                    "style",
                    type=click.Choice(["auto", "list", "json", "jsonl", "csv", "md"]),
                    default="auto",
                    help="auto and list for reading, md to print or hand on, the others for programs.",
                ),
                cache_option,
            )
        ):
            command = option(command)
        return command

    return add


def filter_options(command: F) -> F:
    """The words and options that narrow an answer; every one may be left out."""
    for option in reversed(
        (
            click.argument("cancer", nargs=-1),
            click.option("--stage", metavar="STAGE", help="3, IIIB, metastatic, early, T2N1M0, extensive, relapsed …"),
            click.option(
                "--near", multiple=True, metavar="PLACE", help='ZIP, "City, ST", city, country or lat,lon. May be repeated.'
            ),
            click.option("--within", metavar="DISTANCE", help="How far from --near: 100mi, 50km. [default: 100mi, or 160km]"),
            click.option("--state", "states", multiple=True, metavar="STATE", help="Only in this state. May be repeated."),
            click.option(
                "--country", "countries", multiple=True, metavar="COUNTRY", help="Only in this country. May be repeated."
            ),
            click.option("--city", "cities", multiple=True, metavar="CITY", help="Only in this city. May be repeated."),
            click.option(
                "--facility", "facilities", multiple=True, metavar="WORDS", help="Only at sites with these words in their name."
            ),
            click.option("--center", metavar="nci", help="Only at NCI-designated cancer centers, or at the one named."),
            age_option,
            click.option("--sex", metavar="SEX", help="female or male."),
            click.option("--line", metavar="LINE", help="untreated or treated: whether this cancer has been treated yet."),
            click.option("--marker", "markers", multiple=True, metavar="MARKER", help="HER2-positive, EGFR exon 19, BRCA …"),
            click.option(
                "--treatment",
                "treatments",
                multiple=True,
                metavar="KIND",
                help="immunotherapy, chemo, surgery … May be repeated.",
            ),
            click.option("--phase", "phases", multiple=True, metavar="PHASE", help="1, 2, 3, 4, early or none; several as 2,3."),
            click.option(
                "--status",
                type=click.Choice(list(STATUS_WORDS), case_sensitive=False),
                default="open",
                show_default=True,
                help="Which trials: open means recruiting, soon to open, by invitation, or expanded access.",
            ),
            click.option(
                "--healthy",
                cls=_Reaching,
                adjust=_yes_or_no,
                is_flag=False,
                flag_value="yes",
                default="no",
                metavar="no|yes",
                help="Also trials for healthy people or illness that is not cancer. [default: no]",
            ),
            click.option("--include-unfit", is_flag=True, help="Also list trials that may not fit, with the reason."),
        )
    ):
        command = option(command)
    return command


def request_of(options: dict[str, Any], limit: int | None) -> "SearchRequest":
    """The typed options as one value."""
    from trialfinder.services.request import SearchRequest

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
        not_for_patients=options["healthy"] == "yes",
        limit=limit,
        default_unit=UNITS[options.get("km")],
        cities=options["cities"],
        facilities=options["facilities"],
        center=options["center"] or "",
        line=options["line"] or "",
        phases=options["phases"],
        treatments=options["treatments"],
        markers=options["markers"],
        sort=options.get("sort", "fit"),
    )
