"""What must hold for spend factors of every table: parts add up, nothing is lost between views and price concepts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ketenkompas.factors import PriceShares, SpendTable, Valuation, spend_table, with_vat
from ketenkompas.mrio import Accounts, multipliers

from .systems import made, systems

shares = st.builds(
    lambda margin, tax: PriceShares(1.0 - margin - tax, margin, tax), st.floats(0.0, 0.6), st.floats(-0.3, 0.3)
)


def table_of(accounts: Accounts, **given: object) -> SpendTable:
    gas = accounts.gases[0]
    return spend_table(accounts, "NL", gas=gas, energy=("p0",), **given)  # type: ignore[arg-type]


def valuation_of(accounts: Accounts, held: PriceShares) -> Valuation:
    products = dict.fromkeys(accounts.sectors.products)
    return Valuation("NL", 2020, "intermediate", dict.fromkeys(products, held), {"p0": 1.0})


@given(systems)
def test_scopes_and_origins_add_up(accounts: Accounts) -> None:
    for one in table_of(accounts).factors:
        assert sum(one.scopes) + one.margins == pytest.approx(one.value, rel=1e-9, abs=1e-12)
        assert min(one.scopes) >= -1e-12
        if one.origins:
            assert sum(one.origins.values()) == pytest.approx(1.0, rel=1e-9)


@given(systems)
def test_the_supply_view_is_the_multiplier(accounts: Accounts) -> None:
    chain = multipliers(accounts).values[0]
    for one in table_of(accounts).factors:
        if one.view == "supply":
            at = accounts.sectors.labels.index(f"NL_{one.product}")
            assert one.value == pytest.approx(chain[at], rel=1e-9, abs=1e-12)


@given(systems)
def test_the_demand_mix_over_all_purchases_is_what_they_embody(accounts: Accounts) -> None:
    bought = accounts.flows.values[:, np.array(accounts.sectors.regions) == "NL"].sum(axis=1)
    embodied = float(multipliers(accounts).values[0] @ bought)
    mixed = sum(one.value * one.money for one in table_of(accounts).factors if one.view == "demand")
    assert mixed == pytest.approx(embodied, rel=1e-9, abs=1e-9)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_one_region_is_the_national_model(seed: int, products: int) -> None:
    accounts = made(seed, 1, products)
    table = table_of(accounts)
    for one in table.factors:
        assert one.value == pytest.approx(table.get(one.product, "supply").value, rel=1e-9)
        assert one.origins in ({}, pytest.approx({"NL": 1.0}))


@given(systems)
def test_double_prices_are_half_factors(accounts: Accounts) -> None:
    dearer = Accounts.build(
        flows=accounts.flows.values * 2.0, demand=accounts.demand.values * 2.0, gases=accounts.gases,
        emissions=accounts.emissions.values.copy(), direct=accounts.direct.values.copy(), meta=accounts.meta,
        sectors=accounts.sectors, final_uses=accounts.final_uses,
    )  # fmt: skip
    for now, then in zip(table_of(accounts).factors, table_of(dearer).factors, strict=True):
        assert then.value == pytest.approx(now.value / 2.0, rel=1e-9, abs=1e-12)


@given(systems, shares)
def test_rebasing_conserves_emissions(accounts: Accounts, held: PriceShares) -> None:
    assume(accounts.output.values[accounts.sectors.labels.index("NL_p0")] > 0)
    table = table_of(accounts, valuation=valuation_of(accounts, held))
    assert table.margin_factor == pytest.approx(table.get("p0", "supply").value, rel=1e-9)
    for one in table.factors:
        if one.view == "purchaser":
            paid = one.money / held.basic  # at purchaser prices: the basic value over its part of the price
            before = one.money * table.get(one.product, "demand").value + held.margin * paid * table.margin_factor
            assert one.value * paid == pytest.approx(before, rel=1e-9, abs=1e-9)
            assert sum(one.scopes) + one.margins == pytest.approx(one.value, rel=1e-9, abs=1e-12)


@given(shares, st.floats(0.0, 1.0))
def test_vat_scales_goods_and_margins_alike(held: PriceShares, rate: float) -> None:
    taxed = with_vat(held, rate)
    assert taxed.basic + taxed.margin + taxed.tax == pytest.approx(1.0)
    assert taxed.basic * (1.0 + rate) == pytest.approx(held.basic)
    assert taxed.margin * (1.0 + rate) == pytest.approx(held.margin)


@given(systems)
def test_a_mix_lies_between_its_suppliers(accounts: Accounts) -> None:
    table = table_of(accounts, suppliers=accounts.regions)
    for one in table.factors:
        if one.view == "demand" and not one.supplier:
            from_one = [
                other.value for other in table.factors
                if other.view == "demand" and other.supplier and other.product == one.product
            ]  # fmt: skip
            assert min(from_one) - 1e-9 <= one.value <= max(from_one) + 1e-9


@given(systems)
def test_finer_origins_add_up_to_the_groups(accounts: Accounts) -> None:
    fine = table_of(accounts, origins={region: region for region in accounts.regions})
    for coarse, one in zip(table_of(accounts).factors, fine.factors, strict=True):
        if one.origins:
            assert one.origins["NL"] == pytest.approx(coarse.origins["NL"], rel=1e-9, abs=1e-12)
        assert replace(one, origins=coarse.origins).value == pytest.approx(coarse.value, rel=1e-9, abs=1e-12)
