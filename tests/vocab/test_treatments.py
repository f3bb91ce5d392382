from collections.abc import Iterator
from pathlib import Path

import pytest

from trialfinder.domain.enriched import Treatment
from trialfinder.vocab import treatments as room
from trialfinder.vocab.treatments import LessRule, PhraseRule, StemRule, less_rules, phrase_rules, stem_of, stem_rules


@pytest.fixture
def other_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(room, "files", lambda _: tmp_path)
    caches = (room._lexicon, phrase_rules, stem_rules, less_rules)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path / "treatments.toml"
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("rule", phrase_rules(), ids=[rule.id for rule in phrase_rules()])
def test_a_phrase_finds_its_example_and_not_its_counter_example(rule: PhraseRule) -> None:
    assert rule.found(rule.example.lower())
    assert not rule.found(rule.counter.lower())


@pytest.mark.parametrize("rule", less_rules(), ids=[rule.id for rule in less_rules()])
def test_a_design_that_gives_less_finds_its_example_and_not_its_counter_example(rule: LessRule) -> None:
    assert rule.found(rule.example.lower())
    assert not rule.found(rule.counter.lower())


@pytest.mark.parametrize("rule", stem_rules(), ids=[rule.ending for rule in stem_rules()])
def test_an_ending_decides_its_example_and_not_its_counter_example(rule: StemRule) -> None:
    assert stem_of(rule.example) == rule
    assert stem_of(rule.counter) != rule


def test_every_rule_has_its_own_id() -> None:
    ids = [rule.id for rule in phrase_rules()] + [rule.id for rule in less_rules()]
    assert len(ids) == len(set(ids))


def test_the_longest_ending_wins() -> None:
    found = stem_of("examplelizumab")
    assert found is not None
    assert found.kind is Treatment.IMMUNOTHERAPY


def test_a_word_without_a_known_ending_has_no_rule() -> None:
    assert stem_of("hospital") is None


def test_a_need_read_far_from_its_excuse_still_counts() -> None:
    rule = next(rule for rule in less_rules() if rule.id == "omission")
    text = "a dose may be omitted. " + "x " * 100 + "omission of radiotherapy"
    assert rule.found(text) == "omission of"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('[[phrase]]\nid = "a"\nkinds = ["potion"]\npattern = "x"\nneeds = []\nexample = "x"\ncounter = "y"', "phrase a"),
        (
            '[[phrase]]\nid = "b"\nkinds = []\nrole = "hero"\npattern = "x"\nneeds = []\nexample = "x"\ncounter = "y"',
            "no such role",
        ),
        ('[[phrase]]\nkinds = []\nneeds = []\npattern = "("\nexample = "x"\ncounter = "y"', "phrase ?"),
    ],
)
def test_a_malformed_phrase_is_named(other_lexicon: Path, entry: str, message: str) -> None:
    other_lexicon.write_text(entry, encoding="utf-8")
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        phrase_rules()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('[[less]]\nid = "a"\nwhere = "footnote"\npattern = "x"\nneeds = []\nexample = "x"\ncounter = "y"', "no such place"),
        ('[[less]]\nid = "b"\nwhere = "title"\npattern = "("\nneeds = []\nexample = "x"\ncounter = "y"', "less b"),
    ],
)
def test_a_malformed_design_is_named(other_lexicon: Path, entry: str, message: str) -> None:
    other_lexicon.write_text(entry, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        less_rules()
