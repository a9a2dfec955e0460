"""Footprints: the emissions behind the final demand of every area, by origin, industry, product and final use."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.errors import AlignmentError, MissingValueError, UnitError
from ketenkompas.mrio._accounts import HOUSEHOLDS, Accounts, Array
from ketenkompas.mrio._solvers import System, solver_for
from ketenkompas.mrio._system import intensities, multipliers

FootprintBy = Literal["area", "origin", "industry", "origin_industry", "product", "final_use", "origin_product"]


def _indicator(labels: tuple[str, ...], groups: tuple[str, ...]) -> Array:
    """0/1 matrix (labels, groups) that sums labels into groups."""
    place = {group: column for column, group in enumerate(groups)}
    matrix = np.zeros((len(labels), len(groups)))
    matrix[np.arange(len(labels)), [place[label] for label in labels]] = 1.0
    return matrix


def demand_by_area(accounts: Accounts) -> xr.DataArray:
    """Final demand (make, area): all categories of a consuming area together, money."""
    place = {region: column for column, region in enumerate(accounts.regions)}
    columns = np.array([place[region] for region in accounts.final_uses.regions], dtype=np.intp)
    turned, summed = np.ascontiguousarray(accounts.demand.values.T), np.zeros((len(place), len(accounts.sectors)))
    for values, column in zip(turned, columns, strict=True):
        summed[column] += values
    summed = np.ascontiguousarray(summed.T)
    coordinates = {**accounts.make, "area": ("area", list(accounts.regions))}
    return xr.DataArray(summed, dims=("make", "area"), coords=coordinates, attrs={"units": accounts.meta.money_unit})


def origin_cube(accounts: Accounts, *, system: System | None = None) -> xr.DataArray:
    """Emissions by emitting industry of each region, caused by the demand of each area: (gas, make, area), kt.

    Notes
    -----
    ``O[(r,i),s] = f_ri (L y_s)_ri``. Summed over areas it is the emissions of every industry, summed over industries it
    is the footprint of every area (``tests/properties/test_conservation.py``). Fact sheet section 3.4.
    """
    answered = system or solver_for(accounts, len(accounts.regions))
    outputs = answered.outputs(demand_by_area(accounts).values)
    cube = intensities(accounts).values[:, :, None] * outputs[None, :, :]
    coordinates = {**accounts.gas, **accounts.make, "area": ("area", list(accounts.regions))}
    return xr.DataArray(cube, dims=("gas", "make", "area"), coords=coordinates, attrs={"units": accounts.emission_unit})


def product_cube(accounts: Accounts, *, system: System | None = None) -> xr.DataArray:
    """Emissions behind each product delivered to each final use: (gas, make, final_use), kt.

    Notes
    -----
    ``D[(r,j),(s,k)] = m_rj Y[(r,j),(s,k)]``; the product counts where it is delivered, not where it was emitted.
    """
    chain = multipliers(accounts, system=system)
    cube = chain.values[:, :, None] * accounts.demand.values[None, :, :]
    coordinates = {**accounts.gas, **accounts.make, **accounts.final_use}
    return xr.DataArray(
        cube, dims=("gas", "make", "final_use"), coords=coordinates, attrs={"units": accounts.emission_unit}
    )


def flow_cube(accounts: Accounts, groups: Sequence[str], *, system: System | None = None) -> xr.DataArray:
    """Emissions by origin, group of the industry that emits and group of the product bought, kt:
    (gas, origin, emitter, bought, area).

    Parameters
    ----------
    groups : sequence of str
        The group of every industry and product, in the order of ``accounts.sectors``.

    Notes
    -----
    ``V[r,g,h,s] = sum over i in g of f_ri (L y_hs)_ri`` with ``y_hs`` the demand of area s for products of group h: one
    solve with a right-hand side for each group and area. Summed over h it is :func:`origin_cube` by group, summed over
    origins and g the footprint of what is bought (``tests/properties/test_conservation.py``).
    """
    names, regions = tuple(dict.fromkeys(groups)), accounts.regions
    bought = demand_by_area(accounts).values[:, None, :] * _indicator(tuple(groups), names)[:, :, None]
    answered = system or solver_for(accounts, len(names) * len(regions))
    outputs = answered.outputs(bought.reshape(len(groups), -1))
    labels = tuple(f"{region} {group}" for region, group in zip(accounts.sectors.regions, groups, strict=True))
    summing = _indicator(labels, tuple(f"{region} {name}" for region in regions for name in names)).T
    cube = np.stack([summing @ (rates[:, None] * outputs) for rates in intensities(accounts).values])
    coordinates = {
        **accounts.gas,
        "origin": ("origin", list(regions)),
        "emitter": ("emitter", list(names)),
        "bought": ("bought", list(names)),
        "area": ("area", list(regions)),
    }
    shape = (len(accounts.gases), len(regions), len(names), len(names), len(regions))
    return xr.DataArray(
        cube.reshape(shape),
        dims=("gas", "origin", "emitter", "bought", "area"),
        coords=coordinates,
        attrs={"units": accounts.emission_unit},
    )


def origin_product_cube(accounts: Accounts, *, system: System | None = None) -> xr.DataArray:
    """Emissions by emitting region and final product (all suppliers together): (gas, origin, product, area), kt.

    Notes
    -----
    ``M_R = F_R L`` with the intensities masked by emitting region, then ``G[r,j,s] = M_R[r,j] y_s[j]``: one transposed
    solve with a right-hand side per region and gas (fact sheet section 3.5).
    """
    answered = system or solver_for(accounts, len(accounts.regions) * len(accounts.gases))
    return origin_product_cube_of(accounts, multipliers_by_origin(accounts, answered), demand_by_area(accounts).values)


def origin_product_cube_of(accounts: Accounts, reached: Array, demand: Array) -> xr.DataArray:
    """The cube from multipliers by origin (make, origin, gas) and demand by area (make, area)."""
    products, regions, gases = tuple(dict.fromkeys(accounts.sectors.products)), accounts.regions, accounts.gases
    place = {product: at for at, product in enumerate(products)}
    labels = np.array([place[product] for product in accounts.sectors.products])
    order = np.argsort(labels, kind="stable")  # one pass over the multipliers instead of one for each product
    edges = np.searchsorted(labels[order], np.arange(len(products) + 1))
    columns, demand = reached.reshape(len(labels), -1)[order], demand.astype(reached.dtype, copy=False)[order]
    cube = np.empty((len(products), columns.shape[1], len(regions)), dtype=reached.dtype)
    for at, (first, end) in enumerate(itertools.pairwise(edges)):
        np.matmul(columns[first:end].T, demand[first:end], out=cube[at])
    coordinates = {
        **accounts.gas,
        "origin": ("origin", list(regions)),
        "product": ("product", list(products)),
        "area": ("area", list(regions)),
    }
    return xr.DataArray(
        cube.reshape(len(products), len(regions), len(gases), len(regions)).transpose(2, 1, 0, 3),
        dims=("gas", "origin", "product", "area"),
        coords=coordinates,
        attrs={"units": accounts.emission_unit},
    )


def multipliers_by_origin(accounts: Accounts, system: System) -> Array:
    """Multipliers of each emitting region and gas, (make, origin, gas)."""
    rates, regions = intensities(accounts).values, accounts.regions
    place = {region: at for at, region in enumerate(regions)}
    emitting = np.array([place[region] for region in accounts.sectors.regions])
    rows = np.zeros((rates.shape[1], len(regions), len(rates)))
    rows[np.arange(len(emitting)), emitting] = rates.T
    return system.transposed(rows.reshape(len(emitting), -1).T).T.reshape(rows.shape)


def footprint(
    accounts: Accounts,
    *,
    by: FootprintBy = "area",
    system: System | None = None,
    chain: xr.DataArray | None = None,
) -> xr.DataArray:
    """Consumption footprint of every area without direct household emissions, whole or broken down, kt.

    Parameters
    ----------
    accounts : Accounts
    by : {"area", "origin", "industry", "origin_industry", "product", "final_use", "origin_product"}
        ``area`` gives (gas, area); the others add ``origin`` (emitting region), ``industry`` (emitting industry),
        ``product`` (final product, all suppliers) or ``category`` (final use) as dimensions. Every breakdown sums to
        the same footprint.
    system : System, optional
        What answers for these accounts, to use it again; without it, the solver is chosen by size.
    chain : DataArray (gas, make), optional
        The :func:`multipliers` of these accounts, to use them again; serves ``by="area"``.

    Returns
    -------
    DataArray
        Always with ``area`` last; unit of the emissions. Use :func:`with_households` to add direct emissions.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, footprint
    >>> footprint(example_accounts(), by="origin").round(2).values.tolist()
    [[[38.67, 1.33], [0.0, 0.0]]]
    """
    if by == "area":
        return _by_area(accounts, multipliers(accounts, system=system) if chain is None else chain)
    if by == "origin_product":
        return origin_product_cube(accounts, system=system)
    if by in ("origin", "industry", "origin_industry"):
        return _by_emitter(accounts, origin_cube(accounts, system=system), by)
    return _by_delivery(accounts, product_cube(accounts, system=system), by)


def _by_area(accounts: Accounts, chain: xr.DataArray) -> xr.DataArray:
    """``m y``: multipliers need a right-hand side for each gas, outputs one for each area."""
    demand = demand_by_area(accounts)
    coordinates = {**accounts.gas, "area": demand["area"].variable}
    # not a library product: its idle threads spin for tens of milliseconds, and what follows would share a processor
    summed = np.einsum("gm,ma->ga", chain.values, demand.values)
    return xr.DataArray(summed, dims=("gas", "area"), coords=coordinates, attrs={"units": accounts.emission_unit})


def _by_emitter(accounts: Accounts, cube: xr.DataArray, by: str) -> xr.DataArray:
    products = tuple(dict.fromkeys(accounts.sectors.products))
    area = {"area": ("area", list(accounts.regions))}
    if by == "origin_industry":
        return cube
    labels, groups = (
        (accounts.sectors.regions, accounts.regions) if by == "origin" else (accounts.sectors.products, products)
    )
    summed = np.einsum("gma,mp->gpa", cube.values, _indicator(labels, groups))
    coordinates = {**accounts.gas, by: (by, list(groups)), **area}
    return xr.DataArray(summed, dims=("gas", by, "area"), coords=coordinates, attrs=cube.attrs)


def _by_delivery(accounts: Accounts, cube: xr.DataArray, by: str) -> xr.DataArray:
    areas = _indicator(accounts.final_uses.regions, accounts.regions)
    area = {"area": ("area", list(accounts.regions))}
    if by == "product":
        products = tuple(dict.fromkeys(accounts.sectors.products))
        summed = np.einsum(
            "gmk,mp,ka->gpa", cube.values, _indicator(accounts.sectors.products, products), areas, optimize=True
        )
        coordinates = {**accounts.gas, "product": ("product", list(products)), **area}
        return xr.DataArray(summed, dims=("gas", "product", "area"), coords=coordinates, attrs=cube.attrs)
    categories = tuple(dict.fromkeys(accounts.final_uses.categories))
    kinds = _indicator(accounts.final_uses.categories, categories)
    summed = np.einsum("gk,kc,ka->gca", cube.values.sum(axis=1), kinds, areas, optimize=True)
    coordinates = {**accounts.gas, "category": ("category", list(categories)), **area}
    return xr.DataArray(summed, dims=("gas", "category", "area"), coords=coordinates, attrs=cube.attrs)


def production(accounts: Accounts) -> xr.DataArray:
    """Emissions of the industries of every region by the residence principle (gas, region), kt, without households."""
    summed = accounts.emissions.values @ _indicator(accounts.sectors.regions, accounts.regions)
    coordinates = {**accounts.gas, "region": ("region", list(accounts.regions))}
    return xr.DataArray(summed, dims=("gas", "region"), coords=coordinates, attrs={"units": accounts.emission_unit})


def with_households(values: xr.DataArray, accounts: Accounts) -> xr.DataArray:
    """Add direct household emissions, once, to a footprint or to production of the same regions.

    Totals by area or region are raised; a breakdown gets one more label, ``households_direct``, on its first dimension
    after gas. Heating and driving never pass through the table, so they are neither traded nor multiplied (fact sheet
    section 3.8).

    Parameters
    ----------
    values : DataArray
        From :func:`footprint` (``by`` of one dimension) or :func:`production`, kt; of all regions, or of some of them
        in the order of the accounts (``values.sel(area=[...])``).
    accounts : Accounts
        The accounts it was computed from.

    Raises
    ------
    AlignmentError
        ``households.dims`` when the values are of another shape.
    MissingValueError
        ``households.unknown`` with the regions for which the accounts have no figure; absence is never zero.
    """
    ends = values.dims[-1]
    asked = [str(code) for code in values[ends].values] if ends in ("area", "region") else []
    at = [place for place, region in enumerate(accounts.regions) if region in asked]
    if values.ndim not in (2, 3) or not asked or [accounts.regions[place] for place in at] != asked:
        raise AlignmentError("households.dims", found=", ".join(map(str, values.dims)))
    lacking = [region for region in asked if region in accounts.meta.households_unknown]
    if lacking:
        raise MissingValueError("households.unknown", areas=", ".join(lacking))
    direct = accounts.direct.values[:, at]
    if values.ndim == 2:
        raised: xr.DataArray = values.copy(data=values.values + direct)
        return raised
    part = str(values.dims[1])
    labels = [*values[part].values.tolist(), HOUSEHOLDS]
    stacked = np.concatenate([values.values, direct[:, None, :]], axis=1)
    coordinates = {**accounts.gas, part: (part, labels), str(ends): (ends, asked)}
    return xr.DataArray(stacked, dims=values.dims, coords=coordinates, attrs=values.attrs)


def embodied_trade(accounts: Accounts, *, system: System | None = None) -> xr.Dataset:
    """Emissions embodied in imports and exports, by chain (not by bilateral gross trade), kt, without households.

    Returns
    -------
    Dataset
        ``bilateral`` (gas, origin, area), and by region ``production``, ``exports``, ``imports``, ``consumption``;
        ``consumption = production - exports + imports`` holds exactly (``tests/properties/test_conservation.py``).
    """
    bilateral = footprint(accounts, by="origin", system=system)
    values = bilateral.values
    own: npt.NDArray[np.float64] = np.einsum("grr->gr", values)
    named = {
        "production": values.sum(axis=2),
        "exports": values.sum(axis=2) - own,
        "imports": values.sum(axis=1) - own,
        "consumption": values.sum(axis=1),
    }
    coordinates = {**accounts.gas, "region": ("region", list(accounts.regions))}
    parts = {
        name: xr.DataArray(data, dims=("gas", "region"), coords=coordinates, attrs=bilateral.attrs)
        for name, data in named.items()
    }
    return xr.Dataset({"bilateral": bilateral, **parts})


def territorial(production_total: xr.DataArray, bridge: xr.DataArray) -> xr.DataArray:
    """Emissions on the territory (the view of the climate convention) from residence and its bridge, kt.

    Parameters
    ----------
    production_total : DataArray (gas, region)
        Production **with** households.
    bridge : DataArray (gas, region, item)
        Items ``residents_abroad`` and ``non_residents``, same gases, regions and unit, from ``env_ac_aibrid_r2``.

    Notes
    -----
    ``T = P - residents abroad + non-residents on the territory`` (fact sheet section 3.7).

    Raises
    ------
    MissingValueError
        ``territorial.needs_bridge`` when the bridge lacks a region.
    AlignmentError
        ``territorial.gases``.
    UnitError
        ``territorial.units`` when both say their unit and they differ.
    """
    lacking = [str(code) for code in production_total["region"].values if code not in set(bridge["region"].values)]
    if lacking:
        raise MissingValueError("territorial.needs_bridge", regions=", ".join(lacking))
    if list(bridge["gas"].values) != list(production_total["gas"].values):
        raise AlignmentError("territorial.gases", found=", ".join(map(str, bridge["gas"].values)))
    units = [str(one.attrs["units"]) for one in (production_total, bridge) if "units" in one.attrs]
    if len(set(units)) > 1:
        raise UnitError("territorial.units", found=units[1], expected=units[0])
    fitted = bridge.sel(region=production_total["region"].values)
    change = fitted.sel(item="non_residents").values - fitted.sel(item="residents_abroad").values
    moved: xr.DataArray = production_total.copy(data=production_total.values + change)
    return moved


def per_head(values: xr.DataArray, population_million: xr.DataArray) -> xr.DataArray:
    """Tonnes per inhabitant from kt and population in millions, along the last dimension (area or region).

    Raises
    ------
    MissingValueError
        ``population.missing`` for areas without a population; absence is never zero.
    """
    ends = str(values.dims[-1])
    known = {
        str(code): float(value)
        for code, value in zip(population_million[ends].values, population_million.values, strict=True)
    }
    lacking = [str(code) for code in values[ends].values if not known.get(str(code), 0.0) > 0]
    if lacking:
        raise MissingValueError("population.missing", areas=", ".join(lacking))
    heads = np.array([known[str(code)] for code in values[ends].values])
    shared: xr.DataArray = values.copy(data=values.values / 1000.0 / heads)
    shared.attrs["units"] = f"t {str(values.attrs.get('units', 'kt')).removeprefix('kt ')}/head"
    return shared


def per_money(values: xr.DataArray, accounts: Accounts) -> xr.DataArray:
    """Footprint per unit of final demand of the area, in the table's own currency and year, kg per unit of money."""
    demand = demand_by_area(accounts).values.sum(axis=0)
    shared: xr.DataArray = values.copy(data=values.values / demand)
    money = accounts.meta.money_unit.removeprefix("M")
    shared.attrs["units"] = f"kg {accounts.emission_unit.removeprefix('kt ')}/{money}_{accounts.meta.year}"
    return shared
