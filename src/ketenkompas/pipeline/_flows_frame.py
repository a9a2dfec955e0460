"""The product ``flows``: from where it is emitted, over the branch that emits, to what is bought."""

from __future__ import annotations

import numpy as np
import polars as pl

from ketenkompas.classifications import available_areas, branch_of, members
from ketenkompas.errors import KetenkompasError
from ketenkompas.mrio import Accounts, LeontiefSystem, flow_cube

ORIGINS = ("domestic", "other_eu", "rest")
UNGROUPED = "other"
_UNIONS = ("EU27_2020", "EU26")


def union_of(regions: tuple[str, ...]) -> tuple[str, ...]:
    """The members of the European Union among the regions of a table; none where they are not all there."""
    for code in _UNIONS:
        try:
            return tuple(members(code, regions))
        except KetenkompasError:
            continue
    return ()


def flows_frame(accounts: Accounts, system: LeontiefSystem) -> pl.DataFrame:
    """Columns ``gas, area, origin, emitter, bought, value`` (kt): emissions of industries behind what an area or
    aggregate buys, by place (at home, elsewhere in the European Union, the rest of the world), branch of the industry
    that emits, and branch of the product bought. Industries without a branch are ``other``.
    """
    groups = [branch_of(product) or UNGROUPED for product in accounts.sectors.products]
    cube = flow_cube(accounts, groups, system=system)
    values, regions, names = cube.values, accounts.regions, list(cube.emitter.values)
    union = set(union_of(regions))
    frames = []
    for area in available_areas(regions):
        inside = set(members(area, regions))
        bought = values[..., [region in inside for region in regions]].sum(axis=-1)
        places = {
            "domestic": [region in inside for region in regions],
            "other_eu": [region in union - inside for region in regions],
            "rest": [region not in union | inside for region in regions],
        }
        summed = np.stack([bought[:, mask].sum(axis=1) for mask in places.values()], axis=1)
        g, o, m, b = summed.shape
        frames.append(
            pl.DataFrame(
                {
                    "gas": np.repeat(list(accounts.gases), o * m * b),
                    "area": [area] * summed.size,
                    "origin": np.tile(np.repeat(list(places), m * b), g),
                    "emitter": np.tile(np.repeat(names, b), g * o),
                    "bought": np.tile(names, g * o * m),
                    "value": summed.ravel(),
                }
            )
        )
    labels = ("gas", "area", "origin", "emitter", "bought")
    return pl.concat(frames).with_columns(pl.col(name).cast(pl.Categorical) for name in labels)
