"""What if a part of the economy were not there, or its work were done elsewhere: extraction and substitution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area
from ketenkompas.mrio._paths import sectors_of
from ketenkompas.mrio._system import intensities, leontief, reciprocal_output

Chosen = npt.NDArray[np.bool_]
State = Literal["before", "after"]


def extraction(accounts: Accounts, sectors: Chosen, *, keep_demand: bool = False) -> xr.Dataset:
    """Emissions if these sectors bought nothing, sold nothing to others and, by default, delivered nothing at all.

    Parameters
    ----------
    accounts : Accounts
    sectors : array (make,) of bool
        From :func:`sectors_of`.
    keep_demand : bool
        Final demand for their products stays and is met by them, without inputs.

    Returns
    -------
    Dataset
        ``emitted`` (state, gas, region, area), kt: emissions in each region for the demand of each area, before and
        after; summed over ``region`` the footprints, over ``area`` the production.

    Raises
    ------
    InputError
        ``extraction.nothing`` when no sector is named.

    Notes
    -----
    Rows and columns of the block b are taken out of A, its rows out of Y, and the system is solved again with the same
    intensities. The world's emissions fall by ``m_b Lbb^-1 x_b`` (``tests/properties/test_extraction.py``). Miller and
    Lahr (2001), A Taxonomy of Extractions, in: Regional Science Perspectives in Economic Analysis. Nobody takes over
    the work: see :func:`substitution` for that.
    """
    if not sectors.any():
        raise InputError("extraction.nothing")
    inputs, demand = _plain(accounts)
    inputs[sectors], inputs[:, sectors] = 0.0, 0.0
    if not keep_demand:
        demand[sectors] = 0.0
    return _compared(accounts, inputs, demand)


def link_extraction(accounts: Accounts, supplier: str, buyer: str, *, sectors: Chosen | None = None) -> xr.Dataset:
    """Emissions if one region bought nothing of another: inputs and final demand of this trade are taken out.

    Parameters
    ----------
    supplier, buyer : str
        Regions of the accounts.
    sectors : array (make,) of bool, optional
        Only these products of the supplier.

    Returns
    -------
    Dataset
        As :func:`extraction`.

    Raises
    ------
    InputError
        ``extraction.same_region``.
    UnknownCodeError
        ``paths.sector``.
    """
    sold, bought, wanted = _trade(accounts, supplier, buyer, sectors)
    inputs, demand = _plain(accounts)
    inputs[np.ix_(sold, bought)] = 0.0
    demand[np.ix_(sold, wanted)] = 0.0
    return _compared(accounts, inputs, demand)


def substitution(
    accounts: Accounts, products: Sequence[str] | None, supplier: str, instead: str, buyer: str
) -> xr.Dataset:
    """Emissions if a buyer took products from another region: the same money, another maker.

    Parameters
    ----------
    products : sequence of str, optional
        Products (rows) that move; all by default.
    supplier, instead, buyer : str
        Who delivers now, who would, and the region whose industries and final users buy. ``instead = buyer`` brings
        the work home, ``supplier = buyer`` moves it abroad.

    Returns
    -------
    Dataset
        As :func:`extraction`. Emissions of the buyer's footprint, of each region and of the world before and after:
        whether the change shifts emissions or lowers them.

    Raises
    ------
    InputError
        ``extraction.same_region`` when nothing would move; ``extraction.no_counterpart`` with the products that the
        new region does not make.
    UnknownCodeError
        ``paths.sector``.

    Notes
    -----
    ``A[(t,p),(r,.)] += A[(s,p),(r,.)]`` and the same for final demand, the supplier's cells become zero. Every column
    keeps its sum; the new maker works with its own technology and intensities, and its capacity is not limited.
    """
    if supplier == instead:
        raise InputError("extraction.same_region", region=supplier)
    given = sectors_of(accounts, regions=[supplier], products=products)
    sectors_of(accounts, regions=[instead, buyer])
    taken = _counterparts(accounts, given, instead)
    bought = sectors_of(accounts, regions=[buyer])
    wanted = np.array([region == buyer for region in accounts.regions])
    inputs, demand = _plain(accounts)
    for values, columns in ((inputs, bought), (demand, wanted)):
        moved = values[np.ix_(given, columns)]
        values[np.ix_(taken, columns)] += moved
        values[np.ix_(given, columns)] = 0.0
    return _compared(accounts, inputs, demand)


def _trade(
    accounts: Accounts, supplier: str, buyer: str, sectors: Chosen | None
) -> tuple[Chosen, Chosen, npt.NDArray[np.bool_]]:
    if supplier == buyer:
        raise InputError("extraction.same_region", region=supplier)
    sold, bought = sectors_of(accounts, regions=[supplier]), sectors_of(accounts, regions=[buyer])
    wanted = np.array([region == buyer for region in accounts.regions])
    return (sold if sectors is None else sold & sectors), bought, wanted


def _counterparts(accounts: Accounts, given: Chosen, region: str) -> npt.NDArray[np.intp]:
    """For each sector given, the sector of the region that makes the same product."""
    place = {
        product: at
        for at, (here, product) in enumerate(zip(accounts.sectors.regions, accounts.sectors.products, strict=True))
        if here == region and accounts.output.values[at] > 0
    }
    products = [accounts.sectors.products[at] for at in np.flatnonzero(given)]
    sold = accounts.output.values[given]
    lacking = [product for product, output in zip(products, sold, strict=True) if product not in place and output > 0]
    if lacking:
        raise InputError("extraction.no_counterpart", region=region, products=", ".join(lacking[:10]))
    here = np.flatnonzero(given)
    return np.array([place.get(product, here[k]) for k, product in enumerate(products)], dtype=np.intp)


def _plain(accounts: Accounts) -> tuple[Array, Array]:
    """A and final demand by area, free to be changed."""
    return accounts.flows.values * reciprocal_output(accounts)[None, :], demand_by_area(accounts).values.copy()


def _compared(accounts: Accounts, inputs: Array, demand: Array) -> xr.Dataset:
    before = leontief(accounts).outputs(demand_by_area(accounts).values)
    matrix = np.eye(len(inputs)) - inputs
    try:
        after: Array = np.asarray(np.linalg.solve(matrix, demand), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise BalanceError("leontief.singular", model=accounts.meta.model) from None
    rows = intensities(accounts).values
    masks = np.array([[here == region for here in accounts.sectors.regions] for region in accounts.regions], float)
    emitted = np.stack([np.einsum("rn,gn,na->gra", masks, rows, made, optimize=True) for made in (before, after)])
    coordinates = {
        "state": ("state", ["before", "after"]),
        **accounts.gas,
        "region": ("region", list(accounts.regions)),
        "area": ("area", list(accounts.regions)),
    }
    found = xr.DataArray(
        emitted, dims=("state", "gas", "region", "area"), coords=coordinates, attrs={"units": accounts.emission_unit}
    )
    return xr.Dataset({"emitted": found})
