"""Where a person could go: what was typed for places, sites and centers -> what is searched."""

import contextlib
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, UsageProblem
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.site import GeoPoint

__all__ = ["Cities", "centers_named", "cities_named", "countries", "near", "remembered", "states", "words_of_facilities"]

T = TypeVar("T")


def near(typed: tuple[str, ...]) -> tuple[Place, ...]:
    """Places to be near to. Raises NothingUnderstood or AmbiguousWords."""
    if not typed:
        return ()
    from trialfinder.resolve.place import resolve_place

    return tuple(remembered(resolve_place, words) for words in typed)


def states(typed: tuple[str, ...]) -> tuple[Place, ...]:
    """States or provinces."""
    hint = "--state takes a state or province, such as --state Texas"
    return tuple(_area(words, PlaceKind.STATE, "state", hint) for words in typed)


def countries(typed: tuple[str, ...]) -> tuple[Place, ...]:
    """Countries."""
    hint = '--country takes a country, such as --country "South Korea"'
    return tuple(_area(words, PlaceKind.COUNTRY, "country", hint) for words in typed)


class Cities(NamedTuple):
    """Cities to be in."""

    names: tuple[str, ...] = ()
    points: tuple[GeoPoint, ...] = ()
    notes: tuple[str, ...] = ()
    """About names that no list of cities knows. They are searched all the same: the registry has sites in villages."""


def cities_named(typed: tuple[str, ...]) -> Cities:
    """City names as typed, each with the registry's own spelling and the centre where it is known ("Munich" is "München")."""
    found = [_city(" ".join(words.split())) for words in typed]
    return Cities(
        tuple(dict.fromkeys(name for city in found for name in city.names)),
        tuple(point for city in found for point in city.points),
        tuple(note for city in found for note in city.notes),
    )


def _city(typed: str) -> Cities:
    if not any(letter.isalpha() for letter in typed):
        raise UsageProblem(f"--city {typed!r} is not the name of a city.", "use a name, such as --city Houston")
    from trialfinder.resolve.place import resolve_place

    try:
        place = resolve_place(typed)
    except AmbiguousWords:
        return Cities((typed,))
    except NothingUnderstood as error:
        near = f"; perhaps {error.suggestions[0]}" if error.suggestions else ""
        return Cities((typed,), notes=(f"No list of cities here knows “{typed}”{near}.",))
    if place.kind is not PlaceKind.POINT or not place.city or not place.point:
        return Cities((typed,))
    return Cities((typed, place.city), (place.point,))


def words_of_facilities(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Words to find in the name of a site."""
    for words in typed:
        if not any(letter.isalnum() for letter in words):
            raise UsageProblem(
                f"--facility {words!r} names no hospital.", 'use words of its name, such as --facility "MD Anderson"'
            )
    return tuple(" ".join(words.split()) for words in typed)


def centers_named(typed: str) -> tuple[str, ...]:
    """NCI-designated centers by a part of their names; ``nci`` is all of them. Basic laboratories treat nobody and are left out."""
    if not typed:
        return ()
    from trialfinder.vocab.centers import centers

    treating = [center for center in centers() if center.type.treats_patients]
    words = " ".join(typed.lower().split())
    if words == "nci":
        return tuple(center.name for center in treating)
    found = [one.name for one in treating if words and any(words in name.lower() for name in (one.name, *one.aliases))]
    if not found:
        raise NothingUnderstood(
            f"--center {typed!r} is no NCI-designated cancer center I know.",
            "use --center nci for any of them, or a part of its name, such as --center Mayo; for any hospital use --facility",
        )
    return tuple(found)


def _area(typed: str, kind: PlaceKind, word: str, hint: str) -> Place:
    """A name that could be several kinds of place (Georgia) is read as the kind the option asks for."""
    from trialfinder.resolve.place import resolve_place

    for text in (f"{typed} {word}", typed):
        with contextlib.suppress(NothingUnderstood, AmbiguousWords):
            place = resolve_place(text)
            if place.kind is kind:
                return place._replace(typed=typed)
    raise NothingUnderstood(f"{typed!r} is not a {word} I know.", hint)


def remembered(resolve: Callable[[str], T], typed: str) -> T:
    """``resolve(typed)``; a question about the words knows which they were."""
    try:
        return resolve(typed)
    except AmbiguousWords as error:
        error.typed = typed
        raise
