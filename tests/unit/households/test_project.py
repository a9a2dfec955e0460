"""Cells on margins: the worked example, redundant and impossible margins, and the national level."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.households import CellFrame, project, two_level

# one low, one high, two low, two high
ROWS = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 2], [1, 0, 0]], float)
START = np.array([[40.0, 20, 15, 25]])
TOTALS = np.array([[100, 55, 65.25]])
MARGINS = ("households", "size 1", "low income")
CELLS = [35.467519, 19.532481, 14.891241, 30.108759]


def test_the_worked_example_of_the_fact_sheet() -> None:
    """Section 3.2, six decimals, multipliers too."""
    found = project(START, ROWS, TOTALS, MARGINS, names=["made"])
    assert found.cells.round(6).tolist() == [CELLS]
    assert found.multipliers.round(6).tolist() == [[0.185940, -0.209594, -0.096609]]
    assert found.residual.max() < 1e-8
    assert found.dropped == ((),)


def test_a_warm_start_changes_nothing() -> None:
    found = project(START, ROWS, TOTALS, MARGINS, names=["made"])
    again = project(START, ROWS, TOTALS, MARGINS, names=["made"], multipliers=found.multipliers + 0.3)
    np.testing.assert_allclose(again.cells, found.cells, rtol=1e-9)


def test_a_start_that_is_far_off_costs_no_margin() -> None:
    found = project(START, ROWS, TOTALS, MARGINS, names=["made"], multipliers=np.full((1, 3), 50.0))
    assert found.cells.round(6).tolist() == [CELLS]
    assert found.dropped == ((),)


def test_a_margin_that_follows_from_others_changes_nothing() -> None:
    rows = np.column_stack([ROWS, ROWS[:, 0] - ROWS[:, 1]])
    totals = np.column_stack([TOTALS, TOTALS[:, 0] - TOTALS[:, 1]])
    found = project(START, rows, totals, (*MARGINS, "size 2"), names=["made"])
    np.testing.assert_allclose(found.cells[0], CELLS, atol=1e-6)
    np.testing.assert_allclose(found.cells @ rows, totals, rtol=1e-8)


def test_only_the_impossible_municipality_drops_margins_and_only_in_order() -> None:
    frame = CellFrame((1.0, 2.0), size=("1", "2"))
    rows = np.stack(
        [
            frame.member("size", "1"),
            frame.member("size", "2"),
            frame.member("tenure", "own"),
            frame.heads() * frame.member("income", "1", "2"),
            frame.heads() * frame.member("income", "5"),
        ],
        axis=1,
    )
    margins = ("size 1", "size 2", "tenure own", "low income", "high income")
    start = np.full((3, 20), 5.0)
    totals = np.array(
        [
            [60.0, 40, 50, 50, 30],
            [60.0, 40, 50, 50, 141],  # more persons with a high income than there are
            [60.0, 40, 101, 141, 30],  # too many owners, too many persons with a low income
        ]
    )
    found = project(start, rows, totals, margins, names=["a", "b", "c"])
    assert found.dropped == ((), ("high income",), ("tenure own", "low income", "high income"))
    assert found.residual.max() <= 1e-8
    assert (found.multipliers[2, 2:] == 0).all()
    np.testing.assert_allclose(found.cells @ rows[:, :2], totals[:, :2], rtol=1e-8)
    alone = project(start[:1], rows, totals[:1], margins, names=["a"])
    np.testing.assert_allclose(found.cells[0], alone.cells[0], rtol=1e-9)


def test_sizes_are_never_dropped() -> None:
    rows, start = np.array([[1.0, 1], [1, 0]]), np.array([[50.0, 50], [50, 50]])
    totals = np.array([[100.0, 60], [100, 120]])
    with pytest.raises(InputError, match=r"Urk: no division of the households meets the margins \(1 muni") as caught:
        project(start, rows, totals, ("households", "size 1"), drop=("size",), names=["Almere", "Urk"])
    assert caught.value.code == "households.cells_infeasible"
    assert "randtotalen" in caught.value.text("nl")


def test_cells_below_zero_are_refused() -> None:
    with pytest.raises(InputError, match="1 values of start are below zero; the lowest is -20"):
        project(START * [1, -1, 1, 1], ROWS, TOTALS, MARGINS, names=["made"])


def made_country() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three municipalities whose cells are a start times local and national factors: the only answer."""
    generator = np.random.default_rng(3)
    local = np.exp(generator.normal(0, 0.3, (3, 3)) @ ROWS.T)
    start = np.array([[40.0, 20, 15, 25]]) * np.array([[1.0], [5], [20]])
    return start, start * local * np.exp([[0.2, -0.1, 0.0, 0.1]]), start * local


def test_a_made_country_gets_its_known_cells_back() -> None:
    start, answer, _ = made_country()
    totals = answer @ ROWS
    first = project(start, ROWS, totals, MARGINS, names=["a", "b", "c"])
    found = two_level(first.cells, ROWS, totals, answer.sum(axis=0), MARGINS, ["a", "b", "c"], tolerance=1e-12)
    np.testing.assert_allclose(found.cells, answer, rtol=1e-9)
    np.testing.assert_allclose(found.cells.sum(axis=0), answer.sum(axis=0), rtol=1e-11)
    assert found.rounds > 1


def test_levels_that_agree_already_are_left_alone() -> None:
    cells = made_country()[2]
    found = two_level(cells, ROWS, cells @ ROWS, cells.sum(axis=0), MARGINS, ["a", "b", "c"])
    np.testing.assert_allclose(found.cells, cells, rtol=1e-12)
    assert (found.rounds, found.moved < 1e-12) == (1, True)


def test_a_country_of_another_number_of_households_never_agrees_and_says_how_far() -> None:
    start = made_country()[0]
    with pytest.raises(BalanceError, match=r"After 20 rounds .* cell \d is off by .* %") as caught:
        two_level(start, ROWS, start @ ROWS, start.sum(axis=0) * 1.1, MARGINS, ["a", "b", "c"], most=20)
    assert caught.value.code == "households.two_level"
    assert caught.value.params["gap"] == pytest.approx(100 / 11, rel=0.01)


def test_a_dropped_margin_does_not_count_in_the_national_level() -> None:
    start, answer, _ = made_country()
    totals = answer @ ROWS
    totals[0, 2] = 1e6
    dropped = (("low income",), (), ())
    found = two_level(start, ROWS, totals, answer.sum(axis=0), MARGINS, ["a", "b", "c"], dropped=dropped)
    np.testing.assert_allclose(found.cells.sum(axis=0), answer.sum(axis=0), rtol=1e-7)
    np.testing.assert_allclose((found.cells @ ROWS)[1:], totals[1:], rtol=1e-7)
