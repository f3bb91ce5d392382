"""Two snapshots, one after the other: what is told, what is kept, and when nothing may be claimed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.stage import Stage, StageReading
from trialfinder.domain.trial import Contact, PartialDate, Site, Trial

ID = "NCT99000201"

Nights = Any


def site(facility: str, status: str = "RECRUITING", city: str = "Boston", phone: str = "") -> Site:
    people = (Contact("Desk", "CONTACT", phone),) if phone else ()
    return Site(facility, status, city, "Massachusetts", "", "United States", None, people)


def trial(number: int = 1, *sites: Site, **values: Any) -> Trial:
    base = Trial(f"NCT990002{number:02d}", brief_title=f"SAMPLE {number}", overall_status="RECRUITING", sex="ALL", sites=sites)
    return replace(base, **values)


def read(one: Trial, reading: StageReading | None = None, concept: str = "breast") -> EnrichedTrial:
    return EnrichedTrial(one, (CancerFinding(concept, Relation.ABOUT, "conditions", concept),), reading or StageReading())


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
