"""Biomarkers and subtypes, as people and trials write them.

Data are in ``markers.csv``. It refuses a marker without a name and an opposite that is not said in full.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from trialfinder.domain.cancer import Marker

__all__ = ["MalformedMarkers", "MarkerEntry", "load", "marker_names", "markers"]

_FILE = Path(__file__).with_name("markers.csv")
_COLUMNS = ["id", "name", "genes", "negative_id", "negative_name", "rules_out"]


class MalformedMarkers(ValueError):
    """The data file is wrong; the message names file, line and entry."""


class MarkerEntry(NamedTuple):
    """One marker: its positive form, and its opposite where people ask for it."""

    positive: Marker
    negative: Marker | None
    genes: tuple[str, ...]
    """How it is written, in lower case."""
    opposites: tuple[str, ...]
    """Words that name the opposite by themselves: ``mss``."""
    rules_out: tuple[str, ...]


@cache
def markers() -> tuple[MarkerEntry, ...]:
    """All markers of this program, read once."""
    return load(_FILE)


def marker_names() -> Mapping[str, str]:
    """Every marker id, opposites included, to its name."""
    both = [m for entry in markers() for m in (entry.positive, entry.negative) if m is not None]
    return {marker.id: marker.name for marker in both}


def load(path: Path) -> tuple[MarkerEntry, ...]:
    """Read and check a marker file."""
    entries: list[MarkerEntry] = []
    known: set[str] = set()
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [(n, row) for n, row in enumerate(csv.reader(handle), 1) if row and not row[0].startswith("#")]
    if not rows or rows[0][1] != _COLUMNS:
        raise MalformedMarkers(f"{path.name}: expected the header {','.join(_COLUMNS)}")
    for number, row in rows[1:]:
        where = f"{path.name}:{number}: {row[0]}"
        if len(row) != len(_COLUMNS) or not all(row[:3]) or bool(row[3]) != bool(row[4]) or ("!" in row[2] and not row[3]):
            raise MalformedMarkers(f"{where}: id, name and genes are needed, an opposite with id and name")
        if row[0] in known:
            raise MalformedMarkers(f"{where}: the id is used twice")
        known.add(row[0])
        entries.append(_entry(row))
    ids = known | {entry.negative.id for entry in entries if entry.negative}
    for entry in entries:
        for other in entry.rules_out:
            if other not in ids:
                raise MalformedMarkers(f"{path.name}: {entry.positive.id}: unknown marker {other}")
    return tuple(entries)


def _entry(row: list[str]) -> MarkerEntry:
    names = row[2].lower().split(";")
    return MarkerEntry(
        positive=Marker(row[0], row[1]),
        negative=Marker(row[3], row[4]) if row[3] else None,
        genes=tuple(name for name in names if not name.startswith("!")),
        opposites=tuple(name[1:] for name in names if name.startswith("!")),
        rules_out=tuple(row[5].split(";")) if row[5] else (),
    )
