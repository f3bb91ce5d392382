"""How our reading of a cancer agrees with the registry's own condition search, on a stand-in that speaks its protocol.

For thirty cancers: the records ``query.cond`` returns for the same words beside those we call *about* it, and every difference
with its class. The stand-in matches whole words and a few synonyms, so the differences are to be read, not counted as errors.
Prints, never fails; ``-v`` lists every difference.
"""

import json
import sys
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator

from tests.evaluate.cancers import SHARED, group, read_all
from trialfinder.domain.cancer import CancerAsked, CancerFinding, Relation
from trialfinder.domain.trial import Trial
from trialfinder.enrich.cancer import is_for_patients
from trialfinder.resolve.terms import resolve_cancer
from trialfinder.vocab.cancers import vocabulary
from trialfinder.vocab.cancers_words import normalise

RECORDS = SHARED / "ctgov" / "studies.ndjson.gz"
CANCERS = (
    "breast cancer", "lung cancer", "non-small cell lung cancer", "small cell lung cancer", "prostate cancer", "colorectal cancer",
    "rectal cancer", "melanoma", "bladder cancer", "kidney cancer", "leukemia", "acute myeloid leukemia",
    "chronic lymphocytic leukemia", "lymphoma", "hodgkin lymphoma", "follicular lymphoma", "multiple myeloma",
    "pancreatic cancer", "liver cancer", "stomach cancer", "esophageal cancer", "ovarian cancer", "cervical cancer",
    "endometrial cancer", "thyroid cancer", "head and neck cancer", "brain tumor", "glioblastoma", "sarcoma", "neuroblastoma",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Print one line for each cancer, then the differences by class."""
    verbose = "-v" in (sys.argv[1:] if arguments is None else arguments)
    if not RECORDS.is_file():
        print("no records here: nothing measured")
        return
    read = read_all(RECORDS)
    total: Counter[str] = Counter()
    both = 0
    print(f"{'':30s}{'both':>6s}{'ours':>6s}{'theirs':>8s}")
    for words, theirs in registry_answers():
        asked = resolve_cancer(words)
        ours = {nct for nct, (_, findings) in read.items() if group(asked, findings) == "about"}
        theirs &= set(read)
        both += len(ours & theirs)
        print(f"{words:30s}{len(ours & theirs):6d}{len(ours - theirs):6d}{len(theirs - ours):8d}")
        classes = [(nct, "ours only: " + _why_ours(asked, read[nct][1])) for nct in sorted(ours - theirs)]
        classes += [(nct, "theirs only: " + _why_theirs(asked, *read[nct], words)) for nct in sorted(theirs - ours)]
        total.update(kind for _, kind in classes)
        if verbose:
            for nct, kind in classes:
                print(f"    {nct} {kind} | {read[nct][0].brief_title[:90]}")
    print(f"\n{both} answers agree; {total.total()} do not:")
    for kind, count in sorted(total.items(), key=lambda item: (item[0].partition(":")[0], -item[1])):
        print(f"  {count:4d} {kind}")


def registry_answers() -> Iterator[tuple[str, set[str]]]:
    """The words for each cancer and the ids the stand-in finds by condition."""
    sys.path.insert(0, str(SHARED / "ctgov"))
    from replay.faults import FaultPlan  # type: ignore[import-not-found]
    from replay.server import ReplayServer  # type: ignore[import-not-found]
    from replay.service import Release, Service, Settings  # type: ignore[import-not-found]

    service = Service([Release("2026-11-20T09:00:05", [RECORDS])], Settings(), FaultPlan())
    with ReplayServer(service) as server:
        for words in CANCERS:
            query = urllib.parse.urlencode({"query.cond": words, "fields": "NCTId", "pageSize": 1000})
            with urllib.request.urlopen(f"{server.base_url}/studies?{query}") as answer:
                studies = json.load(answer)["studies"]
            yield words, {study["protocolSection"]["identificationModule"]["nctId"] for study in studies}


def _why_ours(asked: CancerAsked, findings: tuple[CancerFinding, ...]) -> str:
    named = [f for f in findings if f.relation in (Relation.ABOUT, Relation.BROAD) and f.concept in asked.direct]
    if not named:
        return "a wider disease, of which this is a kind, and no narrower kind named"
    fields = {f.field for f in named}
    if "conditions" in fields or "keywords" in fields:
        own = any(f.concept in asked.concepts for f in named)
        return "a condition in other words" if own else "a condition naming a kind of it"
    if fields & {"mesh", "mesh_ancestors"}:
        return "a MeSH term, own or above"
    return "a title" if fields & {"brief_title", "official_title"} else "the inclusion criteria only"


def _why_theirs(asked: CancerAsked, trial: Trial, findings: tuple[CancerFinding, ...], words: str) -> str:
    if not is_for_patients(trial, findings):
        return "not for people who have a cancer"
    if group(asked, findings) == "umbrella":
        return "a wider group that we list second"
    where = _where(trial, words)
    named = {f.concept for f in findings if f.relation in (Relation.ABOUT, Relation.BROAD)}
    if not named:
        return f"no cancer read; words in {where}"
    vocab = vocabulary()
    if any(vocab.ancestors(concept) & asked.broader for concept in named):
        return f"a sister disease is named; words in {where}"
    if named & asked.broader:
        return f"a wider disease narrowed by what it names; words in {where}"
    return f"another cancer; words in {where}"


def _where(trial: Trial, words: str) -> str:
    wanted = set(normalise(words).split())
    fields = {
        "one condition": trial.conditions,
        "one keyword": trial.keywords,
        "the title": (trial.brief_title, trial.official_title),
        "a MeSH term": tuple(term.term for term in (*trial.mesh, *trial.mesh_ancestors)),
    }
    for name, texts in fields.items():
        if any(wanted <= set(normalise(text).split()) for text in texts):
            return name
    return "several places"


if __name__ == "__main__":
    main()
