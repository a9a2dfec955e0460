"""Whole households: cells rounded so that areas, kinds and the country add up, and one row for each household."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.households._finite import require_finite

Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
IndexArray = npt.NDArray[np.int32]

_AREA_FIRST = 1_000.0
_NEARLY_WHOLE = 1e-6


def integer_cells(cells: Array, total: int | None = None) -> IntArray:
    """Real numbers of households rounded to whole ones, consistently (controlled rounding).

    Parameters
    ----------
    cells : array (a, h)
        Households by area and kind, zero or more.
    total : int, optional
        The number of all households, within one of the sum of the cells; that sum rounded by default.

    Returns
    -------
    array of int (a, h)
        Every cell, every area and every kind is its real value rounded down or up; all together are ``total``
        (``tests/properties/test_households_parts.py``). The same cells always give the same answer.

    Raises
    ------
    InputError
        ``households.cell_negative``; ``households.cells_total`` when ``total`` lies one or more from the sum.
    BalanceError
        ``households.cells_rounding`` when no rounding was found.

    Notes
    -----
    Each fraction goes down or up so that the sum of the distances is least: first of the areas (the largest remainders
    go up unless a kind would then leave its bounds), then of the cells. The areas, kinds and total form a network, so
    the linear programme has a whole solution and its corner is one. Cox (1987), A constructive procedure for unbiased
    controlled rounding, Journal of the American Statistical Association 82.

    Examples
    --------
    >>> import numpy as np
    >>> integer_cells(np.array([[1.2, 2.4], [0.7, 3.7]])).tolist()
    [[1, 3], [0, 4]]
    """
    require_finite(cells=cells)
    if (cells < 0).any():
        raise InputError("households.cell_negative", found=float(cells.min()))
    real = float(cells.sum())
    wanted = round(real) if total is None else total
    if abs(wanted - real) >= 1 - _NEARLY_WHOLE:
        raise InputError("households.cells_total", total=wanted, found=real)
    low = np.floor(cells + _NEARLY_WHOLE)
    parts = np.where(cells - low < _NEARLY_WHOLE, 0.0, cells - low)
    raised = _raised(parts, wanted - round(float(low.sum())))
    found: IntArray = (low + raised).astype(np.int64)
    return found


def _raised(parts: Array, count: int) -> Array:
    """Which cells (a, h) go up: 0 or 1, so many of them, with areas and kinds within one of their fractions."""
    areas, kinds = parts.shape
    by_area, by_kind = parts.sum(axis=1), parts.sum(axis=0)
    flows = sparse.block_array(
        [
            [sparse.kron(sparse.eye_array(areas), np.ones((1, kinds))), -sparse.eye_array(areas), None],
            [sparse.kron(np.ones((1, areas)), sparse.eye_array(kinds)), None, -sparse.eye_array(kinds)],
            [None, np.ones((1, areas)), None],
        ],
        format="csr",
    )
    balance = np.concatenate([np.zeros(areas + kinds), [float(count)]])
    cost = np.concatenate([(1 - 2 * parts).ravel(), _AREA_FIRST * (1 - 2 * (by_area % 1)), np.zeros(kinds)])
    sums = np.concatenate([by_area, by_kind])
    low = np.concatenate([np.zeros(parts.size), np.floor(sums + _NEARLY_WHOLE)])
    high = np.concatenate([(parts > 0).ravel().astype(np.float64), np.ceil(sums - _NEARLY_WHOLE)])
    solved = linprog(cost, A_eq=flows, b_eq=balance, bounds=np.column_stack([low, high]), method="highs-ds")
    if not solved.success:
        raise BalanceError("households.cells_rounding", areas=areas, kinds=kinds)
    found: Array = np.round(solved.x[: parts.size]).reshape(parts.shape)
    return found


def population_rows(counts: IntArray) -> tuple[IndexArray, IndexArray]:
    """The area and the kind of every household, one row each, ordered by area and then kind.

    Parameters
    ----------
    counts : array of int (a, h)
        Whole households, from :func:`integer_cells`.

    Returns
    -------
    tuple of two arrays of int32 (n,)
        Places along the axes of ``counts``; counted again they give ``counts`` exactly.

    Examples
    --------
    >>> import numpy as np
    >>> areas, kinds = population_rows(np.array([[2, 0], [1, 1]]))
    >>> areas.tolist(), kinds.tolist()
    ([0, 0, 1, 1], [0, 0, 0, 1])
    """
    if (counts < 0).any():
        raise InputError("households.cell_negative", found=float(counts.min()))
    areas, kinds = counts.shape
    flat = counts.ravel()
    of_area = np.repeat(np.arange(areas, dtype=np.int32), counts.sum(axis=1))
    of_kind = np.repeat(np.tile(np.arange(kinds, dtype=np.int32), areas), flat)
    return of_area, of_kind
