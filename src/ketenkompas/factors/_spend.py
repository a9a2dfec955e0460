"""Spend factors from a multi-regional table: supply view, demand mix, purchaser prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors._spend_parts import (
    Array,
    Asked,
    margin_parts_of,
    money_of,
    parts_of,
    purchases_of,
    require_products,
)
from ketenkompas.factors._valuation import Buyer, LeftOut, PriceShares, Valuation, with_vat
from ketenkompas.mrio import Accounts, System

SpendView = Literal["supply", "demand", "purchaser"]

SCOPES: tuple[str, ...] = ("scope_1", "scope_2", "scope_3_upstream")


@dataclass(frozen=True, slots=True)
class SpendFactor:
    """One spend factor with its parts, kg CO2e (or CO2, see the table) per unit of money.

    Attributes
    ----------
    view : {"supply", "demand", "purchaser"}
        What an industry of the area sells; what a buyer of the area buys, at basic prices; the same at purchaser
        prices.
    supplier : str
        The area of a known supplier; empty for the mix of the area.
    scopes : tuple of three floats
        Scope 1, scope 2 and upstream scope 3 of the suppliers; with ``margins`` they add up to ``value``.
    margins : float
        The part of trade and transport margins; 0 at basic prices.
    origins : mapping
        Where it is emitted, shares that add up to 1; empty when nothing is.
    money : float
        Output (supply) or purchases (demand, purchaser) behind it, millions of the table's money.
    """

    product: str
    view: SpendView
    value: float
    scopes: tuple[float, float, float]
    margins: float
    origins: Mapping[str, float] = field(repr=False)
    money: float
    supplier: str = ""
    shares: PriceShares | None = None
    vat_rate: float | None = None


@dataclass(frozen=True)
class SpendTable:
    """The spend factors of one area, gas and year.

    Attributes
    ----------
    gas_unit : str
        ``CO2e_AR5``, or ``CO2`` where the accounts know no other gas: the figures are then partial.
    currency, price_year
        The money of the factors, and the year of its prices.
    margin_factor : float, optional
        Per unit of trade and transport margin; None without a valuation.
    left_out : tuple
        Product, view and reason of factors that do not exist; one whose chain has no emissions in the accounts (private
        households as employers) is left out too: a factor of zero says more than is known.
    """

    area: str
    year: int
    scheme: str
    gas: str
    gas_unit: str
    currency: str
    price_year: int
    buyer: Buyer
    factors: tuple[SpendFactor, ...] = field(repr=False)
    left_out: tuple[tuple[str, SpendView, LeftOut], ...]
    margin_factor: float | None = None

    def get(self, product: str, view: SpendView, *, supplier: str = "", vat_rate: float | None = None) -> SpendFactor:
        """One factor.

        Raises
        ------
        UnknownCodeError
            ``spend.unknown_product``.
        """
        for one in self.factors:
            if (one.product, one.view, one.supplier, one.vat_rate) == (product, view, supplier, vat_rate):
                return one
        known = ", ".join(dict.fromkeys(one.product for one in self.factors))
        raise UnknownCodeError("spend.unknown_product", found=f"{product} ({view})", known=known)


def spend_table(
    accounts: Accounts,
    area: str,
    *,
    valuation: Valuation | None = None,
    gas: str | None = None,
    buyer: Buyer = "intermediate",
    suppliers: Sequence[str] = (),
    currency: str | None = None,
    rate: float | None = None,
    vat_rates: Mapping[str, float] | None = None,
    energy: Sequence[str] | None = None,
    origins: Mapping[str, str] | None = None,
    system: System | None = None,
) -> SpendTable:
    """Spend factors of an area, kg per unit of money.

    Parameters
    ----------
    accounts : Accounts
        kt of a gas (or CO2e), millions of money; the money and prices of the factors are those of the accounts.
    area : str
        A region of the accounts: who sells (supply view), who buys (demand view).
    valuation : Valuation, optional
        Price shares of the area; without them there are factors at basic prices only.
    gas : str, optional
        A gas of the accounts; by default the only one, or ``GHG``.
    buyer : {"intermediate", "households"}
        Whose purchases give the mix of origins.
    suppliers : sequence of str
        Further factors for purchases from these areas.
    currency, rate : str and float, optional
        Another currency than that of the table, and its units per unit of the table's money in the year of the prices
        (euros per dollar).
    vat_rates : mapping, optional
        Product code -> VAT that the buyer cannot deduct (0.21): a second factor at purchaser prices, per unit of money
        with that VAT in it.
    energy : sequence of str, optional
        Products whose purchase is scope 2; known for A*64 and WIOD.
    origins : mapping, optional
        Region -> group; by default the area itself, ``EU`` (the rest of it) and ``RoW`` (the rest of the world).
    system : System, optional
        What answers for these accounts, to use it again.

    Raises
    ------
    UnknownCodeError
        ``spend.unknown_area``, ``spend.unknown_codes``, ``spend.gas_needed``, ``spend.energy_needed``,
        ``spend.no_household_use``.
    UnitError
        ``spend.units``, ``spend.rate_needed``, ``spend.rate_needless``.
    InputError
        ``spend.valuation_other`` for a valuation of another area, year or kind of buyer; those of
        :func:`require_valuation`.

    Notes
    -----
    ``m (I - A) = f`` gives the chain, split by where it is emitted with f masked by region. Scope 1 is ``f``, scope 2
    ``sum_r f(r,D35) Z[(r,D35),j] / x_j``, upstream scope 3 the rest. Demand mix:
    ``F_bp(s,p) = sum_r w(r|s,p) m(r,p)`` with w the origin shares of the purchases of p by s. Purchaser prices:
    :func:`rebased`. Conservation: ``tests/properties/test_spend.py``. ``docs/methods/spend-factors.md``.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts
    >>> made = spend_table(example_accounts(), "NL", energy=())
    >>> supply, demand = made.get("A", "supply"), made.get("A", "demand")
    >>> round(supply.value, 4), round(demand.value, 4), made.gas_unit
    (0.6667, 0.2778, 'CO2')
    """
    asked = Asked.of(accounts, area, gas, buyer, valuation, suppliers, energy, origins)
    require_products(accounts, vat_rates or ())
    money, price_year, per_money = money_of(accounts, currency, rate)
    parts = parts_of(asked, system) / per_money
    bought = purchases_of(accounts, area, buyer)
    per_margin = None if valuation is None else margin_parts_of(asked, parts, valuation)
    made = _Making(asked, parts, bought, per_margin, vat_rates or {})
    found = made.all()
    silent: list[tuple[str, SpendView, LeftOut]] = [
        (one.product, one.view, "no_emissions") for one in found if one.value == 0 and not one.supplier
    ]
    return SpendTable(
        area=area,
        year=accounts.meta.year,
        scheme=accounts.meta.scheme,
        gas=asked.gas,
        gas_unit=asked.gas_unit,
        currency=money,
        price_year=price_year,
        buyer=buyer,
        factors=tuple(one for one in found if one.value != 0),
        left_out=tuple(dict.fromkeys([*made.left_out(), *silent])),
        margin_factor=None if per_margin is None else float(per_margin[:3].sum()),
    )


@dataclass(frozen=True)
class _Making:
    """The factors of every product, one after another."""

    asked: Asked
    parts: Array
    bought: Array
    per_margin: Array | None
    vat_rates: Mapping[str, float]

    def all(self) -> list[SpendFactor]:
        found: list[SpendFactor] = []
        for product in self.asked.products:
            found += self._sold(product)
            found += self._bought(product, self._mix(product), "")
            for supplier in self.asked.suppliers:
                found += self._bought(product, self._from(product, supplier), supplier)
        return found

    def left_out(self) -> list[tuple[str, SpendView, LeftOut]]:
        found: list[tuple[str, SpendView, LeftOut]] = []
        for product in self.asked.products:
            if self._from(product, self.asked.area) is None:
                found.append((product, "supply", "no_output"))
            if self._mix(product) is None:
                found.append((product, "demand", "no_purchases"))
            elif self.asked.valuation is not None and product not in self.asked.valuation.shares:
                reason = self.asked.valuation.left_out.get(product, "no_valuation")
                found.append((product, "purchaser", reason))
            found += [
                (f"{product} from {supplier}", "demand", "no_output")
                for supplier in self.asked.suppliers
                if self._from(product, supplier) is None
            ]
        return found

    def _sold(self, product: str) -> list[SpendFactor]:
        at = self.asked.place(product, self.asked.area)
        output = 0.0 if at is None else float(self.asked.accounts.output.values[at])
        return [self._factor(product, "supply", self.parts[:, at], output, "")] if output > 0 else []

    def _mix(self, product: str) -> tuple[Array, float] | None:
        places = self.asked.places(product)
        total = float(self.bought[places].sum())
        return (self.parts[:, places] @ (self.bought[places] / total), total) if total > 0 else None

    def _from(self, product: str, supplier: str) -> tuple[Array, float] | None:
        at = self.asked.place(product, supplier)
        if at is None or not self.asked.accounts.output.values[at] > 0:
            return None
        return self.parts[:, at], float(self.bought[at])

    def _bought(self, product: str, mix: tuple[Array, float] | None, supplier: str) -> list[SpendFactor]:
        if mix is None:
            return []
        column, money = mix
        found = [self._factor(product, "demand", column, money, supplier)]
        shares = None if self.asked.valuation is None else self.asked.valuation.shares.get(product)
        if shares is None or self.per_margin is None:
            return found
        priced: list[tuple[PriceShares, float | None]] = [(shares, None)]
        if (rate := self.vat_rates.get(product)) is not None:
            priced.append((with_vat(shares, rate), rate))
        for held, rate in priced:
            goods, margins = column * held.basic, self.per_margin * held.margin
            found.append(
                self._factor(product, "purchaser", goods, money, supplier, margins=margins, shares=held, vat_rate=rate)
            )
        return found

    def _factor(
        self,
        product: str,
        view: SpendView,
        goods: Array,
        money: float,
        supplier: str,
        *,
        margins: Array | None = None,
        shares: PriceShares | None = None,
        vat_rate: float | None = None,
    ) -> SpendFactor:
        trade = np.zeros_like(goods) if margins is None else margins
        scopes = (float(goods[0]), float(goods[1]), float(goods[2]))
        emitted, margin = goods[3:] + trade[3:], float(trade[:3].sum())
        total = float(emitted.sum())
        return SpendFactor(
            product=product,
            view=view,
            value=sum(scopes) + margin,
            scopes=scopes,
            margins=margin,
            origins=dict(zip(self.asked.group_names, (emitted / total).tolist(), strict=True)) if total else {},
            money=money,
            supplier=supplier,
            shares=shares,
            vat_rate=vat_rate,
        )
