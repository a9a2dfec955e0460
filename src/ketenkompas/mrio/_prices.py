"""Accounts in prices of one base year: what must come before two years are compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import xarray as xr

from ketenkompas.errors import AlignmentError, InputError, KetenkompasError, MissingValueError, Where
from ketenkompas.mrio._accounts import Accounts, Array


def in_current_prices(accounts: Accounts) -> bool:
    """Whether the money of accounts is that of their own year: the price basis does not name another."""
    return not accounts.meta.price_basis.startswith("constant")


def deflate(accounts: Accounts, index: xr.DataArray, *, base: int) -> Accounts:
    """The accounts in prices of a base year: every row of flows and demand over the price index of who delivers.

    Parameters
    ----------
    accounts : Accounts
        In current prices.
    index : DataArray (region) or (make)
        Price of the year of the accounts over price of the base year (1 = no change), in the currency of the table:
        inflation and exchange rate together. One for each region, or one for each sector (``NL_C10T12``).
    base : int
        The base year of the index.

    Returns
    -------
    Accounts
        ``money_unit`` and ``price_basis`` name the base year. Emissions and direct emissions of households are as they
        were; output is the sum of the deflated rows; value added is dropped, for a row of primary inputs has no price
        here (double deflation would need one).

    Raises
    ------
    InputError
        ``prices.index_faults`` with all of: ``prices.index_missing`` (a region or sector has no index, or NaN),
        ``prices.index_unknown`` (a label that the accounts do not have), ``prices.index_not_positive``.
        ``prices.already_constant`` for accounts that are no longer in current prices.
    AlignmentError
        ``prices.index_dims`` for an index over something else.

    Notes
    -----
    ``Z^c = diag(1/p) Z``, ``y^c = diag(1/p) y``; then ``A^c = diag(1/p) A diag(p)`` and ``f^c = f diag(p)``, so that
    every footprint stays what it is (``tests/properties/test_decomposition.py``: ``test_prices_leave_every_footprint``)
    and only its change over time is told otherwise. Miller and Blair (2009), Input-Output Analysis, section 4.6.

    Examples
    --------
    >>> import xarray as xr
    >>> from ketenkompas.mrio import deflate, example_accounts
    >>> index = xr.DataArray([2.0, 1.0], coords={"region": ["NL", "BE"]})
    >>> real = deflate(example_accounts(), index, base=2015)
    >>> real.output.values.tolist(), real.meta.money_unit
    ([40.0, 80.0], 'MEUR_2015')
    """
    if not in_current_prices(accounts):
        raise InputError("prices.already_constant", found=accounts.meta.price_basis, model=accounts.meta.model)
    per_price = (1.0 / _by_sector(accounts, index))[:, None]
    meta = accounts.meta
    return Accounts.build(
        flows=accounts.flows.values * per_price,
        demand=accounts.demand.values * per_price,
        emissions=accounts.emissions.values,
        direct=accounts.direct.values,
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=accounts.gases,
        meta=replace(
            meta,
            money_unit=f"{meta.money_unit}_{base}",
            price_basis=f"constant prices of {base} ({meta.price_basis.removesuffix(', current')})",
        ),
    )


def _by_sector(accounts: Accounts, index: xr.DataArray) -> Array:
    labels = {"region": accounts.sectors.regions, "make": accounts.sectors.labels}
    dim = str(index.dims[0]) if index.ndim == 1 else ""
    if dim not in labels or dim not in index.coords:
        raise AlignmentError("prices.index_dims", found=", ".join(map(str, index.dims)) or "-")
    known = dict(zip(map(str, index[dim].values), map(float, index.values), strict=True))
    wanted = dict.fromkeys(labels[dim])
    faults: list[KetenkompasError] = [
        MissingValueError("prices.index_missing", where=Where(label=label), year=accounts.meta.year)
        for label in wanted
        if np.isnan(known.get(label, np.nan))
    ]
    faults += [
        AlignmentError("prices.index_unknown", where=Where(label=label), axis=dim)
        for label in known
        if label not in wanted
    ]
    faults += [
        InputError("prices.index_not_positive", where=Where(label=label), found=f"{value:g}")
        for label, value in known.items()
        if not np.isnan(value) and not 0 < value < np.inf
    ]
    if faults:
        raise InputError("prices.index_faults", problems=faults, year=accounts.meta.year, count=len(faults))
    prices: Array = np.array([known[label] for label in labels[dim]])
    return prices
