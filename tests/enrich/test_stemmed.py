"""The cheap look before a costly pattern never hides a match: proved on the pattern itself, way by way."""

from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from trialfinder.enrich import line, rollover
from trialfinder.enrich.stemmed import Stemmed

ALL = {"untreated": line._UNTREATED, "treated": line._TREATED, "rollover": rollover._TITLE}
ANYTHING = "\0"
FOUND = "\1"


def ways(nodes: Any, stems: tuple[str, ...]) -> set[str]:
    """How a match can be written, with what is not said letter by letter as ANYTHING; a way that holds a stem is just FOUND."""
    written = {""}
    for kind, told in nodes:
        written = {joined(one + more, stems) for one, more in product(written, ways_of(kind, told, stems))}
        if len(written) > 3_000:  # too many to follow: nothing is known of them but that some hold a stem
            written = {FOUND} & written | {ANYTHING}
    return written


def joined(text: str, stems: tuple[str, ...]) -> str:
    return FOUND if FOUND in text or any(stem in text for stem in stems) else text


def ways_of(kind: Any, told: Any, stems: tuple[str, ...]) -> set[str]:
    if kind is _constants.LITERAL:
        return {chr(told)}
    if kind is _constants.IN and len(told) <= 4 and all(one is _constants.LITERAL for one, _ in told):
        return {chr(code) for _, code in told}
    if kind is _constants.BRANCH:
        return set().union(*(ways(branch, stems) for branch in told[1]))
    if kind is _constants.SUBPATTERN:
        return ways(told[3], stems)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        least, most, repeated = told
        once = ways(repeated, stems)
        return {""} | once if (least, most) == (0, 1) else once if (least, most) == (1, 1) else {joined_once(once, least)}
    return {""} if kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT) else {ANYTHING}


def joined_once(once: set[str], least: int) -> str:
    return FOUND if least and once == {FOUND} else ANYTHING


@pytest.mark.parametrize("name", ALL)
def test_every_match_holds_one_of_the_stems(name: str) -> None:
    sought = ALL[name]
    assert ways(_parser.parse(sought.pattern.pattern), sought.stems) == {FOUND}


@pytest.mark.parametrize("name", ALL)
def test_no_stem_is_looked_for_in_vain(name: str) -> None:
    sought = ALL[name]
    parsed = _parser.parse(sought.pattern.pattern)
    for stem in sought.stems:
        assert ways(parsed, tuple(other for other in sought.stems if other != stem)) != {FOUND}, stem


def test_a_text_without_a_stem_is_not_searched() -> None:
    sought = Stemmed(line._TREATED.pattern, ("salvage",))
    assert sought.search("relapsed disease") is None
    assert list(sought.finditer("relapsed disease")) == []
    assert sought.search("salvage for relapsed disease") is not None
