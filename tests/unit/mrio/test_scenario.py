"""Scenarios by hand, and every refusal by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio import (
    Accounts,
    DemandChange,
    FinalUses,
    IntensityChange,
    Meta,
    Scenario,
    Sectors,
    Selection,
    TechnologyChange,
    TradeMove,
    apply_scenario,
    example_accounts,
    run_scenario,
)

SAID: dict[str, Any] = {"year": 2020, "source": "made"}


def test_a_coefficient_by_hand() -> None:
    """A = [[0.2, 0.1], [0.4, 0.2]] with a12 to 0: m = [0.5 / 0.8, 0] because only NL emits (0.5 kt/MEUR)."""
    less = TechnologyChange(
        name="less", **SAID, inputs=Selection(("NL",)), buyers=Selection(("BE",)), value=0.0, unit="MEUR/MEUR"
    )
    outcome = run_scenario(example_accounts(), Scenario("s", (less,)))
    assert outcome.method == "resolve"  # rank 1 of 2 sectors
    assert outcome.after.multipliers.values == pytest.approx(np.array([[0.625, 0.0]]), abs=1e-12)
    assert outcome.after.footprint.values == pytest.approx(np.array([[[35.0, 0.0], [0.0, 0.0]]]), abs=1e-12)
    assert outcome.before.world.item() == pytest.approx(40.0)
    assert outcome.after.world.item() == pytest.approx(35.0)


def test_a_move_by_hand() -> None:
    """Dutch final use moves half of its 16 MEUR from BE to NL: 8 x (2/3 - 1/12) more."""
    move = TradeMove(name="home", **SAID, origin="BE", destination="NL", areas=("NL",), industries=None, share=0.5)
    outcome = run_scenario(example_accounts(), Scenario("s", (move,)))
    change = (outcome.after.footprint - outcome.before.footprint).sum("origin").values
    assert change == pytest.approx(np.array([[8 * (2 / 3 - 1 / 12), 0.0]]))
    by_amount = TradeMove(
        name="home", **SAID, origin="BE", destination="NL", areas=("NL",), industries=None, amount=8.0, unit="MEUR"
    )
    again = run_scenario(example_accounts(), Scenario("s", (by_amount,)))
    assert again.after.footprint.values == pytest.approx(outcome.after.footprint.values)


def test_amounts_and_values_of_demand_and_intensities() -> None:
    changes = (
        DemandChange(name="more", **SAID, products=Selection(("NL",)), areas=("NL",), amount=-6.0, unit="MEUR"),
        DemandChange(name="new", **SAID, products=Selection(("BE",)), areas=("BE",), value=20.0, unit="MEUR"),
        IntensityChange(name="cut", **SAID, emitters=Selection(("NL",)), amount=-20.0, unit="kt CO2"),
        IntensityChange(name="rise", **SAID, emitters=Selection(("BE",)), value=0.1, unit="kt CO2/MEUR"),
    )
    fresh = apply_scenario(example_accounts(), Scenario("s", changes))
    assert fresh.demand.values.tolist() == [[50.0, 0.0], [16.0, 20.0]]
    per_output = (fresh.emissions.values / fresh.output.values).tolist()
    assert per_output == [pytest.approx([0.25, 0.1])]


def test_the_accounts_stay_as_they_are() -> None:
    accounts = example_accounts()
    apply_scenario(accounts, Scenario("s", (DemandChange(name="d", **SAID, factor=2.0),)))
    assert accounts.demand.values.tolist() == example_accounts().demand.values.tolist()


def test_every_fault_is_told_together() -> None:
    changes = (
        DemandChange(name="a", **SAID, products=Selection(("NX",), ("B",)), areas=("QQ",), factor=2.0),
        DemandChange(name="b", **SAID, final_uses=("c99",), factor=2.0),
        DemandChange(name="twice", **SAID, factor=2.0),
        DemandChange(name="twice", **SAID, factor=2.0),
        DemandChange(name="c", **SAID, factor=2.0, value=1.0),
        DemandChange(name="d", **SAID, amount=1.0, unit="MUSD"),
        DemandChange(name="e", **SAID, factor=-1.0),
        DemandChange(name="f", **SAID, amount=-1000.0, unit="MEUR"),
        IntensityChange(name="g", **SAID, gases=("N2O",), factor=0.5),
        TradeMove(name="h", **SAID, origin="NL", destination="NL", share=0.5),
        TradeMove(name="i", **SAID, origin="NL", destination="BE", share=1.5),
        TradeMove(name="j", **SAID, origin="NL", destination="BE", amount=1e6, unit="MEUR"),
        TradeMove(name="k", **SAID, origin="NL", destination="BE"),
        TradeMove(name="l", **SAID, origin="NL", destination="BE", amount=1.0),
        TradeMove(name="m", **SAID, origin="NL", destination="BE", industries=None, final_uses=None, share=0.5),
    )
    with pytest.raises(InputError) as caught:
        run_scenario(example_accounts(), Scenario("s", changes))
    assert caught.value.code == "scenario.faults"
    found = {(fault.where.label, fault.code.removeprefix("scenario.")) for fault in caught.value.problems}
    assert found == {
        ("a", "unknown_region"),
        ("a", "unknown_product"),
        ("b", "unknown_final_use"),
        ("twice", "duplicate_name"),
        ("c", "one_effect"),
        ("d", "unit"),
        ("e", "number"),
        ("f", "more_than_there_is"),
        ("g", "unknown_gas"),
        ("h", "same_region"),
        ("i", "share"),
        ("j", "more_than_there_is"),
        ("k", "share_or_amount"),
        ("l", "unit"),
        ("m", "nothing_selected"),
    }
    assert "NL" in next(fault for fault in caught.value.problems if fault.where.label == "a").params["nearest"]


def test_another_year_is_refused_with_the_years_there_are() -> None:
    late = DemandChange(name="d", year=2031, source="made", factor=2.0)
    with pytest.raises(InputError) as caught:
        run_scenario(example_accounts(), Scenario("s", (late,)))
    assert (caught.value.code, caught.value.params["known"]) == ("scenario.missing_year", "2031")


@pytest.mark.parametrize("coefficient", [0.9, 0.8])
def test_an_unproductive_table_is_refused(coefficient: float) -> None:
    """a11 = 0.9 with a12 a21 / (1 - a22) = 0.05 leaves a spectral radius below 1; 0.95 would be singular."""
    more = TechnologyChange(
        name="more", **SAID, inputs=Selection(("NL",)), buyers=Selection(("NL",)), value=coefficient, unit="MEUR/MEUR"
    )
    assert run_scenario(example_accounts(), Scenario("s", (more,))).residual < 1e-9
    for bad in (0.95, 1.3):
        worse = TechnologyChange(
            name="more", **SAID, inputs=Selection(("NL",)), buyers=Selection(("NL",)), value=bad, unit="MEUR/MEUR"
        )
        with pytest.raises(BalanceError) as caught:
            run_scenario(example_accounts(), Scenario("s", (worse,)))
        assert caught.value.code == "scenario.unproductive"


def test_an_idle_supplier_is_refused_and_an_uneven_region_named() -> None:
    accounts = Accounts.build(
        flows=np.array([[1.0, 0, 1], [0, 0, 0], [1, 0, 1]]),
        demand=np.array([[5.0, 1], [0, 0], [1, 7]]),
        emissions=np.array([[3.0, 0, 1]]),
        direct=np.zeros((1, 2)),
        sectors=Sectors(("NL", "NL", "BE"), ("A", "B", "A")),
        final_uses=FinalUses(("NL", "BE"), ("c37", "c37")),
        gases=("CO2",),
        meta=Meta(model="made", year=2020, money_unit="MEUR", emission_units=("kt CO2",)),
    )
    asked = DemandChange(name="d", **SAID, products=Selection(("NL",), ("B",)), areas=("NL",), value=1.0, unit="MEUR")
    with pytest.raises(BalanceError) as caught:
        run_scenario(accounts, Scenario("s", (asked,)))
    assert (caught.value.code, caught.value.where.label) == ("scenario.idle", "NL_B")
    move = TradeMove(name="m", **SAID, origin="NL", destination="BE", share=0.1)
    with pytest.raises(InputError) as refused:
        run_scenario(accounts, Scenario("s", (move,)))
    assert refused.value.problems[0].code == "scenario.not_made_there"
