"""A table in pages ends as one whole file, or as a told error with nothing under its name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.ingest._cbs_odata_forms import HOUSEHOLDS, Made, Service, reply, running

from ketenkompas.errors import SourceError
from ketenkompas.sources import Patience, Places, SourceRecord, get
from ketenkompas.sources._odata import download_table

QUICK = Patience(connect_s=2, stall_s=1, attempts=2, pause_s=0.01, longest_pause_s=0.05, lock_s=5)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("KETENKOMPAS_ODATA", raising=False)


@pytest.fixture
def service() -> Iterator[Service]:
    with running(Service([HOUSEHOLDS], page=2)) as made:
        yield made


def record(tools: Any, service: Service, **more: str) -> SourceRecord:
    odata = service.odata("71486ned", **more)
    found: SourceRecord = tools.record(service.address, body=None, name="71486ned.json")
    return replace(found, download_url=odata["3"], odata=odata)


def failed(told: SourceRecord, target: Path, tools: Any, version: str = "3") -> SourceError:
    with pytest.raises(SourceError) as caught:
        download_table(told, target, patience=QUICK, version=version)
    tools.told(caught.value)
    assert not target.exists()
    return caught.value


@pytest.mark.parametrize("version", ["3", "4"])
def test_the_pages_of_a_table_become_one_file(version: str, service: Service, tools: Any, tmp_path: Path) -> None:
    service.page = 2 if version == "3" else 12
    target = tmp_path / "cbs" / "t.json"
    download_table(record(tools, service), target, patience=QUICK, version=version)
    whole = json.loads(target.read_bytes())
    assert (whole["table"], whole["odata"]) == ("71486ned", version)
    assert whole["parts"] == HOUSEHOLDS.parts(version)
    cells = "TypedDataSet" if version == "3" else "Observations"
    assert [skip for part, skip, _ in service.asked if part == cells] == [0, service.page, 2 * service.page]
    assert {item.name for item in target.parent.iterdir() if item.is_file()} == {"t.json", "t.json.fetched.json"}
    assert not (target.parent / "t.json.pages").exists()


def test_the_rows_that_are_wanted_are_asked_of_every_page(service: Service, tools: Any, tmp_path: Path) -> None:
    wanted = "startswith(RegioS,'GM') and Perioden eq '2025JJ00'"
    download_table(record(tools, service, filter=wanted), tmp_path / "t.json", patience=QUICK)
    filters = [asked for part, _, asked in service.asked if part == "TypedDataSet"]
    assert filters == [wanted] * 3
    assert {asked for part, _, asked in service.asked if part != "TypedDataSet"} == {""}


def test_a_broken_page_is_asked_again(service: Service, tools: Any, tmp_path: Path) -> None:
    service.instead["TypedDataSet", 2] = [lambda handler: reply(handler, 200, b'{"value": [{"a": 1,}]}')]
    download_table(record(tools, service), tmp_path / "t.json", patience=QUICK)
    assert len(json.loads((tmp_path / "t.json").read_bytes())["parts"]["TypedDataSet"]) == 5


@pytest.mark.parametrize(
    "page",
    [
        b'{"value": [{"a": 1,}]}',
        b'{"odata.error": {"message": "query returns more than 10000 records"}}',
        b'{"value": [1]}',
    ],
    ids=["no JSON", "an error with status 200", "no rows"],
)
def test_a_page_that_stays_broken_is_told_and_the_good_pages_stay(
    page: bytes, service: Service, tools: Any, tmp_path: Path
) -> None:
    broken = lambda handler: reply(handler, 200, page)  # noqa: E731
    service.instead["TypedDataSet", 2] = [broken, broken]
    told, target = record(tools, service), tmp_path / "t.json"
    error = failed(told, target, tools)
    assert error.code == "sources.odata_page"
    assert "TypedDataSet" in error.params["url"]
    service.asked.clear()
    download_table(told, target, patience=QUICK)
    assert [(part, skip) for part, skip, _ in service.asked] == [
        ("TableInfos", 0),
        ("TypedDataSet", 2),
        ("TypedDataSet", 4),
        ("TableInfos", 0),
    ]


def test_a_failing_server_is_asked_again(service: Service, tools: Any, tmp_path: Path) -> None:
    service.instead["TypedDataSet", 4] = [lambda handler: reply(handler, 503, b"busy")]
    download_table(record(tools, service), tmp_path / "t.json", patience=QUICK)
    assert len([1 for part, skip, _ in service.asked if (part, skip) == ("TypedDataSet", 4)]) == 2


def test_pages_of_an_older_version_are_not_used(service: Service, tools: Any, tmp_path: Path) -> None:
    service.instead["TypedDataSet", 4] = [lambda handler: reply(handler, 404, b"")]
    told, target = record(tools, service), tmp_path / "t.json"
    assert failed(told, target, tools).code == "sources.not_found"
    newer = replace(HOUSEHOLDS, modified="2026-11-01T02:00:00", rows=HOUSEHOLDS.rows[:1])
    service.tables["71486ned"] = newer
    download_table(told, target, patience=QUICK)
    assert json.loads(target.read_bytes())["parts"] == newer.parts("3")


def test_a_table_that_is_replaced_meanwhile_is_refused(service: Service, tools: Any, tmp_path: Path) -> None:
    def change(handler: Any) -> None:
        reply(handler, 200, service._page("3", "71486ned", "TypedDataSet", 4, ""))
        service.tables["71486ned"] = replace(HOUSEHOLDS, modified="2026-11-01T02:00:00")

    service.instead["TypedDataSet", 4] = [change]
    told, target = record(tools, service), tmp_path / "t.json"
    assert failed(told, target, tools).code == "sources.odata_changed"
    download_table(told, target, patience=QUICK)
    assert json.loads(target.read_bytes())["parts"]["TableInfos"][0]["Modified"] == "2026-11-01T02:00:00"


@pytest.mark.parametrize("link", ["https://elsewhere.example/odata/x", "{own}"], ids=["another host", "in a circle"])
def test_a_next_page_elsewhere_or_in_a_circle_is_not_followed(
    link: str, service: Service, tools: Any, tmp_path: Path
) -> None:
    own = f"{service.odata('71486ned')['3']}/TypedDataSet?$format=json"
    page = {"value": [], "odata.nextLink": link.format(own=own)}
    service.instead["TypedDataSet", 0] = [lambda handler: reply(handler, 200, page)]
    assert failed(record(tools, service), tmp_path / "t.json", tools).code == "sources.odata_link"


def test_a_withdrawn_odata_4_is_told(service: Service, tools: Any, tmp_path: Path) -> None:
    service.versions = "3"
    error = failed(record(tools, service), tmp_path / "t.json", tools, version="4")
    assert error.code == "sources.odata_gone"
    assert "KETENKOMPAS_ODATA=3" in error.text("nl")
    download_table(record(tools, service), tmp_path / "t.json", patience=QUICK, version="3")


def test_the_version_is_chosen_by_configuration(
    service: Service, tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_ODATA", "4")
    opened = get(record(tools, service), where=Places(tmp_path, (), ("cache",)), patience=QUICK)
    assert json.loads(opened.path.read_bytes())["odata"] == "4"
    assert (opened.origin, opened.confirmed) == ("publisher", False)
    assert get(record(tools, service), where=Places(tmp_path, (), ("cache",))).origin == "cache"
    monkeypatch.setenv("KETENKOMPAS_ODATA", "5")
    with pytest.raises(SourceError) as caught:
        get(record(tools, service), where=Places(tmp_path / "b", (), ("cache",)), patience=QUICK)
    assert tools.told(caught.value) == "sources.odata_version"


def test_a_table_without_an_address_for_the_version(service: Service, tools: Any, tmp_path: Path) -> None:
    told = record(tools, service)
    only = replace(told, odata={"3": (told.odata or {})["3"]})
    assert failed(only, tmp_path / "t.json", tools, version="4").code == "sources.odata_version"


def test_an_empty_table_is_whole(service: Service, tools: Any, tmp_path: Path) -> None:
    service.tables["71486ned"] = Made("71486ned", HOUSEHOLDS.dimensions, HOUSEHOLDS.measures, ())
    download_table(record(tools, service), tmp_path / "t.json", patience=QUICK)
    assert json.loads((tmp_path / "t.json").read_bytes())["parts"]["TypedDataSet"] == []
