"""Iterative refinement with a proven bound: a cheap approximate solver made exact, and its error known cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ketenkompas.mrio._accounts import Array
from ketenkompas.mrio._blocks import Side, few_rows_through, pays

_ROUNDS = 12
_UNIT = float(np.finfo(np.float64).eps) / 2

Correction = Callable[[Array, Side, float], tuple[Array, int]]


@dataclass(frozen=True)
class Refined:
    """Rows (k, n), a bound on the error of each cell, and the passes through the table that it took."""

    values: Array = field(repr=False)
    bound: Array = field(repr=False)
    passes: int


def through(flows: Array, per_output: Array, rows: Array, side: Side) -> Array:
    """``rows A`` in float64 (multipliers), or ``A`` times columns given as rows (outputs)."""
    if side == "outputs":
        reached: Array = (rows * per_output) @ flows.T
        return reached
    moved: Array = few_rows_through(rows, flows) if pays(rows, side) else rows @ flows
    return moved * per_output


def refined(
    flows: Array, per_output: Array, wanted: Array, side: Side, correction: Correction, tolerance: float
) -> Refined | str:
    """Rows ``v`` with ``v (I - A) = wanted`` (or with A transposed: outputs), or the reason why nothing is proved.

    Parameters
    ----------
    flows, per_output : arrays (n, n), (n,)
    wanted : array (k, n)
    correction : callable
        ``(residual, side, goal) -> (about residual L, passes)``.
    tolerance : float
        The largest bound over the largest value of each row at which it stops.

    Notes
    -----
    With a row of ones solved along, p: where ``p > 0`` and ``c = min p (I - A) > 0``, the table is productive,
    ``L >= 0`` and ``1 L <= p / c``; an answer with residual r is off by ``r L``, cell by cell at most
    ``max|r| p / c``. Rounding in the residual is bounded by ``gamma_n (|w| + |v| + |v| A)`` and counted (Higham 2002,
    section 3.1). The same holds for outputs with the transposed table.
    """
    asked = np.vstack([wanted, np.ones(wanted.shape[1])])
    values, residual = np.zeros_like(asked), asked
    passes, before, bound, goal = 0, np.inf, None, 0.0
    for _ in range(_ROUNDS):
        change, taken = correction(residual, side, goal)
        values = values + change
        moved = through(flows, per_output, values, side)
        residual = asked - values + moved
        passes += taken + 1
        bound = _bound(flows, per_output, asked, values, residual, moved, side)
        worst = np.inf if bound is None else _worst(bound, values[:-1])
        if bound is not None and worst <= tolerance:
            return Refined(values[:-1], bound, passes)
        size = float(np.abs(residual).sum(axis=1).max())
        if not size < before:
            break
        before, goal = size, _goal(worst, tolerance)
    if not np.isfinite(before) or bound is None:
        return "the table is not shown to be productive: no positive row p with p (I - A) > 0 was found"
    return f"the bound stayed above {tolerance:g}"


def _goal(worst: float, tolerance: float) -> float:
    return 0.0 if not np.isfinite(worst) else 0.3 * tolerance / worst


def _worst(bound: Array, values: Array) -> float:
    scale = np.maximum(np.abs(values).max(axis=1, initial=0.0), np.finfo(np.float64).tiny)
    return float((bound.max(axis=1, initial=0.0) / scale).max(initial=0.0))


def _bound(
    flows: Array, per_output: Array, asked: Array, values: Array, residual: Array, moved: Array, side: Side
) -> Array | None:
    """Bounds (k, n) on the error of every row but the last, which is p; None when p proves nothing."""
    positive = values[-1]
    if not np.isfinite(values).all() or not (positive > 0).all():
        return None
    terms = values.shape[1] + 4
    gamma = terms * _UNIT / (1 - terms * _UNIT)
    magnitude = moved if (values >= 0).all() else through(flows, per_output, np.abs(values), side)
    doubt = gamma * (np.abs(asked) + np.abs(values) + np.abs(magnitude) * (1 + gamma))
    margin = float((asked[-1] - residual[-1] - doubt[-1]).min())
    if margin <= 0:
        return None
    largest = (np.abs(residual[:-1]) + doubt[:-1]).max(axis=1, initial=0.0)
    bounded: Array = largest[:, None] * positive[None, :] / margin * (1 + 8 * _UNIT)
    return bounded
