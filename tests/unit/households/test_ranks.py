"""Ranks, comparisons and what changed: worked figures, ties, time."""

from __future__ import annotations

import time

import numpy as np
import pytest

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.households import compared, rank_intervals, what_changed

BEFORE = {"households": np.array(100.0), "spending": np.array(20.0), "intensity": np.array(0.5)}
AFTER = {"households": np.array(104.0), "spending": np.array(22.0), "intensity": np.array(0.45)}


def test_a_clear_order_is_ranked_and_told() -> None:
    found = rank_intervals(np.array([[4.0, 3, 2, 1], [8, 6, 4, 2]]))
    assert found.first.tolist() == found.last.tolist() == [1, 2, 3, 4]
    assert found.told.all()


def test_an_interval_over_more_than_half_is_not_told() -> None:
    """Draws of the first three cross each other; the last one is always lowest."""
    draws = np.array([[3.0, 2, 1, 0], [1, 3, 2, 0], [2, 1, 3, 0]])
    found = rank_intervals(draws)
    assert found.first.tolist() == [1, 1, 1, 4]
    assert found.last.tolist() == [3, 3, 3, 4]
    assert found.told.tolist() == [False, False, False, True]
    assert found.above[0, 1] == pytest.approx(2 / 3)


def test_ninety_five_of_a_hundred_draws_are_enough() -> None:
    draws = np.column_stack([np.where(np.arange(100) < 95, 1.0, -1.0), np.zeros(100)])
    assert compared(draws, 0, 1) == "above"
    assert compared(draws, 1, 0) == "below"
    draws[94, 0] = -1.0
    assert compared(draws, 0, 1) == compared(draws, 1, 0) == "about_as_high"
    assert compared(draws, 0, 1, 0.9) == "above"


def test_all_municipalities_in_three_seconds() -> None:
    draws = np.random.default_rng(2).normal(np.linspace(0, 5, 342), 1.0, (1000, 342))
    begun = time.perf_counter()
    found = rank_intervals(draws)
    assert time.perf_counter() - begun < 3
    np.testing.assert_allclose(found.above + found.above.T + np.eye(342), 1.0, atol=1e-12)


@pytest.mark.parametrize("level", [0.5, 1.01])
def test_a_level_that_ranks_nothing_is_refused(level: float) -> None:
    with pytest.raises(InputError) as raised:
        rank_intervals(np.ones((3, 2)), level)
    assert raised.value.code == "households.rank_level"


def test_draws_of_one_axis_are_refused() -> None:
    with pytest.raises(InputError) as raised:
        compared(np.ones(3), 0, 1)
    assert raised.value.params["found"] == "(3,)"


def test_the_change_of_the_fact_sheet() -> None:
    effects = what_changed(BEFORE, AFTER)
    found = [round(float(effect), 4) for effect in effects.values()]
    assert found == [39.7984, 96.7139, -106.9123]
    assert sum(map(float, effects.values())) == pytest.approx(29.6, abs=1e-9)


def test_cells_that_enter_and_leave() -> None:
    before = {"households": np.array([10.0, 0]), "intensity": np.array(2.0)}
    after = {"households": np.array([0.0, 10]), "intensity": np.array(3.0)}
    effects = what_changed(before, after)
    np.testing.assert_allclose(effects["households"] + effects["intensity"], [-20, 30], atol=1e-9)
    assert abs(effects["households"][1]) > 29


def test_years_that_do_not_match_are_refused() -> None:
    with pytest.raises(AlignmentError) as names:
        what_changed(BEFORE, {"households": np.array(1.0)})
    assert names.value.code == "households.factors_differ"
    with pytest.raises(AlignmentError) as shape:
        what_changed(BEFORE, AFTER | {"spending": np.ones(2)})
    assert shape.value.params["name"] == "spending"
    with pytest.raises(InputError) as negative:
        what_changed(BEFORE, AFTER | {"spending": np.array(-1.0)})
    assert negative.value.params["names"] == "spending"
