"""Sixty things a Dutch firm buys, burns, drives, eats and throws away, asked as an adviser would, on release 2026.1.

For each question what must stand first, and whether it may be picked without asking. Written by reading every answer.
"""

from __future__ import annotations

import pytest

import ketenkompas as kk
from ketenkompas.errors import UnknownCodeError

RELEASE = "2026.1"
PICKED = [
    ("diesel", 1000, "liter", 2026, "fuel.diesel.b7"),
    ("benzine", 100, "liter", 2026, "fuel.petrol.e10"),
    ("aardgas", 1000, "m3", 2026, "fuel.natural-gas.g"),
    ("aardgas", 1000, "kWh bovenwaarde", 2026, "fuel.natural-gas.g"),
    ("stroom", 10_000, "kWh", 2026, "electricity.grid-mix"),
    ("stadswarmte", 50, "GJ", 2026, "heat.networks.average"),
    ("HVO100", 100, "liter", 2026, "fuel.hvo100"),
    ("leaseauto", 15_000, "km", 2026, "car.average"),
    ("leaseauto benzine", 15_000, "km", 2026, "car.petrol.medium"),
    ("woon-werkverkeer auto", 20_000, "km", 2026, "car.average"),
    ("vliegreis Londen", 700, "km", 2026, "flight.regional"),
    ("trein", 200, "km", 2026, "train.average"),
    ("luchtvracht", 1000, "tkm", 2026, "freight.air.long-haul"),
    ("R410A", 3, "kg", 2026, "refrigerant.r410a"),
    ("R410A AR4", 3, "kg", 2026, "refrigerant.r410a.ar4"),
    ("SF6", 1, "kg", 2026, "gas.sf6"),
    ("papierafval", 500, "kg", 2026, "waste.recycling.paper"),
    ("glasafval", 1, "ton", 2026, "waste.recycling.glass"),
    ("gft", 300, "kg", 2026, "waste.recycling.organic-digestion"),
    ("kantoormeubelen", 3000, "EUR", 2026, "spend.nl.c31_32.purchaser"),
    ("laptops", 5000, "EUR", 2026, "spend.nl.c26.purchaser"),
    ("clouddiensten", 1000, "EUR", 2026, "spend.nl.j62_63.purchaser"),
    ("schoonmaak", 2000, "EUR", 2026, "spend.nl.n80t82.purchaser"),
    ("tuinman", 100, "EUR", 2026, "spend.nl.n80t82.purchaser"),
    ("catering", 1000, "EUR", 2026, "spend.nl.i.purchaser"),
    ("hotel", 300, "EUR", 2026, "spend.nl.i.purchaser"),
    ("accountant", 5000, "EUR", 2026, "spend.nl.m69_70.purchaser"),
    ("salarisadministratie", 500, "EUR", 2026, "spend.nl.m69_70.purchaser"),
    ("huur kantoor", 20_000, "EUR", 2026, "spend.nl.l.purchaser"),
    ("verzekering", 1000, "EUR", 2026, "spend.nl.k65.purchaser"),
    ("boodschappen", 100, "EUR", 2026, "spend.nl.c10t12.purchaser"),
    ("taxi", 100, "EUR", 2026, "spend.nl.h49.purchaser"),
    ("postzegels", 100, "EUR", 2026, "spend.nl.h53.purchaser"),
    ("kantoormeubelen", -500, "EUR", 2026, "spend.nl.c31_32.purchaser"),
]
ASKED_BACK = [
    ("diesel", 1000, "liter", 2023, "fuel.diesel.b7", "choice.not_exact"),
    ("elektrische auto", 15_000, "km", 2026, "car.electric.grid-mix", "choice.no_clear_lead"),
    ("vliegtickets", 800, "EUR", 2026, "spend.nl.h51.purchaser", "choice.not_exact"),
    ("NS treinreizen", 300, "EUR", 2026, "spend.nl.h49.purchaser", "choice.not_exact"),
    ("stroom", 1000, "EUR", 2026, "spend.nl.d35.supply", "quantity.ask_physical"),
    ("zonnepanelen", 5000, "EUR", 2026, "spend.nl.c26.purchaser", "choice.words_fit_another"),
    ("kaas", 100, "euro", 2026, "spend.nl.c10t12.purchaser", "choice.words_fit_another"),
    ("auto-onderhoud", 400, "EUR", 2026, "spend.nl.g45.purchaser", "choice.not_exact"),
    ("groothandel", 100, "EUR", 2026, "spend.nl.g46.purchaser", "choice.not_exact"),
    ("hotel", 3, "nachten", 2026, "hotel.nl", "choice.not_exact"),
    ("thuiswerken", 1000, "uur", 2026, "homeworking.gb.equipment", "choice.not_exact"),
    ("karton", 1, "ton", 2026, "waste.recycling.paper", "choice.other_meaning"),
    ("CO2 gas", 1, "kg", 2026, "fuel.cng", "choice.words_fit_another"),
    ("AdBlue", 100, "liter", 2026, "fuel.adblue", "choice.not_exact"),
    ("koffiebonen", 5, "kg", 2026, "food.nevo-644-coffee-ambient-long-coffee-packaging-500-gram-water-cooker", None),
    ("staal 7208 10", 1000, "kg", 2026, "customs.7208.ar", "choice.ask_origin"),
    ("cement uit Turkije", 1, "ton", 2026, "customs.25233000.tr", "choice.ask_code"),
    ("kunstmest uit Turkije", 1, "ton", 2026, "customs.31029000.tr", "choice.ask_code"),
]


