"""A waterfall: from one figure to another by what added to it and what took from it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import MEASURES, Layout, Measures, finished, fixed_text, hovered, layer, marked_as
from ketenkompas.reports._words import amount, clipped, decimals_for, listed

_ROW = 38
_BAR = 14
_BELOW = 25
_RISE, _FALL = "#d55e00", "#009e73"


def waterfall_chart(
    frame: pl.DataFrame,
    *,
    start: tuple[str, float],
    end: str,
    unit: str,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
) -> Chart:
    """The way from a first figure to a last one: a bar for each step, beginning where the step before it ends.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, value`` of the steps, in their order; ``value`` in ``unit``, with its sign.
    start : (str, float)
        Label and value of the first figure; the last is the sum of it and all steps.
    end : str
        Label of the last figure.
    unit : str
        For instance ``Mt CO2``.

    Raises
    ------
    InputError
        ``reports.empty``.
    """
    if frame.is_empty():
        raise InputError("reports.empty")
    measures = _sized(MEASURES[layout], frame.height + 2)
    told = unit_label(unit, language)
    rows = _placed(frame, start, end, language)
    steps = [f"{row['label']} {row['shown']}" for row in rows[1:-1]]
    places = decimals_for([row["value"] for row in rows])
    alt_text = text(
        "reports.alt.waterfall",
        language,
        title=title,
        first=f"{start[0]} {amount(start[1], told, language, places)}",
        steps=listed(steps, language),
        last=f"{end} {amount(rows[-1]['value'], told, language, places)}",
    )
    layers = [
        fixed_text(told, 0, -14, baseline="middle", color=palette.SOFT_INK),
        *_bars(rows, measures, told, language),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(rows, unit, title, language), language)


def bridge_chart(
    values: Mapping[str, float], labels: Mapping[str, str], *, unit: str, language: Language, **dressed: Any
) -> Chart:
    """From what an economy emits to its footprint: less what serves exports, plus what imports carry.

    Parameters
    ----------
    values, labels : mapping
        ``production, exports, imports, consumption`` with ``consumption = production - exports + imports``.
    unit : str
        For instance ``Mt CO2``.
    **dressed
        ``title, subtitle, note, mark, layout`` as :func:`waterfall_chart`.
    """
    steps = pl.DataFrame(
        [
            {"code": "exports", "label": text("reports.bridge.exports", language), "value": -values["exports"]},
            {"code": "imports", "label": text("reports.bridge.imports", language), "value": values["imports"]},
        ]
    )
    start = (labels["production"], values["production"])
    return waterfall_chart(steps, start=start, end=labels["consumption"], unit=unit, language=language, **dressed)


def _placed(frame: pl.DataFrame, start: tuple[str, float], end: str, language: Language) -> list[dict[str, Any]]:
    places = decimals_for([start[1], *frame["value"].to_list()])
    rows: list[dict[str, Any]] = [{"code": "start", "label": start[0], "value": start[1], "from": 0.0, "to": start[1]}]
    at = start[1]
    for code, label, value in frame.select("code", "label", "value").iter_rows():
        rows.append({"code": code, "label": label, "value": value, "from": at, "to": at + value})
        at += value
    rows.append({"code": "end", "label": end, "value": at, "from": 0.0, "to": at})
    for place, row in enumerate(rows):
        whole = row["code"] in ("start", "end")
        sign = "+" if row["value"] > 0 and not whole else ""
        row["tint"] = palette.HOME if whole else _RISE if row["value"] > 0 else _FALL
        row["shown"] = f"{sign}{number(row['value'], language, places)}"
        row["row"] = place * _ROW
        row["edge"] = max(row["from"], row["to"])
    return rows


def _sized(measures: Measures, rows: int) -> Measures:
    width = 790 if measures.dressed else 640 if measures.names_beside else measures.width
    return replace(measures, width=width, height=rows * _ROW, beside=0)


def _bars(rows: list[dict[str, Any]], measures: Measures, unit: str, language: Language) -> list[dict[str, Any]]:
    letters = int(measures.width / (measures.text * 0.5))
    named = [{**row, "name": clipped(row["label"], letters)} for row in rows]
    ends = [end for row in rows for end in (row["from"], row["to"])]
    room = {"domain": [min(ends), max(ends) or 1.0], "range": [0, measures.width - 62], "nice": False, "zero": False}
    even = {"domain": [0, measures.height], "range": [0, measures.height], "nice": False}
    across = {"type": "quantitative", "axis": None, "scale": room}
    down = {"field": "row", "type": "quantitative", "axis": None, "scale": even}
    tooltip = [
        {"field": "label", "type": "nominal", "title": text("reports.part", language)},
        {"field": "value", "type": "quantitative", "title": unit, "format": "+,.2f"},
    ]
    bar = {
        "x": {"field": "from", **across},
        "x2": {"field": "to"},
        "y": down,
        "color": {"field": "tint", "type": "nominal", "scale": None},
        "opacity": {"condition": {"param": "hovered", "value": 1}, "value": 0.45},
        "tooltip": tooltip,
    }
    name = {"x": {"value": 0}, "y": down, "text": {"field": "name", "type": "nominal"}}
    value = {"x": {"field": "edge", **across}, "y": down, "text": {"field": "shown", "type": "nominal"}}
    beside = {"align": "left", "baseline": "middle", "dx": 5, "yOffset": _BELOW, "fontWeight": 600}
    return [
        layer(named, "bar", bar, orient="horizontal", height=_BAR, yOffset=_BELOW) | {"params": [hovered("code")]},
        layer(named, "text", name, align="left", baseline="top", dy=2),
        layer(named, "text", value, **beside),
    ]


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), 0, measures.height + 14, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _twin(rows: list[dict[str, Any]], unit: str, title: str, language: Language) -> Table:
    frame = pl.DataFrame([{"code": row["code"], "label": row["label"], "value": row["value"]} for row in rows])
    header = (text("reports.code", language), text("reports.part", language), unit_label(unit, language))
    return Table(frame, header, title, unit, language)
