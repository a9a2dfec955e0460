"""Releases are put in place whole, once, and read back only as they were published."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from ketenkompas.errors import ProductError, UnknownCodeError
from ketenkompas.factors import Release
from ketenkompas.ingest import edition_texts, read_edition
from ketenkompas.pipeline import read_release, release_as_of, release_files, release_numbers, write_release
from tests.unit.factors.made import EDITION, made_factor


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own."""
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    return tmp_path


def made_release(number: str = "2090.1", sequence: int = 90, day: str = "2090-01-01") -> Release:
    """A release of two records."""
    return Release(number, sequence, datetime.date.fromisoformat(day), (made_factor(), made_factor("2", value=None)))


def test_a_release_is_read_as_it_was_written(own_home: Path) -> None:
    written = write_release(made_release())
    read = read_release("2090.1")
    assert (read.records, read.published_on) == (made_release().records, datetime.date(2090, 1, 1))
    assert len(read.sha256) == 64
    assert "2090.1" in release_numbers()
    assert release_files(read)["release.json"] == (written / "release.json").read_bytes()


def test_a_number_is_used_once(own_home: Path) -> None:
    write_release(made_release())
    with pytest.raises(ProductError, match=r"2090\.1 exists already"):
        write_release(made_release())


def test_a_changed_file_is_not_read(own_home: Path) -> None:
    folder = write_release(made_release("2091.1"))
    data = (folder / "records.parquet").read_bytes()
    (folder / "records.parquet").write_bytes(data[:-1] + b"x")
    with pytest.raises(ProductError, match="not what its manifest says"):
        read_release("2091.1")


def test_as_of_is_the_newest_release_until_then(own_home: Path) -> None:
    write_release(made_release("2090.1", 90, "2090-01-01"))
    write_release(made_release("2090.2", 91, "2090-06-01"))
    assert release_as_of(datetime.date(2090, 5, 31)) == "2090.1"
    assert release_as_of(datetime.date(2090, 6, 1)) == "2090.2"
    with pytest.raises(UnknownCodeError, match="no release"):
        release_as_of(datetime.date(2000, 1, 1))


def test_an_edition_survives_its_reviewable_files(tmp_path: Path) -> None:
    records = (made_factor(), made_factor("2", value=None, status="lapsed"))
    for name, text in edition_texts(records).items():
        (tmp_path / name).write_text(text, "utf-8")
    assert read_edition(tmp_path) == records
    assert "source: EDITION" not in (tmp_path / "edition.yml").read_text("utf-8")
    assert EDITION.attribution in (tmp_path / "edition.yml").read_text("utf-8")
