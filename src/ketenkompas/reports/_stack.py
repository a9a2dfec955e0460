"""Stacked bars of a footprint's parts over the years, with an optional series of markers for another total."""

from __future__ import annotations

import textwrap
from typing import Any

import polars as pl

from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._parts import Scale, checked, codes_in_order, grouped, label_places, scale_for
from ketenkompas.reports._sentences import stack_alt
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import (
    MEASURES,
    Layout,
    Measures,
    finished,
    fixed,
    fixed_text,
    hovered,
    layer,
    marked_as,
)
from ketenkompas.reports._words import clipped

TOTAL = "total"


def origin_chart(
    frame: pl.DataFrame,
    *,
    language: Language,
    home: str,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    top: int = 7,
    marked: pl.DataFrame | None = None,
    marked_label: str = "",
    households_last: bool = False,
) -> Chart:
    """A footprint by origin over the years as stacked bars.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, code, label, value, kind, unit``; one row for each part of each year, one unit.
    language : Language
        Dutch or English: names, numbers and the text alternative.
    home : str
        Code of the area whose footprint it is; its own emissions stand at the foot.
    title, subtitle, note : str
        The note (source, licence) stands under the picture in the layout ``image``.
    mark : str
        What kind of figures these are ("Demonstration"), drawn inside the picture.
    layout : {"image", "page", "narrow"}
        ``image`` carries title and note; the other two leave them to the page.
    top : int
        How many origins keep a name of their own; the rest is put together.
    marked : pl.DataFrame, optional
        Another total per year (columns ``year, value``) of the same unit, drawn as diamonds: the official total.
    marked_label : str
        What the diamonds are.
    households_last : bool
        Draw the direct emissions of households on top, so that the diamonds meet the stack below them.

    Raises
    ------
    InputError
        ``reports.columns_missing``, ``reports.empty``, ``reports.units_mixed``.

    Notes
    -----
    Positive and negative parts are stacked apart. A year's stack is that year's sum of ``value``.
    """
    parts = grouped(
        checked(frame),
        home=home,
        top=top,
        other_label=text("reports.other_areas", language),
        households_last=households_last,
    )
    measures = MEASURES[layout]
    totals = pl.DataFrame({"year": [], "value": []}) if marked is None else marked.select("year", "value")
    scale = scale_for(parts, totals["value"].to_list())
    alt_text = stack_alt(parts, totals, marked_label, home=home, title=title, language=language)
    unit = str(parts["unit"][0])
    layers = [
        *_unit_line(parts, measures, language),
        _bars(parts, scale, measures, home, language),
        *_diamonds(totals, marked_label, scale, measures, unit=unit, language=language),
        *(_names(parts, scale, measures, home) if measures.names_beside else []),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(parts, totals, marked_label, title, language), language)


def _bars(parts: pl.DataFrame, scale: Scale, measures: Measures, home: str, language: Language) -> dict[str, Any]:
    named = codes_in_order(parts)
    labels = [label for _, label in named]
    colour = {
        "field": "label",
        "type": "nominal",
        "scale": {"domain": labels, "range": palette.colours([code for code, _ in named], home)},
        "legend": None if measures.names_beside else _legend(labels),
    }
    encoding = {
        "x": _year_axis(parts, measures),
        "y": _value_axis(scale),
        "color": colour,
        "order": {"field": "rank", "type": "quantitative"},
        "opacity": {"condition": {"param": "hovered", "value": 1}, "value": 0.35},
        "tooltip": _tips(str(parts["unit"][0]), scale, language),
    }
    rows = parts.select("year", "label", "value", "rank").to_dicts()
    drawn = layer(rows, "bar", encoding, stroke=palette.PAPER, strokeWidth=0.8)
    return drawn | {"params": [hovered("label")]}


def _legend(labels: list[str]) -> dict[str, Any]:
    columns = 1 if len(labels) < 6 and any(len(label) > 24 for label in labels) else 2
    limit = 300 if columns == 1 else 172
    return {"title": None, "orient": "bottom", "columns": columns, "labelLimit": limit, "values": labels[::-1]}


