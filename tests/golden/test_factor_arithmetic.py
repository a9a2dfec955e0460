"""Sums that anybody can do again on paper, with figures of the Dutch list 2026 (CO2emissiefactoren.nl)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.factors.choices import chain, grey_power, petrol, release_of

from ketenkompas.factors import Factor, choose, convert_amount, inventory_total
from ketenkompas.factors import Line as InventoryLine


def answer(factor: Factor, quantity: float, unit: str, **asked: Any) -> float:
    found = choose(release_of(factor), factor.key, quantity, unit, **{"year": 2026, **asked}).picked
    assert found is not None
    return found.value_kg_co2e


def test_petrol_and_grey_power_of_the_worked_example() -> None:
    # 1,000 l x 3.059 + 500 kWh x 0.483 = 3,059 + 241.5 kg; cells B7 and B85.
    total = answer(petrol(), 1000, "liter") + answer(grey_power(), 500, "kWh")
    assert total == pytest.approx(3300.5, abs=1e-9)


@pytest.mark.parametrize(("boundary", "kg"), [("WTW", 3059.0), ("TTW", 2374.0), ("WTT", 685.0)])
def test_petrol_by_boundary(boundary: str, kg: float) -> None:
    assert answer(petrol(), 1000, "liter", boundary=boundary) == pytest.approx(kg, abs=1e-9)


def test_a_thousand_litres_by_their_heat() -> None:
    # 1,000 l x 32.47 MJ = 32.47 GJ by net calorific value; cell G7.
    assert answer(petrol(), 32.47, "GJ NCV") == pytest.approx(3059.0, abs=1e-9)


def test_an_electric_car_on_grey_power_keeps_the_printed_figure() -> None:
    # 0.81 MJ/km / 3.6 x 0.483 = 0.108675; the list prints 0.111 (row 164) and follows a rounding of its own.
    per_km = convert_amount(0.81, "MJ", "kWh").value
    assert answer(grey_power(), per_km, "kWh") == pytest.approx(0.108675, abs=1e-9)
    car = chain(
        "car.electric.grey", 0.0, 0.111, 0.111, category="passenger_transport", unit="km{vehicle}",
        quantity_kind="vehicle_distance", flags=("derived_rounding",),
    )  # fmt: skip
    assert answer(car, 1, "vkm") == 0.111


def test_a_diesel_train_and_a_deep_sea_container_ship() -> None:
    train = chain("train.diesel", 0.068, 0.021, 0.089, category="passenger_transport", unit="km{passenger}",
                  quantity_kind="passenger_distance")  # fmt: skip
    ship = chain("ship.container.deep-sea", 0.01, 0.002, 0.012, category="freight_transport", unit="t.km",
                 quantity_kind="freight_work")  # fmt: skip
    # 120 km x 25 travellers; 18 t x 19,500 km. Rows 184 and 252.
    assert answer(train, 120 * 25, "reizigerskilometer") == pytest.approx(267.0, abs=1e-9)
    assert answer(ship, 18 * 19_500, "tkm") == pytest.approx(4212.0, abs=1e-9)


def test_a_printed_total_is_kept_where_the_parts_do_not_add_up() -> None:
    # Row 228: 0.085 against 0.067 + 0.021 = 0.088.
    lorry = chain("truck.lzv", 0.067, 0.021, 0.085, category="freight_transport", unit="t.km",
                  quantity_kind="freight_work", flags=("sum_mismatch",), component_sum_checked="no")  # fmt: skip
    found = choose(release_of(lorry), lorry.key, 1000, "tkm", year=2026).picked
    assert found is not None
    assert found.value_kg_co2e == pytest.approx(85.0, abs=1e-9)
    assert "quality.sum_mismatch" in {one.code for one in found.reasons}


def test_green_gas_emits_nothing_at_the_boiler_and_its_biogenic_carbon_stands_apart() -> None:
    green = chain("gas.green", 0.0, 0.305, 0.305, unit="m3{normal}", quantity_kind="normal_volume", biogenic_co2=1.779)
    found = choose(release_of(green), green.key, 1000, "Nm3", year=2026).picked
    assert found is not None
    assert (found.value_kg_co2e, found.biogenic_kg_co2) == (pytest.approx(305.0), pytest.approx(1779.0))


@pytest.mark.parametrize(
    ("lines", "gsd2"),
    [
        # sqrt((0.6 ln 1.1)^2 + (0.3 ln 2)^2 + (0.1 ln 3)^2) = 0.24203; e^0.24203 = 1.27384
        ([(60, 1.1, "a"), (30, 2.0, "b"), (10, 3.0, "c")], 1.27384),
        # one factor in two lines: its shares are added first; as if independent it would be 1.633
        ([(50, 2.0, "a"), (50, 2.0, "a")], 2.0),
        ([(50, 2.0, "a"), (50, 2.0, "b")], 1.63253),
    ],
)
def test_the_width_of_an_inventory(lines: list[tuple[float, float, str]], gsd2: float) -> None:
    found = inventory_total(InventoryLine(*line) for line in lines)
    assert found.gsd2 == pytest.approx(gsd2, abs=5e-6)
