"""A person's own stage, in whatever form the doctor used: ``3b``, ``stage four``, ``T2N1M0``, ``spread to the liver``, ``relapsed``.

Numbers beat words; several words unite. What leaves the stage open stays open ("early" is I or II), and words that say how
the disease behaves without a number keep no stage at all. It refuses to guess: an unknown word, a grade or a Gleason score
is not a stage.
"""

import re
import unicodedata
from typing import NamedTuple

from trialfinder.domain.errors import NothingUnderstood
from trialfinder.domain.stage import Extent, Stage, StageAsked

__all__ = ["EXAMPLES", "resolve_stage"]

EXAMPLES = ("3", "IIIB", "stage 3 or 4", "metastatic", "locally advanced", "early", "T2N1M0", "relapsed")
_HINT = "Try for example: " + ", ".join(EXAMPLES) + "; or leave --stage out to see trials for every stage."
_LEAVE_OUT = "Leave --stage out: trials for every stage are then shown, with what each says about stage."

_O, _A, _B, _C, _D = Stage.ZERO, Stage.I, Stage.II, Stage.III, Stage.IV
_ORDER = (_O, _A, _B, _C, _D)
_NUMBERS = {"0": _O, "1": _A, "2": _B, "3": _C, "4": _D, "i": _A, "ii": _B, "iii": _C, "iv": _D}
_SPELT = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "first": "1", "second": "2", "third": "3", "fourth": "4",
    "1st": "1", "2nd": "2", "3rd": "3", "4th": "4",
}  # fmt: skip


class _Phrase(NamedTuple):
    """Words for a stage, most telling first: an earlier phrase takes its text away from a later one."""

    words: str
    stages: tuple[Stage, ...]
    name: str
    extent: Extent | None = None


