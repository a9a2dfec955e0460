"""Published footprints and prices: the printed figures, and every way the files can be malformed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import (
    read_figaro_final_demand,
    read_gcb,
    read_household_emissions,
    read_prices,
    read_published_footprints,
    read_published_ghgfp,
    read_wiod2013_regions,
    wiod_deflators,
    wiod_population,
)

GHGFP = "c_dest,2022,2023\nNL,159668.92,141675.1\nEL,90000,80000\nEU27_2020,3742521,3370536\n"
HOUSEHOLDS = "geo,nace_r2,time,value_kt\nNL,HH,2023,6\nNL,HH_HEAT,2023,3\nNL,HH_TRA,2023,2\nNL,HH_OTH,2023,1\n"
_SHARES = "supply_domestic,supply_other_eu,supply_rest,emission_domestic,emission_other_eu,emission_rest"
DEMAND = f"year,nace,purchases_meur,ef_total,ef_total_co2,{_SHARES}\n2014,A01,1000,500,300,0.5,0.25,0.25,0.5,0.3,0.2\n"
QUOTED = (
    "publisher,area,year,indicator,value,unit,scope_note,source,status\n"
    "CBS,NL,2008,footprint,19.8,t CO2e/cap,note,page,transcribed\n"
)
GCB = "year,country,MtC,MtCO2\n2008,Netherlands,50,183.2\n2008,Bunkers,10,36.64\n"
PRICES = (
    "iso3,country,currency,year,population_million,lcu_per_usd,rgdpna_mil_2017usd,gdp_nominal_musd,"
    "usd_gdp_deflator_2017_1\nNLD,Netherlands,Euro,2008,16.5,0.68,100,120,1.2\nBMU,Bermuda,Dollar,2008,0.06,1,2,,\n"
)
READERS: dict[str, tuple[Callable[[Path], pl.DataFrame], str]] = {
    "ghgfp": (read_published_ghgfp, GHGFP),
    "households": (read_household_emissions, HOUSEHOLDS),
    "demand": (read_figaro_final_demand, DEMAND),
    "quoted": (read_published_footprints, QUOTED),
    "gcb": (read_gcb, GCB),
    "prices": (read_prices, PRICES),
}


def _read(reader: str, text: str | bytes, folder: Path) -> pl.DataFrame:
    path = folder / f"{reader}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return READERS[reader][0](path)


def test_made_files_are_tidy(tmp_path: Path) -> None:
    assert _read("ghgfp", GHGFP, tmp_path).rows()[:3] == [
        ("NL", 2022, 159668.92),
        ("NL", 2023, 141675.1),
        ("GR", 2022, 90000.0),
    ]
    assert _read("households", HOUSEHOLDS, tmp_path)["value_kt"].to_list() == [6, 3, 2, 1]
    assert _read("demand", DEMAND, tmp_path)["value_kt"].to_list() == [500.0]
    assert _read("gcb", GCB, tmp_path)["area"].to_list() == ["NL", None]
    assert _read("prices", PRICES, tmp_path)["gdp_nominal_musd"].to_list() == [120.0, None]
    assert _read("quoted", QUOTED, tmp_path).row(0)[4] == 19.8


def test_byte_order_mark_is_taken_off(tmp_path: Path) -> None:
    assert _read("ghgfp", b"\xef\xbb\xbf" + GHGFP.encode(), tmp_path).height == 6


MALFORMED: dict[str, tuple[str, Any, str, str]] = {
    "unknown area": ("ghgfp", GHGFP.replace("EL,", "QX,"), "table.area_unknown", "row 3"),
    "area twice": ("ghgfp", GHGFP.replace("EL,", "NLD,"), "table.row_twice", "row 3"),
    "text in number": ("ghgfp", GHGFP.replace("159668.92", "n/a"), "ingest.no_value", "row 2, column 2022"),
    "decimal comma": ("ghgfp", GHGFP.replace("159668.92", '"159668,92"'), "ingest.decimal_comma", "row 2"),
    "empty cell": ("ghgfp", GHGFP.replace("159668.92", ""), "ingest.empty_cell", "row 2"),
    "zero footprint": ("ghgfp", GHGFP.replace("90000", "0"), "published.not_positive", "EL"),
    "gap of years": ("ghgfp", GHGFP.replace("2022,2023", "2021,2023"), "published.year_gap", "2023"),
    "no year": ("ghgfp", GHGFP.replace(",2023", ",total"), "table.no_year", "total"),
    "truncated": ("ghgfp", GHGFP[:60], "table.row_width", "row 4"),
    "cp1252": ("ghgfp", GHGFP.replace("NL,", "Türkei,").encode("cp1252"), "table.not_utf8", "row 2"),
    "empty file": ("ghgfp", "", "table.empty", "0 row"),
    "semicolons": ("ghgfp", GHGFP.replace(",", ";"), "table.columns_absent", "c_dest"),
    "unknown item": ("households", HOUSEHOLDS.replace("HH_OTH", "HH_XX"), "published.item_unknown", "row 5"),
    "parts do not add up": ("households", HOUSEHOLDS.replace(",1\n", ",2\n"), "published.parts_differ", "1.000"),
    "item twice": ("households", HOUSEHOLDS + "NL,HH,2023,6\n", "table.row_twice", "row 6"),
    "unknown product": ("demand", DEMAND.replace("A01", "A99"), "published.product_unknown", "row 2"),
    "shares as percentages": ("demand", DEMAND.replace("0.5,0.25,0.25", "50,25,25"), "published.shares", "100.000"),
    "infinite": ("demand", DEMAND.replace("1000", "inf"), "ingest.infinite", "purchases_meur"),
    "figure without source": ("quoted", QUOTED.replace("page", ""), "published.no_reference", "source"),
    "carbon taken for CO2": ("gcb", GCB.replace("183.2", "50"), "published.carbon_differs", "Netherlands"),
    "year out of range": ("gcb", GCB.replace("2008,N", "208,N"), "table.no_year", "208"),
    "nobody lives there": ("prices", PRICES.replace("16.5", "0"), "prices.not_positive", "NLD"),
    "country twice": ("prices", PRICES.replace("BMU", "NLD"), "table.row_twice", "row 3"),
    "column twice": ("prices", PRICES.replace("country", "iso3"), "table.column_twice", "iso3"),
    "thousands separator": ("prices", PRICES.replace("16.5", '"1 016.5"'), "ingest.thousands_separator", "NLD"),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_input_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    reader, text, code, place = MALFORMED[case]
    with pytest.raises(InputError) as caught:
        _read(reader, text, tmp_path)
    assert_told(caught.value, code, f"{reader}.csv", place=place)


def test_all_problems_of_a_file_together(tmp_path: Path) -> None:
    spoiled = GHGFP.replace("EL,", "QX,").replace("159668.92", "abc").replace("141675.1", "")
    with pytest.raises(InputError) as caught:
        _read("ghgfp", spoiled, tmp_path)
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"table.area_unknown", "ingest.text_in_number", "ingest.empty_cell"}


def test_absent_file_names_its_folder(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    with pytest.raises(InputError) as caught:
        read_published_ghgfp(tmp_path / "none.csv")
    assert_told(caught.value, "table.file_absent", "none.csv", place=tmp_path.name)


def test_a_changed_member_shows_against_the_union(
    mirror: Path, tmp_path: Path, assert_told: Callable[..., Any]
) -> None:
    text = (mirror / "mrio/published/eurostat_env_ac_ghgfp_by_dest_wide_kt.csv").read_text("utf-8")
    with pytest.raises(InputError) as caught:
        _read("ghgfp", text.replace("\nMT,", "\nMT,1", 1), tmp_path)
    assert_told(caught.value, "published.union_differs", "ghgfp.csv", place="EU27_2020")


def test_the_rest_of_the_world_is_everybody_else(tmp_path: Path) -> None:
    prices = _read("prices", PRICES, tmp_path)
    found = wiod_population(prices, ["NL", "WIOD_ROW"])
    assert found.rows() == [("NL", 2008, 16.5), ("WIOD_ROW", 2008, 0.06)]
    with pytest.raises(InputError, match="no population"):
        wiod_population(prices, ["NL", "DE"])
    with pytest.raises(InputError, match="base year 1990"):
        wiod_deflators(prices, ["NL"], base=1990)


@pytest.mark.mirror
def test_printed_figures(mirror: Path) -> None:
    published, of_nl = mirror / "mrio/published", pl.col("area") == "NL"
    official = read_published_ghgfp(published / "eurostat_env_ac_ghgfp_by_dest_wide_kt.csv")
    assert official.filter(of_nl & (pl.col("year") == 2022))["value_kt"].item() == 159668.92
    households = read_household_emissions(published / "env_ac_ainah_r2_households_ghg.csv")
    direct = households.filter(of_nl & (pl.col("year") == 2023) & (pl.col("item") == "HH"))["value_kt"]
    assert direct.item() == pytest.approx(26277.414, abs=0.001)
    cited = read_figaro_final_demand(published / "figaro_nl_final_demand_2014_2023.csv")
    sums = cited.group_by("year").agg(pl.col("value_kt").sum()).sort("year")
    printed = [163137, 177101, 170798, 172015, 172833, 168313, 156196, 152624, 151296, 149942]
    assert sums["value_kt"].to_list() == pytest.approx(printed, abs=0.6)
    assert read_published_footprints(published / "published_footprints.csv").height == 32
    budget = read_gcb(mirror / "mrio/gcb/gcb2020_consumption_mtco2.csv")
    assert budget.filter(of_nl & (pl.col("year") == 2008))["value_mt"].item() == pytest.approx(183.594)


@pytest.mark.mirror
def test_printed_prices(mirror: Path) -> None:
    prices = read_prices(mirror / "mrio/prices/pwt_10_01_1995_2019.csv")
    dutch = prices.filter((pl.col("area") == "NL") & (pl.col("year") == 2008)).row(0, named=True)
    assert (round(dutch["population_million"], 3), round(dutch["lcu_per_usd"], 4)) == (16.568, 0.6827)
    regions = read_wiod2013_regions(mirror / "mrio/wiod2013/regions.csv")
    people = wiod_population(prices, regions).filter(pl.col("year") == 2008)
    everybody = prices.filter(pl.col("year") == 2008)["population_million"].sum()
    assert people["population_million"].sum() == pytest.approx(everybody, rel=1e-12)
    deflators = wiod_deflators(prices, regions, base=2008).filter(pl.col("year") == 2008)
    assert deflators["deflator_1"].to_list() == pytest.approx([1.0] * 41)
