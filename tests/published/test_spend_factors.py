"""Our derivation against the published spend factors of the Netherlands for 2023 (Ecodex, computed from FIGARO).

Source: FIGARO monetary emission factors, Ecodex, versions 2026.1 to 2026.4, DOI 10.5281/zenodo.23157020 (CC BY 4.0),
transcribed. The published shares have four decimals and the factors two: that is the tolerance.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from ketenkompas.factors import (
    MARGIN_PRODUCTS,
    PriceShares,
    Rebased,
    Valuation,
    margin_factor,
    rebased,
    require_valuation,
    spend_table,
)
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

REBASING, IDENTITY = 0.035, 0.011  # kg CO2e per 1,000 euro
PER_MARGIN = 125.05
# product: basic, margins, taxes (parts of the price), at basic prices, re-based, margins, at purchaser prices
SIXTEEN = {
    "A01": (0.9167, 0.0814, 0.0019, 1098.98, 1007.45, 10.18, 1017.63),
    "C10T12": (0.8658, 0.1177, 0.0165, 564.30, 488.57, 14.72, 503.29),
    "C13T15": (0.7515, 0.1718, 0.0767, 398.80, 299.71, 21.48, 321.19),
    "C17": (0.8487, 0.1331, 0.0182, 408.90, 347.05, 16.64, 363.69),
    "C20": (0.8988, 0.0935, 0.0077, 828.21, 744.39, 11.69, 756.08),
    "C24": (0.8726, 0.1231, 0.0043, 1078.76, 941.30, 15.40, 956.70),
    "C26": (0.8482, 0.1431, 0.0087, 287.82, 244.13, 17.90, 262.03),
    "C29": (0.8407, 0.1583, 0.0010, 286.40, 240.77, 19.80, 260.57),
    "C31_32": (0.8223, 0.1481, 0.0295, 268.74, 220.99, 18.52, 239.51),
    "F": (0.9559, 0.0, 0.0441, 228.80, 218.71, 0.0, 218.71),
    "H49": (0.9996, 0.0, 0.0004, 456.81, 456.61, 0.0, 456.61),
    "H51": (0.9430, 0.0, 0.0570, 1134.78, 1070.12, 0.0, 1070.12),
    "I": (0.9782, 0.0, 0.0218, 182.99, 178.99, 0.0, 178.99),
    "J62_63": (0.9739, 0.0, 0.0261, 80.27, 78.17, 0.0, 78.17),
    "M69_70": (0.9791, 0.0, 0.0209, 78.36, 76.72, 0.0, 76.72),
    "N80T82": (0.9415, 0.0, 0.0585, 138.76, 130.64, 0.0, 130.64),
}


@pytest.fixture(scope="module")
def purchases(mirror: Path) -> list[dict[str, str]]:
    with (mirror / "factors/figaro-nl-oracle/figaro-nl-2023-purchaser-prices.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def supply(mirror: Path) -> dict[str, dict[str, str]]:
    with (mirror / "factors/figaro-nl-oracle/figaro-nl-2023-supply-basic-prices.csv").open(encoding="utf-8") as file:
        return {row["nace_code"]: row for row in csv.DictReader(file)}


def shares_of(row: dict[str, str]) -> PriceShares:
    return PriceShares(
        float(row["share_basic_value"]),
        float(row["share_trade_transport_margins"]),
        float(row["share_taxes_less_subsidies"]),
        float(row["purchases_pp_meur"]),
    )


def test_rebasing_and_the_price_identity_on_every_row(purchases: list[dict[str, str]]) -> None:
    assert len(purchases) == 61
    most = [0.0, 0.0, 0.0]
    for row in purchases:
        found = rebased(float(row["total_basic_prices_demand"]), shares_of(row), PER_MARGIN)
        printed = Rebased(float(row["total_purchaser_prices_rebased"]), float(row["margin_term"]))
        whole = float(row["total_purchaser_prices_with_margins"])
        apart = (found.goods - printed.goods, printed.value - whole, found.value - whole)
        most = [max(before, abs(now)) for before, now in zip(most, apart, strict=True)]
    assert most[0] <= REBASING
    assert most[1] <= IDENTITY
    assert most[2] <= REBASING + IDENTITY


def test_the_shares_are_a_valuation_that_adds_up(purchases: list[dict[str, str]]) -> None:
    shares = {row["nace"]: shares_of(row) for row in purchases}
    require_valuation(Valuation("NL", 2023, "intermediate", shares, {}))
    assert [shares[code].tax for code in ("G46", "H50", "H52")] == [-0.0030, -0.0018, -0.0073]
    assert "D35" not in shares


def test_every_row_has_one_factor_of_margins(purchases: list[dict[str, str]]) -> None:
    assert {float(row["margin_factor"]) for row in purchases} == {PER_MARGIN}
    for row in purchases:
        term = rebased(0.0, shares_of(row), PER_MARGIN).margins
        assert term == pytest.approx(float(row["margin_term"]), abs=0.5e-4 * PER_MARGIN + 0.005)


def test_the_factor_of_margins_lies_within_trade_and_transport(supply: dict[str, dict[str, str]]) -> None:
    chain = {code: float(supply[code]["total_scopes_1_2_3_upstream"]) for code in MARGIN_PRODUCTS}
    trade = margin_factor(chain, {"G46": 1.0})
    assert trade < PER_MARGIN < max(chain.values())
    # wholesale, and so much road transport that the published factor comes out: a part of some per cent
    road = (PER_MARGIN - trade) / (chain["H49"] - trade)
    assert margin_factor(chain, {"G46": 1.0 - road, "H49": road}) == pytest.approx(PER_MARGIN)
    assert 0.0 < road < 0.25


def test_the_engine_gives_the_published_purchaser_prices(purchases: list[dict[str, str]]) -> None:
    """A table in which the chain of every product is its published factor, and one industry that buys of each."""
    codes = [row["nace"] for row in purchases]
    sectors = Sectors(("NL",) * (len(codes) + 2), (*codes, "MARGIN", "BUYER"))
    published = [float(row["total_basic_prices_demand"]) for row in purchases]
    flows, size = np.zeros((len(sectors), len(sectors))), len(codes)
    flows[:size, -1] = 1.0
    accounts = Accounts.build(
        flows=flows, demand=np.where(flows[:, -1:] > 0, 0.0, 200.0), direct=np.zeros((1, 1)), sectors=sectors,
        emissions=np.array([[*published, 200.0 * PER_MARGIN, 0.0]]) / 1000.0, gases=("GHG",),
        final_uses=FinalUses(("NL",), ("P3_S14",)), meta=Meta("made", 2023, "MEUR", ("kt CO2e_AR5",), scheme="A64"),
    )  # fmt: skip
    shares = {row["nace"]: shares_of(row) for row in purchases}
    valuation = Valuation("NL", 2023, "intermediate", shares, {"MARGIN": 1.0})
    table = spend_table(accounts, "NL", valuation=valuation, energy=())
    assert 1000.0 * (table.margin_factor or 0.0) == pytest.approx(PER_MARGIN)
    for row in purchases:
        found = table.get(row["nace"], "purchaser")
        goods, whole = (
            float(row[name]) for name in ("total_purchaser_prices_rebased", "total_purchaser_prices_with_margins")
        )
        assert 1000.0 * sum(found.scopes) == pytest.approx(goods, abs=REBASING)
        assert 1000.0 * found.value == pytest.approx(whole, abs=REBASING + IDENTITY)


@pytest.mark.parametrize("code", SIXTEEN)
def test_sixteen_products_of_the_fact_sheet(code: str) -> None:
    basic, margin, tax, at_basic, goods, margins, whole = SIXTEEN[code]
    found = rebased(at_basic, PriceShares(basic, margin, tax), PER_MARGIN)
    assert found.goods == pytest.approx(goods, abs=REBASING)
    assert found.margins == pytest.approx(margins, abs=IDENTITY)
    assert found.value == pytest.approx(whole, abs=REBASING + IDENTITY)


def test_the_supply_view_adds_up(supply: dict[str, dict[str, str]]) -> None:
    assert len(supply) == 62
    direct = 0.0
    for row in supply.values():
        first, second, third = (float(row[name]) for name in ("scope_1", "scope_2", "scope_3_upstream"))
        assert first + second + third == pytest.approx(float(row["total_scopes_1_2_3_upstream"]), abs=0.021)
        direct += first * float(row["output_meur"]) / 1e6
    assert direct == pytest.approx(139.4, abs=0.05)
