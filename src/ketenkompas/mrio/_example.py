"""A made table of two sectors, small enough to check by hand (fact sheet section 4.2, algebra fixture)."""

from __future__ import annotations

import numpy as np

from ketenkompas.mrio._accounts import Accounts, FinalUses, Meta, Sectors


def example_accounts() -> Accounts:
    """Two areas with one industry each; A = [[0.2, 0.1], [0.4, 0.2]] and only the first emits.

    Examples
    --------
    >>> example_accounts().output.values.tolist()
    [80.0, 80.0]
    """
    return Accounts.build(
        flows=np.array([[16.0, 8.0], [32.0, 16.0]]),
        demand=np.array([[56.0, 0.0], [16.0, 16.0]]),
        emissions=np.array([[40.0, 0.0]]),
        direct=np.array([[10.0, 5.0]]),
        sectors=Sectors(("NL", "BE"), ("A", "A")),
        final_uses=FinalUses(("NL", "BE"), ("c37", "c37")),
        gases=("CO2",),
        meta=Meta(model="example", year=2020, money_unit="MEUR", emission_units=("kt CO2",)),
    )
