"""One GET to the registry: paced, timed, retried where that can help, and its failures told in plain sentences.

Knows nothing of studies. Refuses to wait for ever: besides the socket's timeouts each attempt has a deadline of its own,
because a body that drips one byte a second never times out.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from trialfinder.ctgov.leaves import clean
from trialfinder.ctgov.retry import RETRY_STATUSES, Passing, Patience, Trouble, retry_after_seconds, retrying
from trialfinder.domain.errors import RegistryUnreachable

__all__ = ["QueryRefused", "Traffic", "Transport"]

T = TypeVar("T")

_CHUNK: Final = 1 << 16
_LATE: Final = 1.01
"""Arrivals are what the registry counts, and setting up the first connection delays the first of them."""
_LARGEST_BODY: Final = 1 << 29
"""Bytes. Thirty times a large page; more is not an answer to anything asked here."""
_LOOKUP_SECONDS: Final = 12.0
"""A resolver without network may try for 30 s and more, and no timeout of requests covers that."""


class QueryRefused(RegistryUnreachable):
    """The registry answered 400; ``body`` is what it said."""

    def __init__(self, message: str, hint: str, body: str) -> None:
        super().__init__(message, hint)
        self.body = body


@dataclass(slots=True)
class Traffic:
    """What has gone over the line so far."""

    requests: int = 0
    """Attempts included."""
    received: int = 0
    """Bytes of bodies as they were sent, that is compressed."""


class Transport:
    """A session with one registry. Use as a context manager."""

    def __init__(
        self,
        base_url: str,
        *,
        user_agent: str | None = None,
        pause: float = 1.0,
        timeout: tuple[float, float] = (8.0, 60.0),
        deadline: float = 120.0,
        patience: Patience | None = None,
        on_event: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.traffic = Traffic()
        self._host = urlsplit(self.base_url).hostname or self.base_url
        self._pause, self._timeout, self._deadline = pause, timeout, deadline
        self._patience = patience or Patience()
        self._tell = on_event or (lambda _: None)
        self._clock, self._sleep = clock, sleep
        self._due = clock()
        self._session = requests.Session()
        self._session.mount("https://", _BoundedLookup())
        self._session.mount("http://", _BoundedLookup())
        self._default_agent = self._session.headers["User-Agent"]
        if user_agent:
            self._session.headers["User-Agent"] = user_agent

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._session.close()

    def get(self, path: str, params: Mapping[str, str], read: Callable[[str], T]) -> T:
        """The answer as ``read`` understands it; a ValueError of ``read`` counts as a broken body and is tried again."""
        retry = retrying(self._patience, clock=self._clock, sleep=self._sleep, on_event=self._tell)
        try:
            answer: T = retry(self._attempt, path, params, read)
        except Passing as failure:
            raise self._gave_up(failure) from failure
        return answer

    def _attempt(self, path: str, params: Mapping[str, str], read: Callable[[str], T]) -> T:
        self._wait_for_turn()
        self.traffic.requests += 1
        ends = self._clock() + self._deadline
        try:
            with self._session.get(self.base_url + path, params=params, timeout=self._timeout, stream=True) as response:
                body = self._body(response, ends)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _network_failure(error, self._host) from error
        return self._judge(response, body, path, params, read)

    def _wait_for_turn(self) -> None:
        wait = self._due - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._due = max(self._due, self._clock()) + self._pause * _LATE

    def _body(self, response: requests.Response, ends: float) -> bytes:
        """The decoded body, read as it trickles in so that the deadline is seen in time."""
        chunks, size = [], 0
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if self._clock() > ends:
                raise Passing(Trouble.BROKEN, f"the answer was not complete after {self._deadline:.0f} s")
            if size > _LARGEST_BODY:
                raise Passing(Trouble.BROKEN, f"the answer is larger than {_LARGEST_BODY >> 20} MB")
        self.traffic.received += response.raw.tell()
        return b"".join(chunks)

    def _judge(
        self, response: requests.Response, body: bytes, path: str, params: Mapping[str, str], read: Callable[[str], T]
    ) -> T:
        status = response.status_code
        if status == 200:
            return _understood(response, body, read)
        said = _plain(body)
        if status in RETRY_STATUSES:
            after = retry_after_seconds(response.headers.get("Retry-After"))
            raise Passing(Trouble.BUSY, f"the registry is busy or in trouble (HTTP {status}{': ' + said if said else ''})", after)
        if status == 403 and self._session.headers["User-Agent"] != self._default_agent:
            self._tell("the registry refuses this User-Agent (HTTP 403); trying the default one")
            self._session.headers["User-Agent"] = self._default_agent
            return self._attempt(path, params, read)
        raise self._refusal(status, said)

    def _refusal(self, status: int, said: str) -> RegistryUnreachable:
        detail = f": {said}" if said else ""
        if status == 400:
            return QueryRefused(f"The registry refused the question (HTTP 400){detail}.", _REPORT_HINT, said)
        if status == 403:
            return RegistryUnreachable(f"The registry at {self._host} refuses this client (HTTP 403).", _FORBIDDEN_HINT)
        if status == 404:
            return RegistryUnreachable(f"There is no registry at {self.base_url} (HTTP 404).", _ADDRESS_HINT)
        return RegistryUnreachable(f"The registry at {self._host} answered HTTP {status}{detail}.", _LATER_HINT)

    def _gave_up(self, failure: Passing) -> RegistryUnreachable:
        if failure.trouble is Trouble.UNCONNECTED:
            return RegistryUnreachable(f"The registry could not be reached: {failure.sentence}.", _OFFLINE_HINT)
        sentence = failure.sentence[:1].upper() + failure.sentence[1:]
        return RegistryUnreachable(f"{sentence}. Gave up at {self._host} after several attempts.", _LATER_HINT)


_OFFLINE_HINT: Final = "Check the network (behind a proxy, set HTTPS_PROXY) and run it again; the local copy is unchanged."
_LATER_HINT: Final = "Try again later; the local copy is unchanged."
_ADDRESS_HINT: Final = "Check TRIALFINDER_API_URL; for the public registry leave it unset."
_REPORT_HINT: Final = "The registry may have changed; look for a newer version of trialfinder. The local copy is unchanged."
_FORBIDDEN_HINT: Final = (
    "The cause is the User-Agent, TLS or the network this comes from: leave TRIALFINDER_USER_AGENT unset, try another "
    "network, or download the records in a browser and use refresh --from. The local copy is unchanged."
)


class _BoundedLookup(HTTPAdapter):
    """Gives up a host name that the resolver cannot find in time. Behind a proxy the proxy looks it up."""

    def get_connection_with_tls_context(self, request, verify, proxies=None, cert=None):  # type: ignore[no-untyped-def]
        parts = urlsplit(request.url)
        if not requests.utils.select_proxy(request.url, proxies):
            _look_up(str(parts.hostname), parts.port or 443)
        return super().get_connection_with_tls_context(request, verify, proxies, cert)


def _look_up(host: str, port: int) -> None:
    found: list[object] = []

    def resolve() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            found.append(error)
        except UnicodeError:
            found.append(OSError("not a host name"))

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(_LOOKUP_SECONDS)
    if not found or isinstance(found[0], OSError):
        raise Passing(Trouble.UNCONNECTED, f"the name {host} could not be found (no network?)")


def _understood(response: requests.Response, body: bytes, read: Callable[[str], T]) -> T:
    kind = response.headers.get("Content-Type", "").lower()
    if "html" in kind or body.lstrip()[:1] == b"<":
        raise Passing(Trouble.BROKEN, "the registry sent a web page instead of data")
    try:
        return read(body.decode("utf-8"))
    except ValueError as error:
        raise Passing(Trouble.BROKEN, "the registry's answer was cut short or damaged") from error


def _network_failure(error: Exception, host: str) -> Exception:
    """A failure to retry, or one that no second attempt will mend."""
    if isinstance(error, requests.exceptions.SSLError):
        return RegistryUnreachable(f"No secure connection to {host}: {_root(error)}.", _OFFLINE_HINT)
    if isinstance(error, _NEVER_SENT):
        return RegistryUnreachable(f"Not an address that can be asked: {clean(str(error))}.", _ADDRESS_HINT)
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError) or _never_connected(error):
        return Passing(Trouble.UNCONNECTED, f"no connection to {host} ({_root(error)})")
    if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError):
        return Passing(Trouble.BROKEN, "the registry did not answer in time")
    return Passing(Trouble.BROKEN, "the connection broke off in the middle of the answer")


_NEVER_SENT: Final = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.TooManyRedirects,
)


def _never_connected(error: BaseException) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _root(error: BaseException) -> str:
    """The operating system's words at the bottom of a chain of wrappers."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return clean(words).strip()[:160] or type(error).__name__


def _plain(body: bytes) -> str:
    """The first words of an error body, be it text or HTML."""
    text = body[:20_000].decode("utf-8", "replace")
    if "<" in text and ">" in text:
        title = re.search(r"(?is)<title[^>]*>(.*?)</title>", text)
        text = title[1] if title else re.sub(r"(?s)<[^>]*>", " ", re.sub(r"(?is)<(script|style).*?</\1>", " ", text))
    return " ".join(clean(text).split())[:200].rstrip(".")
