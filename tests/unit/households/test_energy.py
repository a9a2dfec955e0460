"""Home energy keys and car correction: what is filled, what is refused, what is flagged."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.households import (
    FillByHeads,
    dwelling_flag,
    grid_electricity,
    lease_correction,
    not_local,
    portion,
)

ABSENT = np.array([False, False, True])
HEADS = FillByHeads(np.array([10.0, 20, 5]))


def test_own_solar_power_is_not_from_the_grid() -> None:
    left = grid_electricity(np.array([100.0, 80]), np.array([20.0, 50]), np.array([0.3, 0.4]))
    np.testing.assert_allclose(left, [94, 60])


def test_more_own_sun_than_use_is_refused_by_name() -> None:
    with pytest.raises(InputError) as raised:
        grid_electricity(np.array([100.0, 10]), np.array([20.0, 50]), 0.3, names=["Almere", "Texel"])
    assert raised.value.code == "households.more_sun_than_use"
    assert raised.value.params["places"] == "Texel"


@pytest.mark.parametrize("share", [30.0, -0.1])
def test_a_percentage_is_no_share(share: float) -> None:
    with pytest.raises(InputError) as raised:
        grid_electricity(np.array([100.0]), np.array([20.0]), share)
    assert raised.value.params["found"] == share


def test_absent_places_are_refused_by_name() -> None:
    """Acceptance test o: never zero."""
    with pytest.raises(InputError) as raised:
        portion(np.array([4.0, 8, 0]), ABSENT, ["Ede", "Tiel", "Urk"])
    assert raised.value.code == "households.absent_key"
    assert raised.value.params["places"] == "Urk"
    assert "ontbreekt in 1 plaatsen: Urk" in raised.value.text("nl")


def test_absent_places_are_filled_by_a_named_strategy_that_says_so() -> None:
    filled, steps = HEADS.fill(np.array([4.0, 8, np.nan]), ABSENT)
    assert filled.tolist() == [4.0, 8.0, 2.0]
    assert steps == ("1 absent places filled with 0.4 per inhabitant, the mean of the 2 others",)
    shares = portion(np.array([4.0, 8, np.nan]), ABSENT, strategy=HEADS)
    np.testing.assert_allclose(shares, [4 / 14, 8 / 14, 2 / 14])
    assert HEADS.fill(np.array([4.0, 8, 3]), np.zeros(3, bool))[1] == ()


def test_the_spread_of_filled_places_is_that_of_the_others() -> None:
    """0.4 and 0.8 per head, mean 20 / 30: standard deviation 0.282843 over 0.666667."""
    assert HEADS.spread(np.array([4.0, 16, 0]), ABSENT) == pytest.approx(0.282843 / 0.666667, abs=1e-5)
    with pytest.raises(InputError) as raised:
        HEADS.spread(np.array([4.0, 16, 0]), np.array([True, False, True]))
    assert raised.value.code == "households.key_too_few"


def test_keys_that_divide_nothing_are_refused() -> None:
    with pytest.raises(InputError) as negative:
        portion(np.array([4.0, -99997]), names=["Ede", "Tiel"])
    assert negative.value.params["places"] == "Tiel"
    with pytest.raises(InputError) as empty:
        portion(np.zeros(2))
    assert empty.value.code == "households.key_empty"
    with pytest.raises(MissingValueError):
        portion(np.array([4.0, np.nan]))
    with pytest.raises(InputError) as lacking:
        FillByHeads(np.array([1.0, 0, 2])).fill(np.ones(3), ABSENT)
    assert lacking.value.code == "households.heads"
    with pytest.raises(InputError) as nothing:
        HEADS.fill(np.ones(3), np.ones(3, bool))
    assert nothing.value.code == "households.key_empty"


def test_too_many_persons_per_dwelling() -> None:
    assert dwelling_flag(np.array([50872.0, 400, 10]), np.array([6030.0, 100, 0])).tolist() == [True, False, True]


def test_a_national_value_in_every_row_is_not_local() -> None:
    assert not_local({"a": np.array([1.0, 2]), "b": np.array([0.1, 0.1]), "c": np.array([0.1])}) == ("b", "c")
    with pytest.raises(MissingValueError) as raised:
        not_local({"a": np.array([])})
    assert raised.value.params["names"] == "a"


def _places(count: int = 40) -> tuple[np.ndarray, ...]:
    random = np.random.default_rng(5)
    covariates = random.uniform([1.7, 0.2, 3.2, 1, 0.1], [2.8, 0.9, 3.7, 5, 0.3], (count, 5))
    homes = random.uniform(2_000, 50_000, count)
    cars = homes * np.exp(-1.6 + covariates @ np.array([0.5, 0.5, -0.03, 0.01, 1.5]))
    return cars, homes * covariates[:, 0], homes, covariates


def test_an_exact_car_model_is_found_and_removed_cars_go_round() -> None:
    cars, heads, homes, covariates = _places()
    expected = cars.copy()
    cars[3] = 3.0 * heads[3]
    found = lease_correction(cars, heads, homes, covariates)
    assert np.flatnonzero(found.flagged).tolist() == [3]
    np.testing.assert_allclose(found.coefficients, [-1.6, 0.5, 0.5, -0.03, 0.01, 1.5], atol=1e-9)
    np.testing.assert_allclose(found.predicted, expected, rtol=1e-9)
    np.testing.assert_allclose(found.corrected, expected * cars.sum() / expected.sum(), rtol=1e-9)
    assert found.residuals[3] == pytest.approx(np.log(cars[3] / expected[3]))
    assert found.r2 == pytest.approx(1.0)


def test_possible_lease_is_marked_and_not_corrected() -> None:
    cars, heads, homes, covariates = _places()
    noisy = cars * np.exp(np.random.default_rng(6).normal(0, 0.02, len(cars)))
    noisy[7] *= np.exp(0.15)
    found = lease_correction(noisy, heads, homes, covariates, threshold=5.0)
    assert np.flatnonzero(found.possible).tolist() == [7]
    assert not found.flagged.any()
    np.testing.assert_allclose(found.corrected, noisy)


def test_car_data_that_cannot_be_right_are_refused() -> None:
    cars, heads, homes, covariates = _places()
    percentages = covariates.copy()
    percentages[:, 1] *= 100
    with pytest.raises(InputError) as share:
        lease_correction(cars, heads, homes, percentages)
    assert (share.value.code, share.value.params["name"]) == ("households.cars_share", "single-family share")
    constant = covariates.copy()
    constant[:, 3] = 2.0
    with pytest.raises(InputError) as model:
        lease_correction(cars, heads, homes, constant)
    assert (model.value.code, model.value.params["rank"]) == ("households.cars_model", 5)
    with pytest.raises(InputError) as counts:
        lease_correction(np.where(np.arange(40) == 4, 0.0, cars), heads, homes, covariates)
    assert counts.value.params["places"] == "4"
    with pytest.raises(InputError) as few:
        lease_correction(cars[:6], heads[:6], homes[:6], covariates[:6])
    assert few.value.params["count"] == 6
