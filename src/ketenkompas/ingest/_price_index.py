"""A user's own price index: deflators by region, or by region and product (industry)."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl

from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import read_sheet


def read_price_index(path: Path) -> pl.DataFrame:
    """Price indices of one's own, from a text table ``region,year,index`` or ``region,product,year,index``.

    Parameters
    ----------
    path : Path
        Comma separated, UTF-8, one row for each region (and product or industry, in the codes of the table) and year.
        The index is of prices in the currency of the table; its own base year is of no matter.

    Returns
    -------
    DataFrame
        ``label, year, index``: the region, or the sector (``NL_C10T12``); in ``label_kind`` which of the two
        (``region``, ``make``).

    Raises
    ------
    InputError
        ``table.*`` for a file that is no such table; ``ingest.file_has_problems`` with unknown areas, doubled rows,
        text in numbers, values of zero or less (``prices.index_not_positive``).
    """
    sheet = read_sheet(path, ["region", "year", "index"])
    faults = Faults(path.name)
    regions, years = sheet.areas("region", faults), sheet.years("year", faults)
    values = sheet.floats("index", faults, label="region")
    by_sector = "product" in sheet.header
    products = sheet.column("product") if by_sector else [""] * len(regions)
    labels = [f"{region}_{product}" if by_sector else region for region, product in zip(regions, products, strict=True)]
    seen: set[tuple[str, int]] = set()
    for number, label, year, value in zip(sheet.numbers, labels, years, values, strict=True):
        if not math.isnan(value) and not 0 < value < math.inf:
            faults.add("prices.index_not_positive", row=number, column="index", label=label, found=f"{value:g}")
        if (label, year) in seen:
            faults.add("table.row_twice", row=number, column="region, product, year", found=f"{label} {year}")
        seen.add((label, year))
    faults.raise_if_any()
    kind = "make" if by_sector else "region"
    return pl.DataFrame({"label": labels, "label_kind": [kind] * len(labels), "year": years, "index": values})
