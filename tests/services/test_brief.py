"""Which trials go into a packet, where they are, and which centers are in reach."""

from datetime import date
from pathlib import Path

import pytest

from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import Fit, Group, Hit, Standing
from trialfinder.services.brief import build_packet, pick
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.services.search import search

TODAY = date(2026, 11, 24)
QUESTION = SearchRequest(cancer="breast cancer", stage="4", near=("Boston, MA",))


@pytest.fixture(scope="module")
def some(sample_cache: Path) -> Hit:
    return search(sample_cache, resolve_request(QUESTION), TODAY).hits[0]


def made(base: Hit, name: str) -> Hit:
    """A hit by a short name: kinds of treatment, then F or U for the answer, w for a wider group, c closed, i invited, s supportive."""
    kinds, marks = name.split(":")
    known = {"I": "immunotherapy", "C": "chemotherapy", "S": "surgery"}
    return base._replace(
        nct_id=name,
        treatments=tuple(known[letter] for letter in kinds),
        fit=Fit.FITS if "F" in marks else Fit.UNCLEAR,
        group=Group.UMBRELLA if "w" in marks else Group.ABOUT,
        standing=Standing.CLOSED if "c" in marks else Standing.INVITATION if "i" in marks else Standing.OPEN,
        primary_purpose="SUPPORTIVE_CARE" if "s" in marks else "TREATMENT",
    )


@pytest.mark.parametrize(
    ("answer", "listed", "picked", "why"),
    [
        ("I:F1 I:F2 C:F I:F3", 2, "I:F1 C:F", "each kind in turn"),
        ("I:F1 C:F I:F2", 3, "I:F1 I:F2 C:F", "the same kinds stand side by side"),
        ("I:F C:U S:Fw", 2, "I:F S:Fw", "what fits comes before what is unclear"),
        ("I:Fw C:F", 1, "C:F", "this cancer before a wider group"),
        ("I:Fc C:U", 1, "C:U", "what is closed comes last, however well it fits"),
        ("I:Fi C:U", 1, "C:U", "so does what nobody can ask to join"),
        ("I:Fs C:U", 1, "C:U", "what treats the cancer comes before what eases it"),
        ("IC:F I:F IC:F2", 2, "IC:F I:F", "several kinds together are a kind"),
        ("I:F", 5, "I:F", "few stay few"),
        ("", 5, "", "none stays none"),
    ],
)
def test_what_is_picked(answer: str, listed: int, picked: str, why: str, some: Hit) -> None:
    hits = [made(some, name) for name in answer.split()]
    assert [hit.nct_id for hit in pick(hits, listed)] == picked.split(), why


def test_a_packet_counts_all_and_shows_few(sample_cache: Path) -> None:
    spec = resolve_request(QUESTION)
    packet = build_packet(sample_cache, spec, TODAY, listed=3)
    assert len(packet.trials) == 3
    assert packet.result.total == search(sample_cache, spec._replace(limit=1), TODAY).total > 3
    for page in packet.trials:
        assert page.hit.nct_id == page.detail.trial.nct_id
        assert page.sites
        assert all(view.access != "closed" for view in page.sites)
    listed = {page.hit.nct_id for page in packet.trials}
    assert {nct_id for site in packet.sites for nct_id in site.nct_ids} <= listed
    assert all(site.miles is not None and site.miles <= 100 for site in packet.sites)


def test_trials_that_are_named_are_shown_whatever_is_asked(sample_cache: Path) -> None:
    every = search(sample_cache, resolve_request(SearchRequest(status="any", not_for_patients=True)), TODAY).hits
    named = [hit.nct_id for hit in every[::40]]
    spec = resolve_request(SearchRequest(cancer="mesothelioma", stage="1", near=("Boise, ID",), age=3, sex="male", phases=("4",)))
    packet = build_packet(sample_cache, spec, TODAY, trials=[*named, named[0].removeprefix("NCT")])
    assert packet.chosen
    assert [page.hit.nct_id for page in packet.trials] == named
    assert sum(packet.result.counts.values()) == len(named)


def test_a_named_trial_out_of_reach_tells_how_far_its_nearest_site_is(sample_cache: Path) -> None:
    every = search(sample_cache, resolve_request(SearchRequest(near=("Boston, MA",))), TODAY).hits
    named = [hit.nct_id for hit in every if hit.nearest_site and hit.nearest_site.miles is not None]
    packet = build_packet(
        sample_cache, resolve_request(SearchRequest(near=("Honolulu, HI",), within="5mi")), TODAY, trials=named[:5]
    )
    for page in packet.trials:
        assert page.hit.nearest_site
        assert page.hit.nearest_site.miles is not None
        assert page.hit.nearest_site.miles > 1000


@pytest.mark.parametrize("typed", ["NCT00000001", "breast", ""])
def test_a_trial_that_is_not_there_is_a_sentence(typed: str, sample_cache: Path) -> None:
    with pytest.raises(UsageProblem, match=r"\w"):
        build_packet(sample_cache, resolve_request(SearchRequest()), TODAY, trials=[typed])


@pytest.mark.parametrize(
    ("request_", "inside", "outside"),
    [
        (SearchRequest(near=("Boston, MA",)), "Dana-Farber/Harvard Cancer Center", "Fred Hutchinson Cancer Center"),
        (SearchRequest(states=("Texas",)), "The University of Texas MD Anderson Cancer Center", "Fred Hutchinson Cancer Center"),
        (
            SearchRequest(near=("Boise, ID",)),
            "Huntsman Cancer Institute at the University of Utah",
            "Dana-Farber/Harvard Cancer Center",
        ),
        (SearchRequest(near=("Paris, France",)), None, "Dana-Farber/Harvard Cancer Center"),
        (SearchRequest(near=("Bar Harbor, ME",), within="5mi"), None, "The Jackson Laboratory Cancer Center"),
    ],
    ids=["in reach", "in the state", "the nearest when none is", "none abroad", "never a laboratory"],
)
def test_centers_in_reach(request_: SearchRequest, inside: str | None, outside: str, sample_cache: Path) -> None:
    packet = build_packet(sample_cache, resolve_request(request_._replace(cancer="breast cancer")), TODAY)
    names = [center.name for center in packet.centers]
    assert inside is None or inside in names
    assert outside not in names
    miles = [center.miles for center in packet.centers if center.miles is not None]
    assert miles == sorted(miles)


def test_large_towns_are_around_and_are_no_second_name_for_a_site(sample_cache: Path) -> None:
    packet = build_packet(sample_cache, resolve_request(QUESTION), TODAY)
    names = [landmark.name for landmark in packet.landmarks]
    assert names
    assert not {site.city for site in packet.sites} & set(names)
    assert all(40 < landmark.point.lat < 46 for landmark in packet.landmarks)
