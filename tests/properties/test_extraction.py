"""Extraction and substitution against direct recomputation, and what they conserve."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    coefficients,
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


def _changed(accounts: Accounts, question: str) -> tuple[xr.Dataset, np.ndarray, np.ndarray]:
    """The answer, and A and final demand by area as the question changes them, written out cell by cell."""
    inputs, demand = coefficients(accounts)["inputs"].values.copy(), demand_by_area(accounts).values.copy()
    regions, products, consumers = accounts.sectors.regions, accounts.sectors.products, accounts.regions
    place = {key: at for at, key in enumerate(zip(regions, products, strict=True))}
    for at, (region, product) in enumerate(zip(regions, products, strict=True)):
        inside = region == "BE" and product == "p1"
        if question in ("industry", "industry, demand kept") and inside:
            inputs[at, :], inputs[:, at] = 0.0, 0.0
            demand[at, :] = 0.0 if question == "industry" else demand[at, :]
        if region == "BE" and (question == "link" or (question == "move" and product == "p1")):
            for to, buyers in ((inputs, regions), (demand, consumers)):
                for column, buyer in enumerate(buyers):
                    if buyer == "NL":
                        to[place["DE", product], column] += to[at, column] if question == "move" else 0.0
                        to[at, column] = 0.0
    block = sectors_of(accounts, regions=["BE"], products=["p1"])
    answers = {
        "industry": lambda: extraction(accounts, block),
        "industry, demand kept": lambda: extraction(accounts, block, keep_demand=True),
        "link": lambda: link_extraction(accounts, "BE", "NL"),
        "move": lambda: substitution(accounts, ["p1"], "BE", "DE", "NL"),
    }
    return answers[question](), inputs, demand


@settings(max_examples=30, deadline=None)
@given(seeds, st.sampled_from(["industry", "industry, demand kept", "link", "move"]))
def test_the_same_as_changed_accounts_computed_anew(seed: int, question: str) -> None:
    """Whole accounts are built from the changed coefficients; their own footprints and production are the answer."""
    accounts = made(seed, 3, 3)
    found, inputs, demand = _changed(accounts, question)
    output = np.linalg.solve(np.eye(len(inputs)) - inputs, demand.sum(axis=1))
    assume((output >= 0).all())
    anew = Accounts.build(
        flows=inputs * output,
        demand=demand,
        emissions=intensities(accounts).values * output,
        direct=accounts.direct.values,
        sectors=accounts.sectors,
        final_uses=FinalUses(accounts.regions, ("all",) * len(accounts.regions)),
        gases=accounts.gases,
        meta=accounts.meta,
    )
    after = found["emitted"].sel(state="after")
    np.testing.assert_allclose(after.sum("region").values, footprint(anew).values, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(after.sum("area").values, production(anew).values, rtol=1e-8, atol=1e-8)
    if question == "move":
        before = coefficients(accounts)["inputs"].values.sum(axis=0)
        np.testing.assert_allclose(inputs.sum(axis=0), before, rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_there_and_back_changes_nothing_and_identical_makers_neither(seed: int) -> None:
    accounts = made(seed, 2, 3)
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
