"""What a search selects, and what each filter takes out: nothing is dropped in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from trialfinder.domain.cancer import CancerAsked, CancerFinding, Marker, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.place import Distance, Place, PlaceKind
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.site import WITHHELD
from trialfinder.domain.stage import Extent, Stage, StageAsked, StageReading
from trialfinder.domain.trial import GeoPoint, Trial
from trialfinder.store.connection import fetch, open_reader
from trialfinder.store.folder import CacheFolder
from trialfinder.store.parameters import candidate_parameters, place_parameters, reach_parameters, site_parameters
from trialfinder.store.reader import CandidateCounts, SnapshotReader
from trialfinder.store.sqlfiles import folder, read_sql

Publish = Callable[..., Path]

BREAST = CancerAsked(
    typed="breast cancer",
    concepts=("breast",),
    name="breast cancer",
    direct=frozenset({"breast"}),
    broader=frozenset(),
    umbrellas=frozenset({"solid-tumor"}),
)
NSCLC = BREAST._replace(concepts=("nsclc",), direct=frozenset({"nsclc"}), broader=frozenset({"lung"}))
NEAR_BOSTON = Place(
    "Boston", "Boston, Massachusetts", PlaceKind.POINT, GeoPoint(42.36, -71.06), "United States", "Massachusetts", "Boston"
)
FOUR = StageAsked(frozenset({Stage.IV}), "stage IV")


def ids(cache: Path, spec: SearchSpec, include_unfit: bool = False) -> list[str]:
    with SnapshotReader(cache) as reader:
        reader.find(spec)
        return [row["nct_id"][-1] for row in reader.hits(include_unfit=include_unfit, per_group=None)]


def counts(cache: Path, spec: SearchSpec) -> CandidateCounts:
    with SnapshotReader(cache) as reader:
        return reader.find(spec)


def test_about_comes_before_umbrella_and_closed_trials_are_counted_not_shown(publish: Publish) -> None:
    cache = publish()
    spec = SearchSpec(cancer=BREAST)
    assert ids(cache, spec) == ["1", "2", "3", "4"]
    assert counts(cache, spec).removed == {"status": 1}
    assert counts(cache, spec._replace(statuses=None)).removed == {}


def test_where_it_has_spread_to_counts_only_for_trials_that_take_the_first_cancer(publish: Publish) -> None:
    """Trial 1 takes solid tumors in the brain; trial 2 lung cancer in the brain; trial 3 any solid tumor."""
    named = (
        [("brain-mets", "about"), ("solid-tumor", "umbrella")],
        [("nsclc", "about"), ("brain-mets", "about")],
        [("solid-tumor", "umbrella")],
    )
    trials = tuple(
        EnrichedTrial(
            Trial(f"NCT9900000{number}", overall_status="RECRUITING", primary_purpose="TREATMENT"),
            tuple(CancerFinding(c, Relation(r), "conditions", c) for c, r in found),
            StageReading(),
        )
        for number, found in enumerate(named, start=1)
    )
    cache = publish(trials)
    brain = frozenset({"brain-mets"})
    with SnapshotReader(cache) as reader:
        for first, groups in ((BREAST, {"1": "about", "3": "umbrella"}), (NSCLC, {"1": "about", "2": "about", "3": "umbrella"})):
            reader.find(SearchSpec(cancer=first._replace(secondary=brain)))
            assert {row["nct_id"][-1]: row["match_group"] for row in reader.hits(include_unfit=False, per_group=None)} == groups


def test_stage_gives_three_answers(publish: Publish) -> None:
    cache = publish()
    spec = SearchSpec(cancer=BREAST, stage=FOUR)
    assert ids(cache, spec) == ["1", "3", "4"]  # fits, unclear, then the umbrella
    assert ids(cache, spec, include_unfit=True) == ["1", "3", "2", "4"]
    found = counts(cache, spec)
    assert found.by_group_and_fit == {("about", 0): 1, ("about", 1): 1, ("about", 2): 1, ("umbrella", 0): 1}
    assert found.unfit == {"stage": 1}
    assert found.standings == {0: 3}


@pytest.mark.parametrize(
    ("stages", "extents", "fits"),
    [
        ({Stage.III, Stage.IV}, set(), {"1": 1, "2": 1}),  # one of two stages accepted: it depends
        ({Stage.I}, set(), {"1": 2, "2": 1}),
        (set(), {Extent.METASTATIC}, {"1": 0, "2": 1}),
        (set(), {Extent.RECURRENT}, {"1": 1, "2": 1}),  # words without a number never rule out
    ],
)
def test_stages_left_open_by_the_words(publish: Publish, stages: set[Stage], extents: set[Extent], fits: dict[str, int]) -> None:
    spec = SearchSpec(cancer=BREAST, stage=StageAsked(frozenset(stages), "x", frozenset(extents)))
    with SnapshotReader(publish()) as reader:
        reader.find(spec)
        found = {row["nct_id"][-1]: row["fit"] for row in reader.hits(include_unfit=True, per_group=None)}
    assert {number: found[number] for number in fits} == fits


def test_place_counts_open_sites_only_and_keeps_sites_without_coordinates(publish: Publish) -> None:
    cache = publish()
    spec = SearchSpec(cancer=BREAST, places=(NEAR_BOSTON,), within=Distance(20))
    assert ids(cache, spec) == ["1", "4"]  # 2 is open only in Chicago, 3 is 38 miles away, 4 has no coordinates
    assert counts(cache, spec).removed == {"place": 2, "status": 1}
    assert ids(cache, spec._replace(within=Distance(50))) == ["1", "3", "4"]


def test_nearest_site_names_the_open_one_and_mentions_the_closed_one(publish: Publish) -> None:
    spec = SearchSpec(cancer=BREAST, places=(NEAR_BOSTON,), within=Distance(1000))
    with SnapshotReader(publish()) as reader:
        found = reader.nearest_sites(["NCT99000101", "NCT99000102"], spec)
    assert found["NCT99000101"]["best"]["contact_phone"] == "555-0101"
    assert found["NCT99000102"]["best"]["city"] == "Chicago"
    assert found["NCT99000102"]["closed"]["city"] == "Boston"
    assert found["NCT99000101"]["best"]["miles"] < 1


@pytest.mark.parametrize(("state", "expected"), [("Massachusetts", ["1", "3", "4"]), ("Illinois", ["2"]), ("Texas", [])])
def test_areas_are_matched_by_name(publish: Publish, state: str, expected: list[str]) -> None:
    place = Place(state, state, PlaceKind.STATE, None, "United States", state)
    cache = publish()
    assert ids(cache, SearchSpec(cancer=BREAST, places=(place,))) == expected
    assert ids(cache, SearchSpec(cancer=BREAST, states=(place,))) == expected


def test_a_trial_that_names_the_broader_disease_is_found_and_without_sites_its_place_is_unclear(publish: Publish) -> None:
    with SnapshotReader(publish()) as reader:
        reader.find(SearchSpec(cancer=NSCLC, places=(NEAR_BOSTON,)))
        rows = reader.hits(include_unfit=False, per_group=None)
    assert [(row["nct_id"][-1], row["match_group"], row["place_fit"], row["fit"]) for row in rows] == [
        ("6", "about", 1, 1),
        ("4", "umbrella", 0, 0),  # its site has no coordinates, but names the city
    ]


@pytest.mark.parametrize(("age", "sex", "unfit"), [(12.0, "", 1), (40.0, "", 0), (40.0, "MALE", 1), (18.0, "FEMALE", 0)])
def test_age_and_sex_are_questions_not_filters(publish: Publish, age: float, sex: str, unfit: int) -> None:
    spec = SearchSpec(cancer=NSCLC._replace(umbrellas=frozenset()), age_years=age, sex=sex)
    found = counts(publish(), spec)
    assert found.by_group_and_fit == {("about", 2 if unfit else 0): 1}


def test_a_marker_nobody_mentions_is_unclear(publish: Publish) -> None:
    spec = SearchSpec(cancer=BREAST._replace(markers=(Marker("her2+", "HER2-positive"),)))
    assert set(counts(publish(), spec).by_group_and_fit) == {("about", 1), ("umbrella", 1)}


def test_every_trial_is_counted_exactly_once(publish: Publish) -> None:
    found = counts(publish(), SearchSpec(stage=FOUR, places=(NEAR_BOSTON,), within=Distance(20)))
    assert sum(found.by_group_and_fit.values()) + sum(found.removed.values()) == 6


def test_a_former_id_leads_to_its_record(publish: Publish) -> None:
    with SnapshotReader(publish()) as reader:
        assert reader.record("NCT99000199") == ("NCT99000106", "{}")
        assert reader.record("NCT99000999") is None


def test_every_sql_file_says_what_it_answers_and_binds_on_an_empty_schema(publish: Publish) -> None:
    path = CacheFolder(publish(())).current()
    con = open_reader(path)
    spec = SearchSpec()
    fetch(con, "macros/folded")
    for table, parameters in (
        ("asked_localities", place_parameters(spec)),
        ("no_asked_sites", {}),
        ("reach", reach_parameters(spec)),
        ("candidates", candidate_parameters(spec)),
    ):
        fetch(con, f"search/{table}", parameters)
    given = {"nct_id": "x", "table_name": "trials", "worst": 1, "per_group": 5, "sort": "fit", "markers": ["egfr"]}
    given |= {
        "nct_ids": ["x"],
        **place_parameters(spec),
        **reach_parameters(spec),
        **site_parameters(spec),
        "withheld_like": WITHHELD,
    }
    for file in sorted(folder().rglob("*.sql")):
        name = str(file.relative_to(folder()).with_suffix(""))
        assert read_sql(name).startswith("-- "), name
        if name.startswith(("search/", "lookup/", "report/")) and name != "search/candidates":
            (statement,) = con.extract_statements(read_sql(name))
            fetch(con, name, {key: given[key] for key in statement.named_parameters})
    con.close()
