"""What a euro can and cannot measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from ketenkompas.errors import MissingValueError
from ketenkompas.factors import Candidate, Rate, choose, reason_text
from tests.unit.factors.choices import grey_power, release_of, spend


@dataclass(frozen=True)
class Levels:
    """A made price index of paper."""

    values: Mapping[int, float]
    name: str = "made index"

    def level(self, product: str, year: int) -> float:
        """The level of a year, where there is one."""
        assert product == "C17"
        if year not in self.values:
            raise MissingValueError("spend.no_index")
        return self.values[year]


def first(product: str, unit: str = "EUR", **asked: Any) -> Candidate:
    factor = spend(product, 0.36369)
    return choose(release_of(factor), factor.key, 1000, unit, **{"year": 2023, **asked}).candidates[0]


def codes(found: Candidate) -> set[str]:
    return {one.code for one in found.reasons}


def test_paper_by_euro_in_the_year_of_the_factor() -> None:
    found = first("C17", vat="excl")
    assert found.value_kg_co2e == pytest.approx(363.69)
    assert found.inexact == ()
    assert "spend.no_capital_goods" in codes(found)
    assert (found.low, found.high) == pytest.approx((363.69 / 2, 363.69 * 2))


def test_another_price_year_is_told_or_adjusted() -> None:
    plain = first("C17", year=2025)
    assert plain.value_kg_co2e == pytest.approx(363.69)
    assert "spend.not_price_adjusted" in codes(plain)
    index = Levels({2023: 100.0, 2025: 110.0})
    adjusted = first("C17", year=2025, price_index=index)
    assert adjusted.value_kg_co2e == pytest.approx(363.69 / 1.1)
    assert adjusted.conversion.steps[-1].source == "made index"
    assert "spend.price_adjusted" in codes(adjusted)


def test_an_index_without_one_of_the_years_does_not_count() -> None:
    found = first("C17", year=2025, price_index=Levels({2023: 100.0}))
    assert "spend.not_price_adjusted" in codes(found)


def test_the_year_in_the_unit_is_the_year_of_the_prices() -> None:
    assert "spend.not_price_adjusted" not in codes(first("C17", "{EUR2023}", year=2024))


def test_another_currency_needs_a_rate() -> None:
    factor = spend("C17", 0.4)
    found = choose(release_of(factor), factor.key, 1000, "USD", year=2023)
    assert found.candidates == ()
    assert [one.code for one in found.refusals] == ["needs_rate"]
    rate = Rate("USD", 0.925, "ECB, average 2023")
    paid = choose(release_of(factor), factor.key, 1000, "USD", year=2023, rates=[rate]).candidates[0]
    assert paid.value_kg_co2e == pytest.approx(370.0)
    assert [(step.rule, step.source) for step in paid.conversion.steps] == [("exchange_rate", "ECB, average 2023")]


@pytest.mark.parametrize(
    ("product", "code"),
    [
        ("G45", "spend.margin_or_repair"), ("G46", "spend.margin_only"), ("G47", "spend.margin_only"),
        ("D35", "spend.ask_physical"), ("C19", "spend.ask_physical"), ("C24", "spend.mass_better"),
    ],
)  # fmt: skip
def test_products_that_money_measures_badly_are_never_picked(product: str, code: str) -> None:
    factor = spend(product, 0.2)
    found = choose(release_of(factor), factor.key, 100, "EUR", year=2023, vat="excl")
    assert found.picked is None
    assert code in {one.code for one in found.candidates[0].warnings}
    assert found.candidates[0].inexact == ("spend",)


def test_the_sentence_on_trade_says_that_the_goods_are_not_in_it() -> None:
    told = next(one for one in first("G47").reasons if one.code == "spend.margin_only")
    assert "nooit de goederen" in reason_text(told, "nl")


def test_value_added_tax_is_told() -> None:
    assert "spend.vat_included" in codes(first("C17", vat="incl"))
    assert "spend.vat_assumed" in codes(first("C17"))


def test_a_factor_at_basic_prices_is_not_picked_for_an_invoice() -> None:
    factor = spend("C17", 0.4, price_basis="basic")
    assert choose(release_of(factor), factor.key, 1, "EUR", year=2023).needs_choice


def test_a_power_bill_by_euro_gives_both_routes() -> None:
    release = release_of(grey_power(), spend("D35", 0.8), spend("C17", 0.3))
    found = choose(release, "electricity.grey", 1200, "EUR", year=2026)
    assert found.picked is None
    assert [one.factor.key for one in found.candidates] == ["spend.nl.d35.purchaser"]
    assert [one.code for one in found.refusals] == ["unit_kind_mismatch"]
    asked = next(one for one in found.warnings if one.code == "quantity.ask_physical")
    assert reason_text(asked, "nl") == (
        "Een hoeveelheid geeft een beter cijfer dan een geldbedrag. Daarvoor zijn er factoren, in: kWh."
    )
    assert "kWh, Nm³, GJ" in reason_text(
        next(one for one in found.candidates[0].reasons if one.code == "spend.ask_physical"), "nl"
    )
