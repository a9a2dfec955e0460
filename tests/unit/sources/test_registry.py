"""The registry says of every file who made it, under which licence, and what is wrong with it."""

from __future__ import annotations

import csv
import importlib.resources
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ketenkompas.errors import SourceError, UnknownCodeError
from ketenkompas.sources import apply_corrections, open_source, record, records, registry, schema

FOLDER = Path(str(importlib.resources.files("ketenkompas"))) / "data" / "sources"
FILES = sorted(FOLDER.glob("*.yml"))
RECORDS = [file for file in FILES if not file.name.endswith(".corrections.yml")]
DEFS = schema()["$defs"]
CODE_LISTS = {
    "cn2021-to-cn2022", "cn2023-labels-nl", "cpa21-labels", "cpv2008-labels", "hicp-codes", "hs2022-codes",
    "nace2-labels", "nace2-to-cpa21", "rgs-3.7-mkb",
}  # fmt: skip
"""Lists of codes whose publisher's own statement of the licence was not seen with the file."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_follows_the_schema(file: Path) -> None:
    part = "record" if file in RECORDS else "corrections"
    content = yaml.safe_load(file.read_text("utf-8"))
    shape = {"$ref": f"#/$defs/{part}", "$defs": DEFS}
    assert [fault.message for fault in Draft202012Validator(shape).iter_errors(content)] == []
    if part == "record":
        assert file.name == f"{content['id']}.yml"
    else:
        assert (FOLDER / file.name.replace(".corrections.yml", ".yml")).is_file()


def test_ids_and_places_are_unique() -> None:
    items = registry().values()
    assert len(registry()) == sum(
        len(yaml.safe_load(f.read_text()).get("slices", {"values": "1"})["values"]) for f in RECORDS
    )
    assert len({item.path for item in items}) == len(items)
    assert all(item.id == key for key, item in registry().items())


@pytest.mark.mirror
def test_every_file_of_the_mirror_is_registered_with_its_checksum(mirror: Path) -> None:
    known = {item.path: item for item in registry().values()}
    listed = json.loads((mirror / "mrio" / "manifest.json").read_text("utf-8"))
    assert len(listed) == 42
    for entry in listed:
        item = known[f"mrio/{entry['path']}"]
        assert (item.sha256, item.size, item.publisher) == (entry["sha256"], entry["bytes"], entry["publisher"])
        assert item.second_hand is ("TRANSCRIBED" in entry["notes"])


@pytest.mark.mirror
def test_columns_are_those_of_the_files(mirror: Path) -> None:
    for item in registry().values():
        if item.path.startswith("mrio/") and item.kind == "csv" and not any("*" in c.name for c in item.columns):
            header = next(csv.reader((mirror / item.path).read_text("utf-8").splitlines()))
            assert [column.name for column in item.columns] == header, item.id


def test_publisher_addresses_are_marked_as_not_run() -> None:
    fetched = [item for item in registry().values() if item.download_url]
    names = {item.family or item.id for item in fetched}
    assert {f"eurostat-naio_10_fcp_{kind}{block}" for kind in ("ii", "u", "s") for block in range(1, 5)} <= names
    assert {"eurostat-env_ac_ainah_r2", "eurostat-env_ac_ghgfp-totals", "eurostat-demo_gind"} <= names
    assert all(item.download_url and item.download_url.startswith("https://") for item in fetched)
    assert not any(item.run_against_publisher for item in registry().values())


def test_figaro_is_a_hand_download_with_the_two_checksums_that_were_seen() -> None:
    matrix = [item for item in registry().values() if item.id.startswith("figaro-26ed-ii-matrix-")]
    assert [item.year for item in matrix] == list(range(2010, 2025))
    assert {item.year for item in matrix if item.sha256} == {2019, 2023}
    assert record("figaro-26ed-ii-matrix-2023").size == 49_350_189
    assert all(item.reach == "hand" and len(item.hand_download) == 4 for item in matrix)


def test_licences_that_the_publisher_has_still_to_confirm_say_so() -> None:
    open_ones = {item.id for item in registry().values() if not item.licence_confirmed} - CODE_LISTS
    wiod = {f"wiod2013-wiot-{year}" for year in range(1995, 2012)}
    wiod |= {"wiod2013-output", "wiod2013-region-order", "wiod2013-industries", "wiod2013-final-demand"}
    lists = {"co2emissiefactoren-nl-2026", "rivm-food-2024-09-23"}
    lists |= {
        "municipalities-2023",
        "nl-municipalities-2023",
        *(f"household-energy-{year}" for year in (2016, 2019, 2023)),
    }
    assert open_ones == wiod | lists | {"cn2022-to-cpa21", "figaro-nl-final-demand-26ed", "pwt-10.01"}
    assert "still to be confirmed with the publisher" in record("wiod2013-wiot-2008").licence


def test_licences_of_code_lists_are_not_confirmed_either() -> None:
    assert not any(record(name).licence_confirmed for name in CODE_LISTS)


def test_a_data_set_in_slices_is_a_family_of_files() -> None:
    family = records("eurostat-naio_10_fcp_ii4")
    assert len(family) == 47  # 46 areas and the value-added rows
    one = record("eurostat-naio_10_fcp_ii4:NL")
    assert one.path == "eurostat/naio_10_fcp_ii4/NL.csv"
    assert "c%5Bc_orig%5D=NL" in str(one.download_url)
    assert records("pwt-10.01") == (record("pwt-10.01"),)


@pytest.mark.parametrize(
    ("asked", "near"), [("wiod2013-wiot-2021", "wiod2013-wiot-2011"), ("pwt", "pwt-10.01"), ("gcb2020", "gcb-2020")]
)
def test_an_unknown_id_is_answered_with_the_nearest(asked: str, near: str, tools: Any) -> None:
    for ask in (record, records):
        with pytest.raises(UnknownCodeError) as caught:
            ask(asked)
        assert tools.told(caught.value) == "sources.unknown"
        assert near in caught.value.params["nearest"]


@pytest.mark.mirror
def test_the_correction_of_germany_1995_fits_the_file(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    opened = open_source("siot-de-1995")
    rows = list(csv.DictReader(opened.path.read_text("utf-8").splitlines()))
    corrected, made = apply_corrections(opened.record, rows)
    industry = {
        row["iotables_col"]: float(row["values"]) for row in corrected if row["iotables_row"] == "industry_group"
    }
    parts = ["total", "final_consumption_households", "final_consumption_government", "gross_capital_formation"]
    parts += ["inventory_change", "exports"]
    assert len(made) == 1
    assert industry["total_final_use"] == sum(industry[part] for part in parts) == 1_079_446
    assert sum(a != b for a, b in zip(rows, corrected, strict=True)) == 1


@pytest.mark.parametrize("change", [{"where": {"iotables_row": "nobody"}}, {"found": "1"}, {"where": {}}])
def test_a_correction_that_does_not_fit_is_an_error(change: dict[str, Any], tools: Any) -> None:
    item = record("siot-de-1995")
    item = replace(item, corrections=(replace(item.corrections[0], **change),))
    row = {"iotables_row": "industry_group", "iotables_col": "total_final_use", "values": "1079400.0"}
    with pytest.raises(SourceError) as caught:
        apply_corrections(item, [row, row | {"iotables_col": "total"}])
    assert tools.told(caught.value) == "sources.correction_unmatched"


def own(tools: Any, **fields: Any) -> dict[str, Any]:
    made = tools.record("http://127.0.0.1:9")
    keys = ("title", "title_nl", "publisher", "citation", "url", "published", "licence", "licence_confirmed")
    content = {
        key: getattr(made, key) for key in (*keys, "attribution", "path", "second_hand", "run_against_publisher")
    }
    return {"id": "own-table", **content, "columns": [], "known_faults": [], **fields}


def test_records_of_ones_own_are_added(tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own-table.yml").write_text(yaml.safe_dump(own(tools)))
    monkeypatch.setenv("KETENKOMPAS_REGISTRY", str(tmp_path))
    assert record("own-table").title_in("nl") == "Gemaakte tabel"
    assert "pwt-10.01" in registry()


def test_all_problems_of_ones_own_records_are_told_together(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yml").write_text(yaml.safe_dump(own(tools, id="pwt-10.01")))
    (tmp_path / "b.yml").write_text(yaml.safe_dump(own(tools, path="../../etc/passwd", colour="red")))
    (tmp_path / "c.yml").write_text("id: [open")
    (tmp_path / "own-table.corrections.yml").write_text("[]")
    monkeypatch.setenv("KETENKOMPAS_REGISTRY", str(tmp_path))
    with pytest.raises(SourceError) as caught:
        registry()
    codes = [tools.told(problem) for problem in caught.value.problems]
    assert tools.told(caught.value) == "sources.registry_has_problems"
    assert sorted(codes) == ["sources.id_taken", *["sources.record_invalid"] * 3, "sources.record_unreadable"]
    monkeypatch.setenv("KETENKOMPAS_REGISTRY", str(tmp_path / "nowhere"))
    with pytest.raises(SourceError) as caught:
        registry()
    assert tools.told(caught.value) == "sources.registry_folder_missing"
