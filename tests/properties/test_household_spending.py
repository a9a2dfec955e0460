"""Raked spending: published figures are met; number, order and splits of cells change nothing (acceptance test k)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.households import CellFrame, Margin, rake, reconcile, split_by_class

SEEDS = st.integers(0, 2**32 - 1)
FRAME = CellFrame((1.0, 2.0, 3.0, 4.0, 5.35))
GROUPS = 6


def made(seed: int) -> tuple[np.ndarray, np.ndarray, list[Margin]]:
    """Weights, means and margins read off made spending, so that all of them can hold."""
    generator = np.random.default_rng(seed)
    weights = generator.uniform(1, 10, FRAME.count)
    true = generator.uniform(50, 150, (FRAME.count, GROUPS))
    mass = weights[:, None] * true

    def classes(dimension: str, *names: str) -> tuple[np.ndarray, np.ndarray]:
        member = np.stack([FRAME.member(dimension, name) for name in names])  # type: ignore[arg-type]
        return member, member @ mass / (member @ weights)[:, None]

    size, by_size = classes("size", "1", "2")
    larger, by_larger = classes("size", "3", "4", "5+")
    tenure, by_tenure = classes("tenure", "own", "rent")
    income, by_income = classes("income", "1", "5")
    some = np.repeat(np.arange(GROUPS)[None] < 2, 2, axis=0)
    margins = [
        Margin("size", size, by_size, np.ones((2, GROUPS), bool), total=False),
        Margin("size", larger, by_larger.sum(axis=1), np.ones(3, bool), total=True),
        Margin("tenure", tenure, np.where(some, by_tenure, 0.0), some, total=False),
        Margin("tenure", tenure, by_tenure.sum(axis=1), np.ones(2, bool), total=True),
        Margin("income", income, by_income.sum(axis=1), np.ones(2, bool), total=True),
    ]
    return weights, mass.sum(axis=0) / weights.sum(), margins


def assert_met(weights: np.ndarray, amounts: np.ndarray, margin: Margin) -> None:
    inside = margin.member * weights
    found = inside @ amounts / inside.sum(axis=1)[:, None]
    found = found.sum(axis=1) if margin.total else found
    np.testing.assert_allclose(found[margin.known], margin.published[margin.known], rtol=1e-8)


@given(SEEDS)
def test_every_published_figure_is_met(seed: int) -> None:
    weights, everyone, margins = made(seed)
    amounts = rake(weights, everyone, margins).amounts
    np.testing.assert_allclose(weights @ amounts / weights.sum(), everyone, rtol=1e-8)
    for margin in margins:
        assert_met(weights, amounts, margin)


@given(SEEDS)
def test_agreeing_margins_have_factors_of_one(seed: int) -> None:
    weights, everyone, margins = made(seed)
    scaled, factors = reconcile(weights, everyone, margins)
    assert set(factors) == {"size", "tenure", "tenure 0", "tenure 1"}
    np.testing.assert_allclose(list(factors.values()), 1, rtol=1e-12)
    for before, after in zip(margins, scaled, strict=True):
        np.testing.assert_allclose(after.published, before.published, rtol=1e-12)


@given(SEEDS, st.floats(0.98, 1.02))
def test_reconciled_margins_can_be_raked_together(seed: int, off: float) -> None:
    weights, everyone, margins = made(seed)
    wrong = [
        replace(margin, published=margin.published * off) if margin.name == "size" else margin for margin in margins
    ]
    scaled, factors = reconcile(weights, everyone, wrong, allowed={"size": (0.97, 1.03)})
    np.testing.assert_allclose(factors["size"], 1 / off, rtol=1e-12)
    assert_met(weights, rake(weights, everyone, scaled).amounts, scaled[1])


@given(SEEDS)
def test_twice_as_many_households_spend_the_same_each(seed: int) -> None:
    weights, everyone, margins = made(seed)
    once = rake(weights, everyone, margins).amounts
    np.testing.assert_allclose(rake(2 * weights, everyone, margins).amounts, once, rtol=1e-9)


@given(SEEDS)
def test_the_order_of_cells_changes_nothing(seed: int) -> None:
    weights, everyone, margins = made(seed)
    order = np.random.default_rng(seed).permutation(FRAME.count)
    moved = [replace(margin, member=margin.member[:, order]) for margin in margins]
    other = rake(weights[order], everyone, moved).amounts
    np.testing.assert_allclose(other, rake(weights, everyone, margins).amounts[order], rtol=1e-9)


@given(SEEDS)
def test_an_identical_split_of_a_cell_changes_nothing(seed: int) -> None:
    weights, everyone, margins = made(seed)
    once = rake(weights, everyone, margins).amounts
    split = np.concatenate([[weights[0] * 0.3, weights[0] * 0.7], weights[1:]])
    doubled = [replace(margin, member=np.insert(margin.member, 0, margin.member[:, 0], axis=1)) for margin in margins]
    other = rake(split, everyone, doubled).amounts
    np.testing.assert_allclose(other, np.concatenate([once[:1], once]), rtol=1e-9)


@given(SEEDS, st.sampled_from(["prior", "zero"]))
def test_a_split_keeps_every_group(seed: int, suppressed: str) -> None:
    generator = np.random.default_rng(seed)
    footprint, weights = generator.uniform(0, 100, 5), generator.uniform(1, 10, 4)
    known = generator.uniform(size=(4, 5)) > 0.3
    known[:, 0] = True
    split = split_by_class(footprint, weights, generator.uniform(1, 9, (4, 5)), known, suppressed)  # type: ignore[arg-type]
    np.testing.assert_allclose(split.sum(axis=0), footprint, rtol=1e-12)
