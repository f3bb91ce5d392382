"""What a person's word for a kind of treatment means. A wrong word raises with the nearest; a drug's name raises with its kind."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.errors import NothingUnderstood

__all__ = ["resolve_treatment"]

_KINDS = "use one of: " + ", ".join(kind for kind in Treatment if kind is not Treatment.OTHER)


def resolve_treatment(words: str) -> Treatment:
    """The kind. Raises NothingUnderstood."""
    typed = " ".join(words.split())
    key = _key(typed)
    if not key:
        raise NothingUnderstood("--treatment needs a kind of treatment.", _KINDS)
    kind = _words().get(key) or _words().get(key.removesuffix("s"))
    if kind:
        return kind
    drug = _of_drug(typed)
    if drug:
        kinds = " or ".join(f"--treatment '{one}'" for one in drug)
        raise NothingUnderstood(f"{typed!r} is a drug, not a kind of treatment.", f"search for its kind: {kinds}")
    near = _near(key)
    hint = f"Did you mean: {'; '.join(near)}?" if near else _KINDS
    raise NothingUnderstood(f"{typed!r} is not a kind of treatment I know.", hint)


def _key(words: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words.lower()).split())


@cache
def _words() -> Mapping[str, Treatment]:
    text = (files("trialfinder.vocab") / "treatment_kinds.csv").read_text(encoding="utf-8")
    found = {_key(kind): kind for kind in Treatment}
    for kind, *words in csv.reader(line for line in text.splitlines() if line and not line.startswith("#")):
        found.update((_key(word), Treatment(kind)) for word in words)
    return found


def _of_drug(typed: str) -> tuple[str, ...]:
    from trialfinder.vocab.drugs import drug_index, squeezed

    index = drug_index()
    drug = index.exact.get(typed) or index.squeezed.get(squeezed(typed))
    return tuple(map(str, drug.kinds)) if drug else ()


def _near(key: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    found = process.extract(key, list(_words()), scorer=fuzz.ratio, limit=8, score_cutoff=60)
    return tuple(dict.fromkeys(str(_words()[word]) for word, _, _ in found))[:3]
