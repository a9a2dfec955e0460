"""A spend factor used: VAT, currency and price year, each by a figure that is given, none assumed in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ketenkompas.errors import InputError, MissingValueError, UnitError
from ketenkompas.factors._money import PriceIndex
from ketenkompas.factors._record import Component, Factor
from ketenkompas.factors._units import activity_unit

SpendNotice = Literal[
    "not_price_adjusted", "price_adjusted", "without_capital_goods", "margin_only", "ask_for_quantity",
    "mass_based_better", "partial_gases",
]  # fmt: skip
MARGIN_ONLY = ("G45", "G46", "G47", "c19", "c20", "c21")
ASK_QUANTITY = ("C19", "D35", "c8", "c17")
MASS_BETTER = ("C20", "C23", "C24", "c9", "c11", "c12")


@dataclass(frozen=True)
class IndexValues:
    """A price index from values that a user brings.

    Attributes
    ----------
    values : mapping
        (product code, year) -> price level, more than 0; the product ``*`` stands for products that have no value of
        any year: levels of two indices are never divided by each other.
    """

    name: str
    values: Mapping[tuple[str, int], float]

    def level(self, product: str, year: int) -> float:
        """The price level of a product group in a year.

        Raises
        ------
        MissingValueError
            ``spend.no_index`` with product and year.
        """
        own = any(code == product for code, _ in self.values)
        found = self.values.get((product if own else "*", year))
        if found is None or not found > 0:
            raise MissingValueError("spend.no_index", index=self.name, product=product, year=year)
        return found


@dataclass(frozen=True, slots=True)
class SpendResult:
    """Emissions of a purchase, with the money that was multiplied and what must be said with the figure.

    Attributes
    ----------
    value_kg : float
        kg CO2e (for ``partial_gases`` kg CO2).
    money : float
        The purchase in currency and prices of the factor.
    price_ratio : float
        Price level of the factor's year over that of the purchase; 1 without an index.
    """

    value_kg: float
    money: float
    price_ratio: float
    notices: tuple[SpendNotice, ...]


def product_of(factor: Factor) -> str:
    """The product group of a spend factor: its code in the classification of the table.

    Raises
    ------
    InputError
        ``spend.no_spend_factor`` for a record that is not per unit of money.
    """
    if factor.quantity_kind != "money" or not factor.classifications:
        raise InputError("spend.no_spend_factor", found=factor.key)
    return factor.classifications[0].code


def spend_emissions(
    factor: Factor,
    amount: float,
    *,
    year: int,
    vat: float = 0.0,
    currency: str = "EUR",
    rate: float | None = None,
    index: PriceIndex | None = None,
) -> SpendResult:
    """Emissions of an amount on an invoice, kg CO2e.

    Parameters
    ----------
    factor : Factor
        A record per unit of money.
    amount : float
        The invoice in ``currency``; negative for a credit note.
    year : int
        The year of the invoice.
    vat : float
        The VAT in the amount that the buyer deducts, in ``currency``; none of it for a factor with ``vat="incl"``.
    currency, rate : str and float, optional
        The currency, and units of the factor's currency per unit of it, in the year of the invoice.
    index : PriceIndex, optional
        Without it the amount is taken as it stands, and where the years differ the result says so.

    Raises
    ------
    UnitError
        ``spend.rate_needed``, ``spend.rate_needless``.
    InputError
        ``spend.no_spend_factor``; ``spend.vat_over_amount`` for VAT larger than the amount or of the other sign;
        ``spend.vat_in_factor`` for VAT that is deducted where the factor is per unit of money with VAT in it.
    MissingValueError
        ``spend.no_index``.

    Notes
    -----
    ``E = (invoice - deductible VAT) FX(y) P(base)/P(y) F``. ``docs/methods/spend-factors.md``.
    """
    product, value = product_of(factor), factor.value
    if value is None:
        raise InputError("spend.no_spend_factor", found=factor.key)
    if vat and not 0 <= vat / (amount or vat) < 1:
        raise InputError("spend.vat_over_amount", vat=vat, amount=amount)
    if vat and factor.vat == "incl":
        raise InputError("spend.vat_in_factor", found=factor.key)
    if currency != factor.currency and (rate is None or not rate > 0):
        raise UnitError("spend.rate_needed", currency=factor.currency, own=currency, year=year)
    if currency == factor.currency and rate is not None:
        raise UnitError("spend.rate_needless", currency=currency)
    base = year if factor.price_year is None else factor.price_year
    ratio = 1.0 if index is None else index.level(product, base) / index.level(product, year)
    money = (amount - vat) * (1.0 if rate is None else rate) * ratio
    prices: tuple[SpendNotice, ...] = ()
    if base != year:
        prices = ("not_price_adjusted",) if index is None else ("price_adjusted",)
    return SpendResult(money * value, money, ratio, (*prices, *spend_notices(factor)))


def spend_notices(factor: Factor) -> tuple[SpendNotice, ...]:
    """What must be said with any figure from a spend factor, whatever the purchase.

    Raises
    ------
    InputError
        ``spend.no_spend_factor``.
    """
    product = product_of(factor)
    kinds: tuple[tuple[SpendNotice, bool], ...] = (
        ("without_capital_goods", not factor.includes_capital_goods),
        ("partial_gases", tuple(factor.gases) == ("co2_fossil",)),
        ("margin_only", product in MARGIN_ONLY),
        ("ask_for_quantity", product in ASK_QUANTITY),
        ("mass_based_better", product in MASS_BETTER),
    )
    return tuple(kind for kind, holds in kinds if holds)


def repriced(factor: Factor, year: int, index: PriceIndex) -> Factor:
    """A spend factor in prices of another year: twice the price, half the emissions per unit of money.

    Parameters
    ----------
    year : int
        The year whose prices the factor shall have.

    Raises
    ------
    InputError
        ``spend.no_spend_factor``.
    MissingValueError
        ``spend.no_index``.

    Notes
    -----
    ``F(y) = F(base) P(base)/P(y)``; parts and margin factor alike, shares of price and of origin stay.
    """
    product = product_of(factor)
    if factor.price_year is None or factor.value is None:
        raise InputError("spend.no_spend_factor", found=factor.key)
    ratio = index.level(product, factor.price_year) / index.level(product, year)
    return replace(
        factor,
        value=factor.value * ratio,
        components=tuple(Component(one.stage, one.value * ratio) for one in factor.components),
        gases={name: value * ratio for name, value in factor.gases.items()},
        margin_factor=None if factor.margin_factor is None else factor.margin_factor * ratio,
        low=None if factor.low is None else factor.low * ratio,
        high=None if factor.high is None else factor.high * ratio,
        unit=activity_unit(f"{factor.currency}{year}").code,
        price_year=year,
        change_note=f"in prices of {year}, from {factor.price_year}, with {index.name}",
    )
