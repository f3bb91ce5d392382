import csv
import time
from pathlib import Path

import pytest

from trialfinder.domain.trial import Site
from trialfinder.enrich.center import center_of, nci_centers
from trialfinder.vocab.centers import CenterSite, SiteRelation, center_sites, centers

CASES = Path(__file__).with_name("cases") / "center.csv"
LOOK_ALIKES = [site for site in center_sites() if site.relation in (SiteRelation.FALSE_FRIEND, SiteRelation.PARTNER)]
REAL_ONES = [site for site in center_sites() if site not in LOOK_ALIKES]


def cases() -> list[dict[str, str]]:
    return list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['facility'][:30]} {case['city']} {case['why']}")
def test_a_facility_is_the_center_its_name_and_place_say(case: dict[str, str]) -> None:
    assert center_of(case["facility"], case["city"], case["state"]) == case["center"]


@pytest.mark.parametrize("site", LOOK_ALIKES, ids=lambda site: f"{site.phrase} {site.city}")
def test_a_look_alike_is_no_center(site: CenterSite) -> None:
    assert center_of(site.phrase, site.city, site.state) == ""


def test_every_campus_is_its_center() -> None:
    wrong = [site for site in REAL_ONES if center_of(site.phrase, site.city, site.state) != site.center]
    assert wrong == []


def test_every_alias_is_its_center_at_home() -> None:
    wrong = [
        (center.name, alias)
        for center in centers()
        for alias in (center.name, *center.aliases)
        if center_of(alias, center.city, center.state) != center.name
    ]
    assert wrong == []


def test_no_alias_matches_in_a_city_without_a_center() -> None:
    assert not any(center_of(alias, "Springfield", "Illinois") for center in centers() for alias in center.aliases)


def test_answers_come_in_the_order_of_the_sites() -> None:
    sites = (
        Site(facility="Research Site", city="Boston", state="Massachusetts", country="United States"),
        Site(facility="Moffitt Cancer Center", city="Tampa", state="Florida", country="United States"),
    )
    assert nci_centers(sites) == ("", "Moffitt Cancer Center")
    assert nci_centers(()) == ()


def test_a_laboratory_that_treats_nobody_is_never_flagged_as_a_center() -> None:
    laboratories = [center for center in centers() if not center.type.treats_patients]
    sites = tuple(Site(facility=center.name, city=center.city, state=center.state) for center in laboratories)
    assert all(center_of(site.facility, site.city, site.state) for site in sites)
    assert nci_centers(sites) == ("",) * 7


def test_a_thousand_new_sites_take_well_under_a_second() -> None:
    sites = tuple(Site(facility=f"Hospital {number} of Boston", city="Boston", state="Massachusetts") for number in range(1000))
    started = time.process_time()
    nci_centers(sites)
    assert time.process_time() - started < 0.6
