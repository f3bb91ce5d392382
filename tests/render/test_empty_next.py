"""The next command a person is offered loosens what matters, and never offers closed trials first."""

from trialfinder.domain.query import CacheFacts, Removed, SearchResult, SearchSpec, Suggestion
from trialfinder.render.empty import explain, loosened


def test_an_area_is_taken_out_with_its_value() -> None:
    command = ["trialfinder", "search", "melanoma", "--country", "Australia", "--stage", "3"]
    assert loosened(command, "without --country") == ["trialfinder", "search", "melanoma", "--stage", "3"]
    assert loosened(["trialfinder", "search", "--state=Texas"], "without --state") == ["trialfinder", "search"]


def test_several_options_go_together() -> None:
    command = ["t", "search", "--near", "Boston, MA", "--within=5mi", "--near", "02115", "--sort", "distance", "x"]
    assert loosened(command, "without --near --within --sort") == ["t", "search", "x"]


def test_what_was_tried_is_offered_with_what_it_brings() -> None:
    removed = (Removed("place", 2, "too far", "--within 300mi"), Removed("phase", 7, "another phase", "without --phase"))
    result = SearchResult(
        SearchSpec(),
        CacheFacts(None, None, 100),
        (),
        0,
        removed=removed,
        command=("trialfinder", "search", "x", "--phase", "3"),
        suggestion=Suggestion(("--within 300mi", "without --phase"), 1),
    )
    assert explain(result).endswith("Try next (1 more trial):\n  trialfinder search x --within 300mi")
    assert "Try next" not in explain(result._replace(suggestion=None))
