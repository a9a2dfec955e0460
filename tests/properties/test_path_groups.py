"""Paths taken together: groups add up to what was recorded, first suppliers to everything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from ketenkompas.errors import UnknownCodeError
from ketenkompas.mrio import (
    Accounts,
    chains_by_region,
    coefficients,
    demand_of,
    first_suppliers,
    multipliers,
    paths,
    prepare_paths,
)
from tests.properties.systems import made, systems


@settings(max_examples=25, deadline=None)
@given(systems)
def test_region_chains_are_what_was_recorded(accounts: Accounts) -> None:
    found = paths(prepare_paths(accounts), demand_of(accounts, accounts.regions[:1]), top=40)
    chains = chains_by_region(found)
    assert sum(chain.value for chain in chains) == pytest.approx(found.recorded, rel=1e-12, abs=1e-12)
    assert sum(chain.paths for chain in chains) == len(found.chains)
    assert len({chain.regions for chain in chains}) == len(chains)
    assert all(a != b for chain in chains for a, b in zip(chain.regions, chain.regions[1:], strict=False))


@settings(max_examples=25, deadline=None)
@given(systems)
def test_first_suppliers_leave_nothing_out(accounts: Accounts) -> None:
    """Against ``m_i (A y)_i`` written out, and the footprint as their sum."""
    demand = demand_of(accounts, accounts.regions)
    parts = first_suppliers(prepare_paths(accounts), demand)
    chain = multipliers(accounts).values[0]
    expected = chain * (coefficients(accounts)["inputs"].values @ demand)
    np.testing.assert_allclose(parts["behind"].values, expected, rtol=1e-9, atol=1e-9)
    assert float(parts["own"].sum() + parts["behind"].sum()) == pytest.approx(float(chain @ demand), rel=1e-9, abs=1e-9)


def test_groups_of_regions_join_links_and_every_region_must_have_one() -> None:
    accounts = made(5, 3, 3, gases=1)
    found = paths(prepare_paths(accounts), demand_of(accounts, ["NL"]), top=50)
    groups = {"NL": "home", "BE": "abroad", "DE": "abroad"}
    chains = chains_by_region(found, groups)
    assert sum(chain.value for chain in chains) == pytest.approx(found.recorded)
    assert {name for chain in chains for name in chain.regions} == {"home", "abroad"}
    with pytest.raises(UnknownCodeError) as caught:
        chains_by_region(found, {"NL": "home"})
    assert caught.value.code == "paths.group"
    assert "BE, DE" in caught.value.text("nl")
