"""The next command a person is offered loosens what matters, and never offers closed trials first."""

from trialfinder.domain.query import CacheFacts, Removed, SearchResult, SearchSpec
from trialfinder.render.empty import explain, loosened


def test_an_area_is_taken_out_with_its_value() -> None:
    command = ["trialfinder", "search", "melanoma", "--country", "Australia", "--stage", "3"]
    assert loosened(command, "without --country") == ["trialfinder", "search", "melanoma", "--stage", "3"]
    assert loosened(["trialfinder", "search", "--state=Texas"], "without --state") == ["trialfinder", "search"]


def test_closed_trials_are_offered_last() -> None:
    removed = (
        Removed("status", 70, "closed", "--status any"),
        Removed("place", 2, "too far", "--within 300mi"),
        Removed("patients", 99, "healthy", "--healthy"),
    )
    result = SearchResult(
        SearchSpec(), CacheFacts(None, None, 100), (), 0, removed=removed, command=("trialfinder", "search", "x")
    )
    assert explain(result).endswith("trialfinder search x --within 300mi")
