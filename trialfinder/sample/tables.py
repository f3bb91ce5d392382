"""The tables the made-up trials are drawn from, and draws that give the same for the same generator."""

import csv
from functools import cache
from importlib.resources import files
from random import Random

__all__ = ["Row", "draw", "draw_some", "pick", "rows", "rows_for"]

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Every row of ``<name>.csv``."""
    text = (files("trialfinder.sample") / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def rows_for(name: str, groups: str, use: str = "") -> tuple[Row, ...]:
    """The rows meant for any of the groups in ``groups`` (parted by ``|``), and for the use if one is given."""
    wanted = set(groups.split("|"))
    return tuple(
        row for row in rows(name) if not wanted.isdisjoint(row["groups"].split("|")) and (not use or row.get("use") == use)
    )


def draw(rng: Random, among: tuple[Row, ...]) -> Row:
    """One row, by weight."""
    return rng.choices(among, [int(row["weight"]) for row in among])[0]


def draw_some(rng: Random, among: tuple[Row, ...], count: int) -> list[Row]:
    """``count`` different rows (or all there are): the heavier a row, the likelier and the earlier it comes."""
    ranked = sorted(among, key=lambda row: rng.random() ** (1 / int(row["weight"])), reverse=True)
    return ranked[:count]


def pick(rng: Random, weighted: dict[str, int]) -> str:
    """One key, by weight."""
    return rng.choices(list(weighted), list(weighted.values()))[0]
