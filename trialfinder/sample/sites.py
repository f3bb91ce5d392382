"""Where made-up trials run and whom to call. Numbers and addresses are of the kind set aside for fiction."""

from random import Random
from typing import Any

from trialfinder.sample.tables import Row, draw, draw_some, pick, rows
from trialfinder.sample.wordings import FACILITIES

__all__ = ["places"]

_SITE_STATUSES = {"RECRUITING": 68, "NOT_YET_RECRUITING": 12, "SUSPENDED": 4, "WITHDRAWN": 3, "COMPLETED": 3, "": 10}
_HOW_MANY = {"1": 30, "2": 15, "4": 15, "8": 14, "12": 10, "20": 8, "30": 5, "50": 3}
_PHONES = ("555-01{:02d}", "(555) 555-01{:02d}", "555.555.01{:02d}", "+1 555 555 01{:02d}")


def places(rng: Random, number: int, status: str) -> dict[str, Any]:
    """Sites, central contacts and officials; each city is the first of some trial."""
    cities = rows("cities")
    home = cities[number // 3 % len(cities)] if number % 3 == 0 else draw(rng, cities)
    others = tuple(city for city in cities if city is not home)
    chosen = [home, *draw_some(rng, others, int(pick(rng, _HOW_MANY)) - 1)]
    module: dict[str, Any] = {}
    if rng.random() < 0.8:
        module["centralContacts"] = [_contact(rng, "SAMPLE Study Office")]
    if rng.random() < 0.5:
        module["overallOfficials"] = [
            {"name": "SAMPLE Investigator, MD", "affiliation": "SAMPLE Research Group", "role": "PRINCIPAL_INVESTIGATOR"}
        ]
    return module | {"locations": [_site(rng, city, status) for city in chosen]}


def _contact(rng: Random, name: str) -> dict[str, str]:
    contact = {"name": name, "role": "CONTACT"}
    if rng.random() < 0.9:
        contact["phone"] = rng.choice(_PHONES).format(rng.randrange(100))
        if rng.random() < 0.15:
            contact["phoneExt"] = str(rng.randrange(10, 9999))
    if rng.random() < 0.85 or "phone" not in contact:
        contact["email"] = f"trial{rng.randrange(1, 1000)}@example.org"
    return contact


def _site(rng: Random, city: Row, status: str) -> dict[str, Any]:
    site: dict[str, Any] = {} if rng.random() < 0.01 else {"facility": rng.choice(FACILITIES)}
    own = pick(rng, _SITE_STATUSES) if status == "RECRUITING" else "AVAILABLE" if status == "AVAILABLE" else ""
    if own:
        site["status"] = own
    site |= {key: city[key] for key in ("city", "state", "zip", "country") if city[key]}
    if rng.random() < 0.1:
        site.pop("zip", None)
    people = [_contact(rng, "SAMPLE Trial Nurse")] if own == "RECRUITING" and rng.random() < 0.85 else []
    if own and rng.random() < 0.4:
        people.append({"name": "SAMPLE Doctor, MD", "role": "PRINCIPAL_INVESTIGATOR"})
    if people:
        site["contacts"] = people
    if rng.random() > 0.03:
        site["geoPoint"] = {"lat": float(city["lat"]), "lon": float(city["lon"])}
    return site
