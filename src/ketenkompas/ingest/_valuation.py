"""From basic to purchaser prices: Eurostat's national supply and use tables, or a small table of one's own."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import MARGIN_PRODUCTS, Buyer, LeftOut, PriceShares, Valuation, price_shares, require_valuation
from ketenkompas.ingest._bytes import header_of, open_source
from ketenkompas.ingest._eurostat import EurostatRows, read_eurostat
from ketenkompas.ingest._eurostat_codes import activity, area_kind
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._jsonstat import read_jsonstat
from ketenkompas.ingest._rows import read_sheet

VALUATION_TABLES: Mapping[str, str] = {
    "supply": "naio_10_cp15",
    "purchaser": "naio_10_cp16",
    "basic": "naio_10_cp1610",
    "margins": "naio_10_cp1620",
    "taxes": "naio_10_cp1630",
}
"""What each of Eurostat's tables says of the price: supply with its margins, uses, and how they differ."""

_PRODUCT = ("prd_ava", "prd_amo", "prd_use", "prod_na", "cpa2_1")
_COLUMN = ("ind_use", "ind_impv", "ind_ava", "induse")
_BUYERS: Mapping[Buyer, str] = {"intermediate": "TOTAL", "households": "P3_S14"}
_MARGINS = "OTTM"
_UNIT, _FLOW = "MIO_EUR", "TOTAL"
_ROUNDING = 2.0  # four cells, each rounded to a million
_RELATIVE = 0.002
_OWN = ("product", "basic", "margins", "taxes", "margin_supply")

Cells = dict[tuple[str, str], float]


def read_valuation(
    path: Path | Mapping[str, Path], *, area: str, year: int, buyer: Buyer = "intermediate"
) -> Valuation:
    """The price shares of an area and year: a folder with Eurostat's five tables, or a file of one's own.

    Parameters
    ----------
    path : Path or mapping
        A folder (or, by the keys of ``VALUATION_TABLES``, the files) with one answer each of ``naio_10_cp15``,
        ``cp16``, ``cp1610``, ``cp1620`` and ``cp1630``: JSON-stat or SDMX-CSV, the code in the file's name. Or a CSV
        file ``product,basic,margins,taxes,margin_supply`` with amounts or shares in the codes of the table.
    area, year, buyer
        Which figures; the file of one's own is taken to be of these.

    Raises
    ------
    InputError
        ``valuation.tables_absent``, ``valuation.table_twice``, ``valuation.nothing_here``; ``jsonstat.unreadable``;
        ``ingest.file_has_problems``; those of ``factors.require_valuation``.

    Notes
    -----
    ``PP = BP + M + T`` product by product, of the total of domestic and imported goods. Where one of M and T is not
    there it follows from the other three; a product whose four figures do not add up within rounding is left out with
    its reason, as is one with fewer figures. Products that supply margins (negative ones) are netted: see
    ``factors.price_shares``. Eurostat, Manual of Supply, Use and Input-Output Tables (2008), chapter 6.
    """
    if isinstance(path, Path) and not path.is_dir():
        return _own(path, area, year, buyer)
    return _eurostat(valuation_files(path) if isinstance(path, Path) else path, area, year, buyer)


