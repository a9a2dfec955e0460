"""First-order propagation of data errors to footprints: the analytic twin of Monte Carlo."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._blocks import eight_rows, in_two_threads
from ketenkompas.mrio._coarse import Array32
from ketenkompas.mrio._errors_of_data import DataErrors
from ketenkompas.mrio._footprints import demand_by_area
from ketenkompas.mrio._solvers import System, solver_for
from ketenkompas.mrio._system import intensities, multipliers, reciprocal_output

SOURCES = ("emissions_independent", "emissions_shared", "inputs", "demand")


def first_order(
    accounts: Accounts,
    errors: DataErrors,
    *,
    system: System | None = None,
    chain: xr.DataArray | None = None,
    outputs: Array | None = None,
) -> xr.Dataset:
    """Variance of every footprint by source of error, to first order.

    Parameters
    ----------
    accounts : Accounts
    errors : DataErrors
    system : System, optional
    chain : DataArray (gas, make), optional
        The :func:`multipliers`, to use them again.
    outputs : array (make, area), optional
        ``L y`` of every area, to use it again.

    Returns
    -------
    Dataset
        ``footprint`` and ``standard_deviation`` (gas, area), kt; ``variance`` (source, gas, area), kt squared, of
        emissions (independent, and shared within a region), inputs and demand, which add up to the whole.

    Notes
    -----
    ``dF = sum_i u_i df_i + sum_ij m_i u_j dA_ij + sum_i m_i dy_i`` with ``u = L y`` and ``m = f L``. Errors of cells
    are independent, so their squares add; those that a region shares add before they are squared. Fact sheet
    section 13.

    Examples
    --------
    >>> from ketenkompas.mrio import DataErrors, example_accounts, first_order
    >>> none = DataErrors(0.1, 0.1, 0, 0, 0, 0, 0, 0, 0, 0)
    >>> first_order(example_accounts(), none)["standard_deviation"].round(2).values.tolist()
    [[3.87, 0.13]]
    """
    demand = demand_by_area(accounts).values
    m = (multipliers(accounts, system=system) if chain is None else chain).values
    if outputs is None:
        outputs = (system or solver_for(accounts, demand.shape[1])).outputs(demand)
    by_inputs, by_demand = _inputs(accounts, errors, m, outputs), _demand(accounts, errors, m, demand)
    variance = np.stack([*_emissions(accounts, errors, outputs), by_inputs, by_demand])
    coordinates = {**accounts.gas, "area": ("area", list(accounts.regions))}
    footprint = xr.DataArray(
        m @ demand, dims=("gas", "area"), coords=coordinates, attrs={"units": accounts.emission_unit}
    )
    named = xr.DataArray(
        variance, dims=("source", "gas", "area"), coords={"source": ("source", list(SOURCES)), **coordinates}
    )
    deviation = footprint.copy(data=np.sqrt(variance.sum(axis=0)))
    return xr.Dataset({"footprint": footprint, "standard_deviation": deviation, "variance": named})


def emission_errors(accounts: Accounts, errors: DataErrors) -> Array:
    """Relative standard error of the emissions of each sector (make,)."""
    inner = np.array([region in errors.inner for region in accounts.sectors.regions])
    return np.where(inner, errors.emissions, errors.emissions_elsewhere)


def region_places(accounts: Accounts) -> npt.NDArray[np.int64]:
    """The number of each sector's region (make,)."""
    place = {region: number for number, region in enumerate(accounts.regions)}
    return np.array([place[region] for region in accounts.sectors.regions], dtype=np.int64)


def _emissions(accounts: Accounts, errors: DataErrors, outputs: Array) -> tuple[Array, Array]:
    relative = emission_errors(accounts, errors)
    caused = intensities(accounts).values * relative
    alone = (1 - errors.emissions_shared) * (caused**2 @ outputs**2)
    place, together = region_places(accounts), np.zeros_like(alone)
    for region in range(len(accounts.regions)):
        at = np.flatnonzero(place == region)
        together += (caused[:, at] @ outputs[at]) ** 2
    return alone, errors.emissions_shared * together


def _inputs(accounts: Accounts, errors: DataErrors, m: Array, outputs: Array) -> Array:
    reached: Array = _squares(accounts, errors, m**2) @ outputs**2
    return reached


def _squares(accounts: Accounts, errors: DataErrors, rows: Array) -> Array:
    """``sum_i rows[., i] e_ij^2 A_ij^2`` with the error of home or of traded inputs; the squares are never stored.

    In float32, each row scaled to 1: a variance needs no more.
    """
    from ketenkompas.mrio._kernels import squares_through  # compiled code is loaded when it is needed

    flows, per_output, place = accounts.flows.values, reciprocal_output(accounts), region_places(accounts)
    weights, n = (errors.inputs_trade**2, errors.inputs_home**2), len(flows)
    scale = rows.max(axis=1, initial=0.0, keepdims=True)
    scale[scale == 0] = 1.0
    summed = np.zeros_like(rows)
    for group in range(0, len(rows), 8):
        given = eight_rows((rows[group : group + 8] / scale[group : group + 8]).astype(np.float32))
        found = np.zeros_like(given)

        def half(k: int, given: Array32 = given, found: Array32 = found) -> None:
            squares_through(given, flows, per_output, place, *weights, k * (n // 2), n if k else n // 2, found)

        in_two_threads(half)
        summed[group : group + 8] = found[: len(rows) - group]
    scaled: Array = summed * scale
    return scaled


def _demand(accounts: Accounts, errors: DataErrors, m: Array, demand: Array) -> Array:
    own = region_places(accounts)[:, None] == np.arange(len(accounts.regions))[None, :]
    relative = np.where(own, errors.demand_home, errors.demand_trade)
    spread: Array = m**2 @ (relative * demand) ** 2
    return spread
