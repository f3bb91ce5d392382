"""A small cache made by hand: six fictional trials, so that every expectation can be read off this page."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.stage import Extent, Polarity, Stage, StageFinding, StageReading
from trialfinder.domain.trial import Contact, GeoPoint, ParseProblem, PartialDate, Site, Trial
from trialfinder.store.changes import ChangesReader
from trialfinder.store.folder import CacheFolder
from trialfinder.store.rows import problem_rows, trial_rows
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.snapshot import SnapshotBuilder, Stamp, duckdb_version

BOSTON = GeoPoint(42.358, -71.06)
WORCESTER = GeoPoint(42.263, -71.802)
CHICAGO = GeoPoint(41.85, -87.65)


def site(city: str, state: str, point: GeoPoint | None, status: str = "RECRUITING", phone: str = "") -> Site:
    contacts = (Contact("Site Desk", "CONTACT", phone),) if phone else ()
    return Site(f"SAMPLE {city} Clinic", status, city, state, "", "United States", point, contacts)


def trial(number: int, *sites: Site, **changes: Any) -> Trial:
    base = Trial(
        nct_id=f"NCT990001{number:02d}",
        brief_title=f"SAMPLE trial {number}",
        overall_status="RECRUITING",
        study_type="INTERVENTIONAL",
        primary_purpose="TREATMENT",
        sex="ALL",
        min_age_years=18.0,
        sites=sites,
        central_contacts=(Contact("Central Desk", "CONTACT", "555-0100"),),
        last_update=PartialDate("2026-10-01", date(2026, 10, 1)),
    )
    return replace(base, **changes)


def about(trial: Trial, concept: str, reading: StageReading | None = None, relation: Relation = Relation.ABOUT) -> EnrichedTrial:
    finding = CancerFinding(concept, relation, "conditions", concept)
    return EnrichedTrial(trial, (finding,), reading or StageReading())


STAGE_FOUR = StageReading(
    accepted=frozenset({Stage.IV}),
    ruled_out=frozenset({Stage.ZERO, Stage.I, Stage.II, Stage.III}),
    extents=frozenset({Extent.METASTATIC}),
    findings=(StageFinding(Stage.IV, Polarity.ACCEPTED, "metastatic disease", "inclusion", "metastatic"),),
)
STAGE_TWO = StageReading(accepted=frozenset({Stage.II}), ruled_out=frozenset({Stage.IV}))

ENRICHED = (
    about(trial(1, site("Boston", "Massachusetts", BOSTON, phone="555-0101")), "breast", STAGE_FOUR),
    about(
        trial(2, site("Boston", "Massachusetts", BOSTON, "COMPLETED"), site("Chicago", "Illinois", CHICAGO)), "breast", STAGE_TWO
    ),
    about(trial(3, site("Worcester", "Massachusetts", WORCESTER)), "breast"),
    about(trial(4, site("Boston", "Massachusetts", None)), "solid-tumor", STAGE_FOUR, Relation.UMBRELLA),
    about(trial(5, overall_status="COMPLETED"), "breast"),
    about(trial(6, aliases=("NCT99000199",), overall_status="NOT_YET_RECRUITING", sex="FEMALE"), "lung", relation=Relation.BROAD),
)


def stamp(trials: int, sites: int = 0, schema_version: int = SCHEMA_VERSION) -> Stamp:
    return Stamp(
        schema_version, "0.0.0", duckdb_version(), "rules", datetime(2026, 11, 1, 9), datetime(2026, 11, 1, 10), "open",  # noqa: DTZ001
        "by hand", "[]", True, trials, sites, 0, 0, 0, 0.1,
    )  # fmt: skip


Publish = Callable[..., Path]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Publish some of the six trials into a cache folder; returns the folder."""

    def run(enriched: tuple[EnrichedTrial, ...] = ENRICHED, schema_version: int = SCHEMA_VERSION) -> Path:
        folder = CacheFolder(tmp_path / "cache")
        with folder.refreshing(), SnapshotBuilder(folder) as builder:
            for one in enriched:
                builder.add(trial_rows(one, "{}"))
            builder.publish(stamp(len(enriched), schema_version=schema_version))
        return folder.path

    return run


START = datetime(2026, 11, 1, 3)  # noqa: DTZ001
BEGINNING = datetime(2000, 1, 1)  # noqa: DTZ001


class Nights:
    """A cache that gets one snapshot a night."""

    def __init__(self, cache: Path) -> None:
        self.folder = CacheFolder(cache)
        self.number = 0

    def add(
        self, *trials: Trial | EnrichedTrial, departed: tuple[tuple[str, ...], ...] = (), problems: str = "", **stamp: Any
    ) -> None:
        """The next night; ``stamp`` overrides what the snapshot says about itself."""
        seen = START + timedelta(days=self.number)
        self.number += 1
        with self.folder.refreshing(), SnapshotBuilder(self.folder) as builder:
            for one in trials:
                enriched = one if isinstance(one, EnrichedTrial) else about(one, "breast")
                raw = {"protocolSection": {"eligibilityModule": {"eligibilityCriteria": enriched.trial.criteria}}}
                builder.add(trial_rows(enriched, json.dumps(raw)))
            if problems:
                builder.add(problem_rows(ParseProblem(problems, "odd", "{}")))
            for gone in departed:
                builder.history.departed(*gone)
            values: dict[str, Any] = {
                "schema_version": SCHEMA_VERSION, "program_version": "1", "duckdb_version": "", "rules_version": "r",
                "registry_timestamp": seen, "refreshed_at": seen, "scope": "all", "source": "", "query": "[]", "sample": False,
                "trials": len(trials), "sites": 0, "problems": bool(problems), "requests": 0, "bytes": 0, "duration_s": 0.0,
            }  # fmt: skip
            builder.publish(Stamp(**{**values, **stamp}))

    def told(self, spec: SearchSpec | None = None, since: datetime = BEGINNING) -> list[tuple[str, str, str, str]]:
        """Kind, id, before, after."""
        with ChangesReader(self.folder.path) as reader:
            rows = [row for row in reader.changes(spec, since, None) if row["left_out"] is None]
        return [(row["kind"], row["nct_id"], row["before"], row["after"]) for row in rows]

    def kinds(self, spec: SearchSpec | None = None) -> list[str]:
        return [row[0] for row in self.told(spec)]

    def reasons(self) -> list[str]:
        with ChangesReader(self.folder.path) as reader:
            return [row["reason"] for row in reader.refreshes()]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "cache")


@pytest.fixture
def nights_in() -> Callable[[Path], Nights]:
    return Nights
