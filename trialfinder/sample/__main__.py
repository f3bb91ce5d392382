"""``python -m trialfinder.sample``: write made-up studies to a file, or serve them on this machine."""

import argparse
import contextlib
import gzip
import json
import sys
import threading
from datetime import date
from pathlib import Path
from typing import IO, cast

from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import SAMPLE_DAY, sample_studies

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Do what the options say; ``--serve`` goes on until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m trialfinder.sample", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="how many studies")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--today", type=date.fromisoformat, default=SAMPLE_DAY, help="the day that dates are counted from")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="an .ndjson or .ndjson.gz file")
    what.add_argument("--serve", action="store_true", help="serve them and print the address")
    options = parser.parse_args(arguments)
    studies = sample_studies(options.count, options.seed, options.today)
    if options.out:
        with _open(options.out) as out:
            out.writelines(json.dumps(study, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for study in studies)
        return 0
    with SampleRegistry(studies) as registry, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(registry.base_url + "\n")
        sys.stdout.flush()
        threading.Event().wait()
    return 0


def _open(path: Path) -> IO[bytes]:
    """Equal content gives equal bytes, compressed or not."""
    return cast(IO[bytes], gzip.GzipFile(path, "wb", 1, mtime=0)) if path.suffix == ".gz" else path.open("wb")


if __name__ == "__main__":
    sys.exit(main())
