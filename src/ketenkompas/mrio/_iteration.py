"""The iteration behind multipliers: eight rows through the table in float32, then all blocks set right, again."""

from __future__ import annotations

import functools

import numpy as np

from ketenkompas.mrio._accounts import Array
from ketenkompas.mrio._blocks import Blocks, Side, eight_rows, in_two_threads, pays
from ketenkompas.mrio._coarse import Array32, Coarse
from ketenkompas.mrio._refined import Correction

_MOST_PASSES = 40
_REACHED = 1e-6  # what float32 sums over thousands of sectors can reach


def block_correction(blocks: Blocks) -> Correction:
    """What answers about ``r L`` (or ``L r`` as rows, on the side of outputs) to a residual (k, n), and in how many
    passes.

    Each row is scaled to 1 for the float32 work; it stops at ``goal``, not below 1e-6. Up to eight rows of a large
    table go through compiled loops, the others through :class:`~ketenkompas.mrio._symmetric.Sweeper`.
    """
    coarse, sweeper = functools.cache(blocks.coarse), functools.cache(blocks.sweeper)

    def correction(residual: Array, side: Side, goal: float) -> tuple[Array, int]:
        scale = np.abs(residual).max(axis=1, keepdims=True)
        scale[scale == 0] = 1.0
        left = (residual / scale).astype(np.float32)
        if pays(left, side):
            found, passes = _passed(blocks, coarse(side), left, max(goal, _REACHED))
        else:
            swept = sweeper(side).swept(np.ascontiguousarray(left.T), max(goal, _REACHED))
            found, passes = swept.columns.T, swept.ways
        return found.astype(np.float64) * scale, passes

    return correction


def _passed(blocks: Blocks, coarse: Coarse, left: Array32, goal: float) -> tuple[Array32, int]:
    rows = left.shape[0]
    left = eight_rows(left)
    change = np.zeros_like(left)
    first = size = float(np.abs(left).sum(axis=1).max())
    passes, pace = 0, _Pace()
    while passes < _MOST_PASSES and size > goal * first:
        before = (left, change)
        left, change = _pass(blocks, coarse, left, change)
        passes += 1
        following = float(np.abs(left).sum(axis=1).max())
        if not following < 10 * first:
            break
        left, change = pace.quickened(before, (left, change), following / size if size else 0.0)
        size = float(np.abs(left).sum(axis=1).max())
    return change[:rows], passes


def _pass(blocks: Blocks, coarse: Coarse, left: Array32, change: Array32) -> tuple[Array32, Array32]:
    """Residual and change after every block has answered to its residual and all have been set right together."""
    from ketenkompas.mrio._kernels import rows_through, set_right, step

    given, moved, n = np.empty_like(left), np.empty_like(left), left.shape[1]
    step(blocks.starts, blocks.inverses, left, given)
    in_two_threads(lambda k: rows_through(given, blocks.inputs, k * (n // 2), n if k else n // 2, moved))
    following, changed = left - given + moved, change + given
    set_right(blocks.starts, coarse.weights, coarse.inverse, coarse.shape, coarse.sent, following, changed)
    return following, changed


class _Pace:
    """Chebyshev acceleration of the passes: from the third on, each answer is combined with the two before.

    With eigenvalues of a pass in [0, rho] the error shrinks by the square root's worth more than by rho itself; rho is
    estimated from the first two passes. Residuals are combined with the same weights, which add up to 1, so they stay
    those of the answers. Golub and Varga (1961), Numerische Mathematik 3.
    """

    def __init__(self) -> None:
        self._passes = 0
        self._rho = 0.0
        self._weight = 1.0
        self._earlier: tuple[Array32, ...] = ()

    def quickened(
        self, before: tuple[Array32, Array32], after: tuple[Array32, Array32], gain: float
    ) -> tuple[Array32, Array32]:
        """Residual and change to go on with, from those before a pass, those after it, and by how much it shrank."""
        self._passes += 1
        if self._passes <= 2:
            self._rho, self._earlier = min(gain, 0.8), before
            return after
        step = np.float32(2 / (2 - self._rho))
        sigma = self._rho / (2 - self._rho)
        weight = 1.0 if self._passes == 3 else 1 / (1 - sigma**2 * (0.5 if self._passes == 4 else self._weight / 4))
        self._weight = weight
        found = [
            earlier + np.float32(weight) * (old + step * (new - old) - earlier)
            for old, new, earlier in zip(before, after, self._earlier, strict=True)
        ]
        self._earlier = before
        return found[0], found[1]
