"""What the registry's listing says of each record, against what the local copy knows.

A key stands for everything in SWEEP_FIELDS but the release: the same key from a listing and from a whole record means that
nothing changed. Ids that left the scope are asked for one by one, because "closed", "merged" and "withdrawn" all look alike
in a list that no longer names them.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from trialfinder.ctgov.fields import SWEEP_FIELDS, field_list
from trialfinder.ctgov.leaves import at, flag, items, texts, value_text
from trialfinder.ctgov.parse import nct_id_of

if TYPE_CHECKING:  # who reads records needs keys, and no client
    from trialfinder.ctgov.client import RegistryClient

__all__ = [
    "Departures",
    "Difference",
    "digest",
    "find_departed",
    "former_ids",
    "release_of",
    "sweep_key",
    "updated_on",
    "without_release",
]

_RELEASE_STANDS_IN: Final = '"miscInfoModule":{'
"""In JSON text only the key itself can look like this: inside a value its quotes are escaped."""
_RELEASE: Final = re.compile(r'"versionHolder":"[^"\\]*",?')


@dataclass(frozen=True, slots=True)
class Difference:
    """What a listing says that the local copy does not."""

    new: frozenset[str]
    changed: frozenset[str]
    gone: frozenset[str]

    @property
    def wanted(self) -> frozenset[str]:
        """What has to be fetched in full."""
        return self.new | self.changed

    @classmethod
    def between(cls, listed: Mapping[str, str], known: Mapping[str, str]) -> "Difference":
        """Both by id; the values are keys."""
        return cls(
            new=frozenset(listed.keys() - known.keys()),
            changed=frozenset(nct_id for nct_id, key in listed.items() if known.get(nct_id, key) != key),
            gone=frozenset(known.keys() - listed.keys()),
        )


@dataclass(frozen=True, slots=True)
class Departures:
    """What became of the ids that the listing no longer names."""

    fates: dict[str, dict[str, str]] = field(default_factory=dict)
    """By id: ``{"status": …, "why_stopped": …}`` closed or out of the queries (the reason only where the sponsor gives one),
    ``{"merged_into": …}``, ``{}`` withdrawn from the registry."""
    unchanged: frozenset[str] = frozenset()
    """Still there, with the very key that is known: no question of this night named them, and nothing speaks against them."""
    updated: dict[str, str] = field(default_factory=dict)
    """By id: the day of the last update, of those that are still in the registry under their own id."""

    def as_json(self) -> str:
        """The fates of those that left."""
        left = {nct_id: fate for nct_id, fate in sorted(self.fates.items()) if nct_id not in self.unchanged}
        return json.dumps(left, separators=(",", ":"))

    def leave_open(self, listed: Collection[str], statuses: Collection[str], since: str) -> bool:
        """Whether some may belong to the scope all the same, so that only every question in full can tell.

        ``listed`` were named by a question. One that is not answered for may be withdrawn, or the answer may be cut: the lists
        are the second witness. One with an open status that changed without a new date, or before ``since``, may have been left
        out only because no question was followed so far back. One that took in another may be new here. ``statuses``: those of
        the scope; none: any.
        """
        for nct_id, fate in self.fates.items():
            if nct_id in self.unchanged:
                continue
            heir = fate.get("merged_into")
            if not fate or (heir and heir not in listed):
                return True
            if nct_id in self.updated and (not statuses or fate["status"] in statuses) and self.updated[nct_id] < since:
                return True
        return False


def find_departed(client: "RegistryClient", gone: Collection[str], known: Mapping[str, str]) -> Departures:
    """Ask for each id of ``gone``, twice where nothing comes: a cut answer looks like a withdrawn record.

    ``known``: keys by id; an id without one is never unchanged.
    """
    found = Departures({nct_id: {} for nct_id in gone})
    unchanged: set[str] = set()
    for _ in range(2):
        unanswered = [nct_id for nct_id, fate in found.fates.items() if not fate]
        for page in client.by_ids(unanswered, fields=f"{field_list(SWEEP_FIELDS)}|WhyStopped"):
            for study in page.studies:
                nct_id = nct_id_of(study.raw)
                if nct_id in found.fates:
                    found.fates[nct_id] = _fate(at(at(study.raw, "protocolSection"), "statusModule"))
                    found.updated[nct_id] = updated_on(study.raw)
                    if known.get(nct_id) == sweep_key(study.raw):
                        unchanged.add(nct_id)
                for former in former_ids(study.raw):
                    if former in found.fates:
                        found.fates[former] = {"merged_into": nct_id}
    return replace(found, unchanged=frozenset(unchanged))


def _fate(status: dict[str, object]) -> dict[str, str]:
    reason = value_text(status, "whyStopped")
    return {"status": value_text(status, "overallStatus")} | ({"why_stopped": reason} if reason else {})


def sweep_key(raw: object) -> str:
    """The key of a whole record or of a listed one; equal when every field of the sweep is."""
    protocol, derived = at(raw, "protocolSection"), at(raw, "derivedSection")
    status, browse = at(protocol, "statusModule"), at(derived, "conditionBrowseModule")
    said = (
        former_ids(raw),
        value_text(status, "overallStatus"),
        updated_on(raw),
        _terms(items(browse, "meshes")),
        _terms(items(browse, "ancestors")),
        [value_text(item, "term") for item in items(at(derived, "interventionBrowseModule"), "meshes")],
        flag(raw if isinstance(raw, dict) else {}, "hasResults") is True,
        value_text(at(protocol, "eligibilityModule"), "eligibilityCriteria"),
    )
    return digest(json.dumps(said))


def _terms(found: Iterable[dict[str, object]]) -> list[tuple[str, str]]:
    return [(value_text(item, "id"), value_text(item, "term")) for item in found]


def updated_on(raw: object) -> str:
    """The day its last update was posted, ``2026-11-20``; ``""`` when it does not say."""
    return value_text(at(at(at(raw, "protocolSection"), "statusModule"), "lastUpdatePostDateStruct"), "date")


def former_ids(raw: object) -> tuple[str, ...]:
    """Ids of records that were merged into this one."""
    return texts(at(at(raw, "protocolSection"), "identificationModule"), "nctIdAliases")


def release_of(raw: object) -> str:
    """The day of the release that a record says it came with, ``""`` when it does not."""
    return value_text(at(at(raw, "derivedSection"), "miscInfoModule"), "versionHolder")


def without_release(text: str) -> str:
    """The JSON text of a record without its release, which is another one every night though nothing else changed."""
    start = text.find(_RELEASE_STANDS_IN) + len(_RELEASE_STANDS_IN)
    found = _RELEASE.match(text, start) if start >= len(_RELEASE_STANDS_IN) else None
    return text[: found.start()] + text[found.end() :] if found else text


def digest(text: str) -> str:
    """Sixteen hex digits that stand for a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
