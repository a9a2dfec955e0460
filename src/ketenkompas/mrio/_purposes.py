"""From products bought to what they are bought for: a key with weights, and what it cannot place kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from ketenkompas.errors import AlignmentError
from ketenkompas.mrio._accounts import Array


@dataclass(frozen=True, slots=True)
class PurposeKey:
    """Links from purposes to products.

    ``spending`` is what is spent on a purpose (money, any unit), ``links`` how a unit of it divides over products (adds
    up to 1 by purpose), ``trade`` the products that are margins on others and belong to no purpose of their own.
    """

    spending: Mapping[str, float]
    links: Mapping[str, Mapping[str, float]]
    trade: tuple[str, ...] = ()


TRADE, NOT_LINKED = "trade_margins", "not_linked"


def by_purpose(values: xr.DataArray, key: PurposeKey) -> xr.DataArray:
    """Values of products bought by households, by purpose: (gas, purpose), in the unit of ``values``.

    Parameters
    ----------
    values : DataArray (gas, product)
        For instance the footprint of what households buy, kt.
    key : PurposeKey

    Returns
    -------
    DataArray (gas, purpose)
        The purposes of the key, then ``trade_margins`` and ``not_linked``: what is in products that the key names as
        trade, and in products without a link. The sum by gas is that of ``values``
        (``tests/unit/mrio/test_purposes.py``).

    Raises
    ------
    AlignmentError
        ``purpose.dims`` for values of another shape.

    Notes
    -----
    ``F[p] = sum_c S[p,c] / sum_q S[q,c] F[c]`` with ``S[p,c]`` spending on purpose p times its link to product c. The
    key is not balanced to demand by product: only the division of each product over purposes is used, not its level.
    """
    if values.dims != ("gas", "product"):
        raise AlignmentError("purpose.dims", found=", ".join(map(str, values.dims)))
    products = [str(code) for code in values["product"].values]
    shares = purpose_shares(key, products)
    placed = np.vstack([shares, _apart(shares, products, key)])
    purposes = [*key.spending, TRADE, NOT_LINKED]
    return xr.DataArray(
        values.values @ placed.T,
        dims=("gas", "purpose"),
        coords={"gas": values["gas"], "purpose": purposes},
        attrs=values.attrs,
    )


def purpose_shares(key: PurposeKey, products: Sequence[str]) -> Array:
    """The share of each purpose in each product: (purpose, product); a column adds up to 1, or to 0 without a link."""
    start = np.array(
        [[spent * key.links[purpose].get(code, 0.0) for code in products] for purpose, spent in key.spending.items()]
    )
    linked = start.sum(axis=0)
    shares: Array = np.divide(start, linked, out=np.zeros_like(start), where=linked > 0)
    return shares


def _apart(shares: Array, products: Sequence[str], key: PurposeKey) -> Array:
    open_ = shares.sum(axis=0) == 0
    trade = np.array([code in key.trade for code in products])
    return np.vstack([open_ & trade, open_ & ~trade]).astype(np.float64)
