"""Who buys what, emission per euro paid, and the country by group: what is kept, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ketenkompas.errors import AlignmentError, BalanceError, InputError
from ketenkompas.households import (
    ByQuantity,
    Country,
    FullTable,
    Products,
    bridge_doubt,
    buyers,
    by_product,
    full_country,
    purchaser_intensity,
    settle,
    starter_country,
)
from ketenkompas.households._settle import account_ratio
from tests.household_world import World, world

FOOTPRINT = np.array([60.0, 40.0, 20.0])
PRIOR = np.array([[0.9, 0.1], [0.2, 0.8], [1.0, 0.0]])
ORIGIN = np.array([[0.5, 0.2, 0.3], [0.1, 0.3, 0.6], [0.8, 0.1, 0.1]])
GOODS = Products(("food", "things", "power"), FOOTPRINT * 1e9, ORIGIN, np.array([0.5, 0.25, 2.0]))
BRIDGE = np.array([[0.8, 0.2, 0.0], [0.1, 0.9, 0.0], [0.0, 0.0, 1.0]])
SPENT = np.array([60e9, 80e9, 0.0])
ENERGY = ByQuantity(np.array([9e9, 3e9]), np.array([[0.9, 0.05, 0.05], [0.7, 0.1, 0.2]]))


def bought() -> np.ndarray:
    return buyers(GOODS.footprint, PRIOR, np.array([0.7, 0.3]))


def test_buyers_keep_every_product_and_every_share() -> None:
    found = buyers(FOOTPRINT, PRIOR, np.array([0.6, 0.4]))
    np.testing.assert_allclose(found.sum(axis=1), FOOTPRINT, rtol=1e-9)
    np.testing.assert_allclose(found.sum(axis=0), [72, 48], rtol=1e-9)
    assert found[2, 1] == 0  # what the prior excludes stays excluded


def test_buyers_are_the_nearest_division_odds_between_products_stay() -> None:
    found = buyers(FOOTPRINT, PRIOR, np.array([0.6, 0.4]))
    odds = PRIOR[0, 0] * PRIOR[1, 1] / (PRIOR[0, 1] * PRIOR[1, 0])
    assert found[0, 0] * found[1, 1] / (found[0, 1] * found[1, 0]) == pytest.approx(odds, rel=1e-9)


def test_a_prior_that_has_its_shares_is_left_alone() -> None:
    mass = FOOTPRINT[:, None] * PRIOR
    np.testing.assert_allclose(buyers(FOOTPRINT, PRIOR, mass.sum(axis=0) / 120), mass, rtol=1e-10)


def test_shares_that_no_division_has_are_refused() -> None:
    with pytest.raises(BalanceError) as caught:
        buyers(FOOTPRINT, np.array([[1.0, 0.0], [1.0, 0.0], [0.5, 0.5]]), np.array([0.5, 0.5]))
    assert caught.value.code == "balancing.infeasible"
    assert "A gap of" in str(caught.value)


def test_of_a_euro_paid_the_maker_and_the_trade_emit_and_the_tax_does_not() -> None:
    """0.8 euro to the maker at 1 kg, 0.15 to trade at 0.125 kg, 0.05 of tax."""
    found = purchaser_intensity(np.array([1.0, 2.0]), np.array([0.8, 1.0]), np.array([0.15, 0.0]), 0.125)
    np.testing.assert_allclose(found, [0.81875, 2.0])


def test_the_starter_adds_up_to_all_products_by_place_of_emission() -> None:
    found = starter_country(GOODS, bought(), BRIDGE, SPENT, ENERGY)
    assert found.total == pytest.approx(120e9, rel=1e-12)
    households = found.groups.sum() + found.quantity.sum()
    assert households == pytest.approx(0.7 * 120e9, rel=1e-9)
    np.testing.assert_allclose(found.quantity.sum(axis=1), ENERGY.kg)
    np.testing.assert_allclose(found.others.sum(axis=0), bought()[:, 1] @ ORIGIN)


def test_one_factor_brings_all_groups_to_what_households_cause() -> None:
    """60 bn euro at 0.45 kg and 80 bn at 0.275 are 49 Mt; 84 - 12 Mt of home energy are left: 72 / 49."""
    found = starter_country(GOODS, bought(), BRIDGE, SPENT, ENERGY)
    np.testing.assert_allclose(found.unscaled, [27e9, 22e9, 0])
    assert found.level == pytest.approx(72 / 49, rel=1e-9)
    np.testing.assert_allclose(found.groups.sum(axis=1), found.level * found.unscaled)
    mix = (0.4 * ORIGIN[0] + 0.05 * ORIGIN[1]) / 0.45
    np.testing.assert_allclose(found.groups[0] / found.groups[0].sum(), mix)


def test_a_level_takes_the_money_out_of_it_but_not_the_groups() -> None:
    """Twice the spending everywhere changes the factor and nothing else."""
    one = starter_country(GOODS, bought(), BRIDGE, SPENT, ENERGY)
    two = starter_country(GOODS, bought(), BRIDGE, 2 * SPENT, ENERGY)
    np.testing.assert_allclose(two.groups, one.groups)
    assert two.level == pytest.approx(one.level / 2)


def test_a_doubt_of_one_group_moves_the_others_the_other_way() -> None:
    plain = starter_country(GOODS, bought(), BRIDGE, SPENT, ENERGY).groups.sum(axis=1)
    moved = starter_country(GOODS, bought(), BRIDGE, SPENT, ENERGY, spread=np.array([2.0, 1.0, 1.0])).groups.sum(axis=1)
    assert moved[0] > plain[0]
    assert moved[1] < plain[1]
    assert moved.sum() == pytest.approx(plain.sum())


def test_home_energy_above_all_that_households_buy_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"Home energy alone is 90\.0 Mt, and all that households buy is 84\.0 Mt"
    ) as caught:
        starter_country(GOODS, bought(), BRIDGE, SPENT, replace(ENERGY, kg=np.array([60e9, 30e9])))
    assert caught.value.code == "households.level"


def test_spending_that_leads_to_no_product_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="no product: holidays") as caught:
        starter_country(
            GOODS, bought(), BRIDGE * [[1.0], [0.0], [1.0]], SPENT, ENERGY, groups=("food", "holidays", "gas")
        )
    assert caught.value.code == "households.no_product"
    assert "geen enkel product: holidays" in caught.value.text("nl")
    starter_country(GOODS, bought(), BRIDGE * [[1.0], [1.0], [0.0]], SPENT, ENERGY)  # nothing is spent on the third


def test_from_the_side_of_the_products_the_sum_is_the_same() -> None:
    """Food is linked by 48 to 8, things by 12 to 72; power is apart: 42 and 28 Mt of households, brought to 72."""
    apart = np.array([False, False, True])
    found = by_product(np.array([[42e9], [28e9], [14e9]]), BRIDGE, SPENT, apart, 72e9)
    expected = np.array([42 * 48 / 56 + 28 * 12 / 84, 42 * 8 / 56 + 28 * 72 / 84, 0])
    np.testing.assert_allclose(found, 72e9 * expected / 70)


def test_the_second_way_knows_no_emission_per_euro_and_no_level() -> None:
    apart = np.zeros(3, dtype=bool)
    one = by_product(bought(), BRIDGE, SPENT, apart, 72e9)
    np.testing.assert_allclose(by_product(bought(), BRIDGE, 3 * SPENT, apart, 72e9), one)


def test_a_doubt_reaches_from_one_way_to_the_other() -> None:
    """95 % of a standard normal lie below 1.645: the fifth or the 95th percentile is the second way."""
    first, second = np.array([10.0, 10.0, 10.0, 0.0]), np.array([10.0, 40.0, 2.5, 5.0])
    found = bridge_doubt(first, second, 0.3)
    least = np.sqrt(np.log(1.09))
    np.testing.assert_allclose(found[[0, 3]], least)
    np.testing.assert_allclose(first[1:3] * np.exp(np.array([1.645, -1.645]) * found[1:3]), second[1:3])


@pytest.fixture(scope="module")
def made() -> World:
    return world()


def table(made: World) -> FullTable:
    assert made.situation.table is not None
    return made.situation.table


def full(made: World, **changed: np.ndarray) -> Country:
    return full_country(replace(table(made), **changed), {1: np.array([0.5, 0.5])})  # type: ignore[arg-type]


def test_a_full_table_is_kept_for_every_place_of_emission(made: World) -> None:
    found = full(made)
    np.testing.assert_allclose(found.others, made.bought[1:].sum(axis=1), rtol=1e-12)
    together = found.groups.sum(axis=0) + found.quantity.sum(axis=0)
    np.testing.assert_allclose(together, made.bought[0].sum(axis=0), rtol=1e-9)


def test_a_full_table_does_not_know_the_level_of_its_accounts(made: World) -> None:
    """Accounts off by one factor, as in other prices, change nothing: the bridge is brought to purchases."""
    np.testing.assert_allclose(full(made, accounts=2 * table(made).accounts).groups, full(made).groups, rtol=1e-9)


def test_a_footprint_without_a_buyer_stops_the_full_table(made: World) -> None:
    """A product that is bought for nothing and causes something: no group could carry it."""
    demand = table(made).demand * [1, 1, 1, 1, 0, 1]
    with pytest.raises(InputError) as caught:
        full(made, demand=demand)
    assert caught.value.code == "households.caused_without_spending"


def test_accounts_that_know_all_groups_need_no_common_ratio(made: World) -> None:
    survey = made.situation.survey
    known = replace(survey, ratio_known=np.array([True, True, True, True, False]), accounts=1.0)
    np.testing.assert_allclose(account_ratio(known), [1.2, 0.9, 1.5, 1.3, 0.0])


def test_known_groups_above_the_accounts_are_refused(made: World) -> None:
    with pytest.raises(InputError, match="already spend more than all consumption") as caught:
        account_ratio(replace(made.situation.survey, accounts=1.0))
    assert caught.value.code == "households.accounts"


def test_gas_above_all_heating_is_refused(made: World) -> None:
    observed = replace(made.situation.observed, heating=0.5 * made.situation.observed.heating)
    with pytest.raises(InputError) as caught:
        settle(replace(made.situation, observed=observed))
    assert caught.value.code == "households.heating"


def test_a_mean_outside_owners_and_tenants_is_refused(made: World) -> None:
    survey = made.situation.survey
    margins = tuple(
        replace(one, published=one.published + 1e6) if one.name == "tenure" and one.total else one
        for one in survey.margins
    )
    with pytest.raises(InputError) as caught:
        settle(replace(made.situation, survey=replace(survey, margins=margins)))
    assert caught.value.code == "households.tenure"


def test_an_absent_quantity_is_refused_and_never_zero(made: World) -> None:
    use = made.situation.observed.use.copy()
    use[2, 4] = np.nan
    with pytest.raises(Exception, match="1 ") as caught:
        settle(replace(made.situation, observed=replace(made.situation.observed, use=use)))
    assert caught.value.code == "households.part_absent"  # type: ignore[attr-defined]


def test_a_table_without_products_of_its_names_is_told(made: World) -> None:
    with pytest.raises(AlignmentError) as caught:
        settle(replace(made.situation, table=replace(table(made), groups=table(made).groups[::-1])))
    assert caught.value.params["found"] != ""
