"""Municipalities, energy, boundaries, bridge: the printed figures, and every trap of the household files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import (
    read_bridge,
    read_cbs_tables,
    read_crosswalk,
    read_household_energy,
    read_kwb2021,
    read_municipalities,
    read_provinces,
)
from ketenkompas.sources import record

BASE_HEADER = (
    "gm,naam,provincie,inwoners_2023,woningen_appartement,woningen_rij,woningen_twee_onder_een_kap_hoek,"
    "woningen_vrijstaand,woningen,gas_TJ_2023,elektriciteit_TJ_2023,warmte_TJ_2023,hout_TJ_2023,autos_2022,"
    "inwoners_2021,hh_grootte,p15,p15_24,p25_44,p45_64,p65plus,hh_eenpersoons_pct,pers_laagste40_pct,"
    "pers_hoogste20_pct,inkomen_hh_gestand_keur,koop_pct,eengezins_pct,gas_m3_woning_2021,kwh_woning_2021,stedelijkheid"
)
BASE = (
    f"{BASE_HEADER}\n"
    "GM0014,Groningen,Groningen,1000,50,150,60,40,300,9,2,0,1,400,990.0,2.1,15,15,30,20,20,40,45,15,30,55,60,800,2500,1\n"
    "GM0059 ,Achtkarspelen,Friesland,500,10,20,60,60,150,5,1,0,1,250,495,2.3,"
    "20,10,20,30,20,30,42,12,28,70,90,1500,3000,4.5\n"
)
PROVINCES = "gm,naam,pv,provincie\nGM0014,Groningen,PV20,Groningen\nGM0034,Almere,PV24,Flevoland\n"
ENERGY = (
    "geo_id,naam,year,number_of_inhabitants,number_of_cars,number_of_vans,households_final_demand_network_gas_demand,"
    "households_final_demand_electricity_demand,input_households_final_demand_steam_hot_water_demand,"
    "households_final_demand_wood_pellets_demand,input_households_solar_pv_demand\n"
    "GM0014,Groningen,2019,231299,92870,10484,3949.92,887.9,793,149,87.37\n"
    "GM0034,Almere,2019,207904,270555,34576,,,,,\n"
)
CROSSWALK = (
    "old_code,old_name,new_code,new_name,effective,kind,share_of_old,basis\n"
    "GM0053,Winsum,GM1966,Het Hogeland,2019-01-01,split,0.84,estimate\n"
    "GM0053,Winsum,GM1969,Westerkwartier,2019-01-01,split,0.16,estimate\n"
    "GM0457,Weesp,GM0363,Amsterdam,2022-03-24,whole,1,whole municipality\n"
)
BRIDGE = "coicop,cpa,prior_weight,confidence\n04.5,D35,0.97,high\n04.5,C19,0.03,low\n15,NONE,1.000,high\n"
_CBS = "https://opendata.cbs.nl/ODataFeed/odata"
TABLES = (
    "table_id,holds,years,level,use_in_model,status,note,odata3_url\n"
    f"71486ned,Households,yearly,municipality,counts,seen cited,,{_CBS}/71486ned/TypedDataSet\n"
)
READERS: dict[str, tuple[Callable[[Path], pl.DataFrame], str]] = {
    "base": (read_municipalities, BASE),
    "provinces": (read_provinces, PROVINCES),
    "energy": (lambda path: read_household_energy(path, 2019), ENERGY),
    "crosswalk": (read_crosswalk, CROSSWALK),
    "bridge": (read_bridge, BRIDGE),
    "tables": (read_cbs_tables, TABLES),
}


def _read(reader: str, text: str, folder: Path) -> pl.DataFrame:
    path = folder / f"{reader}.csv"
    path.write_text(text, "utf-8")
    return READERS[reader][0](path)


def test_codes_lose_their_blanks_and_provinces_get_their_official_name(tmp_path: Path) -> None:
    found = _read("base", BASE, tmp_path)
    assert found["area"].to_list() == ["GM0014", "GM0059"]
    assert found["province"].to_list() == ["Groningen", "Fryslân"]
    assert found["inhabitants_2021"].to_list() == [990, 495]
    assert found.null_count().sum_horizontal().item() == 0


def test_absent_energy_is_null_and_never_zero(tmp_path: Path) -> None:
    found = _read("energy", ENERGY, tmp_path)
    assert found["gas_tj"].to_list() == [3949.92, None]
    assert found["cars"].to_list() == [92870, 270555]
    hidden = _read("energy", ENERGY.replace("3949.92", "-99997"), tmp_path)
    assert hidden["gas_tj"].to_list() == [None, None]


def test_the_edition_of_2016_has_other_columns_and_no_vans(tmp_path: Path) -> None:
    text = ENERGY.replace("input_households_final_demand_steam", "households_final_demand_steam")
    text = text.replace("number_of_vans", "number_of_residences").replace(",2019,", ",2016,")
    (tmp_path / "e.csv").write_text(text, "utf-8")
    found = read_household_energy(tmp_path / "e.csv", 2016)
    assert found["heat_tj"].to_list() == [793, None]
    assert found["vans"].null_count() == 2


def test_no_edition_of_another_year(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no edition of household energy of 2020"):
        read_household_energy(tmp_path / "e.csv", 2020)


def test_made_tables_are_tidy(tmp_path: Path) -> None:
    assert _read("provinces", PROVINCES, tmp_path).row(1) == ("GM0034", "Almere", "PV24", "Flevoland")
    assert _read("crosswalk", CROSSWALK, tmp_path)["effective"].to_list()[-1] == date(2022, 3, 24)
    assert _read("bridge", BRIDGE, tmp_path).rows()[-1] == ("15", "NONE", 1.0, "high")
    assert _read("tables", TABLES, tmp_path)["note"].to_list() == [None]


MALFORMED: dict[str, tuple[str, str, str, str]] = {
    "a suppression code where all must be known": (
        "base",
        BASE.replace(",9,2,0,1,", ",-9,2,0,1,"),
        "households.suppressed",
        "GM0014",
    ),
    "an empty cell where all must be known": (
        "base",
        BASE.replace(",9,2,0,1,", ",,2,0,1,"),
        "ingest.empty_cell",
        "gas_TJ_2023",
    ),
    "half an inhabitant": ("base", BASE.replace(",1000,", ",1000.5,"), "households.no_count", "inwoners_2023"),
    "dwellings that do not add up": ("base", BASE.replace(",300,9", ",301,9"), "households.parts_differ", "GM0014"),
    "ages that do not add up": ("base", BASE.replace(",15,15,30", ",15,15,31"), "households.parts_differ", "100 %"),
    "a share as a fraction of a thousand": (
        "base",
        BASE.replace(",55,60,", ",550,60,"),
        "households.outside",
        "own_pct",
    ),
    "urbanity of six": ("base", BASE.replace("2500,1\n", "2500,6\n"), "households.outside", "urbanity"),
    "a code without its zero": ("base", BASE.replace("GM0014", "GM14"), "households.municipality_code", "row 2"),
    "a neighbourhood": ("energy", ENERGY.replace("GM0034", "BU00340101"), "households.municipality_code", "row 3"),
    "a municipality twice": ("base", BASE.replace("GM0059 ", "GM0014 "), "table.row_twice", "row 3"),
    "no province": ("provinces", PROVINCES.replace("Flevoland", "Holland"), "households.province", "row 3"),
    "an empty province": ("provinces", PROVINCES.replace("Flevoland", ""), "households.province", "row 3"),
    "no code of a province": ("provinces", PROVINCES.replace("PV24", "24"), "households.province_code", "row 3"),
    "a row of another edition": (
        "energy",
        ENERGY.replace("Almere,2019", "Almere,2018"),
        "households.other_year",
        "row 3",
    ),
    "text in a figure": ("energy", ENERGY.replace("793", "veel"), "ingest.text_in_number", "GM0014"),
    "shares that lose somebody": ("crosswalk", CROSSWALK.replace("0.16", "0.15"), "boundaries.shares", "GM0053"),
    "a whole that is half": ("crosswalk", CROSSWALK.replace("whole,1", "whole,0.5"), "boundaries.kind", "row 4"),
    "no date": ("crosswalk", CROSSWALK.replace("2022-03-24", "24-3-2022"), "boundaries.no_date", "row 4"),
    "to itself": ("crosswalk", CROSSWALK.replace("GM0363", "GM0457"), "boundaries.to_itself", "row 4"),
    "a COICOP code as a number": ("bridge", BRIDGE.replace("04.5", "4.5"), "households.purpose_code", "row 2"),
    "weights that do not add up": ("bridge", BRIDGE.replace("0.03", "0.02"), "households.weights", "04.5"),
    "no product": ("bridge", BRIDGE.replace("C19", "C99"), "published.product_unknown", "row 3"),
    "a link twice": ("bridge", BRIDGE.replace("C19", "D35"), "table.row_twice", "row 3"),
    "another confidence": ("bridge", BRIDGE.replace("low", "fair"), "household_files.class_unknown", "row 3"),
    "no id of a table": ("tables", TABLES.replace("71486ned", "71486"), "households.table_id", "row 2"),
    "the address of another table": (
        "tables",
        TABLES.replace("odata/71486ned", "odata/71487ned"),
        "households.table_address",
        "row 2",
    ),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_input_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    reader, text, code, place = MALFORMED[case]
    assert text != READERS[reader][1], "the case changes nothing"
    with pytest.raises(InputError) as caught:
        _read(reader, text, tmp_path)
    assert_told(caught.value, code, f"{reader}.csv", place=place)


def test_all_problems_of_a_file_together(tmp_path: Path) -> None:
    spoiled = BASE.replace("GM0014", "GM14").replace(",300,9", ",301,-9").replace("Friesland", "Holland")
    with pytest.raises(InputError) as caught:
        _read("base", spoiled, tmp_path)
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {
        "households.municipality_code",
        "households.parts_differ",
        "households.suppressed",
        "households.province",
    }


def _file(mirror: Path, source: str) -> Path:
    return mirror / record(source).path


@pytest.mark.mirror
def test_the_municipalities_of_2023(mirror: Path) -> None:
    found = read_municipalities(_file(mirror, "municipalities-2023"))
    sums = found.select(pl.col(pl.Int64).sum(), pl.col("gas_tj", "electricity_tj", "heat_tj", "wood_tj").sum())
    totals = sums.to_dicts()[0]
    assert found.height == 342
    assert (totals["inhabitants_2023"], totals["inhabitants_2021"]) == (17_811_291, 17_475_415)
    assert (totals["dwellings"], totals["cars_2022"]) == (7_931_940, 8_932_655)
    assert {name: round(totals[name]) for name in ("gas_tj", "electricity_tj", "heat_tj", "wood_tj")} == {
        **{"gas_tj": 199_173, "electricity_tj": 79_797},
        **{"heat_tj": 10_410, "wood_tj": 16_137},
    }


@pytest.mark.mirror
def test_names_and_provinces_agree_between_the_files(mirror: Path) -> None:
    found = read_municipalities(_file(mirror, "municipalities-2023")).select("area", "name", "province")
    told = read_provinces(_file(mirror, "municipality-provinces-2023"))
    assert found.sort("area").rows() == told.select("area", "name", "province").sort("area").rows()
    counts = told.group_by("province_code").len().sort("province_code")["len"].to_list()
    assert counts == [10, 18, 12, 25, 6, 51, 26, 44, 50, 13, 56, 31]


@pytest.mark.mirror
def test_district_statistics_have_honest_names_and_gaps(mirror: Path) -> None:
    found = read_kwb2021(_file(mirror, "cbs-kwb-2021"))
    nulls = {name: count for name, count in found.null_count().to_dicts()[0].items() if count}
    assert (found.height, found["inhabitants"].sum()) == (352, 17_475_415)
    assert nulls == {
        **{"name": 10, "province": 1, "cars_per_household": 2},
        **{"district_heating_pct": 297, "assistance_per_1000": 1, "care_per_1000": 18},
    }
    leased = found.filter(pl.col("cars_per_household").is_null())["name"].sort().to_list()
    assert leased == ["Almere", "Houten"]
    weight = pl.col("inhabitants") / pl.col("inhabitants").sum()
    shares = found.select((pl.col("low_income_pct", "high_income_pct") * weight).sum()).row(0)
    assert shares == pytest.approx((39.98, 20.04), abs=0.005)  # of persons: it would not be 40 and 20 of households


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("year", "rows", "inhabitants", "cars", "gas"),
    [
        (2016, 380, 16_979_120, 8_100_864, 300_143),
        (2019, 352, 17_282_163, 8_530_576, None),
        (2023, 342, 17_811_291, 8_932_655, 199_173),
    ],
)
def test_three_editions_of_energy(
    year: int, rows: int, inhabitants: int, cars: int, gas: int | None, mirror: Path
) -> None:
    found = read_household_energy(_file(mirror, f"household-energy-{year}"), year)
    assert (found.height, found["inhabitants"].sum(), found["cars"].sum()) == (rows, inhabitants, cars)
    energy = found.select("gas_tj", "electricity_tj", "heat_tj", "wood_tj", "pv_tj").null_count().row(0)
    assert energy == ((40,) * 5 if gas is None else (0,) * 5)
    if gas is not None:
        assert round(found["gas_tj"].sum()) == gas


@pytest.mark.mirror
def test_bridge_and_tables_of_the_mirror(mirror: Path) -> None:
    bridge = read_bridge(_file(mirror, "coicop-cpa-a64-prior"))
    assert (bridge.height, bridge["group"].n_unique()) == (134, 34)
    assert bridge.filter(pl.col("product") == "NONE")["group"].to_list() == ["13", "15"]
    tables = read_cbs_tables(_file(mirror, "cbs-household-tables"))
    assert tables.height == 19
    assert {"83676NED", "71486ned", "86161NED"} <= set(tables["table_id"])
