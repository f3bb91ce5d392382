"""Which of the made-up studies a request asks for, and the page of them on the wire.

Matches words, not the registry's query language: quotes and OR are understood in ``query.cond``; of ``filter.advanced``
only the words and quoted phrases count, any one of them in conditions, titles, keywords or MeSH. Refuses what the registry
refuses: bad numbers and tokens, statuses, ids, fields and sort keys it does not know.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from trialfinder.sample.projection import project, read_fields

__all__ = ["LISTED_PARAMETERS", "Question", "Shelf"]

LISTED_PARAMETERS = frozenset(
    {"query.cond", "filter.overallStatus", "filter.ids", "filter.advanced", "fields", "sort", "countTotal", "pageSize",
     "pageToken", "format", "markupFormat"}
)  # fmt: skip
_STATUSES = frozenset(
    {"ACTIVE_NOT_RECRUITING", "APPROVED_FOR_MARKETING", "AVAILABLE", "COMPLETED", "ENROLLING_BY_INVITATION",
     "NO_LONGER_AVAILABLE", "NOT_YET_RECRUITING", "RECRUITING", "SUSPENDED", "TEMPORARILY_NOT_AVAILABLE", "TERMINATED",
     "UNKNOWN", "WITHDRAWN", "WITHHELD"}
)  # fmt: skip
_SORT_KEYS = {"LastUpdatePostDate": "updated", "StudyFirstPostDate": "posted", "@relevance": ""}
_TERM = re.compile(r'"([^"]+)"|([^\s()"]+)')


@dataclass(frozen=True, slots=True)
class Question:
    """The parameters of one request, read."""

    terms: frozenset[str]
    advanced: frozenset[str]
    statuses: frozenset[str]
    ids: frozenset[str]
    fields: tuple[tuple[str, ...], ...]
    sort: tuple[tuple[str, bool], ...]
    """Attribute and whether newest first; the first counts most."""
    size: int
    offset: int
    first: bool
    count: bool
    token_release: str

    @property
    def number(self) -> int:
        """Which page of a walk is asked for, from 1; 0 for a list of ids."""
        return 0 if self.ids else self.offset // self.size + 1

    @classmethod
    def read(cls, given: Mapping[str, str], largest: int = 1000) -> Self:
        """``largest``: studies on a page of a walk at most. Raises ValueError with the registry's words for what it refuses."""
        size, token = given.get("pageSize", "0"), given.get("pageToken", "")
        if not size.isdigit():
            raise ValueError(f"Parameter `pageSize` has incorrect format: {size}")
        statuses, ids = _listed(given.get("filter.overallStatus", "")), _listed(given.get("filter.ids", "").upper())
        if strange := sorted(statuses - _STATUSES):
            raise ValueError(f"Invalid value in parameter `overallStatus`: `{strange[0]}`")
        if bad := sorted(one for one in ids if not re.fullmatch(r"NCT0*[1-9]\d{0,7}", one)):
            raise ValueError(f"Parameter `filter.ids` has incorrect format: {bad[0]}")
        release, dot, offset = token.partition(".")
        if token and not (dot and offset.isdigit()):
            raise ValueError("Incorrect pageToken format")
        return cls(
            terms=_terms(given.get("query.cond", "")),
            advanced=_terms(
                re.sub(r"\b(?:AREA|SEARCH|RANGE|COVERAGE|EXPANSION)\[[^]]*\]", " ", given.get("filter.advanced", ""))
            ),
            statuses=statuses,
            ids=ids,
            fields=read_fields(given.get("fields", "")),
            sort=_sort_keys(given.get("sort", "")),
            size=min(int(size) or 10, 1000 if ids else largest),
            offset=int(offset or 0),
            first=not token,
            count=given.get("countTotal") == "true",
            token_release=release,
        )


def _terms(text: str) -> frozenset[str]:
    found = {(phrase or word).lower() for phrase, word in _TERM.findall(text) if word not in {"OR", "AND", "NOT"}}
    return frozenset(found)


def _sort_keys(text: str) -> tuple[tuple[str, bool], ...]:
    keys = []
    for number, item in enumerate(filter(None, re.split(r"[|,]", text)), start=1):
        name, _, order = item.partition(":")
        if number > 2 or order not in ("", "asc", "desc"):
            raise ValueError(f"Item {number} in parameter `sort` has incorrect format")
        if name not in _SORT_KEYS:
            raise ValueError("Unsupported sort field type: text")
        if _SORT_KEYS[name]:
            keys.append((_SORT_KEYS[name], order != "asc"))
    return tuple(keys)


def _listed(text: str) -> frozenset[str]:
    return frozenset(part for part in re.split(r"[|,]", text) if part)


