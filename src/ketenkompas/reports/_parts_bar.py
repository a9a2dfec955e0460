"""One stacked bar of what a value is made of, each part named with its amount and share below it."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
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
from ketenkompas.reports._words import amount, clipped, decimals_for, listed

_BAR, _LINE, _TWO_LINES = 34, 24, 42
_TINTS = ("#0b4f8a", "#d55e00", "#009e73", "#e69f00", "#aa4499", "#56b4e9", "#882255", "#6b7280")


def parts_chart(
    frame: pl.DataFrame,
    *,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    places: int | None = None,
) -> Chart:
    """What one value is made of: the parts beside each other in one bar, in the order given.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``code, label, value, unit``; values of one sign and one unit.
    places : int, optional
        How many decimals are shown; by the size of the values without it.

    Raises
    ------
    InputError
        ``reports.empty``, ``reports.units_mixed``; ``reports.parts_signs`` when parts have different signs, because
        a bar would then show another whole than their sum.

    Notes
    -----
    The bar is the sum of ``value``; shares are of that sum.
    """
    if frame.is_empty():
        raise InputError("reports.empty")
    units = frame["unit"].unique().sort().to_list()
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(units))
    if frame["value"].min() < 0 < frame["value"].max():  # type: ignore[operator]
        raise InputError("reports.parts_signs")
    measures = _sized(MEASURES[layout], frame.height)
    told = unit_label(str(units[0]), language)
    rows = _placed(frame, measures, language, decimals_for(frame["value"].to_list()) if places is None else places)
    named = [f"{row['label']} {amount(row['value'], told, language, row['places'])}" for row in rows]
    alt_text = text("reports.alt.parts", language, title=title, names=listed(named, language))
    layers = [
        fixed_text(told, 0, -14, baseline="middle", color=palette.SOFT_INK),
        _bar(rows, measures, told, language),
        *_names(rows),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(rows, str(units[0]), title, language, places), language)


def _sized(measures: Measures, rows: int) -> Measures:
    width = 790 if measures.dressed else 700 if measures.names_beside else measures.width
    line = _LINE if measures.names_beside else _TWO_LINES
    return replace(measures, width=width, height=_BAR + 14 + rows * line, beside=0)


def _placed(frame: pl.DataFrame, measures: Measures, language: Language, places: int) -> list[dict[str, Any]]:
    line = _LINE if measures.names_beside else _TWO_LINES
    letters = int(measures.width / (measures.text * 0.5))
    whole = float(frame["value"].sum())
    rows, at = [], 0.0
    for index, row in enumerate(frame.iter_rows(named=True)):
        share = 100 * row["value"] / whole if whole else 0.0
        said = f"{number(row['value'], language, places)} ({number(share, language, 0)} %)"
        rows.append(
            {
                **row,
                "share": share,
                "places": places,
                "from": at,
                "to": at + row["value"],
                "tint": _TINTS[index % len(_TINTS)],
                "said": f"{row['label']}  {said}"
                if measures.names_beside
                else f"{clipped(row['label'], letters)}\n{said}",
                "line": _BAR + 14 + index * line + _LINE / 2,
            }
        )
        at += row["value"]
    return rows


def _bar(rows: list[dict[str, Any]], measures: Measures, told: str, language: Language) -> dict[str, Any]:
    ends = [end for row in rows for end in (row["from"], row["to"])]
    room = {"domain": [min(ends), max(ends) or 1.0], "range": [0, measures.width], "nice": False, "zero": False}
    encoding = {
        "x": {"field": "from", "type": "quantitative", "axis": None, "scale": room},
        "x2": {"field": "to"},
        "y": {"value": 0},
        "y2": {"value": _BAR},
        "color": {"field": "tint", "type": "nominal", "scale": None},
        "opacity": {"condition": {"param": "hovered", "value": 1}, "value": 0.45},
        "tooltip": [
            {"field": "label", "type": "nominal", "title": text("reports.part", language)},
            {"field": "value", "type": "quantitative", "title": told, "format": f",.{rows[0]['places']}f"},
        ],
    }
    drawn = [{name: row[name] for name in ("code", "label", "value", "from", "to", "tint")} for row in rows]
    return layer(drawn, "rect", encoding, stroke=palette.PAPER, strokeWidth=1.5) | {"params": [hovered("code")]}


def _names(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    squares = [fixed("square", {"x": 6, "y": row["line"]}, size=120, color=row["tint"], opacity=1) for row in rows]
    return [*squares, *(fixed_text(row["said"], 20, row["line"] - 6) for row in rows)]


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), 0, measures.height + 14, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _twin(rows: list[dict[str, Any]], unit: str, title: str, language: Language, places: int | None) -> Table:
    frame = pl.DataFrame([{name: row[name] for name in ("code", "label", "value", "share")} for row in rows])
    header = (
        text("reports.code", language),
        text("reports.part", language),
        unit_label(unit, language),
        text("reports.share", language),
    )
    return Table(frame, header, title, unit, language, places)
