"""One tree of errors. ``message`` says what happened, ``hint`` the next thing to do; the CLI prints both and exits."""

from enum import IntEnum

__all__ = [
    "AmbiguousWords",
    "CacheUnusable",
    "DiskFull",
    "ExitCode",
    "NothingUnderstood",
    "RefreshRefused",
    "RefreshRunning",
    "RegistryUnreachable",
    "Terminated",
    "TrialfinderError",
    "UsageProblem",
]


class ExitCode(IntEnum):
    """What a finished process says to cron and to shells."""

    ANSWERED = 0
    """Answered, even with no rows."""
    FAILED = 1
    USAGE = 2
    NO_CACHE = 3
    REGISTRY = 4
    """The registry could not be reached or refused."""
    PROBLEMS = 5
    """A refresh finished with problems, or refused to publish."""
    RUNNING = 6
    """Another refresh is running."""
    STALE = 7
    """The data are older than asked for."""
    INTERRUPTED = 130
    TERMINATED = 143
    """Told to stop by the system: a shutdown, a timeout of the service manager."""


class TrialfinderError(Exception):
    """Something a person can be told about in one sentence, with the next step."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageProblem(TrialfinderError):
    """What was typed cannot be acted on."""

    exit_code = ExitCode.USAGE


class NothingUnderstood(UsageProblem):
    """A word, stage or place that means nothing here; ``suggestions`` are the nearest known ones, best first."""

    def __init__(self, message: str, hint: str = "", suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = suggestions


class AmbiguousWords(UsageProblem):
    """Words with unrelated meanings; ``choices`` pairs each meaning (a label) with the words that ask for just that one."""

    def __init__(self, message: str, choices: tuple[tuple[str, str], ...], hint: str = "") -> None:
        super().__init__(message, hint)
        self.choices = choices
        self.typed = ""
        """The words in question, so that a ready command can be offered."""


class CacheUnusable(TrialfinderError):
    """There is no cache, or it is damaged, locked, or written by another version."""

    exit_code = ExitCode.NO_CACHE


class RegistryUnreachable(TrialfinderError):
    """The registry did not answer, or refused this client. Never the same thing as "no trials"."""

    exit_code = ExitCode.REGISTRY


class RefreshRefused(TrialfinderError):
    """A refresh that must not be published: incomplete, inconsistent, or suspiciously small."""

    exit_code = ExitCode.PROBLEMS


class DiskFull(RefreshRefused):
    """No room, or no more of it allowed; the new copy was not finished."""


class RefreshRunning(TrialfinderError):
    """Another refresh holds the cache."""

    exit_code = ExitCode.RUNNING


class Terminated(KeyboardInterrupt):
    """The system told the program to end (SIGTERM). Cleans up like an interruption, exits with a code of its own."""
