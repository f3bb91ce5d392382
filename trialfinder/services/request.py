"""What a person typed -> what is searched. Every word is resolved here, offline; what is not understood raises."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from trialfinder.domain.cancer import CancerAsked
from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, UsageProblem
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import DEFAULT_RADIUS, DEFAULT_RADIUS_KM, SearchSpec
from trialfinder.domain.site import OPEN_STATUSES

__all__ = ["STATUS_WORDS", "SearchRequest", "resolve_request"]

T = TypeVar("T")

#: What may be typed after --status, and the registry statuses it means (None: any).
STATUS_WORDS: dict[str, tuple[str, ...] | None] = {
    "open": OPEN_STATUSES,
    "recruiting": ("RECRUITING",),
    "upcoming": ("NOT_YET_RECRUITING",),
    "invitation": ("ENROLLING_BY_INVITATION",),
    "expanded-access": ("AVAILABLE",),
    "any": None,
}
_SEXES = {"female": "FEMALE", "f": "FEMALE", "woman": "FEMALE", "male": "MALE", "m": "MALE", "man": "MALE"}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """The options as typed; empty means not given."""

    cancer: str = ""
    stage: str = ""
    near: tuple[str, ...] = ()
    within: str = ""
    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    status: str = "open"
    age: float | None = None
    sex: str = ""
    include_unfit: bool = False
    not_for_patients: bool = False
    limit: int | None = None
    default_unit: str = "mi"


def resolve_request(request: SearchRequest) -> SearchSpec:
    """Resolve every word. Raises NothingUnderstood, AmbiguousWords or UsageProblem for what cannot be acted on."""
    cancer = _cancer(request.cancer)
    places = tuple(_places(request))
    spec = SearchSpec(
        cancer=cancer,
        places=places,
        statuses=_statuses(request.status),
        age_years=_age(request.age),
        sex=_sex(request.sex),
        include_unfit=request.include_unfit,
        not_for_patients=request.not_for_patients,
        limit=request.limit,
    )
    if request.stage or (cancer and cancer.stage_words):
        spec = _with_stage(spec, request.stage)
    if request.within:
        from trialfinder.resolve.place import parse_distance

        if not places:
            raise UsageProblem("--within needs a place to measure from.", 'add --near, for example --near "Boston, MA"')
        return replace(spec, within=parse_distance(request.within, request.default_unit), within_given=True)
    return replace(spec, within=DEFAULT_RADIUS if request.default_unit == "mi" else DEFAULT_RADIUS_KM)


def _cancer(words: str) -> CancerAsked | None:
    if not words.strip():
        return None
    from trialfinder.resolve.terms import resolve_cancer

    return _resolved(resolve_cancer, words)


def _with_stage(spec: SearchSpec, typed: str) -> SearchSpec:
    """--stage decides; without it, the words for a stage among those for the cancer ("metastatic breast cancer")."""
    from trialfinder.resolve.stage import resolve_stage

    cancer = spec.cancer
    only = cancer.concepts[0] if cancer and len(cancer.concepts) == 1 else None
    if cancer is None or not cancer.stage_words:
        return replace(spec, stage=resolve_stage(typed, only))
    said = f"“{cancer.stage_words}”"
    if typed:
        return replace(spec, stage=resolve_stage(typed, only), cancer=_noted(cancer, f"{said} was not used: --stage decides."))
    try:
        found = resolve_stage(cancer.stage_words, only)
    except NothingUnderstood:
        return replace(spec, cancer=_noted(cancer, f"{said} was not understood as a stage; say it with --stage."))
    plain = found.understood.partition(" (you typed ")[0]
    return replace(spec, stage=replace(found, understood=f"{plain} (from {said}; --stage any looks at every stage)"))


def _noted(cancer: CancerAsked, note: str) -> CancerAsked:
    return replace(cancer, notes=(*cancer.notes, note))


def _places(request: SearchRequest) -> list[Place]:
    if not (request.near or request.states or request.countries):
        return []
    from trialfinder.resolve.place import resolve_place

    asked: list[tuple[Callable[[str], Place], tuple[str, ...]]]
    asked = [(resolve_place, request.near), (_state, request.states), (_country, request.countries)]
    return [_resolved(resolve, typed) for resolve, words in asked for typed in words]


def _state(typed: str) -> Place:
    return _area(typed, PlaceKind.STATE, "state", "--state takes a state or province, such as --state Texas")


def _country(typed: str) -> Place:
    return _area(typed, PlaceKind.COUNTRY, "country", '--country takes a country, such as --country "South Korea"')


def _area(typed: str, kind: PlaceKind, word: str, hint: str) -> Place:
    """A name that could be several kinds of place (Georgia) is read as the kind the option asks for."""
    from trialfinder.resolve.place import resolve_place

    for text in (f"{typed} {word}", typed):
        with contextlib.suppress(NothingUnderstood, AmbiguousWords):
            place = resolve_place(text)
            if place.kind is kind:
                return replace(place, typed=typed)
    raise NothingUnderstood(f"{typed!r} is not a {word} I know.", hint)


def _resolved(resolve: Callable[[str], T], typed: str) -> T:
    try:
        return resolve(typed)
    except AmbiguousWords as error:
        error.typed = typed
        raise


def _statuses(word: str) -> tuple[str, ...] | None:
    try:
        return STATUS_WORDS[word.lower()]
    except KeyError:
        raise UsageProblem(f"--status {word!r} is not one I know.", f"use one of: {', '.join(STATUS_WORDS)}") from None


def _age(years: float | None) -> float | None:
    if years is not None and not 0 <= years <= 130:
        raise UsageProblem(f"--age {years:g} is not an age in years.", "use a number from 0 to 130, such as --age 62")
    return years


def _sex(word: str) -> str:
    if not word:
        return ""
    try:
        return _SEXES[word.strip().lower()]
    except KeyError:
        raise UsageProblem(f"--sex {word!r} is not one the registry uses.", "use female or male, or leave it out") from None
