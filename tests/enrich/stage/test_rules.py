"""Every rule of the lexicon matches its example and not its counter-example."""

import time

import pytest

from trialfinder.domain.trial import Trial
from trialfinder.enrich.stage import read_stage
from trialfinder.enrich.text import split_sections
from trialfinder.vocab.stage_rules import ContextRule, WordRule, load_rules


@pytest.mark.parametrize("rule", [*load_rules().rules, *load_rules().contexts], ids=lambda rule: rule.id)
def test_a_rule_matches_its_example_and_not_its_counter_example(rule: WordRule | ContextRule) -> None:
    assert rule.pattern.search(rule.example.lower())
    assert not rule.pattern.search(rule.counter.lower())
    if isinstance(rule, WordRule):
        assert rule.may_match(rule.example.lower())


@pytest.mark.parametrize(
    "piece",
    [
        *("stage iii ", "metastatic or ", "no evidence of ", "t1-4, n0-2, ", "locally ", "(", "* \\>= ", "i, ", "a, "),
        *("metastatic. cohort 2: ", "t3 or psa, ", "node-positive ", "exclude: "),
        *("\n* metastatic breast cancer\n* lung cancer", "\n* one of (t3):\n  * t4"),
    ],
)
def test_reading_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    def processor_time(size: int, runs: int) -> float:
        trial = Trial(
            "NCT99000001",
            conditions=("Prostate Cancer",),
            criteria="Inclusion Criteria:\n\n* stage " + piece * (size // len(piece)),
        )

        def once() -> float:
            split_sections.cache_clear()
            began = time.process_time()
            read_stage(trial)
            return time.process_time() - began

        return min(once() for _ in range(runs))

    # Ten times the text may take ten times as long and, for the noise of a busy machine, 25 times; a square would be 100.
    assert processor_time(100_000, 2) < 25 * max(processor_time(10_000, 5), 0.004)
