"""National tables: every way the German, Dutch and Belgian files can be malformed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_siot_be2015, read_siot_de1995, read_siot_nl2000

_USES = "final_consumption_households final_consumption_government gross_capital_formation inventory_change exports"
_BELOW = (
    "imports net_tax_products compensation_employees net_tax_production consumption_fixed_capital os_mixed_income_net "
    "gva employment_domestic_total"
)


def german_table() -> str:
    cells = {("a", "a"): 1, ("a", "b"): 2, ("b", "a"): 3, ("b", "b"): 4}
    cells |= {(product, use): 1 for product in "ab" for use in _USES.split()}
    cells |= {(row, product): 1 for product in "ab" for row in _BELOW.split()}
    cells |= {("output", "a"): 8, ("output", "b"): 12}
    lines = [f"{row},{column},{value}.0" for (row, column), value in cells.items()]
    return "\n".join(["iotables_row,iotables_col,values", *lines, "output,total_final_use,"]) + "\n"


GERMAN_AIR = (
    "airpol,iotables_col,value\nCO2,a,10\nCO2,b,20\nCO2,final_consumption_households,5\nCO2,output_bp,35\nCH4,a,1\n"
)
DUTCH = """prod_na,a,b,TOTAL,final_consumption_private,final_consumption_households,final_consumption_government,\
gross_fixed_capital_formation,exports,total_use
a,1,2,3,4,3,1,1,1,10
b,3,4,7,5,5,1,1,6,20
TOTAL,4,6,,,,,,,
imports,1,1,,,,,,,
net_tax,1,1,,,,,,,
compensation_employees,1,2,,,,,,,
value_added_bp,4,12,,,,,,,
output_bp,10,20,,,,,,,
"""
BELGIAN = """prod_na,CPA_A,CPA_L68A,CPA_L68B,P3_S14,P3_S15,P3_S13,P51G,P5M,P6
CPA_A,1,1,1,4,0,1,1,0,2
CPA_L68A,1,0,1,5,0,1,1,0,0
CPA_L68B,1,1,1,5,1,1,1,0,1
P7,3,1,2,,,,,,
P1,8,8,10,,,,,,
D1,1,1,1,,,,,,
D29X39,1,1,1,,,,,,
P51C,1,1,1,,,,,,
B2A3N,1,1,1,,,,,,
D21X31,1,1,1,,,,,,
"""
BELGIAN_AIR = """indicator,CPA_A,CPA_L68A,CPA_L68B,TOTAL
CO2_emission,5,0,0,7
CH4_emission,1,0,0,1
GHG_emission,9,0,0,12
"""


def _write(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
        paths.append(folder / f"{name}.csv")
    return paths


def test_made_tables(tmp_path: Path) -> None:
    german = read_siot_de1995(*_write(tmp_path, table=german_table(), air=GERMAN_AIR))
    assert german.output.values.tolist() == [8.0, 12.0]
    assert german.direct.values.tolist() == [[5.0]]
    dutch = read_siot_nl2000(*_write(tmp_path, table=DUTCH))
    assert dutch.output.values.tolist() == [10.0, 20.0]
    belgian = read_siot_be2015(*_write(tmp_path, table=BELGIAN, air=BELGIAN_AIR))
    assert belgian.sectors.products == ("CPA_A", "CPA_L")
    assert belgian.output.values.tolist() == [8.0, 18.0]
    assert belgian.flows.values.tolist() == [[1.0, 2.0], [2.0, 3.0]]
    assert belgian.demand.sel(final_use="BE_imports").values.tolist() == [-3.0, -3.0]
    assert belgian.emissions.values.tolist() == [[5.0, 2.0], [1.0, 0.0], [9.0, 3.0]]
    published = read_siot_be2015(*_write(tmp_path, table=BELGIAN, air=BELGIAN_AIR), real_estate="as_published")
    assert published.emissions.values[2].tolist() == [9.0, 0.0, 0.0]


Change = Callable[[str], str]
GERMAN_CASES: dict[str, tuple[str, Change, str, str]] = {
    "cell absent": ("table", lambda t: t.replace("a,b,2.0\n", ""), "national.cell_absent", "a / b"),
    "cell twice": ("table", lambda t: t + "a,b,2.0\n", "table.row_twice", "a b"),
    "digit error": ("table", lambda t: t.replace("a,b,2.0", "a,b,3.0"), "national.rows_differ", "a"),
    "text in number": ("table", lambda t: t.replace("a,b,2.0", "a,b,two"), "ingest.text_in_number", "a / b"),
    "no households": (
        "air",
        lambda t: t.replace("final_consumption_households", "final_consumption"),
        "national.emission_absent",
        "final_consumption_households",
    ),
    "negative emission": ("air", lambda t: t.replace("CO2,b,20", "CO2,b,-20"), "national.negative_emission", "row 3"),
    "gas twice": ("air", lambda t: t + "CO2,a,10\n", "table.row_twice", "CO2 a"),
}


@pytest.mark.parametrize("case", GERMAN_CASES, ids=list(GERMAN_CASES))
def test_malformed_german_file(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    which, change, code, place = GERMAN_CASES[case]
    files = {"table": german_table(), "air": GERMAN_AIR}
    files[which] = change(files[which])
    with pytest.raises(InputError) as caught:
        read_siot_de1995(*_write(tmp_path, **files))
    assert_told(caught.value, code, f"{which}.csv", place=place)


DUTCH_CASES: dict[str, tuple[Change, str, str]] = {
    "row twice": (lambda t: t.replace("\nb,", "\na,"), "table.label_twice", "row 3"),
    "empty cell": (lambda t: t.replace("a,1,2,", "a,1,,"), "national.cell_absent", "a / b"),
    "use missing": (lambda t: t.replace("exports", "uitvoer"), "table.columns_absent", "exports"),
    "digit error": (lambda t: t.replace("b,3,4,7,5", "b,3,4,7,55"), "national.rows_differ", "b"),
    "supply table": (
        lambda t: t.replace("\na,", "\nx,").replace("\nb,", "\ny,").replace("TOTAL,4", "T,4"),
        "national.no_products",
        "x, y",
    ),
}


@pytest.mark.parametrize("case", DUTCH_CASES, ids=list(DUTCH_CASES))
def test_malformed_dutch_file(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    change, code, place = DUTCH_CASES[case]
    with pytest.raises(InputError) as caught:
        read_siot_nl2000(*_write(tmp_path, table=change(DUTCH)))
    assert_told(caught.value, code, "table.csv", place=place)


BELGIAN_CASES: dict[str, tuple[str, Change, str, str]] = {
    "no imports": ("table", lambda t: t.replace("\nP7,", "\nP8,"), "national.cell_absent", "P7 / CPA_A"),
    "domestic table": ("table", lambda t: t.replace("P7,3,", "P7,0,"), "national.rows_differ", "CPA_A"),
    "product without emissions": (
        "air",
        lambda t: t.replace("CPA_L68A", "CPA_L68"),
        "national.cell_absent",
        "CPA_L68A",
    ),
    "negative emission": (
        "air",
        lambda t: t.replace("GHG_emission,9", "GHG_emission,-9"),
        "national.negative_emission",
        "CPA_A",
    ),
    "no total": ("air", lambda t: t.replace("TOTAL", "SUM"), "table.columns_absent", "TOTAL"),
}


@pytest.mark.parametrize("case", BELGIAN_CASES, ids=list(BELGIAN_CASES))
def test_malformed_belgian_file(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    which, change, code, place = BELGIAN_CASES[case]
    files = {"table": BELGIAN, "air": BELGIAN_AIR}
    files[which] = change(files[which])
    with pytest.raises(InputError) as caught:
        read_siot_be2015(*_write(tmp_path, **files))
    assert_told(caught.value, code, f"{which}.csv", place=place)
