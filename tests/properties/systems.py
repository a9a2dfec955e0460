"""Small made tables for property tests: productive, with idle sectors, negative inventories and several gases."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

AREAS = ("NL", "BE", "DE", "FR")


def made(
    seed: int, regions: int, products: int, categories: int = 2, gases: int = 2, *, idle: bool = False
) -> Accounts:
    """A table whose inputs use 30-70 % of each output; the first category of final use may be negative in places."""
    random = np.random.default_rng(seed)
    n = regions * products
    output = random.uniform(1.0, 1000.0, n)
    shares = random.gamma(0.3, size=(n, n))
    flows = shares / shares.sum(axis=0) * output * random.uniform(0.1, 0.5, n)
    demand = random.uniform(0.0, 100.0, (n, regions * categories)) - 5.0 * (
        random.random((n, regions * categories)) < 0.05
    )
    emissions = random.uniform(0.0, 50.0, (gases, n))
    if idle:
        flows[0], demand[0], flows[:, 0] = 0.0, 0.0, 0.0
        emissions[:, 0] = 0.0
    names = AREAS[:regions]
    return Accounts.build(
        flows=flows,
        demand=demand,
        emissions=emissions,
        direct=random.uniform(0.0, 20.0, (gases, regions)),
        sectors=Sectors(
            tuple(np.repeat(names, products).tolist()), tuple(f"p{j}" for _ in names for j in range(products))
        ),
        final_uses=FinalUses(
            tuple(np.repeat(names, categories).tolist()), tuple(f"u{k}" for _ in names for k in range(categories))
        ),
        gases=("CO2", "CH4", "N2O")[:gases],
        meta=Meta(model="made", year=2020, money_unit="MEUR", emission_units=("kt CO2", "kt CH4", "kt N2O")[:gases]),
    )


systems = st.builds(
    made,
    seed=st.integers(0, 2**32 - 1),
    regions=st.integers(1, 4),
    products=st.integers(1, 6),
    categories=st.integers(1, 3),
    gases=st.integers(1, 3),
    idle=st.booleans(),
).filter(lambda accounts: accounts.output.values.sum() > 0)
