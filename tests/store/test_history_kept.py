"""The history goes on from night to night, or says why it could not; and a search finds what it used to find."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trialfinder.domain.cancer import CancerAsked, CancerFinding, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.errors import RefreshRefused
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.site import GeoPoint
from trialfinder.domain.stage import Stage, StageAsked, StageReading
from trialfinder.domain.trial import PartialDate, Site, Trial
from trialfinder.store.changes import ChangesReader
from trialfinder.store.history import History
from trialfinder.store.schema import SCHEMA_VERSION

ID = "NCT99000201"
START = datetime(2026, 11, 1, 3)  # noqa: DTZ001
BREAST = CancerAsked("breast cancer", ("breast",), "breast cancer", frozenset({"breast"}), frozenset(), frozenset())

Nights = Any


def trial(number: int = 1, *sites: Site, **values: Any) -> Trial:
    base = Trial(f"NCT990002{number:02d}", brief_title=f"SAMPLE {number}", overall_status="RECRUITING", sex="ALL", sites=sites)
    return replace(base, **values)


def read(one: Trial, reading: StageReading | None = None, concept: str = "breast") -> EnrichedTrial:
    return EnrichedTrial(one, (CancerFinding(concept, Relation.ABOUT, "conditions", concept),), reading or StageReading())


@pytest.mark.parametrize(
    ("stamp", "reason", "kept"),
    [({"scope": "open"}, "scope", 1), ({"sample": True}, "sample", 0)],
)
def test_copies_of_different_things_are_not_compared(nights: Nights, stamp: dict[str, Any], reason: str, kept: int) -> None:
    nights.add(trial(1))
    nights.add(trial(1), trial(2))
    nights.add(trial(3), **stamp)
    assert nights.reasons()[-1] == reason
    assert nights.kinds() == ["new"] * kept


def test_a_copy_of_an_older_format_is_not_compared(nights: Nights) -> None:
    nights.add(trial(1))
    with duckdb.connect(str(nights.folder.current())) as con:
        con.execute(f"UPDATE snapshot SET schema_version = {SCHEMA_VERSION - 1}")
    nights.add(trial(2))
    assert nights.reasons() == ["format"]


def test_an_old_copy_that_is_damaged_costs_the_history_not_the_refresh(nights: Nights) -> None:
    nights.add(trial(1))
    nights.folder.current().write_bytes(b"garbage" * 5000)
    nights.add(trial(2), departed=((ID, "COMPLETED"),))
    assert nights.reasons()[0].startswith("unreadable: ")
    assert nights.kinds() == []


def test_a_night_that_cannot_be_compared_keeps_what_was_known(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*_: object) -> str:
        raise duckdb.IOException("a block that cannot be read")

    nights.add(trial(1))
    nights.add(trial(1), trial(2))
    with monkeypatch.context() as patch:
        patch.setattr(History, "_find", odd)
        nights.add(trial(1))
    assert nights.kinds() == ["new"]
    assert nights.reasons() == ["first", "", "unreadable: a block that cannot be read"]
    nights.add(trial(3))
    assert nights.kinds() == ["new", "gone", "new"]


def test_the_history_goes_on_from_night_to_night_and_back_with_a_rollback(nights: Nights) -> None:
    nights.add(trial(1))
    nights.add(trial(1), trial(2))
    before = nights.folder.current().name
    nights.add(trial(1))
    assert nights.kinds() == ["new", "gone"]
    nights.folder.pointer.write_text(before + "\n")
    assert nights.kinds() == ["new"]
    nights.add(trial(1), trial(2))
    assert nights.kinds() == ["new"]
    assert nights.told(since=START + timedelta(days=2)) == []


def test_old_changes_are_forgotten_and_the_history_says_where_it_begins(nights: Nights) -> None:
    nights.add(trial(1))
    nights.add(trial(1), trial(2))
    nights.number = 420
    nights.add(trial(1), trial(2), trial(3, first_posted=PartialDate("2027-12-24", date(2027, 12, 24))))
    assert [nct_id for _, nct_id, *_ in nights.told()] == ["NCT99000203"]
    with ChangesReader(nights.folder.path) as reader:
        assert [row["seen_at"] for row in reader.refreshes()] == [START + timedelta(days=420)]


def test_a_copy_read_again_or_a_clock_set_back_never_tells_at_a_time_already_told(nights: Nights) -> None:
    four = StageReading(accepted=frozenset({Stage.IV}))
    nights.add(trial(1))
    nights.add(read(trial(1), four), rules_version="s", refreshed_at=START)
    nights.add(read(trial(1, has_results=True), four), rules_version="s", refreshed_at=START - timedelta(days=400))
    assert nights.kinds() == ["reread", "results_posted"]
    with ChangesReader(nights.folder.path) as reader:
        first, second, third = [row["seen_at"] for row in reader.refreshes()]
        assert START == first < second < third == reader.latest()
    assert [kind for kind, *_ in nights.told(since=third)] == ["results_posted"]


def test_what_became_of_trials_may_stand_in_the_stamp(nights: Nights) -> None:
    """The nightly sweep asks for each id that left and keeps the answers there."""
    history = History(nights.folder)
    history.told(
        {"departed": json.dumps({ID: {"status": "COMPLETED"}, "NCT99000202": {"merged_into": "NCT99000203"}, "NCT99000204": {}})}
    )
    assert history.fates() == [
        (ID, "COMPLETED", "", ""),
        ("NCT99000202", "", "", "NCT99000203"),
        ("NCT99000204", "", "", ""),
    ]
    history.told({})
    assert len(history.fates()) == 3


def test_a_search_still_finds_what_it_used_to_find(nights: Nights) -> None:
    four = StageAsked(frozenset({Stage.IV}), "stage IV")
    takes, rules_out = StageReading(accepted=frozenset({Stage.IV})), StageReading(ruled_out=frozenset({Stage.IV}))
    nights.add(read(trial(1), takes), read(trial(2), takes), read(trial(3), concept="lung"), read(trial(4), rules_out))
    nights.add(read(trial(1, criteria="Stage I only"), rules_out), read(trial(4, has_results=True), rules_out))
    spec = SearchSpec(cancer=BREAST, stage=four)
    assert [(kind, nct_id) for kind, nct_id, *_ in nights.told(spec)] == [
        ("criteria_changed", ID),  # it took stage IV
        ("gone", "NCT99000202"),
        ("stage_changed", ID),
    ]
    assert "results_posted" in nights.kinds(spec._replace(include_unfit=True))
    nights.add(trial(9))  # trial 1 leaves as one that rules stage IV out; that it once took it is another night's news
    assert nights.told(spec, since=START + timedelta(days=2)) == [("new", "NCT99000209", "", "")]


BOSTON, ELSEWHERE = GeoPoint(42.36, -71.06), GeoPoint(10.0, 10.0)
NEAR_BOSTON = Place("Boston", "Boston", PlaceKind.POINT, BOSTON, "United States", "Massachusetts", "Boston")
TEXAS = Place("Texas", "Texas", PlaceKind.STATE, None, "United States", "Texas")


@pytest.mark.parametrize(
    ("spec", "city", "state", "point", "shown"),
    [
        (SearchSpec(places=(NEAR_BOSTON,)), "Boston", "Massachusetts", ELSEWHERE, True),  # it names the city
        (SearchSpec(places=(NEAR_BOSTON,)), "Springfield", "Massachusetts", ELSEWHERE, False),
        (SearchSpec(states=(TEXAS,)), "Houston", "", ELSEWHERE, True),  # it could be in Texas
        (SearchSpec(states=(TEXAS,)), "Boston", "Massachusetts", BOSTON, False),
    ],
)
def test_a_site_that_opens_counts_where_a_search_would_count_it(
    nights: Nights, spec: SearchSpec, city: str, state: str, point: GeoPoint, shown: bool
) -> None:
    town = ("Houston", "Texas") if spec.states else ("Boston", "Massachusetts")
    home = Site("SAMPLE Home", "RECRUITING", *town, "", "United States", BOSTON)
    site = Site("SAMPLE Site", "COMPLETED", city, state, "", "United States", point)
    nights.add(trial(1, home, site))
    nights.add(trial(1, home, site._replace(status="RECRUITING")))
    assert ("site_opened" in nights.kinds(spec)) is shown


def test_nothing_of_the_history_is_left_unread_when_a_snapshot_is_verified(nights: Nights) -> None:
    nights.add(trial(1, Site("A", "RECRUITING")))
    nights.add(trial(2))
    with ChangesReader(nights.folder.path) as reader:
        counts = reader.table_counts()
    assert {name: counts[name] for name in ("refreshes", "changes", "past_trials", "past_sites")} == {
        "refreshes": 2, "changes": 2, "past_trials": 1, "past_sites": 1,
    }  # fmt: skip


def test_a_path_with_a_quote_is_only_a_path(tmp_path: Path, nights_in: Any) -> None:
    nights = nights_in(tmp_path / "mum's cache")
    nights.add(trial(1))
    nights.add(trial(2))
    assert nights.reasons() == ["first", ""]


def test_a_full_disk_stops_the_refresh(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise duckdb.IOException("No space left on device")

    nights.add(trial(1))
    monkeypatch.setattr(History, "_find", full)
    with pytest.raises(RefreshRefused, match="full"):
        nights.add(trial(2))
