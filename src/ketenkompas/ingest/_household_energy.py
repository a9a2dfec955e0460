"""Energy of dwellings and cars per municipality in three editions, and the changes of boundaries between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._households_cells import counts, figures, figures_or_none, frame, municipalities, texts
from ketenkompas.ingest._rows import Sheet, read_sheet

_ENERGY: Mapping[str, str] = {
    "gas_tj": "households_final_demand_network_gas_demand",
    "electricity_tj": "households_final_demand_electricity_demand",
    "heat_tj": "input_households_final_demand_steam_hot_water_demand",
    "wood_tj": "households_final_demand_wood_pellets_demand",
    "pv_tj": "input_households_solar_pv_demand",
}
_RENAMED: Mapping[int, Mapping[str, str]] = {
    2016: {**_ENERGY, "heat_tj": "households_final_demand_steam_hot_water_demand"},
    2019: _ENERGY,
    2023: _ENERGY,
}
_SHARE_TOLERANCE = 1e-9


def read_household_energy(path: Path, year: int) -> pl.DataFrame:
    """Energy of dwellings and cars per municipality in the edition of a year: 2016, 2019 or 2023.

    The boundaries are not those of the year: the edition of 2016 has those of 2018 (380), that of 2019 those of 2021
    (352). See :func:`ketenkompas.households.harmonise`.

    Returns
    -------
    DataFrame
        ``area, inhabitants, cars``, ``vans`` (null in 2016), and in TJ, null where the edition says nothing (40 rows
        of 2019): ``gas_tj`` (lower heating value), ``electricity_tj`` (own-used solar power in it), ``heat_tj``,
        ``wood_tj`` (2016 by another method), ``pv_tj`` (production on dwellings).

    Raises
    ------
    InputError
        ``households.edition_unknown``; ``ingest.file_has_problems``: rows of another year, doubled or malformed
        codes, text in numbers.

    Examples
    --------
    Gas of dwellings in 2023: 199,173 TJ (``tests/unit/ingest/test_household_files.py``).
    """
    columns = _RENAMED.get(year)
    if columns is None:
        known = ", ".join(str(known) for known in _RENAMED)
        raise InputError("households.edition_unknown", where=Where(file=path.name), found=year, known=known)
    sheet = read_sheet(path, ["geo_id", "year", "number_of_inhabitants", "number_of_cars", *columns.values()])
    faults = Faults(path.name)
    areas = municipalities(sheet, "geo_id", faults)
    _check_year(sheet, year, faults)
    whole = {
        name: counts(sheet, f"number_of_{name}", faults, label="geo_id")
        for name in ("inhabitants", "cars", "vans")
        if f"number_of_{name}" in sheet.header
    }
    energy = {name: figures_or_none(sheet, source, faults, label="geo_id") for name, source in columns.items()}
    faults.raise_if_any()
    vans: list[int] | list[None] = whole.get("vans") or [None] * len(areas)
    types = dict.fromkeys(("inhabitants", "cars", "vans"), pl.Int64) | dict.fromkeys(energy, pl.Float64)
    return frame({"area": areas, **whole, "vans": vans, **energy}, types)


def _check_year(sheet: Sheet, year: int, faults: Faults) -> None:
    for number, found in zip(sheet.numbers, sheet.years("year", faults), strict=True):
        if found not in (year, 0):
            faults.add("households.other_year", row=number, column="year", found=found, year=year)


def read_crosswalk(path: Path) -> pl.DataFrame:
    """Changes of municipal boundaries, 2018 to 2023: 380, 352, 345, 342 municipalities.

    Returns
    -------
    DataFrame
        ``old_code, old_name, new_code, new_name, effective`` (date), ``kind`` (whole or split), ``share`` of the old
        municipality that goes to the new one (1 when whole; of a split by inhabitants, approximate).

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: malformed codes, no date, another kind, a municipality that becomes itself, shares
        that do not add up to one, a whole that is no 1 or a split that is.
    """
    told = ("old_code", "old_name", "new_code", "new_name", "effective", "kind", "share_of_old")
    sheet = read_sheet(path, told)
    faults = Faults(path.name)
    old = municipalities(sheet, "old_code", faults, once=False)
    new = municipalities(sheet, "new_code", faults, once=False)
    dates, shares = _dates(sheet, faults), figures(sheet, "share_of_old", faults, label="old_code")
    kinds = [cell.strip() for cell in sheet.column("kind")]
    for number, before, after, kind, share in zip(sheet.numbers, old, new, kinds, shares, strict=True):
        if before == after:
            faults.add("boundaries.to_itself", row=number, label=before, found=before)
        if kind not in ("whole", "split") or (kind == "whole") != (share == 1):
            faults.add("boundaries.kind", row=number, label=before, kind=shown(kind), share=f"{share:g}")
    _check_shares(old, shares, faults)
    faults.raise_if_any()
    columns: dict[str, list[Any]] = {
        **{"old_code": old, "old_name": texts(sheet, "old_name"), "new_code": new},
        **{"new_name": texts(sheet, "new_name"), "effective": dates, "kind": kinds, "share": shares},
    }
    return frame(columns, {"effective": pl.Date, "share": pl.Float64})


def _dates(sheet: Sheet, faults: Faults) -> list[date | None]:
    found: list[date | None] = []
    for number, cell in zip(sheet.numbers, sheet.column("effective"), strict=True):
        try:
            found.append(date.fromisoformat(cell.strip()))
        except ValueError:
            faults.add("boundaries.no_date", row=number, column="effective", found=shown(cell))
            found.append(None)
    return found


def _check_shares(old: list[str], shares: list[float], faults: Faults) -> None:
    totals: defaultdict[str, float] = defaultdict(float)
    for code, share in zip(old, shares, strict=True):
        totals[code] += share
    for code, total in totals.items():
        if abs(total - 1) > _SHARE_TOLERANCE:
            faults.add("boundaries.shares", label=code, found=f"{total:g}")
