"""The cells of households: size by age of the main earner by income quintile by tenure, in C order."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.households._checks import Array, IntArray

Dimension = Literal["size", "age", "income", "tenure"]
_ORDER: tuple[Dimension, ...] = ("size", "age", "income", "tenure")


@dataclass(frozen=True, slots=True)
class CellFrame:
    """Cells of households: size x age of the main earner x income quintile x tenure, in C order.

    Parameters
    ----------
    persons : tuple of float
        Persons per household of each size, as many as there are sizes; the open class has its mean.
    size, age, income, tenure : tuple of str
        Names of the classes. Age is one class ("all") until spending by age is known; any number works.

    Raises
    ------
    InputError
        ``households.persons_per_size`` when ``persons`` and ``size`` differ in length.

    Examples
    --------
    >>> frame = CellFrame(persons=(1.0, 2.0, 3.0, 4.0, 5.35))
    >>> frame.count, frame.shape
    (50, (5, 1, 5, 2))
    >>> frame.labels()[11]
    ('2', 'all', '1', 'rent')
    """

    persons: tuple[float, ...]
    size: tuple[str, ...] = ("1", "2", "3", "4", "5+")
    age: tuple[str, ...] = ("all",)
    income: tuple[str, ...] = ("1", "2", "3", "4", "5")
    tenure: tuple[str, ...] = ("own", "rent")

    def __post_init__(self) -> None:
        if len(self.persons) != len(self.size):
            raise InputError("households.persons_per_size", persons=len(self.persons), sizes=len(self.size))

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Numbers of classes of size, age, income and tenure."""
        return len(self.size), len(self.age), len(self.income), len(self.tenure)

    @property
    def count(self) -> int:
        """Number of cells."""
        return math.prod(self.shape)

    def names(self, dimension: Dimension) -> tuple[str, ...]:
        """Names of the classes of one dimension."""
        return {"size": self.size, "age": self.age, "income": self.income, "tenure": self.tenure}[dimension]

    def classes(self, dimension: Dimension) -> IntArray:
        """The class of every cell in one dimension, as its number (count,)."""
        numbers: IntArray = np.indices(self.shape, dtype=np.intp)[_ORDER.index(dimension)].reshape(-1)
        return numbers

    def member(self, dimension: Dimension, *names: str) -> Array:
        """1 for the cells in any of the named classes, else 0 (count,).

        Raises
        ------
        UnknownCodeError
            ``households.class_unknown`` for a name that is no class of this dimension.
        """
        known = self.names(dimension)
        for name in names:
            if name not in known:
                raise UnknownCodeError(
                    "households.class_unknown", found=name, dimension=dimension, known=", ".join(known)
                )
        return np.isin(self.classes(dimension), [known.index(name) for name in names]).astype(float)

    def heads(self) -> Array:
        """Persons per household of each cell (count,)."""
        return np.asarray(self.persons, dtype=float)[self.classes("size")]

    def labels(self) -> tuple[tuple[str, str, str, str], ...]:
        """Names of size, age, income and tenure of each cell."""
        return tuple(itertools.product(self.size, self.age, self.income, self.tenure))

    def product(self, size: Array, age: Array, income: Array, tenure: Array) -> Array:
        """The joint shares (..., count) of four independent one-way shares (..., k), each with sum 1.

        Raises
        ------
        InputError
            ``households.shares`` when shares are negative, have another number of classes, or do not add up to 1.

        Examples
        --------
        >>> import numpy as np
        >>> frame = CellFrame(persons=(1.0, 2.0), size=("1", "2+"), income=("low", "high"))
        >>> shares = frame.product(np.array([0.4, 0.6]), np.ones(1), np.array([0.5, 0.5]), np.array([0.7, 0.3]))
        >>> shares.round(2).tolist()
        [0.14, 0.06, 0.14, 0.06, 0.21, 0.09, 0.21, 0.09]
        """
        given = {"size": size, "age": age, "income": income, "tenure": tenure}
        for (name, shares), expected in zip(given.items(), self.shape, strict=True):
            right = shares.shape[-1:] == (expected,) and bool((shares >= 0).all())
            if not right or not np.allclose(shares.sum(axis=-1), 1.0, rtol=0, atol=1e-9):
                raise InputError("households.shares", dimension=name, classes=expected)
        joint = (
            size[..., :, None, None, None]
            * age[..., None, :, None, None]
            * income[..., None, None, :, None]
            * tenure[..., None, None, None, :]
        )
        return joint.reshape(*joint.shape[:-4], self.count)
