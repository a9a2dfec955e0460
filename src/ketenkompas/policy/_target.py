"""An indicative target as plain values, and the path that it draws."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ketenkompas.errors import InputError, MissingValueError

PathKind = Literal["point", "linear", "geometric", "budget"]
RebaseRule = Literal["frozen", "relative", "threshold_relative", "chained"]


@dataclass(frozen=True, slots=True)
class Budget:
    """A sum over the years ``first`` to ``last``; ``total`` None where a publisher has not given it (never zero)."""

    first: int
    last: int
    total: float | None


@dataclass(frozen=True, slots=True)
class Target:
    """An end level with a low and a high side (equal: one path), in the unit of the series it is held against.

    Attributes
    ----------
    start_year, start_level
        Where the path begins: the observation of the reference year.
    end_year, low, high
        The levels at the end.
    kind : {"point", "linear", "geometric", "budget"}
        A point has no path in between unless an interpolation is chosen.
    """

    start_year: int
    start_level: float
    end_year: int
    low: float
    high: float
    kind: PathKind
    budgets: tuple[Budget, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what draws no path.

        Raises
        ------
        InputError
            ``target.years``, ``target.sides``, ``target.level``.
        """
        if self.end_year <= self.start_year:
            raise InputError("target.years", first=self.start_year, last=self.end_year)
        if self.low > self.high:
            raise InputError("target.sides", low=self.low, high=self.high)
        if not (self.start_level > 0 and all(map(math.isfinite, (self.start_level, self.low, self.high)))):
            raise InputError("target.level", found=self.start_level)
        if self.kind == "geometric" and self.low <= 0:
            raise InputError("target.level", found=self.low)


@dataclass(frozen=True, slots=True)
class PathPoint:
    """The low and the high side of a path in a year."""

    year: int
    low: float
    high: float


def path(target: Target, years: Iterable[int] | None = None) -> tuple[PathPoint, ...]:
    """The levels of a target's path; a point has its end year only, a budget the mean of each period it knows.

    Parameters
    ----------
    years : iterable of int, optional
        The years wanted; by default every year from start to end. Years outside the path are left out.

    Notes
    -----
    linear ``T(t) = T0 + (T1 - T0) (t - t0) / (t1 - t0)``; geometric ``T(t) = T0 (T1 / T0)^((t - t0) / (t1 - t0))``.

    Examples
    --------
    >>> one = Target(2020, 200.0, 2050, 80.0, 80.0, "geometric")
    >>> round(path(one, [2030])[0].low, 2)
    147.36
    """
    asked = range(target.start_year, target.end_year + 1) if years is None else years
    if target.kind == "budget":
        raise MissingValueError("target.budget_path")
    wanted = [year for year in asked if target.start_year <= year <= target.end_year]
    if target.kind == "point":
        return tuple(PathPoint(year, target.low, target.high) for year in wanted if year == target.end_year)
    sides = ((year, _level(target, target.low, year), _level(target, target.high, year)) for year in wanted)
    return tuple(PathPoint(*side) for side in sides)


def _level(target: Target, end: float, year: int) -> float:
    share = (year - target.start_year) / (target.end_year - target.start_year)
    start = target.start_level
    if target.kind == "linear":
        return start + (end - start) * share
    return float(start * (end / start) ** share)
