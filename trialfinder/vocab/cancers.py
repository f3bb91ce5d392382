"""The cancer vocabulary: concepts, their names, and how they stand to each other.

Data are in ``cancers.csv`` (sources in its header). ``load`` checks every cell and names file and line of what is wrong;
it refuses duplicate names, unknown ids and cycles. ``vocabulary`` is on the path of every search: it trusts what was checked
when ``build_names`` made ``cancers_names.tsv``, and does nothing it can put off.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from trialfinder.vocab.cancers_words import normalise

__all__ = ["NAMES_FILE", "CancerVocabulary", "Concept", "MalformedVocabulary", "checked", "load", "vocabulary"]

_FILE = Path(__file__).with_name("cancers.csv")
NAMES_FILE = _FILE.with_name("cancers_names.tsv")
_COLUMNS = (
    "id",
    "name",
    "medical",
    "kind",
    "staged",
    "parents",
    "umbrellas",
    "mesh",
    "sites",
    "synonyms",
    "typed",
    "confused_with",
)
KINDS = frozenset({"cancer", "group", "umbrella", "precursor", "secondary"})
_MESH = r"D\d{6}(?:\d{3})?"
_ID = r"[a-z][a-z0-9-]*"


class MalformedVocabulary(ValueError):
    """The data file is wrong; the message names file, line and entry."""


class Concept(NamedTuple):
    """One cancer, group of cancers, or stage before cancer."""

    id: str
    name: str
    """Plain name: ``womb cancer (uterine)``."""
    medical: str
    kind: str
    """``cancer``, ``group`` (a body region), ``umbrella`` (taken as a whole by trials), ``precursor``, ``secondary``."""
    staged: bool
    """Numbered stages I to IV are used."""
    parents: tuple[str, ...]
    umbrellas: tuple[str, ...]
    """Directly; ``CancerVocabulary.umbrellas_for`` adds those of wider diseases."""
    mesh: tuple[str, ...]
    sites: tuple[str, ...]
    synonyms: tuple[str, ...]
    typed: tuple[str, ...]
    """Words clear enough from a person, not in a trial's text."""
    confused_with: tuple[str, ...]


