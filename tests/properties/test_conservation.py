"""What must hold for every table: nothing is lost, nothing depends on names, order or units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Sectors,
    balance,
    coefficients,
    downstream,
    embodied_trade,
    flow_cube,
    footprint,
    leontief,
    multipliers,
    origin_cube,
    product_cube,
    production,
    with_households,
)

from .systems import systems

CLOSE = {"rtol": 1e-10, "atol": 1e-9}


def rebuilt(accounts: Accounts, **changes: object) -> Accounts:
    parts: dict[str, object] = {
        "flows": accounts.flows.values,
        "demand": accounts.demand.values,
        "emissions": accounts.emissions.values,
        "direct": accounts.direct.values,
        "sectors": accounts.sectors,
        "final_uses": accounts.final_uses,
        "gases": accounts.gases,
        "meta": accounts.meta,
    }
    return Accounts.build(**{**parts, **changes})  # type: ignore[arg-type]


@given(systems)
def test_world_footprint_is_world_emissions(accounts: Accounts) -> None:
    np.testing.assert_allclose(
        footprint(accounts).values.sum(axis=1), accounts.emissions.values.sum(axis=1), rtol=1e-11, atol=1e-9
    )


@given(systems)
def test_flows_between_groups_add_up_to_origins_and_to_what_is_bought(accounts: Accounts) -> None:
    groups = [f"g{sum(map(ord, product)) % 3}" for product in accounts.sectors.products]
    flows, cube = flow_cube(accounts, groups), origin_cube(accounts)
    for region in accounts.regions:
        mine = cube.values[:, [one == region for one in accounts.sectors.regions]].sum(axis=1)
        np.testing.assert_allclose(flows.sel(origin=region).sum(["emitter", "bought"]).values, mine, **CLOSE)
    chain, demand = multipliers(accounts).values, accounts.demand.values
    for group in flows.bought.values:
        rows = [one == group for one in groups]
        for area in accounts.regions:
            columns = [one == area for one in accounts.final_uses.regions]
            expected = chain[:, rows] @ demand[rows][:, columns].sum(axis=1)
            np.testing.assert_allclose(
                flows.sel(bought=group, area=area).sum(["origin", "emitter"]).values, expected, **CLOSE
            )


@given(systems)
def test_every_breakdown_adds_up_to_the_footprint(accounts: Accounts) -> None:
    whole = footprint(accounts)
    for by in ("origin", "industry", "product", "final_use", "origin_industry"):
        parts = footprint(accounts, by=by)
        np.testing.assert_allclose(parts.sum(parts.dims[1]).values, whole.values, **CLOSE)
    both = footprint(accounts, by="origin_product")
    np.testing.assert_allclose(both.sum("product").values, footprint(accounts, by="origin").values, **CLOSE)
    np.testing.assert_allclose(both.sum("origin").values, footprint(accounts, by="product").values, **CLOSE)


@given(systems)
def test_the_cubes_keep_every_industry_and_every_product(accounts: Accounts) -> None:
    np.testing.assert_allclose(origin_cube(accounts).sum("area").values, accounts.emissions.values, **CLOSE)
    delivered = multipliers(accounts).values * accounts.demand.values.sum(axis=1)
    np.testing.assert_allclose(product_cube(accounts).sum("final_use").values, delivered, **CLOSE)


@given(systems)
def test_trade_closes_and_households_count_once(accounts: Accounts) -> None:
    trade = embodied_trade(accounts)
    closed = trade["production"] - trade["exports"] + trade["imports"]
    np.testing.assert_allclose(closed.values, trade["consumption"].values, **CLOSE)
    np.testing.assert_allclose(trade["exports"].sum().item(), trade["imports"].sum().item(), **CLOSE)
    np.testing.assert_allclose(trade["production"].values, production(accounts).values, **CLOSE)
    whole = with_households(footprint(accounts), accounts)
    parts = with_households(footprint(accounts, by="origin"), accounts)
    np.testing.assert_allclose(parts.sum("origin").values, whole.values, **CLOSE)
    np.testing.assert_allclose((whole - footprint(accounts)).values, accounts.direct.values, **CLOSE)


@given(systems)
def test_downstream_weighted_with_primary_inputs_is_all_emissions(accounts: Accounts) -> None:
    primary = accounts.output.values - accounts.flows.values.sum(axis=0)
    np.testing.assert_allclose(
        downstream(accounts).values @ primary, accounts.emissions.values.sum(axis=1), rtol=1e-9, atol=1e-8
    )


@given(systems)
def test_downstream_solves_the_ghosh_system(accounts: Accounts) -> None:
    output = accounts.output.values
    allocated = np.divide(
        accounts.flows.values, output[:, None], out=np.zeros_like(accounts.flows.values), where=output[:, None] > 0
    )
    direct = coefficients(accounts)["intensity"].values
    solved = np.linalg.solve(np.eye(len(output)) - allocated, direct.T).T
    np.testing.assert_allclose(downstream(accounts).values, solved, rtol=1e-9, atol=1e-9)


@given(systems, st.floats(0.1, 10.0))
def test_footprints_are_linear_in_demand(accounts: Accounts, factor: float) -> None:
    chain = multipliers(accounts).values
    demand = accounts.demand.values
    np.testing.assert_allclose(chain @ (factor * demand), factor * (chain @ demand), **CLOSE)
    outputs = leontief(accounts).outputs
    np.testing.assert_allclose(outputs(factor * demand), factor * outputs(demand), **CLOSE)


@given(systems, st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(accounts: Accounts, random: object) -> None:
    n = len(accounts.sectors)
    order = list(range(n))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = Sectors(
        tuple(accounts.sectors.regions[i] for i in order), tuple("x" + accounts.sectors.products[i] for i in order)
    )
    regions = tuple(dict.fromkeys(shuffled.regions))
    moved = rebuilt(
        accounts,
        flows=accounts.flows.values[np.ix_(order, order)],
        demand=accounts.demand.values[order],
        emissions=accounts.emissions.values[:, order],
        direct=accounts.direct.sel(region=list(regions)).values,
        sectors=shuffled,
    )
    before, after = footprint(accounts, by="origin"), footprint(moved, by="origin")
    again = after.sel(origin=list(accounts.regions), area=list(accounts.regions))
    np.testing.assert_allclose(again.values, before.values, **CLOSE)
    np.testing.assert_allclose(multipliers(moved).values, multipliers(accounts).values[:, order], **CLOSE)


@given(systems, st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_units_change_nothing_but_the_unit(accounts: Accounts, money: float, mass: float) -> None:
    scaled = rebuilt(
        accounts,
        flows=accounts.flows.values * money,
        demand=accounts.demand.values * money,
        emissions=accounts.emissions.values * mass,
        direct=accounts.direct.values * mass,
    )
    np.testing.assert_allclose(footprint(scaled).values, footprint(accounts).values * mass, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(
        multipliers(scaled).values * money / mass, multipliers(accounts).values, rtol=1e-9, atol=1e-9
    )


@given(systems, st.data())
def test_splitting_a_sector_into_identical_halves_changes_nothing(accounts: Accounts, data: st.DataObject) -> None:
    n = len(accounts.sectors)
    chosen = data.draw(st.integers(0, n - 1))
    rows = np.insert(np.eye(n), chosen, np.eye(n)[chosen], axis=0)
    halves = rows * np.where(rows[:, chosen] > 0, 0.5, 1.0)[:, None]
    products = list(accounts.sectors.products)
    products.insert(chosen, products[chosen] + "_b")
    regions = list(accounts.sectors.regions)
    regions.insert(chosen, regions[chosen])
    split = rebuilt(
        accounts,
        flows=halves @ accounts.flows.values @ halves.T,
        demand=halves @ accounts.demand.values,
        emissions=accounts.emissions.values @ halves.T,
        sectors=Sectors(tuple(regions), tuple(products)),
    )
    np.testing.assert_allclose(footprint(split, by="origin").values, footprint(accounts, by="origin").values, **CLOSE)


@given(systems)
def test_aggregating_final_uses_changes_nothing(accounts: Accounts) -> None:
    summed = np.stack(
        [
            accounts.demand.sel(final_use=accounts.demand["area"] == region).sum("final_use").values
            for region in accounts.regions
        ],
        axis=1,
    )
    merged = rebuilt(accounts, demand=summed, final_uses=FinalUses(accounts.regions, ("all",) * len(accounts.regions)))
    np.testing.assert_allclose(footprint(merged, by="origin").values, footprint(accounts, by="origin").values, **CLOSE)


@given(systems)
def test_aggregating_regions_keeps_world_totals(accounts: Accounts) -> None:
    one = tuple(f"{r}-{p}" for r, p in zip(accounts.sectors.regions, accounts.sectors.products, strict=True))
    merged = rebuilt(
        accounts,
        direct=accounts.direct.values.sum(axis=1, keepdims=True),
        sectors=Sectors(("NL",) * len(one), one),
        final_uses=FinalUses(("NL",) * len(accounts.final_uses), accounts.final_uses.labels),
    )
    np.testing.assert_allclose(footprint(merged).values[:, 0], footprint(accounts).values.sum(axis=1), **CLOSE)


@given(systems.filter(lambda accounts: len(accounts.regions) == 1))
def test_a_one_region_world_is_the_national_model(accounts: Accounts) -> None:
    output = accounts.output.values
    safe = np.where(output > 0, output, np.inf)
    inverse = np.linalg.inv(np.eye(len(output)) - accounts.flows.values / safe)
    national = (accounts.emissions.values / safe) @ inverse @ accounts.demand.values.sum(axis=1)
    np.testing.assert_allclose(footprint(accounts).values[:, 0], national, **CLOSE)
    np.testing.assert_allclose(embodied_trade(accounts)["imports"].values, 0.0, atol=1e-9)


@given(systems)
def test_every_balance_check_passes_on_a_sound_table(accounts: Accounts) -> None:
    primary = accounts.output.values - accounts.flows.values.sum(axis=0)
    assume(bool((primary > 0).all() or (accounts.output.values <= 0).any()))
    failed = [check.name for check in balance(accounts) if not check.passed and check.name != "negative_value_added"]
    assert failed == []


def test_accounts_cannot_be_changed() -> None:
    from .systems import made

    accounts = made(1, 2, 2)
    with pytest.raises(ValueError, match="read-only"):
        accounts.flows.values[0, 0] = 1.0
    before = footprint(accounts).values
    handed_out = accounts.flows
    handed_out.values = np.zeros_like(handed_out.values)
    np.testing.assert_array_equal(footprint(accounts).values, before)
    assert replace(accounts.meta, year=2021).year == 2021
