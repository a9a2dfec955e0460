"""Whatever a household says and does: sums hold, money is kept, and nothing done is nothing changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketenkompas as kk
from tests import household_made as made

households = kk.households
MODELLED = ("fewer_things", "longer_use", "less_gas", "heat_pump", "drive_less", "electric_car")

asked = st.builds(
    households.Household,
    size=st.integers(1, 12),
    income=st.sampled_from([None, *made.INCOMES]),
    tenure=st.sampled_from([None, *made.TENURES]),
    gas_m3=st.none() | st.floats(0, 5000),
    kwh=st.none() | st.floats(0, 20_000),
    heat_gj=st.none() | st.floats(0, 100),
    cars=st.none() | st.integers(0, 4).map(float),
    km=st.none() | st.floats(0, 100_000),
)
actions = st.lists(st.sampled_from(MODELLED), unique=True)


@pytest.fixture(autouse=True)
def _made() -> None:
    made.write()


@given(asked, actions, st.booleans(), st.sampled_from(["household", "person"]))
def test_sums_hold(household: households.Household, chosen: list[str], respend: bool, per: str) -> None:
    found = households.calculate(household, chosen, respend=respend, per=per)
    assert sum(part.value for part in found.parts) == pytest.approx(found.value)
    assert found.low <= found.value <= found.high
    for one in found.effects:
        assert one.home + one.abroad == pytest.approx(one.value, abs=1e-6)
    if not chosen:
        assert found.after == found.value


@given(asked)
def test_without_actions_nothing_changes(household: households.Household) -> None:
    found = households.calculate(household)
    assert (found.effects, found.after) == ((), found.value)


@given(asked, actions)
def test_without_the_rebound_things_done_save(household: households.Household, chosen: list[str]) -> None:
    saving = [one for one in chosen if one in ("fewer_things", "longer_use", "less_gas", "drive_less")]
    found = households.calculate(household, saving, respend=False)
    assert found.after <= found.value + 1e-9
