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
    return Said(*(number(round(one / step) * step, language, 0) for one in (value, low, high)))
