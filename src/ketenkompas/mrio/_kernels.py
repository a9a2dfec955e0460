"""Compiled loops for the block iteration: eight rows pushed through a large matrix in one pass through memory.

For so few rows a library product reaches about half of what the processor can do, and the cast of the table needs a
second thread (``benchmarks/solver.py``). The loops release the interpreter's lock, so that two threads share a pass.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

ROWS = 8  # rows that one pass carries
_STRIP = 1024
_WIDE = 2048
_TALL = 32
_FAST = {"reassoc", "contract"}  # sums in any order, fused; never the pretence that no value is missing


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def cast_blocks(
    flows: Any, per_output: Any, output: Any, starts: Any, first: int, last: int, out: Any, sold: Any, bought: Any
) -> None:
    """Blocks ``first`` to ``last`` of the rows of ``A = Z diag(1/x)`` in float32, with ``sold`` (n, blocks), what each
    row sells to each block, and ``bought`` (blocks, n), what each column needs of each block; both begin at zero.
    """
    for s in range(first, last):
        needed = bought[s]
        for i in range(starts[s], starts[s + 1]):
            row, taken = out[i], flows[i]
            for j in range(output.size):
                share = np.float32(taken[j] * per_output[j])
                row[j] = share
                needed[j] += share
            for t in range(starts.size - 1):
                total = np.float32(0)
                for j in range(starts[t], starts[t + 1]):
                    total += row[j] * output[j]
                sold[i, t] = total


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def push(given: Any, inputs: Any, low: int, left: Any, first: int, last: int) -> None:
    """Add ``given (8, k) @ inputs[low : low + k]`` to the columns ``first`` to ``last`` of ``left``."""
    size = given.shape[1]
    for at in range(first, last, _STRIP):
        w = min(_STRIP, last - at)
        i = 0
        while i + 8 <= size:
            k = low + i
            a0, a1 = inputs[k, at : at + w], inputs[k + 1, at : at + w]
            a2, a3 = inputs[k + 2, at : at + w], inputs[k + 3, at : at + w]
            a4, a5 = inputs[k + 4, at : at + w], inputs[k + 5, at : at + w]
            a6, a7 = inputs[k + 6, at : at + w], inputs[k + 7, at : at + w]
            for g in range(ROWS):
                z0, z1, z2, z3 = given[g, i], given[g, i + 1], given[g, i + 2], given[g, i + 3]
                z4, z5, z6, z7 = given[g, i + 4], given[g, i + 5], given[g, i + 6], given[g, i + 7]
                row = left[g, at : at + w]
                for j in range(w):
                    row[j] += (
                        z0 * a0[j]
                        + z1 * a1[j]
                        + z2 * a2[j]
                        + z3 * a3[j]
                        + z4 * a4[j]
                        + z5 * a5[j]
                        + z6 * a6[j]
                        + z7 * a7[j]
                    )
            i += 8
        while i < size:
            a0 = inputs[low + i, at : at + w]
            for g in range(ROWS):
                z0, row = given[g, i], left[g, at : at + w]
                for j in range(w):
                    row[j] += z0 * a0[j]
            i += 1


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def sweep(inputs: Any, starts: Any, inverses: Any, left: Any, change: Any, first: int, last: int, away: Any) -> None:
    """One pass of blocks ``first`` to ``last``: ``z = r_s D_s^-1``; ``change_s += z``; ``r -= z (I - A)``.

    ``left`` (8, n) is the residual, of which only the columns of these blocks are changed; what goes to the columns of
    other blocks is collected in ``away`` (8, n). ``inverses`` (n, largest block) holds ``D_s^-1``, or what is near it,
    in the rows of s.
    """
    low, high = starts[first], starts[last]
    away[:] = 0
    for s in range(first, last):
        at, end = starts[s], starts[s + 1]
        given = np.zeros((ROWS, end - at), dtype=np.float32)
        for g in range(ROWS):
            for i in range(at, end):
                arrived = left[g, i]
                for j in range(end - at):
                    given[g, j] += arrived * inverses[i, j]
            for j in range(end - at):
                change[g, at + j] += given[g, j]
                left[g, at + j] -= given[g, j]
        push(given, inputs, at, left, low, high)
        push(given, inputs, at, away, 0, low)
        push(given, inputs, at, away, high, inputs.shape[1])


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def step(starts: Any, inverses: Any, left: Any, given: Any) -> None:
    """``given_s = left_s D_s^-1`` in every block s; rows s of ``inverses`` (n, largest block) hold ``D_s^-1``."""
    widest = inverses.shape[1]
    reached = np.zeros((ROWS, widest), np.float32)
    for s in range(starts.size - 1):
        at, end = starts[s], starts[s + 1]
        reached[:] = 0
        push(left[:, at:end].copy(), inverses, at, reached, 0, end - at)
        given[:, at:end] = reached[:, : end - at]


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def set_right(starts: Any, weights: Any, inverse: Any, shape: Any, sent: Any, left: Any, change: Any) -> None:
    """Set all blocks right together: the residual ``left`` (8, n) adds up to zero in every block afterwards."""
    count = starts.size - 1
    missing = np.zeros(count, np.float32)
    for g in range(ROWS):
        for s in range(count):
            total = np.float32(0)
            for i in range(starts[s], starts[s + 1]):
                total += left[g, i] * weights[i]
            missing[s] = total
        for s in range(count):
            step = np.float32(0)
            for t in range(count):
                step += inverse[s, t] * missing[t]
            for i in range(starts[s], starts[s + 1]):
                change[g, i] += step * shape[i]
                left[g, i] -= step * shape[i]
            for i in range(left.shape[1]):
                left[g, i] += step * sent[s, i]


@numba.njit(nogil=True, cache=True)
def rows_through(rows: Any, flows: Any, first: int, last: int, out: Any) -> None:
    """Columns ``first`` to ``last`` of ``rows (8, n) @ flows (n, n)``, in the precision of both."""
    out[:, first:last] = 0
    _add_through(rows, flows, first, last, out)


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def _add_through(rows: Any, flows: Any, first: int, last: int, out: Any) -> None:
    """Add ``rows (8, k) @ flows (k, n)`` to the columns ``first`` to ``last`` of ``out``.

    Eight rows of the table are read at a time, and what is read serves four of the rows that are carried.
    """
    n = rows.shape[1]
    for at in range(first, last, _WIDE):
        end = min(at + _WIDE, last)
        for i in range(0, n - 7, 8):
            a, b, c, d = flows[i, at:end], flows[i + 1, at:end], flows[i + 2, at:end], flows[i + 3, at:end]
            e, f, h, k = flows[i + 4, at:end], flows[i + 5, at:end], flows[i + 6, at:end], flows[i + 7, at:end]
            for g in range(0, ROWS, 4):
                p, q, r, s = _eight(rows, g, i), _eight(rows, g + 1, i), _eight(rows, g + 2, i), _eight(rows, g + 3, i)
                to_p, to_q, to_r, to_s = out[g, at:end], out[g + 1, at:end], out[g + 2, at:end], out[g + 3, at:end]
                for j in range(end - at):
                    read = a[j], b[j], c[j], d[j], e[j], f[j], h[j], k[j]
                    to_p[j] += _product(p, read)
                    to_q[j] += _product(q, read)
                    to_r[j] += _product(r, read)
                    to_s[j] += _product(s, read)
        for i in range(n - n % 8, n):
            for g in range(ROWS):
                for j in range(at, end):
                    out[g, j] += rows[g, i] * flows[i, j]


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def _eight(rows: Any, g: int, i: int) -> Any:
    return (
        rows[g, i],
        rows[g, i + 1],
        rows[g, i + 2],
        rows[g, i + 3],
        rows[g, i + 4],
        rows[g, i + 5],
        rows[g, i + 6],
        rows[g, i + 7],
    )


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def _product(p: Any, read: Any) -> Any:
    return (
        p[0] * read[0]
        + p[1] * read[1]
        + p[2] * read[2]
        + p[3] * read[3]
        + p[4] * read[4]
        + p[5] * read[5]
        + p[6] * read[6]
        + p[7] * read[7]
    )


@numba.njit(nogil=True, cache=True, fastmath=_FAST)
def squares_through(
    rows: Any, flows: Any, per_output: Any, place: Any, trade: float, home: float, first: int, last: int, out: Any
) -> None:
    """Add ``rows (8, n) @ (w * A^2)`` to the columns ``first`` to ``last`` of ``out``, all float32; w is ``home``
    within a region and ``trade`` between regions.
    """
    n = flows.shape[0]
    weighted = np.empty((_TALL, n), np.float32)
    for top in range(0, n, _TALL):
        tall = min(_TALL, n - top)
        given = rows[:, top : top + tall].copy()
        for i in range(tall):
            for j in range(first, last):
                share = flows[top + i, j] * per_output[j]
                weighted[i, j] = share * share * (home if place[top + i] == place[j] else trade)
        _add_through(given, weighted[:tall], first, last, out)
