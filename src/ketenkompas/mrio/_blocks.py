"""A table in float32 by blocks, one for each region: what iterations need of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._coarse import Array32, Block, Coarse, coarse_of
from ketenkompas.mrio._symmetric import Sweeper

Side = Literal["multipliers", "outputs"]
_LARGEST_BLOCK = 256
COMPILED_FROM = 1000  # sectors; below it, loading the compiled loops costs more than they save


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
    output : array (n,)
        Output; 1 where there is none.
    sold : array (n, blocks)
        What each sector sells to each block.
    bought : array (blocks, n)
        What each sector needs of each block, per unit of its output.
    """

    inputs: Array32 = field(repr=False)
    starts: npt.NDArray[np.intp] = field(repr=False)
    inverses: Array32 = field(repr=False)
    output: Array32 = field(repr=False)
    sold: Array32 = field(repr=False)
    bought: Array32 = field(repr=False)

    def sweeper(self, side: Side) -> Sweeper:
        """What sweeps many right-hand sides of a side through the table at a time."""
        table = self.inputs.T if side == "multipliers" else self.inputs
        return Sweeper(table, self._sided(side), self.coarse(side))

    def coarse(self, side: Side) -> Coarse:
        """The system of blocks of a side."""
        if side == "multipliers":
            return coarse_of(self.inputs.T, self._sided(side), self.output, self.sold.T, self.bought.T)
        return coarse_of(self.inputs, self._sided(side), np.ones_like(self.output), self.bought, self.sold)

    def _sided(self, side: Side) -> tuple[Block, ...]:
        runs = list(itertools.pairwise(self.starts.tolist()))
        inverses = [self.inverses[low:high, : high - low] for low, high in runs]
        turned = side == "multipliers"
        return tuple(
            Block(low, high, inverse.T if turned else inverse)
            for (low, high), inverse in zip(runs, inverses, strict=True)
        )


def pays(rows: npt.NDArray[np.floating], side: Side) -> bool:
    """Whether the compiled loops serve these rows: at most eight of them, and a table worth loading them for.

    They also keep the library's idle threads, which spin for a while after each product, from taking a processor.
    """
    return side == "multipliers" and rows.shape[0] <= 8 and rows.shape[1] >= COMPILED_FROM


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
    flows, starts = accounts.flows.values, _starts(accounts.sectors.regions)
    output = np.divide(1.0, per_output, out=np.ones_like(per_output), where=per_output > 0).astype(np.float32)
    inputs, sold, bought = _input_coefficients(flows, per_output, starts, output)
    return Blocks(inputs, starts, _inverses(inputs, starts), output, sold, bought)


def _inverses(inputs: Array32, starts: npt.NDArray[np.intp]) -> Array32:
    """The inverses of the diagonal blocks of ``I - A``; where there is none, a plain step, and the bound decides."""
    inverses = np.zeros((len(inputs), int(np.diff(starts).max(initial=0))), dtype=np.float32)
    for low, high in itertools.pairwise(starts):
        block = np.eye(high - low, dtype=np.float32) - inputs[low:high, low:high]
        try:
            inverses[low:high, : high - low] = np.linalg.inv(block)
        except np.linalg.LinAlgError:
            inverses[low:high, : high - low] = np.eye(high - low)
    return inverses


def _input_coefficients(
    flows: Array, per_output: Array, starts: npt.NDArray[np.intp], output: Array32
) -> tuple[Array32, Array32, Array32]:
    """``A`` in float32, what each sector sells to each block (n, blocks), what each sector needs of each block per unit
    of output (blocks, n).
    """
    inputs, count = np.empty(flows.shape, dtype=np.float32), len(starts) - 1
    if len(flows) < COMPILED_FROM:
        np.multiply(flows, per_output[None, :], out=inputs, casting="same_kind")
        return inputs, np.add.reduceat(inputs * output, starts[:-1], axis=1), np.add.reduceat(inputs, starts[:-1])
    from ketenkompas.mrio._kernels import cast_blocks

    sold, bought = np.zeros((len(flows), count), np.float32), np.zeros((count, len(flows)), np.float32)
    halves = [(0, count // 2), (count // 2, count)]
    in_two_threads(lambda k: cast_blocks(flows, per_output, output, starts, *halves[k], inputs, sold, bought))
    return inputs, sold, bought


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
