"""The legend of household bars: what is solid, what is hatched, and what the points below a bar stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ketenkompas.reports import _palette as palette
from ketenkompas.reports._household_strokes import hatching, outline, whiskers
from ketenkompas.reports._theme import Measures, fixed, fixed_text

LOOKS: Mapping[str, dict[str, Any]] = {
    "similar": {"shape": "diamond", "filled": False, "size": 90, "stroke": palette.INK, "strokeWidth": 2},
    "country": {"shape": "circle", "filled": True, "size": 90, "color": "#a33f00", "opacity": 1},
    "path": {"shape": "triangle-down", "filled": True, "size": 100, "color": "#006b4f", "opacity": 1},
    "before": {"shape": "diamond", "filled": False, "size": 90, "stroke": palette.INK, "strokeWidth": 2},
}
"""The points below a bar, by what they stand for: the same on every page."""
_LINE, _SYMBOL, _BETWEEN = 20, 24, 18
Keys = Sequence[tuple[str, str]]


def legend(keys: Keys, top: float, measures: Measures) -> list[dict[str, Any]]:
    """The symbols with their names, in lines as wide as the picture."""
    made: list[dict[str, Any]] = []
    for (name, label), (x, y) in zip(keys, _spots(keys, top, measures), strict=True):
        made += _symbol(name, x, y + _LINE / 2)
        made.append(fixed_text(label, x + _SYMBOL, y + _LINE / 2, baseline="middle", color=palette.SOFT_INK))
    return made


def legend_height(keys: Keys, measures: Measures) -> float:
    """How much room the lines of a legend take."""
    return _spots(keys, 0.0, measures)[-1][1] + _LINE


def _spots(keys: Keys, top: float, measures: Measures) -> list[tuple[float, float]]:
    spots, x, y = [], 0.0, top
    for _, label in keys:
        wide = _SYMBOL + 0.54 * measures.text * len(label) + _BETWEEN
        if x and x + wide - _BETWEEN > measures.width:
            x, y = 0.0, y + _LINE
        spots.append((x, y))
        x += wide
    return spots


def _symbol(name: str, x: float, y: float) -> list[dict[str, Any]]:
    box = {"x0": x, "x1": x + 16, "seen": x, "y0": y - 6, "y1": y + 6}
    if name == "measured":
        return [fixed("rect", {"x": x, "x2": x + 16, "y": y - 6, "y2": y + 6}, color=palette.HOME)]
    if name == "modelled":
        return [*hatching([box]), *outline([box])]
    if name == "interval":
        return whiskers([{"left": x, "right": x + 16, "y0": y, "y1": y}])
    return [fixed("point", {"x": x + 8, "y": y}, **LOOKS[name])]
