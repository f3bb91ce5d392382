"""Progress of a refresh: a line that moves on a terminal, silence in a log."""

import sys
import time

__all__ = ["TerminalProgress", "no_progress", "progress"]


class Silent:
    """Says nothing; for cron and --quiet. Notes still go to stderr unless quiet."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        """Ignored."""

    def read(self, trials: int) -> None:
        """Ignored."""

    def note(self, text: str) -> None:
        """One line."""
        if not self.quiet:
            sys.stderr.write(f"trialfinder: {text}\n")

    def close(self) -> None:
        """Nothing to clear."""


class TerminalProgress(Silent):
    """One line on stderr, redrawn at most ten times a second."""

    def __init__(self) -> None:
        super().__init__(quiet=False)
        self._start = time.monotonic()
        self._drawn = 0.0

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        """Pages, trials, rate and time left."""
        seconds = max(time.monotonic() - self._start, 0.001)
        rate = done_trials / seconds
        text = f"receiving: page {pages:,}, {done_trials:,} trials"
        if expected:
            left = max(expected - done_trials, 0) / rate if rate else 0
            share = f"{done_trials:,} of about {expected:,} trials"
            text = f"receiving: page {pages:,}, {share}, {rate:,.0f} a second, {_clock(left)} left"
        self._draw(text, force=False)

    def read(self, trials: int) -> None:
        """Trials read into the new copy."""
        self._draw(f"reading: {trials:,} trials", force=False)

    def note(self, text: str) -> None:
        """A line of its own, above the moving one."""
        self._draw("", force=True)
        super().note(text)

    def close(self) -> None:
        """Clear the line."""
        self._draw("", force=True)

    def _draw(self, text: str, force: bool) -> None:
        now = time.monotonic()
        if force or now - self._drawn >= 0.1:
            self._drawn = now
            sys.stderr.write("\r\x1b[K" + text)
            sys.stderr.flush()


def no_progress(quiet: bool = True) -> Silent:
    """A reporter that draws nothing."""
    return Silent(quiet)


def progress(quiet: bool) -> Silent:
    """What suits where stderr goes."""
    return TerminalProgress() if sys.stderr.isatty() and not quiet else Silent(quiet)


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60):02d} s" if seconds >= 60 else f"{int(seconds)} s"
