"""The program as a process of its own, and registries and caches for it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trialfinder.sample.later import one_night_later
from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import sample_studies

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def program(checkout: Path) -> Program:
    """Run ``trialfinder`` as a person would; ``env`` adds to the environment. No run may show a traceback."""

    def run(*words: str, env: dict[str, str] | None = None, timeout: float = 60) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "TRIALFINDER_PAUSE": "0", **(env or {})}
        command = [sys.executable, "-m", "trialfinder", *words]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=checkout, env=environment, timeout=timeout, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def studies() -> list[dict[str, Any]]:
    """A smaller sample, for tests that refresh."""
    return list(sample_studies(70))


@pytest.fixture
def registry(studies: list[dict[str, Any]]) -> Iterator[SampleRegistry]:
    """A registry on this machine with the smaller sample."""
    with SampleRegistry(studies) as served:
        yield served


@pytest.fixture(scope="session")
def saved(studies: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smaller sample as a file."""
    path = tmp_path_factory.mktemp("saved") / "studies.ndjson"
    path.write_text("".join(json.dumps(study) + "\n" for study in studies), encoding="utf-8")
    return path


@pytest.fixture
def cache(sample_cache: Path, tmp_path: Path) -> Path:
    """A copy of the sample cache that a test may damage."""
    return Path(shutil.copytree(sample_cache, tmp_path / "cache"))


@pytest.fixture
def python() -> str:
    """The interpreter, for a shell."""
    return sys.executable


@dataclass(frozen=True, slots=True)
class Night:
    """The smaller sample one night later, and what must be told of it: kind -> ids."""

    saved: Path
    truth: dict[str, set[str]]


@pytest.fixture(scope="session")
def next_night(studies: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A second release of the smaller sample with changes of every kind, each in trials of its own."""
    later, truth = one_night_later(studies)
    path = tmp_path_factory.mktemp("later") / "studies.ndjson"
    path.write_text("".join(json.dumps(study) + "\n" for study in later), encoding="utf-8")
    return Night(path, truth)


@pytest.fixture(scope="session")
def two_nights(saved: Path, next_night: Night, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache refreshed from the smaller sample and, a night later, from the next one. Read it, never write to it."""
    cache = tmp_path_factory.mktemp("nights")
    for source in (saved, next_night.saved):
        command = [sys.executable, "-m", "trialfinder", "refresh", "--quiet", "--scope", "all", "--from", str(source)]
        subprocess.run([*command, "--cache", str(cache)], check=True, cwd=checkout, timeout=300)
    return cache
