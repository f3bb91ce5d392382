"""``python -m trialfinder``."""

from trialfinder.cli import run

if __name__ == "__main__":
    run()
