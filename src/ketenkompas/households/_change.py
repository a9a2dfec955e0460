"""What changed: the change of a product of factors divided over them, without a rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.households._finite import require_finite, require_shape
from ketenkompas.mrio import index_decomposition

Array = npt.NDArray[np.float64]


def what_changed(before: Mapping[str, Array], after: Mapping[str, Array]) -> dict[str, Array]:
    """The effect of each factor on the change of their product, cell by cell.

    Parameters
    ----------
    before, after : mapping of str to array
        The factors by name, for instance households, spending and intensity; their product is the figure. Shapes must
        fit each other (a factor that is the same for all cells may be smaller), none below zero.

    Returns
    -------
    dict of str to array
        In the unit of the product, in the shape of all factors together. Over the factors it adds up to the change
        (``tests/properties/test_households_parts.py``).

    Raises
    ------
    AlignmentError
        ``households.factors_differ`` when the names differ, ``households.part_shape`` when the years do.
    InputError
        ``households.factor_negative``.
    MissingValueError
        ``households.part_absent``.

    Notes
    -----
    ``L(E1, E0) ln(v1 / v0)`` with the logarithmic mean L, :func:`ketenkompas.mrio.index_decomposition`. A factor that
    is zero in one year (entry, exit) is taken as 1e-20 there, which gives it all but about 1 % of the change of its
    cell; the sum stays exact. Fact sheet of households, 3.12.

    Examples
    --------
    >>> import numpy as np
    >>> before = {"households": np.array(100.0), "spending": np.array(20.0), "intensity": np.array(0.5)}
    >>> after = {"households": np.array(104.0), "spending": np.array(22.0), "intensity": np.array(0.45)}
    >>> {name: round(float(effect), 4) for name, effect in what_changed(before, after).items()}
    {'households': 39.7984, 'spending': 96.7139, 'intensity': -106.9123}
    """
    if not before or before.keys() != after.keys():
        raise AlignmentError("households.factors_differ", before=", ".join(before), after=", ".join(after))
    for name, values in before.items():
        require_shape(name, np.shape(after[name]), np.shape(values))
    for year in (before, after):
        require_finite(**year)
        negative = [name for name, values in year.items() if (np.asarray(values) < 0).any()]
        if negative:
            raise InputError("households.factor_negative", names=", ".join(negative))
    names = list(before)
    effects = index_decomposition(_stacked(before, names), _stacked(after, names))
    return {name: effects.values[at] for at, name in enumerate(names)}


def _stacked(year: Mapping[str, Array], names: list[str]) -> xr.DataArray:
    layers = np.stack(np.broadcast_arrays(*(np.asarray(year[name], dtype=np.float64) for name in names)))
    axes = [f"axis_{at}" for at in range(1, layers.ndim)]
    numbers = {axis: np.arange(size) for axis, size in zip(axes, layers.shape[1:], strict=True)}
    return xr.DataArray(layers, dims=("factor", *axes), coords={"factor": names, **numbers})
