from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.query import Fit, SearchSpec
from trialfinder.domain.trial import Trial
from trialfinder.enrich.pipeline import enrich
from trialfinder.services.options import treatment_options as by_kind
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.services.search import search as search_cache

Made = Callable[..., Trial]
Publish = Callable[..., Path]
TODAY = date(2026, 11, 24)
search = cache(search_cache)
treatment_options = cache(by_kind)
QUESTIONS = (
    SearchRequest("breast cancer"),
    SearchRequest("lung cancer", stage="4", near=("Boston, MA",), within="300mi"),
    SearchRequest("melanoma", countries=("Germany",)),
    SearchRequest("leukemia", age=8.0, status="any"),
    SearchRequest("prostate cancer", stage="early", include_unfit=True),
    SearchRequest(status="any", not_for_patients=True),
)


@pytest.fixture(params=QUESTIONS, ids=lambda asked: asked.cancer or "everything")
def spec(request: pytest.FixtureRequest) -> SearchSpec:
    asked: SearchRequest = request.param
    return resolve_request(asked)


def test_the_kinds_hold_the_trials_of_the_search_and_no_others(sample_cache: Path, spec: SearchSpec) -> None:
    found = treatment_options(sample_cache, spec, TODAY)
    hits = search(sample_cache, spec, TODAY).hits
    assert {nct for group in found.kinds for nct in group.nct_ids} == {hit.nct_id for hit in hits}
    assert found.answer.total == len(hits)
    assert found.answer.counts == search(sample_cache, spec, TODAY).counts


def test_every_kind_counts_its_trials_as_the_search_answers_them(sample_cache: Path, spec: SearchSpec) -> None:
    found = treatment_options(sample_cache, spec, TODAY)
    hits = search(sample_cache, spec, TODAY).hits
    for group in found.kinds:
        inside = [hit for hit in hits if group.kind in hit.treatments]
        assert len(group.nct_ids) == len(set(group.nct_ids)) == group.total == len(inside)
        assert group.counts == Counter((hit.group, hit.fit) for hit in inside)
        assert group.in_reach == sum(hit.open_sites_near > 0 for hit in inside)
    assert found.several == sum(len(hit.treatments) > 1 for hit in hits)


def test_every_kind_is_either_shown_or_named_as_missing(sample_cache: Path, spec: SearchSpec) -> None:
    found = treatment_options(sample_cache, spec, TODAY)
    shown = [group.kind for group in found.kinds]
    assert not set(shown) & set(found.absent)
    assert {*shown, *found.absent, Treatment.OTHER} == set(Treatment)
    assert shown == [kind.value for kind in Treatment if kind.value in shown]


def test_examples_are_the_first_of_their_kind_fits_before_unclear(sample_cache: Path, spec: SearchSpec) -> None:
    found = treatment_options(sample_cache, spec, TODAY, examples=2)
    for group in found.kinds:
        assert tuple(example.hit.nct_id for example in group.examples) == group.nct_ids[:2]
        fits = [list(Fit).index(example.hit.fit) for example in group.examples]
        assert fits == sorted(fits)


def test_examples_tell_what_their_trials_compare(sample_cache: Path) -> None:
    found = treatment_options(sample_cache, resolve_request(QUESTIONS[0]), TODAY, examples=None)
    comparisons = [example.comparison for group in found.kinds for example in group.examples]
    assert sum(bool(one.tested) for one in comparisons) > len(comparisons) / 2  # some records list no arms
    assert any(one.compared and one.random for one in comparisons)
    assert any(one.placebo for one in comparisons)


def test_without_a_limit_every_trial_is_told(sample_cache: Path) -> None:
    found = treatment_options(sample_cache, resolve_request(QUESTIONS[2]), TODAY, examples=None)
    assert all(len(group.examples) == group.total for group in found.kinds)


def test_trials_that_give_less_stand_in_a_group_of_their_own_as_well(publish: Publish, made: Made) -> None:
    less = made(1, brief_title="SAMPLE: Omission of radiotherapy in early breast cancer")
    folder = publish(less, made(2, brief_title="SAMPLE: Radiotherapy in early breast cancer"))
    found = treatment_options(folder, resolve_request(SearchRequest("breast cancer")), TODAY)
    assert found.less is not None
    assert found.less.nct_ids == (less.nct_id,)
    assert {less.nct_id} < {nct for group in found.kinds for nct in group.nct_ids}


def test_a_trial_whose_kind_was_not_read_stands_under_other(publish: Publish, made: Made) -> None:
    enriched = replace(enrich(made(1)), treatments=())
    found = treatment_options(publish(enriched), resolve_request(SearchRequest("breast cancer")), TODAY)
    assert [(group.kind, group.total) for group in found.kinds] == [("other", 1)]


def test_nothing_found_names_every_kind_as_missing(sample_cache: Path) -> None:
    spec = resolve_request(SearchRequest("breast cancer", age=30.0))._replace(statuses=())
    found = treatment_options(sample_cache, spec, TODAY)
    assert found.kinds == ()
    assert found.less is None
    assert set(found.absent) == set(Treatment) - {Treatment.OTHER}
