"""One question to the registry's list of studies, frozen: every page of a walk is asked with exactly these parameters.

A token of the registry is not bound to the query it came from; a parameter that changed between pages would give wrong
rows with status 200. Refuses a question without any condition: it would fetch the whole registry.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from trialfinder.ctgov.fields import LISTING_FIELDS, TRIAL_FIELDS, field_list

__all__ = ["PAGE_SIZE", "SORT", "StudyQuery"]

PAGE_SIZE: Final = 1000
"""What the registry gives at most; a larger number is cut to this without a word."""
SORT: Final = "LastUpdatePostDate:desc,StudyFirstPostDate:desc"
"""Unsorted pages may overlap from one call to the next."""


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """Studies matching any of ``terms`` (in conditions, titles, keywords, MeSH) and ``advanced``, with one of ``statuses``."""

    name: str
    """For progress and errors: ``leukaemias and lymphomas``."""
    terms: tuple[str, ...] = ()
    """Joined by OR into ``query.cond``; a phrase, or a word that is also an operator, carries its own quotes."""
    advanced: str = ""
    """An expression for ``filter.advanced``."""
    statuses: tuple[str, ...] = ()
    """Overall statuses; empty: any."""
    fields: str = field(default=field_list(TRIAL_FIELDS), repr=False)
    page_size: int = PAGE_SIZE
    sort: str = SORT

    def __post_init__(self) -> None:
        if not (self.terms or self.advanced):
            raise ValueError("a query without terms would fetch the whole registry")

    def params(self) -> dict[str, str]:
        """The request parameters, without the page token."""
        params = {
            "query.cond": " OR ".join(self.terms),
            "filter.advanced": self.advanced,
            "filter.overallStatus": "|".join(self.statuses),
            "fields": self.fields,
            "sort": self.sort,
            "countTotal": "true",
            "pageSize": str(self.page_size),
        }
        return {name: value for name, value in params.items() if value}

    def listing(self) -> "StudyQuery":
        """The same studies, asked only for id, status and day of the last update."""
        return replace(self, fields=field_list(LISTING_FIELDS))

    def halves(self) -> tuple["StudyQuery", "StudyQuery"]:
        """Two queries that together find the same; for a registry that calls this one too complicated."""
        if len(self.terms) < 2:
            raise ValueError(f"the query {self.name!r} has one term and cannot be split")
        middle = len(self.terms) // 2
        return replace(self, terms=self.terms[:middle]), replace(self, terms=self.terms[middle:])
