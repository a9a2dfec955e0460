"""Formats that charts, tables and sentences share: the number locale of a language, units and rounding."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from ketenkompas.i18n import Language, number

Kind = Literal["official", "cited", "model", "demo"]
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_LOCALES: Mapping[Language, Mapping[str, Any]] = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€\N{NO-BREAK SPACE}", ""], "minus": "−"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""], "minus": "−"},
}


def number_locale(language: Language) -> dict[str, Any]:
    """The number format of a language as Vega understands it (a d3-format locale).

    Examples
    --------
    >>> number_locale("nl")["decimal"]
    ','
    """
    return dict(_LOCALES[language])


def decimals_for(values: list[float]) -> int:
    """How many decimals a column of values needs on a screen: 1 for tens and more, 2 for units, 3 below, and three
    digits of the largest where all are below a tenth.

    Examples
    --------
    >>> decimals_for([225.8, 1.2]), decimals_for([13.6]), decimals_for([0.4]), decimals_for([0.00123])
    (1, 1, 3, 5)
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if 0 < largest < 0.1:
        return 2 - math.floor(math.log10(largest))
    return 1 if largest >= 10 else 2 if largest >= 1 else 3


def shown(value: float | None, language: Language, decimals: int = 1) -> str:
    """A value as a reader sees it; a value that is not there is a dash, never a zero."""
    return "–" if value is None else number(value, language, decimals)


def amount(value: float, unit_text: str, language: Language, decimals: int = 1) -> str:
    """A number with its unit, kept on one line.

    Examples
    --------
    >>> amount(1.5, "Mt", "nl").replace(NO_BREAK_SPACE, " ")
    '1,5 Mt'
    """
    return f"{number(value, language, decimals)}{NO_BREAK_SPACE}{unit_text}"


def listed(names: list[str], language: Language) -> str:
    """Names in one phrase: ``a, b en c`` or ``a, b and c``.

    Examples
    --------
    >>> listed(["China", "Rusland", "België"], "nl")
    'China, Rusland en België'
    """
    joint = " en " if language == "nl" else " and "
    return joint.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def clipped(name: str, letters: int) -> str:
    """A name of at most so many letters, its end replaced by an ellipsis when it is longer.

    Examples
    --------
    >>> clipped("Elektriciteit", 6)
    'Elekt…'
    """
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip(' ,')}…"
