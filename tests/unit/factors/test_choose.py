"""What is picked, what is left to a person, and that every step down is told."""

from __future__ import annotations

import dataclasses
import datetime
import json

import pytest

from ketenkompas.errors import InputError, UnitError, UnknownCodeError
from ketenkompas.factors import Component, Factor, Reason, choose, reason_text, replay
from tests.unit.factors.choices import DESNZ, NL_LIST, chain, edition_of, gas, grey_power, petrol, release_of
from tests.unit.factors.made import made_factor


def codes(reasons: tuple[Reason, ...]) -> set[str]:
    return {one.code for one in reasons}


def test_the_whole_answer_of_a_plain_question() -> None:
    found = choose(release_of(petrol()), "fuel.petrol.e0", 1000, "liter", year=2026)
    picked = found.picked
    assert picked is not None
    assert picked.value_kg_co2e == pytest.approx(3059.0)
    assert picked.by_component == pytest.approx({"TTW": 2374.0, "WTT": 685.0})
    assert (picked.biogenic_kg_co2, picked.avoided_kg_co2e) == (0.0, None)
    assert (picked.low, picked.high) == pytest.approx((3059 / 1.1, 3059 * 1.1))
    assert picked.interval_from == "class_default"
    assert (found.refusals, found.needs_choice, picked.inexact) == ((), False, ())
    assert codes(picked.reasons) == {"source.rank", "source.licence_open_question"}


def test_the_answer_as_plain_data_in_both_languages() -> None:
    found = choose(release_of(petrol()), "fuel.petrol.e0", 1000, "liter", year=2025)
    for language, word in (("nl", "Editie"), ("en", "Edition")):
        told = json.loads(json.dumps(found.as_json(language)))
        candidate = told["candidates"][0]
        assert candidate["value"] == pytest.approx(3059.0)
        assert candidate["source"]["cell"] == "B7"
        assert candidate["source"]["attribution"] == "Source: made for tests"
        assert any(one["text"].startswith(word) for one in candidate["reasons"])
    assert "text" not in found.as_json()["candidates"][0]["reasons"][0]


def test_a_component_is_exact() -> None:
    found = choose(release_of(petrol()), "fuel.petrol.e0", 1000, "liter", year=2026, boundary="TTW")
    assert found.picked is not None
    assert (found.picked.value_kg_co2e, found.picked.boundary) == (2374.0, "TTW")
    assert found.picked.biogenic_kg_co2 is None
    assert "boundary.component" in codes(found.picked.reasons)


def test_the_edition_of_2026_for_a_footprint_of_2023_warns_and_is_not_picked() -> None:
    found = choose(release_of(petrol()), "fuel.petrol.e0", 1, "liter", year=2023)
    assert found.picked is None
    assert found.needs_choice
    first = found.candidates[0]
    assert first.inexact == ("year",)
    warned = next(one for one in first.warnings if one.code == "year.edition_later")
    assert reason_text(warned, "nl") == ("Editie 2026 geldt vanaf 2026; voor 2023 is er in deze uitgave geen editie.")
    assert reason_text(found.warnings[0], "nl").endswith("(jaar). Kies zelf.")


def test_of_two_editions_the_one_of_the_year_is_taken() -> None:
    old = petrol(source=edition_of(2025), value=2.9, valid_from=datetime.date(2025, 1, 1), components=())
    new = petrol(version=2, supersedes=1)
    release = release_of(old, new)
    assert [choose(release, old.key, 1, "L", year=year).picked.value_kg_co2e for year in (2025, 2026)] == [
        2.9, 3.059,
    ]  # fmt: skip
    pinned = choose(release, "fuel.petrol.e0@1", 1, "L", year=2026)
    assert pinned.candidates[0].value_kg_co2e == 2.9


@pytest.mark.parametrize(
    ("valid_to", "year", "code"),
    [(2024, 2026, "year.expired"), (None, 2025, "year.edition_older"), (2030, 2026, "year.edition_holds")],
)
def test_an_older_edition_is_told(valid_to: int | None, year: int, code: str) -> None:
    until = None if valid_to is None else datetime.date(valid_to, 12, 31)
    factor = petrol(valid_from=datetime.date(2024, 1, 1), valid_to=until)
    found = choose(release_of(factor), factor.key, 1, "L", year=year)
    assert code in codes(found.candidates[0].reasons)
    assert (found.picked is not None) == (code == "year.edition_holds")


def test_a_further_year_stands_lower() -> None:
    points = [
        choose(release_of(petrol()), "fuel.petrol.e0", 1, "L", year=year).candidates[0].points
        for year in (2026, 2025, 2023, 2015)
    ]
    assert points == [0, 4, 8, 14]


def by_region(region: str, **given: object) -> Factor:
    told = {"key": "material.steel", "category": "materials", "unit": "t", "quantity_kind": "mass", "region": region,
            "boundary": "cradle_to_gate", "name_nl": f"Staal {region}", "name_en": f"Steel {region}"}  # fmt: skip
    return made_factor(f"steel-{region}", **{**told, **given})


