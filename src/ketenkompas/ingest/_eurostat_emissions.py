"""Emissions by area and industry, and of households: air emission accounts and the direct part of the footprints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._eurostat import EurostatRows, read_eurostat
from ketenkompas.ingest._eurostat_codes import activity, area_kind
from ketenkompas.ingest._faults import Faults, shown

HOUSEHOLD_TOTAL = "HH"
_HOUSEHOLD_PARTS = ("HH_HEAT", "HH_TRA", "HH_OTH")
_TO_KT: Mapping[str, float] = {"THS_T": 1.0, "T": 0.001, "MIO_T": 1000.0}
_PER_SOMETHING = re.compile(r"(K?G|KG|T)_(HAB|CAP|PPS|EUR).*|G_EUR.*|KG_.*|PC.*|I\d\d.*")
_FOOTPRINT_GAS: Mapping[str, str] = {"GHGFP": "GHG", "CO2FP": "CO2"}
_COLUMNS = ["area", "item", "gas", "year"]


@dataclass(frozen=True)
class AirEmissions:
    """Emissions in kt by area and item, one line each; aggregates have been left aside, never summed.

    Attributes
    ----------
    rows : DataFrame
        ``area`` (canonical), ``item`` (an A*64 industry, or ``HH`` = households), ``gas``, ``year``, ``kt`` (null where
        there is no figure), ``confidential``.
    left_aside : tuple of str
        Codes of aggregates, parts and unit variants that the file also holds.
    """

    rows: pl.DataFrame = field(repr=False)
    file: str
    dataset: str
    updated: str = ""
    left_aside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the file holds, sorted."""
        return tuple(self.rows["year"].unique().sort())

    @property
    def gases(self) -> tuple[str, ...]:
        """The gases that the file holds."""
        return tuple(self.rows["gas"].unique().sort())

    def cells(self, gas: str, year: int) -> dict[tuple[str, str], tuple[float | None, bool]]:
        """The figure in kt and whether it is confidential, by (area, item)."""
        wanted = self.rows.filter((pl.col("gas") == gas) & (pl.col("year") == year))
        return {
            (area, item): (kt, confidential)
            for area, item, kt, confidential in wanted.select("area", "item", "kt", "confidential").iter_rows()
        }


def gas_unit(gas: str) -> str:
    """The unit of a gas in our accounts.

    Examples
    --------
    >>> gas_unit("GHG"), gas_unit("CO2"), gas_unit("HFC_CO2E")
    ('kt CO2e_AR5', 'kt CO2', 'kt CO2e_AR5')
    """
    return "kt CO2e_AR5" if gas == "GHG" or gas.endswith("_CO2E") else f"kt {gas}"


def read_air_emissions(path: Path, *, gases: Sequence[str] | None = None) -> AirEmissions:
    """Eurostat's air emission accounts (``env_ac_ainah_r2``), SDMX-CSV or TSV, by industry and of households.

    Parameters
    ----------
    path : Path
    gases : sequence of str, optional
        Codes of ``airpol`` (``GHG``, ``CO2``, ``CH4``, ...); all when not given.

    Returns
    -------
    AirEmissions
        kt by the residence principle. ``HH`` is the households' total, checked against heating, transport and other;
        where the file has only the three parts, their sum (noted). Confidential cells have no value.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``eurostat.gas_absent``.
    """
    read = read_eurostat(path, ("airpol", "nace_r2", "unit", "geo"))
    rows = read.rows.rename({"airpol": "gas", "nace_r2": "code", "geo": "place"})
    if gases is not None:
        absent = [gas for gas in gases if gas not in set(rows["gas"])]
        if absent:
            found = ", ".join(rows["gas"].unique().sort())
            raise InputError("eurostat.gas_absent", where=Where(file=read.file), gases=", ".join(absent), found=found)
        rows = rows.filter(pl.col("gas").is_in(list(gases)))
    return _emissions(read, rows)


