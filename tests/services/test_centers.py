from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from trialfinder.domain.centers import CentersResult
from trialfinder.domain.site import GeoPoint, Site
from trialfinder.domain.trial import Trial
from trialfinder.services.centers import cancer_centers
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.vocab.centers import CenterType, centers

Made = Callable[..., Trial]
At = Callable[..., Site]
Publish = Callable[..., Path]

TODAY = date(2026, 11, 24)
TAMPA = GeoPoint(27.947, -82.458)
ROCHESTER = GeoPoint(44.022, -92.47)
PHOENIX = GeoPoint(33.448, -112.074)
MOFFITT = ("Moffitt Cancer Center", "Tampa", "Florida", TAMPA)
MAYO = ("Mayo Clinic", "Rochester", "Minnesota", ROCHESTER)
MAYO_ARIZONA = ("Mayo Clinic in Arizona", "Phoenix", "Arizona", PHOENIX)


def asked(cache: Path, cancer: str = "", **options: object) -> CentersResult:
    return cancer_centers(cache, resolve_request(SearchRequest(cancer, **options)), TODAY)  # type: ignore[arg-type]


@pytest.fixture
def cache(publish: Publish, made: Made, at: At) -> Path:
    lung = {"conditions": ("Lung Cancer",), "brief_title": "SAMPLE: radiotherapy for lung cancer"}
    return publish(
        made(1, at(*MOFFITT, phone="555-0101"), at(*MAYO)),
        made(2, at(*MOFFITT, status="COMPLETED")),
        made(3, at(*MAYO_ARIZONA)),
        made(4, at(*MOFFITT), **lung),
        made(5, at("Purdue University Institute for Cancer Research", "West Lafayette", "Indiana", None)),
        made(6, at(*MOFFITT), overall_status="COMPLETED"),
    )


def test_near_a_center_its_open_matching_trials_are_counted(cache: Path) -> None:
    found = asked(cache, "breast cancer", near=("Tampa, FL",))
    assert [view.name for view in found.centers] == ["Moffitt Cancer Center"]
    moffitt = found.centers[0]
    assert [trial.nct_id for trial in moffitt.trials] == ["NCT99000201"]
    assert moffitt.trials[0].contact_source == "site"
    assert (moffitt.type, moffitt.miles, moffitt.farther) == ("Comprehensive", 0.0, 0)
    assert found.beyond_from == ""
    assert found.abroad == ()


def test_without_a_cancer_every_trial_for_patients_counts(cache: Path) -> None:
    moffitt = asked(cache, near=("Tampa, FL",)).centers[0]
    assert {trial.nct_id for trial in moffitt.trials} == {"NCT99000201", "NCT99000204"}


def test_a_trial_at_a_far_campus_is_counted_apart(cache: Path) -> None:
    mayo = next(view for view in asked(cache, "breast cancer", near=("Phoenix, AZ",)).centers if view.name.startswith("Mayo"))
    assert (mayo.near_city, mayo.near_state, mayo.city) == ("Phoenix", "Arizona", "Rochester")
    assert [trial.nct_id for trial in mayo.trials] == ["NCT99000203"]
    assert mayo.farther == 1


def test_centers_that_treat_nobody_are_never_offered(cache: Path) -> None:
    laboratories = {center.name for center in centers() if center.type is CenterType.BASIC_LABORATORY}
    everywhere = asked(cache)
    assert not {view.name for view in everywhere.centers} & laboratories
    assert len(everywhere.centers) == 66
    assert everywhere.laboratories == 7
    assert not any(trial.nct_id == "NCT99000205" for view in everywhere.centers for trial in view.trials)


def test_in_a_state_the_centers_of_that_state_and_places_of_others_there(cache: Path) -> None:
    found = {view.name: view for view in asked(cache, states=("Arizona",)).centers}
    assert "The University of Arizona Cancer Center" in found
    mayo = found["Mayo Clinic Comprehensive Cancer Center"]
    assert (mayo.near_city, mayo.near_state) == ("Phoenix", "Arizona")
    assert [trial.nct_id for trial in mayo.trials] == ["NCT99000203"]
    assert mayo.farther == 1
    assert len(found) < 5


def test_a_place_that_is_alone_within_reach_brings_its_center_in(cache: Path) -> None:
    carbone = "University of Wisconsin Carbone Cancer Center"
    found = asked(cache, near=("Chicago, IL",), within="100mi")
    assert {view.name: view.near_city for view in found.centers}[carbone] == "Rockford"
    assert carbone not in {view.name for view in asked(cache, near=("Chicago, IL",), within="50mi").centers}


def test_nothing_within_reach_shows_the_nearest_three_and_says_so(cache: Path) -> None:
    found = asked(cache, near=("Anchorage, AK",))
    assert len(found.centers) == 3
    assert found.beyond_from.startswith("Anchorage")
    miles = [view.miles or 0.0 for view in found.centers]
    assert miles == sorted(miles)
    assert miles[0] > 1_000


def test_a_state_without_a_center_is_measured_from_its_largest_city(cache: Path) -> None:
    found = asked(cache, states=("Montana",))
    assert found.beyond_from == "Billings, the largest city of Montana"
    assert [view.state for view in found.centers] == ["Utah", "Colorado", "Washington"]


def test_abroad_the_place_is_named_and_near_centers_shown_all_the_same(cache: Path) -> None:
    found = asked(cache, near=("Toronto",))
    assert found.abroad == ("Toronto, Ontario, Canada",)
    assert found.centers[0].name == "Roswell Park Comprehensive Cancer Center"
    assert asked(cache, countries=("Germany",)).beyond_from.startswith("Berlin")
    assert asked(cache, countries=("United States",)).abroad == ()


def test_the_total_is_that_of_a_search_without_the_place(cache: Path) -> None:
    assert asked(cache, "breast cancer", near=("Tampa, FL",)).answer.total == asked(cache, "breast cancer").answer.total == 4


def test_a_trial_that_may_not_fit_is_left_out_unless_asked_for(cache: Path) -> None:
    assert asked(cache, "breast cancer", near=("Tampa, FL",), age=9.0).centers[0].trials == ()
    assert len(asked(cache, "breast cancer", near=("Tampa, FL",), age=9.0, include_unfit=True).centers[0].trials) == 1
