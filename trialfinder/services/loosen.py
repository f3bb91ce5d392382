"""What to loosen when an answer is thin: each step is tried, and only one that shows more is offered."""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from trialfinder.domain.query import SearchSpec, Sort, Suggestion
from trialfinder.domain.statuses import OPEN_STATUSES

__all__ = ["LABELS", "label_of", "loosening", "suggest"]

#: What each filter or question takes out, said to people; hard filters first, in the order in which they are applied.
LABELS = {
    "patients": "only healthy people or illness that is not cancer",
    "status": "not open to new people now",
    "place": "no open site within reach",
    "state": "no open site in that state",
    "country": "no open site in that country",
    "city": "no open site in that city",
    "facility": "no open site of that name",
    "center": "no open site at that NCI-designated cancer center",
    "phase": "another phase",
    "treatment": "another kind of treatment",
    "stage": "your stage seems ruled out",
    "age": "outside its age limits",
    "sex": "only for the other sex",
    "line": "treatment so far seems to speak against it",
    "marker": "your tumour marker seems ruled out",
}
#: What is loosened by leaving the option out, and the fields that hold it.
_OPTIONS = {
    "state": ("states",),
    "country": ("countries",),
    "city": ("city_points", "notes", "cities"),
    "facility": ("facilities",),
    "center": ("center", "centers"),
    "phase": ("phases",),
    "treatment": ("treatments",),
}
_OF_SITES = frozenset({"place", "state", "country", "city", "facility", "center"})
_NOTHING_ASKED = SearchSpec()
_FAR = 1000.0


class _Rank(IntEnum):
    """Which steps are tried first."""

    ASKED = 0
    """What the person asked for and could ask less of."""
    UNFIT = 1
    """Trials whose words speak against it."""
    CLOSED = 2
    """A closed trial takes nobody."""
    HEALTHY = 3
    """Trials of healthy people are never what somebody who is ill is missing."""


class _Step(NamedTuple):
    """One filter loosened: the option to type, and the question it leads to."""

    filter: str
    option: str
    changes: Mapping[str, object]
    rank: _Rank = _Rank.ASKED

    def apply(self, spec: SearchSpec) -> SearchSpec:
        """The question with this filter loosened."""
        return spec._replace(**self.changes)  # type: ignore[arg-type]  # the fields are those of the spec


def label_of(name: str, spec: SearchSpec) -> str:
    """Why the filter ``name`` took trials out."""
    if name == "status" and spec.statuses is not None and set(spec.statuses) != set(OPEN_STATUSES):
        return "another status than the one asked for"
    # Of trials of any status, closed sites count too.
    return LABELS[name].replace("no open site", "no site") if spec.statuses is None else LABELS[name]


def loosening(name: str, spec: SearchSpec) -> str:
    """The first option that brings back what the filter ``name`` took out."""
    steps = list(_steps(spec))
    if name == "place" and not spec.places:  # no site is open at all, so the trial failed the first thing asked
        return steps[0].option
    return next((step.option for step in steps if step.filter == name), "--include-unfit")


def suggest(spec: SearchSpec, shown: int, taken_out: Collection[str], count: Callable[[SearchSpec], int]) -> Suggestion | None:
    """What to loosen to see more than ``shown``: the option that shows most, or else several. ``count`` searches.

    ``taken_out``: the filters that took out trials. No other can help alone, as each trial is counted under the first in its way;
    but what is asked of a place is asked of one site, and without one question another site may do.
    """
    worth_trying = {*taken_out, *(_OF_SITES if _OF_SITES.intersection(taken_out) else ())}
    steps = list(_steps(spec))
    for rank in _Rank:
        found: dict[str, Suggestion] = {}
        for step in steps:
            if step.rank is not rank or step.filter not in worth_trying or step.filter in found:
                continue
            if (more := count(step.apply(spec)) - shown) > 0:
                found[step.filter] = Suggestion((step.option,), more)
        if found:
            return max(found.values(), key=lambda suggestion: suggestion.more)
    return _several(spec, steps, shown, count)


def _several(spec: SearchSpec, steps: list[_Step], shown: int, count: Callable[[SearchSpec], int]) -> Suggestion | None:
    """When no single option helps: one more is loosened at a time, each as far as it goes, until something is found."""
    farthest = {step.filter: step for step in steps}
    for number, step in enumerate(farthest.values(), start=1):
        spec = step.apply(spec)
        if number > 1 and (more := count(spec) - shown) > 0:
            return Suggestion(tuple(step.option for step in list(farthest.values())[:number]), more)
    return None


def _steps(spec: SearchSpec) -> Iterator[_Step]:
    """Every way to loosen what was asked, in the order to try them; of one filter the least first."""
    if spec.measured:
        nearest = max(spec.within.value * 3, 300.0)
        for radius in dict.fromkeys((nearest, max(nearest, _FAR))):
            yield _Step("place", f"--within {radius:g}{spec.within.unit}", {"within": spec.within._replace(value=radius)})
    if spec.places:
        by_distance = spec.sort is Sort.DISTANCE
        yield _Step(
            "place",
            f"without --near --within{' --sort' if by_distance else ''}",
            {"places": (), "sort": Sort.FIT if by_distance else spec.sort},
        )
    for name, fields in _OPTIONS.items():
        if getattr(spec, fields[-1]):
            yield _Step(name, f"without --{name}", {field: getattr(_NOTHING_ASKED, field) for field in fields})
    if spec.statuses is not None and set(spec.statuses) != set(OPEN_STATUSES):
        yield _Step("status", "--status open", {"statuses": OPEN_STATUSES})
    if not spec.include_unfit:
        yield _Step("unfit", "--include-unfit", {"include_unfit": True}, _Rank.UNFIT)
    if spec.statuses is not None:
        yield _Step("status", "--status any", {"statuses": None}, _Rank.CLOSED)
    if not spec.not_for_patients:
        yield _Step("patients", "--healthy", {"not_for_patients": True}, _Rank.HEALTHY)
