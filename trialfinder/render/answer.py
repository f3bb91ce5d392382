"""A whole answer for people: what was understood, how many, the rows, what was left out, and how far to trust it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from trialfinder.domain import age
from trialfinder.domain.cancer import CancerAsked
from trialfinder.domain.query import CacheFacts, Fit, SearchResult, SearchSpec, Sort, Standing
from trialfinder.domain.stage import Line
from trialfinder.domain.statuses import OPEN_STATUSES
from trialfinder.render import words
from trialfinder.render.empty import explain, without
from trialfinder.render.layout import PROSE, block, paint, room_for_table, wrap
from trialfinder.render.list import render_list
from trialfinder.render.table import render_table

if TYPE_CHECKING:
    from trialfinder.render.page import Section

__all__ = [
    "caution",
    "counted",
    "echo",
    "instead",
    "render_human",
    "sample_banner",
    "show_command",
    "summary",
    "understood",
    "verdict",
]


def render_human(
    result: SearchResult, width: int, color: bool, style: str = "auto", more: "Callable[[SearchResult], Section] | None" = None
) -> str:
    """The answer as a person reads it. ``style``: ``table``, ``list``, or ``auto`` (a table where there is room).

    ``more``: a further part, such as a glossary.
    """
    prose = min(width, PROSE)
    banner = sample_banner(result.facts, prose, color)
    parts = [*banner, understood(result, prose), "\n".join(wrap(summary(result), prose))]
    if result.hits:
        drawn = render_table if room_for_table(style, width) else render_list
        parts.append(drawn(result, width, color))
    if result.thin and (why := explain(result)):
        parts.append(why)
    if more:
        from trialfinder.render.page import text

        parts.append(text([more(result)], prose, color))
    parts += ["\n".join(_next_steps(result, prose)), "\n".join(wrap(caution(result.facts), prose)), *banner]
    return "\n\n".join(part for part in parts if part) + "\n"


def echo(result: SearchResult) -> list[str]:
    """What was understood, one ``Label: text`` a line."""
    return [words.clean(line) for line in _understood(result)]


def understood(result: SearchResult, width: int) -> str:
    """The echo, labels in one column."""
    return "\n".join(_labelled(echo(result), width))


def summary(result: SearchResult) -> str:
    """How many, by answer; never a silent cut."""
    text = verdict(result)
    if len(result.hits) < result.total:
        text += f" Showing {len(result.hits):,} of {result.total:,}; --all for the rest."
    return text


def verdict(result: SearchResult) -> str:
    """How many, by answer."""
    number = {fit: sum(many for (_, answer), many in result.counts.items() if answer is fit) for fit in Fit}
    if number[Fit.FITS] + number[Fit.UNCLEAR]:
        text = counted(number[Fit.FITS], number[Fit.UNCLEAR]) + _not_open(result)
    else:
        text = "No trial was found that fits what you told us."
    if unfit := number[Fit.UNFIT]:
        listed = "listed last" if result.spec.include_unfit else "--include-unfit lists them"
        text += f" {unfit:,} more may not fit ({listed})."
    return text


def counted(fits: int, unclear: int) -> str:
    """How many may fit, as one sentence. At least one does."""
    if not unclear:
        return f"{words.count(fits, 'trial')} {_verb(fits, 'fits', 'fit')} what you told us."
    if not fits:
        return f"{words.count(unclear, 'trial')} may fit; {_verb(unclear, 'it is', 'all are')} unclear."
    fit = f"{fits:,} {_verb(fits, 'fits', 'fit')} what you told us"
    return f"{words.count(fits + unclear, 'trial')} may fit: {fit}, {unclear:,} {_verb(unclear, 'is', 'are')} unclear."


def _not_open(result: SearchResult) -> str:
    """How many one cannot join by calling today, or ``""``."""
    later = [(number, standing) for standing, number in result.standings.items() if standing is not Standing.OPEN]
    if not later:
        return ""
    now = result.standings.get(Standing.OPEN, 0)
    parts = [f"{number:,} {_verb(number, 'is', 'are')} {words.STANDINGS[standing]}" for number, standing in later]
    if sum(result.standings.values()) == 1:
        return f" It is {words.STANDINGS[later[0][1]]}."
    if not now:
        return f" None of these takes people now: {words.joined(parts)}."
    first = f"{now:,} of these {_verb(now, 'takes', 'take')} people now"
    return f" {words.joined([first, *parts])}."


def caution(facts: CacheFacts) -> str:
    """How far to trust it."""
    when = f"{facts.data_as_of:%Y-%m-%d}" if facts.data_as_of else "an unknown date"
    source = "made-up sample data in the form of ClinicalTrials.gov" if facts.sample else _SOURCE
    return (
        f"As of {when} from {source}; not medical advice; only the study team decides who can join. "
        "Records can be out of date: call before you travel, and talk it over with your doctor."
    )


_SOURCE = "ClinicalTrials.gov (U.S. National Library of Medicine)"


def sample_banner(facts: CacheFacts, width: int, color: bool) -> list[str]:
    """One part that says the trials are made up, or none."""
    if not facts.sample:
        return []
    text = "*** SAMPLE DATA: every trial, site and contact here is made up. Do not call anyone. ***"
    return ["\n".join(paint(line, "warning", color) for line in wrap(text, width))]


def _understood(result: SearchResult) -> Iterator[str]:
    spec = result.spec
    if spec.cancer:
        yield from _cancer(spec.cancer)
    else:
        yield "Cancer: any (none was named)"
    if spec.asked_markers:
        yield f"Marker: {words.joined(marker.name for marker in spec.asked_markers)}"
        if any(marker.name.endswith("-mutated") for marker in spec.asked_markers):
            yield "Note: Which mutation of a gene it is (an exon, say) is not compared: the quoted words may tell"
    for note in spec.cancer.notes if spec.cancer else ():
        yield f"Note: {note}"
    if spec.stage:
        yield f"Stage: {spec.stage.understood}"
        if spec.cancer and not spec.cancer.staged:
            yield f"Note: {spec.cancer.name} is not staged by numbers, so no trial is left out for its stage"
    yield from _person(spec)
    yield from _kind(spec)
    yield from _places(spec)
    yield from _sites(spec)
    yield f"Status: {_statuses(spec)}"
    yield f"Data: {_data(result)}"


def _cancer(cancer: CancerAsked) -> Iterator[str]:
    kinds = list(cancer.covers)
    if len(kinds) > _COVERS:
        kinds = [*kinds[:_NAMED], f"{len(kinds) - _NAMED} more kinds"]
    covers = f" (covers {words.joined(kinds)})" if kinds else ""
    yield f"Cancer: {cancer.name}{covers}"
    if cancer.corrected:
        yield f"Spelling: Read “{cancer.typed}” as {cancer.name}"


#: Longer lists of kinds are cut to so many: they tell less, not more; ``terms`` lists all.
_COVERS, _NAMED = 16, 6


def _person(spec: SearchSpec) -> Iterator[str]:
    if spec.age_years is not None:
        told = " (from your words; --age tells it exactly)" if spec.age_to is not None else ""
        yield f"Age: {age.span(spec.age_years, spec.age_to)}{told}"
    if spec.sex:
        yield f"Sex: {age.people(spec.sex, spec.age_years, spec.age_years)}"
    if spec.line:
        yield f"Treated: {'not yet, for this cancer' if spec.line is Line.UNTREATED else 'yes, for this cancer'}"
    if spec.not_for_patients:
        yield "Also: trials of healthy people and of illness that is not cancer"


def _kind(spec: SearchSpec) -> Iterator[str]:
    if spec.treatments:
        yield f"Kind: {words.joined(spec.treatments, 'or')}"
    if spec.phases:
        yield f"Phase: {words.joined((words.phases((code,)) for code in spec.phases), 'or')}"


def _places(spec: SearchSpec) -> Iterator[str]:
    areas = [words.joined((place.name for place in asked), "or") for asked in (spec.states, spec.countries) if asked]
    if not spec.placed:
        yield "Place: anywhere (add --near, --state or --country to see the nearest site)"
    elif spec.places:
        names = words.joined((place.name for place in spec.places), "or")
        usual = "" if spec.within_given else ", the usual radius; --within changes it"
        reach = f"{names}, within {words.radius(spec.within)}{usual}" if spec.measured else names
        yield f"Place: {words.joined([reach, *(f'in {area}' for area in areas)])}"
    elif areas:
        yield f"Place: {', '.join(areas)}"
    for place in (*spec.places, *spec.states, *spec.countries):
        if place.corrected:
            yield f"Spelling: Read “{place.typed}” as {place.name}"


def _sites(spec: SearchSpec) -> Iterator[str]:
    if spec.cities:
        yield f"City: {words.joined(spec.cities, 'or')}"
    for note in spec.notes:
        yield f"Note: {note}"
    if spec.facilities:
        yield f"Site: {words.joined((f'“{name}” in its name' for name in spec.facilities), 'or')}"
    if spec.center == "nci":
        yield "Center: NCI-designated cancer centers that treat patients"
    elif spec.centers:
        yield f"Center: {words.joined(spec.centers, 'or')} (NCI-designated)"
    if spec.sort is not Sort.FIT:
        yield f"Sorted: {_SORTED[spec.sort]}"


_SORTED = {Sort.DISTANCE: "nearest first", Sort.UPDATED: "freshest first", Sort.PHASE: "latest phase first"}


def _statuses(spec: SearchSpec) -> str:
    if spec.statuses is None:
        return "any, closed trials too"
    if set(spec.statuses) == set(OPEN_STATUSES):
        return "open now or soon (recruiting, not yet recruiting, by invitation, or expanded access)"
    return words.joined(map(words.status, spec.statuses), "or")


def _data(result: SearchResult) -> str:
    facts, day = result.facts, result.facts.data_as_of
    when = f"{day:%Y-%m-%d} ({words.relative(day, result.today)})" if day else "date unknown"
    source = "made-up sample data" if facts.sample else "ClinicalTrials.gov"
    old = day is not None and not facts.sample and (result.today - day).days > _OLD_DAYS
    renew = "; trialfinder refresh brings it up to date" if old else ""
    return f"{source}, {when}, {words.count(facts.trials, 'trial')} in the local copy{renew}"


#: Trials open and close every day; after a month a site called may well have closed.
_OLD_DAYS = 30


def _labelled(lines: list[str], width: int) -> Iterator[str]:
    size = max(len(line.partition(":")[0]) for line in lines) + 2
    for line in lines:
        label, _, text = line.partition(": ")
        yield from block(text, width, f"{label + ':':<{size}}")


def _next_steps(result: SearchResult, width: int) -> Iterator[str]:
    if result.hits:
        yield f"One trial in full:  {show_command(result, result.hits[0].nct_id)}"
    if len(result.hits) < result.total:
        yield from block(f"add --all (showing {len(result.hits):,} of {result.total:,})", width, "Every match:        ")
    if result.hits and result.command[1:2] == ("search",):
        yield from wrap("By kind of treatment, and to print for a doctor:", width)
        yield from (f"  {instead(result, verb)}" for verb in ("options", "brief"))


def show_command(result: SearchResult, nct_id: str) -> str:
    """What to type for one trial of this answer, seen from the same places, by the same person, in the same copy."""
    spec = result.spec
    told = [word for place in spec.places for word in ("--near", place.typed)]
    stage = _option(result.command, "--stage") or (["--stage", spec.cancer.stage_words] if spec.cancer else [])
    told += stage if spec.stage and stage and stage[-1] else []
    told += ["--age", age.as_typed(spec.age_years)] if spec.age_years is not None and spec.age_to is None else []
    told += ["--sex", spec.sex.lower()] if spec.sex else []
    told += [word for marker in (spec.cancer.markers if spec.cancer else ()) for word in ("--marker", marker.name)]
    told += [word for name in _SHOW_TOO for word in _every(result.command, name)]
    return words.command(["trialfinder", "show", nct_id, *told, *_option(result.command, "--cache")])


#: Further options that `show` takes as `search` does.
_SHOW_TOO = ("--country", "--state", "--line", "--marker", "--km", "--mi")


def _every(command: Sequence[str], name: str) -> Iterator[str]:
    """An option as it was typed, as often as it was."""
    for at, word in enumerate(command):
        if word.partition("=")[0] == name:
            yield from command[at : at + (2 if word == name and name not in ("--km", "--mi") else 1)]


def _option(command: Sequence[str], name: str) -> list[str]:
    """An option as it was typed, with its value; nothing where it was not."""
    at = next((at for at, word in enumerate(command) if word.partition("=")[0] == name), len(command))
    return list(command[at : at + (2 if command[at : at + 1] == (name,) else 1)])


def instead(result: SearchResult, verb: str, *options: str) -> str:
    """The command typed, with another verb, without what only the one typed knows, and with further ``options``."""
    command: Sequence[str] = (result.command[0], verb, *result.command[2:])
    for option, valued in _ONLY_SEARCH.items():
        command = without(command, option, valued=valued)
    return words.command([*command, *options])


_ONLY_SEARCH = {"--format": True, "--sort": True, "--limit": True, "--all": False, "--explain": False}


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
