"""The user's own multi-regional table as the household model takes it: who buys what, and where it is emitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ketenkompas import ingest
from ketenkompas.classifications import areas
from ketenkompas.errors import InputError
from ketenkompas.factors import Valuation
from ketenkompas.households import FullTable, balance_bridge, to_purchaser_prices
from ketenkompas.mrio import Accounts, intensities, leontief
from ketenkompas.pipeline._own import own_inputs, own_table, read_own
from ketenkompas.pipeline._receipt import Input, Receipt
from ketenkompas.pipeline._store import stores

Array = npt.NDArray[np.float64]
AREA, GAS, LIKE, PRODUCTS = "NL", "GHG", "figaro", "products"
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "households": ("P3_S14",),
    "government": ("P3_S13",),
    "non_profit": ("P3_S15",),
    "investment": ("P51G", "P5M"),
}
"""Categories of final use in FIGARO by the buyers of the model; changes in inventories count as investment."""
_ROUNDING = 1e-4


@dataclass(frozen=True)
class OwnAccounts:
    """A model in the user's store that was built from files that are still there."""

    model: str
    receipt: Receipt

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files of the model, with the hashes that its receipt has."""
        return tuple(Input(one["source"], one["sha256"]) for one in self.receipt.identity["inputs"])

    def read(self) -> Accounts:
        """The accounts, from the files that the model was built from.

        Raises
        ------
        InputError
            ``household_tables.own_changed`` when a file is another one by now.
        SourceError
            ``own.no_file``.
        """
        own = own_table(self.receipt.circumstances["files"])
        then = {one.source: one.sha256 for one in self.inputs}
        now = own_inputs(own).values() if all(path.exists() for path in own.files.values()) else ()
        changed = [one.source for one in now if then.get(one.source, one.sha256) != one.sha256]
        if changed:
            raise InputError("household_tables.own_changed", model=self.model, found=", ".join(changed))
        return read_own(own)


def own_accounts(year: int) -> OwnAccounts | None:
    """The user's model in FIGARO's layout with the Netherlands and this year; of several the last by name.

    A model of which the files have gone is no candidate: what it holds for doors has no money in it.
    """
    found: dict[str, OwnAccounts] = {}
    for store in stores():
        for model, told in store.models().items():
            receipt = store.receipt(model, year, PRODUCTS)
            fits = told.get("scheme") == "A64" and AREA in told.get("regions", ()) and GAS in told.get("gases", ())
            if receipt is None or not fits or receipt.identity["parameters"].get("like") != LIKE:
                continue
            files = own_table(receipt.circumstances["files"]).files.values()
            if all(path.exists() for path in files):
                found.setdefault(model, OwnAccounts(model, receipt))
    return found[max(found)] if found else None


def full_table(
    accounts: Accounts, valuation: Valuation, groups: tuple[str, ...], spent: Array, links: Array, open_share: float
) -> tuple[FullTable, tuple[str, ...]]:
    """The table of the full level, and what was done on the way, for the receipt.

    Parameters
    ----------
    accounts : Accounts
        In millions of euros and kt.
    valuation : Valuation
        What households pay, by product.
    groups : tuple of str, p
    spent : array (p,)
        EUR of the country by group, national accounts.
    links : array (p, c)
        Prior shares of a euro of every group by product of the table; rows may be zero.
    open_share : float
        Share of the spending of every group that the prior leaves open: it goes to all products as households buy
        them, so that accounts and table can always be brought together.

    Notes
    -----
    ``bought[u, c, o] = sum over suppliers j of c of (f_o L)_j y_ju`` with intensities masked by place of emission
    (``tests/unit/pipeline/test_household_full.py``). Margins per euro of demand: fact sheet on households, 3.5. The
    bridge is balanced here once, so that draws start near their own solution.
    """
    products = tuple(dict.fromkeys(accounts.sectors.products))
    member = np.array([[one == code for one in accounts.sectors.products] for code in products], dtype=np.float64)
    demand = _demand(accounts)
    bought = np.einsum("oj,ju,cj->uco", _chain(accounts), demand, member) * 1e6
    basic = member @ demand[:, 0] * 1e6
    margins, taxes, notes = price_rates(products, basic, valuation)
    whole = basic * (1 + margins + taxes)
    start = spent[:, None] * ((1 - open_share) * links + open_share * whole / whole.sum())
    start[:, whole <= 0] = 0.0
    paid = to_purchaser_prices(bought[0].T, basic, margins, taxes).spending
    bridge = balance_bridge(start, spent, paid, (groups, products)).table
    return FullTable(groups, products, bought, basic, margins, taxes, bridge, spent), notes


def price_rates(products: tuple[str, ...], demand: Array, valuation: Valuation) -> tuple[Array, Array, tuple[str, ...]]:
    """Margins and taxes per euro of demand at basic prices: (c,), (c,), and notes.

    Notes
    -----
    What all goods carry is given away by the products that supply margins, in proportion to the column of margins of
    the supply table, but no product gives away more than households buy of it. A product without price shares has no
    margin and no tax; it is named.
    """
    margins, taxes = np.zeros(len(products)), np.zeros(len(products))
    absent = []
    for at, code in enumerate(products):
        shares = valuation.shares.get(code)
        if shares is not None:
            margins[at], taxes[at] = shares.margin / shares.basic, shares.tax / shares.basic
        elif demand[at] > 0 and code not in valuation.margin_supply:
            absent.append(code)
    carried = float(np.maximum(margins, 0.0) @ demand)
    capped = []
    for code, part in valuation.margin_supply.items():
        if code not in products or not demand[products.index(code)] > 0:
            continue
        at = products.index(code)
        given = part * carried / demand[at]
        margins[at] = -min(given, 1.0)
        capped += [code] if given > 1.0 + _ROUNDING else []
    notes = [f"table: no price shares, taken as without margin and tax: {', '.join(absent)}"] if absent else []
    if capped:
        notes.append(f"table: margins held at what households buy of: {', '.join(capped)}")
    return margins, np.maximum(taxes, -(1.0 + margins)), tuple(notes)


def _demand(accounts: Accounts) -> Array:
    """Final demand of the Netherlands by buyer (n, u), in the table's money."""
    uses, values = accounts.final_uses, accounts.demand.values
    columns = [
        [
            at
            for at, (area, use) in enumerate(zip(uses.regions, uses.categories, strict=True))
            if area == AREA and use in kept
        ]
        for kept in CATEGORIES.values()
    ]
    return np.stack([values[:, one].sum(axis=1) for one in columns], axis=1)


def _chain(accounts: Accounts) -> Array:
    """Emission of the whole chain per unit of demand by place (3, n): the Netherlands, other EU, rest."""
    known = areas()
    rates = intensities(accounts).values[accounts.gases.index(GAS)]
    place = np.array(
        [0 if one == AREA else 1 if one in known and known[one].in_eu27 else 2 for one in accounts.sectors.regions]
    )
    rows = np.stack([np.where(place == at, rates, 0.0) for at in range(3)])
    found: Array = leontief(accounts).transposed(rows)
    return found


def read_valuation(paths: Mapping[str, Path], year: int) -> Valuation:
    """What Dutch households pay by product in a year, from Eurostat's five tables."""
    return ingest.read_valuation(paths, area=AREA, year=year, buyer="households")
