"""Two snapshots, one after the other: what is told, what is kept, and when nothing may be claimed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trialfinder.domain.cancer import CancerAsked, CancerFinding, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.errors import RefreshRefused
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.stage import Stage, StageAsked, StageReading
from trialfinder.domain.trial import Contact, ParseProblem, PartialDate, Site, Trial
from trialfinder.store.changes import ChangesReader
from trialfinder.store.folder import CacheFolder
from trialfinder.store.history import History
from trialfinder.store.rows import problem_rows, trial_rows
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.snapshot import SnapshotBuilder, Stamp

START = datetime(2026, 11, 1, 3)  # noqa: DTZ001
BEGINNING = datetime(2000, 1, 1)  # noqa: DTZ001
BREAST = CancerAsked("breast cancer", ("breast",), "breast cancer", frozenset({"breast"}), frozenset(), frozenset())
ID = "NCT99000201"

Night = Callable[..., None]


def site(facility: str, status: str = "RECRUITING", city: str = "Boston", phone: str = "") -> Site:
    people = (Contact("Desk", "CONTACT", phone),) if phone else ()
    return Site(facility, status, city, "Massachusetts", "", "United States", None, people)


def trial(number: int = 1, *sites: Site, **values: Any) -> Trial:
    base = Trial(f"NCT990002{number:02d}", brief_title=f"SAMPLE {number}", overall_status="RECRUITING", sex="ALL", sites=sites)
    return replace(base, **values)


def read(one: Trial, reading: StageReading | None = None, concept: str = "breast") -> EnrichedTrial:
    return EnrichedTrial(one, (CancerFinding(concept, Relation.ABOUT, "conditions", concept),), reading or StageReading())


class Nights:
    """A cache that gets one snapshot a night."""

    def __init__(self, cache: Path) -> None:
        self.folder = CacheFolder(cache)
        self.number = 0

    def add(
        self, *trials: Trial | EnrichedTrial, departed: tuple[tuple[str, ...], ...] = (), problems: str = "", **stamp: Any
    ) -> None:
        """The next night; ``stamp`` overrides what the snapshot says about itself."""
        seen = START + timedelta(days=self.number)
        self.number += 1
        with self.folder.refreshing(), SnapshotBuilder(self.folder) as builder:
            for one in trials:
                enriched = one if isinstance(one, EnrichedTrial) else read(one)
                raw = {"protocolSection": {"eligibilityModule": {"eligibilityCriteria": enriched.trial.criteria}}}
                builder.add(trial_rows(enriched, json.dumps(raw)))
            if problems:
                builder.add(problem_rows(ParseProblem(problems, "odd", "{}")))
            for gone in departed:
                builder.history.departed(*gone)
            values: dict[str, Any] = {
                "schema_version": SCHEMA_VERSION, "program_version": "1", "duckdb_version": "", "rules_version": "r",
                "registry_timestamp": seen, "refreshed_at": seen, "scope": "all", "source": "", "query": "[]", "sample": False,
                "trials": len(trials), "sites": 0, "problems": bool(problems), "requests": 0, "bytes": 0, "duration_s": 0.0,
            }  # fmt: skip
            builder.publish(Stamp(**{**values, **stamp}))

    def told(self, spec: SearchSpec | None = None, since: datetime = BEGINNING) -> list[tuple[str, str, str, str]]:
        """Kind, id, before, after."""
        with ChangesReader(self.folder.path) as reader:
            rows = [row for row in reader.changes(spec, since, None) if row["left_out"] is None]
        return [(row["kind"], row["nct_id"], row["before"], row["after"]) for row in rows]

    def kinds(self, spec: SearchSpec | None = None) -> list[str]:
        return [row[0] for row in self.told(spec)]

    def reasons(self) -> list[str]:
        with ChangesReader(self.folder.path) as reader:
            return [row["reason"] for row in reader.refreshes()]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "cache")


CRITERIA = "Inclusion Criteria:\n\n* Age \\>= 18\n* Able to walk"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (trial(), trial(last_update=PartialDate("2026-11-01", date(2026, 11, 1)), version_holder="2026-11-02"), []),
        (trial(overall_status="NOT_YET_RECRUITING"), trial(), ["opened"]),
        (trial(overall_status="ENROLLING_BY_INVITATION"), trial(), ["opened"]),
        (trial(), trial(overall_status="ENROLLING_BY_INVITATION"), ["closed"]),
        (trial(), trial(overall_status="UNKNOWN"), ["closed"]),
        (trial(overall_status="SUSPENDED"), trial(overall_status="TERMINATED"), ["closed"]),
        (trial(), trial(overall_status="A_STATUS_OF_TOMORROW"), ["closed"]),
        (trial(criteria=CRITERIA), trial(criteria=CRITERIA.replace("\\", "").replace("\n* ", "\n\n  - ")), []),
        (trial(criteria=CRITERIA), trial(criteria=CRITERIA.replace("18", "21")), ["criteria_changed"]),
        (trial(max_age_years=75.0), trial(max_age_years=80.0), ["criteria_changed"]),
        (trial(), trial(has_results=True), ["results_posted"]),
        (trial(has_results=True), trial(), []),
        (
            trial(central_contacts=(Contact("A", phone="1"),)),
            trial(central_contacts=(Contact("A", phone="2"),)),
            ["contact_changed"],
        ),
        (
            trial(overall_status="COMPLETED", central_contacts=(Contact("A", phone="1"),)),
            trial(overall_status="COMPLETED"),
            [],  # nobody calls a trial that is over
        ),
        (trial(officials=(Contact("Dr. A"),)), trial(officials=(Contact("Dr. B"),)), []),
    ],
)
def test_one_trial_from_one_night_to_the_next(nights: Nights, before: Trial, after: Trial, expected: list[str]) -> None:
    nights.add(before)
    nights.add(after)
    assert nights.reasons() == ["first", ""]
    assert nights.kinds() == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([site("A")], [site("A"), site("B")], ["site_opened"]),
        ([site("A"), site("B")], [site("A")], ["site_closed"]),
        ([site("A", "NOT_YET_RECRUITING")], [site("A")], ["site_opened"]),
        ([site("A")], [site("A", "COMPLETED")], ["site_closed"]),
        ([site("A", "NOT_YET_RECRUITING")], [site("A", "WITHDRAWN")], ["site_closed"]),
        ([site("A", "WITHDRAWN")], [site("A", "NOT_YET_RECRUITING")], ["site_added"]),
        ([site("A")], [site("A"), site("B", "NOT_YET_RECRUITING")], ["site_added"]),
        ([site("A"), site("B", "COMPLETED")], [site("A")], ["site_removed"]),
        ([site("A", "")], [site("A")], []),  # the site now says what was assumed
        ([site("A"), site("B")], [site("B"), site("A")], []),  # another order is nothing
        ([site("St. Mary’s Hospital")], [site("ST MARY’S HOSPITAL")], []),
        ([site("Research Site"), site("Research Site")], [site("Research Site")], ["site_closed"]),
        (
            [site("Research Site"), site("Research Site", "COMPLETED")],
            [site("Research Site"), site("Research Site")],
            ["site_opened"],
        ),
        ([site("北京医院")], [site("上海医院")], ["site_closed", "site_opened"]),
        ([site("A", phone="1")], [site("A", phone="2")], ["contact_changed"]),
        ([site("A", phone="1"), site("B", phone="1")], [site("A", phone="2"), site("B", phone="2")], ["contact_changed"]),
        ([site("A", "COMPLETED", phone="1")], [site("A", "COMPLETED", phone="2")], []),
    ],
)
def test_sites_from_one_night_to_the_next(nights: Nights, before: list[Site], after: list[Site], expected: list[str]) -> None:
    nights.add(trial(1, *before))
    nights.add(trial(1, *after))
    assert nights.kinds() == expected


def test_a_trial_that_closes_says_it_for_all_its_sites_but_not_for_new_ones(nights: Nights) -> None:
    nights.add(trial(1, site("A"), site("B")))
    nights.add(trial(1, site("A", ""), site("B", ""), site("C", ""), overall_status="COMPLETED"))
    assert nights.kinds() == ["closed", "site_added"]


def test_the_lines_of_the_criteria_that_came_and_went_are_told(nights: Nights) -> None:
    nights.add(trial(criteria=CRITERIA))
    nights.add(trial(criteria=CRITERIA.replace("18", "21")))
    assert nights.told() == [("criteria_changed", ID, "Age >= 18", "Age >= 21")]


def test_a_trial_is_new_only_when_it_was_posted_since(nights: Nights) -> None:
    nights.add(trial(), scope="open")
    posted, long_ago = (
        trial(n, first_posted=PartialDate(d, date.fromisoformat(d))) for n, d in ((2, "2026-11-02"), (3, "2021-03-04"))
    )
    nights.add(trial(), posted, long_ago, scope="open")
    assert nights.told() == [
        ("new", posted.nct_id, "", "first posted 2026-11-02"),
        ("opened", long_ago.nct_id, "", "first posted 2021-03-04"),
    ]


def test_other_rules_are_never_the_news_of_a_trial(nights: Nights) -> None:
    stage_four = StageReading(accepted=frozenset({Stage.IV}))
    old = trial(3, first_posted=PartialDate("2021-03-04", date(2021, 3, 4)))
    nights.add(trial(1), trial(2))
    nights.add(read(trial(1), stage_four), read(trial(2), concept="lung"), old, rules_version="s")
    assert nights.told() == [
        ("reread", ID, "not stated", "takes IV"),
        ("reread", "NCT99000202", "breast", "lung"),
        ("reread", old.nct_id, "not in the local copy", "in the local copy"),
    ]


def test_another_reading_of_another_text_is_news(nights: Nights) -> None:
    nights.add(trial())
    nights.add(read(trial(criteria="Stage IV lung cancer"), StageReading(accepted=frozenset({Stage.IV})), "lung"))
    assert nights.kinds() == ["cancers_changed", "criteria_changed", "stage_changed"]


@pytest.mark.parametrize(
    ("departed", "kind", "words"),
    [
        ((), "gone", "no longer among the open cancer trials"),
        (((ID, "TERMINATED", "No money"),), "closed", "No money"),
        (((ID, "UNKNOWN"),), "closed", ""),
        (((ID, ""),), "gone", "no longer in the registry"),
        (((ID, "RECRUITING"),), "gone", "no longer counted among the cancer trials"),
        (((ID, "COMPLETED", "", "NCT99000299"),), "gone", "merged into NCT99000299"),
    ],
)
def test_of_a_trial_that_left_the_open_ones_all_is_told_that_is_known(
    nights: Nights, departed: tuple[tuple[str, ...], ...], kind: str, words: str
) -> None:
    nights.add(trial(1), trial(2), scope="open")
    nights.add(trial(2), scope="open", departed=(*departed, ("NCT99000277", "COMPLETED")))
    ((told, nct_id, _, after),) = nights.told()
    assert (told, nct_id) == (kind, ID)
    assert words in after


def test_a_trial_that_took_another_id_is_gone_but_not_new(nights: Nights) -> None:
    nights.add(trial(1))
    nights.add(trial(2, aliases=(ID,)))
    assert nights.told() == [("gone", ID, "", "merged into NCT99000202")]


def test_a_record_that_cannot_be_read_one_night_is_neither_gone_nor_new(nights: Nights) -> None:
    nights.add(trial(1), trial(2))
    nights.add(trial(2), problems=ID)
    nights.add(trial(1), trial(2))
    assert nights.kinds() == []
    assert nights.reasons() == ["first", "", ""]


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
    assert "results_posted" in nights.kinds(replace(spec, include_unfit=True))
    nights.add(trial(9))  # trial 1 leaves as one that rules stage IV out; that it once took it is another night's news
    assert nights.told(spec, since=START + timedelta(days=2)) == [("new", "NCT99000209", "", "")]


def test_nothing_of_the_history_is_left_unread_when_a_snapshot_is_verified(nights: Nights) -> None:
    nights.add(trial(1, site("A")))
    nights.add(trial(2))
    with ChangesReader(nights.folder.path) as reader:
        counts = reader.table_counts()
    assert {name: counts[name] for name in ("refreshes", "changes", "past_trials", "past_sites")} == {
        "refreshes": 2, "changes": 2, "past_trials": 1, "past_sites": 1,
    }  # fmt: skip


def test_a_path_with_a_quote_is_only_a_path(tmp_path: Path) -> None:
    nights = Nights(tmp_path / "mum's cache")
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
