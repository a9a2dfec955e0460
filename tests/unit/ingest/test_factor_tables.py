"""Grid intensities, spend factors and warming potentials from small made tables in the form of the real ones."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.unit.factors.made import EDITION, made_factor

from ketenkompas.errors import InputError
from ketenkompas.ingest import (
    FactorImport,
    edition_texts,
    read_cbam_benchmarks,
    read_cbam_defaults,
    read_figaro_factors,
    read_grid_intensity,
    read_gwp,
)

GRID = """iso3,country_en,year,g_co2e_per_kwh,total_twh,fossil_twh,nuclear_twh,renewables_twh,source,licence
DEU,Germany,2023,380.95,506.0,240.0,7.0,259.0,OWID,CC BY 4.0
CAF,Central African Republic,2022,0.0,0.15,0.0,0.0,0.15,OWID,CC BY 4.0
"""
GWP = """# Global warming potentials,,,
Species,AR5GWP100,AR6GWP100,AR6GTP100
CH4,28,27.9,5.38
SF6,23500,25200,
"""
SUPPLY = """year,country_code,nace_code,output_meur,total_scopes_1_2_3_upstream,scopes_1_2,\
scope_3_upstream,scope_1,scope_2,total_co2,total_share_domestic,total_share_other_eu27,total_share_rest_of_world
2023,NL,A01,45177.0,893.53,601.38,292.15,585.32,16.06,324.7,0.83,0.04,0.13
2023,NL,G47,100.0,87.5,47.5,40.0,40.0,7.5,80.0,0.5,0.2,0.3
"""
PURCHASER = """nace,valuation_year,share_basic_value,share_trade_transport_margins,share_taxes_less_subsidies,\
margin_factor,margin_term,total_basic_prices_demand,total_purchaser_prices_rebased,total_purchaser_prices_with_margins
A01,2023,0.9167,0.0814,0.0019,125.05,10.18,1098.98,1007.45,1017.63
C10-C12,2023,0.8658,0.1177,0.0165,125.05,14.72,564.30,488.57,503.29
"""


def _grid(folder: Path, text: str) -> FactorImport:
    path = folder / "grid.csv"
    path.write_text(text, "utf-8")
    return read_grid_intensity(path, edition=EDITION)


def _gwp(folder: Path, text: str) -> FactorImport:
    path = folder / "gwp.csv"
    path.write_text(text, "utf-8")
    return read_gwp(path, edition=EDITION)


def _spend(folder: Path, supply: str = SUPPLY, purchaser: str = PURCHASER) -> FactorImport:
    (folder / "one.csv").write_text(supply, "utf-8")
    (folder / "other.csv").write_text(purchaser, "utf-8")
    return read_figaro_factors(folder, edition=EDITION)


def _turned(text: str) -> str:
    """The table with its columns the other way round."""
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in text.splitlines())


def _problems(read: Callable[..., FactorImport], *given: object, **named: str) -> set[str]:
    with pytest.raises(InputError) as told:
        read(*given, **named)
    return {one.code for one in told.value.problems} or {told.value.code}


def test_grid_rows(tmp_path: Path) -> None:
    found = _grid(tmp_path, GRID)
    assert {one.key: one.value for one in found.records} == {"electricity.grid.de": 0.38095, "electricity.grid.cf": 0.0}
    assert [(one.flag, one.key) for one in found.anomalies] == [("outlier", "electricity.grid.cf")]


def test_old_data_are_flagged(tmp_path: Path) -> None:
    found = _grid(tmp_path, GRID.replace("DEU,Germany,2023", "DEU,Germany,2009"))
    assert [one.region for one in found.records if "dated" in one.flags] == ["DE"]
    assert found.records[0].data_year_from == 2009


def test_columns_go_by_name(tmp_path: Path) -> None:
    assert _grid(tmp_path, _turned(GRID)).records == _grid(tmp_path, GRID).records
    first = _spend(tmp_path, SUPPLY, PURCHASER).records
    assert _spend(tmp_path, _turned(SUPPLY), _turned(PURCHASER)).records == first


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("g_co2e_per_kwh", "carbon_intensity", {"table.columns_absent"}),
        ("380.95", "380,95", {"table.row_width"}),
        ("380.95", "", {"factor.value_unreadable"}),
        ("380.95", "nan", {"factor.value_unreadable"}),
        ("380.95", "-380.95", {"factor.value_unreadable"}),
        ("DEU,Germany,2023", "DEU,Germany,23", {"table.no_year"}),
        ("DEU", "XYZ", {"table.area_unknown"}),
        ("CAF", "DEU", {"factor.row_twice"}),
        (",OWID,CC BY 4.0\nCAF", "\nCAF", {"table.row_width"}),
    ],
)
def test_grid_tables_that_cannot_be_right(tmp_path: Path, old: str, new: str, codes: set[str]) -> None:
    assert _problems(_grid, tmp_path, GRID.replace(old, new, 1)) == codes


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "grid.csv").write_bytes(GRID.encode("utf-16"))
    with pytest.raises(InputError) as told:
        read_grid_intensity(tmp_path / "grid.csv", edition=EDITION)
    assert told.value.code == "table.not_utf8"


def test_an_edition_described_beside_the_file(tmp_path: Path) -> None:
    """A new edition is read once somebody has written down its licence; another file of the folder is not."""
    path = tmp_path / "grid.csv"
    path.write_text(GRID, "utf-8")
    assert _problems(read_grid_intensity, path) == {"factor.edition_new"}
    about = yaml.safe_load(edition_texts([made_factor()])["edition.yml"])
    about |= {
        "source_id": "grid-intensity", "edition": "2027", "file_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }  # fmt: skip
    (tmp_path / "edition.yml").write_text(yaml.safe_dump(about), "utf-8")
    found = read_grid_intensity(path)
    assert found.edition.edition == "2027"
    assert {one.valid_from.year for one in found.records} == {2027}
    path.write_text(GRID.replace("380.95", "381"), "utf-8")
    assert _problems(read_grid_intensity, path) == {"factor.edition_new"}


def test_an_edition_of_grid_intensities_begins_with_its_year(tmp_path: Path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text(GRID, "utf-8")
    edition = dataclasses.replace(EDITION, edition="spring")
    with pytest.raises(InputError) as told:
        read_grid_intensity(path, edition=edition)
    assert (told.value.code, told.value.params["found"]) == ("factor.edition_about", "spring")


@pytest.mark.parametrize("read", [read_cbam_benchmarks, read_cbam_defaults, read_grid_intensity, read_gwp])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, read: Callable[..., FactorImport]) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path / "absent.csv", edition=EDITION)
    assert told.value.code == "table.file_absent"


def test_warming_potentials(tmp_path: Path) -> None:
    found = _gwp(tmp_path, GWP)
    assert {one.key: one.value for one in found.records} == {
        "gwp.ar5-100.ch4": 28, "gwp.ar6-100.ch4": 27.9, "gwp.ar5-100.sf6": 23500, "gwp.ar6-100.sf6": 25200,
    }  # fmt: skip
    assert [(one.where, one.reason) for one in found.skipped] == [
        ("line 3, AR6GTP100", "not_applicable"), ("line 4, AR6GTP100", "empty_in_source"),
    ]  # fmt: skip
    assert found.records[0].cell == "line 3, AR5GWP100"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("Species", "Gas", {"table.columns_absent"}),
        ("AR5GWP100,AR6GWP100", "AR5,AR6", {"factor.metrics_absent"}),
        ("AR5GWP100", "AR7GWP100", {"factor.column_unknown"}),
        ("SF6", "XY9", {"factor.code_unknown"}),
        ("SF6", "CH4", {"factor.row_twice"}),
        ("27.9", "27.9*", {"factor.value_unreadable"}),
        ("28,27.9", "27.9", {"table.row_width"}),
    ],
)
def test_potentials_that_cannot_be_right(tmp_path: Path, old: str, new: str, codes: set[str]) -> None:
    assert _problems(_gwp, tmp_path, GWP.replace(old, new, 1)) == codes


def test_spend_rows(tmp_path: Path) -> None:
    found = _spend(tmp_path)
    assert {one.key: one.value for one in found.records} == {
        "spend.nl.a01.supply": 0.89353, "spend.nl.g47.supply": 0.0875,
        "spend.nl.a01.purchaser": 1.01763, "spend.nl.c10t12.purchaser": 0.50329,
    }  # fmt: skip
    assert found.records[0].origins == {"NL": 0.83, "EU": 0.04, "RoW": 0.13}
    assert len(found.skipped) == 2 * (64 - 2)


def test_spend_parts_that_do_not_add_up_are_flagged(tmp_path: Path) -> None:
    found = _spend(tmp_path, purchaser=PURCHASER.replace("10.18", "11.18"))
    assert [(one.flag, one.key) for one in found.anomalies] == [("sum_mismatch", "spend.nl.a01.purchaser")]
    record = next(one for one in found.records if one.key == "spend.nl.a01.purchaser")
    assert (record.value, record.component_sum_checked) == (1.01763, "no")


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("scope_3_upstream,scope_1", "upstream,scope_1", {"factor.spend_files"}),
        ("total_share_domestic", "domestic", {"table.columns_absent"}),
        ("893.53", "893;53", {"ingest.text_in_number"}),
        ("893.53", "", {"ingest.empty_cell"}),
        ("2023,NL,A01", "soon,NL,A01", {"table.no_year"}),
        ("2023,NL,A01", "2023,BE,A01", {"factor.code_unknown"}),
        ("A01", "Z99", {"factor.code_unknown"}),
        ("G47", "A01", {"factor.row_twice"}),
    ],
)
def test_supply_tables_that_cannot_be_right(tmp_path: Path, old: str, new: str, codes: set[str]) -> None:
    text = SUPPLY.replace(old, new, 1) if old != "scope_3_upstream,scope_1" else SUPPLY.replace("scope_3_up", "up")
    assert _problems(_spend, tmp_path, supply=text) == codes


def test_both_spend_tables_are_needed_once(tmp_path: Path) -> None:
    (tmp_path / "third.csv").write_text(SUPPLY, "utf-8")
    assert _problems(_spend, tmp_path) == {"factor.spend_files"}
    empty = tmp_path / "empty"
    empty.mkdir()
    assert _problems(read_figaro_factors, empty) == {"factor.spend_files"}
