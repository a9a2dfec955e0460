"""Eurostat's emissions: SDMX-CSV and TSV say the same, totals are never summed, absence is never zero."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from ketenkompas.errors import InputError
from ketenkompas.ingest import (
    AirEmissions,
    gas_unit,
    read_air_emissions,
    read_footprint_emissions,
    read_residence_bridge,
)
from ketenkompas.mrio import territorial

HEAD = "DATAFLOW,LAST UPDATE,freq,airpol,nace_r2,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
START = "ESTAT:ENV_AC_AINAH_R2(1.0),07/08/26 11:00:00,A"
ROWS = [
    # airpol, nace_r2, unit, geo, year, value, flag, conf
    ("GHG", "A01", "THS_T", "NL", 2022, "100.5", "", ""),
    ("GHG", "C10-C12", "THS_T", "NL", 2022, "50", "p", ""),
    ("GHG", "D", "THS_T", "NL", 2022, "40", "", ""),
    ("GHG", "D35", "THS_T", "NL", 2022, "40", "", ""),
    ("GHG", "A", "THS_T", "NL", 2022, "777", "", ""),
    ("GHG", "C16-C18", "THS_T", "NL", 2022, "777", "", ""),
    ("GHG", "L68A", "THS_T", "NL", 2022, "777", "", ""),
    ("GHG", "TOTAL", "THS_T", "NL", 2022, "777", "", ""),
    ("GHG", "TOTAL_HH", "THS_T", "NL", 2022, "777", "", ""),
    ("GHG", "A01", "KG_HAB", "NL", 2022, "777", "", ""),
    ("GHG", "A01", "THS_T", "EU27_2020", 2022, "777", "", ""),
    ("GHG", "A01", "THS_T", "EL", 2022, "8", "", ""),
    ("GHG", "A01", "THS_T", "UK", 2022, "", "", "C"),
    ("GHG", "D35", "THS_T", "UK", 2022, "", "m", ""),
    ("GHG", "HH", "THS_T", "NL", 2022, "30", "", ""),
    ("GHG", "HH_HEAT", "THS_T", "NL", 2022, "12", "", ""),
    ("GHG", "HH_TRA", "THS_T", "NL", 2022, "17", "", ""),
    ("GHG", "HH_OTH", "THS_T", "NL", 2022, "1", "", ""),
    ("GHG", "HH_HEAT", "THS_T", "EL", 2022, "2", "", ""),
    ("GHG", "HH_TRA", "THS_T", "EL", 2022, "3", "", ""),
    ("GHG", "HH_OTH", "THS_T", "EL", 2022, "0.5", "", ""),
    ("GHG", "HH_HEAT", "THS_T", "UK", 2022, "2", "", ""),
    ("CH4", "A01", "T", "NL", 2022, "5000", "", ""),
    ("GHG", "A01", "THS_T", "NL", 2021, "101", "", ""),
]
Row = tuple[str, str, str, str, int, str, str, str]


def csv(rows: list[Row] | None = None) -> bytes:
    lines = [f"{START},{a},{n},{u},{g},{t},{v},{f},{c}" for a, n, u, g, t, v, f, c in (ROWS if rows is None else rows)]
    return ("\n".join([HEAD, *lines]) + "\n").encode()


def tsv(rows: list[Row] | None = None) -> bytes:
    rows = ROWS if rows is None else rows
    years = sorted({row[4] for row in rows}, reverse=True)
    cells: dict[tuple[str, ...], dict[int, str]] = {}
    for gas, item, unit, area, year, value, flag, conf in rows:
        shown = f"{value or ':'} {'c' if conf else flag}".strip() + " "
        cells.setdefault((gas, item, unit, area), {})[year] = shown
    lines = ["\t".join(["freq,airpol,nace_r2,unit,geo\\TIME_PERIOD", *(f"{year} " for year in years)])]
    lines += [
        "\t".join([",".join(["A", *key]), *(found.get(year, ": ") for year in years)]) for key, found in cells.items()
    ]
    return ("\n".join(lines) + "\n").encode()


def written(folder: Path, content: bytes, name: str = "env_ac_ainah_r2.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


EXPECTED = {
    ("NL", "A01"): (100.5, False),
    ("NL", "C10T12"): (50.0, False),
    ("NL", "D35"): (40.0, False),
    ("GR", "A01"): (8.0, False),
    ("GB", "A01"): (None, True),
    ("GB", "D35"): (None, False),
    ("NL", "HH"): (30.0, False),
    ("GR", "HH"): (5.5, False),
}


@pytest.mark.parametrize("pack", [lambda content: content, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("form", [csv, tsv])
def test_both_forms_say_the_same(form: Callable[[], bytes], pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Totals (A, C16-C18, TOTAL, EU27_2020), details and per-head figures are left aside, each by name."""
    read = read_air_emissions(written(tmp_path, pack(form())))
    found = {
        key: value for key, value in read.cells("GHG", 2022).items() if key[0] != "GB" or value[1] or key[1] == "D35"
    }
    assert found == EXPECTED
    assert read.cells("GHG", 2021)["NL", "A01"] == (101.0, False)
    assert read.cells("CH4", 2022) | {("NL", "A01"): (5.0, False)} == read.cells("CH4", 2022)
    assert set(read.left_aside) == {"A", "C16-C18", "L68A", "TOTAL", "TOTAL_HH", "KG_HAB", "EU27_2020"}
    assert read.years == (2021, 2022)
    assert read.gases == ("CH4", "GHG")
    assert read.notes == ("households' total taken as heating + transport + other for GR",)


