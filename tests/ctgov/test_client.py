"""The client against single faults, with time injected."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses
import urllib3
from responses import matchers

from trialfinder.ctgov.client import PageTokenRefused, QueryTooComplicated, RegistryClient, WalkBroken
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.retry import Patience, Trouble, retry_after_seconds
from trialfinder.ctgov.transport import Transport
from trialfinder.domain.errors import RegistryUnreachable

BASE = "https://registry.example/api/v2"
STUDIES = f"{BASE}/studies"
QUERY = StudyQuery("cancer", ("cancer", '"ALL"'), statuses=("RECRUITING", "AVAILABLE"))


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.naps: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def events() -> list[str]:
    return []


@pytest.fixture
def registry() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def client(time: Time, events: list[str]) -> Iterator[RegistryClient]:
    with make(time, events) as client:
        yield client


def make(time: Time, events: list[str] | None = None, **options: Any) -> RegistryClient:
    on_event: Callable[[str], None] | None = events.append if events is not None else None
    return RegistryClient(Transport(BASE, clock=time.clock, sleep=time.sleep, on_event=on_event, **options))


def page(*numbers: int, token: str = "", total: int | None = None) -> str:
    studies = [json.dumps({"protocolSection": {"identificationModule": {"nctId": f"NCT99{n:06d}"}}}) for n in numbers]
    head = f'"totalCount":{total},' if total is not None else ""
    tail = f',"nextPageToken":"{token}"' if token else ""
    return "{" + head + '"studies":[\n' + ",\n".join(studies) + "\n]" + tail + "}"


def ok(mock: responses.RequestsMock, body: str, **options: Any) -> None:
    mock.get(STUDIES, body=body, content_type="application/json", **options)


def test_every_page_is_asked_with_the_same_parameters(registry: responses.RequestsMock, client: RegistryClient) -> None:
    params = QUERY.params()
    assert params["query.cond"] == 'cancer OR "ALL"'
    ok(registry, page(1, 2, token="t1", total=3), match=[matchers.query_param_matcher(params)])
    ok(registry, page(token="t2"), match=[matchers.query_param_matcher({**params, "pageToken": "t1"})])
    ok(registry, page(3), match=[matchers.query_param_matcher({**params, "pageToken": "t2"})])
    pages = list(client.pages(QUERY))
    assert [len(one.studies) for one in pages] == [2, 0, 1]
    assert [one.total_count for one in pages] == [3, None, None]
    assert pages[0].studies[0].text == '{"protocolSection": {"identificationModule": {"nctId": "NCT99000001"}}}'


def test_requests_start_a_second_apart(registry: responses.RequestsMock, time: Time, client: RegistryClient) -> None:
    ok(registry, page(1, token="a", total=2))
    ok(registry, page(2))
    list(client.pages(QUERY))
    assert time.naps == [pytest.approx(1.0, abs=0.02)]


def test_the_user_agent_is_that_of_requests(registry: responses.RequestsMock, client: RegistryClient) -> None:
    ok(registry, page(1))
    list(client.pages(QUERY))
    headers = registry.calls[0].request.headers
    assert headers["User-Agent"] == requests.utils.default_user_agent()
    assert "gzip" in headers["Accept-Encoding"]


def test_a_token_that_comes_again_ends_the_walk(registry: responses.RequestsMock, client: RegistryClient) -> None:
    for _ in range(2):
        ok(registry, page(1, token="same", total=9))
    with pytest.raises(WalkBroken, match="circle"):
        list(client.pages(QUERY))


def test_a_walk_without_an_end_ends(registry: responses.RequestsMock, client: RegistryClient) -> None:
    for number in range(30):
        ok(registry, page(token=f"t{number}", total=2))
    registry.assert_all_requests_are_fired = False
    with pytest.raises(WalkBroken, match="circle"):
        list(client.pages(QUERY))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_registry_is_asked_again(
    registry: responses.RequestsMock, client: RegistryClient, events: list[str], status: int
) -> None:
    registry.get(STUDIES, body="<html><title>Busy</title>", status=status)
    ok(registry, page(1))
    assert len(list(client.pages(QUERY))) == 1
    assert f"HTTP {status}: Busy" in events[0]


@pytest.mark.parametrize(("header", "least", "most"), [("7", 7, 7.5), ("9999", 60, 60.5), ("soon", 1, 2)])
def test_retry_after_is_honoured_up_to_a_minute(
    registry: responses.RequestsMock, time: Time, client: RegistryClient, header: str, least: float, most: float
) -> None:
    registry.get(STUDIES, status=429, headers={"Retry-After": header})
    ok(registry, page(1))
    list(client.pages(QUERY))
    assert least <= time.naps[0] <= most


@pytest.mark.parametrize(
    ("header", "seconds"), [("Fri, 20 Nov 2026 09:00:30 GMT", 30), ("Fri, 20 Nov 2026 08:00:00 GMT", 0), ("", None), ("-1", None)]
)
def test_retry_after_may_be_a_date(header: str, seconds: float | None) -> None:
    assert retry_after_seconds(header, datetime(2026, 11, 20, 9, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    "body",
    [
        '{"studies":[{"protocolSection',
        "<!doctype html><html>maintenance</html>",
        "[]",
        '{"error":"x"}',
        "",
        "[" * 100_000,
    ],
)
def test_a_body_that_is_no_page_is_asked_for_again(registry: responses.RequestsMock, client: RegistryClient, body: str) -> None:
    ok(registry, body)
    ok(registry, page(1))
    assert len(list(client.pages(QUERY))) == 1


def test_bytes_that_are_not_utf8_count_as_damage(registry: responses.RequestsMock, client: RegistryClient) -> None:
    registry.get(STUDIES, body=b'{"studies":["\xff"]}', content_type="application/json")
    ok(registry, page(1))
    assert len(list(client.pages(QUERY))) == 1


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (400, "`x` is unknown parameter", "`x` is unknown parameter"),
        (403, "<html>Forbidden</html>", "refuses this client"),
        (404, "<html>nginx</html>", "no registry at"),
        (414, "<html><body>URI Too Long</body></html>", "HTTP 414: URI Too Long"),
    ],
)
def test_a_refusal_is_final_and_says_what_the_registry_said(
    registry: responses.RequestsMock, client: RegistryClient, status: int, body: str, says: str
) -> None:
    registry.get(STUDIES, body=body, status=status)
    with pytest.raises(RegistryUnreachable, match=says) as caught:
        list(client.pages(QUERY))
    assert caught.value.hint
    assert len(registry.calls) == 1


def test_a_refused_user_agent_gives_way_to_the_default_once(registry: responses.RequestsMock, time: Time) -> None:
    registry.get(STUDIES, status=403, match=[matchers.header_matcher({"User-Agent": "mine"})])
    ok(registry, page(1), match=[matchers.header_matcher({"User-Agent": requests.utils.default_user_agent()})])
    with make(time, user_agent="mine") as client:
        assert len(list(client.pages(QUERY))) == 1


def test_a_refused_token_is_an_error_of_its_own(registry: responses.RequestsMock, client: RegistryClient) -> None:
    ok(registry, page(1, token="t", total=2))
    registry.get(STUDIES, body="Incorrect pageToken format", status=400)
    with pytest.raises(PageTokenRefused):
        list(client.pages(QUERY))


def test_too_many_terms_are_an_error_of_their_own(registry: responses.RequestsMock, client: RegistryClient) -> None:
    registry.get(STUDIES, body="Error parsing query in Conditions or disease: Too complicated query", status=400)
    with pytest.raises(QueryTooComplicated):
        list(client.pages(QUERY))


def unconnected() -> requests.ConnectionError:
    pool = urllib3.HTTPSConnectionPool("registry.example")
    reason = urllib3.exceptions.NewConnectionError(urllib3.connection.HTTPConnection("registry.example"), "refused")
    return requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/", reason))


@pytest.mark.parametrize("failure", [unconnected(), requests.ConnectTimeout("late"), requests.exceptions.ProxyError("proxy")])
def test_without_a_network_it_gives_up_within_half_a_minute(
    registry: responses.RequestsMock, time: Time, client: RegistryClient, failure: Exception
) -> None:
    registry.get(STUDIES, body=failure)
    with pytest.raises(RegistryUnreachable, match="could not be reached") as caught:
        list(client.pages(QUERY))
    assert time.now - 100 < 30
    assert "local copy" in caught.value.hint
    assert len(registry.calls) == 4


@pytest.mark.parametrize("failure", [requests.ReadTimeout("late"), requests.ConnectionError("reset"), OSError("gone")])
def test_a_break_in_the_middle_is_tried_again(
    registry: responses.RequestsMock, client: RegistryClient, failure: Exception
) -> None:
    registry.get(STUDIES, body=failure)
    ok(registry, page(1))
    assert len(list(client.pages(QUERY))) == 1


@pytest.mark.parametrize("failure", [requests.exceptions.SSLError("certificate"), requests.exceptions.InvalidURL("x")])
def test_what_no_second_attempt_will_mend_is_not_tried_again(
    registry: responses.RequestsMock, client: RegistryClient, failure: Exception
) -> None:
    registry.get(STUDIES, body=failure)
    with pytest.raises(RegistryUnreachable):
        list(client.pages(QUERY))
    assert len(registry.calls) == 1


def test_a_storm_that_does_not_pass_ends_after_minutes(
    registry: responses.RequestsMock, time: Time, client: RegistryClient
) -> None:
    registry.get(STUDIES, status=503, body="down")
    with pytest.raises(RegistryUnreachable, match="HTTP 503: down"):
        list(client.pages(QUERY))
    assert 240 <= time.now - 100 < 300


def test_a_drip_ends_at_the_deadline(registry: responses.RequestsMock, time: Time) -> None:
    ok(registry, page(1))
    patience = Patience(broken_attempts=1)
    with make(time, deadline=-1.0, patience=patience) as client, pytest.raises(RegistryUnreachable, match="not complete"):
        list(client.pages(QUERY))


def test_patience_differs_by_trouble() -> None:
    patience = Patience()
    assert patience.spent(Trouble.UNCONNECTED, 1, 16)
    assert not patience.spent(Trouble.BUSY, 50, 200)
    assert patience.spent(Trouble.BROKEN, 6, 20)


def test_ids_are_checked_and_asked_in_batches(registry: responses.RequestsMock, client: RegistryClient) -> None:
    ids = [f"NCT99{number:06d}" for number in range(401)]
    ok(registry, page(0))
    ok(registry, page(300))
    pages = list(client.by_ids([*ids, ids[0], "NCT1", "rubbish", "NCT00000000"]))
    asked = [parse_qs(urlsplit(str(call.request.url)).query)["filter.ids"][0].split("|") for call in registry.calls]
    assert [len(batch) for batch in asked] == [400, 1]
    assert max(len(str(call.request.url)) for call in registry.calls) < 6_100  # the edge refuses 7 kB
    assert asked[0] + asked[1] == ids
    assert [one.number for one in pages] == [1, 2]
    assert list(client.by_ids(["rubbish"])) == []


def test_a_list_of_ids_goes_on_where_the_registry_gives_less_than_was_asked_for(
    registry: responses.RequestsMock, client: RegistryClient
) -> None:
    ok(registry, page(0, 1, token="more"))
    ok(registry, page(2))
    pages = list(client.by_ids([f"NCT99{number:06d}" for number in range(3)]))
    assert [(one.number, len(one.studies)) for one in pages] == [(1, 2), (2, 1)]
    asked = [parse_qs(urlsplit(str(call.request.url)).query) for call in registry.calls]
    assert asked[1].pop("pageToken") == ["more"]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("body", "stamp"),
    [
        ('{"apiVersion":"2.0.5","dataTimestamp":"2026-10-06T09:00:05"}', datetime(2026, 10, 6, 9, 0, 5, tzinfo=UTC)),
        ('{"apiVersion":"2.0.5","dataTimestamp":"2026-10-06T05:00:05-04:00"}', datetime(2026, 10, 6, 9, 0, 5, tzinfo=UTC)),
        ('{"apiVersion":"2.0.5","dataTimestamp":"Tuesday"}', None),
        ('{"apiVersion":"2.0.5"}', None),
    ],
)
def test_the_release_is_read_as_utc(
    registry: responses.RequestsMock, client: RegistryClient, body: str, stamp: datetime | None
) -> None:
    registry.get(f"{BASE}/version", body=body, content_type="application/json")
    assert client.version().data_timestamp == stamp


def test_a_version_that_is_none_is_asked_for_again(registry: responses.RequestsMock, client: RegistryClient) -> None:
    registry.get(f"{BASE}/version", body="{}", content_type="application/json")
    registry.get(f"{BASE}/version", body='{"apiVersion":"2"}', content_type="application/json")
    assert client.version().api_version == "2"


def test_a_question_without_a_condition_is_never_asked() -> None:
    with pytest.raises(ValueError, match="whole registry"):
        StudyQuery("everything", statuses=("RECRUITING",))


def test_a_name_that_cannot_be_found_ends_with_a_sentence(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: (_ for _ in ()).throw(OSError("no name")))
    with make(time) as client, pytest.raises(RegistryUnreachable, match=r"name registry\.example could not be found"):
        client.version()
    assert time.now - 100 < 30


def test_a_resolver_that_hangs_is_not_waited_for(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialfinder.ctgov.transport._LOOKUP_SECONDS", 0.01)
    import threading

    release = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: release.wait(5))
    with make(time, patience=Patience(unconnected_attempts=1)) as client, pytest.raises(RegistryUnreachable):
        client.version()
    release.set()


def test_an_answer_without_end_is_cut_off(registry: responses.RequestsMock, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialfinder.ctgov.transport._LARGEST_BODY", 10)
    ok(registry, page(1))
    with make(time, patience=Patience(broken_attempts=1)) as client, pytest.raises(RegistryUnreachable, match="larger"):
        list(client.pages(QUERY))
