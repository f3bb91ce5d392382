"""What can go wrong between a registry and its client, one fault for one request."""

from dataclasses import dataclass, field

__all__ = ["KINDS", "Fault"]

KINDS = {
    "status": "an error instead of the answer",
    "html": "a proxy's page instead of the answer",
    "truncate": "half of a whole JSON text, with a length that fits the half",
    "drop": "a whole body promised, half of it sent, then nothing",
    "stall": "nothing for so long, then the answer",
    "stall_body": "half of the body, nothing for so long, then the rest",
    "drip": "a few bytes at a time",
    "drop_token": "a page without the token of the next, as if it were the last",
    "repeat_token": "a token that leads to the same page again",
    "expire_token": "a token refused",
    "duplicate": "a page that starts with the last study of the page before and loses its own last one",
    "wrong_total": "a count that does not fit the pages",
    "empty": "no studies at all, as if nothing matched",
    "empty_page": "a page without studies, but with the token of the next",
    "release": "the next release goes live just before the answer",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind`` is one of KINDS."""

    kind: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    page: int = 0
    """Waits for a request for this page of a walk; 0: the very next request, whatever it is."""
    lasting: bool = False
    """Stays for every such request."""
