"""What else is there: the trials of a search, grouped by the kinds of treatment they test.

Finds and ranks nothing itself: the trials, their order and their totals are those of the search with the same words.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.comparison import Comparison
from trialfinder.domain.enriched import Treatment
from trialfinder.domain.options import Example, KindGroup, OptionsResult
from trialfinder.domain.query import Fit, Group, SearchSpec
from trialfinder.domain.trial import ParseProblem
from trialfinder.enrich.comparison import read_comparison
from trialfinder.services.search import answer, hits_of_rows
from trialfinder.store.reader import SnapshotReader

__all__ = ["treatment_options"]

Row = Mapping[str, Any]

_FITS = tuple(Fit)


def treatment_options(
    cache: Path, spec: SearchSpec, today: date, command: Sequence[str] = (), examples: int | None = 3
) -> OptionsResult:
    """The matches of ``spec`` by kind of treatment, the first ``examples`` of each in detail (None: all). Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        result = answer(reader, spec._replace(limit=1), today, command)
        reader.find(spec)  # a thin answer has tried looser questions since
        found = reader.hits(include_unfit=spec.include_unfit, per_group=None, sort=spec.sort)
        rows = sorted(found, key=lambda row: row["fit"])  # stable
        by_kind = {kind: [row for row in rows if kind in (row["treatments"] or [Treatment.OTHER])] for kind in Treatment}
        less = [row for row in rows if row["less_treatment"]]
        shown = {row["nct_id"]: row for group in (*by_kind.values(), less) for row in group[:examples]}
        known = _in_detail(reader, list(shown.values()), spec)
        groups = [_group(kind, trials, examples, known.__getitem__) for kind, trials in by_kind.items() if trials]
        return OptionsResult(
            answer=result._replace(spec=spec, hits=()),
            kinds=tuple(groups),
            less=_group("", less, examples, known.__getitem__) if less else None,
            absent=tuple(kind for kind, trials in by_kind.items() if not trials and kind is not Treatment.OTHER),
            several=sum(len(row["treatments"]) > 1 for row in rows),
        )


def _group(kind: str, rows: Sequence[Row], examples: int | None, detail: Callable[[str], Example]) -> KindGroup:
    ids = tuple(row["nct_id"] for row in rows)
    counts = Counter((Group(row["match_group"]) if row["match_group"] else None, _FITS[row["fit"]]) for row in rows)
    in_reach = sum(row["open_sites_near"] > 0 for row in rows)
    return KindGroup(str(kind), dict(counts), in_reach, ids, tuple(map(detail, ids[:examples])))


def _in_detail(reader: SnapshotReader, rows: list[dict[str, Any]], spec: SearchSpec) -> dict[str, Example]:
    """Arms and allocation are wanted for a few trials only, so they are read afresh from the stored records."""
    records = reader.records([row["nct_id"] for row in rows])
    return {hit.nct_id: Example(hit, _comparison(records.get(hit.nct_id, ""))) for hit in hits_of_rows(reader, rows, spec)}


def _comparison(record: str) -> Comparison:
    trial = parse_study(json.loads(record), raw_text=record) if record else None
    return Comparison() if trial is None or isinstance(trial, ParseProblem) else read_comparison(trial)
