"""The only list of reading steps: a trial in, a trial with everything its words say out. Pure; runs in worker processes."""

import hashlib
from functools import cache
from pathlib import Path

from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.trial import Trial
from trialfinder.enrich.cancer import is_for_patients, read_cancers, staged
from trialfinder.enrich.center import nci_centers
from trialfinder.enrich.markers import read_markers
from trialfinder.enrich.quote import with_quotes
from trialfinder.enrich.stage import read_stage
from trialfinder.enrich.text import prepare
from trialfinder.enrich.treatment import read_treatments

__all__ = ["enrich", "rules_version"]


def enrich(trial: Trial) -> EnrichedTrial:
    """Read cancer, stage, treatment, markers and centers."""
    text = prepare(trial)
    cancers = read_cancers(trial, text)
    treatment = read_treatments(trial)
    return EnrichedTrial(
        trial=trial,
        cancers=cancers,
        stage=with_quotes(read_stage(trial, staged=staged(cancers), text=text), trial),
        treatments=treatment.kinds,
        less_treatment=treatment.less_treatment,
        markers=read_markers(trial, text),
        for_patients=is_for_patients(trial, cancers),
        centers=nci_centers(trial.sites),
    )


@cache
def rules_version() -> str:
    """Changes whenever a lexicon or a reader changes, so that a snapshot tells by which rules it was read."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for folder in ("enrich", "vocab"):
        for path in sorted((package / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv") and not path.stem.startswith(("places", "postal", "build_")):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
