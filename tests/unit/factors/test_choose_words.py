"""What a question leaves open: the unit, the words, the money. Told, asked back or refused; never guessed."""

from __future__ import annotations

import pytest

from ketenkompas.errors import UnitError
from ketenkompas.factors import Factor, Link, activity_unit, choice_rules, choose, reason_text, unit_readings
from tests.unit.factors.choices import NL_LIST, gas, petrol, release_of, spend
from tests.unit.factors.made import made_factor


def moved(key: str, unit: str, kind: str, **given: object) -> Factor:
    told = {"category": "passenger_transport", "unit": unit, "quantity_kind": kind, "value": 0.2, "source": NL_LIST}
    return made_factor(key, key=key, components=(), **{**told, **given})


CAR = moved("car.petrol", "km{vehicle}", "vehicle_distance", name_nl="Personenauto")
TRAIN = moved("train.average", "km{passenger}", "passenger_distance", value=0.03, name_nl="Trein")
LORRY = moved("freight.lorry", "t.km", "freight_work", category="freight_transport", name_nl="Vrachtwagen")


def test_a_kilometre_is_of_the_vehicle_or_of_one_traveller_as_the_factor_needs() -> None:
    release = release_of(CAR, TRAIN)
    by_car = choose(release, "car.petrol", 100, "km", year=2026)
    assert by_car.picked is not None
    assert (by_car.picked.value_kg_co2e, by_car.asked["unit"], by_car.warnings) == (20.0, "km", ())
    by_train = choose(release, "train.average", 100, "kilometers", year=2026)
    assert by_train.picked is not None
    assert by_train.picked.value_kg_co2e == pytest.approx(3.0)
    assert [reason_text(one, "nl") for one in by_train.warnings] == [
        "Opgevat als kilometers van één reiziger: vermenigvuldig met het aantal reizigers."
    ]


def test_a_kilometre_is_no_tonne_kilometre() -> None:
    found = choose(release_of(LORRY), "freight.lorry", 100, "km", year=2026)
    assert reason_text(found.refusals[0], "nl").startswith(
        "Vrachtwagen is niet te gebruiken met kilometer (afstand): nodig is tonkilometer"
    )


def test_no_record_can_have_a_unit_that_leaves_open_what_is_counted() -> None:
    with pytest.raises(UnitError):
        activity_unit("km")
    assert [one.code for one in unit_readings("kilometer")] == ["km{vehicle}", "km{passenger}"]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("nachten", "{room.night}"), ("nights", "{room.night}"), ("uur", "h{FTE}"), ("euro", "{EUR}"), ("€", "{EUR}"),
        ("ML", "ML"), ("tonkilometers", "t.km"),
    ],
)  # fmt: skip
def test_spellings_of_everyday(spelling: str, code: str) -> None:
    assert activity_unit(spelling).code == code


@pytest.mark.parametrize("spelling", ["ml", "Ml", "mL"])
def test_a_millilitre_is_no_million_litres(spelling: str) -> None:
    with pytest.raises(UnitError):
        activity_unit(spelling)


def test_fuel_in_plain_kilowatt_hours_is_asked_back() -> None:
    found = choose(release_of(gas()), "fuel.natural-gas", 1000, "kWh", year=2026)
    assert [one.code for one in found.refusals] == ["calorific_value_open"]
    assert "“kWh bovenwaarde” (zoals meestal op een gasrekening)" in reason_text(found.refusals[0], "nl")
    assert choose(release_of(gas()), "fuel.natural-gas", 1000, "kWh bovenwaarde", year=2026).picked is not None


@pytest.mark.parametrize("words", ["salaris", "btw", "Afschrijving 2026", "rente", "fines", "sociale lasten"])
def test_what_buys_nothing_has_no_factor(words: str) -> None:
    found = choose(release_of(petrol()), words, 1000, "EUR", year=2026)
    assert [one.code for one in found.refusals] == ["no_purchase"]
    assert found.candidates == ()


def test_what_is_bought_about_pay_or_taxes_is_a_purchase() -> None:
    rules = choice_rules()
    assert not any(map(rules.names_no_purchase, ("salarisadministratie", "belastingadvies", "loonwerk", "renteswap")))


def test_a_repair_is_told_apart_from_the_margin_on_a_car() -> None:
    found = choose(release_of(spend("G45", 0.13)), "spend.nl.g45.purchaser", 400, "EUR", year=2023, vat="excl")
    told = [reason_text(one, "nl") for one in found.candidates[0].warnings if one.code == "spend.margin_or_repair"]
    assert told == [
        "Besteding bij autobedrijven (G45): past bij reparatie en onderhoud. Van een auto of onderdelen dekt het "
        "alleen de marge van de dealer; neem daarvoor de factor van voertuigen."
    ]


