"""Paths: the same as full enumeration where that ends, an exact split of the total, and nothing larger missed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.mrio import (
    Accounts,
    coefficients,
    demand_of,
    example_accounts,
    paths,
    prepare_paths,
    refined_system,
    sectors_of,
)
from tests.properties.systems import made, systems


def enumerated(accounts: Accounts, demand: np.ndarray, gas: int, depth: int) -> dict[tuple[int, ...], float]:
    """Every path up to a depth, by brute force."""
    parts = coefficients(accounts)
    inputs, direct = parts["inputs"].values, parts["intensity"].values[gas]
    found = {}
    for length in range(1, depth + 1):
        for chain in itertools.product(range(len(demand)), repeat=length):
            amount = demand[chain[0]]
            for buyer, seller in itertools.pairwise(chain):
                amount = amount * inputs[seller, buyer]
            if amount:
                found[chain] = direct[chain[-1]] * amount
    return found


@settings(max_examples=40, deadline=None)
@given(systems, st.sampled_from([0.3, 0.05, 0.01]))
def test_the_split_of_the_total_is_exact(accounts: Accounts, threshold: float) -> None:
    demand = demand_of(accounts, accounts.regions[:1])
    found = paths(prepare_paths(accounts), demand, threshold=threshold)
    if abs(found.total) < 1e-6:
        return
    assert found.recorded + found.small + found.pruned == pytest.approx(found.total, rel=1e-10, abs=1e-9)
    assert (np.abs(found.values) >= threshold * abs(found.total) * (1 - 1e-12)).all()
    assert found.values.sum() == pytest.approx(found.recorded)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_path_above_the_threshold_is_found(seed: int) -> None:
    accounts = made(seed, 2, 2, gases=1)
    demand = demand_of(accounts, ["NL"])
    found = paths(prepare_paths(accounts), demand, threshold=0.02)
    cut = 0.02 * abs(found.total)
    known = {c: v for c, v in enumerated(accounts, demand, 0, 6).items() if abs(v) >= cut * (1 + 1e-9)}
    ours = dict(zip(found.chains, found.values.tolist(), strict=True))
    short = {chain: value for chain, value in ours.items() if len(chain) <= 6}
    assert known.keys() <= short.keys()
    assert all(short[chain] == pytest.approx(value, rel=1e-10) for chain, value in known.items())


@settings(max_examples=25, deadline=None)
@given(systems, st.integers(1, 30))
def test_the_top_is_the_top(accounts: Accounts, top: int) -> None:
    demand = demand_of(accounts, accounts.regions[:1])
    search = prepare_paths(accounts)
    few = paths(search, demand, top=top)
    if few.total == 0 or len(few.values) < top:
        return
    all_of_them = paths(search, demand, threshold=few.threshold * 0.3)
    np.testing.assert_allclose(np.abs(few.values), np.sort(np.abs(all_of_them.values))[::-1][:top], rtol=1e-12)
    assert few.recorded + few.small + few.pruned == pytest.approx(few.total, rel=1e-10, abs=1e-9)
    if len(few.values) == top:
        assert few.threshold == pytest.approx(abs(few.values[-1] / few.total))
        above = np.abs(all_of_them.values) > few.threshold * abs(few.total) * (1 + 1e-9)
        assert above.sum() <= top


@settings(max_examples=15, deadline=None)
@given(systems)
def test_multipliers_of_limited_precision_leave_the_split_exact(accounts: Accounts) -> None:
    """The search lets multipliers settle, so a solver that stops at 1e-8 changes the split by rounding only."""
    demand = np.abs(demand_of(accounts, accounts.regions))
    rough = refined_system(accounts, "block_jacobi", tolerance=1e-8)
    found = paths(prepare_paths(accounts, system=rough), demand, threshold=0.01)
    assert found.recorded + found.small + found.pruned == pytest.approx(found.total, rel=1e-13)


def test_filters_keep_the_paths_that_fit_and_their_total() -> None:
    accounts = made(3, 3, 4, gases=1)
    demand = demand_of(accounts, ["NL"], sectors_of(accounts, products=["p1"]))
    emitters = sectors_of(accounts, regions=["DE"], products=["p2"])
    found = paths(prepare_paths(accounts, emitters=emitters), demand, threshold=1e-3)
    free = paths(prepare_paths(accounts), demand, threshold=1e-7)
    labels = accounts.sectors.labels
    assert found.chains
    assert all(labels[chain[-1]] == "DE_p2" and labels[chain[0]].endswith("_p1") for chain in found.chains)
    same = {c: v for c, v in zip(free.chains, free.values.tolist(), strict=True) if labels[c[-1]] == "DE_p2"}
    assert all(same[c] == pytest.approx(v) for c, v in zip(found.chains, found.values.tolist(), strict=True))


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"threshold": 0.0}, "paths.threshold"), ({"threshold": 2.0}, "paths.threshold"), ({"top": 0}, "paths.top")],
)
def test_bad_questions_are_named(asked: dict[str, float], code: str) -> None:
    accounts = example_accounts()
    with pytest.raises(InputError) as caught:
        paths(prepare_paths(accounts), demand_of(accounts, ["NL"]), **asked)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_unknown_gas_region_and_product_are_named() -> None:
    accounts = example_accounts()
    for code, ask in (
        ("paths.gas", lambda: prepare_paths(accounts, gas="SF6")),
        ("paths.sector", lambda: sectors_of(accounts, regions=["XX"])),
        ("paths.sector", lambda: sectors_of(accounts, products=["steel"])),
        ("paths.sector", lambda: demand_of(accounts, ["NL", "XX"])),
    ):
        with pytest.raises(UnknownCodeError) as caught:
            ask()
        assert caught.value.code == code
        assert caught.value.text("nl")
