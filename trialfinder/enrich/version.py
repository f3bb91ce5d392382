"""Which rules a snapshot was read by. Loads none of the readers."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["rules_version"]


@cache
def rules_version() -> str:
    """Changes whenever a lexicon or a reader changes, so that a snapshot tells by which rules it was read."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for folder in ("enrich", "vocab"):
        for path in sorted((package / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv") and not path.stem.startswith(("places", "postal", "build_")):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
