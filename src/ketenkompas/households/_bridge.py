"""The bridge from spending groups (COICOP) to products (CPA): balanced, and used to bring a footprint to the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._finite import named_places, require_finite, require_shape
from ketenkompas.mrio import balanced

Array = npt.NDArray[np.float64]

_TOLERANCE = 1e-10
# The prior bridge has few links: totals that it can meet took up to 13,000 rounds; 1,000 would call them impossible.
_ROUNDS = 50_000


@dataclass(frozen=True, slots=True)
class Bridge:
    """A balanced bridge.

    ``table`` (p, c) in EUR; ``rounds`` of scaling; ``scaled`` is the one factor on the totals of the groups that makes
    them equal the total of the products; ``moved`` (p, c) is by which share each cell differs from the start, zero
    where the start has no link.
    """

    table: Array
    rounds: int
    scaled: float
    moved: Array


def balance_bridge(
    start: Array, rows: Array, columns: Array, names: tuple[Sequence[str], Sequence[str]] = ((), ())
) -> Bridge:
    """The bridge nearest to a start that spends what each group spends and buys what is sold of each product.

    Parameters
    ----------
    start : array (p, c)
        EUR: spending of a group times the prior weight of a product. Zeros stay zero; negative cells keep their sign.
    rows : array (p,)
        Spending by group, EUR, national accounts.
    columns : array (c,)
        Household demand by product, EUR at purchaser prices.
    names : pair of sequences of str
        Codes of the groups and of the products, for errors; numbers from 0 by default.

    Returns
    -------
    Bridge
        Its rows add up to ``scaled * rows``, its columns to ``columns``.

    Raises
    ------
    BalanceError
        ``balancing.infeasible``, naming groups and products that the zeros of the start leave without a solution.
    InputError
        ``households.bridge_total`` when the groups or the products add up to nothing.

    Notes
    -----
    GRAS, :func:`ketenkompas.mrio.gras`, to 1e-10 of the largest total within 50,000 rounds (seconds at
    34 x 56). Fact sheet of households, 3.6; ``tests/published/test_households_parts.py`` balances the prior bridge.

    Examples
    --------
    >>> import numpy as np
    >>> start = np.array([[80.0, 20, 0], [0, 10, 40]])
    >>> found = balance_bridge(start, np.array([110.0, 50]), np.array([85.0, 35, 40]))
    >>> found.table.round(6).tolist(), found.scaled
    ([[85.0, 25.0, 0.0], [0.0, 10.0, 40.0]], 1.0)
    """
    require_finite(start=start, rows=rows, columns=columns)
    require_shape("start", start.shape, (len(rows), len(columns)))
    groups, products = float(rows.sum()), float(columns.sum())
    if groups <= 0 or products <= 0:
        raise InputError("households.bridge_total", groups=groups, products=products)
    scaled = products / groups
    found = balanced(
        start,
        rows * scaled,
        columns,
        row_names=names[0],
        column_names=names[1],
        tolerance=_TOLERANCE,
        iterations=_ROUNDS,
    )
    moved = np.divide(found.table - start, start, out=np.zeros_like(start), where=start != 0)
    return Bridge(found.table, found.rounds, scaled, moved)


def bridge_footprint(
    bridge_table: Array, footprint: Array, *, names: Sequence[str] = (), tolerated: float = 0.005
) -> Array:
    """The footprint by spending group: each product's footprint divided as its spending is.

    Parameters
    ----------
    bridge_table : array (p, c)
        EUR, of a :class:`Bridge` or a start.
    footprint : array (..., c)
        kg by product; leading axes may be origins or draws.
    names : sequence of str, optional
        Codes of the products, for errors.
    tolerated : float
        Share of the footprint that may belong to products without a link.

    Returns
    -------
    array (..., p)
        kg. With :func:`bridge_remainder` it adds up to ``footprint``
        (``tests/properties/test_households_parts.py``).

    Raises
    ------
    InputError
        ``households.unlinked`` naming the products without a link, when they hold more than ``tolerated`` of the
        footprint (summed over the leading axes).

    Notes
    -----
    ``F[p] = sum_c B[p,c] / sum_q B[q,c] F[c]``. Fact sheet of households, 3.6.

    Examples
    --------
    >>> import numpy as np
    >>> table = np.array([[85.0, 25, 0], [0, 10, 40]])
    >>> bridge_footprint(table, np.array([42.5, 7, 40])).tolist()
    [47.5, 42.0]
    """
    require_finite(bridge_table=bridge_table, footprint=footprint)
    require_shape("footprint", footprint.shape[-1:], bridge_table.shape[1:])
    linked = _linked(bridge_table)
    by_product = np.abs(footprint.reshape(-1, footprint.shape[-1]).sum(axis=0))
    lost, whole = float(by_product[~linked].sum()), float(by_product.sum())
    if lost > tolerated * whole:
        products = named_places(names, ~linked & (by_product > 0))
        raise InputError("households.unlinked", products=products, share=100 * lost / whole, allowed=100 * tolerated)
    bought = bridge_table.sum(axis=0)
    shares = np.divide(bridge_table, bought, out=np.zeros_like(bridge_table), where=linked)
    found: Array = footprint @ shares.T
    return found


def bridge_remainder(bridge_table: Array, footprint: Array) -> Array:
    """The footprint of products without a link, kg (...): what :func:`bridge_footprint` leaves unallocated, shown.

    Examples
    --------
    >>> import numpy as np
    >>> bridge_remainder(np.array([[85.0, 0]]), np.array([42.5, 0.1])).tolist()
    0.1
    """
    left: Array = footprint[..., ~_linked(bridge_table)].sum(axis=-1)
    return left


def _linked(bridge_table: Array) -> npt.NDArray[np.bool_]:
    """Products that some group buys; a column whose cells cancel has no shares either."""
    found: npt.NDArray[np.bool_] = bridge_table.sum(axis=0) != 0
    return found
