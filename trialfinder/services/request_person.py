"""What a person told about themselves and about the kind of trial -> values of the registry."""

import re
from collections.abc import Sequence

from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.stage import Line

__all__ = ["age_years", "line_of", "phases_of", "sex_of", "spread_of"]

_SEXES = {"female": "FEMALE", "f": "FEMALE", "woman": "FEMALE", "male": "MALE", "m": "MALE", "man": "MALE"}
_LINES = {
    Line.UNTREATED: "untreated new naive none no never first 1l 1 frontline upfront newly diagnosed",
    Line.TREATED: "treated previously pretreated second third later subsequent 2l 3l relapsed refractory recurrent yes progressed",
}
_PHASES = {"0": "EARLY_PHASE1", "1": "PHASE1", "2": "PHASE2", "3": "PHASE3", "4": "PHASE4"}
_ROMANS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
#: A phase as people write it: "early phase 1", "Phase II", "2b", "PHASE3", "none".
_PHASE = r"(?:phases?)?\s*(?:(early)(?:[\s_]*(?:phase)?[\s_]*(?:1|i)\b)?|(iv|iii|ii|i|[0-4])\s*[ab]?|(none|na|n/a|no))\b"
_BETWEEN = r"[\s,;/&+_-]*(?:and|or|to)?[\s,;/&+_-]*"
#: Where a cancer that is named by the place it has spread to must have spread.
_SPREAD_CONCEPTS = {
    "brain-mets": "brain", "bone-mets": "bone", "liver-mets": "liver", "lung-mets": "lung",
    "leptomeningeal": "lining of the brain", "peritoneal-any": "lining of the belly",
}  # fmt: skip
_LININGS = {"leptomeninges": "lining of the brain", "peritoneum": "lining of the belly"}
_UNITS = {"y": 1.0, "m": 12.0, "w": 365.25 / 7, "d": 365.25}
_AGE = r"(?i)(\d{1,5}(?:\.\d{1,4})?)\s*(y|yr|yrs|years?|m|mo|mos|months?|w|wk|wks|weeks?|d|days?)?(?:\s+old)?\.?"


def age_years(typed: str) -> float:
    """``62``, ``8m``, ``6 weeks``, ``10 days`` in years. Raises UsageProblem."""
    match = re.fullmatch(_AGE, typed.strip())
    if not match:
        raise UsageProblem(
            f"--age {typed!r} is not an age.", "use years from 0 to 130, such as --age 62; for a baby --age 8m or --age 6w"
        )
    return float(match[1]) / _UNITS[(match[2] or "y")[0].lower()]


def sex_of(word: str) -> str:
    """``FEMALE``, ``MALE`` or ``""``."""
    if not word:
        return ""
    try:
        return _SEXES[word.strip().lower()]
    except KeyError:
        raise UsageProblem(f"--sex {word!r} is not one the registry uses.", "use female or male, or leave it out") from None


def line_of(words: str) -> Line | None:
    """Whether the person has had treatment for this cancer."""
    if not words:
        return None
    typed = re.findall(r"\w+", words.lower())
    for line, known in _LINES.items():
        if typed and typed[0] in known.split():
            return line
    raise UsageProblem(
        f"--line {words!r} is not one I know.",
        "use --line untreated (no treatment for this cancer yet) or --line treated (after treatment), or leave it out",
    )


def phases_of(typed: tuple[str, ...]) -> tuple[str, ...]:
    """The registry's codes for phases, each once, in order."""
    found = {code for words in typed for code in _phases(words)}
    return tuple(code for code in (*_PHASES.values(), "NA") if code in found)


def _phases(words: str) -> list[str]:
    text, at, found = words.strip().lower(), 0, []
    phase, between = re.compile(_PHASE), re.compile(_BETWEEN)
    while at < len(text):
        match = phase.match(text, at)
        if not match:
            break
        number = "0" if match[1] else _ROMANS.get(match[2], match[2])
        found.append(_PHASES[number] if number else "NA")
        at = match.end()
        at = between.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    if at < len(text) or not found:
        raise UsageProblem(f"--phase {words!r} is not one I know.", "use 1, 2, 3, 4, early, or none; several as --phase 2,3")
    return found


def spread_of(concepts: Sequence[str], typed: Sequence[str]) -> tuple[str, ...]:
    """Parts of the body the cancer has spread to, from the cancers asked and the words typed for cancer and stage."""
    found = [_SPREAD_CONCEPTS[concept] for concept in concepts if concept in _SPREAD_CONCEPTS]
    if any(typed):
        from trialfinder.resolve.terms_stage import split_stage

        found += [_LININGS.get(organ, organ) for words in typed for organ in split_stage(words).organs]
    return tuple(dict.fromkeys(found))
