"""Scenarios: updates equal the changed table solved anew, moves conserve, demand is linear, nothing changes nothing."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError
from ketenkompas.mrio import (
    Accounts,
    Change,
    DemandChange,
    IntensityChange,
    Scenario,
    Selection,
    TechnologyChange,
    TradeMove,
    apply_scenario,
    footprint,
    multipliers,
    production,
    run_scenario,
)
from tests.properties.systems import made, systems

SAID: dict[str, Any] = {"year": 2020, "source": "made"}
WAYS: tuple[Literal["resolve"] | None, ...] = (None, "resolve")


def change(accounts: Accounts, seed: int, name: str) -> Change:
    """A change of any kind to some cells of the table."""
    random = np.random.default_rng(seed)
    regions, products = accounts.regions, tuple(dict.fromkeys(accounts.sectors.products))
    some = Selection((str(random.choice(regions)),), (str(random.choice(products)),))
    kind, factor = random.integers(4), float(random.uniform(0.3, 1.3))
    said = {"name": name, **SAID}
    if kind == 0:
        return DemandChange(**said, products=some, areas=(str(random.choice(regions)),), factor=factor)
    if kind == 1:
        buyers = Selection((), (str(random.choice(products)),))
        return TechnologyChange(**said, inputs=some, buyers=buyers, factor=factor)
    if kind == 2 or len(regions) == 1:
        return IntensityChange(**said, emitters=some, factor=factor)
    first, second = (str(one) for one in random.choice(regions, 2, replace=False))
    return TradeMove(**said, origin=first, destination=second, products=some.products, share=float(random.random()))


cases = st.builds(
    lambda seed, many: (
        made(seed, 3, 4),
        Scenario("s", tuple(change(made(seed, 3, 4), seed + k, str(k)) for k in range(many))),
    ),
    seed=st.integers(0, 2**31),
    many=st.integers(1, 4),
)


@settings(max_examples=40, deadline=None)
@given(cases)
def test_an_update_is_the_changed_table_solved_anew(case: tuple[Accounts, Scenario]) -> None:
    accounts, scenario = case
    found, anew = run_scenario(accounts, scenario), run_scenario(accounts, scenario, method="resolve")
    fresh = apply_scenario(accounts, scenario)
    assert found.residual < 1e-9
    for one in (found.after, anew.after):
        assert one.multipliers.values == pytest.approx(multipliers(fresh).values, rel=1e-9, abs=1e-12)
        assert one.footprint.values == pytest.approx(footprint(fresh, by="origin").values, rel=1e-9, abs=1e-9)
        assert one.production.values == pytest.approx(production(fresh).values, rel=1e-9, abs=1e-9)
    assert found.before.footprint.values == pytest.approx(footprint(accounts, by="origin").values, rel=1e-9, abs=1e-9)
    assert found.after.footprint.sum(["origin", "area"]).values == pytest.approx(found.after.world.values, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 0.9))
def test_changed_rows_and_changed_columns_are_updates_of_low_rank(seed: int, factor: float) -> None:
    accounts, one = made(seed, 3, 4), Selection(("NL",), ("p1",))
    for sides in ({"inputs": one}, {"buyers": one}):
        change_ = TechnologyChange(name="less", **SAID, factor=factor, **sides)
        found, anew = (run_scenario(accounts, Scenario("s", (change_,)), method=way) for way in WAYS)
        assert (found.method, found.rank, anew.method) == ("low_rank", 1, "resolve")
        assert max(found.residual, anew.residual) < 1e-9
        for name in ("multipliers", "footprint", "output", "world"):
            update, solved = (getattr(outcome.after, name).values for outcome in (found, anew))
            assert update == pytest.approx(solved, rel=1e-9, abs=1e-9)


def test_an_update_that_cannot_deliver_is_refused() -> None:
    one = Selection(("NL",), ("p1",))
    greedy = TechnologyChange(name="greedy", **SAID, inputs=one, buyers=one, value=1.5, unit="MEUR/MEUR")
    for way in WAYS:
        with pytest.raises(BalanceError) as caught:
            run_scenario(made(3, 3, 4), Scenario("s", (greedy,)), method=way)
        assert caught.value.code == "scenario.unproductive"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 1))
def test_a_move_conserves_what_every_buyer_spends(seed: int, share: float) -> None:
    accounts = made(seed, 3, 4)
    move = TradeMove(
        name="move", **SAID, origin="BE", destination="DE", products=("p1", "p2"), areas=("NL",), share=share
    )
    fresh = apply_scenario(accounts, Scenario("s", (move,)))
    assert fresh.demand.values.sum(axis=0) == pytest.approx(accounts.demand.values.sum(axis=0), rel=1e-12)
    spent = [one.flows.values.sum(axis=0) / one.output.values for one in (accounts, fresh)]
    assert spent[1] == pytest.approx(spent[0], rel=1e-9)
    kept = np.array([region != "NL" for region in accounts.sectors.regions])
    inputs = [one.flows.values / one.output.values for one in (accounts, fresh)]
    assert inputs[1][:, kept] == pytest.approx(inputs[0][:, kept], rel=1e-9)
    away = fresh.demand.sel(make="BE_p1", final_use="NL_u1").item()
    assert away == pytest.approx((1 - share) * accounts.demand.sel(make="BE_p1", final_use="NL_u1").item(), abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.1, 3.0))
def test_changes_of_demand_are_linear(seed: int, size: float) -> None:
    accounts = made(seed, 2, 4)
    one = DemandChange(name="more", **SAID, products=Selection(("NL",), ("p0", "p2")), amount=10.0, unit="MEUR")
    effects = []
    for scale in (1.0, size):
        scenario = Scenario("s", (dataclasses.replace(one, amount=10.0 * scale),))
        outcome = run_scenario(accounts, scenario)
        assert outcome.method == "demand"
        effects.append((outcome.after.footprint - outcome.before.footprint).values)
    assert effects[1] == pytest.approx(effects[0] * size, rel=1e-8, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31))
def test_order_does_not_matter_for_factors(seed: int) -> None:
    accounts = made(seed, 3, 4)
    changes = tuple(
        one for one in (change(accounts, seed + k, str(k)) for k in range(8)) if not isinstance(one, TradeMove)
    )
    there, back = (run_scenario(accounts, Scenario("s", order)) for order in (changes, changes[::-1]))
    assert there.after.footprint.values == pytest.approx(back.after.footprint.values, rel=1e-9, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(systems)
def test_an_empty_scenario_changes_nothing(accounts: Accounts) -> None:
    outcome = run_scenario(accounts, Scenario("empty"))
    assert outcome.method == "unchanged"
    assert outcome.after is outcome.before
    fresh = apply_scenario(accounts, Scenario("empty"))
    assert fresh.flows.values == pytest.approx(accounts.flows.values, rel=1e-9)
    assert fresh.emissions.values == pytest.approx(accounts.emissions.values, rel=1e-9, abs=1e-12)
    assert np.array_equal(fresh.demand.values, accounts.demand.values)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 2))
def test_intensities_alone_need_no_output(seed: int, factor: float) -> None:
    accounts = made(seed, 2, 3)
    cut = IntensityChange(name="cut", **SAID, emitters=Selection(("NL",)), factor=factor)
    outcome = run_scenario(accounts, Scenario("s", (cut,)))
    expected = outcome.before.footprint.values.copy()
    expected[:, 0] *= factor
    assert outcome.after.footprint.values == pytest.approx(expected, rel=1e-12)
    assert outcome.after.output.values == pytest.approx(outcome.before.output.values, rel=0, abs=0)
