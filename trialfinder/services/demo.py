"""A separate cache of made-up trials, harvested by the real client from a loopback server: the whole trip, offline."""

from datetime import date
from pathlib import Path

from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import sample_studies
from trialfinder.services.refresh import RefreshOptions, RefreshOutcome, RefreshReporter, refresh
from trialfinder.settings import Settings

__all__ = ["DEMO_FOLDER", "build_demo"]

#: Inside the cache folder, so that sample trials can never be mistaken for the real copy beside them.
DEMO_FOLDER = "demo"


def build_demo(settings: Settings, reporter: RefreshReporter, today: date) -> tuple[Path, RefreshOutcome]:
    """Build the demo cache; returns its folder and how the harvest went."""
    folder = settings.cache / DEMO_FOLDER
    with SampleRegistry(list(sample_studies(today=today)), f"{today}T00:00:05") as registry:  # as fresh as its records
        local = settings._replace(cache=folder, api_url=registry.base_url, pause=0.0)
        return folder, refresh(local, RefreshOptions(sample=True), reporter)
