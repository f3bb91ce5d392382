"""The registry's API as this program uses it: which release is out, walks over pages, batches of ids.

A walk sends one frozen set of parameters; tokens live inside it and are never stored. A walk ends when the registry
gives no token, and only then: pages may be short or empty on the way. Refuses walks that go round in circles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Self

from trialfinder.ctgov.fields import TRIAL_FIELDS, field_list
from trialfinder.ctgov.parse import is_nct_id
from trialfinder.ctgov.query import PAGE_SIZE, StudyQuery
from trialfinder.ctgov.transport import QueryRefused, Traffic, Transport
from trialfinder.ctgov.wire import PageBody, RawStudy, load_json, read_page
from trialfinder.domain.errors import RefreshRefused

__all__ = [
    "IDS_PER_REQUEST",
    "Page",
    "PageTokenRefused",
    "QueryTooComplicated",
    "RegistryClient",
    "RegistryVersion",
    "WalkBroken",
    "read_version",
]

IDS_PER_REQUEST: Final = 400
"""6 kB of address with the longest list of fields; the registry's edge refuses addresses somewhere beyond 7 kB."""


class WalkBroken(RefreshRefused):
    """A walk whose pages do not add up. Starting it again may help once."""


class PageTokenRefused(WalkBroken):
    """The registry no longer takes its own token: it expired, or a new release came out."""


class QueryTooComplicated(RefreshRefused):
    """The registry counts more terms than it accepts; fewer at a time will do."""


@dataclass(frozen=True, slots=True)
class RegistryVersion:
    """Which release of the registry's data is out."""

    api_version: str
    data_timestamp: datetime | None
    """UTC. None when the registry does not say or says it in another form."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of studies."""

    number: int
    """From 1."""
    studies: tuple[RawStudy, ...]
    total_count: int | None
    """How many studies the whole walk should bring; only on the first page."""
    received: int
    """Bytes that came over the line for it."""


class RegistryClient:
    """Talks to one registry; use as a context manager. One connection, about one request a second."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __enter__(self) -> Self:
        self._transport.__enter__()
        return self

    def __exit__(self, *args: object) -> None:
        self._transport.__exit__(None, None, None)

    @property
    def traffic(self) -> Traffic:
        """Requests and bytes so far."""
        return self._transport.traffic

    def version(self) -> RegistryVersion:
        """Ask which release is out."""
        return self._transport.get("/version", {}, read_version)

    def pages(self, query: StudyQuery) -> Iterator[Page]:
        """Walk through every page of ``query``."""
        return self._walk(query.name, query.params(), query.page_size)

    def by_ids(self, ids: Iterable[str], *, fields: str = field_list(TRIAL_FIELDS)) -> Iterator[Page]:
        """Fetch studies by id. Absent ids are left out by the registry; former ids come back under the current one."""
        wanted = sorted({one for one in ids if is_nct_id(one) and one != "NCT00000000"})  # one bad id refuses the whole batch
        number = 0
        for start in range(0, len(wanted), IDS_PER_REQUEST):
            batch = "|".join(wanted[start : start + IDS_PER_REQUEST])
            params = {"filter.ids": batch, "fields": fields, "pageSize": str(PAGE_SIZE)}
            for page in self._walk("a list of ids", params, PAGE_SIZE):  # one page, unless the registry's have become smaller
                number += 1
                yield replace(page, number=number)

    def _walk(self, name: str, params: dict[str, str], page_size: int) -> Iterator[Page]:
        token, seen, number, limit = "", set[str](), 0, 0
        while True:
            body, received = self._page(name, params, token)
            number += 1
            if number == 1:
                limit = 20 + 3 * ((body.total_count or 0) // max(1, page_size))
            yield Page(number, body.studies, body.total_count, received)
            token = body.token
            if not token:
                return
            if token in seen or number > limit:
                raise WalkBroken(f"The registry's pages for {name} lead in a circle (page {number}).", _AGAIN)
            seen.add(token)

    def _page(self, name: str, params: dict[str, str], token: str) -> tuple[PageBody, int]:
        before = self.traffic.received
        asked = {**params, "pageToken": token} if token else params
        try:
            body = self._transport.get("/studies", asked, read_page)
        except QueryRefused as refusal:
            if token and "pagetoken" in refusal.body.lower():
                raise PageTokenRefused(f"The registry refused to go on with {name}: {refusal.body}.", _AGAIN) from refusal
            if "too complicated" in refusal.body.lower():
                raise QueryTooComplicated(refusal.message, refusal.hint) from refusal
            raise
        return body, self.traffic.received - before


_AGAIN: Final = "Nothing was published; the local copy is unchanged. Run it again later."


def read_version(text: str) -> RegistryVersion:
    """Read the body of ``/version``. Raises ValueError when it is none."""
    body = load_json(text)
    if not isinstance(body, dict) or not ("dataTimestamp" in body or "apiVersion" in body):
        raise ValueError("no version in it")
    stamp = body.get("dataTimestamp")
    try:
        when = datetime.fromisoformat(stamp) if isinstance(stamp, str) else None
    except ValueError:
        when = None
    if when is not None:
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return RegistryVersion(str(body.get("apiVersion", "")), when)
