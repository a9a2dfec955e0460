"""Draws of the household account: each adds up, a seed repeats, doubts do not disturb each other."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.households import DOUBTS, Doubt, Drawn, Settled, draws, rank_intervals, settle
from tests.household_world import SMALL, SPREAD, World, world

SEEDS = pytest.mark.parametrize("seed", [0, 1, 2, 7, 1_000_003, 2**32 - 1])


@pytest.fixture(scope="module")
def made() -> World:
    return world(11, frame=SMALL)


@pytest.fixture(scope="module")
def settled(made: World) -> Settled:
    return settle(made.starter)


def drawn(made: World, settled: Settled, seed: int, count: int, only: frozenset[Doubt] | None = None) -> list[Drawn]:
    return list(draws(made.starter, settled, SPREAD, seed, count, only=only))


@SEEDS
def test_every_draw_adds_up_to_its_own_national_footprint(made: World, settled: Settled, seed: int) -> None:
    """Its products and direct emissions, and its kinds of households over places."""
    for one in drawn(made, settled, seed, 4):
        assert one.cells.sum() == pytest.approx(made.starter.households, rel=1e-9)
        others = one.account.kg[-3:].sum(axis=1)
        assert (others > 0).all()
        assert (one.account.kg >= 0).all()
        np.testing.assert_allclose(one.account.origin.sum(axis=1)[one.account.kg.sum(axis=1) > 0], 1, rtol=1e-12)


@SEEDS
def test_with_the_total_certain_every_draw_is_the_footprint_of_final_demand(
    made: World, settled: Settled, seed: int
) -> None:
    """Doubts of survey, cells, bridge, buyers and keys only move kilograms between groups and places."""
    some = frozenset(DOUBTS) - {"total", "direct"}
    for one in drawn(made, settled, seed, 3, only=some):
        assert one.account.kg.sum() == pytest.approx(settled.account.kg.sum(), rel=1e-9)


@SEEDS
def test_the_same_seed_gives_the_same_draws_and_fewer_are_the_first_of_more(
    made: World, settled: Settled, seed: int
) -> None:
    many, again, few = (drawn(made, settled, seed, count) for count in (6, 6, 2))
    for one, other in zip(many, again, strict=True):
        np.testing.assert_array_equal(one.account.kg, other.account.kg)
    for one, other in zip(many, few, strict=False):
        np.testing.assert_allclose(one.account.kg, other.account.kg, rtol=1e-8)  # spending is fitted to 1e-9
    other_seed = drawn(made, settled, seed + 1, 1)[0]
    assert np.abs(many[0].account.kg - other_seed.account.kg).max() > 0


def test_draws_go_on_over_the_border_of_a_batch(made: World, settled: Settled) -> None:
    found = np.array([one.account.kg.sum() for one in drawn(made, settled, 2, 53)])
    assert len(np.unique(found)) == 53
    again = np.array([one.account.kg.sum() for one in drawn(made, settled, 2, 60)])
    np.testing.assert_allclose(again[:53], found, rtol=1e-8)


def test_without_doubt_every_draw_is_the_centre(made: World, settled: Settled) -> None:
    for one in drawn(made, settled, 7, 2, only=frozenset()):
        np.testing.assert_allclose(one.account.kg, settled.account.kg, rtol=1e-6)
        np.testing.assert_allclose(one.cells, settled.cells, rtol=1e-6)
        assert one.level == pytest.approx(settled.country.level, rel=1e-6)


@pytest.mark.parametrize("left_out", DOUBTS)
def test_leaving_a_doubt_out_does_not_change_the_numbers_of_the_others(
    made: World, settled: Settled, left_out: Doubt
) -> None:
    """What only one doubt touches is the same number by number, with the other doubts or without them."""
    seen = {"cells": lambda one: one.cells, "total": lambda one: one.account.kg[-3:].sum()}
    others = frozenset(DOUBTS) - {left_out}
    full, less = drawn(made, settled, 9, 3), drawn(made, settled, 9, 3, only=others)
    for doubt, look in seen.items():
        for one, other in zip(full, less, strict=True):
            same = np.allclose(look(one), look(other), rtol=1e-9)
            alone = doubt != left_out and not (doubt == "total" and left_out == "buyers")
            assert same == alone or (left_out == "direct" and same)


@pytest.mark.parametrize("doubt", DOUBTS)
def test_every_doubt_matters_by_itself(made: World, settled: Settled, doubt: Doubt) -> None:
    found = np.array([one.account.kg for one in drawn(made, settled, 5, 12, only=frozenset({doubt}))])
    assert (found.std(axis=0) > 1e-6 * settled.account.kg).any()


def test_the_centre_lies_within_the_interval(made: World, settled: Settled) -> None:
    found = np.array([one.account.kg.sum(axis=0) for one in drawn(made, settled, 4, 200)])
    low, middle, high = np.percentile(found, [5, 50, 95], axis=0)
    centre = settled.account.kg.sum(axis=0)
    assert (low < centre).all()
    assert (centre < high).all()
    np.testing.assert_allclose(middle, centre, rtol=0.05)


def test_shared_doubts_move_all_places_together(made: World, settled: Settled) -> None:
    """The level and direct emissions alone never change a rank: draws are paired."""
    found = np.array(
        [
            one.account.kg.sum(axis=0) / one.cells.sum(axis=1)
            for one in drawn(made, settled, 4, 60, only=frozenset({"total", "direct"}))
        ]
    )
    apart = found / found.mean(axis=1, keepdims=True)
    assert (apart.std(axis=0) < 0.2 * (found / found.mean(axis=0)).std(axis=0).mean() + 0.01).all()
    ranks = rank_intervals(found)
    together = rank_intervals(
        np.array([one.account.kg.sum(axis=0) / one.cells.sum(axis=1) for one in drawn(made, settled, 4, 60)])
    )
    assert (ranks.last - ranks.first).sum() < (together.last - together.first).sum()


def test_local_doubts_keep_the_country(made: World, settled: Settled) -> None:
    """Cars, energy by place and local deviation divide national amounts: the national parts stay."""
    for one in drawn(made, settled, 6, 5, only=frozenset({"local", "cars"})):
        np.testing.assert_allclose(one.account.kg.sum(axis=1), settled.account.kg.sum(axis=1), rtol=1e-9)
