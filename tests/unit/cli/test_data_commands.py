"""``ketenkompas data``: lists, states, downloads and explanations, in two languages, with stable exit codes."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from ketenkompas.cli._data import app
from ketenkompas.sources import registry

TABLE = b"geo,value\nNL,1\nBE,2\n"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A publisher with one good file, and records of it, of one it does not have and of one with a wrong checksum."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    site, folder = tmp_path / "site", tmp_path / "registry"
    site.mkdir()
    folder.mkdir()
    (site / "good.csv").write_bytes(TABLE)
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}"
    shared = {
        "title": "Own table", "title_nl": "Eigen tabel", "publisher": "Us", "citation": "Us (2026)", "url": "-",
        "published": "2026", "licence": "CC0-1.0", "licence_confirmed": True, "attribution": "Us", "second_hand": False,
        "run_against_publisher": False, "columns": [], "known_faults": [],
    }  # fmt: skip
    right = hashlib.sha256(TABLE).hexdigest()
    for name, file, sha256 in (
        ("own-good", "good", right),
        ("own-gone", "gone", right),
        ("own-other", "good", "0" * 64),
    ):
        content = {"id": name, **shared, "download_url": f"{address}/{file}.csv", "path": f"own/{name}.csv"}
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content | {"sha256": sha256, "bytes": len(TABLE)}))
    monkeypatch.setenv("KETENKOMPAS_REGISTRY", str(folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield tmp_path
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(tmp_path / "mirror"))
    monkeypatch.delenv("KETENKOMPAS_SOURCES", raising=False)
    monkeypatch.delenv("KETENKOMPAS_LANG", raising=False)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_list_names_every_source_in_both_languages() -> None:
    names = {item.family or item.id for item in registry().values()}
    for lang, unconfirmed in (
        ("nl", "nog te bevestigen bij de uitgever"),
        ("en", "still to be confirmed with the publisher"),
    ):
        rows = json.loads(run("list", "--lang", lang, "--format", "json").stdout)
        assert {row["id"] for row in rows} == names
        wiod = next(row for row in rows if row["id"] == "wiod2013-wiot-2008")
        assert wiod["year"] == 2008
        assert unconfirmed in wiod["licence"]
        figaro = next(row for row in rows if row["id"] == "eurostat-naio_10_fcp_ii4")
        assert "47" in figaro["place"]
    shown = run("list", "--lang", "nl").stdout
    assert all(name in shown for name in names)
    assert "nog niet bij de uitgever uitgevoerd" in shown


def test_get_then_status_and_verify(own: Path) -> None:
    assert json.loads(run("status", "own-good", "--format", "json").stdout)[0]["state_code"] == "absent"
    got = run("get", "own-good", "--format", "json")
    assert got.exit_code == 0
    opened = json.loads(got.stdout)[0]
    assert (opened["origin"], opened["confirmed"]) == ("publisher", True)
    assert Path(opened["path"]).read_bytes() == TABLE
    assert json.loads(run("status", "own-good", "--format", "json").stdout)[0]["state_code"] == "unread"
    verified = run("verify", "own-good", "--lang", "nl")
    assert (verified.exit_code, "1 goed" in verified.stdout) == (0, True)
    assert "cache" in run("get", "own-good", "--lang", "en").stdout


def test_verify_fails_on_a_wrong_or_missing_file(own: Path) -> None:
    file = Path(json.loads(run("get", "own-good", "--format", "json").stdout)[0]["path"])
    file.write_bytes(TABLE.replace(b"NL", b"DE"))
    wrong = run("verify", "own-good", "--lang", "en")
    assert wrong.exit_code == 3
    assert "1 wrong" in wrong.stdout
    file.unlink()
    assert run("verify", "own-good").exit_code == 3
    assert run("verify").exit_code == 0


@pytest.mark.parametrize(("name", "code"), [("own-gone", "sources.not_found"), ("own-other", "sources.other_checksum")])
def test_a_failed_download_is_told_on_stderr(own: Path, name: str, code: str) -> None:
    for lang, words in (("nl", "Wat te doen"), ("en", "What to do")):
        failed = run("get", name, "--lang", lang)
        assert (failed.exit_code, failed.stdout) == (3, "")
        assert words in failed.stderr
    assert json.loads(run("get", name, "--format", "json").stderr)["error"]["code"] == code
    assert list((Path(os.environ["KETENKOMPAS_HOME"])).rglob("*.csv")) == []


@pytest.mark.parametrize("command", ["explain", "get", "verify", "status"])
def test_an_unknown_id_is_a_usage_error_with_the_nearest(command: str) -> None:
    failed = run(command, "wiod2013-wiot-2021", "--lang", "nl")
    assert failed.exit_code == 2
    assert "wiod2013-wiot-2011" in failed.stderr
    told = json.loads(run(command, "wiod2013-wiot-2021", "--format", "json").stderr)
    assert told["error"]["code"] == "sources.unknown"


def test_explain_tells_everything() -> None:
    shown = run("explain", "wiod2013-wiot-2002", "--lang", "nl").stdout
    for part in (
        "Wereld-input-outputtabel 2002",
        "nog te bevestigen bij de uitgever",
        "Review of International Economics",
        "value_musd [MUSD]",
        "LVA c24",
        "621.622",
        "mrio/wiod2013/wiot_2002.parquet",
        registry()["wiod2013-wiot-2002"].sha256 or "-",
    ):
        assert part in shown
    by_hand = run("explain", "figaro-26ed-ii-matrix-2023", "--lang", "en").stdout
    assert "download matrix_eu-ic-io_ind-by-ind_26ed_2023.csv" in by_hand
    assert "not yet run against the publisher" in by_hand
    corrected = run("explain", "siot-de-1995", "--lang", "nl").stdout
    assert "1079400.0 wordt 1079446.0" in corrected
    whole = json.loads(run("explain", "siot-de-1995", "--format", "json").stdout)
    assert whole["corrections"][0]["corrected"] == "1079446.0"
    assert run("explain", "eurostat-naio_10_fcp_ii4").exit_code == 0


def test_a_wrong_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_SOURCES", "cloud")
    failed = run("list", "--lang", "nl")
    assert failed.exit_code == 3
    assert "KETENKOMPAS_SOURCES" in failed.stderr


@pytest.mark.mirror
def test_the_whole_mirror_is_right(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    verified = run("verify", "--lang", "en")
    assert verified.exit_code == 0
    here = sum((mirror / item.path).is_file() for item in registry().values())
    assert here >= 45
    assert f"{here} right, 0 without a known checksum, 0 wrong" in verified.stdout
