"""Every fault that the stand-in for the registry knows, against the program as a process; skipped where there is no stand-in.

A night ends complete and equal to the truth, or with nothing published: the old copy then stays byte for byte, and answers.
All nights are run first, a few at a time, each against a server and a copy of its own; then each is judged. The server cuts
its pages to 16 studies, so that walks of a few records have pages in the middle.
"""

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.conftest import print_of_snapshots
from trialfinder.ctgov.cancer_words import in_scope
from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.errors import ExitCode
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.trial import Trial
from trialfinder.services.search import search

STAND_IN = Path(__file__).resolve().parents[2].parent / "shared" / "ctgov"
STUDIES = STAND_IN / "studies.ndjson.gz"
pytestmark = pytest.mark.skipif(not STUDIES.is_file(), reason="the stand-in for the registry is not beside the checkout")

Program = Callable[..., "subprocess.CompletedProcess[str]"]
Rule = dict[str, Any]
HTML: Rule = {"body": "<html><title>Sorry</title></html>", "content_type": "text/html"}
SEVEN_OF_NOTHING: Rule = {
    "type": "status",
    "status": 200,
    "body": '{"totalCount":7,"studies":[\n\n]}',
    "content_type": "application/json",
}
"""A count that does not fit the studies."""


def status(code: int, **more: Any) -> Rule:
    return {"type": "status", "status": code, **more}


def on(action: Rule | str, times: int | None = None, **match: Any) -> Rule:
    """A rule: this action for requests to the list of studies that match, so many times or always."""
    rule = {"match": {"path": "/studies", **match}, "action": {"type": action} if isinstance(action, str) else action}
    return rule | ({"times": times} if times else {})


@dataclass(frozen=True)
class Night:
    """What goes wrong in one night, and how it has to end."""

    rules: list[Rule]
    code: ExitCode = ExitCode.ANSWERED
    patience: float = 20
    """Seconds for TRIALFINDER_PATIENCE; an answer may take a quarter of it. Short only where the night lasts as long."""
    settings: dict[str, Any] = field(default_factory=dict)
    release: int = 1
    """The release that is out when the night begins; the copy is of release 0."""
    agent: str = ""
    words: tuple[str, ...] = ()


