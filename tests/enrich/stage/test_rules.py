"""Every rule of the lexicon matches its example and not its counter-example."""

import time

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.stage import read_stage
from trialfinder.vocab.stage_rules import ContextRule, WordRule, load_rules


@pytest.mark.parametrize("rule", [*load_rules().rules, *load_rules().contexts], ids=lambda rule: rule.id)
def test_a_rule_matches_its_example_and_not_its_counter_example(rule: WordRule | ContextRule) -> None:
    assert rule.pattern.search(rule.example.lower())
    assert not rule.pattern.search(rule.counter.lower())
    if isinstance(rule, WordRule):
        assert rule.may_match(rule.example.lower())


@pytest.mark.parametrize(
    "piece", ["stage iii ", "metastatic or ", "no evidence of ", "t1-4, n0-2, ", "locally ", "(", "* \\>= ", "i, ", "a, "]
)
def test_reading_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    def seconds(size: int) -> float:
        trial = Trial("NCT99000001", criteria="Inclusion Criteria:\n\n* stage " + piece * (size // len(piece)))
        began = time.process_time()
        read_stage(trial)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(100_000) < 25 * max(seconds(12_500), 0.01)
