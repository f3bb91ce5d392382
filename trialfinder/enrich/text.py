"""A trial's prose made readable: escapes and odd characters folded, criteria cut into sections and items, raw offsets kept.

The registry delivers criteria as light Markdown with backslash escapes, now and then with HTML entities, full-width
characters or mojibake from the sponsor's own system. Readers of prose work on the folded text and quote the raw one.
It refuses to interpret: what an item means is for the readers; here it is only *where* an item stands.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from trialfinder.domain.trial import Trial
from trialfinder.enrich.folding import Folded, fold

__all__ = [
    "CONDITIONS",
    "EXCEPTION",
    "EXCLUSION",
    "INCLUSION",
    "KEYWORDS",
    "OFFICIAL_TITLE",
    "PATIENT",
    "PRIOR",
    "SUMMARY",
    "TITLE",
    "Folded",
    "Item",
    "Sections",
    "TrialText",
    "exclusion_items",
    "fold",
    "inclusion_items",
    "passage",
    "prepare",
    "split_sections",
]

TITLE = "brief_title"
OFFICIAL_TITLE = "official_title"
CONDITIONS = "conditions"
KEYWORDS = "keywords"
SUMMARY = "summary"
INCLUSION = "inclusion"
EXCLUSION = "exclusion"
#: What is excepted from an exclusion ("other cancers, except: in situ …"): neither in nor out.
EXCEPTION = "exception"
#: "PATIENT CHARACTERISTICS" of PDQ abstracts: the person's organs, not the disease.
PATIENT = "patient"
#: "PRIOR CONCURRENT THERAPY" of PDQ abstracts.
PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Item:
    """One title, condition, bullet or paragraph, folded. ``start`` and ``end`` are offsets in the raw field."""

    text: str
    start: int
    end: int
    heading: str = ""
    """The nearest heading above: ``Inclusion Criteria``, ``Cohort B`` …"""
    section: str = INCLUSION
    lead: str = ""
    """The item that introduces this one ("Any of the following:")."""
    depth: int = 0
    _offset: int = field(default=0, repr=False)
    _folded: Folded | None = field(default=None, repr=False, compare=False)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of a span of ``text``."""
        if self._folded is None:
            return self.start + start, self.start + end
        return self._folded.raw_offset(self._offset + start), self._folded.raw_offset(self._offset + end)

    def quote(self, start: int, end: int) -> str:
        """The raw words of a span of ``text``."""
        if self._folded is None:
            return self.text[start:end]
        first, last = self.raw_span(start, end)
        return self._folded.raw[first:last]


@dataclass(frozen=True, slots=True)
class Sections:
    """Criteria in pieces, in the order of the text."""

    items: tuple[Item, ...] = ()

    def of(self, *sections: str) -> tuple[Item, ...]:
        """The items of these sections."""
        return tuple(item for item in self.items if item.section in sections)


@dataclass(frozen=True, slots=True)
class TrialText:
    """One trial's prose, prepared once for all readers."""

    titles: tuple[Item, ...]
    conditions: tuple[Item, ...]
    keywords: tuple[Item, ...]
    criteria: Sections
    raw_summary: str = ""

    @property
    def summary(self) -> Item:
        """The brief summary; folded on demand, since most readers do without."""
        return passage(self.raw_summary, SUMMARY)


def prepare(trial: Trial) -> TrialText:
    """Fold and cut one trial."""
    titles = ((trial.brief_title, TITLE), (trial.official_title, OFFICIAL_TITLE))
    return TrialText(
        titles=tuple(passage(text, section) for text, section in titles if text),
        conditions=tuple(passage(text, CONDITIONS) for text in trial.conditions),
        keywords=tuple(passage(text, KEYWORDS) for text in trial.keywords),
        criteria=split_sections(trial.criteria),
        raw_summary=trial.brief_summary,
    )


def passage(raw: str, section: str) -> Item:
    """A whole field as one item."""
    folded = fold(raw)
    return Item(folded.text, 0, len(raw), section=section, _folded=folded)


def inclusion_items(criteria: str) -> tuple[Item, ...]:
    """Items that say who may enter."""
    return split_sections(criteria).of(INCLUSION)


def exclusion_items(criteria: str) -> tuple[Item, ...]:
    """Items that say who may not."""
    return split_sections(criteria).of(EXCLUSION)


