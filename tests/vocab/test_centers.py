from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from trialfinder.domain.place import miles_between
from trialfinder.domain.site import GeoPoint
from trialfinder.vocab import centers as room
from trialfinder.vocab.centers import CenterType, SiteRelation, center_sites, centers
from trialfinder.vocab.places import cities_of_the_world, state_of_city


@pytest.fixture
def other_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(room, "files", lambda _: tmp_path)
    centers.cache_clear()
    center_sites.cache_clear()
    yield tmp_path
    centers.cache_clear()
    center_sites.cache_clear()


def test_the_published_counts_of_each_designation_hold() -> None:
    assert Counter(center.type for center in centers()) == {
        CenterType.COMPREHENSIVE: 58,
        CenterType.CLINICAL: 8,
        CenterType.BASIC_LABORATORY: 7,
    }


def test_basic_laboratory_centers_treat_nobody() -> None:
    assert [kind for kind in CenterType if not kind.treats_patients] == [CenterType.BASIC_LABORATORY]


def test_every_place_of_a_center_is_where_its_city_is() -> None:
    places = [(center.city, center.state, center.point) for center in centers()]
    # Pennsylvania has several Mount Pleasants, and the table of cities knows another one than the center's.
    places += [(site.city, site.state, site.point) for site in center_sites() if site.point and site.city != "Mount Pleasant"]
    known: dict[tuple[str, str], list[GeoPoint]] = {}
    for _, city in cities_of_the_world():
        if city.country_code == "US":
            known.setdefault((city.name, state_of_city(city)), []).append(GeoPoint(city.lat, city.lon))
    looked_up = [(point, known[city, state]) for city, state, point in places if (city, state) in known]
    assert [point for point, found in looked_up if min(miles_between(point, one) for one in found) > 10] == []
    assert len(looked_up) > 150


def test_a_look_alike_has_no_place_on_the_map() -> None:
    no_center = (SiteRelation.FALSE_FRIEND, SiteRelation.PARTNER)
    assert all((site.point is None) == (site.relation in no_center) for site in center_sites())


def test_no_two_centers_bear_one_name() -> None:
    assert len({center.name for center in centers()}) == len(centers())


def test_every_site_belongs_to_a_center_or_is_a_look_alike() -> None:
    names = {center.name for center in centers()}
    strangers = {
        site.center for site in center_sites() if site.center not in names and site.relation is not SiteRelation.FALSE_FRIEND
    }
    assert strangers == set()


def test_no_city_has_two_entries_for_one_phrase() -> None:
    entries = Counter((site.phrase, site.city, site.state) for site in center_sites())
    assert [entry for entry, count in entries.items() if count > 1] == []


def test_an_unknown_designation_is_named_with_its_line(other_tables: Path) -> None:
    (other_tables / "centers.csv").write_text(
        "name,type,city,state,aliases\nExample Center,Famous,Here,There,\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"centers.csv line 2 \(Example Center\)"):
        centers()


def test_an_unknown_relation_is_named_with_its_line(other_tables: Path) -> None:
    (other_tables / "centers_sites.csv").write_text(
        "center,phrase,city,state,relation\nA,B,Here,There,cousin\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"centers_sites.csv line 2 \(B\)"):
        center_sites()
