"""The data dictionary, for people and for programs."""

from collections.abc import Sequence

from trialfinder.domain.export import Column
from trialfinder.render.csv import cell
from trialfinder.render.json import dumps
from trialfinder.render.layout import block

__all__ = ["render_dictionary"]


def render_dictionary(columns: Sequence[Column], schema: str, style: str, width: int) -> str:
    """Every column with what it holds and means. ``style``: ``text``, ``md``, ``csv`` or ``json``."""
    if style == "json":
        return dumps({"schema": schema, "columns": [_told(column) for column in columns]}, indent=2) + "\n"
    if style == "csv":
        lines = ["column,holds,meaning,schema", *(",".join(map(cell, (*_told(each).values(), schema))) for each in columns)]
        return "".join(line + "\r\n" for line in lines)
    if style == "md":
        head = [f"# Data dictionary {schema}", "", "| column | holds | meaning |", "|---|---|---|"]
        return "\n".join([*head, *(f"| `{each.name}` | {each.kind} | {each.meaning} |" for each in columns)]) + "\n"
    longest = max(len(column.name) for column in columns)
    lines = [f"Data dictionary {schema}: {len(columns)} columns", ""]
    for column in columns:
        lines += block(f"{column.meaning} ({column.kind})", width, f"{column.name:<{longest}}  ")
    return "\n".join(lines) + "\n"


def _told(column: Column) -> dict[str, str]:
    return {"column": column.name, "holds": str(column.kind), "meaning": column.meaning}
