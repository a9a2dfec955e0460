"""The account of every place: national amounts divided by who lives there and by what was measured there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.households._country import Country

Array = npt.NDArray[np.float64]
GAS, ELECTRICITY, HEAT, WOOD = range(4)
ENERGY = ("gas", "electricity", "heat", "wood")


@dataclass(frozen=True, slots=True)
class Direct:
    """What households emit themselves, kg: ``gas``, ``wood`` (with all other heating), ``cars``, ``other``."""

    gas: float
    wood: float
    cars: float
    other: float

    @property
    def total(self) -> float:
        """Everything together, kg."""
        return self.gas + self.wood + self.cars + self.other


@dataclass(frozen=True, slots=True)
class Keys:
    """How national amounts divide over places: shares that add up to 1.

    ``energy`` (4, m): gas, electricity from the grid, heat, wood; ``cars`` (m,) corrected for lease; ``heads`` (m,).
    """

    energy: Array
    cars: Array
    heads: Array


@dataclass(frozen=True, slots=True)
class Account:
    """Kilograms by part and place of living: (i, m), parts in the order of ``parts``; ``origin`` (i, 3) shares."""

    parts: tuple[str, ...]
    kg: Array
    origin: Array


def account(
    national: Country,
    direct: Direct,
    groups: tuple[str, ...],
    by_cars: int,
    bought: Array,
    keys: Keys,
    others: tuple[str, ...],
) -> Account:
    """The footprint of every place by part: (i, m), kg.

    Parameters
    ----------
    national : Country
    direct : Direct
    groups : tuple of str
        Names of the groups of ``national.groups``.
    by_cars : int
        The group that is motor fuel: divided by cars in use, not by spending.
    bought : array (m, p)
        Spending of the households of a place by group, EUR; only the division over places counts.
    keys : Keys
    others : tuple of str
        Names of the buyers of ``national.others``: equal per head.

    Returns
    -------
    Account
        Groups, the four kinds of home energy, other direct emissions, and the others. Over places it adds up to the
        national footprint with direct emissions (``tests/properties/test_household_account.py``).

    Notes
    -----
    ``E_mp = F_p X_mp / sum_m X_mp``; home energy and motor fuel by the keys of what was measured, with the direct
    emissions on them. A group without spending in the survey divides as all spending. Fact sheet on households,
    3.7-3.9.
    """
    divided = _by_spending(bought)
    divided[by_cars] = keys.cars
    by_group = national.groups.copy()
    by_group[by_cars, 0] += direct.cars
    by_energy = national.quantity.copy()
    by_energy[GAS, 0] += direct.gas
    by_energy[WOOD, 0] += direct.wood
    rest = np.array([[direct.other, 0.0, 0.0]])
    amounts = np.concatenate([by_group, by_energy, rest, national.others])
    equal = np.broadcast_to(keys.heads, (1 + len(others), len(keys.heads)))
    kg = amounts.sum(axis=1)[:, None] * np.concatenate([divided, keys.energy, equal])
    sums = amounts.sum(axis=1)[:, None]
    origin = np.divide(amounts, sums, out=np.zeros_like(amounts), where=sums > 0)
    return Account((*groups, *ENERGY, "other_direct", *others), kg, origin)


def types(account_: Account, cells: Array, spending: Array, heads: Array, energy: int) -> Array:
    """The footprint of a household of each kind in the country: (i, h), kg per household.

    Parameters
    ----------
    account_ : Account
        Of all places.
    cells : array (h,)
        Households of the country by kind.
    spending : array (h, p)
        EUR per household by group, the same groups as the account's first parts.
    heads : array (h,)
        Persons per household of each kind.
    energy : int
        The group of spending on home energy, by which the four kinds of home energy divide.

    Notes
    -----
    Over kinds it adds up to the account (``tests/properties/test_household_account.py``): goods by spending, home
    energy by spending on energy, what is equal per head by persons.
    """
    total = account_.kg.sum(axis=1)
    groups = spending.shape[1]
    by_spending = cells[:, None] * spending
    shares = _by_spending(by_spending)
    persons = cells * heads / (cells @ heads)
    rest = len(total) - groups - len(ENERGY)
    key = np.concatenate([shares, np.tile(shares[energy], (len(ENERGY), 1)), np.tile(persons, (rest, 1))])
    found: Array = np.divide(total[:, None] * key, cells, out=np.zeros_like(key), where=cells > 0)
    return found


def _by_spending(bought: Array) -> Array:
    """How each group divides over places or kinds (p, m): by its spending, or by all spending where it has none.

    A group may cause emissions while no survey sees its spending, as the services that banks charge in interest.
    """
    whole, overall = bought.sum(axis=0), bought.sum(axis=1)
    shares = np.repeat((overall / overall.sum())[:, None], len(whole), axis=1)
    found: Array = np.divide(bought, whole, out=shares, where=whole > 0).T.copy()
    return found
