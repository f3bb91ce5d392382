"""The map: true to bearing and distance, nothing on top of each other, and the same in words."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.packet import Landmark, MapSite
from trialfinder.domain.place import Place, PlaceKind, miles_between
from trialfinder.domain.site import GeoPoint
from trialfinder.render.brief.map import SIZE, map_view

BOSTON = Place(
    "Boston", "Boston, Massachusetts", PlaceKind.POINT, GeoPoint(42.36, -71.06), "United States", "Massachusetts", "Boston"
)
NUMBERS = {"NCT99000001": 1, "NCT99000002": 2}


def site(city: str, lat: float, lon: float, *nct_ids: str, miles: float | None = None) -> MapSite:
    point = GeoPoint(lat, lon)
    far = miles_between(point, BOSTON.point) if BOSTON.point and miles is None else miles
    return MapSite(city, "Massachusetts", point, far, nct_ids or ("NCT99000001",))


@pytest.mark.parametrize(
    ("lat", "lon", "east", "north"),
    [(43.36, -71.06, 0, 1), (41.36, -71.06, 0, -1), (42.36, -70.06, 1, 0), (42.36, -72.06, -1, 0)],
    ids=["north", "south", "east", "west"],
)
def test_up_is_north_and_right_is_east(lat: float, lon: float, east: int, north: int) -> None:
    view = map_view([site("There", lat, lon)], [BOSTON], [], NUMBERS, "mi")
    assert view
    mark = view.marks[0]
    across, up = mark.x - SIZE / 2, SIZE / 2 - mark.y
    assert math.copysign(1, across) == east or abs(across) < 2
    assert math.copysign(1, up) == north or abs(up) < 2


def test_the_rings_measure_what_they_say() -> None:
    view = map_view([site("There", 43.08, -71.06)], [BOSTON], [], NUMBERS, "mi")  # 50 miles north
    assert view
    assert [ring.text for ring in view.rings] == ["50 miles", "25 miles"]
    assert SIZE / 2 - view.marks[0].y == pytest.approx(view.rings[0].radius, abs=1)
    metric = map_view([site("There", 43.08, -71.06)], [BOSTON], [], NUMBERS, "km")
    assert metric
    assert metric.rings[0].text == "100 km"


@given(st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), min_size=1, max_size=40), st.sampled_from(["mi", "km"]))
def test_every_place_on_earth_is_on_the_map(points: list[tuple[float, float]], unit: str) -> None:
    sites = [site(f"Town {number}", lat, lon) for number, (lat, lon) in enumerate(points)]
    for places in ([BOSTON], [BOSTON, BOSTON._replace(point=GeoPoint(-33.9, 151.2))], []):
        view = map_view(sites, places, [], NUMBERS, unit)
        assert view
        for mark in (*view.marks, *view.dots, *view.places):
            assert 0 <= mark.x <= SIZE
            assert 0 <= mark.y <= SIZE
        assert len(view.legend) == len(view.marks) <= 5
        told = view.description.count(": trial")
        assert told == len(view.marks) + len(view.dots)


def test_towns_too_close_to_tell_apart_share_a_letter() -> None:
    sites = [site("Boston", 42.36, -71.06), site("Cambridge", 42.37, -71.11, "NCT99000002"), site("Portland", 43.66, -70.26)]
    view = map_view(sites, [BOSTON], [], NUMBERS, "mi")
    assert view
    assert [text for _, text in view.legend] == [
        "Boston and Cambridge, up to about 3 miles: trials 1 and 2",
        "Portland, Massachusetts, about 98 miles: trial 1",
    ]


def test_names_of_large_towns_keep_clear_of_marks_and_of_each_other() -> None:
    crowd = [Landmark(f"Town {number}", GeoPoint(42.36 + number / 50, -71.06)) for number in range(30)]
    view = map_view([site("There", 43.36, -71.06)], [BOSTON], crowd, NUMBERS, "mi")
    assert view
    assert 0 < len(view.landmarks) <= 6
    heights = sorted(mark.y for mark in view.landmarks)
    assert all(below - above >= 16 for above, below in itertools.pairwise(heights))


def test_a_name_keeps_clear_of_the_cross() -> None:
    west, north = Landmark("West Boston", GeoPoint(42.36, -71.20)), Landmark("Salem", GeoPoint(42.47, -71.07))
    view = map_view([site("Boston", 42.36, -71.06)], [BOSTON], [west, north], NUMBERS, "mi")
    assert view
    assert [mark.text for mark in view.landmarks] == ["Salem"]


def test_thousands_are_told_as_in_the_list() -> None:
    view = map_view([site("There", -33.9, 151.2)], [BOSTON], [], NUMBERS, "mi")
    assert view
    assert view.rings[0].text == "13,000 miles"


def test_nothing_to_show_is_no_map_and_one_town_far_from_no_place_no_picture() -> None:
    assert map_view([], [BOSTON], [], NUMBERS, "mi") is None
    lone = map_view([replace(site("Houston", 29.76, -95.37), miles=None)], [], [], NUMBERS, "mi")
    assert lone
    assert not lone.drawn
    assert lone.legend == (("A", "Houston, Massachusetts: trial 1"),)
