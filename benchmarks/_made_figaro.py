"""Make files in FIGARO's real layouts with made numbers: matrix csv, flat csv, emissions and households.

The numbers are random, balanced (row sums equal column sums with value added) and carry three decimals like the
publisher's. Nothing here is a real figure.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.classifications import areas, scheme

FINAL_USES = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
VALUE_ADDED = ("D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G")
FLAT_HEADER = ("icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue")
_EUROSTAT = {"FIGW1": "WRL_REST", "GB": "UK", "GR": "EL"}


@dataclass(frozen=True)
class MadeTable:
    """Labels and numbers of one made year: ``values`` holds all rows (sectors, then W2) x all columns."""

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    values: npt.NDArray[np.float64]

    @property
    def rows(self) -> list[str]:
        """Row labels in the order of the file."""
        return [*self.sectors, *(f"W2_{item}" for item in VALUE_ADDED)]

    @property
    def columns(self) -> list[str]:
        """Column labels in the order of the file."""
        return [*self.sectors, *(f"{region}_{use}" for region in self.regions for use in FINAL_USES)]

    @property
    def sectors(self) -> list[str]:
        """Sector labels, region by region."""
        return [f"{region}_{industry}" for region in self.regions for industry in self.industries]


def figaro_regions(edition_regions: int = 46) -> tuple[str, ...]:
    """FIGARO's region codes in the order of its files."""
    codes = [code for code, area in areas().items() if area.in_figaro and int(area.in_figaro) <= edition_regions]
    return tuple(sorted(codes))


def made_table(regions: Sequence[str], industries: Sequence[str], seed: int = 1) -> MadeTable:
    """A balanced random table: domestic blocks are thick, trade blocks thin, about 60 % of the cells non-zero."""
    rng = np.random.default_rng(seed)
    n, r = len(regions) * len(industries), len(regions)
    region = np.repeat(np.arange(r), len(industries))
    demand_region = np.repeat(np.arange(r), len(FINAL_USES))
    flows = _cells(rng, region, region, 6.0)
    demand = _cells(rng, region, demand_region, 40.0)
    flows *= np.minimum(1.0, 0.6 * (flows.sum(axis=1) + demand.sum(axis=1)) / np.maximum(flows.sum(axis=0), 1e-9))
    flows = np.round(flows, 3)
    output = np.round(flows.sum(axis=1) + demand.sum(axis=1), 3)
    residual = output - flows.sum(axis=0)
    shares = np.array([0.03, 0.0, 0.0, 0.5, 0.02])[:, None]
    added = np.round(np.vstack([shares * residual, np.zeros(n)]), 3)
    added[-1] = np.round(residual - added.sum(axis=0), 3)
    below = np.vstack([np.round(demand.sum(axis=0) * 0.05, 3), np.zeros((5, demand.shape[1]))])
    values = np.vstack([np.hstack([flows, demand]), np.hstack([added, below])])
    return MadeTable(tuple(regions), tuple(industries), values)


def _cells(
    rng: np.random.Generator, make: npt.NDArray[np.intp], use: npt.NDArray[np.intp], level: float
) -> npt.NDArray[np.float64]:
    shape = (make.size, use.size)
    cells = np.exp(2.0 * rng.standard_normal(shape, dtype=np.float32)).astype(np.float64) * level
    home = make[:, None] == use[None, :]
    cells *= np.where(home, 1.0, 0.004)
    cells[rng.random(shape, dtype=np.float32) < np.where(home, 0.05, 0.25)] = 0.0
    return np.round(cells, 3)


def write_matrix(made: MadeTable, path: Path) -> Path:
    """The matrix csv: ``rowLabels`` and one column per sector and final use."""
    frame = pl.DataFrame(made.values, schema=made.columns, orient="row")
    frame.insert_column(0, pl.Series("rowLabels", made.rows)).write_csv(path)
    return path


