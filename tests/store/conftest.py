"""A small cache made by hand: six fictional trials, so that every expectation can be read off this page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.stage import Extent, Polarity, Stage, StageFinding, StageReading
from trialfinder.domain.trial import Contact, GeoPoint, PartialDate, Site, Trial
from trialfinder.store.folder import CacheFolder
from trialfinder.store.rows import trial_rows
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
