"""Density and calorific value of fuels: figures of the fact sheet, faults of the source, links that are sound."""

from __future__ import annotations

import pytest

from ketenkompas.factors import Conversion, conversions, factor_id

TEMPLATE_MWH_PER_GJ = 0.277778
NL_LIST_MJ_PER_L = {"57": 32.47, "58": 36.11, "65": 34.8, "67": 35.9}
NL_LIST_MJ_PER_KG = {"112": 42.7, "114": 43.1, "115": 38.1, "117": 44.0, "121": 43.0, "124": 27.5}


def _fuel(slug: str) -> Conversion:
    return next(one for one in conversions() if one.fuel == slug)


def test_fifty_fuels_each_with_a_cell_and_two_names() -> None:
    assert len(conversions()) == 50
    assert len({one.fuel for one in conversions()}) == 50
    assert all(one.cell and one.source and one.name("nl") and one.name("en") for one in conversions())
    assert all(one.density_kg_per_l for one in conversions() if one.state == "liquid")
    assert all(one.density_kg_per_m3 for one in conversions() if one.state == "gaseous")


@pytest.mark.parametrize(("fuel", "template"), [("gas-diesel-oil", 10.03334136), ("biodiesel", 6.3750051)])
def test_thousand_litres_as_the_template_converts_them(fuel: str, template: float) -> None:
    """1,000 litres in MWh, with the constant of the VSME template; the exact 3.6 gives a little less."""
    megajoules = 1000 * (_fuel(fuel).ncv_mj_per_l or 0)
    assert megajoules / 1000 * TEMPLATE_MWH_PER_GJ == pytest.approx(template, abs=1e-9)
    assert megajoules / 3600 == pytest.approx(template / 0.277778 / 3.6, abs=1e-9)


def test_faults_of_the_source_are_told() -> None:
    assert {one.fuel: one.fault for one in conversions() if one.fault} == {
        "biodiesel": "other_composition",
        "biogasoline": "other_composition",
        "gas-coke": "wrong_state",
        "natural-gas": "other_composition",
        "vegetable-oils": "wrong_origin",
    }
    coke, oils, gas = _fuel("gas-coke"), _fuel("vegetable-oils"), _fuel("natural-gas")
    assert (coke.state, coke.density_kg_per_m3) == ("solid", None)
    assert oils.origin == "renewable"
    assert gas.ncv_mj_per_kg * (gas.density_kg_per_m3 or 0) == pytest.approx(33.6)
    assert "31,65" in gas.note_nl
    assert all(bool(one.fault) == bool(one.note_nl) == bool(one.note_en) for one in conversions())


def test_links_hold_within_two_percent_of_the_dutch_list() -> None:
    """Energy per litre (or per kg) of the linked fuels against column G of the list; figures copied by hand."""
    expected = {factor_id("co2emissiefactoren-nl", native): mj for native, mj in NL_LIST_MJ_PER_L.items()}
    by_mass = {factor_id("co2emissiefactoren-nl", native): mj for native, mj in NL_LIST_MJ_PER_KG.items()}
    linked = {name: one for one in conversions() for name in one.applies_to}
    assert set(linked) == set(expected) | set(by_mass)
    for name, mj in expected.items():
        assert linked[name].ncv_mj_per_l == pytest.approx(mj, rel=0.02)
    for name, mj in by_mass.items():
        assert linked[name].ncv_mj_per_kg == pytest.approx(mj, rel=0.02)


def test_gross_over_net_is_known_for_fifteen_fuels() -> None:
    known = {one.fuel: one.gcv_per_ncv for one in conversions() if one.gcv_per_ncv}
    assert len(known) == 15
    assert known["natural-gas"] == pytest.approx(0.03347 / 0.03021, abs=1e-4)
    assert all(1 < value < 1.12 for value in known.values())
    assert factor_id("co2emissiefactoren-nl", "135") in _fuel("natural-gas").gcv_applies_to
    assert not _fuel("natural-gas").applies_to
