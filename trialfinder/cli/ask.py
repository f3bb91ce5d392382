"""``trialfinder ask``: for somebody who does not like options. Questions on stderr, the answer on stdout."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from trialfinder.cli.console import narrate, use_color, width, write
from trialfinder.cli.options import cache_option, settings
from trialfinder.domain.errors import AmbiguousWords, NothingUnderstood, UsageProblem
from trialfinder.render.layout import block
from trialfinder.render.words import clean
from trialfinder.render.words import command as shell_words
from trialfinder.services.ask import QUESTIONS, Question, facts_of, search_words
from trialfinder.services.request import SearchRequest, resolve_request

__all__ = ["ask"]

_FIRST_ROWS = 10
_QUIT = ("q", "quit", "exit", "stop")
#: Longer lists are harder to choose from than typing again.
_CHOICES = 9


class _Left(Exception):
    """Somebody typed q: no error."""


@click.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["auto", "table", "list"]),
    default="auto",
    help="How to show the answer; list has no lines drawn: for screen readers.",
)
@cache_option
def ask(style: str, cache: Path | None) -> None:
    """Answer five questions instead of learning options: the cancer, the stage, the place, the person, the treatment so far.

    Every question can be skipped with Enter; q stops. At the end stands the command that asks the same at once.
    """
    from trialfinder.render.answer import render_human
    from trialfinder.services.search import search

    folder = settings(cache).cache
    if facts_of(folder).sample:
        narrate("SAMPLE DATA: every trial, site and contact here is made up.")
    _say("Five short questions. Press Enter to skip one, type q to stop. What you type stays on this machine.", "")
    try:
        request = _interview(SearchRequest())
    except _Left:
        narrate("\nStopped; nothing was searched. To start again: trialfinder ask")
        return
    words = search_words(request)
    extra = [*(["--format", style] if style != "auto" else []), *(["--cache", str(cache)] if cache else [])]
    command = ("trialfinder", *words, *extra)
    narrate("")
    spec = resolve_request(request._replace(limit=_FIRST_ROWS))
    result = search(folder, spec, datetime.now(UTC).date(), command)
    write(render_human(result, width(), use_color(), style))
    narrate(f"\nThe same, as one command:\n  {shell_words(command)}")
    if request.cancer and not result.hits:  # else the answer offers it
        printed = ("trialfinder", "brief", *words[1:], *(["--cache", str(cache)] if cache else []))
        narrate(f"To print it for a doctor:\n  {shell_words(printed)}")


def _interview(request: SearchRequest) -> SearchRequest:
    for question in QUESTIONS:
        if question.applies(request):
            answered = _put(question, request)
            if answered is None:
                break
            request = answered
    return request


def _put(question: Question, request: SearchRequest) -> SearchRequest | None:
    """The request with the answer in it, unchanged when skipped; None at the end of the input."""
    narrate("")
    _say(question.text, f"{question.number} of 5. ")
    _say(question.example, "  For example: ")
    choices: list[str] = []
    while True:
        typed = _read()
        if not typed:
            return request if typed == "" else None
        if typed.lower() in _QUIT:
            raise _Left
        if choices and typed.isdecimal() and len(typed) <= 2:
            if not 1 <= int(typed) <= len(choices):
                _say(f"The list goes from 1 to {len(choices)}.", "  ")
                continue
            typed = choices[int(typed) - 1]
        try:
            heard = question.hear(request, typed)
        except UsageProblem as error:
            choices = _again(question, typed, error) or choices
        else:
            _say(clean(heard.understood), "  Understood: ")
            return heard.request


def _again(question: Question, typed: str, error: UsageProblem) -> list[str]:
    """Ask once more, kindly; the words that a number now stands for."""
    offered: list[tuple[str, str]] = []
    if isinstance(error, AmbiguousWords):
        offered = list(error.choices)
        _say(clean(error.message), "  ")
    else:
        if isinstance(error, NothingUnderstood):
            offered = [(suggestion, suggestion) for suggestion in error.suggestions]
        _say(f"Sorry, I did not understand “{clean(typed)[:60]}”. {question.sorry}", "  ")
    offered = offered[:_CHOICES]
    if question.numeric:
        if offered:
            _say(", ".join(clean(label) for label, _ in offered), "  Perhaps: ")
        return []
    for number, choice in enumerate(offered, start=1):
        _say(clean(choice[0]), f"  {number}  ")
    if offered:
        narrate("  Type a number from this list, or other words, or Enter to skip.")
    return [words for _, words in offered]


def _say(text: str, first: str) -> None:
    narrate("\n".join(block(text, min(width(), 100), first)))


def _read() -> str | None:
    """One line without its blanks; None at the end of the input."""
    sys.stderr.write("> ")
    sys.stderr.flush()
    if sys.stdin is None:  # type: ignore[unreachable, unused-ignore]
        return None  # type: ignore[unreachable, unused-ignore]
    try:
        line = sys.stdin.buffer.readline().decode("utf-8", "replace")
    except ValueError:  # closed
        line = ""
    if not sys.stdin.isatty():
        narrate(clean(line))  # so that what is seen reads like a conversation
    return " ".join(clean(line).split()) if line else None
