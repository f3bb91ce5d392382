"""A person's own stage, as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.domain.errors import NothingUnderstood
from trialfinder.resolve import stage as reader
from trialfinder.resolve.stage import resolve_stage

CASES = {
    "3": "III", "III": "III", "3b": "III", "IIIB": "III", "stage four": "IV", "stage 3 or 4": "III IV", "metastatic": "IV",
    "spread to liver": "IV", "spread to lymph nodes": "II III", "locally advanced": "III", "early": "I II", "early-stage": "I II",
    "T2N1M0": "II", "DCIS": "0", "in situ": "0", "extensive stage": "IV", "limited": "I II III", "IV a": "IV", "mCRPC": "IV",
    "IIB-IVA": "II III IV", "2-3": "II III", "III/IV": "III IV", "at least 3": "III IV", "stage 3 or higher": "III IV",
    "metastatc": "IV", "stage Ⅳ": "IV", "not metastatic": "I II III", "advanced": "III IV", "unresectable": "III IV",
    "recurrent stage 3": "III", "relapsed": "", "recurrent": "", "refractory": "", "stage IIIA (T1N2M0)": "III", "nmibc": "0 I",
    "BCLC B": "II III", "Dukes C": "III", "FIGO IIIC": "III", "stage 0": "0", "4S": "IV", "came back": "", "M1": "IV",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "stages"), CASES.items())
def test_what_was_typed_is_understood(typed: str, stages: str) -> None:
    asked = resolve_stage(typed)
    assert asked.stages == set(stages.split())
    assert asked.understood


@pytest.mark.parametrize("start", ["", "stage ", "Stage-", "STAGE: "])
@pytest.mark.parametrize("letter", ["", "a", "B", "c."])
@pytest.mark.parametrize("number", ["0", "1", "2", "3", "4", "i", "ii", "III", "iv"])
def test_a_number_alone_is_read_as_among_other_words(start: str, number: str, letter: str) -> None:
    typed = f"{start}{number}{letter}"
    assert resolve_stage(typed) == reader._in_words(reader._plain(typed), typed, None)


@pytest.mark.parametrize("typed", ["", "?", "don't know", "banana", "3 bananas", "stage 5", "grade 3", "gleason 7", "lung"])
def test_what_is_not_a_stage_is_refused_with_the_next_step(typed: str) -> None:
    with pytest.raises(NothingUnderstood) as refusal:
        resolve_stage(typed)
    assert refusal.value.hint


def test_the_same_letters_are_another_stage_in_another_cancer() -> None:
    assert resolve_stage("T3N1", "prostate").stages == {"IV"}
    assert resolve_stage("T3N1", "breast").stages == {"III"}


@given(st.text(max_size=60))
def test_anything_typed_is_answered_or_refused(typed: str) -> None:
    try:
        told = resolve_stage(typed).understood
    except NothingUnderstood as refusal:
        told = refusal.message
    assert told
