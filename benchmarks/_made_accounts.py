"""Accounts of any size with made numbers in the structure of real tables; nothing here is a real figure.

As in WIOD, ICIO and FIGARO about four fifths of what an industry buys comes from its own economy, half of its output is
bought inputs, and a tenth of the cells is empty. A few sectors have no output, a few buy more than they make.
"""

from __future__ import annotations

import numpy as np

from ketenkompas.classifications import areas
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

GASES = ("CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3")


def made_accounts(
    regions: int, products: int, gases: int = 7, *, seed: int = 1, domestic: float = 0.8, odd: bool = True
) -> Accounts:
    """``regions x products`` sectors, one category of final demand a region.

    Parameters
    ----------
    domestic : float
        Share of a column's inputs from its own region.
    odd : bool
        With sectors without output and with column sums above 1.
    """
    random = np.random.default_rng(seed)
    n = regions * products
    region = np.repeat(np.arange(regions), products)
    flows = random.random((n, n), dtype=np.float32).astype(np.float64) ** 4
    flows[flows < 1e-4] = 0.0
    for r in range(regions):
        at = slice(r * products, (r + 1) * products)
        inside = flows[at, at]
        inside *= domestic / np.maximum(inside.sum(axis=0), 1e-9)
        before, after = flows[: at.start, at], flows[at.stop :, at]
        abroad = np.maximum(before.sum(axis=0) + after.sum(axis=0), 1e-9)
        before *= (1 - domestic) / abroad
        after *= (1 - domestic) / abroad
    bought = random.uniform(0.3, 0.7, n)
    output = random.lognormal(6.0, 1.0, n)
    flows *= bought * output
    sold = flows.sum(axis=1)
    demand = np.maximum(output - sold, 0.02 * output)[:, None] * random.dirichlet(np.ones(regions), n)
    if odd:
        losing = slice(0, None, max(n // 20, 1))
        less = flows[:, losing].sum(axis=0) / 1.2 / (flows[losing].sum(axis=1) + demand[losing].sum(axis=1))
        flows[losing] *= less[:, None]
        demand[losing] *= less[:, None]
        idle = slice(products // 2, None, max(n // 3, 1))
        flows[idle], flows[:, idle], demand[idle] = 0.0, 0.0, 0.0
    emissions = random.lognormal(0.0, 2.0, (gases, n)) * (flows.sum(axis=1) + demand.sum(axis=1) > 0)
    names = tuple(sorted(code for code, area in areas().items() if area.kind == "economy"))[:regions]
    return Accounts.build(
        flows=flows,
        demand=demand,
        emissions=emissions,
        direct=np.zeros((gases, regions)),
        sectors=Sectors(tuple(names[r] for r in region), tuple(f"p{j:03d}" for j in range(products)) * regions),
        final_uses=FinalUses(names, ("all",) * regions),
        gases=GASES[:gases],
        meta=Meta("made", 2020, "MEUR", tuple(f"kt {gas}" for gas in GASES[:gases])),
    )
