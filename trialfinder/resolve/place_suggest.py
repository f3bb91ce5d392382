"""What a misspelt place may have meant. Slow, and only asked when nothing has that name; loads the fuzzy matcher."""

from collections.abc import Iterable
from functools import lru_cache

from trialfinder.domain.errors import TrialfinderError
from trialfinder.domain.place import Place
from trialfinder.resolve.place_names import Area, areas_named, read_name
from trialfinder.vocab.countries import countries
from trialfinder.vocab.places import City, cities_of_the_world, place_key, states
from trialfinder.vocab.postal import us_towns

__all__ = ["one_slip_away", "suggestions"]

LONG_NAME = 7
"""Letters. One slip in a shorter name leads to too many others."""
ALIKE = 72.0
"""Percent of letters in common, in order."""
MOST = 5


def suggestions(text: str) -> tuple[str, ...]:
    """Known names most like it, ready to be typed, best first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    head, areas, tail = _narrowed(text)
    names = _names(tuple(areas), tail)
    scored = process.extract(head, list(names), scorer=OSA.normalized_similarity, score_cutoff=ALIKE / 100, limit=4 * MOST)
    best = sorted(scored, key=lambda found: (-round(found[1], 1), -names[found[0]][1]))
    return tuple(dict.fromkeys(names[key][0] for key, _, _ in best))[:MOST]


def one_slip_away(text: str) -> Place | None:
    """The place of the only name one letter away from a long one, marked as corrected."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    head, areas, tail = _narrowed(text)
    if len(head) < LONG_NAME or any(ch.isdigit() for ch in head):
        return None
    names = _names(tuple(areas), tail)
    near = process.extract(head, list(names), scorer=OSA.distance, score_cutoff=1, limit=20)
    meant = {names[key][0] for key, _, _ in near}
    if len(meant) != 1:
        return None
    try:
        place = read_name(meant.pop())
    except TrialfinderError:
        return None
    return place._replace(corrected=True) if place else None


def _narrowed(text: str) -> tuple[str, list[Area], str]:
    """The misspelt name, the areas typed after it, and how these were typed."""
    head, *narrower = text.split(",")
    if narrower and (areas := areas_named([part.strip() for part in narrower if place_key(part)] or [""])):
        return place_key(head), areas, ", ".join(part.strip() for part in narrower if place_key(part))
    words = text.replace(",", " ").split()
    for at in range(1, len(words)):
        if areas := areas_named([" ".join(words[at:])]):
            return place_key(" ".join(words[:at])), areas, " ".join(words[at:])
    return place_key(text), [], ""


@lru_cache(maxsize=2)
def _names(areas: tuple[Area, ...], tail: str) -> dict[str, tuple[str, int]]:
    """Ready words and inhabitants by key: all names, or those of the area that was named."""
    found: dict[str, tuple[str, int]] = {}
    for keys, city in cities_of_the_world():
        if not areas or any(area.holds(city) for area in areas):
            words = f"{city.name}, {tail}" if tail else city.name
            _keep(found, keys, (words, city.population))
    for name, state in us_towns():
        if not areas or any(area.holds(City(name, "US", state, 0, 0)) for area in areas):
            _keep(found, (name.lower(),), (f"{name}, {tail or state}", 0))
    if not areas:
        for one in states():
            _keep(found, (place_key(one.name),), (one.name, 10**9))
        for name in countries().values():
            _keep(found, (place_key(name),), (name, 10**9))
    return found


def _keep(found: dict[str, tuple[str, int]], keys: Iterable[str], entry: tuple[str, int]) -> None:
    for key in keys:
        if key not in found or found[key][1] < entry[1]:
            found[key] = entry