@pytest.mark.parametrize(("words", "quantity", "unit", "year", "key"), PICKED)
def test_beyond_doubt(words: str, quantity: float, unit: str, year: int, key: str) -> None:
    found = kk.factors.choose(words, quantity, unit, year=year, release=RELEASE)
    assert found.picked is not None, [one.code for one in found.warnings]
    assert found.picked.factor.key == key
    assert found.picked.value_kg_co2e * quantity > 0


@pytest.mark.parametrize(("words", "quantity", "unit", "year", "key", "why"), ASKED_BACK)
def test_left_to_a_person(words: str, quantity: float, unit: str, year: int, key: str, why: str | None) -> None:
    found = kk.factors.choose(words, quantity, unit, year=year, release=RELEASE)
    assert found.needs_choice or (why is None and found.picked is not None)
    assert found.candidates[0].factor.key == key
    assert why is None or why in [one.code for one in found.warnings]


@pytest.mark.parametrize(
    ("words", "quantity", "unit", "region", "key", "value"),
    [
        ("7207 11 14", 10, "t", "TR", "customs.72071114.tr", 23_100.0),
        ("7207 11 14", 10, "t", "CN", "customs.72071114.cn", None),
        ("stroom", 1000, "kWh", "DE", "electricity.grid.de", 380.95),
        ("electricity", 1000, "kWh", "FR", "electricity.grid.fr", 56.039),
    ],
)
def test_another_country_has_its_own_figure(
    words: str, quantity: float, unit: str, region: str, key: str, value: float | None
) -> None:
    found = kk.factors.choose(
        words, quantity, unit, year=2024 if unit == "kWh" else 2026, region=region, release=RELEASE
    )
    assert found.picked is not None
    assert found.picked.factor.key == key
    assert value is None or found.picked.value_kg_co2e == pytest.approx(value)


def test_the_general_value_of_the_law_is_not_the_country_asked_for() -> None:
    """Türkiye has no default of its own for Portland cement: the regulation then refers to other countries."""
    found = kk.factors.choose("2523 29 00", 10, "t", year=2026, region="TR", release=RELEASE)
    assert found.picked is None
    assert found.candidates[0].factor.key == "customs.25232900.row"
    assert "region.world" in [one.code for one in found.candidates[0].warnings]


@pytest.mark.parametrize(
    ("words", "unit", "code"),
    [
        ("salaris", "EUR", "no_purchase"), ("btw", "EUR", "no_purchase"), ("VAT", "EUR", "no_purchase"),
        ("gas", "kWh", "calorific_value_open"), ("bestelbus", "km", "unit_kind_mismatch"),
        ("garantie van oorsprong", "kWh", "instrument_not_consumption"),
    ],
)  # fmt: skip
def test_refused_with_the_reason(words: str, unit: str, code: str) -> None:
    found = kk.factors.choose(words, 100, unit, year=2026, release=RELEASE)
    assert found.candidates == ()
    assert found.refusals[0].code == code


@pytest.mark.parametrize("words", ["bouwmarkt", "blusgas"])
def test_words_without_a_factor_are_told_so(words: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        kk.factors.choose(words, 100, "EUR", year=2026, release=RELEASE)
    assert caught.value.code == "factor.words_unknown"
    assert "niet de winkel of het merk" in caught.value.text("nl")


@pytest.mark.parametrize(
    ("words", "language", "category"),
    [
        ("cardboard box", "en", "spend"), ("cardboard", "en", "waste"), ("gemengd bedrijfsafval", "nl", "waste"),
        ("coffee beans", "en", "food"), ("milk", "en", "food"),
    ],
)  # fmt: skip
def test_how_food_is_packed_is_no_reason_to_find_it(words: str, language: str, category: str) -> None:
    found = kk.factors.search(words, language=language, limit=3, release=RELEASE)
    assert found[0].factor.category == category
    assert {one.factor.native_id.split("/")[0] for one in found} & {"644", "279", "286"} or category != "food"
    assert not any("confetti" in one.factor.key for one in found)
