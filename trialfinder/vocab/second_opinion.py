"""Our own sentences about second opinions, and a glossary of the words in an answer. Data in TOML, typed here.

A missing or misspelt key fails with the name of the file and the key: a packet with a hole in it must never be printed.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["GlossaryWord", "SecondOpinion", "Topic", "glossary", "second_opinion"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading and what stands below it, one line each."""

    title: str
    items: tuple[str, ...]
    after: str = ""
    """A sentence that closes the list."""
    before: str = ""
    """Sentences that open it."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """The fixed parts of a packet, and those of other answers."""

    sentences: dict[str, str]
    """Titles and single sentences by key."""
    questions: tuple[Topic, ...]
    """For the doctor who gives the second opinion."""
    how: Topic
    records: Topic
    at_hand: Topic
    """What to have beside the phone when calling a trial."""
    team: Topic
    """Questions for the study team."""
    looking_at: Topic
    """What a second opinion can look at, below the kinds of treatment."""
    asking: Topic
    """How to ask for one, below the centers."""
    study_team: Topic
    """Questions for the study team, on the page of one trial; shorter ones in ``team`` leave room to write."""
    call_labels: tuple[str, ...]
    """Blanks to fill in on the phone."""

    def __getitem__(self, key: str) -> str:
        return self.sentences[key]


@dataclass(frozen=True, slots=True)
class GlossaryWord:
    """One word explained."""

    of: str
    """``fit``, ``status``, ``phase`` or ``design``; ``treatment`` for words made elsewhere."""
    code: str
    term: str
    meaning: str


@cache
def second_opinion() -> SecondOpinion:
    """The sentences of ``second_opinion.toml``."""
    name = "second_opinion.toml"
    raw = _toml(name)
    try:
        return SecondOpinion(
            sentences={key: text for key, text in raw.items() if isinstance(text, str)},
            questions=tuple(map(_topic, raw["questions"])),
            how=_topic(raw["how"]),
            records=_topic(raw["records"]),
            at_hand=_topic(raw["at_hand"]),
            team=_topic(raw["team"]),
            looking_at=_topic(raw["looking_at"]),
            asking=_topic(raw["asking"]),
            study_team=_topic(raw["study_team"]),
            call_labels=tuple(raw["call_labels"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{name}: {error!r}") from error


@cache
def glossary() -> tuple[GlossaryWord, ...]:
    """The words of ``glossary.toml``, in its order."""
    name = "glossary.toml"
    try:
        return tuple(GlossaryWord(**entry) for entry in _toml(name)["word"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{name}: {error!r}") from error


def _topic(entry: dict[str, Any]) -> Topic:
    return Topic(entry["title"], tuple(entry["items"]), entry.get("after", ""), entry.get("before", ""))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("trialfinder.vocab") / name).read_text(encoding="utf-8"))
