"""Cancer centers for people: what each is, how far, the matching trials open there, and how to ask for a second opinion."""

from collections.abc import Iterator

from trialfinder.domain.centers import CentersResult, CenterTrial, CenterView
from trialfinder.domain.query import Fit, Group
from trialfinder.render import words
from trialfinder.render.answer import caution, echo, instead, sample_banner, show_command, understood
from trialfinder.render.card import contact
from trialfinder.render.layout import PROSE, wrap
from trialfinder.render.page import Entry, Section, markdown, text
from trialfinder.render.second_opinion import asking

__all__ = ["TYPES", "render_centers", "render_markdown"]

TYPES = {
    "Comprehensive": "treats patients and does research in the laboratory, with patients and on whole populations",
    "Clinical": "treats patients and does research with patients, and less of the other kinds",
}


def render_centers(result: CentersResult, width: int, color: bool, first: int | None) -> str:
    """The answer as a person reads it; ``first``: trials told of each center (None: all)."""
    prose = min(width, PROSE)
    facts = result.answer.facts
    banner = sample_banner(facts, prose, color)
    page = text(list(_page(result, first)), width, color)
    return "\n\n".join([*banner, understood(result.answer, prose), page, "\n".join(wrap(caution(facts), prose)), *banner]) + "\n"


def render_markdown(result: CentersResult, first: int | None) -> str:
    """The answer as Markdown, to print or to hand on."""
    banner = [line for part in sample_banner(result.answer.facts, 10_000, False) for line in part.splitlines()]
    top = markdown([Section(points=tuple(echo(result.answer)))])
    parts = ["# Cancer centers", *banner, top, markdown(list(_page(result, first))), caution(result.answer.facts), *banner]
    return "\n\n".join(parts) + "\n"


def _page(result: CentersResult, first: int | None) -> Iterator[Section]:
    if result.abroad:
        yield _abroad(result)
    yield Section(_title(result), (*_found(result), _WHAT), tuple(_types(result)))
    here = ""
    for number, view in enumerate(result.centers, start=1):
        state = "" if view.miles is not None or view.near_state == here else view.near_state
        here = view.near_state
        yield Section(state, entries=(_entry(number, view, result, first),))
    yield asking()
    if steps := tuple(_next_steps(result, first)):
        yield Section("What to type next", steps=steps)


def _abroad(result: CentersResult) -> Section:
    where = words.joined(result.abroad, "or")
    cancer = [result.answer.spec.cancer.name] if result.answer.spec.cancer else []
    return Section(
        "These centers are in the United States only",
        (f"The US National Cancer Institute designates no center in {where}. What helps there:",),
        (
            (
                "Ask your doctor for the national or university cancer center that sees most people with your cancer, "
                "and for its tumor board."
            ),
            "Slides and scans can often be sent for review, also to another country, without you traveling.",
        ),
        steps=(
            ("Trials near you, in any country", words.command(["trialfinder", "search", *cancer, "--near", result.abroad[0]])),
        ),
    )


def _title(result: CentersResult) -> str:
    if result.beyond_from:
        where = words.joined((place.name for place in result.answer.spec.all_places), "or")
        return f"No center {'within reach' if result.answer.spec.measured else f'in {where}'}; the nearest three"
    number = words.count(len(result.centers), "cancer center")
    return f"{number} within reach" if result.answer.spec.measured else number


def _found(result: CentersResult) -> Iterator[str]:
    if result.beyond_from:
        reach = f" within {words.radius(result.answer.spec.within)}" if result.answer.spec.measured else " there"
        yield f"No NCI-designated center was found{reach}. These are the nearest, measured from {words.clean(result.beyond_from)}."
    spec, total = result.answer.spec, result.answer.total
    about = f" for {words.clean(spec.cancer.name)}" if spec.cancer else ""
    fit = " may fit what you told us" if result.answer.spec.judged else " of every kind of cancer"
    yield f"{words.count(total, 'trial')}{about}{fit}, wherever they run; those open at each center stand below it."