_LOCAL, _LOCALLY, _FAR, _BACK, _STUBBORN = (
    Extent.LOCALIZED, Extent.LOCALLY_ADVANCED, Extent.METASTATIC, Extent.RECURRENT, Extent.REFRACTORY,
)  # fmt: skip
_PHRASES = (
    _Phrase(
        r"non-? ?metastatic|not metastatic|no (?:known |distant )?(?:metastas[ei]s|mets|spread)|without (?:distant )?(?:metastas[ei]s|mets)"
        r"|(?:has ?n[o']?t|has not|hasnt|have not|haven't|not|never)(?: yet)? spread|m0",
        (_A, _B, _C), "not metastatic",
    ),
    _Phrase(r"nmcrpc|nm-?crpc", (), "castration-resistant without metastases", _STUBBORN),
    _Phrase(
        r"(?:(?:it )?(?:has |had |have )?(?:spread|spreading|gone|mets|metastas\w+)(?: only| just)?(?: (?:in)?to| in)? )?"
        r"(?:(?:the|my|her|his|some|nearby|local|regional|axillary|in) )*(?:lymph ?nodes?|lymph glands?)(?: only)?|node[- ]positive|nodal",
        (_B, _C), "spread to nearby lymph nodes", _LOCALLY,
    ),
    _Phrase(r"oligo-?metasta\w+", (_D,), "metastatic", _FAR),
    _Phrase(r"extensive(?:[- ]stage)?(?: disease)?|es-?sclc|ed-?sclc", (_D,), "extensive stage", _FAR),
    _Phrase(r"limited(?:[- ]stage)?(?: disease)?|ls-?sclc|ld-?sclc", (_A, _B, _C), "limited stage", _LOCAL),
    _Phrase(r"mcrpc|mcspc|mhspc|mhnpc|m-?crpc|mcrc|mbc|mtnbc|mrcc|mnsclc|mpdac", (_D,), "metastatic", _FAR),
    _Phrase(
        r"metasta\w+|mets|met(?:s)? to (?:the )?\w+|distant(?: spread| disease)?|secondar(?:y|ies)(?: cancer| tumou?rs?)?|disseminated"
        r"|(?:it )?(?:has |had |have |'s )?(?:spread|spreading|gone)(?: (?:in)?to)?(?: (?:the|my|her|his|other|several|many|distant))*"
        r"(?: (?:liver|bones?|brain|lungs?|spine|organs?|body|peritoneum|elsewhere|everywhere|parts?(?: of (?:the|my) body)?|skin|and|adrenals?|distant|pleura|abdomen))*"
        r"|m1[a-d]?|stage d|carcinomatosis",
        (_D,), "metastatic", _FAR,
    ),
    _Phrase(r"(?:local(?:ly)?|loco-?regional(?:ly)?|regional(?:ly)?)[- ]advanced|regional(?: spread)?|locoregional", (_C,), "locally advanced", _LOCALLY),
    _Phrase(r"(?:end|late|last|final)[- ]stage|terminal(?:ly ill)?|incurable", (_C, _D), "advanced", _FAR),
    _Phrase(r"advanced", (_C, _D), "advanced"),
    _Phrase(r"un-?resectable|non-?resectable|in-?operable|not operable|can(?:no|')t be (?:removed|operated(?: on)?)|not resectable", (_C, _D), "not removable by surgery", _LOCALLY),
    _Phrase(r"borderline(?:[- ]resectable)?", (_B, _C), "borderline resectable", _LOCALLY),
    _Phrase(r"resectable|operable|resected|adjuvant|neo-?adjuvant", (_A, _B, _C), "removable by surgery", _LOCAL),
    _Phrase(r"non-?[- ]?muscle[- ]invasive|nmibc|superficial", (_O, _A), "non-muscle-invasive", _LOCAL),
    _Phrase(r"muscle[- ]invasive|mibc", (_B, _C), "muscle-invasive", _LOCAL),
    _Phrase(r"(?:ductal |lobular |squamous |adeno)?(?:carcinoma |cancer |melanoma )?in[- ]situ|dcis|lcis|cis|tis|pre-?cancer(?:ous)?|pre-?malignant|non-?invasive|cin ?[123]", (_O,), "in situ", Extent.IN_SITU),
    _Phrase(r"(?:very )?early(?:[- ]stage)?", (_A, _B), "early", _LOCAL),
    _Phrase(r"(?:organ[- ])?(?:locali[sz]ed|confined)|local", (_A, _B), "localized", _LOCAL),
    _Phrase(r"biochemical(?:ly)? (?:recur\w+|relaps\w+|failure)|rising psa|psa recurrence", (), "recurrent", _BACK),
    _Phrase(r"recurr?\w*|recurren\w+|relaps\w+|(?:it |cancer )?(?:has |had )?(?:came|come|coming|is) back|returned", (), "recurrent", _BACK),
    _Phrase(r"refractory|resistant|r/r|(?:castration|treatment|hormone|drug|chemo)[- ]resistant|crpc|progressi(?:ng|ve|on)|progressed|not responding|stopped working|persistent", (), "refractory", _STUBBORN),
    _Phrase(r"(?:any|all|every)(?: stages?)?", _ORDER, "any stage"),
)  # fmt: skip

_FILLER = frozenset(
    "stage stages staged st cancer carcinoma disease tumor tumour clinical clinically pathologic pathological ajcc uicc figo tnm group "
    "grouping version edition 7th 8th 9th v7 v8 v9 lugano ann arbor insS inss masaoka a an the my is it its it's with of at to i'm im am "
    "diagnosed as i have has probably maybe perhaps about between up through and or than but also now still currently newly was been be "
    "in no".lower().split()
)
#: "3b", "stage iv": what most people type. No other pattern is made ready for it, so those below are plain text until used.
_NUMBER_ALONE = re.compile(r"(?:stage )?(iv|i{1,3}|[0-4])[a-c]?")
_NUMBER = r"(?<![a-z0-9.])(iv|i{1,3}|[0-9]{1,2})[ -]?\(?([a-e](?:[1-4]|i{1,3})?|s)?\)?(?![a-z0-9.])"
_UNKNOWN = frozenset({"?", "??", "???", "unknown", "n/a", "na", "none", "unsure", "unclear", "unstaged", "-", "idk", "dunno"})
_UNKNOWN_WORDS = (
    r"\b(?:do ?n[o']?t know|dont know|not sure|no idea|not known|not yet (?:staged|known)|not staged|unknown|unstaged|unsure)\b"
)
_NOT_STAGE = r"\b(?:grade|gleason|psa|ecog|karnofsky|score|phase|her2|isup|clark)\b ?(?:group )?[\d.+iv]*"
_UP = r"(?:or|and) (?:higher|above|more|later|up|worse|greater|over)|\+|^(?:at least|from|≥|>=)"
_DOWN = r"(?:or|and) (?:lower|below|less|earlier|under)|^(?:up to|at most|≤|<=|below)"


