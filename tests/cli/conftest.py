"""The program as a process of its own, and registries and caches for it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trialfinder.cli import main
from trialfinder.domain.errors import ExitCode
from trialfinder.sample.later import one_night_later
from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import sample_studies
from trialfinder.store.schema import TABLES

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def print_of_snapshots(folder: Path) -> dict[str, str]:
    """The pointer of a cache and every snapshot; what was received on the way may stay for the next run."""
    files = [folder / "current", *folder.glob("snap-*")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def program(start: Program) -> Program:
    """The program as a process of its own, see ``start``."""
    return start


@pytest.fixture(scope="session")
def start(checkout: Path) -> Program:
    """Run ``trialfinder`` as a person would; ``env`` adds to the environment. No run may show a traceback.

    ``timeout`` ends what hangs; it is no measure, and a busy machine must not reach it.
    """

    def run(*words: str, env: dict[str, str] | None = None, timeout: float = 300) -> "subprocess.CompletedProcess[str]":
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


Study = dict[str, Any]


@pytest.fixture
def contents(rows: Callable[[Path], dict[str, list[str]]]) -> Callable[[Path], dict[str, list[str]]]:
    """See ``rows``."""
    return rows


@pytest.fixture(scope="session")
def rows() -> Callable[[Path], dict[str, list[str]]]:
    """The rows of every table that is made of records, in an order of no meaning."""

    def read(cache: Path) -> dict[str, list[str]]:
        name = (cache / "current").read_text(encoding="ascii").split()[0]
        with duckdb.connect(str(cache / name), read_only=True) as con:
            return {table: sorted(map(repr, con.execute(f"FROM {table}").fetchall())) for table in TABLES}

    return read


@pytest.fixture
def runs() -> Callable[[Path], list[dict[str, Any]]]:
    """The run log."""

    def read(cache: Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (cache / "runs.jsonl").read_text(encoding="utf-8").splitlines()]

    return read


@pytest.fixture(scope="session")
def mutate() -> Callable[[list[Study], str], list[Study]]:
    """The studies on the next day: each of ten kinds of change, each on a recruiting trial of its own."""
    return _next_release


def _next_release(before: list[Study], day: str) -> list[Study]:
    studies: list[Study] = json.loads(json.dumps(before))
    for study in studies:
        study["derivedSection"]["miscInfoModule"]["versionHolder"] = day
    recruiting = [study for study in studies if study["protocolSection"]["statusModule"]["overallStatus"] == "RECRUITING"]
    chosen = iter(recruiting[int(day[-2:]) % 3 :])
    for change in (_close, _end_site, _add_criterion, _touch):
        one = next(chosen)
        change(one)
        one["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"] = {"date": day, "type": "ACTUAL"}
    next(chosen)["protocolSection"]["statusModule"]["overallStatus"] = "UNKNOWN"
    next(meshes for one in chosen if (meshes := one["derivedSection"].get("conditionBrowseModule", {}).get("meshes"))).pop()
    next(chosen)["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] += "\\>"
    withdrawn, merged, heir, template = next(chosen), next(chosen), next(chosen), next(chosen)
    heir["protocolSection"]["identificationModule"]["nctIdAliases"] = [nct_of(merged)]
    added = json.loads(json.dumps(template))
    added["protocolSection"]["identificationModule"]["nctId"] = f"NCT9909{day[-5:-3]}{day[-2:]}"
    return [*(study for study in studies if study is not withdrawn and study is not merged), added]


def nct_of(study: Study) -> str:
    nct_id: str = study["protocolSection"]["identificationModule"]["nctId"]
    return nct_id


def _close(study: Study) -> None:
    study["protocolSection"]["statusModule"] |= {"overallStatus": "TERMINATED", "whyStopped": "SAMPLE: too few people"}


def _end_site(study: Study) -> None:
    study["protocolSection"]["contactsLocationsModule"]["locations"][0]["status"] = "COMPLETED"


def _add_criterion(study: Study) -> None:
    study["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] += "\n* SAMPLE: no other trial within 30 days"


def _touch(study: Study) -> None:
    study["protocolSection"]["statusModule"]["statusVerifiedDate"] = "2026-11"


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


@pytest.fixture
def ask(sample_cache: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """The answer to a command; it must be one, with nothing on stderr."""

    def run(*words: str) -> str:
        assert main([*words, "--cache", str(sample_cache)]) == ExitCode.ANSWERED, capsys.readouterr().err
        out, err = capsys.readouterr()
        assert err == ""
        return str(out)

    return run
