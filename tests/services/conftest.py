"""Caches of a few made-up trials, read as a refresh would read them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.trial import Contact, GeoPoint, Intervention, PartialDate, Site, Trial
from trialfinder.enrich.pipeline import enrich
from trialfinder.store.folder import CacheFolder
from trialfinder.store.rows import trial_rows
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.snapshot import SnapshotBuilder, Stamp, duckdb_version


@pytest.fixture
def made() -> Callable[..., Trial]:
    """A recruiting trial of radiotherapy for breast cancer; anything may be changed."""

    def one(number: int, *sites: Site, **changes: Any) -> Trial:
        trial = Trial(
            nct_id=f"NCT990002{number:02d}",
            brief_title=f"SAMPLE {number}: radiotherapy for breast cancer",
            overall_status="RECRUITING",
            study_type="INTERVENTIONAL",
            primary_purpose="TREATMENT",
            conditions=("Breast Cancer",),
            interventions=(Intervention("RADIATION", "Radiotherapy"),),
            sex="ALL",
            min_age_years=18.0,
            sites=sites,
            central_contacts=(Contact("Central Desk", "CONTACT", "555-0100"),),
            last_update=PartialDate("2026-10-01", date(2026, 10, 1)),
        )
        return replace(trial, **changes)

    return one


@pytest.fixture
def at() -> Callable[..., Site]:
    """A recruiting site of a facility in a US city."""

    def one(facility: str, city: str, state: str, point: GeoPoint | None, phone: str = "", status: str = "RECRUITING") -> Site:
        contacts = (Contact("Site Desk", "CONTACT", phone),) if phone else ()
        return Site(facility, status, city, state, "", "United States", point, contacts)

    return one


@pytest.fixture
def publish(tmp_path: Path) -> Callable[..., Path]:
    """Publish trials into a cache folder; returns the folder."""

    def run(*trials: Trial | EnrichedTrial) -> Path:
        folder = CacheFolder(tmp_path / "cache")
        when = datetime(2026, 11, 1, 9)  # noqa: DTZ001 - UTC by convention
        with folder.refreshing(), SnapshotBuilder(folder) as builder:
            for trial in trials:
                builder.add(trial_rows(enrich(trial) if isinstance(trial, Trial) else trial, "{}"))
            stamp = Stamp(
                SCHEMA_VERSION, "0.0.0", duckdb_version(), "rules", when, when, "open", "by hand", "[]", True, len(trials), 0, 0, 0, 0, 0.1,
            )  # fmt: skip
            builder.publish(stamp)
        return folder.path

    return run
