"""``trialfinder export``: the advocate's command. Never cut off."""

import shlex
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from trialfinder.cli.console import narrate, width, write_lines
from trialfinder.cli.options import cache_option, filter_options, request_of, settings
from trialfinder.domain.errors import UsageProblem

if TYPE_CHECKING:
    from trialfinder.domain.export import Column, Level
    from trialfinder.services.export import Export

__all__ = ["export"]

_FORMATS = ("csv", "xlsx", "json", "jsonl", "parquet")
_DICTIONARY_FORMATS = ("text", "md", "csv", "json")
#: Formats that only a program can read, so a screen or a pipe is no place for them.
_NEED_OUTPUT = {"xlsx": "list.xlsx", "parquet": "trials-folder"}
#: What is written around the rows: a header, or the head and the tail of a document.
_FRAME = {"csv": 1, "json": 2, "jsonl": 0}
#: Options that say where and how, not what: left out of the question that every row repeats. The number is that of their values.
_NOT_THE_QUESTION = {"--output": 1, "--cache": 1, "--format": 1, "--columns": 1, "--force": 0, "--bom": 0, "--debug": 0}


@click.command(
    epilog='\b\nExamples:\n  trialfinder export "ovarian cancer" --country Canada --output ovarian.csv\n'
    "  trialfinder export melanoma --near 60611 --rows sites --output sites.xlsx\n"
    "  trialfinder export --status any --format parquet --output registry\n"
    "  trialfinder export --dictionary --rows sites"
)
@filter_options
@click.option(
    "--rows", type=click.Choice(["trials", "sites"]), default="trials", show_default=True, help="One row for each of these."
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(["id", "fit", "distance", "updated", "phase"], case_sensitive=False),
    default="id",
    show_default=True,
    help="What comes first; by id the order is the same every month.",
)
@click.option("--all-sites", is_flag=True, help="With --rows sites: also the sites outside the places asked.")
@click.option("--columns", metavar="A,B,C", help="Only these columns, in this order; --dictionary lists them.")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(dict.fromkeys((*_FORMATS, *_DICTIONARY_FORMATS)))),
    help="[default: by the ending of FILE, else csv] text and md are for --dictionary. parquet writes a folder.",
)
@click.option("--bom", is_flag=True, help="Mark a CSV file as UTF-8, which Excel needs to show accents.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to the screen.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@click.option("--dictionary", is_flag=True, help="Explain every column instead.")
@cache_option
def export(
    rows: str,
    order: str,
    all_sites: bool,
    columns: str | None,
    style: str | None,
    bom: bool,
    output: Path | None,
    force: bool,
    dictionary: bool,
    cache: Path | None,
    **options: Any,
) -> None:
    """Write every match, one row a trial or a site, the same columns every time. With no CANCER: every trial in the local copy."""
    from trialfinder.domain.export import Level
    from trialfinder.services.export import choose_columns

    level = Level(rows)
    chosen = choose_columns(level, [name.strip() for name in (columns or "").split(",") if name.strip()])
    if dictionary:
        _write_text(_dictionary(chosen, level, style or "text"), output, force)
        return
    style = style or _by_ending(output)
    _check(style, output, columns, bom)
    if all_sites and level is not Level.SITE:
        raise UsageProblem("--all-sites is for lists of sites.", "add --rows sites, or leave it out")
    from trialfinder.services.request import resolve_request

    request = request_of(options, None)
    if not request.cancer and click.get_current_context().get_parameter_source("healthy") is ParameterSource.DEFAULT:
        request = request._replace(not_for_patients=True)  # nothing named, nothing left out: the whole copy
    spec = resolve_request(request)
    if spec.stage and not options["stage"]:  # read among the words for the cancer: nobody may be surprised by a shorter list
        narrate(f"trialfinder: read as {spec.stage.understood}")
    question = _question(click.get_current_context().obj or ())

    def opened(writes_to: Path | None = None) -> "Export":
        from trialfinder.services.export import Export

        return Export(settings(cache).cache, spec, question, order=order, all_sites=all_sites, writes_to=writes_to)

    if style == "parquet":
        assert output is not None  # noqa: S101 - checked above
        _write_dataset(opened, output, force)
    elif style == "xlsx":
        assert output is not None  # noqa: S101 - checked above
        _write_workbook(opened, level, chosen, output, force)
    else:
        with opened() as found:
            lines = _lines(found, style, level, chosen, flat=bool(columns))
            _write_text(_marked(lines) if bom else lines, output, force, _FRAME[style])


def _dictionary(columns: "tuple[Column, ...]", level: "Level", style: str) -> Iterator[str]:
    from trialfinder.domain.columns import SCHEMA
    from trialfinder.render.dictionary import render_dictionary

    if style not in _DICTIONARY_FORMATS:
        raise UsageProblem(f"The dictionary cannot be written as {style}.", f"use one of: {', '.join(_DICTIONARY_FORMATS)}")
    yield render_dictionary(columns, SCHEMA[level], style, width())


def _lines(found: "Export", style: str, level: "Level", columns: "tuple[Column, ...]", *, flat: bool) -> Iterator[str]:
    if style == "csv":
        from trialfinder.render.csv import header, lines

        if level == "sites" and not flat:
            yield header(columns)
            yield from found.site_lines()
        else:
            yield from lines(columns, found.sites(columns) if level == "sites" else found.trials(columns))
        return
    from trialfinder.render.json import flat_objects, hit_to_dict, whole, written

    if level == "sites" or flat:
        objects = flat_objects(columns, found.sites(columns) if level == "sites" else found.trials(columns))
    else:
        objects = map(hit_to_dict, found.hits())
    yield from whole(objects, found.run, level) if style == "json" else written(objects)


def _write_text(lines: Iterable[str], output: Path | None, force: bool, frame: int | None = None) -> None:
    """``frame``: how many of the lines are no rows; None: none is one."""
    if output is None:
        write_lines(lines)
        return
    from trialfinder.services.delivery import deliver_file

    with deliver_file(output, force=force) as path, path.open("w", encoding="utf-8", newline="") as file:
        count = sum(1 for line in lines if file.write(line))
    narrate(f"trialfinder: wrote {output}" if frame is None else f"trialfinder: wrote {count - frame:,} rows to {output}")


def _write_workbook(
    opened: "Callable[[], Export]", level: "Level", columns: "tuple[Column, ...]", output: Path, force: bool
) -> None:
    from trialfinder.render.xlsx import write_xlsx
    from trialfinder.services.delivery import deliver_file

    with deliver_file(output, force=force) as path, opened() as found:
        count = write_xlsx(path, columns, found.sites(columns) if level == "sites" else found.trials(columns), found.run)
    narrate(f"trialfinder: wrote {count:,} rows to {output}")


def _write_dataset(opened: "Callable[[Path], Export]", output: Path, force: bool) -> None:
    from trialfinder.domain.columns import COLUMNS, SCHEMA
    from trialfinder.render.dictionary import render_dictionary
    from trialfinder.render.json import about
    from trialfinder.services.delivery import MARK, deliver_folder

    with deliver_folder(output, force=force) as folder, opened(folder) as found:
        trials, sites = found.write_dataset(folder)
        (folder / MARK).write_text(about(found.run), encoding="utf-8")
        for level, columns in COLUMNS.items():
            explained = render_dictionary(columns, SCHEMA[level], "md", width())
            (folder / f"{level}.md").write_text(explained, encoding="utf-8")
    narrate(f"trialfinder: wrote {trials:,} rows to {output / 'trials'} and {sites:,} rows to {output / 'sites'}")


def _marked(lines: Iterator[str]) -> Iterator[str]:
    from trialfinder.render.csv import BOM

    yield BOM + next(lines)
    yield from lines


def _by_ending(output: Path | None) -> str:
    ending = output.suffix.lower().lstrip(".") if output else ""
    return ending if ending in _FORMATS else "csv"


def _check(style: str, output: Path | None, columns: str | None, bom: bool) -> None:
    if style not in _FORMATS:
        raise UsageProblem(f"A list cannot be written as {style}.", f"use one of: {', '.join(_FORMATS)}")
    if style in _NEED_OUTPUT and output is None:
        raise UsageProblem(f"The format {style} needs a place to go.", f"add --output {_NEED_OUTPUT[style]}")
    if bom and style != "csv":
        raise UsageProblem(f"--bom is for CSV, not for {style}.", "leave it out")
    if columns and style == "parquet":
        raise UsageProblem("A Parquet data set always has every column.", "leave --columns out, and choose when you read it")


def _question(words: tuple[str, ...]) -> str:
    """The command without what says where and how to write."""
    kept, skip = [], 0
    for word in words:
        name, given, _ = word.partition("=")
        if skip:
            skip -= 1
        elif name in _NOT_THE_QUESTION:
            skip = 0 if given else _NOT_THE_QUESTION[name]
        else:
            kept.append(word)
    return shlex.join(kept)
