"""Ranked bars: what a footprint is made of in one year, the largest first."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._parts import HOUSEHOLDS, OTHER
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import (
    MEASURES,
    Layout,
    Measures,
    finished,
    fixed_text,
    hovered,
    layer,
    marked_as,
)
from ketenkompas.reports._words import amount, clipped, decimals_for, listed

_ROW = 38


def ranked_chart(
    frame: pl.DataFrame,
    *,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    top: int = 10,
    home: str = "",
) -> Chart:
    """The parts of one year's footprint as bars, the largest first, the small ones put together.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, value, unit`` of one year; one unit.
    top : int
        How many parts keep a name of their own.
    home : str
        Area code that has the colour of the domestic part.

    Raises
    ------
    InputError
        ``reports.empty`` or ``reports.units_mixed``.
    """
    rows = _ranked(frame, top, text("reports.other_items", language))
    measures = _sized(MEASURES[layout], rows.height)
    unit = unit_label(str(rows["unit"][0]), language)
    places = decimals_for(rows["value"].to_list())
    largest = rows.select("label", "value").head(3).iter_rows()
    names = [f"{label} {amount(value, unit, language, places)}" for label, value in largest]
    alt_text = text("reports.alt.ranked", language, title=title, names=listed(names, language))
    shown = rows.with_columns(
        shown=pl.Series([number(value, language, places) for value in rows["value"]]),
        row=pl.int_range(rows.height) * _ROW,
        tint=pl.Series(_tints(rows, home)),
    )
    layers = [
        fixed_text(unit, 0, -14, baseline="middle", color=palette.SOFT_INK),
        *_bars(shown, measures, unit, language),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(rows, title, language), language)


def _ranked(frame: pl.DataFrame, top: int, other_label: str) -> pl.DataFrame:
    if frame.is_empty():
        raise InputError("reports.empty")
    units = frame["unit"].unique().sort().to_list()
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(units))
    ordered = frame.select("code", "label", "value", "unit").sort(["value", "code"], descending=[True, False])
    rest = ordered.slice(top)
    if rest.height < 2:
        return ordered
    other = {"code": [OTHER], "label": [other_label], "value": [float(rest["value"].sum())], "unit": units}
    return pl.concat([ordered.head(top), pl.DataFrame(other)])


def _sized(measures: Measures, rows: int) -> Measures:
    width = 790 if measures.dressed else 440 if measures.names_beside else measures.width
    return replace(measures, width=width, height=rows * _ROW, beside=0)


def _tints(rows: pl.DataFrame, home: str) -> list[str]:
    special = {HOUSEHOLDS: palette.HOUSEHOLDS, OTHER: palette.OTHER}
    if home:
        return palette.colours(rows["code"].to_list(), home)
    return [special.get(code, palette.HOME) for code in rows["code"]]


def _bars(shown: pl.DataFrame, measures: Measures, unit: str, language: Language) -> list[dict[str, Any]]:
    letters = 90 if measures.names_beside else int(measures.width / (measures.text * 0.5))
    named = shown.with_columns(name=pl.Series([clipped(str(label), letters) for label in shown["label"]]))
    rows = named.drop("unit").to_dicts()
    low, high = min(0.0, float(str(shown["value"].min()))), max(0.0, float(str(shown["value"].max())))
    room = {"domain": [low, high or 1.0], "range": [0, measures.width - 46], "nice": False}
    across = {"field": "value", "type": "quantitative", "axis": None, "scale": room}
    even = {"domain": [0, measures.height], "range": [0, measures.height], "nice": False}
    down = {"field": "row", "type": "quantitative", "axis": None, "scale": even}
    encoding = {
        "x": across,
        "y": down,
        "color": {"field": "tint", "type": "nominal", "scale": None},
        "opacity": {"condition": {"param": "hovered", "value": 1}, "value": 0.45},
        "tooltip": [
            {"field": "label", "type": "nominal", "title": text("reports.part", language)},
            {"field": "value", "type": "quantitative", "title": unit, "format": ",.2f"},
        ],
    }
    bars = layer(rows, "bar", encoding, orient="horizontal", height=14, yOffset=25) | {"params": [hovered("code")]}
    name = {"x": {"value": 0}, "y": down, "text": {"field": "name", "type": "nominal"}}
    value = {"x": across, "y": down, "text": {"field": "shown", "type": "nominal"}}
    beside = {"align": "left", "baseline": "middle", "dx": 5, "yOffset": 25, "fontWeight": 600}
    return [
        bars,
        layer(rows, "text", name, align="left", baseline="top", dy=2),
        layer(rows, "text", value, **beside),
    ]


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), 0, measures.height + 14, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _twin(rows: pl.DataFrame, title: str, language: Language) -> Table:
    total = float(rows["value"].sum())
    frame = rows.select("code", "label", "value").with_columns(share=100 * pl.col("value") / (total or 1.0))
    header = (
        text("reports.code", language),
        text("reports.part", language),
        unit_label(str(rows["unit"][0]), language),
        text("reports.share", language),
    )
    return Table(frame, header, title, str(rows["unit"][0]), language)
