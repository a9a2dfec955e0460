"""Folders of releases and editions that are damaged, foreign, locked or full: a named error or the right records."""

from __future__ import annotations

import dataclasses
import datetime
import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketenkompas.errors import InputError, KetenkompasError, ProductError, UnknownCodeError
from ketenkompas.factors import Release
from ketenkompas.ingest import read_edition
from ketenkompas.pipeline import _factor_store as store
from ketenkompas.pipeline import (
    newest_release,
    packaged_factors,
    read_release,
    release_folder,
    release_numbers,
    write_edition,
    write_edition_folder,
    write_release,
)
from tests.unit.factors.made import EDITION, made_factor


@pytest.fixture(autouse=True)
def own_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own."""
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    return tmp_path / "factors" / "releases"


def made_release(number: str = "2090.1", value: float = 1.0) -> Release:
    """A release of two records."""
    records = (made_factor(value=value, components=()), made_factor("2", value=None))
    return Release(number, 90, datetime.date(2090, 1, 1), records)


def changed(**given: Any) -> Callable[[Path], None]:
    """Another manifest, as a hand or a script would leave it."""

    def change(folder: Path) -> None:
        path = folder / "release.json"
        told = {**json.loads(path.read_text("utf-8")), **given}
        path.write_text(json.dumps({name: one for name, one in told.items() if one != "absent"}), encoding="utf-8")

    return change


def text(said: str) -> Callable[[Path], object]:
    """Another text as the manifest."""
    return lambda folder: (folder / "release.json").write_text(said, encoding="utf-8")


DAMAGED: dict[str, Callable[[Path], object]] = {
    "empty": text(""),
    "cut off": lambda folder: os.truncate(folder / "release.json", 40),
    "a list": text("[]"),
    "a number": text("7"),
    "nested too deep": text("[" * 100_000),
    "no UTF-8": lambda folder: (folder / "release.json").write_bytes(b"\xff\xfe{}"),
    "no manifest": lambda folder: (folder / "release.json").unlink(),
    "no files": changed(files={}),
    "other files": changed(files={"../../../etc/passwd": "0" * 64}),
    "no number": changed(number="absent"),
    "number of another": changed(number="2090.2"),
    "no date": changed(published_on="yesterday"),
    "no sequence": changed(sequence="1"),
    "no note": changed(note={}),
    "editions unknown": changed(editions=[]),
    "editions odd": changed(editions=[{"name": "x"}]),
    "no records": lambda folder: (folder / "records.parquet").unlink(),
    "no changes": lambda folder: (folder / "changes.parquet").unlink(),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_release_is_an_error_in_both_languages_and_the_others_stay_readable(
    how: str, own_releases: Path
) -> None:
    folder = write_release(made_release())
    DAMAGED[how](folder)
    with pytest.raises(KetenkompasError) as caught:
        read_release("2090.1")
    assert caught.value.code in {"factor.release_unreadable", "factor.release_damaged", "factor.release_unknown"}
    assert all(caught.value.text(language) for language in ("nl", "en"))
    assert read_release("2026.1").number == "2026.1"


def test_a_table_with_the_hash_of_the_manifest_that_is_no_table(own_releases: Path) -> None:
    folder = write_release(made_release())
    junk = b"PAR1 not a table PAR1"
    (folder / "records.parquet").write_bytes(junk)
    files = json.loads((folder / "release.json").read_text("utf-8"))["files"]
    changed(files={**files, "records.parquet": hashlib.sha256(junk).hexdigest()})(folder)
    with pytest.raises(ProductError) as caught:
        read_release("2090.1")
    assert caught.value.code == "factor.release_unreadable"


def test_names_that_are_no_numbers_of_releases_are_no_releases(own_releases: Path) -> None:
    before = release_numbers()
    for name in ("2090.01", "2090.0", "٢٠٩٠.1", "2090.1 copy", ".making-x", "2090.1000", "notes"):
        folder = own_releases / name
        folder.mkdir(parents=True)
        (folder / "release.json").write_text("{}", encoding="utf-8")
        with pytest.raises(UnknownCodeError):
            release_folder(name)
    (own_releases / "2091.1").mkdir()
    assert release_numbers() == before
    assert newest_release() == before[-1]


@pytest.mark.parametrize("number", ["../../2026.1", "2026.1/", "/etc", "2026.1\n", "", "2026.1\x00", "9" * 5000 + ".1"])
def test_no_number_leads_out_of_the_folders(number: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        read_release(number)
    assert caught.value.code == "factor.release_unknown"
    assert len(caught.value.text("nl")) < 600


def test_a_release_made_here_never_stands_in_for_the_packaged_one(own_releases: Path) -> None:
    write_release(made_release("2026.1"), own_releases)
    with pytest.raises(ProductError) as caught:
        read_release("2026.1")
    assert caught.value.code == "factor.release_twice"


def test_a_folder_that_may_not_be_read_is_told(own_releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_release(made_release())
    real = Path.iterdir

    def locked(self: Path) -> Any:
        if self == own_releases:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "iterdir", locked)
    with pytest.raises(ProductError) as caught:
        newest_release()
    assert "Permission denied" in caught.value.text("en")


def test_a_file_that_may_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    write_release(made_release())
    real = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self.name == "records.parquet" and "2090.1" in str(self):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(ProductError) as caught:
        read_release("2090.1")
    assert caught.value.code == "factor.release_unreadable"


def test_a_full_disk_leaves_nothing_behind(own_releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_release(made_release())

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for write in (
        lambda: write_release(made_release("2090.2")),
        lambda: write_edition_folder([made_factor()], own_releases / "edition"),
    ):
        with pytest.raises(ProductError) as caught:
            write()
        assert "No space left" in caught.value.text("nl")
    assert sorted(one.name for one in own_releases.iterdir()) == [".lock", "2090.1"]


@pytest.mark.parametrize("made", ["factors", "factors/releases"])
def test_a_home_that_cannot_be_written(made: str, tmp_path: Path) -> None:
    (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / made).write_text("a file where a folder is wanted", encoding="utf-8")
    with pytest.raises(ProductError) as caught:
        write_release(made_release())
    assert caught.value.code in {"product.cannot_write", "factor.release_unreadable"}


def test_of_two_writers_of_one_number_one_wins_whole() -> None:
    start = threading.Barrier(4)
    told: list[str] = []

    def publish(value: float) -> None:
        start.wait()
        try:
            write_release(made_release(value=value))
            told.append(f"won {value}")
        except ProductError as fault:
            told.append(fault.code)

    writers = [threading.Thread(target=publish, args=(float(value),)) for value in (1, 2, 3, 4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    (won,) = [one for one in told if one.startswith("won")]
    assert sorted(told).count("factor.release_exists") == 3
    assert read_release("2090.1").records[0].value == float(won.split()[1])


def test_a_writer_that_is_killed_leaves_the_old_release_and_the_next_writer_clears_up(own_releases: Path) -> None:
    write_release(made_release())
    script = (
        "import os, signal, sys\n"
        "os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from tests.unit.pipeline.test_factor_store_damaged import made_release\n"
        "from ketenkompas.pipeline import write_release\n"
        "write_release(made_release('2090.2'))\n"
    )
    root = Path(__file__).parents[3]
    paths = os.pathsep.join([str(root), *sys.path])
    ended = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": paths}, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert "2090.2" not in release_numbers()
    assert read_release("2090.1").records == made_release().records
    assert [one.name for one in own_releases.glob(".making-*")]
    write_release(made_release("2090.2"))
    assert not list(own_releases.glob(".making-*"))


def test_threads_that_ask_two_releases_each_get_their_own() -> None:
    for number, value in (("2090.1", 1.0), ("2090.2", 2.0)):
        write_release(made_release(number, value))
    store._read.cache_clear()
    found: list[tuple[str, float | None]] = []
    asked = ["2090.1", "2090.2"] * 8
    threads = [
        threading.Thread(target=lambda number=number: found.append((number, read_release(number).records[0].value)))
        for number in asked
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == sorted([("2090.1", 1.0), ("2090.2", 2.0)] * 8)
    assert store._read.cache_info().misses == 2


def test_an_edition_is_put_in_place_whole_and_never_written_over(tmp_path: Path) -> None:
    folder = write_edition([made_factor()], tmp_path / "editions")
    assert read_edition(folder) == (made_factor(),)
    with pytest.raises(ProductError) as caught:
        write_edition([made_factor(value=9.0, components=())], tmp_path / "editions")
    assert caught.value.code == "factor.folder_taken"
    assert read_edition(folder) == (made_factor(),)
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", ["../../evil", "a/b", "", ".", "x\x00y", "n" * 200])
def test_the_name_of_an_edition_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    source = dataclasses.replace(EDITION, edition=name)
    with pytest.raises(InputError) as caught:
        write_edition([made_factor(source=source)], tmp_path / "editions")
    assert caught.value.code == "factor.edition_name"
    assert not (tmp_path / "editions").exists()


def test_the_packaged_editions_have_names_that_may_be_written() -> None:
    editions = packaged_factors() / "editions"
    names = [one.name for one in (*editions.iterdir(), *editions.glob("*/*"))]
    assert [name for name in names if not name.replace("-", "").replace(".", "").isalnum()] == []
