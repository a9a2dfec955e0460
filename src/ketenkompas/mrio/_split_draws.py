"""The interval of a footprint that the intervals of variant shares leave open, by reproducible draws."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import xarray as xr

from ketenkompas.errors import BalanceError, InputError, UnknownCodeError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._solvers import System
from ketenkompas.mrio._split import Balance, balanced
from ketenkompas.mrio._system import intensities, leontief, multipliers, reciprocal_output
from ketenkompas.mrio._variants import Share, Variant, VariantKey, variant_key

_TRIES = 1000


def footprint_draws(
    accounts: Accounts,
    product: str,
    variants: Sequence[Variant],
    *,
    region: str,
    area: str,
    draws: int,
    seed: int,
    balance: Balance = "rest",
    system: System | None = None,
) -> xr.DataArray:
    """Footprints of an area after a split, for shares drawn within their intervals: (gas, draw), kt.

    Parameters
    ----------
    accounts : Accounts
        The table before the split.
    product, region, variants, balance
        As :func:`split_product`.
    area : str
        The consuming area.
    draws, seed : int
        Draw d depends on ``(seed, d)`` alone, so that any draw can be made again by itself.
    system : System, optional
        A factorisation of ``accounts``, to use it again.

    Returns
    -------
    DataArray
        Without direct household emissions. ``attrs["refused"]`` counts draws of shares that could not be sold and were
        drawn again.

    Raises
    ------
    InputError
        ``variants.no_interval`` when the intervals of a set of shares cannot add up to 1; those of
        :func:`split_product`.
    BalanceError
        ``variants.infeasible`` when the stated values themselves cannot be sold.

    Notes
    -----
    Each set of shares (output, each stated user) is uniform over its box where it adds up to 1: all shares but the
    widest are drawn, the widest is what is left, and sets outside its interval are drawn again. Ratios between variants
    (emissions, recipes) are kept, their mean follows the drawn shares, so that the world's emissions never change.
    With d the multipliers of the variants less the parent's, the other multipliers move by ``d z`` with
    ``z_k (I - A) = a_k A_p`` outside p, and d solves a system of k unknowns: the factorisation of the unsplit table
    serves for every draw (fact sheet section 14; ``test_the_quick_footprint_is_that_of_the_split_table``).

    Examples
    --------
    >>> from ketenkompas.mrio import Share, Variant, example_accounts, footprint_draws
    >>> green = Variant("green", Share(0.25), emission_ratio=0.4, buyer_shares={"NL_c37": Share(0.2, 0.1, 0.3)})
    >>> other = Variant("other", Share(0.75), emission_ratio=1.2, buyer_shares={"NL_c37": Share(0.8, 0.7, 0.9)})
    >>> found = footprint_draws(example_accounts(), "A", [green, other], region="NL", area="NL", draws=50, seed=1)
    >>> found.min().round(1).item(), found.max().round(1).item()
    (38.5, 39.0)
    """
    if area not in accounts.regions:
        raise UnknownCodeError("variants.unknown_area", found=area, nearest=", ".join(accounts.regions[:3]))
    base = variant_key(accounts, region, product, variants)
    balanced(accounts, base, balance)
    _require_room(variants)
    keys, shares, refused = [], [], 0
    for draw in range(draws):
        key, share, failed = _drawn(accounts, base, variants, balance, np.random.Philox(key=[seed, draw]))
        keys.append(key)
        shares.append(share)
        refused += failed
    values = _footprints(accounts, system or leontief(accounts), keys, shares, area)
    coordinates = {**accounts.gas, "draw": ("draw", np.arange(draws))}
    attrs = {"units": accounts.emission_unit, "refused": refused, "area": area, "seed": seed}
    return xr.DataArray(values, dims=("gas", "draw"), coords=coordinates, attrs=attrs)


def _require_room(variants: Sequence[Variant]) -> None:
    users = dict.fromkeys(user for variant in variants for user in variant.buyer_shares)
    for name, shares in [("output", _column(variants, None)), *((user, _column(variants, user)) for user in users)]:
        low, high = (sum(share.bounds[side] for share in shares) for side in (0, 1))
        if not low <= 1.0 + 1e-9 or not high >= 1.0 - 1e-9:
            raise InputError("variants.no_interval", where=name, low=low, high=high)


def _column(variants: Sequence[Variant], user: str | None) -> list[Share]:
    return [variant.share if user is None else variant.buyer_shares[user] for variant in variants]


def _drawn(
    accounts: Accounts,
    base: VariantKey,
    variants: Sequence[Variant],
    balance: Balance,
    bits: np.random.Philox,
) -> tuple[VariantKey, Array, int]:
    """One key with drawn shares, the buyer shares that sell it, and how many tries could not be sold."""
    random = np.random.Generator(bits)
    users = (*accounts.sectors.labels, *accounts.final_uses.labels)
    stated = dict.fromkeys(user for variant in variants for user in variant.buyer_shares)
    places = {user: [at for at, name in enumerate(users) if name == user] for user in stated}
    for tried in range(_TRIES):
        output, buyers = _set(_column(variants, None), random), base.buyers.copy()
        for user, at in places.items():
            buyers[:, at] = _set(_column(variants, user), random)[:, None]
        key = dataclasses.replace(
            base,
            output=output,
            buyers=buyers,
            recipe=base.recipe / (output @ base.recipe),
            emission=base.emission / np.where(output @ base.emission > 0, output @ base.emission, 1.0),
        )
        try:
            return key, balanced(accounts, key, balance), tried
        except BalanceError as fault:
            last = fault
    raise last


def _set(shares: Sequence[Share], random: np.random.Generator) -> Array:
    """Shares that add up to 1, uniform over their box; those of the values where there is no interval."""
    low, high = np.array([share.bounds for share in shares]).T
    if not (high > low).any():
        return np.array([share.value for share in shares]) / sum(share.value for share in shares)
    widest = int(np.argmax(high - low))
    for _ in range(_TRIES):
        drawn: Array = random.uniform(low, high)
        drawn[widest] = 1.0 - (drawn.sum() - drawn[widest])
        if low[widest] - 1e-12 <= drawn[widest] <= high[widest] + 1e-12:
            return np.clip(drawn, 0.0, 1.0)
    raise InputError("variants.no_interval", where="-", low=float(low.sum()), high=float(high.sum()))


def _footprints(
    accounts: Accounts, system: System, keys: Sequence[VariantKey], shares: Sequence[Array], area: str
) -> Array:
    parent, n = keys[0].parent, len(accounts.sectors)
    per_output = reciprocal_output(accounts)
    column = accounts.flows.values[:, parent] * per_output[parent]
    row = accounts.flows.values[parent] * per_output
    chain = multipliers(accounts, system=system).values
    own = intensities(accounts).values[:, parent]
    mine = np.array([region == area for region in accounts.final_uses.regions])
    bought = accounts.demand.values[:, mine]
    total = chain @ bought.sum(axis=1)
    reached = _outside(system, parent, np.concatenate([share[:, :n] * row for share in shares]))
    values, start = np.empty((len(accounts.gases), len(keys))), 0
    for at, (key, share) in enumerate(zip(keys, shares, strict=True)):
        moved = reached[start : start + len(key.codes)].copy()
        start += len(key.codes)
        through = moved.copy()
        through[:, parent] = share[:, parent]
        again = (through * column) @ key.recipe.T
        first = (key.emission - 1.0) * own + (key.recipe - 1.0) @ (chain * column).T
        change = np.linalg.solve((np.eye(len(again)) - again).T, first)
        weight = moved @ bought.sum(axis=1) + share[:, n:][:, mine] @ bought[parent]
        values[:, at] = total + change.T @ weight
    return values


def _outside(system: System, parent: int, rows: Array) -> Array:
    """``z (I - A) = rows`` outside the parent, with z zero at the parent."""
    rows = rows.copy()
    rows[:, parent] = 0.0
    unit = np.zeros((1, rows.shape[1]))
    unit[0, parent] = 1.0
    solved = system.transposed(np.concatenate([rows, unit]))
    reached: Array = solved[:-1] - np.outer(solved[:-1, parent] / solved[-1, parent], solved[-1])
    reached[:, parent] = 0.0
    return reached
