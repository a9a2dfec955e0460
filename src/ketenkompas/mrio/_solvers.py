"""Which solver answers: a factorisation, a factorisation in single precision refined, or an iteration on blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import scipy.linalg
import xarray as xr

from ketenkompas.errors import UnknownCodeError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._blocks import Side, blocks_of
from ketenkompas.mrio._iteration import block_correction
from ketenkompas.mrio._refined import Correction, refined
from ketenkompas.mrio._system import LeontiefSystem, intensities, leontief, reciprocal_output

Solver = Literal["lu", "mixed", "block_jacobi"]
SOLVERS: tuple[Solver, ...] = ("lu", "mixed", "block_jacobi")
_SMALL = 2000  # sectors: up to here a factorisation takes less than loading compiled code
_FEW = 16  # up to n / 16 right-hand sides the iteration is the faster (measured at n = 2,944 and 9,800)


class System(Protocol):
    """What answers for ``I - A`` of accounts."""

    @property
    def accounts(self) -> Accounts:
        """The accounts."""

    @property
    def inverse_output(self) -> Array:
        """1/x (n,), zero where there is no output."""

    def outputs(self, demand: Array) -> Array:
        """``L y`` for demand of shape (n,) or (n, r)."""

    def transposed(self, intensities: Array) -> Array:
        """``f L`` for rows of intensities of shape (g, n)."""


@dataclass(frozen=True)
class Choice:
    """A solver, and why it was chosen."""

    solver: Solver
    reason: str


@dataclass(frozen=True)
class Solved:
    """Rows (k, n), a bound on the error of each cell (infinite where nothing is proved), the solver, and the reason
    where it is not the one that was chosen.
    """

    values: Array = field(repr=False)
    bound: Array = field(repr=False)
    solver: Solver
    reason: str
    passes: int


@dataclass(frozen=True)
class RefinedSystem:
    """``I - A`` answered by refinement of an approximate solver, with a proven bound on every cell."""

    accounts: Accounts
    inverse_output: Array = field(repr=False)
    solver: Solver
    tolerance: float
    _correction: Correction = field(repr=False)

    def solved(self, rows: Array, side: Side = "multipliers") -> Solved:
        """``f L`` (or ``L y`` as rows) with its bound; by factorisation where the refinement proves nothing."""
        flows = self.accounts.flows.values
        found = refined(flows, self.inverse_output, rows, side, self._correction, self.tolerance)
        if not isinstance(found, str):
            return Solved(found.values, found.bound, self.solver, "", found.passes)
        direct = leontief(self.accounts)
        values = direct.transposed(rows) if side == "multipliers" else direct.outputs(rows.T).T
        return Solved(values, np.full(values.shape, np.inf), "lu", found, 0)

    def outputs(self, demand: Array) -> Array:
        """``L y`` for demand of shape (n,) or (n, r), in the money of the accounts."""
        answered = self.solved(np.atleast_2d(demand.T), "outputs").values.T
        return answered[:, 0] if demand.ndim == 1 else answered

    def transposed(self, intensities: Array) -> Array:
        """``f L`` for rows of intensities of shape (g, n)."""
        return self.solved(intensities).values


def choose(sectors: int, right_hand_sides: int, memory: int | None = None) -> Choice:
    """The solver for a table of this size, so many right-hand sides, and so much room.

    Parameters
    ----------
    sectors, right_hand_sides : int
    memory : int, optional
        Bytes that may be used beside the accounts; a factorisation takes 8 a cell of the table, the others 4.

    Examples
    --------
    >>> choose(2944, 8).solver, choose(2944, 322).solver, choose(9800, 800, memory=500_000_000).solver
    ('block_jacobi', 'lu', 'mixed')
    """
    if sectors <= _SMALL:
        return Choice("lu", f"at most {_SMALL} sectors")
    if right_hand_sides <= sectors // _FEW:
        return Choice("block_jacobi", f"{right_hand_sides} right-hand sides are few for {sectors} sectors")
    if memory is not None and memory < 8 * sectors**2:
        return Choice("mixed", "a factorisation in double precision does not fit into the memory allowed")
    return Choice("lu", f"{right_hand_sides} right-hand sides are many for {sectors} sectors")


def solver_for(
    accounts: Accounts,
    right_hand_sides: int,
    *,
    solver: Solver | None = None,
    memory: int | None = None,
    tolerance: float = 1e-10,
) -> System:
    """The system of accounts, ready to answer; the solver is chosen by :func:`choose` unless it is named.

    Parameters
    ----------
    right_hand_sides : int
        How many rows or columns will be asked at a time.
    solver : {"lu", "mixed", "block_jacobi"}, optional
        ``mixed`` and ``block_jacobi`` prove a bound on the error of every answer and fall back to ``lu`` where they
        cannot (``docs/methods/iterated-multipliers.md``).
    memory : int, optional
        Bytes that may be used beside the accounts.
    tolerance : float
        Largest bound over largest value of each row or column at which a refinement stops.

    Raises
    ------
    UnknownCodeError
        ``solver.unknown``.
    BalanceError
        ``leontief.singular``.
    """
    chosen = solver or choose(len(accounts.sectors), right_hand_sides, memory).solver
    if chosen == "lu":
        return leontief(accounts)
    return refined_system(accounts, chosen, tolerance)


def refined_system(accounts: Accounts, solver: Solver, tolerance: float = 1e-10) -> RefinedSystem:
    """A system whose answers carry bounds, whichever the solver.

    Raises
    ------
    UnknownCodeError
        ``solver.unknown``.
    """
    if solver not in SOLVERS:
        raise UnknownCodeError("solver.unknown", found=solver, known=", ".join(SOLVERS))
    per_output = reciprocal_output(accounts)
    if solver == "block_jacobi":
        correction = block_correction(blocks_of(accounts, per_output))
    else:
        correction = _single(accounts, per_output) if solver == "mixed" else _double(leontief(accounts))
    return RefinedSystem(accounts, per_output, solver, tolerance, correction)


def _double(system: LeontiefSystem) -> Correction:
    def correction(residual: Array, side: Side, goal: float) -> tuple[Array, int]:  # noqa: ARG001 (exact at once)
        return (system.transposed(residual) if side == "multipliers" else system.outputs(residual.T).T), 1

    return correction


def _single(accounts: Accounts, per_output: Array) -> Correction:
    matrix = np.empty(accounts.flows.shape, dtype=np.float32, order="F")
    np.multiply(accounts.flows.values, -per_output[None, :], out=matrix, casting="same_kind")
    matrix[np.diag_indices_from(matrix)] += np.float32(1.0)
    (getrf,) = scipy.linalg.get_lapack_funcs(("getrf",), (matrix,))
    factors, pivots, info = getrf(matrix, overwrite_a=True)

    def correction(residual: Array, side: Side, goal: float) -> tuple[Array, int]:  # noqa: ARG001 (exact at once)
        if info > 0:
            return np.full_like(residual, np.nan), 1
        scale = np.abs(residual).max(axis=1, keepdims=True)
        scale[scale == 0] = 1.0
        columns = np.asfortranarray((residual / scale).astype(np.float32).T)
        turned = 1 if side == "multipliers" else 0
        found = scipy.linalg.lu_solve((factors, pivots), columns, trans=turned, overwrite_b=True, check_finite=False)
        return found.T.astype(np.float64) * scale, 1

    return correction


def multipliers_with_bound(
    accounts: Accounts,
    intensity: xr.DataArray | None = None,
    *,
    solver: Solver = "block_jacobi",
    tolerance: float = 1e-10,
) -> xr.Dataset:
    """Multipliers (gas, make) and a bound on the error of each of them, kt per unit of money.

    Parameters
    ----------
    accounts : Accounts
    intensity : DataArray (row, make), optional
        Rows per unit of output; the direct intensities by default.
    solver : {"block_jacobi", "mixed", "lu"}
        The approximate solver that is refined.
    tolerance : float
        The largest bound over the largest multiplier of each row at which the refinement stops.

    Returns
    -------
    Dataset
        ``multiplier`` and ``error_bound`` (gas, make), both in the unit of the intensities. ``attrs["method"]`` is the
        solver, or ``lu`` where nothing was proved; ``attrs["reason"]`` says why, and the bound is then not known
        (infinite). ``attrs["iterations"]`` counts passes through the table.

    Raises
    ------
    BalanceError
        ``leontief.singular`` when no way has a solution.
    UnknownCodeError
        ``solver.unknown``.

    Notes
    -----
    ``m (I - A) = f``. With D the domestic diagonal blocks of ``I - A``, region after region: ``z = r_s D_s^-1``,
    ``m_s += z``, ``r -= z (I - A)_s``, in float32 on a scaled residual (block Gauss-Seidel; two halves of the regions
    side by side); the residual itself is taken anew in float64. Varga (2000), Matrix Iterative Analysis, chapter 3.
    The bound: ``docs/methods/iterated-multipliers.md``; ``tests/properties/test_iterated.py`` holds it against the true
    error.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, multipliers_with_bound
    >>> answer = multipliers_with_bound(example_accounts())
    >>> answer["multiplier"].round(3).values.tolist(), answer.attrs["method"]
    ([[0.667, 0.083]], 'block_jacobi')
    """
    rows = intensities(accounts) if intensity is None else intensity
    found = refined_system(accounts, solver, tolerance).solved(np.asarray(rows.values, dtype=np.float64))
    named = {"multiplier": rows.copy(data=found.values), "error_bound": rows.copy(data=found.bound)}
    return xr.Dataset(named, attrs={"method": found.solver, "reason": found.reason, "iterations": found.passes})
