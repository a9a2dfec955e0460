"""The coupled footprint: national chains at home, global multipliers for what comes from abroad."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import xarray as xr

from ketenkompas.errors import UnknownCodeError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._national import Home, National, by_origin, home_of, outputs_at_home, own_block, require_national
from ketenkompas.mrio._system import intensities, multipliers, reciprocal_output

Feedback = Literal["foreign_isolated", "foreign_global_feedback", "world_global_feedback"]
FEEDBACKS: tuple[Feedback, ...] = get_args(Feedback)
COMPONENTS = ("home_intensities", "home_chains", "import_volume", "origin_shares", "import_multipliers", "households")


@dataclass(frozen=True)
class _Parts:
    """What a coupled footprint is the product of, by product of the global table."""

    intensity: Array = field(repr=False)  # (gas, G) home intensities along home chains
    outputs: Array = field(repr=False)  # (G,) home output for home demand
    multipliers: Array = field(repr=False)  # (gas, regions abroad, G)
    shares: Array = field(repr=False)  # (regions abroad, G)
    imports: Array = field(repr=False)  # (G,)
    households: Array = field(repr=False)  # (gas,)


def coupled_footprint(accounts: Accounts, national: National, mode: Feedback = "world_global_feedback") -> xr.Dataset:
    """The footprint of a region from its national table, with imports valued by the global table; nothing is balanced.

    Parameters
    ----------
    accounts : Accounts
        The global table, unchanged.
    national : National
    mode : {"foreign_isolated", "foreign_global_feedback", "world_global_feedback"}
        What the multipliers of imports count: emissions abroad with chains cut at the home border; all emissions
        abroad; emissions of the world, also those at home in goods that come back.

    Returns
    -------
    Dataset
        ``home``, ``abroad`` by origin (gas, region), ``households`` and ``total`` without households (gas), kt;
        ``attrs["mode"]``, ``attrs["assumptions"]``. With :func:`own_block` and world feedback ``total`` is the plain
        footprint (``tests/properties/test_national.py``).

    Raises
    ------
    UnknownCodeError
        ``refine.mode``, ``refine.region``.
    InputError
        ``refine.faults``.

    Notes
    -----
    ``h = Am Ld yd + ym``, ``g = S (H kappa h)``, ``F = cd Ld yd + m g``, with ``m`` one of ``cf L1``, ``(0, cf) L`` and
    ``c L``, restricted to the regions abroad (L1 the inverse of the table without home). Assumed: multipliers come from
    the unmodified table; imports are those used at home (no re-exports); imported goods have the average technology of
    the origin's sector; no stocks between years. Fact sheet 7.1-7.3; Edens et al. (2015), Economic Systems Research 27.

    Examples
    --------
    >>> from ketenkompas.mrio import coupled_footprint, example_accounts, own_block
    >>> accounts = example_accounts()
    >>> float(coupled_footprint(accounts, own_block(accounts, "NL"))["total"].round(2)[0])
    38.67
    """
    require_national(accounts, national)
    home = home_of(accounts, national.region)
    outputs = outputs_at_home(national)
    given = by_origin(accounts, home, national, imports_of(national, outputs))
    values = import_multipliers(accounts, national.region, mode)[:, home.abroad] * given
    regions = [accounts.sectors.regions[at] for at in home.abroad]
    origin = np.stack([values[:, [name == region for name in regions]].sum(axis=1) for region in home.regions], axis=1)
    chains = _intensity(national) @ outputs
    gas = accounts.gas
    return xr.Dataset(
        {
            "home": ("gas", chains),
            "abroad": (("gas", "region"), origin),
            "households": ("gas", national.direct),
            "total": ("gas", chains + origin.sum(axis=1)),
        },
        coords={**gas, "region": ("region", list(home.regions))},
        attrs={"units": accounts.emission_unit, "mode": mode, "assumptions": "; ".join(national.assumptions)},
    )


def import_multipliers(accounts: Accounts, region: str, mode: Feedback) -> Array:
    """Multipliers of what a region imports (gas, make), kt per unit of money; zero for the region's own sectors.

    Raises
    ------
    UnknownCodeError
        ``refine.mode``.
    """
    if mode not in FEEDBACKS:
        raise UnknownCodeError("refine.mode", found=mode, known=", ".join(FEEDBACKS))
    home = home_of(accounts, region)
    rows = intensities(accounts)
    if mode == "foreign_isolated":
        return _isolated(accounts, home, rows.values)
    masked = rows.values.copy()
    if mode == "foreign_global_feedback":
        masked[:, home.at] = 0.0
    found = multipliers(accounts, rows.copy(data=masked)).values.copy()
    found[:, home.at] = 0.0
    return found


def _isolated(accounts: Accounts, home: Home, rows: Array) -> Array:
    flows, per_output = accounts.flows.values, reciprocal_output(accounts)
    inputs = flows[np.ix_(home.abroad, home.abroad)] * per_output[home.abroad]
    found = np.zeros_like(rows)
    found[:, home.abroad] = np.linalg.solve((np.eye(len(inputs)) - inputs).T, rows[:, home.abroad].T).T
    return found


def imports_of(national: National, outputs: Array) -> Array:
    """Imports that serve home final demand, by national product (N,): ``h = Am Ld yd + ym``."""
    output = national.output
    per_output = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    served: Array = (national.imports * per_output[None, :]) @ outputs + national.imported
    return served


def refinement_bridge(accounts: Accounts, national: National, mode: Feedback = "world_global_feedback") -> xr.DataArray:
    """How the plain footprint becomes the coupled one, step by step: (component, gas), kt.

    The components ``home_intensities``, ``home_chains`` (technology and demand at home), ``import_volume``,
    ``origin_shares``, ``import_multipliers`` (the mode) and ``households`` add up to the difference exactly; each is
    the average of two opposite orders of the swaps (fact sheet 7.5).
    """
    plain = own_block(accounts, national.region)
    before = _parts(accounts, plain, "world_global_feedback")
    after = _parts(accounts, national, mode)
    gains = [*_home_steps(before, after), *_import_steps(before, after), after.households - before.households]
    return xr.DataArray(
        np.stack(gains),
        dims=("component", "gas"),
        coords={"component": ("component", list(COMPONENTS)), **accounts.gas},
        attrs={"units": accounts.emission_unit},
    )


def _parts(accounts: Accounts, national: National, mode: Feedback) -> _Parts:
    home = home_of(accounts, national.region)
    outputs = outputs_at_home(national)
    reached = national.to_global @ outputs
    emitted = (_intensity(national) * outputs) @ national.to_global.T
    imported = national.to_global @ (national.prices * imports_of(national, outputs))
    chain = import_multipliers(accounts, national.region, mode)
    placed = np.zeros((chain.shape[0], len(home.regions), len(home.products)))
    row = {region: place for place, region in enumerate(home.regions)}
    column = {product: place for place, product in enumerate(home.products)}
    for at in home.abroad:
        placed[:, row[accounts.sectors.regions[at]], column[accounts.sectors.products[at]]] = chain[:, at]
    own = np.divide(emitted, reached, out=np.zeros_like(emitted), where=reached != 0)
    return _Parts(own, reached, placed, national.origins, imported, national.direct)


def _home_steps(before: _Parts, after: _Parts) -> list[Array]:
    intensity = 0.5 * (after.intensity - before.intensity) @ (before.outputs + after.outputs)
    chains = 0.5 * (before.intensity + after.intensity) @ (after.outputs - before.outputs)
    return [intensity, chains]


def _import_steps(before: _Parts, after: _Parts) -> list[Array]:
    """Volume, shares, multipliers: forth (volume first) and back (multipliers first), averaged."""

    def total(volume: Array, shares: Array, chain: Array) -> Array:
        summed: Array = np.einsum("grp,rp,p->g", chain, shares, volume)
        return summed

    v0, s0, m0 = before.imports, before.shares, before.multipliers
    v1, s1, m1 = after.imports, after.shares, after.multipliers
    volume = total(v1, s0, m0) - total(v0, s0, m0) + total(v1, s1, m1) - total(v0, s1, m1)
    shares = total(v1, s1, m0) - total(v1, s0, m0) + total(v0, s1, m1) - total(v0, s0, m1)
    chain = total(v1, s1, m1) - total(v1, s1, m0) + total(v0, s0, m1) - total(v0, s0, m0)
    return [0.5 * volume, 0.5 * shares, 0.5 * chain]


def _intensity(national: National) -> Array:
    output = national.output
    divided: Array = np.divide(national.emissions, output, out=np.zeros_like(national.emissions), where=output > 0)
    return divided
