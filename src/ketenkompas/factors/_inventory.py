"""The interval of a total of several lines, when lines that use one factor rise and fall together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError

DRAWS = 20_000
_Draws = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an inventory: its value in kg CO2e, the GSD2 of its factor, and which factor that is."""

    value: float
    gsd2: float
    factor: str


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of lines with its 95 % interval, kg CO2e, and how the interval was found.

    ``gsd2`` is None when the interval was drawn (``method`` is ``draws``).
    """

    value: float
    low: float
    high: float
    gsd2: float | None
    method: Literal["formula", "draws"]


def inventory_total(
    lines: Iterable[Line], *, generator: np.random.Generator | None = None, draws: int = DRAWS
) -> Total:
    """The sum of lines and its 95 % interval.

    Different factors are independent; lines with the same factor are fully correlated, so their values are added first.
    When all sums are positive the formula below holds; with credits among them each factor is drawn from its log-normal
    distribution and the interval runs from the 2.5th to the 97.5th percentile.

    Parameters
    ----------
    lines : iterable of Line
        Values in kg CO2e, of either sign.
    generator : numpy.random.Generator, optional
        Needed when a sum is negative or the total is zero; the caller fixes the seed.
    draws : int
        Number of draws.

    Raises
    ------
    InputError
        ``factor.no_lines``; ``factor.line_wrong`` for a GSD2 below 1 or a value that is not finite;
        ``factor.needs_generator``.

    Notes
    -----
    ln GSD2_total = sqrt(sum_i (s_i ln GSD2_i)^2), s_i the share of factor i in the total (of each line, where one
    factor is used at two widths). An approximation for
    log-normal lines: Frischknecht and others (2007); docs/methods/factor-uncertainty.md.

    Examples
    --------
    >>> round(inventory_total([Line(60, 1.1, "a"), Line(30, 2.0, "b"), Line(10, 3.0, "c")]).gsd2, 5)
    1.27384
    >>> round(inventory_total([Line(50, 2.0, "a"), Line(50, 2.0, "a")]).gsd2, 5)
    2.0
    """
    several = _by_factor(lines)
    values = [math.fsum(line.value for line in one) for one in several]
    total = math.fsum(values)
    if min(values) >= 0 and total > 0:
        spreads = [math.fsum(line.value * math.log(line.gsd2) for line in one) for one in several]
        gsd2 = math.exp(math.sqrt(math.fsum((one / total) ** 2 for one in spreads)))
        return Total(total, total / gsd2, total * gsd2, gsd2, "formula")
    if generator is None:
        raise InputError("factor.needs_generator", found=sum(value < 0 for value in values))
    drawn = sum(_drawn(one, generator.standard_normal(draws)) for one in several)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Total(total, float(low), float(high), None, "draws")


def _by_factor(lines: Iterable[Line]) -> list[list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        if not (math.isfinite(line.value) and math.isfinite(line.gsd2) and line.gsd2 >= 1):
            raise InputError("factor.line_wrong", where=line.factor, found=f"{line.value}, {line.gsd2}")
        found.setdefault(line.factor, []).append(line)
    if not found:
        raise InputError("factor.no_lines")
    return list(found.values())


def _drawn(lines: list[Line], normal: _Draws) -> _Draws:
    """Draws of the sum of lines that share one factor: the same deviate, each with its own width."""
    values = np.array([line.value for line in lines])
    spreads = np.array([math.log(line.gsd2) / 2 for line in lines])
    found: _Draws = np.exp(np.outer(normal, spreads)) @ values
    return found
