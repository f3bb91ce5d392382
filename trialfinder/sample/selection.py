"""Which of the made-up studies a request asks for, and the page of them on the wire.

Matches words, not the registry's query language: quotes and OR are understood in ``query.cond``; of ``filter.advanced``
only the words and quoted phrases count, any one of them in conditions, titles, keywords or MeSH. Refuses bad numbers and tokens.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

__all__ = ["LISTED_PARAMETERS", "Question", "Shelf"]

LISTED_PARAMETERS = frozenset(
    {"query.cond", "filter.overallStatus", "filter.ids", "filter.advanced", "fields", "sort", "countTotal", "pageSize",
     "pageToken", "format", "markupFormat"}
)  # fmt: skip
_TERM = re.compile(r'"([^"]+)"|([^\s()"]+)')


@dataclass(frozen=True, slots=True)
class Question:
    """The parameters of one request, read."""

    terms: frozenset[str]
    advanced: frozenset[str]
    statuses: frozenset[str]
    ids: frozenset[str]
    ascending: bool
    size: int
    offset: int
    first: bool
    count: bool
    token_release: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Raises ValueError with the registry's words for a bad number or token."""
        size, token = given.get("pageSize", "0"), given.get("pageToken", "")
        if not size.isdigit():
            raise ValueError(f"Parameter `pageSize` has incorrect format: {size}")
        release, dot, offset = token.partition(".")
        if token and not (dot and offset.isdigit()):
            raise ValueError("Incorrect pageToken format")
        return cls(
            terms=_terms(given.get("query.cond", "")),
            advanced=_terms(
                re.sub(r"\b(?:AREA|SEARCH|RANGE|COVERAGE|EXPANSION)\[[^]]*\]", " ", given.get("filter.advanced", ""))
            ),
            statuses=_listed(given.get("filter.overallStatus", "")),
            ids=_listed(given.get("filter.ids", "").upper()),
            ascending=given.get("sort", "").split(",")[0].endswith(":asc"),
            size=min(int(size) or 10, 1000),
            offset=int(offset or 0),
            first=not token,
            count=given.get("countTotal") == "true",
            token_release=release,
        )


def _terms(text: str) -> frozenset[str]:
    found = {(phrase or word).lower() for phrase, word in _TERM.findall(text) if word not in {"OR", "AND", "NOT"}}
    return frozenset(found)


def _listed(text: str) -> frozenset[str]:
    return frozenset(part for part in re.split(r"[|,]", text) if part)


class Shelf:
    """The studies as lines, with the words they are found by."""

    def __init__(self, studies: Iterable[dict[str, Any]]) -> None:
        self._books = [_Book.of(study) for study in studies]
        self._newest = sorted(self._books, key=lambda book: (book.updated, book.ids[0]), reverse=True)
        self._by_id = {one: book.line for book in self._books for one in reversed(book.ids)}

    def one(self, nct_id: str) -> str:
        """The study's line, or ``""``."""
        return self._by_id.get(nct_id, "")

    def page(self, asked: Question, data_timestamp: str) -> str:
        """One page: one study a line, a token whenever the page is full, even if nothing follows."""
        release = re.sub(r"\D", "", data_timestamp)
        if not asked.first and asked.token_release != release:
            raise ValueError("Incorrect pageToken format")
        found = [book for book in (reversed(self._newest) if asked.ascending else self._newest) if book.answers(asked)]
        rows = found[asked.offset : asked.offset + asked.size]
        total = f'"totalCount":{len(found)},' if asked.count and asked.first else ""
        token = f',"nextPageToken":"{release}.{asked.offset + asked.size}"' if len(rows) == asked.size else ""
        return f'{{{total}"studies":[\n' + ",\n".join(book.line for book in rows) + f"\n]{token}}}"


@dataclass(frozen=True, slots=True)
class _Book:
    line: str
    ids: tuple[str, ...]
    status: str
    updated: str
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
