"""A snapshot is published whole or not at all, and says plainly when it cannot be used."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.errors import CacheUnusable, ExitCode, RefreshRefused, RefreshRunning
from trialfinder.domain.stage import StageReading
from trialfinder.domain.trial import ParseProblem, Trial
from trialfinder.store import snapshot
from trialfinder.store.folder import CacheFolder
from trialfinder.store.reader import SnapshotReader
from trialfinder.store.rows import problem_rows, trial_rows
from trialfinder.store.schema import SCHEMA_VERSION
from trialfinder.store.snapshot import SnapshotBuilder

Publish = Callable[..., Path]


def enriched(nct_id: str) -> EnrichedTrial:
    return EnrichedTrial(Trial(nct_id), (), StageReading())


def test_a_published_snapshot_is_the_current_one(publish: Publish) -> None:
    cache = publish()
    with SnapshotReader(cache) as reader:
        assert reader.facts.trials == 6
        assert reader.facts.sample
        assert str(reader.facts.data_as_of) == "2026-11-01"
        assert reader.table_counts()["sites"] == 5


def test_the_next_snapshot_gets_a_name_of_its_own_and_open_readers_keep_theirs(publish: Publish) -> None:
    cache = publish()
    with SnapshotReader(cache) as old:
        publish((enriched("NCT99000001"),))
        with SnapshotReader(cache) as new:
            assert old.path != new.path
            assert (old.facts.trials, new.facts.trials) == (6, 1)


def test_a_copy_is_built_without_a_journal_and_what_is_written_out_now_and_then_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_BATCH", 10)
    with SnapshotBuilder(CacheFolder(tmp_path)) as builder:
        building = builder._connection()
        building.execute("SET checkpoint_threshold = '1B'")
        sizes = []
        for number in range(5):
            builder.add(trial_rows(enriched(f"NCT9900000{number}"), str(number) * 40_000))
            sizes.append(builder.path.stat().st_size)
        assert not builder.path.with_name(f"{builder.path.name}.wal").exists()
        groups = building.execute("SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('records')").fetchone()
    assert sizes[0] < sizes[2] < sizes[4]
    assert groups == (5,)


def test_a_copy_that_was_not_published_leaves_nothing_behind(publish: Publish) -> None:
    cache = publish()
    before = sorted(path.name for path in cache.iterdir())
    folder = CacheFolder(cache)
    with SnapshotBuilder(folder) as builder:
        builder.add(trial_rows(enriched("NCT99000001"), "{}"))
    assert sorted(path.name for path in cache.iterdir()) == before


@pytest.mark.parametrize(
    ("ids", "counted", "words"),
    [(["NCT99000001", "NCT99000001"], 2, "2 times"), (["NCT99000001"], 2, "1 of 2 trials")],
)
def test_an_inconsistent_copy_is_not_published(publish: Publish, ids: list[str], counted: int, words: str) -> None:
    cache = publish()
    with SnapshotReader(cache) as reader:
        stamp_values = reader.stamp
    folder = CacheFolder(cache)
    pointer = folder.pointer.read_bytes()
    from trialfinder.store.snapshot import Stamp

    with SnapshotBuilder(folder) as builder:
        for nct_id in ids:
            builder.add(trial_rows(enriched(nct_id), "{}"))
        with pytest.raises(RefreshRefused, match=words):
            builder.publish(replace(Stamp(**stamp_values), trials=counted))
    assert folder.pointer.read_bytes() == pointer


def test_rows_of_no_trial_are_refused(publish: Publish) -> None:
    folder = CacheFolder(publish())
    with SnapshotReader(folder.path) as reader:
        values = reader.stamp
    from trialfinder.store.snapshot import Stamp

    with SnapshotBuilder(folder) as builder:
        builder.add({"records": [("NCT99000009", "{}", "", "")]})
        with pytest.raises(RefreshRefused, match="records belong to no trial"):
            builder.publish(replace(Stamp(**values), trials=0))


def test_a_record_that_could_not_be_read_is_kept_with_its_reason(tmp_path: Path, publish: Publish) -> None:
    folder = CacheFolder(publish())
    with SnapshotReader(folder.path) as reader:
        values = reader.stamp
    from trialfinder.store.snapshot import Stamp

    with SnapshotBuilder(folder) as builder:
        builder.add(problem_rows(ParseProblem("NCT99000007", "no status", "{}")))
        builder.publish(replace(Stamp(**values), trials=0, problems=1))
    with SnapshotReader(folder.path) as reader:
        assert reader.problem("NCT99000007") == "no status"
        assert reader.problem("NCT99000008") is None
        assert reader.problems() == [{"nct_id": "NCT99000007", "reason": "no status"}]


def test_no_cache_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(CacheUnusable, match="no local copy") as caught:
        SnapshotReader(tmp_path / "nowhere")
    assert "trialfinder refresh" in caught.value.hint
    assert caught.value.exit_code is ExitCode.NO_CACHE


def _damage_pointer(folder: CacheFolder) -> None:
    folder.pointer.write_text("../../etc/passwd\n")


def _damage_garbage(folder: CacheFolder) -> None:
    folder.current().write_bytes(b"garbage" * 5000)


def _damage_truncated(folder: CacheFolder) -> None:
    data = folder.current().read_bytes()
    folder.current().write_bytes(data[: len(data) // 3])


def _damage_missing(folder: CacheFolder) -> None:
    folder.current().unlink()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_damage_pointer, "pointer .* is damaged"),
        (_damage_garbage, "is damaged"),
        (_damage_truncated, "damaged|incomplete"),
        (_damage_missing, "is missing"),
    ],
)
def test_a_damaged_cache_is_one_sentence_and_a_next_step(
    publish: Publish, damage: Callable[[CacheFolder], None], words: str
) -> None:
    cache = publish()
    damage(CacheFolder(cache))
    with pytest.raises(CacheUnusable, match=words) as caught:
        SnapshotReader(cache)
    assert "trialfinder refresh" in caught.value.hint


@pytest.mark.parametrize(
    ("version", "words"), [(SCHEMA_VERSION + 1, "a newer version"), (SCHEMA_VERSION - 1, "an older version")]
)
def test_a_snapshot_of_another_version_says_so(publish: Publish, version: int, words: str) -> None:
    with pytest.raises(CacheUnusable, match=words):
        SnapshotReader(publish(schema_version=version))


def test_a_snapshot_somebody_writes_to_says_so(publish: Publish) -> None:
    path = CacheFolder(publish()).current()
    script = f"import duckdb,sys; c=duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(CacheUnusable, match="open for writing"):
            SnapshotReader(path.parent)
        other.communicate()


def test_only_one_refresh_runs_and_its_lock_dies_with_it(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path)
    script = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from trialfinder.store.folder import CacheFolder
        with CacheFolder(Path({str(tmp_path)!r})).refreshing():
            print("held", flush=True)
            sys.stdin.read()
    """)
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(RefreshRunning), folder.refreshing():
            pass
        other.kill()
    with folder.refreshing():
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CacheUnusable, match="cannot be written"), CacheFolder(tmp_path / "file" / "cache").refreshing():
        pass


def test_tidying_keeps_the_newest_and_the_current_and_removes_leftovers(publish: Publish) -> None:
    cache = publish()
    folder = CacheFolder(cache)
    first = folder.current()
    for number in range(4):
        publish((enriched(f"NCT9900000{number}"),))
    (cache / ".building-snap-20260101T000000-aaaaaa.duckdb").write_text("left by a killed refresh")
    (cache / ".spool-x").mkdir()
    folder.tidy(keep=2)
    assert len(folder.snapshots()) == 2
    assert folder.current() in folder.snapshots()
    assert not first.exists()
    assert not list(cache.glob(".building-*")) + list(cache.glob(".spool-*"))


def test_the_raw_record_is_stored_compressed(publish: Publish) -> None:
    path = CacheFolder(
        publish(tuple(enriched(f"NCT9900{n:04d}") for n in range(1))),
    ).current()
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute("SELECT raw FROM records").fetchall() == [("{}",)]
