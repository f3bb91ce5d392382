"""A small fictional packet, and one that holds the worst a record can."""

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.detail import SiteView, TrialDetail
from trialfinder.domain.packet import CenterNear, Landmark, MapSite, Packet, PacketTrial
from trialfinder.domain.query import Fit, Group, Hit, SearchResult
from trialfinder.domain.site import Contact, GeoPoint
from trialfinder.domain.trial import Intervention

HOSTILE = "<script>alert(1)</script> \"'><img src=http://evil.example/x.png onerror=alert(1)> {{ 7*7 }} | *b* [a](http://b) \x1b[31m\u202e"


class Outline(HTMLParser):
    """What a page is made of: its tags with attributes in order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"style", "title", "desc"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """What is read, blanks folded."""
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def outline() -> Callable[[str], Outline]:
    return Outline


def page_of(hit: Hit, detail: TrialDetail, *open_places: int) -> PacketTrial:
    sites = tuple(detail.sites[number] for number in open_places)
    comparison = Comparison(tested=(("Examplumab",),), compared=((),), shared=("Docetaxel",), groups=2, random=True)
    return PacketTrial(hit, detail, sites, 2, comparison)


@pytest.fixture
def packet(result: SearchResult, detail: TrialDetail) -> Packet:
    about, unclear, umbrella = result.hits
    second = replace(detail, trial=replace(detail.trial, nct_id=unclear.nct_id, central_contacts=()), reasons=unclear.reasons)
    third = replace(detail, trial=replace(detail.trial, nct_id=umbrella.nct_id), reasons=umbrella.reasons)
    return Packet(
        result=result._replace(command=("trialfinder", "search", "brest cancer", "--stage", "4", "--all")),
        trials=(page_of(about, detail, 1), page_of(unclear, second), page_of(umbrella, third, 1, 2)),
        chosen=False,
        sites=(
            MapSite("Boston", "Massachusetts", GeoPoint(42.36, -71.06), 0.0, (about.nct_id, umbrella.nct_id)),
            MapSite("Worcester", "Massachusetts", GeoPoint(42.26, -71.80), 38.6, (unclear.nct_id,)),
        ),
        landmarks=(Landmark("Providence", GeoPoint(41.82, -71.41)), Landmark("Manchester", GeoPoint(42.99, -71.46))),
        centers=(CenterNear("Harbor Center", "Comprehensive", "Boston", "Massachusetts", 0.0, (about.nct_id,), 7),),
        note="Two operations so far.\nI would like to stay at home.",
    )


@pytest.fixture
def worst(packet: Packet) -> Packet:
    """Six trials whose records are full of long and hostile text."""
    page = packet.trials[0]
    long = f"{HOSTILE} {'Extraordinarily long nomenclature of investigational immunotherapeutics ' * 40}"
    contact = Contact(
        "Dr. " + "Wolfeschlegelsteinhausenbergerdorff " * 2,
        "",
        "+1 800 555 0199 ext. 1234",
        "a.very.long.address@clinical-trials.example.org",
    )
    near = page.detail.sites[1]
    view = SiteView(near.site._replace(facility=long, contacts=(contact,)), "unstated", 3_680.0, "A center")
    trial = replace(
        page.detail.trial,
        brief_title=long[:300],
        brief_summary=long,
        sponsor=long,
        conditions=tuple(f"{number} {long}" for number in range(40)),
        interventions=tuple(Intervention("DRUG", f"{number} {long}") for number in range(40)),
        central_contacts=(contact,),
    )
    reason = f"takes stage IV: “{long[:118]} …” (who may join)"
    comparison = Comparison(
        tested=tuple((f"{n} {long}",) for n in range(6)), compared=((long,),), shared=(long,), groups=7, random=True
    )
    trials = tuple(
        PacketTrial(
            page.hit._replace(
                nct_id=f"NCT9900010{number}",
                title=long[:300],
                reasons=(reason, reason + "2", "asks for HER2-positive", "age: 18 years and older", "takes women and men"),
                group=Group.UMBRELLA,
                fit=Fit.UNCLEAR,
                treatments=("immunotherapy", "targeted therapy", "cell and gene therapy", f"kind {number}"),
                nearest_site=page.hit.nearest_site._replace(facility=long, contact=contact) if page.hit.nearest_site else None,
            ),
            replace(page.detail, trial=replace(trial, nct_id=f"NCT9900010{number}")),
            (view,) * 9,
            400,
            comparison,
        )
        for number in range(5)
    )
    return replace(packet, trials=trials, note=HOSTILE)
