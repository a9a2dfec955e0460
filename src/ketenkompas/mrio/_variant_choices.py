"""Footprints for many choices of variants from one factorisation: a choice changes a few rows of the table only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area
from ketenkompas.mrio._system import LeontiefSystem, intensities, leontief
from ketenkompas.mrio._variant_choice import Production, resold


@dataclass(frozen=True)
class VariantChoices:
    """Accounts with a product in variants, ready to answer what buyers' choices do.

    Attributes
    ----------
    footprint : array (gas, area)
        Before any choice, kt.
    world : array (gas,)
        The emissions of all industries, kt.
    chain : array (gas, make)
        Multipliers, kt per unit of money.
    """

    accounts: Accounts
    product: str
    footprint: Array = field(repr=False)
    world: Array = field(repr=False)
    chain: Array = field(repr=False)
    sold: Array = field(repr=False)  # (make, user), money
    _system: LeontiefSystem = field(repr=False)
    _places: npt.NDArray[np.intp] = field(repr=False)  # of every variant of every region
    _reached: Array = field(repr=False)  # (make, variant): the columns of L at these places
    _demand: Array = field(repr=False)  # (make, area)
    _idle: Array = field(repr=False)  # (gas,): emissions of industries without output, in no chain


@dataclass(frozen=True, slots=True)
class Chosen:
    """Footprints (gas, area) and the emissions of all industries (gas,) after a choice, kt.

    ``lacking`` names the regions whose fixed production does not hold what is asked: their mix stayed.
    """

    footprint: Array
    world: Array
    lacking: tuple[str, ...]


def variant_choices(accounts: Accounts, product: str) -> VariantChoices:
    """Accounts with a product in variants (:func:`split_products`), factorised once for :func:`chosen_footprints`."""
    system = leontief(accounts)
    rates = intensities(accounts).values
    chain, demand = system.transposed(rates), demand_by_area(accounts).values
    places = np.array(
        [at for at, name in enumerate(accounts.sectors.products) if name.startswith(f"{product}.")], dtype=np.intp
    )
    units = np.zeros((len(accounts.sectors), len(places)))
    units[places, np.arange(len(places))] = 1.0
    emissions = accounts.emissions.values
    return VariantChoices(
        accounts,
        product,
        footprint=chain @ demand,
        world=emissions.sum(axis=1),
        chain=chain,
        sold=np.hstack([accounts.flows.values, accounts.demand.values]),
        _system=system,
        _places=places,
        _reached=system.outputs(units),
        _demand=demand,
        _idle=emissions[:, system.inverse_output == 0].sum(axis=1),
    )


def chosen_footprints(
    choices: VariantChoices,
    mixes: Mapping[str, Mapping[str, float]],
    *,
    buyers: Collection[str],
    production: Production = "follows",
) -> Chosen:
    """What :func:`footprint` gives of :func:`choose_variants`, without building its accounts.

    Parameters
    ----------
    choices : VariantChoices
    mixes, buyers, production
        As :func:`choose_variants`, with its errors, but that a region whose fixed production does not hold what is
        asked keeps its mix and is named in the result.

    Returns
    -------
    Chosen
        The same numbers as from the accounts within rounding (``tests/properties/test_variant_choice.py``).

    Notes
    -----
    A choice adds ``E D`` to the input coefficients, with E the places of the variants and D (variant, make) what
    changed per unit of output of the buyers. With ``v (I - D L E) = m E`` the multipliers become ``m + v D L``
    (Woodbury): a system of the size of the variants and one transposed solve. Intensities stay.
    """
    accounts, system, n = choices.accounts, choices._system, len(choices.accounts.sectors)
    changed = dict(zip(choices._places.tolist(), range(len(choices._places)), strict=True))
    moved = np.zeros((len(choices._places), choices.sold.shape[1]))
    lacking: list[str] = []
    for at, rows in resold(accounts, choices.sold, choices.product, mixes, buyers, production, lacking):
        moved[[changed[place] for place in at.tolist()]] = rows - choices.sold[at]
    added = moved[:, :n] * system.inverse_output
    own = choices.chain[:, choices._places]
    buying = np.flatnonzero(added.any(axis=0))
    small = np.eye(len(choices._places)) - added[:, buying] @ choices._reached[buying]
    weights = np.linalg.solve(small.T, own.T).T
    chain = choices.chain + system.transposed(weights @ added)
    demand = choices._demand.copy()
    by_region = {region: at for at, region in enumerate(accounts.regions)}
    for use, region in enumerate(accounts.final_uses.regions):
        demand[choices._places, by_region[region]] += moved[:, n + use]
    found = chain @ demand
    world = choices.world if production == "fixed" else found.sum(axis=1) + choices._idle
    return Chosen(found, world, tuple(lacking))
