"""The contract for programs."""

import json
from collections.abc import Callable

from trialfinder.domain.query import Hit, SearchResult
from trialfinder.render.json import document, hit_to_dict, jsonl

PROMISED = [
    *("nct_id", "title", "status", "group", "fit", "reasons", "stage_accepted", "stage_ruled_out", "stage_evidence"),
    *("cancers", "phases", "treatments", "conditions", "min_age_years", "max_age_years", "sex", "nearest_site"),
    *("open_sites", "last_update", "last_verified", "url", "data_as_of"),
]


def test_every_promised_key_is_there_in_order(hit: Hit) -> None:
    found = hit_to_dict(hit)
    assert list(found)[: len(PROMISED)] == PROMISED
    assert hit_to_dict(hit._replace(group=None, nearest_site=None))["nearest_site"] is None


def test_lines_read_as_they_did(result: SearchResult, golden: Callable[[str, str], None]) -> None:
    golden("hits.jsonl", "".join(jsonl(result.hits)))


def test_the_document_reads_as_it_did(result: SearchResult, golden: Callable[[str, str], None]) -> None:
    golden("document.json", document(result))


def test_hostile_text_survives_and_stays_escaped(hit: Hit) -> None:
    title = "\x1b[31m\x9b\u202e\ud800 \u2028 乳 \x00"
    (line,) = jsonl([hit._replace(title=title)])
    assert json.loads(line)["title"] == title
    assert line.count("\n") == 1
    assert not {"\x1b", "\x9b", "\u202e", "\ud800", "\u2028"} & set(line)
