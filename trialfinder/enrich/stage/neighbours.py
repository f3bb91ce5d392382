"""Which mentions stand near each other, and what stands between them."""

import re
from collections.abc import Iterable

from trialfinder.enrich.stage.scan import Mention
from trialfinder.enrich.text import INCLUSION

__all__ = ["Neighbours"]

_NEAR = 90
_DEFINED = re.compile(r"[^.;()]{0,25}\([^()]{0,25}$")
_AFTER = re.compile(r"^[^.;\n]*\b(?:after|following|post|since)\b")


class Neighbours:
    """Mentions by where they stand, so that asking which one "or" joins to a word costs the same in a text of any length."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._places: dict[tuple[int, int], list[Mention]] = {}
        for mention in mentions:
            for place in {mention.start // _NEAR, mention.end // _NEAR}:
                self._places.setdefault((id(mention.item), place), []).append(mention)

    def lead_to(self, word: Mention) -> bool:
        """Whether one of them stands shortly before the word and "after" or "following" between the two."""
        before = {word.start // _NEAR - 1, word.start // _NEAR}
        others = [other for place in before for other in self._places.get((id(word.item), place), ())]
        return any(
            _AFTER.search(word.item.text[other.end : word.start + 12].lower()) for other in others if other.end <= word.start
        )

    def define(self, word: Mention) -> bool:
        """Whether one of them stands in brackets right after the word: "operable disease (T2 or T3)"."""
        after = {word.end // _NEAR, word.end // _NEAR + 1}
        others = [other for place in after for other in self._places.get((id(word.item), place), ())]
        return any(_DEFINED.match(word.item.text[word.end : other.start]) for other in others if word.end <= other.start)

    def join(self, word: Mention) -> bool:
        """Whether "or" joins the word to one of them."""
        around = {word.start // _NEAR - 1, word.start // _NEAR, word.end // _NEAR, word.end // _NEAR + 1}
        return any(_joined(word, other) for place in around for other in self._places.get((id(word.item), place), ()))


def _joined(word: Mention, number: Mention) -> bool:
    """Whether "or" stands between a word and a number of the same item, near both."""
    if word.item is not number.item:
        return False
    first, second = sorted((word, number), key=lambda mention: mention.start)
    between = word.item.text[first.end : second.start].lower().replace("with or without", "")
    between = _SHORT.sub("", between)
    if second.item.section == INCLUSION and second.item.text[second.start].isupper() and _OPEN.search(between) is None:
        return False  # a capital letter in running prose begins another statement
    if word is first and word.kind == "unresectable" and number.kind == "number" and not between.rstrip().endswith(("or", "/")):
        return False  # "inoperable or unresectable stage III" is one disease
    return len(between) < _NEAR and "(" not in between.replace("()", "") and re.search(r"\bor\b|and/or|/", between) is not None


#: The abbreviation of a word right after it: "carcinoma in situ (CIS) or T1".
_SHORT = re.compile(r"^ ?\([a-z]{1,6}\)")
_OPEN = re.compile(r"(?:\b(?:or|and/or)|/|^|[\n:;,(])\s*$")