_WHAT = (
    "The National Cancer Institute (NCI) designates centers for their research. That is no ranking of care: good care and good "
    "second opinions are found elsewhere too."
)


def _types(result: CentersResult) -> Iterator[str]:
    for name, meaning in TYPES.items():
        yield f"{name}: {meaning}"
    yield f"Basic Laboratory: research only; these {result.laboratories} treat nobody and are left out"


def _entry(number: int, view: CenterView, result: CentersResult, first: int | None) -> Entry:
    shown = view.trials[:first]
    facts = (
        ("Type", view.type),
        ("Where", _where(view, result)),
        ("Trials", _counted(view, result)),
        *((label, told) for trial in shown for label, told in _trial(trial, view, result.answer.spec.judged)),
        (
            "More",
            f"{words.count(len(view.trials) - len(shown), 'more trial')} there; --all lists them"
            if len(shown) < len(view.trials)
            else "",
        ),
    )
    return Entry(number, words.clean(view.name), facts)


def _where(view: CenterView, result: CentersResult) -> str:
    near, main = f"{view.near_city}, {view.near_state}", f"{view.city}, {view.state}"
    far = "" if view.miles is None else f", {words.distance(view.miles, result.answer.spec.within.unit)}"
    return f"{near}{far}" if near == main else f"{near}{far} (one of its places; the main one is in {main})"


def _counted(view: CenterView, result: CentersResult) -> str:
    farther = f"{view.farther:,} more at its other places" if view.farther else ""
    if not view.trials:
        return "; ".join(part for part in ("none of the matching trials says that it is open there now", farther) if part)
    parts = [f"{len(view.trials):,} open there"]
    if result.answer.spec.cancer and (wider := view.of_group(Group.UMBRELLA)):
        parts.append(
            "for a wider group of cancers" if len(view.trials) == 1 else f"{wider:,} of them for a wider group of cancers"
        )
    fits = [f"{many:,} {one if many == 1 else more}" for fit, (one, more) in _FITS.items() if (many := view.of_fit(fit))]
    return "; ".join(part for part in (", ".join(parts), ", ".join(fits) if result.answer.spec.judged else "", farther) if part)


_FITS = {
    Fit.FITS: ("fits what you told us", "fit what you told us"),
    Fit.UNCLEAR: ("is unclear", "are unclear"),
    Fit.UNFIT: ("may not fit", "may not fit"),
}


def _trial(trial: CenterTrial, view: CenterView, asked: bool) -> Iterator[tuple[str, str]]:
    """One line about the trial, one about whom to call."""
    kind = "follows people" if trial.study_type == "OBSERVATIONAL" else words.phases(trial.phases)
    treatments = words.treatments(trial.treatments)
    elsewhere = (
        f"; in {words.clean(trial.city)}, {words.clean(trial.state)}" if trial.city not in (view.city, view.near_city) else ""
    )
    unstated = f"; {words.access(trial.access)}" if trial.access != "open" else ""
    label = words.FIT_LABELS[trial.fit] if asked else "Trial"
    yield label, f"{words.clean(trial.title)} ({trial.nct_id}; {kind}; {treatments}{elsewhere}{unstated})"
    yield "Call", contact(trial.contact, trial.contact_source)


def _next_steps(result: CentersResult, first: int | None) -> Iterator[tuple[str, str]]:
    shown = [trial for view in result.centers for trial in view.trials[:first]]
    if shown:
        yield "One trial in full", show_command(result.answer, shown[0].nct_id)
    if not result.answer.command:
        return
    if any(first is not None and len(view.trials) > first for view in result.centers):
        yield "Every trial at each center", instead(result.answer, "centers", "--all")
    if not result.answer.spec.cancer:
        yield "Only trials for one cancer, named in your words", instead(result.answer, "centers", "stomach cancer")
    if not result.answer.spec.all_places:
        yield "Only centers near you, by your ZIP code or city", instead(result.answer, "centers", "--near", "60611")
