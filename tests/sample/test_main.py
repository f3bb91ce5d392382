import gzip
import json
from pathlib import Path

import pytest

from trialfinder.sample.__main__ import main


@pytest.mark.parametrize("name", ["studies.ndjson", "studies.ndjson.gz"])
def test_studies_are_written_one_a_line(name: str, tmp_path: Path) -> None:
    out = tmp_path / name
    assert main(["--count", "5", "--out", str(out)]) == 0
    data = out.read_bytes()
    lines = (gzip.decompress(data) if name.endswith("gz") else data).splitlines()
    assert [json.loads(line)["hasResults"] for line in lines] == [False] * 5
