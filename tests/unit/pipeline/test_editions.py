"""Editions: kept whole, readable after a rebuild, never changed by it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ketenkompas import pipeline
from ketenkompas.errors import ProductError, UnknownCodeError
from ketenkompas.pipeline import Store, user_store
from ketenkompas.pipeline._store import live_stores
from tests.unit.pipeline.made import built, plans

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    return tmp_path


def kept(content: str) -> str:
    built(user_store(), plans(content))
    return pipeline.keep_edition()


def receipt_shown() -> str:
    return pipeline.load("made", 2020, "footprint")[1].id


def test_a_kept_edition_reads_as_it_was_after_a_rebuild() -> None:
    first = kept("a")
    frame, receipt = pipeline.load("made", 2020, "footprint")
    second = kept("b")
    assert first != second
    assert receipt_shown() != receipt.id
    with pipeline.reading_edition(first):
        again, same = pipeline.load("made", 2020, "footprint")
        assert pipeline.edition_now() == first
        assert pipeline.find_receipt(receipt.id)[1] == receipt
    assert same == receipt
    assert again.equals(frame)
    assert pipeline.edition_now() == second
    assert [one.id for one in pipeline.editions()] == [second, first]
    assert [one.current for one in pipeline.editions()] == [True, False]


def test_an_edition_holds_the_starter_set_too() -> None:
    name = kept("a")
    receipts = sum(len(list(store.receipts())) for store in live_stores())
    assert pipeline.editions()[0].products == receipts
    with pipeline.reading_edition(name):
        store, receipt = pipeline.find_receipt(pipeline.load("wiod2013-co2", 2008, "footprint")[1].id)
        assert store.intact(receipt)
        assert "wiod2013-co2" in store.models()


def test_keeping_twice_changes_nothing(home: Path) -> None:
    name = kept("a")
    before = {path: path.stat().st_mtime_ns for path in (home / "editions").rglob("*") if path.is_file()}
    assert pipeline.keep_edition() == name
    after = {path: path.stat().st_mtime_ns for path in (home / "editions").rglob("*") if path.is_file()}
    assert {path for path in after if before.get(path) != after[path]} <= {home / "editions/.lock"}


def test_files_are_stored_once_where_the_disk_allows_it() -> None:
    kept("a")
    receipt = user_store().receipt("made", 2020, "footprint")
    assert receipt is not None
    assert user_store().path(receipt).stat().st_nlink == 2


def test_a_build_shows_its_products_together(monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept("a")
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(pipeline._build, "_work", lambda *_: iter([(None, plans("b"))]))
    pipeline.build(["context"], told=lambda _: seen.append((pipeline.current_edition(), receipt_shown())))
    assert {edition for edition, _ in seen} == {first}  # the site stays at what was whole
    assert pipeline.current_edition() == pipeline.edition_now() != first


def test_another_thread_is_not_held() -> None:
    first, second = kept("a"), kept("b")
    found: list[str] = []
    with pipeline.reading_edition(first):
        other = threading.Thread(target=lambda: found.append(pipeline.edition_now()))
        other.start()
        other.join()
    assert found == [second]


@pytest.mark.parametrize("name", ["", "2020-01-00000000", "../products", "a/b", "..", "current", "\x00", "x" * 300])
def test_what_is_not_kept_is_named(name: str) -> None:
    known = kept("a")
    assert not pipeline.is_kept(name)
    with pytest.raises(UnknownCodeError) as caught, pipeline.reading_edition(name):
        pass
    assert caught.value.code == "edition.unknown"
    assert known in caught.value.text("nl")
    with pytest.raises(UnknownCodeError):
        pipeline.drop_edition(name)


def test_an_edition_can_be_thrown_away_but_not_the_one_that_is_shown(home: Path) -> None:
    first, second = kept("a"), kept("b")
    with pytest.raises(ProductError) as refused:
        pipeline.drop_edition(second)
    assert refused.value.code == "edition.current"
    pipeline.drop_edition(first)
    assert not pipeline.is_kept(first)
    assert pipeline.is_kept(second)
    assert not list((home / "editions").glob(".making-*"))


def test_keeping_leaves_a_running_build_to_itself() -> None:
    first = kept("a")
    with pipeline.writing(user_store()):
        assert pipeline.keep_edition(wait=False) == first


def test_where_nothing_can_be_written_it_says_so(home: Path) -> None:
    (home / "editions").write_text("in the way")
    with pytest.raises(ProductError) as refused:
        pipeline.keep_edition()
    assert refused.value.code == "product.cannot_write"


def test_a_killed_keeper_leaves_nothing_that_is_seen(home: Path) -> None:
    first = kept("a")
    built(user_store(), plans("b"))
    script = (
        "import os, signal; from ketenkompas import pipeline; from ketenkompas.pipeline import _editions\n"
        "_editions._weight = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "pipeline.keep_edition()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "KETENKOMPAS_HOME": str(home)}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert [one.id for one in pipeline.editions()] == [first]
    assert pipeline.current_edition() == first
    second = pipeline.keep_edition()
    assert [one.id for one in pipeline.editions()] == [second, first]
    assert not list((home / "editions").glob(".making-*"))


def test_a_pointer_to_nowhere_is_not_followed(home: Path) -> None:
    name = kept("a")
    shutil.rmtree(home / "editions" / name)
    assert pipeline.current_edition() == ""
    assert pipeline.keep_edition() == name
    assert json.loads((home / "editions" / name / "edition.json").read_text())["id"] == name
    assert Store(home / "editions" / name / "products").models()
