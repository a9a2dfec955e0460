"""National input-output tables as accounts of one region: Germany 1995, the Netherlands 2000, Belgium 2015."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import Sheet, few, float_of, read_sheet
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

Array = npt.NDArray[np.float64]
RealEstate = Literal["folded", "as_published"]
_DE_USES = {
    "final_consumption_households": "households",
    "final_consumption_government": "government",
    "gross_capital_formation": "investment",
    "inventory_change": "inventories",
    "exports": "exports",
}
_DE_SUMS = ("total", "total_final_use")
_DE_ADDED = (
    "imports",
    "net_tax_products",
    "compensation_employees",
    "net_tax_production",
    "consumption_fixed_capital",
    "os_mixed_income_net",
    "gva",
    "employment_domestic_total",
)
_NL_USES = {
    "final_consumption_private": "private_consumption",
    "final_consumption_government": "government",
    "gross_fixed_capital_formation": "investment",
    "exports": "exports",
}
_NL_ADDED = ("imports", "net_tax", "compensation_employees", "value_added_bp")
_NL_PARTS = ("final_consumption_households", "TOTAL", "total_use")
_BE_USES = {
    "P3_S14": "households",
    "P3_S15": "npish",
    "P3_S13": "government",
    "P51G": "investment",
    "P5M": "inventories",
    "P6": "exports",
}
_BE_ADDED = ("D1", "D29X39", "P51C", "B2A3N", "D21X31")
_BE_GASES = {"CO2_emission": ("CO2", "kt CO2"), "CH4_emission": ("CH4", "kt CH4"), "GHG_emission": ("GHG", "")}


@dataclass(frozen=True)
class _Cells:
    """A national table by row and column label; ``file`` and the row of each label for errors."""

    file: str
    values: Mapping[tuple[str, str], float] = field(repr=False)
    rows: Mapping[str, int]
    columns: tuple[str, ...]

    def block(self, rows: Sequence[str], columns: Sequence[str], faults: Faults) -> Array:
        """A block of the table; a cell that is absent is a fault."""
        block = np.zeros((len(rows), len(columns)))
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                value = self.values.get((row, column))
                if value is None:
                    number = self.rows.get(row)
                    faults.add("national.cell_absent", row=number, column=column, label=row, found=f"{row} / {column}")
                else:
                    block[i, j] = value
        return block


def read_siot_de1995(table: Path, emissions: Path) -> Accounts:
    """Germany 1995, six product groups, domestic output, with CO2 (Eurostat manual, tables 15.4 and 15.13).

    Parameters
    ----------
    table : Path
        ``de_1995_siot.csv``: ``iotables_row, iotables_col, values``, million EUR.
    emissions : Path
        ``de_1995_air_emissions.csv``: ``airpol, iotables_col, value``, thousand tonnes.

    Returns
    -------
    Accounts
        One region DE, MEUR, kt CO2; exports, investment, ... as final uses of DE. ``value_added`` holds the rows below
        the table, ``gva`` and ``employment_domestic_total`` (thousand persons) among them: rows contain one another.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``national.rows_differ`` when row sums differ from the stated output.

    Notes
    -----
    Products are not industries. The printed total of ``industry_group`` (1,079,400) has a digit error: its row sums to
    1,079,446, which is its output; row sums are used throughout. Beutel (2008), Eurostat Manual of Supply, Use and
    Input-Output Tables. Worked by hand: ``docs/methods/golden-tables.md``.
    """
    cells = _long(read_sheet(table, ["iotables_row", "iotables_col", "values"]))
    products = [row for row in cells.rows if row in cells.columns and row not in _DE_SUMS]
    faults = Faults(table.name)
    flows = cells.block(products, products, faults)
    demand = cells.block(products, list(_DE_USES), faults)
    added = cells.block(_DE_ADDED, products, faults)
    stated = cells.block(["output"], products, faults)[0]
    faults.raise_if_any()
    _check_rows(table.name, products, flows.sum(axis=1) + demand.sum(axis=1), stated, 0.5)
    carbon, direct = _german_carbon(emissions, products)
    notes = ("products are not industries", "emissions of residents' industries assigned to product groups")
    return _accounts(
        area="DE",
        products=products,
        uses=list(_DE_USES.values()),
        money=(flows, demand),
        air=(carbon[None, :], np.array([[direct]])),
        gases={"CO2": "kt CO2"},
        added=(added, _DE_ADDED),
        meta=("de-1995", 1995, ("siot-de-1995", "air-de-1995"), notes),
    )


def _german_carbon(path: Path, products: Sequence[str]) -> tuple[Array, float]:
    sheet = read_sheet(path, ["airpol", "iotables_col", "value"])
    faults = Faults(path.name)
    values = sheet.floats("value", faults, label="iotables_col")
    pairs = zip(sheet.column("airpol"), sheet.column("iotables_col"), values, strict=True)
    found: dict[str, float] = {}
    for number, (gas, group, value) in zip(sheet.numbers, pairs, strict=True):
        if gas != "CO2":
            continue
        if group in found:
            faults.add("table.row_twice", row=number, column="airpol, iotables_col", found=f"{gas} {group}")
        if value < 0:
            faults.add("national.negative_emission", row=number, label=group, found=f"{value:g}")
        found[group] = value
    for group in (*products, "final_consumption_households"):
        if group not in found:
            faults.add("national.emission_absent", label=group, found=group)
    faults.raise_if_any()
    return np.array([found[group] for group in products]), found["final_consumption_households"]


def read_siot_nl2000(table: Path) -> Accounts:
    """The Netherlands 2000, simplified teaching table of six groups; no emissions (not an official CBS table).

    Returns
    -------
    Accounts
        One region NL, MEUR, no gas. ``final_consumption_private`` contains households' consumption, so only the former
        is read. ``value_added`` holds imports, net taxes, compensation of employees and value added.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``national.rows_differ`` when a row differs from the stated output by more than 1
        (services sum to their output minus 1).

    Notes
    -----
    D'Hernoncourt, Cordier and Hadley (2011), Input-Output Multipliers, Spicosa Project Report, table 1. Worked by
    hand: ``docs/methods/golden-tables.md``.
    """
    sheet = read_sheet(table, ["prod_na", *_NL_USES, *_NL_PARTS])
    cells = _wide(sheet, "prod_na")
    products = [row for row in cells.rows if row in cells.columns and row != "TOTAL"]
    faults = Faults(table.name)
    flows = cells.block(products, products, faults)
    demand = cells.block(products, list(_NL_USES), faults)
    added = cells.block(_NL_ADDED, products, faults)
    stated = cells.block(["output_bp"], products, faults)[0]
    faults.raise_if_any()
    _check_rows(table.name, products, flows.sum(axis=1) + demand.sum(axis=1), stated, 1.5)
    return _accounts(
        area="NL",
        products=products,
        uses=list(_NL_USES.values()),
        money=(flows, demand),
        air=(np.zeros((0, len(products))), None),
        gases={},
        added=(added, _NL_ADDED),
        meta=("nl-2000", 2000, ("siot-nl-2000",), ("teaching table", "no emissions in this source")),
    )


def read_siot_be2015(table: Path, emissions: Path, *, real_estate: RealEstate = "folded") -> Accounts:
    """Belgium 2015, 65 CPA products, with the emissions of 2020 assigned to the same products.

    Parameters
    ----------
    table : Path
        ``be_2015_siot_cp1700.csv``: ``naio_10_cp1700`` with stk_flow TOTAL, million EUR, basic prices.
    emissions : Path
        ``be_2020_air_emissions_by_cpa.csv``: ``indicator`` and a column per product, kt.
    real_estate : {"folded", "as_published"}
        The table splits L into L68A (imputed rents) and L68B, and the file of emissions lost L by that. ``folded``
        adds the two products up to L and gives L what the stated TOTAL holds beyond the products; ``as_published``
        keeps 65 products, L without emissions.

    Returns
    -------
    Accounts
        One region BE, MEUR; CO2, CH4 (kt) and GHG (kt CO2e_AR5): never add GHG to the other two.
        Imported products are inside the rows of a TOTAL table: imports (P7) enter as a negative final use ``imports``,
        so that row sums are domestic output (P1) and the accounts close.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``national.rows_differ`` beyond 0.1 MEUR (printed precision of 80 terms).

    Notes
    -----
    Products are not industries; emissions of another year than the table; imports are treated as if made with
    domestic technology. Fact: uses at multipliers 261,698 kt minus imports 174,050 kt = 87,649 kt of the products.
    """
    sheet = read_sheet(table, ["prod_na", *_BE_USES])
    cells = _wide(sheet, "prod_na")
    products = [row for row in cells.rows if row.startswith("CPA_") and row in cells.columns]
    faults = Faults(table.name)
    flows = cells.block(products, products, faults)
    demand = cells.block(products, list(_BE_USES), faults)
    imports, stated = cells.block(["P7", "P1"], products, faults)
    added = cells.block(_BE_ADDED, products, faults)
    faults.raise_if_any()
    demand = np.column_stack([demand, -imports])
    _check_rows(table.name, products, flows.sum(axis=1) + demand.sum(axis=1), stated, 0.1)
    air, totals = _belgian_air(emissions, products)
    notes = ["products are not industries", "emissions of 2020 beside a table of 2015", "imports as a negative use"]
    if real_estate == "folded":
        keep, products = _fold(products, ("CPA_L68A", "CPA_L68B"), "CPA_L")
        flows, demand, added, air = keep @ flows @ keep.T, keep @ demand, added @ keep.T, air @ keep.T
        remainder = totals - air.sum(axis=1)
        air[:, products.index("CPA_L")] += remainder
        notes.append(f"L68A and L68B folded to L; L takes the {remainder[-1]:.1f} kt GHG of TOTAL beyond the products")
    gases = {gas: unit or "kt CO2e_AR5" for gas, unit in _BE_GASES.values()}
    return _accounts(
        area="BE",
        products=products,
        uses=[*_BE_USES.values(), "imports"],
        money=(flows, demand),
        air=(air, None),
        gases=gases,
        added=(added, _BE_ADDED),
        meta=("be-2015", 2015, ("siot-be-2015", "air-be-2020"), (*notes, "no direct emissions of households here")),
    )


def _belgian_air(path: Path, products: Sequence[str]) -> tuple[Array, Array]:
    sheet = read_sheet(path, ["indicator", "TOTAL"])
    cells, faults = _wide(sheet, "indicator"), Faults(path.name)
    air = cells.block(list(_BE_GASES), products, faults)
    totals = cells.block(list(_BE_GASES), ["TOTAL"], faults)[:, 0]
    for at, product in np.argwhere(air < 0):
        gas = list(_BE_GASES)[at]
        faults.add(
            "national.negative_emission", row=cells.rows[gas], label=products[product], found=f"{air[at, product]:g}"
        )
    faults.raise_if_any()
    return air, totals


def _fold(labels: Sequence[str], parts: Sequence[str], whole: str) -> tuple[Array, list[str]]:
    """The summing matrix (new, old) that folds ``parts`` into ``whole`` at the place of the first."""
    folded = list(dict.fromkeys(whole if label in parts else label for label in labels))
    keep = np.zeros((len(folded), len(labels)))
    for at, label in enumerate(labels):
        keep[folded.index(whole if label in parts else label), at] = 1.0
    return keep, folded


def _accounts(
    *,
    area: str,
    products: Sequence[str],
    uses: Sequence[str],
    money: tuple[Array, Array],
    air: tuple[Array, Array | None],
    gases: Mapping[str, str],
    added: tuple[Array, Sequence[str]],
    meta: tuple[str, int, tuple[str, ...], tuple[str, ...]],
) -> Accounts:
    model, year, sources, notes = meta
    return Accounts.build(
        flows=money[0],
        demand=money[1],
        emissions=air[0],
        direct=np.zeros((len(gases), 1)) if air[1] is None else air[1],
        sectors=Sectors((area,) * len(products), tuple(products)),
        final_uses=FinalUses((area,) * len(uses), tuple(uses)),
        gases=tuple(gases),
        meta=Meta(
            model=model,
            year=year,
            money_unit="MEUR",
            emission_units=tuple(gases.values()),
            scheme="products",
            sources=sources,
            notes=notes,
            households_unknown=(area,) if air[1] is None else (),
        ),
        value_added=added[0],
        value_added_rows=tuple(added[1]),
    )


def _check_rows(file: str, products: Sequence[str], sums: Array, stated: Array, tolerance: float) -> None:
    faults = Faults(file)
    for product, found, output in zip(products, sums, stated, strict=True):
        if abs(found - output) > tolerance:
            faults.add("national.rows_differ", label=product, found=f"{found:.2f}", output=f"{output:.2f}")
    faults.raise_if_any()


def _long(sheet: Sheet) -> _Cells:
    faults = Faults(sheet.file)
    values: dict[tuple[str, str], float] = {}
    rows: dict[str, int] = {}
    places = sheet.place("iotables_row"), sheet.place("iotables_col"), sheet.place("values")
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        row, column, text = (cells[at] for at in places)
        if (row, column) in values:
            faults.add("table.row_twice", row=number, label=row, column=column, found=f"{row} {column}")
        rows.setdefault(row, number)
        if text.strip():
            values[row, column] = _number(text, faults, number, "values", f"{row} / {column}")
    faults.raise_if_any()
    if not values:
        raise InputError("table.empty", where=Where(file=sheet.file), rows=len(sheet.rows))
    return _Cells(sheet.file, values, rows, tuple(dict.fromkeys(sheet.column("iotables_col"))))


def _wide(sheet: Sheet, key: str) -> _Cells:
    """A wide table; an empty cell means "not applicable" and is absent, never zero."""
    faults = Faults(sheet.file)
    values: dict[tuple[str, str], float] = {}
    rows: dict[str, int] = {}
    at = sheet.place(key)
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        if cells[at] in rows:
            faults.add("table.label_twice", row=number, label=cells[at], found=cells[at])
        rows[cells[at]] = number
        for column, text in zip(sheet.header, cells, strict=True):
            if column != key and text.strip():
                values[cells[at], column] = _number(text, faults, number, column, cells[at])
    faults.raise_if_any()
    columns = tuple(name for name in sheet.header if name != key)
    if key == "prod_na" and not set(rows) & set(columns):
        raise InputError("national.no_products", where=Where(file=sheet.file), found=few(list(rows)))
    return _Cells(sheet.file, values, rows, columns)


def _number(text: str, faults: Faults, row: int, column: str, label: str) -> float:
    value = float_of(text)
    if value is None:
        faults.add_number(text, row=row, column=column, label=label)
    return 0.0 if value is None else value
