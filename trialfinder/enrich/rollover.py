"""Trials for people of an earlier trial only: roll-over, extension and long-term follow-up studies.

Somebody who was in no such trial cannot join, however well the cancer fits. Read from titles, and from inclusion criteria
that ask for it of everyone; what is only allowed, asked of one cohort, or forbidden, is passed over.
"""

import re

from trialfinder.domain.enriched import RolloverFinding
from trialfinder.enrich.stemmed import Stemmed
from trialfinder.enrich.text import INCLUSION, Item, TrialText

__all__ = ["read_rollover"]

_STUDY = r"(?:stud(?:y|ies)|trials?|protocols?)\b(?! (?:entry|drug|treatment|procedure|enrol))"
_EARLIER = (
    r"(?:parent|antecedent|feeder|originating|original|qualifying|lead-in|previous|prior|earlier|eligible|sponsored|pivotal|core)"
)
_TITLE = Stemmed(
    re.compile(
        rf"(?<!/)(?<!/ )\broll-? ?over\b|(?<!with )(?<!with an )(?<!with a )(?<!and )\b(?:open[- ]label |long[- ]term |safety )*extension (?:clinical )?{_STUDY}(?! phase)|\bcontinuation {_STUDY}"
        r"|\b(?:continued|post[- ]trial|extended) (?:access|treatment)\b[^.;]{0,80}\b(?:stud|trial)"
        r"|\blong[- ]term (?:safety |efficacy |survival )*(?:(?:safety )?follow[- ]?up|monitoring|safety|surveillance)\b[^.;]{0,60}"
        rf"(?:\b(?:(?:previously|formerly) (?:treated|enrolled|exposed)|who (?:were|have|had|participated)|exposed to|(?:treated|enrolled) (?:in|on|with)"
        rf"|(?:participants|patients|subjects) (?:of|from))\b|\b{_EARLIER}\b[^.;]{{0,30}}{_STUDY})"
    ),
    ("roll", "extension", "continuation", "continued", "post", "extended", "long"),
)
_NUMBERED = r"[\w.-]*\d[\w./-]*"
_ASKED = re.compile(
    rf"\b{_EARLIER} (?:[\w/-]+ ){{0,4}}(?:roll-?over )?{_STUDY}|\broll-?over\b|\bparent (?:clinical )?{_STUDY}"
    r"|\b(?:previous(?:ly)?|currently|already|still|first) (?:enrol\w+|participat\w+|randomi[sz]ed|treated|vaccinated)\b[^.;]{0,30}? (?:in|on|into|under|within)"
    rf" (?:\(?(?:an?|one|another|any|either|of|the other|other) )*(?:[\w/()-]+ ){{0,3}}{_STUDY}"
    r"|\b(?:enrol\w+|participat\w+|randomi[sz]ed|treated)\b (?:in|on|into|under|within) (?:\(?(?:an?|one|the|either|of) )*"
    rf"(?:(?:[\w/()-]+ ){{0,4}}(?:stud(?:y|ies)|trials?|protocols?) #?{_NUMBERED}|(?:[\w/()-]+ )?{_NUMBERED} {_STUDY})"
)
#: How an item that asks everybody for an earlier trial speaks of it: as something done or going on.
_DONE = re.compile(
    r"\b(?:(?:must |should )?(?:have|has|having|had) (?:been |previously |already )*(?:participat|complet|receiv|enrol|treat|randomi|roll|discontinu)\w*"
    r"|previously (?:enrol|participat|randomi|treat)\w*|currently (?:enrol|participat|receiv|being|on\b|in\b)\w*|(?:was|were|is|are|being) (?:currently |previously |already )?(?:enrol|participat|randomi|treat|receiv)\w*"
    r"|participated in|completed|prior (?:participation|enrol\w+)|previous (?:participation|enrol\w+)|rolling over)\b"
)
_PASSED_OVER = re.compile(
    r"\b(?:no|not|never|without|may|might|allowed|permitted|unless|if|(?:in|of|for|during|throughout) the (?:current|present|study|duration)|this (?:study|trial|protocol)"
    r"|willing\w*|agree\w*|able|consent\w*|contracepti\w*|prior to|before|within|at least|eligible (?:for|to)|other than|except|exclud\w*|are (?:\w+ )?eligible|either|or (?:previously )?(?:untreated|newly)|cohort|arm|part|group|control)\b"
)

#: What stands above the item asks it of some people only, or of nobody.
_SOME = re.compile(r"\b(?:cohorts?|arms?|parts?|groups?|no|not|none|unless|except\w*|any of|one of|either)\b")


def read_rollover(text: TrialText) -> RolloverFinding | None:
    """The words that ask for an earlier trial, or None."""
    for item in text.titles:
        found = _TITLE.search(item.text.lower())
        if found is not None:
            return _finding(item, found)
    for item in text.criteria.of(INCLUSION):
        found = _asked(item)
        if found is not None:
            return _finding(item, found)
    return None


def _asked(item: Item) -> re.Match[str] | None:
    lowered = item.text.lower()
    if "stud" not in lowered and "trial" not in lowered and "protocol" not in lowered and "over" not in lowered:
        return None
    found = _ASKED.search(lowered)
    if found is None or _DONE.search(lowered) is None:
        return None
    around = lowered[max(0, found.start() - 160) : found.end() + 60]
    above = f"{item.lead} {item.heading}".lower()
    return None if _PASSED_OVER.search(around) or _SOME.search(above) else found


def _finding(item: Item, found: re.Match[str]) -> RolloverFinding:
    first, last = max(0, item.text.rfind(". ", 0, found.start()) + 1), item.text.find(". ", found.end())
    quote = item.quote(first, last if last >= 0 else len(item.text))
    return RolloverFinding(" ".join(quote.split()), item.section)
