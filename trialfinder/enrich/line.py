"""The line of treatment: whether a trial wants people who have had treatment for this cancer.

Read sentence by sentence, titles before criteria; only strong words of the criteria ("relapsed", "treatment-naive") widen what
a title says to *either*. It refuses to guess from the kind of drug or the phase, and a wish to keep people out who had one
kind of drug says nothing of the others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from trialfinder.domain.stage import Line
from trialfinder.enrich.rollover import read_rollover
from trialfinder.enrich.stemmed import Stemmed
from trialfinder.enrich.text import EXCLUSION, INCLUSION, TrialText
from trialfinder.vocab.cancers_phrases import text_finder
from trialfinder.vocab.cancers_words import read_words

__all__ = ["follows_surgery", "read_line"]

_AFTER_SURGERY = re.compile(
    r"(?:^|[^a-z-])adjuvant|resected|after (?:[a-z]+ )?(?:resection|surgery|operation)|post-?(?:surgical|operative)"
)

_UNTREATED = Stemmed(
    re.compile(
        r"\b(?:previously |prior |chemo\w*[ -]|systemic[ -])?(?:untreated|un-treated)\b(?! (?:brain|cns|central|metastas[ei]s|mets|(?:[\w-]+ )?lesion|hiv|hepat|infect|spinal))"
        r"|treatment[ -]na[iï]ve|(?:chemo\w*|therapy|castration|tki|hormone)[ -]na[iï]ve|\bfirst[ -]line\b|\bfront-?line\b|\b1l\b|\bna[iï]ve (?:aml|all|cll|mds|myeloma|disease|patients)\b|\bnew(?:ly)?[ -]diagnos|\bde novo (?:stage|metasta|disease|aml|acute|diagnos)"
        r"|\bno (?:prior|previous) (?:systemic |anti-?cancer |anti-?neoplastic |anti-?tumou?r |chemo|therap|treatment)[^.;\n]{0,40}"
        r"|(?:have |has |had )?(?:not|never) (?:previously )?(?:received|been treated|had|undergone)(?: any)? (?:prior |previous |systemic |anti)[^.;\n]{0,60}"
        r"|\b(?:receiving|(?:scheduled|planned|candidates?|eligible|indication|indicated) (?:for|of)) (?:an? )?(?:\w+[ -]){0,2}"
        r"(?:induction|curative|definitive|first[ -]course)\b(?![^.;\n]{0,30}\bmainten)"
    ),
    (
        *("treated", "naive", "naïve", "first", "front", "1l", "diagnos", "de novo", "no prior", "no previous", "not ", "never "),
        *("induction", "curative", "definitive"),
    ),
)
_TREATED = Stemmed(
    re.compile(
        r"\brelaps(?:ed?|ing)\b|\brefractory\b(?! (?:an[a]?emia|cytop|hyperten|seiz|epilep|nausea|pain))|previously[ -]treated|pre-?treated|\b(?:second|third|2nd|3rd|later|subsequent)[ -]line\b|\b[234]l\b(?!\w)|\b(?:r/r|rr)\b|salvage"
        r"|(?:progress\w*|fail(?!\w* rate)\w*|recur\w*|resistan\w*|intoleran\w*)[^.;\n]{0,40}\b(?:after|on|following|to|during|from|or|of|with)\b[^.;\n]{0,60}"
        r"(?:therap|treatment|chemo|regimen|line|inhibitor|platin|standard|transplant)"
        r"|(?:at least |≥ ?|minimum of )(?:one|two|three|[1-3](?![\d,.]))(?! ?(?:-|days?|weeks?|months?|years?|h\b|cm|mm))[^.;\n]{0,30}\b(?:(?:prior|previous)(?! to\b)|lines?)\b"
        r"|(?:received|treated with|undergone|exhausted|completed)(?! no\b)[^.;\n]{0,30}\b(?:prior(?! to\b)|previous|standard|at least|all|available)\b[^.;\n]{0,40}"
        r"|no (?:available |further |other |longer )?(?:known |effective |standard |curative )+(?:therap|treatment|option)|after (?:\w+ )?(?:prior|previous|failure|progression)"
        r"|lack of (?:effective )?standard|\b(?:prior|previous)\b(?! to\b)[^.;\n]{0,80}\b(?:is|are|was) (?:required|mandatory)\b|post-?transplant(?:ation)? (?:relaps|recurr|mainten|consolid)|\bafter (?:allogeneic|autologous|stem)|\b(?:tki|inhibitor|platinum|drug)[ -]resistan|\bplatinum[ -](?:sensitive|refractory)"
        r"|^(?:prior|previous) (?:[\w-]+ ){0,3}?(?:treatment|therapy|chemotherapy) (?:with|including|consisting of) "
        r"(?![^;\n]*\b(?:allowed|permitted|acceptable|eligible|not|may|must|should|if|within)\b)"
        r"|^(?:(?:patients?|participants?|subjects?|who|must|has|have|having) )*(?:received|undergone|completed) (?!no\b)(?:[\w/-]+ ){0,4}?"
        r"(?:radiation|radiotherapy|chemo-?radi\w+|chemotherapy|chemoimmuno\w+|induction)\b(?!,? (?:or|and/or) (?:no|without))"
    ),
    (
        *(
            "relaps",
            "refractory",
            "treated",
            "line",
            "2l",
            "3l",
            "4l",
            "r/r",
            "rr",
            "salvage",
            "progress",
            "fail",
            "recur",
            "resistan",
        ),
        *(
            "intoleran",
            "prior",
            "previous",
            "received",
            "undergone",
            "exhausted",
            "completed",
            "known ",
            "effective ",
            "standard",
        ),
        *("curative ", "post-transplant", "posttransplant", "after ", "platinum"),
    ),
)

#: Strong words: said of the disease itself, or of a cohort, they count even where the title says the other thing.
_STRONG_UNTREATED = re.compile(
    r"\b(?:previously|systemic[ -]therapy) untreated\b|\btreatment[ -]na[iï]ve|\bna[iï]ve (?:aml|all|cll|mds|myeloma|disease|patients)\b"
)
_STRONG_TREATED = re.compile(
    r"\brelapsed?(?: ?/ ?|[ -](?:or|and|and/or)[ -])?(?:/ ?)?refractory\b|\brelapsed\b|\br/r\b|\b(?:received|completed) [^.;\n]{0,30}\b(?:cycles|doses) of\b[^.;\n]{0,30}\b(?:induction|first[ -]line|1l)\b"
    r"|\bprevious(?:ly)?[ -]treated\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:no|not|without|never|adjuvant|unless|if|(?:other|second|another|concurrent) malignan\w*|exclu\w+)\b[^.;:\n]{0,40}$"
)
#: An item that only lets people in who had their treatment for the primary tumour says nothing of the rest.
_ALLOWED = re.compile(r"\b(?:allowed|permitted|acceptable|are eligible|is eligible)\b")
_FIRST_LINE = re.compile(r"\b(?:first[ -]line|front-?line|1l)\b")
#: "After failure of first-line therapy": the first line lies behind everyone who enters.
_BEHIND = re.compile(
    r"\b(?:after|following|fail(?:ed|ing|ure|ures)?|progress(?:ed|ion|ing|ive)|refractory to|relapsed from|complet(?:ed|ion of)|received"
    r"|at least|previous|prior|cycles of|responded to|intolerant to)\b[^.;:\n]{0,90}$"
)
#: Both may enter, said in one breath.
_EITHER = re.compile(
    r"\b(?:with or without|regardless of|irrespective of|any number of|whether or not)\b[^.;\n]{0,20}\b(?:prior|previous)\b"
    r" (?:systemic |anti-?cancer |lines? of )*(?:therap|treatment|lines?\b|chemotherap)"
)
#: "Not a candidate for curative surgery", "if patients have received no prior …".
_NOT_A_FIRST = re.compile(r"\b(?:(?:not|no longer|nor|non|neither|never)\b[^.;:,\n]{0,30}|if\b[^.;:,\n]{0,20})$")
#: Never had one kind of drug, which says nothing of the others.
_ONE_AGENT = re.compile(r"(?:\b\w{0,6}ki|inhibitors?|\bpd-?(?:l?1)|antibod\w+|car-?t)\)?[ -]$")

#: A disease that has come back has been treated: in a title it is the disease of everyone who enters.
_CAME_BACK = re.compile(
    r"\b(?:recurrent|refractory|relapsed|resistant|progressive)\b(?!.{0,30}\brisk)|\bfail(?:ed|ing|ure)? (?:the |of )?(?:previous|prior|standard|first)"
)
#: The first course lies behind, though the title may name the disease as newly diagnosed.
_AFTERWARDS = re.compile(
    r"\bmaintenance\b[^.]{0,60}\b(?:after|following|post)\b|\b(?:after|following)\b[^.]{0,60}\b(?:neo-?adjuvant|induction|chemo-?radi\w+|chemotherapy|stem cell transplant\w*)"
    r"|\bconsolidation\b[^.]{0,40}\b(?:after|following)\b|\b(?:after|following) (?:\w+ ){0,2}transplant"
)
#: Words for the first course of treatment, of which the trial is a part.
_FIRST_COURSE = re.compile(
    r"\bneo-?adjuvant|\badjuvant (?:\w+ )?(?:chemo|radio|immuno|therap|treat)|\b(?:pre|peri)-?operative (?:chemo|radio|immuno|therap|treat)"
    r"|\bmuscle[ -]?invasive|\bafter (?:surgical |complete )?resection|\bpost-?surgical"
    r"|\bdefinitive (?:chemo|radio)"
)
#: Shutting out everyone who was treated for this cancer asks for people who were not.
_BARRED = re.compile(
    r"^(?:note: )?(?:(?:patients?|participants?|subjects?|individuals|those|who|has|have|had|having|with|any|history of|receipt of|received|receiving|been|a) )*"
    r"(?:prior|previous)(?:ly)? (?:(?:and/or|or|and) (?:current|concurrent|concomitant) )?(?:received |receipt of |treated (?:with|by) )?(?:any )?"
    r"(?P<what>(?:(?:pelvic|cranial|thoracic|brain)(?:/local)? |local |definitive |radiation |radio|chemo-?|systemic |oncologic\w* |curative |surgical |anti-?(?:cancer|tumou?r|neoplastic|lymphoma|leuk\w+|myeloma) |non-?surgical )*"
    r"(?:therap(?:y|ies)|treatments?|chemotherapy|radiation|(?:[\w-]+/)+\w*therapy))\b(?P<rest>[^.;\n]{0,120})"
)
_THIS_DISEASE = re.compile(
    r"^(?:[ /]\(?(?:received|given|administered|including|such as|or|and|with|chemo\w*|radi\w*|surgery|surgical|therapy|treatment|hormon\w*|immuno\w*|systemic|any|antineoplastic|local|targeted|agents?)\)?,?)*"
    r" (?:for|of|in|to treat|directed (?:at|to)) (?:the |their |a |this |current |primary |locally |recurrent |advanced |metastatic |study |diagnosis of )*"
    r"(?!other|another|present|study|trial|non|prior|previous|benign|infect|hiv|hepat|brain met|cns|any |a different|concurrent|second)\w"
)
_DISEASE = re.compile(r"\b(?:disease|setting|malignan\w+|tumou?rs?|advanced|metastatic)\b")
#: Having had radiation alone says nothing of the line.
_RAYS = re.compile(r"radi")
_DRUGS = re.compile(r"treatment|chemo|systemic|antineoplastic|drug")
_A_COHORT = re.compile(r"\b(?:cohorts?|sub-?stud(?:y|ies)|parts?|groups?) \w+")
_TIMED = re.compile(
    r"\b(?:within|less than|<|≤|during the (?:last|past|previous)|in the (?:last|past|previous)|weeks?|days|other malignan|allowed|permitted)"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What some sentences say; the strong flags imply the plain ones."""

    untreated: bool = False
    treated: bool = False
    surely_untreated: bool = False
    surely_treated: bool = False

    def __or__(self, other: "_Said") -> "_Said":
        return _Said(
            self.untreated or other.untreated,
            self.treated or other.treated,
            self.surely_untreated or other.surely_untreated,
            self.surely_treated or other.surely_treated,
        )


