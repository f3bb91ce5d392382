"""Whole harvests against a stand-in for the registry that lies beside the checkout; skipped where there is none.

Each fault ends either complete and equal to the truth, or in a refusal; never in between.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trialfinder.ctgov.cancer_words import in_scope
from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.harvest import harvest
from trialfinder.ctgov.parse import nct_id_of, parse_study
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.retry import Patience
from trialfinder.ctgov.scope import scope_queries
from trialfinder.ctgov.transport import Transport
from trialfinder.domain.errors import TrialfinderError
from trialfinder.domain.statuses import OPEN_STATUSES
from trialfinder.domain.trial import Trial

STAND_IN = Path(__file__).resolve().parents[2].parent / "shared" / "ctgov"
STUDIES = STAND_IN / "studies.ndjson.gz"
pytestmark = pytest.mark.skipif(not STUDIES.is_file(), reason="the stand-in for the registry is not beside the checkout")

RELEASES = ("2026-11-20T09:00:05", "2026-11-23T09:00:05")
QUERIES = (
    StudyQuery("cancer", ("cancer", "tumor"), statuses=OPEN_STATUSES, page_size=40),
    StudyQuery("blood", ("leukemia", "myelofibrosis"), statuses=OPEN_STATUSES, page_size=40),
)


@pytest.fixture(scope="module")
def releases() -> list[Any]:
    """Loaded once; a service is cheap."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(STAND_IN))
        from replay.service import Release  # type: ignore[import-not-found]
    return [Release(stamp, [STUDIES]) for stamp in RELEASES]


@pytest.fixture
def service(releases: list[Any]) -> Any:
    """One for each test: a late request of the test before must not use up the faults of this one, or count in its order."""
    return serve(releases)


def serve(releases: list[Any]) -> Any:
    from replay.faults import FaultPlan  # type: ignore[import-not-found]
    from replay.service import Service, Settings

    return Service(releases, Settings(), FaultPlan())


@pytest.fixture
def server(service: Any) -> Iterator[Any]:
    from replay.server import ReplayServer  # type: ignore[import-not-found]

    with ReplayServer(service) as server:
        yield server


PATIENT, HASTY, SHORT = 60.0, 1.5, 0.3
"""Seconds to wait for an answer: more than a busy machine takes; less than a stall of PASSING lasts; for what fails anyway."""


def open_client(server: Any, wait: float = PATIENT) -> RegistryClient:
    transport = Transport(
        server.base_url,
        pause=0,
        timeout=(PATIENT, wait),
        deadline=PATIENT if wait == HASTY else wait,
        patience=Patience(broken_attempts=3 if wait == SHORT else 6, give_up_after=HASTY if wait == SHORT else PATIENT),
        sleep=lambda seconds: None,
    )
    return RegistryClient(transport)


@pytest.fixture(scope="module")
def truth(releases: list[Any]) -> frozenset[str]:
    from replay.server import ReplayServer

    with ReplayServer(serve(releases)) as server, open_client(server) as client:
        pages = [page for query in QUERIES for page in client.pages(query)]
    return frozenset(nct_id_of(study.raw) for page in pages for study in page.studies)


def first(action: dict[str, Any], **match: Any) -> dict[str, Any]:
    return {"match": {"path": "/studies", **match}, "times": 1, "action": action}


