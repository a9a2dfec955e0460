"""A FIGARO table and Eurostat's emissions as accounts: exact alignment, or an error that names every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._eurostat_emissions import HOUSEHOLD_TOTAL, AirEmissions, gas_unit
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._figaro import FigaroTable
from ketenkompas.ingest._figaro_strategies import LATE_AREAS
from ketenkompas.mrio import Accounts, Meta

Array = npt.NDArray[np.float64]
Cells = Mapping[tuple[str, str], tuple[float | None, bool]]
NO_HOUSEHOLDS = "no direct household emissions in these accounts: only the scope industry_only has a meaning"


def figaro_accounts(
    table: FigaroTable,
    emissions: AirEmissions,
    households: AirEmissions | None,
    *,
    model: str,
    gases: Sequence[str] = ("GHG",),
    sources: Sequence[str] = (),
    steps: Sequence[str] = (),
    households_unknown: Sequence[str] = (),
) -> Accounts:
    """Accounts of one year from a FIGARO table and the emissions beside it.

    Parameters
    ----------
    table : FigaroTable
    emissions : AirEmissions
        Of every area and industry of the table, in the year of the table.
    households : AirEmissions or None
        Direct emissions of households of every area of the table but ``households_unknown``; may be the same value as
        ``emissions``. None: no area has a figure, and the notes of the accounts say so.
    model : str
        The model's name, for instance ``figaro-26ed``.
    gases : sequence of str
        ``GHG`` is in ``kt CO2e_AR5``, others in kt of the gas.
    sources : sequence of str
        Ids of the registry.
    steps : sequence of str
        What named strategies did to table or emissions (:func:`fold_areas`, :func:`move_emissions_without_output`,
        :func:`no_emissions_without_output`); they land in ``meta.notes``.
    households_unknown : sequence of str
        Areas of which no household accounts exist: they have no figure with households, and no zero in its place.

    Returns
    -------
    Accounts
        Areas and industries in the order of the table.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: areas, industries or households without a figure, confidential cells, emissions of
        industries without output; ``figaro.emissions_year`` when the year is not there.
    """
    faults = Faults(emissions.file)
    _need_year(table, emissions, gases)
    matrix = np.vstack([_aligned(table, emissions, gas, faults) for gas in gases])
    _note_emissions_without_output(table, matrix, gases, faults)
    direct = np.zeros((len(gases), len(table.areas)))
    unknown = tuple(table.areas) if households is None else tuple(households_unknown)
    if households is not None:
        _need_year(table, households, gases)
        direct = np.vstack([_direct(table, households, gas, unknown, faults) for gas in gases])
    faults.raise_if_any()
    told = households.notes if households else (NO_HOUSEHOLDS,)
    if households and unknown:
        told = (*told, f"direct household emissions not known: {', '.join(unknown)}")
    notes = (*table.notes, *emissions.notes, *told, *steps)
    return Accounts.build(
        flows=table.flows,
        demand=table.demand,
        emissions=matrix,
        direct=direct,
        sectors=table.sectors,
        final_uses=table.final_uses,
        gases=tuple(gases),
        meta=Meta(
            model=model,
            year=table.year,
            money_unit=table.money_unit,
            emission_units=tuple(gas_unit(gas) for gas in gases),
            table_edition=f"FIGARO {table.edition}".strip(),
            emission_edition=_edition(emissions),
            principle="residence",
            scheme="A64",
            sources=tuple(sources),
            notes=tuple(dict.fromkeys(notes)),
            households_unknown=unknown,
        ),
        value_added=table.value_added,
        value_added_rows=table.value_added_rows,
    )


def _edition(emissions: AirEmissions) -> str:
    return " ".join(part for part in (emissions.dataset or emissions.file, emissions.updated) if part)


def _need_year(table: FigaroTable, emissions: AirEmissions, gases: Sequence[str]) -> None:
    where = Where(file=emissions.file)
    if table.year not in emissions.years:
        years = ", ".join(map(str, emissions.years))
        raise InputError("figaro.emissions_year", where=where, year=table.year, years=years)
    absent = [gas for gas in gases if gas not in emissions.gases]
    if absent:
        found = ", ".join(emissions.gases)
        raise InputError("eurostat.gas_absent", where=where, gases=", ".join(absent), found=found)


def _aligned(table: FigaroTable, emissions: AirEmissions, gas: str, faults: Faults) -> Array:
    """Emissions (n,) in the order of the table; every cell without a figure is noted."""
    cells = emissions.cells(gas, table.year)
    known = {area for area, item in cells if item != HOUSEHOLD_TOTAL}
    lacking = [area for area in table.areas if area not in known]
    if lacking and set(lacking) <= set(LATE_AREAS) and "FIGW1" in known:
        faults.add("figaro.fold_needed", label=", ".join(lacking), areas=", ".join(lacking), times=len(lacking))
    elif lacking:
        faults.add(
            "figaro.emissions_without_area", label=", ".join(lacking), areas=", ".join(lacking), times=len(lacking)
        )
    strangers = sorted(known - set(table.areas))
    if strangers:
        faults.add("figaro.emissions_of_other_areas", label=", ".join(strangers), areas=", ".join(strangers))
    values = np.zeros(len(table.sectors))
    for at, key in enumerate(zip(table.sectors.regions, table.sectors.products, strict=True)):
        if key[0] in known:
            values[at] = _value(cells, key, gas, table.year, faults)
    return values


def _value(cells: Cells, key: tuple[str, str], gas: str, year: int, faults: Faults) -> float:
    value, confidential = cells.get(key, (None, False))
    if value is not None:
        return value
    label = f"{key[0]}_{key[1]} {gas} {year}"
    if confidential:
        faults.add("eurostat.confidential", label=label)
    elif key in cells:
        faults.add("eurostat.no_value", label=label)
    else:
        faults.add("figaro.emission_absent", label=label)
    return 0.0


def _direct(table: FigaroTable, households: AirEmissions, gas: str, unknown: Sequence[str], faults: Faults) -> Array:
    cells = households.cells(gas, table.year)
    values = np.zeros(len(table.areas))
    lacking = [area for area in table.areas if (area, HOUSEHOLD_TOTAL) not in cells and area not in unknown]
    if lacking:
        faults.add(
            "figaro.households_absent",
            label=", ".join(lacking),
            areas=", ".join(lacking),
            source=households.file,
            times=len(lacking),
        )
    for at, area in enumerate(table.areas):
        if area not in lacking and area not in unknown:
            values[at] = _value(cells, (area, HOUSEHOLD_TOTAL), gas, table.year, faults)
    return values


def _note_emissions_without_output(table: FigaroTable, matrix: Array, gases: Sequence[str], faults: Faults) -> None:
    output, labels = table.output, table.sectors.labels
    for row, gas in zip(matrix, gases, strict=True):
        for at in np.flatnonzero((output <= 0) & (row != 0)):
            faults.add(
                "figaro.emissions_without_output",
                label=labels[at],
                found=f"{row[at]:g}",
                unit=gas_unit(gas),
                output=f"{output[at]:.3f}",
            )
