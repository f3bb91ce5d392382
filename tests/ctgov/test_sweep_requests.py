"""A sweep of a large scope: few requests, and what it ends with is what listing every question in full would have given.

A registry of 520 made-up studies with pages of 20 stands for one of 26,000 with pages of 1,000.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from trialfinder.ctgov import client as client_module
from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.harvest import Update, update
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.retry import Patience
from trialfinder.ctgov.scope import scope_queries
from trialfinder.ctgov.sweep import sweep_key
from trialfinder.ctgov.transport import Transport
from trialfinder.domain.errors import RefreshRefused
from trialfinder.sample.faults import Fault
from trialfinder.sample.selection import Shelf
from trialfinder.sample.server import SampleRegistry

Study = dict[str, Any]
PAGE = 20
SIZE = 520
COPY, TONIGHT = datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)
QUERIES = tuple(replace(query, page_size=PAGE) for query in scope_queries("open"))
FOUR = (QUERIES[0], *QUERIES[-3:])
"""Enough for what needs no counting."""
EVERYTHING = " ".join(query.terms[0].strip('"') for query in QUERIES if query.terms)
LONG_AGO = "2025-01-15"


def made_up(number: int, words: str, updated: str, mesh: str = "") -> Study:
    names = {"nctId": f"NCT99{number:06d}", "briefTitle": f"SAMPLE, not a real trial: {words}"}
    state = {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": updated}}
    derived: Study = {"miscInfoModule": {"versionHolder": f"{COPY:%Y-%m-%d}"}}
    if mesh:
        derived["conditionBrowseModule"] = {"meshes": [{"id": "D000001", "term": mesh}]}
    criteria = {"eligibilityCriteria": "SAMPLE"}
    return {
        "protocolSection": {"identificationModule": names, "statusModule": state, "eligibilityModule": criteria},
        "derivedSection": derived,
    }


def days_old(number: int) -> int:
    """One study a day, in another order than that of the ids."""
    return number * 211 % SIZE


def world() -> list[Study]:
    """Nineteen of twenty studies answer every question; the rest answer the last but one alone."""
    studies = []
    for number in range(SIZE):
        words = "mucositis" if number % 20 == 0 else EVERYTHING
        day = date(2026, 11, 20) - timedelta(days=days_old(number))
        studies.append(made_up(number, words, f"{day}", "" if number % 20 == 0 else "Neoplasms"))
    return studies


WORLD = world()
KNOWN = {study["protocolSection"]["identificationModule"]["nctId"]: sweep_key(study) for study in WORLD}
OLD = [number for number in range(0, SIZE, 20) if days_old(number) > 400]
"""Studies that only the last but one question names, on none of its first pages."""


@pytest.fixture(autouse=True)
def _batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "IDS_PER_REQUEST", client_module.IDS_PER_REQUEST * PAGE // 1000)


@pytest.fixture(scope="module")
def registry() -> Iterator[SampleRegistry]:
    with SampleRegistry(WORLD, COPY.replace(tzinfo=None)) as registry:
        yield registry


@pytest.fixture
def sweep(registry: SampleRegistry, tmp_path: Path) -> Callable[..., Update]:
    """Sweep a registry of these studies with a copy of WORLD."""

    def run(
        studies: list[Study],
        release: datetime = TONIGHT,
        as_of: datetime | None = COPY,
        queries: Sequence[StudyQuery] = QUERIES,
    ) -> Update:
        for study in studies:
            study["derivedSection"]["miscInfoModule"]["versionHolder"] = f"{release:%Y-%m-%d}"
        registry.publish(studies, release.replace(tzinfo=None))
        registry.requests.clear()
        transport = Transport(registry.base_url, pause=0, patience=Patience(broken_attempts=3), sleep=lambda _: None)
        with RegistryClient(transport) as client:
            return update(client, queries, tmp_path, KNOWN, as_of=as_of)

    return run


def per_thousand(found: Update) -> float:
    """Requests per 1,000 studies of the registry that this one stands for."""
    return found.changed.report.requests / (len(KNOWN) / PAGE)


@pytest.mark.parametrize(
    ("night", "release", "as_of", "most"),
    [
        ("no new release", COPY, COPY, 1.3),
        ("a new release", TONIGHT, COPY, 1.75),
        ("a copy of no known release, every question in full", TONIGHT, None, 14.0),
    ],
)
def test_a_night_without_changes_takes_little_more_than_a_request_a_page_of_the_scope(
    sweep: Callable[..., Update], night: str, release: datetime, as_of: datetime | None, most: float
) -> None:
    found = sweep(world(), release, as_of)
    assert not found.difference.wanted
    assert found.difference.gone == found.departures.unchanged
    assert found.listed + len(found.departures.unchanged) == len(KNOWN)
    assert per_thousand(found) <= most


def test_narrow_questions_save_most_of_what_full_ones_cost(sweep: Callable[..., Update]) -> None:
    assert 3 * per_thousand(sweep(world())) < per_thousand(sweep(world(), as_of=None))


def end_of(found: Update) -> dict[str, str]:
    """Ids and what is noted of them when the copy has taken the update over: carried, fetched, or what became of it."""
    kept = dict.fromkeys(KNOWN, "kept")
    kept |= dict.fromkeys(found.difference.wanted, "fetched")
    gone = found.difference.gone - found.departures.unchanged
    return kept | {nct_id: f"gone {found.departures.fates[nct_id]}" for nct_id in gone}


def status_of(study: Study) -> Study:
    state: Study = study["protocolSection"]["statusModule"]
    return state


def close(studies: list[Study]) -> None:
    status_of(studies[OLD[0]])["overallStatus"] = "UNKNOWN"


def withdraw(studies: list[Study]) -> None:
    del studies[OLD[0]]


def merge(studies: list[Study]) -> None:
    studies[1]["protocolSection"]["identificationModule"]["nctIdAliases"] = [f"NCT99{OLD[0]:06d}"]
    del studies[OLD[0]]


def merge_into_a_stranger(studies: list[Study]) -> None:
    studies[OLD[0]] = made_up(SIZE, "mucositis", LONG_AGO)
    studies[OLD[0]]["protocolSection"]["identificationModule"]["nctIdAliases"] = [f"NCT99{OLD[0]:06d}"]


def rewrite_markup(studies: list[Study]) -> None:
    studies[OLD[0]]["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] = "SAMPLE\\>"


def derive_mesh(studies: list[Study]) -> None:
    studies[OLD[0]]["derivedSection"]["conditionBrowseModule"] = {"meshes": [{"id": "D000002", "term": "Mouth Diseases"}]}


def leave_the_scope(studies: list[Study]) -> None:
    studies[OLD[0]] = made_up(OLD[0], "dry mouth", "2026-11-22")


def leave_the_scope_without_a_date(studies: list[Study]) -> None:
    before = studies[OLD[0]]
    studies[OLD[0]] = made_up(OLD[0], "dry mouth", status_of(before)["lastUpdatePostDateStruct"]["date"], "Mouth Diseases")


def update_an_old_one(studies: list[Study]) -> None:
    status_of(studies[OLD[0]])["lastUpdatePostDateStruct"] = {"date": "2026-11-23"}


def add(day: str) -> Callable[[list[Study]], None]:
    return lambda studies: studies.append(made_up(SIZE, "mucositis", day))


@pytest.mark.parametrize(
    "change",
    [
        close,
        withdraw,
        merge,
        merge_into_a_stranger,
        rewrite_markup,
        derive_mesh,
        leave_the_scope,
        leave_the_scope_without_a_date,
        update_an_old_one,
    ],
)
def test_what_happens_to_a_known_study_is_seen_as_full_lists_show_it(
    sweep: Callable[..., Update], change: Callable[[list[Study]], None]
) -> None:
    later = world()
    change(later)
    truth = end_of(sweep(later, TONIGHT, None, FOUR))
    assert len(set(truth.values())) > 1
    assert end_of(sweep(later, TONIGHT, COPY, FOUR)) == truth
    assert end_of(sweep(later, COPY, COPY, FOUR)) == truth  # even if the registry calls it the same release


STRANGER = f"NCT99{SIZE:06d}"


@pytest.mark.parametrize(
    ("updated", "as_of"),
    [
        ("2026-11-23", COPY),
        ("2026-11-10", COPY),  # posted late
        ("2026-10-10", COPY - timedelta(days=35)),  # the machine was off
        ("2026-11-20", datetime(2031, 1, 1, tzinfo=UTC)),  # the copy's release lies ahead of the registry's
    ],
)
def test_a_new_study_that_only_a_narrow_question_names_is_found(
    sweep: Callable[..., Update], updated: str, as_of: datetime
) -> None:
    later = [*world(), made_up(SIZE, "mucositis", updated)]
    assert sweep(later, TONIGHT, as_of, FOUR).difference.new == {STRANGER}


def test_what_came_to_the_scope_without_an_update_waits_for_the_next_full_harvest(sweep: Callable[..., Update]) -> None:
    later = [*world(), made_up(SIZE, "mucositis", LONG_AGO)]
    assert not sweep(later, TONIGHT, COPY, FOUR).difference.new
    assert sweep(later, TONIGHT, None, FOUR).difference.new == {STRANGER}


def test_a_registry_that_ignores_the_order_is_listed_to_the_end(sweep: Callable[..., Update]) -> None:
    later = [*world(), made_up(SIZE, "mucositis", "2026-11-23")]
    unsorted = [replace(query, sort="") for query in FOUR]
    assert sweep(later, TONIGHT, COPY, unsorted).difference.new == {STRANGER}


def test_pages_smaller_than_asked_for_are_followed_to_the_end(sweep: Callable[..., Update], registry: SampleRegistry) -> None:
    registry.page_limit = PAGE // 2
    try:
        found = sweep([*world(), made_up(SIZE, "mucositis", LONG_AGO)], TONIGHT, COPY, FOUR)
    finally:
        registry.page_limit = 1000
    assert found.difference.new == {STRANGER}


@pytest.mark.parametrize("kind", ["duplicate", "drop_token", "repeat_token", "wrong_total"])
def test_a_fault_on_the_way_hides_nothing(sweep: Callable[..., Update], registry: SampleRegistry, kind: str) -> None:
    registry.faults.extend(Fault(kind, page=page) for page in ((1, 1) if kind == "wrong_total" else (2, 2)))
    try:
        found = sweep([*world(), made_up(SIZE, "mucositis", "2026-11-23")], TONIGHT, COPY - timedelta(days=30), FOUR)
    finally:
        registry.faults.clear()
    assert found.difference.new == {STRANGER}
    assert found.listed + len(found.departures.unchanged) == len(KNOWN) + 1


def test_an_outage_of_the_first_question_is_no_reason_to_ask_for_every_known_study(
    sweep: Callable[..., Update], registry: SampleRegistry
) -> None:
    registry.faults.append(Fault("empty", page=1, lasting=True))
    try:
        with pytest.raises(RefreshRefused, match="no trials at all"):
            sweep(world(), TONIGHT, COPY, FOUR)
    finally:
        registry.faults.clear()
    assert not [asked for asked in registry.requests if "filter.ids" in asked]


def test_lists_of_ids_that_come_back_empty_do_not_withdraw_what_the_questions_name(
    sweep: Callable[..., Update], registry: SampleRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Shelf.page
    monkeypatch.setattr(
        Shelf, "page", lambda self, asked, *rest: page(self, replace(asked, ids=asked.ids and frozenset({"none"})), *rest)
    )
    with pytest.raises(RefreshRefused, match="does not deliver"):
        sweep(world(), TONIGHT, COPY, FOUR)


def test_when_the_first_question_finds_nothing_the_others_are_listed_in_full(
    sweep: Callable[..., Update], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Shelf.page
    monkeypatch.setattr(
        Shelf, "page", lambda self, asked, at, fault: page(self, asked, at, "empty" if "cancer" in asked.terms else "")
    )
    found = sweep([*world(), made_up(SIZE, "mucositis", LONG_AGO)], TONIGHT, COPY, FOUR)
    assert found.difference.new == {STRANGER}
    assert found.listed + len(found.departures.unchanged) == len(KNOWN) + 1
