"""A source is opened from the first place of the user's order, checked, and never downloaded unasked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from ketenkompas.errors import SourceError, UnknownCodeError
from ketenkompas.sources import Patience, find, get, open_source, places, record, remembered


@pytest.fixture
def own(tools: Any, publisher: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A registry with ``made-table`` (at the publisher), ``by-hand`` and ``mirror-only``; an empty mirror and home."""
    made = tools.record(publisher.address)
    keys = ("title", "title_nl", "publisher", "citation", "url", "published", "licence", "licence_confirmed")
    shared = {key: getattr(made, key) for key in (*keys, "attribution", "second_hand", "run_against_publisher")}
    shared |= {"columns": [], "known_faults": [], "sha256": made.sha256, "bytes": made.size}
    step = {"en": "Go to the page.", "nl": "Ga naar de pagina."}
    folders = {name: tmp_path / name for name in ("registry", "mirror", "home")}
    for folder in folders.values():
        folder.mkdir()
    for name, fields in {
        "made-table": {"path": made.path, "download_url": made.download_url},
        "by-hand": {"path": "made/hand.csv", "hand_download": [step]},
        "mirror-only": {"path": "made/mirror.csv"},
        "not-seen": {"path": "made/new.csv", "sha256": None, "bytes": None},
    }.items():
        content = {key: value for key, value in (shared | {"id": name} | fields).items() if value is not None}
        (folders["registry"] / f"{name}.yml").write_text(yaml.safe_dump(content))
    monkeypatch.setenv("KETENKOMPAS_REGISTRY", str(folders["registry"]))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(folders["mirror"]))
    monkeypatch.setenv("KETENKOMPAS_HOME", str(folders["home"]))
    monkeypatch.delenv("KETENKOMPAS_SOURCES", raising=False)
    return folders


def put(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (1_700_000_000, 1_700_000_000))
    return file


def test_the_order_decides(own: dict[str, Path], tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    in_mirror = put(own["mirror"], "made/table.csv", tools.csv)
    assert open_source("made-table").path == in_mirror
    in_cache = put(own["home"], "sources/made/table.csv", tools.csv)
    opened = open_source("made-table")
    assert (opened.path, opened.origin, opened.confirmed) == (in_cache, "cache", True)
    assert opened.sha256 == opened.record.sha256
    monkeypatch.setenv("KETENKOMPAS_SOURCES", "mirror, cache")
    assert find("made-table") == (in_mirror, "mirror")


def test_the_first_of_several_mirrors_that_has_it(
    own: dict[str, Path], tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = put(tmp_path / "second", "made/table.csv", tools.csv)
    monkeypatch.setenv("KETENKOMPAS_MIRROR", os.pathsep.join([str(own["mirror"]), str(tmp_path / "second")]))
    assert open_source("made-table").path == second


def test_nothing_is_downloaded_unasked(own: dict[str, Path], publisher: Any, tools: Any) -> None:
    for name, code in {
        "made-table": "sources.not_here",
        "by-hand": "sources.not_here_by_hand",
        "mirror-only": "sources.not_here_mirror",
    }.items():
        assert find(name) is None
        with pytest.raises(SourceError) as caught:
            open_source(name)
        assert tools.told(caught.value) == code
        assert str(own["mirror"]) in caught.value.text("nl")
    assert publisher.requests == []


def test_the_publisher_in_the_order_allows_a_download(
    own: dict[str, Path], publisher: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_SOURCES", "cache,publisher")
    opened = open_source("made-table")
    assert (opened.origin, opened.path.read_bytes()) == ("publisher", tools.csv)
    assert open_source("made-table").origin == "cache"
    assert len(publisher.requests) == 1


def test_a_hand_download_may_lie_in_a_folder_by_its_bare_name(own: dict[str, Path], tools: Any) -> None:
    file = put(own["mirror"], "hand.csv", tools.csv)
    assert open_source("by-hand").path == file
    put(own["mirror"], "mirror.csv", tools.csv)
    assert find("mirror-only") is None


def test_another_file_is_refused_and_no_other_place_tried(own: dict[str, Path], tools: Any) -> None:
    put(own["mirror"], "made/table.csv", tools.csv)
    put(own["home"], "sources/made/table.csv", tools.csv + b"NL,1,1\n")
    with pytest.raises(SourceError) as caught:
        open_source("made-table")
    assert tools.told(caught.value) == "sources.size_differs"
    put(own["home"], "sources/made/table.csv", tools.csv.replace(b"NL", b"BE"))
    with pytest.raises(SourceError) as caught:
        open_source("made-table")
    assert tools.told(caught.value) == "sources.checksum_differs"
    assert caught.value.where.file.endswith("table.csv")


def test_a_file_without_a_known_checksum_is_not_confirmed(own: dict[str, Path]) -> None:
    put(own["mirror"], "made/new.csv", b"a\n1\n")
    opened = open_source("not-seen")
    assert not opened.confirmed


def test_a_checked_file_is_not_read_again_until_it_changes(own: dict[str, Path], tools: Any) -> None:
    file, cache = put(own["mirror"], "made/table.csv", tools.csv), places().cache
    assert remembered(file, cache) is None
    found = open_source("made-table").sha256
    put(own["mirror"], "made/table.csv", tools.csv.replace(b"NL", b"BE"))  # same length, time and inode
    assert open_source("made-table").sha256 == remembered(file, cache) == found
    os.utime(file, (1_700_000_000, 1_700_000_001))
    assert remembered(file, cache) is None
    with pytest.raises(SourceError, match="another content"):
        open_source("made-table")


def test_a_file_that_is_still_new_is_not_remembered(own: dict[str, Path], tools: Any) -> None:
    file = own["mirror"] / "made" / "table.csv"
    file.parent.mkdir()
    file.write_bytes(tools.csv)
    open_source("made-table")
    assert remembered(file, places().cache) is None


def test_get_mends_the_cache_and_can_fetch_again(own: dict[str, Path], publisher: Any, tools: Any) -> None:
    put(own["home"], "sources/made/table.csv", b"spoilt")
    item = record("made-table")
    assert get(item).path.read_bytes() == tools.csv
    assert get(item).origin == "cache"
    assert get(item, again=True, patience=Patience(attempts=1)).origin == "publisher"
    assert len(publisher.requests) == 2
    put(own["home"], "sources/made/mirror.csv", b"spoilt")
    with pytest.raises(SourceError) as caught:
        get(record("mirror-only"))
    assert tools.told(caught.value) == "sources.size_differs"


def test_an_unknown_place_or_source_is_told(own: dict[str, Path], tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for call in (find, open_source):
        with pytest.raises(UnknownCodeError) as unknown:
            call("made-tabel")
        assert "made-table" in unknown.value.text("nl")
    monkeypatch.setenv("KETENKOMPAS_SOURCES", "cache,cloud")
    with pytest.raises(SourceError) as caught:
        open_source("made-table")
    assert tools.told(caught.value) == "sources.order_unknown"
    assert "'cloud'" in caught.value.text("en")


@pytest.mark.mirror
def test_every_file_of_the_mirror_opens(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    for name in ("wiod2013-wiot-2008", "jrc-co2-wiod2013", "pwt-10.01", "eurostat-ghgfp-2026-01-22"):
        opened = open_source(name)
        assert (opened.origin, opened.confirmed) == ("mirror", True)
