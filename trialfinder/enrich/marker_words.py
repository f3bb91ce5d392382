"""The words around the name of a biomarker: where the name ends, what says yes, what says no, and what says nothing about who may enter.

Patterns for lower case. A *tail* is what stands right behind the name, *before* what stands before it in the same clause.
"""

import re

__all__ = [
    "BETWEEN",
    "EITHER",
    "NAME_ENDS",
    "NEXT_OF_FAMILY",
    "NONE_BEFORE",
    "PASSED_OVER",
    "PLUS",
    "TAIL_NO",
    "TAIL_YES",
    "TESTED",
    "WHOLE",
    "YES_BEFORE",
]

_YES = (
    r"\+|positiv|posit\b|mutat|mutant|fusion|rearrang|alter|amplif|overexpress|express|transloc|delet|deficien|exon|skipping|"
    r"insertion|v600|g12|l858|19del|t790|methylat|codelet|high\b|low\b|aberra|gene variant|ihc 3|3\+|2\+"
)
_NO = r"negativ|wild[ -]?type|unmutat|unmethylat|unaltered|proficien|\(-\)|\bwt\b"
#: It reaches over a few words, but not into what is said of somebody else: "with or without chemotherapy in patients with …".
NONE_BEFORE = re.compile(
    r"\b(?:no|without|absence of|lack(?:ing)?(?: of)?|negative (?:\w+ )?(?:results? )?for|not have|not harbou?r(?:ing)?|wild[- ]type(?: for)?"
    r"|free of)\W+(?:(?:mutations?|variants?|alterations?|aberrations?|rearrangements?|status|expression) (?:in|for|of)\W+"
    r"|(?!(?:in|with|who|for|patients?|participants?|subjects?|people|versus)\b)\w+\W+){0,4}$"
    r"|\b(?:exclud\w+|no (?:patients?|participants?|subjects?|people) (?:with|who have))\W+(?:\w+\W+){0,4}$|\bnon\W{1,2}$"
)
YES_BEFORE = re.compile(
    r"(?:mutations?|variants?|fusions?|rearrangements?|alterations?|amplifications?|expressions?|overexpressions?|deletions?"
    r"|positiv\w*|presence|deficien\w*|(?:over)?express(?:es|ing)|harbou?ring)\W+(?:(?:of|in|for|the|gene|genes|either|a|an|any)\W+){0,4}$"
)
PASSED_OVER = re.compile(
    r"\b(?:if|regardless|irrespective|unless|whether|prior|previous\w*|received|progress\w* on|inhibitors?|tki"
    r"|test(?:ed|ing)|unknown|any)\b"
)
#: "PD-L1 expression result" and "EGFR mutation status" are tests to be done; what "HER2-positive patients must have had" asks
#: nothing of the others; "T cells expressing a CD19-specific receptor" are the treatment.
TESTED = re.compile(
    r"^\W{0,3}(?:t790m|methylation|mutation|mutational|expression|alteration|rearrangement|amplification|fusion|translocation)\w*"
    r"(?:\W+(?!positiv|negativ)\w+)?\W+(?:status|results?|test\w*|analys[ei]s|assays?|detection)\b"
    r"|^\W{0,3}\w+\W+(?:participants?|patients?|subjects?|individuals?)\W+(?:must|should|need|have to|may|can)\b"
    r"|^\W{0,3}(?:specific|targeted|targeting|directed|chimeric|car\b|car-?t|[bt][- ]?cells?[- ]deplet|antibod\w+|bispecific)"
)
#: A name ends where its word ends, or in what is written onto it: EGFRm, ALKpos, METex14, ERalpha. "Erectile" is not ER, "metastatic"
#: is not MET, CD70 is not CD7.
NAME_ENDS = (
    r"(?<=[0-9])(?![0-9])|(?<=[^a-z0-9])"
    r"|(?<=[a-z])(?:(?![a-z])|(?=(?:m|s|r|h|l|wt|car)(?![a-z])|mut|ex\d|exon|itd|tkd|amp|del|fus|pos|neg|high|low|viii|alpha|v600|g12))"
)
#: "CD19- or CD22-positive": a hyphen that waits for the end of another word.
_WAITING = r"-\s(?=(?:and/or|and|or)\s[\w ]{1,12}-[a-z])"
#: Names that share what follows them. A sign is the answer to the name before it: "ER+, HER2-" are two answers.
BETWEEN = rf"(?:(?:(?!\+|-[\s,/;)])\W){{1,3}}|{_WAITING})"
PLUS = re.compile(r"^\)? ?\(?\+(?!\s?/\s?-)")
#: Both answers will do: HPV+/-, "positive or negative".
EITHER = re.compile(
    r"^\W{0,3}(?:\+\s?/\s?-|(?:positive|mutant|mutated)(?:\s?[/,]\s?-?|,?\s(?:and|or|and/or)\s-?)(?:negative|wild))"
)
#: Said of the name before it, and no further.
_SAID = r"positiv|mutant|mutated|rearranged|altered|amplified|deficient|high\b|low\b|express(?:ing|ed)"
#: Names that say the whole answer; what follows them speaks of something else: "TNBC, HER2-negative".
WHOLE = frozenset({"triplenegative", "tnbc"})
#: "Epidermal growth factor receptor 2" is HER2, not EGFR.
NEXT_OF_FAMILY = re.compile(r"[\s-]{0,2}[234]\b|[\s-]{0,2}type 2")
TAIL_YES = re.compile(rf"^\W{{0,3}}(?:\w+\W+){{0,2}}?(?:{_YES})")
#: What is said right behind the name comes first: "receptor-positive, HER2-negative" is positive. A minus touches the name; farther off
#: it is a dash.
TAIL_NO = re.compile(rf"^\W{{0,2}}(?:(?!{_SAID})\w+\W+){{0,2}}?(?:{_NO})|^\)? ?-(?=[,;).]|$)|^\)?(?!{_WAITING})-(?=\s(?!{_YES}))")