def follows_surgery(text: TrialText) -> bool:
    """Whether its titles say that an operation came before: who had one is then treated, and is meant all the same."""
    return any(_AFTER_SURGERY.search(item.text.lower()) for item in text.titles)


def read_line(text: TrialText) -> Line:
    """Untreated, treated, either or unstated."""
    titles = " . ".join(item.text.lower() for item in text.titles)
    titled = _title(titles)
    if titled is Line.EITHER:
        return titled
    asked = _sentences(item.text.lower() for item in text.criteria.of(INCLUSION))
    barred, barred_some = _barred(text)
    if titled is Line.UNTREATED:
        return Line.EITHER if asked.surely_treated else titled
    if titled is Line.TREATED:
        return Line.EITHER if asked.surely_untreated else titled
    if asked.untreated or asked.treated:
        return Line.EITHER if (barred or barred_some) and asked.treated else _decided(asked)
    if read_rollover(text) is not None:
        return Line.TREATED
    return Line.UNTREATED if barred or _FIRST_COURSE.search(titles) else Line.UNSTATED


def _title(titles: str) -> Line:
    said = _sentence(titles)
    if _AFTERWARDS.search(titles) and not said.surely_treated:
        return Line.TREATED
    if said.untreated or said.treated:
        return _decided(said)
    return Line.TREATED if _CAME_BACK.search(titles) else Line.UNSTATED