def test_regions_step_down_from_the_same_to_any_other() -> None:
    release = release_of(
        by_region("US"), by_region("RoW"), by_region("GB", source=DESNZ, flags=("proxy_region",)),
        by_region("EU27_2020"), by_region("NL"),
    )  # fmt: skip
    found = choose(release, "material.steel", 1, "t", year=2026)
    assert [one.factor.region for one in found.candidates] == ["NL", "EU27_2020", "GB", "RoW", "US"]
    assert found.picked is found.candidates[0]
    warned = [code for one in found.candidates for code in codes(one.reasons) if code.startswith("region.")]
    assert warned == ["region.eu", "region.proxy", "region.world", "region.other"]


def test_the_union_is_no_step_for_a_country_outside_it() -> None:
    found = choose(release_of(by_region("EU27_2020")), "material.steel", 1, "t", year=2026, region="US")
    assert "region.other" in codes(found.candidates[0].reasons)


def test_two_that_fit_alike_are_left_to_a_person() -> None:
    second = petrol(key="fuel.petrol.e10", name_nl="Benzine E10", factor_id="other", value=2.794)
    release = release_of(petrol(), second)
    found = choose(release, release.current, 1, "L", year=2026)
    assert found.picked is None
    assert len(found.candidates) == 2
    assert "choice.no_clear_lead" in codes(found.warnings)
    assert "Benzine" in reason_text(found.warnings[0], "nl")


def test_variants_come_along_as_alternatives() -> None:
    green = grey_power(
        key="electricity.wind",
        factor_id="wind",
        value=0.0,
        variant="wind",
        variant_of="electricity.grey",
        components=(),
    )
    found = choose(release_of(grey_power(), green), "electricity.grey", 500, "kWh", year=2026)
    assert found.picked is not None
    assert found.picked.value_kg_co2e == pytest.approx(241.5)
    assert [one.factor.key for one in found.candidates] == ["electricity.grey", "electricity.wind"]
    assert "variant.other" in codes(found.candidates[1].reasons)
    assert found.candidates[1].interval_from == "none_for_zero"


def test_gas_by_the_bill_is_converted_with_a_warning_and_still_picked() -> None:
    found = choose(release_of(gas()), "fuel.natural-gas", 1500, "m3", year=2026)
    assert found.picked is not None
    assert found.picked.value_kg_co2e == pytest.approx(3201.0)
    assert {"conversion.gas_bill", "conversion.crossed"} <= codes(found.picked.reasons)
    assert "gascorrectiefactor" in reason_text(found.warnings[0], "nl")


def test_licences_are_told_by_verdict() -> None:
    own = petrol(source=dataclasses.replace(NL_LIST, licence_verdict="red", licence="ecoinvent"))
    found = choose(release_of(own), own.key, 1, "L", year=2026)
    told = next(one for one in found.warnings if one.code == "source.own_licence")
    assert reason_text(told, "nl") == "Onder een eigen licentie (ecoinvent): geef het cijfer niet door."


def test_heat_of_combustion_finds_the_volume() -> None:
    found = choose(release_of(gas()), "fuel.natural-gas", 31.65, "GJ NCV", year=2026)
    assert found.candidates[0].conversion.value == pytest.approx(1000.0)


def test_another_set_of_potentials_when_gases_are_known() -> None:
    factor = made_factor(
        source=DESNZ, value=2.545, gases={"co2_fossil": 2.0, "ch4_fossil": 0.01, "n2o": 0.001}, components=()
    )
    found = choose(release_of(factor), factor.key, 10, "L", year=2026, gwp_set="AR6-100@gwp-0.13.2")
    assert found.picked is not None
    assert found.picked.value_kg_co2e == pytest.approx(25.52)
    assert sum(found.picked.by_gas.values()) == pytest.approx(found.picked.value_kg_co2e)
    assert found.picked.gwp_set == "AR6-100@gwp-0.13.2"
    assert replay(release_of(factor), found.stored()) == found.picked.value_kg_co2e
    assert found.refusals == ()


@pytest.mark.parametrize("boundary", [None, "TTW"])
def test_without_gases_the_own_set_is_kept_and_told(boundary: str | None) -> None:
    release = release_of(petrol())
    found = choose(release, "fuel.petrol.e0", 1, "L", year=2026, boundary=boundary, gwp_set="AR5-100@gwp-0.13.2")
    assert found.picked is None
    assert found.candidates[0].gwp_set == "AR6-100@NL-2026"
    assert [one.code for one in found.refusals] == ["gases_unknown"]
    assert "de bron de gassen niet apart geeft" in reason_text(found.refusals[0], "nl")


