"""Population, exchange rates and deflators of the Penn World Table, by area and year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import Sheet, few, read_sheet

_REST = "WIOD_ROW"
_POSITIVE = {
    "population_million": "population_million",
    "lcu_per_usd": "lcu_per_usd",
    "rgdpna_mil_2017usd": "gdp_real_musd_2017",
}
_MAY_BE_ABSENT = {"gdp_nominal_musd": "gdp_nominal_musd", "usd_gdp_deflator_2017_1": "usd_gdp_deflator_2017"}


def read_prices(path: Path) -> pl.DataFrame:
    """Population, exchange rate and GDP by area and year, from the reduced Penn World Table 10.01.

    Parameters
    ----------
    path : Path
        ``iso3, country, currency, year, population_million, lcu_per_usd, ..., rgdpna_mil_2017usd, gdp_nominal_musd,
        usd_gdp_deflator_2017_1``.

    Returns
    -------
    DataFrame
        ``area, year, currency, population_million, lcu_per_usd`` (units of the country's money per USD, average of the
        year), ``gdp_nominal_musd, gdp_real_musd_2017, usd_gdp_deflator_2017`` (2017 = 1; inflation and exchange rate
        together). The last of nominal GDP and deflator are null where the source has none.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with unknown areas, doubled rows, text in numbers, values of zero or less.

    Notes
    -----
    Feenstra, Inklaar and Timmer (2015), Penn World Table 10.01. The Netherlands 2008: 16.568 million inhabitants,
    0.6827 EUR per USD.
    """
    sheet = read_sheet(path, ["iso3", "currency", "year", *_POSITIVE, *_MAY_BE_ABSENT])
    faults = Faults(path.name)
    found, years = sheet.areas("iso3", faults), sheet.years("year", faults)
    columns: dict[str, Sequence[object]] = {"area": found, "year": years, "currency": sheet.column("currency")}
    for name, ours in _POSITIVE.items():
        columns[ours] = _positive(sheet, name, faults)
    for name, ours in _MAY_BE_ABSENT.items():
        columns[ours] = [None if math.isnan(value) else value for value in sheet.floats(name, faults, empty=math.nan)]
    _note_doubled(sheet, found, years, faults)
    faults.raise_if_any()
    return pl.DataFrame(columns)


def wiod_population(prices: pl.DataFrame, regions: Sequence[str]) -> pl.DataFrame:
    """Population of the regions of a WIOD table; the rest of the world is every country outside the others.

    Parameters
    ----------
    prices : DataFrame
        From :func:`read_prices`.
    regions : sequence of str
        Canonical areas of the table, ``WIOD_ROW`` among them or not.

    Returns
    -------
    DataFrame
        ``area, year, population_million``.

    Raises
    ------
    InputError
        ``prices.area_absent`` when a region has no population.
    """
    grouped = _by_region(prices, regions)
    return grouped.group_by("area", "year", maintain_order=True).agg(pl.col("population_million").sum())


def wiod_deflators(prices: pl.DataFrame, regions: Sequence[str], base: int) -> pl.DataFrame:
    """USD GDP deflators of the regions of a WIOD table with ``base`` = 1, one index for all industries of a region.

    Returns
    -------
    DataFrame
        ``area, year, deflator_1``: nominal GDP in USD over real GDP, divided by the same of the base year. The rest of
        the world is the sum of nominal over the sum of real GDP of the countries that have both.

    Raises
    ------
    InputError
        ``prices.area_absent``; ``prices.base_absent`` when the base year is not covered.

    Notes
    -----
    The index carries inflation and exchange rate, which is what a table in current USD must be divided by (fact sheet
    section 10).
    """
    known = _by_region(prices, regions).filter(pl.col("gdp_nominal_musd").is_not_null())
    index = known.group_by("area", "year", maintain_order=True).agg(
        (pl.col("gdp_nominal_musd").sum() / pl.col("gdp_real_musd_2017").sum()).alias("index")
    )
    at_base = index.filter(pl.col("year") == base).select("area", pl.col("index").alias("of_base"))
    if at_base.height != len(regions):
        covered = prices["year"].unique().sort().to_list()
        years = f"{covered[0]}-{covered[-1]}"
        raise InputError("prices.base_absent", base=base, years=years)
    return index.join(at_base, on="area").select(
        "area", "year", (pl.col("index") / pl.col("of_base")).alias("deflator_1")
    )


def _by_region(prices: pl.DataFrame, regions: Sequence[str]) -> pl.DataFrame:
    named = [region for region in regions if region != _REST]
    absent = sorted(set(named) - set(prices["area"].to_list()))
    if absent:
        raise InputError("prices.area_absent", found=few(absent), where=Where(label=absent[0]))
    inside = pl.col("area").is_in(named)
    if _REST not in regions:
        return prices.filter(inside)
    return prices.with_columns(pl.when(inside).then(pl.col("area")).otherwise(pl.lit(_REST)).alias("area"))


def _positive(sheet: Sheet, column: str, faults: Faults) -> list[float]:
    values = sheet.floats(column, faults, label="iso3")
    places = zip(sheet.numbers, sheet.column("iso3"), values, strict=True)
    for number, iso3, value in places:
        if value <= 0:
            faults.add("prices.not_positive", row=number, column=column, label=iso3, found=f"{value:g}")
    return values


def _note_doubled(sheet: Sheet, areas: Sequence[str], years: Sequence[int], faults: Faults) -> None:
    seen: set[tuple[str, int]] = set()
    for number, area, year in zip(sheet.numbers, areas, years, strict=True):
        if (area, year) in seen:
            faults.add("table.row_twice", row=number, column="iso3, year", found=f"{area} {year}")
        seen.add((area, year))
