"""Records from files, in every form they come in."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from trialfinder.ctgov.parse import nct_id_of
from trialfinder.ctgov.replay import read_source, read_texts
from trialfinder.domain.errors import UsageProblem


def nct(number: int) -> str:
    return f"NCT99{number:06d}"


def record(number: int) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": nct(number), "briefTitle": ""}}}


PAGE = '{"totalCount":2,"studies":[\n' + json.dumps(record(1)) + ",\n" + json.dumps(record(2)) + '\n],"nextPageToken":"x"}'
FILES = {
    "lines.ndjson": f"{json.dumps(record(1))}\n\n{json.dumps(record(2))}\n",
    "lines.jsonl": f"{json.dumps(record(1))}\n{json.dumps(record(2))}",
    "page.json": PAGE,
    "one-line-page.json": json.dumps({"studies": [record(1), record(2)]}),
    "pretty.json": json.dumps([record(1), record(2)], indent=2),
    "list.json": json.dumps([record(1), record(2)]),
    "bom.json": "\ufeff" + PAGE,
    "no-suffix": f"{json.dumps(record(1))}\n{json.dumps(record(2))}\n",
}


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_every_form_of_file_gives_the_same_studies(tmp_path: Path, name: str, zipped: bool) -> None:
    content = FILES[name].encode()
    path = tmp_path / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(content) if zipped else content)
    studies = list(read_source(path))
    assert [study.raw for study in studies] == [record(1), record(2)]
    assert [json.loads(study.text) for study in studies] == [record(1), record(2)]
    assert all("\n" not in study.text for study in studies)
    assert list(read_texts(path)) == [study.text for study in studies]


def test_a_pretty_printed_study_becomes_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record(1), indent=1))
    assert [study.text for study in read_source(tmp_path)] == [json.dumps(record(1), separators=(",", ":"))]


def test_a_folder_of_everything_gives_each_id_once(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    with zipfile.ZipFile(tmp_path / "ctg-studies.json.zip", "w") as archive:
        archive.writestr("03/NCT99000003.json", json.dumps(record(3)))
        archive.writestr("Contents.txt", "not a study")
    (tmp_path / ".hidden.json").write_text(json.dumps(record(4)))
    assert sorted(nct_id_of(study.raw) for study in read_source(tmp_path)) == [nct(1), nct(2), nct(3)]


def test_one_bad_line_is_one_unreadable_record(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b'{"broken\n' + json.dumps(record(1)).encode() + b'\n\xff\xfe\n[1]\n"text"\n')
    studies = list(read_source(path))
    assert [study.raw for study in studies] == [None, record(1), None, 1, "text"]
    assert studies[0].text == '{"broken'


@pytest.mark.parametrize("name", ["absent", "empty-folder", "cut.ndjson.gz", "cut.zip"])
def test_what_cannot_be_read_to_its_end_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "cut.ndjson.gz").write_bytes(gzip.compress(json.dumps(record(1)).encode() * 50)[:-12])
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04rubbish")
    with pytest.raises(UsageProblem) as caught:
        list(read_source(tmp_path / name))
    assert caught.value.hint


def test_an_empty_file_has_no_studies(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text("\n\n")
    assert list(read_source(tmp_path / "a.ndjson")) == []


def test_a_study_that_is_cut_in_its_line_is_unreadable_and_keeps_its_text(tmp_path: Path) -> None:
    whole, cut = json.dumps(record(1), separators=(",", ":")), json.dumps(record(2), separators=(",", ":"))[:-3]
    (tmp_path / "a.ndjson").write_text(f"{whole}\n{cut}\n{whole}\n")
    assert [(study.raw, study.text) for study in read_source(tmp_path)] == [(record(1), whole), (None, cut)]
    assert list(read_texts(tmp_path)) == [whole, cut, whole]