_MARKS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212~", "-") | dict.fromkeys('"“”!;:=_[]', " "))


def resolve_stage(typed: str, cancer: str | None = None) -> StageAsked:
    """What the words mean as a stage. ``cancer`` is a concept id; T, N and M mean different stages in different cancers."""
    text = _plain(typed)
    if alone := _NUMBER_ALONE.fullmatch(text):
        return _asked(frozenset({_NUMBERS[alone[1]]}), [], typed)
    return _in_words(text, typed, cancer)


def _in_words(text: str, typed: str, cancer: str | None) -> StageAsked:
    if not text or text in _UNKNOWN or re.search(_UNKNOWN_WORDS, text):
        raise NothingUnderstood(f"No stage was understood from {typed.strip()!r}." if text else "The stage is empty.", _LEAVE_OUT)
    numbered = re.search(r"stage \(?(?:[0-4]|i{1,3}|iv)[a-e]?\b", text)
    asked = (None if numbered else _tnm(text, typed, cancer)) or _read(
        re.sub(r"\([^)]*\)", " ", text) if numbered else text, typed
    )
    if asked is None:
        asked = _read(_mended(text), typed)
    if asked is None:
        raise _refusal(text, typed)
    return asked


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).lower().replace("\u2019", "'")
    if "." in text:
        text = re.sub(r"(?<=\d)\.(?=\s|$)", " ", text)
    words = text.translate(_MARKS).replace(",", " , ").split()
    return " ".join(_SPELT.get(word, word) for word in words).replace("-stage", " stage").strip(" .,")


def _read(text: str, typed: str) -> StageAsked | None:
    """Numbers and phrases together; None when nothing, or too much, is left over."""
    rest = text
    phrases: list[_Phrase] = []
    for phrase in _PHRASES:
        shorter = re.sub(rf"(?<![\w-])(?:{phrase.words})(?![\w])", lambda found: " " if found[0].strip() else found[0], rest)
        if shorter != rest:
            phrases.append(phrase)
            rest = shorter
    numbers, rest, possible = _numbers(rest)
    if not possible:
        return None
    left = [word.strip("().,/&+-") for word in rest.split()]
    strange = [word for word in left if word and word not in _FILLER]
    anchored = "stage" in text or not numbers
    if (not numbers and not phrases) or (strange and not (anchored and (numbers or len(strange) <= 3))):
        return None
    return _asked(numbers, phrases, typed)


def _numbers(text: str) -> tuple[frozenset[Stage], str, bool]:
    """Stages named by number, the text without them, and whether every number can be one."""
    stages: set[Stage] = set()
    last: Stage | None = None
    end = 0
    if re.search(_NOT_STAGE, text) and "stage" not in text:
        return frozenset(), text, False
    text = re.sub(_NOT_STAGE, " ", text)
    for found in re.finditer(_NUMBER, text):
        stage = _NUMBERS.get(found[1])
        if stage is None:
            return frozenset(), text, False
        joint = text[end : found.start()].replace("stages", "").replace("stage", "").split()
        if (
            last is not None
            and joint
            and (joint[0] in {"-", "to", "through", "thru"} or (joint == ["and"] and "between" in text))
        ):
            first, final = sorted((_ORDER.index(last), _ORDER.index(stage)))
            stages |= set(_ORDER[first : final + 1])
        stages.add(stage)
        last, end = stage, found.end()
    rest = re.sub(_NUMBER, " ", text)
    if stages and re.search(_UP, text):
        stages |= set(_ORDER[min(map(_ORDER.index, stages)) :])
    elif stages and re.search(_DOWN, text):
        stages |= set(_ORDER[1 : max(map(_ORDER.index, stages)) + 1])
    return frozenset(stages), re.sub(_UP, " ", re.sub(_DOWN, " ", rest)), True


