"""The rows of complete lists, in pieces, so that memory does not grow with their length.

Lists of sites run to a million rows: SQL makes their cells, and Python only joins them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from trialfinder.domain.columns import SITE_FIELDS
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import SearchSpec
from trialfinder.store.connection import Rows, translate
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.sqlfiles import read_sql

__all__ = ["ExportReader"]

_MACROS = ("macros/people", "macros/as_text", "macros/tidy", "macros/defused", "macros/quoted")
Values = tuple[Any, ...]


class ExportReader(SnapshotReader):
    """A snapshot open for a list of everything that matches ``spec``. It may write to ``writes_to`` and nowhere else."""

    def __init__(self, cache: Path, spec: SearchSpec, order: str = "id", writes_to: Path | None = None) -> None:
        """``order``: ``id``, or one of ``Sort``."""
        super().__init__(cache, writes_to)
        self._spec, self._order = spec, order
        with translate(self.path):
            for macro in _MACROS:
                self._con.execute(read_sql(macro))
        self.find(spec)

    def pieces(self, size: int) -> Iterator[list[str]]:
        """The ids of the matches, in order, in pieces."""
        asked = {"worst": 2 if self._spec.include_unfit else 1, "sort": self._order}
        ids = [row["nct_id"] for row in self._fetch("export/ids", asked)]
        for start in range(0, len(ids), size):
            yield ids[start : start + size]

    def trials(self, nct_ids: Sequence[str]) -> Rows:
        """Rows of ``search/hits.sql`` and what only a complete list shows, in the order of ``nct_ids``."""
        return self._fetch("export/trials", {"nct_ids": nct_ids})

    def name_concepts(self, names: Mapping[str, str]) -> None:
        """Plain names for the concepts in ``prepare_sites``."""
        self._fetch("export/concept_names", {"concepts": list(names), "names": list(names.values())})

    def prepare_sites(
        self, nct_ids: Sequence[str], reasons: Mapping[str, Sequence[str]], told: Mapping[str, str], *, everywhere: bool
    ) -> None:
        """Look up the sites of some trials; then read them by ``site_values`` or ``site_lines``, or write them.

        ``told``: ``query``, ``tool_version`` and ``schema``. ``everywhere``: also sites outside the places asked.
        """
        self._fetch("export/reasons", {"nct_ids": list(reasons), "reasons": [list(each) for each in reasons.values()]})
        own = sorted(self._spec.cancer.own) if self._spec.cancer else None
        self._fetch("export/trial_part", {"nct_ids": nct_ids, "own": own, **told})
        self._fetch("export/site_part", {"nct_ids": nct_ids, "everywhere": everywhere})

    def site_values(self, columns: Sequence[str]) -> Iterator[Values]:
        """The rows of the last ``prepare_sites``, with the columns named."""
        trial_names, trials = self._fetch_tuples("export/trial_values")
        site_names, sites = self._fetch_tuples("export/site_values")
        names = [*trial_names, *site_names]
        places = [names.index(name) for name in columns]
        for trial, of_trial in _grouped(trials, sites, (None,) * len(site_names)):
            for site in of_trial:
                row = trial + site
                yield tuple([row[place] for place in places])

    def site_lines(self) -> list[str]:
        """The rows of the last ``prepare_sites`` as lines of a spreadsheet, with every column of the dictionary."""
        _, trials = self._fetch_tuples("export/trial_cells")
        _, sites = self._fetch_tuples("export/site_cells")
        nowhere = ("", "," * (len(SITE_FIELDS) - 1))
        return [
            f"{head},{cells},{tail}\r\n"
            for (_, head, tail), of_trial in _grouped(trials, sites, nowhere)
            for _, cells in of_trial
        ]

    def write_sites(self, folder: Path) -> int:
        """Add the rows of the last ``prepare_sites`` to a Parquet data set; returns how many."""
        return self._write("export/write_sites", folder)

    def write_trials(self, rows: Iterable[Sequence[object]], folder: Path) -> int:
        """Add trials, columns as in the dictionary, to a Parquet data set; returns how many."""
        self._fetch("export/trial_rows")
        with translate(self.path), self._con.appender("trial_rows") as appender:
            appender.append_rows(rows)
        return self._write("export/write_trials", folder)

    def _write(self, name: str, folder: Path) -> int:
        try:
            return int(self._con.execute(read_sql(name), {"path": str(folder)}).fetchall()[0][0])
        except duckdb.IOException as error:
            why = "No space left on device" if "No space left" in str(error) else str(error).splitlines()[0]
            raise UsageProblem(f"The data set cannot be written ({why}).", "choose another folder with --output") from error

    def _fetch_tuples(self, name: str) -> tuple[list[str], list[Values]]:
        with translate(self.path):
            cursor = self._con.execute(read_sql(name))
            return [column[0] for column in cursor.description or ()], cursor.fetchall()


def _grouped(trials: list[Values], sites: list[Values], nowhere: Values) -> Iterator[tuple[Values, list[Values]]]:
    """Each trial with its sites, or with ``nowhere``. The id stands first in both."""
    by_trial = {nct_id: list(rows) for nct_id, rows in groupby(sites, lambda row: row[0])}
    return ((trial, by_trial.get(trial[0], [nowhere])) for trial in trials)
