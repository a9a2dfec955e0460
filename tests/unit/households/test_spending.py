"""Spending: the worked example, reconciling, raking of draws, the split by classes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import BalanceError, InputError, MissingValueError
from ketenkompas.households import Margin, rake, reconcile, split_by_class

# one low, one high, two low, two high
WEIGHTS = np.array([30.0, 20, 20, 30])
SIZE = np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]])
INCOME = np.array([[1.0, 0, 1, 0], [0, 1, 0, 1]])
BOTH = np.ones(2, bool)


def totals(name: str, member: np.ndarray, *values: float) -> Margin:
    return Margin(name, member, np.array(values), np.ones(len(values), bool), total=True)


def test_the_worked_example_of_the_fact_sheet() -> None:
    """Section 3.3, four decimals; the odds ratio stays that of the weights."""
    margins = [totals("size", SIZE, 80, 120), totals("income", INCOME, 70, 130)]
    found = rake(WEIGHTS, np.array([100.0]), margins)
    assert found.amounts[:, 0].round(4).tolist() == [61.5184, 107.7224, 82.7224, 144.8518]
    mass = WEIGHTS * found.amounts[:, 0]
    assert mass[0] * mass[3] / (mass[1] * mass[2]) == pytest.approx(2.25, rel=1e-9)
    assert found.gap <= 1e-10


def test_figures_per_group_and_absent_ones_and_totals_hold_together() -> None:
    everyone = np.array([40.0, 60])
    known = np.array([[True, False], [True, False]])
    per_group = Margin("size", SIZE, np.array([[30.0, 0.0], [50.0, 0.0]]), known, total=False)
    margins = [per_group, totals("size", SIZE, 80, 120), totals("income", INCOME[1:], 130)]
    amounts = rake(WEIGHTS, everyone, margins).amounts
    np.testing.assert_allclose(WEIGHTS @ amounts, 100 * everyone, rtol=1e-9)
    np.testing.assert_allclose((SIZE * WEIGHTS) @ amounts[:, 0], [1500, 2500], rtol=1e-9)
    np.testing.assert_allclose((SIZE * WEIGHTS) @ amounts.sum(axis=1), [4000, 6000], rtol=1e-9)
    assert (INCOME[1] * WEIGHTS) @ amounts.sum(axis=1) == pytest.approx(6500, rel=1e-9)


def test_draws_in_one_call_equal_single_calls() -> None:
    generator = np.random.default_rng(4)
    published = np.array([80.0, 120]) * generator.uniform(0.98, 1.02, (70, 2))
    weights = WEIGHTS * generator.uniform(0.9, 1.1, (70, 4))
    everyone = (((weights @ SIZE.T) * published).sum(axis=1) / weights.sum(axis=1))[:, None]
    margins = [Margin("size", SIZE, published, BOTH, total=True), totals("income", INCOME[1:], 110)]
    together = rake(weights, everyone, margins).amounts
    assert together.shape == (70, 4, 1)
    for at in (0, 40, 69):
        one = [Margin("size", SIZE, published[at], BOTH, total=True), margins[1]]
        np.testing.assert_allclose(together[at], rake(weights[at], everyone[at], one).amounts, rtol=1e-9)


def test_a_published_zero_is_a_zero_and_an_absent_figure_is_not() -> None:
    known = np.array([[True], [False]])
    margin = Margin("size", SIZE, np.zeros((2, 1)), known, total=False)
    amounts = rake(WEIGHTS, np.array([100.0]), [margin]).amounts[:, 0]
    assert amounts.tolist() == [0, 0, 200, 200]


def test_figures_that_exclude_each_other_name_a_margin() -> None:
    with pytest.raises(BalanceError, match=r"after 50 rounds those by (size|all households) are still off") as caught:
        rake(WEIGHTS, np.array([100.0]), [totals("size", SIZE, 80, 121)], most=50)
    assert caught.value.code == "households.rake"
    assert caught.value.params["gap"] == pytest.approx(0.5, abs=0.1)


def test_spending_for_households_that_are_not_there_is_refused_at_once() -> None:
    margins = [
        Margin("size", SIZE, np.array([[0.0], [200]]), np.ones((2, 1), bool), total=False),
        totals("size", SIZE[:1], 5),
    ]
    with pytest.raises(BalanceError, match="after 1 rounds those by size"):
        rake(WEIGHTS, np.array([100.0]), margins)


def test_reconciling_scales_totals_and_groups_and_returns_the_factors() -> None:
    everyone = np.array([40.0, 60])
    known = np.array([[True, True], [True, False]])
    per_group = Margin("size", SIZE, np.array([[30.0, 49.0], [50.5, 0.0]]), known, total=False)
    scaled, factors = reconcile(WEIGHTS, everyone, [per_group, totals("size", SIZE[1:], 120)], groups=["food", "rest"])
    # the total of the first class follows from its groups: 79
    assert factors["size"] == pytest.approx(10_000 / (50 * 79 + 50 * 120))
    assert factors["size food"] == pytest.approx(4000 / (50 * 30 + 50 * 50.5))
    assert set(factors) == {"size", "size food"}
    assert scaled[1].published[0] == pytest.approx(120 * factors["size"])
    assert scaled[0].published[0].tolist() == pytest.approx([30 * factors["size food"], 49 * factors["size"]])


def test_partly_published_dimensions_are_left_as_they_are() -> None:
    margin = totals("income", INCOME[1:], 300)
    (same,), factors = reconcile(WEIGHTS, np.array([100.0]), [margin])
    assert (factors, same.published.tolist()) == ({}, [300])


def test_a_factor_out_of_bounds_names_dimension_group_and_factor() -> None:
    margin = Margin("tenure", SIZE, np.array([[70.0], [120]]), np.ones((2, 1), bool), total=False)
    with pytest.raises(InputError, match=r"Spending by tenure 04\.1 does not add up .* factor of 1\.0526") as caught:
        reconcile(WEIGHTS, np.array([100.0]), [margin], groups=["04.1"])
    assert caught.value.code == "households.margins_inconsistent"
    with pytest.raises(InputError, match=r"Spending by tenure does not add up .* factor of 1\.0526"):
        reconcile(WEIGHTS, np.array([100.0]), [totals("tenure", SIZE, 70, 120)], groups=["04.1"])
    _, factors = reconcile(WEIGHTS, np.array([100.0]), [margin], groups=["04.1"], allowed={"tenure": (0.9, 1.1)})
    assert factors["tenure 04.1"] == pytest.approx(100 / 95)


def test_a_group_that_nobody_is_said_to_buy_is_out_of_bounds_and_one_that_nobody_buys_is_not() -> None:
    margin = Margin("size", SIZE, np.zeros((2, 1)), np.ones((2, 1), bool), total=False)
    with pytest.raises(InputError, match="a factor of inf"):
        reconcile(WEIGHTS, np.array([100.0]), [margin])
    assert reconcile(WEIGHTS, np.array([0.0]), [margin])[1] == {"size": 1.0, "size 0": 1.0}


def test_a_class_of_which_all_groups_are_known_asks_its_total_once() -> None:
    """Groups are scaled each by its own factor; a total scaled by the common one would contradict them."""
    per_group = np.array([[30.0, 50.5], [50.5, 70.0]])
    margin = Margin("size", SIZE, per_group, np.ones((2, 2), bool), total=False)
    everyone = np.array([40.0, 60.0])
    published = [margin, totals("size", SIZE, 80, 120), totals("income", INCOME, 70, 130)]
    scaled, _ = reconcile(WEIGHTS, everyone, published, groups=["01", "02"])
    np.testing.assert_allclose(scaled[1].published, scaled[0].published.sum(axis=1), rtol=1e-12)
    amounts = rake(WEIGHTS, everyone, scaled).amounts
    np.testing.assert_allclose(WEIGHTS @ amounts / 100, everyone, rtol=1e-9)
    np.testing.assert_allclose((SIZE * WEIGHTS) @ amounts / 50, scaled[0].published, rtol=1e-9)


def test_reconciling_draws_gives_a_factor_per_draw() -> None:
    published = np.array([[80.0, 120], [79, 120], [80, 119]])
    (scaled,), factors = reconcile(WEIGHTS, np.array([100.0]), [Margin("size", SIZE, published, BOTH, total=True)])
    assert factors["size"].shape == (3,)
    np.testing.assert_allclose(scaled.published.sum(axis=1), 200, rtol=1e-12)


def test_margins_that_are_none_are_refused() -> None:
    with pytest.raises(InputError, match="in two classes of age at once"):
        totals("age", np.ones((2, 4)), 1, 2)
    with pytest.raises(InputError, match=r"The figures published by size do not fit") as caught:
        Margin("size", SIZE, np.zeros((2, 3)), np.ones((2, 2), bool), total=False)
    assert caught.value.code == "households.margin_shape"
    with pytest.raises(MissingValueError, match="1 values of published are no finite number"):
        totals("size", SIZE, np.nan, 1)
    with pytest.raises(InputError, match="1 values of published are below zero; the lowest is -99"):
        totals("size", SIZE, -99, 1)


def test_the_split_keeps_the_footprint_and_absent_is_not_zero() -> None:
    footprint, weights = np.array([100.0, 60, 30]), np.array([10.0, 10])
    spending = np.array([[10.0, 5.0, 0.0], [30.0, 0.0, 0.0]])
    known = np.array([[True, True, True], [True, False, True]])
    prior = split_by_class(footprint, weights, spending, known, "prior")
    zero = split_by_class(footprint, weights, spending, known, "zero")
    np.testing.assert_allclose(prior.sum(axis=0), footprint, rtol=1e-12)
    np.testing.assert_allclose(zero.sum(axis=0), footprint, rtol=1e-12)
    # the second class spends three times as much on what both print, so it is given three times the absent figure
    np.testing.assert_allclose(prior[:, 1], [15, 45], rtol=1e-12)
    np.testing.assert_allclose(zero[:, 1], [60, 0], rtol=1e-12)
    # a group without spending takes the shares of all spending: 15 and 45, or 15 and 30
    np.testing.assert_allclose(prior[:, 2], [7.5, 22.5], rtol=1e-12)
    np.testing.assert_allclose(zero[:, 2], [10, 20], rtol=1e-12)


def test_classes_without_a_common_group_cannot_be_split() -> None:
    with pytest.raises(InputError, match="The spending of the 2 classes cannot be compared") as caught:
        split_by_class(np.ones(2), np.ones(2), np.eye(2), np.eye(2, dtype=bool))
    assert caught.value.code == "households.no_common_group"
