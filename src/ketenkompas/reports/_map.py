"""A map of the world in which each country has the colour of its class."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from ketenkompas.classifications import shapes_source, world_shapes
from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import MEASURES, Layout, Measures, finished, fixed, fixed_text, layer, marked_as
from ketenkompas.reports._words import amount, listed

SHADES = ("#fff0dc", "#fdd6a8", "#f9b26c", "#e8863a", "#c45a12", "#8a3800")
"""From little to much; lightness alone tells them apart."""
NOT_APART = "#e6e8ec"
_BORDER = "#8d95a1"
_STEPS = (1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Shaded:
    """A country on the map: its amount and the colour of its class."""

    code: str
    label: str
    value: float
    tint: str


def classes(values: Sequence[float], count: int = len(SHADES)) -> list[float]:
    """The edges between classes, in steps of 1, 3, 10: as many as there are colours less one, below the largest value.

    Examples
    --------
    >>> classes([0.02, 0.5, 12.4])
    [0.1, 0.3, 1.0, 3.0, 10.0]
    """
    largest = max(values, default=0.0)
    if largest <= 0:
        return []
    edges = [step * 10.0**power for power in range(-9, 10) for step in _STEPS]
    return [float(f"{edge:g}") for edge in edges if edge < largest][-(count - 1) :]


def shaded(frame: pl.DataFrame, home: str) -> list[Shaded]:
    """The rows of a footprint by origin that have a shape, each with its colour; the home area has its own."""
    abroad = frame.filter(pl.col("code") != home)
    shapes = world_shapes()
    edges = classes([row["value"] for row in abroad.iter_rows(named=True) if row["code"] in shapes])
    return [
        Shaded(
            row["code"], row["label"], row["value"], palette.HOME if row["code"] == home else _tint(row["value"], edges)
        )
        for row in frame.iter_rows(named=True)
        if row["code"] in shapes
    ]


def _tint(value: float, edges: Sequence[float]) -> str:
    return SHADES[sum(value >= edge for edge in edges)]


def world_map(
    frame: pl.DataFrame,
    *,
    language: Language,
    home: str,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
) -> Chart:
    """Where in the world a footprint is emitted.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, value, unit``, one row for each place; those without a shape (a rest of the world) are
        told below the map, and countries without a row are grey.
    home : str
        The area whose footprint it is.

    Raises
    ------
    InputError
        ``reports.empty``, ``reports.units_mixed``.
    """
    if frame.is_empty():
        raise InputError("reports.empty")
    units = frame["unit"].unique().to_list()
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(sorted(units)))
    measures = _sized(MEASURES[layout])
    told = unit_label(str(units[0]), language)
    places = shaded(frame, home)
    outside = frame.filter(~pl.col("code").is_in([place.code for place in places]) & (pl.col("value") > 0))
    alt_text = _alt(frame, home, told, title, language)
    layers = [
        _countries(places, told, language),
        *_legend(places, home, told, measures, language),
        *_rest(outside, told, measures, language),
        *marked_as(mark, measures),
        *_note(note, measures, language),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(frame, str(units[0]), title, language), language)


def _sized(measures: Measures) -> Measures:
    width = 800 if measures.names_beside else measures.width
    return replace(measures, width=width, height=round(width * 0.47), beside=0)


def features(places: Sequence[Shaded], told: str, language: Language) -> list[dict[str, Any]]:
    """GeoJSON features of every country, with name, amount in words and colour; none jumps from 180 to -180 degrees."""
    return [
        {**one, "geometry": {**one["geometry"], "coordinates": _unrolled(one["geometry"]["coordinates"])}}
        for one in _features(places, told, language)
    ]


def _features(places: Sequence[Shaded], told: str, language: Language) -> list[dict[str, Any]]:
    """As :func:`features`, with rings on the sphere, as d3 takes them."""
    known, nowhere, made = {place.code: place for place in places}, text("reports.map.not_apart", language), []
    for code, shape in world_shapes().items():
        place = known.get(code)
        told_here: dict[str, Any] = {"code": code, "said": nowhere, "tint": NOT_APART, "value": None}
        if place is not None:
            told_here |= {"said": f"{place.label}: {_amount(place, told, language)}", "tint": place.tint}
            told_here["value"] = place.value
        geometry = {"type": "MultiPolygon", "coordinates": shape}
        made.append({"type": "Feature", "id": code, "properties": told_here, "geometry": geometry})
    return made


def _unrolled(shape: list[list[list[list[float]]]]) -> list[list[list[list[float]]]]:
    return [[_without_jump(ring) for ring in rings] for rings in shape]


def _without_jump(ring: list[list[float]]) -> list[list[float]]:
    if max(x for x, _ in ring) - min(x for x, _ in ring) < 180:
        return ring
    return [[x + 360 if x < 0 else x, y] for x, y in ring]


def _amount(place: Shaded, told: str, language: Language) -> str:
    return amount(place.value, told, language, 1 if place.value >= 10 else 2 if place.value >= 0.1 else 3)


def _countries(places: Sequence[Shaded], told: str, language: Language) -> dict[str, Any]:
    rows = [
        {**feature, "tint": feature["properties"]["tint"], "said": feature["properties"]["said"]}
        for feature in _features(places, told, language)
    ]
    encoding = {
        "fill": {"field": "tint", "type": "nominal", "scale": None},
        "tooltip": {"field": "said", "type": "nominal", "title": text("reports.part", language)},
    }
    made = layer(rows, "geoshape", encoding, stroke=_BORDER, strokeWidth=0.4)
    return made | {"projection": {"type": "equalEarth"}}


def _legend(
    places: Sequence[Shaded], home: str, told: str, measures: Measures, language: Language
) -> list[dict[str, Any]]:
    edges = classes([place.value for place in places if place.code != home])
    wide, top = (62, measures.height + 8) if measures.names_beside else (36, measures.height + 18)
    made, size = [fixed_text(told, 0, top - 14, fontSize=measures.text - 2, color=palette.SOFT_INK)], measures.text - 2
    for at in range(len(edges) + 1):
        x = at * wide
        look = {"color": SHADES[at], "stroke": _BORDER, "strokeWidth": 0.5}
        made.append(fixed("rect", {"x": x, "x2": x + wide - 2, "y": top, "y2": top + 11}, **look))
        if at:
            made.append(fixed_text(_edge(edges[at - 1], language), x - 1, top + 14, align="center", fontSize=size))
    x = (len(edges) + 1) * wide + 14
    for tint, said in ((palette.HOME, _name(places, home)), (NOT_APART, text("reports.map.not_apart", language))):
        if said:
            here = (x, top) if measures.names_beside else (0 if tint == palette.HOME else 130, top + 34)
            look = {"color": tint, "stroke": _BORDER, "strokeWidth": 0.5}
            made.append(fixed("rect", {"x": here[0], "x2": here[0] + 14, "y": here[1], "y2": here[1] + 11}, **look))
            made.append(fixed_text(said, here[0] + 19, here[1] - 1, fontSize=size))
            x += 40 + 7 * len(said)
    return made


def _edge(edge: float, language: Language) -> str:
    return number(edge, language, 0 if edge >= 1 else len(f"{edge:f}".rstrip("0").split(".")[1]))


def _name(places: Sequence[Shaded], home: str) -> str:
    return next((place.label for place in places if place.code == home), "")


def _rest(outside: pl.DataFrame, told: str, measures: Measures, language: Language) -> list[dict[str, Any]]:
    if outside.is_empty():
        return []
    ordered = outside.sort("value", descending=True, maintain_order=True).head(4)
    said = [f"{row['label']} {amount(row['value'], told, language)}" for row in ordered.iter_rows(named=True)]
    line = text("reports.map.besides", language, names=listed(said, language))
    below = measures.height + (38 if measures.names_beside else 72)
    wrapped = "\n".join(textwrap.wrap(line, measures.wrap))
    return [fixed_text(wrapped, 0, below, fontSize=measures.text - 1, color=palette.SOFT_INK)]


def _note(note: str, measures: Measures, language: Language) -> list[dict[str, Any]]:
    if not measures.dressed:
        return []
    shapes = text("reports.map.shapes", language, source=shapes_source())
    paragraphs = [*(note.split("\n") if note else []), shapes]
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    look = {"fontSize": measures.text - 2, "color": palette.SOFT_INK}
    return [fixed_text("\n".join(lines), 0, measures.height + 62, **look)]


def _alt(frame: pl.DataFrame, home: str, told: str, title: str, language: Language) -> str:
    ordered = frame.sort("value", descending=True, maintain_order=True)
    named = [*ordered.head(4).iter_rows(named=True), *ordered.filter(pl.col("code") == home).iter_rows(named=True)]
    said = dict.fromkeys(f"{row['label']} {amount(row['value'], told, language)}" for row in named)
    return text("reports.alt.map", language, title=title, names=listed(list(said), language))


def _twin(frame: pl.DataFrame, unit: str, title: str, language: Language) -> Table:
    ordered = frame.sort("value", descending=True, maintain_order=True).select("code", "label", "value")
    header = (text("reports.code", language), text("reports.part", language), text("reports.value", language))
    return Table(ordered, header, title, unit, language)