def test_biogenic_and_avoided_stand_apart_and_are_scaled() -> None:
    waste = made_factor(
        category="waste", unit="t", quantity_kind="mass", value=32.0, avoided=-18_914.0, biogenic_co2=5.0,
        boundary="end_of_life",
    )  # fmt: skip
    found = choose(release_of(waste), waste.key, 500, "kg", year=2026)
    assert found.picked is not None
    assert found.picked.value_kg_co2e == pytest.approx(16.0)
    assert found.picked.avoided_kg_co2e == pytest.approx(-9457.0)
    assert found.picked.biogenic_kg_co2 == pytest.approx(2.5)
    assert {"meaning.avoided_apart", "meaning.biogenic_apart"} <= codes(found.picked.reasons)


def test_a_credit_keeps_its_sign() -> None:
    found = choose(release_of(petrol()), "fuel.petrol.e0", -10, "L", year=2026)
    assert found.picked is not None
    assert found.picked.value_kg_co2e == pytest.approx(-30.59)
    assert found.picked.low is not None
    assert found.picked.high is not None
    assert found.picked.low < found.picked.value_kg_co2e < found.picked.high
    assert "quantity.credit" in codes(found.warnings)


@pytest.mark.parametrize(
    ("category", "given", "code"),
    [
        ("food", {}, "meaning.as_consumed"),
        ("food", {"flags": ("includes_use_phase",)}, "meaning.use_phase"),
        ("refrigerants", {}, "meaning.refill_is_leak"),
        ("materials", {"variant": "closed loop"}, "meaning.recycled_content"),
        ("electricity", {"market_or_location": "market"}, "meaning.market_based"),
        ("passenger_transport", {"aviation_rf": "no"}, "meaning.aviation_without_rf"),
        ("passenger_transport", {"aviation_rf": "yes"}, "meaning.aviation_with_rf"),
        ("materials", {"flags": ("second_hand",)}, "quality.second_hand"),
        ("materials", {"data_year_to": 2009}, "quality.data_old"),
    ],
)
def test_what_must_be_known_is_told(category: str, given: dict[str, object], code: str) -> None:
    factor = made_factor(category=category, unit="kg", quantity_kind="mass", **given)
    found = choose(release_of(factor), factor.key, 1, "kg", year=2026)
    assert code in codes(found.candidates[0].reasons)
    for language in ("nl", "en"):
        assert all(reason_text(one, language) for one in found.candidates[0].reasons)


def test_a_stored_calculation_replays_in_a_later_release() -> None:
    first = release_of(petrol())
    stored = choose(first, "fuel.petrol.e0", 1000, "L", year=2026).stored()
    later = release_of(petrol(), petrol(version=2, supersedes=1, value=9.0, components=()), number="2026.2", sequence=2)
    assert choose(later, "fuel.petrol.e0", 1000, "L", year=2026).picked.value_kg_co2e == 9000.0
    assert replay(first, stored) == replay(later, stored) == stored.value_kg_co2e == 3059.0
    assert (stored.release, stored.version, stored.unit) == ("2026.1", 1, "L")


def test_nothing_picked_stores_nothing_until_a_person_chooses() -> None:
    found = choose(release_of(petrol()), "fuel.petrol.e0", 1000, "L", year=2023)
    with pytest.raises(InputError) as caught:
        found.stored()
    assert caught.value.code == "factor.nothing_picked"
    assert found.stored(found.candidates[0]).value_kg_co2e == pytest.approx(3059.0)


def test_a_boundary_that_the_record_has_not_cannot_be_replayed() -> None:
    release = release_of(petrol())
    stored = choose(release, "fuel.petrol.e0", 1, "L", year=2026, boundary="TTW").stored()
    bare = release_of(chain("fuel.petrol.e0", 0, 0, 3.059, components=(Component("WTT", 1.0),)))
    with pytest.raises(InputError) as caught:
        replay(bare, stored)
    assert caught.value.code == "factor.not_replayable"


@pytest.mark.parametrize(
    ("given", "kind", "code"),
    [
        ({"quantity": float("nan")}, InputError, "factor.quantity_not_finite"),
        ({"year": 26}, InputError, "factor.year_out_of_range"),
        ({"region": "Atlantis"}, InputError, "factor.region_form"),
        ({"quantity": 1e308}, InputError, "factor.quantity_too_large"),
        ({"unit": "vat"}, UnitError, "factor.unit_unknown"),
        ({"boundary": "wtw"}, UnknownCodeError, "factor.boundary_unknown"),
        ({"gwp_set": "AR6"}, UnknownCodeError, "factor.gwp_set_unknown"),
        ({"activity": "fuel.coal"}, UnknownCodeError, "factor.unknown"),
    ],
)
def test_a_question_that_makes_no_sense_is_an_error(given: dict[str, object], kind: type, code: str) -> None:
    asked = {"activity": "fuel.petrol.e0", "quantity": 1.0, "unit": "L", "year": 2026, **given}
    positional = [asked.pop(name) for name in ("activity", "quantity", "unit")]
    with pytest.raises(kind) as caught:
        choose(release_of(petrol()), *positional, **asked)
    assert caught.value.code == code
