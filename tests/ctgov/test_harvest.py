"""Harvests over a real socket: a small registry of the tests' own, which can misbehave on demand."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.harvest import Harvest, harvest
from trialfinder.ctgov.parse import nct_id_of
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.replay import read_source
from trialfinder.ctgov.retry import Patience
from trialfinder.ctgov.spool import PageSpool, save_pages, saved_timestamp
from trialfinder.ctgov.transport import Transport
from trialfinder.ctgov.wire import RawStudy
from trialfinder.domain.errors import RefreshRefused, RegistryUnreachable

QUERIES = (
    StudyQuery("cancer in general", ("cancer", "neoplasm"), page_size=2),
    StudyQuery("blood", ("leukemia",), page_size=2),
)
MATCHES = {"cancer": [1, 2, 3, 4], "neoplasm": [5], "leukemia": [4, 5, 6, 7]}
Answer = tuple[int, bytes, dict[str, str]]


def nct(number: int) -> str:
    return f"NCT99{number:06d}"


def record(number: int, content: str = "") -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": nct(number), "briefTitle": content}}}


class Registry:
    """Answers like the registry; ``misbehave`` may answer in its place, by the number of the request (from 1)."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.release = "2026-11-20T09:00:05"
        self.gone: set[int] = set()
        self.aliases: dict[int, int] = {}
        self.misbehave: Callable[[int, str, dict[str, str]], Answer | None] = lambda number, path, params: None

    def answer(self, path: str, params: dict[str, str]) -> Answer:
        self.asked.append({"path": path, **params})
        odd = self.misbehave(len(self.asked), path, params)
        if odd is not None:
            return odd
        if path.endswith("/version"):
            return 200, json.dumps({"apiVersion": "2.0.5", "dataTimestamp": self.release}).encode(), {}
        return 200, self.studies(params).encode(), {}

    def studies(self, params: dict[str, str], *, total: int | None = None) -> str:
        if "filter.ids" in params:
            numbers = sorted({self.aliases.get(int(one[5:]), int(one[5:])) for one in params["filter.ids"].split("|")})
        else:
            numbers = sorted({n for term in params["query.cond"].split(" OR ") for n in MATCHES.get(term, [])})
        numbers = [number for number in numbers if number not in self.gone]
        start, size = int(params.get("pageToken", "t0")[1:]), int(params["pageSize"])
        rows = numbers[start : start + size]
        body: dict[str, Any] = {} if "pageToken" in params else {"totalCount": len(numbers) if total is None else total}
        studies = []
        for number in rows:
            study = record(number, self.release)
            aliases = [nct(old) for old, new in self.aliases.items() if new == number]
            if aliases:
                study["protocolSection"]["identificationModule"]["nctIdAliases"] = aliases
            studies.append(study)
        body["studies"] = studies
        if len(rows) == size:
            body["nextPageToken"] = f"t{start + size}"
        return json.dumps(body)


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def client(registry: Registry) -> Iterator[RegistryClient]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, body, headers = registry.answer(parts.path, {name: one[0] for name, one in parse_qs(parts.query).items()})
            body = gzip.compress(body)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Encoding": "gzip", **headers}.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server uses
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}/api/v2"
    transport = Transport(base, pause=0, timeout=(2, 2), sleep=lambda _: None, patience=Patience(broken_attempts=3))
    with RegistryClient(transport) as client:
        yield client
    server.shutdown()
    server.server_close()
    thread.join()


def ids(found: Harvest) -> list[str]:
    return [nct_id_of(study.raw) for study in found]


def is_page(path: str, params: dict[str, str], term: str) -> bool:
    return path.endswith("/studies") and params.get("query.cond", "").startswith(term)


def test_overlapping_queries_bring_each_study_once_and_fetch_only_the_rest_by_id(
    registry: Registry, client: RegistryClient, tmp_path: Path
) -> None:
    found = harvest(client, QUERIES, tmp_path)
    assert sorted(ids(found)) == [nct(number) for number in range(1, 8)]
    assert [json.loads(text) for text in found.texts()] == [study.raw for study in found]
    by_id = [asked["filter.ids"] for asked in registry.asked if "filter.ids" in asked]
    assert by_id == [f"{nct(6)}|{nct(7)}"]
    assert (found.report.trials, found.report.expected, found.report.events) == (7, 7, ())
    assert found.report.requests == len(registry.asked)
    assert found.report.received > 0
    assert found.report.data_timestamp is not None
    assert all("pageToken" not in path.read_bytes().decode("latin-1") for path in tmp_path.iterdir())


