"""Compiled loops of prepared what-ifs: a few rows of a kept inverse, on the thread that asks.

The products are too small to be worth a second thread: a threaded library may wait for it longer than it computes.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

_STRIP = 512
_FAST = {"reassoc", "contract"}  # sums in any order, fused; never the pretence that no value is missing


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def meet(rows: Any, places: Any, columns: Any, out: Any) -> None:
    """``out[a, b] = rows[places[a]] . columns[b]`` for rows (m, n) and columns (k, n) in single precision."""
    size, length = columns.shape
    zero = np.float32(0)
    out[:] = 0
    for first in range(0, length, _STRIP):  # a strip of all columns stays in the nearest memory
        last = min(first + _STRIP, length)
        for a in range(places.size):
            row = rows[places[a], first:last]
            b = 0
            while b + 4 <= size:
                c0, c1 = columns[b, first:last], columns[b + 1, first:last]
                c2, c3 = columns[b + 2, first:last], columns[b + 3, first:last]
                t0, t1, t2, t3 = zero, zero, zero, zero
                for j in range(row.size):
                    t0 += row[j] * c0[j]
                    t1 += row[j] * c1[j]
                    t2 += row[j] * c2[j]
                    t3 += row[j] * c3[j]
                out[a, b] += t0
                out[a, b + 1] += t1
                out[a, b + 2] += t2
                out[a, b + 3] += t3
                b += 4
            while b < size:
                column, total = columns[b, first:last], zero
                for j in range(row.size):
                    total += row[j] * column[j]
                out[a, b] += total
                b += 1


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def spread(weights: Any, rows: Any, places: Any, out: Any) -> None:
    """``out (g, n) += weights (g, k) @ rows[places]``."""
    for g in range(weights.shape[0]):
        given = out[g]
        for a in range(places.size):
            weight, row = weights[g, a], rows[places[a]]
            for j in range(row.size):
                given[j] += weight * row[j]


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def through(rows: Any, demand: Any, out: Any) -> None:
    """``out (g, r) += rows (g, n) @ demand (n, r)``; rows of ``demand`` without a change are passed over."""
    for i in range(demand.shape[0]):
        asked = demand[i]
        for s in range(asked.size):
            if asked[s] != 0:
                for g in range(rows.shape[0]):
                    out[g, s] += rows[g, i] * asked[s]