_MARK = re.compile(
    r"(?P<mark>(?:(?:[*•·#>-]{1,3}|o|°|\(?\d{1,2}[.):]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\(?[A-Za-z][.)]|\(?[ivxIVX]{2,4}[.)])"
    r"[ ]{1,8}|[•*](?=[^\s*])){0,3})"
)
_CRITERIA = " (?:Criteria|CRITERIA|criteria) ?:"
#: Headings that may stand inside a line, as in abstracts delivered without line breaks, and what then stands before them.
#: One flat list, each from its first letter on: three times faster than the same words in groups.
_INLINE = re.compile(
    r"DISEASE CHARACTERISTICS\b[: ]|PATIENT CHARACTERISTICS\b[: ]|PRIOR[ /]CONCURRENT THERAPY\b[: ]|PRIOR THERAPY\b[: ]|"
    + "|".join(word + _CRITERIA for word in ("Inclusion", "Exclusion", "INCLUSION", "EXCLUSION", "inclusion", "exclusion"))
)
_GAP = re.compile(r"(?:(?P<end>[.;:)][ ]+|\n)|[\w ][ ]+)\Z")
_LONGEST_GAP = 64
_INLINE_LEADS = ("Key ", "Main ", "Major ")
_CRITERIA_WORD = re.compile(
    r"(?i)\b(?:non-?)?(?:in|ex)clu(?:sion|ded|sions|de)\b|\bin?eligib|characteristics|prior[ /]concurrent"
)
#: One of these stands in all of them; to look for them is faster by far, and most lines hold none.
_CRITERIA_PARTS = ("clu", "elig", "characteristics", "concurrent")
_HEADINGS = (
    (PATIENT, re.compile(r"(?i)^patient characteristics\b")),
    (PRIOR, re.compile(r"(?i)^prior(?: and |[ /])concurrent (?:therapy|treatment)\b")),
    (INCLUSION, re.compile(r"(?i)^disease characteristics\b")),
    (
        EXCLUSION,
        re.compile(
            r"(?i)^(?:[\w'()/,& -]{0,60}\b)?(?:(?:non-?inclusion|exclusions?|ineligibility)(?: criteri\w+| factors?)?"
            r"|criteria for exclusion|not eligible|excluded)\b(?P<rest>.*)$"
        ),
    ),
    (
        INCLUSION,
        re.compile(
            r"(?i)^(?:[\w'()/,& -]{0,60}\b)?(?:(?:inclusion|eligibility|selection|entry)(?: criteri\w+)|inclusions?"
            r"|criteria for inclusion|eligible)\b(?P<rest>.*)$"
        ),
    ),
)
_NOT_HEADING = re.compile(
    r"(?i)inclusion ?(?:/|and|or|&) ?exclusion|(?:other|further|additional|more)\b.{0,40}\bcriteria (?:may|could|will|can)? ?appl"
    r"|inclusion of (?:women|minorit)|inclusion body|(?:all|the|each|above|following|these) inclusion criteria"
    r"|(?:meet|fulfil|satisf)\w*\b.{0,60}\bcriteri"
)
#: "Stage IV disease is excluded" is a sentence, unless a colon makes it introduce something.
_SENTENCE = re.compile(r"(?i)^(?!.*\bfollowing\b).*\b(?:is|are|were|was) (?:excluded|not eligible|ineligible|eligible)\W*$")
_SHUTS_OUT = re.compile(
    r"(?i)\b(?:must|may|should|can|could|will|do|does) ?not\b(?!.{0,40}\bexclude)|\bnone of the following|\bexclud(?:e|ed|es|ing)\b"
    r"|\bineligible\b|\bnot (?:eligible|have|be)\b|\bnot allowed\b|\bno (?:evidence|history|known|active) of\b|\bwithout any of\b"
    r"|\bexclusions?\b"
)
_LETS_IN = re.compile(
    r"(?i)\b(?:except|unless|other than|exceptions?|allowed|permitted|are eligible|will be included|not (?:be )?excluded?|not exclude)\b"
)


@lru_cache(maxsize=4)
def split_sections(criteria: str) -> Sections:
    """Items of the criteria with their sections. Text before any heading counts as inclusion."""
    return _Splitter(fold(criteria)).run() if criteria.strip() else Sections()