class Shelf:
    """The studies as lines, with the words they are found by."""

    def __init__(self, studies: Iterable[dict[str, Any]]) -> None:
        self._books = [_Book.of(study) for study in studies]
        self._by_id = {one: book.line for book in self._books for one in reversed(book.ids)}
        self._sorted: dict[tuple[tuple[str, bool], ...], list[_Book]] = {}
        self._cut: dict[tuple[str, tuple[tuple[str, ...], ...]], str] = {}
        self._found: dict[tuple[object, ...], list[_Book]] = {}

    def one(self, nct_id: str) -> str:
        """The study's line, or ``""``."""
        return self._by_id.get(nct_id, "")

    def page(self, asked: Question, data_timestamp: str, fault: str = "") -> str:
        """One page: one study a line, a token whenever the page is full, even if nothing follows."""
        release = re.sub(r"\D", "", data_timestamp)
        if not asked.first and (asked.token_release != release or fault == "expire_token"):
            raise ValueError("Incorrect pageToken format")
        found = self._answers(asked) if fault != "empty" else []
        start, end = asked.offset, asked.offset + asked.size
        rows, token = found[start:end], f',"nextPageToken":"{release}.{end}"'
        if len(rows) < asked.size or fault == "drop_token":
            token = ""
        elif fault == "repeat_token":
            token = f',"nextPageToken":"{release}.{start}"'
        if fault == "duplicate" and rows and start:
            rows = [found[start - 1], *rows[:-1]]
        if fault == "empty_page":
            rows, token = [], f',"nextPageToken":"{release}.{start}"'
        counted = len(found) + (7 if fault == "wrong_total" else 0)
        total = f'"totalCount":{counted},' if asked.count and asked.first else ""
        return f'{{{total}"studies":[\n' + ",\n".join(self._line(book, asked.fields) for book in rows) + f"\n]{token}}}"

    def _answers(self, asked: Question) -> list["_Book"]:
        """What a question finds, the same on every page of it."""
        key = (asked.terms, asked.advanced, asked.statuses, asked.ids, asked.sort)
        if key not in self._found:
            self._found[key] = [book for book in self._in_order(asked.sort) if book.answers(asked)]
        return self._found[key]

    def _in_order(self, keys: tuple[tuple[str, bool], ...]) -> list["_Book"]:
        """Records without the date come last either way; ties stay in the order of the ids."""
        if keys not in self._sorted:
            books = sorted(self._books, key=lambda book: book.ids[0])
            for name, newest_first in reversed(keys):
                books.sort(key=lambda book: getattr(book, name), reverse=newest_first)
                books.sort(key=lambda book: not getattr(book, name))
            self._sorted[keys] = books
        return self._sorted[keys]

    def _line(self, book: "_Book", fields: tuple[tuple[str, ...], ...]) -> str:
        if not fields:
            return book.line
        key = (book.ids[0], fields)
        if key not in self._cut:
            self._cut[key] = project(book.line, fields)
        return self._cut[key]


@dataclass(frozen=True, slots=True)
class _Book:
    line: str
    ids: tuple[str, ...]
    status: str
    updated: str
    posted: str
    words: str

    @classmethod
    def of(cls, study: dict[str, Any]) -> Self:
        protocol = study["protocolSection"]
        names, state = protocol["identificationModule"], protocol["statusModule"]
        conditions = protocol.get("conditionsModule", {})
        browse = study.get("derivedSection", {}).get("conditionBrowseModule", {})
        texts = [names.get("briefTitle", ""), names.get("officialTitle", "")]
        texts += [*conditions.get("conditions", ()), *conditions.get("keywords", ())]
        texts += [item["term"] for key in ("meshes", "ancestors") for item in browse.get(key, ())]
        return cls(
            line=json.dumps(study, ensure_ascii=False, separators=(",", ":")),
            ids=(names["nctId"], *names.get("nctIdAliases", ())),
            status=state.get("overallStatus", ""),
            updated=state.get("lastUpdatePostDateStruct", {}).get("date", ""),
            posted=state.get("studyFirstPostDateStruct", {}).get("date", ""),
            words=_spaced(" | ".join(texts)),
        )

    def answers(self, asked: Question) -> bool:
        return (
            (not asked.statuses or self.status in asked.statuses)
            and (not asked.ids or not asked.ids.isdisjoint(self.ids))
            and (not asked.terms or self._has_any(asked.terms))
            and (not asked.advanced or self._has_any(asked.advanced))
        )

    def _has_any(self, terms: frozenset[str]) -> bool:
        return any(_spaced(term) in self.words for term in terms)


def _spaced(text: str) -> str:
    """Whole words, a plural being the same word."""
    return " " + " ".join(re.sub(r"s\b", "", word) for word in re.findall(r"[^\W_]+|\|", text.lower())) + " "
