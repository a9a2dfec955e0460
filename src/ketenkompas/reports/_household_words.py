"""Amounts of a household footprint in the digits that their interval supports."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ketenkompas.i18n import Language, number


@dataclass(frozen=True, slots=True)
class Said:
    """A value and its bounds as they are read."""

    value: str
    low: str
    high: str


def said_with(value: float, low: float, high: float, language: Language) -> Said:
    """A value and its bounds, each rounded to two digits of half the interval: more would promise too much.

    Examples
    --------
    >>> said_with(18_386.2, 15_628.0, 22_063.0, "nl")
    Said(value='18.400', low='15.600', high='22.100')
    """
    half = abs(high - low) / 2
    step = 10.0 ** max(0, math.floor(math.log10(half)) - 1) if half > 0 else 1.0
    return Said(*(number(_nearest(one, step), language, 0) for one in (value, low, high)))


def said_change(value: float, language: Language) -> str:
    """A change in kg with its sign, to the nearest ten.

    Examples
    --------
    >>> said_change(-247.9, "nl"), said_change(1234.0, "nl"), said_change(2.0, "en")
    ('−250', '+1.230', '0')
    """
    rounded = _nearest(value, 10.0)
    return f"{'+' if rounded > 0 else ''}{number(rounded, language, 0)}"


def said_rounded(value: float, language: Language) -> str:
    """An amount in kg to the nearest ten.

    Examples
    --------
    >>> said_rounded(1234.0, "en")
    '1,230'
    """
    return number(_nearest(value, 10.0), language, 0)


def _nearest(value: float, step: float) -> float:
    """The nearest whole number of steps, halves upward: as a browser rounds."""
    return math.floor(value / step + 0.5) * step
