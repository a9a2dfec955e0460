"""The Leontief system of accounts: one factorisation that answers every question, never an inverse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import scipy.linalg
import xarray as xr

from ketenkompas.errors import BalanceError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._blocks import in_two_threads

if TYPE_CHECKING:
    from ketenkompas.mrio._solvers import System

Precision = Literal["double", "single"]


@dataclass(frozen=True)
class LeontiefSystem:
    """``I - A`` of accounts, factorised once.

    ``outputs`` answers with output caused by demand, ``transposed`` with multipliers of intensities; both are solves,
    the inverse is never formed (fact sheet section 3.1).
    """

    accounts: Accounts
    inverse_output: Array = field(repr=False)
    _scale: Array = field(repr=False)  # (n,): output, 1 where there is none
    _lu: Array = field(repr=False)  # of the transpose of diag(1/scale) (I - A) diag(scale)
    _pivots: Array = field(repr=False)

    def outputs(self, demand: Array) -> Array:
        """``L y`` for demand of shape (n,) or (n, r), in the money of the accounts."""
        scale = self._scale if demand.ndim == 1 else self._scale[:, None]
        solved = self._solved(demand / scale, transposed=True)
        solved *= scale.astype(solved.dtype, copy=False)
        return solved

    def transposed(self, intensities: Array) -> Array:
        """``f L`` for rows of intensities of shape (g, n)."""
        rows = np.ascontiguousarray(self._solved((intensities * self._scale).T, transposed=False).T)
        rows /= self._scale.astype(rows.dtype, copy=False)
        return rows

    def _solved(self, wanted: Array, *, transposed: bool) -> Array:
        asked = wanted.astype(self._lu.dtype, copy=False)
        solved: Array = scipy.linalg.lu_solve(
            (self._lu, self._pivots), asked, trans=int(transposed), overwrite_b=True, check_finite=False
        )
        return solved


def reciprocal_output(accounts: Accounts) -> Array:
    """``1/x`` by sector, zero where there is no output (x <= 0), so that nothing is ever divided by zero."""
    output = accounts.output.values
    reciprocal: Array = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    return reciprocal


def coefficients(accounts: Accounts) -> xr.Dataset:
    """Input coefficients and direct intensities.

    Parameters
    ----------
    accounts : Accounts
        Money and kt.

    Returns
    -------
    Dataset
        ``inputs`` (make, use), money per money; ``intensity`` (gas, make), kt per money unit.

    Notes
    -----
    ``A = Z diag(1/x)``, each column divided by the output of the buyer; ``f = E / x``. Where ``x <= 0`` the column of A
    and f are zero (decision 0001, rule on output; fact sheet section 2).
    """
    per_output = reciprocal_output(accounts)
    inputs = accounts.flows * per_output[None, :]
    inputs.attrs["units"] = f"{accounts.meta.money_unit}/{accounts.meta.money_unit}"
    return xr.Dataset({"inputs": inputs, "intensity": intensities(accounts)})


def intensities(accounts: Accounts) -> xr.DataArray:
    """Direct intensities ``f = E / x`` (gas, make), kt per unit of money; zero where there is no output."""
    intensity = accounts.emissions * reciprocal_output(accounts)[None, :]
    intensity.attrs["units"] = intensity_unit(accounts)
    return intensity


def intensity_unit(accounts: Accounts) -> str:
    """The unit of intensities and multipliers: ``kt CO2/MUSD``, the same number as kg per dollar."""
    return f"{accounts.emission_unit}/{accounts.meta.money_unit}"


def leontief(accounts: Accounts, *, precision: Precision = "double") -> LeontiefSystem:
    """Factorise ``I - A`` of accounts (LU with partial pivoting).

    Parameters
    ----------
    accounts : Accounts
    precision : {"double", "single"}
        ``single`` takes half the time and memory and answers in float32, with errors of about 1e-6 of the largest
        answer: for exploration and large result sets, never for published figures.

    Raises
    ------
    BalanceError
        ``leontief.singular`` when an industry only feeds itself, so that the system has no solution.

    Notes
    -----
    Factorised is the transpose of ``I - B = diag(1/x) (I - A) diag(x)``, with ``B = diag(1/x) Z`` the shares of each
    seller's output: the rows of the table as they lie in memory, and scaled so that a nearly idle buyer, whose inputs
    per unit of output are huge, does not choose the pivots. Fact sheet section 3.10.
    """
    per_output = reciprocal_output(accounts)
    scale = np.where(per_output > 0, accounts.output.values, 1.0)
    pivot, lu, pivots = _factorise(_matrix(accounts.flows.values, per_output, scale, precision))
    if pivot >= 0:
        raise BalanceError("leontief.singular", where=accounts.sectors.labels[pivot], model=accounts.meta.model)
    return LeontiefSystem(accounts, per_output, scale, lu, pivots)


def _matrix(flows: Array, per_output: Array, scale: Array, precision: Precision) -> Array:
    """``(I - B)`` transposed, by columns."""
    rows = np.empty(flows.shape, dtype=np.float64 if precision == "double" else np.float32)
    shares, middle = (-1.0 / scale)[:, None], len(scale) // 2

    def half(k: int) -> None:
        at = slice(0, middle) if k else slice(middle, None)
        np.multiply(flows[at], shares[at], out=rows[at], casting="same_kind")

    in_two_threads(half)
    rows[:, per_output == 0] = 0.0
    rows[np.diag_indices_from(rows)] += 1.0
    return rows.T


def _factorise(matrix: Array) -> tuple[int, Array, Array]:
    (getrf,) = scipy.linalg.get_lapack_funcs(("getrf",), (matrix,))
    lu, pivots, info = getrf(matrix, overwrite_a=True)
    smallest = int(np.argmin(np.abs(np.diag(lu)))) if lu.size else 0
    singular = info > 0 or (lu.size > 0 and abs(lu[smallest, smallest]) < np.finfo(lu.dtype).eps)
    return (smallest if singular else -1), lu, pivots


def multipliers(
    accounts: Accounts, intensity: xr.DataArray | None = None, *, system: System | None = None
) -> xr.DataArray:
    """Emissions along the whole chain per unit of final delivery, (gas, make).

    Parameters
    ----------
    accounts : Accounts
    intensity : DataArray (row, make), optional
        Another row per unit of output (value added, employment, ...); the direct intensities by default.
    system : System, optional
        What answers for these accounts (:func:`leontief`, :func:`solver_for`), to use it again; without it, the
        solver is chosen by size.

    Returns
    -------
    DataArray (gas, make)
        kt per unit of money, for instance ``kt CO2/MUSD`` (= kg per dollar).

    Notes
    -----
    ``m (I - A) = f``, one transposed solve. ``m y`` summed over all demand is all emissions
    (``tests/properties/test_conservation.py``). Miller and Blair (2009), Input-Output Analysis, section 6.2.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, multipliers
    >>> multipliers(example_accounts()).round(3).values.tolist()
    [[0.667, 0.083]]
    """
    rows = intensities(accounts) if intensity is None else intensity
    answered = system or _chosen(accounts, rows.shape[0])
    solved = rows.copy(data=answered.transposed(rows.values))
    solved.attrs["units"] = rows.attrs.get("units", "")
    return solved


def _chosen(accounts: Accounts, right_hand_sides: int) -> System:
    from ketenkompas.mrio._solvers import solver_for  # it stands on the factorisation above

    return solver_for(accounts, right_hand_sides)


def downstream(accounts: Accounts, *, system: System | None = None) -> xr.DataArray:
    """Emissions of all industries that use the output of an industry, per unit of its primary input (gas, make).

    Also called enabled emissions, or the Ghosh multiplier. Never add it to :func:`multipliers`: the same tonnes are
    counted from the other end.

    Notes
    -----
    ``(I - B) d = f`` with ``B = diag(1/x) Z``. Because ``I - B = diag(1/x) (I - A) diag(x)`` it follows that
    ``d = diag(1/x) L e`` with ``e`` the emissions, so the Leontief factorisation serves. Weighted with primary inputs
    it adds up to all emissions (``tests/properties/test_conservation.py``). Fact sheet section 3.10.
    """
    answered = system or _chosen(accounts, len(accounts.gases))
    emitting = np.where(answered.inverse_output[None, :] > 0, accounts.emissions.values, 0.0)
    reached = answered.outputs(emitting.T).T * answered.inverse_output[None, :]
    enabled = intensities(accounts).copy(data=reached)
    enabled.attrs["units"] = intensity_unit(accounts)
    return enabled


def spectral_radius(accounts: Accounts, *, iterations: int = 500, tolerance: float = 1e-12) -> float:
    """Largest eigenvalue of A by power iteration; below 1 the table is productive (column sums above 1 are legal)."""
    inputs = accounts.flows.values * reciprocal_output(accounts)[None, :]
    vector = np.full(len(accounts.sectors), 1.0 / max(len(accounts.sectors), 1))
    radius = 0.0
    for _ in range(iterations):
        moved = inputs @ vector + vector
        following = float(moved.sum() / vector.sum()) - 1.0
        vector = moved / moved.sum()
        if abs(following - radius) <= tolerance:
            return following
        radius = following
    return radius
