"""Home energy as a key: electricity from the grid, shares of a national amount, and the traps of local figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.households._finite import named_places, require_finite, require_shape

Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FillByHeads:
    """The named strategy for places without a figure: as much per inhabitant as the places with one.

    ``inhabitants`` (m,) are persons, all above zero.
    """

    inhabitants: Array

    def fill(self, key: Array, absent: BoolArray) -> tuple[Array, Steps]:
        """The key with its absent places filled, and the step that says so for the receipt.

        Parameters
        ----------
        key : array (m,)
            Any unit; what stands in absent places is not looked at.
        absent : array of bool (m,)

        Raises
        ------
        InputError
            ``households.heads`` for inhabitants that are not above zero, ``households.key_empty`` when all is absent.

        Examples
        --------
        >>> import numpy as np
        >>> FillByHeads(np.array([10.0, 20, 5])).fill(np.array([4.0, 8, 0]), np.array([False, False, True]))[0].tolist()
        [4.0, 8.0, 2.0]
        """
        present = self._present(key, absent)
        rate = float(key[present].sum() / self.inhabitants[present].sum())
        filled = np.where(absent, rate * self.inhabitants, key)
        count = int(absent.sum())
        steps = (
            f"{count} absent places filled with {rate:.6g} per inhabitant, the mean of the {present.sum()} others",
        )
        return filled, steps if count else ()

    def spread(self, key: Array, absent: BoolArray) -> float:
        """How far one place lies from the mean per inhabitant: relative standard deviation of the places with a figure.

        The interval of a filled place is this wide; it needs two places with a figure
        (``households.key_too_few``).

        Examples
        --------
        >>> import numpy as np
        >>> heads = FillByHeads(np.array([10.0, 10, 10]))
        >>> round(heads.spread(np.array([8.0, 12, 0]), np.array([False, False, True])), 6)
        0.282843
        """
        present = self._present(key, absent)
        if int(present.sum()) < 2:
            raise InputError("households.key_too_few", count=int(present.sum()))
        rates = key[present] / self.inhabitants[present]
        mean = float(key[present].sum() / self.inhabitants[present].sum())
        return float(rates.std(ddof=1)) / mean

    def _present(self, key: Array, absent: BoolArray) -> BoolArray:
        require_shape("absent", absent.shape, key.shape)
        require_shape("inhabitants", self.inhabitants.shape, key.shape)
        present = ~absent
        require_finite(inhabitants=self.inhabitants, key=key[present])
        if (self.inhabitants <= 0).any():
            raise InputError("households.heads", places=named_places((), self.inhabitants <= 0))
        if not (key[present] > 0).any():
            raise InputError("households.key_empty", count=int(present.sum()))
        return present


def grid_electricity(use: Array, generated: Array, own_use: float | Array, *, names: Sequence[str] = ()) -> Array:
    """Electricity taken from the grid: use minus the part of the own solar power that is used at home.

    Parameters
    ----------
    use, generated : array (m,)
        Electricity used in dwellings with own-used solar power in it, and solar power of their roofs; one unit (TJ).
    own_use : float or array (m,)
        Share of the generated power that is used at home, 0-1.
    names : sequence of str, optional
        Of the places, for errors.

    Returns
    -------
    array (m,)
        In the same unit.

    Raises
    ------
    InputError
        ``households.own_use`` for a share outside 0-1, ``households.more_sun_than_use`` naming the places where less
        than nothing would be left.

    Examples
    --------
    >>> import numpy as np
    >>> grid_electricity(np.array([100.0, 80]), np.array([20.0, 0]), 0.3).tolist()
    [94.0, 80.0]
    """
    require_finite(use=use, generated=generated, own_use=own_use)
    require_shape("generated", generated.shape, use.shape)
    share = np.asarray(own_use, dtype=np.float64)
    if (share < 0).any() or (share > 1).any():
        raise InputError("households.own_use", found=float(share.min() if (share < 0).any() else share.max()))
    left: Array = use - share * generated
    if (left < 0).any():
        raise InputError("households.more_sun_than_use", places=named_places(names, left < 0))
    return left


def portion(
    key: Array,
    absent: BoolArray | None = None,
    names: Sequence[str] = (),
    *,
    strategy: FillByHeads | None = None,
) -> Array:
    """The share of each place in a national amount.

    Parameters
    ----------
    key : array (m,)
        Any unit, zero or more.
    absent : array of bool, optional
        Places without a figure; never taken as zero.
    names : sequence of str
        Of the places, for errors; numbers from 0 by default.
    strategy : FillByHeads, optional
        What fills absent places. Its ``fill`` gives the step for the receipt.

    Returns
    -------
    array (m,)
        Adds up to 1 (``tests/properties/test_households_parts.py``).

    Raises
    ------
    InputError
        ``households.absent_key`` naming the absent places when no strategy is given, ``households.key_negative``,
        ``households.key_empty``.
    MissingValueError
        ``households.part_absent`` for NaN in a place that is not marked as absent.

    Examples
    --------
    >>> import numpy as np
    >>> portion(np.array([30.0, 10])).tolist()
    [0.75, 0.25]
    """
    if absent is not None and absent.any():
        if strategy is None:
            raise InputError("households.absent_key", places=named_places(names, absent), count=int(absent.sum()))
        key, _ = strategy.fill(key, absent)
    require_finite(key=key)
    if (key < 0).any():
        raise InputError("households.key_negative", places=named_places(names, key < 0))
    whole = float(key.sum())
    if whole <= 0:
        raise InputError("households.key_empty", count=len(key))
    return key / whole


def dwelling_flag(inhabitants: Array, dwellings: Array, limit: float = 4.0) -> BoolArray:
    """Places (m,) with more than ``limit`` persons per dwelling: their count of dwellings cannot be right.

    Examples
    --------
    >>> import numpy as np
    >>> dwelling_flag(np.array([50872.0, 1000]), np.array([6030.0, 480])).tolist()
    [True, False]
    """
    require_finite(inhabitants=inhabitants, dwellings=dwellings)
    require_shape("dwellings", dwellings.shape, inhabitants.shape)
    found: BoolArray = inhabitants > limit * dwellings
    return found


def not_local(columns: Mapping[str, Array]) -> tuple[str, ...]:
    """Names of the columns without variance: one national value in every row is no local figure.

    Raises
    ------
    MissingValueError
        ``households.column_empty`` for a column without rows.

    Examples
    --------
    >>> import numpy as np
    >>> not_local({"gas": np.array([1.0, 2.0]), "share_diesel": np.array([0.14, 0.14])})
    ('share_diesel',)
    """
    empty = [name for name, values in columns.items() if not len(values)]
    if empty:
        raise MissingValueError("households.column_empty", names=", ".join(empty))
    require_finite(**columns)
    return tuple(name for name, values in columns.items() if bool((values == values[0]).all()))
