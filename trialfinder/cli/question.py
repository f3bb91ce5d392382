"""Words with several meanings: a question where somebody sits at a terminal, a list of ready commands where nobody does."""

import sys
from collections.abc import Sequence

from trialfinder.domain.errors import AmbiguousWords

__all__ = ["chosen_words", "ready_commands"]

#: A person who answers this often without naming a choice wants to stop.
_TRIES = 3


def ready_commands(error: AmbiguousWords, words: Sequence[str]) -> list[str]:
    """One line for each meaning and one for the command that asks for just that."""
    return [line for label, ask in error.choices for line in (f"  {label}:", f"      {_command(_with(words, error.typed, ask))}")]


def chosen_words(error: AmbiguousWords, words: Sequence[str]) -> list[str] | None:
    """Ask which meaning is meant; the command line with it in place, or None when nobody can be asked or nothing was chosen."""
    commands = [_with(words, error.typed, ask) for _, ask in error.choices]
    if not _somebody_there() or list(words) in commands:
        return None
    sys.stdout.flush()
    sys.stderr.write(f"trialfinder: {error.message} Which one?\n")
    for number, (label, _) in enumerate(error.choices, 1):
        sys.stderr.write(f"  {number:>2}  {label}\n")
    picked = _number(len(commands))
    if picked is None:
        return None
    sys.stderr.write(f"  To ask for it straight away:\n      {_command(commands[picked - 1])}\n")
    return commands[picked - 1]


def _somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _number(most: int) -> int | None:
    for _ in range(_TRIES):
        sys.stderr.write(f"Type a number from 1 to {most}, or q to stop: ")
        sys.stderr.flush()
        answer = sys.stdin.readline().strip().lower()
        if answer.isdecimal() and 1 <= int(answer) <= most:
            return int(answer)
        if answer in ("", "q", "quit", "stop", "exit", "n", "no"):
            return None
    return None


def _with(words: Sequence[str], typed: str, instead: str) -> list[str]:
    """The command line with ``instead`` where ``typed`` stands: a word, the value of an option, or several words."""
    if not typed:
        return list(words)
    for number, word in enumerate(words):
        option, sign, value = word.partition("=")
        if word == typed or (sign and option.startswith("--") and value == typed):
            return [*words[:number], word[: len(word) - len(typed)] + instead, *words[number + 1 :]]
    parts = typed.split()
    for start in range(len(words) - len(parts) + 1):
        if list(words[start : start + len(parts)]) == parts:
            return [*words[:start], instead, *words[start + len(parts) :]]
    return list(words)


def _command(words: Sequence[str]) -> str:
    from trialfinder.render.words import command

    return command(["trialfinder", *words])