class _Splitter:
    """One walk down the lines of one text."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._items: list[Item] = []
        self._section = INCLUSION
        self._heading = ""
        # Open items above the next one: (depth, indent, kind of bullet, text, section).
        self._stack: list[tuple[int, int, str, str, str]] = []

    def run(self) -> Sections:
        for start, end in self._lines():
            self._line(start, end)
        return Sections(tuple(self._items))

    def _lines(self) -> list[tuple[int, int]]:
        """Spans of lines; a line that goes on in lower case belongs to the one before, an inline heading starts a new one."""
        text = self._folded.text
        spans: list[tuple[int, int]] = []
        cuts = _inline_headings(text)
        position = 0
        for line in text.split("\n"):
            end = position + len(line)
            if line.strip():
                if spans and spans[-1][1] == position - 1 and line[0].islower() and line[1:2] not in ".) ":
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((position, end))
            position = end + 1
        if not cuts:
            return spans
        return [piece for span in spans for piece in _cut(span, sorted(cut for cut in cuts if span[0] < cut < span[1]))]

    def _line(self, start: int, end: int) -> None:
        text = self._folded.text
        line = text[start:end]
        indent = len(line) - len(line.lstrip(" "))
        mark = _MARK.match(line, indent)
        body_start = start + (mark.end() if mark else indent)
        body = text[body_start:end].rstrip()
        if not body.strip("*•·#>- "):  # a bullet without words
            return
        rest = self._open_section(body)
        if rest is not None:
            self._stack.clear()
            if not rest:
                return
            body_start += len(body) - len(rest)
            body = rest
        kind = _kind(mark["mark"].strip() if mark else "")
        if not kind and body.endswith(":") and len(body) < 80:
            self._heading = body[:-1].strip("* ")
        self._add(body, body_start, indent, kind)

    def _open_section(self, body: str) -> str | None:
        """What is left of the line after a section heading, or None when it is not one."""
        head = body.strip("*_#: ")
        if len(head) > 400 and ":" not in head[:80]:
            return None
        lowered = head[:120].lower()
        if not any(part in lowered for part in _CRITERIA_PARTS) or _CRITERIA_WORD.search(lowered) is None:
            return None
        if _NOT_HEADING.search(head[:120]):
            return None
        if not body.rstrip("*_# ").endswith(":") and _SENTENCE.match(head):
            return None
        head, colon, rest = head.partition(":")
        if len(head) > 90 or (not colon and (len(head) > 60 or head.endswith((".", ",")))):
            return None
        for section, pattern in _HEADINGS:
            found = pattern.match(head)
            if found is None:
                continue
            tail = found.groupdict().get("rest") or ""
            if not colon and len(tail.split()) > 6:
                return None
            self._section, self._heading = section, head.strip()
            return rest.strip("* \n")
        return None

    def _add(self, body: str, start: int, indent: int, kind: str) -> None:
        depth = self._depth(indent, kind)
        while self._stack and self._stack[-1][0] >= depth:
            self._stack.pop()
        lead = self._stack[-1][3] if self._stack else ""
        section = self._stack[-1][4] if self._stack else self._section
        raw = self._folded.raw_offset
        end = start + len(body)
        self._items.append(
            Item(body, raw(start), raw(end), self._heading, section, lead, depth, _offset=start, _folded=self._folded)
        )
        self._stack.append((depth, indent, kind, body, _section_below(body, section)))

    def _depth(self, indent: int, kind: str) -> int:
        """Nesting by indent; at equal indent, another kind of bullet below a colon is one step deeper."""
        if not kind:
            return 0
        for depth, known, bullet, _text, _section in reversed(self._stack):
            if known == indent and bullet == kind:
                return depth
        top = self._stack[-1] if self._stack else None
        if top is not None and (indent > top[1] or (indent == top[1] and top[3].endswith(":"))):
            return top[0] + 1
        return 1 + indent


def _inline_headings(text: str) -> set[int]:
    """Where headings begin that follow other words, on their line or on the one before."""
    cuts: set[int] = set()
    for found in _INLINE.finditer(text):
        start, heading = found.start(), found[0]
        before = text[max(0, start - _LONGEST_GAP) : start]
        gap = _GAP.search(before)
        # In lower case it must follow the end of a sentence: "who meet the inclusion criteria: ..." goes on.
        if gap and (gap["end"] or not heading[0].islower()):
            cuts.add(start)
        for lead in _INLINE_LEADS:
            if heading[0] in "IEie" and before.endswith(lead) and _GAP.search(before.removesuffix(lead)):
                cuts.add(start - len(lead))
    return cuts


def _cut(span: tuple[int, int], cuts: list[int]) -> list[tuple[int, int]]:
    edges = [span[0], *cuts, span[1]]
    return list(pairwise(edges))


def _kind(mark: str) -> str:
    if not mark:
        return ""
    return "number" if mark[-1] in ".):" or mark[-1].isdigit() else "dot"


#: An aside ("note: this will not alter the stage") turns nothing.
_ASIDE = re.compile(r"\([^()]{0,300}\)")


def _section_below(lead: str, section: str) -> str:
    """The section of what a lead introduces: "must not have:" turns the sense, "except:" lifts it."""
    if not lead.endswith((":", "following", "following.")):
        return section
    lead = _ASIDE.sub("", lead)
    lifts, shuts = _LETS_IN.search(lead), _SHUTS_OUT.search(lead)
    if section == EXCLUSION and lifts:
        return EXCEPTION
    if section == INCLUSION and shuts and not lifts:
        return EXCLUSION
    return section
