"""A system that answers for many rows or columns at a time without a factorisation; its errors are estimated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._blocks import Blocks, Side, blocks_of
from ketenkompas.mrio._system import LeontiefSystem, Precision, leontief, reciprocal_output

_SMALL = 2000  # sectors: up to here a factorisation takes less
_ROUNDS = 4
_ROUGH = 1e-5  # as far as float32 goes without effort
_ROUNDING = 1e-6  # of float32, in sums over thousands of sectors
_USEFUL = 1e-2  # a round that gains less is not worth repeating
_GOALS: dict[Precision, dict[Side, float]] = {
    "double": {"multipliers": 4e-10, "outputs": 2e-10},
    "single": {"multipliers": 1e-5, "outputs": 1e-5},
}


@dataclass(frozen=True)
class SweptSystem:
    """``I - A`` answered for many right-hand sides by sweeps in float32 (:class:`Sweeper`).

    In double precision the residual is taken anew in float64 and swept again. What it holds of the right-hand side,
    times the estimated error of the sweeps that answered it, is below 4e-10 in the end, for outputs below 2e-10, for
    every column; in single precision the first answer is the last, with an estimated error below 1e-5. Where the sweeps
    do not reach that, a factorisation answers.
    """

    accounts: Accounts
    inverse_output: Array = field(repr=False)
    precision: Precision
    _blocks: Blocks = field(repr=False)

    def outputs(self, demand: Array) -> Array:
        """``L y`` for demand of shape (n, r), in the money of the accounts."""
        found = self._answered(demand, "outputs", demand.shape[1])
        return self._factorised().outputs(demand) if found is None else found

    def transposed(self, intensities: Array) -> Array:
        """``f L`` for rows of shape (g, n): all gases, or those of one region after another.

        The rows of one gas are of a kind: errors are judged by the largest of them.
        """
        gases = len(self.accounts.gases)
        kinds = gases if gases and len(intensities) % gases == 0 else len(intensities)
        found = self._answered(intensities.T, "multipliers", kinds)
        return self._factorised().transposed(intensities) if found is None else found.T

    def _factorised(self) -> LeontiefSystem:
        return leontief(self.accounts, precision=self.precision)

    def _answered(self, wanted: Array, side: Side, kinds: int) -> npt.NDArray[Any] | None:
        """Columns (n, k), or None where the sweeps do not converge fast enough."""
        goal, sweeper = _GOALS[self.precision][side], self._blocks.sweeper(side)
        weights, off = sweeper.coarse.weights.astype(np.float64), 1.0
        whole, residual, values = weights @ np.abs(wanted), wanted, np.zeros(wanted.shape)
        course: tuple[float, ...] = ()
        room = np.empty((4, *wanted.shape), np.float32)
        for _ in range(_ROUNDS):
            scale = _by_kind(residual, kinds)
            swept = sweeper.swept((residual / scale).astype(np.float32), max(goal / off, _ROUGH), course, room)
            course = course or swept.course
            if not swept.error < _USEFUL:
                return None
            if self.precision == "single":
                return swept.columns * scale.astype(np.float32) if swept.error <= goal else None
            values += swept.columns * scale
            if off * max(swept.error, _ROUNDING) <= goal:
                return values
            residual = self._through(values, side)
            residual -= values
            residual += wanted
            off = float(np.max(weights @ np.abs(residual) / np.where(whole > 0, whole, 1.0), initial=0.0))
        return None

    def _through(self, columns: Array, side: Side) -> Array:
        """``A`` transposed times columns (multipliers), or ``A`` times columns (outputs), in float64."""
        flows, per_output = self.accounts.flows.values, self.inverse_output[:, None]
        if side == "outputs":
            reached: Array = flows @ (columns * per_output)
            return reached
        moved: Array = flows.T @ columns
        moved *= per_output
        return moved


def _by_kind(columns: Array, kinds: int) -> Array:
    """The largest value among the columns of each kind (k,), which come in turn; 1 where there is none."""
    reached = np.maximum(columns.max(axis=0, initial=0.0), -columns.min(axis=0, initial=0.0))
    largest = reached.reshape(-1, kinds).max(axis=0, initial=0.0)
    largest[largest == 0] = 1.0
    scale: Array = np.tile(largest, columns.shape[1] // kinds)
    return scale


def system_for_many(accounts: Accounts, precision: Precision = "double") -> LeontiefSystem | SweptSystem:
    """What answers for hundreds of right-hand sides: sweeps for a large table, a factorisation for a small one.

    Raises
    ------
    BalanceError
        ``leontief.singular``.
    """
    if len(accounts.sectors) <= _SMALL:
        return leontief(accounts, precision=precision)
    per_output = reciprocal_output(accounts)
    return SweptSystem(accounts, per_output, precision, blocks_of(accounts, per_output))
