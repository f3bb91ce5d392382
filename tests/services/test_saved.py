"""Whatever is saved comes back the same, and what others wrote into the file stays."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.errors import UsageProblem
from trialfinder.services.private import write_private
from trialfinder.services.request import SearchRequest
from trialfinder.services.saved import SavedSearches

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
REQUESTS = st.builds(
    SearchRequest,
    cancer=TEXT,
    stage=TEXT,
    near=st.lists(TEXT, max_size=3).map(tuple),
    status=st.sampled_from(["open", "any"]),
    age=st.none() | st.floats(0, 130),
    include_unfit=st.booleans(),
    limit=st.none() | st.integers(1, 99),
)
NAMES = st.from_regex(r"\A[^\W_][\w-]{0,20}\Z")


def test_what_ends_a_line_elsewhere_is_part_of_a_value(tmp_path: Path) -> None:
    saved, odd = SavedSearches(tmp_path), SearchRequest("melanoma\x85[b]\u2028[c]")
    saved.add("a", odd)
    saved.add("b", SearchRequest("sarcoma"))
    assert saved.all()["a"] == odd
    saved.remove("b")
    assert saved.all() == {"a": odd}
    saved.remove("a")
    assert saved.all() == {}


@given(st.dictionaries(NAMES, REQUESTS, min_size=1, max_size=4), st.data())
def test_what_is_saved_comes_back_and_removing_takes_just_that(searches: dict[str, SearchRequest], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        saved = SavedSearches(Path(folder))
        for name, request in searches.items():
            saved.add(name, request)
        assert saved.all() == searches
        victim = data.draw(st.sampled_from(sorted(searches)))
        saved.remove(victim)
        assert saved.all() == {name: request for name, request in searches.items() if name != victim}


def test_a_file_written_in_another_way_is_understood_and_shortened(tmp_path: Path) -> None:
    saved = SavedSearches(tmp_path)
    saved.path.write_text('a = {cancer = "melanoma"}\nb.cancer = "sarcoma"\nb.age = 62\n', encoding="utf-8")
    assert saved.all() == {"a": SearchRequest("melanoma"), "b": SearchRequest("sarcoma", age=62)}
    saved.remove("a")
    assert saved.all() == {"b": SearchRequest("sarcoma", age=62)}


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    saved = SavedSearches(tmp_path)
    saved.path.write_bytes(b'[a]\ncancer = "\xff"\n')
    with pytest.raises(UsageProblem, match="at line 2: it is not UTF-8"):
        saved.all()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(UsageProblem, match="cannot be"):
        SavedSearches(tmp_path / "file" / "x").add("a", SearchRequest("melanoma"))


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("first", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_private(tmp_path / "link", "second")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "second"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(UsageProblem, match="cannot be written"):
        write_private(tmp_path / "file" / "x", "text")


def test_a_text_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    for text in ("first", "second"):
        write_private(path, text)
    assert path.read_text(encoding="utf-8") == "second"
    assert [one.name for one in path.parent.iterdir()] == ["file"]


def test_options_left_out_are_left_out_of_the_file(tmp_path: Path) -> None:
    saved = SavedSearches(tmp_path)
    saved.add("a", SearchRequest()._replace(cancer="melanoma"))
    assert saved.path.read_text(encoding="utf-8").endswith('\n[a]\ncancer = "melanoma"\n')
