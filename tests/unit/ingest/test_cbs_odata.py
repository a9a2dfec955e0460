"""Tables of CBS from made answers in the form of both services: blanks, suppression, changed columns, our names."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.ingest._cbs_odata_forms import AREAS, HOUSEHOLDS, PERIODS, SIZE_GROUP, Dimension, Made, Measure

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.ingest import cbs_layout, read_cbs_cells, read_cbs_table, read_cbs_tables
from ketenkompas.ingest._cbs_layout import cbs_words
from ketenkompas.sources import record, registry

VERSIONS = pytest.mark.parametrize("version", ["3", "4"])


def _cell(cells: pl.DataFrame, **place: str) -> tuple[float | None, str]:
    found = cells
    for name, code in place.items():
        found = found.filter(pl.col(name) == code)
    assert found.height == 1, found
    return found.select("value", "state").row(0)  # type: ignore[return-value]


@VERSIONS
def test_codes_lose_their_blanks_and_the_status_of_a_period_is_kept(version: str, tmp_path: Path) -> None:
    table = read_cbs_table(HOUSEHOLDS.write(tmp_path, version))
    assert set(table.cells["RegioS"]) == {"NL01", "GM0034", "GM0363"}
    assert table.cells["status"].unique().to_list() == ["Definitief"]
    assert (table.id, table.modified, len(table.measures)) == ("71486ned", "2026-08-21T02:00:00", 7)
    assert table.cells.height == 5 * 7
    assert table.cells.columns == [
        *("LeeftijdReferentiepersoon", "RegioS", "Perioden"),
        *("measure", "value", "state", "status"),
    ]


@VERSIONS
def test_a_negative_number_is_suppressed_and_an_empty_cell_absent(version: str, tmp_path: Path) -> None:
    cells = read_cbs_cells(HOUSEHOLDS.write(tmp_path, version)).cells
    almere = {"age": "10000", "area": "GM0034", "period": "2025JJ00"}
    assert _cell(cells, measure="size_5+", **almere) == (None, "suppressed")
    assert _cell(cells, measure="size_3", **almere) == (None, "absent")
    zero = {"age": "53105", "area": "GM0363", "period": "2025JJ00"}
    assert _cell(cells, measure="size_3", **zero) == (0.0, "ok")


def test_what_odata_4_says_of_an_empty_cell_is_kept(tmp_path: Path) -> None:
    key = ("10000", "GM0034", "2025JJ00", "k_3Personen_25")
    hidden = replace(HOUSEHOLDS, told={key: "Confidential"}).write(tmp_path, "4")
    almere = {"age": "10000", "area": "GM0034", "period": "2025JJ00"}
    assert _cell(read_cbs_cells(hidden).cells, measure="size_3", **almere) == (None, "suppressed")
    impossible = replace(HOUSEHOLDS, told={key: "Impossible"}).write(tmp_path, "4")
    assert _cell(read_cbs_cells(impossible).cells, measure="size_3", **almere) == (None, "absent")


@VERSIONS
def test_equal_titles_are_told_apart_by_their_group(version: str, tmp_path: Path) -> None:
    found = read_cbs_cells(HOUSEHOLDS.write(tmp_path, version))
    amsterdam = {"age": "10000", "area": "GM0363", "period": "2025JJ00"}
    assert _cell(found.cells, measure="size_1", **amsterdam) == (270, "ok")
    assert found.titles["area"]["GM0363"] == "Amsterdam"
    assert found.changes == ()


def test_a_renumbered_and_a_retitled_column_are_found_and_told(tmp_path: Path) -> None:
    measures = [
        replace(m, key={"k_2Personen_24": "k_2Personen_30"}.get(m.key, m.key), title=_retitled(m))
        for m in HOUSEHOLDS.measures
    ]
    found = read_cbs_cells(replace(HOUSEHOLDS, measures=measures).write(tmp_path))
    told = {change.name: (change.known, change.found, change.by) for change in found.changes}
    assert told == {
        "size_2": ("k_2Personen_24", "k_2Personen_30", "title"),
        "size_4": ("k_4Personen_26", "k_4Personen_26", "key"),
    }
    amsterdam = {"age": "10000", "area": "GM0363", "period": "2025JJ00"}
    assert _cell(found.cells, measure="size_2", **amsterdam) == (140, "ok")


def _retitled(measure: Measure) -> str:
    return "vier personen" if measure.key == "k_4Personen_26" else measure.title


def test_a_key_with_another_meaning_is_not_taken(tmp_path: Path) -> None:
    swapped = {"k_3Personen_25": "k_4Personen_26", "k_4Personen_26": "k_3Personen_25"}
    measures = [replace(m, key=swapped.get(m.key, m.key)) for m in HOUSEHOLDS.measures]
    found = read_cbs_cells(replace(HOUSEHOLDS, measures=measures).write(tmp_path))
    amsterdam = {"age": "10000", "area": "GM0363", "period": "2025JJ00"}
    assert _cell(found.cells, measure="size_3", **amsterdam) == (45, "ok")  # by its title, not by the key known here


def test_a_renamed_dimension_is_found_by_its_title(tmp_path: Path) -> None:
    areas = replace(AREAS, key="RegioIndeling2026")
    made = replace(HOUSEHOLDS, dimensions=(HOUSEHOLDS.dimensions[0], areas, PERIODS))
    assert "area" in read_cbs_cells(made.write(tmp_path)).cells.columns


def test_a_measure_that_is_negative_by_nature_stays(tmp_path: Path) -> None:
    prices = Made(
        "86141NED",
        (Dimension("Bestedingscategorieen", "Bestedingscategorieën", {"T001112": "000000 Alle bestedingen"}), PERIODS),
        (Measure("CPI_1", "CPI", "2025 = 100"), Measure("JaarmutatieCPI_5", "Jaarmutatie CPI", "%")),
        (("T001112", "2020JJ00", 79.94, -0.4),),
    )
    path = prices.write(tmp_path)
    table = read_cbs_table(path, signed=["JaarmutatieCPI"])
    assert table.cells["value"].to_list() == [79.94, -0.4]
    assert read_cbs_table(path).cells["state"].to_list() == ["ok", "suppressed"]
    assert read_cbs_cells(path).cells["value"].to_list() == [79.94]


@VERSIONS
def test_columns_of_text_are_left_out(version: str, tmp_path: Path) -> None:
    districts = Made(
        "85618NED",
        (Dimension("WijkenEnBuurten", "Wijken en buurten", {"GM0363": "Amsterdam"}, "GeoDetail"),),
        (
            Measure("Gemeentenaam_1", "Gemeentenaam", "", datatype="String"),
            Measure("AantalInwoners_5", "Aantal inwoners"),
            Measure("HuishoudensTotaal_29", "Huishoudens totaal"),
            Measure("Eenpersoonshuishoudens_30", "Eenpersoonshuishoudens"),
            Measure("HuishoudensZonderKinderen_31", "Huishoudens zonder kinderen"),
            Measure("HuishoudensMetKinderen_32", "Huishoudens met kinderen"),
            Measure("GemiddeldeHuishoudensgrootte_33", "Gemiddelde huishoudensgrootte"),
            Measure("Koopwoningen_47", "Koopwoningen", "%"),
            Measure("MateVanStedelijkheid_122", "Mate van stedelijkheid", "code"),
        ),
        (("GM0363", "Amsterdam", 918_117, 500_000, 270_000, 110_000, 120_000, 1.8, 30, 1),),
    )
    found = read_cbs_cells(districts.write(tmp_path, version))
    assert found.cells.filter(measure="inhabitants")["value"].to_list() == [918_117]
    assert found.cells["status"].null_count() == found.cells.height  # no period, so no status is told
    if version == "3":
        numbers = {change.name: change.found for change in found.changes}
        assert numbers["households"] == "HuishoudensTotaal_29"


def _spoiled(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    path = HOUSEHOLDS.write(folder)
    whole = json.loads(path.read_text("utf-8"))
    change(whole["parts"])
    path.write_text(json.dumps(whole), "utf-8")
    return path


def _first(parts: dict[str, Any]) -> dict[str, Any]:
    return parts["TypedDataSet"][0]  # type: ignore[no-any-return]


SPOILED: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "no columns": (lambda parts: parts.pop("DataProperties"), "cbs_odata.part_absent", "DataProperties"),
    "no codes": (lambda parts: parts.pop("RegioS"), "cbs_odata.part_absent", "RegioS"),
    "a code in no list": (lambda parts: _first(parts).update(RegioS="GM9999"), "cbs_odata.code_unknown", "row 1"),
    "a column without cells": (lambda parts: _first(parts).pop("k_2Personen_24"), "cbs_odata.column_absent", "k_2P"),
    "text in a number": (lambda parts: _first(parts).update(k_2Personen_24="veel"), "ingest.text_in_number", "k_2P"),
    "a row twice": (lambda parts: parts["TypedDataSet"].append(_first(parts)), "table.row_twice", "row 6"),
}


@pytest.mark.parametrize("case", SPOILED, ids=list(SPOILED))
def test_spoiled_answers_are_told(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    change, code, place = SPOILED[case]
    with pytest.raises(InputError) as caught:
        read_cbs_table(_spoiled(tmp_path, change))
    assert_told(caught.value, code, "71486ned-v3.json", place=place)


def test_numbers_as_text_and_a_point_for_nothing_are_read(tmp_path: Path) -> None:
    path = _spoiled(
        tmp_path, lambda parts: _first(parts).update(k_2Personen_24="   2800000", k_3Personen_25="       .")
    )
    cells = read_cbs_cells(path).cells
    country = {"age": "10000", "area": "NL01", "period": "2025JJ00"}
    assert _cell(cells, measure="size_2", **country) == (2_800_000, "ok")
    assert _cell(cells, measure="size_3", **country) == (None, "absent")


def _without(key: str) -> Made:
    at = [m.key for m in HOUSEHOLDS.measures].index(key)
    rows = [(*row[: 3 + at], *row[4 + at :]) for row in HOUSEHOLDS.rows]
    return replace(HOUSEHOLDS, measures=[m for m in HOUSEHOLDS.measures if m.key != key], rows=rows)


CHANGED: dict[str, tuple[Made, str, str]] = {
    "a measure that is gone": (_without("k_2Personen_24"), "cbs_odata.measure_absent", "size_2"),
    "a title that stands twice": (
        replace(
            HOUSEHOLDS,
            measures=[*HOUSEHOLDS.measures, Measure("k_2Personen_28", "2 personen", group=SIZE_GROUP)],
            rows=[(*row, 1) for row in HOUSEHOLDS.rows],
        ),
        "cbs_odata.measure_twice",
        "size_2",
    ),
    "a dimension that is gone": (
        replace(HOUSEHOLDS, dimensions=HOUSEHOLDS.dimensions[1:], rows=[row[1:] for row in HOUSEHOLDS.rows[:3]]),
        "cbs_odata.dimension_absent",
        "age",
    ),
    "a dimension that is new": (
        replace(
            HOUSEHOLDS,
            dimensions=[Dimension("Geslacht", "Geslacht", {"1": "mannen", "2": "vrouwen"}), *HOUSEHOLDS.dimensions],
            rows=[("1", *row) for row in HOUSEHOLDS.rows],
        ),
        "cbs_odata.dimension_new",
        "Geslacht",
    ),
}


@pytest.mark.parametrize("case", CHANGED, ids=list(CHANGED))
def test_a_changed_layout_is_told(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    made, code, place = CHANGED[case]
    with pytest.raises(InputError) as caught:
        read_cbs_cells(made.write(tmp_path))
    assert_told(caught.value, code, "71486ned-v3.json", place=place)


@pytest.mark.parametrize("text", ["", "[]", '{"table": "x"}', "no JSON"])
def test_another_file_is_told(text: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    path = tmp_path / "t.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_cbs_table(path)
    assert_told(caught.value, "cbs_odata.not_a_table", "t.json")


def test_a_table_without_a_layout_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="37296ned"):
        read_cbs_cells(replace(HOUSEHOLDS, id="37296ned").write(tmp_path))


@pytest.mark.mirror
def test_every_table_of_the_list_has_a_layout_and_a_record(mirror: Path) -> None:
    listed = read_cbs_tables(mirror / record("cbs-household-tables").path)["table_id"].to_list()
    assert len(listed) == 19
    for table in listed:
        assert set(cbs_layout(table)) <= {"seen", "signed", "dimensions", "measures"}
        found = record(f"cbs-{table.lower()}")
        assert (found.odata or {})["3"].endswith(f"/{table}")
        assert not found.run_against_publisher


def test_every_measure_of_a_layout_has_a_key_and_titles() -> None:
    for table, layout in cbs_words()["tables"].items():
        for name, measure in layout["measures"].items():
            assert measure["key"], (table, name)
            assert measure["titles"], (table, name)
        assert all(known["keys"] and known["titles"] for known in layout["dimensions"].values()), table
    assert {item.path for item in registry().values() if item.odata} >= {"cbs/71486ned.json", "cbs/83676NED.json"}
