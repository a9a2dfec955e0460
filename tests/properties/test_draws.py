"""Monte Carlo against what is known, first order against Monte Carlo, and draws that never depend on the machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio import DataErrors, draw_footprints, first_order, footprint, prepare_draws
from tests.properties.systems import made

NONE = DataErrors(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
SOME = DataErrors(0.1, 0.2, 0.3, 0.1, 0.2, 0.1, 0.2, 0.6, 0.6, 0.6, ("NL",))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_without_errors_every_draw_is_the_figure(seed: int) -> None:
    accounts = made(seed, 3, 3)
    known = footprint(accounts).values
    found = draw_footprints(prepare_draws(accounts, NONE), seed, 0, 2)
    np.testing.assert_allclose(found, np.stack([known, known]), rtol=1e-5, atol=1e-5 * np.abs(known).max())
    assert (first_order(accounts, NONE)["standard_deviation"] == 0).all()


def test_chunks_and_threads_change_no_bit() -> None:
    state = prepare_draws(made(2, 4, 6), SOME)
    whole = draw_footprints(state, 11, 0, 12)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda first: draw_footprints(state, 11, first, 3), (0, 3, 6, 9)))
    assert (np.concatenate(parts) == whole).all()
    assert (draw_footprints(state, 11, 7, 1) == whole[7:8]).all()
    assert (draw_footprints(state, 12, 0, 12) != whole).any()


@pytest.mark.parametrize(
    "errors",
    [
        replace(NONE, emissions=0.1, emissions_elsewhere=0.1),
        replace(NONE, emissions=0.1, emissions_elsewhere=0.1, emissions_shared=1.0),
        replace(NONE, inputs_home=0.1, inputs_trade=0.1),
        replace(NONE, demand_home=0.1, demand_trade=0.1),
    ],
)
def test_means_and_deviations_are_those_of_first_order(errors: DataErrors) -> None:
    """With A fixed first order is exact; with A drawn it is near for errors of 10 %. 3,000 draws: 5 % is four sigma."""
    accounts = made(9, 3, 4)
    known = first_order(accounts, errors)
    drawn = draw_footprints(prepare_draws(accounts, errors), 1, 0, 3000)
    np.testing.assert_allclose(drawn.mean(axis=0), known["footprint"].values, rtol=0.02)
    np.testing.assert_allclose(drawn.std(axis=0), known["standard_deviation"].values, rtol=0.06)


def test_one_sector_is_the_textbook_log_normal() -> None:
    accounts = made(3, 1, 1, categories=1, gases=1)
    drawn = draw_footprints(prepare_draws(accounts, replace(NONE, emissions=0.5, emissions_elsewhere=0.5)), 5, 0, 4000)
    relative = drawn[:, 0, 0] / footprint(accounts).values[0, 0]
    assert relative.mean() == pytest.approx(1, abs=0.03)
    assert relative.std() == pytest.approx(0.5, abs=0.04)
    assert np.log(relative).std() == pytest.approx(np.sqrt(np.log(1.25)), abs=0.02)


def test_years_share_what_they_are_said_to_share() -> None:
    early = made(3, 2, 3, gases=1)
    late = replace(early, meta=replace(early.meta, year=early.meta.year + 1))
    for part, low, high in ((1.0, 1.0, 1.0), (0.5, 0.4, 0.6), (0.0, -0.06, 0.06)):
        errors = replace(SOME, emissions_years=part, inputs_years=part, demand_years=part)
        draws = [draw_footprints(prepare_draws(one, errors), 8, 0, 2000)[:, 0, 0] for one in (early, late)]
        found = np.corrcoef(*draws)[0, 1]
        assert low - 1e-9 <= found <= high + 1e-9


def test_sources_add_up_and_shared_errors_weigh_more() -> None:
    accounts = made(4, 3, 5)
    found = first_order(accounts, SOME)
    np.testing.assert_allclose(found["variance"].sum("source"), found["standard_deviation"] ** 2)
    alone = first_order(accounts, replace(SOME, emissions_shared=0.0))["standard_deviation"]
    assert (found["standard_deviation"] > alone).all()


def test_rebalanced_draws_keep_sums_and_differ() -> None:
    accounts = made(6, 3, 4)
    errors = replace(NONE, inputs_home=0.3, inputs_trade=0.3)
    free, kept = (draw_footprints(prepare_draws(accounts, errors, rebalanced=one), 3, 0, 300) for one in (False, True))
    assert kept.std() > 0
    assert kept.sum(axis=2).std(axis=0)[0] < free.sum(axis=2).std(axis=0)[0]


def test_parameters_out_of_range_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        replace(SOME, emissions=-1.0, inputs_years=2.0)
    assert {fault.params["name"] for fault in caught.value.problems} == {"emissions", "inputs_years"}


def test_a_draw_without_a_solution_is_named() -> None:
    accounts = made(6, 3, 4)
    wild = replace(NONE, inputs_home=3.0, inputs_trade=3.0)
    with pytest.raises(BalanceError) as caught:
        draw_footprints(prepare_draws(accounts, wild), 3, 0, 200)
    assert caught.value.code == "uncertainty.unproductive"
    assert str(caught.value.params["draw"]) in caught.value.text("nl")