def test_progress_is_told(client: RegistryClient, tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []

    class Ear:
        def page(self, done_trials: int, expected: int, pages: int) -> None:
            told.append((done_trials, expected, pages))

        def note(self, text: str) -> None:
            pass

    harvest(client, QUERIES, tmp_path, reporter=Ear())
    assert told[0] == (2, 5, 1)
    assert told[-1][:2] == (7, 7)


@pytest.mark.parametrize("total", [4, 6, 0])
def test_a_total_that_never_agrees_is_refused(registry: Registry, client: RegistryClient, tmp_path: Path, total: int) -> None:
    def lie(number: int, path: str, params: dict[str, str]) -> Answer | None:
        lying = is_page(path, params, "cancer") and "pageToken" not in params
        return (200, registry.studies(params, total=total).encode(), {}) if lying else None

    registry.misbehave = lie
    with pytest.raises(RefreshRefused, match=f"held 5 studies, but it counts {total}"):
        harvest(client, QUERIES, tmp_path)


def test_a_walk_that_broke_once_is_repeated_and_complete(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    def cut(number: int, path: str, params: dict[str, str]) -> Answer | None:
        return (200, b'{"studies":[]}', {}) if number == 3 else None

    registry.misbehave = cut
    found = harvest(client, QUERIES, tmp_path)
    assert len(ids(found)) == len(set(ids(found))) == 7
    assert "once more" in found.report.events[0]


@pytest.mark.parametrize("term", ["cancer", "leukemia"])
def test_an_outage_that_looks_like_no_trials_is_asked_again(
    registry: Registry, client: RegistryClient, tmp_path: Path, term: str
) -> None:
    times = iter([1])

    def empty(number: int, path: str, params: dict[str, str]) -> Answer | None:
        return (200, b'{"totalCount":0,"studies":[]}', {}) if is_page(path, params, term) and next(times, 0) else None

    registry.misbehave = empty
    assert len(ids(harvest(client, QUERIES, tmp_path))) == 7


def test_a_registry_without_any_trial_is_refused(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    registry.gone = set(range(1, 8))
    with pytest.raises(RefreshRefused, match="no trials at all"):
        harvest(client, QUERIES, tmp_path)


@pytest.mark.parametrize("at", [3, 6, 9])
def test_a_new_release_on_the_way_starts_again_with_its_content(
    registry: Registry, client: RegistryClient, tmp_path: Path, at: int
) -> None:
    def publish(number: int, path: str, params: dict[str, str]) -> Answer | None:
        if number == at:
            registry.release = "2026-11-23T09:00:05"
        return None

    registry.misbehave = publish
    found = harvest(client, QUERIES, tmp_path)
    titles = {study.raw["protocolSection"]["identificationModule"]["briefTitle"] for study in found}  # type: ignore[index]
    assert titles == {"2026-11-23T09:00:05"}
    assert len(ids(found)) == 7
    assert found.report.data_timestamp is not None
    assert found.report.data_timestamp.day == 23


def test_a_registry_that_never_stands_still_is_refused(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    def restless(number: int, path: str, params: dict[str, str]) -> Answer | None:
        registry.release = f"2026-11-20T09:00:{number:02d}"
        return None

    registry.misbehave = restless
    with pytest.raises(RefreshRefused, match="twice"):
        harvest(client, QUERIES, tmp_path)


def test_an_expired_token_repeats_the_walk_once(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    times = iter([1])

    def expire(number: int, path: str, params: dict[str, str]) -> Answer | None:
        return (400, b"Incorrect pageToken format", {}) if "pageToken" in params and next(times, 0) else None

    registry.misbehave = expire
    assert len(ids(harvest(client, QUERIES, tmp_path))) == 7


def test_a_query_that_is_too_complicated_is_split(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    def strict(number: int, path: str, params: dict[str, str]) -> Answer | None:
        return (400, b"Too complicated query", {}) if " OR " in params.get("query.cond", "") else None

    registry.misbehave = strict
    assert len(ids(harvest(client, QUERIES, tmp_path))) == 7


def test_one_term_that_is_too_complicated_is_refused(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    registry.misbehave = lambda number, path, params: (400, b"Too complicated query", {}) if number > 1 else None
    with pytest.raises(RefreshRefused):
        harvest(client, QUERIES, tmp_path)


def test_a_merged_record_counts_as_delivered_under_its_new_id(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    registry.aliases = {6: 7}
    assert sorted(ids(harvest(client, QUERIES, tmp_path))) == [nct(number) for number in (1, 2, 3, 4, 5, 7)]


def test_a_listed_study_that_is_never_delivered_is_refused(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    def hide(number: int, path: str, params: dict[str, str]) -> Answer | None:
        return (200, b'{"studies":[]}', {}) if "filter.ids" in params else None

    registry.misbehave = hide
    with pytest.raises(RefreshRefused, match="lists 2 studies that it does not deliver"):
        harvest(client, QUERIES, tmp_path)


def test_a_record_without_an_id_is_delivered_for_the_problems(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    def nameless(number: int, path: str, params: dict[str, str]) -> Answer | None:
        return (200, b'{"totalCount":2,"studies":[{"x":1},{"y":2}]}', {}) if is_page(path, params, "cancer") else None

    registry.misbehave = nameless
    found = harvest(client, QUERIES, tmp_path)
    assert ids(found).count("") == 2


def test_a_body_that_is_cut_on_the_line_is_asked_for_again(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    registry.misbehave = lambda number, path, params: (
        (200, registry.studies(params).encode(), {"Content-Length": "9999", "Connection": "close"}) if number == 2 else None
    )
    assert len(ids(harvest(client, QUERIES, tmp_path))) == 7


def test_a_damaged_compression_is_asked_for_again(registry: Registry, client: RegistryClient, tmp_path: Path) -> None:
    registry.misbehave = lambda number, path, params: (200, b"{}", {"Content-Encoding": "deflate"}) if number == 2 else None
    assert len(ids(harvest(client, QUERIES, tmp_path))) == 7


def test_saved_pages_are_read_back_and_replace_the_older_ones(client: RegistryClient, tmp_path: Path) -> None:
    found = harvest(client, QUERIES, tmp_path / "spool")
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "page-00099.ndjson.gz").write_bytes(gzip.compress(b"{}"))
    (saved / "notes.txt").write_text("mine")
    assert save_pages(found.spool, saved) == len(found.spool.paths)
    assert sorted(nct_id_of(study.raw) for study in read_source(saved)) == sorted(ids(found))
    assert saved_timestamp(saved) == found.report.data_timestamp
    assert (saved / "notes.txt").read_text() == "mine"
    assert not (saved / "page-00099.ndjson.gz").exists()


def test_a_folder_that_cannot_be_written_is_said(client: RegistryClient, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefreshRefused, match="cannot be written"):
        harvest(client, QUERIES, tmp_path / "file" / "spool")
    with pytest.raises(RefreshRefused, match="cannot be written"):
        save_pages(PageSpool(tmp_path), tmp_path / "file" / "saved")
    with pytest.raises(RefreshRefused, match="cannot be written"):
        PageSpool(tmp_path / "absent").write([RawStudy({}, "{}")])


def test_no_noted_release_is_no_release(tmp_path: Path) -> None:
    assert saved_timestamp(tmp_path) is None
    (tmp_path / "release.json").write_text('{"dataTimestamp": null}')
    assert saved_timestamp(tmp_path) is None


def test_nothing_listening_ends_with_a_sentence(tmp_path: Path) -> None:
    transport = Transport("http://127.0.0.1:9/api/v2", pause=0, sleep=lambda _: None)
    with RegistryClient(transport) as client, pytest.raises(RegistryUnreachable, match="could not be reached"):
        harvest(client, QUERIES, tmp_path)
