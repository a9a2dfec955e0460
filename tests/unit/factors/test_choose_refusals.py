"""Factors that give no value say why, by type; none of these is zero."""

from __future__ import annotations

from typing import Any

import pytest

from ketenkompas.factors import Component, Factor, choose, reason_text
from tests.unit.factors.choices import chain, grey_power, petrol, release_of
from tests.unit.factors.made import made_factor


def refusal(factor: Factor, unit: str = "L", **asked: Any) -> str:
    found = choose(release_of(factor), factor.key, 1, unit, **{"year": 2026, **asked})
    assert found.picked is None
    for language in ("nl", "en"):
        assert all(reason_text(one, language) for one in found.refusals)
    return found.refusals[0].code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"status": "lapsed", "value": None}, "lapsed"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"value": None, "flags": ("no_total", "empty_in_source"), "components": ()}, "empty_in_source"),
        ({"value": None, "flags": ("variable",), "value_text": "Variabel"}, "variable"),
    ],
)
def test_a_record_without_a_usable_value(given: dict[str, Any], code: str) -> None:
    assert refusal(petrol(**given)) == code


def test_the_words_of_the_source_are_told() -> None:
    label = grey_power(value=None, flags=("variable",), value_text="Variabel")
    found = choose(release_of(label), label.key, 1, "kWh", year=2026)
    assert reason_text(found.refusals[0], "nl") == (
        "Grijze stroom verschilt per geval (de bron zegt: Variabel): vraag het cijfer aan de leverancier."
    )


def test_the_known_part_of_a_label_can_be_asked_for() -> None:
    label = grey_power(value=None, flags=("variable",), value_text="Variabel", components=(Component("WTT", 0.044),))
    found = choose(release_of(label), label.key, 1000, "kWh", year=2026, boundary="WTT").picked
    assert found is not None
    assert found.value_kg_co2e == pytest.approx(44.0)


def test_nothing_found_is_told() -> None:
    found = choose(release_of(petrol()), (), 1, "L", year=2026)
    assert (found.candidates, found.refusals, found.needs_choice) == ((), (), False)
    assert [one.code for one in found.warnings] == ["choice.nothing_given"]


@pytest.mark.parametrize(
    ("unit", "expected"), [("reizigerskilometer", "unit_kind_mismatch"), ("kWh", "calorific_value_open")]
)
def test_another_kind_of_quantity(unit: str, expected: str) -> None:
    assert refusal(petrol(), unit) == expected


def test_vehicle_kilometres_are_no_passenger_kilometres() -> None:
    train = made_factor(unit="km{passenger}", quantity_kind="passenger_distance", category="passenger_transport")
    found = choose(release_of(train), train.key, 10, "vkm", year=2026)
    assert found.candidates == ()
    assert reason_text(found.refusals[0], "nl") == (
        "Diesel is niet te gebruiken met voertuigkilometer (afstand van voertuigen): nodig is reizigerskilometer "
        "(afstand van reizigers), en geen vastgelegde omrekening leidt daarheen."
    )


def test_a_boundary_that_is_not_there() -> None:
    assert refusal(petrol(), boundary="cradle_to_gate") == "boundary_not_available"
    assert refusal(petrol(components=(), boundary="WTT"), boundary="WTW") == "boundary_not_available"


@pytest.mark.parametrize("boundary", [None, "WTW"])
def test_a_row_with_combustion_only_offers_it_beside_the_refusal_of_the_whole(boundary: str | None) -> None:
    coal = chain("fuel.coal", 2.88, 0.0, None, components=(Component("TTW", 2.88),), flags=("no_total",))
    found = choose(release_of(coal), "fuel.coal", 10, "L", year=2026, boundary=boundary)
    assert [one.code for one in found.refusals] == ["boundary_not_available"]
    assert found.picked is None
    assert (found.candidates[0].value_kg_co2e, found.candidates[0].boundary) == (pytest.approx(28.8), "TTW")
    assert "boundary.part_only" in {one.code for one in found.candidates[0].warnings}
    asked = choose(release_of(coal), "fuel.coal", 10, "L", year=2026, boundary="TTW")
    assert asked.picked is not None
    assert asked.refusals == ()


def test_a_part_of_the_chain_is_never_picked_for_the_whole() -> None:
    upstream = petrol(boundary="WTT", components=(), value=0.685)
    found = choose(release_of(upstream), upstream.key, 1, "L", year=2026)
    assert found.picked is None
    assert found.candidates[0].inexact == ("boundary",)


def test_only_green_lists_what_it_leaves_out() -> None:
    assert refusal(petrol(), only_green=True) == "licence_blocked"


def test_power_of_one_country_says_nothing_about_another() -> None:
    assert refusal(grey_power(region="DE"), "kWh") == "out_of_coverage"
    average = choose(release_of(grey_power(region="EU27_2020")), "electricity.grey", 1, "kWh", year=2026)
    assert average.needs_choice


def test_customs_goods_have_the_origin_of_the_record_and_arrive_in_a_member_state() -> None:
    slab = made_factor(category="customs_goods", region="TR", unit="t", quantity_kind="mass", value=2541.0)
    found = choose(release_of(slab), slab.key, 100, "t", year=2026)
    assert found.picked is not None
    assert found.picked.value_kg_co2e == pytest.approx(254_100.0)
    assert "region.origin" in {one.code for one in found.picked.reasons}
    assert refusal(slab, "t", region="CN") == "out_of_coverage"


@pytest.mark.parametrize(
    "words", ["CO2-compensatie vlucht", "Garanties van Oorsprong wind", "GvO", "carbon credits", "klimaatcompensatie"]
)
def test_instruments_are_no_consumption(words: str) -> None:
    found = choose(release_of(petrol()), words, 1, "t", year=2026)
    assert [one.code for one in found.refusals] == ["instrument_not_consumption"]
    assert found.candidates == ()
    assert "geen verbruik" in reason_text(found.refusals[0], "nl")
