"""Whatever the registry does in a night: the copy is complete and equal to the truth, or the old one stays byte for byte.

All nights are run first, a few at a time, each against a registry and a copy of its own; then each is judged.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import print_of_snapshots
from trialfinder.domain.errors import ExitCode
from trialfinder.domain.query import SearchSpec
from trialfinder.sample.faults import KINDS, Fault
from trialfinder.sample.server import SampleRegistry
from trialfinder.services.search import search

Program = Callable[..., "subprocess.CompletedProcess[str]"]
BEFORE, AFTER = "2026-11-20T09:00:05", "2026-11-23T09:00:05"

PASSING: dict[str, list[Fault]] = {
    "429": [Fault("status", 429)] * 2,
    "429 with Retry-After": [Fault("status", 429, {"Retry-After": "1"})],
    "500 in the middle": [Fault("status", 500, page=2)],
    "502 and 503": [Fault("status", 502, page=2), Fault("status", 503, page=2)],
    "a web page with 200": [Fault("html", page=2)],
    "truncated JSON": [Fault("truncate", page=2)],
    "a reset in mid-body": [Fault("drop", page=2)],
    "silence": [Fault("stall", seconds=2.5, page=2)],
    "silence in mid-body": [Fault("stall_body", seconds=2.5, page=2)],
    "a study on two pages, another on none": [Fault("duplicate", page=2)],
    "a token dropped": [Fault("drop_token", page=2)],
    "a token repeated": [Fault("repeat_token", page=1)],
    "a token expired": [Fault("expire_token", page=2)],
    "a wrong count": [Fault("wrong_total", page=1)],
    "an empty answer": [Fault("empty", page=1)],
    "an empty page": [Fault("empty_page", page=2)],
    "a release in mid-pagination": [Fault("release", page=2)],
}
LASTING: dict[str, tuple[Fault, ExitCode]] = {
    "refused": (Fault("status", 403, lasting=True), ExitCode.REGISTRY),
    "busy": (Fault("status", 429, lasting=True), ExitCode.REGISTRY),
    "busy with Retry-After": (Fault("status", 429, {"Retry-After": "1"}, lasting=True), ExitCode.REGISTRY),
    "a storm": (Fault("status", 503, page=2, lasting=True), ExitCode.REGISTRY),
    "web pages": (Fault("html", lasting=True), ExitCode.REGISTRY),
    "truncated JSON": (Fault("truncate", page=1, lasting=True), ExitCode.REGISTRY),
    "resets": (Fault("drop", page=1, lasting=True), ExitCode.REGISTRY),
    "silence": (Fault("stall", seconds=3, page=1, lasting=True), ExitCode.REGISTRY),
    "silence in mid-body": (Fault("stall_body", seconds=3, page=1, lasting=True), ExitCode.REGISTRY),
    "a drip": (Fault("drip", seconds=0.05, page=1, lasting=True), ExitCode.REGISTRY),
    "tokens dropped": (Fault("drop_token", page=1, lasting=True), ExitCode.PROBLEMS),
    "tokens repeated": (Fault("repeat_token", page=1, lasting=True), ExitCode.PROBLEMS),
    "tokens expired": (Fault("expire_token", page=2, lasting=True), ExitCode.PROBLEMS),
    "wrong counts": (Fault("wrong_total", page=1, lasting=True), ExitCode.PROBLEMS),
    "an empty registry": (Fault("empty", page=1, lasting=True), ExitCode.PROBLEMS),
}


@dataclass(frozen=True)
class Night:
    """How one night ended."""

    done: "subprocess.CompletedProcess[str]"
    cache: Path
    unchanged: bool
    readable: bool


@pytest.fixture(scope="module")
def nights(studies: list[dict[str, Any]], tomorrow: list[dict[str, Any]], start: Program, tmp_path_factory: Any) -> Any:
    """Every night of PASSING and LASTING."""
    folder: Path = tmp_path_factory.mktemp("nights")
    first = folder / "first"
    with SampleRegistry(studies, BEFORE, page_limit=20) as registry:
        assert start("refresh", "--cache", str(first), env={"TRIALFINDER_API_URL": registry.base_url}).returncode == 0

    def spend(name: str, faults: list[Fault], patience: str) -> Night:
        cache = Path(shutil.copytree(first, folder / name.replace(" ", "-")))
        before = print_of_snapshots(cache)
        with SampleRegistry(tomorrow, AFTER, page_limit=20) as registry:
            if "release" in name:
                registry.publish(studies, BEFORE)
                registry.next_release = tomorrow, AFTER
            registry.faults.extend(faults)
            env = {"TRIALFINDER_API_URL": registry.base_url, "TRIALFINDER_PATIENCE": patience}
            done = start("refresh", "--quiet", "--cache", str(cache), env=env)
        readable = search(cache, SearchSpec(), date(2026, 11, 25)).total > 0
        return Night(done, cache, print_of_snapshots(cache) == before, readable)

    wanted = [(f"passing {name}", faults, "8") for name, faults in PASSING.items()]
    # Only who waits in vain is told to give up soon; a busy machine must not turn another ending into that one.
    wanted += [
        (f"lasting {name}", [fault], "2" if code is ExitCode.REGISTRY else "20") for name, (fault, code) in LASTING.items()
    ]
    with ThreadPoolExecutor(3) as pool:
        return {"fresh": first} | dict(zip((one[0] for one in wanted), pool.map(lambda one: spend(*one), wanted), strict=True))


@pytest.fixture(scope="module")
def tomorrow(studies: list[dict[str, Any]], mutate: Any) -> list[dict[str, Any]]:
    changed: list[dict[str, Any]] = mutate(studies, AFTER[:10])
    return changed


@pytest.fixture(scope="module")
def truth(tomorrow: list[dict[str, Any]], start: Program, tmp_path_factory: Any, rows: Any) -> Any:
    cache = tmp_path_factory.mktemp("truth")
    with SampleRegistry(tomorrow, AFTER) as registry:
        assert start("refresh", "--cache", str(cache), env={"TRIALFINDER_API_URL": registry.base_url}).returncode == 0
    return rows(cache)


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_ends_complete_and_equal_to_the_truth(nights: Any, truth: Any, rows: Any, name: str) -> None:
    night: Night = nights[f"passing {name}"]
    assert (night.done.returncode, night.done.stdout, night.done.stderr) == (0, "", "")
    assert rows(night.cache) == truth
    assert night.readable


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_publishes_nothing_and_says_so_in_one_line(nights: Any, name: str) -> None:
    night: Night = nights[f"lasting {name}"]
    assert night.done.returncode == LASTING[name][1], night.done.stderr
    assert night.done.stdout == ""
    first, second = night.done.stderr.splitlines()
    assert first.startswith("trialfinder: error: ")
    assert second.startswith("  Next: ")
    assert night.unchanged
    assert night.readable
    last = json.loads((night.cache / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["exit_code"], last["published"]) == (LASTING[name][1], False)
    assert f"error: {last['sentence']}" in first


def test_every_fault_of_the_sample_registry_has_its_night() -> None:
    used = {fault.kind for faults in PASSING.values() for fault in faults} | {fault.kind for fault, _ in LASTING.values()}
    assert used == set(KINDS)


def test_pages_received_before_a_failure_are_not_fetched_again(
    studies: list[dict[str, Any]], tomorrow: list[dict[str, Any]], start: Program, tmp_path: Path, rows: Any
) -> None:
    cache = tmp_path / "cache"
    with SampleRegistry(studies, BEFORE, page_limit=20) as registry:
        env = {"TRIALFINDER_API_URL": registry.base_url, "TRIALFINDER_PATIENCE": "1"}
        registry.faults.append(Fault("status", 503, page=3, lasting=True))
        assert start("refresh", "--quiet", "--cache", str(cache), env=env).returncode == ExitCode.REGISTRY
        assert len(list((cache / ".pages").glob("page-*"))) == 2
        registry.faults.clear()
        registry.requests.clear()
        done = start("refresh", "--cache", str(cache), env=env)
        assert done.returncode == 0
        assert "going on with 40 trials" in done.stderr
        whole = [asked for asked in registry.requests if "ContactsLocationsModule" in asked]
        assert all("filter.ids" in asked for asked in whole)
        asked_for = sum(asked.count("NCT99") for asked in whole)
        last = json.loads((cache / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        assert asked_for == last["trials"] - 40
        assert not (cache / ".pages").exists()
        # In another release they are worth nothing.
        registry.faults.append(Fault("status", 503, page=3, lasting=True))
        other = tmp_path / "other"
        assert start("refresh", "--quiet", "--cache", str(other), env=env).returncode == ExitCode.REGISTRY
        registry.faults.clear()
        registry.publish(tomorrow, AFTER)
        done = start("refresh", "--cache", str(other), env=env)
        assert done.returncode == 0
        assert "going on with" not in done.stderr
        assert start("refresh", "--cache", str(cache), env=env).returncode == 0
        assert rows(other) == rows(cache)
