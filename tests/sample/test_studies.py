import json
from itertools import islice

from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.trial import ParseProblem, Trial
from trialfinder.sample.studies import sample_studies

STUDIES = list(sample_studies())
ODDITIES = """WITHHELD|EXPANDED_ACCESS|AVAILABLE|PAUSED_FOR_REVIEW|PHASE5|phoneExt|nctIdAliases|OBSERVATIONAL|DCIS|Inoperable|FIGO
ACTIVE_COMPARATOR|PLACEBO_COMPARATOR|Distant metastases on any scan""".replace("\n", "|").split("|")


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert json.dumps(STUDIES) == json.dumps(list(sample_studies()))
    assert list(sample_studies(seed=1)) != STUDIES


def test_every_record_says_that_it_is_made_up() -> None:
    for study in STUDIES:
        protocol = study["protocolSection"]
        assert protocol["identificationModule"]["nctId"].startswith("NCT99")
        assert protocol["identificationModule"]["briefTitle"].startswith("SAMPLE")
        if protocol["statusModule"]["overallStatus"] != "WITHHELD":  # a withheld record has no summary
            assert "SAMPLE, not a real trial" in protocol["descriptionModule"]["briefSummary"]


def test_every_record_parses() -> None:
    trials = [parse_study(study) for study in STUDIES]
    assert not [one for one in trials if isinstance(one, ParseProblem)]
    assert len({one.nct_id for one in trials}) == 300


def test_what_is_odd_in_a_registry_is_there() -> None:
    text = json.dumps(STUDIES)
    for word in ODDITIES:
        assert word in text, word
    assert "{" not in "".join(
        one["protocolSection"].get("eligibilityModule", {}).get("eligibilityCriteria", "") for one in STUDIES
    )


def test_treatments_belong_to_the_cancer() -> None:
    titles = [one["protocolSection"]["identificationModule"]["briefTitle"] for one in STUDIES]
    assert all("Breast" in title for title in titles if "Letrozole" in title)
    assert all("Glioma" in title for title in titles if "Temozolomide" in title)


def test_cancers_and_cities_are_many() -> None:
    trials = [one for one in map(parse_study, STUDIES) if isinstance(one, Trial)]
    assert len({mesh.id for one in trials for mesh in one.mesh}) >= 25
    assert len({(site.city, site.state) for one in trials for site in one.sites if site.point}) >= 40
    assert len({site.country for one in trials for site in one.sites}) >= 8


def test_a_scaled_sample_has_records_of_a_real_size() -> None:
    sizes = [len(json.dumps(study)) for study in islice(sample_studies(25_000), 500)]
    assert 14_000 < sum(sizes) / len(sizes) < 22_000
