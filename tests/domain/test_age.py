"""Ages read as people and records say them."""

import pytest

from trialfinder.domain import age


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(18.0, None, "18 years and older"), (18.0, 75.0, "18 to 75 years"), (1.0, 23.0, "1 to 23 years"),
     (1.0, 1.0, "1 year to 1 year"), (0.5, 21.0, "6 months to 21 years"), (None, None, "any age"),
     (None, 17.0, "up to 17 years"), (0.0, 1.0, "up to 1 year"), (14 / 365.25, None, "2 weeks and older"),
     (2.5, None, "2.5 years and older"), (0.0, 1 / 12, "up to 1 month"), (1 / 525960, None, "1 day and older")],
)  # fmt: skip
def test_limits_are_told_in_the_unit_of_the_record(low: float | None, high: float | None, expected: str) -> None:
    assert age.limits(low, high) == expected


@pytest.mark.parametrize(
    ("sex", "low", "high", "expected"),
    [("ALL", 18.0, None, "women and men"), ("ALL", None, None, "women and men"), ("ALL", 1.0, 17.0, "girls and boys"),
     ("FEMALE", None, 17.9, "girls"), ("MALE", 16.0, 40.0, "boys and men"), ("ALL", None, 75.0, "people of any sex"),
     ("ALL", 18.0, 18.0, "women and men"), ("FEMALE", 0.0, 18.0, "girls and women"), ("", 18.0, None, "sex not stated")],
)  # fmt: skip
def test_the_words_for_a_sex_suit_the_ages(sex: str, low: float | None, high: float | None, expected: str) -> None:
    assert age.people(sex, low, high) == expected


@pytest.mark.parametrize(
    ("years", "expected"), [(62.0, "62 years"), (8 / 12, "8 months"), (6 * 7 / 365.25, "6 weeks"), (1.0, "1 year")]
)
def test_an_age_is_told_as_it_was_typed(years: float, expected: str) -> None:
    assert age.age(years) == expected
