"""Every match of a question, read in pieces, for lists that must be complete."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

from trialfinder import __version__
from trialfinder.domain.columns import COLUMNS, SCHEMA, SITE_COLUMNS, TRIAL_COLUMNS
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.export import Column, ExportRun, ExportTrial, Level, Value
from trialfinder.domain.query import DEFAULT_RADIUS, Hit, SearchSpec, Sort
from trialfinder.services.search import hits_of_rows
from trialfinder.store.export import ExportReader
from trialfinder.vocab.cancers import vocabulary

__all__ = ["Export", "choose_columns"]

#: Trials read at once: with about 32,000 sites, 40 MB.
_PIECE = 4_000
#: Trials per file and partition of a data set: few large files are read faster than many small ones.
_DATASET_PIECE = 10_000
_SITE_NAMES = [column.name for column in SITE_COLUMNS]


def choose_columns(level: Level, names: Sequence[str]) -> tuple[Column, ...]:
    """The columns named, in that order; all of them when none is. Raises UsageProblem for a name that is none."""
    known = {column.name: column for column in COLUMNS[level]}
    for name in names:
        if name not in known:
            raise _unknown(name, level, list(known))
    return tuple(known[name] for name in dict.fromkeys(names)) or COLUMNS[level]


def _unknown(name: str, level: Level, known: list[str]) -> UsageProblem:
    elsewhere = [f"it is one of --rows {other}" for other, columns in COLUMNS.items() if name in {each.name for each in columns}]
    near = get_close_matches(name.lower(), known, 3, 0.6) or [other for other in known if name.lower() in other][:3]
    guess = elsewhere or ([f"did you mean {' or '.join(near)}?"] if near else [])
    hint = "; ".join([*guess, f"`trialfinder export --dictionary --rows {level}` explains every column"])
    return UsageProblem(f"There is no column {name!r} in a list of {level}.", hint)


class Export:
    """A complete list of what matches ``spec``, read piece by piece. Use as a context manager.

    Rows come by trial id, unless ``order`` says otherwise, and within a trial by the address of the site: the same every month.
    """

    def __init__(
        self,
        cache: Path,
        spec: SearchSpec,
        query: str = "",
        *,
        order: str = "id",
        all_sites: bool = False,
        writes_to: Path | None = None,
    ) -> None:
        """``query``: the command that asks the same again. ``order``: ``id``, or one of ``Sort``.

        ``all_sites``: also sites outside the places asked.
        ``writes_to``: the folder that ``write_dataset`` may write to. Raises CacheUnusable.
        """
        self._cache, self._spec, self._order, self._all_sites, self._writes_to = cache, spec, order, all_sites, writes_to
        self._readers: list[ExportReader] = []
        self.run = ExportRun(self._open().facts, query, __version__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for reader in self._readers:
            reader.__exit__()

    def hits(self) -> Iterator[Hit]:
        """The trials as a search gives them."""
        reader = self._readers[0]
        for ids in reader.pieces(_PIECE):
            yield from hits_of_rows(reader, reader.trials(ids), self._spec)

    def trials(self, columns: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
        """One row a trial, values in the order of ``columns``."""
        reader = self._readers[0]
        for ids in reader.pieces(_PIECE):
            yield from self._read(reader, ids, columns)

    def sites(self, columns: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
        """One row a site, values in the order of ``columns``."""
        names = [column.name for column in columns]
        reader = self._readers[0]
        for ids in reader.pieces(_PIECE):
            self._prepare(reader, ids, names)
            yield from reader.site_values(names)

    def site_lines(self) -> Iterator[str]:
        """One line of a spreadsheet a site, with every column and without the header: as ``sites``, and much faster.

        Two pieces are worked on at a time.
        """
        if self._open().path != self._readers[0].path:  # a refresh came between: one list never mixes two copies
            self._readers.pop().__exit__()
        pools = [ThreadPoolExecutor(1) for _ in self._readers]  # each reader does one thing at a time
        waiting: deque[Future[list[str]]] = deque()
        try:
            for number, ids in enumerate(self._readers[0].pieces(_PIECE)):
                place = number % len(pools)
                waiting.append(pools[place].submit(self._lines, self._readers[place], ids))
                if len(waiting) > len(pools):
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for pool in pools:
                pool.shutdown(cancel_futures=True)

    def write_dataset(self, folder: Path) -> tuple[int, int]:
        """Write ``trials/`` and ``sites/`` as Parquet, by status of the trial; returns how many rows each has."""
        reader = self._readers[0]
        trials = sites = 0
        for ids in reader.pieces(_DATASET_PIECE):
            trials += reader.write_trials(self._read(reader, ids, TRIAL_COLUMNS), folder / str(Level.TRIAL))
            self._prepare(reader, ids, _SITE_NAMES)
            sites += reader.write_sites(folder / str(Level.SITE))
        return trials, sites

    def _open(self) -> ExportReader:
        reader = ExportReader(self._cache, self._spec, self._order, self._writes_to)
        self._readers.append(reader)
        reader.name_concepts({concept.id: concept.name for concept in vocabulary().concepts.values()})
        return reader

    def _read(self, reader: ExportReader, ids: Sequence[str], columns: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
        rows = reader.trials(ids)
        for hit, row in zip(hits_of_rows(reader, rows, self._spec), rows, strict=True):
            trial = _trial(hit, row, self.run)
            yield tuple([column.read(trial) for column in columns])

    def _lines(self, reader: ExportReader, ids: Sequence[str]) -> list[str]:
        self._prepare(reader, ids, _SITE_NAMES)
        return reader.site_lines()

    def _prepare(self, reader: ExportReader, ids: Sequence[str], names: Sequence[str]) -> None:
        told = {"query": self.run.query, "tool_version": self.run.tool_version, "schema": SCHEMA[Level.SITE]}
        reasons = self._reasons(reader, ids) if "reasons" in names else {}
        reader.prepare_sites(ids, reasons, told, everywhere=self._all_sites)

    def _reasons(self, reader: ExportReader, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Sentences are made in Python, but only the answer to a question has any."""
        loose = self._spec._replace(
            statuses=None,
            include_unfit=False,
            not_for_patients=False,
            limit=None,
            within=DEFAULT_RADIUS,
            within_given=False,
            sort=Sort.FIT,
        )
        if loose == SearchSpec(statuses=None):
            return {}
        return {hit.nct_id: hit.reasons for hit in hits_of_rows(reader, reader.trials(ids), self._spec) if hit.reasons}


def _trial(hit: Hit, row: dict[str, Any], run: ExportRun) -> ExportTrial:
    return ExportTrial(
        hit=hit,
        run=run,
        official_title=row["official_title"],
        acronym=row["acronym"],
        enrollment=row["enrollment"],
        first_posted=row["first_posted"],
        start_date=row["start_date"],
        extents=tuple(row["extents"]),
        central_contacts=tuple(row["central_contacts"]),
    )
