"""Many columns through a table at a time: block symmetric Gauss-Seidel in float32, nearly all of it large products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ketenkompas.mrio._coarse import Array32, Block, Coarse

_MOST_WAYS = 40
_WIDTH = 512  # rows of one product: below it a library does not reach its speed
_SAFETY = 2.0


@dataclass(frozen=True)
class Swept:
    """Columns (n, k), how many ways through the blocks they took, and about how far off they are.

    ``course`` holds how far off they were after each way but the last, or what was known of it before. Both are shares
    of the sum of a column's cells, in the weights of the small system.
    """

    columns: Array32 = field(repr=False)
    ways: int
    error: float
    course: tuple[float, ...]


@dataclass(frozen=True)
class Sweeper:
    """A system ``(I - T) v = w`` for many columns w at a time, by sweeps over its blocks.

    Attributes
    ----------
    table : array (n, n)
        T: the input coefficients, or a transposed view of them.
    blocks, coarse
        Of T.

    Notes
    -----
    From the first block to the last, ``v_s = D_s^-1 (w_s + sum over t before s of T_st v_t + sum over t after s of
    T_st v_t)``, then from the last to the first, and again. What comes from the blocks before s was summed on the way
    there and is used again on the way back, and the reverse (Conrad and Wallach 1979, Numerische Mathematik 32), so a
    way reads half of the table. After each, all blocks are set right together (:func:`coarse_of`). For a productive
    table the splitting is regular and converges (Varga 2000, section 3.6).
    """

    table: Array32 = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    coarse: Coarse = field(repr=False)

    def swept(self, wanted: Array32, goal: float, course: tuple[float, ...] = (), room: Array32 | None = None) -> Swept:
        """Columns about ``v`` for columns ``wanted`` (n, k), each of a size that float32 can hold.

        Parameters
        ----------
        goal : float
            Estimated error at which to stop; it also stops where a way no longer gains.
        course : tuple
            About how far off an answer is after each way, where an earlier one has shown it.
        room : array (4, n, k), optional
            Memory to work in and to leave the answer in, where an earlier answer of this shape is no longer needed.

        Notes
        -----
        What a way changes is about the error before it. The error after it is taken as twice what all further ways
        would change at the pace of the last two: an estimate, held against the true error
        by ``tests/properties/test_many_columns.py``, and no proof.
        """
        if room is None:
            room = np.empty((4, *wanted.shape), np.float32)  # in one piece, for the sake of large memory pages
        room[:2] = 0
        state, change = _State(*room[:3]), room[3]
        np.copyto(state.later, wanted)
        known = np.stack([self.coarse.weights[block.at] @ wanted[block.at] for block in self.blocks])
        sent = self._sent()
        moved: list[float] = []
        error, ways, told = np.inf, 0, any(one <= goal for one in course)
        while ways < _MOST_WAYS and not (len(moved) > 2 and not moved[-1] < moved[-2]):
            watched = not told and ways >= len(course) - 2  # the pace is told by three ways that are watched
            if watched:
                np.copyto(change, state.solution)
            forth = ways % 2 == 0
            if forth:
                self._there(state, _filled(wanted) if not ways else np.full(len(wanted), wanted.shape[1]))
            else:
                self._back(state, wanted)
            steps = self._set_right(state, known)
            kept = state.earlier if forth else state.later
            np.add(kept, sent[forth] @ steps, out=kept)
            if watched:
                change -= state.solution
                moved.append(self._size(change, state.solution))
            error = course[ways] if ways < len(course) else _after(moved)
            ways += 1
            if error <= goal:
                break
        return Swept(state.solution, ways, error, course or tuple(_SAFETY * one for one in moved[1:]))

    def _size(self, change: Array32, solution: Array32) -> float:
        """The weighted sum of a change over that of the solution, of the column where it is largest."""
        moved, whole = (self.coarse.weights @ np.abs(cells) for cells in (change, solution))
        return float(np.divide(moved, whole, out=np.zeros_like(moved), where=whole > 0).max(initial=0.0))

    def _there(self, state: _State, filled: npt.NDArray[np.intp]) -> None:
        solution, earlier = state.solution, state.earlier
        for band in _bands(self.blocks):
            low, high = band[0].low, band[-1].high
            some = filled[low]
            np.matmul(self.table[low:high, :low], solution[:low, :some], out=earlier[low:high, :some])
            for block in band:
                earlier[block.at] += self.table[block.at, low : block.low] @ solution[low : block.low]
                state.solve(block)

    def _back(self, state: _State, wanted: Array32) -> None:
        solution, later = state.solution, state.later
        for band in reversed(_bands(self.blocks)):
            low, high = band[0].low, band[-1].high
            np.matmul(self.table[low:high, high:], solution[high:], out=later[low:high])
            later[low:high] += wanted[low:high]
            for block in reversed(band):
                later[block.at] += self.table[block.at, block.high : high] @ solution[block.high : high]
                state.solve(block)

    def _sent(self) -> tuple[Array32, Array32]:
        """What the shapes of the later blocks, and of the blocks before, send to each row (n, blocks)."""
        later, before = self.coarse.sent.copy(), self.coarse.sent.copy()
        for s, block in enumerate(self.blocks):
            later[s, block.low :] = 0
            before[s, : block.high] = 0
        return later.T, before.T

    def _set_right(self, state: _State, known: Array32) -> Array32:
        """Every block adds up afterwards; how much of its shape each took (blocks, k)."""
        steps: Array32 = self.coarse.inverse @ (known - self.coarse.adding @ state.solution)
        for block, step in zip(self.blocks, steps, strict=True):
            state.solution[block.at] += self.coarse.shape[block.at, None] * step
        return steps


@dataclass(frozen=True)
class _State:
    """Columns on their way, and what reaches each block from those before and after it; written over."""

    solution: Array32
    earlier: Array32
    later: Array32

    def solve(self, block: Block) -> None:
        np.matmul(block.inverse, self.earlier[block.at] + self.later[block.at], out=self.solution[block.at])


def _after(moved: Sequence[float]) -> float:
    """The error after the last way, from what each has changed: all that is to come, at the pace of the last two."""
    if len(moved) < 3:
        return np.inf
    gain = (moved[-1] / moved[-3]) ** 0.5 if moved[-3] else 0.0  # of there and back, for each of the two
    return _SAFETY * moved[-1] * gain / (1 - gain) if gain < 1 else np.inf


def _bands(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks, gathered into bands of about 512 rows."""
    bands: list[list[Block]] = [[]]
    for block in blocks:
        if bands[-1] and block.high - bands[-1][0].low > _WIDTH:
            bands.append([])
        bands[-1].append(block)
    return bands


def _filled(wanted: Array32) -> npt.NDArray[np.intp]:
    """For each row, how many of the first columns may have an entry above it: the others are still zero on the first
    way there.
    """
    n = len(wanted)
    starting = np.where(wanted.any(axis=0), (wanted != 0).argmax(axis=0), n)
    latest = np.minimum.accumulate(starting[::-1])[::-1]  # the first entry of this column and of all that follow it
    return np.searchsorted(latest, np.arange(n + 1), side="left")