PASSING = {
    "429": Night([on(status(429), 2)]),
    "429 with Retry-After": Night([on(status(429, headers={"Retry-After": "1"}), 1, page=2)]),
    "a rate limit": Night([], settings={"rate": 12}),
    "a rate limit with Retry-After": Night([], settings={"rate": 12, "retry_after": "1"}),
    "500": Night([on(status(500), 1)]),
    "502 and 504 in a row": Night([on(status(502), 1, page=2), on(status(504), 1, page=2)]),
    "503 as HTML": Night([on(status(503, **HTML), 1, page=2)]),
    "503 for the release": Night([{"match": {"path": "/version"}, "times": 1, "action": status(503)}]),
    "every ninth request 500": Night([on(status(500), every=9)]),
    "403 for a name of one's own": Night([on(status(403, **HTML), user_agent="^mine")], agent="mine/1.0"),
    "HTML with 200": Night([on("html_200", 1, page=2)]),
    "truncated JSON": Night([on("truncate_json", 1, page=2)]),
    "a reset in mid-body": Night([on("reset_mid_body", 1, page=2)]),
    "a slow body": Night([on({"type": "slow_body", "bytes_per_second": 4000}, 1, page=1)]),
    "silence before the answer": Night([on({"type": "stall", "seconds": 2.5}, 1, page=2)], patience=8),
    "silence in the body": Night([on({"type": "stall", "seconds": 2.5, "where": "body"}, 1, page=2)], patience=8),
    "studies on two pages": Night([on({"type": "duplicate_study_across_pages", "count": 3})]),
    "studies on two pages, others on none": Night(
        [on({"type": "duplicate_study_across_pages", "count": 3, "lose": True}, 1, page=2)]
    ),
    "a token dropped": Night([on("drop_token", 1, page=1)]),
    "a token repeated": Night([on("repeat_token", 1, page=2)]),
    "a token expired": Night([on("expire_token", 1, page=2)]),
    "an empty page": Night([on("empty_page", 1, page=2)]),
    "an empty answer": Night([on("empty_result", 1)]),
    "a wrong count": Night([on(SEVEN_OF_NOTHING, 1)]),
    "a release on the way": Night([on("publish_release", 1, page=2)], release=0),
    "a release on the way, tokens accepted": Night([on({"type": "publish_release", "tokens": "accept"}, 1, page=2)], release=0),
    "a release on the way of everything": Night([on("publish_release", 1, page=3)], release=0, words=("--full",)),
    "all pages lame, everything asked for": Night(
        [
            on("truncate_json", 1, page=1),
            on("drop_token", 1, page=2),
            on("repeat_token", 1, page=3),
            on("html_200", 1, params={"filter.ids": "*"}),
        ],
        words=("--full",),
    ),
}
LASTING = {
    "400": Night([on(status(400, body="`sort` is unknown parameter"))], ExitCode.REGISTRY),
    "403": Night([on(status(403, **HTML))], ExitCode.REGISTRY),
    "404": Night([on(status(404, **HTML))], ExitCode.REGISTRY),
    "414": Night([on(status(414, **HTML), params={"filter.ids": "*"})], ExitCode.REGISTRY),
    "429": Night([on(status(429))], ExitCode.REGISTRY, patience=2),
    "429 with Retry-After": Night([on(status(429, headers={"Retry-After": "1"}))], ExitCode.REGISTRY, patience=2),
    "a storm": Night(
        [on(status(500), every=3), on(status(502), every=2), on(status(503, **HTML))], ExitCode.REGISTRY, patience=5
    ),
    "503 for the release": Night([{"match": {"path": "/version"}, "action": status(503)}], ExitCode.REGISTRY, patience=2),
    "HTML with 200": Night([on("html_200", page=2)], ExitCode.REGISTRY, patience=2),
    "truncated JSON": Night([on("truncate_json")], ExitCode.REGISTRY, patience=2),
    "resets in mid-body": Night([on("reset_mid_body", page=2)], ExitCode.REGISTRY, patience=2),
    "a drip": Night([on({"type": "slow_body", "bytes_per_second": 200})], ExitCode.REGISTRY, patience=2),
    "silence before the answer": Night([on({"type": "stall", "seconds": 3})], ExitCode.REGISTRY, patience=2),
    "silence in the body": Night([on({"type": "stall", "seconds": 3, "where": "body"})], ExitCode.REGISTRY, patience=2),
    "studies on two pages, others on none": Night(
        [on({"type": "duplicate_study_across_pages", "count": 3, "lose": True}, page=2)], ExitCode.PROBLEMS
    ),
    "tokens dropped": Night([on("drop_token")], ExitCode.PROBLEMS),
    "tokens repeated": Night([on("repeat_token")], ExitCode.PROBLEMS),
    "tokens expired": Night([on("expire_token")], ExitCode.PROBLEMS),
    "empty pages": Night([on("empty_page")], ExitCode.PROBLEMS),
    "an empty registry": Night([on("empty_result")], ExitCode.PROBLEMS),
    "an empty registry, everything asked for": Night([on("empty_result")], ExitCode.PROBLEMS, words=("--full",)),
    "wrong counts": Night([on(SEVEN_OF_NOTHING)], ExitCode.PROBLEMS),
    "a release on the way, twice": Night([on("publish_release", 2, page=2)], ExitCode.PROBLEMS, release=0),
    "only ids unanswered": Night([on("empty_result", params={"filter.ids": "*"})], ExitCode.PROBLEMS),
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Three releases of 40 open cancer trials and some others, as the stand-in makes them."""
    folder = tmp_path_factory.mktemp("releases")
    chosen: list[str] = []
    others: list[str] = []
    with gzip.open(STUDIES, "rt", encoding="utf-8") as lines:
        for line in lines:
            trial = parse_study(json.loads(line))
            (chosen if isinstance(trial, Trial) and in_scope(trial, "open") else others).append(line)
    (folder / "few.ndjson").write_text("".join([*chosen[:40], *others[:10]]), encoding="utf-8")
    command = [sys.executable, str(STAND_IN / "make_releases.py"), "--data", str(folder / "few.ndjson"), "--out", str(folder)]
    changes = ["status_changed=2", "criteria_changed=4", "added=4", "merged=1", "deleted=1", "markup_regenerated=1"]
    command += ["--number", "3", *(f"--change={change}" for change in changes)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(STAND_IN))
        from replay.service import Release  # type: ignore[import-not-found]
    stamps = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["releases"]
    return [Release(one["timestamp"], [folder / one["file"]]) for one in stamps]


@pytest.fixture(scope="module")
def serve(releases: list[Any]) -> Any:
    """Give a server of its own for a night."""
    from replay import query  # type: ignore[import-not-found]
    from replay.faults import FaultPlan  # type: ignore[import-not-found]
    from replay.server import ReplayServer  # type: ignore[import-not-found]
    from replay.service import Service, Settings

    def start_server(night: Night) -> Any:
        service = Service(releases, Settings(**night.settings), FaultPlan.parse(night.rules))
        service.current = night.release
        return ReplayServer(service)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(query, "MAX_PAGE_SIZE", 16)
        yield start_server


@dataclass(frozen=True)
class Ending:
    """How one night ended."""

    done: "subprocess.CompletedProcess[str]"
    cache: Path
    met: bool
    """Whether the program ran into everything that was prepared for it."""
    unchanged: bool
    readable: bool


def say_it_is_of(registry: str, cache: Path) -> None:
    """Let a copy come from this server: a copy of another registry would be harvested anew, not swept."""
    name = (cache / "current").read_text(encoding="ascii").split()[0]
    with duckdb.connect(str(cache / name)) as con:
        con.execute("UPDATE snapshot SET source = ?", [registry])


@pytest.fixture(scope="module")
def harvested(serve: Any, start: Program, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A fresh copy of every release: the first is what the nights begin with, the others are the truth."""
    folder = tmp_path_factory.mktemp("harvested")
    caches = [folder / str(number) for number in range(3)]
    for number, cache in enumerate(caches):
        with serve(Night([], release=number)) as server:
            done = start("refresh", "--quiet", "--cache", str(cache), env={"TRIALFINDER_API_URL": server.base_url}, timeout=300)
        assert done.returncode == 0, done.stderr
    return caches


@pytest.fixture(scope="module")
def endings(serve: Any, harvested: list[Path], start: Program, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ending]:
    """Every night of PASSING and LASTING."""
    folder = tmp_path_factory.mktemp("nights")

    def spend(name: str, night: Night) -> Ending:
        cache = Path(shutil.copytree(harvested[0], folder / name.replace(" ", "-")))
        with serve(night) as server:
            say_it_is_of(server.base_url, cache)
            before = print_of_snapshots(cache)
            env = {"TRIALFINDER_API_URL": server.base_url, "TRIALFINDER_PATIENCE": str(night.patience)}
            env |= {"TRIALFINDER_USER_AGENT": night.agent} if night.agent else {}
            done = start("refresh", "--quiet", *night.words, "--cache", str(cache), env=env, timeout=300)
        met = all(rule.fired for rule in server.service.faults.rules)
        met &= not night.settings or any(entry.status == 429 for entry in server.log.entries)
        readable = search(cache, SearchSpec(), date(2026, 11, 25)).total > 0
        return Ending(done, cache, met, print_of_snapshots(cache) == before, readable)

    nights = {f"passing {name}": night for name, night in PASSING.items()}
    nights |= {f"lasting {name}": night for name, night in LASTING.items()}
    with ThreadPoolExecutor(6) as pool:
        return dict(zip(nights, pool.map(spend, nights, nights.values()), strict=True))


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_ends_complete_and_equal_to_the_truth(
    endings: dict[str, Ending], harvested: list[Path], rows: Any, runs: Any, name: str
) -> None:
    ending = endings[f"passing {name}"]
    assert (ending.done.returncode, ending.done.stdout, ending.done.stderr) == (0, "", "")
    assert rows(ending.cache) == rows(harvested[1])
    assert runs(ending.cache)[-1]["mode"] == ("full" if PASSING[name].words else "sweep")
    assert ending.met
    assert not ending.unchanged
    assert ending.readable


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_publishes_nothing_and_says_so_in_one_line(endings: dict[str, Ending], runs: Any, name: str) -> None:
    ending = endings[f"lasting {name}"]
    assert ending.done.returncode == LASTING[name].code, ending.done.stderr
    assert ending.done.stdout == ""
    first, second = ending.done.stderr.splitlines()
    assert first.startswith("trialfinder: error: ")
    assert second.startswith("  Next: ")
    assert ending.met
    assert ending.unchanged
    assert ending.readable
    last = runs(ending.cache)[-1]
    assert (last["exit_code"], last["published"]) == (LASTING[name].code, False)


def test_every_fault_of_the_stand_in_has_its_night(releases: list[Any]) -> None:
    from replay.faults import ACTIONS

    def used(nights: dict[str, Night]) -> set[str]:
        return {rule["action"]["type"] for night in nights.values() for rule in night.rules}

    assert used(PASSING) == set(ACTIONS)
    assert used(LASTING) == set(ACTIONS)
