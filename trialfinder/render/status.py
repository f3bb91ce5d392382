"""The state of the local copy: for the person who wonders, and as JSON for the monitor that asks every night."""

from collections.abc import Iterator
from dataclasses import asdict

from trialfinder.domain.status import CacheStatus, RunRecord
from trialfinder.render import words
from trialfinder.render.answer import sample_banner
from trialfinder.render.json import dumps, iso
from trialfinder.render.layout import block, heading

__all__ = ["render_status", "status_json"]

_LABEL = 20
#: Examples of unreadable records to print; the count is always given.
_EXAMPLES = 5
_MODES = {
    "full": "every record was fetched",
    "sweep": "only what changed was fetched",
    "reread": "the records here were read again",
    "file": "read from a file",
}


def render_status(status: CacheStatus, width: int) -> str:
    """The state in lines of at most ``width`` columns."""
    width = min(width, 110)
    parts = [
        [*heading("The local copy", width, False), *_pairs(_age(status), width)],
        [*heading("What it holds", width, False), *_pairs(_holdings(status), width)],
        [*heading("How this copy was made", width, False), *_pairs(_refresh(status), width)],
    ]
    if status.last_run:
        parts.append([*heading("The last run", width, False), *_pairs(_run(status.last_run), width)])
    if _problems(status):
        parts.append([*heading("Records that could not be read", width, False), *_problem_lines(status, width)])
    texts = ["\n".join(part) for part in parts]
    banner = sample_banner(status.facts, width, False)
    return "\n\n".join([*banner, *texts, *banner]) + "\n"


def status_json(status: CacheStatus) -> str:
    """The state as one JSON object."""
    facts = status.facts
    return (
        dumps(
            {
                "data_as_of": iso(facts.data_as_of),
                "registry_timestamp": iso(facts.registry_timestamp),
                "refreshed_at": iso(facts.refreshed_at),
                "age_hours": round(status.age_hours, 2) if status.age_hours is not None else None,
                "trials": facts.trials,
                "scope": facts.scope,
                "sample": facts.sample,
                "folder": status.folder,
                "snapshot": status.snapshot,
                "snapshot_bytes": status.snapshot_bytes,
                "program_version": status.program_version,
                "schema_version": status.schema_version,
                "duckdb_version": status.duckdb_version,
                "rules_version": status.rules_version,
                "source": status.source,
                "queries": [dict(query) for query in status.queries],
                "tables": dict(status.tables),
                "statuses": dict(status.statuses),
                "problems": _problems(status),
                "problem_examples": [{"nct_id": nct, "reason": reason} for nct, reason in status.problems[:_EXAMPLES]],
                "last_refresh": {"requests": status.requests, "bytes": status.bytes, "duration_s": status.duration_s},
                "mode": status.mode,
                "checked_at": iso(status.checked_at),
                "harvested_at": iso(status.harvested_at),
                "next_full": iso(status.next_full),
                "rolled_back": status.rolled_back or None,
                "kept": list(status.kept),
                "last_run": asdict(status.last_run) if status.last_run else None,
            },
            indent=2,
        )
        + "\n"
    )


def _age(status: CacheStatus) -> Iterator[tuple[str, str]]:
    facts = status.facts
    old = "" if status.age_hours is None else f" ({_hours(status.age_hours)} old)"
    source = "made-up sample data" if facts.sample else "ClinicalTrials.gov"
    day = f"{facts.data_as_of:%Y-%m-%d}" if facts.data_as_of else "date unknown"
    yield "Data of", f"{day}{old}, {source}"
    if facts.registry_timestamp and not facts.sample:
        yield "Registry release", f"{facts.registry_timestamp:%Y-%m-%d %H:%M} UTC"
    if status.rolled_back:
        yield "Rolled back", f"{status.rolled_back}; the next refresh goes on from here"
    yield "Folder", status.folder
    yield "Snapshot", f"{status.snapshot}, {_size(status.snapshot_bytes)}"
    yield "Written by", f"trialfinder {status.program_version}, DuckDB {status.duckdb_version}, schema {status.schema_version}"
    yield "Reading rules", status.rules_version or "not stated"


def _holdings(status: CacheStatus) -> Iterator[tuple[str, str]]:
    scope = {"open": "open cancer trials", "all": "trials of every status"}.get(status.facts.scope, status.facts.scope)
    yield "Trials", f"{status.facts.trials:,} ({scope})"
    for code, trials in status.statuses.items():
        yield f"  {words.status(code).partition(' (')[0]}", f"{trials:,}"
    for table, number in status.tables.items():
        if table not in ("trials", "snapshot"):
            yield table.replace("_", " ").capitalize(), f"{number:,}"


def _refresh(status: CacheStatus) -> Iterator[tuple[str, str]]:
    when = status.facts.refreshed_at
    yield "Finished", f"{when:%Y-%m-%d %H:%M} UTC" if when else "not known"
    if status.checked_at and when and status.checked_at > when:
        yield "Still the newest", f"{status.checked_at:%Y-%m-%d %H:%M} UTC"
    yield "How", _MODES.get(status.mode, status.mode or "not stated")
    yield "Took", f"{_seconds(status.duration_s)}, {words.count(status.requests, 'request')}, {_size(status.bytes)} received"
    yield "From", status.source or "not stated"
    if status.queries:
        yield "Asked", f"{words.count(len(status.queries), 'question')} (status --format json lists them)"
    yield "Problems", f"{_problems(status):,}" if _problems(status) else "none"
    if status.mode in ("sweep", "full"):
        due = f"from {status.next_full:%Y-%m-%d} on" if status.next_full else "with the next refresh"
        yield "Next full", due
    if status.kept:
        yield "Earlier copies", f"{words.count(len(status.kept), 'copy', 'copies')} kept (refresh --rollback)"


def _run(run: RunRecord) -> Iterator[tuple[str, str]]:
    ended = "worked" if run.exit_code == 0 else f"exit code {run.exit_code}"
    yield "Ended", f"{run.finished[:16].replace('T', ' ')} UTC, {ended}"
    yield "What happened", run.sentence or "not stated"
    if run.mode == "sweep" and run.trials:
        yield "Found", f"{run.added:,} new, {run.changed:,} changed, {run.gone:,} gone"
    yield "Took", f"{_seconds(run.duration_s)}, {words.count(run.requests, 'request')}, {_size(run.bytes)} received"


def _problem_lines(status: CacheStatus, width: int) -> Iterator[str]:
    for nct, reason in status.problems[:_EXAMPLES]:
        yield from block(f"{words.clean(nct) or '(no id)'}: {words.clean(reason)}", width, "  ")
    if (rest := _problems(status) - min(len(status.problems), _EXAMPLES)) > 0:
        yield f"  and {rest:,} more"


def _problems(status: CacheStatus) -> int:
    return max(status.tables.get("problems", 0), len(status.problems))


def _pairs(pairs: Iterator[tuple[str, str]], width: int) -> Iterator[str]:
    found = list(pairs)
    size = max(_LABEL, *(len(label) + 2 for label, _ in found))
    for label, text in found:
        yield from block(words.clean(text), width, f"{label + ':':<{size}}")


def _hours(hours: float) -> str:
    if hours < 48:
        return words.count(max(0, round(hours)), "hour")
    return words.count(round(hours / 24), "day")


def _seconds(seconds: float) -> str:
    if seconds < 90:
        return words.count(round(seconds), "second")
    return words.count(round(seconds / 60), "minute")


def _size(number: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return words.count(number, "byte")
