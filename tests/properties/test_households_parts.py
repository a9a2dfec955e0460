"""Parts of the household model: what is conserved, what may not matter, what can never be ranked."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.households import (
    balance_bridge,
    bridge_footprint,
    bridge_remainder,
    carry_out,
    combined,
    compared,
    integer_cells,
    lease_correction,
    merge_small,
    population_rows,
    portion,
    rank_intervals,
    to_purchaser_prices,
    what_changed,
)

SEEDS = st.integers(0, 2**32 - 1)
MANY = settings(max_examples=60)


@MANY
@given(SEEDS, st.integers(2, 12))
def test_purchaser_prices_keep_the_footprint_of_every_origin(seed: int, products: int) -> None:
    random = np.random.default_rng(seed)
    margins = random.uniform(0.0, 0.6, products)
    margins[0] = -random.uniform(0.1, 1.0)
    demand = random.uniform(1.0, 100.0, products)
    footprint = random.uniform(0.0, 50.0, (3, products))
    found = to_purchaser_prices(footprint, demand, margins, random.uniform(0.0, 0.2, products))
    np.testing.assert_allclose(found.footprint.sum(axis=-1), footprint.sum(axis=-1), rtol=1e-12)
    assert (found.footprint >= -1e-12).all()
    np.testing.assert_allclose(found.intensity * found.spending, found.footprint, atol=1e-9)


@MANY
@given(SEEDS, st.integers(1, 8), st.integers(1, 8))
def test_a_bridge_meets_its_sums_and_keeps_the_footprint(seed: int, groups: int, products: int) -> None:
    random = np.random.default_rng(seed)
    start = random.uniform(0.5, 5.0, (groups, products))
    rows, columns = random.uniform(1.0, 10.0, groups), random.uniform(1.0, 10.0, products)
    bridge = balance_bridge(start, rows, columns)
    np.testing.assert_allclose(bridge.table.sum(axis=1), rows * bridge.scaled, rtol=1e-7)
    np.testing.assert_allclose(bridge.table.sum(axis=0), columns, rtol=1e-7)
    np.testing.assert_allclose(start * (1 + bridge.moved), bridge.table, rtol=1e-9)
    footprint = random.uniform(0.0, 50.0, (2, products))
    np.testing.assert_allclose(bridge_footprint(bridge.table, footprint).sum(axis=-1), footprint.sum(axis=-1))


@MANY
@given(SEEDS)
def test_what_has_no_group_is_in_the_remainder(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = np.column_stack([random.uniform(0.5, 5.0, (3, 4)), np.zeros(3)])
    footprint = random.uniform(10.0, 50.0, (2, 5)) * np.array([1, 1, 1, 1, 0.005])
    whole = bridge_footprint(table, footprint).sum(axis=-1) + bridge_remainder(table, footprint)
    np.testing.assert_allclose(whole, footprint.sum(axis=-1), rtol=1e-12)


@MANY
@given(SEEDS)
def test_the_lease_correction_keeps_every_car_and_knows_no_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    covariates = random.uniform([1.7, 0.2, 3.2, 1, 0.1], [2.8, 0.9, 3.7, 5, 0.3], (30, 5))
    homes = random.uniform(2_000, 50_000, 30)
    cars = homes * np.exp(random.normal(0.1, 0.1, 30))
    cars[:3] *= 3
    found = lease_correction(cars, homes * covariates[:, 0], homes, covariates)
    np.testing.assert_allclose(found.corrected.sum(), cars.sum(), rtol=1e-12)
    assert not (found.flagged & found.possible).any()
    order = random.permutation(30)
    again = lease_correction(cars[order], (homes * covariates[:, 0])[order], homes[order], covariates[order])
    np.testing.assert_allclose(again.corrected, found.corrected[order], rtol=1e-9)


@MANY
@given(SEEDS, st.integers(1, 30))
def test_shares_of_a_national_amount_add_up_to_one(seed: int, places: int) -> None:
    shares = portion(np.random.default_rng(seed).uniform(0.1, 9.0, places))
    np.testing.assert_allclose(shares.sum(), 1.0, rtol=1e-12)


@MANY
@given(SEEDS, st.integers(2, 12))
def test_identical_places_are_never_ranked(seed: int, places: int) -> None:
    """Acceptance test n: nor is a place ever above itself."""
    random = np.random.default_rng(seed)
    draws = random.normal(random.normal(0, 2, places), 1.0, (60, places))
    draws[:, 1] = draws[:, 0]
    found = rank_intervals(draws)
    assert (np.diag(found.above) == 0).all()
    assert compared(draws, 0, 1) == compared(draws, 0, 0) == "about_as_high"
    assert found.first[0] == found.first[1]
    assert found.last[0] == found.last[1] > found.first[0]
    assert (found.first <= found.last).all()
    assert (found.above + found.above.T <= 1 + 1e-12).all()


@MANY
@given(SEEDS, st.integers(2, 10))
def test_ranks_know_no_order_and_no_shared_error(seed: int, places: int) -> None:
    random = np.random.default_rng(seed)
    draws = random.normal(random.normal(0, 2, places), 1.0, (40, places))
    found, order = rank_intervals(draws), random.permutation(places)
    assert rank_intervals(draws[:, order]).first.tolist() == found.first[order].tolist()
    shared = draws * random.lognormal(0.0, 1.0, (40, 1))
    assert rank_intervals(shared).last.tolist() == found.last.tolist()


@MANY
@given(SEEDS, st.integers(1, 5))
def test_what_changed_adds_up(seed: int, factors: int) -> None:
    random = np.random.default_rng(seed)
    names = [f"factor {at}" for at in range(factors)]
    before = {name: random.uniform(0.1, 5.0, (4, 3)) * (random.random((4, 3)) < 0.9) for name in names}
    after = {name: random.uniform(0.1, 5.0, (4, 3)) * (random.random((4, 3)) < 0.9) for name in names}
    change = np.prod(list(after.values()), axis=0) - np.prod(list(before.values()), axis=0)
    np.testing.assert_allclose(sum(what_changed(before, after).values()), change, atol=1e-9)


@MANY
@given(SEEDS)
def test_a_factor_that_stays_has_no_effect(seed: int) -> None:
    random = np.random.default_rng(seed)
    steady = random.uniform(0.1, 5.0, 4)
    before = {"households": random.uniform(0.1, 5.0, (3, 4)), "factor": steady}
    after = {"households": random.uniform(0.1, 5.0, (3, 4)), "factor": steady}
    assert (what_changed(before, after)["factor"] == 0).all()


@MANY
@given(st.lists(st.floats(0, 5_000), min_size=1, max_size=10))
def test_merged_classes_are_large_enough_and_lose_nobody(counts: list[float]) -> None:
    names = [f"class {at}" for at in range(len(counts))]
    groups = merge_small(np.array(counts), names)
    assert [name for members, _ in groups for name in members] == names
    shown = [count for _, count in groups if count is not None]
    assert all(count >= 1000 for count in shown)
    if shown:
        assert len(shown) == len(groups)
        np.testing.assert_allclose(sum(shown), sum(counts))
    else:
        assert sum(counts) < 1000 + 1e-6


@MANY
@given(SEEDS, st.integers(1, 8), st.integers(1, 12), st.floats(0.0, 0.9))
def test_rounding_is_consistent(seed: int, areas: int, kinds: int, empty: float) -> None:
    random = np.random.default_rng(seed)
    cells = random.gamma(0.7, 3.0, (areas, kinds)) * (random.random((areas, kinds)) >= empty)
    found = integer_cells(cells)
    assert found.sum() == round(float(cells.sum()))
    for axis in (None, 0, 1):
        real, whole = (cells, found) if axis is None else (cells.sum(axis=axis), found.sum(axis=axis))
        assert (np.abs(whole - real) < 1 + 1e-6).all()
    assert (found == integer_cells(cells)).all()
    rows = population_rows(found)
    again = np.zeros((areas, kinds), int)
    np.add.at(again, rows, 1)
    assert (again == found).all()


@MANY
@given(SEEDS, st.integers(1, 8), st.integers(1, 12))
def test_the_total_on_either_side_of_the_sum_is_met(seed: int, areas: int, kinds: int) -> None:
    cells = np.random.default_rng(seed).integers(0, 60, (areas, kinds)) / 7
    real = float(cells.sum())
    for total in {round(real - 0.4), round(real + 0.4)}:
        found = integer_cells(cells, total)
        assert found.sum() == total
        for axis in (0, 1):
            assert (np.abs(found.sum(axis=axis) - cells.sum(axis=axis)) < 1 + 1e-6).all()


@MANY
@given(SEEDS, st.integers(1, 10), st.booleans())
def test_actions_add_up_over_home_and_abroad(seed: int, items: int, respend: bool) -> None:
    random = np.random.default_rng(seed)
    kg, share = random.uniform(0, 900, items), random.uniform(0, 1, items)
    eur, average = random.uniform(1, 2000, items), np.ones(items, bool)
    changes = random.uniform(-0.9, 0.0, items)
    found = carry_out(kg, share, eur, changes, respend=respend, average_items=average)
    np.testing.assert_allclose(found.home + found.abroad, found.after - found.before, atol=1e-9)
    np.testing.assert_allclose(found.after.sum() - kg.sum(), (kg * changes).sum() + found.rebound_kg, atol=1e-8)
    still = carry_out(kg, share, eur, np.zeros(items), respend=respend, average_items=average)
    assert still.after.tolist() == kg.tolist()
    assert still.rebound_kg == 0


@MANY
@given(SEEDS, st.integers(2, 10))
def test_with_equal_intensity_respending_undoes_the_action(seed: int, items: int) -> None:
    random = np.random.default_rng(seed)
    eur = random.uniform(1, 2000, items)
    changes = random.uniform(-0.9, 0.1, items)
    average = np.arange(items) > 0
    changes[1:] = np.minimum(changes[1:], 0.0)
    found = carry_out(0.4 * eur, np.full(items, 0.5), eur, changes, respend=True, average_items=average | True)
    np.testing.assert_allclose(found.after.sum(), 0.4 * eur.sum(), rtol=1e-9)
    only = carry_out(0.4 * eur, np.full(items, 0.5), eur, -np.abs(changes), respend=True, average_items=average)
    np.testing.assert_allclose(only.after.sum(), 0.4 * eur.sum(), rtol=1e-9)


@MANY
@given(SEEDS)
def test_the_order_of_actions_does_not_matter(seed: int) -> None:
    random = np.random.default_rng(seed)
    changes = list(random.uniform(-1, 1, (3, 5)))
    np.testing.assert_allclose(combined(changes), combined(changes[::-1]), atol=1e-12)
