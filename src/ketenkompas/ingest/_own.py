"""One's own table in one of the known layouts, with emissions from a file of one's own where the table has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from ketenkompas.classifications import canonical_area
from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.ingest._exiobase import read_exiobase
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._figaro_files import read_figaro_accounts
from ketenkompas.ingest._icio import read_icio
from ketenkompas.ingest._pymrio import read_pymrio, year_of
from ketenkompas.ingest._rows import Sheet, few, read_sheet
from ketenkompas.ingest._saved import kilotonnes
from ketenkompas.ingest._wiod import read_wiod2013
from ketenkompas.mrio import HOUSEHOLDS, Accounts

Array = npt.NDArray[np.float64]
Layout = Literal["figaro", "pymrio", "icio", "exiobase", "wiod2013"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
_WIOD_AXES = {"regions": "regions.csv", "industries": "industries.csv", "final_demand": "final_demand.csv"}
_WIOD_CO2 = "co2_jrc_to_wiod2013.parquet"


def read_own(
    table: Path,
    *,
    like: str,
    model: str = "",
    year: int | None = None,
    emissions: Path | None = None,
    households: Path | None = None,
) -> Accounts:
    """Accounts from a user's own files: ``ketenkompas build --from TABLE --like LAYOUT``.

    Parameters
    ----------
    table : Path
        The table: a file, a zip or a folder, as its layout has it.
    like : {"figaro", "pymrio", "icio", "exiobase", "wiod2013"}
        The layout.
    model : str
        The name of the accounts; by default that of the layout.
    year : int, optional
        By default the year in the file's name.
    emissions : Path, optional
        FIGARO: ``env_ac_ghgfp`` or ``env_ac_ainah_r2``. WIOD 2013: the file of CO2 (by default the one beside the
        table). ICIO and pymrio: a tidy csv ``area, industry, gas, unit, value``, complete, with ``households_direct``
        as the industry of direct emissions.
    households : Path, optional
        FIGARO only: direct emissions of households.

    Returns
    -------
    Accounts
        With at least one gas.

    Raises
    ------
    UnknownCodeError
        ``own_table.layout_unknown``.
    InputError
        ``own_table.no_emissions``, ``own_table.figaro_needs_emissions``, ``own_table.households_unused``,
        ``own_table.emissions_unused`` and everything the reader of the layout raises.
    """
    if like not in LAYOUTS:
        raise UnknownCodeError("own_table.layout_unknown", found=like, known=", ".join(LAYOUTS))
    if households is not None and like != "figaro":
        raise InputError("own_table.households_unused", where=Where(file=households.name), like=like)
    if like == "figaro":
        read = _figaro(table, emissions, households, year)
    elif like == "wiod2013":
        read = _wiod(table, emissions, year)
    elif like == "exiobase":
        if emissions is not None:
            raise InputError("own_table.emissions_unused", where=Where(file=emissions.name), like=like)
        read = read_exiobase(table, year=year)
    else:
        bare = read_icio(table, year=year) if like == "icio" else read_pymrio(table, year=year)
        read = bare if emissions is None else with_emissions(bare, emissions)
    if not read.gases:
        raise InputError("own_table.no_emissions", where=Where(file=table.name), like=like)
    return named(read, model) if model else read


def named(accounts: Accounts, model: str) -> Accounts:
    """The same accounts under another name."""
    return replace(accounts, meta=replace(accounts.meta, model=model))


def with_emissions(accounts: Accounts, path: Path) -> Accounts:
    """Accounts with the emissions of a tidy csv instead of their own.

    Parameters
    ----------
    accounts : Accounts
    path : Path
        ``area, industry, gas, unit, value``: one row for every area, industry and gas, zero included; the industry
        ``households_direct`` holds the direct emissions of an area. Units kg, t, kt or Mt, with what they are of
        (``kt CO2``, ``t CO2e_AR5``).

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with areas and industries that the table lacks, rows that are absent or double,
        units that are no mass, text in numbers, negative emissions, emissions of an industry without output.
    """
    sheet = read_sheet(path, ["area", "industry", "gas", "unit", "value"])
    faults = Faults(path.name)
    values, units = _kilotonnes(sheet, faults)
    areas = _areas_of(sheet, accounts, faults)
    gases = list(dict.fromkeys(sheet.column("gas")))
    rows: dict[tuple[str, str, str], tuple[int, float]] = {}
    keys = zip(areas, sheet.column("industry"), sheet.column("gas"), strict=True)
    for number, key, value in zip(sheet.numbers, keys, values, strict=True):
        if key in rows:
            faults.add("table.row_twice", row=number, column="area, industry, gas", found=" ".join(key))
        rows[key] = (number, value)
    sectors = list(zip(accounts.sectors.regions, accounts.sectors.products, strict=True))
    places = [*sectors, *((region, HOUSEHOLDS) for region in accounts.regions)]
    known = set(places)
    for (area, industry, _), (number, _) in rows.items():
        if (area, industry) not in known:
            faults.add("own_table.place_unknown", row=number, label=f"{area} {industry}", found=f"{area} {industry}")
    grid = np.array([[_value(rows, (*place, gas), faults) for place in places] for gas in gases])
    _check_without_output(accounts, grid, gases, faults)
    faults.raise_if_any()
    size = len(sectors)
    return Accounts.build(
        flows=accounts.flows.values,
        demand=accounts.demand.values,
        emissions=np.ascontiguousarray(grid[:, :size]),
        direct=np.ascontiguousarray(grid[:, size:]),
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=gases,
        meta=replace(
            accounts.meta,
            emission_units=tuple(units[gas] for gas in gases),
            emission_edition=f"own file {path.name}",
            households_unknown=(),
        ),
        value_added=None if accounts.value_added is None else accounts.value_added.values,
        value_added_rows=accounts.value_added_rows,
    )


def _value(rows: Mapping[tuple[str, str, str], tuple[int, float]], key: tuple[str, str, str], faults: Faults) -> float:
    if key not in rows:
        faults.add("own_table.emission_absent", label=" ".join(key), found=" ".join(key))
        return 0.0
    return rows[key][1]


def _check_without_output(accounts: Accounts, grid: Array, gases: list[str], faults: Faults) -> None:
    idle = accounts.output.values <= 0
    for at, sector in np.argwhere((grid[:, : idle.size] > 0) & idle[None, :]):
        label = accounts.sectors.labels[sector]
        faults.add("own_table.emission_without_output", label=label, gas=gases[at], found=f"{grid[at, sector]:g}")


def _areas_of(sheet: Sheet, accounts: Accounts, faults: Faults) -> list[str]:
    found: list[str] = []
    for number, spelling in zip(sheet.numbers, sheet.column("area"), strict=True):
        code = spelling if spelling in accounts.regions else ""
        if not code:
            try:
                code = canonical_area(spelling, accounts.regions)
            except UnknownCodeError:
                known = few(accounts.regions)
                faults.add("own_table.area_absent", row=number, column="area", found=spelling, known=known)
        found.append(code or spelling)
    return found


def _kilotonnes(sheet: Sheet, faults: Faults) -> tuple[list[float], dict[str, str]]:
    values, units = sheet.floats("value", faults, label="industry"), dict[str, str]()
    columns = zip(sheet.numbers, sheet.column("gas"), sheet.column("unit"), strict=True)
    factors: list[float] = []
    for number, gas, unit in columns:
        mass = kilotonnes(unit)
        if mass is None:
            faults.add("own_table.mass_unit", row=number, column="unit", label=gas, found=unit)
        factor, substance = mass or (1.0, "")
        told = f"kt {substance or gas}"
        if units.setdefault(gas, told) != told:
            faults.add("own_table.units_differ", row=number, column="unit", label=gas, found=unit, first=units[gas])
        factors.append(factor)
    for number, label, value in zip(sheet.numbers, sheet.column("industry"), values, strict=True):
        if value < 0:
            faults.add("own_table.negative_emission", row=number, column="value", label=label, found=f"{value:g}")
    return [value * factor for value, factor in zip(values, factors, strict=True)], units


def _wiod(table: Path, emissions: Path | None, year: int | None) -> Accounts:
    axes = {name: table.parent / file for name, file in _WIOD_AXES.items()}
    return read_wiod2013(table, co2=emissions or table.parent / _WIOD_CO2, year=year_of(table, year), **axes)


def _figaro(table: Path, emissions: Path | None, households: Path | None, year: int | None) -> Accounts:
    if emissions is None:
        raise InputError("own_table.figaro_needs_emissions", where=Where(file=table.name))
    return read_figaro_accounts(table, emissions, households, year=year)
