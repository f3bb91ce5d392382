"""An answer by kind of treatment for programs and spreadsheets: one object, or one line, a kind."""

from collections.abc import Iterator

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.options import KindGroup, OptionsResult
from trialfinder.domain.query import Fit, Group
from trialfinder.render.answer import caution, echo, verdict
from trialfinder.render.csv import line
from trialfinder.render.json import dumps, hit_to_dict, iso
from trialfinder.render.kinds import LESS, MEANINGS

__all__ = ["HEADER", "csv_lines", "document", "jsonl"]

HEADER = ("kind", "meaning", "trials", "about", "umbrella", "fits", "unclear", "may_not_fit", "in_reach", "nct_ids", "data_as_of", "sample")  # fmt: skip
"""Names of the columns. New ones are added at the end."""


def document(result: OptionsResult) -> str:
    """The whole answer: what was understood, the totals, the kinds."""
    answer = result.answer
    whole = {
        "understood": echo(answer),
        "summary": verdict(answer),
        "caution": caution(answer.facts),
        "sample": answer.facts.sample,
        "data_as_of": iso(answer.facts.data_as_of),
        "command": list(answer.command),
        "total": answer.total,
        "several_kinds": result.several,
        "kinds": [_kind(group) for group in result.kinds],
        "less_treatment": _kind(result.less) if result.less else None,
        "absent": list(result.absent),
    }
    return dumps(whole, indent=2) + "\n"


def jsonl(result: OptionsResult) -> Iterator[str]:
    """One line a kind, the trials that test giving less last."""
    for group in _all(result):
        yield dumps(_kind(group)) + "\n"


def csv_lines(result: OptionsResult) -> Iterator[str]:
    """One line a kind, with the ids of all its trials; kinds without a trial too, so that lists can be laid side by side."""
    yield line(HEADER)
    facts = result.answer.facts
    for group in _all(result):
        kind = group.kind or LESS
        groups = (group.of_group(Group.ABOUT), group.of_group(Group.UMBRELLA)) if result.answer.spec.cancer else ("", "")
        fits = (group.of_fit(Fit.FITS), group.of_fit(Fit.UNCLEAR), group.of_fit(Fit.UNFIT))
        counts = (group.total, *groups, *fits, group.in_reach)
        yield line((kind, MEANINGS[kind], *counts, group.nct_ids, facts.data_as_of, facts.sample))
    for kind in result.absent:
        yield line((kind, MEANINGS[kind], *(0,) * 7, "", facts.data_as_of, facts.sample))


def _all(result: OptionsResult) -> tuple[KindGroup, ...]:
    return (*result.kinds, *((result.less,) if result.less else ()))


def _kind(group: KindGroup) -> dict[str, object]:
    kind = group.kind or LESS
    return {
        "kind": kind,
        "meaning": MEANINGS[kind],
        "trials": group.total,
        "counts": [
            {"group": one.value if one else None, "fit": fit.value, "trials": trials}
            for (one, fit), trials in group.counts.items()
        ],
        "in_reach": group.in_reach,
        "nct_ids": list(group.nct_ids),
        "examples": [{**hit_to_dict(example.hit), "comparison": _comparison(example.comparison)} for example in group.examples],
    }


def _comparison(found: Comparison) -> dict[str, object]:
    return {
        "tested": [list(names) for names in found.tested],
        "compared": [list(names) for names in found.compared],
        "shared": list(found.shared),
        "random": found.random,
        "placebo": found.placebo,
        "sham": found.sham,
        "observes": found.observes,
    }
