"""Another mix of variants: what stays when production is fixed, and what stays when it follows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError
from ketenkompas.mrio import (
    Accounts,
    Production,
    choose_variants,
    chosen_footprints,
    coefficients,
    footprint,
    intensities,
    leontief,
    variant_choices,
)
from tests.properties.test_variants import CLOSE, few, scale
from tests.properties.variants import Case, cases


def mix_of(case: Case, step: float) -> Mapping[str, Mapping[str, float]]:
    """A mix between what is made and the first variant alone."""
    shares = {variant.code: (1.0 - step) * variant.share.value for variant in case.variants}
    shares[case.variants[0].code] += step
    return {case.region: shares}


def proportional(case: Case) -> Case:
    return case.with_(buyer_shares={})


@few
@given(cases)
def test_the_mix_that_is_made_changes_nothing(case: Case) -> None:
    split = proportional(case).split
    for production in ("follows", "fixed"):
        same = choose_variants(split, case.product, mix_of(case, 0.0), buyers=[case.region], production=production)  # type: ignore[arg-type]
        np.testing.assert_allclose(
            same.flows.values, split.flows.values, rtol=1e-9, atol=1e-9 * scale(split.flows.values)
        )
        np.testing.assert_allclose(same.emissions.values, split.emissions.values, rtol=1e-9, atol=CLOSE)


@few
@given(cases, st.floats(0.05, 0.5))
def test_with_fixed_production_emissions_only_move(case: Case, step: float) -> None:
    split = proportional(case).split
    try:
        chosen = choose_variants(
            split, case.product, mix_of(case, step), buyers=[case.accounts.regions[-1]], production="fixed"
        )
    except BalanceError as fault:
        assert fault.code == "variants.infeasible"  # buyers ask for more than is made
        return
    output = split.output.values
    np.testing.assert_allclose(chosen.output.values, output, rtol=1e-9, atol=1e-9 * scale(output))
    np.testing.assert_array_equal(chosen.emissions.values, split.emissions.values)
    before, after = footprint(split).values.sum(axis=1), footprint(chosen).values.sum(axis=1)
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=CLOSE)


def behind_demand(accounts: Accounts) -> tuple[np.ndarray, np.ndarray]:
    return coefficients(accounts)["inputs"].values, intensities(accounts).values


@settings(max_examples=30)
@given(cases, st.floats(0.05, 0.5))
def test_when_production_follows_recipes_stay_and_output_closes(case: Case, step: float) -> None:
    split, buyer = proportional(case).split, case.accounts.regions[0]
    chosen = choose_variants(split, case.product, mix_of(case, step), buyers=[buyer])
    (inputs, rate), (new_inputs, new_rate) = behind_demand(split), behind_demand(chosen)
    others = np.array([region != buyer for region in split.sectors.regions]) & (split.output.values > 0)
    np.testing.assert_allclose(new_inputs[:, others], inputs[:, others], rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(new_inputs.sum(axis=0), inputs.sum(axis=0), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(new_rate, rate, rtol=1e-8, atol=1e-12 * scale(rate))
    output = leontief(chosen).outputs(chosen.demand.values.sum(axis=1))
    made = chosen.output.values
    np.testing.assert_allclose(made[made > 0], output[made > 0], rtol=1e-8, atol=1e-9 * scale(made))


@few
@given(cases, st.floats(0.0, 0.5), st.sampled_from(["follows", "fixed"]))
def test_the_quick_footprints_are_those_of_the_chosen_accounts(case: Case, step: float, production: Production) -> None:
    split = proportional(case).split
    asked = {"buyers": [case.accounts.regions[-1]], "production": production}
    choices = variant_choices(split, case.product)
    np.testing.assert_allclose(choices.footprint, footprint(split).values, rtol=1e-9, atol=CLOSE)
    try:
        chosen = choose_variants(split, case.product, mix_of(case, step), **asked)  # type: ignore[arg-type]
    except BalanceError:
        quick = chosen_footprints(choices, mix_of(case, step), **asked)  # type: ignore[arg-type]
        assert quick.lacking == (case.region,)
        np.testing.assert_array_equal(quick.footprint, choices.footprint)
        return
    quick = chosen_footprints(choices, mix_of(case, step), **asked)  # type: ignore[arg-type]
    np.testing.assert_allclose(quick.footprint, footprint(chosen).values, rtol=1e-8, atol=CLOSE)
    np.testing.assert_allclose(quick.world, chosen.emissions.values.sum(axis=1), rtol=1e-8, atol=CLOSE)
