"""The made-up registry one night later: changes of every kind, each in trials of its own, and which they are."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date, timedelta
from functools import partial
from typing import Any

from trialfinder.sample.studies import SAMPLE_DAY

__all__ = ["one_night_later"]

Study = dict[str, Any]

_NEW_SITE = {
    "facility": "SAMPLE Newly Opened Clinic", "status": "RECRUITING", "city": "Boston", "state": "Massachusetts", "zip": "02115",
    "country": "United States", "geoPoint": {"lat": 42.35843, "lon": -71.05977},
}  # fmt: skip
_STAGE_FOUR = "Inclusion Criteria:\n\n* Stage IV breast cancer\n\nExclusion Criteria:\n\n* Unable to keep a diary"


def one_night_later(studies: Iterable[Study], day: date = SAMPLE_DAY) -> tuple[list[Study], dict[str, set[str]]]:
    """The next release, of the day after ``day``, and the ids to be told by kind of change. Raises ValueError when the sample is
    too small to hold every change.
    """
    night = _Night(studies, day + timedelta(days=1))
    night.statuses()
    night.sites()
    night.words()
    night.comings_and_goings()
    night.silence()
    return night.studies, night.truth


class _Night:
    def __init__(self, studies: Iterable[Study], day: date) -> None:
        self.studies = deepcopy(list(studies))
        self.day = day.isoformat()
        self.truth: dict[str, set[str]] = {}
        self._taken: set[str] = set()
        for study in self.studies:
            study["derivedSection"]["miscInfoModule"]["versionHolder"] = self.day

    def statuses(self) -> None:
        for kind, before, after in (
            ("opened", "NOT_YET_RECRUITING", "RECRUITING"),
            ("closed", "RECRUITING", "COMPLETED"),
            ("closed", "RECRUITING", "SUSPENDED"),
            ("closed", "NOT_YET_RECRUITING", "WITHDRAWN"),
            ("closed", "RECRUITING", "UNKNOWN"),
        ):
            study = self._take(partial(_has, before), kind)
            module = study["protocolSection"]["statusModule"]
            module["overallStatus"] = after
            if after in ("SUSPENDED", "WITHDRAWN"):
                module["whyStopped"] = "SAMPLE: the medicine ran out"
            if after == "UNKNOWN":  # the registry's own doing: no new date
                module["lastKnownStatus"] = before
                continue
            for site in _sites(study):
                site.pop("status", None)
                if after == "RECRUITING":
                    site["status"] = after
            self._update(study)

    def sites(self) -> None:
        added = self._take(partial(_has, "RECRUITING"), "site_opened")
        _sites(added).append(dict(_NEW_SITE))
        opened = self._take(lambda one: _only_site(one, "NOT_YET_RECRUITING") is not None, "site_opened")
        (_only_site(opened, "NOT_YET_RECRUITING") or {})["status"] = "RECRUITING"
        closed = self._take(lambda one: _only_site(one, "RECRUITING") is not None, "site_closed")
        (_only_site(closed, "RECRUITING") or {})["status"] = "COMPLETED"
        listed = self._take(partial(_has, "ACTIVE_NOT_RECRUITING"), "site_added")
        _sites(listed).append({key: value for key, value in _NEW_SITE.items() if key != "status"})
        removed = self._take(lambda one: _status(one) not in _OPEN and len(_sites(one)) > 1, "site_removed")
        _sites(removed).pop()
        for study in (added, opened, closed, listed, removed):
            self._update(study)

    def words(self) -> None:
        called = self._take(lambda one: _status(one) == "RECRUITING" and bool(_central(one)), "contact_changed")
        _central(called)[0]["phone"] = "555-0199"
        edited = self._take(lambda one: bool(_criteria(one)), "criteria_changed")
        _eligibility(edited)["eligibilityCriteria"] += "\n* Unable to keep a diary"
        older = self._take(lambda one: _eligibility(one).get("maximumAge") == "75 Years", "criteria_changed")
        _eligibility(older)["maximumAge"] = "80 Years"
        staged = self._take(_is_plain_breast_cancer, "criteria_changed", "stage_changed")
        _eligibility(staged)["eligibilityCriteria"] = _STAGE_FOUR
        results = self._take(lambda one: _status(one) == "COMPLETED", "results_posted")
        results["hasResults"] = True
        for study in (called, edited, older, staged, results):
            self._update(study)

    def comings_and_goings(self) -> None:
        deleted = self._take(lambda one: _status(one) == "RECRUITING", "gone")
        merged = self._take(lambda one: _status(one) == "RECRUITING", "gone")
        kept = self._take(lambda one: _status(one) == "RECRUITING")
        kept["protocolSection"]["identificationModule"]["nctIdAliases"] = [_id(merged)]
        new = deepcopy(self._take(lambda one: _status(one) == "RECRUITING"))
        new["protocolSection"]["identificationModule"]["nctId"] = f"NCT{max(int(_id(one)[3:]) for one in self.studies) + 1}"
        new["protocolSection"]["statusModule"]["studyFirstPostDateStruct"] = {"date": self.day, "type": "ACTUAL"}
        self._update(new)
        self.truth["new"] = {_id(new)}
        self.studies = [one for one in self.studies if _id(one) not in (_id(deleted), _id(merged))] + [new]

    def silence(self) -> None:
        """Changes nobody needs to hear of: a date, renewed markup."""
        self._update(self._take(lambda one: _status(one) == "RECRUITING"))
        renewed = self._take(lambda one: "\n* " in _criteria(one))
        _eligibility(renewed)["eligibilityCriteria"] = _criteria(renewed).replace("\n* ", "\n\n  - ").replace("\\", "")

    def _take(self, fits: Callable[[Study], bool], *kinds: str) -> Study:
        for study in self.studies:
            if _id(study) not in self._taken and "eligibilityModule" in study["protocolSection"] and fits(study):
                self._taken.add(_id(study))
                for kind in kinds:
                    self.truth.setdefault(kind, set()).add(_id(study))
                return study
        raise ValueError(f"the sample holds no trial for {' and '.join(kinds) or 'a silent change'}")

    def _update(self, study: Study) -> None:
        module = study["protocolSection"]["statusModule"]
        module["statusVerifiedDate"] = self.day[:7]
        module["lastUpdatePostDateStruct"] = {"date": self.day, "type": "ACTUAL"}


_OPEN = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")


def _id(study: Study) -> str:
    return str(study["protocolSection"]["identificationModule"]["nctId"])


def _status(study: Study) -> str:
    return str(study["protocolSection"]["statusModule"]["overallStatus"])


def _has(status: str, study: Study) -> bool:
    return _status(study) == status and len(_sites(study)) > 0


def _sites(study: Study) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = study["protocolSection"].get("contactsLocationsModule", {}).get("locations", [])
    return found


def _only_site(study: Study, status: str) -> dict[str, Any] | None:
    """A site of a recruiting trial with this status, the only one of its name and city."""
    if _status(study) != "RECRUITING":
        return None
    spots = [(site.get("facility"), site["city"]) for site in _sites(study)]
    return next(
        (
            site
            for site, spot in zip(_sites(study), spots, strict=True)
            if site.get("status") == status and spots.count(spot) == 1
        ),
        None,
    )


def _central(study: Study) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = study["protocolSection"].get("contactsLocationsModule", {}).get("centralContacts", [])
    return found


def _eligibility(study: Study) -> dict[str, Any]:
    found: dict[str, Any] = study["protocolSection"].get("eligibilityModule", {})
    return found


def _criteria(study: Study) -> str:
    return str(_eligibility(study).get("eligibilityCriteria", ""))


def _is_plain_breast_cancer(study: Study) -> bool:
    """About breast cancer by its title, which does not speak of stage IV."""
    title: str = study["protocolSection"]["identificationModule"]["briefTitle"]
    return title.endswith(("People With Breast Cancer", "Treatment of Breast Cancer"))
