"""Paths and extraction on WIOD 2008: every figure of the fact sheet's sections 11 and 12 (own computation, exact)."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

from ketenkompas.mrio import (
    Accounts,
    PathSearch,
    demand_of,
    extraction,
    link_extraction,
    paths,
    prepare_paths,
    sectors_of,
    substitution,
)
from ketenkompas.pipeline import WIOD, table

pytestmark = pytest.mark.mirror


@functools.cache
def prepared() -> tuple[Accounts, PathSearch]:
    accounts = table(WIOD, 2008).accounts
    return accounts, prepare_paths(accounts)


@pytest.mark.usefixtures("mirror")
@pytest.mark.parametrize(
    ("threshold", "count", "recorded", "small", "pruned"),
    [(1e-3, 75, 0.294, 0.059, 0.646), (1e-4, 667, 0.447, 0.0496, 0.503), (1e-5, 5749, 0.582, 0.0393, 0.379)],
)
def test_paths_of_the_netherlands(threshold: float, count: int, recorded: float, small: float, pruned: float) -> None:
    accounts, search = prepared()
    found = paths(search, demand_of(accounts, ["NL"]), threshold=threshold)
    assert len(found.values) == count
    assert found.coverage == pytest.approx(recorded, abs=5e-4)
    assert found.small / found.total == pytest.approx(small, abs=5e-4)
    assert found.pruned / found.total == pytest.approx(pruned, abs=5e-4)
    assert (found.recorded + found.small + found.pruned) / found.total == pytest.approx(1, abs=1e-14)


@pytest.mark.usefixtures("mirror")
def test_nodes_and_depths_at_a_hundred_thousandth() -> None:
    accounts, search = prepared()
    found = paths(search, demand_of(accounts, ["NL"]), threshold=1e-5)
    depths = Counter(len(chain) for chain in found.chains)
    assert [depths[depth] for depth in range(1, 8)] == [425, 2294, 1956, 807, 228, 38, 1]
    assert found.visited == 15061


@pytest.mark.usefixtures("mirror")
def test_the_largest_thousand_hold_the_largest_seventy_five() -> None:
    accounts, search = prepared()
    demand = demand_of(accounts, ["NL"])
    few, many = paths(search, demand, threshold=1e-3), paths(search, demand, top=1000)
    assert len(many.values) == 1000
    assert many.chains[:75] == few.chains
    assert many.labels(0) == ("NL_c17",)


@pytest.mark.usefixtures("mirror")
def test_extraction_of_dutch_electricity() -> None:
    accounts, _ = prepared()
    emitted = extraction(accounts, sectors_of(accounts, regions=["NL"], products=["c17"]))["emitted"]
    world = emitted.sum(("gas", "region", "area")) / 1e3
    assert (world.sel(state="before") - world.sel(state="after")).item() == pytest.approx(63.4195, abs=1e-4)


@pytest.mark.usefixtures("mirror")
def test_dutch_purchases_from_china() -> None:
    accounts, _ = prepared()
    feet = link_extraction(accounts, "CN", "NL")["emitted"].sum(("gas", "region")).sel(area="NL") / 1e3
    assert (feet.sel(state="after") - feet.sel(state="before")).item() == pytest.approx(-27.975, abs=1e-3)


@pytest.mark.usefixtures("mirror")
def test_work_of_china_done_at_home_keeps_the_demand_met() -> None:
    accounts, _ = prepared()
    emitted = substitution(accounts, ["c12"], "CN", "NL", "NL")["emitted"].sum("gas") / 1e3
    at_home = emitted.sum("area").sel(region="NL")
    assert (at_home.sel(state="after") - at_home.sel(state="before")).item() > 0
    world = emitted.sum(("area", "region"))
    assert world.sel(state="after").item() < world.sel(state="before").item()
