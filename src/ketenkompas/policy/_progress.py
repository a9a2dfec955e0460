"""How an observation stands to a path: distance, needed and observed rate, budget, probability."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.policy._target import Budget, PathPoint

CorridorState = Literal["below", "inside", "above"]


@dataclass(frozen=True, slots=True)
class BudgetProgress:
    """What of a budget is used and left, in its unit.

    ``mean`` is the budget over its years, ``mean_left`` what is left over the years left (None in the last year), the
    shares are per cent, ``exhausted`` the year in which it was used up, or will be at the newest level (None if not in
    the period).
    """

    mean: float
    used: float
    left: float
    mean_left: float | None
    share_used: float
    share_of_time: float
    exhausted: int | None


def distance(value: float, level: float) -> float:
    """``F / T - 1``: by which share an observation lies above (or below) a level.

    Examples
    --------
    >>> distance(160.0, 155.0).__round__(4)
    0.0323
    """
    if level <= 0:
        raise InputError("target.level", found=level)
    return value / level - 1


def required_rate(value: float, year: int, level: float, end_year: int) -> float:
    """``(T1 / F)^(1 / (t1 - t)) - 1``: the yearly rate from an observation to a level.

    Examples
    --------
    >>> round(100 * required_rate(644.0, 2023, 160.0, 2050), 2), round(100 * required_rate(644.0, 2023, 215.0, 2050), 2)
    (-5.03, -3.98)
    """
    if end_year <= year:
        raise InputError("target.years", first=year, last=end_year)
    if value <= 0 or level <= 0:
        raise InputError("target.level", found=min(value, level))
    return float((level / value) ** (1 / (end_year - year))) - 1


def trend_rate(values: Mapping[int, float]) -> float:
    """The yearly rate of a log-linear trend (least squares) through values by year.

    Raises
    ------
    MissingValueError
        ``target.too_few`` with less than two years.
    """
    if len(values) < 2:
        raise MissingValueError("target.too_few", count=len(values))
    if min(values.values()) <= 0:
        raise InputError("target.level", found=min(values.values()))
    years = sorted(values)
    middle = sum(years) / len(years)
    logs = [math.log(values[year]) for year in years]
    mean = sum(logs) / len(logs)
    slope = sum((year - middle) * (log - mean) for year, log in zip(years, logs, strict=True))
    return math.exp(slope / sum((year - middle) ** 2 for year in years)) - 1


def corridor_state(value: float, point: PathPoint) -> CorridorState:
    """Where an observation lies; ``inside`` says no more than that it lies between the two sides."""
    return "below" if value < point.low else "above" if value > point.high else "inside"


def budget_progress(budget: Budget, observed: Mapping[int, float]) -> BudgetProgress:
    """How much of a budget the observed years have used.

    Parameters
    ----------
    budget : Budget
    observed : mapping year -> value
        In the unit of the budget; years outside the period are left out, a year inside it may only lack at the end.

    Raises
    ------
    MissingValueError
        ``target.budget_unknown`` where the publisher has not given the total; ``target.budget_gap``.

    Examples
    --------
    >>> found = budget_progress(Budget(2024, 2028, 900.0), {2024: 188.0, 2025: 184.0})
    >>> found.left, found.mean_left, round(found.share_used, 1), found.share_of_time
    (528.0, 176.0, 41.3, 40.0)
    """
    if budget.total is None:
        raise MissingValueError("target.budget_unknown", first=budget.first, last=budget.last)
    span = budget.last - budget.first + 1
    inside = {year: value for year, value in observed.items() if budget.first <= year <= budget.last}
    if sorted(inside) != list(range(budget.first, budget.first + len(inside))):
        raise MissingValueError("target.budget_gap", first=budget.first, last=budget.last)
    used = sum(inside.values())
    years_left = span - len(inside)
    left = budget.total - used
    return BudgetProgress(
        mean=budget.total / span,
        used=used,
        left=left,
        mean_left=left / years_left if years_left else None,
        share_used=100 * used / budget.total,
        share_of_time=100 * len(inside) / span,
        exhausted=_exhausted(budget, inside, left),
    )


def _exhausted(budget: Budget, inside: Mapping[int, float], left: float) -> int | None:
    if not inside:
        return None
    if left <= 0:
        years = sorted(inside)
        summed = itertools.accumulate(inside[year] for year in years)
        reached = (year for year, used in zip(years, summed, strict=True) if used >= (budget.total or 0.0))
        return next(reached, years[-1])
    newest = max(inside)
    level = inside[newest]
    year = newest + math.ceil(left / level) if level > 0 else budget.last + 1
    return year if year <= budget.last else None


def probability_above(value: float, level: float, deviation: float = 0.0, draws: Sequence[float] = ()) -> float:
    """The chance that the true value lies above a level: from draws, or ``Phi((F - T) / sd)``.

    Examples
    --------
    >>> round(probability_above(160.0, 155.0, 6.0), 3)
    0.798
    """
    if draws:
        return sum(drawn > level for drawn in draws) / len(draws)
    return _normal((value - level) / _positive(deviation))


def probability_fell(difference: float, deviations: tuple[float, float], correlation: float) -> float:
    """The chance that a value fell, given its change, the deviation of both years and the correlation of their errors.

    Notes
    -----
    ``Phi(-d / sd)`` with ``sd^2 = s1^2 + s2^2 - 2 r s1 s2``. Years are never taken as independent for want of a
    correlation: it is required.

    Examples
    --------
    >>> round(probability_fell(-4.0, (6.0, 6.0), 0.9), 3), round(probability_fell(-4.0, (6.0, 6.0), 0.0), 3)
    (0.932, 0.681)
    """
    if not -1 <= correlation <= 1:
        raise InputError("target.correlation", found=correlation)
    first, second = (_positive(one) for one in deviations)
    variance = first**2 + second**2 - 2 * correlation * first * second
    return _normal(-difference / _positive(math.sqrt(max(variance, 0.0))))


def _positive(deviation: float) -> float:
    if not deviation > 0:
        raise InputError("target.deviation", found=deviation)
    return deviation


def _normal(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
