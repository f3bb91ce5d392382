"""The stage reading of one trial: hear every mention, decide, keep the evidence."""

import re
from collections.abc import Sequence

from trialfinder.domain.stage import Extent, Stage, StageReading
from trialfinder.domain.trial import Trial
from trialfinder.enrich.line import read_line
from trialfinder.enrich.stage.decide import decide, extents_of, findings, of_disease, of_setting
from trialfinder.enrich.stage.scan import NODE_WORDS, Mention
from trialfinder.enrich.stage.site import cancer_site, is_staged
from trialfinder.enrich.stage.unite import WIDE_WORDS, Decision, union, unite
from trialfinder.enrich.stage.weigh import Heard, asserted, hear
from trialfinder.enrich.text import TrialText, prepare

__all__ = ["read_stage"]

_OF_BLOOD = re.compile(r"ha?ematolog|blood cancer|leuk[ae]+mi|myelom|lymphom")
#: What a leukemia, staged by no number, can still do.
_BEHAVIOUR = frozenset({Extent.RECURRENT, Extent.REFRACTORY})
_NUMBERED = frozenset({"number", "tnm"})


def read_stage(trial: Trial, staged: bool | None = None, text: TrialText | None = None) -> StageReading:
    """What one trial says about stage. ``staged=False``: every cancer it names is one without numbered stages."""
    text = prepare(trial) if text is None else text
    line = read_line(text)
    names = " ; ".join([item.text.lower() for item in (*text.conditions, *text.keywords, *text.titles)])
    cancer = cancer_site(names)
    heard = hear(text, names, cancer)
    extents = extents_of([*heard.asked, *heard.told])
    if not (is_staged(names) if staged is None else staged):
        return StageReading(applies=False, line=line, extents=extents & _BEHAVIOUR)
    decision = _decided(_levels(heard), heard)
    if not decision.accepted and trial.brief_summary:
        told = asserted(text.summary, cancer)
        if _OF_BLOOD.search(names):  # "blood cancers that have spread (advanced)" names no stage
            told = [mention for mention in told if mention.kind != "advanced"]
        decision = _decided([of_disease(told), [mention for mention in told if mention.kind == "setting"]], heard)
    # "Metastatic" is no word for a lymphoma: it binds the solid tumors beside it alone.
    if decision.mentions and _OF_BLOOD.search(names) and all(mention.kind == "metastatic" for mention in decision.mentions):
        decision = Decision(decision.accepted, decision.ruled_out & _barred(heard), decision.mentions)
    return StageReading(
        accepted=decision.accepted,
        ruled_out=decision.ruled_out,
        extents=extents,
        line=line,
        findings=findings(decision, heard.denied),
    )


def _barred(heard: Heard) -> frozenset[Stage]:
    return union(mention.excluded | mention.rules_out_when_denied() for mention in heard.denied)


def _levels(heard: Heard) -> list[list[Mention]]:
    """Who is listened to, in this order (see ``decide``). Numbers in a title go before mere words in the criteria."""
    levels = [
        of_disease(heard.asked),
        of_disease(heard.told),
        of_disease(heard.named),
        of_setting(heard.told) or _still(of_setting(heard.asked), heard.told),
        heard.earlier,
    ]
    numbers = [mention for mention in heard.told if mention.kind in _NUMBERED or mention.kind == "nodes"]
    if numbers and not any(mention.kind in _NUMBERED or mention.kind == "any" for mention in heard.asked):
        levels.insert(0, numbers)
    return levels


#: Words that treat disease for cure.
_FOR_CURE = frozenset({"surgery", "setting", "radical"})
#: "Predicting recurrence" and "prevention of relapse" are about people whose disease has not come back.
_FEARED = frozenset({"recurrence", "relapse"})


def _still(settings: list[Mention], told: Sequence[Mention]) -> list[Mention]:
    """Settings among the criteria; where a title speaks of disease that came back, treatment for cure is its past."""
    if any(mention.kind in WIDE_WORDS and mention.words not in _FEARED for mention in told):
        return [mention for mention in settings if mention.kind not in _FOR_CURE]
    return settings


def _decided(levels: Sequence[Sequence[Mention]], heard: Heard) -> Decision:
    return decide(
        levels,
        heard.denied,
        named=unite([*heard.told, *heard.named]).accepted,
        told=heard.told,
        nodes=[mention for mention in heard.told if mention.kind in NODE_WORDS],
    )
