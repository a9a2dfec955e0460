"""Similar municipalities: the same urbanity and the same third of income, wider where these are few."""

from __future__ import annotations

import numpy as np

from ketenkompas.households._checks import Array, IntArray, require_finite


def thirds(income: Array) -> IntArray:
    """The third of places by income that each is in: 0 lowest, 1, 2 highest; (m,)."""
    low, high = np.quantile(income, [1 / 3, 2 / 3])
    found: IntArray = (income > low).astype(np.int64) + (income > high)
    return found


def peers(urbanity: Array, income: Array, *, least: int = 8) -> list[IntArray]:
    """The similar places of every place, itself left out.

    Parameters
    ----------
    urbanity : array (m,)
        1 (very urban) to 5 (rural); means of merged municipalities are rounded.
    income : array (m,)
        Standardised income, any unit.
    least : int
        The class is widened until it has so many others, or all.

    Returns
    -------
    list of arrays
        Indices, ascending.

    Raises
    ------
    MissingValueError
        ``households.not_finite``.

    Notes
    -----
    First places with the same urbanity and third of income; then those one class of urbanity away, then those one third
    away, then both two away (``tests/unit/households/test_peers.py``).

    Examples
    --------
    >>> import numpy as np
    >>> found = peers(np.array([1.0, 1, 1, 5, 5, 5]), np.array([20.0, 21, 22, 23, 24, 25]), least=1)
    >>> [place.tolist() for place in found][0]
    [1]
    """
    require_finite(urbanity=urbanity, income=income)
    class_, third = np.rint(urbanity), thirds(income)
    found: list[IntArray] = []
    for at in range(len(urbanity)):
        away, apart = np.abs(class_ - class_[at]), np.abs(third - third[at])
        for wide, far in ((0, 0), (1, 0), (1, 1), (2, 1), (4, 2)):
            near = (away <= wide) & (apart <= far)
            near[at] = False
            if near.sum() >= least or (wide, far) == (4, 2):
                found.append(np.flatnonzero(near))
                break
    return found
