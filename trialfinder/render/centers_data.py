"""Cancer centers for programs and spreadsheets: one object, or one line, a center."""

from collections.abc import Iterator

from trialfinder.domain.centers import CentersResult, CenterTrial, CenterView
from trialfinder.domain.query import Fit, Group, record_url
from trialfinder.render.answer import caution, echo
from trialfinder.render.csv import line
from trialfinder.render.json import contact_to_dict, dumps, iso

__all__ = ["HEADER", "csv_lines", "document", "jsonl"]

HEADER = (
    *("name", "type", "city", "state", "nearest_city", "nearest_state", "miles", "within_reach"),
    *("trials", "about", "umbrella", "fits", "unclear", "may_not_fit", "trials_farther", "nct_ids", "data_as_of", "sample"),
)
"""Names of the columns. New ones are added at the end."""


def document(result: CentersResult) -> str:
    """The whole answer."""
    answer = result.answer
    whole = {
        "understood": echo(answer),
        "caution": caution(answer.facts),
        "sample": answer.facts.sample,
        "data_as_of": iso(answer.facts.data_as_of),
        "command": list(answer.command),
        "total": answer.total,
        "nearest_beyond_reach_from": result.beyond_from or None,
        "outside_us": list(result.abroad),
        "laboratories_left_out": result.laboratories,
        "centers": [_center(view, result) for view in result.centers],
    }
    return dumps(whole, indent=2) + "\n"


def jsonl(result: CentersResult) -> Iterator[str]:
    """One line a center."""
    for view in result.centers:
        yield dumps(_center(view, result)) + "\n"


def csv_lines(result: CentersResult) -> Iterator[str]:
    """One line a center, with the ids of all matching trials open there."""
    yield line(HEADER)
    facts, asked = result.answer.facts, result.answer.spec.cancer
    for view in result.centers:
        groups = (view.of_group(Group.ABOUT), view.of_group(Group.UMBRELLA)) if asked else ("", "")
        fits = (view.of_fit(Fit.FITS), view.of_fit(Fit.UNCLEAR), view.of_fit(Fit.UNFIT))
        ids = tuple(trial.nct_id for trial in view.trials)
        where = (view.name, view.type, view.city, view.state, view.near_city, view.near_state, view.miles)
        counts = (len(view.trials), *groups, *fits, view.farther)
        yield line((*where, not result.beyond_from, *counts, ids, facts.data_as_of, facts.sample))


def _center(view: CenterView, result: CentersResult) -> dict[str, object]:
    return {
        "name": view.name,
        "type": view.type,
        "city": view.city,
        "state": view.state,
        "nearest_city": view.near_city,
        "nearest_state": view.near_state,
        "miles": view.miles,
        "within_reach": not result.beyond_from,
        "trials": [_trial(trial) for trial in view.trials],
        "trials_farther": view.farther,
    }


def _trial(trial: CenterTrial) -> dict[str, object]:
    return {
        "nct_id": trial.nct_id,
        "title": trial.title,
        "status": trial.status,
        "group": trial.group.value if trial.group else None,
        "fit": trial.fit.value,
        "phases": list(trial.phases),
        "treatments": list(trial.treatments),
        "facility": trial.facility,
        "city": trial.city,
        "state": trial.state,
        "access": trial.access,
        "contact": contact_to_dict(trial.contact, trial.contact_source),
        "url": record_url(trial.nct_id),
    }
