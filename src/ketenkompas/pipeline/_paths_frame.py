"""The product ``paths``: the largest supply chains behind the footprint of every area and aggregate."""

from __future__ import annotations

import polars as pl

from ketenkompas.classifications import available_areas, members
from ketenkompas.mrio import Accounts, LeontiefSystem, demand_of, prepare_paths
from ketenkompas.mrio import paths as search_paths

KEPT_PATHS = 100


def paths_frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
    """Columns ``gas, area, rank, value, small, pruned, chain`` (kt): rank 0 is the whole footprint with what the paths
    leave, then the hundred largest paths; ``chain`` names the sectors, final delivery first.
    """
    rows: list[tuple[str, str, int, float, float | None, float | None, str]] = []
    for gas in accounts.gases:
        search = prepare_paths(accounts, gas=gas, system=system)
        for area in available_areas(accounts.regions):
            found = search_paths(search, demand_of(accounts, members(area, accounts.regions)), top=KEPT_PATHS)
            rows.append((gas, area, 0, found.total, found.small, found.pruned, ""))
            rows += [
                (gas, area, place + 1, float(value), None, None, " < ".join(found.labels(place)))
                for place, value in enumerate(found.values)
            ]
    schema = {
        "gas": pl.Categorical, "area": pl.Categorical, "rank": pl.Int32, "value": pl.Float64, "small": pl.Float64,
        "pruned": pl.Float64, "chain": pl.Categorical,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
