"""Whole answers, as a person sees them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.cancer import Marker
from trialfinder.domain.place import Distance, Place, PlaceKind
from trialfinder.domain.query import CacheFacts, Fit, Group, Hit, NearestSite, SearchResult, SearchSpec, Standing
from trialfinder.domain.trial import Contact
from trialfinder.render.answer import echo, render_human, show_command, summary
from trialfinder.render.layout import columns

BARE_PLACE = Place("", "Somewhere", PlaceKind.STATE, None)


@pytest.mark.parametrize(("style", "width"), [("table", 80), ("table", 100), ("table", 200), ("list", 80), ("auto", 120)])
def test_answers_look_as_they_did(style: str, width: int, result: SearchResult, golden: Callable[[str, str], None]) -> None:
    text = render_human(result, width, False, style)
    golden(f"answer_{style}_{width}.txt", text)
    told = [line for line in text.splitlines() if "  trialfinder " not in line]  # a command stays whole, to be copied
    assert max(map(columns, told)) <= width


@pytest.mark.parametrize("width", [40, 60, 80, 99, 100, 137])
@pytest.mark.parametrize("style", ["auto", "table", "list"])
def test_nothing_is_wider_than_the_screen_and_nothing_is_cut(style: str, width: int, result: SearchResult) -> None:
    text = render_human(result, width, False, style)
    assert max(columns(line) for line in text.splitlines() if "  trialfinder " not in line) <= width
    assert "NCT99000002" in "".join(text.split())


def test_colour_adds_nothing_but_colour(result: SearchResult) -> None:
    for style in ("table", "list"):
        assert re.sub(r"\x1b\[[\d;]*m", "", render_human(result, 120, True, style)) == render_human(result, 120, False, style)


def test_the_list_draws_no_lines(result: SearchResult) -> None:
    assert not set("─│┌|+") & set(render_human(result, 80, False, "list").replace("+1 800", ""))


def test_never_says_eligible(result: SearchResult) -> None:
    assert "eligib" not in render_human(result, 100, False).lower()


def test_control_characters_of_the_registry_never_reach_the_terminal(result: SearchResult, hit: Hit) -> None:
    hostile = hit._replace(title="\x1b]0;evil\x07A\x9b31m \u202etitle\r\nB", reasons=("\x1b[2J",))
    text = render_human(result._replace(hits=(hostile,)), 100, False)
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(text)


def test_counts_are_told_without_a_silent_cut(result: SearchResult) -> None:
    assert summary(result) == (
        "47 trials may fit: 31 fit what you told us, 16 are unclear."
        " 40 of these take people now, 5 are not open yet and 2 are by invitation only."
        " 12 more may not fit (--include-unfit lists them)."
        " Showing 3 of 47; --all for the rest."
    )
    assert summary(result._replace(counts={}, hits=(), total=0)) == "No trial was found that fits what you told us."


def test_the_usual_radius_is_said_aloud(result: SearchResult) -> None:
    assert "Place: Boston, Massachusetts, within 100 miles (about 160 km), the usual radius; --within changes it" in echo(result)
    typed = result._replace(spec=result.spec._replace(within=Distance(30, "km"), within_given=True))
    assert "Place: Boston, Massachusetts, within 30 km (about 19 miles)" in echo(typed)


def test_sample_data_say_so_at_both_ends(result: SearchResult) -> None:
    text = render_human(result._replace(facts=result.facts._replace(sample=True)), 80, False)
    assert text.startswith("*** SAMPLE DATA")
    assert text.rstrip().endswith("***")


def test_unfit_comes_last_in_its_group(result: SearchResult, hit: Hit) -> None:
    text = render_human(result._replace(hits=(hit._replace(fit=Fit.UNFIT, nct_id="NCT99000009"), hit)), 80, False)
    assert text.index("NCT99000001") < text.index("NCT99000009")
    assert "MAY NOT FIT" in text


def test_everything_asked_is_echoed(result: SearchResult) -> None:
    state = BARE_PLACE._replace(name="Texas", typed="Texsas", corrected=True)
    spec = SearchSpec(
        cancer=result.spec.cancer and result.spec.cancer._replace(staged=False), stage=result.spec.stage, places=(state,)
    )
    spec = spec._replace(age_years=61.0, sex="FEMALE", statuses=("RECRUITING",), not_for_patients=True)
    lines = echo(result._replace(spec=spec))
    assert "Place: Texas" in lines
    assert "Spelling: Read “Texsas” as Texas" in lines
    assert "Age: 61 years" in lines
    assert "Sex: women" in lines
    assert "Status: recruiting now" in lines
    assert any("not staged by numbers" in line for line in lines)
    nothing = echo(result._replace(spec=SearchSpec(statuses=None)))
    assert nothing[0].startswith("Cancer: any")
    assert "Status: any, closed trials too" in nothing


def test_what_a_record_lacks_is_said_to_be_missing(result: SearchResult, hit: Hit) -> None:
    bare = hit._replace(nearest_site=None, last_update=None, last_verified=None, reasons=(), title="", treatments=(), group=None)
    spec = result.spec._replace(cancer=None)
    text = " ".join(render_human(result._replace(hits=(bare, bare._replace(sites=0)), spec=spec), 80, False).split())
    for sentence in (
        "No open site listed",
        "No site listed yet",
        "date not given",
        "no contact listed",
        "(no title)",
        "Not known when",
    ):
        assert sentence in text


@given(st.text(max_size=300), st.integers(20, 220), st.sampled_from(["table", "list"]))
def test_no_text_of_the_registry_breaks_an_answer(text: str, width: int, style: str) -> None:
    site = NearestSite(text, text, text, text, text, text, 3.0, Contact(text, text, text, text), "site", "open", text)
    hit = Hit(
        *(
            "NCT99000001",
            text,
            text,
            Group.ABOUT,
            Fit.FITS,
            (text,),
            (),
            (),
            True,
            (),
            (),
            (text,),
            False,
            (text,),
            (text,),
            "",
            (),
        ),
        *(None, None, text, text, text, text, site, site, 3, 2, 4, date(2026, 1, 1), date(2024, 1, 1), None),
    )
    result = SearchResult(SearchSpec(places=(BARE_PLACE,)), CacheFacts(None, None, 1), (hit,), 1, today=date(2026, 11, 24))
    shown = render_human(result, width, False, style)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "NCT99000001" in "".join(shown.split())


def test_of_many_cancers_only_the_one_asked_is_named(result: SearchResult) -> None:
    names = ("lung cancer", "stomach cancer", "liver cancer", "breast cancer")
    hit = result.hits[0]._replace(reasons=(), cancers=("lung", "stomach", "liver", "breast"), cancer_names=names)
    text = render_human(result._replace(hits=(hit,)), 110, color=False, style="list")
    assert "FITS: is about breast cancer\n" in text


def test_the_next_commands_ask_the_same_of_other_verbs(result: SearchResult) -> None:
    command = ("trialfinder", "search", "brest cancer", "--sort=distance", "--format", "list", "--all", "--near", "Boston, MA")
    text = render_human(result._replace(command=command), 80, color=False)
    assert "  trialfinder options 'brest cancer' --near 'Boston, MA'\n" in text
    assert "  trialfinder brief 'brest cancer' --near 'Boston, MA'\n" in text
    assert "trialfinder options" not in render_human(result._replace(hits=(), command=command), 80, color=False)


def test_a_trial_that_is_over_is_not_one_to_call_about(result: SearchResult) -> None:
    long_ago = result.hits[0]._replace(last_verified=date(2019, 1, 1), sites=0, nearest_site=None)
    over = long_ago._replace(status="COMPLETED", standing=Standing.CLOSED)
    assert "call before you count on it" in render_human(result._replace(hits=(long_ago,)), 110, color=False)
    text = render_human(result._replace(hits=(over,)), 110, color=False)
    assert "call before you count on it" not in text
    assert "No site listed yet" not in text


def test_what_is_closed_stands_after_what_is_open(result: SearchResult) -> None:
    closed = result.hits[0]._replace(fit=Fit.FITS, status="COMPLETED", standing=Standing.CLOSED, title="SAMPLE: over")
    open_now = closed._replace(fit=Fit.UNCLEAR, status="RECRUITING", standing=Standing.OPEN, title="SAMPLE: open")
    text = render_human(result._replace(hits=(closed, open_now)), 110, color=False, style="list")
    assert text.index("SAMPLE: open") < text.index("SAMPLE: over")


def test_data_a_month_old_says_how_to_renew_it(result: SearchResult) -> None:
    renewed = "trialfinder refresh brings it up to date"
    assert not any(renewed in line for line in echo(result))
    old = result._replace(facts=result.facts._replace(registry_timestamp=datetime(2026, 9, 1, tzinfo=UTC)))
    assert any(renewed in line for line in echo(old))
    assert not any(renewed in line for line in echo(old._replace(facts=old.facts._replace(sample=True))))


def test_a_mutation_says_that_its_kind_is_not_compared(result: SearchResult) -> None:
    asked = result._replace(spec=result.spec._replace(markers=(Marker("egfr", "EGFR-mutated"),)))
    assert any("not compared" in line for line in echo(asked))
    assert not any("not compared" in line for line in echo(result))


def test_a_long_list_of_kinds_is_cut_with_its_number(result: SearchResult) -> None:
    assert result.spec.cancer is not None
    cancer = result.spec.cancer._replace(name="any cancer", covers=tuple(f"kind {number}" for number in range(36)))
    (line,) = [line for line in echo(result._replace(spec=result.spec._replace(cancer=cancer))) if line.startswith("Cancer: ")]
    assert line == "Cancer: any cancer (covers kind 0, kind 1, kind 2, kind 3, kind 4, kind 5 and 30 more kinds)"


@pytest.mark.parametrize("cache", [("--cache", "here"), ("--cache=here",), ()])
def test_the_next_trial_is_shown_from_the_same_copy(cache: tuple[str, ...], result: SearchResult) -> None:
    text = render_human(result._replace(command=("trialfinder", "search", *cache, "brest cancer")), 110, color=False)
    assert " ".join(["trialfinder show NCT99000001 --near 'Boston, MA' --marker HER2-positive", *cache]) + "\n" in text


def test_the_next_trial_is_judged_for_the_same_person(result: SearchResult) -> None:
    assert result.spec.cancer
    told = result.spec._replace(age_years=9 / 12, sex="FEMALE")
    typed = ("--country", "Canada", "--country=Chile", "--line", "treated", "--marker", "BRCA")
    one = result._replace(spec=told, command=("trialfinder", "search", "--stage", "4", *typed))
    assert show_command(one, "NCT99000001") == (
        "trialfinder show NCT99000001 --near 'Boston, MA' --stage 4 --age '9 months' --sex female"
        " --marker HER2-positive --country Canada --country=Chile --line treated --marker BRCA"
    )
    unknown = told._replace(age_years=0.0, age_to=18.0, sex="")
    assert "--age" not in show_command(one._replace(spec=unknown), "NCT99000001")
    assert any(line.startswith("Age: younger than 18 years (from") for line in echo(one._replace(spec=unknown)))
    in_words = told._replace(cancer=result.spec.cancer._replace(stage_words="metastatic"), age_years=62.0, sex="")
    assert "--stage metastatic --age 62" in show_command(
        one._replace(spec=in_words, command=("trialfinder", "search")), "NCT99000001"
    )
