"""The packet as Markdown, for mail and notes: the same sentences as the page, the map as its list.

Registry text is data here too: every mark that Markdown or HTML would act on is escaped.
"""

import re
from collections.abc import Iterable, Iterator

from trialfinder.domain.packet import Packet
from trialfinder.render.brief.pages import TrialPage
from trialfinder.render.brief.view import PacketView, packet_view
from trialfinder.vocab.second_opinion import Topic

__all__ = ["plain", "render_markdown"]

_ACTIVE = re.compile(r"([\\`*_\[\]<>|#~&])")
#: What begins a list or a heading where it begins a line.
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def render_markdown(packet: Packet) -> str:
    """A whole Markdown document."""
    return "\n".join(_lines(packet_view(packet))).rstrip() + "\n"


def plain(text: str) -> str:
    """``text`` so that Markdown shows it as it is, on one line."""
    escaped = _ACTIVE.sub(r"\\\1", " ".join(text.split()))
    return _LEADING.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2][0].isdigit() else f"{found[1]}{found[2][:-1]}\\{found[2][-1]}",
        escaped,
    )


def _lines(view: PacketView) -> Iterator[str]:
    say = view.say
    yield from _banner(view)
    yield from (f"# {plain(say['title'])}", "", f"{plain(say['purpose'])} {plain(say['made'])} {view.prepared}.", "")
    yield from _about(view)
    yield from _short_list(view)
    yield from ("## Questions for the second opinion", "")
    for topic in say.questions:
        yield from _topic(topic)
    yield from ("## What to prepare", "")
    for topic in (say.records, say.at_hand, say.how):
        yield from _topic(topic)
    yield from _places(view)
    yield from (f"## {plain(say['sources_title'])}", "", *(f"- {plain(text)}" for text in view.sources), "")
    yield from (f"**{plain(say['caution'])}**", "", plain(say["private"]), "")
    for page in view.pages:
        yield from _page(page, view)
    yield from _banner(view)


def _banner(view: PacketView) -> Iterator[str]:
    if view.sample:
        yield from (f"**{plain(view.sample)}**", "")


def _about(view: PacketView) -> Iterator[str]:
    yield from ("## About me", "")
    yield from (f"- **{label}**: {plain(text)}" for label, text in view.about)
    if not view.about:
        yield plain(view.say["no_summary"])
    yield ""
    if view.note:
        yield from (f"### {plain(view.say['note_title'])}", "")
        for line in view.note:
            yield from (f"> {plain(line)}", ">")
        yield ""


def _short_list(view: PacketView) -> Iterator[str]:
    yield from ("## Trials to talk about", "")
    for text in view.found:
        yield from (plain(text), "")
    for group in view.kinds:
        yield from (f"### {plain(group.kind)}", "", "| Trial | Why | Where, and whom to call |", "|---|---|---|")
        for row in group.rows:
            why = f"**{row.label}**: {plain('; '.join(row.reasons))}"
            yield f"| {row.number}. {plain(row.title)} {row.nct_id} | {why} | {plain(row.where)}<br>{plain(row.call)} |"
        yield ""
    for label, meaning in view.answers:
        yield from (f"**{label}**: {plain(meaning)}.", "")


def _places(view: PacketView) -> Iterator[str]:
    say = view.say
    yield from (f"## {plain(say['places_title'])}", "", f"### {plain(say['map_title'])}", "")
    if view.map:
        yield from (f"- {plain(text)}" for _, text in view.map.legend)
    yield from (["", plain(view.map.more)] if view.map and view.map.more else [] if view.map else [plain(view.no_map)])
    yield from ("", f"### {plain(say['centers_title'])}", "")
    yield from (plain(say["centers_intro"] if view.centers else say["no_centers"]), "")
    yield from (f"- {plain(text)}" for text in view.centers)
    yield from (["", plain(view.centers_more), ""] if view.centers_more else [""])


def _page(page: TrialPage, view: PacketView) -> Iterator[str]:
    card, say = page.card, view.say
    yield from ("---", "", f"## {card.number}. {plain(card.title)}", "", f"{card.nct_id}, {plain(card.status)}. <{card.url}>", "")
    if card.warning:
        yield from (f"**{plain(card.warning)}.**", "")
    yield from (f"### {page.why_title}", "", f"**{card.verdict}**: {plain(page.meaning)}.", "")
    yield from (*(f"- {plain(reason)}" for reason in page.reasons), "", "### What it is", "")
    yield from (*(f"- **{label}**: {plain(text)}" for label, text in page.facts), "")
    if page.summary:
        yield from ("### In the words of the study team", "")
        yield from (line for text in page.summary for line in (plain(text), ""))
    yield from ("### Where, and whom to call", "")
    if page.sites:
        yield from ("| Place | How far, open? | Call |", "|---|---|---|")
        yield from (f"| {plain(site.place)} | {plain(site.how_far)} | {plain(site.call)} |" for site in page.sites)
        yield ""
    for text in page.sites_notes:
        yield from (plain(text), "")
    yield from _topic(say.team)
    yield from (" ".join(f"{label} \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_" for label in say.call_labels), "")
    if page.words:
        yield from (
            f"### {plain(say['words_title'])}",
            "",
            *(f"- **{term}**: {plain(meaning)}" for term, meaning in page.words),
            "",
        )


def _topic(topic: Topic) -> Iterator[str]:
    yield from (f"### {plain(topic.title)}", "", *_ticks(topic.items), "")
    if topic.after:
        yield from (plain(topic.after), "")


def _ticks(items: Iterable[str]) -> Iterator[str]:
    return (f"- [ ] {plain(item)}" for item in items)
