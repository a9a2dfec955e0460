"""What households buy by purpose, out of the footprint by product and a key; for one area, that of the key."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import xarray as xr

from ketenkompas.ingest import PurposeDefinition
from ketenkompas.mrio import Accounts, LeontiefSystem, by_purpose
from ketenkompas.pipeline._frames import products_frame

PURPOSES = "purposes"
HOUSEHOLD_USE = "P3_S14"
_SCHEMA = {"gas": pl.String, "area": pl.String, "purpose": pl.String, "value": pl.Float64}


def purposes_frame(definition: PurposeDefinition) -> Callable[[Accounts, LeontiefSystem], pl.DataFrame]:
    """A maker of columns ``gas, area, purpose, value`` (kt): the purposes of the key, ``trade_margins`` and
    ``not_linked``; together what households of the area buy. Without the area in the table there are no rows.
    """

    def frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
        if definition.area not in accounts.regions:
            return pl.DataFrame(schema=_SCHEMA)
        mine = (pl.col("area") == definition.area) & (pl.col("category") == HOUSEHOLD_USE)
        bought = products_frame(accounts, system).with_columns(pl.col(pl.Categorical).cast(pl.String)).filter(mine)
        products = bought["product"].unique(maintain_order=True).to_list()
        values = bought["value"].to_numpy().reshape(len(accounts.gases), len(products))
        coordinates = {"gas": list(accounts.gases), "product": products}
        placed = by_purpose(xr.DataArray(values, dims=("gas", "product"), coords=coordinates), definition.key)
        purposes = [str(code) for code in placed["purpose"].values]
        rows = [
            (gas, definition.area, purpose, float(placed.values[at, to]))
            for at, gas in enumerate(accounts.gases)
            for to, purpose in enumerate(purposes)
        ]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    return frame
