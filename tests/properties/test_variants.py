"""Splitting a product conserves what it must: the five properties of the fact sheet, and the quick update."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import KetenkompasError
from ketenkompas.mrio import (
    Accounts,
    Share,
    Variant,
    buyer_shares,
    footprint,
    footprint_draws,
    multipliers,
    multipliers_with_bound,
    origin_cube,
    production,
    split_product,
    split_products,
)
from tests.properties.variants import Array, Case, cases

few = settings(max_examples=40)
CLOSE = 1e-12


def together(case: Case) -> Array:
    """0/1 matrix that sums sectors of the split table into those of the table before."""
    n, count = len(case.accounts.sectors), len(case.variants)
    place = [*range(case.parent), *[case.parent] * count, *range(case.parent + 1, n)]
    return np.eye(n)[place]


def scale(values: Array) -> float:
    return float(np.abs(values).max(initial=0.0)) or 1.0


@few
@given(cases)
def test_the_sum_of_the_variants_is_the_parent(case: Case) -> None:
    before, after, sum_ = case.accounts, case.split, together(case)
    pairs = [
        (sum_.T @ after.flows.values @ sum_, before.flows.values),
        (sum_.T @ after.demand.values, before.demand.values),
        (sum_.T @ after.output.values, before.output.values),
        (after.emissions.values @ sum_, before.emissions.values),
    ]
    for found, expected in pairs:
        np.testing.assert_allclose(found, expected, rtol=CLOSE, atol=CLOSE * scale(expected))
    np.testing.assert_array_equal(after.direct.values, before.direct.values)


@few
@given(cases)
def test_every_variant_sells_what_it_makes_and_earns_no_less_than_nothing(case: Case) -> None:
    before, after = case.accounts, case.split
    at = slice(case.parent, case.parent + len(case.variants))
    output = before.output.values[case.parent]
    shares = np.array([variant.share.value for variant in case.variants])
    np.testing.assert_allclose(after.output.values[at], shares * output, rtol=1e-9, atol=1e-12 * max(output, 1.0))
    earned = (after.output.values - after.flows.values.sum(axis=0))[at]
    own = output - before.flows.values[:, case.parent].sum()
    assert (earned >= np.minimum(shares * own, 0.0) - 1e-9 * max(output, 1.0)).all()


@few
@given(cases)
def test_the_emissions_of_the_world_never_change(case: Case) -> None:
    before, after = production(case.accounts).values.sum(axis=1), footprint(case.split).values.sum(axis=1)
    consumed = footprint(case.accounts).values.sum(axis=1)
    np.testing.assert_allclose(production(case.split).values.sum(axis=1), before, rtol=CLOSE)
    np.testing.assert_allclose(after, consumed, rtol=1e-11, atol=CLOSE)


@few
@given(cases)
def test_equal_recipes_and_ratios_change_no_footprint_whatever_buyers_choose(case: Case) -> None:
    alike = case.with_(recipe={}, emission_ratio=1.0)
    before, after = footprint(alike.accounts).values, footprint(alike.split).values
    np.testing.assert_allclose(after, before, rtol=CLOSE, atol=CLOSE * scale(before))


@few
@given(cases)
def test_equal_mixes_of_all_buyers_change_no_footprint_whatever_the_variants_are(case: Case) -> None:
    proportional = case.with_(buyer_shares={})
    before, after = footprint(proportional.accounts).values, footprint(proportional.split).values
    np.testing.assert_allclose(after, before, rtol=CLOSE, atol=CLOSE * scale(before))


@few
@given(cases)
def test_footprints_only_move_between_users(case: Case) -> None:
    """The footprints of all final uses together stay, and so does what every other industry emits."""
    before, after = origin_cube(case.accounts).values.sum(axis=2), origin_cube(case.split).values.sum(axis=2)
    np.testing.assert_allclose(after @ together(case), before, rtol=1e-11, atol=CLOSE * scale(before))


@few
@given(cases)
def test_identical_variants_change_nothing(case: Case) -> None:
    half = [Variant("a", Share(0.5)), Variant("b", Share(0.5))]
    after = split_product(case.accounts, case.product, half, region=case.region)
    before = multipliers(case.accounts).values
    place = [*range(case.parent + 1), *range(case.parent, before.shape[1])]
    np.testing.assert_allclose(multipliers(after).values, before[:, place], rtol=CLOSE, atol=CLOSE * scale(before))


@few
@given(cases)
def test_the_quick_footprint_is_that_of_the_split_table(case: Case) -> None:
    area = case.accounts.regions[-1]
    quick = footprint_draws(
        case.accounts, case.product, case.variants, region=case.region, area=area, draws=1, seed=3
    ).values[:, 0]
    whole = footprint(case.split)
    np.testing.assert_allclose(quick, whole.sel(area=area).values, rtol=1e-10, atol=CLOSE * scale(whole.values))


@settings(max_examples=15)
@given(cases)
def test_iterated_multipliers_hold_on_the_ragged_axis(case: Case) -> None:
    direct = multipliers(case.split).values
    answer = multipliers_with_bound(case.split)
    bound = answer["error_bound"].values
    assert (np.abs(answer["multiplier"].values - direct) <= bound + 1e-13 * scale(direct)).all()


@few
@given(cases)
def test_buyers_of_whom_nothing_is_said_share_one_mix(case: Case) -> None:
    found = buyer_shares(case.accounts, case.product, case.variants, region=case.region)
    np.testing.assert_allclose(found["share"].sum("variant").values, 1.0, rtol=CLOSE)
    assert found.attrs["largest_shift"] <= 1e-9
    left = found["share"].values[:, np.isnan(found["stated"].values).any(axis=0)]
    assert np.ptp(left, axis=1).max() <= 1e-12


def halves(accounts: Accounts, first: float) -> Accounts:
    pair = [Variant("a", Share(first)), Variant("b", Share(1.0 - first))]
    return split_product(accounts, accounts.sectors.products[0], pair, region=accounts.sectors.regions[0])


@few
@given(cases)
def test_a_variant_can_be_split_again(case: Case) -> None:
    once = halves(case.accounts, 0.25)
    product = once.sectors.products[0]
    pair = [Variant("x", Share(0.5)), Variant("y", Share(0.5))]
    twice = split_product(once, product, pair, region=once.sectors.regions[0])
    assert twice.sectors.products[0] == f"{case.accounts.sectors.products[0]}.a.x"
    before = footprint(case.accounts).values
    np.testing.assert_allclose(footprint(twice).values, before, rtol=CLOSE, atol=CLOSE * scale(before))
    with pytest.raises(KetenkompasError, match="no product"):
        split_product(twice, product, pair, region=once.sectors.regions[0])


@few
@given(cases)
def test_products_of_several_regions_split_at_once_as_one_after_another(case: Case) -> None:
    pair = [Variant("a", Share(0.25), emission_ratio=1.6), Variant("b", Share(0.75), emission_ratio=0.8)]
    regions = dict.fromkeys(case.accounts.regions)
    product = case.accounts.sectors.products[0]
    together_ = split_products(case.accounts, product, dict.fromkeys(regions, pair))
    one_by_one = case.accounts
    for region in regions:
        one_by_one = split_product(one_by_one, product, pair, region=region)
    assert together_.sectors == one_by_one.sectors
    for name in ("flows", "demand", "emissions"):
        found, expected = getattr(together_, name).values, getattr(one_by_one, name).values
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=CLOSE * scale(expected))


def unheard(case: Case, seed: int) -> Case:
    """Stated shares of every second user, drawn without a look at what is made."""
    random = np.random.default_rng(seed)
    labels = (*case.accounts.sectors.labels, *case.accounts.final_uses.labels)[::2]
    mixes = random.dirichlet(np.ones(len(case.variants)), size=len(labels))
    named = [
        dataclasses.replace(
            variant,
            recipe={},
            emission_ratio=1.0,
            buyer_shares={user: Share(float(mixes[at, row])) for at, user in enumerate(labels)},
        )
        for row, variant in enumerate(case.variants)
    ]
    return dataclasses.replace(case, variants=tuple(named))


@few
@given(cases, st.integers(0, 2**32 - 1))
def test_all_shares_are_balanced_on_request(case: Case, seed: int) -> None:
    loose = unheard(case, seed)
    asked = {"region": loose.region, "balance": "all"}
    found = buyer_shares(loose.accounts, loose.product, loose.variants, **asked)  # type: ignore[arg-type]
    np.testing.assert_allclose(found["share"].sum("variant").values, 1.0, atol=1e-9)
    sold = (found["share"] * found["sales"]).sum("user").values
    made = np.array([variant.share.value for variant in loose.variants]) * found["sales"].sum().item()
    np.testing.assert_allclose(sold, made, rtol=1e-9, atol=1e-9)
    split = split_product(loose.accounts, loose.product, loose.variants, **asked)  # type: ignore[arg-type]
    before = footprint(loose.accounts).values
    np.testing.assert_allclose(footprint(split).values, before, rtol=1e-9, atol=1e-9 * scale(before))
