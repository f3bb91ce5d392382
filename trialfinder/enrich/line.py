"""The line of treatment: whether a trial wants people who have had treatment for this cancer.

Titles decide when they speak; then inclusion, where both kinds of words mean that either may enter. It refuses to guess
from the kind of drug or the phase.
"""

import re

from trialfinder.domain.stage import Line
from trialfinder.enrich.text import EXCLUSION, INCLUSION, TrialText

__all__ = ["read_line"]

_UNTREATED = re.compile(
    r"\b(?:previously |prior |chemo\w*[ -]|systemic[ -])?(?:untreated|un-treated)\b(?! (?:brain|cns|central|metasta|hiv|hepat|infect|spinal))"
    r"|treatment[ -]na[iï]ve|(?:chemo\w*|therapy|castration|tki|hormone)[ -]na[iï]ve|\bfirst[ -]line\b|\bfront-?line\b|\b1l\b|newly[ -]diagnosed|de novo"
    r"|\bno (?:prior|previous) (?:systemic |anti-?cancer |anti-?neoplastic |anti-?tumou?r |chemo|therap|treatment)[^.;\n]{0,40}"
    r"|(?:have |has |had )?(?:not|never) (?:previously )?(?:received|been treated|had|undergone)(?: any)? (?:prior |previous |systemic |anti)[^.;\n]{0,60}"
)
_TREATED = re.compile(
    r"\brelaps\w+|\brefractory\b|previously[ -]treated|pre-?treated|\b(?:second|third|2nd|3rd|later|subsequent)[ -]line\b|\b(?:r/r|rr)\b|salvage"
    r"|(?:progress\w*|fail\w*|recur\w*|resistan\w*|intoleran\w*|ineligible)[^.;\n]{0,40}\b(?:after|on|following|to|during|from|or|of|with)\b[^.;\n]{0,60}"
    r"(?:therap|treatment|chemo|regimen|line|inhibitor|platin|standard|transplant)|(?:at least |≥ ?|minimum of )(?:one|two|three|[1-3])[^.;\n]{0,30}\b(?:prior|previous|lines?)\b"
    r"|(?:received|treated with|undergone|exhausted|completed)(?! no\b)[^.;\n]{0,30}\b(?:prior|previous|standard|at least|all|available)\b[^.;\n]{0,40}"
    r"|no (?:available |further |other |longer )?(?:known |effective |standard |curative )+(?:therap|treatment|option)|after (?:\w+ )?(?:prior|previous|failure|progression)"
    r"|lack of (?:effective )?standard|post-?transplant|\bafter (?:allogeneic|autologous|stem)"
)
_NOT_ASKED = re.compile(
    r"\b(?:no|not|without|never|adjuvant|unless|(?:other|second|another|concurrent) malignan\w*|exclu\w+)\b[^.;\n]{0,40}$"
)


def read_line(text: TrialText) -> Line:
    """Untreated, treated, either or unstated."""
    titles = " . ".join(item.text.lower() for item in text.titles)
    titled = _line(titles)
    if titled is Line.UNSTATED and _CAME_BACK.search(titles):
        titled = Line.TREATED
    if titled is Line.EITHER:
        return titled
    asked = _line("\n".join(item.text.lower() for item in text.criteria.of(INCLUSION))[:20000])
    if titled is not Line.UNSTATED:
        return titled
    if asked is Line.UNSTATED:
        barred = "\n".join(item.text.lower() for item in text.criteria.of(EXCLUSION))[:20000]
        return Line.UNTREATED if _BARRED.search(barred) or _FIRST_COURSE.search(titles) else Line.UNSTATED
    return asked


#: A disease that has come back has been treated: in a title it is the disease of everyone who enters.
_CAME_BACK = re.compile(
    r"\b(?:recurrent|refractory|relapsed|resistant|progressive)\b(?!.{0,30}\brisk)|\bfail(?:ed|ing|ure)? (?:the |of )?(?:previous|prior|standard|first)"
)
#: Words for the first course of treatment, of which the trial is a part.
_FIRST_COURSE = re.compile(
    r"\bneo-?adjuvant|\badjuvant (?:chemo|radio|immuno|therap|treat)|\b(?:pre|peri)-?operative (?:chemo|radio|immuno|therap|treat)"
    r"|\bmuscle[ -]?invasive|\bafter (?:surgical )?resection|\bpost-?surgical"
    r"|\bdefinitive (?:chemo|radio)"
)
_BARRED = re.compile(
    r"(?:^|\n)(?:any )?(?:prior|previous)(?:ly)? (?:received )?(?:systemic|anti-?cancer|anti-?tumou?r|chemo)\w*[ -](?:therap|treatment|chemo)?\w*"
    r" (?:for|of|in) (?:the )?(?:advanced|metastatic|locally|current|primary|this)"
)


_FIRST_LINE = re.compile(r"\b(?:first[ -]line|front-?line|1l)\b")
#: "After failure of first-line therapy": the first line lies behind everyone who enters.
_BEHIND = re.compile(
    r"\b(?:after|following|fail(?:ed|ing|ure|ures)?|progress(?:ed|ion|ing|ive)|refractory to|relapsed from|complet(?:ed|ion of)|received"
    r"|at least|previous|prior|cycles of|responded to|intolerant to)\b[^.;:\n]{0,45}$"
)
#: Never had one kind of drug, which says nothing of the others.
_ONE_AGENT = re.compile(r"(?:\b\w{0,6}ki|inhibitors?|\bpd-?(?:l?1)|antibod\w+|car-?t)\)?[ -]$")


def _line(text: str) -> Line:
    firsts = [(found[0], text[max(0, found.start() - 60) : found.start()]) for found in _UNTREATED.finditer(text)]
    behind = [words for words, before in firsts if _FIRST_LINE.search(words) and _BEHIND.search(before)]
    untreated = any(
        not (_FIRST_LINE.search(words) and _BEHIND.search(before))
        and not (words.startswith("treatment") and _ONE_AGENT.search(before))
        for words, before in firsts
    )
    treated = bool(behind) or any(
        _NOT_ASKED.search(text[max(0, found.start() - 60) : found.start()]) is None for found in _TREATED.finditer(text)
    )
    if untreated and treated:
        return Line.EITHER
    return Line.UNTREATED if untreated else Line.TREATED if treated else Line.UNSTATED
