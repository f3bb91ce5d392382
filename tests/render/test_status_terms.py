"""The state of the copy, and how words are understood."""

import json
from collections.abc import Callable
from dataclasses import replace

from trialfinder.domain.query import SearchResult
from trialfinder.domain.status import CacheStatus
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
    )


def test_the_state_looks_as_it_did(result: SearchResult, golden: Callable[[str, str], None]) -> None:
    golden("status_80.txt", render_status(state(result), 80))


def test_an_unknown_state_is_told_too(result: SearchResult) -> None:
    facts = replace(result.facts, registry_timestamp=None, refreshed_at=None, sample=True)
    text = render_status(CacheStatus(facts, "/c", "s"), 80)
    assert "date unknown" in text
    assert "SAMPLE" in text
    assert "none" in text


def test_a_monitor_reads_json(result: SearchResult) -> None:
    found = json.loads(status_json(state(result)))
    assert found["age_hours"] == 89.5
    assert found["problems"] == 7
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
