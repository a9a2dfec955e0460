"""Strokes of household bars: slanted lines in a bar (Vega-Lite has no hatching), outlines, whiskers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ketenkompas.reports import _palette as palette
from ketenkompas.reports._theme import layer

Row = Mapping[str, Any]
_GAP = 6.0
_FAR = 4000  # pixels: a scale on which a pixel stays a pixel
_CAP = 4.0


def even(field: str) -> dict[str, Any]:
    """A position that is already in pixels."""
    scale = {"domain": [0, _FAR], "range": [0, _FAR], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def hatching(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Slanted lines in the part of each bar between ``seen`` and ``x1``."""
    lines = [line for row in rows for line in slanted(row["seen"], row["x1"], row["y0"], row["y1"])]
    return [_lines(lines, palette.HOME, 1.2)] if lines else []


def slanted(left: float, right: float, top: float, bottom: float) -> list[dict[str, float]]:
    """Lines at 45 degrees, cut off at the edges of a rectangle.

    Examples
    --------
    >>> slanted(0, 6, 0, 6)[1]
    {'x': 0, 'y': 6.0, 'x2': 6.0, 'y2': 0.0}
    """
    tall, made = bottom - top, []
    start = left - tall
    while start < right:
        begin, end = max(start, left), min(start + tall, right)
        if end > begin:
            made.append({"x": begin, "y": bottom - (begin - start), "x2": end, "y2": bottom - (end - start)})
        start += _GAP
    return made


def outline(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The edge of every bar."""
    lines = []
    for row in rows:
        left, right, top, bottom = (row[name] for name in ("x0", "x1", "y0", "y1"))
        lines += [
            {"x": left, "x2": right, "y": top, "y2": top},
            {"x": left, "x2": right, "y": bottom, "y2": bottom},
            {"x": right, "x2": right, "y": top, "y2": bottom},
            {"x": left, "x2": left, "y": top, "y2": bottom},
        ]
    return [_lines(lines, palette.HOME, 1.2)]


def whiskers(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The interval of every bar, in ink on a paper edge so that it is seen on a dark bar too."""
    lines = []
    for row in rows:
        left, right, middle = row["left"], row["right"], (row["y0"] + row["y1"]) / 2
        ends = [{"x": x, "x2": x, "y": middle - _CAP, "y2": middle + _CAP} for x in (left, right)]
        lines += [{"x": left, "x2": right, "y": middle, "y2": middle}, *ends]
    if not lines:
        return []
    return [_lines(lines, palette.PAPER, 5), _lines(lines, palette.INK, 2)]


def _lines(lines: Sequence[Row], colour: str, width: float) -> dict[str, Any]:
    place = {"x": even("x"), "x2": {"field": "x2"}, "y": even("y"), "y2": {"field": "y2"}}
    return layer(lines, "rule", place, color=colour, strokeWidth=width)
