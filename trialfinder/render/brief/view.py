"""A packet as plain sentences in the order they are read. The page and the Markdown lay out this view and add nothing to it.

Everything here is plain text: registry text is cleaned of control characters, and escaped where it is laid out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialfinder.domain.age import span
from trialfinder.domain.packet import CenterNear, Packet, PacketTrial
from trialfinder.domain.query import Fit, SearchSpec, Standing
from trialfinder.domain.stage import Line
from trialfinder.render import words
from trialfinder.render.answer import counted, sample_banner
from trialfinder.render.brief.map import MapView, map_view
from trialfinder.render.brief.pages import TrialPage, reasons_of, shortened, trial_page
from trialfinder.render.card import Card, card, place_name
from trialfinder.vocab.second_opinion import SecondOpinion, second_opinion

__all__ = ["KindGroup", "PacketView", "ShortRow", "packet_view"]

#: More centers than this are counted: the second page has room for no more.
_CENTERS = 3
#: Letters of a title, of a place and of reasons in the short list; all stand in full on the page of the trial.
_TITLE = 130
_PLACE = 80
_WHY = 210
#: What a search says of an option has no place on paper.
_OPTION = re.compile(r"; --[^)]*")
#: The echo of a search speaks to the person; on paper the person speaks.
_TYPED = re.compile(r"\(you typed '(.*?)'\)")


@dataclass(frozen=True, slots=True)
class ShortRow:
    """One trial in the short list."""

    number: int
    title: str
    """Shortened; in full on the page of the trial."""
    nct_id: str
    label: str
    reasons: tuple[str, ...]
    where: str
    call: str


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Trials of the short list that test the same kinds of treatment."""

    kind: str
    rows: tuple[ShortRow, ...]


@dataclass(frozen=True, slots=True)
class PacketView:
    """Everything on the page but its headings, which are fixed."""

    say: SecondOpinion
    """Our own sentences."""
    sample: str
    """A warning that the trials are made up, or ``""``."""
    prepared: str
    about: tuple[tuple[str, str], ...]
    """What the person typed, as label and text."""
    note: tuple[str, ...]
    """Lines of the person's own note."""
    found: tuple[str, ...]
    """How many trials, how these were picked, and how to see the rest."""
    kinds: tuple[KindGroup, ...]
    answers: tuple[tuple[str, str], ...]
    """Each answer in the short list, and what it means."""
    map: MapView | None
    no_map: str
    map_caption: str
    centers: tuple[str, ...]
    centers_more: str
    sources: tuple[str, ...]
    pages: tuple[TrialPage, ...]


def packet_view(packet: Packet) -> PacketView:
    """The packet in sentences."""
    say, result = second_opinion(), packet.result
    unit = result.spec.within.unit
    numbers = {page.hit.nct_id: number for number, page in enumerate(packet.trials, start=1)}
    cards = [card(page.hit, numbers[page.hit.nct_id], result) for page in packet.trials]
    told = [_center(center, numbers, unit) for center in packet.centers]
    return PacketView(
        say=say,
        sample="".join(sample_banner(result.facts, 200, color=False)).strip("* "),
        prepared=f"{result.today:%Y-%m-%d}",
        about=tuple(_about(result.spec)),
        note=tuple(line for line in words.clean_lines(packet.note) if line.strip()),
        found=tuple(_found(packet, say)),
        kinds=tuple(_kinds(packet, cards)),
        answers=tuple(
            (words.FIT_LABELS[fit], words.FIT_MEANINGS[fit]) for fit in Fit if any(page.hit.fit is fit for page in packet.trials)
        ),
        map=map_view(packet.sites, result.spec.places, packet.landmarks, numbers, unit) if result.spec.placed else None,
        no_map=say["no_map" if result.spec.placed else "no_place"],
        map_caption=say["map_caption_km" if unit == "km" else "map_caption"],
        centers=tuple(told[:_CENTERS]),
        centers_more=f"And {words.count(len(told) - _CENTERS, 'more center')}." if len(told) > _CENTERS else "",
        sources=tuple(_sources(packet)),
        pages=tuple(trial_page(page, one, result) for page, one in zip(packet.trials, cards, strict=True)),
    )


def _about(spec: SearchSpec) -> Iterator[tuple[str, str]]:
    """Only what was typed. What was assumed (the radius, open trials) is no word of the person's."""
    if spec.cancer:
        typed = f" (typed as “{spec.cancer.typed}”)" if spec.cancer.corrected else ""
        yield "Cancer", words.clean(f"{spec.cancer.name}{typed}")
    if spec.asked_markers:
        yield "Markers", words.clean(words.joined(marker.name for marker in spec.asked_markers))
    if spec.stage:
        yield "Stage", words.clean(_TYPED.sub(r"(typed as “\1”)", _OPTION.sub("", spec.stage.understood)))
    if spec.line:
        yield "Treatment so far", {Line.UNTREATED: "none for this cancer", Line.TREATED: "some for this cancer"}[spec.line]
    if spec.age_years is not None:
        yield "Age", span(spec.age_years, spec.age_to)
    if spec.sex:
        yield "Sex", {"FEMALE": "female", "MALE": "male"}.get(spec.sex, spec.sex)
    if spec.places:
        reach = f", up to {words.radius(spec.within)} away" if spec.measured and spec.within_given else ""
        yield "Place", words.clean(words.joined((place.name for place in spec.places), "or") + reach)
    yield from _asked(spec)