class CancerVocabulary:
    """All concepts, looked up by id, by name and by MeSH id."""

    def __init__(
        self, concepts: Mapping[str, Concept], names: Mapping[str, tuple[str, ...]], typed: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.concepts = concepts
        self.text_names = names
        """Names safe in running text, in one spelling, to concept ids."""
        self.typed_names = typed
        self._children: dict[str, list[str]] = {}
        for concept in concepts.values():
            for parent in concept.parents:
                self._children.setdefault(parent, []).append(concept.id)
        self._below: dict[str, frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}
        self._mesh: dict[str, str] | None = None
        self._by_name: dict[str, tuple[str, ...]] | None = None

    @property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Every name a person may type, in one spelling, to concept ids."""
        if self._by_name is None:
            self._by_name = dict(self.typed_names) | dict(self.text_names)
        return self._by_name

    @property
    def by_mesh(self) -> Mapping[str, str]:
        """MeSH descriptor id to concept id."""
        if self._mesh is None:
            self._mesh = {mesh: concept.id for concept in self.concepts.values() for mesh in concept.mesh}
        return self._mesh

    def concept(self, concept_id: str) -> Concept:
        """One concept; KeyError when there is none."""
        return self.concepts[concept_id]

    def children(self, concept_id: str) -> tuple[str, ...]:
        """One step down."""
        return tuple(self._children.get(concept_id, ()))

    def descendants(self, concept_id: str) -> frozenset[str]:
        """Itself and everything below; for an umbrella, every cancer it takes."""
        known = self._below.get(concept_id)
        if known is None:
            below = {concept_id}.union(*map(self.descendants, self.children(concept_id)))
            if self.concepts[concept_id].kind == "umbrella":
                below.update(
                    c.id for c in self.concepts.values() if c.kind != "umbrella" and concept_id in self.umbrellas_for(c.id)
                )
            known = self._below[concept_id] = frozenset(below)
        return known

    def ancestors(self, concept_id: str) -> frozenset[str]:
        """Everything above, itself not included."""
        known = self._above.get(concept_id)
        if known is None:
            parents = self.concepts[concept_id].parents
            known = self._above[concept_id] = frozenset(parents).union(*map(self.ancestors, parents))
        return known

    def umbrellas_for(self, concept_id: str) -> frozenset[str]:
        """Umbrella groups that take this cancer, wider groups included; every cancer is taken by "any cancer"."""
        lines = (concept_id, *self.ancestors(concept_id))
        direct = {u for line in lines for u in self.concepts[line].umbrellas}
        direct.update(line for line in lines if self.concepts[line].kind == "umbrella")
        wider = direct.union(*map(self.ancestors, direct))
        return frozenset(wider | {"any-cancer"})


@cache
def vocabulary() -> CancerVocabulary:
    """The vocabulary of this program, read once."""
    concepts = {row[0]: _concept(row) for _, row in _rows(_FILE)}
    _, _, lines = NAMES_FILE.read_text(encoding="utf-8").partition("\n")
    names, typed = (
        {name: tuple(ids.split(";")) for name, ids in (line.split("\t") for line in part.splitlines())}
        for part in lines.split("\n\n")
    )
    return CancerVocabulary(concepts, names, typed)


def checked() -> CancerVocabulary:
    """The same vocabulary, every cell checked and every name spelt anew."""
    return load(_FILE)


def load(path: Path) -> CancerVocabulary:
    """Read and check a vocabulary file."""
    rows = [(number, row) for number, row in _rows(path)]
    concepts: dict[str, Concept] = {}
    for number, row in rows:
        if len(row) != len(_COLUMNS):
            raise MalformedVocabulary(
                f"{path.name}:{number}: {len(row)} cells instead of {len(_COLUMNS)} ({row[0] if row else ''})"
            )
        concept = _checked(_concept(row), row[4], f"{path.name}:{number}: {row[0]}")
        if concept.id in concepts:
            raise MalformedVocabulary(f"{path.name}:{number}: {concept.id}: the id is used twice")
        concepts[concept.id] = concept
    lines = {row[0]: number for number, row in rows}
    _check_links(concepts, path.name, lines)
    names, typed = _names(concepts, path.name, lines)
    return CancerVocabulary(concepts, names, typed)


def _rows(path: Path) -> Iterable[tuple[int, list[str]]]:
    with path.open(encoding="utf-8", newline="") as handle:
        header = False
        for number, row in enumerate(csv.reader(handle), 1):
            if not row or row[0].startswith("#"):
                continue
            if not header:
                if tuple(row) != _COLUMNS:
                    raise MalformedVocabulary(f"{path.name}:{number}: header: expected {','.join(_COLUMNS)}")
                header = True
                continue
            yield number, row


def _concept(row: list[str]) -> Concept:
    ident, name, medical, kind, staged = row[:5]
    return Concept(ident, name, medical, kind, staged != "no", *[tuple(cell.split(";")) if cell else () for cell in row[5:]])


def _checked(concept: Concept, staged: str, where: str) -> Concept:
    if not re.fullmatch(_ID, concept.id):
        raise MalformedVocabulary(f"{where}: an id is lower-case letters, digits and hyphens")
    if not concept.name or not concept.medical or concept.kind not in KINDS or staged not in ("", "yes", "no"):
        raise MalformedVocabulary(f"{where}: name, medical name, kind or staged is wrong")
    if any(not entry.strip() for cells in concept[5:] for entry in cells):
        raise MalformedVocabulary(f"{where}: empty entry in a list")
    for mesh in concept.mesh:
        if not re.fullmatch(_MESH, mesh):
            raise MalformedVocabulary(f"{where}: {mesh} is not a MeSH descriptor id")
    return concept


def _check_links(concepts: Mapping[str, Concept], file: str, lines: Mapping[str, int]) -> None:
    mesh: dict[str, str] = {}
    for concept in concepts.values():
        where = f"{file}:{lines[concept.id]}: {concept.id}"
        for other in (*concept.parents, *concept.umbrellas, *concept.confused_with):
            if other not in concepts:
                raise MalformedVocabulary(f"{where}: unknown concept {other}")
        for umbrella in concept.umbrellas:
            if concepts[umbrella].kind not in ("umbrella", "group"):
                raise MalformedVocabulary(f"{where}: {umbrella} is not an umbrella")
        for descriptor in concept.mesh:
            if descriptor in mesh:
                raise MalformedVocabulary(f"{where}: {descriptor} is already in {mesh[descriptor]}")
            mesh[descriptor] = concept.id
    for start in concepts:
        _walk_up(start, start, concepts, set(), f"{file}:{lines[start]}: {start}")


def _walk_up(start: str, at: str, concepts: Mapping[str, Concept], seen: set[str], where: str) -> None:
    for parent in concepts[at].parents:
        if parent == start:
            raise MalformedVocabulary(f"{where}: a cycle of parents")
        if parent not in seen:
            seen.add(parent)
            _walk_up(start, parent, concepts, seen, where)


def _names(
    concepts: Mapping[str, Concept], file: str, lines: Mapping[str, int]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    names: dict[str, tuple[str, ...]] = {}
    typed: dict[str, tuple[str, ...]] = {}
    for concept in concepts.values():
        plain = (concept.name.partition(" (")[0], concept.medical, *concept.synonyms)
        for table, entries in ((names, plain), (typed, concept.typed)):
            for entry in entries:
                name, _, also = entry.partition(">")
                if also and also not in concepts:
                    raise MalformedVocabulary(f"{file}:{lines[concept.id]}: {concept.id}: unknown concept {also}")
                ids = (concept.id, also) if also else (concept.id,)
                if table.setdefault(normalise(name), ids)[0] != concept.id:
                    already = table[normalise(name)][0]
                    raise MalformedVocabulary(f"{file}:{lines[concept.id]}: {concept.id}: '{name}' already names {already}")
    _add_endings(names)
    return names, typed


def _add_endings(names: dict[str, tuple[str, ...]]) -> None:
    """People write "cancer" and "carcinoma" for each other; where both are names of their own, each keeps its own."""
    for key in tuple(names):
        if key.endswith(" cancer"):
            names.setdefault(key[:-6] + "carcinoma", names[key])
        elif key.endswith(" carcinoma"):
            names.setdefault(key[:-9] + "cancer", names[key])
