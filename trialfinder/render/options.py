"""An answer by kind of treatment, for people: what each kind is, how many trials, the first of them, and what none tests."""

from collections.abc import Iterator
from itertools import count

from trialfinder.domain.options import Example, KindGroup, OptionsResult
from trialfinder.domain.query import THIN, Fit, Group, SearchResult
from trialfinder.render import words
from trialfinder.render.answer import caution, echo, instead, sample_banner, show_command, understood, verdict
from trialfinder.render.card import card
from trialfinder.render.empty import explain
from trialfinder.render.kinds import LESS, MEANINGS, design, kind_name
from trialfinder.render.layout import PROSE, wrap
from trialfinder.render.page import Entry, Section, markdown, text
from trialfinder.render.second_opinion import looking_at

__all__ = ["counted", "render_markdown", "render_options"]


def render_options(result: OptionsResult, width: int, color: bool) -> str:
    """The answer as a person reads it, in lines of at most ``width`` columns."""
    prose = min(width, PROSE)
    banner = sample_banner(result.answer.facts, prose, color)
    why = explain(result.answer) if result.answer.total <= THIN else ""
    first, *others = _page(result)
    pages = [text([first], width, color), why, text(others, width, color)]
    parts = [*banner, understood(result.answer, prose), *pages, "\n".join(wrap(caution(result.answer.facts), prose)), *banner]
    return "\n\n".join(part for part in parts if part) + "\n"


def render_markdown(result: OptionsResult) -> str:
    """The answer as Markdown, to print or to hand on."""
    banner = [line for part in sample_banner(result.answer.facts, 10_000, False) for line in part.splitlines()]
    cancer = result.answer.spec.cancer
    title = f"# Treatment options in trials{f': {words.clean(cancer.name)}' if cancer else ''}"
    top = markdown([Section(points=tuple(echo(result.answer)))])
    parts = [title, *banner, top, markdown(list(_page(result))), caution(result.answer.facts), *banner]
    return "\n\n".join(parts) + "\n"


def counted(group: KindGroup, result: OptionsResult) -> str:
    """``12 about breast cancer, 3 for a wider group; 10 fit, 5 unclear; 8 with an open site within reach``."""
    answer = result.answer
    groups = []
    if answer.spec.cancer:
        about, wider = group.of_group(Group.ABOUT), group.of_group(Group.UMBRELLA)
        groups = [f"{about:,} about {words.clean(answer.spec.cancer.name)}"] if about else []
        groups += [f"{wider:,} for a wider group of cancers"] if wider else []
    labels = {Fit.FITS: ("fits", "fit"), Fit.UNCLEAR: ("is unclear", "are unclear"), Fit.UNFIT: ("may not fit", "may not fit")}
    fits = [f"{number:,} {one if number == 1 else many}" for fit, (one, many) in labels.items() if (number := group.of_fit(fit))]
    return "; ".join(part for part in (", ".join(groups), ", ".join(fits), _reach(group, answer)) if part)


def _page(result: OptionsResult) -> Iterator[Section]:
    yield Section(paragraphs=(" ".join((verdict(result.answer), *_overlap(result))),))
    if result.kinds:
        yield Section("The kinds of treatment they test", points=tuple(_overview(result)))
    numbers, seen = count(1), dict[str, tuple[int, str]]()
    for group in (*result.kinds, *((result.less,) if result.less else ())):
        entries = tuple(_entry(example, group, result, numbers, seen) for example in group.examples)
        title = f"{kind_name(group.kind)}: {words.count(group.total, 'trial')}"
        yield Section(title, (MEANINGS[group.kind or LESS], f"{counted(group, result)}.{_shown(group, result)}"), entries=entries)
    yield looking_at()
    if steps := tuple(_next_steps(result)):
        yield Section("What to type next", steps=steps)


def _overlap(result: OptionsResult) -> Iterator[str]:
    if result.several:
        stand = "tests more than one kind and stands" if result.several == 1 else "test more than one kind and stand"
        yield f"{result.several:,} of them {stand} under each, so the numbers below add up to more."
    if result.kinds:
        yield "The order says nothing about what works best."


def _overview(result: OptionsResult) -> Iterator[str]:
    for group in result.kinds:
        yield f"{kind_name(group.kind)}: {words.count(group.total, 'trial')}, {_reach(group, result.answer)}"
    if result.less:
        tests = "one of these trials tests" if result.less.total == 1 else f"{result.less.total:,} of these trials test"
        yield f"{kind_name('')}: {tests} giving less"
    if result.absent:
        yield f"No trial found of: {words.joined(result.absent)}"


def _reach(group: KindGroup, answer: SearchResult) -> str:
    where = (" within reach" if answer.spec.measured else " there") if answer.spec.placed else ""
    return f"{group.in_reach:,} with an open site{where}" if group.in_reach else f"none with an open site{where} now"


def _shown(group: KindGroup, result: OptionsResult) -> str:
    shown = len(group.examples)
    if shown == group.total:
        return ""
    order = "those that fit first, then the nearest" if result.answer.spec.measured else "those that fit first"
    return f" Showing {shown:,} of {group.total:,}, {order}; --all for the rest."


def _entry(
    example: Example, group: KindGroup, result: OptionsResult, numbers: "count[int]", seen: dict[str, tuple[int, str]]
) -> Entry:
    hit = example.hit
    if hit.nct_id in seen:
        number, kind = seen[hit.nct_id]
        return Entry(number, words.clean(hit.title), (("", f"{hit.nct_id}: see number {number} above, under {kind}"),))
    one = card(hit, next(numbers), result.answer)
    seen[hit.nct_id] = (one.number, kind_name(group.kind).lower())
    others = [words.clean(kind) for kind in hit.treatments if kind != group.kind]
    facts = (
        (one.verdict, "; ".join(one.reasons)),
        ("Trial", f"{one.nct_id}, {one.status}"),
        ("Phase", "" if hit.study_type == "OBSERVATIONAL" else words.phase_in_full(hit.phases)),
        *design(example.comparison),
        ("Also", f"stands under {words.joined(others)} too" if others else ""),
        ("Where", "; ".join(part for part in (one.site, one.distance) if part)),
        ("Call", one.contact),
        ("Warning", one.warning),
        ("Link", one.url),
    )
    return Entry(one.number, one.title, facts)


def _next_steps(result: OptionsResult) -> Iterator[tuple[str, str]]:
    if result.kinds:
        yield "One trial in full", show_command(result.answer, result.kinds[0].nct_ids[0])
    if not result.answer.command:
        return
    if any(len(group.examples) < group.total for group in result.kinds):
        yield "Every trial of every kind", instead(result.answer, "options", "--all")
    places = result.answer.spec.all_places
    if places and all(place.country not in ("", "United States") for place in places):
        return
    near = " near you" if result.answer.spec.measured else ""
    yield f"Specialist cancer centers{near} (US)", instead(result.answer, "centers")
