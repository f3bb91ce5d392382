"""Countries as the registry spells them, today and in older releases, and as people do.

An unknown name is returned as it came, never replaced by a similar one.
"""

from functools import cache

from trialfinder.vocab.places import place_key, table_bytes

__all__ = ["countries", "country_code", "country_name", "country_spelling", "same_country"]


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Registry spelling by code, and code by every key."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for line in table_bytes("countries.tsv").decode().splitlines():
        if line and not line.startswith("#"):
            code, name, aliases = line.split("\t")
            names[code] = name
            codes.update(dict.fromkeys((place_key(word) for word in (name, *aliases.split(";")) if word), code))
    return names, codes


def countries() -> dict[str, str]:
    """The registry's spelling by ISO code."""
    return dict(_table()[0])


def country_code(typed: str) -> str:
    """The ISO code of a country by any of its names; ``""`` when it is none. Two letters are rarely a name: UK, US, GB."""
    codes = _table()[1]
    key = place_key(typed)
    return codes.get(key) or codes.get(key.removeprefix("the "), "")


def country_name(code: str) -> str:
    """The registry's spelling of a country: ``TR`` -> ``Turkey (Türkiye)``; ``""`` for a code that is none."""
    return _table()[0].get(code.upper(), "")


def country_spelling(typed: str) -> str:
    """The registry's spelling of a country typed in any usual way; ``""`` when it is none."""
    return country_name(country_code(typed))


def same_country(one: str, other: str) -> bool:
    """Whether two spellings, the registry's old or new or a person's, name one country."""
    return (country_code(one) or place_key(one)) == (country_code(other) or place_key(other))
