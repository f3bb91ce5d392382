"""The box around a point never leaves out a site within reach, near the poles and the date line either."""

from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.place import Distance, Place, PlaceKind, miles_between
from trialfinder.domain.query import SearchSpec
from trialfinder.domain.site import GeoPoint
from trialfinder.store.parameters import candidate_parameters

POINT = st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180))


@given(POINT, POINT, st.floats(0.1, 3000))
def test_a_site_within_reach_lies_in_the_box(home: GeoPoint, site: GeoPoint, miles: float) -> None:
    if miles_between(home, site) > miles:
        miles = miles_between(home, site) + 0.001
    place = Place("x", "x", PlaceKind.POINT, home)
    box = candidate_parameters(SearchSpec(places=(place,), within=Distance(miles)))
    south, north, west, east = (box[side] for side in ("south", "north", "west", "east"))
    assert isinstance(south, float)
    assert isinstance(north, float)
    assert isinstance(west, float)
    assert isinstance(east, float)
    assert south <= site.lat <= north
    assert west <= site.lon <= east