def test_travel_by_money_gives_the_spend_factor_and_asks_for_kilometres() -> None:
    train = moved(
        "train.average", "km{passenger}", "passenger_distance", classifications=(Link("A64", "H49", "exact"),)
    )
    release = release_of(train, spend("H49", 0.45), spend("C17", 0.3))
    found = choose(release, "train.average", 300, "EUR", year=2023)
    assert [one.factor.key for one in found.candidates] == ["spend.nl.h49.purchaser"]
    assert found.picked is None
    asked = next(one for one in found.warnings if one.code == "quantity.ask_physical")
    assert reason_text(asked, "en").endswith("There are factors for it, in: passenger-kilometre.")


def test_clothes_by_money_are_bought_not_thrown_away() -> None:
    links = {"bought": "C13T15", "thrown": "E37T39"}
    bought, thrown = (
        made_factor(
            name,
            key=name,
            category=category,
            unit="t",
            quantity_kind="mass",
            classifications=(Link("A64", code, "exact"),),
        )
        for (name, code), category in zip(links.items(), ("materials", "waste"), strict=True)
    )
    release = release_of(bought, thrown, spend("C13T15", 0.3), spend("E37T39", 0.6))
    closeness = {bought.factor_id: 1.0, thrown.factor_id: 0.9}
    found = choose(release, (bought, thrown), 100, "EUR", year=2023, closeness=closeness)
    assert [one.factor.key for one in found.candidates] == ["spend.nl.c13t15.purchaser"]


def refilled(native_id: str, gwp_set: str, value: float, variant_of: str = "") -> Factor:
    told = {"category": "refrigerants", "boundary": "GWP", "unit": "kg", "quantity_kind": "mass", "components": ()}
    named = {"key": native_id, "gwp_set": gwp_set, "value": value, "variant_of": variant_of, "source": NL_LIST}
    return made_factor(native_id, **told, **named)


@pytest.mark.parametrize(("old", "picked"), [(0.97, "r410a"), (1.0, "r410a.ar4")])
def test_the_same_gas_in_an_older_set_is_a_variant_unless_it_was_asked_for(old: float, picked: str) -> None:
    new, before = (
        refilled("r410a", "AR6-100@NL-2026", 2256.0),
        refilled("r410a.ar4", "AR4-100@NL-2026", 2088.0, "r410a"),
    )
    closeness = {new.factor_id: 1.0 if old < 1 else 0.9, before.factor_id: old}
    found = choose(release_of(new, before), (new, before), 3, "kg", year=2026, closeness=closeness)
    assert found.picked is not None
    assert found.picked.factor.key == picked


def test_what_the_words_fit_best_is_told_when_the_unit_does_not_reach_it() -> None:
    words = {TRAIN.factor_id: 1.0, LORRY.factor_id: 0.9}
    found = choose(release_of(TRAIN, LORRY), (TRAIN, LORRY), 100, "tkm", year=2026, closeness=words)
    assert found.picked is None
    assert reason_text(found.warnings[0], "nl") == (
        "Er is niets gekozen: de woorden passen beter bij Trein, en daarvoor is reizigerskilometer nodig in plaats van "
        "tonkilometer. Geef die hoeveelheid op, of kies zelf."
    )


def cement(region: str, native_id: str = "") -> Factor:
    told = {"category": "customs_goods", "unit": "t", "quantity_kind": "mass", "boundary": "cradle_to_gate"}
    name = f"cement-{region}{native_id}"
    return made_factor(name, key=name, region=region, components=(), source=NL_LIST, **told)


def test_customs_goods_by_words_ask_for_the_code_and_by_code_for_the_origin() -> None:
    turkish, chinese = cement("TR"), cement("CN")
    release = release_of(turkish, chinese)
    by_words = choose(release, (turkish,), 1, "t", year=2026, region="TR", closeness={turkish.factor_id: 1.0})
    assert [one.code for one in by_words.warnings] == ["choice.ask_code"]
    by_code = choose(release, (turkish, chinese), 1, "t", year=2026)
    assert [one.code for one in by_code.warnings] == ["choice.ask_origin"]
    there = choose(release, (turkish, chinese), 1, "t", year=2026, region="TR")
    assert there.picked is not None
    assert there.picked.factor.region == "TR"
