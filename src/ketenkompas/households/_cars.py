"""Cars where people live: places full of lease cars get the number their households explain, the rest goes round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._finite import named_places, require_finite, require_shape

Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_SHARES = ((1, "single-family share"), (4, "share 65+"))


@dataclass(frozen=True, slots=True)
class Cars:
    """Passenger cars by municipality after the correction for registration at the owner's address.

    ``corrected`` and ``predicted`` (m,) are cars; ``flagged`` (m,) has more cars per inhabitant than the threshold,
    ``possible`` (m,) is not flagged, yet far above what its households explain: widen its interval. ``coefficients``
    (6,) start with the constant; ``rmse`` is the root of the mean squared residual of the municipalities fitted, in
    logarithms; ``residuals`` (m,) are the logarithm of observed over predicted, for flagged ones too.
    """

    corrected: Array
    predicted: Array
    flagged: BoolArray
    possible: BoolArray
    coefficients: Array
    r2: float
    rmse: float
    residuals: Array


def lease_correction(
    cars: Array,
    inhabitants: Array,
    households: Array,
    covariates: Array,
    threshold: float = 0.68,
    possible: float = 3.0,
) -> Cars:
    """Cars by municipality with those of lease companies taken from their addresses and spread over the country.

    Parameters
    ----------
    cars, inhabitants, households : array (m,)
        Of one year and its own boundaries: registered cars, persons, households.
    covariates : array (m, 5)
        Mean household size (persons), share of single-family dwellings (0-1), logarithm of income, urbanity (1-5),
        share of persons of 65 and over (0-1), in this order.
    threshold : float
        Cars per inhabitant above which a municipality is flagged.
    possible : float
        Residual, in times the ``rmse``, above which an unflagged municipality is marked as possible.

    Returns
    -------
    Cars
        ``corrected`` adds up to ``cars`` (``tests/properties/test_households_parts.py``).

    Raises
    ------
    MissingValueError, AlignmentError
        ``households.part_absent``, ``households.part_shape``.
    InputError
        ``households.cars_counts`` for counts that are not above zero, ``households.cars_share`` for a share outside
        0-1 (a percentage), ``households.cars_model`` when too few municipalities are left or covariates depend on each
        other.

    Notes
    -----
    ``ln(cars / household) = b0 + b1 size + b2 single-family + b3 ln(income) + b4 urbanity + b5 share 65+``, ordinary
    least squares on unflagged municipalities. Flagged ones get the prediction; the cars removed are spread over all
    municipalities in proportion to predicted cars: people drive them somewhere. Fact sheet of households, 3.8; tests:
    ``tests/published/test_households_parts.py``.

    Examples
    --------
    >>> import numpy as np
    >>> random = np.random.default_rng(1)
    >>> covariates = random.uniform([1.7, 0.2, 3, 1, 0.1], [2.6, 0.9, 3.6, 5, 0.3], (20, 5))
    >>> homes = np.full(20, 1000.0)
    >>> cars = homes * np.exp(0.3 * covariates[:, 0] - 0.6)
    >>> cars[0] = 5000
    >>> found = lease_correction(cars, 2.1 * homes, homes, covariates)
    >>> np.flatnonzero(found.flagged).tolist(), round(float(found.corrected.sum() / cars.sum()), 9)
    ([0], 1.0)
    """
    _require_usable(cars, inhabitants, households, covariates)
    flagged = cars / inhabitants > threshold
    design = np.column_stack([np.ones(len(cars)), covariates])
    observed = np.log(cars / households)
    coefficients = _fitted(design[~flagged], observed[~flagged])
    residuals = observed - design @ coefficients
    r2, rmse = _quality(observed[~flagged], residuals[~flagged])
    predicted = np.exp(design @ coefficients) * households
    kept = np.where(flagged, predicted, cars)
    corrected = kept + (cars.sum() - kept.sum()) * predicted / predicted.sum()
    doubtful = ~flagged & (residuals > possible * rmse)
    return Cars(corrected, predicted, flagged, doubtful, coefficients, r2, rmse, residuals)


def _fitted(design: Array, observed: Array) -> Array:
    columns = design.shape[1]
    rank = int(np.linalg.matrix_rank(design)) if len(design) else 0
    if len(design) <= columns or rank < columns:
        raise InputError("households.cars_model", count=len(design), rank=rank, columns=columns)
    return np.asarray(np.linalg.lstsq(design, observed, rcond=None)[0], dtype=np.float64)


def _quality(observed: Array, residuals: Array) -> tuple[float, float]:
    """R2 and RMSE; without any variance to explain the model is exact and R2 is 1."""
    squares = float(residuals @ residuals)
    spread = float(((observed - observed.mean()) ** 2).sum())
    return (1.0 - squares / spread if spread > 0 else 1.0), float(np.sqrt(squares / len(observed)))


def _require_usable(cars: Array, inhabitants: Array, households: Array, covariates: Array) -> None:
    require_finite(cars=cars, inhabitants=inhabitants, households=households, covariates=covariates)
    for name, counts in (("inhabitants", inhabitants), ("households", households)):
        require_shape(name, counts.shape, cars.shape)
    require_shape("covariates", covariates.shape, (len(cars), 5))
    for name, counts in (("cars", cars), ("inhabitants", inhabitants), ("households", households)):
        if (counts <= 0).any():
            raise InputError("households.cars_counts", name=name, places=named_places((), counts <= 0))
    for at, share in _SHARES:
        outside = (covariates[:, at] < 0) | (covariates[:, at] > 1)
        if outside.any():
            raise InputError("households.cars_share", name=share, found=float(covariates[outside, at][0]))
