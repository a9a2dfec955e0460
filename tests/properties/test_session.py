"""A prepared what-if gives what the full solution gives, within the rounding of float32."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio import (
    Change,
    DemandChange,
    IntensityChange,
    Scenario,
    Selection,
    TechnologyChange,
    TradeMove,
    prepare,
    run_scenario,
)
from tests.properties.systems import made

SAID: dict[str, Any] = {"year": 2020, "source": "made"}
NEAR = 1e-5


def changes(seed: int) -> tuple[Change, ...]:
    random = np.random.default_rng(seed)
    buyer = Selection(("NL",), ("p1",))
    every: tuple[Change, ...] = (
        TechnologyChange(name="less", **SAID, inputs=Selection(("DE",)), buyers=buyer, factor=random.uniform(0, 1.5)),
        TradeMove(
            name="move", **SAID, origin="BE", destination="FR", areas=("NL",), industries=("p1", "p3"), share=0.4
        ),
        IntensityChange(name="cut", **SAID, emitters=Selection((), ("p2",)), factor=random.uniform(0, 2)),
        DemandChange(name="more", **SAID, products=Selection(("NL",), ("p4",)), factor=random.uniform(0, 2)),
    )
    return tuple(one for one in every if random.random() < 0.7)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31))
def test_a_session_gives_what_the_solution_gives(seed: int) -> None:
    accounts = made(seed, 4, 6)
    session, scenario = prepare(accounts), Scenario("s", changes(seed))
    update, outcome = session.update(scenario), run_scenario(accounts, scenario)
    totals, chain = session.totals(update), session.multipliers(update)
    expected = outcome.after.footprint.sum("origin")
    assert np.abs(totals.values - expected.values).max() < NEAR * np.abs(expected.values).max()
    assert np.abs(chain.values - outcome.after.multipliers.values).max() < NEAR * chain.values.max()
    assert session.residual(update) < NEAR
    assert (totals.attrs["units"], chain.dims) == (expected.attrs["units"], ("gas", "make"))
    empty = session.update(Scenario("empty"))
    assert session.totals(empty).values == pytest.approx(outcome.before.footprint.sum("origin").values, rel=1e-12)
    assert session.multipliers(empty).values == pytest.approx(outcome.before.multipliers.values, rel=1e-12)


def test_refusals_have_a_name() -> None:
    accounts = made(1, 4, 6, idle=True)
    session = prepare(accounts)
    wide = TechnologyChange(name="all", **SAID, factor=0.9)
    with pytest.raises(InputError) as too_wide:
        session.update(Scenario("s", (wide,)))
    assert too_wide.value.code == "scenario.wide"
    greedy = TechnologyChange(
        name="greedy",
        **SAID,
        inputs=Selection(("NL",), ("p1",)),
        buyers=Selection(("NL",), ("p1",)),
        value=2.0,
        unit="MEUR/MEUR",
    )
    with pytest.raises(BalanceError) as unproductive:
        session.totals(session.update(Scenario("s", (greedy,))))
    assert unproductive.value.code == "scenario.unproductive"
    idle = DemandChange(name="idle", **SAID, products=Selection(("NL",), ("p0",)), value=1.0, unit="MEUR")
    with pytest.raises(BalanceError) as asked:
        session.update(Scenario("s", (idle,)))
    assert (asked.value.code, asked.value.where.label) == ("scenario.idle", "NL_p0")
