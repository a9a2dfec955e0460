"""A ranked dot plot: one line for each area, its interval as a stroke, the ones asked for in the colour of home."""

from __future__ import annotations

import textwrap
from collections.abc import Collection
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

_OTHERS = "#5b6472"
_SPAN = "#aab2bf"


def dots_chart(
    frame: pl.DataFrame,
    *,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    highlighted: Collection[str] = (),
    as_given: bool = False,
    places: int | None = None,
) -> Chart:
    """Areas (or products) by size, the largest first, each with its interval where there is one.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, value, low, high, unit``; ``low`` and ``high`` may be null; one unit.
    highlighted : collection of str
        Codes in the colour of home, their names bold.
    as_given : bool
        Keep the order of the rows: versions in time.
    places : int, optional
        How many decimals are shown; by the size of the values without it.

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
    measures = _sized(MEASURES[layout], frame.height)
    told = unit_label(str(units[0]), language)
    ordered = frame if as_given else frame.sort("value", descending=True, maintain_order=True)
    decimals = decimals_for(frame["value"].to_list()) if places is None else places
    rows = _placed(ordered, measures, highlighted, language, decimals)
    alt_text = _alt(rows, highlighted, told, title, language, decimals)
    layers = [
        fixed_text(told, 0, -14, baseline="middle", color=palette.SOFT_INK),
        *_marks(rows, measures, told, language, max(2, decimals)),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(ordered, str(units[0]), title, language, places), language)


def _sized(measures: Measures, rows: int) -> Measures:
    width = 790 if measures.dressed else 700 if measures.names_beside else measures.width
    return replace(measures, width=width, height=rows * (23 if measures.names_beside else 40), beside=0)


def _placed(
    ordered: pl.DataFrame, measures: Measures, highlighted: Collection[str], language: Language, places: int
) -> list[dict[str, Any]]:
    step = measures.height / ordered.height
    letters = 56 if measures.names_beside else 46
    return [
        {
            **row,
            "row": (at + (0.5 if measures.names_beside else 0.72)) * step,
            "head": at * step,
            "name": clipped(row["label"], letters),
            "tint": palette.HOME if row["code"] in highlighted else _OTHERS,
            "weight": 700 if row["code"] in highlighted else 400,
            "shown": number(row["value"], language, places),
            "left": row["value"] if row["low"] is None else row["low"],
            "right": row["value"] if row["high"] is None else row["high"],
        }
        for at, row in enumerate(ordered.iter_rows(named=True))
    ]


def _marks(
    rows: list[dict[str, Any]], measures: Measures, told: str, language: Language, places: int
) -> list[dict[str, Any]]:
    longest = max(len(row["name"]) for row in rows)
    beside = max(190, 0.55 * measures.text * longest + 12) if measures.names_beside else 0
    top = max(0.0, *(row["right"] for row in rows)) or 1.0
    across = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [min(0.0, *(row["left"] for row in rows)), top], "range": [beside, measures.width - 56]},
    }
    even = {"domain": [0, measures.height], "range": [0, measures.height], "nice": False}
    down = {"field": "row", "type": "quantitative", "axis": None, "scale": even}
    tips = [
        {"field": "label", "type": "nominal", "title": text("reports.part", language)},
        *(
            {
                "field": name,
                "type": "quantitative",
                "format": f",.{places}f",
                "title": f"{text(key, language)} ({told})",
            }
            for name, key in (
                ("value", "reports.value"),
                ("low", "reports.interval_low"),
                ("high", "reports.interval_high"),
            )
        ),
    ]
    tint = {"field": "tint", "type": "nominal", "scale": None}
    spans = [row for row in rows if row["left"] < row["right"]]
    made = []
    if spans:
        place = {"x": {"field": "left", **across}, "x2": {"field": "right"}, "y": down, "tooltip": tips}
        made.append(layer(spans, "rule", place, color=_SPAN, strokeWidth=5, strokeCap="round"))
    dot = {"x": {"field": "value", **across}, "y": down, "color": tint, "tooltip": tips}
    dot["opacity"] = {"condition": {"param": "hovered", "value": 1}, "value": 0.45}
    made.append(layer(rows, "point", dot, filled=True, size=85) | {"params": [hovered("code")]})
    name_place = {"x": {"value": 0}, "y": down if measures.names_beside else {**down, "field": "head"}}
    baseline = "middle" if measures.names_beside else "top"
    for weight in (400, 700):
        mine = [row for row in rows if row["weight"] == weight]
        named = {**name_place, "text": {"field": "name", "type": "nominal"}}
        said = {"x": {"field": "right", **across}, "y": down, "text": {"field": "shown", "type": "nominal"}}
        if mine:
            made.append(layer(mine, "text", named, align="left", baseline=baseline, fontWeight=weight))
            made.append(layer(mine, "text", said, align="left", baseline="middle", dx=8, fontWeight=weight))
    return made


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), 0, measures.height + 14, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _alt(
    rows: list[dict[str, Any]], highlighted: Collection[str], told: str, title: str, language: Language, places: int
) -> str:
    named = [*rows[:3], *(row for row in rows[3:] if row["code"] in highlighted), rows[-1]]
    said = dict.fromkeys(f"{row['label']} {amount(row['value'], told, language, places)}" for row in named)
    return text("reports.alt.dots", language, title=title, names=listed(list(said), language))


def _twin(frame: pl.DataFrame, unit: str, title: str, language: Language, places: int | None) -> Table:
    ordered = frame.select("code", "label", "value", "low", "high")
    header = (
        text("reports.code", language),
        text("reports.part", language),
        text("reports.value", language),
        text("reports.interval_low", language),
        text("reports.interval_high", language),
    )
    return Table(ordered, header, title, unit, language, places)
