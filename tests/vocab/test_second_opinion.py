"""Our own sentences: all there, in plain English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from trialfinder.render.kinds import MEANINGS
from trialfinder.vocab import second_opinion as module
from trialfinder.vocab.second_opinion import Topic, glossary, second_opinion

HARDEST = 8.0
"""US school year whose pupils can read it: what guides for health texts ask for at most."""


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; "ia", "io" and "iu" are two where they are spoken so ("trial")."""
    word = word.lower()
    apart = len(re.findall(r"(?<![cgst])i[aou]", word))
    word = re.sub(r"(?<=[aeiouy][^aeiouyl])es?\Z|(?<=[aeiouy][^aeiouylsxz]{2})e\Z|(?<=[^td])ed\Z", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)) + apart)


def grade(sentences: list[str]) -> float:
    """Flesch-Kincaid grade level (Kincaid et al. 1975). A point of a list counts as a sentence."""
    parts = [part for text in sentences for part in re.split(r"(?<=[.?!])\s+", text) if re.search(r"[A-Za-z]", part)]
    words = [word for part in parts for word in re.findall(r"[A-Za-z][A-Za-z'-]*", part)]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def topics() -> Iterator[Topic]:
    say = second_opinion()
    yield from (*say.questions, say.how, say.records, say.at_hand, say.team, say.looking_at, say.asking, say.study_team)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("home", 1),
        ("sites", 1),
        ("table", 2),
        ("treatment", 2),
        ("cancer", 2),
        ("operation", 4),
        ("asked", 1),
        ("the", 1),
        ("treated", 2),
        ("trial", 2),
        ("radiation", 4),
        ("medicine", 3),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_the_formula_tells_plain_from_hard() -> None:
    assert grade(["The cat sat on the mat."]) < 1
    assert (
        grade(["Histopathological confirmation necessitates multidisciplinary deliberation preceding therapeutic intervention."])
        > 20
    )


@pytest.mark.parametrize("topic", [*topics()], ids=lambda topic: str(topic.title))
def test_every_list_can_be_read_by_an_eighth_grader(topic: Topic) -> None:
    assert grade([topic.title, topic.before, *topic.items, topic.after]) <= HARDEST


def test_our_sentences_can_be_read_by_an_eighth_grader() -> None:
    say = second_opinion()
    assert grade(list(say.sentences.values())) <= HARDEST
    assert grade([word.meaning for word in glossary()]) <= HARDEST
    assert (
        grade([*say.sentences.values(), *(text for topic in topics() for text in (topic.title, *topic.items, topic.after))])
        <= HARDEST
    )


def test_what_a_kind_of_treatment_is_can_be_read_by_most() -> None:
    assert grade(list(MEANINGS.values())) <= HARDEST


def test_no_sentence_promises_or_judges() -> None:
    say = second_opinion()
    texts = [
        *say.sentences.values(),
        *(text for topic in topics() for text in topic.items),
        *(word.meaning for word in glossary()),
    ]
    assert not [
        text for text in texts if re.search(r"(?i)eligib|qualif|guarantee|best (?:option|choice)|you should\b|will help", text)
    ]


def test_the_glossary_explains_each_word_once() -> None:
    codes = [(word.of, word.code) for word in glossary()]
    assert len(codes) == len(set(codes))
    assert {word.of for word in glossary()} >= {"fit", "status", "phase", "design"}


@pytest.mark.parametrize("file_name", ["second_opinion.toml", "glossary.toml"])
def test_a_missing_key_is_named_with_its_file(file_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "second_opinion.toml").write_text('title = "Only a title"\n', encoding="utf-8")
    (tmp_path / "glossary.toml").write_text('[[word]]\nof = "fit"\n', encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    load = {"second_opinion.toml": second_opinion, "glossary.toml": glossary}[file_name]
    with pytest.raises(ValueError, match=file_name):
        load.__wrapped__()
