"""Importers of factors against the whole source files: counts, identities, and the shipped editions made anew."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import openpyxl
import pytest

from ketenkompas.factors import conversions, gwp_values
from ketenkompas.ingest import edition_texts, read_figaro_factors, read_grid_intensity
from ketenkompas.ingest._rows import read_sheet

pytestmark = pytest.mark.mirror

EDITIONS = Path(str(importlib.resources.files("ketenkompas"))) / "data" / "factors" / "editions"
FIGARO = "factors/figaro-nl-oracle"
GRID = "factors/electricity/national-grid-intensity.csv"


def test_grid_edition_made_anew(mirror: Path) -> None:
    found = read_grid_intensity(mirror / GRID)
    assert (len(found.records), len(found.skipped)) == (213, 0)
    assert [(one.flag, one.key) for one in found.anomalies] == [
        ("outlier", "electricity.grid.cf"), ("dated", "electricity.grid.eh"),
    ]  # fmt: skip
    for name, text in edition_texts(found.records).items():
        assert (EDITIONS / "grid-intensity/2024" / name).read_text("utf-8") == text


def test_spend_edition_made_anew(mirror: Path) -> None:
    found = read_figaro_factors(mirror / FIGARO)
    assert len(found.records) == 62 + 61
    assert [one.text.split()[0] for one in found.skipped] == ["T", "U", "D35", "T", "U"]
    assert not found.anomalies
    for name, text in edition_texts(found.records).items():
        assert (EDITIONS / "figaro-ecodex/2023-26ed" / name).read_text("utf-8") == text


def test_identities_of_all_61_purchaser_rows(mirror: Path) -> None:
    """Re-basing within 0.035 and price identity within 0.011 kg/kEUR, from the figures of the source themselves."""
    sheet = read_sheet(mirror / FIGARO / "figaro-nl-2023-purchaser-prices.csv")
    rows = [
        {name: float(text) for name, text in cells.items() if name not in ("nace", "product")}
        for _, cells in sheet.named()
    ]
    assert len(rows) == 61
    rebasing = [
        abs(row["share_basic_value"] * row["total_basic_prices_demand"] - row["total_purchaser_prices_rebased"])
        for row in rows
    ]
    identity = [
        abs(row["total_purchaser_prices_rebased"] + row["margin_term"] - row["total_purchaser_prices_with_margins"])
        for row in rows
    ]
    margins = [abs(row["share_trade_transport_margins"] * row["margin_factor"] - row["margin_term"]) for row in rows]
    assert max(rebasing) <= 0.035
    assert max(identity) <= 0.011
    assert max(margins) <= 0.01


def test_scopes_add_up_and_the_total_is_that_of_the_country(mirror: Path) -> None:
    """total = scopes 1 and 2 + scope 3 within 0.01 kg/kEUR; scope 1 times output is 139.4 Mt."""
    sheet = read_sheet(mirror / FIGARO / "figaro-nl-2023-supply-basic-prices.csv")
    numbers = [
        {name: float(text) for name, text in cells.items() if name not in ("country_code", "nace_code")}
        for _, cells in sheet.named()
    ]
    assert len(numbers) == 62
    for row in numbers:
        assert row["scope_1"] + row["scope_2"] == pytest.approx(row["scopes_1_2"], abs=0.0101)
        total = row["scopes_1_2"] + row["scope_3_upstream"]
        assert total == pytest.approx(row["total_scopes_1_2_3_upstream"], abs=0.0101)
    direct = sum(row["scope_1"] * row["output_meur"] for row in numbers) / 1e6
    assert direct == pytest.approx(139.4, abs=0.05)


def test_conversions_are_those_of_the_template(mirror: Path) -> None:
    """Calorific value and density of all 50 fuels; only the density of gas coke, a solid, is left out."""
    sheet = read_sheet(mirror / "factors/fuels/vsme-fuel-conversion-parameters.csv")
    by_cell = {one.cell: one for one in conversions()}
    assert len(by_cell) == len(sheet.rows) == 50
    for _, cells in sheet.named():
        one = by_cell[cells["cells"]]
        assert one.ncv_mj_per_kg == float(cells["ncv_tj_per_gg"])
        assert one.density_kg_per_l == (float(cells["density_kg_per_l"]) if cells["density_kg_per_l"] else None)
        if one.fuel != "gas-coke":
            assert one.density_kg_per_m3 == (float(cells["density_kg_per_m3"]) if cells["density_kg_per_m3"] else None)


def test_gross_over_net_follows_from_the_rows_named(mirror: Path) -> None:
    sheet = read_sheet(mirror / "factors/desnz/ghg-conversion-factors-2025-scope3.csv")
    values = {cells["factor_id"]: cells["kgco2e"] for _, cells in sheet.named()}
    for one in conversions():
        if one.gcv_per_ncv is not None:
            net, gross = one.gcv_source.partition(": ")[2].partition(" = ")[0].split(" / ")
            assert one.gcv_per_ncv == pytest.approx(float(values[net]) / float(values[gross]), abs=5.1e-5)


@pytest.mark.parametrize(
    ("cell", "gas"),
    [
        ("B119", "hcfc22"), ("B124", "hfc125"), ("B125", "hfc134a"), ("B126", "hfc143a"), ("B127", "hfc23"),
        ("B128", "hfc245fa"), ("B129", "hfc32"), ("B141", "n2o"), ("B142", "ch4_biogenic"), ("B143", "nf3"),
        ("B144", "sf6"),
    ],
)  # fmt: skip
def test_the_dutch_set_of_potentials_stands_in_the_dutch_list(mirror: Path, cell: str, gas: str) -> None:
    (path,) = (mirror / "factors/co2emissiefactoren-nl").glob("*2026*.xlsx")
    sheet = openpyxl.load_workbook(path, read_only=False).active
    assert sheet is not None
    assert gwp_values("AR6-100@NL-2026")[gas] == sheet[cell].value
