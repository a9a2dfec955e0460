"""WIOD 2013 tables and JRC's CO2 accounts beside them, in the layout of the mirror."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.classifications import scheme
from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import area_of, few, read_columns, read_sheet
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

Array = npt.NDArray[np.float64]
MODEL = "wiod2013-co2"
_HOUSEHOLDS = "HH"
_FINAL_CODES = ("c37", "c38", "c39", "c41", "c42")
_JRC_HOUSEHOLDS = "FC_HH"


@dataclass(frozen=True)
class _Axes:
    """The labels of the table in the order of its indices; ``spellings`` are the source's own region codes."""

    spellings: tuple[str, ...]
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def rows(self) -> int:
        return len(self.regions) * len(self.industries)

    @property
    def columns(self) -> int:
        return self.rows + len(self.regions) * len(self.categories)

    @property
    def sectors(self) -> Sectors:
        regions = tuple(np.repeat(np.array(self.regions, dtype=object), len(self.industries)))
        return Sectors(regions=regions, products=self.industries * len(self.regions))

    @property
    def final_uses(self) -> FinalUses:
        regions = tuple(np.repeat(np.array(self.regions, dtype=object), len(self.categories)))
        return FinalUses(regions=regions, categories=self.categories * len(self.regions))


def read_wiod2013(table: Path, co2: Path, regions: Path, industries: Path, final_demand: Path, year: int) -> Accounts:
    """One year of WIOD 2013 with the CO2 of JRC's accounts.

    Parameters
    ----------
    table : Path
        ``wiot_YYYY.parquet``: the non-zero cells (``row``, ``col``, ``value_musd``); a cell that is absent is zero.
    co2 : Path
        ``co2_jrc_to_wiod2013.parquet``: ``year, region, industry, co2_kt``, industry ``HH`` for households' direct
        emissions.
    regions, industries, final_demand : Path
        The order of the axes.
    year : int

    Returns
    -------
    Accounts
        MUSD and ``kt CO2``, areas in canonical codes (``ROM`` is RO, ``RoW`` is WIOD_ROW), industries c1 .. c35, final
        uses c37 .. c42, output as row sums.

    Raises
    ------
    InputError
        ``wiod.no_emissions_for_year`` (1995-1999 have tables only), ``wiod.year_of_file``, or
        ``ingest.file_has_problems`` with every fault of a file.

    Notes
    -----
    ``row = 35 * region + industry``; columns from 1435 on are ``1435 + 5 * region + category``. Source: WIOD 2013
    release; Corsatea et al. (2019), JRC116234. World totals kept: ``tests/unit/ingest/test_wiod.py``.
    """
    axes = _axes(regions, industries, final_demand)
    _check_year_of_file(table, year)
    money = _cells(table, axes)
    kilotonnes = _emissions(co2, axes, year)
    return Accounts.build(
        flows=np.ascontiguousarray(money[:, : axes.rows]),
        demand=np.ascontiguousarray(money[:, axes.rows :]),
        emissions=np.ascontiguousarray(kilotonnes[:, :-1].reshape(1, -1)),
        direct=np.ascontiguousarray(kilotonnes[:, -1:].T),
        sectors=axes.sectors,
        final_uses=axes.final_uses,
        gases=("CO2",),
        meta=_meta(year),
    )


def read_wiod2013_regions(regions: Path) -> tuple[str, ...]:
    """The regions of WIOD 2013 in the order of the table, as canonical areas (``ROM`` is RO, ``RoW`` is WIOD_ROW).

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with unknown or doubled regions.
    """
    return _region_axis(regions)[1]


def read_wiod2013_output(output: Path, regions: Path, industries: Path, year: int) -> Array:
    """Gross output as WIOD states it (n,), MUSD, in the order of the table: for a balance check, not for the model.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``wiod.no_output_for_year``.
    """
    axes = _Axes(*_region_axis(regions), _code_axis(industries, "industry", "WIOD2013_35"), ())
    read = read_columns(output, {"year": "integer", "region": "text", "industry": "text", "output_musd": "number"})
    wanted = read.filter(pl.col("year") == year).rename({"output_musd": "value"})
    if wanted.is_empty():
        years = few([str(known) for known in read["year"].unique().sort()])
        raise InputError("wiod.no_output_for_year", where=Where(file=output.name), year=year, years=years)
    return _grid(wanted, axes.spellings, axes.industries, Faults(output.name)).reshape(-1)


def read_jrc_co2(path: Path) -> pl.DataFrame:
    """JRC's CO2 accounts 2000-2016 of 44 regions and 56 industries, tidy.

    Returns
    -------
    DataFrame
        ``year, area, industry, co2_kt``: canonical areas, JRC's industry codes (ISIC rev. 4 groups),
        ``households_direct`` for its ``FC_HH``. Residence principle.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with unknown areas and doubled rows.
    """
    read = read_columns(path, {"year": "integer", "region": "text", "industry": "text", "co2_kt": "number"})
    faults = Faults(path.name)
    spellings = read["region"].unique(maintain_order=True).to_list()
    areas = {spelling: area_of(spelling, faults, column="region") or spelling for spelling in spellings}
    _note_doubled(read, ["year", "region", "industry"], faults)
    faults.raise_if_any()
    return read.select(
        "year",
        pl.col("region").replace_strict(areas, return_dtype=pl.String).alias("area"),
        pl.col("industry").replace({_JRC_HOUSEHOLDS: "households_direct"}),
        "co2_kt",
    )


