"""``python -m trialfinder``, and the console script."""

import gc
import sys
from typing import NoReturn

__all__ = ["run"]


def run() -> NoReturn:
    """Run the program; a search has DuckDB started before anything else is loaded, for it takes the longest.

    The cyclic garbage collector runs rarely: by default it looks at every object of the imported modules again for each 700 new
    ones. And a thread that DuckDB has answered gets its turn at once: by default it waits 5 ms while another one runs, at each of
    twenty statements.
    """
    gc.set_threshold(50_000)
    sys.setswitchinterval(0.0002)
    if sys.argv[1:2] == ["search"] and not {"-h", "--help"}.intersection(sys.argv):
        from trialfinder.services.ahead import start_engine

        start_engine()
    from trialfinder.cli import run as run_cli

    run_cli()


if __name__ == "__main__":
    run()
