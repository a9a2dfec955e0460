"""First-order errors of the Dutch footprint 2008 (WIOD), every cell 10 %: the fact sheet's section 13."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from ketenkompas.mrio import Accounts, DataErrors, first_order
from ketenkompas.pipeline import WIOD, table

pytestmark = [
    pytest.mark.mirror,
    pytest.mark.usefixtures("mirror"),
]
NONE = DataErrors(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@functools.cache
def accounts() -> Accounts:
    return table(WIOD, 2008).accounts


@pytest.mark.parametrize(
    ("errors", "percent"),
    [
        (replace(NONE, emissions=0.1, emissions_elsewhere=0.1), 2.134),
        (replace(NONE, emissions=0.1, emissions_elsewhere=0.1, emissions_shared=1.0), 4.172),
        (replace(NONE, inputs_home=0.1, inputs_trade=0.1), 1.210),
        (replace(NONE, demand_home=0.1, demand_trade=0.1), 1.995),
    ],
)
def test_one_source_at_a_time(errors: DataErrors, percent: float) -> None:
    found = first_order(accounts(), errors).sel(gas="CO2", area="NL")
    relative = 100 * found["standard_deviation"].item() / found["footprint"].item()
    assert relative == pytest.approx(percent, abs=1e-3)
