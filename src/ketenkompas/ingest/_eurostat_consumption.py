"""What households consume by purpose, from Eurostat's national accounts (``nama_10_co3_p3``)."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._eurostat import read_eurostat
from ketenkompas.ingest._eurostat_codes import area_kind
from ketenkompas.ingest._faults import Faults, shown

_UNIT = "CP_MEUR"
_PURPOSE = re.compile(r"CP(\d{2})(\d{0,3})")


def read_household_consumption(path: Path) -> pl.DataFrame:
    """Final consumption of households by COICOP, SDMX-CSV or TSV, current prices, domestic concept.

    Returns
    -------
    DataFrame
        ``area`` (canonical), ``purpose`` (``00`` = all, ``01``, ``01.1``, ``01.1.1``), ``year``, ``value_meur`` (null
        where there is no figure), ``flag``, ``confidential``. A purpose stands beside those inside it: never sum them.
        Aggregates of areas are left aside.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with areas and purposes that are not known and cells that stand twice;
        ``eurostat.unit_absent`` without a line in million euro at current prices.

    Notes
    -----
    Domestic concept: what is bought in the country, by residents and visitors. The household model takes the national
    concept; the bridge between the two (residents abroad, non-residents here) is not in this data set.
    """
    read = read_eurostat(path, ("unit", "coicop", "geo"))
    rows, faults = read.rows.filter(pl.col("unit") == _UNIT), Faults(read.file)
    if rows.is_empty():
        units = ", ".join(read.rows["unit"].unique().sort())
        raise InputError("eurostat.unit_absent", where=Where(file=read.file), unit=_UNIT, found=units)
    found: list[tuple[object, ...]] = []
    seen: set[tuple[object, ...]] = set()
    for row in rows.iter_rows(named=True):
        kind, area = area_kind(row["geo"])
        purpose = _purpose(row["coicop"])
        if kind == "unknown":
            faults.add("eurostat.unknown_area", row=row["row"], column="geo", found=shown(row["geo"]))
        if purpose is None:
            faults.add("eurostat.unknown_purpose", row=row["row"], column="coicop", found=shown(row["coicop"]))
        if kind != "area":
            continue
        if (area, purpose, row["year"]) in seen:
            faults.add("table.row_twice", row=row["row"], column="geo, coicop", found=f"{area} {purpose} {row['year']}")
        seen.add((area, purpose, row["year"]))
        found.append((area, purpose, row["year"], row["value"], row["flag"], row["confidential"]))
    faults.raise_if_any()
    types = {"area": pl.String, "purpose": pl.String, "year": pl.Int64, "value_meur": pl.Float64}
    return pl.DataFrame(found, schema=types | {"flag": pl.String, "confidential": pl.Boolean}, orient="row")


def _purpose(code: str) -> str | None:
    if code == "TOTAL":
        return "00"
    found = _PURPOSE.fullmatch(code)
    return None if found is None else ".".join([found[1], *found[2]])
