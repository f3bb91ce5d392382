"""Which words a trial's page explains: a list of all of them would hide the few that matter."""

from collections.abc import Iterator

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.packet import PacketTrial
from trialfinder.domain.query import Group
from trialfinder.render.kinds import MEANINGS, kind_name
from trialfinder.vocab.second_opinion import glossary

__all__ = ["words_used"]


def words_used(page: PacketTrial) -> Iterator[tuple[str, str]]:
    """The words that stand on the page of one trial, each with its meaning: kinds of treatment, then the glossary's."""
    yield from ((kind_name(kind), MEANINGS[kind]) for kind in page.hit.treatments if kind in MEANINGS and kind != Treatment.OTHER)
    used = set(_used(page))
    yield from ((word.term, word.meaning) for word in glossary() if (word.of, word.code) in used)


def _used(page: PacketTrial) -> Iterator[tuple[str, str]]:
    hit, trial = page.hit, page.detail.trial
    yield "status", hit.status
    if hit.study_type == "INTERVENTIONAL" or hit.phases:
        yield from (("phase", code) for code in hit.phases or ("NA",))
    if any(code.startswith("PHASE") for code in hit.phases):
        yield "phase", "any"
    if page.comparison.random:
        yield "design", "RANDOMIZED"
    if trial.masking not in ("", "NONE"):
        yield "design", "masked"
    if hit.group is Group.UMBRELLA:
        yield "design", "umbrella"
    if hit.stage_applies:
        yield "design", "stage"
