"""``python -m trialfinder``, and the console script."""

import sys
from typing import NoReturn

__all__ = ["run"]


def run() -> NoReturn:
    """Run the program; a search has DuckDB started before anything else is loaded, for it takes the longest."""
    if sys.argv[1:2] == ["search"]:
        from trialfinder.services.ahead import start_engine

        start_engine()
    from trialfinder.cli import run as run_cli

    run_cli()


if __name__ == "__main__":
    run()
