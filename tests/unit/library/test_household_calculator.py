"""One household computed over the small table, by hand."""

from __future__ import annotations

import json
import math

import pytest
from tests import household_made as made

import ketenkompas as kk
from ketenkompas.errors import InputError, UnknownCodeError

households = kk.households
Household = households.Household


@pytest.fixture(autouse=True)
def _made() -> None:
    made.write()


def test_the_table_is_small_and_holds_every_kind_of_household() -> None:
    table = households.calculator()
    assert len(table["cells"]) == 5 * 6 * 3
    assert len(json.dumps(table)) < 100_000
    assert set(table["names"]["gas"]) == {"nl", "en"}
    for cell in table["cells"].values():
        assert sum(kg for kg, _ in cell["items"]) == pytest.approx(sum(kg for kg, _, _ in cell["groups"]), rel=1e-4)


def test_a_household_is_its_cell_and_its_quantities() -> None:
    asked = Household(2, "3", "own", gas_m3=1000, kwh=3000, heat_gj=0, cars=1, km=12_000)
    found = households.calculate(asked)
    parts = {part.id: part for part in found.parts}
    assert parts["gas"].value == 2000
    assert (parts["gas"].low, parts["gas"].high, parts["gas"].quantity_unit) == (1900, 2100, "m3")
    assert parts["electricity"].value == pytest.approx(900)
    assert parts["heat"].value == 0
    assert parts["driving"].value == pytest.approx(2400)
    assert parts["car_owned"].value == 700
    assert parts["public"].value == 5000
    assert parts["wood"].value == 24  # two GJ, never asked
    assert parts["food"].value == pytest.approx(made.cell_factor(1, 2, 0) * (100 + 110 + 120), rel=1e-5)
    assert found.value == pytest.approx(sum(part.value for part in found.parts))
    below = math.sqrt(sum((part.value - part.low) ** 2 for part in found.parts))
    assert found.low == pytest.approx(found.value - below)
    person = households.calculate(asked, per="person")
    assert (person.value, person.unit) == (pytest.approx(found.value / 2), "kg CO2e_AR5/person")


def test_what_is_not_said_is_usual_for_the_size_and_kilometres_follow_cars() -> None:
    nothing = households.calculate(Household(3))
    parts = {part.id: part for part in nothing.parts}
    assert (parts["gas"].quantity, parts["gas"].said) == (1000, False)
    assert nothing.value == nothing.usual
    two = {part.id: part for part in households.calculate(Household(3, cars=1.8)).parts}
    assert two["driving"].quantity == pytest.approx(2 * parts["driving"].quantity)  # usual is 0.9 cars
    none = {part.id: part for part in households.calculate(Household(3, cars=0)).parts}
    assert (none["driving"].value, none["car_owned"].value) == (0, 0)
    six, five = (households.calculate(Household(size)) for size in (6, 5))
    assert six.value - five.value == pytest.approx(2500)  # the same cell, one person more for government


def test_an_action_by_hand_with_its_rebound() -> None:
    asked = Household(2, "3", "own", gas_m3=1000, kwh=3000, heat_gj=0, cars=1, km=12_000)
    found = households.calculate(asked, ["less_gas"])
    less, together = found.effects
    assert less.saved_eur == pytest.approx(200 * 1.45)
    assert less.rebound is not None
    assert less.value == pytest.approx(-400 + less.rebound)
    assert less.home is not None
    assert less.abroad is not None
    assert less.home + less.abroad == pytest.approx(less.value)
    assert together.value == less.value
    assert found.after == pytest.approx(found.value + together.value)
    plain = households.calculate(asked, ["less_gas"], respend=False).effects[0]
    assert (plain.value, plain.rebound, plain.home) == (-400, 0, pytest.approx(-380))


def test_actions_work_on_what_the_others_leave() -> None:
    asked = Household(1, gas_m3=1000, kwh=2000)
    pump = households.calculate(asked, ["heat_pump"], respend=False).effects[0]
    kwh = 1000 * 31.65 * 0.95 / 2.5 / 3.6
    assert pump.value == pytest.approx(-2000 + 0.3 * kwh)
    both = households.calculate(asked, ["less_gas", "heat_pump"], respend=False).effects[-1]
    assert both.value == pytest.approx(-2000 + 0.3 * 0.8 * kwh)
    electric = households.calculate(Household(1, km=10_000), ["electric_car"], respend=False).effects[0]
    assert electric.value == pytest.approx(10_000 * (0.056 - 0.2))


def test_without_a_price_no_money_is_spent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(made.FACTORS, "electric_driving", (0.056, 0.05, 0.065, None, 0.8, "km"))
    made.frames.cache_clear()
    made.write(seed=2)
    asked = Household(1, gas_m3=1000, km=10_000)
    gas, electric, together = households.calculate(asked, ["electric_car", "less_gas"]).effects
    assert (electric.value, electric.rebound, electric.saved_eur) == (pytest.approx(-1440), 0, None)
    assert together.saved_eur == gas.saved_eur == pytest.approx(200 * 1.45)
    made.frames.cache_clear()


def test_what_is_not_modelled_has_no_value() -> None:
    diet = households.calculate(Household(2), ["diet"], lang="nl").effects[0]
    assert (diet.value, diet.status, diet.status_text) == (None, "not_modelled", "nog niet gemodelleerd")


def test_every_fault_of_a_household_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        households.calculate(Household(0, "9", "tent", gas_m3=-1, kwh=math.inf, km=math.nan))
    assert [problem.where.label for problem in caught.value.problems] == [
        "size", "income", "tenure", "gas_m3", "kwh", "km"
    ]  # fmt: skip
    assert "hoeveelheden" in caught.value.text("nl")
    with pytest.raises(UnknownCodeError, match="no action 'moon'"):
        households.calculate(Household(2), ["moon"])