def valuation_files(folder: Path) -> dict[str, Path]:
    """The file of each of the five tables in a folder.

    Raises
    ------
    InputError
        ``valuation.tables_absent``, ``valuation.table_twice``.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        for part, code in VALUATION_TABLES.items():
            if path.is_file() and re.search(rf"{code}(?!\d)", path.name.lower()):
                if part in found:
                    raise InputError(
                        "valuation.table_twice", where=Where(file=path.name), table=code, other=found[part].name
                    )
                found[part] = path
    absent = [code for part, code in VALUATION_TABLES.items() if part not in found]
    if absent:
        raise InputError("valuation.tables_absent", where=Where(file=folder.name), absent=", ".join(absent))
    return found


def _eurostat(files: Mapping[str, Path], area: str, year: int, buyer: Buyer) -> Valuation:
    cells = {part: _cells(path, area, year) for part, path in files.items()}
    column = _BUYERS[buyer]
    uses = {part: _uses(cells[part], files[part].name, column) for part in files if part != "supply"}
    shares: dict[str, PriceShares] = {}
    left_out: dict[str, LeftOut] = {}
    for product in dict.fromkeys(code for part in uses.values() for code in part):
        found = _shares({part: values.get(product) for part, values in uses.items()})
        if isinstance(found, PriceShares):
            shares[product] = found
        else:
            left_out[product] = found
    cited = f"Source: Eurostat, {', '.join(VALUATION_TABLES.values())}"
    margins = _margin_supply(cells["supply"], files["supply"].name)
    return require_valuation(Valuation(area, year, buyer, shares, margins, left_out, cited))


def _rows(path: Path) -> EurostatRows:
    if path.suffix.lower() == ".json":
        return read_jsonstat(path)
    header, _ = header_of(open_source(path), ",\t")
    names = header[0].rpartition("\\")[0].split(",") if "\\" in header[0] else header
    return read_eurostat(path, [name for name in names if name in (*_PRODUCT, *_COLUMN, "unit", "geo", "stk_flow")])


def _cells(path: Path, area: str, year: int) -> Cells:
    """The figures of an area and year by product and column, millions of euros."""
    read = _rows(path)
    faults, names = Faults(read.file), read.rows.columns
    product = next((name for name in _PRODUCT if name in names), "")
    column = next((name for name in _COLUMN if name in names), "")
    if not product or not column or "geo" not in names or "unit" not in names:
        faults.add("valuation.dimensions", found=", ".join(names))
        faults.raise_if_any()
    wanted = (
        (pl.col("year") == year)
        & (pl.col("unit") == _UNIT)
        & pl.col("geo").map_elements(lambda code: area_kind(code)[1] == area, return_dtype=pl.Boolean)
    )
    if "stk_flow" in names:
        wanted &= pl.col("stk_flow") == _FLOW
    rows = read.rows.filter(wanted & pl.col("value").is_not_null())
    if rows.is_empty():
        years = ", ".join(map(str, read.rows["year"].unique().sort().to_list()))
        units = ", ".join(read.rows["unit"].unique().sort().to_list())
        raise InputError(
            "valuation.nothing_here", where=Where(file=read.file), area=area, year=year, years=years, units=units
        )
    twice = rows.filter(rows.select(product, column).is_duplicated())
    for row in twice.head(3).iter_rows(named=True):
        faults.add("eurostat.cell_twice", row=row["row"], label=f"{row[product]} {row[column]}", found=row["value"])
    faults.raise_if_any()
    return {(row[product], row[column]): row["value"] for row in rows.iter_rows(named=True)}


def _by_item(values: Mapping[str, float]) -> dict[str, float]:
    """Figures by A*64 product: aggregates left aside; the two parts of L (imputed and actual rents) together."""
    found: dict[str, float] = {}
    parts: dict[str, list[float]] = {}
    for code, value in values.items():
        kind, item = activity(code)
        if kind == "item":
            found[item] = value
        elif kind == "detail" and code.removeprefix("CPA_") in ("L68A", "L68B"):
            parts.setdefault(item, []).append(value)
    return {**{item: sum(two) for item, two in parts.items() if len(two) == 2 and item not in found}, **found}


def _uses(cells: Cells, file: str, column: str) -> dict[str, float]:
    """The purchases of one kind of buyer by product; a total that is not that of the industries is refused."""
    totals = {product: value for (product, buyer), value in cells.items() if buyer == column}
    if not totals:
        known = ", ".join(list(dict.fromkeys(buyer for _, buyer in cells))[:8])
        raise InputError("valuation.no_buyer", where=Where(file=file), column=column, known=known)
    if column == _BUYERS["intermediate"]:
        faults = Faults(file)
        for product, total in totals.items():
            by_industry = _by_item({buyer: value for (one, buyer), value in cells.items() if one == product})
            summed = sum(by_industry.values())
            if len(by_industry) > 60 and abs(summed - total) > 32.0 + 0.01 * abs(total):  # 64 cells, each rounded
                faults.add("valuation.total_disagrees", label=product, found=f"{total:g}", summed=f"{summed:g}")
        faults.raise_if_any()
    return _by_item(totals)


def _shares(parts: Mapping[str, float | None]) -> PriceShares | LeftOut:
    paid, basic, margins, taxes = (parts[name] for name in ("purchaser", "basic", "margins", "taxes"))
    if paid is None or basic is None or (margins is None and taxes is None):
        return "no_figure"
    if not paid > 0:
        return "no_purchases"
    if margins is None:
        margins = paid - basic - (taxes or 0.0)
    elif taxes is None:
        taxes = paid - basic - margins
    held = basic + margins + (taxes or 0.0)
    if abs(held - paid) > _ROUNDING + _RELATIVE * paid:
        return "not_balanced"
    try:
        return price_shares(basic, margins, taxes or 0.0, purchases=paid)
    except InputError:
        return "not_balanced"


def _margin_supply(cells: Cells, file: str) -> dict[str, float]:
    """Who supplies the margins: the negative figures of the column of margins of the supply table, as parts of 1."""
    column = _by_item({product: value for (product, name), value in cells.items() if name == _MARGINS})
    supplied = {code: -column[code] for code in MARGIN_PRODUCTS if column.get(code, 0.0) < 0}
    total, received = sum(supplied.values()), sum(value for value in column.values() if value > 0)
    if not total > 0 or abs(received - total) > 0.01 * total + 32.0:  # the column adds up to nothing, but for rounding
        raise InputError(
            "valuation.margins_open", where=Where(file=file, column=_MARGINS), supplied=f"{total:g}",
            received=f"{received:g}",
        )  # fmt: skip
    return {code: value / total for code, value in supplied.items()}


def _own(path: Path, area: str, year: int, buyer: Buyer) -> Valuation:
    sheet = read_sheet(path, _OWN)
    faults = Faults(path.name)
    basic, margins, taxes = (sheet.floats(name, faults, label="product") for name in _OWN[1:4])
    supplied = sheet.floats("margin_supply", faults, label="product", empty=0.0)
    products = sheet.column("product")
    shares: dict[str, PriceShares] = {}
    for number, product, *parts in zip(sheet.numbers, products, basic, margins, taxes, strict=True):
        if products.count(product) > 1:
            faults.add("table.row_twice", row=number, column="product", found=product)
        elif all(math.isfinite(part) for part in parts):
            try:
                shares[product] = price_shares(*parts)
            except InputError as fault:
                faults.add(fault.code, row=number, label=product, **fault.params)
    faults.raise_if_any()
    total = sum(supplied)
    if not total > 0:
        raise InputError("valuation.margins_open", where=Where(file=path.name), supplied=f"{total:g}", received="-")
    margin_supply = {product: part / total for product, part in zip(products, supplied, strict=True) if part}
    return require_valuation(Valuation(area, year, buyer, shares, margin_supply, {}, path.name))
