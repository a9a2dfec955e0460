"""Many right-hand sides by sweeps: the answer of the factorisation, an estimate that holds, and a way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks._made_accounts import made_accounts
from hypothesis import given, settings

from ketenkompas import ingest
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors, account_set, demand_by_area, leontief
from ketenkompas.mrio import _account_set as module
from ketenkompas.mrio._blocks import Side, blocks_of
from ketenkompas.mrio._footprints import multipliers_by_origin
from ketenkompas.mrio._swept import SweptSystem, system_for_many
from ketenkompas.mrio._system import LeontiefSystem, Precision, reciprocal_output
from tests.properties.systems import systems

SIDES: tuple[Side, ...] = ("multipliers", "outputs")


def swept(accounts: Accounts, precision: Precision = "double") -> SweptSystem:
    """Sweeps whatever the size of the table."""
    per_output = reciprocal_output(accounts)
    return SweptSystem(accounts, per_output, precision, blocks_of(accounts, per_output))


def largest_difference(found: np.ndarray, known: np.ndarray) -> float:
    return float(np.abs(found - known).max(initial=0.0) / max(float(np.abs(known).max(initial=0.0)), 1e-300))


@settings(max_examples=200, deadline=None)
@given(systems)
def test_the_estimate_holds_on_random_systems(accounts: Accounts) -> None:
    direct, blocks = leontief(accounts), blocks_of(accounts, reciprocal_output(accounts))
    wanted = np.random.default_rng(1).uniform(0.0, 1.0, (len(accounts.sectors), 5))
    for side in SIDES:
        sweeper = blocks.sweeper(side)
        found = sweeper.swept(wanted.astype(np.float32), 1e-5)
        known = direct.outputs(wanted) if side == "outputs" else direct.transposed(wanted.T).T
        weights = sweeper.coarse.weights
        off = weights @ np.abs(found.columns - known) / (weights @ np.abs(known))
        assert off.max() <= 5 * found.error + 5e-5


@settings(max_examples=50, deadline=None)
@given(systems)
def test_random_systems_get_the_answer_of_the_factorisation(accounts: Accounts) -> None:
    """So few sectors are never swept; an estimate of sums is looser for them than for the largest of 1,435."""
    direct, system = leontief(accounts), swept(accounts)
    demand = demand_by_area(accounts).values
    assert largest_difference(system.outputs(demand), direct.outputs(demand)) <= 2e-9
    by_origin = multipliers_by_origin(accounts, system)
    assert largest_difference(by_origin, multipliers_by_origin(accounts, direct)) <= 2e-9


def test_a_large_table_is_swept_and_gives_the_same_accounts() -> None:
    accounts = made_accounts(32, 64, 3)
    assert isinstance(system_for_many(accounts), SweptSystem)
    known = module._with(accounts, leontief(accounts))
    for precision, close in (("double", 1e-10), ("single", 1e-5)):
        found = account_set(accounts, precision=precision)  # type: ignore[arg-type]
        for name in known:
            assert largest_difference(found[name].values, known[name].values) <= close, name


def test_a_small_table_is_factorised() -> None:
    assert isinstance(system_for_many(made_accounts(4, 5, 1)), LeontiefSystem)


@pytest.mark.mirror
def test_every_year_of_wiod(mirror: Path) -> None:
    folder = mirror / "mrio" / "wiod2013"
    for year in range(2000, 2012):
        accounts = ingest.read_wiod2013(
            folder / f"wiot_{year}.parquet",
            co2=folder / "co2_jrc_to_wiod2013.parquet",
            regions=folder / "regions.csv",
            industries=folder / "industries.csv",
            final_demand=folder / "final_demand.csv",
            year=year,
        )
        direct, system = leontief(accounts), swept(accounts)
        demand = demand_by_area(accounts).values
        assert largest_difference(system.outputs(demand), direct.outputs(demand)) <= 1e-10
        by_origin = multipliers_by_origin(accounts, system)
        assert largest_difference(by_origin, multipliers_by_origin(accounts, direct)) <= 1e-10


def slow_in_one_region() -> Accounts:
    """One region of two blocks of 256 sectors that buy nearly everything from each other, in two kinds each, so that
    the system of blocks does not have what goes around.
    """
    n = 512
    kind = (np.arange(n) % 2)[:, None] == (np.arange(n) % 2)[None, :]
    across = (np.arange(n) < 256)[:, None] != (np.arange(n) < 256)[None, :]
    flows = np.where(kind & across, 99.9 / 128, 0.0)
    demand = np.where(np.arange(n) % 2 == 0, 0.19, 0.01)[:, None]
    return Accounts.build(
        flows=flows,
        demand=demand,
        emissions=np.linspace(0.0, 1.0, n)[None, :],
        direct=np.zeros((1, 1)),
        sectors=Sectors(("NL",) * n, tuple(f"p{j}" for j in range(n))),
        final_uses=FinalUses(("NL",), ("u",)),
        gases=("CO2",),
        meta=Meta("made", 2020, "MEUR", ("kt CO2",)),
    )


def test_a_table_that_gains_too_little_is_factorised() -> None:
    accounts = slow_in_one_region()
    system, direct = swept(accounts), leontief(accounts)
    assert system._answered(accounts.emissions.values.T, "multipliers", 1) is None
    rows = accounts.emissions.values
    np.testing.assert_array_equal(system.transposed(rows), direct.transposed(rows))


def test_sweeps_that_lose_emissions_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = made_accounts(4, 5, 2)

    class Wrong(LeontiefSystem):
        def transposed(self, intensities: Any) -> Any:
            return 0.999 * super().transposed(intensities)

    def wrong(accounts: Accounts, precision: Precision = "double") -> LeontiefSystem:
        true = leontief(accounts, precision=precision)
        return Wrong(true.accounts, true.inverse_output, true._scale, true._lu, true._pivots)

    known = account_set(accounts)
    monkeypatch.setattr(module, "system_for_many", wrong)
    np.testing.assert_array_equal(account_set(accounts)["D_cba"].values, known["D_cba"].values)
