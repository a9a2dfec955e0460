"""Amounts go freely inside one kind of quantity, and between kinds over stated bridges only."""

from __future__ import annotations

import pytest

from ketenkompas.errors import UnitError
from ketenkompas.factors import Bridge, bridges_of, conversions, convert_amount
from tests.unit.factors.choices import gas, petrol
from tests.unit.factors.made import made_factor

DENSITY = Bridge("density", "L", "kg", 0.84, "list A")
NET = Bridge("net_calorific_value", "kg", "MJ{NCV}", 43.0, "list B")


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1.0, "t", "kg", 1000.0), (1.0, "GJ", "kWh", 1000 / 3.6), (2.0, "miles", "vkm", 3.218688),
        (1.0, "m3", "L", 1000.0), (-5.0, "MWh", "kWh", -5000.0),
    ],
)  # fmt: skip
def test_inside_one_kind(value: float, unit: str, to: str, expected: float) -> None:
    found = convert_amount(value, unit, to)
    assert found.value == pytest.approx(expected, rel=1e-12)
    assert [step.rule for step in found.steps] == ["unit"]


def test_the_same_unit_takes_no_step() -> None:
    assert convert_amount(3.0, "liter", "L").steps == ()


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("vkm", "pkm"), ("pkm", "tkm"), ("kWh (Net CV)", "kWh (Gross CV)"), ("kWh", "kWh NCV"), ("kg", "kg ds"),
        ("m3", "Nm3"), ("L", "kg"), ("EUR", "{EUR2023}"), ("EUR", "kWh"),
    ],
)  # fmt: skip
def test_kinds_that_differ_are_never_taken_for_each_other(unit: str, to: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert_amount(1.0, unit, to)
    assert caught.value.code == "factor.kinds_differ"
    assert "om te rekenen" in caught.value.text("nl")


def test_every_step_over_a_bridge_names_its_source() -> None:
    found = convert_amount(1000.0, "L", "kW.h{NCV}", (DENSITY, NET))
    assert found.value == pytest.approx(10_033.333, abs=1e-3)
    assert [(step.rule, step.source) for step in found.steps[:2]] == [
        ("density", "list A"), ("net_calorific_value", "list B"),
    ]  # fmt: skip


def test_a_bridge_leads_back_as_well() -> None:
    assert convert_amount(840.0, "kg", "L", (DENSITY,)).value == pytest.approx(1000.0, rel=1e-12)


def test_of_two_ways_the_shorter_is_taken() -> None:
    direct = Bridge("energy_content", "L", "MJ{NCV}", 35.9, "the record")
    found = convert_amount(10.0, "L", "MJ NCV", (DENSITY, NET, direct))
    assert (found.value, [step.rule for step in found.steps]) == (359.0, ["energy_content"])


def test_template_vectors_of_two_fuels() -> None:
    fuels = {one.fuel: one for one in conversions()}
    for fuel, megawatt_hours in (("gas-diesel-oil", 10.03334136), ("biodiesel", 6.3750051)):
        one = fuels[fuel]
        assert one.density_kg_per_l is not None
        bridges = (
            Bridge("density", "L", "kg", one.density_kg_per_l, one.source),
            Bridge("net_calorific_value", "kg", "MJ{NCV}", one.ncv_mj_per_kg, one.source),
        )
        found = convert_amount(1000.0, "L", "kW.h{NCV}", bridges).value / 1000
        # The template rounds 1/3600 to 0.000277778.
        assert found * 3.6 * 0.277778 == pytest.approx(megawatt_hours, abs=1e-7)


def test_gas_of_the_dutch_grid_by_bill_and_by_calorific_value() -> None:
    bridges = bridges_of(gas(), conversions())
    billed = convert_amount(1000.0, "m3", "Nm3", bridges)
    assert billed.value == 1000.0
    assert billed.steps[-1].assumed
    assert convert_amount(31.65, "MJ NCV", "Nm3", bridges).value == pytest.approx(1.0)
    assert convert_amount(9.769444, "kWh bovenwaarde", "Nm3", bridges).value == pytest.approx(1.0, rel=1e-6)


def test_only_dutch_gas_has_the_bridge_of_the_bill() -> None:
    rules = {one.rule for one in bridges_of(gas(region="DE"), ())}
    assert rules == {"energy_content"}


def test_the_energy_content_of_the_record_leads_over_the_general_list() -> None:
    listed = next(one for one in conversions() if one.applies_to and one.density_kg_per_l)
    fuel = petrol(factor_id=listed.applies_to[0])
    rules = [one.rule for one in bridges_of(fuel, conversions())]
    assert rules[:2] == ["energy_content", "density"]
    assert "net_calorific_value" not in rules


def test_what_is_no_fuel_has_no_bridges() -> None:
    power = made_factor(category="electricity", unit="kW.h", quantity_kind="energy", energy_content_mj=3.6)
    assert bridges_of(power, conversions()) == ()


def test_steps_as_plain_data() -> None:
    told = convert_amount(1.0, "L", "kg", (DENSITY,)).as_json()
    assert told["steps"] == [
        {"rule": "density", "amount": 1.0, "unit": "L", "result": 0.84, "to_unit": "kg", "source": "list A",
         "assumed": False},
    ]  # fmt: skip
