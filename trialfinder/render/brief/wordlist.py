"""Which words of the glossary a trial's page uses: a list of all of them would hide the few that matter."""

from collections.abc import Iterator

from trialfinder.domain.packet import PacketTrial
from trialfinder.domain.query import Group
from trialfinder.vocab.second_opinion import GlossaryWord, glossary

__all__ = ["words_used"]


def words_used(page: PacketTrial) -> Iterator[GlossaryWord]:
    """The words that stand on the page of one trial, in the order of the glossary."""
    used = set(_used(page))
    yield from (word for word in glossary() if (word.of, word.code) in used)


def _used(page: PacketTrial) -> Iterator[tuple[str, str]]:
    hit, trial = page.hit, page.detail.trial
    yield "status", hit.status
    if hit.study_type == "INTERVENTIONAL" or hit.phases:
        yield from (("phase", code) for code in hit.phases or ("NA",))
    if any(code.startswith("PHASE") for code in hit.phases):
        yield "phase", "any"
    yield from (("treatment", kind) for kind in hit.treatments)
    yield "design", trial.allocation
    if trial.masking not in ("", "NONE"):
        yield "design", "masked"
    if hit.group is Group.UMBRELLA:
        yield "design", "umbrella"
    if hit.stage_applies:
        yield "design", "stage"
