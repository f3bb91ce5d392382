"""Find, read and name the files under ``sql/``. Nothing is executed here."""

from functools import cache
from pathlib import Path

__all__ = ["folder", "read_sql", "schema_files"]


@cache
def folder() -> Path:
    """``sql/`` inside an installed package, else of the checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "sql"
    return inside if inside.is_dir() else package.parent / "sql"


@cache
def read_sql(name: str) -> str:
    """Text of ``sql/<name>.sql``; ``name`` is like ``"search/hits"``."""
    return (folder() / f"{name}.sql").read_text(encoding="utf-8")


def schema_files() -> tuple[str, ...]:
    """Names of the schema files in the order they are to be run."""
    return tuple(f"schema/{path.stem}" for path in sorted((folder() / "schema").glob("*.sql")))
