"""Index decomposition (additive LMDI) of figures that are a product of factors: short chains of aggregates, series."""

from __future__ import annotations

import numpy as np
import xarray as xr

from ketenkompas.errors import AlignmentError, MissingValueError, Where
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area, footprint
from ketenkompas.mrio._solvers import System

_ALMOST_ZERO = 1e-20


def index_decomposition(before: xr.DataArray, after: xr.DataArray, *, zero: float = _ALMOST_ZERO) -> xr.DataArray:
    """What each factor of a product contributes to its change: the additive logarithmic mean Divisia index.

    Parameters
    ----------
    before, after : DataArray (factor, ...)
        The factors of every cell in both years, the same labels; the product over ``factor`` is the figure.
    zero : float
        Stands for a factor that is zero, with the sign of the other year's: the limit of the method (Ang and Liu 2007).

    Returns
    -------
    DataArray (factor, ...)
        In the unit of the product. Over the factors it adds up to the change of the product, cell by cell
        (``tests/properties/test_index_decomposition.py``).

    Raises
    ------
    AlignmentError
        ``index_decomposition.labels`` when the labels differ.
    MissingValueError
        ``index_decomposition.missing`` for NaN or infinite factors.

    Notes
    -----
    ``dV_x = w ln(x_1/x_0)`` with ``w = (V_1 - V_0) / ln(V_1/V_0)`` and ``w = V`` where nothing changed. A change of
    sign (inventories) has no logarithm: these cells are decomposed by the mean of the two polar forms, with the factors
    in the order given. Ang (2005), The LMDI approach to decomposition analysis, Energy Policy 33(7); Ang and Liu
    (2007), Handling zero values in LMDI, Energy Policy 35(1).

    Examples
    --------
    >>> import xarray as xr
    >>> from ketenkompas.mrio import index_decomposition
    >>> before = xr.DataArray([2.0, 3.0], coords={"factor": ["volume", "intensity"]})
    >>> after = xr.DataArray([4.0, 2.0], coords={"factor": ["volume", "intensity"]})
    >>> index_decomposition(before, after).round(3).values.tolist()
    [4.819, -2.819]
    """
    _check_factors(before, after)
    old, new = before.transpose("factor", ...).values, after.transpose("factor", ...).values
    signs = np.where(old == 0, np.sign(new), np.sign(old))
    turning = ((np.sign(new) != signs) & (new != 0)).any(axis=0)
    effects = np.where(turning, _polar(old, new), _logarithmic(old, new, signs, turning, zero))
    found: xr.DataArray = before.transpose("factor", ...).copy(data=effects)
    return found


def _logarithmic(old: Array, new: Array, signs: Array, turning: Array, zero: float) -> Array:
    steady = np.where(signs == 0, 1.0, signs)
    one = np.where(turning, 1.0, np.where(old == 0, zero * steady, old))
    other = np.where(turning, 1.0, np.where(new == 0, zero * steady, new))
    growth = np.log(other / one)
    whole = growth.sum(axis=0)
    still = whole == 0
    weight = one.prod(axis=0) * np.where(still, 1.0, np.expm1(whole) / np.where(still, 1.0, whole))
    effects: Array = weight * growth
    return effects


def _polar(old: Array, new: Array) -> Array:
    effects = np.empty_like(old)
    for at in range(old.shape[0]):
        first = old[:at].prod(axis=0) * new[at + 1 :].prod(axis=0)
        second = new[:at].prod(axis=0) * old[at + 1 :].prod(axis=0)
        effects[at] = (new[at] - old[at]) * (first + second) / 2
    return effects


def _check_factors(before: xr.DataArray, after: xr.DataArray) -> None:
    alike = before.dims == after.dims and "factor" in before.coords
    if not alike or any(list(before[dim].values) != list(after[dim].values) for dim in before.dims):
        raise AlignmentError("index_decomposition.labels", before=str(before.dims), after=str(after.dims))
    for one in (before, after):
        at = np.argwhere(~np.isfinite(one.values))
        if at.size:
            cell = " / ".join(str(one[dim].values[i]) for dim, i in zip(one.dims, at[0], strict=True))
            raise MissingValueError("index_decomposition.missing", where=Where(label=cell), count=len(at))


def chain_factors(
    accounts: Accounts, population_million: xr.DataArray, *, system: System | None = None
) -> xr.DataArray:
    """The footprint of every product and area as population x spending per head x mix x intensity.

    Parameters
    ----------
    accounts : Accounts
        In constant prices when two years are to be compared (:func:`deflate`).
    population_million : DataArray (area)
        Of every region.
    system : System, optional
        What answers for the accounts, to use it again.

    Returns
    -------
    DataArray (factor, gas, product, area)
        ``population`` (million), ``spending_per_head`` (money per million), ``mix`` (share of final demand),
        ``intensity`` (kt per money over the whole chain). Their product is ``footprint(accounts, by="product")``.

    Raises
    ------
    MissingValueError
        ``decomposition.population``; ``index_decomposition.no_spending`` where a footprint has no spending to stand on
        (deliveries that cancel).

    Examples
    --------
    >>> import xarray as xr
    >>> from ketenkompas.mrio import chain_factors, example_accounts
    >>> heads = xr.DataArray([16.0, 8.0], coords={"area": ["NL", "BE"]})
    >>> chain_factors(example_accounts(), heads).prod("factor").round(2).values.tolist()
    [[[38.67, 1.33]]]
    """
    areas = list(accounts.regions)
    known = dict(zip(map(str, population_million["area"].values), map(float, population_million.values), strict=True))
    lacking = [area for area in areas if not 0 < known.get(area, np.nan) < np.inf]
    if lacking:
        raise MissingValueError("decomposition.population", areas=", ".join(lacking), year=accounts.meta.year)
    caused = footprint(accounts, by="product", system=system)
    spent = demand_by_area(accounts).groupby("product").sum().sel(product=caused["product"].values).values
    unpaid = np.argwhere((spent == 0)[None] & (caused.values != 0))
    if unpaid.size:
        cells = ", ".join(f"{areas[a]} {caused['product'].values[p]}" for _, p, a in unpaid[:10])
        raise MissingValueError("index_decomposition.no_spending", cells=cells, year=accounts.meta.year)
    heads = np.array([known[area] for area in areas])
    total = spent.sum(axis=0)
    shape = caused.shape
    layers = [
        np.broadcast_to(heads, shape),
        np.broadcast_to(total / heads, shape),
        np.broadcast_to(spent / np.where(total == 0, 1.0, total), shape),
        np.divide(caused.values, spent[None], out=np.zeros(shape), where=(spent != 0)[None] & np.ones(shape, bool)),
    ]
    named = {"factor": ("factor", ["population", "spending_per_head", "mix", "intensity"])}
    coordinates = {name: coordinate for name, coordinate in caused.coords.items() if name != "gas_unit"}
    return xr.DataArray(
        np.stack(layers), dims=("factor", *caused.dims), coords={**named, **coordinates}, attrs=caused.attrs
    )
