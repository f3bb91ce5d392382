"""An empty or thin answer: which filter took out how many, and the one command that brings most of them back."""

import shlex
from collections.abc import Sequence

from trialfinder.domain.query import Removed, SearchResult
from trialfinder.render import words

__all__ = ["THIN", "explain", "loosened"]

#: At this many trials or fewer a person should hear what was left out.
THIN = 3
_WITHOUT = "without "


def explain(result: SearchResult) -> str:
    """Why there is so little, and what to type next. ``""`` when nothing was taken out and something was found."""
    removed = [one for one in result.removed if one.count > 0]
    if not removed:
        return "" if result.total else _nothing_at_all(result)
    size = max(len(f"{one.count:,}") for one in removed)
    lines = ["Left out, and the option that brings them back:"]
    lines += [f"  {one.count:>{size},}  {one.label} ({one.loosen})" for one in removed]
    best = _worth_loosening(removed)
    lines += ["Try next:", f"  {shlex.join(loosened(result.command or ('trialfinder', 'search'), best.loosen))}"]
    return "\n".join(lines)


def loosened(command: Sequence[str], loosen: str) -> list[str]:
    """``command`` with the option of ``loosen`` added, or changed where it stands already; ``without --state`` takes it out."""
    option, *value = shlex.split(loosen.removeprefix(_WITHOUT))
    value = value or (["…"] if loosen.startswith(_WITHOUT) else [])
    kept: list[str] = []
    skip = False
    for word in command:
        if skip:
            skip = False
        elif word == option:
            skip = bool(value)
        elif not word.startswith(option + "="):
            kept.append(words.clean(word))
    return kept if loosen.startswith(_WITHOUT) else [*kept, option, *value]


def _worth_loosening(removed: Sequence[Removed]) -> Removed:
    # A closed trial takes nobody, and trials of healthy people are never what somebody who is ill is missing.
    return max(removed, key=lambda one: (one.filter != "patients", one.filter != "status", one.count))


def _nothing_at_all(result: SearchResult) -> str:
    cancer = result.spec.cancer
    if not result.facts.trials:
        return "The local copy holds no trials.\nTry next:\n  trialfinder refresh"
    if cancer is None:
        return "Try next:\n  trialfinder status"
    # Offer the concept's own name: it is known to resolve.
    name = shlex.quote(words.clean(cancer.name))
    held = f"None of the {words.count(result.facts.trials, 'trial')} in the local copy is about {words.clean(cancer.name)}."
    return f"{held}\nTo see how the words were understood, and wider words to try:\n  trialfinder terms {name}"
