"""Multipliers by iteration: the bound holds, is tight enough to stop on, and claims nothing it cannot prove."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Meta,
    Sectors,
    intensities,
    multipliers,
    multipliers_with_bound,
    spectral_radius,
)
from tests.properties.systems import made, systems


def exact(accounts: Accounts) -> np.ndarray:
    """Multipliers to about 1e-18: the factorised answer, refined with residuals of 80-bit numbers."""
    flows = accounts.flows.values.astype(np.longdouble)
    output = accounts.output.values.astype(np.longdouble)
    per_output = np.divide(1, output, out=np.zeros_like(output), where=output > 0)
    wanted = accounts.emissions.values.astype(np.longdouble) * per_output
    values = multipliers(accounts).values.astype(np.longdouble)
    for _ in range(4):
        left = wanted - values + (values @ flows) * per_output
        row = intensities(accounts).copy(data=left.astype(np.float64))
        values = values + multipliers(accounts, row).values
    return values


@settings(max_examples=200, deadline=None)
@given(systems)
def test_the_bound_is_never_below_the_true_error(accounts: Accounts) -> None:
    answer = multipliers_with_bound(accounts)
    assert answer.attrs["method"] == "block_jacobi"
    error = np.abs(answer["multiplier"].values - exact(accounts)).astype(np.float64)
    assert (error <= answer["error_bound"].values).all()
    largest = np.maximum(answer["multiplier"].values.max(axis=1), 1e-300)
    assert (answer["error_bound"].values.max(axis=1) <= 1e-10 * largest).all()


@settings(max_examples=25, deadline=None)
@given(systems, st.integers(0, 2**32 - 1))
def test_the_bound_holds_in_badly_scaled_units(accounts: Accounts, seed: int) -> None:
    """Money of one sector in cents, of the next in billions: the same system in other units."""
    size = 10.0 ** np.random.default_rng(seed).uniform(-2, 2, len(accounts.sectors))
    scaled = Accounts.build(
        flows=accounts.flows.values * size[:, None],
        demand=accounts.demand.values * size[:, None],
        emissions=accounts.emissions.values,
        direct=accounts.direct.values,
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=accounts.gases,
        meta=accounts.meta,
    )
    answer = multipliers_with_bound(scaled)
    if answer.attrs["method"] == "block_jacobi":
        error = np.abs(answer["multiplier"].values - exact(scaled)).astype(np.float64)
        assert (error <= answer["error_bound"].values).all()
    else:
        assert np.isinf(answer["error_bound"].values).all()


def test_a_looser_tolerance_stops_earlier_and_says_how_far_it_is() -> None:
    accounts = made(7, 4, 6)
    rough, fine = (multipliers_with_bound(accounts, tolerance=size) for size in (1e-3, 1e-11))
    assert rough.attrs["iterations"] < fine.attrs["iterations"]
    assert float(rough["error_bound"].max()) > float(fine["error_bound"].max())


def unproductive() -> Accounts:
    """Two sectors that use more of each other than they make: a final demand below zero closes the rows."""
    return Accounts.build(
        flows=np.array([[0.0, 90.0], [90.0, 0.0]]),
        demand=np.array([[-30.0, 0.0], [0.0, -30.0]]),
        emissions=np.array([[1.0, 1.0]]),
        direct=np.zeros((1, 2)),
        sectors=Sectors(("NL", "BE"), ("A", "A")),
        final_uses=FinalUses(("NL", "BE"), ("u", "u")),
        gases=("CO2",),
        meta=Meta(model="made", year=2020, money_unit="MEUR", emission_units=("kt CO2",)),
    )


def test_a_table_that_is_not_productive_is_not_proved_and_falls_back() -> None:
    accounts = unproductive()
    assert spectral_radius(accounts) == pytest.approx(1.5)
    answer = multipliers_with_bound(accounts)
    assert answer.attrs["method"] == "lu"
    assert "productive" in answer.attrs["reason"]
    assert np.isinf(answer["error_bound"].values).all()
    np.testing.assert_allclose(answer["multiplier"].values, multipliers(accounts).values, rtol=1e-14)


def test_long_chains_between_regions_are_set_right_at_once() -> None:
    """Chains of radius 0.999 across borders, which the table of regions has whole."""
    accounts = Accounts.build(
        flows=np.array([[0.0, 99.9], [99.9, 0.0]]),
        demand=np.array([[0.1, 0.0], [0.0, 0.1]]),
        emissions=np.array([[1.0, 2.0]]),
        direct=np.zeros((1, 2)),
        sectors=Sectors(("NL", "BE"), ("A", "A")),
        final_uses=FinalUses(("NL", "BE"), ("u", "u")),
        gases=("CO2",),
        meta=Meta(model="made", year=2020, money_unit="MEUR", emission_units=("kt CO2",)),
    )
    answer = multipliers_with_bound(accounts)
    assert answer.attrs["method"] == "block_jacobi"
    difference = np.abs(answer["multiplier"].values - multipliers(accounts).values)
    assert (difference <= answer["error_bound"].values + 1e-11).all()
    np.testing.assert_allclose(answer["multiplier"].values, multipliers(accounts).values, rtol=1e-10)
