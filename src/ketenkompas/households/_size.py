"""How many households have one, two, three ... persons, from two facts per municipality (maximum entropy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from ketenkompas.errors import InputError
from ketenkompas.households._checks import Array, BoolArray, require_finite

_REACH = 8.0  # theta is sought between -8 and 8, as the method page says; the country uses -0.41 to 0.62
_CENTRE = 3.0  # exp(theta (persons - 3)) gives the same shares and does not overflow
_ROUNDS = 80
_NEAR = 1e-10  # the last step of Newton; what is left after it is its square
_CHUNK = 8192  # worked on together; small enough for the cache of a processor


@dataclass(frozen=True, slots=True)
class SizeShares:
    """Shares of households by size (..., m, s), the tilt theta (..., m), the mean of the larger ones (..., m)."""

    shares: Array
    tilt: Array
    target: Array


def size_shares(single: Array, mean_size: Array, prior: Array, persons: Array, names: Sequence[str]) -> SizeShares:
    """Shares of households by size from the share of one-person households and the mean size.

    Parameters
    ----------
    single : array (..., m)
        Share of one-person households, 0 to 1; leading axes (draws) are allowed and are broadcast.
    mean_size : array (..., m)
        Persons per household.
    prior : array (s - 1,)
        National shares of sizes two and more; any scale.
    persons : array (s,)
        Persons per household of each size, starting with 1.
    names : sequence of str, m
        Municipalities, for errors.

    Returns
    -------
    SizeShares
        ``shares`` (..., m, s) add up to 1 and have mean ``mean_size`` (``tests/properties/test_household_cells.py``).

    Raises
    ------
    InputError
        ``households.prior_length`` when there is not one prior share for each size from two on;
        ``households.size_infeasible`` with the municipality whose mean size cannot be met.
    MissingValueError
        ``households.not_finite``.

    Notes
    -----
    ``P(1) = pi``; for ``s >= 2`` ``P(s) = (1 - pi) P0(s) exp(theta n[s]) / sum_k P0(k) exp(theta n[k])``, theta from
    ``sum_{s >= 2} n[s] P(s) / (1 - pi) = (mu - pi) / (1 - pi)`` by Newton steps inside a bracket that halves when a
    step leaves it; the left side grows with theta. Fact sheet of households, section 3.1.

    Examples
    --------
    >>> import numpy as np
    >>> prior, persons = np.array([32.6, 11.7, 12.0, 5.0]), np.array([1, 2, 3, 4, 5.35])
    >>> found = size_shares(np.array([0.5865]), np.array([1.7]), prior, persons, ["Groningen"])
    >>> found.tilt.round(5).tolist(), found.shares.round(4).tolist()
    ([-0.15309], [[0.5865, 0.2475, 0.0762, 0.0671, 0.0227]])
    """
    require_finite(single=single, mean_size=mean_size, prior=prior, persons=persons)
    if len(prior) != len(persons) - 1:
        raise InputError("households.prior_length", found=len(prior), expected=len(persons) - 1)
    single, mean_size = np.broadcast_arrays(np.asarray(single, float), np.asarray(mean_size, float))
    possible = (single >= 0) & (single < 1)
    target = np.divide(mean_size - single, 1 - single, out=np.zeros(single.shape), where=possible)
    larger = np.asarray(persons, float)[1:]
    low, high = (_mean(np.array([at]), prior, larger)[0][0] for at in (-_REACH, _REACH))
    wrong = ~(possible & (target > low) & (target < high))
    if wrong.any():
        raise _infeasible(wrong, single, mean_size, (float(larger.min()), float(larger.max())), names)
    flat = target.reshape(-1)
    parts = [_solved(flat[at : at + _CHUNK], prior, larger) for at in range(0, len(flat), _CHUNK)]
    tilt = np.concatenate(parts).reshape(target.shape)
    part = prior * np.exp(tilt[..., None] * (larger - _CENTRE))
    part *= ((1 - single) / part.sum(axis=-1))[..., None]
    return SizeShares(np.concatenate([single[..., None], part], axis=-1), tilt, target)


def common_shift(mean_size: Array, inhabitants: Array, households: float) -> float:
    """The one shift of all rounded mean sizes with which the country has its number of households.

    Parameters
    ----------
    mean_size, inhabitants : array (m,)
        Persons per household, and persons.
    households : float
        The national number to meet.

    Returns
    -------
    float
        delta, persons per household, with ``sum(inhabitants / (mean_size + delta)) = households``.

    Raises
    ------
    InputError
        ``households.shift_impossible`` when the number is not above zero, or would need fewer than one person per
        household somewhere.

    Notes
    -----
    Published means are rounded to 0.1; population over mean gives 1.5 % too many households (2021). Fact sheet of
    households, section 3.1.

    Examples
    --------
    >>> import numpy as np
    >>> round(common_shift(np.array([2.0, 2.5]), np.array([210.0, 260.0]), 200.0), 6)
    0.1
    """
    require_finite(mean_size=mean_size, inhabitants=inhabitants, households=np.asarray(households))

    def excess(shift: float) -> float:
        return float((inhabitants / (mean_size + shift)).sum()) - households

    smallest = float(mean_size.min())
    lowest = 1.0 - smallest
    if households <= 0 or excess(lowest) < 0:
        most = float((inhabitants / (mean_size + lowest)).sum())
        raise InputError("households.shift_impossible", households=households, most=most)
    # one person above the shift at which even the smallest mean gives no more than the number asked for
    highest = max(float(inhabitants.sum()) / households - smallest, lowest) + 1.0
    return float(brentq(excess, lowest, highest, xtol=1e-14, rtol=1e-14))


def _mean(tilt: Array, prior: Array, larger: Array) -> tuple[Array, Array]:
    """Mean and variance of the number of persons in households of two and more at a tilt."""
    total, first, second = (np.zeros(tilt.shape) for _ in range(3))
    for share, size in zip(prior, larger, strict=True):
        weight = share * np.exp(tilt * (size - _CENTRE))
        total += weight
        first += weight * size
        second += weight * size * size
    mean = first / total
    return mean, second / total - mean * mean


def _solved(target: Array, prior: Array, larger: Array) -> Array:
    """The tilt at which the mean is the target, for all at once; both ends of the bracket are known to enclose it."""
    low, high = np.full(target.shape, -_REACH), np.full(target.shape, _REACH)
    tilt = np.zeros(target.shape)
    for _ in range(_ROUNDS):
        mean, variance = _mean(tilt, prior, larger)
        above = mean > target
        high, low = np.where(above, tilt, high), np.where(above, low, tilt)
        step = tilt - (mean - target) / np.maximum(variance, 1e-300)
        following = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        moved = float(np.abs(following - tilt).max(initial=0.0))
        tilt = following
        if moved < _NEAR:
            break
    return tilt


def _infeasible(
    wrong: BoolArray,
    single: Array,
    mean_size: Array,
    bounds: tuple[float, float],
    names: Sequence[str],
) -> InputError:
    """The error of the first municipality whose two facts exclude each other."""
    at = tuple(int(axis[0]) for axis in np.nonzero(wrong))
    return InputError(
        "households.size_infeasible",
        name=names[at[-1]],
        single=float(single[at]) * 100,
        mean=float(mean_size[at]),
        low=bounds[0],
        high=bounds[1],
        count=int(wrong.any(axis=tuple(range(wrong.ndim - 1))).sum()),
    )
