"""Multipliers by block-Jacobi iteration with a proven error bound: no factorisation of the whole table."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._system import intensities, leontief, reciprocal_output

_INNER, _OUTER = 40, 12
_INNER_GOAL = 3e-7  # what float32 can reach
_UNIT = float(np.finfo(np.float64).eps) / 2


@dataclass(frozen=True)
class _Table:
    """Flows, reciprocal output, and the inverses of the domestic blocks of ``I - A``."""

    flows: Array = field(repr=False)
    per_output: Array = field(repr=False)
    inputs32: npt.NDArray[np.float32] = field(repr=False)
    blocks: tuple[tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]], ...] = field(repr=False)

    def through(self, rows: Array) -> Array:
        """``rows A`` in float64."""
        moved: Array = (rows @ self.flows) * self.per_output[None, :]
        return moved


@dataclass(frozen=True)
class _Bounded:
    values: Array
    bound: Array
    steps: int


def multipliers_with_bound(
    accounts: Accounts, intensity: xr.DataArray | None = None, *, tolerance: float = 1e-10
) -> xr.Dataset:
    """Multipliers (gas, make) and a bound on the error of each of them, kt per unit of money.

    Parameters
    ----------
    accounts : Accounts
    intensity : DataArray (row, make), optional
        Rows per unit of output; the direct intensities by default.
    tolerance : float
        The largest bound over the largest multiplier of each row at which the iteration stops.

    Returns
    -------
    Dataset
        ``multiplier`` and ``error_bound`` (gas, make), both in the unit of the intensities. ``attrs["method"]`` is
        ``block_jacobi``, or ``lu`` where the iteration proved nothing; ``attrs["reason"]`` says why, and the bound of
        the factorisation is then not known (infinite). ``attrs["iterations"]`` counts passes through the table.

    Raises
    ------
    BalanceError
        ``leontief.singular`` when neither way has a solution.

    Notes
    -----
    ``m (I - A) = f``. With D the domestic diagonal blocks of ``I - A``: repeat ``z = r D^-1``, ``m += z``,
    ``r -= z (I - A)``, in float32 on a scaled residual; the residual itself is taken anew in float64.

    **The bound.** Take a row p with ``p > 0`` and ``c = min p (I - A) > 0``. Since A >= 0, such a p exists only for a
    productive table, and then ``L >= 0`` and ``1 L <= p / c``. An approximation with residual r is off by ``r L``, so
    cell by cell ``|error| <= max|r| p / c``. Here p is the iteration's own answer to a row of ones. Rounding in the
    residual is bounded by ``gamma_n (|f| + |m| + |m| A)`` and added (Higham 2002, Accuracy and Stability of Numerical
    Algorithms, section 3.1). ``tests/properties/test_iterated.py`` holds the bound against the true error.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, multipliers_with_bound
    >>> answer = multipliers_with_bound(example_accounts())
    >>> answer["multiplier"].round(3).values.tolist(), answer.attrs["method"]
    ([[0.667, 0.083]], 'block_jacobi')
    """
    rows = intensities(accounts) if intensity is None else intensity
    found = _iterate(_table(accounts), np.asarray(rows.values, dtype=np.float64), tolerance)
    if isinstance(found, str):
        solved = leontief(accounts).transposed(rows.values)
        answer, told = _Bounded(solved, np.full_like(solved, np.inf), 0), {"method": "lu", "reason": found}
    else:
        answer, told = found, {"method": "block_jacobi", "reason": ""}
    named = {"multiplier": rows.copy(data=answer.values), "error_bound": rows.copy(data=answer.bound)}
    return xr.Dataset(named, attrs={**told, "iterations": answer.steps})


def _table(accounts: Accounts) -> _Table:
    flows, per_output = accounts.flows.values, reciprocal_output(accounts)
    inputs32 = np.empty(flows.shape, dtype=np.float32)
    np.multiply(flows, per_output[None, :], out=inputs32, casting="same_kind")
    regions = np.array(accounts.sectors.regions)
    blocks = []
    for region in accounts.regions:
        at = np.flatnonzero(regions == region)
        block = np.eye(len(at)) - flows[np.ix_(at, at)] * per_output[at]
        try:
            blocks.append((at, np.linalg.inv(block).astype(np.float32)))
        except np.linalg.LinAlgError:  # no block of its own: plain Jacobi there, the bound decides whether it serves
            blocks.append((at, np.eye(len(at), dtype=np.float32)))
    return _Table(flows, per_output, inputs32, tuple(blocks))


def _iterate(table: _Table, rows: Array, tolerance: float) -> _Bounded | str:
    """The rows' multipliers with their bound, or the reason why the iteration proves nothing."""
    wanted = np.vstack([rows, np.ones(rows.shape[1])])
    values, steps, before = np.zeros_like(wanted), 0, np.inf
    for _ in range(_OUTER):
        through = table.through(values)
        residual = wanted - values + through
        bound = _bound(table, wanted, values, residual, through)
        if bound is not None:
            scale = np.maximum(np.abs(values[:-1]).max(axis=1), np.finfo(np.float64).tiny)
            worst = float((bound.max(axis=1) / scale).max(initial=0.0))
            if worst <= tolerance:
                return _Bounded(values[:-1], bound, steps)
        size = float(np.abs(residual).sum(axis=1).max())
        if not size < before:
            break
        before = size
        change, taken = _inner(table, residual)
        values, steps = values + change, steps + taken + 1
    if not np.isfinite(before) or bound is None:
        return "the table is not shown to be productive: no positive row p with p (I - A) > 0 was found"
    return f"the bound stayed above {tolerance:g}"


def _inner(table: _Table, residual: Array) -> tuple[Array, int]:
    """An approximate ``residual L`` in float32, each row scaled to 1, and the number of passes."""
    scale = np.abs(residual).max(axis=1, keepdims=True)
    scale[scale == 0] = 1.0
    left = (residual / scale).astype(np.float32)
    change = np.zeros_like(left)
    first = float(np.abs(left).sum(axis=1).max())
    size, passes = first, 0
    while passes < _INNER and size > _INNER_GOAL * first:
        step = np.empty_like(left)
        for at, inverse in table.blocks:
            step[:, at] = left[:, at] @ inverse
        change += step
        left += step @ table.inputs32 - step
        passes += 1
        following = float(np.abs(left).sum(axis=1).max())
        if not following < 10 * first:
            break
        size = following
    return change.astype(np.float64) * scale, passes


def _bound(table: _Table, wanted: Array, values: Array, residual: Array, through: Array) -> Array | None:
    """Bounds (g, n) on the error of every row but the last, which is p; None when p proves nothing."""
    positive = values[-1]
    if not np.isfinite(values).all() or not (positive > 0).all():
        return None
    terms = values.shape[1] + 4
    gamma = terms * _UNIT / (1 - terms * _UNIT)
    magnitude = through if (values >= 0).all() else table.through(np.abs(values))
    doubt = gamma * (np.abs(wanted) + np.abs(values) + np.abs(magnitude) * (1 + gamma))
    margin = float((wanted[-1] - residual[-1] - doubt[-1]).min())
    if margin <= 0:
        return None
    largest = (np.abs(residual[:-1]) + doubt[:-1]).max(axis=1)
    bounded: Array = largest[:, None] * positive[None, :] / margin * (1 + 8 * _UNIT)
    return bounded
