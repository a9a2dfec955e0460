"""Small numbers: neighbouring classes are shown together until each stands for enough households."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._finite import require_finite, require_shape

Array = npt.NDArray[np.float64]


def merge_small(
    counts: Array, classes: Sequence[str], least: float = 1000
) -> list[tuple[tuple[str, ...], float | None]]:
    """Ordered classes, neighbours merged until each has at least so many households.

    Parameters
    ----------
    counts : array (k,)
        Households by class, in the order of the classes.
    classes : sequence of str
        Names of the classes, ordered: only neighbours are merged.
    least : float
        The smallest number that is shown.

    Returns
    -------
    list of (tuple of str, float or None)
        The classes of each group and its households; every class stands in exactly one group. One group with None
        when all classes together are below ``least``: withheld.

    Raises
    ------
    InputError
        ``households.class_negative``, ``households.no_classes``.

    Notes
    -----
    The smallest group goes to its smaller neighbour (the earlier one when equal), again until none is too small. No
    group below ``least`` follows from the groups shown and their total, for no such group is left.

    Examples
    --------
    >>> import numpy as np
    >>> merge_small(np.array([5000.0, 3000, 1200, 700, 200]), ["1", "2", "3", "4", "5+"])
    [(('1',), 5000.0), (('2',), 3000.0), (('3', '4', '5+'), 2100.0)]
    """
    require_finite(counts=counts)
    require_shape("counts", counts.shape, (len(classes),))
    if not len(classes):
        raise InputError("households.no_classes")
    if (counts < 0).any():
        raise InputError("households.class_negative", found=float(counts.min()))
    groups: list[tuple[tuple[str, ...], float]] = [
        ((name,), float(count)) for name, count in zip(classes, counts, strict=True)
    ]
    while len(groups) > 1 and min(count for _, count in groups) < least:
        groups = _merged(groups)
    return [(names, count if count >= least else None) for names, count in groups]


def _merged(groups: list[tuple[tuple[str, ...], float]]) -> list[tuple[tuple[str, ...], float]]:
    """The groups with the smallest one joined to its smaller neighbour."""
    smallest = min(range(len(groups)), key=lambda at: groups[at][1])
    neighbours = [at for at in (smallest - 1, smallest + 1) if 0 <= at < len(groups)]
    first = min(smallest, min(neighbours, key=lambda at: groups[at][1]))
    joined = groups[first][0] + groups[first + 1][0], groups[first][1] + groups[first + 1][1]
    return [*groups[:first], joined, *groups[first + 2 :]]
