from typing import Any

import pytest
import requests

from trialfinder.sample.faults import Fault
from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import sample_studies

STUDIES = list(sample_studies(40))


def ask(registry: SampleRegistry, path: str = "/studies", **params: str) -> requests.Response:
    return requests.get(registry.base_url + path, params={k.replace("__", "."): v for k, v in params.items()}, timeout=10)


def ids(body: dict[str, Any]) -> list[str]:
    return [one["protocolSection"]["identificationModule"]["nctId"] for one in body["studies"]]


def test_pages_bring_every_study_once_and_end_with_an_empty_one() -> None:
    with SampleRegistry(STUDIES) as registry:
        first = ask(registry, pageSize="20", countTotal="true")
        assert first.headers["Content-Encoding"] == "gzip"
        assert first.text.count("\n") == 21
        pages = [first.json()]
        while token := pages[-1].get("nextPageToken"):
            pages.append(ask(registry, pageSize="20", countTotal="true", pageToken=token).json())
    assert pages[0]["totalCount"] == 40
    assert [len(page["studies"]) for page in pages] == [20, 20, 0]
    assert len({one for page in pages for one in ids(page)}) == 40


def test_words_statuses_and_ids_narrow_the_answer() -> None:
    with SampleRegistry(STUDIES) as registry:
        found = ask(registry, query__cond='melanoma OR "breast cancer"', pageSize="50").json()
        closed = ask(registry, filter__overallStatus="RECRUITING", pageSize="50").json()
        one = ask(registry, filter__ids="NCT99000003|NCT98999999").json()
        assert ask(registry, "/studies/nct99000003").json() == STUDIES[3]
        assert ask(registry, "/studies/NCT98000000").status_code == 404
    assert {"NCT99000000", "NCT99000006"} <= set(ids(found))
    assert len(found["studies"]) < 40
    assert {s["protocolSection"]["statusModule"]["overallStatus"] for s in closed["studies"]} == {"RECRUITING"}
    assert ids(one) == ["NCT99000003"]


def test_only_the_fields_asked_for_come_in_their_nested_shape() -> None:
    with SampleRegistry(STUDIES) as registry:
        found = ask(registry, fields="NCTId|OverallStatus|ConditionMeshTerm,HasResults").json()["studies"]
        first = next(one for one in found if "derivedSection" in one and one["derivedSection"].get("conditionBrowseModule"))
        whole = ask(registry, "/studies/" + first["protocolSection"]["identificationModule"]["nctId"]).json()
    assert list(first) == ["protocolSection", "derivedSection", "hasResults"]
    assert first["protocolSection"]["statusModule"] == {
        "overallStatus": whole["protocolSection"]["statusModule"]["overallStatus"]
    }
    meshes = [{"term": one["term"]} for one in whole["derivedSection"]["conditionBrowseModule"]["meshes"]]
    assert first["derivedSection"] == {"conditionBrowseModule": {"meshes": meshes}}


@pytest.mark.parametrize("order", ["desc", "asc"])
def test_both_sort_keys_are_honoured(order: str) -> None:
    with SampleRegistry(STUDIES) as registry:
        found = ask(registry, sort=f"LastUpdatePostDate:{order},StudyFirstPostDate:{order}", pageSize="100").json()["studies"]
    days = [
        (module["lastUpdatePostDateStruct"]["date"], module["studyFirstPostDateStruct"]["date"])
        for module in (one["protocolSection"]["statusModule"] for one in found)
    ]
    assert days == sorted(days, reverse=order == "desc")


BAD = [
    ("limit", "5"),
    ("pageSize", "x"),
    ("pageToken", "3"),
    ("filter__overallStatus", "RECRUITNG"),
    ("filter__ids", "NCT99000001|NCT1x"),
    ("fields", "NCTId|Nonsense"),
    ("sort", "LastUpdatePostDate:up"),
    ("sort", "NCTId"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_parameter_is_refused_in_plain_text(name: str, value: str) -> None:
    with SampleRegistry(STUDIES) as registry:
        answer = ask(registry, **{name: value})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain")


def test_faults_are_used_up_one_a_request() -> None:
    with SampleRegistry(STUDIES) as registry:
        registry.faults.append(Fault("status", 429, {"Retry-After": "1"}))
        registry.faults.extend(map(Fault, ("html", "truncate", "drop")))
        registry.faults.append(Fault("stall", seconds=0.01))
        assert ask(registry).headers["Retry-After"] == "1"
        assert ask(registry).text.startswith("<html>")
        assert not ask(registry).text.endswith("}")
        with pytest.raises(requests.RequestException):
            ask(registry)
        assert len(ask(registry).json()["studies"]) == 10
        assert ask(registry, "/version").json()["dataTimestamp"] == "2026-11-20T09:00:05"
