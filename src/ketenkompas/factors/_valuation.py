"""From basic to purchaser prices: what a buyer's euro holds of basic value, margins and taxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ketenkompas.errors import BalanceError, InputError, KetenkompasError, MissingValueError, Where

Buyer = Literal["intermediate", "households"]
LeftOut = Literal["no_output", "no_emissions", "no_purchases", "no_valuation", "no_figure", "not_balanced"]
MARGIN_PRODUCTS: tuple[str, ...] = ("G45", "G46", "G47", "H49", "H50", "H51", "H52", "H53")
_ROUNDING = 5e-4  # published shares have four decimals


@dataclass(frozen=True, slots=True)
class PriceShares:
    """What one unit of money at purchaser prices holds; the three add up to 1.

    Attributes
    ----------
    basic, margin, tax : float
        Basic value, trade and transport margins, taxes less subsidies. A net subsidy makes ``tax`` negative: that is
        right, and is never cut off.
    purchases : float, optional
        The purchases behind the shares, at purchaser prices, in the money of their table.
    """

    basic: float
    margin: float
    tax: float
    purchases: float | None = None


def price_shares(basic: float, margins: float, taxes: float, *, purchases: float | None = None) -> PriceShares:
    """The shares of a price from its three parts, amounts in one money.

    Parameters
    ----------
    margins : float
        Negative for products that supply margins (trade, transport): a table of margins takes there what it adds to
        the goods. A buyer who pays for such a service pays for the service alone, so basic value and margin are netted.
    purchases : float, optional
        The amount at purchaser prices, kept with the shares.

    Raises
    ------
    InputError
        ``spend.no_price`` when nothing is left of the basic value, or of the price.

    Examples
    --------
    >>> price_shares(849.0, 133.0, 18.0).margin
    0.133
    >>> price_shares(900.0, -400.0, -1.5).margin  # wholesale, bought as a service
    0.0
    """
    net, margin = (basic + margins, 0.0) if margins < 0 else (basic, margins)
    paid = net + margin + taxes
    if not (net > 0 and paid > 0):
        raise InputError("spend.no_price", basic=basic, margins=margins, taxes=taxes)
    return PriceShares(net / paid, margin / paid, taxes / paid, purchases)


@dataclass(frozen=True)
class Valuation:
    """The price shares of every product for one area, year and kind of buyer, and who supplies the margins.

    Attributes
    ----------
    shares : mapping
        Product code of the table -> shares.
    margin_supply : mapping
        Product code -> its part of all trade and transport margins (column of the supply table); adds up to 1.
    left_out : mapping
        Product code -> why it has no shares.
    cited : str
        Where the figures come from.
    """

    area: str
    year: int
    buyer: Buyer
    shares: Mapping[str, PriceShares] = field(repr=False)
    margin_supply: Mapping[str, float]
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Rebased:
    """A factor per unit of money at purchaser prices and its two parts, kg CO2e."""

    goods: float
    margins: float

    @property
    def value(self) -> float:
        """Goods and margins together; taxes carry no emissions."""
        return self.goods + self.margins


def require_valuation(valuation: Valuation) -> Valuation:
    """The valuation itself, when its shares add up.

    Raises
    ------
    InputError
        ``spend.valuation_faults`` with ``spend.shares_sum`` for products of which the shares do not add up to 1, and
        ``spend.margin_supply`` when the supply of margins does not.
    """
    faults: list[KetenkompasError] = [
        BalanceError("spend.shares_sum", where=Where(label=code), found=f"{one.basic + one.margin + one.tax:.4f}")
        for code, one in valuation.shares.items()
        if not abs(one.basic + one.margin + one.tax - 1.0) <= _ROUNDING
    ]
    supplied = sum(valuation.margin_supply.values())
    if valuation.margin_supply and not abs(supplied - 1.0) <= _ROUNDING:
        faults.append(BalanceError("spend.margin_supply", found=f"{supplied:.4f}"))
    if faults:
        raise InputError(
            "spend.valuation_faults", problems=faults, area=valuation.area, year=valuation.year, count=len(faults)
        )
    return valuation


def margin_factor(chain: Mapping[str, float], margin_supply: Mapping[str, float]) -> float:
    """Emissions per unit of trade and transport margin: ``F_M = sum_k u_k m_k``.

    Parameters
    ----------
    chain : mapping
        Product code -> kg CO2e per unit of money at basic prices, of suppliers in the buyer's own area.
    margin_supply : mapping
        Product code -> part of all margins, adding up to 1.

    Raises
    ------
    MissingValueError
        ``spend.margin_product_absent`` when a product that supplies margins has no factor.

    Examples
    --------
    >>> round(margin_factor({"G46": 0.10, "H49": 0.40}, {"G46": 0.75, "H49": 0.25}), 4)
    0.175
    """
    absent = [code for code, part in margin_supply.items() if part and code not in chain]
    if absent:
        raise MissingValueError("spend.margin_product_absent", found=", ".join(absent))
    return sum(part * chain[code] for code, part in margin_supply.items() if part)


def rebased(basic_price_factor: float, shares: PriceShares, per_margin: float) -> Rebased:
    """A factor at basic prices turned to purchaser prices.

    Parameters
    ----------
    basic_price_factor, per_margin : float
        kg CO2e per unit of money at basic prices, and per unit of margin.
    shares : PriceShares
        What a unit of money at purchaser prices holds.

    Returns
    -------
    Rebased
        kg CO2e per unit of money at purchaser prices.

    Notes
    -----
    ``F_pp = F_bp BP/PP + (M/PP) F_M``; the tax part carries no emissions. Emissions are conserved: purchases at
    purchaser prices times ``F_pp`` are the basic value times ``F_bp`` plus the margins times ``F_M``
    (``tests/properties/test_spend.py``). ``docs/methods/spend-factors.md``.

    Examples
    --------
    >>> paper = rebased(408.90, PriceShares(0.8487, 0.1331, 0.0182), 125.05)
    >>> round(paper.goods, 1), round(paper.margins, 2), round(paper.value, 1)
    (347.0, 16.64, 363.7)
    """
    return Rebased(basic_price_factor * shares.basic, per_margin * shares.margin)


def with_tax_share(shares: PriceShares, tax: float) -> PriceShares:
    """The shares when taxes are another part of the price; basic value and margins keep their proportion.

    Raises
    ------
    InputError
        ``spend.tax_share`` for a part of 1 or more, or below -1.

    Examples
    --------
    >>> with_tax_share(PriceShares(0.8, 0.1, 0.1), 0.19)
    PriceShares(basic=0.72, margin=0.09, tax=0.19, purchases=None)
    """
    if not -1.0 <= tax < 1.0:
        raise InputError("spend.tax_share", found=tax)
    kept = (1.0 - tax) / (1.0 - shares.tax)
    return PriceShares(round(shares.basic * kept, 15), round(shares.margin * kept, 15), tax)


def with_vat(shares: PriceShares, rate: float) -> PriceShares:
    """The shares for a buyer who pays VAT that cannot be deducted, over a price that did not hold it.

    Parameters
    ----------
    rate : float
        0.21 for 21 per cent.

    Raises
    ------
    InputError
        ``spend.vat_rate`` for a rate below 0 or above 1.

    Notes
    -----
    ``1 - T' = (1 - T) / (1 + v)``: a factor per euro that holds VAT is the factor without it over ``1 + v``.

    Examples
    --------
    >>> round(with_vat(PriceShares(0.9, 0.1, 0.0), 0.21).basic * 1.21, 12)
    0.9
    """
    if not 0.0 <= rate <= 1.0:
        raise InputError("spend.vat_rate", found=rate)
    return with_tax_share(shares, (shares.tax + rate) / (1.0 + rate))
