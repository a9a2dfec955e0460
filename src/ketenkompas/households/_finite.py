"""What every part asks of its arrays first: numbers everywhere, and lengths that agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import AlignmentError, MissingValueError

Array = npt.NDArray[np.float64]


def require_finite(**arrays: npt.ArrayLike) -> None:
    """Refuse NaN and infinity, by the name of the argument: absence is never a number."""
    for name, values in arrays.items():
        absent = int((~np.isfinite(np.asarray(values, dtype=np.float64))).sum())
        if absent:
            raise MissingValueError("households.part_absent", name=name, count=absent)


def require_shape(name: str, found: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """Refuse an array whose shape is not the one that the others have."""
    if found != expected:
        raise AlignmentError("households.part_shape", name=name, found=str(found), wanted=str(expected))


def named_places(names: Sequence[str], at: npt.NDArray[np.bool_], shown: int = 10) -> str:
    """The names (numbers from 0 without names) of the places that are marked, the first ten of them."""
    marked: list[int] = np.flatnonzero(at).tolist()
    told = ", ".join(names[i] if names else str(i) for i in marked[:shown])
    return told if len(marked) <= shown else f"{told} (+ {len(marked) - shown})"
