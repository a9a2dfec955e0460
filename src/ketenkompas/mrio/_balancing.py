"""Balance a matrix to given totals: RAS, and GRAS where there are negative cells; what cannot be met is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ketenkompas.errors import BalanceError, KetenkompasError
from ketenkompas.mrio._accounts import Array

_TINY = 1e-300
_RUN_AWAY = 1e120  # a factor this large has no limit: rows and columns exclude each other


@dataclass(frozen=True, slots=True)
class Balanced:
    """A balanced matrix (money) and the rounds of scaling it took."""

    table: Array
    rounds: int


def ras(
    prior: Array,
    rows: Array,
    columns: Array,
    *,
    row_names: Sequence[str] = (),
    column_names: Sequence[str] = (),
    tolerance: float = 1e-12,
    iterations: int = 10_000,
) -> Array:
    """A matrix as near as can be to a prior without negative cells, with given sums of rows and columns.

    See :func:`gras`, of which this is the case without negative cells.

    Raises
    ------
    BalanceError
        ``balancing.negative_prior``, and those of :func:`gras`.

    Examples
    --------
    >>> import numpy as np
    >>> prior = np.array([[5.0, 2, 1], [2, 6, 3], [1, 2, 4]])
    >>> ras(prior, np.array([9.0, 12, 8]), np.array([10.0, 10, 9])).round(6)[0].tolist()
    [6.069642, 1.884183, 1.046175]
    """
    if (prior < 0).any():
        raise BalanceError("balancing.negative_prior", count=int((prior < 0).sum()))
    return gras(
        prior,
        rows,
        columns,
        row_names=row_names,
        column_names=column_names,
        tolerance=tolerance,
        iterations=iterations,
    )


def gras(
    prior: Array,
    rows: Array,
    columns: Array,
    *,
    row_names: Sequence[str] = (),
    column_names: Sequence[str] = (),
    tolerance: float = 1e-12,
    iterations: int = 10_000,
) -> Array:
    """A matrix as near as can be to a prior, with given sums of rows and columns; signs and zeros are kept.

    Parameters
    ----------
    prior : array (m, n)
        Money; may hold negative cells.
    rows : array (m,), columns : array (n,)
        The sums to meet, money; their totals are equal.
    row_names, column_names : sequence of str, optional
        What errors call them; numbers from 0 by default.
    tolerance : float
        Largest gap of a sum, relative to the largest sum.

    Returns
    -------
    array (m, n)
        ``tests/properties/test_balancing.py`` shows that the sums are met and signs kept.

    Raises
    ------
    BalanceError
        ``balancing.infeasible`` naming totals that differ, rows and columns that cannot have their sum (no cell of its
        sign), or those with the largest gap when the zeros leave no solution.

    Notes
    -----
    With P and N the positive part and the size of the negative part of the prior:
    ``X = diag(r) P diag(s) - diag(1/r) N diag(1/s)``, ``r_i = (u_i + sqrt(u_i^2 + 4 p_i n_i)) / 2 p_i`` with
    ``p_i = sum_j P_ij s_j`` and ``n_i = sum_j N_ij / s_j`` (``r_i = -n_i / u_i`` where ``p_i`` is zero); columns alike.
    Junius and Oosterhaven (2003), Economic Systems Research 15; Lenzen, Wood and Gallego (2007), ibid. 19. Fact sheet
    section 8.

    Examples
    --------
    >>> import numpy as np
    >>> prior = np.array([[7.0, 3, 5, -3], [2, 9, 8, 1], [-2, 0, 2, 1]])
    >>> found = gras(prior, np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2]))
    >>> found.round(6)[0].tolist()
    [8.97644, 3.74316, 5.721728, -3.441329]
    """
    return balanced(
        prior,
        rows,
        columns,
        row_names=row_names,
        column_names=column_names,
        tolerance=tolerance,
        iterations=iterations,
    ).table


def balanced(
    prior: Array,
    rows: Array,
    columns: Array,
    *,
    row_names: Sequence[str] = (),
    column_names: Sequence[str] = (),
    tolerance: float = 1e-12,
    iterations: int = 10_000,
) -> Balanced:
    """What :func:`gras` finds, with the number of rounds; the same arguments and errors.

    Examples
    --------
    >>> import numpy as np
    >>> found = balanced(np.array([[80.0, 20, 0], [0, 10, 40]]), np.array([110.0, 50]), np.array([85.0, 35, 40]))
    >>> found.table.round(6).tolist()
    [[85.0, 25.0, 0.0], [0.0, 10.0, 40.0]]
    """
    named = (
        list(row_names) or [str(at) for at in range(len(rows))],
        list(column_names) or [str(at) for at in range(len(columns))],
    )
    positive, negative = np.maximum(prior, 0.0), np.maximum(-prior, 0.0)
    size = max(float(np.abs(rows).max(initial=0.0)), float(np.abs(columns).max(initial=0.0)), _TINY)
    _require_possible(positive, negative, rows, columns, named, tolerance * size * max(prior.shape))
    right, mixed = np.ones(len(columns)), bool(negative.any() or (rows < 0).any() or (columns < 0).any())
    for round_ in range(1, iterations + 1):
        if mixed:
            left = _factors(positive @ right, negative @ _reciprocal(right), rows)
            right = _factors(left @ positive, _reciprocal(left) @ negative, columns)
            found = left[:, None] * positive * right - _reciprocal(left)[:, None] * negative * _reciprocal(right)
        else:  # the same numbers, in a fifth of the time
            left = _ratios(positive @ right, rows)
            right = _ratios(left @ positive, columns)
            found = left[:, None] * positive * right
        if np.abs(found.sum(axis=1) - rows).max(initial=0.0) <= tolerance * size:
            return Balanced(found, round_)
        if max(float(left.max(initial=0.0)), float(right.max(initial=0.0))) > _RUN_AWAY:
            break
    gaps = np.abs(found.sum(axis=1) - rows), np.abs(found.sum(axis=0) - columns)
    raise _infeasible([_gap(named[side][at], float(gaps[side][at])) for side in (0, 1) for at in _largest(gaps[side])])


def _factors(positive: Array, negative: Array, sums: Array) -> Array:
    """The scaling of each line: the positive root of ``p r^2 - u r - n = 0``, in the form that does not cancel."""
    root = np.sqrt(sums**2 + 4.0 * positive * negative)
    above = np.divide(sums + root, 2.0 * positive, out=np.ones_like(sums), where=positive > 0)
    below = np.divide(2.0 * negative, root - sums, out=np.ones_like(sums), where=(root - sums) > 0)
    return np.where((sums < 0) | (positive <= 0), below, above)


def _ratios(positive: Array, sums: Array) -> Array:
    """What :func:`_factors` gives without negative cells and sums."""
    return np.divide(sums, positive, out=np.ones_like(sums), where=positive > 0)


def _reciprocal(factors: Array) -> Array:
    return np.divide(1.0, factors, out=np.zeros_like(factors), where=factors > 0)


def _require_possible(
    positive: Array, negative: Array, rows: Array, columns: Array, named: tuple[list[str], list[str]], allowed: float
) -> None:
    faults: list[KetenkompasError] = []
    if not abs(float(rows.sum() - columns.sum())) <= allowed:
        faults.append(BalanceError("balancing.totals", rows=float(rows.sum()), columns=float(columns.sum())))
    for axis, sums, names in ((1, rows, named[0]), (0, columns, named[1])):
        reach = np.where(
            sums > allowed, positive.max(axis=axis), np.where(sums < -allowed, negative.max(axis=axis), 1.0)
        )
        faults += [
            BalanceError("balancing.no_cell", where=names[at], total=float(sums[at]))
            for at in np.flatnonzero(reach <= 0).tolist()
        ]
    if faults:
        raise _infeasible(faults)


def _largest(gaps: Array) -> list[int]:
    order: list[int] = np.argsort(-gaps)[:5].tolist()
    return [at for at in order if gaps[at] > 0]


def _gap(name: str, gap: float) -> KetenkompasError:
    return BalanceError("balancing.gap", where=name, gap=gap)


def _infeasible(faults: Sequence[KetenkompasError]) -> BalanceError:
    return BalanceError("balancing.infeasible", problems=faults, count=len(faults))
