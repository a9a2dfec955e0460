"""The compiled loop of the path search."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

_START = 4096


@numba.njit(nogil=True, cache=True)
def search(  # noqa: C901 (one compiled loop; calls would cost more than they tell)
    behind: Any, all_behind: Any, most_behind: Any, width: int, chain: Any, demand: Any, cut: float, most: int
) -> Any:
    """Every node whose subtree may hold a path of at least ``cut``, in the order of depth.

    ``behind`` (n, n) holds in row i the emissions behind what a unit of i buys from each sector, ``m_k A[k, i]``;
    ``all_behind`` (n,) is the sum of each row, ``most_behind`` (n, n / width)
    the largest of every ``width`` columns of it. Gives sector, parent (-1: final
    delivery) and amount of each node, whether more than ``most`` would be visited, and what was not visited.
    """
    size = _START
    sector = np.empty(size, np.int64)
    parent = np.empty(size, np.int64)
    amount = np.empty(size, np.float64)
    count, pruned = 0, 0.0
    for k in range(demand.size):
        if abs(chain[k] * demand[k]) >= cut and demand[k] != 0.0:
            if count == size:
                size *= 2
                sector, parent, amount = _longer(sector), _longer(parent), _longer(amount)
            sector[count], parent[count], amount[count] = k, -1, demand[k]
            count += 1
        else:
            pruned += chain[k] * demand[k]
    at = 0
    while at < count:
        i, quantity = sector[at], amount[at]
        pruned += all_behind[i] * quantity
        least = cut / abs(quantity)
        row = behind[i]
        for block in range(most_behind.shape[1]):
            if most_behind[i, block] < least:
                continue
            for k in range(block * width, min((block + 1) * width, row.size)):
                if row[k] >= least:
                    if count == most:
                        return sector[:count], parent[:count], amount[:count], True, pruned
                    if count == size:
                        size *= 2
                        sector, parent, amount = _longer(sector), _longer(parent), _longer(amount)
                    pruned -= row[k] * quantity
                    sector[count], parent[count], amount[count] = k, at, row[k] / chain[k] * quantity
                    count += 1
        at += 1
    return sector[:count], parent[:count], amount[:count], False, pruned


@numba.njit(nogil=True, cache=True)
def _longer(values: Any) -> Any:
    longer = np.empty(2 * values.size, values.dtype)
    longer[: values.size] = values
    return longer
