"""The national footprint by what it is bought for: from products to groups of spending, at one level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._bridge import balance_bridge, bridge_footprint
from ketenkompas.households._finite import named_places
from ketenkompas.households._purchaser import to_purchaser_prices
from ketenkompas.mrio import ras

Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
PLACES = ("NL", "EU", "rest")


@dataclass(frozen=True, slots=True)
class Products:
    """Final demand by product: ``footprint`` (c,) kg of all buyers, ``origin`` (c, 3) shares of it by place of emission
    (NL, other EU, rest), ``intensity`` (c,) kg per EUR at purchaser prices.
    """

    codes: tuple[str, ...]
    footprint: Array
    origin: Array
    intensity: Array


@dataclass(frozen=True, slots=True)
class ByQuantity:
    """Parts that are known by quantity: ``kg`` (q,) chain emission of the country, ``origin`` (q, 3) shares."""

    kg: Array
    origin: Array


@dataclass(frozen=True, slots=True)
class Country:
    """A country without direct emissions, kg.

    ``groups`` (p, 3) by place of emission: what households buy, the parts known by quantity apart; ``quantity`` (q, 3);
    ``others`` (u, 3): government, non-profits, investment. ``level`` is the one factor on all groups and ``unscaled``
    (p,) what stood before it; in a full table the level is 1.
    """

    groups: Array
    quantity: Array
    others: Array
    level: float
    unscaled: Array

    @property
    def total(self) -> float:
        """Everything together, kg."""
        return float(self.groups.sum() + self.quantity.sum() + self.others.sum())


def buyers(footprint: Array, prior: Array, shares: Array) -> Array:
    """The footprint of every product by who buys it: (c, u), kg.

    Parameters
    ----------
    footprint : array (c,)
        Of all final demand, kg.
    prior : array (c, u)
        Judged shares of the buyers, rows add up to 1.
    shares : array (u,)
        The share of each buyer in the whole footprint; they add up to 1.

    Raises
    ------
    BalanceError
        ``balancing.infeasible`` when no division of that pattern has these shares.

    Notes
    -----
    The division nearest to ``F_c S_cu`` (RAS) with the footprint of every product and the share of every buyer kept
    (``tests/unit/households/test_country.py``).

    Examples
    --------
    >>> import numpy as np
    >>> found = buyers(np.array([60.0, 40.0]), np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0.5, 0.5]))
    >>> found.sum(axis=0).round(6).tolist()
    [50.0, 50.0]
    """
    found: Array = ras(footprint[:, None] * prior, footprint, footprint.sum() * shares, tolerance=1e-11)
    return found


def purchaser_intensity(demand: Array, basic: Array, margin: Array, margin_factor: float) -> Array:
    """Emission per euro that a consumer pays: (c,), kg per EUR at purchaser prices.

    Of a euro, ``basic`` goes to the maker at ``demand`` kg per EUR (basic prices), ``margin`` to trade and transport at
    ``margin_factor``; taxes carry no emission.

    Examples
    --------
    >>> import numpy as np
    >>> purchaser_intensity(np.array([1.0]), np.array([0.8]), np.array([0.15]), 0.125).round(5).tolist()
    [0.81875]
    """
    found: Array = demand * basic + margin_factor * margin
    return found


def starter_country(
    products: Products,
    bought: Array,
    bridge: Array,
    spending: Array,
    quantity: ByQuantity,
    *,
    spread: Array | None = None,
    groups: Sequence[str] = (),
) -> Country:
    """The country by group where no full table is at hand: one factor brings all groups to the households' total.

    Parameters
    ----------
    products : Products
    bought : array (c, u)
        :func:`buyers`; the first column is households.
    bridge : array (p, c)
        Shares of a euro of each group by product; not balanced to any account.
    spending : array (p,)
        EUR of the country at purchaser prices.
    quantity : ByQuantity
        Home energy, known by quantity: taken from the households' total before the groups are brought to it.
    spread : array (p,), optional
        A factor on the intensity of each group, for draws.
    groups : sequence of str, optional
        Names of the groups, for errors; numbers from 0 by default.

    Returns
    -------
    Country
        Adds up to the footprint of all products (``tests/unit/households/test_country.py``).

    Raises
    ------
    InputError
        ``households.level`` when home energy alone is more than households cause; ``households.no_product`` for a
        group with spending that the bridge leads to no product, so that it would cause nothing.

    Notes
    -----
    ``f_p = sum_c B_pc i_c``, ``F_p = k X_p f_p`` with ``k = (H - sum_q Q_q) / sum_p X_p f_p``, H what households buy.
    """
    lost = (spending > 0) & (bridge.sum(axis=1) <= 0)
    if lost.any():
        raise InputError("households.no_product", groups=named_places(groups, lost))
    rate = bridge @ products.intensity
    placed = bridge @ (products.intensity[:, None] * products.origin)
    mix = np.divide(placed, rate[:, None], out=np.zeros_like(placed), where=rate[:, None] > 0)
    unscaled = spending * rate * (1.0 if spread is None else spread)
    energy, total = float(quantity.kg.sum()), float(bought[:, 0].sum())
    if energy >= total or unscaled.sum() <= 0:
        raise InputError("households.level", energy=f"{energy / 1e9:.1f}", total=f"{total / 1e9:.1f}")
    level = (total - energy) / float(unscaled.sum())
    return Country(
        groups=level * unscaled[:, None] * mix,
        quantity=quantity.kg[:, None] * quantity.origin,
        others=bought[:, 1:].T @ products.origin,
        level=level,
        unscaled=unscaled,
    )


def by_product(bought: Array, bridge: Array, spending: Array, apart: BoolArray, total: float) -> Array:
    """The same groups from the side of the products: (p,), kg, with the same sum.

    Each product's footprint, as households buy it, is divided over the groups that are linked to it, by spending times
    share. It uses no emission per euro and no margin, so where it differs from :func:`starter_country` the survey, the
    accounts, the bridge or the table is not right: a measure of doubt, not a second result.

    Parameters
    ----------
    apart : array (c,) of bool
        Products that are not divided: trade, which is a margin on goods, and what is known by quantity.
    total : float
        What the groups add up to, kg.

    Notes
    -----
    ``F_p ~ sum_c (X_p B_pc / sum_q X_q B_qc) H_c`` over products that are linked and not apart, brought to ``total``.

    Examples
    --------
    >>> import numpy as np
    >>> bridge, apart = np.array([[1.0, 0.0], [0.5, 0.5]]), np.zeros(2, dtype=bool)
    >>> by_product(np.array([[60.0], [40.0]]), bridge, np.array([1.0, 2.0]), apart, 100.0).tolist()
    [30.0, 70.0]
    """
    links = spending[:, None] * bridge
    whole = links.sum(axis=0)
    use = (whole > 0) & ~apart
    shares = np.divide(links, whole, out=np.zeros_like(links), where=use)
    found: Array = shares @ bought[:, 0]
    found *= total / float(found.sum())
    return found


def bridge_doubt(first: Array, second: Array, least: float) -> Array:
    """The standard error of the logarithm of each group's emission per euro: (p,), that of ``least`` or more.

    Wide enough that P5 to P95 round the first way of counting reaches the second: ``|ln(second / first)| / 1.645``.

    Examples
    --------
    >>> import numpy as np
    >>> bridge_doubt(np.array([1.0, 1.0, 0.0]), np.array([1.1, 5.0, 0.0]), 0.3).round(3).tolist()
    [0.294, 0.978, 0.294]
    """
    both = (first > 0) & (second > 0)
    ratio = np.divide(second, first, out=np.ones_like(first), where=both)
    found: Array = np.maximum(np.sqrt(np.log1p(least**2)), np.abs(np.log(ratio)) / 1.645)
    return found


@dataclass(frozen=True, slots=True)
class FullTable:
    """What a full multi-regional table and supply-use tables give for one country.

    ``groups`` (p) are those of the survey, ``products`` (c) those of the table. ``bought`` (u, c, 3) kg by buyer
    (households first), product and place of emission; ``demand`` (c,) EUR of households at basic prices; ``margins``
    and ``taxes`` (c,) rates on it; ``bridge`` (p, c) start of the bridge, EUR; ``accounts`` (p,) EUR of the national
    accounts by group.
    """

    groups: tuple[str, ...]
    products: tuple[str, ...]
    bought: Array
    demand: Array
    margins: Array
    taxes: Array
    bridge: Array
    accounts: Array


def full_country(table: FullTable, by_quantity: Mapping[int, Array]) -> Country:
    """The country by group from full tables: purchaser prices, balanced bridge, the table's own buyers.

    Parameters
    ----------
    table : FullTable
    by_quantity : mapping of int to array (q,)
        Groups that are home energy (their index) and how their footprint divides over the parts known by quantity.

    Returns
    -------
    Country
        ``level`` is 1; adds up to ``table.bought`` (``tests/golden/test_households_full.py``).

    Raises
    ------
    InputError, BalanceError
        Those of :func:`to_purchaser_prices` and :func:`balance_bridge`; ``households.unlinked`` for any footprint of a
        product that no group buys.

    Notes
    -----
    Trade margins return to the goods for every place of emission alike, the bridge is balanced (GRAS) to the accounts
    and to purchases by product, then ``F_p = sum_c B_pc / sum_q B_qc F_c``. Fact sheet on households, 3.5 and 3.6.
    """
    moved = to_purchaser_prices(table.bought[0].T, table.demand, table.margins, table.taxes)
    bridge = balance_bridge(table.bridge, table.accounts, moved.spending, (table.groups, table.products))
    groups = bridge_footprint(bridge.table, moved.footprint, names=table.products, tolerated=0.0).T.copy()
    unscaled = groups.sum(axis=1)
    parts = len(next(iter(by_quantity.values()))) if by_quantity else 0
    quantity = np.zeros((parts, 3))
    for at, shares in by_quantity.items():
        quantity += shares[:, None] * groups[at]
        groups[at] = 0.0
    return Country(groups, quantity, table.bought[1:].sum(axis=1), 1.0, unscaled)
