"""A download ends as the whole, checked file under its name, or as a told error with nothing under its name."""

from __future__ import annotations

import functools
import gzip
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ketenkompas.errors import SourceError
from ketenkompas.sources import Patience, SourceRecord
from ketenkompas.sources._download import download

QUICK = Patience(connect_s=2, stall_s=0.3, attempts=3, pause_s=0.01, longest_pause_s=0.05, lock_s=5)
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>no data</body></html>"
FETCH = """
import json, sys
from pathlib import Path
from ketenkompas.sources import Patience, SourceRecord
from ketenkompas.sources._download import download
download(SourceRecord(**json.loads(sys.argv[1])), Path(sys.argv[2]), patience=Patience(stall_s=20, pause_s=0.05))
"""


def failed(record: SourceRecord, target: Path, tools: Any, patience: Patience = QUICK) -> SourceError:
    with pytest.raises(SourceError) as caught:
        download(record, target, patience=patience)
    tools.told(caught.value)
    assert not target.exists()
    return caught.value


def leftovers(target: Path) -> set[str]:
    return {item.name for item in target.parent.iterdir() if item.is_file()}


def test_a_file_comes_whole_with_its_note(publisher: Any, tools: Any, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    target = tmp_path / "deep" / "table.csv"
    download(tools.record(publisher.address), target, progress=lambda *step: seen.append(step), patience=QUICK)
    assert target.read_bytes() == tools.csv
    assert seen[0] == (0, len(tools.csv))
    assert seen[-1] == (len(tools.csv), len(tools.csv))
    assert leftovers(target) == {"table.csv", "table.csv.fetched.json"}
    note = json.loads((target.parent / "table.csv.fetched.json").read_text())
    assert (note["bytes"], note["etag"]) == (len(tools.csv), '"v1"')


def test_a_truncated_answer_is_resumed(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.answers = [functools.partial(tools.send, stop_after=70_000)]
    target = download(tools.record(publisher.address), tmp_path / "table.csv", patience=QUICK)
    assert target.read_bytes() == tools.csv
    assert publisher.requests[1]["range"] == "bytes=70000-"
    assert publisher.requests[1]["if-range"] == '"v1"'


def test_without_range_support_it_starts_again(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.ranges = False
    publisher.answers = [functools.partial(tools.send, stop_after=70_000)]
    target = download(tools.record(publisher.address), tmp_path / "table.csv", patience=QUICK)
    assert target.read_bytes() == tools.csv
    assert "range" not in publisher.requests[1]


def test_a_server_that_ignores_the_range_gives_the_whole(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.answers = [
        functools.partial(tools.send, stop_after=70_000),
        tools.reply(200, tools.csv),
    ]
    target = download(tools.record(publisher.address), tmp_path / "table.csv", patience=QUICK)
    assert target.read_bytes() == tools.csv


def test_always_truncated_keeps_the_part_for_the_next_run(publisher: Any, tools: Any, tmp_path: Path) -> None:
    cut = functools.partial(tools.send, stop_after=0)
    publisher.answers = [functools.partial(tools.send, stop_after=50_000), *[cut] * 6]
    target = tmp_path / "table.csv"
    error = failed(tools.record(publisher.address), target, tools)
    assert error.code == "sources.broken_off"
    assert leftovers(target) == {"table.csv.part", "table.csv.part.json"}
    publisher.answers.clear()
    download(tools.record(publisher.address), target, patience=QUICK)
    assert publisher.requests[-1]["range"] == "bytes=50000-"
    assert target.read_bytes() == tools.csv


def test_progress_renews_the_attempts(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.answers = [functools.partial(tools.send, stop_after=20_000)] * 10
    target = download(tools.record(publisher.address), tmp_path / "table.csv", patience=QUICK)
    assert target.read_bytes() == tools.csv


def test_a_stall_is_told_and_resumed_later(publisher: Any, tools: Any, tmp_path: Path) -> None:
    def stall(handler: Any, publisher: Any) -> None:
        tools.send(handler, publisher, stop_after=30_000)
        publisher.go_on.wait(5)

    def silent(_handler: Any, publisher: Any) -> None:
        publisher.go_on.wait(5)

    publisher.answers = [stall, silent, silent, silent]
    target = tmp_path / "table.csv"
    error = failed(tools.record(publisher.address), target, tools)
    assert (error.code, error.params["here"]) == ("sources.stalled", 30_000)
    publisher.go_on.set()
    publisher.answers.clear()
    assert download(tools.record(publisher.address), target, patience=QUICK).read_bytes() == tools.csv


def test_a_length_that_is_too_large_is_no_whole_file(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.ranges = False
    publisher.answers = [functools.partial(tools.send, length=len(tools.csv) + 999)] * 9
    error = failed(tools.record(publisher.address, body=None), tmp_path / "table.csv", tools)
    assert error.code == "sources.broken_off"


def test_a_length_that_is_too_small_is_no_whole_csv(publisher: Any, tools: Any, tmp_path: Path) -> None:
    cut = tools.csv.rindex(b",", 0, 90_000)  # in the middle of a line
    publisher.answers = [functools.partial(tools.send, length=cut)]
    error = failed(tools.record(publisher.address, body=None), tmp_path / "table.csv", tools)
    assert (error.code, error.params["size"]) == ("sources.cut_off", cut)
    assert leftovers(tmp_path / "table.csv") == set()


def test_a_length_that_is_too_small_is_no_whole_zip(publisher: Any, tools: Any, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("table.csv", tools.csv)
    publisher.body = packed.getvalue()
    publisher.answers = [functools.partial(tools.send, length=1000)]
    record = tools.record(publisher.address, body=None, name="table.zip")
    assert failed(record, tmp_path / "table.zip", tools).code == "sources.cut_off"
    download(record, tmp_path / "table.zip", patience=QUICK)
    assert zipfile.ZipFile(tmp_path / "table.zip").read("table.csv") == tools.csv


def test_another_length_than_the_registry_says_is_refused_at_once(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.body = tools.csv + b"NL,2020,1\n"
    error = failed(tools.record(publisher.address), tmp_path / "table.csv", tools)
    assert (error.code, error.params["wanted"]) == ("sources.other_length", len(tools.csv))
    assert leftovers(tmp_path / "table.csv") == set()


def test_another_content_of_the_same_length_is_removed(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.body = tools.csv.replace(b"NL,1990,0.5", b"BE,1990,0.5", 1)
    error = failed(tools.record(publisher.address), tmp_path / "table.csv", tools)
    assert error.code == "sources.other_checksum"
    assert leftovers(tmp_path / "table.csv") == set()
    assert len(publisher.requests) == 1


def test_a_spoilt_part_gets_one_clean_start(publisher: Any, tools: Any, tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    (tmp_path / "table.csv.part").write_bytes(b"x" * 1000)
    note = {"url": f"{publisher.address}/table.csv", "etag": '"v1"', "last_modified": None}
    (tmp_path / "table.csv.part.json").write_text(json.dumps(note))
    download(tools.record(publisher.address), target, patience=QUICK)
    assert target.read_bytes() == tools.csv
    assert [request.get("range") for request in publisher.requests] == ["bytes=1000-", None]


def test_a_part_longer_than_the_file_gets_a_clean_start(publisher: Any, tools: Any, tmp_path: Path) -> None:
    (tmp_path / "table.csv.part").write_bytes(tools.csv + b"more")
    note = {"url": f"{publisher.address}/table.csv", "etag": '"v1"', "last_modified": None}
    (tmp_path / "table.csv.part.json").write_text(json.dumps(note))
    target = download(tools.record(publisher.address), tmp_path / "table.csv", patience=QUICK)
    assert target.read_bytes() == tools.csv


@pytest.mark.parametrize("if_range", [True, False], ids=["server knows If-Range", "server ignores If-Range"])
def test_a_file_that_changes_between_attempts_is_never_mixed(
    publisher: Any, tools: Any, tmp_path: Path, if_range: bool
) -> None:
    newer = tools.csv.replace(b"NL", b"BE")

    def cut_then_change(handler: Any, publisher: Any) -> None:
        tools.send(handler, publisher, stop_after=60_000)
        publisher.body, publisher.etag = newer, '"v2"'

    publisher.answers = [cut_then_change, functools.partial(tools.send, if_range=if_range)]
    target = download(tools.record(publisher.address, body=None), tmp_path / "table.csv", patience=QUICK)
    assert target.read_bytes() == newer


ANSWERS: dict[str, tuple[int, bytes, str, str]] = {
    "a page with status 200": (200, PAGE, "text/html; charset=utf-8", "sources.page_instead"),
    "a page called csv": (200, b"\xef\xbb\xbf  " + PAGE, "text/csv", "sources.page_instead"),
    "an xml error": (200, b"<?xml version='1.0'?><fault/>", "text/csv", "sources.page_instead"),
    "an error object with status 200": (
        200,
        json.dumps({"error": [{"status": 400, "label": "EMPTY_RESULT"}]}).encode(),
        "application/json",
        "sources.error_in_answer",
    ),
    "an empty body": (200, b"", "text/csv", "sources.empty"),
    "a header only": (200, b"geo,time,value\r\n", "text/csv", "sources.no_rows"),
    "a zip for a csv": (200, b"PK\x03\x04" + b"\0" * 60, "text/csv", "sources.wrong_kind"),
    "not found": (404, PAGE, "text/html", "sources.not_found"),
    "gone": (410, b"", "text/html", "sources.not_found"),
    "forbidden": (403, b"", "text/html", "sources.forbidden"),
    "too large": (413, b'{"error": {"label": "too many cells"}}', "application/json", "sources.too_large"),
    "bad request": (400, b'{"error": [{"label": "unknown code"}]}', "application/json", "sources.refused"),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS)
def test_a_wrong_answer_is_told_at_once(publisher: Any, tools: Any, tmp_path: Path, case: str) -> None:
    status, body, content_type, code = ANSWERS[case]
    publisher.answers = [tools.reply(status, body, content_type)]
    error = failed(tools.record(publisher.address, body=None), tmp_path / "table.csv", tools)
    assert error.code == code
    assert len(publisher.requests) == 1
    assert leftovers(tmp_path / "table.csv") == set()


def test_what_the_publisher_says_is_passed_on(publisher: Any, tools: Any, tmp_path: Path) -> None:
    told = json.dumps({"error": [{"status": 400, "label": "EMPTY_RESULT: no data"}]}).encode()
    publisher.answers = [tools.reply(200, told, "application/json")]
    error = failed(tools.record(publisher.address, body=None), tmp_path / "table.csv", tools)
    assert "EMPTY_RESULT: no data" in error.text("nl")
    publisher.answers = [tools.reply(200, PAGE, "text/html")]
    assert "Sign in" in failed(tools.record(publisher.address), tmp_path / "table.csv", tools).text("en")


@pytest.mark.parametrize("name", ["t.zip", "t.parquet", "t.json"])
def test_text_is_no_binary_file(publisher: Any, tools: Any, tmp_path: Path, name: str) -> None:
    publisher.body = b"[1, 2" if name.endswith("json") else b"geo,value\nNL,1\n"
    error = failed(tools.record(publisher.address, body=None, name=name), tmp_path / name, tools)
    assert error.code == ("sources.cut_off" if name.endswith("json") else "sources.wrong_kind")


def test_a_parquet_file_without_its_foot_is_cut_off(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.body = b"PAR1" + b"\0" * 500
    record = tools.record(publisher.address, body=None, name="t.parquet")
    assert failed(record, tmp_path / "t.parquet", tools).code == "sources.cut_off"


def test_a_failing_server_is_asked_again(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.answers = [tools.reply(500), tools.reply(503, Retry_After="0")]
    assert download(tools.record(publisher.address), tmp_path / "t.csv", patience=QUICK).read_bytes() == tools.csv
    publisher.answers = [tools.reply(502, b"bad gateway")] * 3
    error = failed(tools.record(publisher.address), tmp_path / "u.csv", tools)
    assert (error.code, error.params["status"], error.params["told"]) == ("sources.server_failed", 502, "bad gateway")
    assert publisher.answers == []


def test_a_redirect_is_followed_and_a_packed_answer_unpacked(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.answers = [
        tools.reply(302, Location=f"{publisher.address}/elsewhere"),
        tools.reply(200, gzip.compress(tools.csv), Content_Encoding="gzip"),
    ]
    assert download(tools.record(publisher.address), tmp_path / "t.csv", patience=QUICK).read_bytes() == tools.csv


def test_an_endless_redirect_is_refused(publisher: Any, tools: Any, tmp_path: Path) -> None:
    publisher.answers = [tools.reply(302, Location=publisher.address)] * 30
    assert failed(tools.record(publisher.address), tmp_path / "t.csv", tools).code == "sources.refused"


def test_offline(tools: Any, tmp_path: Path, publisher: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    error = failed(tools.record(closed), tmp_path / "t.csv", tools)
    assert error.code == "sources.offline"
    assert "127.0.0.1" in error.text("nl")


def test_no_address(tools: Any, tmp_path: Path) -> None:
    assert failed(tools.record(None), tmp_path / "t.csv", tools).code == "sources.no_address"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_left_clean(publisher: Any, tools: Any, tmp_path: Path) -> None:
    (tmp_path / "table.csv.part").symlink_to("/dev/full")
    error = failed(tools.record(publisher.address), tmp_path / "table.csv", tools)
    assert error.code == "sources.disk_full"
    assert list(tmp_path.glob("table*")) == []


def test_too_little_room_is_told_before_anything_comes(
    publisher: Any, tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    assert failed(tools.record(publisher.address), tmp_path / "table.csv", tools).code == "sources.disk_full"
    assert leftovers(tmp_path / "table.csv") == set()


def test_a_place_that_cannot_be_written(publisher: Any, tools: Any, tmp_path: Path) -> None:
    (tmp_path / "made").write_text("a file where a folder is needed")
    with pytest.raises(SourceError) as caught:
        download(tools.record(publisher.address), tmp_path / "made" / "t.csv", patience=QUICK)
    assert tools.told(caught.value) == "sources.cannot_write"


def run(record: SourceRecord, target: Path) -> subprocess.Popen[bytes]:
    fields = {key: getattr(record, key) for key in record.__dataclass_fields__ if key not in {"columns", "corrections"}}
    source = Path(__file__).resolve().parents[3] / "src"
    environ = {**os.environ, "PYTHONPATH": str(source)}
    return subprocess.Popen([sys.executable, "-c", FETCH, json.dumps(fields), str(target)], env=environ)


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_killed_in_the_middle_it_goes_on(publisher: Any, tools: Any, tmp_path: Path) -> None:
    def half_then_wait(handler: Any, publisher: Any) -> None:
        tools.send(handler, publisher, stop_after=150_000)
        publisher.go_on.wait(20)

    publisher.answers = [half_then_wait]
    target, part = tmp_path / "table.csv", tmp_path / "table.csv.part"
    process = run(tools.record(publisher.address), target)
    wait_for(lambda: part.exists() and part.stat().st_size > 0)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not target.exists()
    here = part.stat().st_size
    download(tools.record(publisher.address), target, patience=QUICK)
    assert publisher.requests[-1]["range"] == f"bytes={here}-"
    assert target.read_bytes() == tools.csv


def test_two_processes_fetch_a_file_once(publisher: Any, tools: Any, tmp_path: Path) -> None:
    def wait_then_send(handler: Any, publisher: Any) -> None:
        publisher.go_on.wait(20)
        tools.send(handler, publisher)

    publisher.answers = [wait_then_send]
    target = tmp_path / "table.csv"
    both = [run(tools.record(publisher.address), target) for _ in range(2)]
    wait_for(lambda: publisher.requests)
    time.sleep(1.0)  # the other has come to the lock, or comes after the file: both must end well
    publisher.go_on.set()
    assert [process.wait(30) for process in both] == [0, 0]
    assert target.read_bytes() == tools.csv
    assert all("range" not in request for request in publisher.requests)
    assert leftovers(target) == {"table.csv", "table.csv.fetched.json"}


def test_a_file_that_somebody_else_holds_is_told(publisher: Any, tools: Any, tmp_path: Path) -> None:
    def wait(_handler: Any, publisher: Any) -> None:
        publisher.go_on.wait(20)

    publisher.answers = [wait]
    target = tmp_path / "table.csv"
    other = run(tools.record(publisher.address), target)
    wait_for(lambda: publisher.requests)
    try:
        error = failed(tools.record(publisher.address), target, tools, Patience(lock_s=0.2))
        assert error.code == "sources.busy"
    finally:
        other.kill()
        other.wait()
