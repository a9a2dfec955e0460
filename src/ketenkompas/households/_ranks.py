"""Comparison and rank from paired draws: a position is an interval, or it is not told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._finite import require_finite

Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Comparison = Literal["above", "below", "about_as_high"]


@dataclass(frozen=True, slots=True)
class Ranks:
    """Rank intervals of places, 1 being the highest.

    ``above`` (m, m) is the share of draws in which the place of the row lies above that of the column; ``first`` and
    ``last`` (m,) bound the rank; ``told`` (m,) is False where the interval covers more than half of all places, which
    then is "not distinguishable".
    """

    above: Array
    first: IntArray
    last: IntArray
    told: BoolArray


def rank_intervals(draws: Array, level: float = 0.95) -> Ranks:
    """The rank of every place as an interval, from draws that all places share.

    Parameters
    ----------
    draws : array (d, m)
        Draws by place, any unit. Draw for draw the places are compared, so errors that they share fall out.
    level : float
        Share of draws from which one place is surely above another, over 0.5 up to 1.

    Returns
    -------
    Ranks
        Identical places are never ranked, no place is above itself (``tests/properties/test_households_parts.py``).

    Raises
    ------
    InputError
        ``households.rank_level``, ``households.draws_shape``.

    Notes
    -----
    ``[1 + #{surely above m}, n - #{m surely above}]``. Fact sheet of households, 3.11.

    Examples
    --------
    >>> import numpy as np
    >>> found = rank_intervals(np.array([[3.0, 2, 2], [5, 1, 1]]))
    >>> found.first.tolist(), found.last.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    _require_draws(draws, level)
    count, places = draws.shape
    by_place = np.ascontiguousarray(draws.T)
    above = np.empty((places, places))
    for at in range(places):  # one row at a time keeps the comparison in the cache
        above[at] = np.count_nonzero(by_place[at] > by_place, axis=1) / count
    surely = above >= level
    first: IntArray = 1 + surely.sum(axis=0)
    last: IntArray = places - surely.sum(axis=1)
    return Ranks(above, first, last, 2 * (last - first + 1) <= places)


def compared(draws: Array, one: int, other: int, level: float = 0.95) -> Comparison:
    """How one place stands to another one: surely above, surely below, or about as high.

    Examples
    --------
    >>> import numpy as np
    >>> draws = np.array([[3.0, 2, 2], [5, 1, 1]])
    >>> compared(draws, 0, 1), compared(draws, 1, 0), compared(draws, 1, 2)
    ('above', 'below', 'about_as_high')
    """
    _require_draws(draws, level)
    if float((draws[:, one] > draws[:, other]).mean()) >= level:
        return "above"
    return "below" if float((draws[:, other] > draws[:, one]).mean()) >= level else "about_as_high"


def _require_draws(draws: Array, level: float) -> None:
    if not 0.5 < level <= 1:  # at a half or less two places could be above each other
        raise InputError("households.rank_level", found=level)
    if draws.ndim != 2 or not draws.size:
        raise InputError("households.draws_shape", found=str(draws.shape))
    require_finite(draws=draws)
