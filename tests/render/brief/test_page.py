"""The printable page: whole, safe, readable by everybody, and quiet on the network."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from trialfinder.domain.cancer import CancerFinding, Relation
from trialfinder.domain.detail import NamedFinding
from trialfinder.domain.packet import Packet
from trialfinder.domain.query import CacheFacts, Fit, Removed, SearchSpec, Standing
from trialfinder.domain.site import Contact
from trialfinder.render.brief.markdown import plain, render_markdown
from trialfinder.render.brief.page import render_page
from trialfinder.render.brief.pages import shortened

Outlined = Callable[[str], Any]
RENDERERS = (render_page, render_markdown)


def test_the_page_looks_as_it_did(packet: Packet, golden: Callable[[str, str], None]) -> None:
    golden("brief.html", render_page(packet))


def test_the_markdown_looks_as_it_did(packet: Packet, golden: Callable[[str, str], None]) -> None:
    golden("brief.md", render_markdown(packet))


def test_nothing_is_loaded_and_nothing_runs(worst: Packet, outline: Outlined) -> None:
    page = outline(render_page(worst))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object", "embed", "form", "video", "audio", "base"}
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action", "style")], tag
        target = attributes.get("href") or ""
        if target.startswith("http"):
            assert tag == "a"
            assert target.startswith("https://clinicaltrials.gov/study/NCT")
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_hostile_text_is_shown_and_harmless(worst: Packet, outline: Outlined) -> None:
    html = render_page(worst)
    assert "<script" not in html
    assert "<img" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "<script>alert(1)</script>" in outline(html).text
    assert "{{ 7*7 }}" in html
    text = render_markdown(worst)
    assert not re.search(r"(?<!\\)(?:<(?:script|img)|\]\(|\*b)", text)
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("<b> & [x](y) | z", r"\<b\> \& \[x\](y) \| z"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("two\nlines", "two lines"),
        ("plain 1.5 mg - daily", "plain 1.5 mg - daily"),
    ],
)
def test_markdown_shows_marks_instead_of_acting_on_them(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_headings_stand_in_order_and_once(packet: Packet, outline: Outlined) -> None:
    levels = [int(tag[1]) for tag, _ in outline(render_page(packet)).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_page_can_be_read_without_seeing_it(packet: Packet, outline: Outlined) -> None:
    page = outline(render_page(packet))
    assert ("html", {"lang": "en"}) in page.tags
    html = render_page(packet)
    assert '<svg role="img" aria-labelledby="map-name map-words"' in html
    described = re.search(r"<desc id=\"map-words\">(.*?)</desc>", html)
    assert described
    assert "Boston, Massachusetts, in the same city: trials 1 and 3" in described[1]
    heads = [attributes for tag, attributes in page.tags if tag == "th"]
    assert heads
    assert all(attributes.get("scope") for attributes in heads)
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    anchors = {attributes["href"][1:] for tag, attributes in page.tags if tag == "a" and attributes["href"].startswith("#")}
    assert anchors <= set(identifiers)


@pytest.mark.parametrize("render", RENDERERS)
def test_both_forms_say_the_same(render: Callable[[Packet], str], packet: Packet, outline: Outlined) -> None:
    text = render(packet)
    said = outline(text).text if render is render_page else re.sub(r"\\(.)", r"\1", text)
    for words in (
        *("breast cancer (typed as “brest cancer”)", "stage IV (typed as “4”)", "HER2-positive", "Two operations so far."),
        *("Immunotherapy and chemotherapy", "Observation and registry", "Targeted therapy"),
        *("histologically confirmed metastatic breast cancer", "617-555-0100 ext. 4", "NCT99000001", "NCT99000003"),
        *("Harbor Center", "7 trials may fit there, with trial 1", "Pathology report", "Could I get a placebo?"),
        *("not medical advice", "2026-11-20", "trialfinder search 'brest cancer' --stage 4 --all", "1-800-4-CANCER"),
        *("Docetaxel alone", "chance decides who is in which group", "Blinded"),
    ):
        assert words in said, words
    assert "eligib" not in said.lower()
    assert "SAMPLE" not in said


def test_only_what_was_typed_stands_in_the_summary(packet: Packet, outline: Outlined) -> None:
    bare = replace(packet, note="", result=packet.result._replace(spec=SearchSpec()))
    for render in RENDERERS:
        said = render(bare)
        assert "You did not tell us about yourself" in said
        assert "100 miles" not in outline(said.split("Trials to talk about")[0]).text


@pytest.mark.parametrize("render", RENDERERS)
def test_sample_data_say_so_on_every_page(render: Callable[[Packet], str], packet: Packet) -> None:
    facts = CacheFacts(packet.result.facts.registry_timestamp, None, 240, sample=True)
    said = render(replace(packet, result=packet.result._replace(facts=facts)))
    assert said.count("SAMPLE DATA") >= (len(packet.trials) + 2 if render is render_page else 2)
    assert "U.S. National Library" not in said


@pytest.mark.parametrize("render", RENDERERS)
def test_an_empty_answer_still_makes_a_packet(render: Callable[[Packet], str], packet: Packet) -> None:
    removed = (Removed("place", 27, "no open site within reach", "--within 300mi"),)
    result = packet.result._replace(hits=(), total=0, counts={}, standings={}, removed=removed)
    said = render(replace(packet, trials=(), sites=(), centers=(), result=result))
    assert "No trial was found" in said
    assert "27 left out: no open site within reach" in said
    assert "Questions for the second opinion" in said
    assert "No open site is known" in said


def test_somebody_to_call_for_the_whole_trial_is_told_even_without_a_site(packet: Packet, outline: Outlined) -> None:
    page = packet.trials[0]
    hit = page.hit._replace(nearest_site=None, central_contact=Contact("Study Desk", "", "800-555-0123"))
    said = outline(render_page(replace(packet, trials=(replace(page, hit=hit), *packet.trials[1:])))).text
    assert "No open site listed Study Desk, 800-555-0123" in said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({(None, Fit.FITS): 2}, "2 trials fit what you told us."),
        ({(None, Fit.FITS): 1}, "1 trial fits what you told us."),
        ({(None, Fit.UNCLEAR): 4, (None, Fit.UNFIT): 3}, "4 trials may fit; all are unclear. 3 more may not fit."),
        ({(None, Fit.UNCLEAR): 1}, "1 trial may fit; it is unclear."),
        ({(None, Fit.FITS): 1, (None, Fit.UNCLEAR): 1}, "2 trials may fit: 1 fits what you told us, 1 is unclear."),
    ],
)
def test_the_count_is_a_sentence(counts: dict[Any, int], said: str, packet: Packet) -> None:
    page = render_page(replace(packet, result=packet.result._replace(counts=counts, standings={})))
    assert f"<p>{said}</p>" in page


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Short.", 20, "Short."),
        ("One sentence. Another one. And more.", 28, "One sentence. Another one."),
        ("A very long sentence that never comes to its end", 20, "A very long …"),
        ("Ok. " + "long " * 20, 30, "Ok. long long long long long …"),
    ],
)
def test_what_is_shortened_ends_at_a_sentence_or_says_that_it_goes_on(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


@pytest.mark.parametrize(
    ("standings", "said"),
    [
        ({Standing.UPCOMING: 2}, "None of them takes people now."),
        ({Standing.OPEN: 1, Standing.UPCOMING: 1}, "1 of them takes people now."),
        ({Standing.OPEN: 2, Standing.UPCOMING: 1}, "2 of them take people now."),
    ],
)
def test_how_many_take_people_now_is_a_sentence(standings: dict[Any, int], said: str, packet: Packet) -> None:
    assert said in render_page(replace(packet, result=packet.result._replace(standings=standings)))


def test_who_takes_people_now_is_told_of_those_that_may_fit(packet: Packet) -> None:
    counts: dict[Any, int] = {(None, Fit.UNCLEAR): 4, (None, Fit.UNFIT): 2}
    standings = {Standing.OPEN: 2, Standing.CLOSED: 2}
    page = render_page(replace(packet, result=packet.result._replace(counts=counts, standings=standings)))
    assert "all are unclear. 2 of them take people now. 2 more may not fit." in page


def test_a_row_stays_a_row_where_a_phone_lays_it_out_as_blocks(packet: Packet) -> None:
    page = render_page(packet)
    for tag, role in (("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row"), ("td", "cell")):
        opened = re.findall(rf"<{tag}\b[^>]*>", page)
        assert opened
        assert all(f'role="{role}"' in one for one in opened), tag
    assert all("header" in one for one in re.findall(r"<th\b[^>]*>", page))


def test_a_cancer_that_the_record_does_not_name_is_not_quoted_as_named(packet: Packet) -> None:
    first = packet.trials[0]
    for relation, told in ((Relation.ABOUT, True), (Relation.BROAD, True), (Relation.REST, False), (Relation.UMBRELLA, False)):
        named = NamedFinding("breast cancer", CancerFinding("breast", relation, "conditions", "Carcinoma"))
        page = replace(first, detail=replace(first.detail, cancers=(named,)))
        assert ("names breast cancer: “Carcinoma”" in render_page(replace(packet, trials=(page,)))) is told


def test_a_trial_that_takes_nobody_now_says_so_beside_its_answer(packet: Packet, outline: Outlined) -> None:
    first = packet.trials[0]
    closed = replace(first, hit=first.hit._replace(status="COMPLETED", standing=Standing.CLOSED))
    said = outline(render_page(replace(packet, trials=(closed,)))).text
    assert said.count("FITS, NOT OPEN NOW") == 2
