"""Similar municipalities: same urbanity and third of income first, wider only where these are few."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import MissingValueError
from ketenkompas.households import peers

URBANITY = np.repeat([1.0, 2, 3, 4, 5], 12)
INCOME = np.tile(np.linspace(25, 36, 12), 5)


def third(income: np.ndarray) -> np.ndarray:
    low, high = np.quantile(income, [1 / 3, 2 / 3])
    return (income > low).astype(int) + (income > high)


def test_enough_others_of_the_same_class_are_all_there_is() -> None:
    found = peers(URBANITY, INCOME, least=3)
    for at, others in enumerate(found):
        assert at not in others
        assert (URBANITY[others] == URBANITY[at]).all()
        assert (third(INCOME)[others] == third(INCOME)[at]).all()
        assert len(others) == 3


def test_urbanity_widens_before_income() -> None:
    """Four places of a class are three others; eight are found one class of urbanity away, in the same third."""
    found = peers(URBANITY, INCOME, least=8)
    middle = found[30]
    assert len(middle) >= 8
    assert set(np.abs(URBANITY[middle] - 3)) == {0.0, 1.0}
    assert (third(INCOME)[middle] == third(INCOME)[30]).all()


def test_everybody_is_similar_when_there_are_too_few() -> None:
    found = peers(np.array([1.0, 5.0, 3.0]), np.array([20.0, 40.0, 30.0]), least=8)
    assert [len(others) for others in found] == [2, 2, 2]


def test_a_mean_of_merged_municipalities_is_rounded() -> None:
    assert peers(np.array([2.4, 2.0, 1.0]), np.array([30.0, 30, 30]), least=1)[0].tolist() == [1]


def test_an_absent_income_is_refused() -> None:
    with pytest.raises(MissingValueError, match="1 values of income"):
        peers(np.array([1.0, 2.0]), np.array([20.0, np.nan]))