def _asked(spec: SearchSpec) -> Iterator[tuple[str, str]]:
    """What was asked of the trials, not told of the person."""
    for label, names in (
        ("State", [place.name for place in spec.states]),
        ("Country", [place.name for place in spec.countries]),
        ("City", spec.cities),
        ("Site", spec.facilities),
        ("Center", ["any with the mark of the NCI"] if spec.center == "nci" else [spec.center] if spec.center else []),
        ("Kind of treatment", spec.treatments),
        ("Phase", [words.phases(spec.phases)] if spec.phases else []),
    ):
        if names:
            yield f"{label} asked for", words.clean(words.joined(names, "or"))


def _found(packet: Packet, say: SecondOpinion) -> Iterator[str]:
    result, shown = packet.result, len(packet.trials)
    if packet.chosen:
        yield say["chosen"]
    elif not shown:
        yield say["nothing_found"]
        yield from (f"{one.trials:,} left out: {one.label}." for one in result.removed)
    else:
        fits, unclear, unfit = (sum(many for (_, answer), many in result.counts.items() if answer is fit) for fit in Fit)
        told = counted(fits, unclear)
        if any(standing is not Standing.OPEN for standing in result.standings):
            now = result.standings.get(Standing.OPEN, 0)
            told += f" {f'{now:,}' if now else 'None'} of them {'take' if now > 1 else 'takes'} people now."
        yield told + (f" {unfit:,} more may not fit." if unfit else "")
        if result.total > shown:
            yield f"This paper shows {shown:,} of {result.total:,}. {say['picked']} To see all on a screen: {words.command(result.command)}"


def _kinds(packet: Packet, cards: list[Card]) -> Iterator[KindGroup]:
    groups: dict[tuple[str, ...], list[ShortRow]] = {}
    for page, one in zip(packet.trials, cards, strict=True):
        groups.setdefault(page.hit.treatments, []).append(_row(page, one, packet.result.spec))
    for kinds, members in groups.items():
        name = words.joined("other treatment" if kind == "other" else words.clean(kind) for kind in kinds)
        name = name or "kind of treatment not stated"
        yield KindGroup(name[:1].upper() + name[1:], tuple(members))


def _row(page: PacketTrial, one: Card, spec: SearchSpec) -> ShortRow:
    site = page.hit.nearest_site
    place = place_name(shortened(site.facility, _PLACE), site.city, site.state, "", site.country) if site else one.site
    where = "; ".join(part for part in (place, one.distance) if part)
    somebody = site.contact if site else page.hit.central_contact
    call = one.contact if somebody else "no contact listed; see its page"
    return ShortRow(
        one.number, shortened(one.title, _TITLE), one.nct_id, one.verdict, _why(reasons_of(page, one, spec)), where, call
    )


def _why(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The first reasons, as many as there is room for, and that there are more."""
    kept = 1
    while kept < len(reasons) and sum(map(len, reasons[: kept + 1])) <= _WHY:
        kept += 1
    left = len(reasons) - kept
    return (*reasons[:kept], *([f"{words.count(left, 'more reason')} on its page"] if left else []))


def _center(center: CenterNear, numbers: dict[str, int], unit: str) -> str:
    far = f", {words.distance(center.miles, unit)}" if center.miles is not None else ""
    found = sorted(numbers[nct_id] for nct_id in center.nct_ids if nct_id in numbers)
    told = f"trial{'s' if len(found) > 1 else ''} {words.joined(map(str, found))}" if found else ""
    if center.matching > len(found):
        told = f"{words.count(center.matching, 'trial')} may fit there{f', with {told}' if told else ''}"
    return f"{center.name}, {center.city}, {center.state}{far}{f': {told}' if told else ''}."


def _sources(packet: Packet) -> Iterator[str]:
    facts = packet.result.facts
    day = f"{facts.data_as_of:%Y-%m-%d}" if facts.data_as_of else "an unknown date"
    if facts.sample:
        yield f"Made-up sample data of {day}, in the form of ClinicalTrials.gov."
    else:
        yield f"Trials: ClinicalTrials.gov, U.S. National Library of Medicine, data of {day}. They do not endorse this paper."
    yield "Centers: list of the National Cancer Institute, January 2026. Towns: GeoNames (geonames.org), CC BY 4.0."
