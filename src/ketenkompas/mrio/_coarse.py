"""The table of regions behind a table of sectors: what it takes to set right, in one small solve, what sweeps leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Array32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    """Rows ``low`` to ``high`` of a system ``I - T``, and the inverse of its diagonal block there."""

    low: int
    high: int
    inverse: Array32 = field(repr=False)

    @property
    def at(self) -> slice:
        """Its rows."""
        return slice(self.low, self.high)


@dataclass(frozen=True)
class Coarse:
    """A system of one unknown a block, by which an answer is set right so that every block adds up.

    Attributes
    ----------
    weights : array (n,)
        By which the rows of a block are added.
    adding : array (blocks, n)
        The weighted sums of ``I - T``: what an answer adds up to in each block.
    shape : array (n,)
        How a block answers to what comes from outside.
    sent : array (blocks, n)
        What ``shape`` of a block sends to each row through T.
    inverse : array (blocks, blocks)
        Of the small system.
    """

    weights: Array32 = field(repr=False)
    adding: Array32 = field(repr=False)
    shape: Array32 = field(repr=False)
    sent: Array32 = field(repr=False)
    inverse: Array32 = field(repr=False)


def coarse_of(table: Array32, blocks: Sequence[Block], weights: Array32, given: Array32, arriving: Array32) -> Coarse:
    """The system of blocks.

    Parameters
    ----------
    table : array (n, n)
        T.
    weights : array (n,)
        Positive: output for multipliers, ones for outputs.
    given : array (blocks, n)
        T added up by block, each row times its weight.
    arriving : array (n, blocks)
        What each block sends to each row through T, if its answer is of a typical size (ones for multipliers, output
        for outputs).

    Notes
    -----
    With R the weighted sums by block and P the columns of ``shape``, an answer v to ``(I - T) v = w`` becomes
    ``v + P (R (I - T) P)^-1 R (w - (I - T) v)``: the Galerkin correction of a method of two levels, on the aggregation
    by region. ``shape_s = D_s^-1`` times what arrives in s from the other blocks. Stewart (1994), Introduction to the
    Numerical Solution of Markov Chains, chapter 6 (iterative aggregation and disaggregation).
    """
    adding, shape, sent = np.array(-given, order="C"), np.empty_like(weights), np.empty(given.shape, np.float32)
    outside = arriving.sum(axis=1)
    for s, block in enumerate(blocks):
        adding[s, block.at] += weights[block.at]
        found = block.inverse @ np.maximum(outside[block.at] - arriving[block.at, s], 0)
        shape[block.at] = found if found.any() else block.inverse.sum(axis=1)
        sent[s] = table[:, block.at] @ shape[block.at]
    small = np.column_stack([adding[:, block.at] @ shape[block.at] for block in blocks]).astype(np.float64)
    try:
        inverse = np.linalg.inv(small).astype(np.float32)
    except np.linalg.LinAlgError:  # not a productive table: leave it to the sweeps, and to what judges them
        inverse = np.zeros_like(small, dtype=np.float32)
    return Coarse(weights, adding, shape, sent, inverse)
