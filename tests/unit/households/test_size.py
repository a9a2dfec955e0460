"""Sizes from two facts: the worked values of the fact sheet, draws at once, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.households import common_shift, size_shares

PRIOR = np.array([32.6, 11.7, 12.0, 5.0])
PERSONS = np.array([1, 2, 3, 4, 5.35])
SINGLE = np.array([0.5865, 0.3196, 0.2010])
MEAN = np.array([1.7, 2.3, 3.2])
NAMES = ["Groningen", "Almere", "Urk"]


def test_the_worked_values_of_the_fact_sheet() -> None:
    """Section 3.1, three municipalities to the printed digits."""
    found = size_shares(SINGLE, MEAN, PRIOR, PERSONS, NAMES)
    assert found.target.round(5).tolist() == [2.69287, 2.91064, 3.75344]
    assert found.tilt.round(5).tolist() == [-0.15309, 0.04640, 0.61824]
    assert found.shares.round(4).tolist() == [
        [0.5865, 0.2475, 0.0762, 0.0671, 0.0227],
        [0.3196, 0.3473, 0.1306, 0.1403, 0.0622],
        [0.2010, 0.1925, 0.1282, 0.2440, 0.2343],
    ]


def test_the_tilt_is_that_of_plain_bisection() -> None:
    """Eighty halvings on [-8, 8], as the fact sheet says, to 1e-10."""
    found = size_shares(SINGLE, MEAN, PRIOR, PERSONS, NAMES)
    for tilt, target in zip(found.tilt, found.target, strict=True):
        low, high = -8.0, 8.0
        for _ in range(80):
            middle = (low + high) / 2
            weight = PRIOR * np.exp(middle * PERSONS[1:])
            low, high = (middle, high) if weight @ PERSONS[1:] / weight.sum() < target else (low, middle)
        assert tilt == pytest.approx(low, abs=1e-10)


def test_draws_in_one_call_equal_single_calls() -> None:
    means = MEAN + np.random.default_rng(2).uniform(-0.05, 0.05, (20, 3))
    together = size_shares(SINGLE, means, PRIOR, PERSONS, NAMES)
    assert together.shares.shape == (20, 3, 5)
    alone = [size_shares(SINGLE, mean, PRIOR, PERSONS, NAMES).shares for mean in means]
    np.testing.assert_allclose(together.shares, alone, rtol=0, atol=1e-12)


def test_two_facts_that_exclude_each_other_name_the_municipality() -> None:
    with pytest.raises(InputError, match=r"Almere: 90.0 % households of one person and a mean size of 2.30") as caught:
        size_shares(np.array([0.5865, 0.9, 0.2]), MEAN, PRIOR, PERSONS, NAMES)
    assert caught.value.code == "households.size_infeasible"
    assert "tussen 2.00 en 5.35 personen" in caught.value.text("nl")


def test_only_households_of_one_person_are_refused_without_a_division() -> None:
    with pytest.raises(InputError, match=r"Urk: 100.0 % households of one person"):
        size_shares(np.array([0.5865, 0.3, 1.0]), MEAN, PRIOR, PERSONS, NAMES)


def test_a_prior_with_single_persons_and_a_missing_value_are_refused() -> None:
    with pytest.raises(InputError, match="have 5 entries"):
        size_shares(SINGLE, MEAN, np.ones(5), PERSONS, NAMES)
    with pytest.raises(MissingValueError, match="1 values of mean_size are no finite number"):
        size_shares(SINGLE, np.array([1.7, np.nan, 3.2]), PRIOR, PERSONS, NAMES)


def test_the_common_shift_gives_the_number_of_households() -> None:
    inhabitants = np.array([230_000.0, 215_000, 21_000])
    shift = common_shift(MEAN, inhabitants, 230_000)
    assert (inhabitants / (MEAN + shift)).sum() == pytest.approx(230_000, rel=1e-12)


@pytest.mark.parametrize("households", [0.0, 1e7])
def test_an_impossible_number_of_households_is_refused(households: float) -> None:
    with pytest.raises(InputError, match="No shift of the mean sizes gives") as caught:
        common_shift(MEAN, np.array([230_000.0, 215_000, 21_000]), households)
    assert caught.value.code == "households.shift_impossible"


def test_equal_means_have_a_shift_too() -> None:
    assert common_shift(np.full(3, 2.1), np.array([230.0, 215, 21]), 466 / 2.2) == pytest.approx(0.1, abs=1e-12)
