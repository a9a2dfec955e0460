"""The coupled footprint on WIOD 2008: every figure of the fact sheet's section 7.2 (own computation, exact)."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from ketenkompas.mrio import (
    Accounts,
    National,
    coupled_footprint,
    import_multipliers,
    outputs_at_home,
    own_block,
)
from ketenkompas.mrio._national import home_of
from ketenkompas.pipeline import WIOD, table

pytestmark = [
    pytest.mark.mirror,
    pytest.mark.usefixtures("mirror"),
    pytest.mark.xdist_group("national-wiod"),  # one worker makes what they share
]


@functools.cache
def own() -> tuple[Accounts, National]:
    accounts = table(WIOD, 2008).accounts
    return accounts, own_block(accounts, "NL")


@pytest.mark.parametrize(
    ("mode", "total", "abroad"),
    [
        ("foreign_isolated", 185.3127, 124.0662),
        ("foreign_global_feedback", 186.4517, 125.2051),
        ("world_global_feedback", 187.4260, 126.1795),
    ],
)
def test_the_three_modes(mode: str, total: float, abroad: float) -> None:
    found = coupled_footprint(*own(), mode)  # type: ignore[arg-type]
    assert found["home"].item() / 1e3 == pytest.approx(61.2465, abs=1e-4)
    assert found["total"].item() / 1e3 == pytest.approx(total, abs=1e-4)
    assert found["abroad"].sum().item() / 1e3 == pytest.approx(abroad, abs=1e-4)


def test_emissions_at_home_that_come_back() -> None:
    second, third = (coupled_footprint(*own(), mode)["total"].item() for mode in (  # type: ignore[arg-type]
        "foreign_global_feedback", "world_global_feedback"))  # fmt: skip
    assert (third - second) / 1e3 == pytest.approx(0.9744, abs=1e-4)


def test_all_imports_add_up_with_isolated_multipliers_only() -> None:
    """``m1 M = cf xf - m1 yff``; the other modes count twice what passes through home (fact sheet 7.2)."""
    accounts, _ = own()
    home = home_of(accounts, "NL")
    wanted = [place for place, region in enumerate(accounts.final_uses.regions) if region == "NL"]
    imported = accounts.flows.values[np.ix_(home.abroad, home.at)].sum(axis=1)
    imported = imported + accounts.demand.values[np.ix_(home.abroad, wanted)].sum(axis=1)
    known = {"foreign_isolated": 239.065, "foreign_global_feedback": 241.096, "world_global_feedback": 242.834}
    for mode, expected in known.items():
        chain = import_multipliers(accounts, "NL", mode)[0, home.abroad]  # type: ignore[arg-type]
        assert chain @ imported / 1e3 == pytest.approx(expected, abs=1e-3)


def test_home_output_of_the_own_block() -> None:
    accounts, national = own()
    np.testing.assert_allclose(national.output, accounts.output.values[home_of(accounts, "NL").at], rtol=1e-10)
    assert (outputs_at_home(national) <= national.output + 1e-6).all()
