"""The parser against what a registry could send."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialfinder.ctgov.parse import nct_id_of, parse_study
from trialfinder.ctgov.wire import as_text
from trialfinder.domain.trial import GeoPoint, ParseProblem, Trial

ID = "NCT99000001"


def study(**protocol: Any) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": ID}, **protocol}}


def read(**protocol: Any) -> Trial:
    trial = parse_study(study(**protocol))
    assert isinstance(trial, Trial)
    return trial


def test_a_record_with_only_an_id_is_a_trial() -> None:
    assert read() == Trial(ID)


def test_a_withheld_record_is_a_trial() -> None:
    trial = read(statusModule={"overallStatus": "WITHHELD"}, sponsorCollaboratorsModule={"leadSponsor": {"name": "[Redacted]"}})
    assert (trial.overall_status, trial.sponsor) == ("WITHHELD", "[Redacted]")


@pytest.mark.parametrize(
    ("age", "years"),
    [
        ("18 Years", 18.0),
        ("1 Year", 1.0),
        ("6 Months", 0.5),
        ("3 Weeks", 21 / 365.25),
        ("30 Days", 30 / 365.25),
        ("12 hours", 12 / 8766),
        ("45 Minutes", 45 / 525960),
        (" 18 YEARS ", 18.0),
        ("N/A", None),
        ("eighteen years", None),
        ("18", None),
        ("", None),
        ([], None),
        (None, None),
    ],
)
def test_ages_are_read_in_every_unit(age: object, years: float | None) -> None:
    assert read(eligibilityModule={"minimumAge": age}).min_age_years == (pytest.approx(years) if years is not None else None)


@pytest.mark.parametrize(
    ("text", "first_day", "precision"),
    [("2026-03-14", "2026-03-14", "day"), ("2026-03", "2026-03-01", "month"), ("2026", "2026-01-01", "year")],
)
def test_partial_dates_keep_their_text_and_first_day(text: str, first_day: str, precision: str) -> None:
    start = read(statusModule={"startDateStruct": {"date": text, "type": "ACTUAL"}}).start
    assert start is not None
    assert (start.text, start.first_day.isoformat(), start.precision) == (text, first_day, precision)


@pytest.mark.parametrize("value", ["2026-02-30", "0000-01", "soon", "", 20260301, {"date": 3}, {"date": None}, [], "2026-3-1"])
def test_a_date_that_is_none_is_left_out(value: object) -> None:
    assert read(statusModule={"startDateStruct": value, "statusVerifiedDate": value}).start is None


def test_a_phone_extension_is_folded_into_the_phone() -> None:
    person = {"name": "A. Person", "role": "CONTACT", "phone": "555-0100", "phoneExt": "12", "email": "a@example.org"}
    contact = read(contactsLocationsModule={"centralContacts": [person]}).central_contacts[0]
    assert (contact.phone, contact.email) == ("555-0100 ext. 12", "a@example.org")


@pytest.mark.parametrize(
    ("geo", "point"),
    [
        ({"lat": 42.36, "lon": -71.06}, GeoPoint(42.36, -71.06)),
        ({"lat": 42, "lon": 0}, GeoPoint(42.0, 0.0)),
        ({"lat": 420, "lon": 0}, None),
        ({"lat": "42", "lon": 0}, None),
        ({"lat": True, "lon": 0}, None),
        ({"lat": float("nan"), "lon": 0}, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_site_has_coordinates_only_where_they_are_on_the_globe(geo: object, point: GeoPoint | None) -> None:
    assert read(contactsLocationsModule={"locations": [{"city": "Springfield", "geoPoint": geo}]}).sites[0].point == point


def test_control_characters_never_reach_a_terminal_but_lines_stay() -> None:
    trial = read(
        eligibilityModule={"eligibilityCriteria": "Inclusion:\r\n* \x1b[31mred\x00\x9b\ttab \\>= 18 \ud800"},
        conditionsModule={"conditions": ["Lung\x07 Cancer", "", 7]},
    )
    assert trial.criteria == "Inclusion:\n* [31mred\ttab \\>= 18 \ufffd"
    assert trial.conditions == ("Lung Cancer",)


@pytest.mark.parametrize(
    ("registry", "shown"),
    [
        ("H\u00f4pital de l&#39;\u00cele", "H\u00f4pital de l'\u00cele"),
        ("Jena &amp; Gera", "Jena & Gera"),
        ("age &lt; 18", "age < 18"),
        ("R&D; AT&T, a?b=1&copy=2", "R&D; AT&T, a?b=1&copy=2"),
        ("&#27;[31m&#x202a;", "[31m\u202a"),
    ],
)
def test_a_character_written_in_html_is_the_character(registry: str, shown: str) -> None:
    site = {"facility": registry, "city": "Gera"}
    assert read(contactsLocationsModule={"locations": [site]}).sites[0].facility == shown


def test_unknown_words_of_the_registry_are_kept() -> None:
    trial = read(statusModule={"overallStatus": "PAUSED_FOR_TEA"}, designModule={"phases": ["PHASE9"], "studyType": "NEW"})
    assert (trial.overall_status, trial.phases, trial.study_type) == ("PAUSED_FOR_TEA", ("PHASE9",), "NEW")


def test_no_phase_and_phase_not_applicable_are_different_facts() -> None:
    assert read(designModule={}).phases == ()
    assert read(designModule={"phases": ["NA"]}).phases == ("NA",)


@pytest.mark.parametrize(("count", "kept"), [(40, 40), (99999999, 99999999), (10**12, None), (-1, None), ("4", None)])
def test_an_absurd_enrollment_is_left_out(count: object, kept: int | None) -> None:
    assert read(designModule={"enrollmentInfo": {"count": count}}).enrollment == kept


def test_everything_a_search_shows_is_read() -> None:
    raw = study(
        statusModule={"expandedAccessInfo": {"hasExpandedAccess": True}, "whyStopped": "slow accrual"},
        sponsorCollaboratorsModule={"leadSponsor": {"name": "A Clinic", "class": "OTHER"}, "collaborators": [{"name": "B"}, {}]},
        designModule={"designInfo": {"primaryPurpose": "TREATMENT", "maskingInfo": {"masking": "NONE"}}},
        armsInterventionsModule={
            "armGroups": [{"label": "A", "type": "EXPERIMENTAL", "interventionNames": ["Drug: X"]}],
            "interventions": [{"type": "DRUG", "name": "X", "otherNames": ["x-1"], "armGroupLabels": ["A"]}],
        },
        contactsLocationsModule={
            "locations": [{"facility": "F", "status": "RECRUITING", "country": "Italy ", "contacts": [{"name": "N"}, {}]}],
            "overallOfficials": [{"name": "O", "role": "STUDY_CHAIR"}],
        },
    )
    raw["protocolSection"]["identificationModule"]["nctIdAliases"] = ["nct99000002", "junk"]
    raw["derivedSection"] = {
        "conditionBrowseModule": {
            "meshes": [{"id": "D001943", "term": "Breast Neoplasms"}, {}],
            "ancestors": [{"term": "Neoplasms"}],
        },
        "miscInfoModule": {"versionHolder": "2026-11-20"},
    }
    raw["hasResults"] = True
    trial = parse_study(raw)
    assert isinstance(trial, Trial)
    assert trial.aliases == ("NCT99000002",)
    assert (trial.expanded_access, trial.why_stopped, trial.collaborators) == (True, "slow accrual", ("B",))
    assert (trial.arms[0].intervention_names, trial.interventions[0].other_names) == (("Drug: X",), ("x-1",))
    assert (trial.sites[0].country, len(trial.sites[0].contacts), trial.officials[0].name) == ("Italy", 1, "O")
    assert ([term.term for term in trial.mesh], trial.version_holder, trial.has_results) == (
        ["Breast Neoplasms"],
        "2026-11-20",
        True,
    )


@pytest.mark.parametrize(
    ("raw", "text", "reason", "nct_id"),
    [
        (None, '{"protocolSection":{"identificationModule":{"nctId":"NCT99000001","orgS', "not JSON", ID),
        (None, "", "not JSON", ""),
        ([1], "[1]", "a JSON list where a study was expected", ""),
        ({}, "{}", "no NCT id", ""),
        ({"nctId": ID}, "", "no NCT id", ID),
        (study(identificationModule={"nctId": "NCT123"}), "", "not a valid NCT id: NCT123", ""),
        (study(identificationModule={"nctId": "NCT٩٩٠٠٠٠٠١"}), "", "not a valid NCT id: NCT٩٩٠٠٠٠٠١", ""),
    ],
)
def test_a_record_without_a_valid_id_is_a_problem_that_says_why(raw: object, text: str, reason: str, nct_id: str) -> None:
    problem = parse_study(raw, raw_text=text)
    assert isinstance(problem, ParseProblem)
    assert (problem.reason, problem.nct_id) == (reason, nct_id)
    assert problem.raw == text or not text


def test_an_id_in_small_letters_is_the_same_id() -> None:
    assert nct_id_of(study(identificationModule={"nctId": " nct99000001 "})) == ID


def test_a_defect_costs_one_record_and_keeps_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialfinder.ctgov.parse._trial", lambda raw: 1 / 0)
    problem = parse_study(study(), raw_text="{}")
    assert isinstance(problem, ParseProblem)
    assert (problem.nct_id, "ZeroDivisionError" in problem.reason) == (ID, True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["18 Years", "2026-02", ID]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "briefTitle",
    "overallStatus",
    "startDateStruct",
    "leadSponsor",
    "collaborators",
    "conditions",
    "phases",
    "designInfo",
    "enrollmentInfo",
    "armGroups",
    "interventions",
    "eligibilityCriteria",
    "minimumAge",
    "healthyVolunteers",
    "locations",
    "centralContacts",
    "nctIdAliases",
    "date",
    "name",
    "contacts",
    "geoPoint",
    "lat",
    "lon",
    "phone",
    "phoneExt",
    "meshes",
    "term",
    "id",
    "count",
]
LEAVES = st.dictionaries(
    st.sampled_from(KEYS),
    JSON,
    max_size=4,
)
MODULES = st.dictionaries(
    st.sampled_from(
        [
            "statusModule",
            "designModule",
            "conditionsModule",
            "eligibilityModule",
            "contactsLocationsModule",
            "armsInterventionsModule",
        ]
    ),
    LEAVES | JSON | st.dictionaries(st.sampled_from(["locations", "armGroups", "conditions"]), st.lists(LEAVES, max_size=2)),
)


@given(JSON)
def test_no_json_crashes_the_parser(raw: object) -> None:
    assert isinstance(parse_study(raw), Trial | ParseProblem)


@given(MODULES, JSON, LEAVES)
def test_no_json_around_it_loses_the_id(modules: dict[str, object], derived: object, identification: dict[str, object]) -> None:
    raw = {"protocolSection": {**modules, "identificationModule": {**identification, "nctId": ID}}, "derivedSection": derived}
    trial = parse_study(raw)
    assert isinstance(trial, Trial)
    assert trial.nct_id == ID
    assert not set(trial.brief_title + trial.criteria) & set(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))
    assert isinstance(parse_study(json.loads(as_text(raw))), Trial)
