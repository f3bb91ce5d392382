"""The same question asked in two other ways a script writer would choose; loads nothing of the program.

index RECORDS DATABASE   put a file of records into SQLite: a full-text index (FTS5) over what names the disease, indexed sites
sqlite DATABASE          breast cancer or solid tumors, metastatic, open, a site within 100 miles of Boston, nearest first
warm DATABASE            milliseconds of the same once the process runs
scan RECORDS             the same by decoding every line of the file
"""

import gzip
import json
import math
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BOSTON = (42.358, -71.06)
MILES = 100.0
OPEN = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")
ROWS = 10


def studies(records: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(records, "rb") if records.suffix == ".gz" else records.open("rb") as lines:
        for line in lines:
            yield json.loads(line)["protocolSection"]


def words(study: dict[str, Any]) -> str:
    named, about = study["identificationModule"], study.get("conditionsModule", {})
    titles = (named.get("briefTitle", ""), named.get("officialTitle", ""))
    return " | ".join([*titles, *about.get("conditions", ()), *about.get("keywords", ())])


def sites(study: dict[str, Any]) -> list[dict[str, Any]]:
    return list(study.get("contactsLocationsModule", {}).get("locations", ()))


def miles(lat: float, lon: float) -> float:
    here, there = math.radians(BOSTON[0]), math.radians(lat)
    turn = math.radians(lon - BOSTON[1])
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
    return 2 * 3958.8 * math.asin(min(1.0, math.sqrt(half)))


def index(records: Path, database: Path) -> None:
    database.unlink(missing_ok=True)
    con = sqlite3.connect(database)
    con.executescript(
        "CREATE TABLE trials (id INTEGER PRIMARY KEY, nct_id TEXT, title TEXT, status TEXT, criteria TEXT);"
        "CREATE TABLE sites (trial INTEGER, facility TEXT, city TEXT, status TEXT, lat REAL, lon REAL);"
        "CREATE VIRTUAL TABLE words USING fts5(text, content='');"
    )
    for number, study in enumerate(studies(records)):
        named = study["identificationModule"]
        criteria = study.get("eligibilityModule", {}).get("eligibilityCriteria", "")
        status = study.get("statusModule", {}).get("overallStatus", "")
        con.execute("INSERT INTO trials VALUES (?,?,?,?,?)", (number, named["nctId"], named.get("briefTitle"), status, criteria))
        con.execute("INSERT INTO words (rowid, text) VALUES (?,?)", (number, words(study)))
        con.executemany(
            "INSERT INTO sites VALUES (?,?,?,?,?,?)",
            [
                (number, site.get("facility"), site.get("city"), site.get("status"), point.get("lat"), point.get("lon"))
                for site in sites(study)
                for point in [site.get("geoPoint") or {}]
            ],
        )
    con.executescript("CREATE INDEX by_trial ON sites (trial); CREATE INDEX by_place ON sites (lat, lon); ANALYZE;")
    con.commit()
    con.close()


def sqlite(database: Path) -> list[tuple[Any, ...]]:
    """The first rows of each group, and how many trials each filter kept: what the program's answer says as well."""
    con = sqlite3.connect(database)
    con.create_function("miles", 2, miles, deterministic=True)
    con.executescript(
        f"""
        CREATE TEMP TABLE matched AS
        SELECT id, min(grp) AS grp FROM (
            SELECT rowid AS id, 'about' AS grp FROM words WHERE text MATCH 'breast AND (cancer OR carcinoma OR neoplasms OR tumor)'
            UNION ALL
            SELECT rowid, 'umbrella' FROM words WHERE text MATCH '"solid tumor" OR "solid tumors" OR "solid neoplasm" OR "advanced cancer"'
        ) GROUP BY id;
        CREATE TEMP TABLE candidates AS
        SELECT t.id, t.nct_id, t.title, m.grp, t.status IN {OPEN} AS is_open, r.far,
            lower(t.criteria) LIKE '%metasta%' OR lower(t.criteria) LIKE '%stage iv%' OR lower(t.criteria) LIKE '%advanced%' AS fits
        FROM matched m JOIN trials t ON t.id = m.id LEFT JOIN (
            SELECT trial, min(miles(lat, lon)) AS far FROM sites
            WHERE lat BETWEEN 40.9 AND 43.9 AND lon BETWEEN -73.1 AND -69.0 AND status IN ('RECRUITING', 'NOT_YET_RECRUITING')
            GROUP BY trial HAVING far <= {MILES}
        ) r ON r.trial = t.id;
        """
    )
    counts = con.execute(
        "SELECT grp, fits, is_open, far IS NULL, count(*) FROM candidates GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    rows = list(counts)
    for group in ("about", "umbrella"):
        rows += con.execute(
            "SELECT c.nct_id, c.title, min(miles(s.lat, s.lon)), s.facility, s.city FROM candidates c JOIN sites s ON s.trial = c.id "
            "WHERE c.grp = ? AND c.is_open AND c.far IS NOT NULL AND s.lat IS NOT NULL GROUP BY c.id "
            "ORDER BY c.fits DESC, c.far, c.nct_id LIMIT ?",
            (group, ROWS),
        )
    return rows


def scan(records: Path) -> list[tuple[Any, ...]]:
    """The same by looking at every record."""
    counts: Counter[tuple[str, bool, bool, bool]] = Counter()
    found: dict[str, list[tuple[Any, ...]]] = {"about": [], "umbrella": []}
    for study in studies(records):
        text = words(study).lower()
        group = (
            "about"
            if "breast" in text
            else "umbrella"
            if any(name in text for name in ("solid tumor", "solid neoplasm", "advanced cancer"))
            else ""
        )
        if not group:
            continue
        criteria = study.get("eligibilityModule", {}).get("eligibilityCriteria", "").lower()
        fits = any(word in criteria for word in ("metasta", "stage iv", "advanced"))
        is_open = study.get("statusModule", {}).get("overallStatus") in OPEN
        points = [site["geoPoint"] for site in sites(study) if site.get("status") == "RECRUITING" and "geoPoint" in site]
        nearest = min((miles(point["lat"], point["lon"]) for point in points), default=math.inf)
        counts[group, fits, is_open, nearest > MILES] += 1
        if is_open and nearest <= MILES:
            named = study["identificationModule"]
            found[group].append((not fits, nearest, named["nctId"], named.get("briefTitle")))
    return [(*key, number) for key, number in sorted(counts.items())] + [
        row for rows in found.values() for row in sorted(rows)[:ROWS]
    ]


def warm(database: Path) -> float:
    """The fastest of some runs, in milliseconds."""
    spent = []
    for _ in range(9):
        started = time.perf_counter()
        sqlite(database)
        spent.append(time.perf_counter() - started)
    return 1000 * min(spent)


if __name__ == "__main__":
    if sys.argv[1] == "index":
        index(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1] == "warm":
        print(warm(Path(sys.argv[2])))
    else:
        for row in sqlite(Path(sys.argv[2])) if sys.argv[1] == "sqlite" else scan(Path(sys.argv[2])):
            print(*row, sep="\t")
