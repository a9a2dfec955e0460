"""Named strategies for what does not fit by itself; each returns the changed data and the steps it took."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from ketenkompas.errors import UnknownCodeError
from ketenkompas.ingest._eurostat_emissions import HOUSEHOLD_TOTAL, AirEmissions
from ketenkompas.ingest._figaro import FigaroTable
from ketenkompas.mrio import FinalUses, Sectors

Array = npt.NDArray[np.float64]
Steps = tuple[str, ...]
LATE_AREAS = ("AL", "ME", "MK", "RS")
REST = "FIGW1"


def fold_areas(table: FigaroTable, areas: Sequence[str] = LATE_AREAS, into: str = REST) -> tuple[FigaroTable, Steps]:
    """A table in which some areas are part of another one, by default those that joined FIGARO with 50 areas.

    Eurostat's emissions by FIGARO area count Albania, Montenegro, North Macedonia and Serbia in the rest of the world;
    a table of 50 areas is folded likewise before emissions are put beside it.

    Raises
    ------
    UnknownCodeError
        ``figaro.fold_unknown`` when an area is not one of the table.

    Notes
    -----
    ``Z' = S Z S^T`` with S the 0-1 matrix of sectors; totals and the balance of every remaining sector are kept. Test:
    ``tests/unit/ingest/test_figaro_accounts.py::test_folding_keeps_totals``.
    """
    unknown = [area for area in (*areas, into) if area not in table.areas]
    if unknown:
        raise UnknownCodeError("figaro.fold_unknown", areas=", ".join(unknown), known=", ".join(table.areas))
    sectors, make = _folded(list(zip(table.sectors.regions, table.sectors.products, strict=True)), areas, into)
    uses, use = _folded(list(zip(table.final_uses.regions, table.final_uses.categories, strict=True)), areas, into)
    steps = (f"{', '.join(areas)} counted in {into}",)
    folded = dataclasses.replace(
        table,
        sectors=Sectors(tuple(area for area, _ in sectors), tuple(item for _, item in sectors)),
        final_uses=FinalUses(tuple(area for area, _ in uses), tuple(item for _, item in uses)),
        flows=make @ (make @ table.flows.T).T,
        demand=(use @ (make @ table.demand).T).T,
        value_added=(make @ table.value_added.T).T,
        value_added_demand=(use @ table.value_added_demand.T).T,
        notes=(*table.notes, *steps),
    )
    return folded, steps


def _folded(
    pairs: Sequence[tuple[str, str]], areas: Sequence[str], into: str
) -> tuple[list[tuple[str, str]], sparse.csr_array]:
    """The remaining labels in their order, and the 0-1 matrix (remaining, all) that adds up the folded ones."""
    targets = [(into, item) if area in areas else (area, item) for area, item in pairs]
    remaining = [pair for pair in pairs if pair[0] not in areas]
    place = {pair: at for at, pair in enumerate(remaining)}
    rows = np.array([place[target] for target in targets])
    matrix = sparse.csr_array((np.ones(len(pairs)), (rows, np.arange(len(pairs)))), shape=(len(remaining), len(pairs)))
    return remaining, matrix


def move_emissions_without_output(table: FigaroTable, emissions: AirEmissions) -> tuple[AirEmissions, Steps]:
    """Emissions of industries without output, moved pro rata to the other emitting industries of the same area.

    Industries have no output where a table is confidential or rounds to nothing; their emissions would vanish from
    every footprint. The area's total is kept for every gas.
    """
    idle_sectors = pl.DataFrame(
        {
            "area": list(table.sectors.regions),
            "item": list(table.sectors.products),
            "idle": table.output <= 0,
        }
    )
    steps: list[str] = []
    moved = emissions.rows.join(idle_sectors, on=["area", "item"], how="left", maintain_order="left").with_columns(
        pl.col("idle").fill_null(value=False)
    )
    concerned = (pl.col("year") == table.year) & (pl.col("item") != HOUSEHOLD_TOTAL)
    keys = ["area", "gas", "year"]
    idle = (
        moved.filter(concerned & pl.col("idle") & (pl.col("kt") != 0))
        .group_by(keys)
        .agg(moving=pl.col("kt").sum(), items=pl.col("item").sort())
    )
    busy = moved.filter(concerned & ~pl.col("idle")).group_by(keys).agg(base=pl.col("kt").sum())
    shifts = idle.join(busy, on=keys, how="inner").filter(pl.col("base") > 0).sort(keys)
    for row in shifts.iter_rows(named=True):
        items = ", ".join(row["items"])
        steps.append(f"{row['area']} {row['gas']}: {row['moving']:g} kt of {items} (no output) moved pro rata")
    joined = moved.join(shifts.select(*keys, "moving", "base"), on=keys, how="left", maintain_order="left")
    factor = pl.when(pl.col("idle")).then(0.0).otherwise(1 + pl.col("moving") / pl.col("base"))
    kt = pl.when(concerned & pl.col("moving").is_not_null()).then(pl.col("kt") * factor).otherwise(pl.col("kt"))
    rows = joined.with_columns(kt=kt).select(emissions.rows.columns)
    return dataclasses.replace(emissions, rows=rows, notes=(*emissions.notes, *steps)), tuple(steps)


def no_emissions_without_output(table: FigaroTable, emissions: AirEmissions) -> tuple[AirEmissions, Steps]:
    """Zero for industries that have neither output nor an emission figure (often T and U); others stay absent."""
    made: list[tuple[str, str, str, int]] = []
    for gas in emissions.gases:
        cells = emissions.cells(gas, table.year)
        known = {area for area, _ in cells}
        for area, item, output in zip(table.sectors.regions, table.sectors.products, table.output, strict=True):
            if area in known and (area, item) not in cells and output <= 0:
                made.append((area, item, gas, table.year))
    if not made:
        return emissions, ()
    steps = (f"{len(made)} industries without output have no emission figure, taken as zero",)
    return _with_zeros(emissions, made, steps), steps


def _with_zeros(emissions: AirEmissions, made: Sequence[tuple[str, str, str, int]], steps: Steps) -> AirEmissions:
    columns = ["area", "item", "gas", "year"]
    zeros = pl.DataFrame(made, schema=columns, orient="row").with_columns(
        kt=pl.lit(0.0), confidential=pl.lit(value=False)
    )
    rows = pl.concat([emissions.rows, zeros.cast(dict(emissions.rows.schema))])  # type: ignore[arg-type]
    return dataclasses.replace(emissions, rows=rows, notes=(*emissions.notes, *steps))
