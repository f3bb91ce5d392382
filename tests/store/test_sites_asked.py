"""What is asked of the place itself must hold at one open site; a blank or a withheld name is unclear, never a no."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.enriched import EnrichedTrial, RolloverFinding, SpreadFinding
from trialfinder.domain.place import Distance, Place, PlaceKind
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.site import GeoPoint, Site
from trialfinder.domain.stage import Line, StageReading
from trialfinder.domain.trial import Trial
from trialfinder.store.export import ExportReader
from trialfinder.store.reader import SnapshotReader

Publish = Callable[..., Path]
BOSTON, HOUSTON, MUNICH = GeoPoint(42.358, -71.06), GeoPoint(29.763, -95.363), GeoPoint(48.137, 11.575)
CENTER = "SAMPLE Cancer Center"
NEAR_BOSTON = Place("Boston", "Boston", PlaceKind.POINT, BOSTON, "United States", "Massachusetts", "Boston")
GERMANY = Place("Germany", "Germany", PlaceKind.COUNTRY, None, "Germany")
TEXAS = Place("Texas", "Texas", PlaceKind.STATE, None, "United States", "Texas")
BAVARIA = Place("Bavaria", "Bavaria", PlaceKind.STATE, None, "Germany", "Bavaria")


def at(facility: str, city: str, state: str, country: str, point: GeoPoint | None, status: str = "RECRUITING") -> Site:
    return Site(facility, status, city, state, "", country, point)


MERCY_HOUSTON = at("M.D. Mercy Hospital", "Houston", "Texas", "United States", HOUSTON)
MERCY_SHUT = MERCY_HOUSTON._replace(status="COMPLETED")
HIDDEN_HOUSTON = at("Research Site", "Houston", "Texas", "United States", HOUSTON)
HIDDEN_BOSTON = at("Research Site", "Boston", "Massachusetts", "United States", BOSTON)
OTHER_BOSTON = at("Saint Elsewhere", "Boston", "Massachusetts", "United States", BOSTON)
KLINIK = at("Universitätsklinikum Beispiel", "Muenchen", "", "Germany", MUNICH)


def trial(number: int, *sites: Site, center: bool = False, **changes: Any) -> EnrichedTrial:
    made = Trial(f"NCT990002{number:02d}", brief_title=f"SAMPLE {number}", overall_status="RECRUITING", sex="ALL", sites=sites)
    about = CancerFinding("breast", Relation.ABOUT, "conditions", "breast")
    return EnrichedTrial(replace(made, **changes), (about,), StageReading(), centers=(CENTER if center else "",) * len(sites))


TRIALS = (
    trial(1, MERCY_HOUSTON, center=True),
    trial(2, HIDDEN_HOUSTON),
    trial(3, HIDDEN_BOSTON),
    trial(4, OTHER_BOSTON, MERCY_SHUT),
    trial(5, KLINIK),
    trial(6, OTHER_BOSTON, MERCY_HOUSTON),
    trial(7),
)


@pytest.fixture
def answers(publish: Publish) -> Callable[[SearchSpec], tuple[str, str, dict[str, int]]]:
    """Last digits of the trials that fit and of those that are unclear, and what took out the others."""
    cache = publish(TRIALS)

    def run(spec: SearchSpec) -> tuple[str, str, dict[str, int]]:
        with SnapshotReader(cache) as reader:
            counts = reader.find(spec)
            rows = sorted((row["nct_id"][-1], row["fit"]) for row in reader.hits(include_unfit=False, per_group=None))
        return "".join(n for n, fit in rows if fit == 0), "".join(n for n, fit in rows if fit == 1), dict(counts.removed)

    return run


@pytest.mark.parametrize(
    ("spec", "fits", "unclear", "removed"),
    [
        (SearchSpec(facilities=("md mercy",)), "16", "27", {"facility": 3}),  # 2 hides its name where Mercy is, 3 where it is not
        (SearchSpec(facilities=("MERCY", "elsewhere")), "146", "237", {"facility": 1}),
        (SearchSpec(facilities=("universitatsklinikum",)), "5", "7", {"facility": 5}),
        (SearchSpec(centers=(CENTER,)), "1", "27", {"center": 4}),
        (SearchSpec(cities=("houston",)), "126", "7", {"city": 3}),
        (SearchSpec(cities=("St. Houston",)), "", "7", {"city": 6}),
        (SearchSpec(cities=("München", "Munich"), city_points=(MUNICH,)), "5", "7", {"city": 5}),
        (SearchSpec(states=(TEXAS,)), "126", "7", {"state": 3}),
        (SearchSpec(states=(BAVARIA,)), "", "57", {"state": 5}),  # the registry names no state there
        (SearchSpec(countries=(GERMANY,)), "5", "7", {"country": 5}),
        (SearchSpec(states=(TEXAS,), countries=(GERMANY,)), "", "7", {"country": 3, "state": 3}),
        (SearchSpec(places=(NEAR_BOSTON,), within=Distance(50), facilities=("mercy",)), "", "7", {"facility": 3, "place": 3}),
        (SearchSpec(places=(NEAR_BOSTON, TEXAS), within=Distance(50), facilities=("mercy",)), "16", "27", {"facility": 2, "place": 1}),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_place_holds_at_one_open_site(
    spec: SearchSpec, fits: str, unclear: str, removed: dict[str, int], answers: Callable[[SearchSpec], Any]
) -> None:
    assert answers(spec) == (fits, unclear, removed)


def test_the_site_that_is_named_is_the_one_that_was_asked_for(publish: Publish) -> None:
    with SnapshotReader(publish(TRIALS)) as reader:
        spec = SearchSpec(facilities=("mercy",))
        reader.find(spec)
        assert reader.nearest_sites(["NCT99000206"], spec)["NCT99000206"]["best"]["facility"] == "M.D. Mercy Hospital"
        assert reader.nearest_sites(["NCT99000206"], SearchSpec())["NCT99000206"]["best"]["facility"] == "Saint Elsewhere"
        assert reader.nearest_sites(["NCT99000204"], spec)["NCT99000204"]["closed"]["city"] == "Houston"


STANDINGS = [
    (trial(1, OTHER_BOSTON), 0),
    (trial(1), 0),
    (trial(1, overall_status="AVAILABLE"), 1),
    (trial(1, overall_status="NOT_YET_RECRUITING"), 2),
    (trial(1, OTHER_BOSTON._replace(status="NOT_YET_RECRUITING")), 2),
    (trial(1, OTHER_BOSTON._replace(status="ENROLLING_BY_INVITATION")), 3),
    (trial(1, overall_status="ENROLLING_BY_INVITATION"), 3),
    (trial(1, overall_status="UNKNOWN"), 4),
    (trial(1, MERCY_SHUT), 4),
]


@pytest.mark.parametrize(("one", "standing"), STANDINGS)
def test_what_a_trial_means_today(one: EnrichedTrial, standing: int, publish: Publish) -> None:
    with SnapshotReader(publish((one,))) as reader:
        assert reader.find(SearchSpec(statuses=None)).standings == {standing: 1}


def test_an_open_site_farther_away_counts_before_one_that_is_not_open_yet(publish: Publish) -> None:
    soon = OTHER_BOSTON._replace(status="NOT_YET_RECRUITING")
    spec = SearchSpec(places=(NEAR_BOSTON,), within=Distance(5000))
    with SnapshotReader(publish((trial(1, soon, MERCY_HOUSTON), trial(2, soon)))) as reader:
        assert reader.find(spec).standings == {0: 1, 2: 1}
        assert [row["nct_id"][-1] for row in reader.hits(include_unfit=False, per_group=None)] == ["1", "2"]
        assert reader.nearest_sites(["NCT99000201"], spec)["NCT99000201"]["best"]["city"] == "Houston"


@pytest.mark.parametrize(
    ("site", "found"),
    [
        (at("Clinic", "Munich", "", "Germany", HOUSTON), True),  # the registry put it elsewhere
        (at("Clinic", "München", "Bayern", "Germany", HOUSTON), True),  # the name that was typed
        (at("Clinic", "Munich", "", "Austria", HOUSTON), False),
        (at("Clinic", "Munich", "North Dakota", "United States", HOUSTON), False),
    ],
)
def test_a_site_in_the_city_asked_is_near_wherever_the_registry_puts_it(site: Site, found: bool, publish: Publish) -> None:
    munich = Place("München, Germany", "Munich, Germany", PlaceKind.POINT, MUNICH, "Germany", "", "Munich")
    spec = SearchSpec(places=(munich,), within=Distance(50))
    with SnapshotReader(publish((trial(1, site),))) as reader:
        assert reader.find(spec).by_group_and_fit == ({(None, 0): 1} if found else {})
        assert (reader.nearest_sites(["NCT99000201"], spec)["NCT99000201"]["best"]["miles"] == 0) is found
        ((miles, in_reach),) = reader.sites_seen("NCT99000201", spec).values()
        assert (miles == 0, in_reach) == (found, found)
    with ExportReader(reader.path.parent, spec) as export:
        export.name_concepts({"breast": "breast cancer"})
        export.prepare_sites(["NCT99000201"], {}, {"query": "", "tool_version": "", "schema": ""}, everywhere=True)
        assert [row[0] == 0 for row in export.site_values(["miles"])] == [found]


@pytest.mark.parametrize(
    ("spec", "sites"),
    [
        (SearchSpec(), {0, 1, 2, 3}),
        (SearchSpec(places=(NEAR_BOSTON,), within=Distance(50)), {1, 2}),
        (SearchSpec(states=(TEXAS,)), {0}),
        (SearchSpec(countries=(GERMANY,)), {3}),
        (SearchSpec(facilities=("st elsewhere",)), {1, 2}),  # it could be the one whose name is withheld, in the same city
    ],
)
def test_the_sites_of_one_trial_are_seen_from_the_place_asked(spec: SearchSpec, sites: set[int], publish: Publish) -> None:
    with SnapshotReader(publish((trial(1, MERCY_HOUSTON, HIDDEN_BOSTON, OTHER_BOSTON, KLINIK),))) as reader:
        seen = reader.sites_seen("NCT99000201", spec)
    assert {site for site, (_, in_reach) in seen.items() if in_reach} == sites
    assert len(seen) == 4


def test_a_city_of_a_state_is_not_its_namesake_in_another(publish: Publish) -> None:
    away = at("Clinic", "Boston", "Georgia", "United States", HOUSTON)
    with SnapshotReader(publish((trial(1, away),))) as reader:
        assert reader.find(SearchSpec(places=(NEAR_BOSTON,), within=Distance(50))).removed == {"place": 1}


def test_a_trial_only_for_people_of_an_earlier_one_is_unclear_and_comes_last(publish: Publish) -> None:
    extension = replace(trial(1, OTHER_BOSTON), rollover=RolloverFinding("completed the parent study", "inclusion"))
    with SnapshotReader(publish((extension, trial(2, OTHER_BOSTON), trial(3, sex="")))) as reader:
        reader.find(SearchSpec(sex="FEMALE"))
        rows = reader.hits(include_unfit=False, per_group=None)
    assert [(row["nct_id"][-1], row["fit"]) for row in rows] == [("2", 0), ("3", 1), ("1", 1)]


def test_a_trial_for_one_place_of_spread_fits_only_who_told_of_it(publish: Publish) -> None:
    found = SpreadFinding(("brain", "lining of the brain"), "Brain Metastases", "brief_title")
    with SnapshotReader(publish((replace(trial(1), spread=found),))) as reader:
        for told, fit in (((), 1), (("bone",), 1), (("bone", "brain"), 0)):
            assert dict(reader.find(SearchSpec(spread=told)).by_group_and_fit) == {(None, fit): 1}
        (row,) = reader.hits(include_unfit=False, per_group=None)
    assert (row["spread_to"], row["spread_words"]) == (["brain", "lining of the brain"], "Brain Metastases")


@pytest.mark.parametrize(
    ("low", "high", "fit"), [(18.0, None, 2), (12.0, None, 1), (None, 5.0, 1), (None, None, 0), (None, 21.0, 0)]
)
def test_of_a_child_of_unknown_age_a_trial_for_adults_is_not(
    low: float | None, high: float | None, fit: int, publish: Publish
) -> None:
    with SnapshotReader(publish((trial(1, min_age_years=low, max_age_years=high),))) as reader:
        assert dict(reader.find(SearchSpec(age_years=0.0, age_to=18.0)).by_group_and_fit) == {(None, fit): 1}


@pytest.mark.parametrize(
    ("age", "low", "high", "fit"),
    [(8 / 12, 0.5, None, 0), (0.25, 0.5, None, 2), (0.0, 0.5, None, 1), (8.0, 8.5, None, 1), (22.0, None, 21.0, 2), (21.0, 18.0, 21.0, 0),
     (0.5, None, 0.5, 0), (8 / 12, None, 0.5, 2), (84.0, 18.0, None, 0), (42 / 365.25, 1 / 12, 0.5, 0), (5.0, None, None, 0)],
)  # fmt: skip
def test_ages_are_compared_in_the_unit_they_are_told_in(
    age: float, low: float | None, high: float | None, fit: int, publish: Publish
) -> None:
    cache = publish((trial(1, OTHER_BOSTON, min_age_years=low, max_age_years=high),))
    with SnapshotReader(cache) as reader:
        assert dict(reader.find(SearchSpec(age_years=age)).by_group_and_fit) == {(None, fit): 1}


@pytest.mark.parametrize(("after_surgery", "fit"), [(True, 1), (False, 2)])
def test_who_had_an_operation_is_not_shut_out_of_what_follows_one(after_surgery: bool, fit: int, publish: Publish) -> None:
    first = trial(1)
    read = replace(first, stage=first.stage._replace(line=Line.UNTREATED), after_surgery=after_surgery)
    with SnapshotReader(publish((read,))) as reader:
        assert dict(reader.find(SearchSpec(line=Line.TREATED)).by_group_and_fit) == {(None, fit): 1}
        assert dict(reader.find(SearchSpec(line=Line.UNTREATED)).by_group_and_fit) == {(None, 0): 1}
