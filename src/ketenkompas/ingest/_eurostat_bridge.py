"""The bridge from residence to territory: Eurostat's ``env_ac_aibrid_r2``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._eurostat import read_eurostat
from ketenkompas.ingest._eurostat_codes import area_kind
from ketenkompas.ingest._eurostat_emissions import gas_unit
from ketenkompas.ingest._faults import Faults, shown

# Water, air and land transport and fishing abroad are parts of the first; likewise of the second.
_ITEMS = {"residents_abroad": "AEMIS_RES_ABR", "non_residents": "AEMIS_TER_NRES"}
_TO_KT = {"THS_T": 1.0, "T": 0.001}


def read_residence_bridge(path: Path, year: int, *, gases: Sequence[str] = ("GHG",)) -> xr.DataArray:
    """What residents emit abroad and non-residents on the territory, kt, in the form that ``mrio.territorial`` takes.

    Parameters
    ----------
    path : Path
        SDMX-CSV or TSV with the dimensions ``airpol``, ``indic_env``, ``unit``, ``geo``.
    year : int
    gases : sequence of str

    Returns
    -------
    DataArray (gas, region, item)
        Items ``residents_abroad`` (``AEMIS_RES_ABR``) and ``non_residents`` (``AEMIS_TER_NRES``), kt of each gas, for
        every area for which the file has both. Where a total is absent, its parts by mode of transport are **not**
        summed: nobody says that they are complete.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``; ``eurostat.year_absent``; ``eurostat.bridge_empty``.

    Notes
    -----
    Proved on made files only; not yet run on a file of the publisher.
    """
    read = read_eurostat(path, ("airpol", "indic_env", "unit", "geo"))
    where = Where(file=read.file)
    if year not in set(read.rows["year"]):
        years = ", ".join(str(known) for known in read.rows["year"].unique().sort())
        raise InputError("eurostat.year_absent", where=where, year=year, years=years)
    faults = Faults(read.file)
    rows = read.rows.filter(
        (pl.col("year") == year)
        & pl.col("airpol").is_in(list(gases))
        & pl.col("indic_env").is_in(list(_ITEMS.values()))
        & pl.col("unit").is_in(list(_TO_KT))
    )
    cells: dict[tuple[str, str, str], float] = {}
    ordered = rows.sort("unit")  # T before THS_T: the finer one wins
    for row in ordered.iter_rows(named=True):
        kind, area = area_kind(row["geo"])
        if kind == "unknown":
            faults.add("eurostat.unknown_area", row=row["row"], column="geo", found=shown(row["geo"]))
        if kind == "area" and row["value"] is not None:
            cells.setdefault((row["airpol"], area, row["indic_env"]), row["value"] * _TO_KT[row["unit"]])
    faults.raise_if_any()
    return _bridge(cells, gases, where)


def _bridge(cells: dict[tuple[str, str, str], float], gases: Sequence[str], where: Where) -> xr.DataArray:
    areas = sorted({area for _, area, _ in cells})
    complete = [area for area in areas if all((gas, area, code) in cells for gas in gases for code in _ITEMS.values())]
    if not complete:
        raise InputError("eurostat.bridge_empty", where=where, items=", ".join(_ITEMS.values()), gases=", ".join(gases))
    values = np.array([[[cells[gas, area, code] for code in _ITEMS.values()] for area in complete] for gas in gases])
    units = {gas_unit(gas) for gas in gases}
    coordinates = {"gas": list(gases), "region": complete, "item": list(_ITEMS)}
    attributes = {"units": units.pop() if len(units) == 1 else "kt of each gas"}
    return xr.DataArray(values, dims=("gas", "region", "item"), coords=coordinates, attrs=attributes)
