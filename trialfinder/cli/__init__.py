"""The command line: parse options, call one service, render, print. Everything a person sees passes through here."""

from trialfinder.cli.main import main, run

__all__ = ["main", "run"]
