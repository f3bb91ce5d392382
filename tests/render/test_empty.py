"""Empty and thin answers say what to do next."""

from trialfinder.domain.query import SearchResult, Suggestion
from trialfinder.render.answer import render_human
from trialfinder.render.empty import explain, loosened


def test_the_filter_that_matters_is_named_with_its_command(result: SearchResult) -> None:
    thin = result._replace(hits=(), total=0, suggestion=Suggestion(("--within 300mi",), 12))
    text = explain(thin)
    assert "212  no open site within reach (--within 300mi)" in text
    assert text.splitlines()[-1] == "  trialfinder search 'brest cancer' --stage 4 --near 'Boston, MA' --within 300mi"
    assert text in render_human(thin._replace(counts={}), 100, False)


def test_options_are_replaced_where_they_stand() -> None:
    assert loosened(["t", "--within", "5mi", "x"], "--within 300mi") == ["t", "x", "--within", "300mi"]
    assert loosened(["t", "--include-unfit", "x"], "--include-unfit") == ["t", "x", "--include-unfit"]


def test_nothing_removed_and_nothing_found_points_to_the_words(result: SearchResult) -> None:
    nothing = result._replace(removed=(), hits=(), total=0)
    assert "trialfinder terms 'breast cancer'" in explain(nothing)
    assert "trialfinder refresh" in explain(nothing._replace(facts=result.facts._replace(trials=0)))
    assert "trialfinder status" in explain(nothing._replace(spec=result.spec._replace(cancer=None)))
    assert explain(result._replace(removed=())) == ""
