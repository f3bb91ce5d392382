"""Every facility read as an NCI center, and every near miss, on real sites: to be read by eye. Prints, never fails."""

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from trialfinder.enrich.center import center_of
from trialfinder.vocab.centers import SiteRelation, center_sites, centers

RECORDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "ctgov" / "studies.ndjson.gz"

Facility = tuple[str, str, str]


def main(arguments: list[str] | None = None) -> None:
    """Print the counts; ``--matches`` and ``--near`` list the facilities behind them, ``--sample`` 200 matches drawn by chance."""
    options = sys.argv[1:] if arguments is None else arguments
    if not RECORDS.is_file():
        print("no records here: nothing measured")
        return
    seen = Counter(_facilities(RECORDS))
    read = {facility: center_of(*facility) for facility in seen}
    matches = sorted((center, facility) for facility, center in read.items() if center)
    near = sorted(facility for facility, center in read.items() if not center and _resembles(facility[0]))
    for center, facility in matches if "--matches" in options else ():
        print(f"{center} | {' / '.join(facility)}")
    for center, facility in sorted(random.Random(200).sample(matches, 200)) if "--sample" in options else ():
        print(f"{center} | {' / '.join(facility)}")
    for facility in near if "--near" in options else ():
        print(f"near miss | {' / '.join(facility)}")
    accepted = [
        site
        for site in center_sites()
        if site.relation is SiteRelation.FALSE_FRIEND and _is_center(site.phrase, site.city, site.state)
    ]
    found = sum(seen[facility] for _, facility in matches)
    print(f"{len(seen)} facilities, {len(matches)} of them a center ({found} of {seen.total()} sites), {len(near)} near misses")
    print(f"centers found {len({center for center, _ in matches})} of {len(centers())}; false friends accepted {len(accepted)}")


def _is_center(facility: str, city: str, state: str) -> bool:
    return bool(center_of(facility, city, state))


def _resembles(facility: str) -> bool:
    """Whether the facility would be a center somewhere else."""
    return any(center_of(facility, center.city, center.state) for center in centers())


def _facilities(path: Path) -> Iterator[Facility]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for site in json.loads(line)["protocolSection"].get("contactsLocationsModule", {}).get("locations", ()):
                yield site.get("facility", ""), site.get("city", ""), site.get("state", "")


if __name__ == "__main__":
    main()
