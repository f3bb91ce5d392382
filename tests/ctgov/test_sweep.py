"""What a listing says against what is known: keys that tell a changed record, and pages that survive a crash."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from trialfinder.ctgov.client import RegistryClient
from trialfinder.ctgov.fields import SWEEP_FIELDS, field_list
from trialfinder.ctgov.harvest import NeedsFullHarvest, harvest, update
from trialfinder.ctgov.query import StudyQuery
from trialfinder.ctgov.spool import PageSpool
from trialfinder.ctgov.sweep import Difference, digest, sweep_key, without_release
from trialfinder.ctgov.transport import Transport
from trialfinder.ctgov.wire import RawStudy
from trialfinder.domain.errors import RefreshRefused
from trialfinder.sample.projection import project, read_fields
from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import sample_studies

STUDIES = list(sample_studies(30))
RELEASE = datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC)
QUERIES = (StudyQuery("cancer in general", ("cancer", "neoplasm", "carcinoma")), StudyQuery("blood", ("leukemia",)))


def test_a_listed_record_has_the_key_of_the_whole_one() -> None:
    paths = read_fields(field_list(SWEEP_FIELDS))
    keys = {sweep_key(study) for study in STUDIES}
    assert keys == {sweep_key(json.loads(project(json.dumps(study), paths))) for study in STUDIES}
    assert len(keys) == len(STUDIES)


def altered(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    study: dict[str, Any] = json.loads(json.dumps(STUDIES[0]))
    change(study)
    return study


@pytest.mark.parametrize(
    "change",
    [
        lambda study: study["protocolSection"]["statusModule"].update(overallStatus="UNKNOWN"),
        lambda study: study["protocolSection"]["statusModule"].update(lastUpdatePostDateStruct={"date": "2026-11-25"}),
        lambda study: study["protocolSection"]["identificationModule"].update(nctIdAliases=["NCT99000777"]),
        lambda study: study["protocolSection"]["eligibilityModule"].update(eligibilityCriteria="other"),
        lambda study: study["derivedSection"].update(conditionBrowseModule={"meshes": [{"id": "D1", "term": "x"}]}),
        lambda study: study.update(hasResults=True),
    ],
)
def test_every_change_that_gives_another_copy_gives_another_key(change: Callable[[dict[str, Any]], object]) -> None:
    assert sweep_key(altered(change)) != sweep_key(STUDIES[0])


def test_another_release_alone_gives_no_other_key_and_no_other_text() -> None:
    other = altered(lambda study: study["derivedSection"]["miscInfoModule"].update(versionHolder="2027-01-01"))
    texts = [json.dumps(study, separators=(",", ":")) for study in (STUDIES[0], other)]
    assert texts[0] != texts[1]
    assert sweep_key(other) == sweep_key(STUDIES[0])
    assert digest(without_release(texts[0])) == digest(without_release(texts[1]))


@pytest.mark.parametrize("rest", ["", ',"removedCountries":["Utopia"]'])
def test_only_the_release_is_taken_out_and_never_words_that_look_like_it(rest: str) -> None:
    said = json.dumps({"title": '"miscInfoModule":{"versionHolder":"2026-11-20"}'}, separators=(",", ":"))[:-1]
    text = f'{said},"derivedSection":{{"miscInfoModule":{{"versionHolder":"2026-11-20"{rest}}},"more":1}}}}'
    left = json.loads(without_release(text))
    assert left["title"] == json.loads(text)["title"]
    assert "versionHolder" not in left["derivedSection"]["miscInfoModule"]
    assert left["derivedSection"]["more"] == 1


def test_a_difference_is_new_changed_and_gone() -> None:
    found = Difference.between({"a": "1", "b": "2", "c": "3"}, {"b": "2", "c": "other", "d": "4"})
    assert [*found.new, *found.changed, *found.gone] == ["a", "c", "d"]
    assert sorted(found.wanted) == ["a", "c"]


def test_records_without_an_id_need_a_full_harvest(tmp_path: Path) -> None:
    with SampleRegistry(STUDIES) as registry:
        transport = Transport(registry.base_url, pause=0)
        with RegistryClient(transport) as client, pytest.raises(NeedsFullHarvest):
            update(client, QUERIES, tmp_path, {}, nameless=1)


def test_answers_of_two_releases_are_asked_for_again_and_then_believed(tmp_path: Path) -> None:
    other = altered(lambda study: study["derivedSection"]["miscInfoModule"].update(versionHolder="2027-01-01"))
    with SampleRegistry([other, *STUDIES[1:]]) as registry:
        transport = Transport(registry.base_url, pause=0)
        with RegistryClient(transport) as client:
            found = harvest(client, QUERIES, tmp_path)
    assert any("new release meanwhile" in event for event in found.report.events)
    assert len(list(found)) == found.report.trials > 0


def pages(folder: Path, release: datetime | None = RELEASE, asked: str = "this") -> PageSpool:
    spool = PageSpool(folder)
    assert not spool.begin(release, asked)
    for study in STUDIES[:2]:
        spool.write([RawStudy(study, json.dumps(study))])
    return spool


def test_pages_of_the_same_release_and_questions_are_gone_on_with(tmp_path: Path) -> None:
    pages(tmp_path)
    (tmp_path / "page-00003.ndjson.gz.part").write_bytes(b"half")
    again = PageSpool(tmp_path)
    assert again.begin(RELEASE, "this")
    assert len(list(again)) == 2
    again.write([RawStudy(STUDIES[2], json.dumps(STUDIES[2]))])
    assert [path.name for path in sorted(tmp_path.glob("page-*"))] == [f"page-0000{n}.ndjson.gz" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("release", "asked"), [(datetime(2026, 11, 23, tzinfo=UTC), "this"), (RELEASE, "something else"), (None, "this")]
)
def test_pages_of_another_release_or_question_are_removed(tmp_path: Path, release: datetime | None, asked: str) -> None:
    pages(tmp_path)
    assert not PageSpool(tmp_path).begin(release, asked)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"no gzip", gzip.compress(b"x" * 5000, mtime=0)[:-9]])
def test_a_damaged_page_costs_all_of_them(tmp_path: Path, damage: bytes) -> None:
    pages(tmp_path)
    (tmp_path / "page-00002.ndjson.gz").write_bytes(damage)
    if damage:
        assert not PageSpool(tmp_path).begin(RELEASE, "this")
        assert list(tmp_path.iterdir()) == []
    else:  # an empty file is an empty page to gzip: its studies are simply asked for again
        assert PageSpool(tmp_path).begin(RELEASE, "this")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefreshRefused):
        PageSpool(tmp_path / "file").begin(RELEASE, "this")
