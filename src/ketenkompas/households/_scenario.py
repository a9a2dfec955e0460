"""What an action does to a household's footprint, with the money it saves spent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._finite import named_places, require_finite, require_shape

Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is done: ``change`` is a share of the quantity of an item of the account, -0.2 is 20 % less."""

    id: str
    item: str
    change: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What actions do to a household, by item, per year.

    ``before`` and ``after`` (i,) are kg CO2e. ``home`` and ``abroad`` (i,) are the change of each, after minus before,
    by where it is emitted: together they are ``after - before``. ``saved_eur`` is the money not spent (below zero when
    the actions cost money), ``rebound_kg`` what spending it again causes, within ``after``.
    """

    before: Array
    after: Array
    home: Array
    abroad: Array
    saved_eur: float
    rebound_kg: float


def carry_out(
    kg: Array, home_share: Array, eur: Array, changes: Array, *, respend: bool, average_items: BoolArray
) -> Outcome:
    """The footprint of a household after changes in what it buys and uses.

    Parameters
    ----------
    kg : array (i,)
        Footprint by item, kg CO2e per household and year.
    home_share : array (i,)
        Share of it that is emitted at home, 0-1.
    eur : array (i,)
        Spending by item, EUR per household and year; zero for items that are not bought.
    changes : array (i,)
        Share of the quantity of each item, -1 or more; kg and EUR follow it. Several actions on one item are
        :func:`combined` first.
    respend : bool
        Whether the money saved is spent again.
    average_items : array of bool (i,)
        The items on which it is spent, in proportion to their spending after the changes.

    Returns
    -------
    Outcome
        Without a change nothing changes; with equal kg per EUR everywhere and ``respend`` the total stays
        (``tests/properties/test_households_parts.py``).

    Raises
    ------
    InputError
        ``households.home_share``; ``households.change_too_low``; ``households.item_spending``;
        ``households.nowhere_to_spend`` when there is money to spend and nothing to spend it on;
        ``households.not_affordable`` when the actions cost more than is spent on the average items.

    Examples
    --------
    >>> import numpy as np
    >>> bought = np.array([True, True])
    >>> found = carry_out(
    ...     np.array([1000.0, 500]), np.array([0.8, 0.2]), np.array([500.0, 2000]), np.array([-0.2, 0]),
    ...     respend=True, average_items=bought,
    ... )
    >>> found.saved_eur, found.after.round(3).tolist(), round(found.rebound_kg, 3)
    (100.0, [833.333, 520.833], 54.167)
    """
    _require_usable(kg, home_share, eur, changes, average_items)
    changed = kg * (1.0 + changes)
    saved = -float((eur * changes).sum())
    more = _more(eur * (1.0 + changes), saved, average_items) if respend and saved != 0 else 0.0
    rebound = np.where(average_items, changed * more, 0.0)
    after = changed + rebound
    home = (after - kg) * home_share
    return Outcome(kg, after, home, after - kg - home, saved, float(rebound.sum()))


def _more(eur: Array, saved: float, average_items: BoolArray) -> float:
    """The share by which spending on the average items grows when the money goes there."""
    there = float(eur[average_items].sum())
    if there <= 0:
        raise InputError("households.nowhere_to_spend", saved=saved)
    if saved < -there:
        raise InputError("households.not_affordable", costs=-saved, spent=there)
    return saved / there


def combined(changes: Sequence[Array]) -> Array:
    """Several changes (i,) of the same items as one: each acts on what the others leave.

    Examples
    --------
    >>> import numpy as np
    >>> combined([np.array([-0.2, 0.0]), np.array([-0.5, 0.1])]).round(6).tolist()
    [-0.6, 0.1]
    """
    if not len(changes):
        raise InputError("households.no_changes")
    for at, one in enumerate(changes):
        require_shape(f"changes[{at}]", one.shape, changes[0].shape)
        _require_changes(one)
    found: Array = np.prod([1.0 + one for one in changes], axis=0) - 1.0
    return found


def longer_life(years: float) -> float:
    """The change of what is bought when things last longer: ``1 / (1 + L) - 1``.

    Parameters
    ----------
    years : float
        L, the years of use gained as a share of those of today: 0.25 is a quarter longer. Above -1.

    Examples
    --------
    >>> round(longer_life(0.25), 6)
    -0.2
    """
    require_finite(years=years)
    if years <= -1:
        raise InputError("households.longer_life", found=years)
    return 1.0 / (1.0 + years) - 1.0


def _require_changes(changes: Array) -> None:
    require_finite(changes=changes)
    if (changes < -1).any():
        raise InputError("households.change_too_low", found=float(changes.min()), items=named_places((), changes < -1))


def _require_usable(kg: Array, home_share: Array, eur: Array, changes: Array, average_items: BoolArray) -> None:
    require_finite(kg=kg, home_share=home_share, eur=eur)
    _require_changes(changes)
    for name, shape in (
        ("home_share", home_share.shape),
        ("eur", eur.shape),
        ("changes", changes.shape),
        ("average_items", average_items.shape),
    ):
        require_shape(name, shape, kg.shape)
    outside = (home_share < 0) | (home_share > 1)
    if outside.any():
        raise InputError("households.home_share", found=float(home_share[outside][0]), items=named_places((), outside))
    if (eur < 0).any():
        raise InputError("households.item_spending", items=named_places((), eur < 0))
