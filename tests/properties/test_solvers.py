"""Every solver gives the answer of the factorisation, proves its bound, and says so where it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks._made_accounts import made_accounts
from hypothesis import given, settings

from ketenkompas.errors import UnknownCodeError
from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Meta,
    RefinedSystem,
    Sectors,
    choose,
    demand_by_area,
    footprint,
    intensities,
    leontief,
    multipliers,
    origin_cube,
    refined_system,
    solver_for,
    spectral_radius,
)
from tests.properties.systems import systems

KINDS = ("lu", "mixed", "block_jacobi")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(systems)
def test_multipliers_and_outputs_within_their_bounds(kind: str, accounts: Accounts) -> None:
    direct, system = leontief(accounts), refined_system(accounts, kind)  # type: ignore[arg-type]
    rows, demand = intensities(accounts).values, demand_by_area(accounts).values
    for found, known in (
        (system.solved(rows), direct.transposed(rows)),
        (system.solved(demand.T, "outputs"), direct.outputs(demand).T),
    ):
        assert found.solver == kind
        rounding = 1e-13 * np.abs(known).max(initial=0.0)
        assert (np.abs(found.values - known) <= found.bound + rounding).all()
        assert (found.bound.max(axis=1) <= 1e-10 * np.maximum(np.abs(found.values).max(axis=1), 1e-300)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_compiled_size_with_idle_sectors_and_column_sums_above_one(kind: str) -> None:
    accounts = made_accounts(20, 53, 3)
    inputs = accounts.flows.values.sum(axis=0) / np.maximum(accounts.output.values, 1e-300)
    assert inputs.max() > 1
    assert (accounts.output.values == 0).any()
    known = multipliers(accounts, system=leontief(accounts)).values
    found = refined_system(accounts, kind).solved(intensities(accounts).values)  # type: ignore[arg-type]
    assert found.solver == kind
    difference = np.abs(found.values - known)
    assert (difference.max(axis=1) <= 1e-10 * known.max(axis=1)).all()
    assert (difference <= found.bound + 1e-14 * known.max()).all()


def test_more_rows_than_one_pass_carries() -> None:
    accounts = made_accounts(20, 53, 7)
    rows = np.vstack([intensities(accounts).values] * 3)
    found = refined_system(accounts, "block_jacobi").solved(rows)
    known = leontief(accounts).transposed(rows)
    assert np.abs(found.values - known).max() <= 1e-10 * known.max()


@pytest.mark.parametrize("kind", ["mixed", "block_jacobi"])
def test_the_size_of_exiobase(kind: str) -> None:
    """n = 9,800: the bound is proved (``benchmarks/solver.py`` compares with the factorisation at this size)."""
    accounts = made_accounts(49, 200, 2)
    found = refined_system(accounts, kind).solved(intensities(accounts).values)  # type: ignore[arg-type]
    assert found.solver == kind
    largest = found.values.max(axis=1)
    assert (found.bound.max(axis=1) <= 1e-10 * largest).all()
    emitted = accounts.emissions.values.sum(axis=1)
    assert found.values @ accounts.demand.values.sum(axis=1) == pytest.approx(emitted, rel=1e-10)


def test_long_chains_across_borders_fall_back_and_say_so() -> None:
    """Spectral radius above 0.999 with nothing at home: a pass gains next to nothing."""
    n = 40
    flows = np.roll(np.eye(n), 1, axis=1) * 99.95
    accounts = Accounts.build(
        flows=flows,
        demand=np.full((n, n), 0.05 / n),
        emissions=np.ones((1, n)),
        direct=np.zeros((1, n)),
        sectors=Sectors(tuple(f"R{k}" for k in range(n)), ("a",) * n),
        final_uses=FinalUses(tuple(f"R{k}" for k in range(n)), ("u",) * n),
        gases=("CO2",),
        meta=Meta("made", 2020, "MEUR", ("kt CO2",)),
    )
    assert spectral_radius(accounts) == pytest.approx(0.9995)
    found = refined_system(accounts, "block_jacobi", 1e-14).solved(intensities(accounts).values)
    assert found.solver == "lu"
    assert "1e-14" in found.reason
    np.testing.assert_allclose(found.values, 20.0, rtol=1e-9)


def test_the_choice_goes_by_size_right_hand_sides_and_memory() -> None:
    assert choose(1435, 8).solver == "lu"
    assert choose(2944, 8).solver == "block_jacobi"
    assert choose(2944, 322).solver == "lu"
    assert choose(9800, 800, memory=500_000_000).solver == "mixed"
    assert "few" in choose(9800, 8).reason
    assert isinstance(solver_for(made_accounts(40, 51, 1), 1), RefinedSystem)


def test_an_unknown_solver_is_named() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        refined_system(made_accounts(2, 3, 1), "cholesky")  # type: ignore[arg-type]
    assert caught.value.code == "solver.unknown"
    assert "block_jacobi" in caught.value.text()


def test_footprints_of_a_large_table_are_those_of_the_cube() -> None:
    accounts = made_accounts(40, 51, 2)
    total, cube = footprint(accounts), origin_cube(accounts, system=leontief(accounts)).sum("make")
    np.testing.assert_allclose(total.values, cube.values, rtol=1e-9)
    np.testing.assert_allclose(total.values.sum(axis=1), accounts.emissions.values.sum(axis=1), rtol=1e-9)
