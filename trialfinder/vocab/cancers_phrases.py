"""Finds the names of cancers in words: one pass over a text, longest name first, lists resolved.

"Breast, ovarian and lung cancer", "carcinoma of the stomach or oesophagus" and "Hodgkin or non-Hodgkin lymphoma" name each
of their members, which no table of names can hold. It refuses to judge what a name means where it stands: a history, an
exclusion or a benign tumour is the reader's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trialfinder.vocab.cancers import CancerVocabulary, vocabulary
from trialfinder.vocab.cancers_words import Words, normalise

__all__ = ["Mention", "PhraseFinder", "text_finder", "typed_finder"]

_HEADS = {
    "cancer": "cancer",
    "carcinoma": "cancer",
    "adenocarcinoma": "cancer",
    "ca": "cancer",
    "lymphoma": "lymphoma",
    "leukemia": "leukemia",
    "sarcoma": "sarcoma",
    "glioma": "glioma",
}
_LINKS = frozenset({"and", "or", "to", "versus"})
#: May stand between the organ and the word "cancer".
_BETWEEN = frozenset(
    """
    squamous cell ductal invasive epithelial advanced recurrent primary adult locally malignant
    infiltrating acinar  papillary mucinous serous endometrioid  resectable unresectable urothelial
    transitional undifferentiated
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_OF = frozenset({"of", "in", "involving"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One name found: which concepts, and from which word to which (end not included)."""

    concepts: tuple[str, ...]
    first: int
    last: int


class PhraseFinder:
    """Names and organ words ready for lookup."""

    def __init__(self, names: Mapping[str, tuple[str, ...]], vocabulary: CancerVocabulary) -> None:
        self._names = names
        self._groups = frozenset(c.id for c in vocabulary.concepts.values() if c.kind == "umbrella")
        self._longest: dict[str, int] = {}
        for name in names:
            self._measure(self._longest, name)
        self._sites: dict[str, dict[str, str]] = {}
        self._site_longest: dict[str, int] = {}
        for concept in vocabulary.concepts.values():
            for entry in concept.sites:
                site, _, head = entry.partition("@")
                key = normalise(site)
                self._sites.setdefault(key, {})[head or "cancer"] = concept.id
                self._measure(self._site_longest, key)

    @staticmethod
    def _measure(longest: dict[str, int], name: str) -> None:
        first, _, rest = name.partition(" ")
        length = rest.count(" ") + 2 if rest else 1
        if longest.get(first, 0) < length:
            longest[first] = length

    def find(self, text: Words) -> list[Mention]:
        """All mentions, left to right, none inside another."""
        found: list[Mention] = []
        words = text.words
        i, n = 0, len(words)
        while i < n:
            word = words[i]
            mentions = self._at(text, i) if word in self._longest or word in self._site_longest or word in _HEADS else None
            if mentions:
                found += mentions
                i = max(m.last for m in mentions)
            else:
                i += 1
        return found

    def _at(self, text: Words, i: int) -> list[Mention]:
        end, concepts = self._name(text, i)
        listed = self._list_before_head(text, i) if text.words[i] in self._site_longest else []
        if not listed and text.words[i] in _HEADS:
            listed = self._list_after_head(text, i)
        if concepts and concepts[0] in self._groups and text.words[end - 1] in _HEADS:  # "epithelial tumors of the penis"
            listed = listed or self._list_after_head(text, end - 1)
        if listed and max(m.last for m in listed) > end:
            return listed
        return [Mention(concepts, i, end)] if concepts else []

    def _name(self, text: Words, i: int) -> tuple[int, tuple[str, ...]]:
        words, gaps = text.words, text.gaps
        stop = min(self._longest.get(words[i], 0), len(words) - i)
        reach = 1
        while reach < stop and gaps[i + reach - 1] != ".":
            reach += 1
        for length in range(reach, 0, -1):
            concepts = self._names.get(" ".join(words[i : i + length]))
            if concepts is not None:
                return i + length, concepts
        return i, ()

    def _site(self, text: Words, i: int) -> tuple[int, dict[str, str]]:
        words, gaps = text.words, text.gaps
        stop = min(self._site_longest.get(words[i], 0), len(words) - i) if i < len(words) else 0
        reach = 1
        while reach < stop and gaps[i + reach - 1] != ".":
            reach += 1
        for length in range(min(reach, stop), 0, -1):
            heads = self._sites.get(" ".join(words[i : i + length]))
            if heads is not None:
                return i + length, heads
        return i, {}

    def _sites_from(self, text: Words, i: int) -> tuple[int, list[tuple[int, int, dict[str, str]]]]:
        """A list of organ words: where it ends, and its members."""
        members: list[tuple[int, int, dict[str, str]]] = []
        at = i
        while True:
            end, heads = self._site(text, at)
            if not heads:
                return (members[-1][1] if members else i), members
            members.append((at, end, heads))
            onward = self._past_link(text, end)
            if onward is None:
                return end, members
            at = onward

    @staticmethod
    def _past_link(text: Words, end: int) -> int | None:
        """Over "and", "or", a comma, and one word in parentheses ("junction (GEJ) or"); None when the list is over."""
        words, gaps = text.words, text.gaps
        at = end
        linked = at > 0 and gaps[at - 1] == ","
        if at + 1 < len(words) and gaps[at - 1] == "." and gaps[at] in (".", ",") and words[at + 1] in _LINKS:
            at += 1
        while at < len(words) and words[at] in _LINKS:
            at += 1
            linked = True
        return at if linked else None

    def _list_before_head(self, text: Words, i: int) -> list[Mention]:
        end, members = self._sites_from(text, i)
        if not members:
            return []
        words, gaps = text.words, text.gaps
        at = end
        if at + 1 < len(words) and gaps[at - 1] == "." and gaps[at] == "." and words[at + 1] in _HEADS:
            at += 1
        while at < len(words) and words[at] in _BETWEEN and gaps[at - 1] != ".":
            at += 1
        # "(Esophageal, junction and gastric) adenocarcinoma": a list in brackets before its head.
        bracketed = len(members) > 1 and at == end and (at + 1 >= len(words) or words[at + 1] not in _OF)
        head = _HEADS.get(words[at]) if at < len(words) and (gaps[at - 1] != "." or at > end or bracketed) else None
        if head is None:
            return []
        return [Mention((heads[head],), first, at + 1) for first, _, heads in members if head in heads]

    def _list_after_head(self, text: Words, i: int) -> list[Mention]:
        words, gaps = text.words, text.gaps
        if i + 2 >= len(words) or words[i + 1] not in _OF or gaps[i] == ".":
            return []
        end, members = self._sites_from(text, i + 2)
        head = _HEADS[words[i]]
        return [Mention((heads[head],), i, end) for _, _, heads in members if head in heads]


@cache
def text_finder() -> PhraseFinder:
    """For the text of trials: only names that are safe there."""
    return PhraseFinder(vocabulary().text_names, vocabulary())


@cache
def typed_finder() -> PhraseFinder:
    """For what a person types."""
    return PhraseFinder(vocabulary().by_name, vocabulary())
