"""Bars of a household footprint: solid where measured, hatched where modelled, with whiskers and points beside them."""

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
from ketenkompas.reports._household_legend import LOOKS, legend, legend_height
from ketenkompas.reports._household_strokes import even, hatching, outline, whiskers
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import MEASURES, Layout, Measures, finished, fixed_text, hovered, layer, marked_as
from ketenkompas.reports._words import clipped, listed

_BAR, _LANE = 15, 13
_ROOM = 64  # for the value behind a bar


def household_chart(
    frame: pl.DataFrame,
    *,
    marks: Mapping[str, str],
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    places: int = 0,
) -> Chart:
    """One bar a row: the part that is measured solid, the rest hatched, the interval as a whisker.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, value, low, high, unit``; ``observed``, the share 0-1 of the value that is measured in
        the place itself; and a column for each of ``marks``. ``low, high`` and marks may be null. One unit.
    marks : mapping
        Column and label of what a bar is held against: a point below it, told apart by shape and colour. Columns are
        ``similar``, ``country``, ``path`` or ``before``.
    places : int
        How many decimals are shown.

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
    told = unit_label(str(units[0]), language)
    keys = _keys(frame, marks, language)
    measures = _sized(MEASURES[layout], frame.height, bool(marks))
    rows = _placed(frame, list(marks), measures, language, places)
    below = measures.height + 6
    layers = [
        fixed_text(told, 0, -14, baseline="middle", color=palette.SOFT_INK),
        *_bars(rows, told, language, places),
        *_names(rows, measures),
        *_points(rows, list(marks), told, language, places),
        *legend(keys, below, measures),
        *marked_as(mark, measures),
        *_note(note, below + legend_height(keys, measures) + 8, measures),
    ]
    alt_text = _alt(frame, told, title, language, places)
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(frame, marks, str(units[0]), title, language, places), language)


def _keys(frame: pl.DataFrame, marks: Mapping[str, str], language: Language) -> list[tuple[str, str]]:
    """What the legend explains: only what is in the picture."""
    shares = frame["observed"].to_list()
    solid, hatched = any(share > 0 for share in shares), any(share < 1 for share in shares)
    sure = frame["low"].null_count() < frame.height
    kinds = [name for name, there in (("measured", solid), ("modelled", hatched), ("interval", sure)) if there]
    return [(kind, text(f"reports.household.{kind}", language)) for kind in kinds] + list(marks.items())


def _sized(measures: Measures, rows: int, marked: bool) -> Measures:
    width = 790 if measures.dressed else 700 if measures.names_beside else measures.width
    name = 0 if measures.names_beside else 18
    return replace(measures, width=width, height=rows * (_BAR + 11 + name + (_LANE if marked else 0)), beside=0)


def _placed(
    frame: pl.DataFrame, marks: list[str], measures: Measures, language: Language, places: int
) -> list[dict[str, Any]]:
    """Every row with the pixels at which its bar, its parts and its points stand."""
    step, name = measures.height / frame.height, 0 if measures.names_beside else 18
    longest = max(len(label) for label in frame["label"])
    start = max(120.0, 0.56 * measures.text * longest + 14) if measures.names_beside else 0.0
    columns = ["value", "high", *marks]
    top = max(value for column in columns for value in frame[column] if value is not None) or 1.0
    per = (measures.width - _ROOM - start) / top
    letters = 44 if measures.names_beside else 40
    made = []
    for at, row in enumerate(frame.iter_rows(named=True)):
        y = at * step + 4 + name
        made.append(
            {
                **row,
                "name": clipped(row["label"], letters),
                "x0": start,
                "x1": start + per * row["value"],
                "seen": start + per * row["value"] * row["observed"],
                "y0": y,
                "y1": y + _BAR,
                "left": None if row["low"] is None else start + per * row["low"],
                "right": None if row["high"] is None else start + per * row["high"],
                "end": start + per * max(row["value"], row["high"] or 0.0),
                "points": {column: start + per * row[column] for column in marks if row[column] is not None},
                "shown": number(row["value"], language, places),
            }
        )
    return made


def _bars(rows: list[dict[str, Any]], told: str, language: Language, places: int) -> list[dict[str, Any]]:
    tips = _tips(told, language, places)
    place = {"x": even("x0"), "x2": {"field": "x1"}, "y": even("y0"), "y2": {"field": "y1"}, "tooltip": tips}
    place["opacity"] = {"condition": {"param": "hovered", "value": 1}, "value": 0.45}
    ground = layer(rows, "rect", place, color=palette.PAPER) | {"params": [hovered("code")]}
    solid = [row for row in rows if row["seen"] > row["x0"]]
    seen = {**place, "x2": {"field": "seen"}}
    parts = [layer(solid, "rect", seen, color=palette.HOME)] if solid else []
    return [
        ground,
        *hatching(rows),
        *parts,
        *outline(rows),
        *whiskers([row for row in rows if row["left"] is not None]),
    ]


def _tips(told: str, language: Language, places: int) -> list[dict[str, Any]]:
    named = (("value", "reports.value"), ("low", "reports.interval_low"), ("high", "reports.interval_high"))
    numbers = [
        {"field": name, "type": "quantitative", "format": f",.{places}f", "title": f"{text(key, language)} ({told})"}
        for name, key in named
    ]
    return [{"field": "label", "type": "nominal", "title": text("reports.part", language)}, *numbers]


def _names(rows: list[dict[str, Any]], measures: Measures) -> list[dict[str, Any]]:
    beside = measures.names_beside
    said = [
        {"text": row["name"], "x": 0, "y": (row["y0"] + row["y1"]) / 2 if beside else row["y0"] - 9} for row in rows
    ]
    shown = [{"text": row["shown"], "x": row["end"] + 8, "y": (row["y0"] + row["y1"]) / 2} for row in rows]
    spot = {"x": even("x"), "y": even("y"), "text": {"field": "text", "type": "nominal"}}
    look = {"align": "left", "baseline": "middle"}
    return [layer(said, "text", spot, **look), layer(shown, "text", spot, fontWeight=700, **look)]


def _points(
    rows: list[dict[str, Any]], marks: list[str], told: str, language: Language, places: int
) -> list[dict[str, Any]]:
    made = []
    for column in reversed(marks):
        here = [
            {
                "code": row["code"],
                "label": row["label"],
                "value": row[column],
                "x": row["points"][column],
                "y": row["y1"] + 9,
            }
            for row in rows
            if column in row["points"]
        ]
        tips = _tips(told, language, places)[:2]
        place = {"x": even("x"), "y": even("y"), "tooltip": tips}
        if here:
            made.append(layer(here, "point", place, **LOOKS[column]))
    return made


def _note(note: str, y: float, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), 0, y, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _alt(frame: pl.DataFrame, told: str, title: str, language: Language, places: int) -> str:
    said = [f"{label} {number(value, language, places)}" for label, value in frame.select("label", "value").iter_rows()]
    return text("reports.alt.household", language, title=title, unit=told, names=listed(said, language))


def _twin(
    frame: pl.DataFrame, marks: Mapping[str, str], unit: str, title: str, language: Language, places: int
) -> Table:
    share = (100 * pl.col("observed")).alias("share_observed")
    kept = frame.select("code", "label", "value", "low", "high", share, *marks)
    header = (
        text("reports.code", language),
        text("reports.part", language),
        text("reports.value", language),
        text("reports.interval_low", language),
        text("reports.interval_high", language),
        text("reports.household.share", language),
        *marks.values(),
    )
    return Table(kept, header, title, unit, language, places)
