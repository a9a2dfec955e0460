"""Extraction and substitution against direct recomputation, and what they conserve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.mrio import (
    demand_by_area,
    extraction,
    footprint,
    intensities,
    leontief,
    link_extraction,
    production,
    sectors_of,
    substitution,
)
from tests.properties.systems import made

seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_emissions_fall_by_the_block_formula(seed: int) -> None:
    """``m_b Lbb^-1 x_b`` (fact sheet section 12)."""
    accounts = made(seed, 3, 3)
    block = sectors_of(accounts, regions=["BE"], products=["p0", "p2"])
    found = extraction(accounts, block)["emitted"].sum(("region", "area"))
    fallen = (found.sel(state="before") - found.sel(state="after")).values
    inverse = leontief(accounts).outputs(np.eye(len(accounts.sectors)))
    outputs = inverse @ demand_by_area(accounts).values.sum(axis=1)
    rows = (intensities(accounts).values @ inverse)[:, block]
    expected = rows @ np.linalg.solve(inverse[np.ix_(block, block)], outputs[block])
    np.testing.assert_allclose(fallen, expected, rtol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_before_is_the_footprint_and_the_production(seed: int) -> None:
    accounts = made(seed, 3, 3)
    before = link_extraction(accounts, "BE", "NL")["emitted"].sel(state="before")
    np.testing.assert_allclose(before.sum("region").values, footprint(accounts).values, rtol=1e-9)
    np.testing.assert_allclose(before.sum("area").values, production(accounts).values, rtol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_link_taken_out_leaves_no_trade_in_it(seed: int) -> None:
    """Where the supplier sells only to the buyer, taking out the link stops its emissions for that buyer's demand."""
    accounts = made(seed, 3, 2)
    after = link_extraction(accounts, "BE", "NL")["emitted"].sel(state="after")
    before = link_extraction(accounts, "BE", "NL")["emitted"].sel(state="before")
    assert (after.sum("region") <= before.sum("region") + 1e-9).all() or (accounts.demand.values < 0).any()


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_there_and_back_changes_nothing_and_identical_makers_neither(seed: int) -> None:
    accounts = made(seed, 2, 3)
    from ketenkompas.mrio import Accounts

    twin = np.tile(accounts.flows.values[:3, :3], (2, 2)) / 2
    same = Accounts.build(
        flows=twin,
        demand=np.tile(accounts.demand.values[:3], (2, 1)),
        emissions=np.tile(accounts.emissions.values[:, :3], 2),
        direct=accounts.direct.values,
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=accounts.gases,
        meta=accounts.meta,
    )
    moved = substitution(same, None, "BE", "NL", "NL")["emitted"]
    world = moved.sum(("region", "area"))
    np.testing.assert_allclose(world.sel(state="after"), world.sel(state="before"), rtol=1e-9)
    feet = moved.sum("region").sel(area="NL")
    np.testing.assert_allclose(feet.sel(state="after"), feet.sel(state="before"), rtol=1e-9)


def test_faults_are_named() -> None:
    accounts = made(1, 3, 2)
    nothing = np.zeros(len(accounts.sectors), dtype=bool)
    for code, ask in (
        ("extraction.nothing", lambda: extraction(accounts, nothing)),
        ("extraction.same_region", lambda: link_extraction(accounts, "NL", "NL")),
        ("extraction.same_region", lambda: substitution(accounts, None, "BE", "BE", "NL")),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code == code


def test_a_region_that_does_not_make_it_is_told() -> None:
    accounts = made(1, 2, 3, idle=True)
    with pytest.raises(InputError) as caught:
        substitution(accounts, ["p0"], "BE", "NL", "BE")
    assert caught.value.code == "extraction.no_counterpart"
    assert "p0" in caught.value.text()
