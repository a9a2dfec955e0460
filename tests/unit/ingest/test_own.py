"""One's own table: the dispatcher, and emissions from a tidy csv."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.ingest import read_own, write_pymrio
from ketenkompas.mrio import example_accounts, multipliers

TABLE = """V1,AUS_A01,AUS_C,ROW_A01,ROW_C,AUS_HFCE,ROW_HFCE
AUS_A01,1,2,0,1,5,1
AUS_C,2,3,1,0,10,4
ROW_A01,0,1,4,5,1,19
ROW_C,0,0,0,0,0,0
"""
EMISSIONS = "area,industry,gas,unit,value\n" + "".join(
    f"{area},{industry},CO2,kt CO2,{value}\n"
    for area in ("Australia", "ICIO_ROW")
    for industry, value in (("A01", 3), ("C", 0), ("households_direct", 2.5))
)


def _files(folder: Path, table: str = TABLE, emissions: str = EMISSIONS) -> dict[str, Path]:
    paths = {"table": folder / "own_2019.csv", "emissions": folder / "emissions.csv"}
    paths["table"].write_text(table, "utf-8")
    paths["emissions"].write_text(emissions, "utf-8")
    return paths


def test_icio_layout_with_own_emissions(tmp_path: Path) -> None:
    accounts = read_own(**_files(tmp_path), like="icio", model="mine")
    assert (accounts.meta.model, accounts.meta.year, accounts.gases) == ("mine", 2019, ("CO2",))
    assert accounts.emissions.values.tolist() == [[3.0, 0.0, 3.0, 0.0]]
    assert accounts.direct.values.tolist() == [[2.5, 2.5]]
    assert accounts.meta.emission_edition == "own file emissions.csv"


def test_tonnes_become_kilotonnes_of_what_they_are(tmp_path: Path) -> None:
    accounts = read_own(
        **_files(tmp_path, emissions=EMISSIONS.replace("CO2,kt CO2", "GHG,t CO2e_AR5")), like="icio", model="mine"
    )
    assert accounts.meta.emission_units == ("kt CO2e_AR5",)
    assert accounts.emissions.values[0, 0] == pytest.approx(0.003)


def test_pymrio_layout(tmp_path: Path) -> None:
    example = example_accounts()
    write_pymrio(example, tmp_path / "mine")
    again = read_own(tmp_path / "mine", like="pymrio", year=2020, model="mine")
    assert np.array_equal(multipliers(again).values, multipliers(example).values)


def test_figaro_layout(tmp_path: Path) -> None:
    sectors, uses = ("FIGW1_A01", "NL_A01"), ("FIGW1_P3_S14", "NL_P3_S14")
    added = ("D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G")
    lines = [",".join(["rowLabels", *sectors, *uses]), "FIGW1_A01,1,2,10,1", "NL_A01,0,3,2,5"]
    lines += [f"W2_{row},{'8,0' if row == 'B2A3G' else '1,1'},0,0" for row in added]
    table = tmp_path / "matrix_eu-ic-io_ind-by-ind_26ed_2022.csv"
    table.write_text("\n".join(lines) + "\n", "utf-8")
    emissions = tmp_path / "ghgfp.csv"
    head = "DATAFLOW,LAST UPDATE,freq,c_dest,c_orig,nace_r2,na_item,unit,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
    cells = [
        f"ESTAT:ENV_AC_GHGFP(1.0),22/01/26,A,WORLD,{area},A01,TOTAL,THS_T,2022,{value},"
        for area, value in (("WRL_REST", 11), ("NL", 21))
    ]
    emissions.write_text("\n".join([head, *cells]) + "\n", "utf-8")
    accounts = read_own(table, like="figaro", model="mine", emissions=emissions)
    assert (accounts.meta.model, accounts.meta.year, accounts.regions) == ("mine", 2022, ("FIGW1", "NL"))
    assert accounts.emissions.values.tolist() == [[11.0, 21.0]]
    assert accounts.output.values.tolist() == [14.0, 10.0]


@pytest.mark.mirror
def test_wiod_layout_finds_its_axes_beside_the_table(mirror: Path) -> None:
    accounts = read_own(mirror / "mrio/wiod2013/wiot_2005.parquet", like="wiod2013", model="mine")
    assert accounts.meta.year == 2005
    assert accounts.emissions.values.sum() + accounts.direct.values.sum() == pytest.approx(30_049_770, abs=1)


Change = Callable[[str], str]
MALFORMED: dict[str, tuple[Change, str, str]] = {
    "row absent": (lambda t: t.replace("Australia,C,CO2,kt CO2,0\n", ""), "own_table.emission_absent", "AU C CO2"),
    "row twice": (lambda t: t + "AU,C,CO2,kt CO2,0\n", "table.row_twice", "AU C CO2"),
    "industry unknown": (lambda t: t + "AU,Z99,CO2,kt CO2,0\n", "own_table.place_unknown", "AU Z99"),
    "aggregate": (lambda t: t + "EU27,C,CO2,kt CO2,0\n", "own_table.area_absent", "EU27"),
    "no mass": (lambda t: t.replace("kt CO2,3", "TJ,3"), "own_table.mass_unit", "TJ"),
    "two substances": (lambda t: t.replace("kt CO2,2.5", "kt CO2e_AR5,2.5"), "own_table.units_differ", "CO2e_AR5"),
    "negative": (lambda t: t.replace(",3\n", ",-3\n"), "own_table.negative_emission", "A01"),
    "text": (lambda t: t.replace(",3\n", ",three\n"), "ingest.text_in_number", "row 2"),
    "nothing produced there": (
        lambda t: t.replace("ICIO_ROW,C,CO2,kt CO2,0", "ICIO_ROW,C,CO2,kt CO2,7"),
        "own_table.emission_without_output",
        "ICIO_ROW_C",
    ),
    "column absent": (lambda t: t.replace("unit", "eenheid"), "table.columns_absent", "unit"),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_emissions_are_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    change, code, place = MALFORMED[case]
    with pytest.raises(InputError) as caught:
        read_own(**_files(tmp_path, emissions=change(EMISSIONS)), like="icio", model="mine")
    assert_told(caught.value, code, "emissions.csv", place=place)


def test_what_does_not_belong_is_refused(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    files = _files(tmp_path)
    with pytest.raises(InputError) as caught:
        read_own(files["table"], like="icio")
    assert_told(caught.value, "own_table.no_emissions", "own_2019.csv")
    with pytest.raises(InputError) as caught:
        read_own(**files, like="icio", households=files["emissions"])
    assert_told(caught.value, "own_table.households_unused", "emissions.csv")
    with pytest.raises(InputError) as caught:
        read_own(**files, like="exiobase")
    assert_told(caught.value, "own_table.emissions_unused", "emissions.csv")
    with pytest.raises(InputError) as caught:
        read_own(files["table"], like="figaro")
    assert caught.value.code == "own_table.figaro_needs_emissions"
    with pytest.raises(UnknownCodeError, match="figaro, pymrio, icio, exiobase, wiod2013"):
        read_own(files["table"], like="eora")