def read_footprint_emissions(path: Path, *, gas: str | None = None) -> AirEmissions:
    """The direct emissions of every FIGARO area by emitting industry, from Eurostat's footprints (``env_ac_ghgfp``).

    What is emitted anywhere for the final demand of the whole world (``c_dest`` WORLD, ``na_item`` TOTAL) is the
    emission itself, so this one file gives all areas, also those outside Europe.

    Parameters
    ----------
    path : Path
    gas : str, optional
        Told by the data set for ``env_ac_ghgfp`` (GHG) and ``env_ac_co2fp`` (CO2), to be named for others.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``eurostat.world_absent``; ``eurostat.gas_unknown``.
    """
    read = read_eurostat(path, ("c_dest", "c_orig", "nace_r2", "na_item", "unit"))
    told = next((known for mark, known in _FOOTPRINT_GAS.items() if read.dataset.upper().endswith(mark)), gas)
    where = Where(file=read.file)
    if told is None or (gas is not None and gas != told):
        raise InputError("eurostat.gas_unknown", where=where, dataset=read.dataset or "-", gas=gas or "-")
    rows = read.rows.filter((pl.col("c_dest") == "WORLD") & (pl.col("na_item") == "TOTAL"))
    if rows.is_empty():
        found = [", ".join(read.rows[name].unique().sort().head(6)) for name in ("c_dest", "na_item")]
        raise InputError("eurostat.world_absent", where=where, destinations=found[0], items=found[1])
    rows = rows.with_columns(gas=pl.lit(told)).rename({"nace_r2": "code", "c_orig": "place"})
    return _emissions(read, rows)


def _emissions(read: EurostatRows, rows: pl.DataFrame) -> AirEmissions:
    faults = Faults(read.file)
    rows, units = _in_kt(rows, faults)
    rows, codes = _canonical(rows, faults)
    faults.raise_if_any()
    rows = _one_each(rows, faults)
    rows, notes = _households_total(rows, faults)
    for row in rows.filter(pl.col("kt") < 0).iter_rows(named=True):
        faults.add("eurostat.negative_emission", row=row["row"], label=_label(row), found=f"{row['kt']:g}")
    faults.raise_if_any()
    return AirEmissions(
        rows=rows.select(*_COLUMNS, "kt", "confidential"),
        file=read.file,
        dataset=read.dataset,
        updated=read.updated,
        left_aside=(*units, *codes),
        notes=notes,
    )


def _in_kt(rows: pl.DataFrame, faults: Faults) -> tuple[pl.DataFrame, list[str]]:
    """Masses as kt; figures per inhabitant or euro are left aside, other units are faults."""
    aside: list[str] = []
    for unit in rows["unit"].unique(maintain_order=True):
        if unit not in _TO_KT and _PER_SOMETHING.fullmatch(unit):
            aside.append(unit)
        elif unit not in _TO_KT:
            faults.add("eurostat.unknown_unit", column="unit", found=shown(unit), known=", ".join(_TO_KT))
    masses = rows.filter(pl.col("unit").is_in(list(_TO_KT)))
    if masses.is_empty():
        faults.add("eurostat.no_mass", column="unit", found=", ".join(rows["unit"].unique().sort()))
    faults.raise_if_any()
    factor = pl.col("unit").replace_strict(_TO_KT, return_dtype=pl.Float64)
    return masses.with_columns(kt=pl.col("value") * factor), aside


def _canonical(rows: pl.DataFrame, faults: Faults) -> tuple[pl.DataFrame, list[str]]:
    """Areas and industries in our codes; aggregates and details left aside, unknown codes noted."""
    aside: list[str] = []
    places: dict[str, str] = {}
    for place in rows["place"].unique(maintain_order=True):
        kind, area = area_kind(place)
        if kind == "area":
            places[place] = area
        elif kind == "aggregate":
            aside.append(place)
        else:
            faults.add("eurostat.unknown_area", row=_row_of(rows, "place", place), column="geo", found=shown(place))
    items: dict[str, str] = {}
    for code in rows["code"].unique(maintain_order=True):
        kind_of_code, item = ("item", code) if code.startswith(HOUSEHOLD_TOTAL) else activity(code)
        if code == "TOTAL_HH" or kind_of_code in ("aggregate", "detail"):
            aside.append(code)
        elif kind_of_code == "unknown" or (
            code.startswith(HOUSEHOLD_TOTAL) and code not in (HOUSEHOLD_TOTAL, *_HOUSEHOLD_PARTS)
        ):
            faults.add("eurostat.unknown_item", row=_row_of(rows, "code", code), column="nace_r2", found=shown(code))
        else:
            items[code] = item
    known = rows.filter(pl.col("place").is_in(list(places)) & pl.col("code").is_in(list(items)))
    named = known.with_columns(
        area=pl.col("place").replace_strict(places, return_dtype=pl.String, default=None),
        item=pl.col("code").replace_strict(items, return_dtype=pl.String, default=None),
    )
    return named, aside