PASSING = {
    "429": first({"type": "status", "status": 429}),
    "429 with Retry-After": first({"type": "status", "status": 429, "headers": {"Retry-After": "5"}}),
    "500": first({"type": "status", "status": 500}, page=2),
    "503 as HTML": first({"type": "status", "status": 503, "body": "<html>", "content_type": "text/html"}),
    "every third request 502": {"match": {"every": 3}, "action": {"type": "status", "status": 502}},
    "HTML with 200": first({"type": "html_200"}, page=3),
    "truncated JSON": first({"type": "truncate_json"}, page=2),
    "reset in mid-body": first({"type": "reset_mid_body"}, page=2),
    "stall before": first({"type": "stall", "seconds": 4, "where": "before"}),
    "stall in the body": first({"type": "stall", "seconds": 4, "where": "body"}),
    "duplicates": {"match": {"path": "/studies", "page": 2}, "action": {"type": "duplicate_study_across_pages", "count": 3}},
    "duplicates with loss, once": first({"type": "duplicate_study_across_pages", "count": 3, "lose": True}, page=2),
    "dropped token, once": first({"type": "drop_token"}, page=2),
    "repeated token, once": first({"type": "repeat_token"}, page=2),
    "expired token, once": first({"type": "expire_token"}, page=2),
    "empty page": first({"type": "empty_page"}, page=2),
    "empty result, once": first({"type": "empty_result"}),
    "a release on the way": first({"type": "publish_release"}, page=3),
    "a release on the way, tokens accepted": first({"type": "publish_release", "tokens": "accept"}, page=3),
}
LASTING = {
    "403": {"type": "status", "status": 403, "body": "<html>Forbidden</html>", "content_type": "text/html"},
    "storm": {"type": "status", "status": 503},
    "HTML with 200": {"type": "html_200"},
    "truncated JSON": {"type": "truncate_json"},
    "reset": {"type": "reset_mid_body"},
    "stall": {"type": "stall", "seconds": 0.6},
    "drip": {"type": "slow_body", "bytes_per_second": 2000},
    "loss": {"type": "duplicate_study_across_pages", "count": 3, "lose": True},
    "dropped token": {"type": "drop_token"},
    "repeated token": {"type": "repeat_token"},
    "expired token": {"type": "expire_token"},
    "endless empty pages": {"type": "empty_page"},
    "empty registry": {"type": "empty_result"},
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_ends_complete(server: Any, service: Any, truth: frozenset[str], tmp_path: Path, name: str) -> None:
    service.control({"faults": {"rules": [PASSING[name]]}})
    with open_client(server, HASTY if "stall" in name else PATIENT) as client:
        found = [nct_id_of(study.raw) for study in harvest(client, QUERIES, tmp_path)]
    assert sorted(found) == sorted(truth)


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_ends_in_a_refusal_with_a_next_step(server: Any, service: Any, tmp_path: Path, name: str) -> None:
    where = {"page": 2} if name == "loss" else {}  # on every page, each page brings back what the one before lost
    service.control({"faults": {"rules": [{"match": {"path": "/studies", **where}, "action": LASTING[name]}]}})
    with open_client(server, SHORT) as client, pytest.raises(TrialfinderError) as caught:
        harvest(client, QUERIES, tmp_path)
    assert caught.value.message.endswith(".")
    assert caught.value.hint


def test_rows_in_another_order_on_every_request_are_noticed_or_complete(
    server: Any, service: Any, truth: frozenset[str], tmp_path: Path
) -> None:
    service.control({"settings": {"unstable_order": True}})
    try:
        with open_client(server) as client:
            found = [nct_id_of(study.raw) for study in harvest(client, QUERIES, tmp_path)]
    except TrialfinderError:
        return
    assert sorted(found) == sorted(truth)


def test_a_refused_user_agent_is_one_request_and_one_sentence(server: Any, service: Any, tmp_path: Path) -> None:
    service.control({"faults": {"rules": [{"match": {"user_agent": "python"}, "action": LASTING["403"]}]}})
    with open_client(server) as client, pytest.raises(TrialfinderError, match="HTTP 403"):
        harvest(client, QUERIES, tmp_path)
    assert len(server.log.entries) == 1


def test_the_whole_scope_is_accepted_paced_and_brings_every_cancer(server: Any, tmp_path: Path) -> None:
    with open_client(server) as client:
        found = {nct_id_of(study.raw) for study in harvest(client, scope_queries("open"), tmp_path)}
    assert all(entry.status == 200 for entry in server.log.entries)
    assert all(not entry.repeated for entry in server.log.entries)
    with gzip.open(STUDIES, "rt", encoding="utf-8") as lines:
        trials = [parse_study(json.loads(line)) for line in lines]
    wanted = {trial.nct_id for trial in trials if isinstance(trial, Trial) and in_scope(trial, "open")}
    assert wanted - found == set()
    open_ids = {trial.nct_id for trial in trials if isinstance(trial, Trial) and trial.overall_status in OPEN_STATUSES}
    assert found <= open_ids
    assert len(found - wanted) <= len(wanted) // 50


def test_a_projection_loses_nothing_that_a_trial_needs(server: Any) -> None:
    with gzip.open(STUDIES, "rt", encoding="utf-8") as lines:
        raw = [json.loads(line) for _, line in zip(range(120), lines, strict=False)]
    whole = {nct_id_of(one): one for one in raw}
    with open_client(server) as client:
        pages = list(client.by_ids(whole))
    for page in pages:
        for study in page.studies:
            full = parse_study(whole[nct_id_of(study.raw)])
            asked = parse_study(study.raw)
            assert isinstance(full, Trial)
            assert isinstance(asked, Trial)
            skip = {"version_holder"}
            names = [name for name in Trial.__slots__ if name not in skip]
            assert [getattr(full, name) for name in names] == [getattr(asked, name) for name in names]
