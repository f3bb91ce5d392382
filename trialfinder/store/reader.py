"""Questions to the current snapshot. One connection, one snapshot: an answer never mixes two copies."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from trialfinder.domain.errors import CacheUnusable
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import CacheFacts, SearchSpec, Sort
from trialfinder.domain.site import WITHHELD, GeoPoint
from trialfinder.domain.stage import Extent
from trialfinder.store.connection import REBUILD, UPGRADE, Rows, fetch, open_reader, translate
from trialfinder.store.folder import CacheFolder
from trialfinder.store.schema import SCHEMA_VERSION, stage_bits

__all__ = ["CandidateCounts", "SnapshotReader"]

#: Hits whose details are read at once; keeps the list parameter and the answer of a whole export bounded.
CHUNK = 2_000
#: Words of names that are written out as often as not.
_SAME = {
    word: f"(?:{short}|{long})" for short, long in (("st", "saint"), ("ft", "fort"), ("mt", "mount")) for word in (short, long)
}
#: A degree of latitude measures 69.1 miles on the sphere of the distance macro; a little less keeps the box on the safe side.
_MILES_PER_DEGREE = 69.0


@dataclass(frozen=True, slots=True)
class CandidateCounts:
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

    def __init__(self, cache: Path, writes_to: Path | None = None, snapshot: Path | None = None) -> None:
        self.path = snapshot or CacheFolder(cache).current()
        self._asked: dict[str, object] | None = None
        self._con = open_reader(self.path, writes_to)
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

    def find(self, spec: SearchSpec, only: str | None = None) -> CandidateCounts:
        """Select the candidates of a search, or just the trial ``only``; ``hits`` then gives the rows."""
        self._ask_sites(spec)
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
        for row in self._fetch("search/nearest_sites", nearest_parameters(nct_ids, spec)):
            found.setdefault(row["nct_id"], {})[row["kind"]] = row
        return found

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
        """What each trial says about the markers asked; nothing is read when none was."""
        found: dict[str, Rows] = {}
        markers = [marker.id for marker in spec.asked_markers]
        if markers:
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

    def _ask_sites(self, spec: SearchSpec) -> None:
        """What is asked of the place itself, as a temporary table; most questions ask nothing, and pay nothing."""
        asked = site_parameters(spec)
        if asked == self._asked:
            return
        if any(asked.values()):
            self._fetch("macros/folded")
            self._fetch("search/asked_sites", {**asked, "withheld_like": WITHHELD})
        else:
            self._fetch("search/no_asked_sites")
        self._asked = asked

    def _fetch(self, name: str, parameters: Mapping[str, object] | None = None) -> Rows:
        with translate(self.path):
            return fetch(self._con, name, parameters)

    def _one(self, name: str, parameters: Mapping[str, object] | None = None) -> dict[str, Any]:
        rows = self._fetch(name, parameters)
        if not rows:
            raise CacheUnusable(f"The local copy {self.path.name} is incomplete.", REBUILD)
        return rows[0]


def candidate_parameters(spec: SearchSpec, only: str | None = None) -> dict[str, object]:
    """Parameters of ``search/candidates.sql``."""
    cancer, stage = spec.cancer, spec.stage
    return {
        **_place_parameters(spec),
        **_box(_points(spec), spec.within.miles),
        "direct": sorted(cancer.direct) if cancer else None,
        "broader": sorted(cancer.broader) if cancer else [],
        "umbrellas": sorted(cancer.umbrellas) if cancer else [],
        "only": only,
        "placed": spec.placed,
        "nearby": bool(spec.places),
        "stages": stage_bits(stage.stages) if stage else None,
        "extents": _extents(stage.extents) if stage and stage.extents else None,
        "age": spec.age_years,
        "age_to": _age_to(spec.age_years),
        "sex": spec.sex or None,
        "line": str(spec.line) if spec.line else None,
        "markers": [marker.id for marker in spec.asked_markers] or None,
        "phases": list(spec.phases) or None,
        "treatments": list(spec.treatments) or None,
        "statuses": list(spec.statuses) if spec.statuses is not None else None,
        "not_for_patients": spec.not_for_patients,
    }


def nearest_parameters(nct_ids: Sequence[str], spec: SearchSpec) -> dict[str, object]:
    """Parameters of ``search/nearest_sites.sql``."""
    cities = [f"{place.country}|{place.city}" for place in spec.places if place.city]
    return {
        **_place_parameters(spec),
        "nct_ids": list(nct_ids),
        "near_cities": cities or None,
    }


def _place_parameters(spec: SearchSpec) -> dict[str, object]:
    areas = [place for place in spec.places if place.kind is not PlaceKind.POINT]
    near = [f"{place.country}|{state}" for place in spec.places if place.point for state in {place.state, "?"}]
    return {
        "points": [[point.lat, point.lon] for point in _points(spec)] or None,
        "miles": spec.within.miles,
        "areas": _named(areas) or None,
        "near": sorted(near) or None,
    }


def site_parameters(spec: SearchSpec) -> dict[str, object]:
    """Parameters of ``search/asked_sites.sql`` without the pattern of withheld names; None where nothing was asked."""
    return {
        "states": _named(spec.states) or None,
        "countries": [place.country for place in spec.countries] or None,
        "city_points": [[point.lat, point.lon] for point in spec.city_points] or None,
        "city_like": _like(spec.cities, "^(?:{})(?: |$)"),
        "facility_like": _like(spec.facilities, "(?:{})"),
        "centers": list(spec.centers) or None,
    }


def _named(areas: Sequence[Place]) -> list[str]:
    """Areas as ``country|state``, with ``country|?`` beside a state, or ``country|``."""
    states = [(place.country, state) for place in areas if place.kind is PlaceKind.STATE for state in (place.state, "?")]
    countries = [(place.country, "") for place in areas if place.kind is PlaceKind.COUNTRY]
    return sorted({f"{country}|{state}" for country, state in (*states, *countries)})


def _box(points: Sequence[GeoPoint], miles: float) -> dict[str, float | None]:
    """Degrees between which every site within ``miles`` of a point lies; all longitudes near the poles and the date line."""
    if not points:
        return {"south": None, "north": None, "west": None, "east": None}
    degrees = miles / _MILES_PER_DEGREE
    south = min(point.lat for point in points) - degrees
    north = max(point.lat for point in points) + degrees
    wide = degrees / max(math.cos(math.radians(min(max(abs(south), abs(north)), 89.9))), 0.01)
    west, east = min(point.lon for point in points) - wide, max(point.lon for point in points) + wide
    if west < -180 or east > 180 or south < -89 or north > 89:
        west, east = -180.0, 180.0
    return {"south": south, "north": north, "west": west, "east": east}


def _points(spec: SearchSpec) -> list[GeoPoint]:
    return [place.point for place in spec.places if place.kind is PlaceKind.POINT and place.point]


def _age_to(years: float | None) -> float | None:
    """Who says 8 is not yet 9; who counts in months or weeks is not yet a month older."""
    if years is None:
        return None
    return years + (1.0 if years == int(years) else 1 / 12)


def _like(names: Sequence[str], pattern: str) -> str | None:
    """A pattern for folded names, which are letters, digits and blanks; None when nothing was asked."""
    words = [" ".join(_SAME.get(word, word) for word in _folded(name).split()) for name in names]
    return pattern.format("|".join(words)) if words else None


def _folded(words: str) -> str:
    """As the macro ``folded``."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", re.sub(r"[.'’`´]", "", bare.lower())).strip()


def _extents(extents: frozenset[Extent]) -> list[str]:
    return sorted(str(extent) for extent in extents)


def _utc(when: datetime | None) -> datetime | None:
    return when.replace(tzinfo=UTC) if when else None
