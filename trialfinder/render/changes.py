"""Changes for people: what was asked, how many of each kind, the changes kind by kind, and what could not be compared."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time
from itertools import groupby

from trialfinder.domain.changes import Change, ChangeKind, ChangesResult
from trialfinder.domain.query import SearchResult, SearchSpec
from trialfinder.render import words
from trialfinder.render.answer import caution, echo, sample_banner
from trialfinder.render.card import card
from trialfinder.render.change_words import HEADINGS, counted, sentence
from trialfinder.render.layout import block, heading, wrap

__all__ = ["FIRST_SENTENCES", "FIRST_TRIALS", "coverage", "render_changes", "scope_lines", "summary", "title"]

#: Trials of a kind, and sentences about one trial, on a first screen; what is more is counted, and --all shows it.
FIRST_TRIALS = 20
FIRST_SENTENCES = 8
_WIDEST = 110
_INDENT = " " * 12
_REASONS = {
    "first": "it was the first copy",
    "format": "the copy before was written by another version of trialfinder",
    "scope": "the copy before held trials of another scope (open or all)",
    "sample": "the copy before held made-up sample data, or this one does",
}


def render_changes(result: ChangesResult, width: int, color: bool, everything: bool) -> str:
    """The changes as a person reads them. ``everything``: no first screen, all of them."""
    width = min(width, _WIDEST)
    banner = sample_banner(result.facts, width, color)
    parts = [*banner, "\n".join([*heading(title(result), width, color), *_labelled(scope_lines(result), width)])]
    parts += ["\n".join(wrap(text, width)) for text in (summary(result), *coverage(result))]
    for kind, found in _by_kind(result.changes):
        parts.append("\n\n".join(_kind(kind, found, result, width, color, everything)))
    parts += ["\n".join(wrap(caution(result.facts), width)), *banner]
    return "\n\n".join(part for part in parts if part) + "\n"


def title(result: ChangesResult) -> str:
    """``mum: changes since 2026-11-20 (5 days ago)``; with the hour where it was not the start of a day."""
    start = result.since
    hour = "" if start.time() == time.min else f" {start:%H:%M} UTC"
    lead = f"{words.clean(result.name)}: changes" if result.name else "Changes"
    return f"{lead} since {start:%Y-%m-%d}{hour} ({words.relative(start.date(), result.today)})"


def summary(result: ChangesResult) -> str:
    """How many, of which kinds; what is left out, and the option that shows it."""
    found = result.changes
    if found:
        kinds = Counter(change.kind for change in found)
        told = ", ".join(counted(kind, kinds[kind]) for kind in ChangeKind if kinds[kind])
        trials = words.count(len({change.nct_id for change in found}), "trial")
        text = f"{words.count(len(found), 'change')} in {trials}: {told}."
    else:
        text = "No change was found."
    if status := result.left_out.get("status", 0):
        text += f" {words.count(status, 'more change')} in trials open neither before nor after (--status any shows them)."
    if place := result.left_out.get("place", 0):
        text += f" {words.count(place, 'more change')} out of reach of the places asked."
    return text


def coverage(result: ChangesResult) -> list[str]:
    """What the answer rests on, where it does not rest on every night of the time asked."""
    within = [one for one in result.refreshes if one.seen_at >= result.since]
    compared = [one for one in within if one.compared_with]
    notes = []
    if not within:
        last = result.facts.refreshed_at
        when = f", on {last:%Y-%m-%d %H:%M} UTC," if last else ""
        notes.append(f"The local copy was made before then{when} and has not changed since.")
    elif not compared:
        notes.append("Nothing could be compared yet: changes are known from the next refresh on.")
    first = result.refreshes[0] if result.refreshes else None
    if first and first.seen_at > result.since and compared:
        notes.append(f"The history begins on {first.seen_at:%Y-%m-%d}; what changed before is not known.")
    for one in within:
        if one.compared_with is None and one is not first:
            why = _REASONS.get(one.reason, "the copy before could not be read")
            notes.append(f"The refresh of {one.seen_at:%Y-%m-%d} could not be compared with the one before: {why}.")
    return notes


def scope_lines(result: ChangesResult) -> list[str]:
    """What was asked, one ``Label: text`` a line."""
    if result.spec is None:
        lines = ["Of: every trial in the local copy", _as_answer(result, SearchSpec())[-1]]
    else:
        lines = _as_answer(result, result.spec)
    if result.kinds:
        lines.insert(-1, f"Kinds: {', '.join(HEADINGS[kind].partition(' (')[0].lower() for kind in result.kinds)}")
    return lines


def _as_answer(result: ChangesResult, spec: SearchSpec) -> list[str]:
    return echo(SearchResult(spec, result.facts, (), 0, today=result.today))


def _labelled(lines: Sequence[str], width: int) -> Iterator[str]:
    size = max(len(line.partition(":")[0]) for line in lines) + 2
    for line in lines:
        label, _, text = line.partition(": ")
        yield from block(text, width, f"{label + ':':<{size}}")


def _by_kind(changes: Sequence[Change]) -> Iterator[tuple[ChangeKind, list[Change]]]:
    for kind, found in groupby(changes, key=lambda change: change.kind):
        yield kind, list(found)


def _kind(
    kind: ChangeKind, found: list[Change], result: ChangesResult, width: int, color: bool, everything: bool
) -> Iterator[str]:
    trials: dict[tuple[str, object], list[Change]] = {}
    for change in found:
        trials.setdefault((change.nct_id, change.seen_at), []).append(change)
    rest = "--all"
    if kind is ChangeKind.REREAD and result.name:  # no news: a night's mail must not drown in it
        everything, rest = False, f"trialfinder changes --watch {words.clean(result.name)} --kind reread --all"
    shown = list(trials.values())[: None if everything else FIRST_TRIALS]
    cut = f"{len(found):,}"
    if len(shown) < len(trials):
        cut = f"showing {len(shown):,} of {len(trials):,} trials; {rest} for the rest"
    yield "\n".join(heading(f"{HEADINGS[kind]} ({cut})", width, color))
    for changes in shown:
        yield "\n".join(_trial(changes, result, width, everything))


def _trial(changes: list[Change], result: ChangesResult, width: int, everything: bool) -> Iterator[str]:
    first = changes[0]
    unit = result.spec.within.unit if result.spec else "mi"
    yield from block(words.clean(first.title) or "(no title)", width, f"{first.seen_at:%Y-%m-%d}  ", _INDENT)
    told = changes if everything else changes[:FIRST_SENTENCES]
    for change in told:
        yield from block(sentence(change, unit), width, _INDENT)
    if len(told) < len(changes):
        yield from block(f"and {len(changes) - len(told):,} more (--all)", width, _INDENT)
    if first.hit:
        yield from _now(first, result, width)
    elif first.fit and result.spec and result.spec.stage:
        yield from block(words.FIT_LABELS[first.fit], width, _INDENT)
    yield from block(first.url, width, _INDENT)


def _now(change: Change, result: ChangesResult, width: int) -> Iterator[str]:
    """The trial as it is now: the search's answer, the nearest site, whom to call."""
    assert change.hit  # noqa: S101 - asked by the caller
    spec = result.spec or SearchSpec()
    shown = card(change.hit, 0, SearchResult(spec, result.facts, (change.hit,), 1, today=result.today))
    if result.spec and (result.spec.cancer or result.spec.stage):
        yield from block(f"{shown.verdict}: {'; '.join(shown.reasons)}", width, _INDENT)
    where = "; ".join(part for part in (shown.site, shown.distance, shown.more_sites) if part)
    for label, text in (("Kind", shown.kind), ("Where", where), ("Call", shown.contact), ("Warning", shown.warning)):
        if text and (change.hit.sites or label in ("Kind", "Call")):
            yield from block(text, width, f"{_INDENT}{label + ':':<9}")
