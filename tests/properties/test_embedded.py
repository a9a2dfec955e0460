"""National data in the global table: identities, fixed home cells, unchanged others, what cannot be balanced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio import Accounts, National, footprint, own_block, refine_national, with_changes
from tests.properties.systems import made

seeds = st.integers(0, 2**32 - 1)


def refined(accounts: Accounts, seed: int) -> tuple[National, Accounts]:
    random = np.random.default_rng(seed)
    national = with_changes(
        own_block(accounts, "NL"), accounts, emissions=random.uniform(0.5, 1.5, 3), imports=random.uniform(0.9, 1.0, 3)
    )
    return national, refine_national(accounts, national)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_the_own_block_changes_nothing(seed: int) -> None:
    accounts = made(seed, 3, 3)
    same = refine_national(accounts, own_block(accounts, "NL"), origins="table")
    for name in ("flows", "demand", "emissions", "output"):
        before, after = getattr(accounts, name).values, getattr(same, name).values
        np.testing.assert_allclose(after, before, atol=1e-9 * np.abs(before).max())


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_every_identity_holds_and_others_keep_output_and_value_added(seed: int) -> None:
    accounts = made(seed, 3, 3)
    national, found = refined(accounts, seed)
    abroad = np.array([region != "NL" for region in accounts.sectors.regions])
    size = accounts.output.values.max()
    np.testing.assert_allclose(found.output.values[abroad], accounts.output.values[abroad], atol=1e-10 * size)
    inputs, before = found.flows.values.sum(axis=0), accounts.flows.values.sum(axis=0)
    np.testing.assert_allclose(inputs[abroad], before[abroad], atol=1e-10 * size)
    np.testing.assert_allclose(found.flows.values[np.ix_(~abroad, ~abroad)], national.domestic)
    np.testing.assert_allclose(found.output.values[~abroad], national.output, rtol=1e-10)
    added = found.output.values.sum() - found.flows.values.sum()
    assert added == pytest.approx(found.demand.values.sum(), rel=1e-10)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_world_emissions_are_the_new_ones(seed: int) -> None:
    accounts = made(seed, 3, 3)
    national, found = refined(accounts, seed)
    home = np.array([region == "NL" for region in accounts.sectors.regions])
    expected = accounts.emissions.values[:, ~home].sum(axis=1) + national.emissions.sum(axis=1)
    np.testing.assert_allclose(footprint(found).sum("area").values, expected, rtol=1e-9)


def test_imports_that_nobody_can_deliver_are_named() -> None:
    accounts = made(4, 3, 3)
    greedy = replace(own_block(accounts, "NL"), imported=own_block(accounts, "NL").imported * 1e4)
    with pytest.raises(BalanceError) as caught:
        refine_national(accounts, greedy)
    assert caught.value.code == "refine.infeasible"
    assert caught.value.problems[0].code == "balancing.infeasible"


def test_industries_that_buy_more_than_they_make_are_named() -> None:
    accounts = made(4, 3, 3)
    national = own_block(accounts, "NL")
    with pytest.raises(InputError) as caught:
        refine_national(accounts, replace(national, imports=national.imports * 50))
    assert caught.value.code == "refine.value_added"
