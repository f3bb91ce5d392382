"""A refresh seen from inside: the swap, full disks and half-way failures, with the old copy in use all along."""

import errno
import json
import shutil
from collections import namedtuple
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from trialfinder.domain.errors import RefreshRefused, TrialfinderError
from trialfinder.domain.query import SearchSpec
from trialfinder.sample.server import SampleRegistry
from trialfinder.sample.studies import sample_studies
from trialfinder.services import refresh_origin as module
from trialfinder.services.reading import read_records
from trialfinder.services.refresh import RefreshOptions, RefreshOutcome, refresh
from trialfinder.services.search import search
from trialfinder.settings import Settings
from trialfinder.store.folder import CacheFolder
from trialfinder.store.snapshot import SnapshotBuilder

STUDIES = list(sample_studies(50))
TODAY = date(2026, 11, 24)


class Diary:
    """A reporter that remembers, and can look around at every step."""

    def __init__(self, look: Callable[[], object] = lambda: None) -> None:
        self.steps: list[str] = []
        self.look = look

    def page(self, done_trials: int, expected: int, pages: int) -> None:
        self._step(f"page {pages}")

    def read(self, trials: int) -> None:
        self._step(f"read {trials}")

    def note(self, text: str) -> None:
        self._step(text)

    def _step(self, text: str) -> None:
        self.steps.append(text)
        self.look()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "studies.ndjson"
    path.write_text("".join(json.dumps(study) + "\n" for study in STUDIES), encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache=tmp_path / "cache", pause=0.0)


def run(settings: Settings, source: Path, diary: Diary | None = None, **options: Any) -> RefreshOutcome:
    return refresh(settings, RefreshOptions(source=source, **options), diary or Diary())


def names(settings: Settings) -> set[str]:
    return {path.name for path in settings.cache.iterdir()}


def test_a_search_during_a_refresh_sees_the_old_copy_until_the_swap(settings: Settings, source: Path) -> None:
    run(settings, source, allow_shrink=True)
    before = search(settings.cache, SearchSpec(), TODAY).facts
    seen = []
    diary = Diary(lambda: seen.append(search(settings.cache, SearchSpec(), TODAY).facts))
    with SampleRegistry(sample_studies(80)) as registry:
        outcome = refresh(settings._replace(api_url=registry.base_url), RefreshOptions(), diary)
    assert len(seen) > 5
    assert set(seen) == {before}
    after = search(settings.cache, SearchSpec(), TODAY).facts
    assert after.trials == outcome.stamp.trials > before.trials
    assert diary.steps[-1] == f"read {after.trials}"


def test_a_disk_with_little_room_is_refused_before_anything_is_fetched(
    settings: Settings, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(settings, source)
    before = names(settings)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    with pytest.raises(RefreshRefused, match="are free") as caught:
        run(settings, source)
    assert "--cache" in caught.value.hint
    assert names(settings) == before


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["load", "publish", "pointer"])
def test_a_disk_that_fills_up_publishes_nothing(
    settings: Settings, source: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    run(settings, source)
    before, pointer = names(settings), CacheFolder(settings.cache).current()

    def full(*_: object, **__: object) -> None:
        raise FULL

    if step == "load":
        monkeypatch.setattr(SnapshotBuilder, "_append", full)
    elif step == "publish":
        monkeypatch.setattr(SnapshotBuilder, "_verify", full)
    else:
        monkeypatch.setattr(CacheFolder, "publish", full)
    with pytest.raises(TrialfinderError, match="full") as caught:
        run(settings, source)
    assert caught.value.hint
    assert CacheFolder(settings.cache).current() == pointer
    monkeypatch.undo()
    assert search(settings.cache, SearchSpec(), TODAY).total > 0
    if step != "pointer":  # there the whole new file stays, unused, until it is tidied
        assert names(settings) == before


def test_saved_pages_that_find_no_room_publish_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise FULL

    monkeypatch.setattr(module, "save_pages", full)
    with SampleRegistry(STUDIES) as registry, pytest.raises((TrialfinderError, OSError)):
        refresh(settings._replace(api_url=registry.base_url), RefreshOptions(save_pages=tmp_path / "pages"), Diary())
    assert not (settings.cache / "current").exists()


def test_a_failure_half_way_leaves_the_old_copy_and_no_litter(
    settings: Settings, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(settings, source)
    before = names(settings)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SnapshotBuilder, "add", fail)
    with pytest.raises(KeyboardInterrupt):
        run(settings, source)
    assert names(settings) == before


def test_a_record_that_defeats_a_reader_is_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    from trialfinder.enrich import pipeline

    def defeated(_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(pipeline, "enrich", defeated)
    (record,) = read_records([json.dumps(STUDIES[0])], "all", workers=1)
    assert record.nct_id == "NCT99000000"
    assert record.problem == "could not be read: RuntimeError: a defect"
    assert record.rows is not None


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "null", '"text"'])
def test_a_text_that_is_no_record_is_put_aside(text: str) -> None:
    (record,) = read_records([text], "open", workers=1)
    assert record.problem
    assert record.nct_id == ""


def test_two_processes_read_the_same_as_one() -> None:
    texts = [json.dumps(study) for study in sample_studies(420)]
    assert list(read_records(texts, "open", workers=2)) == list(read_records(texts, "open", workers=1))


def test_a_record_that_comes_twice_is_kept_once(settings: Settings, source: Path) -> None:
    source.write_text(source.read_text(encoding="utf-8") * 2, encoding="utf-8")
    outcome = run(settings, source, scope="all")
    assert (outcome.stamp.trials, outcome.duplicates) == (50, 50)


def test_a_real_copy_may_replace_a_sample_and_another_scope(settings: Settings, source: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.ndjson"
    few.write_text("".join(json.dumps(study) + "\n" for study in STUDIES[:8]), encoding="utf-8")
    run(settings, source, sample=True, scope="all")
    run(settings, few, scope="all")
    with pytest.raises(RefreshRefused, match="nothing was published"):
        run(settings, _cut(few, 1), scope="all")
    assert shutil.disk_usage(settings.cache).free > 0


def _cut(path: Path, lines: int) -> Path:
    short = path.with_name("short.ndjson")
    short.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:lines]), encoding="utf-8")
    return short