def _row_of(rows: pl.DataFrame, column: str, value: str) -> int:
    return int(rows.filter(pl.col(column) == value)["row"][0])


def _one_each(rows: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    """One line per cell: the same spelling twice is a fault, two spellings or units must agree."""
    same = [*_COLUMNS, "code", "place", "unit"]
    for row in rows.filter(rows.select(same).is_duplicated()).unique(same, keep="last").iter_rows(named=True):
        faults.add("eurostat.cell_twice", row=row["row"], label=_label(row), found=f"{row['code']} {row['unit']}")
    faults.raise_if_any()
    spread = rows.group_by(_COLUMNS).agg(
        low=pl.col("kt").min(), high=pl.col("kt").max(), row=pl.col("row").max(), codes=pl.col("code").unique().sort()
    )
    apart = spread.filter((pl.col("high") - pl.col("low")) > 0.001 + 1e-3 * pl.col("high").abs())
    for row in apart.iter_rows(named=True):
        values = f"{row['low']:g}, {row['high']:g}"
        faults.add(
            "eurostat.spellings_disagree",
            row=row["row"],
            label=_label(row),
            found=values,
            codes=", ".join(row["codes"]),
        )
    order = pl.col("unit").replace_strict({"THS_T": 1, "T": 0, "MIO_T": 2}, return_dtype=pl.Int64)
    return (
        rows.with_columns(fine=order)
        .sort(pl.col("kt").is_null(), "fine", "row")
        .unique(_COLUMNS, keep="first", maintain_order=True)
    )


def _households_total(rows: pl.DataFrame, faults: Faults) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Keep the households' total: as given and equal to its parts, or the sum of all three parts."""
    parts = rows.filter(pl.col("item").is_in(_HOUSEHOLD_PARTS))
    others = rows.filter(~pl.col("item").is_in(_HOUSEHOLD_PARTS))
    if parts.is_empty():
        return others, ()
    keys = ["area", "gas", "year"]
    complete = (
        parts.filter(pl.col("kt").is_not_null())
        .group_by(keys)
        .agg(total=pl.col("kt").sum(), count=pl.len(), row=pl.col("row").max())
        .filter(pl.col("count") == len(_HOUSEHOLD_PARTS))
    )
    stated = others.filter(pl.col("item") == HOUSEHOLD_TOTAL)
    both = stated.join(complete, on=keys, how="inner", suffix="_parts")
    for row in both.filter((pl.col("kt") - pl.col("total")).abs() > 0.01 + 1e-5 * pl.col("kt")).iter_rows(named=True):
        label = _label({**row, "item": HOUSEHOLD_TOTAL})
        faults.add(
            "eurostat.households_disagree",
            row=row["row"],
            label=label,
            found=f"{row['kt']:g}",
            total=f"{row['total']:g}",
        )
    lacking = complete.join(stated.filter(pl.col("kt").is_not_null()), on=keys, how="anti")
    if lacking.is_empty():
        return others, ()
    made = lacking.select(
        *keys, "row", kt=pl.col("total"), item=pl.lit(HOUSEHOLD_TOTAL), confidential=pl.lit(value=False)
    )
    kept = others.join(made.select(*keys, "item"), on=[*keys, "item"], how="anti")
    note = f"households' total taken as heating + transport + other for {', '.join(made['area'].unique().sort())}"
    columns = [*_COLUMNS, "kt", "confidential", "row"]
    return pl.concat([kept.select(columns), made.select(columns).cast({"row": kept["row"].dtype})]), (note,)


def _label(row: Mapping[str, object]) -> str:
    return " ".join(str(row[name]) for name in _COLUMNS)
