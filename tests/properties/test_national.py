"""National refinement: identities, order of the modes, splitting without news, bridges that close, faults by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.mrio import (
    FEEDBACKS,
    National,
    coupled_footprint,
    footprint,
    own_block,
    refinement_bridge,
    require_national,
    with_changes,
)
from tests.properties.systems import made

seeds = st.integers(0, 2**32 - 1)


def positive(seed: int, regions: int = 3, products: int = 3):  # type: ignore[no-untyped-def]
    """A made table without negative demand, where the order of the modes must hold."""
    accounts = made(seed, regions, products)
    from ketenkompas.mrio import Accounts

    return Accounts.build(
        flows=accounts.flows.values, demand=np.abs(accounts.demand.values), emissions=accounts.emissions.values,
        direct=accounts.direct.values, sectors=accounts.sectors, final_uses=accounts.final_uses,
        gases=accounts.gases, meta=accounts.meta,
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_the_own_block_with_world_feedback_is_the_plain_footprint(seed: int) -> None:
    accounts = made(seed, 3, 3)
    for region in ("NL", "DE"):
        total = coupled_footprint(accounts, own_block(accounts, region))["total"]
        np.testing.assert_allclose(total, footprint(accounts).sel(area=region), rtol=1e-9)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_each_mode_counts_more_than_the_one_before(seed: int) -> None:
    accounts = positive(seed)
    one, two, three = (coupled_footprint(accounts, own_block(accounts, "NL"), mode)["total"] for mode in FEEDBACKS)
    assert (one <= two + 1e-9).all()
    assert (two <= three + 1e-9).all()


def halved(national: National, place: int) -> National:
    """One product split into two identical halves, without new information."""
    n = len(national.products)
    spread = np.insert(np.eye(n), place, np.eye(n)[place], axis=0)
    share = spread * np.where(np.isin(np.arange(n + 1), [place, place + 1]), 0.5, 1.0)[:, None]
    return replace(
        national,
        products=tuple(f"n{k}" for k in range(n + 1)),
        domestic=share @ national.domestic @ share.T,
        imports=share @ national.imports @ share.T,
        demand=share @ national.demand,
        imported=share @ national.imported,
        exports=share @ national.exports,
        emissions=national.emissions @ share.T,
        to_global=national.to_global @ spread.T,
        prices=spread @ national.prices,
    )


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(0, 2))
def test_splitting_a_product_without_news_changes_nothing(seed: int, place: int) -> None:
    accounts = made(seed, 3, 3)
    plain = own_block(accounts, "NL")
    whole, split = (coupled_footprint(accounts, one)["total"] for one in (plain, halved(plain, place)))
    np.testing.assert_allclose(whole, split, rtol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from(FEEDBACKS))
def test_the_bridge_closes(seed: int, mode: str) -> None:
    accounts = made(seed, 3, 3)
    random = np.random.default_rng(seed)
    origins = random.dirichlet(np.ones(2), 3).T
    refined = with_changes(
        own_block(accounts, "NL"), accounts, emissions=random.uniform(0.5, 1.5, 3),
        imports=random.uniform(0.5, 1.0, 3), origins=origins, assumptions=["made"],
    )  # fmt: skip
    found = coupled_footprint(accounts, refined, mode)  # type: ignore[arg-type]
    bridge = refinement_bridge(accounts, refined, mode)  # type: ignore[arg-type]
    plain = footprint(accounts).sel(area="NL").values
    np.testing.assert_allclose(bridge.sum("component"), found["total"].values - plain, atol=1e-9 * np.abs(plain).max())
    assert (bridge.sel(component="households") == 0).all()
    assert "made" in found.attrs["assumptions"]


def test_faults_are_told_together() -> None:
    accounts = made(5, 3, 3)
    national = own_block(accounts, "NL")
    broken = replace(
        national, to_global=national.to_global * 0.9, origins=national.origins * 1.1, exports=-national.exports
    )
    with pytest.raises(InputError) as caught:
        require_national(accounts, broken)
    assert {fault.code for fault in caught.value.problems} == {"refine.key", "refine.origins", "refine.negative"}
    with pytest.raises(InputError) as caught:
        require_national(accounts, replace(national, demand=national.demand[:1], prices=national.prices * np.nan))
    assert {fault.code for fault in caught.value.problems} == {"refine.shape", "refine.missing"}
    for code, ask in (
        ("refine.region", lambda: own_block(accounts, "XX")),
        ("refine.mode", lambda: coupled_footprint(accounts, national, "none")),  # type: ignore[arg-type]
    ):
        with pytest.raises(UnknownCodeError) as unknown:
            ask()
        assert unknown.value.code == code
        assert unknown.value.text("nl")
