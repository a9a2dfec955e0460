"""Households per cell of each municipality: the cells nearest to a start that meet linear margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.households._checks import Array, BoolArray, require_finite, require_not_negative

_ROUNDS = 60
_RIDGE = 1e-12  # relative to the diagonal; margins that follow from others get a step of zero, others stay exact
_LONGEST = 5.0  # largest change of a logarithm in one step, against overflow
_HALVINGS = 40
_BEYOND = 1e-3  # one step more than the tolerance asks makes sums exact to rounding


@dataclass(frozen=True, slots=True)
class Projection:
    """Households per cell (m, h), multipliers (m, j), largest miss per household (m,), margins dropped per m."""

    cells: Array
    multipliers: Array
    residual: Array
    dropped: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class National:
    """Cells (m, h) that meet local margins and the national cells; rounds taken; last relative movement."""

    cells: Array
    rounds: int
    moved: float


def project(
    start: Array,
    rows: Array,
    totals: Array,
    margins: Sequence[str],
    *,
    drop: Sequence[str] = ("age", "high income", "low income", "tenure"),
    names: Sequence[str],
    multipliers: Array | None = None,
    bound: float = 10.0,
    tolerance: float = 1e-8,
) -> Projection:
    """The cells nearest to a start (Kullback-Leibler) that meet linear margins, for all municipalities at once.

    Parameters
    ----------
    start : array (m, h)
        Households per cell before fitting, zero or more.
    rows : array (h, j)
        What one household of a cell adds to each margin (households, or persons for margins of persons).
    totals : array (m, j)
        What the margins must be.
    margins : sequence of str, j
        Names as ``size 1``, ``tenure own``, ``low income``.
    drop : sequence of str
        First words of margins that may be dropped, in this order, where they cannot be met. Sizes never are.
    names : sequence of str, m
        Municipalities, for errors.
    multipliers : array (m, j), optional
        Where to begin: those of a fit that is near.
    bound : float
        A larger multiplier means that the margins nearly exclude each other.
    tolerance : float
        Largest miss of a margin, per household of the start.

    Returns
    -------
    Projection
        ``cells = start * exp(rows @ multipliers)``; a dropped margin has multiplier zero.

    Raises
    ------
    InputError
        ``households.cells_infeasible`` with the municipality whose margins cannot be met even without the margins that
        may be dropped.
    MissingValueError
        ``households.not_finite``.

    Notes
    -----
    Minimum over lambda of ``sum_h N0 exp((A lambda)_h) - lambda'b`` (convex) by Newton steps with halving: gradient
    ``A'N - b``, Hessian ``A' diag(N) A``. Fact sheet of households, section 3.2.

    Examples
    --------
    >>> import numpy as np
    >>> rows = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 2], [1, 0, 0]], float)
    >>> found = project(
    ...     np.array([[40.0, 20, 15, 25]]), rows, np.array([[100, 55, 65.25]]),
    ...     ["households", "size 1", "low income"], names=["made"],
    ... )
    >>> found.cells.round(6).tolist()
    [[35.467519, 19.532481, 14.891241, 30.108759]]
    """
    require_not_negative(start=start)
    require_finite(rows=rows, totals=totals)
    kept = np.ones(totals.shape, dtype=bool)
    found = np.zeros(totals.shape) if multipliers is None else np.array(multipliers, dtype=float)
    residual = _fitted(start, rows, totals, kept, found, tolerance, bound)
    wrong = _failed(residual, found, tolerance, bound)

    def from_zero(wrong: BoolArray) -> BoolArray:
        again = np.zeros((int(wrong.sum()), rows.shape[1]))
        residual[wrong] = _fitted(start[wrong], rows, totals[wrong], kept[wrong], again, tolerance, bound)
        found[wrong] = again
        return _failed(residual, found, tolerance, bound)

    if multipliers is not None and wrong.any():  # a start that is far off must not cost a margin
        wrong = from_zero(wrong)
    for words in drop:
        matched = np.array([name.startswith(words) and not name.startswith("size") for name in margins])
        if wrong.any() and matched.any():
            kept[np.ix_(wrong, matched)] = False
            wrong = from_zero(wrong)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise InputError("households.cells_infeasible", name=names[at], count=int(wrong.sum()), gap=float(residual[at]))
    dropped = tuple(tuple(name for name, keep in zip(margins, line, strict=True) if not keep) for line in kept)
    return Projection(start * np.exp(found @ rows.T), found, residual, dropped)


def two_level(
    cells: Array,
    rows: Array,
    totals: Array,
    national: Array,
    margins: Sequence[str],
    names: Sequence[str],
    *,
    dropped: Sequence[Sequence[str]] = (),
    tolerance: float = 1e-8,
    most: int = 200,
) -> National:
    """Cells that meet the margins of every municipality and add up to the national cells.

    Parameters
    ----------
    cells : array (m, h)
        Households per cell, those of :func:`project`.
    rows, totals, margins, names
        As for :func:`project`.
    national : array (h,)
        Households of the country per cell.
    dropped : sequence of sequence of str, m, optional
        Margins that do not count in a municipality: ``Projection.dropped``.
    tolerance : float
        Largest relative gap between the sum over municipalities and a national cell.
    most : int
        Rounds after which the two levels are held to exclude each other.

    Returns
    -------
    National
        Local margins hold to the tolerance per household, national cells to the relative tolerance.

    Raises
    ------
    BalanceError
        ``households.two_level`` with the gap that is left and where.

    Notes
    -----
    National cells and local margins are met in turn. Fact sheet of households, section 3.2.

    Examples
    --------
    >>> import numpy as np
    >>> rows = np.array([[1.0, 1], [1, 0]])
    >>> start, totals = np.array([[50.0, 50], [50, 50]]), np.array([[100.0, 60], [100, 40]])
    >>> fitted = two_level(start, rows, totals, np.array([100.0, 100]), ["households", "size 1"], ["a", "b"])
    >>> fitted.cells.round(4).tolist()
    [[60.0, 40.0], [40.0, 60.0]]
    """
    require_not_negative(cells=cells, national=national)
    require_finite(rows=rows, totals=totals)
    kept = np.array([[name not in out for name in margins] for out in dropped or [()] * len(cells)])
    gap, moved = _national_gap(cells, national), np.inf
    residual = np.zeros(len(cells))
    for done in range(most):
        summed = cells.sum(axis=0)
        scaled = cells * np.divide(national, summed, out=np.zeros_like(summed), where=summed > 0)
        multipliers = np.zeros(totals.shape)
        residual = _fitted(scaled, rows, totals, kept, multipliers, tolerance, np.inf)
        following = scaled * np.exp(multipliers @ rows.T)
        moved = float(np.abs(following - cells).max() / max(float(cells.max()), 1e-300))
        cells, gap = following, _national_gap(following, national)
        if max(float(gap.max()), float(residual.max())) <= tolerance:
            return National(cells, done + 1, moved)
    cell, place = int(gap.argmax()), int(residual.argmax())
    raise BalanceError(
        "households.two_level",
        rounds=most,
        cell=cell + 1,
        gap=float(gap[cell]) * 100,
        name=names[place],
        miss=float(residual[place]),
        moved=moved * 100,
    )


def _national_gap(cells: Array, national: Array) -> Array:
    """Relative distance of the sum over municipalities from every national cell."""
    gap: Array = np.abs(cells.sum(axis=0) - national)
    gap /= np.where(national > 0, national, max(float(national.sum()), 1e-300))
    return gap


def _failed(residual: Array, multipliers: Array, tolerance: float, bound: float) -> BoolArray:
    failed: BoolArray = (residual > tolerance) | (np.abs(multipliers).max(axis=1, initial=0.0) > bound)
    return failed


def _fitted(
    start: Array, rows: Array, totals: Array, kept: BoolArray, multipliers: Array, tolerance: float, bound: float
) -> Array:
    """Bring the multipliers to the solution in place; the largest miss per household of each municipality (m,)."""
    scale = np.maximum(start.sum(axis=1), 1e-300)[:, None]
    share, aim = start / scale, totals / scale
    multipliers[~kept] = 0.0
    residual = np.full(len(start), np.inf)
    pairs = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)
    active = np.arange(len(start))
    for _ in range(_ROUNDS):
        cells = share[active] * np.exp(multipliers[active] @ rows.T)
        miss = np.where(kept[active], cells @ rows - aim[active], 0.0)
        residual[active] = np.abs(miss).max(axis=1, initial=0.0)
        # far past the bound there is no way back: the margins exclude each other
        open_ = (residual[active] > tolerance * _BEYOND) & (
            np.abs(multipliers[active]).max(axis=1, initial=0.0) < 4 * bound
        )
        active, cells, miss = active[open_], cells[open_], miss[open_]
        if not len(active):
            break
        step = _newton(cells, miss, pairs, kept[active])
        multipliers[active] += _shortened(share[active], rows, aim[active], multipliers[active], step, miss)
    return residual


def _newton(cells: Array, miss: Array, pairs: Array, kept: BoolArray) -> Array:
    """The Newton step of every municipality (m, j); zero for margins that do not count."""
    count = kept.shape[1]
    hessian = (cells @ pairs).reshape(-1, count, count) * kept[:, :, None] * kept[:, None, :]
    diagonal = np.einsum("mjj->mj", hessian)
    size = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = hessian / (size[:, :, None] * size[:, None, :])
    scaled[:, np.arange(count), np.arange(count)] += np.where(diagonal > 0, _RIDGE, 1.0)
    step: Array = np.linalg.solve(scaled, -(miss / size)[:, :, None])[:, :, 0] / size
    return step


def _shortened(share: Array, rows: Array, aim: Array, at: Array, step: Array, miss: Array) -> Array:
    """The steps, halved until the function to minimise falls."""
    largest = np.abs(step @ rows.T).max(axis=1, initial=0.0)
    length = np.minimum(1.0, _LONGEST / np.maximum(largest, 1e-300))
    slope = np.minimum((step * miss).sum(axis=1), 0.0)
    before = _objective(share, rows, aim, at)
    for _ in range(_HALVINGS):
        after = _objective(share, rows, aim, at + length[:, None] * step)
        high = after > before + 1e-4 * length * slope + 1e-13 * np.maximum(np.abs(before), 1.0)
        if not high.any():
            break
        length = np.where(high, length / 2, length)
    shortened: Array = length[:, None] * step
    return shortened


def _objective(share: Array, rows: Array, aim: Array, at: Array) -> Array:
    value: Array = (share * np.exp(at @ rows.T)).sum(axis=1) - (at * aim).sum(axis=1)
    return value
