"""All accounts of a year in one go, by region and sector, as other engines give them, and their origin besides."""

from __future__ import annotations

import numpy as np
import xarray as xr

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area, multipliers_by_origin, origin_product_cube_of
from ketenkompas.mrio._system import Precision, intensities, leontief


def account_set(accounts: Accounts, *, precision: Precision = "double") -> xr.Dataset:
    """Intensities, multipliers, the four accounts by region and sector, and where the footprint is emitted.

    Parameters
    ----------
    accounts : Accounts
    precision : {"double", "single"}
        See :func:`leontief`; in ``single`` errors are about 1e-6 of the largest cell.

    Returns
    -------
    Dataset
        ``S`` and ``M`` (gas, make), kt per unit of money; ``D_pba`` and ``D_exp`` (gas, make), production and what of
        it serves other areas; ``D_cba`` and ``D_imp`` (gas, product, area), footprint and what of it is emitted
        elsewhere, by final product; ``origin`` (gas, origin, product, area); all kt, without households. Sums over
        ``make`` by region, or over ``product``, are the regional accounts.

    Notes
    -----
    The names are those of pymrio, with which ``tests/published/test_pymrio_oracle.py`` compares them. One
    factorisation, ``gases x regions`` transposed solves and ``regions`` plain ones; neither L nor A is kept.
    Stadler (2021), Pymrio, Journal of Open Research Software 9(1).

    Examples
    --------
    >>> from ketenkompas.mrio import account_set, example_accounts
    >>> found = account_set(example_accounts())
    >>> found["D_cba"].sum("product").round(2).values.tolist()
    [[38.67, 1.33]]
    """
    system = leontief(accounts, precision=precision)
    reached = multipliers_by_origin(accounts, system)
    origin, direct = origin_product_cube_of(accounts, reached), intensities(accounts)
    gases, regions = len(accounts.gases), len(accounts.regions)
    consumed = origin.isel(origin=0, drop=True).copy(data=origin.values.sum(axis=1))
    own = np.arange(regions)
    at_home = np.moveaxis(origin.values[:, own, :, own], 0, -1)
    outputs = system.outputs(demand_by_area(accounts).values)
    named = {
        "S": direct,
        "M": direct.copy(data=reached.reshape(gases, regions, -1).sum(axis=1)),
        "D_pba": accounts.emissions,
        "D_exp": direct.copy(data=direct.values * _serving_others(accounts, outputs)),
        "D_cba": consumed,
        "D_imp": consumed.copy(data=consumed.values - at_home),
        "origin": origin,
    }
    for name in ("D_exp", "D_cba", "D_imp"):
        named[name].attrs["units"] = accounts.emission_unit
    return xr.Dataset(named)


def _serving_others(accounts: Accounts, outputs: Array) -> Array:
    """Output of each sector (n,) that serves the demand of other areas."""
    place = {region: column for column, region in enumerate(accounts.regions)}
    own = np.array([place[region] for region in accounts.sectors.regions])
    served: Array = outputs.sum(axis=1) - outputs[np.arange(len(own)), own]
    return served
