"""Accounts straight from the files that a person downloads: a FIGARO table, emissions, and households."""

from __future__ import annotations

from pathlib import Path

from ketenkompas.ingest._bytes import header_of, open_source
from ketenkompas.ingest._eurostat_emissions import (
    HOUSEHOLD_TOTAL,
    AirEmissions,
    read_air_emissions,
    read_footprint_emissions,
)
from ketenkompas.ingest._figaro import FigaroTable, read_figaro
from ketenkompas.ingest._figaro_accounts import figaro_accounts
from ketenkompas.ingest._figaro_strategies import (
    LATE_AREAS,
    REST,
    fold_areas,
    move_emissions_without_output,
    no_emissions_without_output,
)
from ketenkompas.mrio import Accounts


def read_figaro_accounts(
    table: Path,
    emissions: Path,
    households: Path | None = None,
    *,
    year: int | None = None,
    model: str = "figaro",
    sources: tuple[str, ...] = (),
) -> Accounts:
    """Accounts of one year from a FIGARO file, ``env_ac_ghgfp`` (or ``env_ac_ainah_r2``), and households.

    What does not fit by itself is resolved by named strategies, each recorded in ``meta.notes``: areas that the
    emissions count in the rest of the world are folded into it (:func:`fold_areas`), emissions of industries without
    output are moved within their area (:func:`move_emissions_without_output`), industries with neither output nor
    emissions count as zero (:func:`no_emissions_without_output`). Areas of which no household accounts exist have no
    figure with households (``meta.households_unknown``). Call :func:`figaro_accounts` to decide on each yourself.

    Parameters
    ----------
    table : Path
        Any form that :func:`read_figaro` reads.
    emissions : Path
        ``env_ac_ghgfp`` covers all areas; ``env_ac_ainah_r2`` covers Europe, and holds households as well.
    households : Path, optional
        ``env_ac_ainah_r2``. Without it, and without households in ``emissions``, the accounts have none and say so.

    Raises
    ------
    InputError
        Everything that the readers and :func:`figaro_accounts` raise.
    """
    money = read_figaro(table, year=year)
    emitted = _emissions(emissions)
    lived = read_air_emissions(households) if households is not None else _own_households(emitted)
    gases = ("GHG",) if "GHG" in emitted.gases else emitted.gases
    steps: tuple[str, ...] = ()
    unknown: list[str] = []
    if _must_fold(money, emitted):
        money, steps = fold_areas(money, [area for area in LATE_AREAS if area in money.areas])
        lived = None if lived is None else _without(lived, LATE_AREAS)
    emitted, _ = no_emissions_without_output(money, emitted)
    emitted, _ = move_emissions_without_output(money, emitted)
    if lived is not None and money.year in lived.years:
        known = {area for area, item in lived.cells(gases[0], money.year) if item == HOUSEHOLD_TOTAL}
        unknown = [area for area in money.areas if area not in known]
    return figaro_accounts(
        money, emitted, lived, model=model, gases=gases, sources=sources, steps=steps, households_unknown=unknown
    )


def _emissions(path: Path) -> AirEmissions:
    header, _ = header_of(open_source(path), ",\t")
    return read_footprint_emissions(path) if "c_orig" in ",".join(header) else read_air_emissions(path)


def _own_households(emissions: AirEmissions) -> AirEmissions | None:
    return emissions if HOUSEHOLD_TOTAL in set(emissions.rows["item"]) else None


def _must_fold(table: FigaroTable, emissions: AirEmissions) -> bool:
    known = set(emissions.rows["area"])
    lacking = set(table.areas) - known
    return bool(lacking) and lacking <= set(LATE_AREAS) and REST in known and REST in table.areas


def _without(emissions: AirEmissions, areas: tuple[str, ...]) -> AirEmissions:
    """Figures of areas that are no longer areas of the table are left aside (they would be part of another area)."""
    kept = emissions.rows.filter(~emissions.rows["area"].is_in(list(areas)))
    aside = (*emissions.left_aside, *areas)
    return AirEmissions(kept, emissions.file, emissions.dataset, emissions.updated, aside, emissions.notes)
