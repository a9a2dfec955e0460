"""Compiled loops of prepared what-ifs: a few rows of a kept inverse, on the thread that asks.

The products are too small to be worth a second thread: a threaded library may wait for it longer than it computes.
"""

from __future__ import annotations

from typing import Any

import numba

_FAST = {"reassoc", "contract"}  # sums in any order, fused; never the pretence that no value is missing


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def meet(rows: Any, places: Any, columns: Any, out: Any) -> None:
    """``out[a, b] = rows[places[a]] . columns[b]`` for rows (m, n) and columns (k, n) in single precision."""
    for a in range(places.size):
        row = rows[places[a]]
        for b in range(columns.shape[0]):
            column = columns[b]
            total = row[0] * column[0] * 0
            for j in range(row.size):
                total += row[j] * column[j]
            out[a, b] = total


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
