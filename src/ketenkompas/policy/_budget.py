"""Budget periods: sums of a path over years, periods that can be asked, and how they are written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ketenkompas.errors import InputError
from ketenkompas.policy._target import Budget, PathPoint

Period = tuple[int, int]
FRENCH_FIRST, FRENCH_YEARS = 2024, 5
"""The third budget of France runs from 2024 to 2028; its periods are counted in fives from there."""
LONGEST, MOST = 30, 12
_PERIOD = re.compile(r"(\d{4})\s*[-\N{EN DASH}]\s*(\d{4})")


def corridor_budget(points: Sequence[PathPoint], period: Period) -> tuple[Budget, Budget]:
    """The sums of the low and of the high side of a path over a period, in the unit of the path.

    What is conserved: budgets of neighbouring periods add up to the budget of both together
    (``tests/unit/policy/test_budgets.py``).

    Raises
    ------
    InputError
        ``target.budget_outside`` when the path has no level for every year of the period.

    Examples
    --------
    >>> way = [PathPoint(2020 + at, 90.0 - at, 100.0 - at) for at in range(5)]
    >>> [budget.total for budget in corridor_budget(way, (2020, 2021))]
    [179.0, 199.0]
    """
    first, last = period
    levels = {point.year: point for point in points}
    if any(year not in levels for year in range(first, last + 1)) or not levels:
        known = f"{min(levels)}-{max(levels)}" if levels else "-"
        raise InputError("target.budget_outside", first=first, last=last, known=known)
    inside = [levels[year] for year in range(first, last + 1)]
    return Budget(first, last, sum(one.low for one in inside)), Budget(first, last, sum(one.high for one in inside))


def usual_periods(newest: int, start: int, end: int, *, count: int = 4) -> tuple[Period, ...]:
    """Periods of five years as France counts them: the one in which the newest observation lies, and those after it.

    Only whole periods on the path from ``start`` to ``end``; the first begins with the path when it would begin before.

    Examples
    --------
    >>> usual_periods(2023, 2014, 2050, count=3)
    ((2019, 2023), (2024, 2028), (2029, 2033))
    """
    first = FRENCH_FIRST + FRENCH_YEARS * ((newest - FRENCH_FIRST) // FRENCH_YEARS)
    begin = max(first, start)
    found = [(begin + FRENCH_YEARS * at, begin + FRENCH_YEARS * (at + 1) - 1) for at in range(count)]
    return tuple(period for period in found if period[1] <= end)


def read_periods(written: str) -> tuple[Period, ...]:
    """Periods as they are written, ``2024-2028, 2029-2033``; empty for none.

    Raises
    ------
    InputError
        ``target.budget_form`` for what is no period; those of :func:`checked_periods`.

    Examples
    --------
    >>> read_periods("2024-2028, 2029-2033")
    ((2024, 2028), (2029, 2033))
    """
    parts = [part.strip() for part in written.split(",") if part.strip()]
    found = [(part, _PERIOD.fullmatch(part)) for part in parts]
    strange = [part for part, match in found if match is None]
    if strange:
        raise InputError("target.budget_form", found=", ".join(strange))
    return checked_periods([(int(match[1]), int(match[2])) for _, match in found if match])


def checked_periods(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods in the order of time, when they can be asked.

    Raises
    ------
    InputError
        ``target.budget_years`` for a period that ends before it begins or lasts too long, ``target.budget_overlap``
        when two share a year, ``target.budget_many``.
    """
    ordered = sorted(periods)
    for first, last in ordered:
        if not first <= last < first + LONGEST:
            raise InputError("target.budget_years", first=first, last=last, most=LONGEST)
    for one, other in itertools.pairwise(ordered):
        if other[0] <= one[1]:
            raise InputError("target.budget_overlap", one=f"{one[0]}-{one[1]}", other=f"{other[0]}-{other[1]}")
    if len(ordered) > MOST:
        raise InputError("target.budget_many", count=len(ordered), most=MOST)
    return tuple(ordered)
