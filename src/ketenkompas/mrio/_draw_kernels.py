"""The compiled loop of one draw: drawn inputs, emissions and demand, solved and summed in one thread."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from ketenkompas.mrio._kernels import push, sweep
from ketenkompas.mrio._random import drawn_inputs, factors

_INPUTS, _EMISSIONS, _REGIONS, _DEMAND = 1, 2, 3, 4  # streams


@numba.njit(nogil=True, cache=True)
def draw(
    inputs: Any, starts: Any, inverses: Any, region: Any, outer: Any, direct: Any, chain: Any, demand: Any, own: Any,
    tables: Any, streams: Any, seed: int, number: int, most: int, rebalanced: bool, drawn: Any, out: Any,
) -> int:  # fmt: skip
    """Footprints (8, areas) of one draw into ``out``; the number of passes that the solution took (``most``: none).

    ``drawn`` (n, n) float32 is room for the drawn inputs, written over.
    """
    n = inputs.shape[0]
    both = tables[0, 1, 0] != tables[0, 1, -1] or tables[1, 1, 0] != tables[1, 1, -1]
    drawn_inputs(inputs, region, number, streams[_INPUTS], seed, tables[0], tables[1], both, drawn)
    if rebalanced:
        _balance(inputs, drawn)
    rates = _emissions(region, outer, direct, tables, streams, seed, number)
    left = np.empty((8, n), np.float32)
    values = chain.copy()
    moved = np.zeros((8, n), np.float32)
    push(values, drawn, 0, moved, 0, n)
    for g in range(8):
        for i in range(n):
            left[g, i] = rates[g, i] - values[g, i] + moved[g, i]
    passes = _solve(drawn, starts, inverses, left, values, np.abs(rates).sum(), most)
    _footprints(values, demand, own, tables, streams, seed, number, out)
    return passes


@numba.njit(nogil=True, cache=True)
def _emissions(region: Any, outer: Any, direct: Any, tables: Any, streams: Any, seed: int, number: int) -> Any:
    """Intensities (8, n) with a factor for each industry and one for each region, both of two parts."""
    n = direct.shape[1]
    rates = direct.copy()
    regions = region.max() + 1
    alone, together = np.empty(8 * n, np.float32), np.empty(8 * regions, np.float32)
    for part in range(2):
        for kind in range(2):
            factors(8 * n, number, streams[_EMISSIONS, part], seed, tables[4 + kind, part], alone)
            factors(8 * regions, number, streams[_REGIONS, part], seed, tables[6 + kind, part], together)
            for g in range(8):
                for i in range(n):
                    if outer[i] == kind:
                        rates[g, i] *= alone[g * n + i] * together[g * regions + region[i]]
    return rates


@numba.njit(nogil=True, cache=True)
def _solve(drawn: Any, starts: Any, inverses: Any, left: Any, values: Any, size: float, most: int) -> int:
    count = starts.size - 1
    away = np.empty_like(left)
    for passes in range(most):
        worst = 0.0
        for g in range(8):
            for i in range(left.shape[1]):
                worst += abs(left[g, i])
        if worst <= 1e-6 * size:
            return passes
        if not worst < 1e6 * size:
            return most
        sweep(drawn, starts, inverses, left, values, 0, count, away)
    return most


@numba.njit(nogil=True, cache=True)
def _footprints(
    values: Any, demand: Any, own: Any, tables: Any, streams: Any, seed: int, number: int, out: Any
) -> None:
    n, areas = demand.shape
    words = np.empty((2, 2, n * areas), np.float32)
    for kind in range(2):
        for part in range(2):
            factors(n * areas, number, streams[_DEMAND, part], seed, tables[2 + kind, part], words[kind, part])
    out[:] = 0.0
    for i in range(n):
        for a in range(areas):
            kind = 1 - own[i, a]
            k = i * areas + a
            bought = demand[i, a] * words[kind, 0, k] * words[kind, 1, k]
            for g in range(8):
                out[g, a] += values[g, i] * bought


@numba.njit(nogil=True, cache=True)
def _balance(inputs: Any, drawn: Any) -> None:  # noqa: C901 (one compiled loop)
    """Twenty rounds of RAS on the coefficients: rows and columns keep the sums that they have in the table."""
    n = inputs.shape[0]
    rows, columns = np.zeros(n), np.zeros(n)
    for i in range(n):
        for j in range(n):
            rows[i] += inputs[i, j]
            columns[j] += inputs[i, j]
    for _ in range(20):
        for i in range(n):
            found = 0.0
            for j in range(n):
                found += drawn[i, j]
            scale = rows[i] / found if found > 0.0 else 1.0
            for j in range(n):
                drawn[i, j] *= scale
        summed = np.zeros(n)
        for i in range(n):
            for j in range(n):
                summed[j] += drawn[i, j]
        for j in range(n):
            summed[j] = columns[j] / summed[j] if summed[j] > 0.0 else 1.0
        for i in range(n):
            for j in range(n):
                drawn[i, j] *= summed[j]
