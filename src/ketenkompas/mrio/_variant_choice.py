"""Buyers choose another mix of variants: with production that follows, or with production as it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import BalanceError, CorrespondenceError, InputError, KetenkompasError
from ketenkompas.mrio._accounts import Accounts, Array, FinalUses, Sectors
from ketenkompas.mrio._balancing import gras
from ketenkompas.mrio._system import reciprocal_output
from ketenkompas.mrio._variants import ADDS_UP

Production = Literal["follows", "fixed"]


def choose_variants(
    accounts: Accounts,
    product: str,
    mixes: Mapping[str, Mapping[str, float]],
    *,
    buyers: Collection[str],
    production: Production = "follows",
) -> Accounts:
    """Accounts in which the buyers of some regions take another mix of the variants of a product.

    Parameters
    ----------
    accounts : Accounts
        With the product split (:func:`split_product`) in every region of ``mixes``.
    product : str
        The product that was split.
    mixes : mapping of region to mapping of variant code to share
        For each supplying region the mix that is bought from it, in value; every variant, sum 1.
    buyers : collection of str
        Regions whose industries and final uses choose these mixes. What they spend on the product stays.
    production : {"follows", "fixed"}
        ``follows``: recipes and intensities stay and output follows demand, along all chains. ``fixed``: what is made
        stays; the other users take what is left, each as near to its own mix as can be (GRAS), so that emissions only
        move between footprints.

    Returns
    -------
    Accounts
        Same axes. With ``fixed`` output and emissions are those of before; with ``follows`` input coefficients of all
        users but the buyers, value added and emissions per unit of output are
        (``tests/properties/test_variant_choice.py``).

    Raises
    ------
    InputError
        ``variants.mixes`` with every fault: unknown regions or variants, shares that do not add up, buyers unknown.
    BalanceError
        ``variants.not_made`` when a mix takes a variant without output (nothing is known of its inputs);
        ``variants.infeasible`` when ``fixed`` production does not hold what the buyers ask for.

    Notes
    -----
    With ``follows``: ``A`` with the rows of the variants changed for the buyers, ``y`` likewise, then ``x = L y``,
    ``Z = A diag(x)`` and ``E = f diag(x)`` with the intensities of before.

    Examples
    --------
    >>> from ketenkompas.mrio import Share, Variant, choose_variants, example_accounts, footprint, split_product
    >>> pair = [Variant("green", Share(0.25), emission_ratio=0.4), Variant("other", Share(0.75), emission_ratio=1.2)]
    >>> split = split_product(example_accounts(), "A", pair, region="NL")
    >>> mix = {"NL": {"green": 0.27, "other": 0.73}}
    >>> for production in ("follows", "fixed"):
    ...     chosen = choose_variants(split, "A", mix, buyers=["NL"], production=production)
    ...     footprint(chosen).round(2).values.tolist()
    [[38.09, 1.33]]
    [[38.52, 1.48]]
    """
    n, sold = len(accounts.sectors), np.hstack([accounts.flows.values, accounts.demand.values])
    for at, rows in resold(accounts, sold, product, mixes, buyers, production):
        sold[at] = rows
    if production == "fixed":
        return _with(accounts, sold[:, :n], sold[:, n:], np.ones(n), "of the same output")
    per_output = reciprocal_output(accounts)
    inputs = sold[:, :n] * per_output
    output = np.linalg.solve(np.eye(n) - inputs, sold[:, n:].sum(axis=1))
    growth = np.where(per_output > 0, output * per_output, 1.0)
    return _with(accounts, inputs * np.where(per_output > 0, output, 0.0), sold[:, n:], growth, "with output to match")


def resold(
    accounts: Accounts,
    sold: Array,
    product: str,
    mixes: Mapping[str, Mapping[str, float]],
    buyers: Collection[str],
    production: Production,
    lacking: list[str] | None = None,
) -> Iterator[tuple[npt.NDArray[np.intp], Array]]:
    """What each region of ``mixes`` sells of its variants after buyers chose: their places, and rows (variant, user).

    Parameters
    ----------
    sold : array (make, user)
        Flows and final demand side by side, as they are.
    lacking : list of str, optional
        Takes the regions whose fixed production does not hold what is asked, which are then left out; without it they
        are an error.

    Raises
    ------
    InputError, BalanceError
        As :func:`choose_variants`.
    """
    choosing = set(buyers)
    users = np.array([region in choosing for region in (*accounts.sectors.regions, *accounts.final_uses.regions)])
    for at, mix in _groups(accounts, product, mixes, buyers, production):
        rows = sold[at]
        whole, made = rows.sum(axis=0), rows.sum(axis=1)
        chosen = np.outer(mix, whole)
        if production == "fixed":
            try:
                rows[:, ~users] = _others(accounts, at, rows[:, ~users], made, chosen[:, users])
            except BalanceError as fault:
                if lacking is None or fault.code != "variants.infeasible":
                    raise
                lacking.append(accounts.sectors.regions[at[0]])
                continue
        rows[:, users] = chosen[:, users]
        yield at, rows


def _groups(
    accounts: Accounts,
    product: str,
    mixes: Mapping[str, Mapping[str, float]],
    buyers: Collection[str],
    production: Production,
) -> list[tuple[npt.NDArray[np.intp], Array]]:
    faults: list[KetenkompasError] = [
        InputError("variants.unknown_buyer", found=name, known=", ".join(accounts.regions))
        for name in buyers
        if name not in accounts.regions
    ]
    groups, places = [], _places(accounts, product)
    for region, mix in mixes.items():
        made = places.get(region, {})
        total = float(sum(mix.values()))
        if sorted(made) != sorted(mix) or not made:
            faults.append(
                InputError("variants.other_codes", where=region, found=", ".join(mix), known=", ".join(made) or "-")
            )
        elif not abs(total - 1.0) <= ADDS_UP or min(mix.values()) < 0:
            faults.append(CorrespondenceError("variants.shares_do_not_add", where=region, total=total))
        else:
            at = np.array([made[code] for code in mix])
            groups.append((at, np.array(list(mix.values())) / total))
    if faults:
        raise InputError("variants.mixes", problems=faults, product=product, count=len(faults))
    if production == "follows":
        _require_made(accounts, groups)
    return groups


def _places(accounts: Accounts, product: str) -> dict[str, dict[str, int]]:
    """The position of every variant of a product, by region and code."""
    found: dict[str, dict[str, int]] = {}
    for at, (region, name) in enumerate(zip(accounts.sectors.regions, accounts.sectors.products, strict=True)):
        if name.startswith(f"{product}."):
            found.setdefault(region, {})[name.removeprefix(f"{product}.")] = at
    return found


def _require_made(accounts: Accounts, groups: list[tuple[npt.NDArray[np.intp], Array]]) -> None:
    output = accounts.output.values
    for at, mix in groups:
        for place in at[(mix > 0) & (output[at] <= 0) & (output[at].sum() > 0)].tolist():
            raise BalanceError("variants.not_made", where=accounts.sectors.labels[place])


def _others(accounts: Accounts, at: npt.NDArray[np.intp], before: Array, made: Array, chosen: Array) -> Array:
    """What the other users buy of each variant (variant, user) so that all is sold, as near as can be to before."""
    left = made - chosen.sum(axis=1)
    allowed = ADDS_UP * max(float(np.abs(made).sum()), 1e-300)
    wrong = np.flatnonzero((left < -allowed) if left.sum() > allowed else (np.abs(left) > allowed)).tolist()
    sectors = accounts.sectors
    labels = [f"{sectors.regions[place]}_{sectors.products[place]}" for place in at.tolist()]
    faults: list[KetenkompasError] = [
        BalanceError("variants.oversold", where=labels[k], made=float(made[k]), sold=float(made[k] - left[k]))
        for k in wrong
    ]
    if not faults and left.sum() <= allowed:
        return before
    if not faults:
        kept, whole = np.maximum(left, 0.0), before.sum(axis=0)
        try:
            return gras(before, kept * (whole.sum() / kept.sum()), whole, row_names=labels)
        except BalanceError as fault:
            faults = list(fault.problems)
    raise BalanceError("variants.infeasible", where=labels[0], problems=faults, count=len(faults))


def _with(accounts: Accounts, flows: Array, demand: Array, growth: Array, how: str) -> Accounts:
    added = accounts.value_added
    return Accounts.build(
        flows=np.ascontiguousarray(flows),
        demand=np.ascontiguousarray(demand),
        emissions=accounts.emissions.values * growth,
        direct=accounts.direct.values,
        sectors=Sectors(accounts.sectors.regions, accounts.sectors.products),
        final_uses=FinalUses(accounts.final_uses.regions, accounts.final_uses.categories),
        gases=accounts.gases,
        meta=dataclasses.replace(accounts.meta, notes=(*accounts.meta.notes, f"another mix of variants, {how}")),
        value_added=None if added is None else added.values * growth,
        value_added_rows=accounts.value_added_rows,
    )
