"""Amounts of money for spend factors: currency, price year, and what a euro can and cannot measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from ketenkompas.errors import MissingValueError
from ketenkompas.factors._quantity import Amount, Step
from ketenkompas.factors._reasons import Reason
from ketenkompas.factors._record import Factor
from ketenkompas.factors._rules import choice_rules

Vat = Literal["excl", "incl", ""]
_MONEY = re.compile(r"^\{([A-Z]{3})(\d{4})?\}$")


@dataclass(frozen=True, slots=True)
class Rate:
    """Euros for one unit of a currency, over the year of the amount, with the source of the rate."""

    currency: str
    eur: float
    source: str


class PriceIndex(Protocol):
    """Prices of product groups by year; its own base year is of no matter."""

    @property
    def name(self) -> str:
        """What the index is and who publishes it."""

    def level(self, product: str, year: int) -> float:
        """The price level of a product group in a year; raises MissingValueError where it is not known."""


def currency_of(unit: str) -> tuple[str, int | None]:
    """Currency and price year of a money unit.

    Examples
    --------
    >>> currency_of("{EUR2023}"), currency_of("{USD}")
    (('EUR', 2023), ('USD', None))
    """
    found = _MONEY.match(unit)
    if found is None:
        return "", None
    return found[1], int(found[2]) if found[2] else None


def money_amount(
    value: float, unit: str, factor: Factor, year: int, rates: tuple[Rate, ...], index: PriceIndex | None
) -> tuple[Amount, tuple[Reason, ...]] | None:
    """An amount of money in the factor's currency and prices; None when a rate lacks.

    Without a price index that has both years the amount stays at the prices it was paid in, and a warning says so:
    such a result is too high or too low by the change of prices between the two years.

    Notes
    -----
    E = invoice * rate * P(base year) / P(year of the invoice) * factor; docs/methods/choosing-a-factor.md.
    """
    currency, told_year = currency_of(unit)
    wanted, unit_year = currency_of(factor.unit)
    amount = _changed(Amount(value, unit), currency, wanted, rates)
    if amount is None:
        return None
    paid, base = told_year or year, factor.price_year or unit_year
    if base is None or paid == base:
        return Amount(amount.value, factor.unit, amount.steps), ()
    ratio = _price_ratio(index, product_of(factor), paid, base)
    if index is None or ratio is None:
        warning = Reason("spend.not_price_adjusted", {"paid": paid, "base": base}, "warning")
        return Amount(amount.value, factor.unit, amount.steps), (warning,)
    result = amount.value * ratio
    step = Step("price_index", amount.value, amount.unit, result, factor.unit, index.name)
    adjusted = Reason("spend.price_adjusted", {"paid": paid, "base": base})
    return Amount(result, factor.unit, (*amount.steps, step)), (adjusted,)


def _price_ratio(index: PriceIndex | None, product: str, paid: int, base: int) -> float | None:
    if index is None:
        return None
    try:
        return index.level(product, base) / index.level(product, paid)
    except MissingValueError:
        return None


def _changed(amount: Amount, currency: str, wanted: str, rates: tuple[Rate, ...]) -> Amount | None:
    if currency == wanted:
        return amount
    known = {"EUR": Rate("EUR", 1.0, ""), **{one.currency: one for one in rates}}
    if currency not in known or wanted not in known:
        return None
    result = amount.value * known[currency].eur / known[wanted].eur
    source = "; ".join(known[name].source for name in (currency, wanted) if known[name].source)
    step = Step("exchange_rate", amount.value, amount.unit, result, "{" + wanted + "}", source)
    return Amount(result, step.to_unit, (*amount.steps, step))


def product_of(factor: Factor) -> str:
    """The A64 product that a factor belongs to, or an empty text."""
    return next((link.code for link in factor.classifications if link.scheme == "A64"), "")


def spend_reasons(factor: Factor, vat: Vat) -> Iterator[Reason]:
    """What must be known before a spend factor is used: trade margins, energy, heavy goods, prices, value-added tax."""
    rules, product = choice_rules(), product_of(factor)
    points = rules.points
    if product in rules.margin_only:
        yield Reason("spend.margin_only", {"product": product}, "warning", points["spend_margin_only"])
    if product in rules.margin_or_repair:
        yield Reason("spend.margin_or_repair", {"product": product}, "warning", points["spend_margin_or_repair"])
    if product in rules.energy:
        told = {"product": product, "needed": rules.energy[product]}
        yield Reason("spend.ask_physical", told, "warning", points["spend_ask_physical"])
    if product in rules.mass_better:
        yield Reason("spend.mass_better", {"product": product}, "warning", points["spend_mass_better"])
    if factor.price_basis == "basic":
        yield Reason("spend.basic_prices", {}, "warning", points["spend_basic_prices"])
    if vat == "incl" and factor.vat != "incl":
        yield Reason("spend.vat_included", {}, "warning", points["spend_vat"])
    if vat == "":
        yield Reason("spend.vat_assumed" if factor.vat != "incl" else "spend.vat_assumed_in")
    if factor.includes_capital_goods is not True:
        yield Reason("spend.no_capital_goods")
