"""The stage reading of one trial: scan, weigh the context, decide, keep the evidence."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from trialfinder.domain.stage import StageReading
from trialfinder.domain.trial import Trial
from trialfinder.enrich.line import read_line
from trialfinder.enrich.stage.context import Sense, sense
from trialfinder.enrich.stage.decide import decide, extents_of, findings, of_disease, of_setting, unite
from trialfinder.enrich.stage.scan import NO_STAGES, NODE_WORDS, Mention, scan
from trialfinder.enrich.stage.site import cancer_site, disease, is_staged, named_sites, other_site
from trialfinder.enrich.text import EXCLUSION, INCLUSION, Item, TrialText, prepare

__all__ = ["read_stage"]


def read_stage(trial: Trial, staged: bool | None = None, text: TrialText | None = None) -> StageReading:
    """What one trial says about stage. ``staged=False``: every cancer it names is one without numbered stages."""
    text = prepare(trial) if text is None else text
    line = read_line(text)
    names = " ; ".join(item.text.lower() for item in (*text.conditions, *text.keywords, *text.titles))
    if staged is None:
        staged = is_staged(names)
    if not staged:
        return StageReading(applies=False, line=line)
    cancer = cancer_site(names)
    sites = named_sites(names)
    inclusion = _weighed(text.criteria.of(INCLUSION), cancer, sites)
    inclusion[Sense.ASSERTED] = _tied(inclusion[Sense.ASSERTED], text.criteria.of(INCLUSION))
    exclusion = _weighed(text.criteria.of(EXCLUSION), cancer, sites)
    titles = _weighed(text.titles, cancer)
    named = _weighed(_without_precursors((*text.conditions, *text.keywords)), cancer)
    asked = inclusion[Sense.ASSERTED]
    denied = [
        *map(_denied, inclusion[Sense.DENIED]),
        *(m for m in asked if m.kind == "not-metastatic"),
        *_excluded(exclusion[Sense.ASSERTED]),
    ]
    denied += [m for m in titles[Sense.ASSERTED] if m.kind == "not-metastatic"]
    told = titles[Sense.ASSERTED]
    levels = [
        of_disease(asked),
        of_disease(told),
        of_disease(named[Sense.ASSERTED]),
        of_setting(told) or of_setting(asked),
        inclusion[Sense.THERAPY] + titles[Sense.THERAPY],
    ]
    if not any(mention.kind in {"number", "tnm", "any"} for mention in asked) and any(
        mention.kind in {"number", "tnm"} for mention in told
    ):
        levels.insert(0, [mention for mention in told if mention.kind in {"number", "tnm"}])
    named_stages = unite([*titles[Sense.ASSERTED], *named[Sense.ASSERTED]]).accepted
    incurable = any(mention.kind in {"incurable", "inoperable"} for mention in asked)
    nodes = [mention for mention in (*told, *asked) if mention.kind in NODE_WORDS]
    decision = decide(levels, denied, named_stages, nodes, incurable)
    if not decision.accepted and trial.brief_summary:
        told_at_length = _weighed((text.summary,), cancer)[Sense.ASSERTED]
        if _OF_BLOOD.search(names):  # "blood cancers that have spread (advanced)" names no stage
            told_at_length = [mention for mention in told_at_length if mention.kind != "advanced"]
        levels += [of_disease(told_at_length), [mention for mention in told_at_length if mention.kind == "setting"]]
        decision = decide(levels, denied, named_stages, nodes, incurable)
    return StageReading(
        accepted=decision.accepted,
        ruled_out=decision.ruled_out,
        extents=extents_of([*asked, *titles[Sense.ASSERTED]]),
        line=line,
        findings=findings(decision, denied),
    )


def _weighed(items: Iterable[Item], cancer: str, sites: frozenset[str] = frozenset()) -> dict[Sense, list[Mention]]:
    senses: dict[Sense, list[Mention]] = {one: [] for one in Sense}
    for item in items:
        lower = item.text.lower()
        for mention in scan(item, lower, cancer):
            meant = sense(mention, lower, cancer)[0]
            if sites and mention.kind in _OF_A_SITE and other_site(lower[mention.end : mention.end + 45], sites):
                continue
            if meant is Sense.ALLOWED:  # "metastases allowed" opens a door and closes none
                meant, mention = Sense.ASSERTED, replace(mention, rules_out=NO_STAGES)
            senses[meant].append(mention)
    return senses


#: "Organ-confined prostate cancer found at cystectomy" in a trial of bladder cancer is a by-finding.
_OF_A_SITE = frozenset({"localized", "early", "in-situ", "number", "resectable"})
_PRECURSOR = re.compile(r"pre-?(?:cancer|malignan|neoplas)")
_OF_BLOOD = re.compile(r"ha?ematolog|blood cancer|leuk[ae]+mi|myelom|lymphom")


def _without_precursors(names: tuple[Item, ...]) -> tuple[Item, ...]:
    """Among conditions "Precancerous Condition" beside a cancer is a heading of the registry, not the stage that is asked for."""
    whole = [item for item in names if _PRECURSOR.search(item.text.lower()) is None]
    return tuple(whole) if any(disease(item.text.lower()) or "cancer" in item.text.lower() for item in whole) else names


def _tied(asked: list[Mention], items: Iterable[Item]) -> list[Mention]:
    """Mentions in a list of diseases bind their own disease alone: where another stands without a stage, they close no door."""
    staged = {mention.item.start for mention in asked if mention.rules_out}
    if not staged:
        return asked
    opened: set[int] = set()
    for _, entries in groupby(((item.start, disease(item.text.lower())) for item in items), key=lambda entry: entry[1] != ""):
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


def _denied(mention: Mention) -> Mention:
    return mention
