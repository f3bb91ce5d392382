"""The state of the copy, and how words are understood."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from trialfinder.domain.query import SearchResult
from trialfinder.domain.status import CacheStatus, RunRecord
from trialfinder.domain.terms import TermNode, TermView
from trialfinder.render.status import render_status, status_json
from trialfinder.render.terms import render_terms, render_tree


def state(result: SearchResult) -> CacheStatus:
    return CacheStatus(
        facts=result.facts,
        folder="/somewhere/cache",
        snapshot="trials-1.duckdb",
        snapshot_bytes=250_000_000,
        program_version="0.1.0",
        schema_version=1,
        duckdb_version="2.0.0",
        rules_version="abc",
        source="https://registry.example/api/v2",
        queries=({"query.cond": "cancer"},),
        tables={"trials": 25_123, "sites": 300_000, "problems": 7},
        statuses={"RECRUITING": 20_000, "AVAILABLE": 123},
        problems=tuple((f"NCT9900000{number}", "no title") for number in range(6)),
        requests=26,
        bytes=120_000_000,
        duration_s=310.0,
        age_hours=89.5,
        mode="sweep",
        harvested_at=datetime(2026, 11, 14, 3, 15, tzinfo=UTC),
        next_full=datetime(2026, 11, 28, 3, 15, tzinfo=UTC),
        checked_at=datetime(2026, 11, 22, 3, 16),  # noqa: DTZ001 - as the facts of these tests
        kept=("trials-0.duckdb",),
        last_run=FAILED,
    )


FAILED = RunRecord(
    started="2026-11-24T03:15:00+00:00",
    finished="2026-11-24T03:19:10+00:00",
    mode="sweep",
    exit_code=4,
    sentence="The registry is busy or in trouble (HTTP 503). Gave up at registry.example after several attempts.",
    requests=9,
    bytes=1_200,
    duration_s=250.0,
)


def test_the_state_looks_as_it_did(result: SearchResult, golden: Callable[[str, str], None]) -> None:
    golden("status_80.txt", render_status(state(result), 80))


def test_a_copy_taken_back_into_use_says_so_and_what_the_last_run_found(result: SearchResult) -> None:
    worked = replace(FAILED, exit_code=0, trials=25_123, added=1, changed=1_204, gone=3, sentence="Published 25,123 trials.")
    rolled = replace(state(result), rolled_back="2026-11-24 08:00 UTC from trials-2.duckdb", last_run=worked, next_full=None)
    text = render_status(rolled, 110)
    assert "2026-11-24 08:00 UTC from trials-2.duckdb; the next refresh goes on from" in text
    assert "1 new, 1,204 changed, 3 gone" in text
    assert "with the next refresh" in text


def test_an_unknown_state_is_told_too(result: SearchResult) -> None:
    facts = result.facts._replace(registry_timestamp=None, refreshed_at=None, sample=True)
    text = render_status(CacheStatus(facts, "/c", "s"), 80)
    assert "date unknown" in text
    assert "SAMPLE" in text
    assert "none" in text


def test_a_monitor_reads_json(result: SearchResult) -> None:
    found = json.loads(status_json(state(result)))
    assert found["age_hours"] == 89.5
    assert found["data_as_of"] == found["registry_timestamp"][:10], "a date, as in every other answer"
    assert found["problems"] == 7
    assert found["next_full"] == "2026-11-28T03:15:00+00:00"
    assert found["last_run"]["exit_code"] == 4
    assert len(found["problem_examples"]) == 5


def test_a_term_and_the_tree(golden: Callable[[str, str], None]) -> None:
    view = TermView(
        name="stomach cancer",
        medical="gastric carcinoma",
        synonyms=("gastric cancer", "cancer of the stomach"),
        parents=("digestive cancer",),
        children=(("diffuse stomach cancer", 12), ("stomach lymphoma", None)),
        umbrellas=("advanced solid tumours",),
        about_count=120,
        umbrella_count=900,
        notes=("Not the same as cancer of the oesophagus",),
        typed="stomac cancer",
        corrected=True,
    )
    tree = [TermNode("digestive cancer", children=(TermNode("stomach cancer", "gastric carcinoma", 120),))]
    golden("terms_80.txt", render_terms(view, 80) + "\n" + render_tree(tree, 80))
