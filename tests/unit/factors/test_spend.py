"""Spend factors on tables small enough to check by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from ketenkompas.errors import InputError, KetenkompasError, MissingValueError, UnitError, UnknownCodeError
from ketenkompas.factors import (
    Factor,
    IndexValues,
    Link,
    PriceShares,
    SpendTable,
    Valuation,
    margin_factor,
    price_shares,
    repriced,
    require_valuation,
    spend_emissions,
    spend_records,
    spend_table,
    with_tax_share,
    with_vat,
)
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors, example_accounts
from tests.unit.factors.made import EDITION, made_factor

PRODUCTS = ("C17", "D35", "G46")
SPEND_EDITION = replace(EDITION, source_id="ketenkompas-spend", gwp_set="source-native")


def two_areas(*, unit: str = "kt CO2e_AR5", money: str = "MEUR", gas: str = "GHG") -> Accounts:
    """NL and BE, paper, energy and wholesale: inputs are easy fractions of an output of 100 each.

    NL paper buys 20 of NL energy and 10 of BE paper; BE paper buys 10 of BE energy; nothing else is bought.
    """
    flows = np.zeros((6, 6))
    flows[1, 0], flows[3, 0], flows[4, 3] = 20.0, 10.0, 10.0
    demand = np.diag(100.0 - flows.sum(axis=1))[:, [0, 3]].copy()
    demand[:, :] = 0.0
    demand[:3, 0], demand[3:, 1] = 100.0 - flows[:3].sum(axis=1), 100.0 - flows[3:].sum(axis=1)
    return Accounts.build(
        flows=flows,
        demand=demand,
        emissions=np.array([[10.0, 80.0, 5.0, 20.0, 90.0, 5.0]]),
        direct=np.zeros((1, 2)),
        sectors=Sectors(("NL",) * 3 + ("BE",) * 3, PRODUCTS * 2),
        final_uses=FinalUses(("NL", "BE"), ("P3_S14", "P3_S14")),
        gases=(gas,),
        meta=Meta(model="made", year=2023, money_unit=money, emission_units=(unit,), scheme="A64"),
    )


SHARES = {"C17": PriceShares(0.8, 0.15, 0.05), "D35": PriceShares(0.9, 0.0, 0.1)}
VALUATION = Valuation("NL", 2023, "intermediate", SHARES, {"G46": 1.0}, cited="made")


def test_the_supply_view_by_hand() -> None:
    paper = spend_table(two_areas(), "NL").get("C17", "supply")
    # scope 1: 10/100. scope 2: 20/100 of energy at 0.8. upstream: 10/100 of BE paper at 0.2 + 0.1 x 0.9 = 0.29.
    assert paper.scopes == pytest.approx((0.10, 0.16, 0.029))
    assert paper.value == pytest.approx(0.289)
    assert paper.origins == pytest.approx({"NL": 0.26 / 0.289, "EU": 0.029 / 0.289})


def test_the_demand_mix_holds_who_delivers() -> None:
    table = spend_table(two_areas(), "NL")
    assert table.get("C17", "demand").value == pytest.approx(0.29)  # all of it from Belgium
    assert table.get("C17", "demand").origins == pytest.approx({"NL": 0.0, "EU": 1.0})
    assert table.get("D35", "demand").value == pytest.approx(0.80)
    assert table.left_out == (("G46", "demand", "no_purchases"),)


def test_the_mix_of_households_is_another() -> None:
    table = spend_table(two_areas(), "NL", buyer="households")
    assert table.get("C17", "demand").value == pytest.approx(0.289)
    assert table.get("G46", "demand").money == 100.0


def test_purchaser_prices_by_hand() -> None:
    table = spend_table(two_areas(), "NL", valuation=VALUATION)
    paper = table.get("C17", "purchaser")
    assert table.margin_factor == pytest.approx(0.05)
    assert paper.margins == pytest.approx(0.15 * 0.05)
    assert paper.value == pytest.approx(0.8 * 0.29 + 0.15 * 0.05)
    assert sum(paper.scopes) + paper.margins == pytest.approx(paper.value)
    assert paper.origins["NL"] == pytest.approx(0.15 * 0.05 / paper.value)


def test_a_known_supplier_takes_the_place_of_the_mix() -> None:
    table = spend_table(two_areas(), "NL", valuation=VALUATION, suppliers=("NL",))
    assert table.get("C17", "demand", supplier="NL").value == pytest.approx(0.289)
    assert table.get("C17", "purchaser", supplier="NL").value == pytest.approx(0.8 * 0.289 + 0.15 * 0.05)


def test_vat_that_cannot_be_deducted_lowers_the_factor_per_euro() -> None:
    table = spend_table(two_areas(), "NL", valuation=VALUATION, vat_rates={"C17": 0.21})
    plain, with_tax = table.get("C17", "purchaser"), table.get("C17", "purchaser", vat_rate=0.21)
    assert with_tax.value == pytest.approx(plain.value / 1.21)
    assert with_tax.shares is not None
    assert with_tax.shares.tax == pytest.approx((0.05 + 0.21) / 1.21)


def test_a_given_tax_share_keeps_goods_and_margins_in_proportion() -> None:
    scaled = with_tax_share(PriceShares(0.974, 0.0, 0.026), 0.15)
    assert (scaled.basic, scaled.margin, scaled.tax) == pytest.approx((0.85, 0.0, 0.15))


def test_a_net_subsidy_is_kept() -> None:
    subsidised = replace(VALUATION, shares={"C17": PriceShares(1.0073, 0.0, -0.0073)})
    table = spend_table(two_areas(), "NL", valuation=subsidised)
    assert table.get("C17", "purchaser").value == pytest.approx(1.0073 * 0.29)


def test_products_without_a_valuation_are_named() -> None:
    only = replace(VALUATION, shares={"C17": SHARES["C17"]})
    assert ("D35", "purchaser", "no_valuation") in spend_table(two_areas(), "NL", valuation=only).left_out


def test_a_supplier_without_output_is_named() -> None:
    accounts = two_areas()
    demand, emissions = accounts.demand.values.copy(), accounts.emissions.values.copy()
    demand[5], emissions[0, 5] = 0.0, 0.0
    idle = Accounts.build(
        flows=accounts.flows.values.copy(), demand=demand, gases=accounts.gases, emissions=emissions,
        direct=accounts.direct.values.copy(), meta=accounts.meta, sectors=accounts.sectors,
        final_uses=accounts.final_uses,
    )  # fmt: skip
    assert ("G46 from BE", "demand", "no_output") in spend_table(idle, "NL", suppliers=("BE",)).left_out


def test_another_currency_needs_a_rate() -> None:
    dollars = two_areas(money="MUSD")
    with pytest.raises(UnitError) as fault:
        spend_table(dollars, "NL", currency="EUR")
    assert fault.value.code == "spend.rate_needed"
    euros = spend_table(dollars, "NL", currency="EUR", rate=0.8)
    assert (euros.currency, euros.get("C17", "supply").value) == ("EUR", pytest.approx(0.289 / 0.8))
    assert spend_table(dollars, "NL").currency == "USD"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("spend.unknown_area", {"area": "FR"}),
        ("spend.unknown_area", {"suppliers": ("FR",)}),
        ("spend.gas_needed", {"gas": "CH4"}),
        ("spend.energy_needed", {"energy": ("c17",)}),
        ("spend.rate_needless", {"currency": "EUR", "rate": 1.0}),
        ("spend.valuation_other", {"valuation": replace(VALUATION, year=2022)}),
        ("spend.valuation_other", {"valuation": VALUATION, "buyer": "households"}),
        ("spend.valuation_faults", {"valuation": replace(VALUATION, margin_supply={"G46": 0.7})}),
        ("spend.margin_unknown", {"valuation": replace(VALUATION, margin_supply={"H49": 1.0})}),
        ("spend.margin_unknown", {"valuation": replace(VALUATION, margin_supply={})}),
        ("spend.unknown_codes", {"vat_rates": {"c17": 0.21}}),
        ("spend.unknown_codes", {"valuation": replace(VALUATION, shares={"c17": SHARES["C17"]})}),
        ("spend.vat_rate", {"valuation": VALUATION, "vat_rates": {"C17": 21.0}}),
    ],
)
def test_questions_that_make_no_sense_are_refused(code: str, given: dict[str, object]) -> None:
    asked = {"area": "NL", **given}
    with pytest.raises(KetenkompasError) as fault:
        spend_table(two_areas(), **asked)  # type: ignore[arg-type]
    assert fault.value.code == code
    assert fault.value.text("nl") != fault.value.text("en")


def test_tables_in_other_units_are_refused() -> None:
    with pytest.raises(UnitError) as fault:
        spend_table(two_areas(money="EUR"), "NL")
    assert fault.value.code == "spend.units"
    with pytest.raises(UnitError):
        spend_table(two_areas(unit="Mt CO2"), "NL")
    methane = spend_table(two_areas(unit="kt CH4", gas="CH4"), "NL")
    with pytest.raises(UnitError) as fault:
        spend_records(methane, SPEND_EDITION, mrio_id="made", mrio_edition="1")
    assert fault.value.code == "spend.not_co2e"


def test_no_energy_product_is_told_not_guessed() -> None:
    with pytest.raises(UnknownCodeError) as fault:
        spend_table(example_accounts(), "NL")
    assert fault.value.code == "spend.energy_needed"


def test_households_must_be_named_by_the_table() -> None:
    accounts = two_areas()
    other = Accounts.build(
        flows=accounts.flows.values.copy(), demand=accounts.demand.values.copy(), gases=accounts.gases,
        emissions=accounts.emissions.values.copy(), direct=accounts.direct.values.copy(), meta=accounts.meta,
        sectors=accounts.sectors, final_uses=FinalUses(("NL", "BE"), ("u0", "u0")),
    )  # fmt: skip
    with pytest.raises(UnknownCodeError) as fault:
        spend_table(other, "NL", buyer="households")
    assert fault.value.code == "spend.no_household_use"


def test_shares_that_do_not_add_up_are_told_together() -> None:
    wrong = replace(VALUATION, shares={"C17": PriceShares(0.8, 0.1, 0.0), "D35": PriceShares(1.2, 0.0, 0.0)})
    with pytest.raises(InputError) as fault:
        require_valuation(wrong)
    assert [one.where.label for one in fault.value.problems] == ["C17", "D35"]


def test_parts_that_leave_no_price_are_refused() -> None:
    for parts in ((10.0, -20.0, 0.0), (0.0, 1.0, 0.0), (10.0, 0.0, -11.0)):
        with pytest.raises(InputError) as fault:
            price_shares(*parts)
        assert fault.value.code == "spend.no_price"


def test_limits_of_tax_and_vat() -> None:
    with pytest.raises(InputError, match="tax share of 1"):
        with_tax_share(SHARES["C17"], 1.0)
    with pytest.raises(InputError):
        with_vat(SHARES["C17"], -0.1)
    with pytest.raises(MissingValueError) as fault:
        margin_factor({"G46": 0.1}, {"G46": 0.5, "H49": 0.5})
    assert fault.value.params["found"] == "H49"


def test_an_unknown_product_names_those_that_are_there() -> None:
    with pytest.raises(UnknownCodeError) as fault:
        spend_table(two_areas(), "NL").get("C18", "supply")
    assert "D35" in fault.value.text("nl")


def records(table: SpendTable) -> dict[str, Factor]:
    made = spend_records(table, SPEND_EDITION, mrio_id="figaro", mrio_edition="26ed")
    return {one.key: one for one in made}


def test_records_carry_what_must_be_known() -> None:
    found = records(spend_table(two_areas(), "NL", valuation=VALUATION, suppliers=("BE",), vat_rates={"C17": 0.09}))
    one = found["spend.nl.c17.purchaser"]
    assert (one.unit, one.currency, one.price_year, one.price_basis) == ("{EUR2023}", "EUR", 2023, "purchaser")
    assert sum(part.value for part in one.components) == pytest.approx(one.value)
    assert [part.stage for part in one.components] == ["scope_1", "scope_2", "scope_3_upstream", "margins"]
    assert (one.share_basic, one.share_margin, one.share_tax) == (0.8, 0.15, 0.05)
    assert one.margin_factor == pytest.approx(0.05)
    assert (one.includes_capital_goods, one.gsd2, one.boundary) == (False, 2.0, "cradle_to_shelf")
    assert one.classifications == (Link("A64", "C17", "exact"),)
    assert "aankoopprijzen 2023" in one.name_nl
    assert "purchaser prices 2023" in one.name_en
    assert found["spend.nl.c17.supply"].region_role == "production"
    from_be = found["spend.nl.c17.demand.from-be"]
    assert (from_be.region, from_be.region_role, from_be.gsd2) == ("BE", "supplier", 2.5)
    vat = found["spend.nl.c17.purchaser.vat-9"]
    assert (vat.vat, vat.variant_of) == ("incl", "spend.nl.c17.purchaser")
    assert "9 % btw" in vat.name_nl
    assert "at home and abroad" in one.description
    assert "known supplier" in from_be.description


def test_the_identity_has_the_model_and_not_the_year() -> None:
    later = replace(spend_table(two_areas(), "NL"), year=2024, price_year=2024)
    now, then = records(spend_table(two_areas(), "NL")), records(later)
    assert now["spend.nl.c17.supply"].factor_id == then["spend.nl.c17.supply"].factor_id
    assert then["spend.nl.c17.supply"].valid_from == datetime.date(2024, 1, 1)


def test_accounts_of_carbon_dioxide_alone_are_marked_partial() -> None:
    found = records(spend_table(two_areas(unit="kt CO2", gas="CO2"), "NL"))["spend.nl.c17.supply"]
    assert found.flags == ("partial",)
    assert found.gases == {"co2_fossil": found.value}


def test_codes_of_another_scheme_never_look_like_those_of_a64() -> None:
    wiod = replace(spend_table(two_areas(), "NL"), scheme="WIOD2013_35")
    assert all(key.startswith("spend.nl.wiod2013_35-") for key in records(wiod))


PAPER = made_factor(
    activity_type="spend", category="spend", unit="{EUR2023}", quantity_kind="money", value=0.4, currency="EUR",
    price_year=2023, classifications=(Link("A64", "C17", "exact"),), includes_capital_goods=False,
    margin_factor=0.125,
)  # fmt: skip
INDEX = IndexValues(
    "made index", {("C17", 2023): 100.0, ("C17", 2026): 125.0, ("C17", 2020): 80.0, ("*", 2019): 9.0, ("*", 2023): 10.0}
)


def test_an_invoice_of_another_year_says_that_prices_were_left_alone() -> None:
    result = spend_emissions(PAPER, 121.0, year=2026, vat=21.0)
    assert result.value_kg == pytest.approx(40.0)
    assert result.notices == ("not_price_adjusted", "without_capital_goods")


def test_an_index_turns_the_invoice_into_prices_of_the_factor() -> None:
    result = spend_emissions(PAPER, 121.0, year=2026, vat=21.0, index=INDEX)
    assert (result.money, result.price_ratio) == (80.0, 0.8)
    assert result.value_kg == pytest.approx(32.0)
    assert result.notices[0] == "price_adjusted"
    assert spend_emissions(PAPER, 100.0, year=2023).notices == ("without_capital_goods",)


def test_credit_notes_keep_their_sign_and_other_currencies_need_a_rate() -> None:
    assert spend_emissions(PAPER, -100.0, year=2023).value_kg == pytest.approx(-40.0)
    assert spend_emissions(PAPER, 100.0, year=2023, currency="USD", rate=0.9).value_kg == pytest.approx(36.0)
    for given in ({"currency": "USD"}, {"rate": 1.0}):
        with pytest.raises(UnitError):
            spend_emissions(PAPER, 100.0, year=2023, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "notice"), [("G47", "margin_only"), ("D35", "ask_for_quantity"), ("C24", "mass_based_better")]
)
def test_poor_proxies_say_so(code: str, notice: str) -> None:
    assert (
        notice in spend_emissions(replace(PAPER, classifications=(Link("A64", code, "exact"),)), 1.0, year=2023).notices
    )


def test_partial_gases_are_told() -> None:
    assert "partial_gases" in spend_emissions(replace(PAPER, gases={"co2_fossil": 0.4}), 1.0, year=2023).notices


def test_what_cannot_be_calculated_is_refused() -> None:
    for call, code in (
        (lambda: spend_emissions(made_factor(), 1.0, year=2023), "spend.no_spend_factor"),
        (lambda: spend_emissions(PAPER, 10.0, year=2023, vat=11.0), "spend.vat_over_amount"),
        (lambda: spend_emissions(PAPER, 10.0, year=2023, vat=-1.0), "spend.vat_over_amount"),
        (lambda: spend_emissions(PAPER, 10.0, year=2019, index=INDEX), "spend.no_index"),
        (lambda: spend_emissions(replace(PAPER, vat="incl"), 10.0, year=2023, vat=1.0), "spend.vat_in_factor"),
        (lambda: repriced(replace(PAPER, price_year=None), 2026, INDEX), "spend.no_spend_factor"),
    ):
        with pytest.raises(KetenkompasError) as fault:
            call()
        assert fault.value.code == code


def test_an_index_of_everything_serves_products_without_their_own() -> None:
    steel = replace(PAPER, classifications=(Link("A64", "C24", "exact"),))
    assert spend_emissions(steel, 9.0, year=2019, index=INDEX).money == pytest.approx(10.0)


def test_a_factor_in_later_prices() -> None:
    later = repriced(PAPER, 2026, INDEX)
    assert (later.value, later.unit, later.price_year) == (pytest.approx(0.32), "{EUR2026}", 2026)
    assert later.margin_factor == pytest.approx(0.1)
    assert repriced(PAPER, 2020, INDEX).value == pytest.approx(0.5)
