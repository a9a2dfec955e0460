"""A map of the Dutch municipalities: the darker the more, the paler the less sure; what cannot be trusted is grey."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas.classifications import municipal_borders, municipal_centres, municipal_shapes, municipal_source
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._municipal_classes import (
    OPACITY,
    TINTS,
    UNKNOWN,
    MapClasses,
    class_words,
    map_classes,
    require_places,
    said_of,
)
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import MEASURES, Layout, Measures, finished, fixed, fixed_text, layer, marked_as

_BORDER = "#8d95a1"
_PROJECTION = {"type": "mercator"}


def municipal_map(
    frame: pl.DataFrame,
    twin: Table,
    *,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
) -> Chart:
    """The figures of all municipalities as a map in classes of about equally many places.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, group, value, low, high, unit, marked, reason``: the province as ``group`` draws thicker
        borders, ``marked`` is true where a figure of the source was corrected or is doubtful, ``reason`` says why, and
        why a ``value`` is null.
    twin : Table
        The same numbers.

    Raises
    ------
    InputError
        ``reports.empty``, ``reports.units_mixed``, ``households_map.place_unknown``.
    """
    unit = require_places(frame)
    made, measures = map_classes(frame), _sized(MEASURES[layout])
    alt_text = _alt(frame, made, unit, title, language)
    layers = [
        _places(frame, made, unit, language),
        _borders(frame),
        *_marks(frame),
        *_legend(frame, made, unit, measures, language),
        *marked_as(mark, measures),
        *_note(note, measures, language),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, twin, language)


def _sized(measures: Measures) -> Measures:
    width = 500 if measures.names_beside else measures.width
    return replace(measures, width=width, height=round(width * 1.18), beside=250 if measures.names_beside else 0)


def _places(frame: pl.DataFrame, made: MapClasses, unit: str, language: Language) -> dict[str, Any]:
    shapes = municipal_shapes()
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": _turned(shapes[row["code"]])},
            "tint": UNKNOWN if shade is None else TINTS[shade],
            "opacity": 1.0 if sure is None else OPACITY[sure],
            "said": said_of(row, sure, unit, language),
        }
        for row, shade, sure in zip(frame.iter_rows(named=True), made.shade, made.sure, strict=True)
    ]
    rows += [
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": _turned(shape)},
            "tint": UNKNOWN,
            "opacity": 1.0,
            "said": text("household_map.legend.none", language),
        }
        for code, shape in shapes.items()
        if code not in set(frame["code"])
    ]
    encoding = {
        "fill": {"field": "tint", "type": "nominal", "scale": None},
        "fillOpacity": {"field": "opacity", "type": "quantitative", "scale": None},
        "tooltip": {"field": "said", "type": "nominal", "title": text("reports.part", language)},
    }
    return layer(rows, "geoshape", encoding, stroke=_BORDER, strokeWidth=0.3) | {"projection": _PROJECTION}


def _turned(shape: list[list[list[list[float]]]]) -> list[list[list[list[float]]]]:
    """Rings as d3 takes them on the sphere: outer ones clockwise, holes the other way."""
    return [[ring if _clockwise(ring) == (at == 0) else ring[::-1] for at, ring in enumerate(rings)] for rings in shape]


def _clockwise(ring: list[list[float]]) -> bool:
    return sum(x * v - u * y for (x, y), (u, v) in itertools.pairwise(ring)) < 0


def _borders(frame: pl.DataFrame) -> dict[str, Any]:
    lines = municipal_borders(dict(zip(frame["code"], frame["group"], strict=True)))
    rows = [{"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": lines}}]
    made = layer(rows, "geoshape", {}, filled=False, stroke=palette.SOFT_INK, strokeWidth=0.9)
    return made | {"projection": _PROJECTION}


def _marks(frame: pl.DataFrame) -> list[dict[str, Any]]:
    centres = municipal_centres()
    rows = [{"x": centres[code][0], "y": centres[code][1]} for code in frame.filter(pl.col("marked"))["code"]]
    if not rows:
        return []
    encoding = {
        "longitude": {"field": "x", "type": "quantitative"},
        "latitude": {"field": "y", "type": "quantitative"},
    }
    look = {"size": 30, "fill": palette.PAPER, "stroke": palette.INK, "strokeWidth": 1.6, "opacity": 1}
    return [layer(rows, "point", encoding, shape="circle", **look) | {"projection": _PROJECTION}]


def _legend(
    frame: pl.DataFrame, made: MapClasses, unit: str, measures: Measures, language: Language
) -> list[dict[str, Any]]:
    """What the colours mean, beside the map where there is room, below it on a phone."""
    left, top = (measures.width + 26, 8) if measures.names_beside else (0, measures.height + 12)
    size, line = measures.text - 1, 21
    layers = [fixed_text(unit_label(unit, language), left, top, fontSize=size, color=palette.SOFT_INK)]
    top += line
    sures = sorted({one for one in made.sure if one is not None})
    for at, said in enumerate(class_words(made, language)):
        layers += _key(said, TINTS[at], [OPACITY[sure] for sure in sures], left, top, size)
        top += line
    top += 8
    layers.append(fixed_text(text("household_map.legend.sure", language), left, top, fontSize=size))
    top += line
    for sure in sures:
        layers += _key(text(f"household_map.sure.{sure}", language), TINTS[-2], [OPACITY[sure]], left, top, size)
        top += line
    if None in made.shade:
        layers += _key(text("household_map.legend.none", language), UNKNOWN, [1.0], left, top, size)
        top += line
    if frame["marked"].any():
        place = {"x": left + 8, "y": top + 6}
        look = {"shape": "circle", "size": 40, "fill": palette.PAPER, "stroke": palette.INK, "strokeWidth": 1.6}
        layers.append(fixed("point", place, opacity=1, **look))
        layers.append(fixed_text(text("household_map.legend.marked", language), left + 24, top - 1, fontSize=size))
    return layers


def _key(said: str, tint: str, opacities: Sequence[float], left: float, top: float, size: int) -> list[dict[str, Any]]:
    """Patches of a colour, one for each certainty, with what the colour means."""
    marks = []
    for at, opacity in enumerate(opacities):
        place = {"x": left + 17 * at, "x2": left + 17 * (at + 1), "y": top, "y2": top + 13}
        marks.append(fixed("rect", place, fill=tint, fillOpacity=opacity, stroke=_BORDER, strokeWidth=0.7))
    return [*marks, fixed_text(said, left + 17 * len(opacities) + 7, top - 1, fontSize=size)]


def _note(note: str, measures: Measures, language: Language) -> list[dict[str, Any]]:
    if not measures.dressed:
        return []
    shapes = text("reports.map.shapes", language, source=municipal_source())
    paragraphs = [*(note.split("\n") if note else []), shapes]
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, measures.wrap)]
    look: Mapping[str, Any] = {"fontSize": measures.text - 2, "color": palette.SOFT_INK}
    return [fixed_text("\n".join(lines), 0, measures.height + 14, **look)]


def _alt(frame: pl.DataFrame, made: MapClasses, unit: str, title: str, language: Language) -> str:
    """What the picture shows as a whole; no place is called the highest, because that is seldom sure."""
    values = frame["value"].drop_nulls().sort()
    if values.is_empty():
        return text("household_map.alt.none", language, title=title)
    tenth = values.len() // 10
    said = {"low": number(values[tenth], language, 0), "high": number(values[-tenth - 1], language, 0)}
    rough = sum(one == 2 for one in made.sure)
    return text("household_map.alt", language, title=title, unit=unit_label(unit, language), rough=rough, **said)
