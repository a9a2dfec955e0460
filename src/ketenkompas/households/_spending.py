"""Spending per cell and group: raking to what was published, and the split of a footprint by classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.households._checks import Array, BoolArray, IntArray, require_finite, require_not_negative
from ketenkompas.households._margins import Margin

_CHUNK = 64  # draws worked on together; small enough for the cache of a processor


@dataclass(frozen=True, slots=True)
class Spending:
    """EUR per household (..., h, p); most rounds that a draw took; largest relative gap left."""

    amounts: Array
    rounds: int
    gap: float


@dataclass(frozen=True, slots=True)
class _Constraint:
    """One margin of a batch of draws: class of every pattern (k for none), mass per class, what it must be."""

    name: str
    index: IntArray
    mass: Array  # (d, k, q) households of a pattern, zero outside the class
    aim: Array  # (d, k, p) or (d, k)
    known: BoolArray
    total: bool


def rake(
    weights: Array, everyone: Array, margins: Sequence[Margin], *, tolerance: float = 1e-10, most: int = 2000
) -> Spending:
    """Spending per household of every cell, fitted to all published classes at once.

    Parameters
    ----------
    weights : array (..., h)
        Households per cell; leading axes are draws.
    everyone : array (..., p)
        EUR per household of all households, by group.
    margins : sequence of Margin
        What was published, in agreement: see :func:`reconcile`.
    tolerance : float
        Largest relative gap of a published figure.
    most : int
        Rounds after which the figures are held to exclude each other.

    Returns
    -------
    Spending
        Every published figure is met; odds ratios between cells stay those of the start
        (``tests/properties/test_household_spending.py``).

    Raises
    ------
    BalanceError
        ``households.rake`` naming the margin with the largest gap.
    MissingValueError
        ``households.not_finite``.

    Notes
    -----
    Start ``X[h, p] = W[h] mean[p]``; for every published class in turn
    ``X[h in g, p] *= W_g BO[g, p] / sum_{h in g} X[h, p]``; class totals scale all groups of a class alike. A
    log-linear model without interactions. Cells that are in the same classes everywhere spend the same and are
    worked on as one. Fact sheet of households, section 3.3.

    Examples
    --------
    >>> import numpy as np
    >>> size = Margin("size", np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]]), np.array([80.0, 120]), np.ones(2, bool), True)
    >>> income = Margin(
    ...     "income", np.array([[1.0, 0, 1, 0], [0, 1, 0, 1]]), np.array([70.0, 130]), np.ones(2, bool), True
    ... )
    >>> rake(np.array([30.0, 20, 20, 30]), np.array([100.0]), [size, income]).amounts[:, 0].round(4).tolist()
    [61.5184, 107.7224, 82.7224, 144.8518]
    """
    require_not_negative(weights=weights, everyone=everyone)
    leads = [weights.shape[:-1], everyone.shape[:-1]]
    leads += [margin.published.shape[: -margin.known.ndim] for margin in margins]
    lead = np.broadcast_shapes(*leads)
    flat_weights, flat_mean = _flat(weights, lead, 1), _flat(everyone, lead, 1)
    published = [_flat(margin.published, lead, margin.known.ndim) for margin in margins]
    members = np.concatenate([np.ones((1, weights.shape[-1])), *(margin.member for margin in margins)])
    _, first, pattern = np.unique(members, axis=1, return_index=True, return_inverse=True)
    grouped = flat_weights @ (pattern.reshape(-1)[:, None] == np.arange(len(first)))
    amounts = np.empty((len(flat_mean), len(first), everyone.shape[-1]))
    rounds, gap = 0, 0.0
    for at in range(0, len(flat_mean), _CHUNK):
        part = slice(at, at + _CHUNK)
        constraints = [_for_all(grouped[part], flat_mean[part])]
        constraints += [
            _constraint(margin, grouped[part], value[part], first)
            for margin, value in zip(margins, published, strict=True)
        ]
        amounts[part], took, left = _raked(flat_mean[part], constraints, len(first), tolerance, most)
        rounds, gap = max(rounds, took), max(gap, left)
    return Spending(amounts[:, pattern.reshape(-1)].reshape(*lead, weights.shape[-1], -1), rounds, gap)


def split_by_class(
    footprint: Array, weights: Array, spending: Array, known: BoolArray, suppressed: Literal["prior", "zero"] = "prior"
) -> Array:
    """A national footprint per group, split over classes of households by what they spend.

    Parameters
    ----------
    footprint : array (p,)
        kg CO2e.
    weights : array (g,)
        Households per class.
    spending : array (g, p)
        EUR per household; ignored where not known.
    known : array (g, p) of bool
        What was published.
    suppressed : "prior" or "zero"
        What stands in for a cell that was not published. ``prior``: the shape of the printed classes, at the level of
        the class's own spending on the groups that all classes have. ``zero``: nothing, only to reproduce results that
        were made so; it moves the group to the classes that happen to be printed.

    Returns
    -------
    array (g, p)
        kg CO2e; the sum over classes is the footprint of each group.

    Raises
    ------
    InputError
        ``households.no_common_group`` when no group with spending is known for every class, so that their levels
        cannot be compared.
    MissingValueError
        ``households.not_finite``.

    Notes
    -----
    ``F[p, g] = F[p] W_g BO[g, p] / sum_g' W_g' BO[g', p]``. A group without spending in any class takes the shares of
    total spending. Fact sheet of households, section 3.3.

    Examples
    --------
    >>> import numpy as np
    >>> split_by_class(
    ...     np.array([90.0]), np.array([1.0, 1.0]), np.array([[10.0], [20.0]]), np.ones((2, 1), bool)
    ... ).tolist()
    [[30.0], [60.0]]
    """
    require_finite(footprint=footprint)
    require_not_negative(weights=weights, spending=np.where(known, spending, 0.0))
    mass = weights[:, None] * np.where(known, spending, 0.0)
    if suppressed == "prior" and not known.all():
        level = (mass * known.all(axis=0)).sum(axis=1)
        if not (level > 0).all():
            raise InputError("households.no_common_group", classes=len(weights))
        printed = (level[:, None] * known).sum(axis=0)
        rate = np.divide(mass.sum(axis=0), printed, out=np.zeros_like(printed), where=printed > 0)
        mass = np.where(known, mass, level[:, None] * rate)
    overall = mass.sum(axis=1)
    if not overall.sum() > 0:
        raise InputError("households.no_common_group", classes=len(weights))
    summed = mass.sum(axis=0)
    shares = np.divide(
        mass, summed, out=np.repeat((overall / overall.sum())[:, None], len(summed), 1), where=summed > 0
    )
    split: Array = footprint * shares
    return split


def _flat(values: Array, lead: tuple[int, ...], axes: int) -> Array:
    """The array with all draws on one leading axis (d, ...)."""
    tail = values.shape[values.ndim - axes :]
    return np.broadcast_to(values, (*lead, *tail)).reshape(-1, *tail)


def _for_all(weights: Array, mean: Array) -> _Constraint:
    """What all households spend, as a margin with one class."""
    aim = (weights.sum(axis=1)[:, None] * mean)[:, None, :]
    return _Constraint(
        "all households",
        np.zeros(weights.shape[1], np.intp),
        weights[:, None, :],
        aim,
        np.ones(aim.shape[1:], bool),
        False,
    )


def _constraint(margin: Margin, weights: Array, published: Array, first: IntArray) -> _Constraint:
    """One margin on the patterns of cells, for a batch of draws."""
    member = margin.member[:, first]
    mass = weights[:, None, :] * member
    inside = mass.sum(axis=2)
    aim = (inside if margin.total else inside[:, :, None]) * published
    index = np.where(member.any(axis=0), member.argmax(axis=0), len(member))
    return _Constraint(margin.name, index, mass, aim, margin.known, margin.total)


def _raked(
    mean: Array, constraints: Sequence[_Constraint], patterns: int, tolerance: float, most: int
) -> tuple[Array, int, float]:
    """EUR per household of every pattern (d, q, p), the rounds and the gap left."""
    amounts = np.repeat(mean[:, None, :], patterns, axis=1)
    gaps = np.zeros(len(constraints))
    for done in range(most):
        for at, constraint in enumerate(constraints):
            gaps[at] = _met(amounts, constraint)
        if gaps.max() <= tolerance:
            return amounts, done + 1, float(gaps.max())
        if np.isinf(gaps).any():
            break
    worst = int(gaps.argmax())
    raise BalanceError("households.rake", margin=constraints[worst].name, gap=float(gaps[worst]) * 100, rounds=done + 1)


def _met(amounts: Array, constraint: _Constraint) -> float:
    """Scale the amounts in place so that one margin is met; how far it was off before, relative."""
    spent = constraint.mass @ (amounts.sum(axis=2)[:, :, None] if constraint.total else amounts)
    aim = constraint.aim[:, :, None] if constraint.total else constraint.aim
    known = constraint.known[:, None] if constraint.total else constraint.known
    if ((spent <= 0) & (aim > 0) & known).any():
        return float("inf")
    factor = np.divide(aim, spent, out=np.ones_like(spent), where=known & (spent > 0))
    padded = np.concatenate([factor, np.ones_like(factor[:, :1])], axis=1)
    amounts *= padded[:, constraint.index]
    return float(np.abs(factor - 1).max(initial=0.0))
