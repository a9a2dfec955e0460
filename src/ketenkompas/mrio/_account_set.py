"""All accounts of a year in one go, by region and sector, as other engines give them, and their origin besides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area, multipliers_by_origin, origin_product_cube_of
from ketenkompas.mrio._solvers import System
from ketenkompas.mrio._swept import system_for_many
from ketenkompas.mrio._system import Precision, intensities, leontief

_GAPS = {"double": 1e-9, "single": 1e-4}


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
    The names are those of pymrio, with which ``tests/published/test_pymrio_oracle.py`` compares them. ``gases x
    regions`` transposed solves and ``regions`` plain ones, by :func:`system_for_many`; neither L nor A is kept. What
    sweeps found is taken only if the emissions of every region are found again behind all final demand, to 1e-9 of the
    largest of their gas (single: 1e-4); otherwise a factorisation answers. Stadler (2021), Pymrio, Journal of Open
    Research Software 9(1).

    Examples
    --------
    >>> from ketenkompas.mrio import account_set, example_accounts
    >>> found = account_set(example_accounts())
    >>> found["D_cba"].sum("product").round(2).values.tolist()
    [[38.67, 1.33]]
    """
    found = _with(accounts, system_for_many(accounts, precision))
    if not _closes(accounts, found["origin"], _GAPS[precision]):
        found = _with(accounts, leontief(accounts, precision=precision))
    return found


def _with(accounts: Accounts, system: System) -> xr.Dataset:
    demand, direct = demand_by_area(accounts), intensities(accounts)
    reached = multipliers_by_origin(accounts, system)
    origin = origin_product_cube_of(accounts, reached, demand.values)
    consumed = origin.isel(origin=0, drop=True).copy(data=origin.values.sum(axis=1))
    own = np.arange(len(accounts.regions))
    at_home = np.moveaxis(origin.values[:, own, :, own], 0, -1)
    named = {
        "S": direct,
        "M": direct.copy(data=reached.sum(axis=1).T),
        "D_pba": accounts.emissions,
        "D_exp": direct.copy(data=direct.values * _serving_others(accounts, system.outputs(demand.values))),
        "D_cba": consumed,
        "D_imp": consumed.copy(data=consumed.values - at_home),
        "origin": origin,
    }
    for name in ("D_exp", "D_cba", "D_imp"):
        named[name].attrs["units"] = accounts.emission_unit
    return xr.Dataset(named)


def _closes(accounts: Accounts, origin: xr.DataArray, gap: float) -> bool:
    """Whether the emissions of every region are found again behind the demand of all areas."""
    place = _places(accounts)
    emitted = np.stack([np.bincount(place, row, minlength=place.max() + 1) for row in accounts.emissions.values])
    found = origin.values.sum(axis=2).sum(axis=2, dtype=np.float64)
    largest = np.abs(emitted).max(axis=1, initial=0.0, keepdims=True)
    return bool((np.abs(found - emitted) <= gap * largest).all())


def _places(accounts: Accounts) -> npt.NDArray[np.intp]:
    """The number of each sector's region."""
    place = {region: at for at, region in enumerate(accounts.regions)}
    return np.array([place[region] for region in accounts.sectors.regions], dtype=np.intp)


def _serving_others(accounts: Accounts, outputs: Array) -> Array:
    """Output of each sector (n,) that serves the demand of other areas."""
    own = _places(accounts)
    served: Array = outputs.sum(axis=1) - outputs[np.arange(len(own)), own]
    return served
