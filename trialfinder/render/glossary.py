"""The words that stand in an answer, explained: only those, so that the few that matter are not lost among many."""

from collections.abc import Iterable, Iterator

from trialfinder.domain.detail import TrialDetail
from trialfinder.domain.enriched import Treatment
from trialfinder.domain.query import Group, Hit, SearchResult
from trialfinder.render.kinds import MEANINGS, kind_name
from trialfinder.render.page import Section
from trialfinder.vocab.second_opinion import glossary

__all__ = ["of_answer", "of_trial"]


def of_answer(result: SearchResult) -> Section:
    """The words in the answer of a search."""
    return _section(
        {use for hit in result.hits for use in _of_hit(hit)}, (kind for hit in result.hits for kind in hit.treatments)
    )


def of_trial(detail: TrialDetail) -> Section:
    """The words on the page of one trial."""
    trial = detail.trial
    used = {("status", trial.overall_status), *_phases(trial.study_type, trial.phases)}
    used |= {("fit", str(detail.fit))} if detail.fit else set()
    used |= {("design", "stage")} if detail.stage.applies else set()
    used |= {("extent", str(extent)) for extent in detail.stage.extents}
    used |= {("design", "RANDOMIZED")} if trial.allocation == "RANDOMIZED" else set()
    used |= {("design", "masked")} if trial.masking not in ("", "NONE") else set()
    used |= {("place", "nci")} if any(view.center for view in detail.sites) else set()
    used |= {("place", "central")} if trial.central_contacts else set()
    return _section(used, detail.treatments)


def _of_hit(hit: Hit) -> Iterator[tuple[str, str]]:
    yield "fit", str(hit.fit)
    yield "status", hit.status
    yield from _phases(hit.study_type, hit.phases)
    if hit.group is Group.UMBRELLA:
        yield "design", "umbrella"
    if hit.stage_evidence:
        yield "design", "stage"
    if hit.nearest_site and hit.nearest_site.center:
        yield "place", "nci"
    if hit.nearest_site and hit.nearest_site.contact_source == "central":
        yield "place", "central"


def _phases(study_type: str, phases: Iterable[str]) -> Iterator[tuple[str, str]]:
    if study_type == "INTERVENTIONAL":
        codes = list(phases) or ["NA"]
        yield from (("phase", code) for code in codes)
        if any(code.startswith("PHASE") for code in codes):
            yield "phase", "any"


def _section(used: set[tuple[str, str]], kinds: Iterable[str]) -> Section:
    facts = [(word.term, word.meaning) for word in glossary() if (word.of, word.code) in used]
    stand = set(kinds)
    facts += [(kind_name(kind), MEANINGS[kind]) for kind in Treatment if kind in stand and kind is not Treatment.OTHER]
    return Section("Words used here", facts=tuple(facts))
