"""The command line: parse options, call one service, render, print. Everything a person sees passes through here."""

from trialfinder.cli.main import main

__all__ = ["main"]
