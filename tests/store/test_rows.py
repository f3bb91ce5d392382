"""A site is open only when trial and site both take people."""

import itertools

import pytest

from trialfinder.domain.enriched import EnrichedTrial, RolloverFinding
from trialfinder.domain.stage import Stage, StageReading
from trialfinder.domain.trial import Contact, Trial
from trialfinder.store.rows import best_contact, site_access, trial_rows
from trialfinder.store.schema import stage_bits


@pytest.mark.parametrize(
    ("trial", "site", "access"),
    [
        ("RECRUITING", "RECRUITING", "open"),
        ("RECRUITING", "", "unstated"),
        ("RECRUITING", "COMPLETED", "closed"),
        ("RECRUITING", "NOT_YET_RECRUITING", "upcoming"),
        ("RECRUITING", "A_FUTURE_STATUS", "closed"),
        ("UNKNOWN", "RECRUITING", "closed"),  # stale leftovers of a record nobody confirmed
        ("COMPLETED", "RECRUITING", "closed"),
        ("NOT_YET_RECRUITING", "", "upcoming"),
        ("ENROLLING_BY_INVITATION", "RECRUITING", "invitation"),
        ("AVAILABLE", "", "unstated"),
        ("AVAILABLE", "AVAILABLE", "open"),
    ],
)
def test_access(trial: str, site: str, access: str) -> None:
    assert site_access(trial, site) == access


def test_the_first_contact_who_can_be_reached_is_preferred_to_a_bare_name() -> None:
    boss, desk = Contact("Dr. Boss"), Contact("Desk", phone="555-0100")
    assert best_contact((boss, desk)) is desk
    assert best_contact((boss,)) is boss
    assert best_contact(()) == Contact()


def test_stages_become_bits() -> None:
    assert stage_bits(frozenset({Stage.ZERO, Stage.IV})) == 17
    assert stage_bits(frozenset()) == 0


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (RolloverFinding("Took part in the parent study", "inclusion"), (True, "Took part in the parent study")),
        (None, (False, "")),
    ],
)
def test_a_trial_only_for_people_of_an_earlier_one_is_written_with_its_words(
    found: RolloverFinding | None, written: tuple[bool, str]
) -> None:
    enriched = EnrichedTrial(Trial("NCT99000001"), cancers=(), stage=StageReading(), rollover=found)
    (row,) = trial_rows(enriched, "{}")["trials"]
    assert written in list(itertools.pairwise(row))
