"""Who says what of stage in one trial: every mention weighed by its context and put where it belongs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from trialfinder.enrich.stage.context import Sense, sense
from trialfinder.enrich.stage.scan import NO_STAGES, Mention, scan, spoken
from trialfinder.enrich.stage.site import disease, named_sites, other_site
from trialfinder.enrich.text import CONDITIONS, EXCLUSION, INCLUSION, KEYWORDS, OFFICIAL_TITLE, TITLE, Item, TrialText
from trialfinder.vocab.stage_rules import load_rules

__all__ = ["Heard", "asserted", "hear"]

#: "Organ-confined prostate cancer found at cystectomy" in a trial of bladder cancer is a by-finding.
_OF_A_SITE = frozenset({"localized", "early", "in-situ", "number", "resectable"})
#: "Prior treatment of early-stage disease" tells where people come from, "for metastatic disease" where they are.
_NEAR_KINDS = frozenset({"early", "localized", "early-to-late", "nmibc"})
_PRECURSOR = re.compile(r"pre-?(?:cancer|malignan|neoplas)")


@dataclass(slots=True)
class Heard:
    """The mentions of one trial by who says them."""

    asked: list[Mention] = field(default_factory=list)
    """What the inclusion criteria ask for."""
    told: list[Mention] = field(default_factory=list)
    """What the titles say."""
    named: list[Mention] = field(default_factory=list)
    """What stands among conditions and keywords."""
    denied: list[Mention] = field(default_factory=list)
    """What is denied or excluded."""
    earlier: list[Mention] = field(default_factory=list)
    """Disease that earlier treatment was for."""


def hear(text: TrialText, names: str, cancer: str) -> Heard:
    """All mentions but those of the summary. ``names``: conditions, keywords and titles in lower case."""
    named = _without_precursors((*text.conditions, *text.keywords))
    criteria = [item for item in text.criteria.items if item.section in (INCLUSION, EXCLUSION)]
    heard, barred = Heard(), list[Mention]()
    places = {INCLUSION: heard.asked, EXCLUSION: barred, CONDITIONS: heard.named, KEYWORDS: heard.named}
    for meant, mention in _weighed((*criteria, *text.titles, *named), cancer, named_sites(names)):
        section = mention.item.section
        if meant is Sense.ASSERTED:
            places.get(section, heard.told).append(mention)
        elif meant is Sense.DENIED and section == INCLUSION:
            heard.denied.append(mention)
        elif meant is Sense.THERAPY and section in (INCLUSION, TITLE, OFFICIAL_TITLE) and mention.kind not in _NEAR_KINDS:
            heard.earlier.append(mention)
    heard.asked = _tied(heard.asked, criteria)
    heard.denied += [mention for mention in (*heard.asked, *heard.told) if mention.kind == "not-metastatic"]
    heard.denied += _excluded(barred)
    return heard


def asserted(item: Item, cancer: str) -> list[Mention]:
    """What one more passage asserts."""
    return [mention for meant, mention in _weighed((item,), cancer, frozenset()) if meant is Sense.ASSERTED]


def _weighed(items: Sequence[Item], cancer: str, sites: frozenset[str]) -> Iterable[tuple[Sense, Mention]]:
    speaking = spoken(items)
    rules = load_rules().rules_for("\n".join([lower for _, lower in speaking])) if speaking else ()
    for item, lower in speaking:
        last, meant = None, Sense.ASSERTED
        for mention in scan(item, lower, cancer, rules):
            if _of_another_site(mention, lower, sites):
                continue
            # An abbreviation in brackets means what its words mean: "prior ductal carcinoma in situ (DCIS)".
            again = last is not None and last.kind == mention.kind and lower[last.end : mention.start].strip() == "("
            meant = meant if again else sense(mention, lower, cancer)[0]
            last = mention
            if meant is Sense.ALLOWED:  # "metastases allowed" opens a door and closes none
                yield Sense.ASSERTED, replace(mention, rules_out=NO_STAGES)
            else:
                yield meant, mention


def _of_another_site(mention: Mention, lower: str, sites: frozenset[str]) -> bool:
    if not sites or mention.kind not in _OF_A_SITE or mention.item.section not in (INCLUSION, EXCLUSION):
        return False
    return other_site(lower[mention.end : mention.end + 45], sites)


def _without_precursors(names: tuple[Item, ...]) -> tuple[Item, ...]:
    """Among conditions "Precancerous Condition" beside a cancer is a heading of the registry, not the stage that is asked for."""
    whole = [item for item in names if _PRECURSOR.search(item.text.lower()) is None]
    return tuple(whole) if any(disease(item.text.lower()) or "cancer" in item.text.lower() for item in whole) else names


def _tied(asked: list[Mention], items: Iterable[Item]) -> list[Mention]:
    """Mentions in a list of diseases bind their own disease alone: where another stands without a stage, they close no door."""
    staged = {mention.item.start for mention in asked if mention.rules_out and disease(mention.item.text.lower())}
    if not staged:
        return asked
    opened: set[int] = set()
    for _, entries in groupby(
        ((item.start, disease(item.text.lower())) for item in items if item.section == INCLUSION),
        key=lambda entry: entry[1] != "",
    ):
        listed = list(entries)
        bound = {name for start, name in listed if start in staged}
        if listed[0][1] and len(listed) > 2 and bound and {name for _, name in listed} - bound - {"other"}:
            opened.update(start for start, _ in listed)
    return [replace(mention, rules_out=NO_STAGES) if mention.item.start in opened else mention for mention in asked]


#: An exclusion speaks of the disease itself only when little else stands in its item.
_BARE = re.compile(
    r"^(?:(?:patients?|participants?|subjects?|women|men|those|any|who|have|has|with|having|the|presence|of|evidence|known|clinical(?:ly)?|documented"
    r"|radiolog\w+|radiograph\w+|distant|systemic|visceral|or|and|and/or|current|active|history|diagnos\w+|disease|cancer|tumou?rs?|carcinoma|breast|lung|prostate"
    r"|confirmed|suspected|suspicion|\w*[ -]?cell|is|are|to|other|organs?|sites?|a|an|signs?|at|presentation|time|in|concurrent|synchronous|extra-?hepatic|locally"
    r"|advanced|recurrent|unresectable|metastatic|primary|newly|histologic\w*|malignan\w+|pre-?existing|on|imaging|by|ct|pet|mri|bone|scan|stage|clinical|t4|inflammatory)\b"
    r"|[\W\d])*$"
)
#: A demand that strayed below the exclusions ("Must have stage II disease") excludes nobody.
_ASKS = re.compile(r"^(?:the |all )?(?:\w+ )?must (?:have|be)\b(?! (?:no|not|without|excluded|free)\b)")


def _excluded(mentions: Iterable[Mention]) -> list[Mention]:
    kept = []
    for mention in mentions:
        if not mention.excluded:
            continue
        text = mention.item.text.lower()
        if mention.end_letter or _ASKS.match(text):
            continue
        if mention.kind == "number" or _BARE.match(text[: mention.start][-120:] + text[mention.end :][:80]):
            kept.append(mention)
    return kept
