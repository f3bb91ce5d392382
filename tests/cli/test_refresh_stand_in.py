"""The program as a process against a stand-in for the registry that lies beside the checkout; skipped where there is none."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.errors import ExitCode

STAND_IN = Path(__file__).resolve().parents[2].parent / "shared" / "ctgov"
pytestmark = pytest.mark.skipif(
    not (STAND_IN / "studies.ndjson.gz").is_file(), reason="the stand-in for the registry is not beside the checkout"
)
Program = Callable[..., "subprocess.CompletedProcess[str]"]
KINDS = ("status_changed", "sites_changed", "criteria_changed", "flipped_to_unknown", "mesh_rederived")
MORE = ("markup_regenerated", "merged", "deleted", "added", "touched")


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three successive releases, with enough changes of every kind that some fall on open cancer trials."""
    folder = tmp_path_factory.mktemp("releases")
    changes = [f"--change={kind}=60" for kind in KINDS + MORE]
    command = [sys.executable, str(STAND_IN / "make_releases.py"), "--out", str(folder), "--number", "3", *changes]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def service(releases: Path) -> Any:
    sys.path.insert(0, str(STAND_IN))
    try:
        from replay.faults import FaultPlan  # type: ignore[import-not-found]
        from replay.service import Release, Service, Settings  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(STAND_IN))
    stamps = json.loads((releases / "manifest.json").read_text())["releases"]
    return Service([Release(one["timestamp"], [releases / one["file"]]) for one in stamps], Settings(), FaultPlan())


@pytest.fixture
def server(service: Any) -> Iterator[Any]:
    from replay.server import ReplayServer  # type: ignore[import-not-found]

    service.control({"reset": True})
    with ReplayServer(service) as server:
        yield server


def records(server: Any) -> list[Any]:
    return [entry for entry in server.log.entries if "ContactsLocationsModule" in entry.params.get("fields", "")]


def test_after_every_release_a_sweep_gives_the_copy_that_a_full_harvest_gives(
    server: Any, service: Any, program: Program, rows: Any, runs: Any, releases: Path, tmp_path: Path
) -> None:
    env = {"TRIALFINDER_API_URL": server.base_url}
    cache = tmp_path / "cache"
    assert program("refresh", "--quiet", "--cache", str(cache), env=env).returncode == 0
    steps = json.loads((releases / "changes.json").read_text(encoding="utf-8"))["steps"]
    for number, step in enumerate(steps):
        # a night without changes first: the sweep only
        asked = len(records(server))
        assert program("refresh", "--quiet", "--cache", str(cache), env=env).returncode == 0
        assert len(records(server)) == asked
        service.control({"publish": True})
        before = {row[2:13] for row in rows(cache)["records"]}
        assert program("refresh", "--quiet", "--cache", str(cache), env=env).returncode == 0
        fresh = tmp_path / f"fresh-{number}"
        assert program("refresh", "--quiet", "--cache", str(fresh), env=env).returncode == 0
        assert [runs(one)[-1]["mode"] for one in (cache, fresh)] == ["sweep", "full"]
        assert rows(cache) == rows(fresh)
        after = {row[2:13] for row in rows(cache)["records"]}
        assert before & set(step["ids_gone"])
        assert not after & set(step["ids_gone"])
        assert runs(cache)[-1]["changed"] > 5


def test_a_refused_client_and_an_empty_registry_publish_nothing(
    server: Any, service: Any, program: Program, tmp_path: Path
) -> None:
    env = {"TRIALFINDER_API_URL": server.base_url}
    cache = tmp_path / "cache"
    assert program("refresh", "--quiet", "--cache", str(cache), env=env).returncode == 0
    kept = shutil.copytree(cache, tmp_path / "kept")
    forbidden = {"type": "status", "status": 403, "body": "<html>Forbidden</html>", "content_type": "text/html"}
    for action, code in ((forbidden, ExitCode.REGISTRY), ({"type": "empty_result"}, ExitCode.PROBLEMS)):
        service.control({"faults": {"rules": [{"match": {"path": "/studies"}, "action": action}]}})
        done = program("refresh", "--quiet", "--cache", str(cache), env=env)
        assert done.returncode == code
        assert len(done.stderr.splitlines()) == 2
        for path in (kept / "current", *kept.glob("snap-*")):
            assert (cache / path.name).read_bytes() == path.read_bytes()
