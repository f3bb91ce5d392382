"""The command group, loaded verb by verb, and the one place where errors become a sentence and an exit code."""

import contextlib
import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from trialfinder import __version__
from trialfinder.domain.errors import AmbiguousWords, ExitCode, NothingUnderstood, Terminated, TrialfinderError

__all__ = ["main", "root", "run"]

#: verb -> one-line help, in the order shown. The module of a verb bears its name and is imported only when it is run.
VERBS = {
    "search": "Find trials for a cancer, a stage and a place.",
    "show": "Show one trial in full: why it may fit, open sites, contacts, criteria.",
    "options": "Show the same trials by kind of treatment: what else is there?",
    "centers": "Find NCI-designated cancer centers near a place, and matching trials there.",
    "ask": "Answer five questions instead of learning options.",
    "brief": "Write a packet to print for a second opinion.",
    "terms": "Show how a word for a cancer is understood.",
    "export": "Write every match as a spreadsheet or a data set, nothing cut off.",
    "changes": "Show what is new, opened, closed or changed since a date.",
    "watch": "Save searches, and tell what changed in them since the last run.",
    "status": "Show how old the local copy is and what it holds.",
    "refresh": "Bring the local copy up to date from ClinicalTrials.gov.",
    "demo": "Try it out offline on made-up sample trials.",
}

#: Verbs whose name is taken by another module of this room.
_MODULES = {"options": "kinds"}

EPILOG = """\b
Start here:
  trialfinder demo
  trialfinder refresh
  trialfinder search "breast cancer" --stage 4 --near "Boston, MA"
  trialfinder ask                (the same, by five questions)

\b
Exit codes:
  0 answered, even with no rows       4 registry unreachable or refused
  1 unexpected failure                5 refresh had problems or was refused
  2 something typed was not usable    6 another refresh is running
  3 no usable local copy              7 data older than asked for
  130 interrupted                     143 ended by the system

Nothing you type leaves this machine; only refresh goes online, and it asks for
every open cancer trial, never for yours."""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in VERBS:
            return None
        command = getattr(importlib.import_module(f"trialfinder.cli.{_MODULES.get(name, name)}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - a programming error, not an input
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in VERBS and not args[0].startswith("-"):
            near = [verb for verb in VERBS if verb[:3] == args[0][:3].lower()]
            hint = f"Did you mean `trialfinder {near[0]}`?" if near else f'To search, type: trialfinder search "{args[0]}"'
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.version_option(__version__, prog_name="trialfinder")
@click.option("--debug", is_flag=True, help="Show a traceback when something fails.")
def root(debug: bool) -> None:
    """Which clinical trials a second opinion might turn up, for a cancer, a stage and a place."""


def run() -> NoReturn:
    """The console script: answer, then end at once.

    Everything was closed and flushed by then; to let the interpreter take down every object and DuckDB's threads one by one
    would add a tenth to the time of a search.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    _open_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        typed = [word for word in words if word != "--debug"]
        result = root.main(words, prog_name="trialfinder", standalone_mode=False, obj=("trialfinder", *typed))
        sys.stdout.flush()
        return result if isinstance(result, int) else ExitCode.ANSWERED
    except AmbiguousWords as error:
        from trialfinder.cli.question import chosen_words

        chosen = chosen_words(error, words)
        if chosen is None:
            _tell(error, words)
            return error.exit_code
    except TrialfinderError as error:
        _tell(error, words)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort) as stop:
        cause = stop.__cause__ or stop  # click wraps it
        ended = isinstance(cause, Terminated)
        what = cause.args[0] if cause.args else "nothing was changed."
        sys.stderr.write(f"\ntrialfinder: {'ended by the system' if ended else 'interrupted'}; {what}\n")
        return ExitCode.TERMINATED if ended else ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # click turns a broken pipe into SystemExit; nothing else here raises it. The reader (`| head`)
        # has what it wanted; keep Python from complaining about it on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.ANSWERED
    except MemoryError:
        _line("error: the machine ran out of memory.", "close other programs and try again")
        return ExitCode.FAILED
    except Exception as error:
        if "--debug" in words:
            raise
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return _full_disk(error)
        _line(
            f"unexpected error: {type(error).__name__}: {error}",
            "run it again as `trialfinder --debug …` and report what it prints",
        )
        return ExitCode.FAILED
    return main(chosen)  # the question may be followed by another, about the place


def _open_streams() -> None:
    """A shell or a service may start the program with stdout or stderr closed; Python then has None there."""
    if sys.stdout is None:  # type: ignore[unreachable, unused-ignore]
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  lives as long as the process
    if sys.stderr is None:  # type: ignore[unreachable, unused-ignore]
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that knows only ASCII gets an answer too
        sys.stdout.reconfigure(errors="backslashreplace")


def _full_disk(error: OSError) -> int:
    """The answer could not be written out; what is left in the buffer would complain once more on the way out."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    where = f" ({error.filename})" if error.filename else ""
    _line(f"error: the disk is full{where}; the answer is not complete.", "free some space, or write to another disk")
    return ExitCode.FAILED


def _tell(error: TrialfinderError, words: list[str]) -> None:
    _line(f"error: {error.message}", error.hint)
    if isinstance(error, AmbiguousWords):
        from trialfinder.cli.question import ready_commands

        sys.stderr.write("\n".join(ready_commands(error, words)) + "\n")
    elif isinstance(error, NothingUnderstood) and error.suggestions:
        sys.stderr.write("  Perhaps you meant:\n")
        for suggestion in error.suggestions:
            sys.stderr.write(f"      {suggestion}\n")


def _line(message: str, hint: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.write(f"trialfinder: {message}\n")
    if hint:
        sys.stderr.write(f"  Next: {hint}\n")
