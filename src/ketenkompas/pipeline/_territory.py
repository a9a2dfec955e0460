"""The territorial view of a table with a residence bridge: a product of its own, built only where the bridge is."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import xarray as xr

from ketenkompas import ingest
from ketenkompas.errors import MissingValueError
from ketenkompas.mrio import Accounts, Check, production, territorial, with_households
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step

TERRITORY = "territory"
_ITEMS = ("residents_abroad", "non_residents")


def territory_plan(
    *,
    model: str,
    year: int,
    read: Callable[[], Accounts],
    bridge: Path,
    reader: Step,
    inputs: Sequence[Input],
    parameters: Mapping[str, object],
    files: Mapping[str, object],
) -> Plan:
    """The plan of the territorial view of one year; the bridge's file is among the inputs."""

    @functools.cache
    def make() -> Made:
        accounts = read()
        items = ingest.read_residence_bridge(bridge, year, gases=accounts.gases)
        frame, checks = territory_frame(accounts, items)
        return frame, checks, accounts.meta.notes

    steps = (reader, Step("ingest.residence_bridge", 1), Step("mrio.territorial", 1))
    return Plan(Identity(TERRITORY, model, year, steps, tuple(inputs), dict(parameters)), make, files=files)


def territory_frame(accounts: Accounts, bridge: xr.DataArray) -> tuple[pl.DataFrame, list[Check]]:
    """Columns ``gas, region, production, households, residents_abroad, non_residents, territorial`` (kt), for every
    region that has both the bridge and a figure for households; the others have no row.

    ``territorial = production + households - residents_abroad + non_residents``, production by industries, by
    residence.

    Raises
    ------
    MissingValueError
        ``territorial.no_region`` when no region has both.
    UnitError, AlignmentError
        As :func:`ketenkompas.mrio.territorial`.
    """
    bridged, unknown = set(bridge["region"].values), set(accounts.meta.households_unknown)
    regions = [code for code in accounts.regions if code in bridged and code not in unknown]
    if not regions:
        with_figure = [code for code in accounts.regions if code not in unknown]
        raise MissingValueError(
            "territorial.no_region",
            model=accounts.meta.model,
            bridged=", ".join(sorted(map(str, bridged))),
            households=", ".join(with_figure[:8]) or "-",
        )
    industries = production(accounts).sel(region=regions)
    inside = territorial(with_households(industries, accounts), bridge)
    at = [accounts.regions.index(code) for code in regions]
    moved = bridge.sel(region=regions)
    frame = pl.DataFrame(
        {
            "gas": [gas for gas in accounts.gases for _ in regions],
            "region": regions * len(accounts.gases),
            "production": industries.values.ravel(),
            "households": accounts.direct.values[:, at].ravel(),
            **{item: moved.sel(item=item).transpose("gas", "region").values.ravel() for item in _ITEMS},
            "territorial": inside.values.ravel(),
        }
    )
    return frame, _checks(frame)


def _checks(frame: pl.DataFrame) -> list[Check]:
    """Nothing that can be emitted abroad exceeds what residents emit at all: the territory keeps a part."""
    emitted = pl.col("production") + pl.col("households")
    none_of_none = (emitted == 0) & (pl.col("residents_abroad") == 0)
    share = pl.when(none_of_none).then(0.0).otherwise(pl.col("residents_abroad") / emitted)
    worst = frame.with_columns(share=share).sort("share").row(-1, named=True)
    cell = f"{worst['region']} {worst['gas']}"
    return [Check("largest_share_emitted_abroad", float(worst["share"]), 1.0, float(worst["share"]) < 1.0, (cell,))]