def _decided(said: _Said) -> Line:
    if said.untreated and said.treated:
        return Line.EITHER
    return Line.UNTREATED if said.untreated else Line.TREATED


def _barred(text: TrialText) -> tuple[bool, bool]:
    """Whether people treated for this disease are shut out: of the whole trial, of some cohort."""
    whole = some = False
    for item in text.criteria.of(EXCLUSION):
        found = _BARRED.match(item.text.lower())
        if found is None or (_RAYS.search(found["what"]) and not _DRUGS.search(found["rest"])):
            continue
        if _THIS_DISEASE.match(found["rest"]) is None or _TIMED.search(found["rest"]):
            continue
        if _A_COHORT.search(f"{item.text} {item.heading} {item.lead}".lower()):
            some = True
        else:
            whole = whole or _DISEASE.search(found["rest"]) is not None or bool(text_finder().find(read_words(found["rest"])))
    return whole, some


def _sentences(items: Iterable[str]) -> _Said:
    return reduce(_Said.__or__, map(_sentence, items), _Said())


def _sentence(text: str) -> _Said:
    firsts = [(found[0], text[max(0, found.start() - 100) : found.start()]) for found in _UNTREATED.finditer(text)]
    firsts = [(words, before) for words, before in firsts if _NOT_A_FIRST.search(before) is None]
    behind = [words for words, before in firsts if _FIRST_LINE.search(words) and _BEHIND.search(before)]
    untreated = any(
        not (_FIRST_LINE.search(words) and _BEHIND.search(before))
        and not (words.startswith("treatment") and _ONE_AGENT.search(before))
        for words, before in firsts
    )
    treated = not ("adjuvant" in text and _ALLOWED.search(text)) and (
        bool(behind)
        or any(_NOT_ASKED.search(text[max(0, found.start() - 60) : found.start()]) is None for found in _TREATED.finditer(text))
    )
    if _EITHER.search(text):
        untreated = treated = True
    surely = untreated and _STRONG_UNTREATED.search(text) is not None
    return _Said(untreated, treated, surely, treated and _STRONG_TREATED.search(text) is not None)
