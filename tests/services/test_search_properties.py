"""What holds for every question: loosening shows no less, every trial is counted once, the same question gives the same order."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfinder.domain.query import SearchSpec, Sort
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.services.search import answer, hits_of
from trialfinder.store.reader import SnapshotReader

TODAY = date(2026, 11, 25)
NOTHING = SearchRequest()
MANY = st.lists
ASKED: dict[str, st.SearchStrategy[object]] = {
    "stage": st.sampled_from(["4", "early", "IIIB", "relapsed"]),
    "near": MANY(st.sampled_from(["Boston, MA", "Texas", "02115", "Germany", "London, UK", "42.3,-71"]), max_size=2).map(tuple),
    "states": MANY(st.sampled_from(["Texas", "Massachusetts", "California"]), max_size=2).map(tuple),
    "countries": MANY(st.sampled_from(["Germany", "United States", "Canada"]), max_size=2).map(tuple),
    "cities": MANY(st.sampled_from(["Boston", "Houston", "münchen", "Paris", "Nowhere"]), max_size=2).map(tuple),
    "facilities": MANY(st.sampled_from(["clinic", "University", "SAMPLE", "hopital", "cancer"]), max_size=2).map(tuple),
    "center": st.sampled_from(["nci", "mayo"]),
    "status": st.sampled_from(["recruiting", "any", "upcoming", "invitation", "expanded-access"]),
    "age": st.sampled_from([0.0, 0.5, 6 / 12, 8.0, 17.0, 18.0, 62.0, 84.0]),
    "sex": st.sampled_from(["female", "male"]),
    "line": st.sampled_from(["untreated", "treated"]),
    "phases": MANY(st.sampled_from(["1", "2,3", "4", "early", "none"]), max_size=2).map(tuple),
    "treatments": MANY(st.sampled_from(["chemo", "surgery", "immunotherapy", "supportive"]), max_size=2).map(tuple),
    "markers": MANY(st.sampled_from(["HER2-positive", "BRCA", "EGFR exon 19", "PD-L1 negative"]), max_size=2).map(tuple),
    "not_for_patients": st.booleans(),
}
CANCER = st.sampled_from(["", "breast cancer", "lung cancer", "leukemia", "HER2-positive breast cancer"])


@st.composite
def requests(draw: st.DrawFn, least: int = 0) -> SearchRequest:
    """A question with some of the options."""
    names = draw(st.lists(st.sampled_from(sorted(ASKED)), min_size=least, max_size=5, unique=True))
    typed = {name: draw(ASKED[name]) for name in names}
    return NOTHING._replace(cancer=draw(CANCER), **typed)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def reader(sample_cache: Path) -> Iterator[SnapshotReader]:
    with SnapshotReader(sample_cache) as opened:
        yield opened


def shown(reader: SnapshotReader, spec: SearchSpec) -> list[str]:
    reader.find(spec)
    return [row["nct_id"] for row in reader.hits(include_unfit=spec.include_unfit, per_group=None)]


@given(requests(least=1), st.data())
@settings(max_examples=40)
def test_asking_less_never_removes_a_trial(reader: SnapshotReader, request_: SearchRequest, data: st.DataObject) -> None:
    asked = [name for name, value in request_._asdict().items() if name in ASKED and value]
    narrow = set(shown(reader, resolve_request(request_)))
    if asked:
        name = data.draw(st.sampled_from(asked))
        looser: dict[str, Any] = {name: {"status": "any", "not_for_patients": True}.get(name, getattr(NOTHING, name))}
        assert narrow <= set(shown(reader, resolve_request(request_._replace(**looser))))


@given(requests(), st.sampled_from([20, 60, 250]))
@settings(max_examples=15)
def test_a_wider_radius_one_more_value_and_unfit_never_remove_a_trial(
    reader: SnapshotReader, request_: SearchRequest, miles: int
) -> None:
    narrow = request_._replace(near=("Boston, MA",), within=f"{miles}mi")
    found = set(shown(reader, resolve_request(narrow)))
    assert found <= set(shown(reader, resolve_request(narrow._replace(within=f"{miles * 2}mi"))))
    assert found <= set(shown(reader, resolve_request(narrow._replace(near=("Boston, MA", "Houston, TX")))))
    assert found <= set(shown(reader, resolve_request(narrow._replace(include_unfit=True))))
    if narrow.phases:
        assert found <= set(shown(reader, resolve_request(narrow._replace(phases=(*narrow.phases, "3")))))


@given(requests(), st.booleans())
@settings(max_examples=25)
def test_every_trial_is_counted_exactly_once(reader: SnapshotReader, request_: SearchRequest, unfit: bool) -> None:
    everything = NOTHING._replace(cancer=request_.cancer, status="any", not_for_patients=True)
    held = sum(reader.find(resolve_request(everything)).by_group_and_fit.values())
    assert request_.cancer or held == reader.facts.trials
    spec = resolve_request(request_)._replace(include_unfit=unfit, limit=1)
    found = answer(reader, spec, TODAY)
    assert found.total + sum(one.trials for one in found.removed) == held
    assert sum(found.standings.values()) == sum(many for (_, fit), many in found.counts.items() if fit != "unfit")
    ids = shown(reader, spec)
    assert len(ids) == len(set(ids)) == found.total


@given(requests(), st.sampled_from(list(Sort)))
@settings(max_examples=15)
def test_the_same_question_gives_the_same_order_and_a_limit_cuts_it_short(
    reader: SnapshotReader, request_: SearchRequest, sort: Sort
) -> None:
    spec = resolve_request(request_._replace(cancer="leukemia"))._replace(sort=sort, include_unfit=True)
    once = answer(reader, spec, TODAY).hits
    assert once == answer(reader, spec, TODAY).hits
    for group in {hit.group for hit in once}:
        few = [hit for hit in answer(reader, spec._replace(limit=3), TODAY).hits if hit.group is group]
        assert few == [hit for hit in once if hit.group is group][:3]


@given(requests())
@settings(max_examples=25)
def test_what_is_suggested_shows_more(reader: SnapshotReader, request_: SearchRequest) -> None:
    found = answer(reader, resolve_request(request_), TODAY)
    if found.suggestion:
        assert found.thin
        assert found.suggestion.more > 0
    elif found.total == 0 and found.removed:
        pytest.fail(f"nothing was suggested, yet {found.removed} were taken out")


@pytest.mark.parametrize("status", ["open", "any"])
def test_ranking_is_as_stated(reader: SnapshotReader, status: str) -> None:
    spec = resolve_request(
        NOTHING._replace(cancer="lung cancer", near=("Boston, MA",), within="3000mi", stage="4", status=status)
    )
    for group in ("about", "umbrella"):
        hits = [hit for hit in hits_of(reader, spec) if hit.group == group]
        standings = [list(type(hit.standing)).index(hit.standing) for hit in hits]
        order = [(at == 4, list(type(hit.fit)).index(hit.fit), at) for hit, at in zip(hits, standings, strict=True)]
        assert order == sorted(order)
        assert len(order) > 3
        assert any(closed for closed, _, _ in order) is (status == "any")


def test_every_sort_puts_its_own_first(reader: SnapshotReader) -> None:
    spec = resolve_request(NOTHING._replace(near=("Boston, MA",), within="3000mi"))
    updated = [hit.last_update for hit in hits_of(reader, spec._replace(sort=Sort.UPDATED)) if hit.last_update]
    assert updated == sorted(updated, reverse=True)
    latest = [max(hit.phases, default="") for hit in hits_of(reader, spec._replace(sort=Sort.PHASE))]
    ranked = ["" if phase in ("", "NA") else phase for phase in latest]
    assert ranked == sorted(ranked, reverse=True)
    miles = [hit.nearest_site.miles for hit in hits_of(reader, spec._replace(sort=Sort.DISTANCE)) if hit.nearest_site]
    near = [one for one in miles if one is not None]
    assert near == sorted(near)
