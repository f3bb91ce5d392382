"""What ``--help`` shows fits the narrowest usual window, and its examples are commands that run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from trialfinder.cli import main
from trialfinder.cli.main import VERBS, root
from trialfinder.domain.errors import ExitCode

Asked = tuple[str, ...]
COMMANDS: list[Asked] = [(), *((verb,) for verb in VERBS), *(("watch", one) for one in ("add", "list", "remove", "run"))]
NEEDS_THE_REGISTRY = "refresh"


def shown(words: Asked) -> str:
    """The help of a command as it stands in a window of 80 columns."""
    context, command = click.Context(root, info_name="trialfinder", terminal_width=80), root
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None
        context, command = click.Context(found, context, word, terminal_width=80), found  # type: ignore[assignment]
    return command.get_help(context)


def examples(words: Asked) -> Iterator[list[str]]:
    """The words of each example, up to a pipe, a redirection or a remark in brackets."""
    for line in re.findall(r"^ +trialfinder (.+)$", shown(words).partition("Example")[2], flags=re.MULTILINE):
        yield shlex.split(re.split(r" [|>]|  +\(", line)[0])


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_fits_eighty_columns(words: Asked) -> None:
    assert not [line for line in shown(words).splitlines() if len(line) > 80]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_that_is_no_choice_is_explained(words: Asked) -> None:
    command: click.Command | None = root
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert not [one.name for one in options if not one.help and not isinstance(one.type, click.Choice)]


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != NEEDS_THE_REGISTRY])
def test_the_examples_of_a_verb_run(
    verb: str, sample_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRIALFINDER_CACHE", str(sample_cache))
    ids = iter(("NCT99000001", "NCT99000002"))
    for words in examples((verb,)):
        typed = [next(ids) if word.startswith("NCT0") else word for word in words]
        assert main(typed) == ExitCode.ANSWERED, capsys.readouterr().err


def test_the_examples_of_a_refresh_are_understood() -> None:
    command = root.get_command(click.Context(root), NEEDS_THE_REGISTRY)
    assert command is not None
    found = list(examples((NEEDS_THE_REGISTRY,)))
    assert len(found) > 2
    for verb, *words in found:
        assert verb == NEEDS_THE_REGISTRY
        command.make_context(verb, words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        *(
            ([*words.split(), "melanoma"], ExitCode.NO_CACHE)
            for words in ("search", "options", "centers", "brief", "export", "changes")
        ),
        (["show", "NCT99000001"], ExitCode.NO_CACHE),
        (["ask"], ExitCode.NO_CACHE),
        (["status"], ExitCode.NO_CACHE),
        (["refresh", "--rollback"], ExitCode.NO_CACHE),
        (["terms", "melanoma"], ExitCode.ANSWERED),
        (["watch", "add", "mum", "melanoma"], ExitCode.ANSWERED),
        (["watch", "list"], ExitCode.ANSWERED),
        (["watch", "run"], ExitCode.NO_CACHE),
        (["watch", "remove", "nobody"], ExitCode.USAGE),
        (["export", "--dictionary"], ExitCode.ANSWERED),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(int(value)),
)
def test_every_verb_says_by_its_exit_code_that_there_is_no_copy(
    words: list[str], code: ExitCode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRIALFINDER_CACHE", str(tmp_path / "nothing"))
    assert main(words) == code
    out, err = capsys.readouterr()
    if code:
        assert out == ""
        assert "Next: " in err
    assert "unexpected" not in err


@pytest.mark.parametrize(
    ("words", "said"), [(("search", "--limit", "0"), "from 1 on"), (("brief", "--limit", "51"), "from 1 to 50")]
)
def test_a_number_of_rows_that_cannot_be_shown_is_a_sentence(words: Asked, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(list(words)) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert "x>=1" not in shown(words[:1])
