"""Products as tidy tables: from labelled arrays of the engine to rows that doors can read."""

from __future__ import annotations

import numpy as np
import polars as pl

from ketenkompas.mrio import (
    HOUSEHOLDS,
    Accounts,
    LeontiefSystem,
    downstream,
    embodied_trade,
    intensities,
    multipliers,
    origin_cube,
    product_cube,
)

_LABELS = {"gas", "area", "origin", "industry", "product", "category", "region"}


def _tidy(columns: dict[str, object]) -> pl.DataFrame:
    frame = pl.DataFrame(columns)
    return frame.with_columns(pl.col(name).cast(pl.Categorical) for name in frame.columns if name in _LABELS)


def footprint_frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
    """Columns ``gas, area, origin, industry, value`` (kt): the origin cube, and direct household emissions as rows of
    the industry ``households_direct`` with the area as its own origin. An area without a figure for them has no such
    row.
    """
    cube = origin_cube(accounts, system=system).transpose("gas", "area", "make").values
    gases, areas, sectors = list(accounts.gases), list(accounts.regions), accounts.sectors
    g, a, n = cube.shape
    chains = _tidy(
        {
            "gas": np.repeat(gases, a * n),
            "area": np.tile(np.repeat(areas, n), g),
            "origin": np.tile(list(sectors.regions), g * a),
            "industry": np.tile(list(sectors.products), g * a),
            "value": cube.ravel(),
        }
    )
    households = _tidy(
        {
            "gas": np.repeat(gases, a),
            "area": np.tile(areas, g),
            "origin": np.tile(areas, g),
            "industry": [HOUSEHOLDS] * (g * a),
            "value": accounts.direct.values.ravel(),
        }
    )
    return pl.concat([chains, households.filter(~pl.col("area").is_in(list(accounts.meta.households_unknown)))])


def products_frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
    """Columns ``gas, area, product, category, value`` (kt): final product and final use, all suppliers together."""
    cube = product_cube(accounts, system=system).values
    products = tuple(dict.fromkeys(accounts.sectors.products))
    place = {product: i for i, product in enumerate(products)}
    summed = np.zeros((cube.shape[0], cube.shape[2], len(products)))
    rows = np.array([place[product] for product in accounts.sectors.products])
    for column, product in enumerate(rows):
        summed[:, :, product] += cube[:, column, :]
    g, k, p = summed.shape
    return _tidy(
        {
            "gas": np.repeat(list(accounts.gases), k * p),
            "area": np.tile(np.repeat(list(accounts.final_uses.regions), p), g),
            "product": np.tile(list(products), g * k),
            "category": np.tile(np.repeat(list(accounts.final_uses.categories), p), g),
            "value": summed.ravel(),
        }
    )


def multipliers_frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
    """Columns ``gas, region, product, direct, upstream, downstream`` (kt per unit of money = kg per EUR or USD) and
    ``output`` (money).
    """
    chain = multipliers(accounts, system=system)
    g, n = chain.shape
    return _tidy(
        {
            "gas": np.repeat(list(accounts.gases), n),
            "region": np.tile(list(accounts.sectors.regions), g),
            "product": np.tile(list(accounts.sectors.products), g),
            "direct": intensities(accounts).values.ravel(),
            "upstream": chain.values.ravel(),
            "downstream": downstream(accounts, system=system).values.ravel(),
            "output": np.tile(accounts.output.values, g),
        }
    )


def trade_frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
    """Columns ``gas, region, production, exports, imports, consumption, households`` (kt) and ``final_demand``
    (money); consumption = production - exports + imports. ``households`` is null where there is no figure.
    """
    trade = embodied_trade(accounts, system=system)
    demand = accounts.demand.groupby("area").sum().sum("make")
    g, r = trade["production"].shape
    known = ~pl.col("region").is_in(list(accounts.meta.households_unknown))
    frame = _tidy(
        {
            "gas": np.repeat(list(accounts.gases), r),
            "region": np.tile(list(accounts.regions), g),
            **{name: trade[name].values.ravel() for name in ("production", "exports", "imports", "consumption")},
            "households": accounts.direct.values.ravel(),
            "final_demand": np.tile([float(demand.sel(area=code)) for code in accounts.regions], g),
        }
    )
    return frame.with_columns(households=pl.when(known).then(pl.col("households")))
