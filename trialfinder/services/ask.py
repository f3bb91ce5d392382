"""A guided search: five questions, what each answer was understood as, and the command that asks the same at once.

Knows no terminal: it is told what was typed and says what it means.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trialfinder.domain.age import age, as_typed
from trialfinder.domain.errors import UsageProblem
from trialfinder.domain.query import CacheFacts, SearchSpec
from trialfinder.services.request import SearchRequest, resolve_request
from trialfinder.services.request_person import age_years
from trialfinder.store.reader import SnapshotReader

__all__ = ["QUESTIONS", "Heard", "Question", "facts_of", "search_words"]

_COVERS = 4
"""Kinds of a cancer to name in the echo; the answer names them all."""
_CHILDREN = {"girl": "female", "boy": "male"}
_YES = ("y", "ye", "yes", "yeah", "yep", "some", "already")
_NO = ("n", "no", "not", "none", "never", "nope", "nothing")


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that was understood."""

    request: SearchRequest
    """With the answer in it."""
    understood: str
    """How it was read, for the echo."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. Every one may be skipped."""

    number: int
    """Out of five; two parts of one question share a number."""
    text: str
    example: str
    sorry: str
    """What to type, for an answer that was not understood."""
    hear: Callable[[SearchRequest, str], Heard]
    """Raises UsageProblem for words that mean nothing here."""
    numeric: bool = False
    """The answer may be a small number, which then never picks from a list."""
    applies: Callable[[SearchRequest], bool] = lambda _: True


def facts_of(cache: Path) -> CacheFacts:
    """What the local copy is, before anybody answers five questions for nothing. Raises CacheUnusable."""
    with SnapshotReader(cache) as reader:
        return reader.facts


def search_words(request: SearchRequest) -> list[str]:
    """The words after ``trialfinder`` that make the same request."""
    words = ["search", *([request.cancer] if request.cancer else [])]
    options = [
        *(("--stage", request.stage), *(("--near", place) for place in request.near), ("--within", request.within)),
        *(("--age", "" if request.age is None else as_typed(request.age)), ("--sex", request.sex), ("--line", request.line)),
    ]
    for option, value in options:
        if value:
            words += [f"{option}={value}"] if value.startswith("-") else [option, value]
    return words


def _cancer(request: SearchRequest, typed: str) -> Heard:
    request = request._replace(cancer=typed)
    spec = resolve_request(request)
    cancer = spec.cancer
    if cancer is None:
        raise UsageProblem("No cancer was named.")
    more = [f"{len(cancer.covers) - _COVERS} more kinds"] if len(cancer.covers) > _COVERS else []
    covers = f" (with {', '.join([*cancer.covers[:_COVERS], *more])})" if cancer.covers else ""
    markers = "".join(f", {marker.name}" for marker in cancer.markers)
    stage = f"; {_without_options(spec.stage.understood)}" if spec.stage else ""
    notes = [note for note in cancer.notes if "--" not in note]
    return Heard(request, " ".join([f"{cancer.name}{markers}{covers}{stage}{'.' if notes else ''}", *notes]))


def _without_options(text: str) -> str:
    """What a search says of an option is no help to somebody who does not use them."""
    return re.sub(r"; --[^)]*", "", text)


def _no_stage_yet(request: SearchRequest) -> bool:
    return not request.cancer or resolve_request(request).stage is None


def _stage(request: SearchRequest, typed: str) -> Heard:
    request = request._replace(stage=typed)
    spec = resolve_request(request)
    if spec.cancer and not spec.cancer.staged:
        return Heard(request, f"{_stage_of(spec)}. {spec.cancer.name} has no stage numbers, so no trial is left out for it")
    return Heard(request, _stage_of(spec))


def _stage_of(spec: SearchSpec) -> str:
    return spec.stage.understood if spec.stage else "any stage"


def _place(request: SearchRequest, typed: str) -> Heard:
    request = request._replace(near=(typed,), within="")
    return Heard(request, resolve_request(request).places[0].name)


def _within(request: SearchRequest, typed: str) -> Heard:
    words = typed.lower().removeprefix("within ").removeprefix("about ").removeprefix("up to ")
    request = request._replace(within=words)
    within = resolve_request(request).within
    unit = "km" if within.unit == "km" else "mile" if within.value == 1 else "miles"
    return Heard(request, f"{within.value:g} {unit}")


def _age(request: SearchRequest, typed: str) -> Heard:
    request = request._replace(age=age_years(typed))
    years = resolve_request(request).age_years
    return Heard(request, age(years) if years else "newborn")


def _sex(request: SearchRequest, typed: str) -> Heard:
    request = request._replace(sex=_CHILDREN.get(typed.lower(), typed.lower()))
    return Heard(request, resolve_request(request).sex.lower())


def _line(request: SearchRequest, typed: str) -> Heard:
    first = typed.lower().replace(",", " ").split()[0]
    answer = "treated" if first in _YES else "untreated" if first in _NO else typed
    line = resolve_request(request._replace(line=answer)).line
    meaning = "no treatment for this cancer yet" if line == "untreated" else "treated for this cancer before"
    return Heard(request._replace(line=str(line)), meaning)


def _measured(request: SearchRequest) -> bool:
    return bool(request.near) and resolve_request(request).measured


QUESTIONS = (
    Question(
        1,
        "What kind of cancer is it?",
        "breast cancer, NSCLC, cancer of the food pipe",
        "Plain or medical words will do, such as: stomach cancer.",
        _cancer,
    ),
    Question(
        2,
        "What stage is it, in the words the doctor used?",
        "3, IIIB, early, metastatic, spread to the liver, came back",
        "Try a number from 0 to 4, or a word: early, locally advanced, metastatic, relapsed.",
        _stage,
        numeric=True,
        applies=_no_stage_yet,
    ),
    Question(
        3,
        "Where do you live, or where could you stay?",
        "60611, or Boston, MA, or Texas, or Germany",
        "Try a ZIP code, or a city with its state or country.",
        _place,
    ),
    Question(
        3,
        "How far could you travel from there?",
        "50 miles, 200 km (100 miles or 160 km if you skip this)",
        "Try a number, with km if it is not miles: 50, or 80 km.",
        _within,
        numeric=True,
        applies=_measured,
    ),
    Question(
        4,
        "How old is the person who is ill?",
        "62, or 8 months",
        "Try a number of years, such as 62, or months for a baby: 8 months.",
        _age,
        numeric=True,
    ),
    Question(4, "Female or male?", "female, male", "Trials ask for female or male. Press Enter to leave it open.", _sex),
    Question(
        5,
        "Has this cancer been treated before? Some trials are only for one or the other.",
        "yes, no",
        "Type yes if there was any treatment for it, no if there was none yet.",
        _line,
    ),
)
"""In the order they are asked."""
