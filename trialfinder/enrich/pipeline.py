"""The only list of reading steps: a trial in, a trial with everything its words say out. Pure; runs in worker processes."""

import re

from trialfinder.domain.cancer import CancerFinding
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.stage import StageReading
from trialfinder.domain.trial import Trial
from trialfinder.enrich.cancer import is_for_patients, read_cancers, staged
from trialfinder.enrich.center import nci_centers
from trialfinder.enrich.line import follows_surgery
from trialfinder.enrich.markers import read_markers
from trialfinder.enrich.quote import with_quotes
from trialfinder.enrich.rollover import read_rollover
from trialfinder.enrich.spread import read_spread
from trialfinder.enrich.stage import read_stage
from trialfinder.enrich.text import TrialText, prepare
from trialfinder.enrich.treatment import read_treatments

__all__ = ["enrich"]


#: A stage is the stage of a cancer: where neither the reader of cancers nor any such word in titles, conditions, keywords or
#: summary speaks of one ("stage 3 kidney disease"), there is none to read.
_ONCOLOGY = re.compile(
    "cancer|carcin|tumor|tumour|neoplas|malignan|leuk|lymphom|myelom|sarcom|melanom|gliom|blastom|oncolog|metasta|dysplas|in situ"
)


def enrich(trial: Trial) -> EnrichedTrial:
    """Read cancer, stage, treatment, markers and centers."""
    text = prepare(trial)
    cancers = read_cancers(trial, text)
    treatment = read_treatments(trial)
    return EnrichedTrial(
        trial=trial,
        cancers=cancers,
        stage=_stage(trial, cancers, text),
        treatments=treatment.kinds,
        less_treatment=treatment.less_treatment,
        markers=read_markers(trial, text),
        for_patients=is_for_patients(trial, cancers),
        centers=nci_centers(trial.sites),
        rollover=read_rollover(text),
        spread=read_spread(text),
        after_surgery=follows_surgery(text),
    )


def _stage(trial: Trial, cancers: tuple[CancerFinding, ...], text: TrialText) -> StageReading:
    fields = (trial.brief_title, trial.official_title, *trial.conditions, *trial.keywords, trial.brief_summary)
    if not cancers and not _ONCOLOGY.search("\n".join(fields).lower()):
        return StageReading()
    return with_quotes(read_stage(trial, staged=staged(cancers), text=text), trial)
