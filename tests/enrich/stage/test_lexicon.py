"""A malformed entry of the lexicon is named, with the file it stands in."""

import pytest

from trialfinder.vocab import stage_rules


@pytest.mark.parametrize("entry", [{"id": "odd"}, {"id": "odd", "stems": []}, {"id": "odd", "stems": ["x"], "pattern": "("}])
def test_a_malformed_word_is_named(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"stage\.toml: entry 'odd'"):
        stage_rules._rule(entry, "word")


@pytest.mark.parametrize("entry", [{"id": "odd"}, {"id": "odd", "where": "above", "effect": "denied"}])
def test_a_malformed_context_is_named(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"stage\.toml: entry 'odd'"):
        stage_rules._context(entry)
