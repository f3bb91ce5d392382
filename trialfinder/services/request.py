"""What a person typed -> what is searched. Every word is resolved here, offline; what is not understood raises."""

from collections.abc import Callable
from typing import NamedTuple

from trialfinder.domain.cancer import CancerAsked, Marker
from trialfinder.domain.errors import NothingUnderstood, UsageProblem
from trialfinder.domain.query import DEFAULT_RADIUS, DEFAULT_RADIUS_KM, SearchSpec, Sort
from trialfinder.domain.statuses import STATUS_WORDS
from trialfinder.services import request_person, request_places
from trialfinder.services.request_places import remembered

__all__ = ["SearchRequest", "resolve_request"]

#: A place given as coordinates names no country.
_MILES = {"United States", "United Kingdom", ""}


class SearchRequest(NamedTuple):
    """The options as typed; empty means not given."""

    cancer: str = ""
    stage: str = ""
    near: tuple[str, ...] = ()
    within: str = ""
    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    status: str = "open"
    age: float | None = None
    """In years."""
    sex: str = ""
    include_unfit: bool = False
    not_for_patients: bool = False
    limit: int | None = None
    default_unit: str = ""
    """``mi`` or ``km``; else what is usual where the person is."""
    cities: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    center: str = ""
    line: str = ""
    phases: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    sort: str = "fit"


def resolve_request(request: SearchRequest, place_known: Callable[[SearchSpec], None] | None = None) -> SearchSpec:
    """Resolve every word. Raises NothingUnderstood, AmbiguousWords or UsageProblem for what cannot be acted on.

    ``place_known`` is told what was asked of the place as soon as that is resolved, which is before the cancer is.
    """
    spec = _placed(request)
    if place_known:
        place_known(spec)
    cancer = _cancer(request)
    spec = spec._replace(
        cancer=cancer,
        age_years=_age(request.age),
        sex=request_person.sex_of(request.sex),
        line=request_person.line_of(request.line),
        phases=request_person.phases_of(request.phases),
        treatments=_treatments(request.treatments),
        markers=_markers(request.markers),
        include_unfit=request.include_unfit,
        not_for_patients=request.not_for_patients,
        limit=request.limit,
        sort=_sort(request.sort),
    )
    if request.stage or (cancer and cancer.stage_words):
        spec = _with_stage(spec, request.stage)
    if cancer and cancer.younger_than and spec.age_years is None:
        spec = spec._replace(age_years=0.0, age_to=cancer.younger_than)
    concepts = cancer.concepts if cancer else ()
    spec = spec._replace(spread=request_person.spread_of(concepts, (request.cancer, request.stage) if spec.stage else ()))
    if spec.sort is Sort.DISTANCE and not spec.measured:
        raise UsageProblem("--sort distance needs a place to measure from.", 'add --near, for example --near "Boston, MA"')
    return spec


def _placed(request: SearchRequest) -> SearchSpec:
    cities = request_places.cities_named(request.cities)
    spec = SearchSpec(
        places=request_places.near(request.near),
        states=request_places.states(request.states),
        countries=request_places.countries(request.countries),
        cities=cities.names,
        city_points=cities.points,
        notes=cities.notes,
        facilities=request_places.words_of_facilities(request.facilities),
        center=request.center,
        centers=request_places.centers_named(request.center),
        statuses=_statuses(request.status),
    )
    return _within(request, spec)


def _within(request: SearchRequest, spec: SearchSpec) -> SearchSpec:
    unit = request.default_unit or _usual_unit(spec)
    if not request.within:
        return spec._replace(within=DEFAULT_RADIUS if unit == "mi" else DEFAULT_RADIUS_KM)
    from trialfinder.resolve.place import parse_distance

    if not spec.places:
        raise UsageProblem("--within needs a place to measure from.", 'add --near, for example --near "Boston, MA"')
    return spec._replace(within=parse_distance(request.within, unit), within_given=True)


def _usual_unit(spec: SearchSpec) -> str:
    """What signs on the road tell: miles in the United States and the United Kingdom, or where no place tells; else kilometres."""
    named = {place.country for place in (*spec.places, *spec.states, *spec.countries)}
    return "mi" if not named or named & _MILES else "km"


def _cancer(request: SearchRequest) -> CancerAsked | None:
    if not request.cancer.strip():
        return None
    from trialfinder.resolve.terms import resolve_cancer

    cancer = remembered(resolve_cancer, request.cancer)
    # DCIS is stage 0 by definition (AJCC): without its stage, trials of advanced breast cancer would seem to fit.
    in_situ = cancer.concepts == ("breast-dcis",) and not (request.stage or cancer.stage_words)
    return cancer._replace(stage_words="DCIS") if in_situ else cancer


def _with_stage(spec: SearchSpec, typed: str) -> SearchSpec:
    """--stage decides; without it, the words for a stage among those for the cancer ("metastatic breast cancer")."""
    from trialfinder.resolve.stage import resolve_stage

    cancer = spec.cancer
    only = cancer.concepts[0] if cancer and len(cancer.concepts) == 1 else None
    if cancer is None or not cancer.stage_words:
        return spec._replace(stage=resolve_stage(typed, only))
    said = f"“{cancer.stage_words}”"
    if typed:
        return spec._replace(stage=resolve_stage(typed, only), cancer=_noted(cancer, f"{said} was not used: --stage decides."))
    try:
        found = resolve_stage(cancer.stage_words, only)
    except NothingUnderstood:
        return spec._replace(cancer=_noted(cancer, f"{said} was not understood as a stage; say it with --stage."))
    plain = found.understood.partition(" (you typed ")[0]
    return spec._replace(stage=found._replace(understood=f"{plain} (from {said}; --stage any looks at every stage)"))


def _noted(cancer: CancerAsked, note: str) -> CancerAsked:
    return cancer._replace(notes=(*cancer.notes, note))


def _treatments(typed: tuple[str, ...]) -> tuple[str, ...]:
    if not typed:
        return ()
    from trialfinder.resolve.treatment import resolve_treatment

    return tuple(dict.fromkeys(str(resolve_treatment(words)) for text in typed for words in text.split(",")))


def _markers(typed: tuple[str, ...]) -> tuple[Marker, ...]:
    if not typed:
        return ()
    from trialfinder.resolve.marker import resolve_markers

    return tuple(dict.fromkeys(marker for words in typed for marker in remembered(resolve_markers, words)))


def _statuses(word: str) -> tuple[str, ...] | None:
    try:
        return STATUS_WORDS[word.lower()]
    except KeyError:
        raise UsageProblem(f"--status {word!r} is not one I know.", f"use one of: {', '.join(STATUS_WORDS)}") from None


def _sort(word: str) -> Sort:
    try:
        return Sort(word.strip().lower())
    except ValueError:
        raise UsageProblem(f"--sort {word!r} is not one I know.", f"use one of: {', '.join(Sort)}") from None


def _age(years: float | None) -> float | None:
    if years is not None and not 0 <= years <= 130:
        raise UsageProblem(f"--age {years:g} is not an age in years.", "use a number from 0 to 130, such as --age 62")
    return years
