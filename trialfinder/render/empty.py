"""An empty or thin answer: which filter took out how many, and the one command that brings most of them back."""

import shlex
from collections.abc import Sequence

from trialfinder.domain.query import SearchResult
from trialfinder.render import words

__all__ = ["explain", "loosened", "without"]

_WITHOUT = "without "


def explain(result: SearchResult) -> str:
    """Why there is so little, and what to type next. ``""`` when nothing was taken out and something was found."""
    removed = [one for one in result.removed if one.trials > 0]
    if not removed:
        return "" if result.total else _nothing_at_all(result)
    size = max(len(f"{one.trials:,}") for one in removed)
    lines = ["Left out, and the option that brings them back:"]
    lines += [f"  {one.trials:>{size},}  {one.label} ({one.loosen})" for one in removed]
    if result.suggestion:
        command = list(result.command or ("trialfinder", "search"))
        for loosen in result.suggestion.loosen:
            command = loosened(command, loosen)
        lines += [f"Try next ({words.count(result.suggestion.more, 'more trial')}):", f"  {words.command(command)}"]
    return "\n".join(lines)


def loosened(command: Sequence[str], loosen: str) -> list[str]:
    """``command`` with the option of ``loosen`` added, or changed where it stands already.

    ``without --state`` takes it out; so does ``without --near --within`` with several.
    """
    if loosen.startswith(_WITHOUT):
        kept = list(command)
        for option in loosen.removeprefix(_WITHOUT).split():
            kept = without(kept, option, valued=True)
        return kept
    option, *value = shlex.split(loosen)
    return [*without(command, option, valued=bool(value)), option, *value]


def without(command: Sequence[str], option: str, *, valued: bool) -> list[str]:
    """``command`` without ``option``, and without its value where it is ``valued``."""
    kept: list[str] = []
    skip = False
    for word in command:
        if skip:
            skip = False
        elif word == option:
            skip = valued
        elif not word.startswith(option + "="):
            kept.append(words.clean(word))
    return kept


def _nothing_at_all(result: SearchResult) -> str:
    cancer = result.spec.cancer
    if not result.facts.trials:
        return "The local copy holds no trials.\nTry next:\n  trialfinder refresh"
    if cancer is None:
        return "Try next:\n  trialfinder status"
    # Offer the concept's own name: it is known to resolve.
    name = words.command([cancer.name])
    held = f"None of the {words.count(result.facts.trials, 'trial')} in the local copy is about {words.clean(cancer.name)}."
    return f"{held}\nTo see how the words were understood, and wider words to try:\n  trialfinder terms {name}"
