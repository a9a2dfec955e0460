"""An approximate answer in float32 by block Gauss-Seidel on the domestic blocks, without factorising the table."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.mrio._accounts import Accounts, Array

Array32 = npt.NDArray[np.float32]
Side = Literal["multipliers", "outputs"]
_MOST_SWEEPS = 40
_LARGEST_BLOCK = 256
_REACHED = 1e-6  # what float32 sums over thousands of sectors can reach
_COMPILED_FROM = 1000  # sectors; below it, loading the compiled loops costs more than they save


@dataclass(frozen=True)
class Blocks:
    """``A`` in float32, and the inverses of the diagonal blocks of ``I - A``: one block for each run of a region.

    Attributes
    ----------
    inputs : array (n, n)
        Input coefficients.
    starts : array (blocks + 1)
        First sector of each block; a long run is cut into blocks of at most 256.
    inverses : array (n, largest block)
        The inverse of block s in the rows of s, padded with zeros.
    """

    inputs: Array32 = field(repr=False)
    starts: npt.NDArray[np.intp] = field(repr=False)
    inverses: Array32 = field(repr=False)

    def correction(self, residual: Array, side: Side, goal: float) -> tuple[Array, int]:
        """About ``r L`` (or ``L r`` as rows, on the side of outputs), and the passes it took.

        Parameters
        ----------
        residual : array (k, n)
            float64; each row is scaled to 1 for the float32 work.
        goal : float
            Residual over first residual at which to stop; not below 2e-6.
        """
        scale = np.abs(residual).max(axis=1, keepdims=True)
        scale[scale == 0] = 1.0
        left = (residual / scale).astype(np.float32)
        found, passes = self._passes(left, side, max(goal, _REACHED))
        return found.astype(np.float64) * scale, passes

    def _passes(self, left: Array32, side: Side, goal: float) -> tuple[Array32, int]:
        rows = left.shape[0]
        compiled = pays(left, side)
        if compiled:
            left = eight_rows(left)
        change = np.zeros_like(left)
        first = size = float(np.abs(left).sum(axis=1).max())
        passes, pace = 0, _Pace()
        while passes < _MOST_SWEEPS and size > goal * first:
            before = (left.copy(), change.copy())
            left = self._compiled(left, change) if compiled else self._plain(left, change, side)
            passes += 1
            following = float(np.abs(left).sum(axis=1).max())
            if not following < 10 * first:
                break
            left, change = pace.quickened(before, (left, change), following / size if size else 0.0)
            size = float(np.abs(left).sum(axis=1).max())
        return change[:rows], passes

    def _plain(self, left: Array32, change: Array32, side: Side) -> Array32:
        for low, high in itertools.pairwise(self.starts):
            inverse = self.inverses[low:high, : high - low]
            given = left[:, low:high] @ (inverse if side == "multipliers" else inverse.T)
            change[:, low:high] += given
            left += given @ (self.inputs[low:high] if side == "multipliers" else self.inputs[:, low:high].T)
            left[:, low:high] -= given
        return left

    def _compiled(self, left: Array32, change: Array32) -> Array32:
        from ketenkompas.mrio._kernels import sweep

        count = len(self.starts) - 1
        away = [np.empty_like(left) for _ in range(2)]
        halves = [(0, count // 2), (count // 2, count)]  # always two, so that the answer is that of any machine

        def half(k: int) -> None:
            sweep(self.inputs, self.starts, self.inverses, left, change, *halves[k], away[k])

        in_two_threads(half)
        left += away[0]
        left += away[1]
        return left


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


def pays(rows: npt.NDArray[np.floating], side: Side) -> bool:
    """Whether the compiled loops serve these rows: at most eight of them, and a table worth loading them for.

    They also keep the library's idle threads, which spin for a while after each product, from taking a processor.
    """
    return side == "multipliers" and rows.shape[0] <= 8 and rows.shape[1] >= _COMPILED_FROM


def few_rows_through(rows: Array, flows: Array) -> Array:
    """``rows @ flows`` for at most eight rows, float64, in one pass through memory by two threads."""
    from ketenkompas.mrio._kernels import rows_through

    given = eight_rows(rows)
    out, n = np.empty_like(given), flows.shape[1]
    in_two_threads(lambda k: rows_through(given, flows, k * (n // 2), n if k else n // 2, out))
    return out[: rows.shape[0]]


def eight_rows(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The rows, filled up to eight with zeros: what a compiled pass carries."""
    missing = 8 - rows.shape[0]
    return np.vstack([rows, np.zeros((missing, rows.shape[1]), rows.dtype)]) if missing else rows


def blocks_of(accounts: Accounts, per_output: Array) -> Blocks:
    """The blocks of accounts; ``per_output`` (n,) is 1/x, zero where there is no output."""
    flows = accounts.flows.values
    inputs = input_coefficients(flows, per_output)
    starts = _starts(accounts.sectors.regions)
    inverses = np.zeros((len(flows), int(np.diff(starts).max(initial=0))), dtype=np.float32)
    for low, high in itertools.pairwise(starts):
        block = np.eye(high - low, dtype=np.float32) - inputs[low:high, low:high]
        try:
            inverses[low:high, : high - low] = np.linalg.inv(block)
        except (
            np.linalg.LinAlgError
        ):  # no inverse of its own: a plain step there, and the bound decides whether it serves
            inverses[low:high, : high - low] = np.eye(high - low)
    return Blocks(inputs, starts, inverses)


def input_coefficients(flows: Array, per_output: Array) -> Array32:
    """``A`` in float32."""
    inputs = np.empty(flows.shape, dtype=np.float32)
    if len(flows) < _COMPILED_FROM:
        np.multiply(flows, per_output[None, :], out=inputs, casting="same_kind")
        return inputs
    from ketenkompas.mrio._kernels import cast_rows

    middle = len(flows) // 2
    in_two_threads(lambda k: cast_rows(flows, per_output, k * middle, len(flows) if k else middle, inputs))
    return inputs


def _starts(regions: Sequence[str]) -> npt.NDArray[np.intp]:
    """The first sector of each block: where the region changes, and every 256 sectors within a long run."""
    starts = [0]
    for at in range(1, len(regions)):
        if regions[at] != regions[at - 1] or at - starts[-1] >= _LARGEST_BLOCK:
            starts.append(at)
    return np.array([*starts, len(regions)], dtype=np.intp)


def in_two_threads(work: Callable[[int], None]) -> None:
    """Do ``work(0)`` and ``work(1)`` in two threads."""
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(work, 0)
        work(1)
        waiting.result()
