"""A registry on this machine that serves made-up studies to the real client: enough of the v2 protocol, and its faults.

Listens on 127.0.0.1 only. Refuses unknown parameters in plain text, as the registry does.
"""

import gzip
import json
import re
import sys
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from trialfinder.sample.faults import Fault
from trialfinder.sample.selection import LISTED_PARAMETERS, Question, Shelf

__all__ = ["SampleRegistry"]


class SampleRegistry:
    """Serves ``studies`` while the context lasts. ``faults`` are used up one a request, oldest first.

    ``page_limit``: studies on a page at most, for walks of several pages through few studies.
    """

    def __init__(
        self,
        studies: Iterable[dict[str, Any]],
        data_timestamp: datetime | str = "2026-11-20T09:00:05",
        page_limit: int = 1000,
    ) -> None:
        self.publish(studies, data_timestamp)
        self.page_limit = page_limit
        self.next_release: tuple[Iterable[dict[str, Any]], str] | None = None
        self.faults: deque[Fault] = deque()
        self.requests: list[str] = []
        self.closing = threading.Event()
        registry = self

        class Handler(_Handler):
            sample = registry

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base_url(self) -> str:
        """What ``TRIALFINDER_API_URL`` would be set to."""
        return f"http://127.0.0.1:{self._server.server_port}/api/v2"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def publish(self, studies: Iterable[dict[str, Any]], data_timestamp: datetime | str) -> None:
        """Put another release in the place of this one; tokens of the old one are refused from now on."""
        stamp = data_timestamp if isinstance(data_timestamp, str) else data_timestamp.isoformat(timespec="seconds")
        self.shelf, self.data_timestamp = Shelf(studies), stamp

    def due(self, page: int) -> Fault | None:
        """The fault for a request for this page of a walk (0: for anything else)."""
        for fault in self.faults:
            if fault.page in (0, page):
                if not fault.lasting:
                    self.faults.remove(fault)
                if fault.kind == "release" and self.next_release:
                    self.publish(*self.next_release)
                return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away in the middle is none of the server's business."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    sample: SampleRegistry
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer in several pieces waits 40 ms for the client's acknowledgement

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        """Silent: what was asked stands in ``requests``."""

    def do_GET(self) -> None:
        self.sample.requests.append(self.path)
        fault = self.sample.due(self._page_number())
        kind = fault.kind if fault else ""
        if fault and kind == "stall":
            self.sample.closing.wait(fault.seconds)
        if fault and kind == "status":
            return self._send(fault.status, "the sample registry was told to fail", headers=fault.headers)
        if kind == "html":
            return self._send(200, "<html><body>One moment please</body></html>", "text/html")
        status, text, form = self._answer(kind)
        return self._send(status, text, form, cut=kind, pause=fault.seconds if fault else 0)

    def _page_number(self) -> int:
        url = urlsplit(self.path)
        if not url.path.endswith("/studies"):
            return 0
        try:
            return self._question(url.query).number
        except ValueError:
            return 0

    def _question(self, query: str) -> Question:
        given = {name: values[-1] for name, values in parse_qs(query).items()}
        if unknown := sorted(given.keys() - LISTED_PARAMETERS):
            raise ValueError(f"`{unknown[0]}` is unknown parameter")
        return Question.read(given, self.sample.page_limit)

    def _answer(self, fault: str) -> tuple[int, str, str]:
        url = urlsplit(self.path)
        path = url.path.removeprefix("/api/v2")
        try:
            if path == "/studies":
                page = self.sample.shelf.page(self._question(url.query), self.sample.data_timestamp, fault)
                return 200, page, "application/json"
            self._question(url.query)
        except ValueError as refusal:
            return 400, str(refusal), "text/plain"
        if path == "/version":
            return 200, json.dumps({"apiVersion": "2.0.5", "dataTimestamp": self.sample.data_timestamp}), "application/json"
        if one := re.fullmatch(r"/studies/(NCT\d{8})", path, re.IGNORECASE):
            line = self.sample.shelf.one(one[1].upper())
            return (200, line, "application/json") if line else (404, f"NCT number {one[1]} not found", "text/plain")
        return 404, "<html>not found</html>", "text/html"

    def _send(
        self,
        status: int,
        text: str,
        kind: str = "text/plain",
        *,
        headers: Mapping[str, str] | None = None,
        cut: str = "",
        pause: float = 0.0,
    ) -> None:
        body = text.encode()
        if cut == "truncate":
            body = body[: len(body) // 2]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        half = len(body) // 2
        if cut == "drip":
            for byte in body:
                self.wfile.write(bytes((byte,)))
                if self.sample.closing.wait(pause):
                    break
            return
        self.wfile.write(body[:half])
        if cut == "stall_body":
            self.sample.closing.wait(pause)
        if cut == "drop":
            self.close_connection = True
        else:
            self.wfile.write(body[half:])
