"""Types that all modules of the package share, and the refusal of what is no amount."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, MissingValueError

Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]


def require_finite(**arrays: Array) -> None:
    """Refuse arrays with NaN or infinity by the name of the argument: absence is told by a mask, never by a value."""
    for name, values in arrays.items():
        wrong = int(np.size(values) - np.isfinite(values).sum())
        if wrong:
            raise MissingValueError("households.not_finite", name=name, count=wrong)


def require_not_negative(**arrays: Array) -> None:
    """Refuse arrays with numbers below zero by the name of the argument; finite numbers only otherwise."""
    require_finite(**arrays)
    for name, values in arrays.items():
        wrong = int((values < 0).sum())
        if wrong:
            raise InputError("households.negative", name=name, count=wrong, least=float(values.min()))
