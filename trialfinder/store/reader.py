"""Questions to the current snapshot. One connection, one snapshot: an answer never mixes two copies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self

from trialfinder.domain.errors import CacheUnusable
from trialfinder.domain.query import CacheFacts, SearchSpec, Sort
from trialfinder.domain.site import WITHHELD
from trialfinder.store.connection import REBUILD, UPGRADE, Rows, fetch, open_reader, translate
from trialfinder.store.folder import CacheFolder
from trialfinder.store.parameters import candidate_parameters, place_parameters, reach_parameters, site_parameters
from trialfinder.store.schema import SCHEMA_VERSION

__all__ = ["CandidateCounts", "SnapshotReader"]

#: Hits whose details are read at once; keeps the list parameter and the answer of a whole export bounded.
CHUNK = 2_000


class CandidateCounts(NamedTuple):
    """What the candidates of a search came to."""

    by_group_and_fit: Mapping[tuple[str | None, int], int]
    """Of trials no filter took out; fit 0 fits, 1 unclear, 2 may not fit."""
    removed: Mapping[str, int]
    """By the first filter that took them out, as in ``Removed``."""
    unfit: Mapping[str, int]
    """By the first question that speaks against them."""
    standings: Mapping[int, int]
    """Of those that fit or are unclear; the number is the place in ``Standing``."""
    place_unknown: Mapping[int, int]
    """By fit, those of which it is not known whether they run where was asked."""


class SnapshotReader:
    """The current snapshot of a cache folder, or another one of it, open for reading. Use as a context manager."""

    def __init__(
        self, cache: Path, writes_to: Path | None = None, snapshot: Path | None = None, *, building: bool = False
    ) -> None:
        self.path = snapshot or CacheFolder(cache).current()
        self._asked: object = None
        self._reached: object = None
        self._con = open_reader(self.path, writes_to, building=building)
        try:
            self.stamp = self._one("report/snapshot")
        except CacheUnusable:
            self._con.close()
            raise
        written = self.stamp.get("schema_version")
        if written != SCHEMA_VERSION:
            self._con.close()
            age = "a newer" if isinstance(written, int) and written > SCHEMA_VERSION else "an older"
            hint = "upgrade trialfinder" if age == "a newer" else UPGRADE
            raise CacheUnusable(
                f"The local copy was written by {age} version of trialfinder "
                f"({self.stamp.get('program_version')}, cache format {written}; this one reads format {SCHEMA_VERSION}).",
                hint,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._con.close()

    @property
    def facts(self) -> CacheFacts:
        """What every answer says about its source."""
        return CacheFacts(
            registry_timestamp=_utc(self.stamp["registry_timestamp"]),
            refreshed_at=_utc(self.stamp["refreshed_at"]),
            trials=self.stamp["trials"],
            sample=self.stamp["sample"],
            scope=self.stamp["scope"],
        )

    def ask_place(self, spec: SearchSpec, only: str | None = None) -> None:
        """Work out which trials have a site in reach of the place asked, unless that was asked last.

        ``find`` does it; a caller who knows the place before the cancer can have it done by then.
        """
        asked = reach_parameters(spec, only)
        if self._ask_sites(spec) or asked != self._reached:
            self._fetch("search/reach", asked)
            self._reached = asked

    def find(self, spec: SearchSpec, only: str | None = None) -> CandidateCounts:
        """Select the candidates of a search, or just the trial ``only``; ``hits`` then gives the rows."""
        self.ask_place(spec, only)
        self._fetch("search/candidates", candidate_parameters(spec, only))
        counts: Counter[tuple[str | None, int]] = Counter()
        removed: Counter[str] = Counter()
        unfit: Counter[str] = Counter()
        standings: Counter[int] = Counter()
        place_unknown: Counter[int] = Counter()
        for row in self._fetch("search/counts"):
            trials = row["trials"]
            if row["removed_by"]:
                removed[row["removed_by"]] += trials
                continue
            counts[row["match_group"], row["fit"]] += trials
            if row["place_fit"] == 1:
                place_unknown[row["fit"]] += trials
            if row["unfit_by"]:
                unfit[row["unfit_by"]] += trials
            else:
                standings[row["standing"]] += trials
        return CandidateCounts(counts, removed, unfit, standings, place_unknown)

    def hits(self, *, include_unfit: bool, per_group: int | None, sort: Sort = Sort.FIT) -> Rows:
        """Rows of the last ``find``, ranked."""
        return self._fetch("search/hits", {"worst": 2 if include_unfit else 1, "per_group": per_group, "sort": str(sort)})

    def nearest_sites(self, nct_ids: Sequence[str], spec: SearchSpec) -> dict[str, dict[str, dict[str, Any]]]:
        """For each trial its ``best`` site and the nearest ``closed`` one, where there are."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        self._ask_sites(spec)
        for row in self._fetch("search/nearest_sites", {"nct_ids": list(nct_ids)}):
            found.setdefault(row["nct_id"], {})[row["kind"]] = row
        return found

    def sites_seen(self, nct_id: str, spec: SearchSpec) -> dict[int, tuple[float | None, bool]]:
        """Each site of a trial, by its place in the record: miles from the places asked, and whether it meets what was asked of the place."""
        self._ask_sites(spec)
        rows = self._fetch("search/sites_seen", {"nct_id": nct_id})
        return {row["site"]: (row["miles"], row["in_reach"]) for row in rows}

    def center_trials(self, *, include_unfit: bool) -> Rows:
        """Trials of the last ``find`` open at cancer centers, one row a trial and site."""
        return self._fetch("search/center_trials", {"worst": 2 if include_unfit else 1})

    def stage_evidence(self, nct_ids: Sequence[str]) -> dict[str, Rows]:
        """Evidence of the stage reading by trial."""
        found: dict[str, Rows] = {}
        for row in self._fetch("search/stage_evidence", {"nct_ids": list(nct_ids)}):
            found.setdefault(row["nct_id"], []).append(row)
        return found

    def marker_evidence(self, nct_ids: Sequence[str], spec: SearchSpec) -> dict[str, Rows]:
        """What each trial says about the markers asked, and which ones its titles ask for."""
        found: dict[str, Rows] = {}
        markers = [marker.id for marker in spec.asked_markers]
        for row in self._fetch("search/marker_evidence", {"nct_ids": list(nct_ids), "markers": markers}):
            found.setdefault(row["nct_id"], []).append(row)
        return found

    def record(self, nct_id: str) -> tuple[str, str] | None:
        """The canonical id and the raw record of a trial, by its id or a former one."""
        rows = self._fetch("lookup/record", {"nct_id": nct_id})
        return (rows[0]["nct_id"], rows[0]["raw"]) if rows else None

    def records(self, nct_ids: Sequence[str]) -> dict[str, str]:
        """The raw records of several trials by id."""
        return {row["nct_id"]: row["raw"] for row in self._fetch("lookup/records", {"nct_ids": list(nct_ids)})}

    def problem(self, nct_id: str) -> str | None:
        """Why a record could not be read, if it is one of those."""
        rows = self._fetch("lookup/problem", {"nct_id": nct_id})
        return rows[0]["reason"] if rows else None

    def problems(self) -> Rows:
        """All records that could not be read."""
        return self._fetch("report/problems")

    def statuses(self) -> Rows:
        """Trials by overall status."""
        return self._fetch("report/statuses")

    def table_counts(self) -> dict[str, int]:
        """Rows of every table, each read in full."""
        names = [row["table_name"] for row in self._fetch("report/tables")]
        return {name: self._one("report/checksum", {"table_name": name})["row_count"] for name in names}

    def open_trials_by_concept(self) -> list[tuple[list[str], list[str], list[str]]]:
        """For every recruiting trial the concepts it is about, those named broadly, and its umbrellas."""
        return [(row["about"], row["broad"], row["umbrella"]) for row in self._fetch("report/open_trials_by_concept")]

    def _ask_sites(self, spec: SearchSpec) -> bool:
        """How each town and site stands to the place asked; False when that was asked last. Most ask nothing of the site itself."""
        places, site = place_parameters(spec), site_parameters(spec)
        if (places, site) == self._asked:
            return False
        self._fetch("search/asked_localities", places)
        if any(site.values()):
            self._fetch("macros/folded")
            self._fetch("search/asked_sites", {**site, "withheld_like": WITHHELD})
        else:
            self._fetch("search/no_asked_sites")
        self._asked = places, site
        return True

    def _fetch(self, name: str, parameters: Mapping[str, object] | None = None) -> Rows:
        with translate(self.path):
            return fetch(self._con, name, parameters)

    def _one(self, name: str, parameters: Mapping[str, object] | None = None) -> dict[str, Any]:
        rows = self._fetch(name, parameters)
        if not rows:
            raise CacheUnusable(f"The local copy {self.path.name} is incomplete.", REBUILD)
        return rows[0]


def _utc(when: datetime | None) -> datetime | None:
    return when.replace(tzinfo=UTC) if when else None