def write_flat(made: MadeTable, path: Path) -> Path:
    """The flat csv: one line a cell, row by row, with zeros listed."""
    columns = made.columns
    use = [label.split("_", 1) for label in columns]
    with path.open("wb") as file:
        file.write((",".join(FLAT_HEADER) + "\n").encode())
        for start in range(0, len(made.rows), 64):
            rows = made.rows[start : start + 64]
            block = pl.DataFrame(
                {
                    "r": np.repeat(rows, len(columns)),
                    "c": columns * len(rows),
                    "ra": np.repeat([label.split("_", 1)[0] for label in rows], len(columns)),
                    "ri": np.repeat([label.split("_", 1)[1] for label in rows], len(columns)),
                    "ca": [pair[0] for pair in use] * len(rows),
                    "ci": [pair[1] for pair in use] * len(rows),
                    "v": made.values[start : start + 64].ravel(),
                }
            )
            block.write_csv(file, include_header=False)
    return path


def zipped(path: Path) -> Path:
    """The same file as a zip beside it."""
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(path, path.name)
    return target


def write_footprint_emissions(made: MadeTable, path: Path, year: int, seed: int = 2) -> Path:
    """``env_ac_ghgfp`` in SDMX-CSV: emissions of every region and industry for the world's demand, kt CO2e."""
    rng = np.random.default_rng(seed)
    lines = ["DATAFLOW,LAST UPDATE,freq,c_dest,c_orig,nace_r2,na_item,unit,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"]
    codes = [scheme("A64").items[code] for code in made.industries]
    spelled = [next((alias for alias in item.aliases if alias.startswith("C10-C")), item.code) for item in codes]
    for region in made.regions:
        values = np.round(rng.gamma(1.2, 400.0, len(spelled)), 3)
        origin = _EUROSTAT.get(region, region)
        lines += [
            f"ESTAT:ENV_AC_GHGFP(1.0),22/01/26 11:00:00,A,WORLD,{origin},{code},TOTAL,THS_T,{year},{value},,"
            for code, value in zip([*spelled, "TOTAL"], [*values, round(float(values.sum()), 3)], strict=True)
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def write_households(made: MadeTable, path: Path, year: int, seed: int = 3) -> Path:
    """``env_ac_ainah_r2`` in SDMX-CSV with the household items alone, kt CO2e."""
    rng = np.random.default_rng(seed)
    lines = ["DATAFLOW,LAST UPDATE,freq,airpol,nace_r2,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"]
    for region in made.regions:
        parts = np.round(rng.gamma(2.0, 5000.0, 3), 3)
        items = {"HH_HEAT": parts[0], "HH_TRA": parts[1], "HH_OTH": parts[2], "HH": round(float(parts.sum()), 3)}
        place = _EUROSTAT.get(region, region)
        lines += [
            f"ESTAT:ENV_AC_AINAH_R2(1.0),07/08/26 11:00:00,A,GHG,{item},THS_T,{place},{year},{value},,"
            for item, value in items.items()
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def write_bridge(made: MadeTable, path: Path, year: int, seed: int = 4) -> Path:
    """``env_ac_aibrid_r2`` in SDMX-CSV for the European areas: both corrections with their parts by mode, kt CO2e."""
    rng = np.random.default_rng(seed)
    lines = ["DATAFLOW,LAST UPDATE,freq,airpol,indic_env,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"]
    modes = ("LTR", "WTR", "ATR", "FSH")
    for region in (code for code in made.regions if areas()[code].in_eu27):
        place = _EUROSTAT.get(region, region)
        for item in ("AEMIS_RES_ABR", "AEMIS_TER_NRES"):
            parts = np.round(rng.gamma(2.0, 100.0, len(modes)), 3)
            values = {item: round(float(parts.sum()), 3)}
            values |= {f"{item}_{mode}": float(part) for mode, part in zip(modes, parts, strict=True)}
            lines += [
                f"ESTAT:ENV_AC_AIBRID_R2(1.0),07/08/26 11:00:00,A,GHG,{one},THS_T,{place},{year},{value},,"
                for one, value in values.items()
            ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