def _asked(numbers: frozenset[Stage], phrases: list[_Phrase], typed: str) -> StageAsked:
    extents = frozenset(phrase.extent for phrase in phrases if phrase.extent is not None)
    stages = numbers or frozenset(stage for phrase in phrases for stage in phrase.stages)
    named = [phrase.name for phrase in phrases if phrase.name != "any stage"]
    return StageAsked(stages, _sentence(stages, named, typed), extents)


def _sentence(stages: frozenset[Stage], names: list[str], typed: str) -> str:
    names = list(dict.fromkeys(names))
    typed = " ".join(typed.split())
    if not stages:
        return f"{' and '.join(names)} disease of any stage number (you typed {typed!r})"
    numbers = [str(stage) for stage in _ORDER if stage in stages]
    text = "any stage" if len(numbers) == len(_ORDER) else "stage " + _listed(numbers)
    if names:
        text += ", " + " and ".join(names)
    plain = typed.lower().removeprefix("stage").strip()
    return text if plain == _listed(numbers).lower() else f"{text} (you typed {typed!r})"


def _listed(numbers: list[str]) -> str:
    return numbers[0] if len(numbers) == 1 else ", ".join(numbers[:-1]) + " or " + numbers[-1]


def _tnm(text: str, typed: str, cancer: str | None) -> StageAsked | None:
    """T, N and M terms, or a lettered system, when the words hold one."""
    if not re.search(r"(?<![a-z])[cpyr]{0,2}[tnm][ ]?[0-4xi+]|\b(?:bclc|duke|inrg)", text):
        return None
    from trialfinder.vocab.stage_systems import SYSTEMS, system_stages  # only these words need the tables
    from trialfinder.vocab.stage_tnm import TNM, tnm_stages

    system = SYSTEMS.search(text)
    if system is not None and system_stages(system):
        stages = system_stages(system)
        return StageAsked(stages, _sentence(stages, [], typed))
    found = TNM.search(re.sub(r"(?<![a-z0-9])([cpyr]{0,2}[tnm]) (?=[0-4x])", r"\1", text))
    if found is None or (found["m3"] and found["m3"].endswith("0")):
        return None
    stages, metastatic = tnm_stages(found, cancer or "")
    if not stages:
        return None
    sure = "" if cancer else " in most cancers"
    numbers = _listed([str(stage) for stage in _ORDER if stage in stages])
    extents = frozenset({Extent.METASTATIC}) if metastatic else frozenset()
    return StageAsked(stages, f"about stage {numbers}{sure} (you typed {' '.join(typed.split())!r})", extents)


_KNOWN_WORDS = (
    "metastatic", "metastases", "metastasis", "locally", "advanced", "early", "localized", "recurrent", "relapsed", "refractory",
    "extensive", "limited", "resectable", "unresectable", "inoperable", "stage", "situ", "three", "four", "spread", "invasive",
)  # fmt: skip


def _mended(text: str) -> str:
    """Misspelt words replaced by the nearest known one."""
    from difflib import get_close_matches  # only an unknown word needs it

    def nearest(word: str) -> str:
        close = get_close_matches(word, _KNOWN_WORDS, n=1, cutoff=0.8) if len(word) >= 4 and word.isalpha() else []
        return close[0] if close else word

    words = (nearest(word) for word in text.split()[:20])
    return " ".join(_SPELT.get(word, word) for word in words)


def _refusal(text: str, typed: str) -> NothingUnderstood:
    shown = " ".join(typed.split())[:60]
    if re.search(_NOT_STAGE, text):
        return NothingUnderstood(
            f"{shown!r} is not a stage: grades and scores describe the tumour, not how far it has spread.", _HINT
        )
    if re.search(r"\b(?:[5-9]|\d\d|v|vi)\b", text):
        return NothingUnderstood(f"There is no stage {shown!r}: stages go from 0 to 4 (0 to IV).", _HINT)
    return NothingUnderstood(f"{shown!r} was not understood as a stage.", _HINT, EXAMPLES[:3])
