"""Split a product of a region into variants; totals stay, emissions only move between users."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.errors import BalanceError, KetenkompasError
from ketenkompas.mrio._accounts import Accounts, Array, FinalUses, Sectors
from ketenkompas.mrio._balancing import gras
from ketenkompas.mrio._variants import ADDS_UP, Variant, VariantKey, variant_key

Balance = Literal["rest", "all"]
_CENT = 1e-9  # relative to the parent's output


def buyer_shares(
    accounts: Accounts, product: str, variants: Sequence[Variant], *, region: str, balance: Balance = "rest"
) -> xr.Dataset:
    """The share of every variant in what every user buys, so that sales of each variant are its output.

    Parameters
    ----------
    accounts : Accounts
    product, region : str
        The product that is split, and the region that makes it.
    variants : sequence of Variant
    balance : {"rest", "all"}
        ``rest`` keeps the stated shares of buyers; users of whom nothing is said take what is left, all in one mix.
        ``all`` takes stated shares, and the output shares where nothing is said, as a prior and balances all of them
        (GRAS); how far the stated ones move is reported.

    Returns
    -------
    Dataset
        ``share`` and ``stated`` (variant, user), dimensionless, NaN where nothing is stated; ``sales`` (user), what is
        bought of the parent, in the money of the accounts. ``attrs["largest_shift"]`` is the largest change of a
        stated share, ``attrs["moved"]`` the money that changed variant by it.

    Raises
    ------
    InputError, UnknownCodeError
        As :func:`split_product`.
    BalanceError
        ``variants.infeasible`` naming the variants of which stated users buy more than is made, or none can be sold.

    Notes
    -----
    ``sum_j a_jk u_j = w_k x_p`` with u what user j buys of the parent. Fact sheet section 9.
    """
    key = variant_key(accounts, region, product, variants)
    sales = sales_of(accounts, key.parent)
    shares = balanced(accounts, key, balance)
    shift = _shift(key, shares)
    users = [*accounts.sectors.labels, *accounts.final_uses.labels]
    attrs = {
        "largest_shift": float(shift.max(initial=0.0)),
        "moved": float((shift * np.abs(sales)).sum() / 2),
        "units": accounts.meta.money_unit,
    }
    named = {"share": (("variant", "user"), shares), "stated": (("variant", "user"), key.buyers)}
    return xr.Dataset(
        {**named, "sales": ("user", sales)}, coords={"variant": list(key.codes), "user": users}, attrs=attrs
    )


def split_product(
    accounts: Accounts, product: str, variants: Sequence[Variant], *, region: str, balance: Balance = "rest"
) -> Accounts:
    """Accounts in which a product of a region stands as its variants, ``PRODUCT.code`` each, in the parent's place.

    Parameters
    ----------
    accounts : Accounts
    product, region : str
    variants : sequence of Variant
        Output shares, and what is known of buyers, recipes and own emissions.
    balance : {"rest", "all"}
        How sales and output are made equal; see :func:`buyer_shares`.

    Returns
    -------
    Accounts
        Same money, gases and final uses. The sum over the variants is the parent: flows, demand, output, emissions and
        value added are kept, as are the emissions of the world, whatever the shares
        (``tests/properties/test_variants.py``). A note in ``meta.notes`` says what was split and shifted.

    Raises
    ------
    UnknownCodeError
        ``variants.unknown_parent``.
    InputError
        ``variants.faults``: shares that do not add up, unknown users, suppliers or gases, ratios whose mean is not 1.
    BalanceError
        ``variants.infeasible``; ``variants.negative_value_added`` when a recipe costs more than a variant earns.

    Notes
    -----
    With output shares w, buyer shares a, recipe factors rho and emission ratios phi of variant k of parent p:
    ``Z'[i,k] = w_k rho_ik Z[i,p]``, ``Z'[k,j] = a_jk Z[p,j]``, ``Z'[k,l] = a_pk w_l rho_pl Z[p,p]``,
    ``Y'[k,c] = a_ck Y[p,c]``, ``E'_k = w_k phi_k E_p``; value added is what is left. Where the parent's own value added
    is negative, a variant may carry its share of that. Fact sheet section 9.

    Examples
    --------
    >>> from ketenkompas.mrio import Share, Variant, example_accounts, footprint, split_product
    >>> green = Variant("green", Share(0.25), emission_ratio=0.4, buyer_shares={"NL_c37": Share(0.2)})
    >>> other = Variant("other", Share(0.75), emission_ratio=1.2, buyer_shares={"NL_c37": Share(0.8)})
    >>> split = split_product(example_accounts(), "A", [green, other], region="NL")
    >>> split.sectors.products, split.output.round(6).values.tolist()
    (('A.green', 'A.other', 'A'), [20.0, 60.0, 80.0])
    >>> footprint(split).round(2).values.tolist()
    [[38.79, 1.21]]
    """
    return split_products(accounts, product, {region: variants}, balance=balance)


def split_products(
    accounts: Accounts, product: str, variants: Mapping[str, Sequence[Variant]], *, balance: Balance = "rest"
) -> Accounts:
    """Accounts in which a product of several regions stands as its variants; see :func:`split_product`.

    Parameters
    ----------
    accounts : Accounts
    product : str
    variants : mapping of region to sequence of Variant
        Buyers and suppliers are named by their labels in ``accounts``, those that are split themselves as well.

    Raises
    ------
    InputError, UnknownCodeError, BalanceError
        As :func:`split_product`, for the first region that has faults.
    """
    splits = []
    for region, named in variants.items():
        key = variant_key(accounts, region, product, named)
        splits.append((key, balanced(accounts, key, balance)))
    parent = _parents([key for key, _ in splits], len(accounts.sectors))
    flows = accounts.flows.values[np.ix_(parent, parent)]
    demand = accounts.demand.values[parent]
    emissions = accounts.emissions.values[:, parent]
    added = None if accounts.value_added is None else accounts.value_added.values[:, parent]
    products = [accounts.sectors.products[at] for at in parent]
    for key, shares in splits:
        at = np.flatnonzero(parent == key.parent)
        flows[at] *= shares[:, parent]
        flows[:, at] *= (key.output[:, None] * key.recipe).T[parent]
        demand[at] *= shares[:, len(accounts.sectors) :]
        emissions[:, at] *= (key.output[:, None] * key.emission).T
        earned = _earned(accounts, key)
        if added is not None:
            added[:, at] *= earned
        for place, code in zip(at.tolist(), key.codes, strict=True):
            products[place] = f"{product}.{code}"
    notes = [_note(key, shares, accounts.sectors.labels[key.parent]) for key, shares in splits]
    return Accounts.build(
        flows=flows,
        demand=demand,
        emissions=emissions,
        direct=accounts.direct.values,
        sectors=Sectors(tuple(accounts.sectors.regions[at] for at in parent), tuple(products)),
        final_uses=FinalUses(accounts.final_uses.regions, accounts.final_uses.categories),
        gases=accounts.gases,
        meta=dataclasses.replace(accounts.meta, notes=(*accounts.meta.notes, *notes)),
        value_added=added,
        value_added_rows=accounts.value_added_rows,
    )


def sales_of(accounts: Accounts, parent: int) -> Array:
    """What every user (sectors, then final uses) buys of a sector, money."""
    sold: Array = np.concatenate([accounts.flows.values[parent], accounts.demand.values[parent]])
    return sold


def balanced(accounts: Accounts, key: VariantKey, balance: Balance) -> Array:
    """Buyer shares (variant, user) that sum to 1 for every user and sell exactly what every variant makes."""
    sales, label = sales_of(accounts, key.parent), accounts.sectors.labels[key.parent]
    if balance == "rest":
        return _rest(key, sales, label)
    prior = np.where(np.isnan(key.buyers), key.output[:, None], key.buyers)
    users = (*accounts.sectors.labels, *accounts.final_uses.labels)
    try:
        sold = gras(prior * sales, key.output * sales.sum(), sales, row_names=key.codes, column_names=users)
    except BalanceError as fault:
        raise BalanceError(
            "variants.infeasible", where=label, problems=fault.problems, count=len(fault.problems)
        ) from fault
    shares: Array = np.divide(sold, sales, out=prior.copy(), where=sales != 0)
    return shares


def _rest(key: VariantKey, sales: Array, label: str) -> Array:
    """Stated shares kept; the other users take what is left, in one mix."""
    open_users = np.isnan(key.buyers).any(axis=0)
    stated = np.where(open_users, 0.0, key.buyers)
    made, sold = key.output * sales.sum(), stated @ sales
    left, room = made - sold, float(sales[open_users].sum())
    allowed = _CENT * max(abs(float(sales.sum())), 1e-300)
    if room <= allowed:
        _refuse(key, label, made, sold, np.abs(left) > allowed)
        return np.where(open_users, key.output[:, None], key.buyers)
    _refuse(key, label, made, sold, left < -allowed)
    mix = np.maximum(left, 0.0) / np.maximum(left, 0.0).sum()
    return np.where(open_users, mix[:, None], key.buyers)


def _refuse(key: VariantKey, label: str, made: Array, sold: Array, wrong: npt.NDArray[np.bool_]) -> None:
    faults: list[KetenkompasError] = [
        BalanceError("variants.oversold", where=f"{label}.{key.codes[at]}", made=float(made[at]), sold=float(sold[at]))
        for at in np.flatnonzero(wrong)
    ]
    if faults:
        raise BalanceError("variants.infeasible", where=label, problems=faults, count=len(faults))


def _shift(key: VariantKey, shares: Array) -> Array:
    """How far stated shares of buyers were moved."""
    stated = np.isfinite(key.buyers)
    moved: Array = np.where(stated, np.abs(shares - np.where(stated, key.buyers, 0.0)), 0.0)
    return moved


def _parents(keys: Sequence[VariantKey], sectors: int) -> npt.NDArray[np.intp]:
    copies = np.ones(sectors, dtype=np.intp)
    for key in keys:
        copies[key.parent] = len(key.codes)
    return np.repeat(np.arange(sectors), copies)


def _earned(accounts: Accounts, key: VariantKey) -> Array:
    """The share of each variant in the parent's value added, which is what its inputs leave; checked."""
    column = accounts.flows.values[:, key.parent]
    output = float(accounts.output.values[key.parent])
    whole = output - float(column.sum())
    residual = key.output * output - (key.output[:, None] * key.recipe) @ column
    least = np.minimum(key.output * whole, 0.0) - ADDS_UP * max(output, 1.0)
    label = accounts.sectors.labels[key.parent]
    faults: list[KetenkompasError] = [
        BalanceError("variants.value_added", where=f"{label}.{key.codes[at]}", value=float(residual[at]))
        for at in np.flatnonzero(residual < least)
    ]
    if faults:
        raise BalanceError("variants.negative_value_added", where=label, problems=faults, count=len(faults))
    enough = abs(whole) > ADDS_UP * max(output, 1.0)
    shares: Array = residual / residual.sum() if enough else key.output
    return shares


def _note(key: VariantKey, shares: Array, label: str) -> str:
    shift = float(_shift(key, shares).max(initial=0.0))
    parts = ", ".join(f"{code} {share:.4f}" for code, share in zip(key.codes, key.output, strict=True))
    return f"{label} split into {parts} of its output (stated shares of buyers moved by {shift:.4f})"