def _tips(unit: str, scale: Scale, language: Language) -> list[dict[str, Any]]:
    digits = ",.1f" if scale.top >= 20 else ",.2f"
    return [
        {"field": "year", "type": "ordinal", "title": text("reports.year", language)},
        {"field": "label", "type": "nominal", "title": text("reports.part", language)},
        {"field": "value", "type": "quantitative", "title": unit_label(unit, language), "format": digits},
    ]


def _year_axis(parts: pl.DataFrame, measures: Measures) -> dict[str, Any]:
    years = sorted(set(parts["year"]))
    step = 1 if measures.names_beside or len(years) < 7 else 3
    padding = {"paddingInner": 0.22, "paddingOuter": 0.12}
    return {"field": "year", "type": "ordinal", "title": None, "scale": padding, "axis": {"values": years[::step]}}


def _value_axis(scale: Scale) -> dict[str, Any]:
    digits = 0 if scale.top >= 5 else 1
    return {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "stack": "zero",
        "scale": {"domain": [scale.bottom, scale.top], "nice": False},
        "axis": {"values": list(scale.ticks), "format": f",.{digits}f"},
    }


def _diamonds(
    totals: pl.DataFrame, label: str, scale: Scale, measures: Measures, *, unit: str, language: Language
) -> list[dict[str, Any]]:
    if totals.is_empty():
        return []
    look: dict[str, Any] = {"shape": "diamond", "filled": True, "size": 90, "opacity": 1, "color": palette.OFFICIAL}
    same = {"domain": [scale.bottom, scale.top], "nice": False}
    encoding = {
        "x": {"field": "year", "type": "ordinal"},
        "y": {"field": "value", "type": "quantitative", "scale": same},
        "tooltip": _tips(unit, scale, language),
    }
    rows = totals.with_columns(label=pl.lit(label)).to_dicts()
    points = layer(rows, "point", encoding, stroke=palette.PAPER, strokeWidth=1.2, **look)
    x, y = _key_x(unit, measures), -22 if measures.names_beside else -34
    word = fixed_text(label, x + 10, y, baseline="middle", fontSize=measures.text - 1)
    return [points, fixed("point", {"x": x, "y": y}, **look), word]


def _key_x(unit: str, measures: Measures) -> float:
    unit_width = 7.2 * len(unit) + 60
    return unit_width if measures.names_beside else 6


def _names(parts: pl.DataFrame, scale: Scale, measures: Measures, home: str) -> list[dict[str, Any]]:
    places = label_places(parts, scale, measures.height, gap=measures.text + 5)
    named = codes_in_order(parts)
    tints = palette.colours([code for code, _ in named], home)
    layers = []
    for (code, label), tint in zip(named, tints, strict=True):
        height = places[code]
        layers.append(fixed("square", {"x": measures.width + 10, "y": height}, size=110, color=tint, opacity=1))
        layers.append(fixed_text(clipped(label, 40), measures.width + 20, height, baseline="middle"))
    return layers


def _unit_line(parts: pl.DataFrame, measures: Measures, language: Language) -> list[dict[str, Any]]:
    label = unit_label(str(parts["unit"][0]), language)
    height = -22 if measures.names_beside else -14
    style: dict[str, Any] = {"baseline": "middle", "fontSize": measures.text, "color": palette.SOFT_INK}
    return [fixed_text(label, -28, height, **style)]


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), -28, measures.height + 40, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _twin(parts: pl.DataFrame, totals: pl.DataFrame, marked_label: str, title: str, language: Language) -> Table:
    named = codes_in_order(parts)
    wide = parts.pivot(on="code", index="year", values="value").select("year", *[code for code, _ in named])
    header: list[str] = [text("reports.year", language), *[label for _, label in named]]
    if len(named) > 1:
        wide = wide.with_columns(pl.sum_horizontal(pl.exclude("year")).alias(TOTAL))
        header.append(text("reports.total", language))
    if not totals.is_empty():
        wide = wide.join(totals.rename({"value": "official_total"}), on="year", how="full", coalesce=True).sort("year")
        header.append(marked_label)
    return Table(wide, tuple(header), title, str(parts["unit"][0]), language)