def test_the_data_set_is_told(tmp_path: Path) -> None:
    read = read_air_emissions(written(tmp_path, csv()), gases=["CH4"])
    assert (read.dataset, read.updated, read.gases) == ("ENV_AC_AINAH_R2", "07/08/26 11:00:00", ("CH4",))


def test_tonnes_beside_thousand_tonnes(tmp_path: Path) -> None:
    """Where both units are given and agree, tonnes win: they carry more digits."""
    rows = [*ROWS, ("GHG", "A01", "T", "NL", 2022, "100491", "", "")]
    assert read_air_emissions(written(tmp_path, csv(rows))).cells("GHG", 2022)["NL", "A01"] == (100.491, False)


def test_real_household_identity_is_checked_to_the_printed_digits(tmp_path: Path) -> None:
    rows = [
        ("GHG", item, "THS_T", "NL", 2023, value, "", "")
        for item, value in {
            "HH": "26277.41352",
            "HH_HEAT": "11606.94717",
            "HH_TRA": "13773.03043",
            "HH_OTH": "897.43592",
        }.items()
    ]
    read = read_air_emissions(written(tmp_path, csv(rows)))
    assert read.cells("GHG", 2023) == {("NL", "HH"): (26277.41352, False)}


@pytest.mark.parametrize(
    ("gas", "unit"), [("GHG", "kt CO2e_AR5"), ("CO2", "kt CO2"), ("CH4", "kt CH4"), ("CH4_CO2E", "kt CO2e_AR5")]
)
def test_units_of_gases(gas: str, unit: str) -> None:
    assert gas_unit(gas) == unit


# --- footprints -------------------------------------------------------------------------------------------------------

FOOTPRINT_HEAD = "DATAFLOW,LAST UPDATE,freq,c_dest,c_orig,nace_r2,na_item,unit,TIME_PERIOD,OBS_VALUE,OBS_FLAG"


def footprint_csv(dataset: str = "ENV_AC_GHGFP", destination: str = "WORLD") -> bytes:
    rows = [
        (destination, "NL", "A01", "TOTAL", 10),
        (destination, "NL", "D", "TOTAL", 20),
        (destination, "WRL_REST", "A01", "TOTAL", 30),
        (destination, "EU27_2020", "A01", "TOTAL", 777),
        (destination, "WORLD", "A01", "TOTAL", 777),
        (destination, "NL", "TOTAL", "TOTAL", 777),
        (destination, "NL", "A01", "P3_S14", 777),
        ("NL", "NL", "A01", "TOTAL", 777),
    ]
    lines = [f"ESTAT:{dataset}(1.0),22/01/26,A,{d},{o},{n},{i},THS_T,2022,{v}," for d, o, n, i, v in rows]
    return ("\n".join([FOOTPRINT_HEAD, *lines]) + "\n").encode()