def _meta(year: int) -> Meta:
    return Meta(
        model=MODEL,
        year=year,
        money_unit="MUSD",
        emission_units=("kt CO2",),
        price_basis="basic prices, current",
        table_edition="WIOD 2013 release",
        emission_edition="JRC 2019-07",
        principle="residence",
        scheme="WIOD2013_35",
        sources=(
            f"wiod2013-wiot-{year}",
            "jrc-co2-wiod2013",
            "wiod2013-region-order",
            "wiod2013-industries",
            "wiod2013-final-demand",
        ),
        notes=("CO2 accounts of another vintage (SNA 2008) than the table (SNA 1993)",),
    )


def _axes(regions: Path, industries: Path, final_demand: Path) -> _Axes:
    listed = _code_axis(industries, "industry", "WIOD2013_35")
    return _Axes(*_region_axis(regions), listed, _code_axis(final_demand, "code", "FINAL_USE"))


def _region_axis(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sheet, faults = read_sheet(path, ["region"]), Faults(path.name)
    areas = sheet.areas("region", faults)
    _note_twice(areas, sheet.numbers, "region", faults)
    faults.raise_if_any()
    return tuple(sheet.column("region")), tuple(areas)


def _code_axis(path: Path, column: str, name: str) -> tuple[str, ...]:
    sheet, faults = read_sheet(path, [column]), Faults(path.name)
    codes = sheet.column(column)
    for number, code in zip(sheet.numbers, codes, strict=True):
        if name == "FINAL_USE":
            known: Sequence[str] = _FINAL_CODES
        else:
            known = list(scheme("WIOD2013_35").items)
        if code not in known:
            faults.add("wiod.code_unknown", row=number, column=column, found=code, known=few(known))
    _note_twice(codes, sheet.numbers, column, faults)
    faults.raise_if_any()
    return tuple(codes)


def _note_twice(labels: Sequence[str], numbers: Sequence[int], column: str, faults: Faults) -> None:
    seen: set[str] = set()
    for number, label in zip(numbers, labels, strict=True):
        if label in seen:
            faults.add("table.label_twice", row=number, column=column, found=label)
        seen.add(label)


def _check_year_of_file(table: Path, year: int) -> None:
    named = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", table.stem)
    if named and int(named.group()) != year:
        raise InputError("wiod.year_of_file", where=Where(file=table.name), found=named.group(), year=year)


def _cells(path: Path, axes: _Axes) -> Array:
    read = read_columns(path, {"row": "integer", "col": "integer", "value_musd": "number"})
    row, column, value = (read[name].to_numpy() for name in ("row", "col", "value_musd"))
    faults = Faults(path.name)
    for name, index, size in (("row", row, axes.rows), ("col", column, axes.columns)):
        outside = np.flatnonzero((index < 0) | (index >= size))
        for at in outside[:5]:
            faults.add("wiod.index_outside", row=int(at) + 1, column=name, found=int(index[at]), last=size - 1)
    faults.raise_if_any()
    _note_doubled(read, ["row", "col"], faults)
    labels, uses = axes.sectors.labels, (*axes.sectors.labels, *axes.final_uses.labels)
    for at in np.flatnonzero((value < 0) & (column < axes.rows))[:5]:
        place = f"{labels[row[at]]} -> {uses[column[at]]}"
        faults.add("wiod.negative_flow", row=int(at) + 1, label=place, found=f"{value[at]:g}")
    absent = sorted(set(range(len(axes.regions))) - set((np.unique(row) // len(axes.industries)).tolist()))
    for region in absent:
        faults.add("wiod.region_absent", label=axes.regions[region], found=axes.spellings[region])
    faults.raise_if_any()
    money = np.zeros((axes.rows, axes.columns))
    money[row, column] = value
    return money


def _emissions(path: Path, axes: _Axes, year: int) -> Array:
    read = read_columns(path, {"year": "integer", "region": "text", "industry": "text", "co2_kt": "number"})
    wanted = read.filter(pl.col("year") == year).rename({"co2_kt": "value"})
    if wanted.is_empty():
        years = read["year"].unique().sort()
        raise InputError(
            "wiod.no_emissions_for_year", where=Where(file=path.name), year=year, first=years[0], last=years[-1]
        )
    faults = Faults(path.name)
    for place in wanted.filter(pl.col("value") < 0).head(5).iter_rows(named=True):
        label = f"{place['region']} {place['industry']}"
        faults.add("wiod.negative_emission", label=label, column="co2_kt", found=f"{place['value']:g}")
    return _grid(wanted, axes.spellings, (*axes.industries, _HOUSEHOLDS), faults)


def _grid(rows: pl.DataFrame, regions: Sequence[str], industries: Sequence[str], faults: Faults) -> Array:
    """Rows ``region, industry, value`` as (region, industry), complete: a cell that is absent or double is a fault."""
    _note_doubled(rows, ["region", "industry"], faults)
    for column, known in (("region", regions), ("industry", industries)):
        for stranger in rows.filter(~pl.col(column).is_in(list(known)))[column].unique().sort():
            faults.add("wiod.code_unknown", column=column, found=stranger, known=few(known))
    found = set(rows.select("region", "industry").iter_rows())
    for region in regions:
        for industry in industries:
            if (region, industry) not in found:
                faults.add("wiod.cell_absent", label=f"{region} {industry}", found=f"{region} {industry}")
    faults.raise_if_any()
    at_region = {code: at for at, code in enumerate(regions)}
    at_industry = {code: at for at, code in enumerate(industries)}
    grid = np.zeros((len(regions), len(industries)))
    for region, industry, value in rows.select("region", "industry", "value").iter_rows():
        grid[at_region[region], at_industry[industry]] = value
    return grid


def _note_doubled(rows: pl.DataFrame, keys: list[str], faults: Faults) -> None:
    doubled = rows.filter(rows.select(keys).is_duplicated()).select(keys).unique(maintain_order=True)
    for key in doubled.head(5).iter_rows():
        faults.add("table.row_twice", column=", ".join(keys), found=" ".join(str(part) for part in key))
