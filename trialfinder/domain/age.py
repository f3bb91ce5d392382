"""Ages in the words people and records use; they are kept in years, months and weeks as fractions."""

__all__ = ["age", "as_typed", "limits", "people", "span"]

_UNITS = (("year", 1.0), ("month", 12.0), ("week", 365.25 / 7), ("day", 365.25))
#: Of the unit: what months and weeks lose as fractions of a year is far less.
_WHOLE = 0.02
#: Where the registry's own age groups part children from adults, in years.
_ADULT = 18.0
#: By the registry's code for sex: grown up, children, both.
_PEOPLE = {
    "FEMALE": ("women", "girls", "girls and women"),
    "MALE": ("men", "boys", "boys and men"),
    "ALL": ("women and men", "girls and boys", "people of any sex"),
}


def age(years: float) -> str:
    """``62 years``, ``8 months``, ``6 weeks``: in the largest unit that leaves no rest, from two years in years."""
    if years >= 2 and years != int(years):
        return f"{years:.1f}".removesuffix(".0") + " years"
    for unit, per_year in _UNITS:
        number = years * per_year
        if round(number) >= 1 and abs(number - round(number)) < _WHOLE:
            return f"{round(number)} {unit}{'' if round(number) == 1 else 's'}"
    days = max(1, round(years * 365.25))
    return f"{days} day{'' if days == 1 else 's'}"


def span(years: float, to: float | None) -> str:
    """``62 years``, or ``younger than 18 years`` where only a range is known."""
    return age(years) if to is None else f"younger than {age(to)}"


def as_typed(years: float) -> str:
    """As after ``--age``: ``62``, ``9 months``."""
    return f"{years:g}" if years == int(years) else age(years)


def limits(low: float | None, high: float | None) -> str:
    """``18 years and older``, ``18 to 75 years``, ``6 months to 21 years``, ``any age``."""
    if low and high is not None:
        youngest, oldest = age(low), age(high)
        number, _, unit = youngest.partition(" ")
        return f"{number if oldest.endswith(unit.rstrip('s') + 's') else youngest} to {oldest}"
    if low:
        return f"{age(low)} and older"
    return f"up to {age(high)}" if high is not None else "any age"


def people(sex: str, low: float | None = None, high: float | None = None) -> str:
    """``women and men``, ``girls``, ``people of any sex``: the registry's code for sex in words that suit the ages.

    Where no age is given at all, grown-up people are meant.
    """
    if sex not in _PEOPLE:
        return "sex not stated"
    adults, children, both = _PEOPLE[sex]
    if (low is None and high is None) or (low or 0.0) >= _ADULT:
        return adults
    return children if high is not None and high < _ADULT else both