def test_direct_emissions_of_every_area(tmp_path: Path) -> None:
    read = read_footprint_emissions(written(tmp_path, footprint_csv()))
    assert read.gases == ("GHG",)
    assert read.cells("GHG", 2022) == {
        ("NL", "A01"): (10.0, False),
        ("NL", "D35"): (20.0, False),
        ("FIGW1", "A01"): (30.0, False),
    }


@pytest.mark.parametrize(
    ("content", "gas", "code"),
    [
        (footprint_csv(destination="NL2"), None, "eurostat.world_absent"),
        (footprint_csv("ENV_AC_CH4FP"), None, "eurostat.gas_unknown"),
        (footprint_csv("ENV_AC_CO2FP"), "GHG", "eurostat.gas_unknown"),
    ],
)
def test_a_footprint_file_that_is_not_enough(content: bytes, gas: str | None, code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_footprint_emissions(written(tmp_path, content), gas=gas)
    assert raised.value.code == code
    assert raised.value.text("nl") != raised.value.text("en")


def test_a_gas_can_be_named(tmp_path: Path) -> None:
    assert read_footprint_emissions(written(tmp_path, footprint_csv("ENV_AC_CH4FP")), gas="CH4_CO2E").gases == (
        "CH4_CO2E",
    )


# --- the bridge -------------------------------------------------------------------------------------------------------


def bridge_csv(items: dict[str, float] | None = None) -> bytes:
    given = {"AEMIS_RES": 200, "AEMIS_RES_ABR": 25, "AEMIS_RES_ABR_ATR": 9, "AEMIS_TER_NRES": 10, "AEMIS_TER": 185}
    lines = ["freq,airpol,indic_env,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
    lines += [f"A,GHG,{item},THS_T,NL,2022,{value}," for item, value in (items or given).items()]
    lines += ["A,GHG,AEMIS_RES_ABR,THS_T,EU27_2020,2022,777,", "A,GHG,AEMIS_RES_ABR,THS_T,DE,2022,5,"]
    return ("\n".join(lines) + "\n").encode()


def test_bridge_leads_from_residence_to_territory(tmp_path: Path) -> None:
    """``T = P - residents abroad + non-residents``; an area with one of the two items is not answered."""
    bridge = read_residence_bridge(written(tmp_path, bridge_csv()), 2022)
    assert bridge.dims == ("gas", "region", "item")
    assert list(bridge["region"].values) == ["NL"]
    assert bridge.attrs["units"] == "kt CO2e_AR5"
    production = xr.DataArray([[200.0]], dims=("gas", "region"), coords={"gas": ["GHG"], "region": ["NL"]})
    assert np.array_equal(territorial(production, bridge).values, [[185.0]])


@pytest.mark.parametrize(
    ("items", "year", "code"),
    [({"AEMIS_RES_ABR_ATR": 9.0}, 2022, "eurostat.bridge_empty"), (None, 2019, "eurostat.year_absent")],
)
def test_bridge_that_is_not_there(items: dict[str, float] | None, year: int, code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_residence_bridge(written(tmp_path, bridge_csv(items)), year)
    assert raised.value.code == code
    assert raised.value.text("nl") != raised.value.text("en")


# --- malformed files --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bad:
    name: str
    content: bytes
    code: str
    row: int | None = None
    column: str = ""
    label: str = ""
    gases: list[str] | None = field(default=None)


def row_is(value: str, **changes: str) -> bytes:
    row = {"gas": "GHG", "item": "A02", "unit": "THS_T", "area": "NL", "year": "2022", **changes}
    line = f"{START},{row['gas']},{row['item']},{row['unit']},{row['area']},{row['year']},{value},,"
    return csv() + line.encode() + b"\n"


LAST = len(ROWS) + 2
BAD = [
    Bad("text in a number", row_is("abc"), "ingest.text_in_number", LAST, label="GHG A02 THS_T NL"),
    Bad("thousands", row_is("1 000"), "ingest.thousands_separator", LAST),
    Bad("infinity", row_is("inf"), "ingest.infinite", LAST),
    Bad("1e400", row_is("1e400"), "ingest.number_too_large", LAST),
    Bad("decimal comma", row_is("1,5"), "ingest.row_width", LAST),
    Bad("unknown area", row_is("1", area="QQ"), "eurostat.unknown_area", LAST, "geo"),
    Bad("unknown activity", row_is("1", item="K62X9"), "eurostat.unknown_item", LAST, "nace_r2"),
    Bad("unknown item of households", row_is("1", item="HH_PETS"), "eurostat.unknown_item", LAST, "nace_r2"),
    Bad("unknown unit", row_is("1", unit="LB"), "eurostat.unknown_unit", column="unit"),
    Bad("month instead of year", row_is("1", year="2022-05"), "eurostat.no_year", LAST, "TIME_PERIOD"),
    Bad("negative", row_is("-4"), "eurostat.negative_emission", LAST, label="NL A02 GHG 2022"),
    Bad("cell twice", row_is("100.5", item="A01"), "eurostat.cell_twice", LAST, label="NL A01 GHG 2022"),
    Bad(
        "two spellings that disagree",
        csv().replace(b",D,THS_T,NL,2022,40", b",D,THS_T,NL,2022,41"),
        "eurostat.spellings_disagree",
        label="NL D35",
    ),
    Bad(
        "two units that disagree", row_is("90000", item="A01", unit="T"), "eurostat.spellings_disagree", label="NL A01"
    ),
    Bad(
        "households that do not add up",
        csv().replace(b",HH,THS_T,NL,2022,30", b",HH,THS_T,NL,2022,31"),
        "eurostat.households_disagree",
        label="NL HH",
    ),
    Bad("per head only", csv([(*row[:2], "KG_HAB", *row[3:]) for row in ROWS]), "eurostat.no_mass", column="unit"),
    Bad("gas not there", csv(), "eurostat.gas_absent", gases=["SF6"]),
    Bad("dimension missing", csv().replace(b"nace_r2", b"nace"), "ingest.column_absent", 1),
    Bad(
        "further dimension",
        csv().replace(b"11:00:00,A,GHG,A01,THS_T,EL", b"11:00:00,Q,GHG,A01,THS_T,EL"),
        "eurostat.further_dimension",
        column="freq",
    ),
    Bad("cut off", csv()[:-20], "ingest.row_width", LAST - 1),
    Bad("blank row", csv().replace(b"\n", b"\n\n", 3), "ingest.blank_row"),
    Bad("empty file", b"", "ingest.empty_file"),
    Bad("header only", HEAD.encode(), "ingest.no_rows", 1),
    Bad("web page", b"<html><body>not found</body></html>", "ingest.web_page", 1),
    Bad("semicolons", csv().replace(b",", b";"), "ingest.separator", 1),
    Bad("Windows-1252", row_is("1", area="\u00e9").decode().encode("cp1252"), "ingest.not_utf8", LAST),
    Bad("tsv: text in a number", tsv().replace(b"100.5", b"1OO.5"), "ingest.text_in_number", 2, "OBS_VALUE 2022"),
    Bad("tsv: cut off", tsv()[:-9], "ingest.row_width"),
    Bad("tsv: key with a part too few", tsv().replace(b"A,GHG,HH,THS_T,NL", b"A,GHG,HH,NL"), "ingest.row_width"),
    Bad("gzip cut off", gzip.compress(csv())[:-30], "ingest.damaged_archive"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_malformed(bad: Bad, tmp_path: Path) -> None:
    path = written(tmp_path, bad.content)
    with pytest.raises(InputError) as raised:
        read_air_emissions(path, gases=bad.gases)
    error = raised.value
    told = [one for one in (error, *error.problems) if one.code == bad.code]
    assert told, f"{bad.code} not in {[problem.code for problem in error.problems] or error.code}"
    assert any(
        (bad.row is None or one.where.row == bad.row)
        and (not bad.column or one.where.column == bad.column)
        and bad.label in one.where.label
        for one in told
    ), [one.where for one in told]
    for one in (error, *error.problems):
        assert path.name in one.where.file
        for language in ("nl", "en"):
            assert all(one.sentences(language)[part] for part in ("what", "expected", "todo"))
        assert one.sentences("nl")["what"] != one.sentences("en")["what"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_value_of_none_is_never_zero(tmp_path: Path) -> None:
    read: AirEmissions = read_air_emissions(written(tmp_path, csv()))
    assert read.rows.filter(read.rows["kt"].is_null())["area"].unique().to_list() == ["GB"]
    assert not read.rows["kt"].is_nan().any()
