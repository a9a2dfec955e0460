"""Price shares from made answers in the form of Eurostat's tables: complete, damaged, and of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.ingest import read_valuation

CODES = {"supply": "cp15", "purchaser": "cp16", "basic": "cp1610", "margins": "cp1620", "taxes": "cp1630"}
# purchases by industry at purchaser prices, basic prices, margins and taxes: TOTAL is what all industries use
USES = {
    "CPA_C17": {"purchaser": 1000.0, "basic": 849.0, "margins": 133.0, "taxes": 18.0},
    "CPA_H52": {"purchaser": 500.0, "basic": 504.0, "margins": 0.0, "taxes": -4.0},
    "CPA_G46": {"purchaser": 498.5, "basic": 900.0, "margins": -400.0, "taxes": -1.5},
    "CPA_F": {"purchaser": 200.0, "basic": 191.0, "taxes": 9.0},
    "CPA_B": {"purchaser": 300.0, "basic": 250.0, "margins": 10.0, "taxes": 5.0},
    "CPA_C24": {"purchaser": 100.0, "margins": 10.0, "taxes": 1.0},
    "CPA_T": {"purchaser": 0.0, "basic": 0.0, "margins": 0.0, "taxes": 0.0},
    "CPA_L68A": {"purchaser": 0.0, "basic": 0.0, "margins": 0.0, "taxes": 0.0},
    "CPA_L68B": {"purchaser": 50.0, "basic": 49.0, "margins": 0.0, "taxes": 1.0},
    "CPA_C10-12": {"purchaser": 800.0, "basic": 700.0, "margins": 80.0, "taxes": 20.0},
    "CPA_TOTAL": {"purchaser": 9.0, "basic": 9.0, "margins": 9.0, "taxes": 9.0},
}
MARGINS = {"CPA_G46": -300.0, "CPA_G47": -60.0, "CPA_H49": -40.0, "CPA_C17": 250.0, "CPA_C10-12": 150.0}


def answer(
    cells: Mapping[tuple[str, str], float], *, code: str, names: tuple[str, str], **other: Any
) -> dict[str, Any]:
    """A JSON-stat answer with two years, of which the first holds other figures."""
    columns, products = (list(dict.fromkeys(key[place] for key in cells)) for place in (1, 0))
    axes = {
        "freq": ["A"], "unit": ["MIO_EUR"], "stk_flow": ["DOM", "TOTAL"], names[0]: columns, names[1]: products,
        "geo": ["NL"], "time": ["2022", "2023"],
    }  # fmt: skip
    value: dict[str, float] = {}
    for (product, column), figure in cells.items():
        at = (len(columns) + columns.index(column)) * len(products) + products.index(product)
        value[str(2 * at)] = 77.0
        value[str(2 * at + 1)] = figure
    return {
        "version": "2.0", "class": "dataset", "source": "ESTAT", "updated": "2026-08-01T11:00:00+0200", "value": value,
        "status": {"1": "p"}, "id": list(axes), "size": [len(one) for one in axes.values()],
        "dimension": {
            name: {"label": name, "category": {"index": {one: at for at, one in enumerate(axis)}}}
            for name, axis in axes.items()
        },
        "extension": {"id": f"NAIO_10_{code.upper()}"}, **other,
    }  # fmt: skip


def written(
    folder: Path, uses: Mapping[str, Mapping[str, float]] = USES, margins: Mapping[str, float] = MARGINS
) -> Path:
    for part, code in CODES.items():
        if part == "supply":
            cells, names = {(product, "OTTM"): value for product, value in margins.items()}, ("ind_impv", "prd_amo")
        else:
            cells = {(product, "TOTAL"): one[part] for product, one in uses.items() if part in one}
            cells |= {(product, "P3_S14"): one[part] / 2 for product, one in uses.items() if part in one}
            names = ("ind_use", "prd_ava")
        told = answer(cells, code=code, names=names)
        (folder / f"naio_10_{code}.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_shares_and_supply_of_margins(tmp_path: Path) -> None:
    found = read_valuation(written(tmp_path), area="NL", year=2023)
    paper = found.shares["C17"]
    assert (paper.basic, paper.margin, paper.tax, paper.purchases) == pytest.approx((0.849, 0.133, 0.018, 1000.0))
    assert found.margin_supply == pytest.approx({"G46": 0.75, "G47": 0.15, "H49": 0.1})
    assert found.shares["C10T12"].basic == pytest.approx(0.875)


def test_a_net_subsidy_stays_and_rents_are_taken_together(tmp_path: Path) -> None:
    found = read_valuation(written(tmp_path), area="NL", year=2023)
    assert found.shares["H52"].tax == pytest.approx(-0.008)
    assert found.shares["L"].basic == pytest.approx(0.98)
    assert "TOTAL" not in found.shares


def test_trade_bought_as_a_service_has_no_margin_of_its_own(tmp_path: Path) -> None:
    trade = read_valuation(written(tmp_path), area="NL", year=2023).shares["G46"]
    assert (trade.basic, trade.margin, trade.tax) == pytest.approx((1.0030, 0.0, -0.0030), abs=1e-4)


def test_one_absent_part_follows_from_the_others_and_two_do_not(tmp_path: Path) -> None:
    found = read_valuation(written(tmp_path), area="NL", year=2023)
    assert found.shares["F"].margin == pytest.approx(0.0)
    assert found.left_out == {"B": "not_balanced", "C24": "no_figure", "T": "no_purchases"}


def test_households_have_their_own_column(tmp_path: Path) -> None:
    found = read_valuation(written(tmp_path), area="NL", year=2023, buyer="households")
    assert found.shares["C17"].purchases == 500.0


def test_csv_says_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path)
    expected = read_valuation(folder, area="NL", year=2023)
    (folder / "naio_10_cp1620.json").unlink()
    lines = ["DATAFLOW,LAST UPDATE,freq,unit,stk_flow,ind_use,prd_ava,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"]
    lines += [
        f"ESTAT:NAIO_10_CP1620(1.0),01/08/26 11:00:00,A,MIO_EUR,TOTAL,TOTAL,{product},NL,2023,{one['margins']},,"
        for product, one in USES.items() if "margins" in one
    ]  # fmt: skip
    (folder / "estat_naio_10_cp1620.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_valuation(folder, area="NL", year=2023).shares == expected.shares


def changed(folder: Path, code: str, **given: Any) -> None:
    path = folder / f"naio_10_{code}.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **given}), encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"error": [{"status": 404, "label": "No data"}]}, "jsonstat.unreadable"),
        ({"size": [1, 1, 2, 2, 9, 1, 3]}, "jsonstat.unreadable"),
        ({"value": 5}, "jsonstat.unreadable"),
        ({"value": {"999999": 1.0}}, "jsonstat.cell_outside"),
        ({"value": {"one": 1.0}}, "jsonstat.cell_outside"),
        ({"value": {"1": "12,5"}}, "ingest.text_in_number"),
        ({"value": {}}, "valuation.nothing_here"),
    ],
)
def test_damaged_answers_are_named(tmp_path: Path, given: dict[str, Any], code: str) -> None:
    folder = written(tmp_path)
    changed(folder, "cp1610", **given)
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert code in {fault.value.code, *(one.code for one in fault.value.problems)}


def test_text_that_is_no_json_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "naio_10_cp16.json").write_text("<html>busy</html>", encoding="utf-8")
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert fault.value.code == "jsonstat.unreadable"


def test_tables_that_are_missing_or_there_twice(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "copy_of_naio_10_cp16.json").write_bytes((folder / "naio_10_cp16.json").read_bytes())
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert fault.value.code == "valuation.table_twice"
    for path in folder.glob("*cp16*"):
        path.unlink()
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert fault.value.params["absent"] == "naio_10_cp16, naio_10_cp1610, naio_10_cp1620, naio_10_cp1630"


def test_another_year_names_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as fault:
        read_valuation(written(tmp_path), area="NL", year=2019)
    assert fault.value.params["years"] == "2022, 2023"


def test_margins_that_do_not_close_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as fault:
        read_valuation(written(tmp_path, margins={**MARGINS, "CPA_G46": -30.0}), area="NL", year=2023)
    assert fault.value.code == "valuation.margins_open"


def test_a_table_without_the_buyer_or_the_dimensions(tmp_path: Path) -> None:
    folder = written(tmp_path)
    told = answer({("CPA_C17", "A01"): 1.0}, code="cp16", names=("ind_use", "prd_ava"))
    (folder / "naio_10_cp16.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert fault.value.code == "valuation.no_buyer"
    told = answer({("CPA_C17", "A01"): 1.0}, code="cp16", names=("nace_r2", "prd_ava"))
    (folder / "naio_10_cp16.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert fault.value.problems[0].code == "valuation.dimensions"


def test_a_total_that_holds_other_uses_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path)
    from ketenkompas.classifications import scheme

    cells = {("CPA_C17", code): 10.0 for code in scheme("A64").items} | {("CPA_C17", "TOTAL"): 5000.0}
    told = answer(cells, code="cp16", names=("ind_use", "prd_ava"))
    (folder / "naio_10_cp16.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError) as fault:
        read_valuation(folder, area="NL", year=2023)
    assert fault.value.problems[0].code == "valuation.total_disagrees"


OWN = "product,basic,margins,taxes,margin_supply\nc1,90,5,5,\nc20,100,0,0,30\nc23,100,0,0,10\n"


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text(OWN, encoding="utf-8")
    found = read_valuation(path, area="NL", year=2008)
    assert found.shares["c1"].margin == pytest.approx(0.05)
    assert found.margin_supply == pytest.approx({"c20": 0.75, "c23": 0.25})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OWN.replace("c23,100", "c20,100"), "table.row_twice"),
        (OWN.replace("90,5,5", "0,0,0"), "spend.no_price"),
        (OWN.replace("90,5,5", '"9,0",5,5'), "ingest.decimal_comma"),
        (OWN.replace(",30", ",").replace(",10\n", ",\n"), "valuation.margins_open"),
        (OWN.replace("taxes", "tax"), "table.columns_absent"),
    ],
)
def test_faults_of_a_file_of_ones_own(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "shares.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KetenkompasError) as fault:
        read_valuation(path, area="NL", year=2008)
    assert code in {fault.value.code, *(one.code for one in fault.value.problems)}
